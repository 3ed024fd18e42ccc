package command

import "strings"

// comment is a comment of a file.
type comment struct {
	from, to int // its lines, from 1
	text     string
}

// mark is a comment above a block that tells check how to treat it:
//
//	upgrade101: ignore                   skip it
//	upgrade101: broken conn-no-upgrade   it breaks these rules intentionally
type mark struct {
	line   int
	ignore bool
	broken []string
	wrong  string // the fault of the mark itself; "" for none
	used   bool   // a handshake follows it
}

const markWord = "upgrade101:"

// readMark reads the mark that a comment holds; nil for none.
func readMark(c comment) *mark {
	inside, ok := strings.CutPrefix(strings.TrimSpace(c.text), markWord)
	if !ok {
		return nil
	}
	words := strings.FieldsFunc(inside, func(c rune) bool { return strings.ContainsRune(" \t\r\n,", c) })
	m := &mark{line: c.to}
	switch {
	case len(words) == 1 && words[0] == "ignore":
		m.ignore = true
	case len(words) > 1 && words[0] == "broken":
		m.broken = words[1:]
	default:
		m.wrong = "a mark says \"upgrade101: ignore\" or \"upgrade101: broken RULE\""
	}
	return m
}

// marks are the marks of a file, by the line that their comment ends on.
type marks struct {
	lines    []string
	comments map[int]comment
	marks    map[int]*mark
}

// marks finds the marks outside code: in a block, a mark is an example.
func (f *format) marks(lines []string, blocks []block) *marks {
	found := &marks{lines, map[int]comment{}, map[int]*mark{}}
	code := map[int]bool{}
	if !f.within {
		for i := range blocks {
			for _, n := range blocks[i].lines {
				code[n] = true
			}
		}
	}
	for _, c := range f.comments(lines, code) {
		if found.marks[c.to] != nil {
			continue
		}
		found.comments[c.to] = c
		if m := readMark(c); m != nil {
			found.marks[c.to] = m
		}
	}
	return found
}

// above are the marks that end on line n, and in the comments right above: other tools have comments of their own.
func (m *marks) above(n int) (all []*mark) {
	for range maxAbove {
		c, ok := m.comments[n]
		if !ok {
			break
		}
		if mark := m.marks[n]; mark != nil {
			all = append(all, mark)
		}
		n = lineAbove(m.lines, c.from)
	}
	return all
}

// bracketed are the comments between two words, such as <!-- and -->, that begin a line, after the marks of quotes and
// lists, and end one.
func bracketed(lines []string, code map[int]bool, open, close string) (found []comment) {
	for i := 0; i < len(lines); i++ {
		line, ok := strings.CutPrefix(strings.TrimLeft(lines[i], " \t>*+-0123456789.)"), open)
		if !ok || code[i+1] {
			continue
		}
		var text strings.Builder
		for to := i; ; line = strings.TrimLeft(lines[to], " \t>") {
			inside, after, ended := strings.Cut(line, close)
			text.WriteString(inside + "\n")
			if ended {
				if strings.TrimSpace(after) == "" {
					found = append(found, comment{i + 1, to + 1, text.String()})
				}
				i = to
				break
			}
			if to++; to == len(lines) {
				return found // it has no end, and so have none that begin later
			}
		}
	}
	return found
}
