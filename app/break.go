package app

import (
	"slices"
	"strings"

	"upgrade101/handshake"
)

// Raises says whether the exchange breaks this rule.
func (m Model) Raises(id string) bool { return raises(&m.Report, id) }

func raises(r *handshake.Report, id string) bool {
	return slices.ContainsFunc(r.Findings, func(f handshake.Finding) bool { return f.Rule.ID == id })
}

// Break breaks one rule in the exchange that stands in the editors. Where that cannot be done to it, the
// rule's own example takes its place. A rule that is broken already is mended; if no machine can, the step
// that broke it is taken back.
func (m Model) Break(id, key string) Model {
	rule := handshake.RuleByID(id)
	if rule == nil {
		return m
	}
	for i, f := range m.Report.Findings {
		if f.Rule != rule {
			continue
		}
		if c := m.Change; c != nil && c.Broke && c.Rule == rule && m.CanUndo() {
			return m.Undo()
		}
		return m.Mend(i, key)
	}
	if rule.Broken.Paste == "" && !rule.Broken.HTTP2 && !m.Report.Exchange.HTTP2 {
		x := m.Report.Exchange
		if rule.Broken.Response != "" && x.Response == "" {
			x.Response = m.Report.Reply.Raw()
		}
		whole := handshake.Good()
		x.Request = graft(x.Request, whole.Request, rule.Broken.Request)
		if rule.Broken.Response != "" {
			x.Response = graft(x.Response, whole.Response, rule.Broken.Response)
		}
		policy := m.Policy
		if own := rule.Broken.Policy; own.Subprotocols != nil || own.Origins != nil || own.NoDeflate {
			policy = own
		}
		if report := handshake.Inspect(x, policy); raises(&report, id) {
			before := m.Report.Exchange
			broken := m.Put(unwired(x.Request), unwired(x.Response), policy)
			if broken.Raises(id) { // a text field cannot hold every byte
				broken.Change = &Change{Rule: rule, Broke: true}
				broken.Change.Was, broken.Change.Is = changedLines(before.Request+before.Response, x.Request+x.Response)
				return broken
			}
		}
	}
	m = m.Example("rule " + id)
	m.Change = &Change{Rule: rule, Broke: true, Other: true}
	return m
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
		start = brokenStart
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
		name := nameOf(line)
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
		if name := nameOf(line); differs(name) && !put[name] {
			put[name] = true
			b.WriteString(strings.Join(named(brokenFields, name), ""))
		}
	}
	b.WriteString(rest)
	return b.String()
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

// nameOf is what tells the lines of one field from those of another.
func nameOf(line string) string {
	name, _, _ := strings.Cut(line, ":")
	return strings.ToLower(strings.TrimSpace(name))
}

func named(lines []string, name string) (found []string) {
	for _, line := range lines {
		if nameOf(line) == name {
			found = append(found, line)
		}
	}
	return found
}
