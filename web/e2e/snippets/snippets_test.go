//go:build snippets

package snippets

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const root = "../../../bin/snippets/root"

// checker is how a program reads a configuration without serving.
type checker struct {
	binary  string
	command func(file, dir string) []string
	whole   func(snippet, dir string) string // completes a snippet
	refuses *regexp.Regexp                   // a warning that counts as a fault
}

var checkers = map[string]checker{
	"nginx":        {"usr/sbin/nginx", func(file, dir string) []string { return []string{"-t", "-q", "-p", dir, "-e", "stderr", "-c", file} }, nginx, nil},
	"Apache httpd": {"usr/sbin/apache2", func(file, dir string) []string { return []string{"-t", "-d", dir, "-f", file} }, apache, nil},
	"HAProxy":      {"usr/sbin/haproxy", func(file, dir string) []string { return []string{"-c", "-f", file} }, haproxy, regexp.MustCompile(`missing timeouts`)},
	"Caddy":        {"usr/bin/caddy", func(file, dir string) []string { return []string{"adapt", "--config", file, "--adapter", "caddyfile"} }, caddy, nil},
	"lighttpd":     {"usr/sbin/lighttpd", func(file, dir string) []string { return []string{"-tt", "-m", abs("usr/lib/lighttpd"), "-f", file} }, lighttpd, nil},
	"Varnish":      {"usr/sbin/varnishd", func(file, dir string) []string { return []string{"-C", "-n", dir, "-f", file} }, func(s, _ string) string { return s }, nil},
	"Squid":        {"usr/sbin/squid", func(file, dir string) []string { return []string{"-k", "parse", "-f", file} }, squid, nil},
}

// unpacked is the version of each program that is unpacked here, as the catalogue calls it; snippets for others are
// not read by it.
var unpacked = map[string]string{"nginx": "nginx", "Apache httpd": "apache", "HAProxy": "haproxy", "Caddy": "caddy-2.6", "lighttpd": "lighttpd", "Varnish": "varnish", "Squid": "squid"}

func TestSnippets(t *testing.T) {
	read := 0
	for _, s := range shown(t) {
		if id, ok := unpacked[s.program]; !ok || strings.HasPrefix(s.shown, "proxy ") && !strings.HasPrefix(s.shown, "proxy "+id+"/") {
			continue
		}
		read++
		t.Run(strings.ReplaceAll(s.shown, " ", "/")+"/"+s.program, func(t *testing.T) {
			if said, err := check(t, s.program, s.whole()); err != nil {
				t.Errorf("%s refuses it: %v\n%s\n%s", s.program, err, s.whole(), said)
			}
		})
	}
	if read < 60 {
		t.Errorf("only %d snippets were read", read)
	}
}

// Each program notices a directive that does not exist, so that a pass means something.
func TestNonsenseIsRefused(t *testing.T) {
	for program, text := range map[string]string{
		"nginx": "location / { proxy_nonsense on; }", "Apache httpd": "ProxyNonsense On", "HAProxy": "backend a\n  nonsense 1\n",
		"Caddy": "reverse_nonsense 127.0.0.1:1", "lighttpd": "proxy.server = (", "Varnish": "vcl 4.1;\nbackend default { .nonsense = 1; }", "Squid": "http_nonsense allow all",
	} {
		if said, err := check(t, program, text); err == nil {
			t.Errorf("%s takes %q: %s", program, text, said)
		}
	}
}

func check(t *testing.T, program, text string) (said string, err error) {
	c := checkers[program]
	dir := t.TempDir()
	if _, err := os.Stat(filepath.Join(root, c.binary)); err != nil {
		t.Skip(program + " is not here")
	}
	file := filepath.Join(dir, "configuration")
	if err := os.WriteFile(file, []byte(c.whole(port.ReplaceAllString(text, "8259"), dir)), 0o600); err != nil {
		t.Fatal(err)
	}
	certificate(t, dir)
	run := exec.CommandContext(t.Context(), filepath.Join(root, c.binary), c.command(file, dir)...)
	run.Env = append(os.Environ(), "LD_LIBRARY_PATH="+abs("usr/lib/x86_64-linux-gnu")+":"+abs("lib/x86_64-linux-gnu")+":"+abs("usr/lib/x86_64-linux-gnu/varnish"), "HOME="+dir)
	out, err := run.CombinedOutput()
	said = string(out)
	switch {
	case err == nil && c.refuses != nil && c.refuses.MatchString(said):
		err = fmt.Errorf("a warning: %s", c.refuses.FindString(said))
	case err == nil && program == "Squid" && strings.Contains(said, "unrecognized"):
		err = fmt.Errorf("an unknown directive")
	}
	return said, err
}

