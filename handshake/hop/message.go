package hop

import (
	"encoding/base64"
	"sort"
	"strconv"
	"strings"

	"upgrade101/handshake/digest"
	"upgrade101/handshake/head"
)

// line is a field line on its way through a hop.
type line struct {
	_           [0]func() // not comparable: comparing would be code in the page
	name, value string
	colon       string // what separates them, if not a colon and a space
	from        int    // its index in the head before the hop; -1 for a line that the hop wrote
	own         int    // numbers the lines for the slot of the hop's own fields; 0 for others
	place       int    // its slot, see arrange
	by          *edit  // the edit that wrote the value, if any
}

// message is a head under construction, and what follows it.
type message struct {
	start   string
	fields  []*line
	content string
	interim bool // 1xx heads preceded it
	own     bool // the hop wrote it itself
	faults  []head.Fault
	tabs    string // names of the fields with a tab after their value, alone and with the last element
}

// messageOf parses a head. Blanks around a value are not part of it (RFC 9112 §5.1), but parsers differ:
//
//	spaces  a tab is part of the value
//	end     what follows the value is part of it, and a fold
//	start   what precedes the value is forwarded unchanged
//	fold    each octet of a line end within a value becomes a space; else the whole fold does (RFC 9112 §5.2)
//	cut     what follows a fold is dropped
//	lines   each line of a fold is a field without a name
//	bare    a line without a colon is a field without a value; else it is dropped
//	all     everything is: the hop reads no head
//
// What follows a semicolon holds for answers, see parseResponse.
func messageOf(h *head.Head, blanks string) message {
	m := message{start: h.Text(h.Line), content: h.Rest(), faults: h.Faults, fields: make([]*line, 0, len(h.Fields))}
	around, _, _ := strings.Cut(blanks, " ")
	bare := h.Faults
	for i := range h.Fields {
		f := &h.Fields[i]
		for ; len(bare) > 0 && bare[0].Span.Start < f.Line.Start; bare = bare[1:] {
			if bare[0].Kind == head.FaultNoColon && strings.Contains(blanks, "bare") {
				m.add(h.Text(bare[0].Span), "")
			}
		}
		name, raw, _ := strings.Cut(h.Text(f.Line), ":")
		l := m.add(name, f.Value.Text)
		l.from = i
		if f.Folded() {
			switch {
			case strings.Contains(blanks, "cut"):
				raw, _, _ = strings.Cut(raw, "\r\n")
			case strings.Contains(blanks, "lines"):
				rest := ""
				raw, rest, _ = strings.Cut(raw, "\r\n")
				m.add("", strings.ReplaceAll(rest, "\r\n", "\r\n: "))
			case strings.Contains(blanks, "fold"):
				l.value = strings.Trim(strings.NewReplacer("\r", " ", "\n", " ").Replace(raw), " \t")
				continue
			case around != "end":
				continue
			}
		}
		if before := strings.TrimRight(raw, " "); before != "" && before[len(before)-1] == '\t' {
			last := f.Value.Text[strings.LastIndexByte(f.Value.Text, ',')+1:]
			m.tabs += f.Name.Text + "," + f.Name.Text + " " + strings.TrimSpace(last) + ","
		}
		switch around {
		case "spaces":
			l.value = strings.Trim(raw, " ")
		case "end":
			l.value = strings.TrimLeft(raw, " \t")
		case "start":
			if l.colon = ":"; l.value != "" {
				l.colon += raw[:len(raw)-len(strings.TrimLeft(raw, " \t"))]
			}
		}
	}
	return m
}

// add appends a new line.
func (m *message) add(name, value string) *line {
	l := &line{name: name, value: value, from: -1}
	m.fields = append(m.fields, l)
	return l
}

// faults names the faults in the bytes of a head, for the part "bad".
var faults = [...]string{
	head.FaultLeadingBlankLine: "lead", head.FaultBareLF: "lf", head.FaultNoColon: "colon", head.FaultNameEmpty: "name", head.FaultNameInvalid: "name",
	head.FaultBlankBeforeColon: "blank", head.FaultFold: "fold", head.FaultControl: "octet", head.FaultNUL: "octet", head.FaultBlankBeforeFirst: "blank",
}

// text returns the content without chunk framing.
func (m *message) text() string {
	if !m.has("transfer-encoding") {
		return m.content
	}
	text, rest := "", m.content
	for {
		size, after, _ := strings.Cut(rest, "\r\n")
		n, err := strconv.ParseUint(size, 16, 31)
		if err != nil || n == 0 || int(n) > len(after) {
			return text
		}
		text, rest = text+after[:n], strings.TrimPrefix(after[n:], "\r\n")
	}
}

// copy returns a copy with lines of its own.
func (m *message) copy() message {
	c := *m
	c.fields = make([]*line, len(m.fields))
	lines := make([]line, len(m.fields))
	for i, f := range m.fields {
		lines[i] = *f
		c.fields[i] = &lines[i]
	}
	return c
}

