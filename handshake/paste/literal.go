package paste

import (
	"strings"
	"unicode/utf8"

	"upgrade101/handshake/head"
)

// literal is a value in JSON or as a literal of JavaScript, Python, Go or PowerShell, which differ little. A composite
// has items, with or without keys.
type literal struct {
	kind  byte // 's' string, 'w' word or number, '{' any brackets
	text  string
	at    head.Span // a string: without its quotes
	items []item
}

type item struct {
	key   *literal
	value *literal
}

const (
	maxDepth    = 64      // nested composites
	maxLiterals = 1 << 20 // values in one text
)

// literals reads values from the body.
type literals struct {
	r     *reader
	at    int
	count int
	tick  bool // PowerShell: a backtick escapes, and continues a line at its end
}

// value reads the next value and skips what begins none; nil at the end or at a closing bracket. Only composite
// recurses, and it counts the depth.
func (l *literals) value(depth int) *literal {
	body := l.r.body
	for l.blanks(); l.at < len(body) && l.count <= maxLiterals; l.blanks() {
		l.count++
		switch c := body[l.at]; {
		case c == '"' || c == '\'' || c == '`' && !l.tick:
			return l.quoted(c)
		case strings.IndexByte("{[(", c) >= 0:
			return l.composite(depth)
		case strings.IndexByte("}])", c) >= 0:
			return nil
		case c == '/' && l.at+1 < len(body) && isWordByte(body[l.at+1]): // Rust: uri: /ws
			start := l.at
			for l.at < len(body) && strings.IndexByte(" \t\n,;)}]'\"", body[l.at]) < 0 {
				l.at++
			}
			return &literal{kind: 'w', text: body[start:l.at], at: head.Span{Start: start, End: l.at}}
		case isWordByte(c):
			if v := l.word(depth); v != nil {
				return v
			}
		default:
			l.at++
		}
	}
	return nil
}

// word reads a word and what belongs to it: b'…', a call, a composite of a named type. It returns nil for the
// beginning of a type, such as map[string] in map[string]string{…}.
func (l *literals) word(depth int) *literal {
	body, start := l.r.body, l.at
	for l.at < len(body) && isWordByte(body[l.at]) {
		l.at++
	}
	if strings.HasPrefix(body[l.at:], "://") { // a URL without quotes, as Java prints it
		for l.at < len(body) && strings.IndexByte(" \t\n,;)}]'\"", body[l.at]) < 0 {
			l.at++
		}
	}
	w := &literal{kind: 'w', text: body[start:l.at], at: head.Span{Start: start, End: l.at}}
	if l.at == len(body) {
		return w
	}
	switch c := body[l.at]; {
	case (c == '\'' || c == '"') && l.at-start <= 2 && strings.Trim(w.text, "bBrRuUfF") == "":
		return l.quoted(c)
	case c == '{' || c == '(' || c == '[':
		v := l.composite(depth)
		if c == '[' && l.at < len(body) && (isWordByte(body[l.at]) || body[l.at] == '{') {
			return nil
		}
		if c == '(' && len(v.items) == 1 && v.items[0].key == nil && v.items[0].value.kind == '{' {
			return v.items[0].value // Headers({…})
		}
		v.text = w.text
		return v
	}
	return w
}

func isWordByte(c byte) bool {
	return c == '_' || c == '$' || c == '.' || c == '-' || c == '&' || c == '*' || c == '@' || head.IsDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0x80
}

// blanks skips blanks, separators and comments between values.
func (l *literals) blanks() {
	body := l.r.body
	for l.at < len(body) {
		switch c := body[l.at]; {
		case strings.IndexByte(" \t\r\n,;+", c) >= 0:
			l.at++
		case strings.HasPrefix(body[l.at:], "//"):
			end := strings.IndexByte(body[l.at:], '\n')
			if end < 0 {
				end = len(body) - l.at
			}
			l.at += end
		default:
			return
		}
	}
}

func (l *literals) composite(depth int) *literal {
	body := l.r.body
	v := &literal{kind: '{', at: head.Span{Start: l.at, End: l.at}}
	l.at++
	if depth >= maxDepth {
		l.at = len(body)
		return v
	}
	for {
		key := l.value(depth + 1)
		if key == nil {
			break
		}
		i := item{value: key}
		for l.at < len(body) && (body[l.at] == ' ' || body[l.at] == '\t') {
			l.at++
		}
		if l.at < len(body) && (body[l.at] == ':' || body[l.at] == '=') {
			l.at++
			if l.at < len(body) && (body[l.at] == '>' || body[l.at] == '=') {
				l.at++
			}
			i.key = key
			if l.empty() {
				i.value = &literal{kind: 'w', at: head.Span{Start: l.at, End: l.at}}
			} else if i.value = l.value(depth + 1); i.value == nil {
				i.value = &literal{kind: 'w', at: head.Span{Start: l.at, End: l.at}}
			} else if i.value.kind == 'w' && (head.EqualFold(key.text, "Connection") || key.text == "HTTP_CONNECTION") {
				l.listed(i.value)
			} else if i.value.kind == '{' && len(i.value.items) == 0 && l.at < len(body) && isWordByte(body[l.at]) {
				i.value = l.value(depth + 1) // []string{…}
			}
		}
		if i.value != nil {
			v.items = append(v.items, i)
		}
	}
	if l.at < len(body) {
		l.at++ // the closing bracket
	}
	v.at.End = min(l.at, len(body))
	return v
}

