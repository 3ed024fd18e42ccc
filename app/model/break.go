package model

import (
	"slices"
	"strings"

	"upgrade101/handshake"
)

// Raises says whether the exchange breaks this rule.
func (m Model) Raises(id string) bool { return raisesRule(&m.Report, id) }

func raisesRule(r *handshake.Report, id string) bool {
	return slices.ContainsFunc(r.Findings, func(f handshake.Finding) bool { return f.Rule.ID == id })
}

// Break breaks one rule in the exchange in the editors. Where that cannot be done to it, the rule's own example
// replaces it. A rule that is broken already is repaired.
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
	whole, policy := handshake.Good(), m.Policy
	if own := rule.Broken.Policy; own.Subprotocols != nil || own.Origins != nil || own.NoDeflate {
		policy = own
	}
	if broken, ok := m.grafted(rule, whole, rule.Broken, policy); ok && broken.Raises(id) {
		return m.become(broken, &Change{Rule: rule, Broke: true})
	}
	m = m.Example("rule " + id)
	m.Change = &Change{Rule: rule, Problem: problemOf(rule, &m.Report), Broke: true, Other: true}
	return m
}

// repair removes finding i: by undoing the press that broke the rule, by the suggested fix, or with the lines of the
// good example.
func (m Model) repair(i int, key string) Model {
	rule := m.Report.Findings[i].Rule
	if c := m.Change; c != nil && c.Broke && c.Rule == rule && m.CanUndo() {
		return m.Undo()
	}
	if repaired, ok := m.fixed(i, key); ok {
		return m.become(repaired, &Change{Rule: rule})
	}
	if repaired, ok := m.grafted(rule, rule.Broken, handshake.Good(), m.Policy); ok && !repaired.Raises(rule.ID) {
		return m.become(repaired, &Change{Rule: rule})
	}
	m.Change = &Change{Rule: rule, Problem: m.Report.Findings[i].Problem(), Stays: true}
	return m
}

// grafted is the page with the change from one example to another made in the exchange at hand; false where
// it cannot be made there.
func (m Model) grafted(rule *handshake.Rule, from, to handshake.Example, policy handshake.Policy) (Model, bool) {
	x := m.Report.Exchange
	if rule.Broken.Paste != "" || rule.Broken.HTTP2 || x.HTTP2 {
		return m, false
	}
	x.Request = graft(x.Request, from.Request, to.Request)
	if rule.Broken.Response != "" {
		if x.Response == "" {
			x.Response = m.Report.Reply.Raw()
		}
		x.Response = graft(x.Response, from.Response, to.Response)
	}
	m.Policy = policy
	m = m.holding(x, nil)
	return m, m.Report.Exchange.Request == x.Request && m.Report.Exchange.Response == x.Response
}

// graft makes the change that leads from the head whole to the head broken in another head: start line and
// fields that differ there are taken over, all others stay.
func graft(head, whole, broken string) string {
	if head == "" || broken == whole {
		return head
	}
	start, fields, rest := parts(head)
	wholeStart, wholeFields, wholeRest := parts(whole)
	brokenStart, brokenFields, brokenRest := parts(broken)
	if brokenStart != wholeStart {
		start = graftLine(start, wholeStart, brokenStart)
	}
	if brokenRest != wholeRest {
		rest = brokenRest
	}
	differs := func(name string) bool {
		return !slices.Equal(named(wholeFields, name), named(brokenFields, name))
	}
	var b strings.Builder
	b.WriteString(start)
	put := map[string]bool{}
	for _, line := range fields {
		name := lineName(line)
		if !differs(name) {
			b.WriteString(line)
			continue
		}
		if !put[name] {
			put[name] = true
			b.WriteString(strings.Join(named(brokenFields, name), ""))
		}
	}
	for _, line := range brokenFields {
		if name := lineName(line); differs(name) && !put[name] {
			put[name] = true
			b.WriteString(strings.Join(named(brokenFields, name), ""))
		}
	}
	b.WriteString(rest)
	return b.String()
}

// graftLine takes over the parts of a start line that differ, where each line has its three parts.
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

// parts cuts a head into its start line, its other lines, and what begins with the empty line.
func parts(head string) (start string, lines []string, rest string) {
	for line := range strings.Lines(head) {
		switch {
		case start == "":
			start = line
		case strings.Trim(line, "\r\n") == "":
			return start, lines, head[len(start)+len(strings.Join(lines, "")):]
		default:
			lines = append(lines, line)
		}
	}
	return start, lines, ""
}

// lineName is what tells the lines of one field from those of another.
func lineName(line string) string {
	name, _, _ := strings.Cut(line, ":")
	return strings.ToLower(strings.TrimSpace(name))
}

func named(lines []string, name string) (found []string) {
	for _, line := range lines {
		if lineName(line) == name {
			found = append(found, line)
		}
	}
	return found
}
