package model

import (
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/hop/programs"
	"upgrade101/handshake/paste"
)

// proxied is the page with the data about proxies.
func proxied(t *testing.T) Model {
	t.Helper()
	m := Transitions[DoThrough](New(), "")
	if !m.WaitsForHops() {
		t.Fatal("an open panel does not wait for its data")
	}
	return m.ReceiveHops(APIAnswer{Status: 200, Body: string(programs.Whole())})
}

func passed(t *testing.T, m Model) Passing {
	t.Helper()
	w, why := m.PassThrough()
	if why != "" {
		t.Fatal(why)
	}
	return w
}

// Default nginx loses the upgrade; its fix forwards it, and reverting the fix loses it again.
func TestLostAndFixed(t *testing.T) {
	m := proxied(t)
	for i, works := range []bool{false, true, false} {
		w := passed(t, m)
		if w.Sent.State == cause.Fails || (w.Arrived.State != cause.Fails) != works || (w.Got.State != cause.Fails) != works {
			t.Errorf("step %d: sent %q, arrived %q, got %q", i, w.Sent.Headline, w.Arrived.Headline, w.Got.Headline)
		}
		if p := w.Passages[0]; (p.Was != nil) != works || (p.Fix != nil) == works {
			t.Errorf("step %d: was %v, fix %v", i, p.Was, p.Fix)
		}
		m = m.FixHop(0)
	}
}

// A chain: the first hop gets the client's head, the next what the first sends, and the answer comes back through both.
func TestChain(t *testing.T) {
	m := proxied(t).SetHop(0, "haproxy/http").AddHop().SetHop(1, "nginx/map")
	w := passed(t, m)
	if len(w.Passages) != 2 || w.Passages[1].Sent != w.Passages[0].Head || w.Got.State == cause.Fails {
		t.Errorf("%d passages, got %q", len(w.Passages), w.Got.Headline)
	}
	if m = m.SetHop(1, "nginx"); passed(t, m).Got.State != cause.Fails || m.Through.Hops[1].Name != "nginx/plain" {
		t.Errorf("via %v", m.Through.Hops)
	}
	if m = m.RemoveHop(1).RemoveHop(0); len(m.Through.Hops) != 1 {
		t.Errorf("the last hop is gone")
	}
	for range MaxHops + 2 {
		m = m.AddHop()
	}
	if len(m.Through.Hops) != MaxHops {
		t.Errorf("%d hops", len(m.Through.Hops))
	}
}

// A hop that never answers, closes, or opens a dead tunnel fails the handshake, whatever the heads are.
func TestSilentHops(t *testing.T) {
	m := proxied(t)
	for name, says := range map[string]string{"vite": "no answer comes", "http-proxy": "no answer comes"} {
		if w := passed(t, m.SetHop(0, name)); w.Got.State != cause.Fails || !strings.Contains(w.Got.Headline, says) {
			t.Errorf("%s: %q", name, w.Got.Headline)
		}
	}
}

// Failures have different words, and a retry waits again.
func TestHopsFail(t *testing.T) {
	for _, c := range []struct {
		a    APIAnswer
		says string
	}{{APIAnswer{}, "offline"}, {APIAnswer{Status: 404, Body: "{}"}, "404"}, {APIAnswer{Status: 200, Body: "<html>"}, "damaged"}} {
		m := Transitions[DoThrough](New(), "").ReceiveHops(c.a)
		if m.WaitsForHops() || !strings.Contains(m.Through.Failed, c.says) {
			t.Errorf("%+v: %q", c.a, m.Through.Failed)
		}
		if !Transitions[DoThroughRetry](m, "").WaitsForHops() {
			t.Error("a retry does not wait")
		}
	}
}

// With the data, the causes name the proxy whose head the request is, as the API does.
func TestSenderIsNamed(t *testing.T) {
	m := proxied(t).Edit("GET /chat HTTP/1.0\nHost: 127.0.0.1:8080\nConnection: close\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\n\n")
	named := func(m Model) bool {
		return len(m.Judged.Causes) > 0 && strings.Contains(m.Judged.Causes[0].Because, "nginx 1.22.1 (proxy_pass and nothing else) sends just such a head")
	}
	if named(m) {
		t.Error("a keystroke waits for the fingerprint")
	}
	if m = m.Look(); !named(m) || !named(m.judge()) {
		t.Errorf("causes %+v", m.Judged.Causes)
	}
	if named(m.Edit(Sample)) {
		t.Error("another request is said to come from it")
	}
}

