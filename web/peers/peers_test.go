package peers

import (
	"context"
	"os"
	"strings"
	"testing"

	"upgrade101/handshake"
)

// Every answer is the predicted one, or the difference is listed with its reason; and what is listed is so.
func TestDisagreementsAreKnown(t *testing.T) {
	type key struct {
		name, server string
		about        Aspect
	}
	known := map[key]Disagreement{}
	for _, d := range Disagreements {
		k := key{d.Case, d.Server, d.About}
		if _, twice := known[k]; twice || d.Reason == "" || len(d.Cites) == 0 {
			t.Errorf("%+v: listed twice, or no reason or no citation", d)
		}
		known[k] = d
	}
	names := map[string]bool{}
	for _, c := range Cases {
		if names[c.Name] {
			t.Errorf("two cases are called %q", c.Name)
		}
		names[c.Name] = true
		report := handshake.Inspect(handshake.Exchange{Request: c.Raw}, c.Policy)
		for _, a := range Ask(context.Background(), []byte(c.Raw), c.Policy) {
			for _, d := range a.Differences(&report) {
				k := key{c.Name, a.Server, d.Aspect}
				listed, ok := known[k]
				delete(known, k)
				switch {
				case !ok:
					t.Errorf("%s: the %s of %s is %q, that of handshake %q, and the table does not know", c.Name, d.Aspect, a.Server, d.Got, d.Want)
				case listed.Got != d.Got:
					t.Errorf("%s: the %s of %s is %q, the table says %q", c.Name, d.Aspect, a.Server, d.Got, listed.Got)
				}
			}
			if a.HungUp && a.Status != 0 || a.Status != 0 && !strings.HasPrefix(a.Head, "HTTP/1.") {
				t.Errorf("%s: %+v", c.Name, a)
			}
		}
	}
	for k := range known {
		t.Errorf("the table has %+v, and the servers agree", k)
	}
}

// A refusal comes with its content, and the answer to HEAD without waiting for one.
func TestBody(t *testing.T) {
	for _, a := range Ask(context.Background(), []byte(edit("Version: 13", "Version: 8")), anyone) {
		if a.Body == "" && a.Server != "gobwas" {
			t.Errorf("%s: no content behind %q", a.Server, a.Head)
		}
	}
	for _, a := range Ask(context.Background(), []byte(edit("GET", "HEAD")), anyone) {
		if a.Status < 400 {
			t.Errorf("%s answers HEAD with %d", a.Server, a.Status)
		}
	}
}

func TestAskIsBounded(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, raw := range []string{"", "GET / HTTP/1.1\r\n", "\x16\x03\x01", string(make([]byte, 1<<20))} {
		for _, a := range Ask(ctx, []byte(raw), anyone) {
			if a.Server == "" || a.Version == "" || len(a.Head) > maxHead || len(a.Body) > maxBody {
				t.Errorf("%.20q: %+v", raw, a)
			}
		}
	}
}

func TestVersionsAreThoseOfTheModule(t *testing.T) {
	sums, err := os.ReadFile("../../go.sum")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range servers {
		if !strings.Contains(string(sums), s.module+" "+s.version+" h1:") {
			t.Errorf("%s %s is not what go.sum has", s.module, s.version)
		}
	}
}
