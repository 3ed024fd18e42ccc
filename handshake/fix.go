package handshake

import (
	"sort"
	"strings"
	"unicode/utf8"

	"upgrade101/handshake/head"
)

// Fix returns the exchange with finding i of the report fixed and nothing else changed; false if only a person can know what to
// write. A fix is re-inspected before it is returned: the finding must be gone, with no new error.
//
// If a new Sec-WebSocket-Key is needed, the fix uses key, which the caller makes from 16 random bytes, or a fixed one for "".
func (r *Report) Fix(i int, key string) (Exchange, bool) {
	edits := r.Edits(i, key)
	if edits == nil {
		return r.Exchange, false
	}
	return r.withEdits(edits), true
}

// withEdits returns the exchange with the edits made. A new key is no longer that of an earlier request.
func (r *Report) withEdits(edits []Edit) Exchange {
	x := r.Exchange.apply(edits)
	if x.Context&ContextKeyReused != 0 && x.SentKey() != r.Exchange.SentKey() {
		x.Context &^= ContextKeyReused
	}
	return x
}

// maxFixed bounds the heads for which a fix is offered, in bytes.
const maxFixed = 4 * MaxHead

// Edits returns the edits of Fix: at least one, in the order of the bytes, the request's first; nil if Fix returns false.
func (r *Report) Edits(i int, key string) []Edit {
	f := &r.Findings[i]
	if f.Rule.fix == nil || len(r.Exchange.Request)+len(r.Exchange.Response) > maxFixed {
		return nil
	}
	m := fixer{pass: pass{policy: r.policy, report: r, rule: f.Rule, side: f.Side}, finding: f, nonce: key}
	if r.Request != nil {
		m.req = newParsedHead(*r.Request)
		m.head = m.req
	}
	if r.Response != nil {
		m.resp = newParsedHead(*r.Response)
	}
	if f.Side == Response {
		m.head = m.resp
	}
	if key == "" {
		m.nonce = Good().request().value(nameKey)
		if m.req != nil && m.req.value(nameKey) == m.nonce {
			m.nonce = "mB0dL7cY0nQ2hV5r8XkTjA=="
		}
	}
	f.Rule.fix(&m)
	sort.SliceStable(m.edits, func(i, j int) bool {
		a, b := &m.edits[i], &m.edits[j]
		if a.Side != b.Side {
			return a.Side < b.Side
		}
		return a.Span.Start < b.Span.Start
	})
	if !m.verify() {
		return nil
	}
	return m.edits
}

// verify re-inspects the exchange: the edits must apply, and fix the finding without breaking anything else.
func (m *fixer) verify() bool {
	for i, e := range m.edits {
		if !utf8.ValidString(e.Text) || !m.report.Exchange.holds(e.Side, e.Span) {
			return false
		}
		if i > 0 && m.edits[i-1].Side == e.Side && m.edits[i-1].Span.End > e.Span.Start {
			return false
		}
	}
	if len(m.edits) == 0 {
		return false
	}
	before := m.report
	x := before.withEdits(m.edits)
	after := inspect(x, before.policy, rulesFor(&x))
	was, is := before.count(m.rule, m.side), after.count(m.rule, m.side)
	if is >= was && was < maxPerRule {
		return false
	}
	if m.reveals {
		return true
	}
	for i := range after.Findings {
		// A well-formed answer may still not be a 101.
		if f := &after.Findings[i]; f.Rule.Severity == Error && f.Rule.ID != "resp-status" && before.count(f.Rule, f.Side) == 0 {
			return false
		}
	}
	return true
}

// count is how often a rule was found broken in one head.
func (r *Report) count(rule *Rule, side Side) (n int) {
	for i := range r.Findings {
		if r.Findings[i].Rule == rule && r.Findings[i].Side == side {
			n++
		}
	}
	return n
}

