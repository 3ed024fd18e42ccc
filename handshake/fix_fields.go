package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// Fixes, by the name that a rule's literal uses: here those for any field line; fix_target.go and
// fix_handshake.go have the others. They do not judge: fixer.verify rejects a fix that does not help.

// put sets a field to its good value.
func put(field, value string) func(*fixer) {
	return func(m *fixer) { m.put(field, value) }
}

// replaceWith replaces the bytes of the finding by a good text.
func replaceWith(text string) func(*fixer) {
	return func(m *fixer) { m.replace(m.finding.Span, text) }
}

// removeBytes removes the bytes of the finding.
func removeBytes(m *fixer) { m.replace(m.finding.Span, "") }

// removeLine removes the line of the finding.
func removeLine(m *fixer) { m.removeLine(m.finding.Span) }

// colonOrNone puts the colon into the line of the finding if it names a field, and removes it if not.
func colonOrNone(m *fixer) {
	if !m.addColon(m.finding.Span) {
		removeLine(m)
	}
}

// removeAllLines removes every line of the field that the finding points into.
func removeAllLines(m *fixer) {
	if f := m.field(); f != nil {
		m.remove(m.head.Get(f.Name.Text)...)
	}
}

// keepFirst removes the lines of a field after its first.
func keepFirst(m *fixer) {
	if f := m.field(); f != nil {
		m.remove(m.head.Get(f.Name.Text)[1:]...)
	}
}

// joinLines joins several lines into one, each member once.
func joinLines(m *fixer) {
	if f := m.field(); f != nil {
		var members []string
		seen := map[string]bool{}
		for _, t := range m.head.List(f.Name.Text) {
			if !seen[t.Text] {
				members = append(members, t.Text)
			}
			seen[t.Text] = true
		}
		m.list(f.Name.Text, members)
	}
}

// removeMember removes the member that the finding points at from its list.
func removeMember(m *fixer) {
	if f := m.field(); f != nil && !f.Folded() {
		var members []string
		for _, t := range m.head.List(f.Name.Text) {
			if t.Span != m.finding.Span {
				members = append(members, t.Text)
			}
		}
		m.list(f.Name.Text, members)
	}
}

// onlyOptions keeps the members of Connection that are tokens; if none is left and there is an Upgrade, it lists that.
func onlyOptions(m *fixer) {
	var members []string
	for _, t := range m.head.options {
		if head.IsToken(t.Text) {
			members = append(members, t.Text)
		}
	}
	if members == nil && m.head.count[nameUpgrade] > 0 {
		members = []string{"Upgrade"}
	}
	m.list(head.FieldNames[nameConnection], members)
}

// wholeHandshake writes all fields of an opening handshake.
func wholeHandshake(m *fixer) {
	m.put(head.FieldNames[nameUpgrade], "websocket")
	if !m.head.asksToSwitch() {
		m.put(head.FieldNames[nameConnection], "Upgrade")
	}
	if m.head.count[nameKey] == 0 {
		m.add(head.FieldNames[nameKey], m.nonce)
	}
	if m.head.count[nameVersion] == 0 {
		m.add(head.FieldNames[nameVersion], "13")
	}
}

// validProtocols keeps the members of Upgrade that are protocols; if none is one, or a WebSocket is meant, the whole handshake
// is written.
func validProtocols(m *fixer) {
	if m.side == Response {
		switchTo(m)
		return
	}
	var valid []string
	for _, t := range m.head.tokens {
		if isProtocol(t.Text) {
			valid = append(valid, t.Text)
		}
	}
	if len(valid) == 0 || m.head.wantsWebSocket() || m.head.count[nameKey] > 0 || m.head.count[nameVersion] > 0 {
		wholeHandshake(m)
		return
	}
	m.put(head.FieldNames[nameUpgrade], strings.Join(valid, ", "))
}

