package handshake

import (
	"os"
	"strings"
	"testing"
)

// others are programs that a text might name, besides those with evidence. A rule that names one of them has to be
// given evidence first.
var others = []string{"Akka", "Bun", "cloudflared", "Cloudflare", "cowboy", "Deno", "Django", "Dovecot", "Edge", "Express", "Fastify",
	"Gunicorn", "hyper", "Istio", "Jetty", "Kestrel", "Kong", "libwebsockets", "Netty", "OkHttp", "Phoenix", "PHP", "Postman", "Puma",
	"Rails", "Ratchet", "Spring", "Squid", "Swoole", "Symfony", "Tornado", "Twisted", "undici", "uvicorn", "uWSGI", "Varnish", "wscat", "YARP"}

func TestProgramsHaveEvidence(t *testing.T) {
	named := map[string]bool{}
	for _, r := range Rules {
		for _, text := range []string{r.Problem, r.Requires, r.Why, r.Fix} {
			for _, name := range others {
				if namesProgram(text, name) {
					t.Errorf("%s names %s, for which there is no evidence: %s", r.ID, name, text)
				}
			}
		}
		for _, p := range r.Programs() {
			named[p.Name] = true
		}
	}
	if len(named) < 20 {
		t.Errorf("the rules name only %v", named)
	}
	for i, p := range Programs {
		if p.Name == "" || p.Version == "" || p.Evidence == "" {
			t.Errorf("%+v lacks something", p)
		}
		for _, before := range Programs[:i] {
			if before.Name == p.Name {
				t.Errorf("%s is listed twice", p.Name)
			}
		}
	}
}

// What is compared by tests is compared with the version that is in use.
func TestProgramVersions(t *testing.T) {
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for name, module := range map[string]string{"coder": "github.com/coder/websocket", "gorilla": "github.com/gorilla/websocket",
		"gobwas": "github.com/gobwas/ws", "gws": "github.com/lxzan/gws", "x/net": "golang.org/x/net"} {
		p := ProgramsIn(name)[0]
		if !strings.Contains(string(mod), module+" v"+p.Version+"\n") {
			t.Errorf("%s %s is not the version in go.mod", name, p.Version)
		}
	}
}

func TestNamesProgram(t *testing.T) {
	for text, want := range map[string]bool{"Go's net/http": true, "Good": false, "in Go, too": true, "(Go)": true, "NGo": false} {
		if namesProgram(text, "Go") != want {
			t.Errorf("%q", text)
		}
	}
}
