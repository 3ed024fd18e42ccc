package message

import (
	"sort"
	"unicode"
	"unicode/utf8"
)

// normal is a normalised text, which patterns are matched with: ASCII in lower case, apostrophes for all quotation marks, single blanks
// or line ends for white space, without colours, and with the escapes of JSON, string literals and HTML decoded. runs map
// offsets back to the text.
type normal struct {
	text string
	b    []byte
	s    string // b, when it is complete
	runs []run
	lead int // distance between text and b in the last run

	steps *int // counts the bytes that matching examines, for a test; nil otherwise
}

// run maps the bytes from b on, up to the next run, to the bytes from text on, one to one.
type run struct{ b, text int32 }

const quote = '\''

func normalise(text string) normal {
	n := normal{b: make([]byte, 0, len(text)+1)}
	n.read(text)
	return n
}

// plain are the bytes that never change.
var plain = func() (is [256]bool) {
	for c := range is {
		is[c] = 'a' <= c && c <= 'z' || '0' <= c && c <= ';' || c == '-' || c == '.' || c == '/'
	}
	return is
}()

// read normalises another text, and reuses memory.
func (n *normal) read(text string) {
	n.text, n.b, n.runs, n.lead = text, n.b[:0], n.runs[:0], 0
	for i := 0; i < len(text); {
		start := i
		for i < len(text) && plain[text[i]] { // most of a text
			i++
		}
		if start < i {
			n.from(start)
			n.b = append(n.b, text[start:i]...)
		}
		if i < len(text) {
			i += n.step(i)
		}
	}
	n.s = string(n.b)
}

// from records that the next byte comes from offset i.
func (n *normal) from(i int) {
	if lead := i - len(n.b); lead != n.lead {
		n.lead, n.runs = lead, append(n.runs, run{int32(len(n.b)), int32(i)})
	}
}

// at returns the offset in text of byte i of b.
func (n *normal) at(i int) int {
	k := sort.Search(len(n.runs), func(k int) bool { return int(n.runs[k].b) > i })
	if k == 0 {
		return i
	}
	return int(n.runs[k-1].text) + i - int(n.runs[k-1].b)
}

// step normalises the character or escape at i, and returns its length.
func (n *normal) step(i int) int {
	switch c := n.text[i]; {
	case c == 0x1b:
		return 1 + colour(n.text[i+1:])
	case c == '[':
		if k := bareColour(n.text[i:]); k > 0 {
			return k
		}
		n.emit(i, c)
		return 1
	case c == '\\':
		return n.escape(i)
	case c == '&':
		return n.entity(i)
	case c < utf8.RuneSelf:
		n.emit(i, c)
		return 1
	}
	r, size := utf8.DecodeRuneInString(n.text[i:])
	n.rune(i, r, size)
	return size
}

// emit adds an ASCII byte.
func (n *normal) emit(i int, c byte) {
	last := byte('\n')
	if len(n.b) > 0 {
		last = n.b[len(n.b)-1]
	}
	switch {
	case c == '\n' || c == '\r':
		switch {
		case last == ' ':
			n.b[len(n.b)-1] = '\n'
			return
		case last == '\n':
			return
		}
		c = '\n'
	case c == ' ' || c == '\t':
		if last == ' ' || last == '\n' {
			return
		}
		c = ' '
	case c == '>' || c == '|': // marks of a quoted line
		if last == '\n' {
			return
		}
	case c == '_' && (last == ' ' || last == '\n' || last == ':'): // emphasis in Markdown
		return
	case c < ' ':
		return
	case c == '"' || c == '`':
		c = quote
	case 'A' <= c && c <= 'Z':
		c |= 0x20
	}
	n.put(i, c)
}

func (n *normal) put(i int, c byte) {
	n.from(i)
	n.b = append(n.b, c)
}

