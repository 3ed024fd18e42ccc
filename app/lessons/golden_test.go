package lessons

import (
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake"
)

// The report on each lesson's exchange is exactly what the lesson expects.
func TestExpectations(t *testing.T) {
	for _, l := range All() {
		t.Run(l.Slug, func(t *testing.T) {
			r := handshake.Inspect(l.Exchange(), l.Policy)
			if got := r.Verdict(); got != l.Expect.Verdict {
				t.Errorf("verdict %s, expected %s", got, l.Expect.Verdict)
			}
			if r.Reply.Status != l.Expect.Status {
				t.Errorf("status %d, expected %d", r.Reply.Status, l.Expect.Status)
			}
			var ids []string
			got := map[string]string{}
			for _, f := range r.Findings {
				ids = append(ids, f.Rule.ID)
				got[f.Rule.ID] = f.Got
			}
			slices.Sort(ids)
			ids = slices.Compact(ids)
			for _, id := range ids {
				if !slices.Contains(l.Expect.Findings, id) {
					t.Errorf("%s is found and not expected: %s", id, got[id])
				}
			}
			for _, id := range l.Expect.Findings {
				if handshake.RuleByID(id) == nil {
					t.Errorf("there is no rule %s", id)
				} else if !slices.Contains(ids, id) {
					t.Errorf("%s is expected and not found", id)
				}
			}
		})
	}
}

// The client verdict on the response: opened or failed, with Chrome's message if the lesson quotes it.
func TestClientVerdicts(t *testing.T) {
	reaction := map[bool]Reaction{true: Opens, false: Fails}
	for _, l := range All() {
		r := handshake.Inspect(l.Exchange(), l.Policy)
		o := r.Client
		if l.Expect.Client != Unasked && reaction[o.Opens] != l.Expect.Client {
			t.Errorf("%s: opens %v for a client of the RFC", l.Slug, o.Opens)
		}
		if l.Expect.BrowserOpens != Unasked && reaction[o.BrowserOpens] != l.Expect.BrowserOpens {
			t.Errorf("%s: opens %v in a browser", l.Slug, o.BrowserOpens)
		}
		quotes, said := false, false
		for _, s := range l.Symptoms {
			if strings.HasPrefix(s, "Error during WebSocket handshake:") {
				quotes = true
				said = said || strings.Contains(o.Console.Chrome, s)
			}
		}
		if quotes && !said && l.Expect.BrowserOpens == Fails {
			t.Errorf("%s: Chrome says %q, none of the symptoms", l.Slug, o.Console.Chrome)
		}
	}
}