// empty reports whether a separator follows instead of a value, as in HTTP_UPGRADE: , HTTP_CONNECTION: close.
func (l *literals) empty() bool {
	rest := strings.TrimLeft(l.r.body[l.at:min(len(l.r.body), l.at+8)], " ")
	return rest != "" && rest[0] == ','
}

// listed adds the other members of an unquoted list, as in HTTP_CONNECTION: keep-alive, Upgrade, HTTP_UPGRADE: websocket.
func (l *literals) listed(v *literal) {
	body := l.r.body
	for {
		start := l.at
		for start < len(body) && (body[start] == ' ' || body[start] == ',') && start-l.at < 4 {
			start++
		}
		end := start
		for end < len(body) && isWordByte(body[end]) && end-start < 64 {
			end++
		}
		if start == l.at || end == start || end == len(body) || strings.IndexByte(",)}]", body[end]) < 0 {
			return
		}
		l.at, v.at.End = end, end
		v.text = body[v.at.Start:end]
	}
}

func (l *literals) quoted(quote byte) *literal {
	body := l.r.body
	start := l.at + 1
	plain, escape := true, byte('\\')
	if l.tick {
		escape = '`'
	}
	i := start
	for i < len(body) && body[i] != quote {
		if body[i] == escape && i+1 < len(body) {
			plain = false
			i++
		}
		i++
	}
	i = min(i, len(body))
	l.at = min(i+1, len(body))
	s := &literal{kind: 's', text: body[start:i], at: head.Span{Start: start, End: i}}
	if !plain {
		s.text = unquote(s.text, escape)
	}
	return s
}

// unquote decodes the escapes that JSON, JavaScript, Python, Go and, with a backtick, PowerShell share.
func unquote(t string, escape byte) string {
	var b strings.Builder
	for i := 0; i < len(t); i++ {
		if t[i] != escape || i+1 == len(t) {
			b.WriteByte(t[i])
			continue
		}
		i++
		switch t[i] {
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 't':
			b.WriteByte('\t')
		case 'u', 'x':
			limit := map[byte]int{'u': 4, 'x': 2}[t[i]]
			n, width := hexNumber(t[i+1 : min(i+1+limit, len(t))])
			if width < limit {
				b.WriteByte(t[i])
				continue
			}
			if r := rune(n); utf8.ValidRune(r) {
				b.WriteRune(r)
			} else {
				b.WriteRune(utf8.RuneError)
			}
			i += width
		default:
			b.WriteByte(t[i])
		}
	}
	return b.String()
}

// get returns the value of a key, ignoring case; nil if there is none.
func (v *literal) get(keys ...string) *literal {
	if v == nil {
		return nil
	}
	for _, i := range v.items {
		for _, key := range keys {
			if i.key != nil && head.EqualFold(i.key.text, key) {
				return i.value
			}
		}
	}
	return nil
}

// str returns the text of a string or a word; "" for anything else.
func (v *literal) str() string {
	if v == nil || v.kind == '{' || v.kind == 'w' && (v.text == "null" || v.text == "None" || v.text == "nil" || v.text == "undefined") {
		return ""
	}
	return v.text
}

func (v *literal) bit() piece {
	if v == nil {
		return piece{}
	}
	return piece{text: v.str(), at: v.at}
}

// strings returns the value itself if it is a string, or the strings among its items.
func (v *literal) strings() []piece {
	if v == nil {
		return nil
	}
	if v.kind == 's' {
		return []piece{v.bit()}
	}
	var list []piece
	for _, i := range v.items {
		if i.key == nil && i.value.kind == 's' {
			list = append(list, i.value.bit())
		}
	}
	return list
}

// asFields reads fields from the shapes that languages use: a map of strings or lists, a list of pairs, of
// {name, value}, or of alternating names and values.
func (v *literal) asFields() []fieldBuilder {
	if v == nil {
		return nil
	}
	var fields []fieldBuilder
	flat := len(v.items) > 0 && len(v.items)%2 == 0
	for _, i := range v.items {
		flat = flat && i.key == nil && i.value.kind == 's'
	}
	for n, i := range v.items {
		switch {
		case flat:
			if n%2 == 0 && head.IsToken(strings.TrimPrefix(i.value.text, ":")) {
				fields = append(fields, fieldBuilder{name: i.value.bit(), value: v.items[n+1].value.bit()})
			}
		case i.key != nil && i.value.kind == '{':
			for _, s := range i.value.strings() {
				fields = append(fields, fieldBuilder{name: i.key.bit(), value: s})
			}
		case i.key != nil && i.key.kind != '{':
			fields = append(fields, fieldBuilder{name: i.key.bit(), value: i.value.bit()})
		case i.key != nil:
		case i.value.kind == 's':
			fields = append(fields, fieldBuilder{name: i.value.bit(), whole: true}) // "Name: value"
		case i.value.get("name") != nil:
			fields = append(fields, fieldBuilder{name: i.value.get("name").bit(), value: i.value.get("value").bit()})
		case len(i.value.items) == 2 && i.value.items[0].key == nil:
			fields = append(fields, fieldBuilder{name: i.value.items[0].value.bit(), value: i.value.items[1].value.bit()})
		}
	}
	kept := fields[:0]
	for _, f := range fields {
		if f.fieldName() != "" {
			kept = append(kept, f)
		}
	}
	return kept
}
