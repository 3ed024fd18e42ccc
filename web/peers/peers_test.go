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
	known := map[string]Disagreement{}
	for _, d := range Disagreements {
		if d.Reason == "" || len(d.Cites) == 0 {
			t.Errorf("%s, %s: no reason or no citation", d.Case, d.Server)
		}
		known[d.Case+"\n"+d.Server] = d
	}
	for _, c := range Cases {
		r := handshake.Inspect(handshake.Exchange{Request: c.Raw}, handshake.Policy{})
		for _, a := range Ask(context.Background(), []byte(c.Raw)) {
			key := c.Name + "\n" + a.Server
			d, listed := known[key]
			delete(known, key)
			switch {
			case listed && d.Status != a.Status:
				t.Errorf("%s: %s answers %d, the table says %d", c.Name, a.Server, a.Status, d.Status)
			case listed && a.Status == r.Reply.Status:
				t.Errorf("%s: %s agrees, %d; take it out of the table", c.Name, a.Server, a.Status)
			case !listed && a.Status != r.Reply.Status:
				t.Errorf("%s: %s answers %d, handshake %d, and the table does not know", c.Name, a.Server, a.Status, r.Reply.Status)
			}
		}
	}
	for key := range known {
		t.Errorf("the table has %q, and no case does", key)
	}
}

func TestAskIsBounded(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, raw := range []string{"", "GET / HTTP/1.1\r\n", "\x16\x03\x01", string(make([]byte, 1<<20))} {
		for _, a := range Ask(ctx, []byte(raw)) {
			if a.Server == "" || a.Version == "" || len(a.Head) > mostHead {
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
