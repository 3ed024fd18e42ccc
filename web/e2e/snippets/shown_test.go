// Package snippets reads each piece of configuration that the project shows in two ways: as the program does that it
// is for, and as the reader of package hop does, whose model then carries a handshake. The first needs the programs
// (install.sh) and has a tag; the second runs with all tests.
package snippets

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/programs"
)

// snippet is a piece of configuration, and where it is shown.
type snippet struct {
	program string // as the catalogue of proxies calls it
	shown   string // "lesson nginx-strips-upgrade", "proxy nginx/map", "rule conn-stripped-by-proxy", "file nginx.conf"
	text    string
	around  string // what it is a part of, with %s in its place; "" for a whole
}

// key names a snippet in the tables of the tests.
func (s snippet) key() string { return s.shown + " " + s.program }

// whole is the snippet with what it is a part of.
func (s snippet) whole() string {
	if s.around == "" {
		return s.text
	}
	return strings.Replace(s.around, "%s", s.text, 1)
}

// An nginx location and an HAProxy section in which a single line is at work.
const (
	inLocation = "location / {\n    proxy_pass http://127.0.0.1:8080;\n%s\n}\n"
	inUpgrade  = "location / {\n    proxy_pass http://127.0.0.1:8080;\n    proxy_http_version 1.1;\n%s\n}\n"
	inDefaults = "defaults\n    mode http\n    timeout client 30s\n    timeout server 30s\n    timeout connect 5s\n    %s\n"
)

// parts are the fixes of lessons that show only what changes.
var parts = map[string]string{
	"lesson doubled-upgrade nginx":       inLocation,
	"lesson origin-refused nginx":        strings.Replace(inUpgrade, "%s", "proxy_set_header Upgrade $http_upgrade;\nproxy_set_header Connection \"upgrade\";\n%s", 1),
	"lesson docker-attach HAProxy":       inDefaults,
	"lesson session-id-unknown nginx":    "%s\nlocation / {\n    proxy_pass http://game;\n    proxy_http_version 1.1;\n    proxy_set_header Upgrade $http_upgrade;\n    proxy_set_header Connection \"upgrade\";\n}\n",
	"lesson h2c-upgrade nginx":           "upstream backend { server 127.0.0.1:8080; }\n%s",
	"lesson subprotocol-unoffered nginx": inUpgrade,
}

// named are the programs of lessons by the name that the catalogue has.
var named = map[string]string{
	"nginx": "nginx", "Apache": "Apache httpd", "HAProxy": "HAProxy", "Caddy": "Caddy", "Vite": "Vite", "http-proxy": "http-proxy", "http-proxy-middleware": "http-proxy-middleware",
	"lighttpd": "lighttpd", "Varnish": "Varnish", "Squid": "Squid", "Traefik": "Traefik",
}

// statement is a directive of nginx in a sentence.
var statement = regexp.MustCompile(`proxy_http_version 1\.[01]|proxy_set_header [A-Z][\w-]* [\w$"]*[\w"]|proxy_read_timeout \d\w*|proxy_buffering (?:on|off)`)

// shown is every snippet.
func shown(t *testing.T) (all []snippet) {
	t.Helper()
	add := func(s snippet) {
		s.around = parts[s.key()]
		all = append(all, s)
	}
	for _, l := range lessons.All() {
		for _, f := range l.Fixes {
			if program, ok := named[f.Where]; ok && f.Code != "" {
				add(snippet{program: program, shown: "lesson " + l.Slug, text: f.Code})
			}
		}
	}
	c := catalog(t)
	for _, p := range c.Programs {
		for _, cf := range p.Configurations {
			if cf.Snippet != "" {
				add(snippet{program: p.Name, shown: "proxy " + p.ID + "/" + cf.ID, text: cf.Snippet})
			}
		}
	}
	sentence := func(shown, text string) {
		if found := statement.FindAllString(text, -1); found != nil {
			all = append(all, snippet{"nginx", shown, strings.Join(found, ";\n") + ";", inLocation})
		}
	}
	for _, r := range handshake.Rules {
		sentence("rule "+r.ID, r.Fix)
		if r.Code != "" {
			all = append(all, snippet{"nginx", "rule " + r.ID, r.Code, inLocation})
		}
	}
	for _, c := range cause.Causes {
		sentence("cause "+c.ID, c.Next+c.Code)
	}
	for file, program := range map[string]string{"nginx.conf": "nginx", "Caddyfile": "Caddy"} {
		text, err := os.ReadFile("../../deploy/" + file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, snippet{program, "file " + file, string(text), ""})
	}
	return all
}

func catalog(t *testing.T) *hop.Catalog {
	t.Helper()
	c, err := hop.ParseCatalog(programs.JSON())
	if err != nil {
		t.Fatal(err)
	}
	return c
}