// nameUpgradeOption makes Connection name Upgrade, and keeps HTTP2-Settings, which a request for h2c lists too (RFC 7540 §3.2.1).
// An Upgrade without a protocol needs one as well.
func nameUpgradeOption(m *fixer) {
	switch {
	case len(m.head.tokens) == 0:
		wholeHandshake(m)
	case m.head.count[nameHTTP2Settings] > 0 && head.Contains(m.head.tokens, "h2c"):
		m.put(head.FieldNames[nameConnection], "Upgrade, HTTP2-Settings")
	default:
		m.put(head.FieldNames[nameConnection], "Upgrade")
	}
}

// fromHixie converts a handshake without version to that of RFC 6455.
func fromHixie(m *fixer) {
	m.remove(m.head.Get("Sec-WebSocket-Key1")...)
	m.remove(m.head.Get("Sec-WebSocket-Key2")...)
	if m.head.Rest() != "" {
		m.replace(Span{Start: m.head.End.End, End: len(m.head.Raw)}, "")
	}
	wholeHandshake(m)
}

// plainName converts a field name to a token. One that begins with a known name lacks its colon there.
func plainName(m *fixer) {
	if f := m.field(); f != nil && !f.Folded() && m.addColon(f.Line) {
		return
	}
	name := head.NormalizePunctuation(m.head.Text(m.finding.Span))
	m.rename(strings.Map(func(r rune) rune {
		if r < 0x80 && head.IsTokenChar(byte(r)) {
			return r
		}
		return -1
	}, name))
}

func hyphens(m *fixer) {
	m.rename(strings.ReplaceAll(m.head.Text(m.finding.Span), "_", "-"))
}

func spellRight(m *fixer) {
	if f := m.field(); f != nil {
		m.rename(misspelled(f))
	}
}

// emptyName removes a line without a name.
func emptyName(m *fixer) {
	if f := m.field(); f != nil {
		m.remove(f)
	}
}

// rename changes the name of the finding's line; if there is a field with that name already, it removes the line.
func (m *fixer) rename(name string) {
	f := m.field()
	switch {
	case f == nil || name == "":
	case len(m.head.Get(name)) > 0:
		m.remove(f)
	default:
		m.replace(f.Name.Span, name)
	}
}

// unfoldLine appends a continuation to the line before it, with one SP between.
func unfoldLine(m *fixer) {
	raw, at := m.head.Raw, m.finding.Span
	end := len(strings.TrimRight(raw[:at.Start], "\r\n \t"))
	start, stop := head.TrimBlanks(raw, at.Start, at.End)
	if start == stop {
		m.replace(Span{Start: end, End: stop}, "")
		return
	}
	m.replace(Span{Start: end, End: start}, " ")
}

// outdent removes the blanks at the beginning of a line; it removes a line without a colon.
func outdent(m *fixer) {
	at := m.finding.Span
	if !strings.Contains(m.head.Text(at), ":") {
		m.removeLine(at)
		return
	}
	start, _ := head.TrimBlanks(m.head.Raw, at.Start, at.End)
	m.replace(Span{Start: at.Start, End: start}, "")
}

// endHead adds the empty line.
func endHead(m *fixer) {
	at, text := len(m.head.Raw), "\r\n"
	if at > 0 && m.head.Raw[at-1] != '\n' {
		text = "\r\n\r\n"
	}
	m.replace(Span{Start: at, End: at}, text)
}

// fullLineEnds inserts a CR before every LF of the head that lacks it.
func fullLineEnds(m *fixer) {
	for _, f := range m.head.Faults {
		if f.Kind == head.FaultBareLF {
			m.replace(Span{Start: f.Span.Start, End: f.Span.Start}, "\r")
		}
	}
}

// plainChars replaces characters that look like ASCII.
func plainChars(m *fixer) {
	h := m.head
	for i, c := range h.Raw[h.Line.Start:h.End.Start] {
		if _, plain, ok := head.Lookalike(c); ok {
			at := h.Line.Start + i
			m.replace(Span{Start: at, End: at + len(string(c))}, plain)
		}
	}
}
