package model

import (
	"slices"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
	"upgrade101/handshake/paste"
)

// maxRelated bounds the lessons shown with a judgement.
const maxRelated = 3

// RelatedLessons returns at most three lessons for the judgement, the best first: those of its causes, those on proxies that
// do not pass the upgrade on where a pasted configuration does not, then those that show one of its errors or warnings.
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
	if m.Judged.Outcome.Loses {
		for _, l := range append(m.strips(true), m.strips(false)...) {
			add(l)
		}
	}
	for i := range m.Report.Findings {
		rule := m.Report.Findings[i].Rule
		if rule.Severity == handshake.Note {
			break // they come last
		}
		if rule.ID == "resp-status" {
			continue // every lesson on a refusal shows it
		}
		for _, l := range lessons.Cards() {
			if slices.Contains(l.Expect.Findings, rule.ID) {
				add(l)
			}
		}
	}
	return found
}

// strips returns the first lesson on a proxy that does not pass the upgrade on: of the program whose configuration was pasted, or of any.
func (m Model) strips(own bool) []lessons.Card {
	cards := lessons.Cards()
	i := slices.IndexFunc(cards, func(l lessons.Card) bool {
		return slices.Contains(l.Expect.Findings, "conn-stripped-by-proxy") &&
			(!own || slices.ContainsFunc(m.Paste.Parts, func(p paste.Part) bool { return p.Kind == paste.PartConfig && slices.Contains(l.Proxies, p.Program) }))
	})
	if i < 0 {
		return nil
	}
	return cards[i : i+1 : i+1]
}
