package model

import "strings"

// Blank says whether nothing was typed.
func (m Model) Blank() bool { return strings.TrimSpace(m.Text) == "" }

// IsExample says whether the editors hold the sample alone, as the page opens.
func (m Model) IsExample() bool { return m.Text == Sample && m.ResponseText == "" }

// Headline is what the exchange comes to; of the sample it says that it is one, unless the reader has set what the server
// decides.
func (m Model) Headline() string {
	h := m.Judged.Headline
	if !m.IsExample() || PolicyQuery(m.Policy) != "" || h == "" {
		return h
	}
	return "Example: " + strings.ToLower(h[:1]) + h[1:]
}
