package model

import (
	"slices"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
)

// maxRelated bounds the lessons shown with a judgement.
const maxRelated = 3

// RelatedLessons returns at most three lessons for the judgement, the best first: those of its causes, then those that show
// one of its errors or warnings.
func (m Model) RelatedLessons() []lessons.Card {
	var found []lessons.Card
	add := func(l lessons.Card) {
		if len(found) < maxRelated && !slices.ContainsFunc(found, func(o lessons.Card) bool { return o.Slug == l.Slug }) {
			found = append(found, l)
		}
	}
	for _, c := range m.Judged.Causes {
		if l, ok := lessons.CardBySlug(c.Lesson); ok {
			add(l)
		}
	}
	for i := range m.Report.Findings {
		rule := m.Report.Findings[i].Rule
		if rule.Severity == handshake.Note {
			break // they come last
		}
		for _, l := range lessons.Cards() {
			if slices.Contains(l.Expect.Findings, rule.ID) {
				add(l)
			}
		}
	}
	return found
}
