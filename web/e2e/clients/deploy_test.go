//go:build clients

package clients

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	coder "github.com/coder/websocket"

	"upgrade101/web/e2e/port"
	"upgrade101/web/live"
)

// proxies are proxies, each with the file that the README shows: only its addresses are changed, and what each needs to run
// outside a service manager is added.
var proxies = map[string]struct {
	file, listen string // and the line in it that says where to listen
	around       string // %s: the file
	command      []string
}{
	"nginx": {"nginx.conf", "listen 80;", "daemon off; pid nginx.pid; error_log stderr; events {} http { access_log off; client_body_temp_path b; " +
		"proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;\n%s\n}",
		[]string{"nginx", "-e", "stderr", "-p", ".", "-c", "nginx.conf"}},
	"caddy": {"Caddyfile", "inspector.example {", "{\n\tadmin off\n}\n%s", []string{"caddy", "run", "--config", "Caddyfile", "--adapter", "caddyfile"}},
}

// TestInstalledProxies runs upgrade101 behind each proxy, mounted below a path, and makes each kind of request.
func TestInstalledProxies(t *testing.T) {
	program := build(t)
	for name, proxy := range proxies {
		t.Run(name, func(t *testing.T) {
			if missing(t, name) {
				t.Logf("%s is missing", name)
				return
			}
			inner, outer := port.Free(t), port.Free(t)
			start(t, t.TempDir(), program, "-addr", inner, "-base", "/upgrade/", "-trust-proxy", "127.0.0.1/32")
			dir := t.TempDir()
			file, err := os.ReadFile(filepath.Join("../../deploy", proxy.file))
			if err != nil {
				t.Fatal(err)
			}
			listen := map[string]string{"nginx": "listen " + outer + ";", "caddy": "http://" + outer + " {"}[name]
			config := replace(t, replace(t, string(file), "127.0.0.1:8000", inner), proxy.listen, listen)
			if err := os.WriteFile(filepath.Join(dir, proxy.file), fmt.Appendf(nil, proxy.around, config), 0o644); err != nil {
				t.Fatal(err)
			}
			command := slices.Clone(proxy.command)
			command[0] = find(t, name)
			start(t, dir, command...)
			await(t, "http://"+outer+"/upgrade/healthz")
			behindProxy(t, outer)
		})
	}
}

