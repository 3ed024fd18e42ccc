package head_test

import (
	"strings"
	"testing"

	"upgrade101/handshake/head"
)

// TestDiff: the difference is minimal, removed lines precede added ones, and only the first lines are compared.
func TestDiff(t *testing.T) {
	for _, c := range []struct {
		before, after, want string
		limit               int
	}{
		{"a b c", "a c d", " a -b  c +d", 9},
		{"a b", "c d", "-a -b +c +d", 9},
		{"a b a", "b a b", "-a  b  a +b", 9},
		{"a b c", "a x c", " a -b +x", 2},
	} {
		var got []string
		for _, l := range head.Diff(strings.Fields(c.before), strings.Fields(c.after), c.limit) {
			got = append(got, string(l.Op)+l.Text)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q to %q: %q, want %q", c.before, c.after, s, c.want)
		}
	}
}
