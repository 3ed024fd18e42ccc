package hop_test

import (
	"strings"
	"testing"

	"upgrade101/handshake/head"
	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/hoptest"
)

// opens reports whether request a opens a tunnel through a hop to a conforming backend.
func opens(h *hop.Hop, request string) bool {
	p := h.Forward(parsed(request), hop.DefaultEnv)
	back := h.Return(p, hoptest.Backend("a", "conforming", p.Head))
	return back.Status == 101 && back.Tunnel == "both ways"
}

// patched applies a difference.
func patched(diff []head.DiffLine) string {
	var lines []string
	for _, l := range diff {
		if l.Op != '-' {
			lines = append(lines, l.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// TestFixes: each configuration that loses the upgrade has a fix. The fixed snippet is read and run, and request a opens.
// Those without a known fix are listed here.
func TestFixes(t *testing.T) {
	none := map[string]bool{"tinyproxy/reverse": true, "tinyproxy/reverse-no-via": true, "express-http-proxy/default": true}
	c, request := catalog(t), load(t).Requests["a"]
	for i := range c.Programs {
		p := &c.Programs[i]
		for j := range p.Configurations {
			cf := &p.Configurations[j]
			name := p.ID + "/" + cf.ID
			diff := p.FixDiff(cf)
			if through := opens(&cf.Hop, request); through != (diff == nil && !none[name]) {
				t.Errorf("%s: opens %v, fix %q", name, through, cf.Fix)
			}
			if diff == nil {
				continue
			}
			h := &p.Configuration(cf.Fix).Hop
			if p.Syntax != "" {
				r := c.Read(patched(diff), p.Version)
				if h = r.Hop; !r.Exact || h == nil {
					t.Errorf("%s: the fixed text is not read: %+v", name, r)
					continue
				}
			}
			if !opens(h, request) {
				t.Errorf("%s: fixed, it still does not open", name)
			}
		}
	}
}

// byHand are the snippets that cannot be changed line by line: the fix is in other statements than those that lose the upgrade.
var byHand = map[string]bool{
	"apache/rewrite-http": true, "http-proxy-3/web": true, "http-proxy/web": true, "httpxy/web": true,
	"http-proxy-middleware-2/no-ws": true, "http-proxy-middleware-2/ws-cold": true, "http-proxy-middleware-3/no-ws": true,
	"http-proxy-middleware-3/ws-cold": true, "http-proxy-middleware-4/no-ws": true, "http-proxy-middleware-4/ws-cold": true,
	"lighttpd/force-http10": true, "nginx/inheritance": true, "traefik/drop": true, "trafficserver/map-http": true,
	"varnish/pipe-upgrade-only": true, "varnish/pipe-only": true, "varnish/pass": true,
	"webpack-dev-server-5/hosts": true, "webpack-dev-server-6/hosts": true,
}

// TestFixed: a snippet that loses the upgrade, with another address, is fixed as text: the result keeps the address and
// opens request a. If the text cannot be changed line by line, no fix is offered.
func TestFixed(t *testing.T) {
	c, request := catalog(t), load(t).Requests["a"]
	for i := range c.Programs {
		p := &c.Programs[i]
		for j := range p.Configurations {
			cf := &p.Configurations[j]
			fix := p.Configuration(cf.Fix)
			if fix == nil || p.Syntax == "" {
				continue
			}
			r := c.Read(strings.ReplaceAll(cf.Snippet, "PORT", "9000"), p.Version)
			text := c.Fixed(&r, &r.Matches[0], fix)
			if (text == "") != byHand[p.ID+"/"+cf.ID] {
				t.Errorf("%s/%s is changed to %q", p.ID, cf.ID, text)
			}
			if text == "" {
				continue
			}
			if strings.Contains(text, "PORT") || strings.Count(text, "9000") < strings.Count(cf.Snippet, "PORT") {
				t.Errorf("%s/%s loses its address:\n%s", p.ID, cf.ID, text)
			}
			if again := c.Read(text, p.Version); again.Hop == nil || !opens(again.Hop, request) {
				t.Errorf("%s/%s is fixed and does not open:\n%s", p.ID, cf.ID, text)
			}
		}
	}
}

// TestFixedKeeps: the fix does not change other parts of the text.
func TestFixedKeeps(t *testing.T) {
	c := catalog(t)
	for _, test := range []struct{ name, fix, text, want string }{
		{"a field that is set already, at the place of the fix", "hardcoded-host",
			"server {\n    location /ws/ {\n        proxy_pass http://app:3000;\n        proxy_set_header Host $host;\n        gzip off;\n    }\n}",
			"server {\n    location /ws/ {\n        proxy_pass http://app:3000;\n        proxy_http_version 1.1;\n        proxy_set_header Upgrade $http_upgrade;\n        proxy_set_header Connection \"upgrade\";\n        proxy_set_header Host $host;\n        gzip off;\n    }\n}"},
		{"a field that is set to another value, from a map that is there", "hardcoded-host",
			"map $http_upgrade $connection_upgrade {\n  default upgrade;\n  '' close;\n}\nserver {\n  location / {\n    proxy_pass http://a;\n    proxy_set_header Host wrong.example;\n    proxy_http_version 1.1;\n    proxy_set_header Connection $connection_upgrade;\n  }\n}",
			"    proxy_pass http://a;\n    proxy_set_header Upgrade $http_upgrade;\n    proxy_set_header Host $http_host;\n    proxy_http_version 1.1;\n    proxy_set_header Connection $connection_upgrade;\n"},
		{"within blocks, with other statements", "map",
			"server {\n    listen 443 ssl; # tls\n    location /ws/ {\n        proxy_pass http://app:3000;\n        proxy_set_header Host $host;\n        gzip off;\n    }\n}",
			"map $http_upgrade $connection_upgrade {\n  default upgrade;\n  ''      close;\n}\nserver {\n    listen 443 ssl; # tls\n    location /ws/ {\n        proxy_pass http://app:3000;\n        proxy_http_version 1.1;\n        proxy_set_header Upgrade $http_upgrade;\n        proxy_set_header Connection $connection_upgrade;\n        proxy_set_header Host $host;\n        gzip off;\n    }\n}"},
		{"a statement that says the opposite is replaced", "hardcoded-host",
			"location / {\n  proxy_pass http://app;\n  proxy_http_version 1.1;\n  proxy_set_header Connection \"\";\n}", "proxy_set_header Connection \"upgrade\";"},
		{"another path", "upgrade-websocket",
			"<VirtualHost *:80>\n  ProxyPass /live http://10.0.0.7:9000/live\n  ProxyPassReverse /live http://10.0.0.7:9000/live\n</VirtualHost>", "  ProxyPass /live http://10.0.0.7:9000/live upgrade=websocket\n"},
		{"a map that is there, and a level further out", "map-host",
			"map $http_upgrade $connection_upgrade {\n    default upgrade;\n    '' close;\n}\nserver {\n    proxy_http_version 1.1;\n    proxy_set_header Upgrade $http_upgrade;\n    location / {\n        proxy_pass http://a;\n        proxy_set_header X-Real-IP $remote_addr;\n    }\n}",
			"'' close;\n}\nserver {\n    proxy_http_version 1.1;\n    proxy_set_header Upgrade $http_upgrade;\n    location / {\n        proxy_pass http://a;\n        proxy_set_header Host $host;"},
		{"a line of several statements", "map", "location / { proxy_pass http://app; }",
			"location / {\n  proxy_pass http://app;\n  proxy_http_version 1.1;\n  proxy_set_header Upgrade $http_upgrade;\n  proxy_set_header Connection $connection_upgrade;\n}"},
		{"blocks within blocks on one line", "map", "server { listen 80; location /ws { proxy_pass http://app; } location /{ return 404; } }",
			"server {\n  listen 80;\n  location /ws {\n    proxy_pass http://app;\n    proxy_http_version 1.1;\n    proxy_set_header Upgrade $http_upgrade;\n    proxy_set_header Connection $connection_upgrade;\n  }\n  location /{\n    return 404;\n  }\n}"},
		{"an option of several on a line", "ws", "export default { server: { proxy: { '/api': { target: 'http://a:1', changeOrigin: true } } } }",
			"target: 'http://a:1',\n        ws: true,\n        changeOrigin: true,\n"},
		{"an option that is false", "ws", "export default {\n  server: {\n    proxy: {\n      '/socket': { target: 'http://a:1', ws: false },\n    },\n  },\n}",
			"      '/socket': {\n        target: 'http://a:1',\n        ws: true,\n      },\n"},
		{"an address alone", "ws", "export default defineConfig({\n  plugins: [vue()],\n  server: {\n    proxy: {\n      '/ws': 'http://a:1',\n    },\n  },\n})",
			"      \"/ws\": {\n        target: \"http://a:1\",\n        ws: true,\n      },\n"},
		{"webpack", "ws", "module.exports = { devServer: { allowedHosts: 'all', proxy: [ { context: ['/b'], target: 'http://a:2' } ] } }", "target: 'http://a:2',\n      ws: true,\n"},
		{"fastify", "websocket", "import proxy from '@fastify/http-proxy'\napp.register(proxy, { upstream: 'http://a:1', prefix: '/x' })\n", "{\n  upstream: 'http://a:1',\n  websocket: true,\n  prefix: '/x',\n})"},
		{"a field that is removed", "default", "a.example {\n  reverse_proxy b:2 {\n    header_up X-A b\n    header_up -Upgrade\n  }\n}", "  reverse_proxy b:2 {\n    header_up X-A b\n  }\n"},
		{"a field that is removed, on its own", "default", "a.example {\n  reverse_proxy b:2 {\n    header_up -Connection\n  }\n}", "  reverse_proxy b:2 {\n  }\n"},
	} {
		r := c.Read(test.text, "")
		if r.Hop == nil {
			t.Fatalf("%s: not read", test.name)
		}
		m := &r.Matches[0]
		if m.Configuration.Fix == "" { // the nearest passes upgrades on
			_, plain := c.Find(m.Program.ID)
			m = &hop.Match{Program: m.Program, Configuration: plain}
		}
		fix := m.Program.Configuration(test.fix)
		if got := c.Fixed(&r, m, fix); !strings.Contains(got, test.want) || (got == "") != (test.want == "") || strings.Contains(got, `Connection "";`) {
			t.Errorf("%s:\n%s\nexpected\n%s", test.name, got, test.want)
		}
	}
}
