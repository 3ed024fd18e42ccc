package model

import (
	"strings"

	"upgrade101/handshake"
)

// Replaces reports whether the text of the request editor took the place of the one before as a whole, as by a paste, an example or
// a link.
func (m Model) Replaces(before Model) bool {
	return m.Text != before.Text && editOf(before.Text, m.Text).replacesAll(before.Text)
}

// FirstMark returns the line, from 0, of an editor's text to show first where the text is too long to be seen whole: the first one with
// an error, else with a warning, else where the text tells the cause, else with a note. false for none.
func (m Model) FirstMark(editor string) (line int, ok bool) {
	if editor == "response" {
		worst := handshake.Severity(0)
		for i, l := range m.MarkedResponse() {
			if l.Worst != 0 && (worst == 0 || l.Worst < worst) {
				worst, line, ok = l.Worst, i, true
			}
		}
		return line, ok
	}
	at := -1
	for _, severity := range []handshake.Severity{handshake.Error, handshake.Warning, 0, handshake.Note} {
		for i := range m.Report.Findings {
			f := &m.Report.Findings[i]
			if span, in := m.inText(*f); in && f.Rule.Severity == severity && (at < 0 || span.Start < at) {
				at = span.Start
			}
		}
		if severity == 0 {
			at = m.evidence()
		}
		if at >= 0 && at <= len(m.Text) {
			return strings.Count(m.Text[:at], "\n"), true
		}
	}
	return 0, false
}

// evidence returns where the text tells the first cause, or has the first message; -1 where it does not.
func (m Model) evidence() int {
	if causes := m.Judged.Causes; len(causes) > 0 {
		for _, mark := range causes[0].Marks {
			if mark.Side == handshake.Text {
				return mark.Span.Start
			}
		}
	}
	if len(m.Judged.Messages) > 0 {
		return m.Judged.Messages[0].Start
	}
	return -1
}
