package cause

import (
	"slices"
	"strings"
	"testing"
)

// One pass finds each word where a separate search does.
func TestWords(t *testing.T) {
	all := slices.Concat(words().words...)
	if len(all) < 100 {
		t.Errorf("%d words, expected more than a hundred", len(all))
	}
	texts := []string{"", "a", strings.Join(all, "\n"), strings.Join(all, ""), strings.Repeat("<center>nginx ", 3)}
	for i := range Causes {
		texts = append(texts, lower(Causes[i].Example))
	}
	for _, text := range texts {
		found := words().find(text)
		for _, w := range all {
			at, ok := found[w]
			if want := strings.Index(text, w); ok != (want >= 0) || ok && at != want {
				t.Errorf("%q in %q: %d, %t; expected %d", w, text, at, ok, want)
			}
		}
	}
}
