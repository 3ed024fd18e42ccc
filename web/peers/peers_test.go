package peers

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake"
)

// Every answer is the predicted one, or the difference is listed with its reason; and every listed difference exists.
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
	// On a busy machine, a server can take longer than Ask waits, so it is asked again if the table has an answer.
	late := func(c Case) func(Answer) bool {
		return func(a Answer) bool {
			return a.Status == 0 && !a.HungUp && known[key{c.Name, a.Server, Status}].Got != "no answer"
		}
	}
	settled := func(c Case) []Answer {
		answers := Ask(context.Background(), []byte(c.Raw), c.Policy)
		for range 9 {
			if !slices.ContainsFunc(answers, late(c)) {
				break
			}
			answers = Ask(context.Background(), []byte(c.Raw), c.Policy)
		}
		return answers
	}
	names := map[string]bool{}
	for _, c := range All() {
		if names[c.Name] {
			t.Errorf("two cases are called %q", c.Name)
		}
		names[c.Name] = true
		report := handshake.Inspect(handshake.Exchange{Request: c.Raw}, c.Policy)
		for _, a := range settled(c) {
			for _, d := range a.Differences(&report) {
				k := key{c.Name, a.Server, d.Aspect}
				listed, ok := known[k]
				if reason, _, _ := Why(a.Server, d, &report, c.Policy); ok && reason != listed.Reason {
					t.Errorf("%s: the %s of %s is explained as %q, and listed as %q", c.Name, d.Aspect, a.Server, reason, listed.Reason)
				}
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

// The reasons in the table hold for other requests of the same kind: fewer than one difference in twenty has no reason. An earlier fault
// does not count as a reason.
func TestVariedDisagreementsHaveGrounds(t *testing.T) {
	differ, without := 0, 0
	for _, c := range varied {
		report := handshake.Inspect(handshake.Exchange{Request: c.Raw}, c.Policy)
		for _, a := range Ask(context.Background(), []byte(c.Raw), c.Policy) {
			for _, d := range a.Differences(&report) {
				differ++
				if reason, cites, known := Why(a.Server, d, &report, c.Policy); known && len(cites) > 0 && !strings.HasPrefix(reason, "The request has more than one fault.") {
					continue
				}
				without++
				t.Logf("%.300q: the %s of %s is %q, that of handshake %q (%v)", c.Raw, d.Aspect, a.Server, d.Got, d.Want, because(&report))
			}
		}
	}
	if len(varied) < 48 || without*20 >= differ {
		t.Errorf("%d of %d differences in %d requests have no ground", without, differ, len(varied))
	}
	t.Logf("%d of %d differences in %d requests have no ground", without, differ, len(varied))
}

func because(r *handshake.Report) string {
	if r.Reply.Because == nil {
		return "none"
	}
	return r.Reply.Because.ID
}

// A refusal comes with its content, and the answer to HEAD without waiting for one.
func TestBody(t *testing.T) {
	for _, a := range Ask(context.Background(), []byte(set("Sec-WebSocket-Version", "8")), anyone) {
		if a.Body == "" && a.Server != "gobwas" {
			t.Errorf("%s: no content behind %q", a.Server, a.Head)
		}
	}
	for _, a := range Ask(context.Background(), []byte(set(":method", "HEAD")), anyone) {
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
