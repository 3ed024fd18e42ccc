package cause

import (
	"os"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/message"
	"upgrade101/handshake/paste"
)

func FuzzExplain(f *testing.F) {
	for i := range Causes {
		f.Add(Causes[i].Example)
	}
	for _, file := range []string{"testdata/reports.txt", "testdata/formats.txt", "testdata/ordinary.txt", "testdata/prose_cause.txt"} {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for report := range strings.SplitSeq(string(text), "\n=== ") {
			_, report, _ = strings.Cut(report, "\n\n")
			f.Add(report)
		}
		f.Add(string(text[:min(len(text), 2048)]))
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := paste.Read(text)
		r := handshake.Inspect(p.Exchange(), handshake.Policy{})
		e := Evidence{Text: text, Messages: message.Find(text), Report: &r}
		outcome, found := Explain(e)
		if outcome.Result == Opened && len(found) > 0 || len(found) > maxFound {
			t.Fatalf("%q: %v and %v", text, outcome.Result, ids(found))
		}
		for _, c := range found {
			for _, m := range c.Marks {
				end := len(text)
				switch m.Side {
				case handshake.Request:
					end = len(r.Exchange.Request)
				case handshake.Response:
					end = len(r.Exchange.Response)
				}
				if m.Span.Start < 0 || m.Span.Start >= m.Span.End || m.Span.End > end {
					t.Fatalf("%q: %s points at %v of %v", text, c.ID, m.Span, m.Side)
				}
			}
		}
	})
}
