package hop_test

import (
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/hoptest"
)

// TestReadSnippets reads the snippet of each configuration and expects exactly the recorded configurations that have it.
func TestReadSnippets(t *testing.T) {
	c := catalog(t)
	same := map[string][]string{} // name of the program and snippet: who has it
	for i := range c.Programs {
		for j := range c.Programs[i].Configurations {
			p, cf := &c.Programs[i], &c.Programs[i].Configurations[j]
			same[p.Name+"\x00"+cf.Snippet] = append(same[p.Name+"\x00"+cf.Snippet], p.ID+"/"+cf.ID)
		}
	}
	for i := range c.Programs {
		for j := range c.Programs[i].Configurations {
			p, cf := &c.Programs[i], &c.Programs[i].Configurations[j]
			if p.Syntax == "" {
				continue
			}
			r := c.Read(cf.Snippet, "")
			var got []string
			for _, m := range r.Matches {
				got = append(got, m.Program.ID+"/"+m.Configuration.ID)
			}
			want := same[p.Name+"\x00"+cf.Snippet]
			slices.Sort(got)
			slices.Sort(want)
			if r.Name != p.Name || !r.Exact || !slices.Equal(got, want) {
				t.Errorf("%s/%s is read as %q, exact %v: %v, want %v", p.ID, cf.ID, r.Name, r.Exact, got, want)
			}
		}
	}
}

// TestCompose: for programs whose statements are modelled, the composed hop equals the recorded one.
func TestCompose(t *testing.T) {
	c, r := catalog(t), load(t)
	for _, id := range []string{"nginx", "nginx-1.31"} {
		p := c.Program(id)
		for i := range p.Configurations {
			cf := &p.Configurations[i]
			if slices.Contains([]string{"stream", "uri", "map-keepalive", "upstream-name"}, cf.ID) {
				continue // need more than statements: TCP, a path, the name of a block
			}
			// A statement more makes the text no recorded configuration.
			composed := c.Read(strings.Replace(cf.Snippet, "proxy_pass http://127.0.0.1:PORT;", "proxy_pass http://127.0.0.1:PORT;\n  proxy_set_header X-None \"\";", 1), p.Version)
			if composed.Hop == nil || composed.Exact {
				t.Errorf("%s/%s: %+v", id, cf.ID, composed)
				continue
			}
			for _, name := range []string{"a", "e", "k"} {
				got := composed.Hop.Forward(parsed(r.Requests[name]), recorded).Head
				if want := cf.Hop.Forward(parsed(r.Requests[name]), recorded).Head; got != want {
					t.Errorf("%s/%s [%s]: %s", id, cf.ID, name, hoptest.Contrast(got, want))
				}
			}
		}
	}
}

