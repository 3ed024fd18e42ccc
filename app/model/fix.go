package model

import (
	"cmp"
	"slices"

	"upgrade101/handshake"
	"upgrade101/handshake/export"
	"upgrade101/handshake/head"
	"upgrade101/handshake/paste"
)

// Change is what a press changed in the exchange, to be shown.
type Change struct {
	Rule           *handshake.Rule // the one that was fixed or broken; nil for several
	Problem        string          // what the rule says is wrong
	Broke          bool            // the rule was broken, not fixed
	Other          bool            // the rule's own example replaced the exchange
	Removed, Added []string        // lines of both heads, at most maxChanged of each per head
	Stays          bool            // nothing changed: the finding has no fix, and the good example does not repair it
	Raw            bool            // a paste in another format was replaced by raw HTTP
	Old            bool            // the response was removed, because it answered the request before the fix
	Again          string          // a curl command that sends the fixed request, secrets masked; set with Old
}

// maxFixes bounds the fixes of one press of "Fix all".
const maxFixes = 24

// maxOffered bounds the findings of a report for which a fix is sought.
const maxOffered = 8

// maxRemembered bounds the fixes that a FixMemo keeps.
const maxRemembered = 64

// FixMemo caches which findings can be fixed. Finding out takes another inspection, which is too slow for every keystroke. It
// decides only whether to show a button; Fix computes the fix again.
type FixMemo struct{ known map[string]bool }

// Fixable reports whether finding i of a report has a fix. The key of the cache is the rule and what was seen, and
// whether there is a response.
func (f *FixMemo) Fixable(r *handshake.Report, i int) bool {
	if i >= maxOffered {
		return false
	}
	seen := r.Findings[i].Rule.ID + " " + r.Findings[i].Got
	if r.Response != nil {
		seen += " answered"
	}
	can, known := f.known[seen]
	if !known {
		can = editsOf(r, i, "") != nil
		if f.known == nil || len(f.known) >= maxRemembered {
			f.known = map[string]bool{}
		}
		f.known[seen] = can
	}
	return can
}

// editsOf returns the edits that fix finding i of a report; nil for none. For a note about the request, a response that came is not
// rewritten.
func editsOf(r *handshake.Report, i int, key string) []handshake.Edit {
	edits := r.Edits(i, key)
	if f := &r.Findings[i]; f.Rule.Severity == handshake.Note && f.Side == handshake.Request &&
		slices.ContainsFunc(edits, func(e handshake.Edit) bool { return e.Side == handshake.Response }) {
		return nil
	}
	return edits
}

// Fix fixes finding i; key is a new Sec-WebSocket-Key, in case the fix needs one. If only a person can fix it, Change says so.
func (m Model) Fix(i int, key string) Model {
	if i < 0 || i >= len(m.Report.Findings) {
		return m
	}
	fixed, ok := m.fixed(i, key)
	if !ok {
		m.Change = &Change{Rule: m.Report.Findings[i].Rule, Stays: true}
		return m
	}
	return m.become(fixed, &Change{Rule: m.Report.Findings[i].Rule})
}

// FixAll fixes all errors and warnings that can be fixed, as a single step.
func (m Model) FixAll(key string) Model {
	now, any := m, false
	for range maxFixes {
		next, ok := now.fixFirst(key)
		if !ok {
			break
		}
		now, any = next, true
	}
	if !any {
		return m
	}
	return m.become(now, &Change{})
}

func (m Model) fixFirst(key string) (Model, bool) {
	for i, f := range m.Report.Findings {
		if f.Rule.Severity == handshake.Note {
			break // notes come last
		}
		if fixed, ok := m.fixed(i, key); ok {
			return fixed, true
		}
	}
	return m, false
}

// fixed returns the model with finding i fixed, if possible by edits of the text, else with the fixed head as the text. It
// adds nothing to the history.
func (m Model) fixed(i int, key string) (Model, bool) {
	edits := editsOf(&m.Report, i, key)
	if edits == nil {
		return m, false
	}
	x, _ := m.Report.Fix(i, key)
	if m.refuses(x) {
		x.Response = ""
	}
	return m.holding(x, edits), true
}