func abs(path string) string {
	full, _ := filepath.Abs(filepath.Join(root, path))
	return full
}

// port is where a snippet of the catalogue leaves the number out.
var port = regexp.MustCompile(`\bPORT\b`)

// certificate writes one for the snippets that terminate TLS.
func certificate(t *testing.T, dir string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	made := x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, &made, &made, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	both := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: private})...)
	if err := os.WriteFile(filepath.Join(dir, "site.pem"), both, 0o600); err != nil {
		t.Fatal(err)
	}
}

var (
	nginxListen = regexp.MustCompile(`listen\s+(443|80)\b`)
	nginxFile   = regexp.MustCompile(`(ssl_certificate(?:_key)?\s+)\S+;`)
	topBlock    = regexp.MustCompile(`(?ms)^(map|upstream|server)\b.*?^\}`)
	nginxStream = regexp.MustCompile(`(?ms)^stream\b.*?^\}`)
)

// nginx puts blocks of http at their level, and the rest into a server.
func nginx(text, dir string) string {
	text = nginxListen.ReplaceAllString(text, "listen 127.0.0.1:8259")
	text = nginxFile.ReplaceAllString(text, "${1}"+filepath.Join(dir, "site.pem")+";")
	first := ""
	if stream := nginxStream.FindString(text); stream != "" {
		first = "load_module " + abs("usr/lib/nginx/modules/ngx_stream_module.so") + ";\n" + stream + "\n"
		text = nginxStream.ReplaceAllString(text, "")
	}
	outer := strings.Join(topBlock.FindAllString(text, -1), "\n")
	inner := topBlock.ReplaceAllString(text, "")
	var temp strings.Builder
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&temp, "%s_temp_path %s/%[1]s;\n", kind, dir)
	}
	return first + "pid " + dir + "/pid;\nevents {}\nhttp {\naccess_log off;\n" + temp.String() + outer + "\nserver {\nlisten 127.0.0.1:8258;\n" + inner + "\n}\n}\n"
}

func apache(text, dir string) string {
	var b strings.Builder
	for _, m := range []string{"mpm_event", "authz_core", "proxy", "proxy_http", "proxy_wstunnel", "headers", "rewrite", "setenvif"} {
		fmt.Fprintf(&b, "LoadModule %s_module %s/mod_%s.so\n", m, abs("usr/lib/apache2/modules"), m)
	}
	return b.String() + "ServerName a.example\nListen 127.0.0.1:8259\nPidFile " + dir + "/pid\nErrorLog " + dir + "/log\n" + text + "\n"
}

var (
	haproxySection = regexp.MustCompile(`(?m)^(global|defaults|frontend|backend|listen)\b`)
	haproxyFile    = regexp.MustCompile(`crt \S+`)
	haproxyPort    = regexp.MustCompile(`bind :443`)
)

func haproxy(text, dir string) string {
	text = haproxyFile.ReplaceAllString(text, "crt "+filepath.Join(dir, "site.pem"))
	text = haproxyPort.ReplaceAllString(text, "bind 127.0.0.1:8259")
	if !haproxySection.MatchString(text) {
		text = "defaults\n  mode http\n  timeout client 30s\n  timeout server 30s\n  timeout connect 5s\n  " + text
	}
	if !regexp.MustCompile(`(?m)^(frontend|listen)\b`).MatchString(text) {
		text += "\nlisten a\n  bind 127.0.0.1:8258\n  server b 127.0.0.1:8259\n"
	}
	return text + "\n"
}

func caddy(text, _ string) string {
	if regexp.MustCompile(`(?m)^[\w.-]+\.example(\.com)? \{`).MatchString(text) {
		return text
	}
	return ":8259 {\n" + text + "\n}\n"
}

func lighttpd(text, dir string) string {
	return "server.document-root = \"" + dir + "\"\nserver.port = 8259\n" + text + "\n"
}

func squid(text, dir string) string {
	return text + "\npid_filename " + dir + "/pid\ncache_log " + dir + "/log\naccess_log none\ncoredump_dir " + dir + "\nmime_table " + abs("usr/share/squid/mime.conf") +
		"\nicon_directory " + dir + "\nerror_directory " + dir + "\nvisible_hostname a.example\n"
}