// TestReadRoutes: of several routes one is read: the one of the request's path, or else one that is about upgrades. What is for other
// requests is left out, and says so. The times in the text set when silence ends a tunnel.
func TestReadRoutes(t *testing.T) {
	nginx := "server {\n  location / {\n    proxy_pass http://a;\n  }\n  location /ws/ {\n    proxy_pass http://b;\n    proxy_http_version 1.1;\n" +
		"    proxy_set_header Upgrade $http_upgrade;\n    proxy_set_header Connection $connection_upgrade;\n    proxy_read_timeout 1h30m;\n  }\n}"
	c := catalog(t)
	for _, test := range []struct{ name, target, text, route, idle, lost string }{
		{"nginx", "", nginx, "location /ws/ {", "5400 proxy_read_timeout", "Host"},
		{"nginx, the path", "/ws/a", nginx, "location /ws/ {", "5400 proxy_read_timeout", "Host"},
		{"nginx, another path", "/chat", nginx, "location / {", "60 proxy_read_timeout", "Upgrade Connection Host"},
		{"nginx, on one line", "", "location / { proxy_pass http://a; }\nlocation /w { proxy_pass http://b; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; }",
			"location /w { proxy_pass http://b; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; }", "60 proxy_read_timeout", "Host"},
		{"nginx, an outer level", "/b", "proxy_set_header Upgrade $http_upgrade;\nproxy_set_header Connection upgrade;\nlocation /a {\n  proxy_pass http://a;\n  proxy_set_header X-A b;\n}\nlocation /b {\n  proxy_pass http://b;\n}",
			"location /b {", "60 proxy_read_timeout", "Host"},
		{"nginx, cancelled within", "/a", "proxy_set_header Upgrade $http_upgrade;\nproxy_set_header Connection upgrade;\nlocation /a {\n  proxy_pass http://a;\n  proxy_set_header X-A b;\n}\nlocation /b {\n  proxy_pass http://b;\n}",
			"location /a {", "60 proxy_read_timeout", "Upgrade Connection Host"},
		{"Apache", "", "ProxyPass /ws http://a:1/ws upgrade=websocket timeout=600\nProxyPass /app http://a:2/app\nProxyPass / http://a:3/\nProxyTimeout 90", "ProxyPass /ws http://a:1/ws upgrade=websocket timeout=600", "600 ProxyPass timeout", "Host"},
		{"Apache, Location", "", "<VirtualHost *:80>\n<Location /ws>\n  ProxyPass http://a:1/ws upgrade=websocket\n</Location>\n<Location \"/app\">\n  ProxyPass http://a:2/app timeout=9\n</Location>\n</VirtualHost>", "<Location /ws>", "60 ProxyTimeout", "Host"},
		{"Apache, another Location", "/app/x", "<Location /ws>\n  ProxyPass http://a:1/ws upgrade=websocket\n</Location>\n<Location \"/app\">\n  ProxyPass http://a:2/app timeout=9\n</Location>", "<Location \"/app\">", "9 ProxyPass timeout", "Upgrade Connection Host"},
		{"Apache, one route", "", "<VirtualHost *:80>\nProxyPass / http://a:1/ retry=0\nTimeout 20\n</VirtualHost>", "", "20 Timeout", "Upgrade Connection Host"},
		{"HAProxy", "", "defaults\n  mode http\n  timeout client 50s\n  timeout tunnel 1h\nfrontend f\n  default_backend b\nbackend b\n  server s a:1", "", "3600 timeout tunnel", ""},
		{"HAProxy, milliseconds", "", "defaults\n  mode http\n  timeout client 50000\nfrontend f\n  default_backend b\nbackend b\n  server s a:1", "", "50 timeout client", ""},
		{"HAProxy, the default backend", "", "defaults\n  mode http\nfrontend f\n  acl ws path_beg /ws\n  use_backend sockets if ws\n  default_backend pages\nbackend pages\n  http-request set-header X-A Upgrade\n  server s a:1\nbackend sockets\n  server s a:2", "backend pages", "30 timeout client", ""},
		{"HAProxy, a path", "/ws/a", "defaults\n  mode http\nfrontend f\n  acl ws path_beg /ws\n  use_backend sockets if ws\n  default_backend pages\nbackend pages\n  http-request del-header Upgrade\n  server s a:1\nbackend sockets\n  server s a:2", "backend sockets", "30 timeout client", ""},
		{"HAProxy, another path", "/a", "defaults\n  mode http\nfrontend f\n  acl ws path_beg /ws\n  use_backend sockets if ws\n  default_backend pages\nbackend pages\n  http-request del-header Upgrade\n  server s a:1\nbackend sockets\n  server s a:2", "backend pages", "30 timeout client", "Upgrade"},
		{"HAProxy, upgrades", "/a", "defaults\n  mode http\nfrontend f\n  use_backend sockets if { hdr(Upgrade) -i websocket }\n  default_backend pages\nbackend pages\n  http-request del-header Upgrade\n  server s a:1\nbackend sockets\n  server s a:2", "backend sockets", "30 timeout client", ""},
		{"Caddy", "", "a.example {\n  reverse_proxy @ws a:1 {\n    header_up -Upgrade\n  }\n  reverse_proxy b:2\n}", "reverse_proxy @ws a:1 {", "", "Upgrade"},
		{"Vite", "", "export default { server: { proxy: {\n'/api': 'http://a:1',\n'/ws': { target: 'http://a:2', ws: true },\n} } }", "'/ws': { target: 'http://a:2', ws: true },", "", ""},
		{"Vite, another path", "/api/x", "export default { server: { proxy: {\n'/api': 'http://a:1',\n'/ws': { target: 'http://a:2', ws: true },\n} } }", "'/api': 'http://a:1',", "", "everything"},
		{"webpack", "", "module.exports = { devServer: { allowedHosts: \"all\", proxy: [\n{ context: ['/a'], target: 'http://a:1' },\n{ context: ['/b'], target: 'http://a:2', ws: true },\n] } }",
			"{ context: ['/b'], target: 'http://a:2', ws: true },", "", ""},
		{"Squid", "", "http_port 80 accel\ncache_peer a parent 1 0 originserver\nread_timeout 5 minutes", "", "300 read_timeout", "Upgrade Connection"},
	} {
		r := c.ReadFor(test.text, "", test.target)
		if r.Hop == nil {
			t.Errorf("%s: not read", test.name)
			continue
		}
		var lost []string
		for _, l := range r.Hop.Losses() {
			if l != hop.LostAnswer {
				lost = append(lost, l)
			}
		}
		if got := strings.Join(lost, " "); r.Route != test.route || r.Hop.Idle != test.idle || got != test.lost {
			t.Errorf("%s: route %q, idle %q, loses %q", test.name, r.Route, r.Hop.Idle, got)
		}
		others := slices.ContainsFunc(r.Left, func(l hop.Line) bool { return strings.Contains(l.Means, "for other requests than") })
		if others != (test.route != "") {
			t.Errorf("%s: what is for other requests is left out: %v", test.name, others)
		}
	}
}

