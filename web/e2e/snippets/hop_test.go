package snippets

import (
	"regexp"
	"strings"
	"testing"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
	"upgrade101/handshake/head"
	"upgrade101/handshake/hop"
)

// asks are the upgrades that a snippet is about, where that is not a WebSocket.
var asks = map[string]string{
	"lesson docker-attach nginx":        "tcp",
	"lesson docker-attach HAProxy":      "tcp",
	"lesson docker-attach Apache httpd": "tcp",
}

// unread are snippets that the reader of configurations cannot judge, with the reason.
var unread = map[string]string{
	"lesson h2c-upgrade nginx": "a map with a regular expression, and one that is made of another",
}

// refuses are snippets that say nothing of passing an upgrade on, or say that they do not.
var refuses = map[string]string{
	"proxy express-http-proxy/default":      "the program passes no upgrade on, and no configuration makes it",
	"proxy tinyproxy/reverse":               "the same",
	"proxy tinyproxy/reverse-no-via":        "the same",
	"proxy http-proxy-middleware-2/ws-warm": "passes after the first request alone; the same text as ws-cold",
	"proxy http-proxy-middleware-3/ws-warm": "the same",
	"proxy http-proxy-middleware-4/ws-warm": "the same",
	"rule req-version-10":                   "one line of several",
	"rule host-localhost-proxy":             "the same",
	"cause http10":                          "the same",
	"lesson subprotocol-unoffered nginx":    "the line that is to be deleted, as a comment",
}

// A snippet can be copied by itself: nginx refuses to start with a variable of which it does not know the map.
func TestVariablesAreDefined(t *testing.T) {
	variable := regexp.MustCompile(`\$\w*connection\w*`)
	seen := 0
	for _, s := range shown(t) {
		if s.program != "nginx" {
			continue
		}
		for _, name := range variable.FindAllString(s.text, -1) {
			if strings.HasPrefix(name, "$http_") { // nginx has one for each field
				continue
			}
			if seen++; !regexp.MustCompile(`map \$\w+ \` + name + `\b`).MatchString(s.text) {
				t.Errorf("%s: no map defines %s:\n%s", s.shown, name, s.text)
			}
		}
	}
	if seen == 0 {
		t.Error("no snippet has a map")
	}
}

// Each snippet is read as configuration of its program, and what it says about an upgrade is what the model does: a
// lesson's fix, the project's own files and the whole recipes let the handshake through, and so does what a proxy's
// page calls the fix; what that page calls in need of one does not.
func TestSnippetsInModel(t *testing.T) {
	c := catalog(t)
	known := map[string]bool{}
	for _, p := range c.Programs {
		known[p.Name] = known[p.Name] || p.Syntax != ""
	}
	used := map[string]bool{}
	listed := func(table map[string]string, s snippet) bool {
		for _, key := range []string{s.key(), s.shown} {
			if table[key] != "" {
				used[key] = true
				return true
			}
		}
		return false
	}
	read := 0
	for _, s := range shown(t) {
		if !known[s.program] {
			t.Logf("%s: the configuration of %s is code, which is not read", s.shown, s.program)
			continue
		}
		if listed(unread, s) {
			continue
		}
		p, cf := c.Find(strings.TrimPrefix(s.shown, "proxy "))
		version := ""
		if p != nil {
			version = p.Version
		}
		r := c.Read(s.whole(), version)
		if r.Hop == nil || r.Name != s.program {
			t.Errorf("%s is read as configuration of %q; expected %s:\n%s", s.shown, r.Name, s.program, s.whole())
			continue
		}
		read++
		want := cf == nil || cf.Fix == ""
		if listed(refuses, s) {
			want = false
		}
		upgrade := asks[s.key()]
		if upgrade == "" {
			upgrade = "websocket"
		}
		if got := passes(r.Hop, upgrade); got != want {
			t.Errorf("%s: Upgrade: %s passes %v; expected %v:\n%s", s.shown, upgrade, got, want, s.whole())
		}
		if cf != nil && cf.Fix != "" {
			if fix := p.Configuration(cf.Fix); fix == nil || !passes(c.Read(fix.Snippet, version).Hop, "websocket") {
				t.Errorf("%s: its fix, %s, does not let a WebSocket through", s.shown, cf.Fix)
			}
		}
	}
	if read < 150 {
		t.Errorf("only %d snippets were read", read)
	}
	for _, table := range []map[string]string{unread, refuses} {
		for key := range table {
			if !used[key] {
				t.Errorf("%q is listed and not shown", key)
			}
		}
	}
	for key := range parts {
		found := false
		for _, s := range shown(t) {
			found = found || s.key() == key
		}
		if !found {
			t.Errorf("%q is a part and not shown", key)
		}
	}
}

// passes reports whether the answer of a server that agrees reaches the client through a hop, and bytes after it.
func passes(h *hop.Hop, upgrade string) bool {
	good := handshake.Good()
	if upgrade != "websocket" {
		good.Request = strings.Replace(good.Request, "Upgrade: websocket", "Upgrade: "+upgrade, 1)
		good.Response = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: " + upgrade + "\r\n\r\n"
	}
	request := head.ParseRequest(good.Request)
	steps := hop.Through([]*hop.Hop{h}, &request, hop.DefaultEnv, func(sent string) string {
		if upgrade == "websocket" {
			judged := handshake.ReplyTo(sent, handshake.Policy{})
			return judged.Reply.Raw()
		}
		arrived := head.ParseRequest(sent)
		if f := arrived.Get("Upgrade"); len(f) == 1 && f[0].Value.Text == upgrade && strings.Contains(strings.ToLower(sent), "\r\nconnection: upgrade\r\n") {
			return good.Response
		}
		return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
	})
	back := steps[0].Back
	report := handshake.Inspect(handshake.Exchange{Request: good.Request, Response: back.Raw}, handshake.Policy{})
	return back.Status == 101 && back.Tunnel == "both ways" && report.Client != nil && report.Client.Opens
}

// unmodelled are the places of fixes that are not for a recorded proxy, with the reason.
var unmodelled = map[string]string{
	"Envoy": "not recorded: no package of Debian or npm has it", "Kubernetes": "an Ingress: what it does depends on its controller",
	"IIS": "not recorded: it runs on Windows alone", "AWS ALB": "not recorded: a service", "ASP.NET Core": "a program, not a proxy",
	"CUPS": "a print server, not a proxy", "curl": "a command", "Your own proxy": "a program",
}

// code are the places where a fix is a program or a command, tried in web/e2e/clients or by nothing but its words.
var code = []string{"Go", "Go (coder)", "Node", "Browser", "PHP", "Python", "Java", "Server", "Your own server", "Your own client", "The client", "The device",
	"The address", "Same site", "Routing", "In front of the server", "Health check", "After opening"}

// Each fix with configuration or code is one of a program that the model knows, or says why not.
func TestFixesAreNamed(t *testing.T) {
	for _, l := range lessons.All() {
		for _, f := range l.Fixes {
			ok := f.Code == "" || named[f.Where] != "" || unmodelled[f.Where] != ""
			for _, c := range code {
				ok = ok || c == f.Where
			}
			if !ok {
				t.Errorf("lesson %s: the fix in %q is read by no test", l.Slug, f.Where)
			}
		}
	}
}
