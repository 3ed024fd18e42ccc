package model

import (
	"slices"

	"upgrade101/app/lessons"
)

// AnyOf is the choice without a filter.
const AnyOf = "any"

// Lessons returns the lessons that match the filters.
func (m Model) Lessons() []lessons.Lesson {
	var found []lessons.Lesson
	for _, l := range lessons.Find(m.Query) {
		if (m.Level == AnyOf || string(l.Level) == m.Level) && (m.Proxy == AnyOf || slices.Contains(l.Proxies, m.Proxy)) {
			found = append(found, l)
		}
	}
	return found
}

func FoundWords(n int) string {
	if n == 0 {
		return "No lesson fits. Try fewer words: a status, the name of a proxy, a field. Or take any server and any level."
	}
	return Plural(n, "lesson")
}