// TestAsConfigured: what names no pattern is the path to ask for, and a listener with TLS makes the scheme https.
func TestAsConfigured(t *testing.T) {
	const way = "    proxy_pass http://a;\n    proxy_set_header X-Forwarded-Proto $scheme;\n    proxy_set_header X-A b;\n"
	for _, test := range []struct{ name, listen, location, path, scheme string }{
		{"plain", "80", "/ws", "/ws", "http"},
		{"TLS", "443 ssl", "/socket.io/", "/socket.io/", "https"},
		{"TLS, more words and listeners", "443 ssl http2;\n  listen [::]:443 ssl", "= /ws", "/ws", "https"},
		{"both", "80;\n  listen 443 ssl", "/", "", "https"},
		{"a pattern", "127.0.0.1:80", "~ ^/ws/(a|b)", "", "http"},
	} {
		r := catalog(t).Read("server {\n  listen "+test.listen+";\n  location "+test.location+" {\n"+way+"  }\n}\n", "1.22.1")
		if r.Hop == nil {
			t.Errorf("%s: not read", test.name)
			continue
		}
		sent := parsed(r.Hop.Forward(parsed("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), hop.DefaultEnv).Head).Get("X-Forwarded-Proto")
		if len(sent) != 1 || sent[0].Value.Text != test.scheme || r.Path != test.path {
			t.Errorf("%s: %d lines, scheme %+v, path %q", test.name, len(sent), sent, r.Path)
		}
	}
}

// TestTwice: of several statements about one field in the same block nginx sends a line for each that has a value, as nginx 1.22.1 was
// seen to; the second is named, and a second Host, which servers refuse, is counted as a loss that the fix takes out.
func TestTwice(t *testing.T) {
	const upgrade = "  proxy_http_version 1.1;\n  proxy_set_header Upgrade $http_upgrade;\n  proxy_set_header Connection \"upgrade\";\n"
	c := catalog(t)
	for _, test := range []struct {
		name, lines string
		field, sent string
		twice       int // the line that is said to be the second; 0 for none
		fixed       string
	}{
		{"Host", upgrade + "  proxy_set_header Host $host;\n  proxy_set_header Host $http_host;\n", "Host", "chat.example.com, chat.example.com:80", 7, upgrade + "  proxy_set_header Host $host;\n"},
		{"Host, other letters", upgrade + "  proxy_set_header Host $host;\n  proxy_set_header host $http_host;\n", "Host", "chat.example.com, chat.example.com:80", 7, upgrade + "  proxy_set_header Host $host;\n"},
		{"Host, nothing passed on", "  proxy_set_header Host $host;\n  proxy_set_header Host $http_host;\n", "Host", "chat.example.com, chat.example.com:80", 4,
			"  proxy_http_version 1.1;\n  proxy_set_header Upgrade $http_upgrade;\n  proxy_set_header Connection \"upgrade\";\n  proxy_set_header Host $host;\n"},
		{"Host once", upgrade + "  proxy_set_header Host $host;\n  proxy_set_header X-A b;\n", "Host", "chat.example.com", 0, ""},
		{"an empty one before", upgrade + "  proxy_set_header X-A \"\";\n  proxy_set_header X-A b;\n", "X-A", "b", 0, ""},
		{"an empty one after", upgrade + "  proxy_set_header X-A b;\n  proxy_set_header X-A \"\";\n", "X-A", "b", 0, ""},
		{"Connection", "  proxy_set_header Connection close;\n" + upgrade, "Connection", "close, upgrade", 6, ""},
		{"another location", "  proxy_set_header Host $host;\n" + upgrade + "}\nlocation /b {\n  proxy_pass http://b;\n  proxy_set_header Host $http_host;\n", "Host", "chat.example.com", 0, ""},
	} {
		r := c.Read("location / {\n  proxy_pass http://127.0.0.1:PORT;\n"+test.lines+"}", "1.22.1")
		if r.Hop == nil {
			t.Errorf("%s: not read", test.name)
			continue
		}
		head := r.Hop.Forward(parsed("GET / HTTP/1.1\r\nHost: chat.example.com:80\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"), hop.DefaultEnv).Head
		var sent []string
		for _, f := range parsed(head).Get(test.field) {
			sent = append(sent, f.Value.Text)
		}
		if got := strings.Join(sent, ", "); got != test.sent {
			t.Errorf("%s: %s is %q, expected %q", test.name, test.field, got, test.sent)
		}
		second := 0
		for _, l := range r.Took {
			if strings.Contains(l.Means, "it is sent twice") {
				second = l.Number
			}
		}
		if lost := slices.Contains(r.Hop.Lost, hop.TwoHosts); second != test.twice || lost != (test.field == "Host" && test.twice != 0) {
			t.Errorf("%s: line %d is the second, lost %q", test.name, second, r.Hop.Lost)
		}
		if fix := c.Program("nginx").Configuration("hardcoded-host"); test.fixed != "" {
			_, plain := c.Find("nginx/plain")
			if got, want := c.Fixed(&r, &hop.Match{Program: c.Program("nginx"), Configuration: plain}, fix), "location / {\n  proxy_pass http://127.0.0.1:PORT;\n"+test.fixed+"}"; got != want {
				t.Errorf("%s: fixed:\n%s\nexpected:\n%s", test.name, got, want)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	c := catalog(f)
	for i := range c.Programs {
		for j := range c.Programs[i].Configurations {
			f.Add(c.Programs[i].Configurations[j].Snippet)
		}
	}
	f.Add("location / { proxy_pass http://a; } } } {{{ \"")
	f.Fuzz(func(t *testing.T, text string) {
		r := c.ReadFor(text, "1.0", "/ws/a")
		lines := strings.Count(text, "\n") + 1
		for _, l := range append(slices.Clone(r.Took), r.Left...) {
			if l.Number < 1 || l.Number > lines {
				t.Errorf("line %d of %d", l.Number, lines)
			}
		}
		if (r.Name == "") != (r.Hop == nil) {
			t.Errorf("%q has hop %v", r.Name, r.Hop)
		}
		if r.Hop != nil {
			r.Hop.Forward(parsed("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), hop.DefaultEnv)
			for i := range r.Matches {
				if fix := r.Matches[i].Program.Configuration(r.Matches[i].Configuration.Fix); fix != nil {
					c.Fixed(&r, &r.Matches[i], fix)
				}
			}
		}
	})
}
