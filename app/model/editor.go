package model

import "strings"

// Blank reports whether the editors are empty.
func (m Model) Blank() bool { return strings.TrimSpace(m.Text) == "" }

// IsExample reports whether the editors have only the sample, as when the page opens.
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
