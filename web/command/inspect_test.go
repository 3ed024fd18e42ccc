package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/report"
)

func TestInspect(t *testing.T) {
	inCode := strings.NewReplacer(`\<img`, "", "| Upgrade: <img", "")
	dir := t.TempDir()
	file := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	const chrome = "WebSocket connection to 'wss://a.example/ws' failed: Error during WebSocket handshake: Unexpected response code: 403\n"
	good, bad := file("good.txt", goodHead+"\n"), file("bad.txt", badHead+"\n")
	console, prose, empty := file("console.txt", chrome), file("prose.txt", "Dear all, nothing here.\n"), file("empty.txt", "\n")
	stripped := file("stripped.txt", "GET /chat HTTP/1.0\r\nHost: 127.0.0.1:8080\r\nConnection: close\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\n\r\n")
	address, answer := file("address.txt", "wss://a.example/ws\n"), file("answer.txt", "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n\n")
	closed, code := file("closed.txt", "$ wscat -c wss://a.example/ws\nConnected (press CTRL+C to quit)\nDisconnected (code: 1006, reason: \"\")\n"), file("code.txt", "CloseEvent {wasClean: false, code: 1006}\n")
	config := file("nginx.conf", "server {\n  listen 80;\n  location /ws/ {\n    proxy_pass http://127.0.0.1:3000;\n    proxy_http_version 1.1;\n  }\n}\n")
	passing := file("passing.conf", "map $http_upgrade $connection_upgrade { default upgrade; '' close; }\nserver {\n  location /ws/ {\n    proxy_pass http://127.0.0.1:3000;\n    proxy_http_version 1.1;\n    proxy_set_header Upgrade $http_upgrade;\n    proxy_set_header Connection $connection_upgrade;\n  }\n}\n")
	hostile := file("hostile.txt", "GET /\x1b[31m\u202e HTTP/1.1\nHost: a.example\n\n")
	named, markup := file("\x1b[31m.txt", goodHead+"\n"), file("markup.txt", strings.Replace(goodHead, "websocket", "<img src=x>", 1)+"\n")
	for _, c := range []struct {
		args   []string
		status int
		holds  []string
	}{
		{[]string{good}, exitOK, []string{"✓ Works"}},
		{[]string{bad}, exitFails, []string{"✕ Fails", "Connection does not contain upgrade (conn-no-upgrade)", "3 | Connection: keep-alive\n", "|             ^^^^^^^^^^\n", "RFC 6455"}},
		{[]string{console}, exitFails, []string{"the server answered 403", "Causes", "Messages", "Chrome"}},
		{[]string{stripped}, exitFails, []string{"nginx 1.22.1 (proxy_pass and nothing else) sends just such a head."}},
		{[]string{"-json", stripped}, exitFails, []string{"nginx 1.22.1 (proxy_pass and nothing else) sends just such a head."}},
		{[]string{config}, exitFails, []string{"✕ This nginx configuration does not pass WebSockets on", "This configuration of nginx does not pass on Upgrade and Connection: a WebSocket fails through it. See /hops/nginx"}},
		{[]string{passing}, exitOK, []string{"✓ This nginx configuration passes WebSockets on", "lets an upgrade through. See /hops/nginx"}},
		{[]string{"-json", config}, exitFails, []string{`"configuration":"nginx","passes":false`}},
		{[]string{"-json", passing}, exitOK, []string{`"configuration":"nginx","passes":true`}},
		{[]string{prose}, exitUnknown, []string{"No handshake found"}},
		{[]string{address}, exitUnknown, []string{"? Only an address", "upgrade101 probe URL"}},
		{[]string{answer}, exitUnknown, []string{"? The answer looks right", "cannot be checked without the request's key"}},
		{[]string{closed}, exitFails, []string{"▲ The handshake worked; the connection ended later", "1006", "may have ended the connection because nothing crossed it"}},
		{[]string{code}, exitUnknown, []string{"? The connection ended, and may never have opened", "no close frame came", "Causes"}},
		{[]string{good, bad, console}, exitFails, []string{good, bad, console}},
		{[]string{good, prose}, exitUnknown, nil},
		{[]string{empty}, exitUnknown, nil},
		{[]string{filepath.Join(dir, "missing")}, exitUnknown, nil},
		{[]string{}, ExitUsage, nil},
		{[]string{"-json", "-markdown", good}, ExitUsage, nil},
		{[]string{good, "-json"}, exitOK, []string{`{"verdict":"upgrades",`}},
		{[]string{"-json", good, bad}, exitFails, []string{`{"file":"` + good + `","verdict":"upgrades",`, `{"file":"` + bad + `","verdict":"rejected",`}},
		{[]string{"--", "-json"}, exitUnknown, nil},
		{[]string{"-deflate", "on", good}, ExitUsage, nil},
		{[]string{"-deflate", "off", "-takeover", "off", good}, exitOK, nil},
		{[]string{"-nonsense\x1b[2J", good}, ExitUsage, nil},
		{[]string{named}, exitOK, nil},
		{[]string{named, good}, exitOK, []string{"␛[31m.txt\n✓ Works"}},
		{[]string{filepath.Join(dir, "\x1b[31m"), good}, exitUnknown, nil},
		{[]string{"-markdown", markup}, exitFails, []string{`Upgrade contains "\<img src=x\>"`}},
		{[]string{"-origins", "not an origin", good}, ExitUsage, nil},
		{[]string{"-markdown", bad}, exitFails, []string{"**✕ Fails**", "```\n", "(`conn-no-upgrade`)"}},
		{[]string{hostile}, exitFails, nil},
	} {
		status, out, errs := run(append([]string{"inspect"}, c.args...)...)
		if status != c.status {
			t.Errorf("inspect %q: status %d, want %d\n%s%s", c.args, status, c.status, out, errs)
		}
		for _, want := range c.holds {
			if !strings.Contains(out, want) {
				t.Errorf("inspect %q lacks %q:\n%s", c.args, want, out)
			}
		}
		if strings.ContainsAny(out+errs, "\x1b\u202e") {
			t.Errorf("inspect %q prints what controls a terminal:\n%q", c.args, out+errs)
		}
		if strings.HasPrefix(out, "\n") || slices.Contains(c.args, "-markdown") && strings.Contains(inCode.Replace(out), "<img") {
			t.Errorf("inspect %q:\n%s", c.args, out)
		}
		if status > exitFails && errs == "" && out == "" {
			t.Errorf("inspect %q fails and says nothing", c.args)
		}
	}
	_, out, _ := run("inspect", "-json", good, bad)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 2 || !json.Valid([]byte(lines[0])) || !strings.Contains(lines[1], `"rule":"conn-no-upgrade"`) {
		t.Errorf("-json: %d lines, %.200s", len(lines), out)
	}
	if status, _, _ := run("inspect", "-origins", "https://a.example", file("origin.txt", goodHead+"Origin: https://b.example\n\n")); status != exitFails {
		t.Errorf("with a policy: status %d", status)
	}
}

// Only on a terminal do the marks have colours.
func TestInspectColours(t *testing.T) {
	var out strings.Builder
	status, _ := Run([]string{"inspect", "-"}, &Streams{In: strings.NewReader(badHead), Out: &out, Err: &out, Terminal: true})
	if status != exitFails || !strings.Contains(out.String(), "\x1b[31m") {
		t.Errorf("status %d, %q", status, out.String())
	}
}

// The terminal and Markdown show both axes of a finding.
func TestInspectShowsAxes(t *testing.T) {
	for _, rule := range handshake.Rules {
		judged := handshake.Inspect(rule.Broken().Exchange(), rule.Broken().Policy)
		r := report.Of(&judged, report.ReadFrom{})
		for i := range r.Findings {
			f := &r.Findings[i]
			if f.Rule != rule.ID {
				continue
			}
			for _, markdown := range []bool{false, true} {
				w := &writer{plain: true, markdown: markdown}
				w.finding(f, &r)
				if want := rule.Severity.String() + "; " + rule.Letter(); !strings.Contains(strings.Join(strings.Fields(w.String()), " "), want) {
					t.Errorf("%s lacks %q:\n%s", rule.ID, want, w)
				}
			}
		}
	}
}