// A link has the chain; one with hops that no longer exist still opens.
func TestChainInLink(t *testing.T) {
	state, _ := proxied(t).SetHop(0, "haproxy/http").AddHop().Shared()
	fragment, err := state.Fragment()
	if err != nil {
		t.Fatal(err)
	}
	m := New().Go(fragment)
	if !m.WaitsForHops() {
		t.Error("the panel is not open")
	}
	m = m.ReceiveHops(APIAnswer{Status: 200, Body: string(programs.Whole())})
	if len(m.Through.Hops) != 2 || m.Through.Hops[0].Name != "haproxy/http" || m.Through.Hops[1].Name != "nginx/plain" {
		t.Errorf("via %v", m.Through.Hops)
	}
	state.Via = []string{"gone/gone"}
	if fragment, err = state.Fragment(); err != nil {
		t.Fatal(err)
	}
	if m = m.Go(fragment); len(m.Through.Hops) != 1 || m.Through.Hops[0].Name != "nginx/plain" {
		t.Errorf("via %v", m.Through.Hops)
	}
}

// A configuration that is pasted into the panel becomes the first hop; what it does is what its text says, and fixing it
// changes the text.
func TestPastedConfiguration(t *testing.T) {
	const (
		wrapped = "server {\n    listen 443 ssl;\n    location /ws/ {\n        proxy_pass http://app:3000;\n        proxy_set_header Host $host;\n        proxy_read_timeout 5m;\n    }\n}\n"
		apache  = "<VirtualHost *:80>\n  ProxyPass /live http://10.0.0.7:9000/live\n</VirtualHost>\n"
	)
	for _, c := range []struct {
		name, text  string
		words       []string // in what it was read as
		arrived     bool     // an upgrade reaches the backend as one
		fixed       []string // in the fixed text
		takes, left int      // statements
	}{
		{"plain", "location / {\n  proxy_pass http://127.0.0.1:9000;\n}", []string{"This is the configuration of nginx", "was tested like this"}, false, []string{"proxy_pass http://127.0.0.1:9000;", "\n  proxy_set_header Upgrade $http_upgrade;"}, 1, 0},
		{"wrapped", wrapped, []string{"This is the configuration of nginx.", "follows from its statements"}, false, []string{"\n        proxy_http_version 1.1;\n", "proxy_pass http://app:3000;", "proxy_set_header Host $host;\n", "Connection \"upgrade\";"}, 3, 0},
		{"passes", "location / {\n proxy_pass http://a;\n proxy_http_version 1.1;\n proxy_set_header Upgrade $http_upgrade;\n proxy_set_header Connection upgrade;\n gzip on;\n}", []string{"This is the configuration of nginx"}, true, nil, 4, 1},
		{"Apache", apache, []string{"This is the configuration of Apache httpd"}, false, []string{"ProxyPass /live http://10.0.0.7:9000/live upgrade=websocket"}, 1, 0},
	} {
		m := proxied(t).SetConfig(c.text)
		for _, words := range c.words {
			if !strings.Contains(m.Through.Words, words) {
				t.Errorf("%s: %q, not %q", c.name, m.Through.Words, words)
			}
		}
		if len(m.Through.Read.Took) != c.takes || len(m.Through.Read.Left) != c.left {
			t.Errorf("%s: took %+v, left %+v", c.name, m.Through.Read.Took, m.Through.Read.Left)
		}
		w := passed(t, m)
		if (w.Arrived.State != cause.Fails) != c.arrived || (w.Passages[0].Fix == nil) != c.arrived {
			t.Errorf("%s: arrived %q, fix %v", c.name, w.Arrived.Headline, w.Passages[0].Fix)
		}
		if c.arrived {
			continue
		}
		fixed := m.FixHop(0)
		if w = passed(t, fixed); w.Got.State == cause.Fails || w.Passages[0].Was == nil || w.Passages[0].Was.Snippet != c.text {
			t.Errorf("%s: fixed, %q", c.name, w.Got.Headline)
		}
		for _, text := range c.fixed {
			if !strings.Contains(fixed.Through.Pasted, text) {
				t.Errorf("%s: fixed, without %q:\n%s", c.name, text, fixed.Through.Pasted)
			}
		}
		if back := fixed.FixHop(0); back.Through.Pasted != c.text || passed(t, back).Arrived.State != cause.Fails {
			t.Errorf("%s: taken back, %q", c.name, back.Through.Pasted)
		}
		if closed := Transitions[DoThrough](Transitions[DoThrough](m, ""), ""); closed.Form()["configuration"] != c.text {
			t.Errorf("%s: a closed panel loses it", c.name)
		}
	}
}

