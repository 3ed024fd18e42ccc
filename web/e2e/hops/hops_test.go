//go:build hops

// Package hops compares what the model of handshake/hop predicts with what running proxies do: make test-hops. The
// backend and the requests are those of the recordings; everything stays on the loopback interface.
package hops

import (
	"cmp"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/hoptest"
	"upgrade101/handshake/hop/programs"
	"upgrade101/web/e2e/port"
)

// bin is where install.sh unpacks.
var bin, _ = filepath.Abs("../../../bin/hops")

// run starts a program of bin/hops with a configuration of its own folder and ends it with the test.
func run(t *testing.T, dir string, env []string, file string, args ...string) {
	t.Helper()
	if !filepath.IsAbs(file) {
		file = filepath.Join(bin, file)
	}
	cmd := exec.Command(file, args...)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "LD_LIBRARY_PATH="+filepath.Join(bin, "usr/lib/x86_64-linux-gnu"), "HOME="+dir), env...)
	log, err := os.Create(filepath.Join(dir, "output"))
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = log, log
	endWithParent(cmd) // a run that times out does not clean up
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		log.Close()
		if t.Failed() {
			out, _ := os.ReadFile(log.Name())
			t.Logf("it printed: %.600s", out)
		}
	})
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// place puts the two ports into a snippet: the backend's where an address names a server, the hop's own elsewhere.
func place(snippet, listen, upstream string) string {
	var out []string
	for _, l := range strings.Split(snippet, "\n") {
		port := upstream
		if f := strings.Fields(l); len(f) > 0 && slices.Contains([]string{"bind", "listen"}, f[0]) {
			port = listen
		}
		out = append(out, strings.ReplaceAll(l, "PORT", port))
	}
	return strings.Join(out, "\n")
}

// starters start a configuration of each program; only installed programs are run.
var starters = map[string]struct {
	file  string
	start func(t *testing.T, dir, id, snippet, listen, upstream string)
	says  bool // it writes a file when it listens
}{
	"nginx":     {"usr/sbin/nginx", startNginx, false},
	"apache":    {"usr/sbin/apache2", startApache, false},
	"haproxy":   {"usr/sbin/haproxy", startHAProxy, false},
	"caddy-2.6": {"usr/bin/caddy", startCaddy("usr/bin/caddy"), false},
	"caddy":     {"own/caddy", startCaddy("own/caddy"), false}, // built by hand: go build github.com/caddyserver/caddy/v2/cmd/caddy
	"varnish":   {"usr/sbin/varnishd", startVarnish, false},
	"lighttpd":  {"usr/sbin/lighttpd", startLighttpd, false},
	"tinyproxy": {"usr/bin/tinyproxy", startTinyproxy, false},
	"h2o":       {"usr/bin/h2o", startH2O, false},
	"nghttpx":   {"usr/sbin/nghttpx", startNghttpx, false},

	"go-reverseproxy": {".", startGo, false},

	"http-proxy":              {"npm/http-proxy/package-lock.json", startNode, false},
	"http-proxy-3":            {"npm/http-proxy-3/package-lock.json", startNode, false},
	"httpxy":                  {"npm/httpxy/package-lock.json", startNode, false},
	"http-proxy-middleware-2": {"npm/http-proxy-middleware-2/package-lock.json", startNode, false},
	"http-proxy-middleware-3": {"npm/http-proxy-middleware-3/package-lock.json", startNode, false},
	"http-proxy-middleware-4": {"npm/http-proxy-middleware-4/package-lock.json", startNode, false},
	"vite":                    {"npm/vite/package-lock.json", startVite, true},
	"vite-6":                  {"npm/vite-6/package-lock.json", startVite, true},
	"webpack-dev-server-5":    {"npm/webpack-dev-server-5/package-lock.json", startWebpack, true},
	"webpack-dev-server-6":    {"npm/webpack-dev-server-6/package-lock.json", startWebpack, true},
	"express-http-proxy":      {"npm/express-http-proxy/package-lock.json", startNode, false},
	"fastify-http-proxy":      {"npm/fastify-http-proxy/package-lock.json", startNode, false},
}