// request is the head of an example.
func (e *Example) request() *parsedHead {
	x := e.Exchange()
	return newParsedHead(x.RequestHead())
}

// fixer collects the edits that fix one finding.
type fixer struct {
	pass    // head is the head to edit
	finding *Finding
	nonce   string
	edits   []Edit
	reveals bool // a line becomes a field, and what it says is judged only then
}

// The tools of a fix: each adds edits of the head that the finding is about.

func (m *fixer) replace(at Span, text string) {
	m.edits = append(m.edits, Edit{m.side, at, text})
}

// replacePart rewrites a part of a field's value. In a folded value, every part has the span of the whole, so the line must be
// unfolded first.
func (m *fixer) replacePart(rewrite func(string) string) {
	if f := m.field(); f == nil || !f.Folded() {
		m.replace(m.finding.Span, rewrite(m.head.Text(m.finding.Span)))
	}
}

// put gives a field one line with this value, in the place of its first line, or adds it.
func (m *fixer) put(field, value string) {
	lines := m.head.Get(field)
	if len(lines) == 0 {
		m.add(field, value)
		return
	}
	if at := (Span{Start: lines[0].Name.Span.End, End: lines[0].Line.End}); m.head.Text(at) != ": "+value {
		m.replace(at, ": "+value)
	}
	m.remove(lines[1:]...)
}

// add writes a field line: Host first, any other last. A line of the field that lacks its colon gets that instead.
func (m *fixer) add(field, value string) {
	if m.addColonOf(field) {
		return
	}
	if m.report.Exchange.HTTP2 {
		field = strings.ToLower(field)
	}
	at := len(m.head.Fields)
	if field == head.FieldNames[nameHost] {
		at = 0
	}
	e := m.head.InsertField(at, field, value)
	m.replace(e.Span, e.Text)
}

// addColon puts the colon into a line that lacks it after its name, as in "Host a.example" and "Host a.example:81"; false where the line names no
// field, or one that is there.
func (m *fixer) addColon(line Span) bool {
	text := m.head.Text(line)
	name, _, _ := strings.Cut(strings.ReplaceAll(text, "\t", " "), " ")
	start, end := head.TrimBlanks(m.head.Raw, line.Start+len(name), line.End)
	if start == end || !head.IsCommonField(name) || len(m.head.Get(name)) > 0 {
		return false
	}
	m.replace(Span{Start: line.Start + len(name), End: start}, ": ")
	m.reveals = true
	return true
}

// addColonOf does so with the first line that names the field.
func (m *fixer) addColonOf(field string) bool {
	for _, f := range m.head.Faults {
		if at := f.Span; f.Kind == head.FaultNoColon || f.Kind == head.FaultNameInvalid {
			if text := m.head.Text(at); len(text) > len(field) && equalFold(text[:len(field)], field) && strings.IndexByte(" \t", text[len(field)]) >= 0 {
				end, _ := m.head.LineAt(at.Start)
				return m.addColon(Span{Start: at.Start, End: end})
			}
		}
	}
	return false
}

// remove removes whole lines.
func (m *fixer) remove(fields ...*Field) {
	for _, f := range fields {
		m.removeLine(f.Line)
	}
}

func (m *fixer) removeLine(at Span) {
	e := m.head.RemoveLine(at)
	m.replace(e.Span, e.Text)
}

// field returns the field that the finding points into; nil for none.
func (m *fixer) field() *Field {
	for i := range m.head.Fields {
		f := &m.head.Fields[i]
		if at := m.finding.Span; f.Line.Start <= at.Start && at.End <= f.Line.End {
			return f
		}
	}
	return nil
}

// list gives a comma list these members; without any, it removes the field.
func (m *fixer) list(field string, members []string) {
	if len(members) == 0 {
		m.remove(m.head.Get(field)...)
		return
	}
	text := members[0]
	for _, s := range members[1:] {
		text += ", " + s
	}
	m.put(field, text)
}
