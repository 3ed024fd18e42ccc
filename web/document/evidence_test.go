package document

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/frame"
	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/programs"
	"upgrade101/handshake/message"
	"upgrade101/web/peers"
)

// further are names of programs and services beside those that print messages and those of the proxies.
var further = strings.Fields(`ALB Ably Akamai Akka Alchemy Azure BIG-IP Binance Brave Bun CloudFront Cloudflare Daphne Deno Discord Django Dovecot ELB Edge Express
	F5 Fastify Fastly GCP GitHub GitLab Gitpod Grafana Gunicorn Guacamole Heroku Hypercorn Istio Jenkins Jetty Jupyter Kestrel Kong Laravel MetaMask NestJS
	Netlify Netty OkHttp OpenResty Opera PHP Parity Phoenix Podman Portainer Postman Proxmox Puma Pusher Python Rails Rancher Ratchet SignalR Slack Spring Squid
	Supabase Swoole Symfony Tengine Tornado Twilio Twisted Varnish Vercel WebKit YARP Zscaler cloudflared code-server actix amphp axum cowboy geth gunicorn hyper kubectl kubelet
	libwebsockets noVNC schannel uWSGI undici uvicorn trafficserver tinyproxy reqwest websocat websocketpp websockex websockify wscat Android iOS Contour`)

// ordinary are words among those names that mean something else, too, or name a language, a command to type or a part of
// a name that is listed: nothing is claimed.
var ordinary = []string{"", "server", "proxy", "http", "HTTP", "x", "ws", "websocket", "websockets", "Browsers", "a WebSocket server", "web", "net", "PHP", "Python", "operating system", "websocat", "webpack", "ALB", "upgrade101"}

// texts are the sentences of the project that make claims, by where they are.
func texts() map[string]string {
	all := map[string]string{}
	add := func(where string, sentences ...string) { all[where] += strings.Join(sentences, "\n") + "\n" }
	for _, r := range handshake.Rules {
		add("rule "+r.ID, r.Problem, r.Requires, r.Why, r.Fix)
	}
	for _, r := range frame.Rules {
		add("rule "+r.ID, r.Problem, r.Requires, r.Why)
	}
	for _, c := range cause.Causes {
		add("cause "+c.ID, c.Headline, c.Why, c.Next)
	}
	for _, l := range lessons.All() {
		add("lesson "+l.Slug, l.Title, l.Summary, l.Story.Plain(), l.Notice.Plain(), l.Question.Why.Plain())
		for _, f := range l.Fixes {
			add("lesson "+l.Slug, f.Where, f.Text.Plain())
		}
	}
	for _, g := range lessons.Glossary() {
		add("glossary "+g.Name, g.Text.Plain())
	}
	for _, s := range handshake.Statuses() {
		add("status "+strconv.Itoa(s.Status), s.Means, s.First)
	}
	for _, d := range peers.Disagreements {
		add("peers "+d.Case+" "+d.Server, d.Reason)
	}
	for _, m := range message.Patterns() {
		add("messages of "+m.Program, m.Means)
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

// A program is named only where the table of evidence has it: the names are those of the messages, of the proxies, and
// further ones.
func TestNamedProgramsHaveEvidence(t *testing.T) {
	names := slices.Clone(further)
	unusual := regexp.MustCompile(`[A-Z0-9-]`) // others are words of English as well
	for _, m := range message.Patterns() {
		for _, n := range regexp.MustCompile(`[,()/]`).Split(m.Program, -1) {
			if unusual.MatchString(n) {
				names = append(names, n)
			}
		}
	}
	for _, p := range catalog(t).Programs {
		names = append(names, p.Name)
	}
	var either []string
	for _, n := range names {
		if n = strings.TrimSpace(n); !slices.Contains(ordinary, n) && !slices.Contains(either, regexp.QuoteMeta(n)) {
			either = append(either, regexp.QuoteMeta(n))
		}
	}
	slices.SortFunc(either, func(a, b string) int { return len(b) - len(a) })
	name := regexp.MustCompile(`(?:^|[^\w./-])(` + strings.Join(either, "|") + `)(?:$|[^\w/-])`)
	used := map[string]bool{}
	for where, text := range texts() {
		for _, p := range handshake.ProgramsIn(text) {
			used[p.Name] = true
			text = strings.ReplaceAll(text, p.Name, "~")
		}
		for _, m := range name.FindAllStringSubmatch(text, -1) {
			if !strings.HasPrefix(where, "messages of ") || !strings.Contains(where, m[1]) { // a message has a source of its own
				t.Errorf("%s names %s, for which there is no evidence", where, m[1])
			}
		}
	}
	for _, p := range handshake.Programs {
		if !used[p.Name] {
			t.Errorf("there is evidence for %s, and nothing names it", p.Name)
		}
	}
}

// The versions are those of the recordings, of the modules in use, and of the clients that were recorded.
func TestEvidenceVersions(t *testing.T) {
	file := func(name string) string {
		text, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	modules := map[string]string{"coder": "github.com/coder/websocket", "gorilla": "github.com/gorilla/websocket", "gobwas": "github.com/gobwas/ws",
		"gws": "github.com/lxzan/gws", "x/net": "golang.org/x/net"}
	captured := map[string]string{"Python's websockets": "websockets ", "aiohttp": "aiohttp ", "curl": "curl ", "npm ws": "ws "}
	clients := map[string]string{"Chrome": "Chromium ", "Firefox": "Firefox ", "Node": "Node ", "WebKitGTK": "WebKitGTK "}
	hops := map[string]string{"Apache": "Apache httpd", "Go": "Go httputil.ReverseProxy"}
	for _, p := range handshake.Programs {
		held := false
		switch p.Source {
		case "web/peers":
			held = strings.Contains(file("go.mod"), modules[p.Name]+" v"+p.Version+"\n")
		case "web/e2e/clients":
			held = strings.Contains(file("handshake/testdata/captures/index.txt"), captured[p.Name]+p.Version+" ")
		case "handshake/testdata/clients.json":
			held = true
			for _, version := range regexp.MustCompile(", | and ").Split(p.Version, -1) {
				held = held && strings.Contains(file(p.Source), `"version": "`+clients[p.Name]+version)
			}
		case "handshake/hop":
			name := p.Name
			if hops[name] != "" {
				name = hops[name]
			}
			var versions []string
			for _, h := range catalog(t).Programs {
				if h.Name == name {
					versions = append(versions, strings.TrimPrefix(h.Version, "go"))
				}
			}
			slices.Sort(versions)
			n := len(versions)
			switch n {
			case 0:
			case 1:
				held = versions[0] == p.Version
			default:
				slices.SortFunc(versions, func(a, b string) int { return major(a) - major(b) })
				held = strings.Join(versions[:n-1], ", ")+" and "+versions[n-1] == p.Version
			}
		default:
			held = p.Evidence == handshake.Ran && (p.Source == "Debian 12" || p.Source == "npm") || strings.HasPrefix(p.Source, "https://") &&
				(p.Evidence == handshake.CodeRead && strings.Contains(p.Source, p.Version[strings.LastIndexByte(p.Version, ' ')+1:]) ||
					p.Evidence == handshake.Documented || p.Evidence == handshake.Reported)
		}
		if !held {
			t.Errorf("%s: version %s is not what %s has", p.Name, p.Version, p.Source)
		}
	}
}

// major orders versions by their first two numbers.
func major(version string) int {
	first, rest, _ := strings.Cut(version, ".")
	second, _, _ := strings.Cut(rest, ".")
	a, _ := strconv.Atoi(first)
	b, _ := strconv.Atoi(second)
	return a*1000 + b
}