// parseResponse reads an answer. Blanks has other words for answers after a semicolon, if they differ.
func (h *Hop) parseResponse(raw string) message {
	r := head.ParseResponse(raw)
	requests, answers, other := strings.Cut(h.Blanks, ";")
	if !other {
		answers = requests
	}
	return messageOf(&r, answers)
}

// head writes the message without its content.
func (m *message) head() string {
	lines := make([]string, 0, len(m.fields)+2)
	lines = append(lines, m.start)
	for _, f := range m.fields {
		colon := f.colon
		if colon == "" {
			colon = ": "
		}
		lines = append(lines, f.name+colon+f.value)
	}
	return strings.Join(append(lines, "", ""), "\r\n")
}

// get returns the value of a field: all its lines as one list (RFC 9110 §5.3).
func (m *message) get(name string) (value string, ok bool) {
	lines := m.lines(name)
	return strings.Join(lines, ", "), lines != nil
}

// lines returns the values of the lines of a field.
func (m *message) lines(name string) (values []string) {
	for _, f := range m.fields {
		if head.EqualFold(f.name, name) {
			values = append(values, f.value)
		}
	}
	return values
}

// part returns what is not in a field, or not only there: method, target, version, status, content, interim.
func (m *message) part(name string) (string, bool) {
	a, rest, _ := strings.Cut(m.start, " ")
	b, c, _ := strings.Cut(rest, " ")
	switch name {
	case "method":
		return a, true
	case "target":
		return b, true
	case "version":
		if strings.HasPrefix(a, "HTTP/") {
			c = a
		}
		return strings.TrimPrefix(c, "HTTP/"), true
	case "status":
		return b, strings.HasPrefix(a, "HTTP/")
	case "interim":
		return "", m.interim
	case "head":
		return strings.TrimSuffix(m.head(), "\r\n\r\n"), true
	case "bare": // as the content of an answer without a head (HTTP/0.9)
		return strings.Replace(m.head(), "\r\n", "", 1), true
	case "own":
		return "", m.own
	case "content":
		if v, ok := m.get("content-length"); ok && v != "0" {
			return v, true
		}
		return "", m.has("transfer-encoding")
	case "tab":
		return m.tabs, m.tabs != ""
	case "size": // of the content, which need not be there
		if v, ok := m.get("content-length"); ok && m.content == "" {
			return v, true
		}
		return strconv.Itoa(len(m.text())), true
	case "form": // the size of content that is a flat JSON object, as a form: a=1&b=2
		text, size, quoted := m.text(), 0, false
		for i := range len(text) {
			switch c := text[i]; {
			case c == '"':
				quoted = !quoted
			case quoted || strings.IndexByte("{} \t\r\n", c) < 0:
				size++
			}
		}
		return strconv.Itoa(size), strings.HasPrefix(text, "{")
	case "authority", "scheme":
		scheme, rest, ok := strings.Cut(b, "://")
		if name == "authority" {
			scheme, _, _ = strings.Cut(rest, "/")
		}
		return scheme, ok && b[0] != '/'
	case "host": // an absolute target overrides the field (RFC 9112 §3.2.2)
		if v, ok := m.part("authority"); ok {
			return v, true
		}
		return m.get(name)
	case "text": // the content without its framing
		return m.text(), true
	case "ip": // Host names a number
		host, _ := m.get("host")
		return "", strings.HasPrefix(host, "[") || host != "" && strings.Trim(withoutPort(host), "0123456789.") == ""
	case "pathname", "path", "shown":
		b, _, _ = strings.Cut(b, "?")
		if name == "path" { // as servers read it
			b = rewrite(b, "path unescape slashes dots")
		} else if name == "shown" { // as it appears in a page
			b = escape(rewrite(b, "path"), "\"<>`{}")
			b = strings.ReplaceAll(strings.ReplaceAll(b, "&", "&amp;"), "'", "&#39;")
		}
		return b, true
	case "bad":
		list := ""
		for _, f := range m.faults {
			list += faults[f.Kind] + ","
		}
		if n := m.status(); n < 100 || n > 999 {
			list += "status,"
		}
		if head.Lowered(a) == a {
			list += "method,"
		}
		if escape(b, "") != b {
			list += "octets,"
		}
		return list, list != ""
	}
	return "", false
}

func (m *message) has(name string) bool { _, ok := m.get(name); return ok }

// filter keeps the lines for which a condition is true.
func (m *message) filter(keep func(f *line) bool) {
	kept := m.fields[:0]
	for _, f := range m.fields {
		if keep(f) {
			kept = append(kept, f)
		}
	}
	m.fields = kept
}

// drop removes all lines of a name, or what an edit has in its place.
func (m *message) drop(name string) {
	prefix, wild := strings.CutSuffix(name, "*")
	others, but := strings.CutPrefix(name, "(all but) ")
	named := ""
	if name == "(named)" { // RFC 9110 §7.6.1; what becomes of Upgrade is said by itself
		named, _ = m.get("connection")
	}
	m.filter(func(f *line) bool {
		n := f.name
		switch {
		case but:
			return hasElement(others, n)
		case named != "":
			return !hasElement(named, n) || head.EqualFold(n, "upgrade")
		case name == "(odd)":
			return !strings.ContainsAny(n, "_.!#$%&'*+^`|~")
		case name == "(empty)":
			return f.value != ""
		case name == "(blank)":
			return n == strings.TrimRight(n, " \t")
		case wild && len(n) > len(prefix):
			n = n[:len(prefix)]
		}
		return !head.EqualFold(n, prefix)
	})
}