// A text that is not a configuration gets a message, and a reading lists its statements.
func TestPastedNonsense(t *testing.T) {
	for text, words := range map[string]string{
		"hello\nworld": "No statement of a proxy that is known here is in 2 lines.",
		Sample:         "This is a head, and belongs in the editor.",
		"upgrade_configs:\n- upgrade_type: websocket\n": "a configuration of Envoy",
	} {
		m := proxied(t).SetConfig(text)
		if !strings.Contains(m.Through.Words, words) || !strings.Contains(m.Through.Words, "nginx, ") {
			t.Errorf("%q: %q", text, m.Through.Words)
		}
		if w := passed(t, m); w.Passages[0].Configuration.ID != "plain" {
			t.Errorf("%q becomes a hop", text)
		}
	}
	// A text that temporarily cannot be read keeps its place in the chain.
	m := proxied(t).AddHop().SetConfig("location / { proxy_pass http://a; }").SetHop(0, "haproxy/http").SetHop(1, OwnHop)
	m = m.SetConfig("nonsense").SetConfig("ProxyPass / http://a:1/")
	if w := passed(t, m); w.Passages[1].Program.ID != "apache" || w.Passages[0].Program.ID != "haproxy" {
		t.Errorf("%s is the second hop", w.Passages[1].Program.ID)
	}
}

// Of several routes the one of the request's path is read, or of none in particular, where the sample is in the editor, the one that is
// about upgrades; without the pasted hop in the chain, the panel says how to choose it. The time of the text ends the tunnel.
func TestRoutes(t *testing.T) {
	const config = "location / {\n  proxy_pass http://a;\n}\nlocation /ws/ {\n  proxy_pass http://b;\n  proxy_http_version 1.1;\n" +
		"  proxy_set_header Upgrade $http_upgrade;\n  proxy_set_header Connection \"upgrade\";\n  proxy_read_timeout 1h;\n}\n"
	m := proxied(t).SetConfig(config)
	if w := passed(t, m); w.Arrived.State == cause.Fails || w.Passages[0].Configuration.Hop.IdleSeconds() != 3600 || !strings.Contains(m.Through.Words, "location /ws/ {") {
		t.Errorf("%q, idle %q", m.Through.Words, w.Passages[0].Configuration.Hop.Idle)
	}
	m = m.Edit(strings.Replace(Sample, "/chat", "/other", 1)).Look()
	if w := passed(t, m); w.Arrived.State != cause.Fails || !strings.Contains(m.Through.Words, "“location / {”") {
		t.Errorf("%q", m.Through.Words)
	}
	m = m.AddHop().RemoveHop(0)
	if !strings.Contains(m.Through.Words, "choose “As pasted”") || strings.Contains(m.Through.Words, "choose above") {
		t.Errorf("%q", m.Through.Words)
	}
	if m = m.Edit(strings.Replace(Sample, "/chat", "/ws/a", 1)).Look(); m.Through.Hops[0].Own || m.Through.Used() || strings.Contains(m.Through.Words, "location /ws/ {") {
		t.Errorf("%q", m.Through.Words)
	}
}

// In a chain, the first hop that takes something of the upgrade away is named.
func TestLostInChain(t *testing.T) {
	m := proxied(t).SetHop(0, "haproxy/http").AddHop().SetHop(1, "nginx/plain").AddHop().SetHop(2, "caddy")
	if w := passed(t, m); w.Lost != "Proxy 2, nginx 1.22.1, does not pass on HTTP/1.1, upgrade, “connection: Upgrade”." {
		t.Errorf("%q", w.Lost)
	}
	if w := passed(t, m.SetHop(1, "nginx/map")); w.Lost != "" {
		t.Errorf("%q", w.Lost)
	}
}

