package app

import (
	"strings"

	"upgrade101/handshake"
)

// Change is what a press changed in the exchange, to be shown beside it.
type Change struct {
	Rule    *handshake.Rule // the one that was mended or broken; nil for several
	Broke   bool            // broken, not mended
	Other   bool            // by putting the rule's own example in the place of the exchange
	Was, Is []string        // lines that went and that came
}

// mostMended bounds the presses that "Fix all" stands for.
const mostMended = 24

// mostOffered bounds the notes that are tried for a mend while somebody types.
const mostOffered = 8

// Mendable says whether a machine can mend finding i.
func (m Model) Mendable(i int) bool { return i < mostOffered && m.Report.Edits(i, "") != nil }

// Mend mends finding i; key is a fresh Sec-WebSocket-Key, for where one is needed.
func (m Model) Mend(i int, key string) Model {
	if i < 0 || i >= len(m.Report.Findings) {
		return m
	}
	rule := m.Report.Findings[i].Rule
	x, ok := m.Report.Mend(i, key)
	if !ok {
		return m
	}
	return m.become(x, &Change{Rule: rule})
}

// MendAll mends whatever error or warning a machine can, one after the other, as a single step.
func (m Model) MendAll(key string) Model {
	report, mended := m.Report, false
	for range mostMended {
		x, ok := mendFirst(&report, key)
		if !ok {
			break
		}
		report, mended = handshake.Inspect(x, m.Policy), true
	}
	if !mended {
		return m
	}
	return m.become(report.Exchange, &Change{})
}

func mendFirst(r *handshake.Report, key string) (handshake.Exchange, bool) {
	for i, f := range r.Findings {
		if f.Rule.Severity == handshake.Note {
			break // notes come last
		}
		if x, ok := r.Mend(i, key); ok {
			return x, true
		}
	}
	return handshake.Exchange{}, false
}

// become puts an exchange into the editors and tells what changed by that.
func (m Model) become(x handshake.Exchange, c *Change) Model {
	before := m.Report.Exchange
	m = m.Put(unwired(x.Request), unwired(x.Response), m.Policy)
	if x.Request == "" {
		m = m.read(unwired(x.Response))
		m.Answer = ""
	}
	c.Was, c.Is = changedLines(before.Request, x.Request)
	was, is := changedLines(before.Response, x.Response)
	c.Was, c.Is = append(c.Was, was...), append(c.Is, is...)
	m.Change = c
	return m
}

// mostChanged bounds the lines of a change that are shown.
const mostChanged = 12

// changedLines are the lines that only one of two heads has.
func changedLines(before, after string) (was, is []string) {
	return missing(before, after), missing(after, before)
}

// missing are the lines of text that other does not have.
func missing(text, other string) (lines []string) {
	count := map[string]int{}
	for line := range strings.Lines(other) {
		count[line]++
	}
	for line := range strings.Lines(text) {
		if count[line]--; count[line] < 0 && len(lines) < mostChanged {
			lines = append(lines, line)
		}
	}
	return lines
}