func (n *normal) rune(i int, r rune, size int) {
	switch r {
	case '‘', '’', '‚', '‛', '“', '”', '„', '«', '»', '′', '″':
		n.emit(i, quote)
	case '\u00a0', '\u2007', '\u202f', '\u3000':
		n.emit(i, ' ')
	case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212':
		n.emit(i, '-')
	case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad':
	case '│', '┃', '❯':
		n.emit(i, '|')
	default:
		if r == utf8.RuneError && size == 1 {
			n.put(i, n.text[i])
			return
		}
		var encoded [utf8.UTFMax]byte
		for _, c := range utf8.AppendRune(encoded[:0], unicode.ToLower(r)) {
			n.put(i, c)
		}
	}
}

// colour returns the length of an ANSI sequence after its ESC.
func colour(s string) int {
	if s == "" || s[0] != '[' {
		return 0
	}
	for i := 1; i < min(len(s), 24); i++ {
		if c := s[i]; c >= '@' && c <= '~' {
			return i + 1
		}
	}
	return 1
}

// bareColour returns the length of a colour sequence that lost its ESC when it was copied: [31m, [0;1m.
func bareColour(s string) int {
	i := 1
	for i < min(len(s), 12) && (isDigit(s[i]) || s[i] == ';') {
		i++
	}
	if i == 1 || i+1 >= len(s) || s[i] != 'm' || s[i+1] == ']' {
		return 0
	}
	return i + 1
}

// escape decodes an escape, however often its backslash is escaped.
func (n *normal) escape(i int) int {
	s := n.text[i:]
	k := 1
	for k < len(s) && s[k] == '\\' {
		k++
	}
	if k == len(s) {
		return k
	}
	switch c := s[k]; c {
	case '"', quote, '`', '/':
		n.emit(i, c)
		return k + 1
	case 'n', 'r':
		n.emit(i, '\n')
		return k + 1
	case 't':
		n.emit(i, ' ')
		return k + 1
	case 'u', 'x', 'e', '0':
		if code, size := number(s[k:]); size > 0 {
			size += k
			if code == 0x1b {
				return size + colour(s[size:])
			}
			if code < utf8.RuneSelf {
				n.emit(i, byte(code))
			} else {
				n.rune(i, code, 0)
			}
			return size
		}
	}
	n.emit(i, '\\')
	return k
}

// number reads the character of an escape after its backslash: u001b, x1b, 033, e.
func number(s string) (code rune, size int) {
	digits, base := 0, rune(16)
	switch {
	case hasPrefix(s, "u"):
		digits = 4
	case hasPrefix(s, "x"):
		digits = 2
	case hasPrefix(s, "033["):
		return 0x1b, 3
	case hasPrefix(s, "e["):
		return 0x1b, 1
	}
	if digits == 0 || len(s) <= digits {
		return 0, 0
	}
	for i := 1; i <= digits; i++ {
		d := hexDigit(s[i])
		if d < 0 {
			return 0, 0
		}
		code = code*base + rune(d)
	}
	return code, digits + 1
}

func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

var entities = []struct {
	name string
	c    byte
}{{"&quot;", '"'}, {"&apos;", quote}, {"&#39;", quote}, {"&#039;", quote}, {"&#x27;", quote}, {"&#34;", '"'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&nbsp;", ' '}, {"&amp;", '&'}}

func (n *normal) entity(i int) int {
	for _, e := range entities {
		if hasPrefix(n.text[i:], e.name) {
			n.emit(i, e.c)
			return len(e.name)
		}
		if e.c != '&' && hasPrefix(n.text[i:], "&amp;") && hasPrefix(n.text[i+len("&amp;"):], e.name[1:]) { // escaped twice
			n.emit(i, e.c)
			return len("&amp;") + len(e.name) - 1
		}
	}
	n.emit(i, '&')
	return 1
}

// span maps a span of b to the text.
func (n *normal) span(start, end int) (from, to int) {
	if start >= end {
		return 0, 0
	}
	from, last := n.at(start), n.at(end-1)
	_, size := utf8.DecodeRuneInString(n.text[last:])
	to = last + size
	if c := n.text[last]; c == '\\' || c == '&' { // an escape: up to what follows it
		to = len(n.text)
		if end < len(n.b) {
			to = n.at(end)
		}
	}
	return from, max(from, to)
}

func hasPrefix(s, prefix string) bool { return len(s) >= len(prefix) && s[:len(prefix)] == prefix }
