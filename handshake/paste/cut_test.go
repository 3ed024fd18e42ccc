package paste

import (
	"testing"
	"upgrade101/handshake"
)

// A text can be cut anywhere and is still read and inspected: a paste may begin or end in the middle of a line.
func TestCutAnywhere(t *testing.T) {
	for name, s := range pastes(t) {
		step := len(s.text)/60 + 1
		for i := 0; i < len(s.text); i += step {
			for _, text := range []string{s.text[:i], s.text[i:]} {
				p := Read(text)
				for _, x := range p.Exchanges {
					r := handshake.Inspect(x, handshake.Policy{})
					if v := r.Verdict(); v == handshake.None && x.Request == "" && len(r.Findings) > 0 && x.Response == "" {
						t.Errorf("%s, cut at %d: nothing is there, and %s is said of it", name, i, r.Findings[0].Rule.ID)
					}
				}
			}
		}
	}
}
