package model

import (
	"slices"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/accept"
	"upgrade101/handshake/head"
)

// CommonMistake is a mistake to make with one press.
type CommonMistake struct {
	Name   string                                     // what the client, the proxy or the server does
	Rule   string                                     // id of the rule that it breaks
	Broken func(*handshake.Report) *handshake.Example // for the exchange of a report; nil where the rule's own example does what Name says
}

// Common are the most common mistakes.
var Common = []CommonMistake{
	{Name: "A proxy removes Upgrade and Connection", Rule: "conn-stripped-by-proxy"},
	{Name: "A proxy sends another Connection", Rule: "conn-no-upgrade"},
	{Name: "A proxy speaks HTTP/1.0", Rule: "req-version-10"},
	{Name: "The client leaves out the key", Rule: "ws-key-missing"},
	{Name: "The client sends a key of the wrong length", Rule: "ws-key-length"},
	{Name: "The client asks for a draft of the protocol", Rule: "ws-version-draft"},
	{Name: "The page is on a host that the server does not allow", Rule: "origin-not-allowed"},
	{Name: "The server answers 200 instead of 101", Rule: "resp-status", Broken: answers200},
	{Name: "The server computes a wrong accept value", Rule: "resp-accept-wrong", Broken: acceptsKeyWithLineEnd},
	{Name: "The server picks a subprotocol that was not offered", Rule: "resp-proto-unoffered", Broken: picksUnoffered},
}

// answers200: the rule's own example has another status.
func answers200(*handshake.Report) *handshake.Example {
	e := handshake.Good()
	e.Response = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
	return e
}

// acceptsKeyWithLineEnd: the value of the rule's own example is right for the key of RFC 6455 §1.3, which the page opens with.
func acceptsKeyWithLineEnd(r *handshake.Report) *handshake.Example {
	if r.Accept == nil { // there is no key
		return handshake.RuleByID("resp-accept-wrong").Broken()
	}
	e := handshake.Good()
	e.Response = strings.Replace(e.Response, acceptOf(e.Response), accept.Derive(r.Accept.Key+"\n").Accept, 1)
	return e
}

// picksUnoffered: the subprotocol of the rule's own example, chat, may be offered.
func picksUnoffered(*handshake.Report) *handshake.Example {
	e := handshake.Good()
	e.Response = strings.TrimSuffix(e.Response, head.CRLF) + "Sec-WebSocket-Protocol: never-offered\r\n\r\n"
	return e
}

// Raises reports whether the exchange breaks this rule.
func (m Model) Raises(id string) bool { return raisesRule(&m.Report, id) }

func raisesRule(r *handshake.Report, id string) bool {
	return slices.ContainsFunc(r.Findings, func(f handshake.Finding) bool { return f.Rule.ID == id })
}

// Break breaks one rule in the exchange in the editors. If that is impossible, the rule's own example replaces the exchange. A
// rule that is already broken is repaired.
func (m Model) Break(id, key string) Model {
	rule := handshake.RuleByID(id)
	if rule == nil {
		return m
	}
	for i, f := range m.Report.Findings {
		if f.Rule == rule {
			return m.repair(i, key)
		}
	}
	whole, policy, made := handshake.Good(), m.Policy, m.brokenBy(rule)
	if own := rule.Broken().Policy; own.Subprotocols != nil || own.Origins != nil || own.NoDeflate || own.NoTakeover {
		policy = own
	}
	broken, ok := m.grafted(rule, whole, made, policy)
	if ok && broken.Raises(id) {
		was := exampleOf(m.Report.Exchange)
		m = m.become(broken, &Change{Rule: rule, Broke: true})
		others := slices.DeleteFunc(slices.Clone(m.broke), func(b breaking) bool { return b.rule == rule })
		m.broke = append(others, breaking{rule, was, exampleOf(m.Report.Exchange)})
		return m
	}
	if x := m.Report.Exchange; ok && broken.Report.Exchange.Request == x.Request && broken.Report.Exchange.Response == x.Response { // the mistake is there already, behind another that hides its finding
		if repaired, ok := m.grafted(rule, made, whole, m.Policy); ok && repaired.Text != m.Text {
			return m.become(repaired, &Change{Rule: rule})
		}
	}
	m = m.Example("rule " + id)
	m.Change = &Change{Rule: rule, Problem: problemOf(rule, &m.Report), Broke: true, Other: true}
	return m
}

// brokenBy returns the example that breaks a rule: that of the common mistake, or the rule's own.
func (m Model) brokenBy(rule *handshake.Rule) *handshake.Example {
	for _, c := range Common {
		if c.Rule == rule.ID && c.Broken != nil {
			return c.Broken(&m.Report)
		}
	}
	return rule.Broken()
}

func acceptOf(response string) string {
	h := head.ParseResponse(response)
	return FirstValue(&h, "Sec-WebSocket-Accept")
}

// breaking is a press that broke a rule: the exchange before and after it.
type breaking struct {
	rule        *handshake.Rule
	was, became *handshake.Example
}

