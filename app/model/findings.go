package model

import "strings"

// MaxFindings bounds how many findings are drawn; the rest is counted.
const MaxFindings = 60

// LineOf is the line of the text that finding i is about, from 1; 0 where the text does not hold its bytes, or is too
// long to count.
func (m Model) LineOf(i int) int {
	span, ok := m.inText(m.Report.Findings[i])
	if !ok || span.Start > maxDrawn {
		return 0
	}
	return 1 + strings.Count(m.Text[:span.Start], "\n")
}