// For a text that cannot be changed automatically, the panel shows what to change.
func TestFixedByHand(t *testing.T) {
	m := proxied(t).SetConfig("import httpProxy from \"http-proxy\"\nconst proxy = httpProxy.createProxyServer({ target: \"http://a:1\" })\nhttp.createServer((req, res) => proxy.web(req, res)).listen(80)")
	p := passed(t, m).Passages[0]
	if p.Fix == nil || p.Like == nil || p.Like.Snippet == p.Fix.Snippet || strings.Contains(p.Like.Snippet, "http://a:1") {
		t.Errorf("%+v", p)
	}
	if p = passed(t, m.SetConfig("to be or not to be")).Passages[0]; p.Like != nil {
		t.Errorf("%+v", p)
	}
	if p = passed(t, m.SetConfig("location / {\n  proxy_pass http://a;\n}\n")).Passages[0]; p.Fix == nil || p.Like != nil {
		t.Errorf("%+v", p)
	}
}

// A configuration in the editor says what it does, as API and command line have it, and is the hop of the panel; the sample
// passes it where there is no request.
func TestConfigurationInEditor(t *testing.T) {
	const config = "location / {\n  proxy_pass http://127.0.0.1:9000;\n}\n"
	m := New().Edit(config)
	if !m.WaitsForHops() {
		t.Fatal("the data is not waited for")
	}
	m = m.ReceiveHops(APIAnswer{Status: 200, Body: string(programs.Whole())})
	p := paste.Read(config)
	if want := cause.ConfigSays(programs.Catalog(), config, &p); len(m.Judged.Outcome.Next) == 0 || m.Judged.Outcome.Next[0] != want || want == "" {
		t.Errorf("%q, not %q", m.Judged.Outcome.Next, want)
	}
	if w := passed(t, m); !w.Sampled || w.Sent.State == cause.Fails || w.Arrived.State != cause.Fails || w.Passages[0].Configuration.Title != "as pasted, version assumed" {
		t.Errorf("%+v", w.Passages)
	}
}

// Both buttons fix the text in the editor, so that the headline, a link and the panel agree; what stands around the configuration stays,
// and undo brings all of it back. One in the panel's own field is fixed there.
func TestConfigurationIsFixedInTheEditor(t *testing.T) {
	const config = "location / {\n  proxy_pass http://127.0.0.1:9000;\n}\n"
	const other = "location /other {\n  proxy_pass http://127.0.0.1:9001;\n}\n"
	for name, c := range map[string]struct {
		text, response, pasted string
		top                    bool // there is a button above the panel
	}{
		"alone":              {text: config, top: true},
		"among words":        {text: "My config:\n\n" + config + "\nWhy?\n", top: true},
		"without a last LF":  {text: strings.TrimSuffix(config, "\n"), top: true},
		"below an exchange":  {text: Sample + "\n" + config},
		"with another below": {text: config, pasted: other, top: true},
	} {
		m := proxied(t).Edit(c.text).Look()
		if c.pasted != "" {
			m = m.SetConfig(c.pasted)
		}
		fixed := map[string]Model{"panel": m.FixHop(0)}
		if c.top {
			fixed["top"] = m.FixConfiguration()
		} else if same := m.FixConfiguration(); same.Text != m.Text {
			t.Errorf("%s: the text is changed to %q", name, same.Text)
		}
		for where, f := range fixed {
			if c.pasted != "" && where == "panel" {
				if f.Text != c.text || !strings.Contains(f.Through.Pasted, "$http_upgrade") {
					t.Errorf("%s, %s: %q, %q", name, where, f.Text, f.Through.Pasted)
				}
				continue
			}
			before, after, _ := strings.Cut(c.text, "  proxy_pass http://127.0.0.1:9000;\n")
			if !strings.HasPrefix(f.Text, before) || !strings.HasSuffix(f.Text, after) || strings.Count(f.Text, "$http_upgrade") != 1 || f.Through.Pasted != c.pasted {
				t.Errorf("%s, %s: %q, %q", name, where, f.Text, f.Through.Pasted)
			}
			if c.top && f.Judged.State != cause.Works {
				t.Errorf("%s, %s: %q", name, where, f.Headline())
			}
			if w := passed(t, f); c.pasted == "" && (w.Got.State == cause.Fails || (w.Passages[0].Was != nil) != (where == "panel")) {
				t.Errorf("%s, %s: %q, was %v", name, where, w.Got.Headline, w.Passages[0].Was)
			}
			if back := f.Undo().Look(); back.Text != c.text || c.pasted == "" && passed(t, back).Arrived.State != cause.Fails {
				t.Errorf("%s, %s: undo leads to %q", name, where, back.Text)
			}
			if back := f.FixHop(0); where == "panel" && (back.Text != c.text || passed(t, back).Arrived.State != cause.Fails || back.Through.Pasted != "") {
				t.Errorf("%s: taken back, %q", name, back.Text)
			}
		}
	}
}