func startNginx(t *testing.T, dir, id, snippet, listen, upstream string) {
	conf := "daemon off;\nmaster_process off;\npid " + dir + "/pid;\nerror_log " + dir + "/error;\n"
	if strings.HasPrefix(snippet, "stream") {
		conf += "load_module " + bin + "/usr/lib/nginx/modules/ngx_stream_module.so;\nevents {}\n" + place(snippet, listen, upstream)
	} else {
		var outer, inner []string
		depth, into := 0, &inner
		for _, l := range strings.Split(place(snippet, listen, upstream), "\n") {
			if depth == 0 {
				into = &inner
				if strings.HasPrefix(l, "map ") || strings.HasPrefix(l, "upstream ") {
					into = &outer
				}
			}
			depth += strings.Count(l, "{") - strings.Count(l, "}")
			*into = append(*into, l)
		}
		conf += "events {}\nhttp {\naccess_log off;\n"
		for _, d := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
			conf += d + "_temp_path " + dir + "/" + d + ";\n"
		}
		conf += strings.Join(outer, "\n") + "\nserver {\nlisten 127.0.0.1:" + listen + ";\n" + strings.Join(inner, "\n") + "\n}\n}\n"
	}
	run(t, dir, nil, "usr/sbin/nginx", "-p", dir, "-e", dir+"/error", "-c", write(t, dir, "conf", conf))
}

func startApache(t *testing.T, dir, id, snippet, listen, upstream string) {
	conf := "ServerRoot " + dir + "\nServerName chat.example.com\nListen 127.0.0.1:" + listen + "\nPidFile " + dir + "/pid\nErrorLog " + dir + "/error\nMutex file:" + dir + "\nServerTokens OS\n"
	for _, m := range []string{"mpm_event", "authz_core", "proxy", "proxy_http", "proxy_wstunnel", "rewrite", "headers"} {
		conf += "LoadModule " + m + "_module " + bin + "/usr/lib/apache2/modules/mod_" + m + ".so\n"
	}
	run(t, dir, nil, "usr/sbin/apache2", "-X", "-f", write(t, dir, "conf", conf+"<VirtualHost *>\n"+place(snippet, listen, upstream)+"\n</VirtualHost>\n"))
}

func startHAProxy(t *testing.T, dir, id, snippet, listen, upstream string) {
	run(t, dir, nil, "usr/sbin/haproxy", "-db", "-f", write(t, dir, "conf", place(snippet, listen, upstream)+"\n"))
}

func startCaddy(file string) func(t *testing.T, dir, id, snippet, listen, upstream string) {
	return func(t *testing.T, dir, id, snippet, listen, upstream string) {
		conf := "{\n\tadmin off\n\tauto_https off\n}\nhttp://:" + listen + " {\n\tbind 127.0.0.1\n" + place(snippet, listen, upstream) + "\n}\n"
		run(t, dir, []string{"XDG_DATA_HOME=" + dir, "XDG_CONFIG_HOME=" + dir}, file, "run", "--adapter", "caddyfile", "--config", write(t, dir, "Caddyfile", conf))
	}
}

// startVarnish runs it so that nothing stays in its cache.
func startVarnish(t *testing.T, dir, id, snippet, listen, upstream string) {
	lib := filepath.Join(bin, "usr/lib/x86_64-linux-gnu")
	run(t, dir, []string{"LD_LIBRARY_PATH=" + lib + ":" + lib + "/varnish"}, "usr/sbin/varnishd", "-n", dir+"/work", "-F", "-f", write(t, dir, "vcl", place(snippet, listen, upstream)), "-a", "127.0.0.1:"+listen,
		"-p", "vmod_path="+lib+"/varnish/vmods", "-p", "default_ttl=0", "-p", "default_grace=0", "-p", "default_keep=0")
}

func startLighttpd(t *testing.T, dir, id, snippet, listen, upstream string) {
	conf := "server.document-root = \"" + dir + "\"\nserver.bind = \"127.0.0.1\"\nserver.port = " + listen + "\nserver.errorlog = \"" + dir + "/error\"\n" + place(snippet, listen, upstream) + "\n"
	run(t, dir, nil, "usr/sbin/lighttpd", "-D", "-m", bin+"/usr/lib/lighttpd", "-f", write(t, dir, "conf", conf))
}

func startTinyproxy(t *testing.T, dir, id, snippet, listen, upstream string) {
	conf := "Port " + listen + "\nListen 127.0.0.1\nLogFile \"" + dir + "/error\"\nMaxClients 20\nTimeout 60\n" + place(snippet, listen, upstream) + "\n"
	run(t, dir, nil, "usr/bin/tinyproxy", "-d", "-c", write(t, dir, "conf", conf))
}

func startH2O(t *testing.T, dir, id, snippet, listen, upstream string) {
	conf := "listen:\n  host: 127.0.0.1\n  port: " + listen + "\nerror-log: " + dir + "/error\nhosts:\n  default:\n    paths:\n      /:\n        " +
		strings.ReplaceAll(place(snippet, listen, upstream), "\n", "\n        ") + "\n"
	if os.Getuid() == 0 {
		conf = "user: root\n" + conf // by another user's process a parent's end goes unnoticed
	}
	run(t, dir, nil, "usr/bin/h2o", "-m", "worker", "-c", write(t, dir, "conf", conf))
}

