package document

import (
	"cmp"
	"slices"
	"strings"

	"upgrade101/app/lessons"
)

// maxName bounds the names that are compared, in bytes.
const maxName = 80

// namesIn are the names of what is in a folder: of lessons, which are pages of the inspector, or of documents.
func namesIn(folder string) (names []string) {
	if folder == "lesson" {
		for _, l := range lessons.All() {
			names = append(names, l.Slug)
		}
		return names
	}
	for path := range pages() {
		if name, ok := strings.CutPrefix(path, folder+"/"); ok {
			names = append(names, name)
		}
	}
	return names
}

// titleOf is the title of what namesIn lists.
func titleOf(path string) string {
	if p := pages()[path]; p != nil {
		return p.title
	}
	l, _ := lessons.BySlug(strings.TrimPrefix(path, "lesson/"))
	return l.Title
}

// nearestTo are the documents of a folder whose names are most like a name that is none, at most five: those
// that contain it or are contained in it, and those that few changes make equal.
func nearestTo(folder, name string) []string {
	name = strings.ToLower(name)
	type near struct {
		path string
		far  int
	}
	var all []near
	for _, other := range namesIn(folder) {
		path := folder + "/" + other
		other = strings.ToLower(other)
		far := distance(name, other)
		if len(name) > 2 && (strings.Contains(other, name) || strings.Contains(name, other)) {
			far = min(far, 2)
		}
		if far <= max(2, len(name)/2) {
			all = append(all, near{path, far})
		}
	}
	slices.SortFunc(all, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.far, b.far), strings.Compare(a.path, b.path))
	})
	var paths []string
	for _, n := range all[:min(len(all), 5)] {
		paths = append(paths, n.path)
	}
	return paths
}

// distance is how many bytes have to be inserted, removed or replaced to make a of b (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			keep := before
			if a[i] != b[j] {
				keep++
			}
			before = row[j+1]
			row[j+1] = min(keep, row[j]+1, before+1)
		}
	}
	return row[len(b)]
}
