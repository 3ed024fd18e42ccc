package hop

import (
	"strings"

	"upgrade101/handshake/head"
)

// Kind is how a line differs after a hop.
type Kind string

const (
	StartLine Kind = "start line" // version, method or target differ
	Removed   Kind = "removed"
	Added     Kind = "added"
	Rewritten Kind = "rewritten" // another value
	Renamed   Kind = "renamed"   // the name is spelled differently
	Moved     Kind = "moved"     // in another place
)

// Change is one difference between the head before a hop and the head after it.
type Change struct {
	Kind   Kind
	Text   string // the line after the hop; of a removed line, the one before it
	Was    string // the line before the hop; empty for an added one
	Before int    // its index among the field lines before the hop; -1 for an added line and the start line
	After  int    // its index among the field lines after the hop; -1 for a removed line and the start line
	Why    string
	Cites  []head.Citation // none if no RFC covers it
}

// Reason is why hops change a field, with citations.
type Reason struct {
	_       [0]func() // as in line
	Fields  string    // lower case; a list of names
	Removed string    // why it is removed
	Written string    // why it is added or rewritten
	Cites   string    // the section on its removal, as head.Cite reads it
	Speaks  string    // the section on the field
}

func (h *Hop) reasonFor(name string) *Reason {
	for i := range h.reasons {
		if hasElement(h.reasons[i].Fields, name) {
			return &h.reasons[i]
		}
	}
	return &noReason
}

var noReason Reason

// explain lists the differences. The edits are known; explain finds which line became which.
func explain(before, after *message, h *Hop) []Change {
	var changes []Change
	add := func(kind Kind, b, a int) {
		c := Change{Kind: kind, Text: after.start, Was: before.start, Before: b, After: a}
		cites := ""
		if kind != StartLine {
			c.Was = ""
		}
		if b >= 0 {
			f := before.fields[b]
			c.Was = f.name + ": " + f.value
			c.Text = c.Was
		}
		if a >= 0 {
			f := after.fields[a]
			c.Text = f.name + ": " + f.value
		}
		switch kind {
		case StartLine:
			c.Why, cites = h.startReason(before, after)
		case Removed:
			c.Why, cites = h.removal(before, after, before.fields[b].name)
		case Renamed, Moved:
			c.Why, cites = h.because("(" + string(kind) + ")")
		default:
			c.Why, cites = h.writing(after.fields[a].name)
		}
		if cites != "" {
			c.Cites = head.Cite(cites)
		}
		changes = append(changes, c)
	}
	if before.start != after.start {
		add(StartLine, -1, -1)
	}
	cameFrom := make([]int, len(after.fields))
	taken := make([]bool, len(before.fields))
	for i, f := range after.fields {
		if cameFrom[i] = f.from; f.from >= 0 {
			taken[f.from] = true
		}
	}
	for i, f := range after.fields {
		for j := 0; cameFrom[i] < 0 && j < len(taken); j++ { // a hop writes few lines
			if !taken[j] && head.EqualFold(before.fields[j].name, f.name) {
				cameFrom[i], taken[j] = j, true
			}
		}
	}
	for j := range taken {
		if !taken[j] {
			add(Removed, j, -1)
		}
	}
	stays := longestRise(cameFrom)
	for i, f := range after.fields {
		kind, from := Added, cameFrom[i]
		if from >= 0 {
			switch b := before.fields[from]; {
			case strings.Trim(b.value, " \t") != strings.Trim(f.value, " \t"):
				kind = Rewritten
			case b.name != f.name:
				kind = Renamed
			case !stays[i]:
				kind = Moved
			default:
				continue
			}
		}
		add(kind, from, i)
	}
	return changes
}

// because is what the catalog says about something that happens to any field, or to the start line.
func (h *Hop) because(what string) (why, cites string) {
	r := h.reasonFor(what)
	return r.Written, r.Speaks
}

func (h *Hop) startReason(before, after *message) (why, cites string) {
	b, _ := before.part("version")
	a, _ := after.part("version")
	what := "(method)"
	switch {
	case a == "1.0" && b != "1.0":
		what = "(1.0)"
	case a != b:
		what, b = "(version)", a
	case strings.HasPrefix(after.start, "HTTP/"):
		what = "(status)"
	default:
		b, _ = before.part("target")
		if a, _ = after.part("target"); a != b {
			what = "(target)"
		}
	}
	why, cites = h.because(what)
	return strings.ReplaceAll(strings.ReplaceAll(why, "{1}", b), "{2}", a), cites
}

// removal explains why a line is not forwarded.
func (h *Hop) removal(before, after *message, name string) (why, cites string) {
	if after.has(name) {
		return h.because("(joined)")
	}
	if line := h.mentions(name); line != "" {
		return "The configuration says so: " + line, h.reasonFor(name).Cites
	}
	if named, _ := before.get("connection"); hasElement(named, name) && !head.EqualFold(name, "upgrade") {
		return h.because("(named)")
	}
	if r := h.reasonFor(name); r.Removed != "" {
		return r.Removed, r.Cites
	}
	return h.because("(dropped)")
}

// writing explains why a line was added or rewritten.
func (h *Hop) writing(name string) (why, cites string) {
	r := h.reasonFor(name)
	if line := h.mentions(name); line != "" {
		return "The configuration says so: " + line, r.Speaks
	}
	if r.Written != "" {
		return r.Written, r.Speaks
	}
	return h.because("(own)")
}

// mentions finds the line of the configuration that names a field; "" for none. The first word of a line is a statement,
// as in "server {", and not a field.
func (h *Hop) mentions(name string) string {
	for _, l := range strings.Split(h.snippet, "\n") {
		l = strings.TrimSpace(l)
		for i, word := range strings.FieldsFunc(l, noName) {
			if head.EqualFold(strings.TrimPrefix(word, "-"), name) && (i > 0 || !strings.HasPrefix(l, word+" ")) {
				return l
			}
		}
	}
	return ""
}

// noName reports whether a character is in no name of a field or variable.
func noName(r rune) bool {
	return r != '-' && r != '_' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
}

// longestRise marks the members of a longest increasing subsequence: the lines that did not move. Negative members are
// ignored.
func longestRise(a []int) []bool {
	var tails []int // positions in a; tails[n] ends the increasing sequence of n+1 members with the smallest last one
	before := make([]int, len(a))
	for i, v := range a {
		if v < 0 {
			continue
		}
		lo, hi := 0, len(tails)
		for lo < hi {
			if mid := (lo + hi) / 2; a[tails[mid]] < v {
				lo = mid + 1
			} else {
				hi = mid
			}
		}
		before[i] = -1
		if lo > 0 {
			before[i] = tails[lo-1]
		}
		if lo == len(tails) {
			tails = append(tails, i)
		} else {
			tails[lo] = i
		}
	}
	in := make([]bool, len(a))
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = before[i] {
			in[i] = true
		}
	}
	return in
}