func exampleOf(x handshake.Exchange) *handshake.Example {
	return &handshake.Example{Request: x.Request, Response: x.Response}
}

// repair removes finding i: by undoing the press that broke the rule, with the lines that this press changed where other
// edits have followed, by the suggested fix, or with the lines of the good example.
func (m Model) repair(i int, key string) Model {
	rule := m.Report.Findings[i].Rule
	if c := m.Change; c != nil && c.Broke && c.Rule == rule && m.CanUndo() {
		return m.Undo()
	}
	for _, b := range m.broke {
		if b.rule != rule || b.was.Response == "" && b.became.Response != "" {
			continue
		}
		if repaired, ok := m.grafted(rule, b.became, b.was, m.Policy); ok && !repaired.Raises(rule.ID) {
			return m.become(repaired, &Change{Rule: rule})
		}
	}
	if repaired, ok := m.fixed(i, key); ok {
		return m.become(repaired, &Change{Rule: rule})
	}
	if repaired, ok := m.grafted(rule, m.brokenBy(rule), handshake.Good(), m.Policy); ok && !repaired.Raises(rule.ID) {
		return m.become(repaired, &Change{Rule: rule})
	}
	m.Change = &Change{Rule: rule, Problem: m.Report.Findings[i].Problem(), Stays: true}
	return m
}

// grafted applies the change from one example to another to the current exchange; false if that is impossible.
func (m Model) grafted(rule *handshake.Rule, from, to *handshake.Example, policy handshake.Policy) (Model, bool) {
	x := m.Report.Exchange
	if rule.Broken().Paste != "" || rule.Broken().HTTP2 || x.HTTP2 {
		return m, false
	}
	request := graft(x.Request, from.Request, to.Request)
	x.Request, _ = head.Apply(x.Request, request)
	edits := onSide(handshake.Request, request)
	if rule.Broken().Response != "" {
		if x.Response == "" {
			x.Response = m.Report.Reply.Raw()
		}
		response := graft(x.Response, from.Response, to.Response)
		x.Response, _ = head.Apply(x.Response, response)
		edits = append(edits, onSide(handshake.Response, response)...)
	}
	m.Policy = policy
	m = m.holding(x, edits)
	return m, m.holds(x)
}

// onSide returns the edits with the head that they change.
func onSide(side handshake.Side, edits []head.Edit) []handshake.Edit {
	sided := make([]handshake.Edit, len(edits))
	for i, e := range edits {
		sided[i] = handshake.Edit{Side: side, Span: e.Span, Text: e.Text}
	}
	return sided
}

// graft returns the edits that apply the difference between the heads whole and broken to another head: it gets the start
// line and fields that differ; all other bytes stay.
func graft(raw, whole, broken string) []head.Edit {
	if raw == "" || broken == whole {
		return nil
	}
	h, from, to := head.ParseRequest(raw), head.ParseRequest(whole), head.ParseRequest(broken)
	was, is := linesByName(&from), linesByName(&to)
	differs := func(name string) bool { return was[name] != is[name] }

	var edits []head.Edit
	if line := to.Text(to.Line); line != from.Text(from.Line) {
		edits = append(edits, head.Edit{Span: h.Line, Text: graftLine(h.Text(h.Line), from.Text(from.Line), line)})
	}
	put := map[string]bool{}
	for i := range h.Fields {
		name := strings.ToLower(h.Fields[i].Name.Text)
		if !differs(name) {
			continue
		}
		e := h.RemoveLine(h.Fields[i].Line)
		if !put[name] {
			put[name], e.Text = true, is[name]
		}
		edits = append(edits, e)
	}
	more := ""
	for i := range to.Fields {
		if name := strings.ToLower(to.Fields[i].Name.Text); differs(name) && !put[name] {
			put[name] = true
			more += is[name]
		}
	}
	if more != "" {
		edits = append(edits, head.Edit{Span: head.Span{Start: h.End.Start, End: h.End.Start}, Text: more})
	}
	if rest := broken[to.End.Start:]; rest != whole[from.End.Start:] {
		edits = append(edits, head.Edit{Span: head.Span{Start: h.End.Start, End: len(raw)}, Text: rest})
	}
	return edits
}

// graftLine applies the parts of a start line that differ, if each line has three parts.
func graftLine(line, whole, broken string) string {
	mine, from, to := strings.Split(line, " "), strings.Split(whole, " "), strings.Split(broken, " ")
	if len(mine) != 3 || len(from) != 3 || len(to) != 3 {
		return broken
	}
	for i := range mine {
		if from[i] != to[i] {
			mine[i] = to[i]
		}
	}
	return strings.Join(mine, " ")
}

// linesByName returns the lines of a head with their line ends, by the lower-case name of the field.
func linesByName(h *head.Head) map[string]string {
	lines := map[string]string{}
	for i := range h.Fields {
		f := &h.Fields[i]
		_, next := h.LineAt(f.Line.End)
		lines[strings.ToLower(f.Name.Text)] += h.Raw[f.Line.Start:next]
	}
	return lines
}
