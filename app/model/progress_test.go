package model

import (
	"testing"

	"upgrade101/app/lessons"
)

// A lesson that was predicted counts with the answers that were right, and none of them is called right that was not.
func TestProgressIn(t *testing.T) {
	of := lessons.Tracks[0].Of()
	all := Plural(len(of), "lesson") + " done"
	for _, c := range []struct {
		kept, want string
	}{
		{"{}", "0 of " + all},
		{`{"` + of[0].Slug + `":"read"}`, "1 of " + all},
		{`{"` + of[0].Slug + `":"0 of 3 right"}`, "1 of " + all + ", 0 of 3 answers right"},
		{`{"` + of[0].Slug + `":"read","` + of[1].Slug + `":"2 of 3 right","` + of[2].Slug + `":"3 of 3 right"}`, "3 of " + all + ", 5 of 6 answers right"},
		{`{"` + of[0].Slug + `":"9 of 3 right"}`, "1 of " + all + ", 3 of 3 answers right"},
	} {
		if got := New().WithProgress(c.kept).ProgressIn(of); got != c.want {
			t.Errorf("%s: %q, expected %q", c.kept, got, c.want)
		}
	}
}