// The sample that passes a configuration of one's own asks for the path that this is about.
func TestTheSampleAsksForThePath(t *testing.T) {
	for config, want := range map[string]string{
		"location /ws {\n  proxy_pass http://127.0.0.1:9000;\n}\n": "GET /ws HTTP/1.1",
		"location / {\n  proxy_pass http://127.0.0.1:9000;\n}\n":   "GET /chat HTTP/1.1",
	} {
		m := proxied(t).Edit(config).Look()
		if w := passed(t, m); !w.Sampled || !strings.HasPrefix(w.Passages[0].Sent, want+"\r\n") {
			t.Errorf("%q: %q", config, w.Passages[0].Sent)
		}
		if m = m.Edit(Sample).Look(); !strings.HasPrefix(passed(t, m).Passages[0].Sent, "GET /chat ") {
			t.Errorf("%q: a request in the editor is changed", config)
		}
	}
}

// A configuration that loses the upgrade is named so first, with the lines to add and the one that they follow.
func TestConfigurationThatLoses(t *testing.T) {
	const (
		lost    = "This nginx configuration does not pass WebSockets on"
		passes  = "This nginx configuration passes WebSockets on"
		upgrade = "proxy_set_header Upgrade $http_upgrade;"
	)
	for text, want := range map[string]struct {
		headline string
		after    string // the line after which Upgrade is passed on; "" where the whole changes, or nothing
	}{
		"server {\n    location /live {\n        proxy_pass http://app:3000;\n    }\n}\n":                                                                                            {lost, "proxy_pass http://app:3000;"},
		"My config:\n\nlocation / {\n    proxy_pass http://app:3000;\n    proxy_set_header Host $host;\n}\n":                                                                         {lost, "proxy_pass http://app:3000;"},
		"location / {\n    proxy_pass http://app:3000;\n    proxy_set_header Connection \"\";\n}\n":                                                                                  {lost, ""},
		"location / {\n    proxy_pass http://app:3000;\n    proxy_http_version 1.1;\n    proxy_set_header Upgrade $http_upgrade;\n    proxy_set_header Connection \"upgrade\";\n}\n": {passes, ""},
	} {
		m := New()
		m.Through.Catalog = programs.Catalog()
		m = m.Edit(text).Look()
		fix, ok := m.ConfigurationFix()
		if m.Headline() != want.headline || ok != (want.headline == lost) {
			t.Errorf("%s\n%q, fix %t", text, m.Headline(), ok)
			continue
		}
		after := ""
		for _, a := range fix.Adds {
			if strings.Contains(a.Lines, upgrade) {
				after = a.Line
			}
			if line := strings.Split("\n"+text, "\n")[a.After]; strings.TrimSpace(line) != a.Line {
				t.Errorf("%s\nline %d is not %q", text, a.After, a.Line)
			}
		}
		if after != want.after {
			t.Errorf("%s\nUpgrade is added after %q, not %q: %+v", text, after, want.after, fix.Pairs)
		}
		if fixed := m.Edit(fix.Text).Look(); ok && (!strings.Contains(fix.Text, upgrade) || fixed.Judged.State != cause.Works || fixed.Headline() != passes) {
			t.Errorf("%s\nwith its fix %q: %s", text, fixed.Headline(), fix.Text)
		}
	}
}

