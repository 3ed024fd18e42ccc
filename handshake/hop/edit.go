package hop

import (
	"strconv"
	"strings"

	"upgrade101/handshake/head"
)

// edit is one operation of a hop on the fields, parsed from a line of text.
//
//	edit  = [ "[" condition "]" ] op
//	op    = "-" name            ; remove; a final * is the rest of the name, (named) for
//	                            ; every field that Connection names, (all but) LIST for all others,
//	                            ; (odd) for names of more than letters, digits and hyphens,
//	                            ; (blank) for names with a blank behind them, (empty) for fields without a value
//	      / how name ":" value  ; write; (status) is that of an answer, with its reason; (content) is what follows
//	                            ; the head; (octets) writes all values in UTF-8
//	      / "&" ["*" / "1" / name] ; join the lines of each field into one, see message.join
//	      / "^" ["-" / "A"]     ; write the content in chunks; with a hyphen, without; with A, sizes have capitals
//	      / "/" name ": " ["!"] list ; remove the elements of the list from each line of the field, with ! all others
//	how   = *( "@" / "!" / "=" / "~" ) [ "?" / "+" / "," / "." / ">" ]
//
// Without a sign the field gets this one value; ? writes only if the field is absent, + always adds a line, a comma
// appends to the list, and a full stop does so without a space, and without a comma to an empty one; > takes the place of the last line, and each other
// line that of the next. @ puts the line among the hop's own fields (see
// arrange). ! sends a field even if its value is empty. = keeps the spelling of the name used here, whatever the hop does
// to names; ~ keeps the spelling that the name had.
type edit struct {
	_           [0]func() // as in line
	condition   string
	how         byte // '-', '=', '?', '+', ',' and others
	own, empty  bool
	spelt, kept bool
	name, value string
}

// writes reports whether the edit can write a line of its field.
func (e *edit) writes() bool {
	return strings.IndexByte("=?+,.>", e.how) >= 0
}

func parseEdit(s string) edit {
	var e edit
	s, e.condition = cutCondition(s)
	if s != "" && strings.IndexByte("&^/-", s[0]) >= 0 {
		e.how, e.empty = s[0], true
		e.name, e.value, _ = strings.Cut(s[1:], ": ")
		return e
	}
	e.how = '='
	for s != "" {
		switch s[0] {
		case '@':
			e.own = true
		case '!':
			e.empty = true
		case '=':
			e.spelt = true
		case '~':
			e.kept = true
		case '?', '+', ',', '.', '>':
			e.how = s[0]
		default:
			e.name, e.value, _ = strings.Cut(s, ":")
			e.value = strings.TrimPrefix(e.value, " ")
			return e
		}
		s = s[1:]
	}
	return e
}

// cutCondition splits a line into the condition in brackets and the rest.
func cutCondition(s string) (rest, condition string) {
	if strings.HasPrefix(s, "[") {
		if c, after, ok := strings.Cut(s[1:], "]"); ok {
			return strings.TrimPrefix(after, " "), c
		}
	}
	return s, ""
}

// choose returns the first alternative whose condition is true: "[condition] one; other".
func (x *exchange) choose(alternatives string) string {
	if !strings.ContainsAny(alternatives, "[;") {
		return alternatives
	}
	text, _ := x.first(strings.Split(alternatives, ";"))
	return text
}

// first is the first text of a list whose condition holds.
func (x *exchange) first(list []string) (text string, ok bool) {
	for _, one := range list {
		text, condition := cutCondition(strings.TrimSpace(one))
		if x.holds(condition) {
			return text, true
		}
	}
	return "", false
}

// parseEdits reads a list of edits.
func parseEdits(list []string) []edit {
	edits := make([]edit, len(list))
	for i, text := range list {
		edits[i] = parseEdit(text)
	}
	return edits
}

// apply makes the edits in order.
func (x *exchange) apply(m *message, edits []edit) {
	for i := range edits {
		e := &edits[i]
		if !x.holds(e.condition) {
			continue
		}
		how, value := e.how, x.fill(e.value)
		if value == "" && !e.empty {
			if how != '=' {
				continue
			}
			how = '-'
		}
		switch how {
		case '&':
			m.join(e.name)
		case '^':
			if e.name == "-" {
				m.content = m.text()
			} else if e.name != "" {
				size, rest, _ := strings.Cut(chunked(m.text()), "\r\n")
				m.content = strings.ToUpper(size) + "\r\n" + rest
			} else if !strings.HasSuffix(m.content, "0\r\n\r\n") {
				m.content = chunked(m.content)
			}
		case '/':
			m.cut(e.name, value)
		case '-':
			m.drop(e.name)
		default:
			switch e.name {
			case "(status)":
				m.start = "HTTP/1.1 " + value
				continue
			case "(content)":
				m.content = value
				continue
			case "(octets)":
				for _, f := range m.fields {
					f.value = utf8(f.value)
				}
				continue
			}
			l := &line{name: e.name, value: value, from: -1, by: e}
			if e.own {
				l.own = i + 1
			}
			m.write(l)
		}
	}
}

// utf8 encodes a text of which each octet is a character.
func utf8(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// write makes an edit that writes a line.
func (m *message) write(l *line) {
	old, there := m.get(l.name)
	switch l.by.how {
	case '?':
		if there {
			return
		}
	case '+':
	case '>':
		m.shift(l.name)
	case ',', '.':
		if there {
			if l.by.how == ',' {
				l.value = " " + l.value
			}
			if l.by.how == ',' || old != "" {
				l.value = old + "," + l.value
			}
		}
		fallthrough
	default:
		if there {
			m.set(l)
			return
		}
	}
	m.fields = append(m.fields, l)
}

// shift removes the last line of a field; each other one takes the place of the next.
func (m *message) shift(name string) {
	first := len(m.fields)
	for i := first - 1; i >= 0; i-- {
		if f := m.fields[i]; head.EqualFold(f.name, name) {
			if first < len(m.fields) {
				m.fields[first] = f
			}
			first = i
		}
	}
	if first < len(m.fields) {
		m.fields = append(m.fields[:first], m.fields[first+1:]...)
	}
}

func chunked(text string) string {
	if text != "" {
		text = strconv.FormatInt(int64(len(text)), 16) + "\r\n" + text + "\r\n"
	}
	return text + "0\r\n\r\n"
}

// cut removes elements from each line of a list field, or with ! all others; a line without elements is removed.
func (m *message) cut(name, elements string) {
	elements, only := strings.CutPrefix(elements, "!")
	m.filter(func(f *line) bool {
		if !head.EqualFold(f.name, name) {
			return true
		}
		kept := without(f.value, elements, only)
		if len(kept) <= strings.Count(f.value, ",") {
			f.value = strings.Join(kept, ",")
		}
		return len(kept) > 0
	})
}

// without is a list without some elements, or only of these.
func without(list, elements string, only bool) (kept []string) {
	for _, e := range strings.Split(list, ",") {
		if e = strings.TrimSpace(e); hasElement(elements, e) == only {
			kept = append(kept, e)
		}
	}
	return kept
}
