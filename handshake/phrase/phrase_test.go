package phrase

import (
	"strings"
	"testing"
)

// FuzzIn compares the one pass with a search for each phrase.
func FuzzIn(f *testing.F) {
	f.Add("tls error:|ssl error:|abc|abd|bcd", "a tls error: b")
	f.Add(" if | when |iff", "as if")
	f.Add("aaa|aab", "aaaa")
	f.Add("ü …|x y", "ü …")
	f.Fuzz(func(t *testing.T, list, text string) {
		count := 0
		for p := range strings.SplitSeq(list, "|") {
			if count++; len(p) < short || count > 255 {
				t.Skip("not a list")
			}
		}
		for _, s := range []string{text, list, strings.ReplaceAll(list, "|", "")} {
			want := false
			for p := range strings.SplitSeq(list, "|") {
				want = want || strings.Contains(s, p)
			}
			l := &List{Text: list}
			for range 2 { // the second time it is prepared
				if l.In(s) != want {
					t.Errorf("%q in %q: %v, want %v", list, s, !want, want)
				}
			}
		}
	})
}