// refuses reports whether the response refuses the request at hand for a fault that the fixed exchange does not have. Judged
// with the fixed request, it would suggest causes that did not exist.
func (m Model) refuses(fixed handshake.Exchange) bool {
	x := m.Report.Exchange
	if x.Response == "" || x.HTTP2 || fixed.Response != x.Response || fixed.Request == x.Request || m.Report.Reply.Status == 101 {
		return false
	}
	code, ok := m.Report.Response.StatusCode()
	return ok && code >= 200
}

// holding puts an exchange into the editors: by these edits of the text if that gives it, else as raw HTTP.
func (m Model) holding(x handshake.Exchange, edits []handshake.Edit) Model {
	if x.Response != m.Report.Exchange.Response && m.ResponseText != "" {
		m.ResponseText = asText(x.Response)
	}
	next := m.read(m.edited(edits))
	if n := len(next.Paste.Exchanges); n == len(m.Paste.Exchanges) && next.Chosen != m.Chosen {
		next = next.Choose(m.Chosen)
	}
	if next.holds(x) {
		return next
	}
	switch {
	case x.Request == "":
		m.ResponseText = ""
		return m.read(asText(x.Response))
	case x.Response != "":
		m.ResponseText = asText(x.Response)
	}
	return m.read(asText(x.Request))
}

func (m Model) holds(x handshake.Exchange) bool {
	got := m.Report.Exchange
	return got.Request == x.Request && got.Response == x.Response && got.HTTP2 == x.HTTP2
}

// edited applies the edits to the text if the text has the bytes that they change.
func (m Model) edited(edits []handshake.Edit) string {
	end := 0
	var own []head.Edit
	for _, e := range edits {
		if e.Side == handshake.Response && m.ResponseText != "" {
			continue
		}
		span, ok := m.Paste.TextSpan(m.Chosen, e.Side, e.Span)
		if !ok || span.Start < end {
			return m.Text
		}
		own, end = append(own, head.Edit{Span: span, Text: ToLF(e.Text)}), span.End
	}
	text, _ := head.Apply(m.Text, own)
	return text
}

// become adopts the texts of another model's editors as one step, and records the change.
func (m Model) become(other Model, c *Change) Model {
	before, after := m.Report.Exchange, other.Report.Exchange
	c.Raw = m.Paste.Format != other.Paste.Format && other.Paste.Format == paste.FormatRaw
	c.Problem = cmp.Or(problemOf(c.Rule, &m.Report), problemOf(c.Rule, &other.Report))
	chosen, broke := other.Chosen, m.broke
	m = m.Put(other.Text, other.ResponseText, other.Policy)
	m.broke = broke
	if chosen != m.Chosen && chosen < len(m.Paste.Exchanges) {
		m = m.Choose(chosen)
	}
	c.Removed, c.Added = changedLines(before.Request, after.Request)
	if c.Old = !c.Broke && before.Response != "" && after.Response == "" && after.Request != ""; c.Old {
		again, _ := handshake.Redact(after)
		c.Again = export.WithSecrets(again, export.FormCurl)
	} else {
		was, is := changedLines(before.Response, after.Response)
		c.Removed, c.Added = append(c.Removed, was...), append(c.Added, is...)
	}
	m.Change = c
	return m
}

// problemOf returns the problem that a report has for a rule; "" for none.
func problemOf(rule *handshake.Rule, r *handshake.Report) string {
	for i := range r.Findings {
		if r.Findings[i].Rule == rule {
			return r.Findings[i].Problem()
		}
	}
	return ""
}

// maxChanged bounds the lines of a change that are shown.
const maxChanged = 12

// changedLines returns the lines that only one of two heads has, at most maxChanged of each.
func changedLines(before, after string) (removed, added []string) {
	a, b := SplitLines(before), SplitLines(after)
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	for _, p := range PairLines(a, b) {
		if p.Was == p.Is {
			continue
		}
		if p.Was != "" && len(removed) < maxChanged {
			removed = append(removed, p.Was)
		}
		if p.Is != "" && len(added) < maxChanged {
			added = append(added, p.Is)
		}
	}
	return removed, added
}
