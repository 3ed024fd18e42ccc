package model

import "strings"

// Blank reports whether the request editor is empty.
func (m Model) Blank() bool { return strings.TrimSpace(m.Text) == "" }

// IsSample reports whether the editors have only the sample, as when the page opens.
func (m Model) IsSample() bool { return m.Text == Sample && m.ResponseText == "" }

// Headline returns the judgement's headline, prefixed with "Example:" for the unchanged sample under the default policy.
func (m Model) Headline() string {
	h := m.Shown().Headline
	if !m.IsSample() || PolicyQuery(m.Policy) != "" || h == "" {
		return h
	}
	return "Example: " + strings.ToLower(h[:1]) + h[1:]
}