// set gives a field that is there one line with that value, in the place of its first line.
func (m *message) set(l *line) {
	var first *line
	m.filter(func(f *line) bool {
		if !head.EqualFold(f.name, l.name) {
			return true
		}
		if first != nil {
			return false
		}
		first = f
		return true
	})
	if !l.by.kept {
		first.name = l.name
	}
	first.value, first.colon, first.own, first.by = l.value, "", l.own, l.by
}

// join combines all lines of a name into one (RFC 9110 §5.3): lists with commas, Cookie with semicolons; fields with a
// single value keep their first line. With *, these and Cookie are lists, too; a name joins only that field; 1 keeps the
// first line of each.
func (m *message) join(which string) {
	place, kept := map[string]int{}, 0 // where the first line of each name is, from 1
	m.filter(func(f *line) bool {
		name := head.Lowered(f.name)
		if place[name] == 0 {
			kept++
			place[name] = kept
			return true
		}
		first := m.fields[place[name]-1]
		sep := ", "
		switch {
		case which == "1":
			return false
		case which == "*":
		case name == "set-cookie" || len(which) > 1 && which != name:
			kept++
			return true
		case name == "cookie":
			sep = "; "
		case hasElement("age,authorization,content-length,content-type,etag,expires,from,host,if-modified-since,if-unmodified-since,last-modified,location,max-forwards,proxy-authorization,referer,retry-after,server,user-agent", name):
			return false
		}
		first.value += sep + f.value
		return false
	})
}

// recase spells the names as the hop does. They are case-insensitive (RFC 9110 §5.1), so every spelling is allowed.
//
//	keep       unchanged
//	lower      all lower case
//	canonical  capitals at the start and after each hyphen: Sec-Websocket-Key
//
// Words after the first are spellings of single names that override the rule: "lower Host Upgrade".
func (m *message) recase(names string) {
	words := strings.Fields(names)
	if len(words) == 0 {
		return
	}
	for i := range m.fields {
		f := m.fields[i]
		if f.by != nil && f.by.spelt {
			continue
		}
		switch words[0] {
		case "lower":
			f.name = head.Lowered(f.name)
		case "canonical":
			f.name = canonical(f.name)
		}
		for _, w := range words[1:] {
			if head.EqualFold(w, f.name) {
				f.name = w
			}
		}
	}
}

func canonical(name string) string {
	b, up := []byte(head.Lowered(name)), true
	for i, c := range b {
		if up && 'a' <= c && c <= 'z' {
			b[i] = c - 32
		}
		up = c == '-'
	}
	return string(b)
}

// arrange sorts the lines in the hop's order: a list of slots, each of which takes its lines.
//
//	Name   the lines of that name
//	@      the hop's own fields, as they were set
//	#      names that are numbers, in their order
//	*      the rest, in its order
//	*a     the rest, alphabetically
//	*g     the rest, lines of one name together
//	*r     the rest, reversed
//	*?     the rest, in a random order: any is right
func (m *message) arrange(order string) {
	slots := strings.Fields(order)
	if len(slots) == 0 {
		return
	}
	rest, sorted, grouped := len(slots)<<8, -1, -1
	for i, slot := range slots {
		if slot[0] == '*' {
			rest = i << 8
		}
		switch slot {
		case "*a":
			sorted = rest
		case "*g":
			grouped = rest
		case "*r":
			m.reverse()
		}
	}
	for _, f := range m.fields {
		f.place = rest
		if rest == grouped {
			for !head.EqualFold(m.fields[f.place-rest].name, f.name) {
				f.place++
			}
		}
		for i, slot := range slots {
			if slot == "#" {
				if n, err := strconv.ParseUint(f.name, 10, 8); err == nil {
					f.place = i<<8 + int(n)
					break
				}
			}
			if slot == "@" && f.own > 0 {
				f.place = i<<8 + f.own
				break
			}
			if head.EqualFold(slot, f.name) {
				f.place = i << 8
				break
			}
		}
	}
	sort.SliceStable(m.fields, func(i, j int) bool {
		a, b := m.fields[i], m.fields[j]
		switch {
		case a.place != b.place || a.place != sorted:
			return a.place < b.place
		case a.name != b.name:
			return a.name < b.name
		}
		return a.from < b.from
	})
}

// reverse turns the order of the lines around.
func (m *message) reverse() {
	for i, j := 0, len(m.fields)-1; i < j; i, j = i+1, j-1 {
		m.fields[i], m.fields[j] = m.fields[j], m.fields[i]
	}
}

// Accept derives Sec-WebSocket-Accept (RFC 6455 §4.2.2).
func Accept(key string) string {
	sum := digest.SHA1([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum[:])
}
