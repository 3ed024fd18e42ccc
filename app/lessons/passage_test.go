package lessons

import (
	"testing"

	"upgrade101/handshake/head"
	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/programs"
)

// Both sides of a proxy in a lesson are those of the recordings of that proxy, byte for byte. The time and the configured name of the
// backend are taken from the lesson.
func TestPassages(t *testing.T) {
	n := 0
	for _, l := range All() {
		if l.OtherSide.Hop == "" {
			continue
		}
		n++
		_, c := programs.Catalog().Find(l.OtherSide.Hop)
		if c == nil {
			t.Errorf("%s: there is no hop %q", l.Slug, l.OtherSide.Hop)
			continue
		}
		sent, arrived, answered, got := l.Ways()
		env := hop.DefaultEnv
		if h := head.ParseRequest(arrived); len(h.Get("Host")) > 0 {
			env.Upstream = h.Get("Host")[0].Value.Text
		}
		if h := head.ParseResponse(got); len(h.Get("Date")) > 0 {
			env.Date = h.Get("Date")[0].Value.Text
		}
		request := head.ParseRequest(sent)
		passage := c.Hop.Forward(&request, env)
		if passage.Head != arrived {
			t.Errorf("%s: %s sends %q, the lesson has %q", l.Slug, l.OtherSide.Hop, passage.Head, arrived)
		}
		if got == "" && !l.OtherSide.Silent {
			continue // not shown
		}
		if back := c.Hop.Return(passage, answered); back.Raw != got {
			t.Errorf("%s: %s answers %q, the lesson has %q", l.Slug, l.OtherSide.Hop, back.Raw, got)
		}
	}
	if n < 6 {
		t.Errorf("%d lessons show a passage", n)
	}
}
