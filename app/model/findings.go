package model

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

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

// LineInHead is the line of its head that finding i is about, from 1; 0 for a field that is missing, and what is too long to draw.
func LineInHead(r *handshake.Report, i int) int {
	f, h := &r.Findings[i], HeadOf(r, r.Findings[i].Side)
	if h == nil {
		return 0
	}
	span := placeOf(f, h)
	if span.Start >= min(len(h.Raw), maxDrawn) || strings.HasSuffix(f.Rule.ID, "-missing") {
		return 0
	}
	return 1 + strings.Count(h.Raw[:span.Start], "\n")
}

// HeadOf is the head of one side; nil for none.
func HeadOf(r *handshake.Report, side handshake.Side) *head.Head {
	if side == handshake.Response {
		return r.Response
	}
	return r.Request
}