// behindProxy tests what must work through a proxy as without.
func behindProxy(t *testing.T, addr string) {
	base := "http://" + addr + "/upgrade"
	if r := get(t, base); r.StatusCode != 200 || r.Request.URL.Path != "/upgrade/" {
		t.Errorf("%s led to %v: %d", base, r.Request.URL, r.StatusCode)
	}
	r, err := http.Post(base+"/api/inspect", "text/plain", strings.NewReader("GET /chat HTTP/1.1\r\nHost: a.example\r\n\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var report struct{ Verdict string }
	if err := json.NewDecoder(r.Body).Decode(&report); err != nil || r.StatusCode != 200 || report.Verdict == "" {
		t.Errorf("/api/inspect: %d, %+v, %v", r.StatusCode, report, err)
	}
	// The page of the site itself may try bytes: the proxy says under which name it is called.
	try, _ := http.NewRequest("POST", base+"/api/try", strings.NewReader("GET / HTTP/1.1\r\n\r\n"))
	try.Header.Set("Content-Type", "application/octet-stream")
	try.Header.Set("Origin", "http://"+addr)
	if r, err := http.DefaultClient.Do(try); err != nil || r.StatusCode != 200 {
		t.Errorf("/api/try from its own page: %v, %v", r, err)
	} else {
		r.Body.Close()
	}

	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for _, path := range []string{"/echo", "/wire"} {
		c, answer, err := coder.Dial(ctx, "ws://"+addr+"/upgrade"+path, &coder.DialOptions{
			Subprotocols: []string{"chat"}, HTTPHeader: http.Header{"Origin": {"http://" + addr}}, CompressionMode: coder.CompressionNoContextTakeover,
		})
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		negotiated(t, answer, true)
		if c.Subprotocol() != "chat" {
			t.Errorf("%s: subprotocol %q, want chat", path, c.Subprotocol())
		}
		if path == "/wire" {
			var heads live.Heads
			if _, message, err := c.Read(ctx); err != nil || json.Unmarshal(message, &heads) != nil {
				t.Fatalf("the first message of /wire is %q, %v", message, err)
			}
			if request := string(heads.Request); !strings.HasPrefix(request, "GET /upgrade/wire HTTP/1.1\r\n") || !strings.Contains(request, "X-Forwarded-For: 127.0.0.1\r\n") {
				t.Errorf("the last hop carried\n%s", request)
			}
		} else {
			text := strings.Repeat("through a proxy ", 4000)
			c.SetReadLimit(1 << 20)
			if err := c.Write(ctx, coder.MessageText, []byte(text)); err != nil {
				t.Fatal(err)
			}
			if _, got, err := c.Read(ctx); err != nil || string(got) != text {
				t.Errorf("%d bytes came back, %v; %d were sent", len(got), err, len(text))
			}
		}
		if err := c.Close(coder.StatusNormalClosure, ""); err != nil {
			t.Errorf("%s: close: %v", path, err)
		}
	}
}

// TestInstalledUnit: systemd reports no fault in the unit.
func TestInstalledUnit(t *testing.T) {
	if missing(t, "systemd-analyze") {
		return
	}
	unit, err := os.ReadFile("../../deploy/upgrade101.service")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "upgrade101.service")
	if err := os.WriteFile(file, []byte(replace(t, string(unit), "ExecStart=/usr/local/bin/upgrade101", "ExecStart="+build(t))), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("systemd-analyze", "verify", "--man=no", file).CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "upgrade101.service") {
			t.Error(line)
		}
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// build makes the program. Its page is not needed here.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "upgrade101")
	if out, err := exec.Command("go", "build", "-o", program, "upgrade101").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// find is where a program is: in the system, or where install.sh unpacked it.
func find(t *testing.T, name string) string {
	t.Helper()
	for _, path := range []string{name, "/usr/sbin/" + name, "../../../bin/clients/usr/sbin/" + name, "../../../bin/clients/usr/bin/" + name} {
		if found, err := exec.LookPath(path); err == nil {
			found, _ = filepath.Abs(found)
			return found
		}
	}
	t.Fatalf("there is no %s; run make test-clients", name)
	return ""
}

// start runs a program until the test ends, when it has to end on SIGTERM.
func start(t *testing.T, dir string, command ...string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Dir, c.Env = dir, append(os.Environ(), "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir, "HOME="+dir)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = patience
	var out strings.Builder
	c.Stdout, c.Stderr = &out, &out
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = c.Wait()
		if t.Failed() {
			t.Logf("%s said\n%s", filepath.Base(command[0]), out.String())
		}
	})
}

// await returns when an address answers 200.
func await(t *testing.T, url string) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		r, err := http.Get(url)
		if err == nil {
			r.Body.Close()
			if r.StatusCode == 200 {
				return
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: %v, %v", url, r, err)
		}
	}
}

func get(t *testing.T, url string) *http.Response {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	return r
}

// replace replaces a text, which must exist.
func replace(t *testing.T, s, old, with string) string {
	t.Helper()
	if !strings.Contains(s, old) {
		t.Fatalf("%q is not in\n%s", old, s)
	}
	return strings.Replace(s, old, with, 1)
}

// missing reports whether install.sh could not bring something.
func missing(t *testing.T, name string) bool {
	t.Helper()
	file, err := os.Open("../../../bin/clients/missing")
	if err != nil {
		t.Fatalf("%v: run make test-clients", err)
	}
	defer file.Close()
	for in := bufio.NewScanner(file); in.Scan(); {
		if strings.HasPrefix(in.Text(), name+":") {
			return true
		}
	}
	return false
}