// The fix of a pasted location is the one that findings and causes give for nginx, and adds nothing else; a field that it sets already is
// set once. The lesson on it comes first.
func TestOneFix(t *testing.T) {
	for name, config := range map[string]string{
		"alone":     "location /ws {\n    proxy_pass http://app:3000;\n}\n",
		"in server": "server {\n    listen 80;\n    location /ws {\n        proxy_pass http://app:3000;\n    }\n}\n",
		"with Host": "location /ws {\n    proxy_pass http://app:3000;\n    proxy_set_header Host $host;\n}\n",
	} {
		m := New()
		m.Through.Catalog = programs.Catalog()
		m = m.Edit(config).Look()
		fix, _ := m.ConfigurationFix()
		want := strings.Split(handshake.NginxDirectives, "\n")
		if name == "with Host" {
			want = want[:len(want)-1]
		}
		var added []string
		for _, a := range fix.Adds {
			if a.Line == "" {
				t.Errorf("%s: %q is added outside all blocks", name, a.Lines)
			}
			for line := range strings.SplitSeq(a.Lines, "\n") {
				added = append(added, strings.TrimSpace(line))
			}
		}
		if !slices.Equal(added, want) {
			t.Errorf("%s: %q is added, expected %q", name, added, want)
		}
		if related := m.RelatedLessons(); len(related) == 0 || related[0].Slug != "nginx-strips-upgrade" {
			t.Errorf("%s: %+v", name, related)
		}
	}
}

// The version in a response or in the text of the configuration chooses the recorded version whose range has it, and the answer names
// the program as the response did.
func TestSeenVersion(t *testing.T) {
	const config = "location / {\n  proxy_pass http://a;\n}\n"
	seen := func(server string) string {
		return strings.ReplaceAll(Sample, "\n", "\r\n") + "HTTP/1.1 400 Bad Request\r\nServer: " + server + "\r\nContent-Length: 0\r\n\r\n"
	}
	for _, c := range []struct{ text, config, want, server string }{
		{seen("nginx/1.24.0"), config, "nginx", "nginx/1.24.0"},
		{seen("nginx/1.24.0 (Ubuntu)"), config, "nginx", "nginx/1.24.0 (Ubuntu)"},
		{seen("nginx/1.30.1"), config, "nginx-1.31", "nginx/1.30.1"},
		{seen("nginx/1.29.6"), config, "nginx", "nginx/1.29.6"},
		{seen("Apache/2.4.57"), "# nginx/1.18.0\n" + config, "nginx", "nginx/1.22.1"},
		{seen("nginx"), "# nginx version: nginx/1.18.0\n" + config, "nginx", "nginx/1.22.1"},
		{Sample, "# proxied to 10.0.0.1, not nginx 10.0.0.2\n" + config, "nginx-1.31", "nginx/1.31.4"},
	} {
		m := proxied(t).Edit(c.text).Look().SetConfig(c.config)
		w := passed(t, m)
		p := &w.Passages[0]
		if p.Program.ID != c.want || !strings.Contains(p.Back.Raw, "\r\nServer: "+c.server+"\r\n") {
			t.Errorf("%q with %q: %s, expected %s\n%s", c.text, c.config, p.Program.ID, c.want, p.Back.Raw)
		}
		if again := proxied(t).SetConfig(c.config).Edit(c.text).Look(); again.Through.Read.Matches[0].Program.ID != c.want {
			t.Errorf("%q, pasted after %q: %s, expected %s", c.text, c.config, again.Through.Read.Matches[0].Program.ID, c.want)
		}
	}
}

// While it is not known what a configuration does, nothing is said about it; the advice to collect more comes once it is, or cannot be.
func TestAConfigurationIsReadBeforeItIsJudged(t *testing.T) {
	const config = "location /ws {\n    proxy_pass http://app:3000;\n}\n"
	reads := func(when string, m Model, want bool) {
		t.Helper()
		if got := m.ReadsConfiguration(); got != want || want && (m.Headline() != "Reading the configuration …" || m.Shown().State != 0 || m.Shown().Outcome.Next != nil) {
			t.Errorf("%s: reads %t, %q", when, got, m.Headline())
		}
	}
	m := New().Edit(config)
	reads("while the data is fetched", m, true)
	reads("once it failed", m.ReceiveHops(APIAnswer{}), false)
	m.Through.Catalog = programs.Catalog()
	reads("until typing pauses", m, true)
	m = m.Look()
	reads("judged", m, false)
	reads("edited", m.Edit(config+"# one more\n"), true)
	for _, other := range []string{Sample, "zzqq", "", config + "\n" + Sample} {
		reads(other, New().Edit(other), false)
	}
}