func startNghttpx(t *testing.T, dir, id, snippet, listen, upstream string) {
	snippet = strings.Replace(snippet, "PORT", listen, 1)
	args := append(strings.Fields(strings.ReplaceAll(snippet, "PORT", upstream))[1:], "--conf=/dev/null", "--workers=1", "--errorlog-file="+dir+"/error")
	run(t, dir, nil, "usr/sbin/nghttpx", args...)
}

func startNode(t *testing.T, dir, id, snippet, listen, upstream string) {
	text := strings.ReplaceAll(strings.ReplaceAll(snippet, "127.0.0.1:PORT", "127.0.0.1:"+upstream), "PORT", listen)
	if err := os.Symlink(filepath.Join(bin, "npm", id, "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip(err)
	}
	run(t, dir, nil, node, write(t, dir, "proxy.mjs", text))
}

// startVite starts the development server as its own command does.
func startVite(t *testing.T, dir, id, snippet, listen, upstream string) {
	startNode(t, dir, id, strings.Replace(snippet, "export default", "const config =", 1)+`
import { createServer } from "vite";
import { writeFileSync } from "node:fs";
await (await createServer({ ...config, configFile: false, logLevel: "silent" })).listen();
writeFileSync("listening", "");
`, listen, upstream)
}

// startWebpack likewise.
func startWebpack(t *testing.T, dir, id, snippet, listen, upstream string) {
	write(t, dir, "e.js", "")
	startNode(t, dir, id, strings.Replace(snippet, "module.exports =", "const config =", 1)+`
import webpack from "webpack";
import Server from "webpack-dev-server";
import { writeFileSync } from "node:fs";
const compiler = webpack({ mode: config.mode, entry: config.entry, stats: "none", infrastructureLogging: { level: "none" } });
const done = new Promise(resolve => compiler.hooks.done.tap("test", resolve)); // until then a request waits
await new Server(config.devServer, compiler).start();
await done;
writeFileSync("listening", "");
`, listen, upstream)
}

// listed reads a list of known differences. Lines that start with # say why.
func listed(t *testing.T, file string) map[string]bool {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, l := range strings.Split(string(text), "\n") {
		if l != "" && l[0] != '#' {
			known[l] = false
		}
	}
	return known
}

// unsteady are observations of running programs that depend on what happened before or at the same time, with the
// reason. They are not compared.
var unsteady = map[string]string{
	"http-proxy-middleware-2/mounted g|conforming": "After a first upgrade the middleware listens for all upgrades, whatever their path; before one Express answers 404.",
	"http-proxy-middleware-3/mounted g|conforming": "As version 2.",
	"http-proxy-middleware-4/mounted g|conforming": "As version 2.",
	"http-proxy-3 a|101-connection":                "In each configuration: whether the last chunk is written depends on which side closes first.",
	"http-proxy-3 a|101-upgrade":                   "Likewise.",
	"vite a|101-connection":                        "As http-proxy-3, of which Vite has a copy.",
	"vite a|101-upgrade":                           "Likewise.",
	"vite guard, handshake|304":                    "Likewise.",
	"http-proxy-3 |101, Connection other":          "Likewise.",
	"vite |101, Connection other":                  "Likewise.",
	"http-proxy-3 guard, handshake|304":            "Likewise.",
	"go-reverseproxy 11190672433759674603.17 form, chunked, Connection: Keep-Alive, 1.0, order|200": "Go takes what follows a head of HTTP/1.0 with chunks for the next request, whose answer comes later or not.",
	"apache |status 99":           "Apache takes it for an answer without a head, which ends with the backend's connection.",
	"apache |status not a number": "Likewise.",
	"varnish a|101":               "The page of its 503 holds the transaction's number, whose length varies.",
	"varnish |200, chunked":       "Content-Length or chunks: Varnish knows the length if it has the whole content before it answers.",
	"varnish |200, until close":   "Likewise.",
	"varnish |400, until close":   "Likewise.",
	"varnish |404, chunked":       "Likewise.",
}

// unframed are programs whose framing of an answer without Content-Length depends on how fast its content comes.
var unframed = map[string]bool{"varnish": true}

var answers = []string{"101", "101+length", "101+extra", "101 lower", "101-connection", "101-upgrade", "101 other", "426", "200", "403", "eof"}

// seed chooses the random requests: HOPS_SEED, or always the same, so that a test that passed fails only where something changed.
func seed(t *testing.T) uint64 {
	text := cmp.Or(os.Getenv("HOPS_SEED"), strconv.Itoa(defaultSeed))
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("HOPS_SEED=%d", n)
	return n
}

func TestHops(t *testing.T) {
	catalog, err := hop.ParseCatalog(programs.JSON())
	if err != nil {
		t.Fatal(err)
	}
	recordings, err := hoptest.Load()
	if err != nil {
		t.Fatal(err)
	}
	number := seed(t)
	known, kept := listed(t, "../../../handshake/hop/testdata/differences.txt"), newTally(t, number)
	var compared atomic.Int64
	t.Cleanup(func() {
		words := fmt.Sprintf("compared: %d exchanges through running proxies\n", compared.Load()) + kept.report(t)
		if err := os.WriteFile(filepath.Join(bin, "compared"), []byte(words), 0o644); err != nil {
			t.Error(err)
		}
	})
	for i := range catalog.Programs {
		p := &catalog.Programs[i]
		starter, ok := starters[p.ID]
		if !ok {
			continue
		}
		t.Run(p.ID, func(t *testing.T) {
			t.Parallel()
			if _, err := os.Stat(filepath.Join(bin, starter.file)); err != nil {
				t.Skip(err)
			}
			for j := range p.Configurations {
				cf := &p.Configurations[j]
				if cf.ID == "ws-cold" || cf.ID == "no-error-handler" {
					continue // one is about the first request alone, the other ends the process
				}
				if recorder != nil {
					for shard := range shards {
						t.Run(cf.ID, func(t *testing.T) {
							t.Parallel()
							b := newBackend(t)
							again := func() string {
								listen := start(t, p.ID, cf, b)
								warm(cf, b, listen)
								return listen
							}
							recorder.record(t, p.ID, cf, shard, b, again, recordings.Requests["a"], number)
						})
					}
					continue
				}
				t.Run(cf.ID, func(t *testing.T) {
					t.Parallel()
					b := newBackend(t)
					listen := start(t, p.ID, cf, b)
					warm(cf, b, listen)
					try := func(request, answer string) {
						name := p.ID + "/" + cf.ID + " " + request + "|" + answer
						if _, ok := known[name]; ok || unsteady[name] != "" || unsteady[p.ID+" "+request+"|"+answer] != "" {
							return
						}
						compared.Add(1)
						says := func(head string) string { return hoptest.Backend(request, answer, head) }
						probe := request == "a" && answer != "101+frame"
						diffs := compare(&cf.Hop, b, listen, recordings.Requests[request], says, probe)
						if len(diffs) > 0 { // a hop may have taken a connection that the backend was just closing
							diffs = compare(&cf.Hop, b, listen, recordings.Requests[request], says, probe)
						}
						if len(diffs) > 0 {
							t.Errorf("%s|%s\n   %s", request, answer, strings.Join(diffs, "\n   "))
						}
					}
					for request := range recordings.Requests {
						if request != "o" { // its early frame is not part of a head
							try(request, "conforming")
						}
					}
					for _, answer := range answers {
						try("a", answer)
					}
					picked := append(pick(number, p.ID+"/"+cf.ID, perConfiguration), hoptest.Guards()...)
					compared.Add(int64(len(picked)))
					kept.further(t, p.ID, cf, b, &listen, picked, func() string { return start(t, p.ID, cf, b) })
				})
			}
		})
	}
}

// warm sends the ordinary request that some configurations wait for.
func warm(cf *hop.Configuration, b *backend, listen string) {
	if cf.ID == "ws-warm" || cf.ID == "mounted" {
		b.exchange(listen, "GET /chat HTTP/1.1\r\nHost: chat.example.com\r\n\r\n", func(string) string { return hoptest.Backend("e", "200", "") }, false, expected{head: true, answer: true})
	}
}

// start starts a proxy with a configuration, waits until it listens, and returns its port.
func start(t *testing.T, id string, cf *hop.Configuration, b *backend) string {
	_, listen, _ := net.SplitHostPort(port.Free(t))
	_, upstream, _ := net.SplitHostPort(b.Addr().String())
	named := id // by which the starter knows what to start
	if id == "go-reverseproxy" {
		named = cf.ID
	}
	dir := t.TempDir()
	starters[id].start(t, dir, named, cf.Snippet, listen, upstream)
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		<-time.After(20 * time.Millisecond)
		if starters[id].says { // a development server tries whether the port is free before it listens
			if _, err := os.Stat(filepath.Join(dir, "listening")); err != nil {
				continue
			}
		}
		if c, err := net.DialTimeout("tcp", "127.0.0.1:"+listen, time.Second); err == nil {
			c.Close()
			return listen
		}
	}
	t.Fatal("it does not listen")
	return ""
}
