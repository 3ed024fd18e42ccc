package message

import "testing"

// Each example is found as the message of its program and as nothing else.
func TestExamples(t *testing.T) {
	for _, want := range Templates() {
		found := Find(want.Example())
		if len(found) != 1 || found[0].Client != want.Client {
			t.Errorf("%s: %q is found as %+v", want.Client, want.Example(), found)
			continue
		}
		if m := found[0]; m.Start != 0 || m.End != len(want.Example()) {
			t.Errorf("%q: the span is %d–%d of %d", want.Example(), m.Start, m.End, len(want.Example()))
		}
	}
}
