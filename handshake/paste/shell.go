package paste

import (
	"strings"
	"unicode/utf8"

	"upgrade101/handshake/head"
)

// word is one unquoted argument of a command.
type word struct {
	text string
	at   head.Span // in the body, quotes included
	raw  head.Span // without the quotes if nothing was decoded, so that it is as long as text
}

func (w word) piece() piece {
	if w.raw.Len() == len(w.text) {
		return piece{text: w.text, at: w.raw}
	}
	return piece{text: w.text, at: w.at}
}

// dialect is the shell whose quoting rules a command follows.
type dialect uint8

const (
	bash dialect = iota
	cmd
	powershell
)

// dialectOf guesses the shell: cmd escapes and continues lines with ^, PowerShell with a backtick.
func dialectOf(t string) dialect {
	switch {
	case strings.Contains(t, " ^\n"), strings.Contains(t, `^"`):
		return cmd
	case strings.Contains(t, " `\n"):
		return powershell
	}
	return bash
}

// commands splits a command line into words, one list for each command. A pipe, a redirection, a semicolon or an
// unescaped line end ends a command.
func (r *reader) commands(from int) [][]word {
	var all [][]word
	var words []word
	var text strings.Builder
	how := dialectOf(r.body[from:])
	flush := func() {
		if len(words) > 0 {
			all = append(all, words)
		}
		words = nil
	}
	for i := from; i < len(r.body); {
		switch c := r.body[i]; c {
		case ' ', '\t', '\r':
			i++
			continue
		case '\n', '|', ';', '&', '<', '>':
			flush()
			i++
			continue
		case '#':
			for i < len(r.body) && r.body[i] != '\n' {
				i++
			}
			continue
		}
		start := i
		text.Reset()
		i = r.shellWord(i, how, &text)
		if i > start && (text.Len() > 0 || r.body[i-1] != '\n') {
			w := word{text: text.String(), at: head.Span{Start: start, End: i}}
			w.raw = w.at
			if inner := w.at.Len() - 2; inner == len(w.text) && inner >= 0 && r.body[start+1:i-1] == w.text {
				w.raw = head.Span{Start: start + 1, End: i - 1}
			} else if r.body[start:i] != w.text {
				w.raw = head.Span{Start: start, End: start}
				if at := strings.Index(r.body[start:i], w.text); at >= 0 { // --header="…"
					w.raw = head.Span{Start: start + at, End: start + at + len(w.text)}
				}
			}
			words = append(words, w)
		}
	}
	flush()
	return all
}

// shellWord reads one word into text and returns where it ends.
func (r *reader) shellWord(i int, how dialect, text *strings.Builder) int {
	for i < len(r.body) {
		c := r.body[i]
		rest := r.body[i:]
		switch {
		case how == bash && c == '\\':
			if len(rest) > 1 && rest[1] != '\n' {
				text.WriteByte(rest[1])
			}
			i += min(2, len(rest))
		case how == cmd && c == '^':
			switch {
			case strings.HasPrefix(rest, "^\n\n"):
				text.WriteByte('\n')
				i += 3
			case strings.HasPrefix(rest, `^"`):
				i = r.quoted(i+2, how, `"`, text)
			case len(rest) > 1 && rest[1] != '\n':
				text.WriteByte(rest[1])
				i += 2
			default:
				i += min(2, len(rest))
			}
		case how == powershell && c == '`':
			if len(rest) > 1 && rest[1] != '\n' {
				text.WriteByte(rest[1])
			}
			i += min(2, len(rest))
		case c == '\'' && how != cmd:
			i = r.quoted(i+1, how, "'", text)
		case how == bash && strings.HasPrefix(rest, printfBegin):
			i = r.printf(i+len(printfBegin), text)
		case c == '"':
			i = r.quoted(i+1, how, `"`, text)
		case how == bash && strings.HasPrefix(rest, "$'"):
			i = r.quoted(i+2, how, "$'", text)
		case strings.HasPrefix(rest, "“"), strings.HasPrefix(rest, "”"), strings.HasPrefix(rest, "‘"), strings.HasPrefix(rest, "’"):
			i = r.quoted(i+len("“"), how, "”", text) // a page replaced the quotes
		case strings.IndexByte(" \t\r\n|;&<>", c) >= 0:
			return i
		default:
			text.WriteByte(c)
			i++
		}
	}
	return i
}

// printf reads octets that shellQuote writes as a printf command, and returns where the word continues.
func (r *reader) printf(i int, text *strings.Builder) int {
	for len(r.body)-i >= 4 && r.body[i] == '\\' {
		var c byte
		for _, digit := range []byte(r.body[i+1 : i+4]) {
			c = c<<3 | digit&7
		}
		text.WriteByte(c)
		i += 4
	}
	return min(i+len(printfEnd), len(r.body))
}

// quoted reads up to the closing quote and returns where the text continues.
func (r *reader) quoted(i int, how dialect, quote string, text *strings.Builder) int {
	for i < len(r.body) {
		c, rest := r.body[i], r.body[i:]
		switch {
		case quote == "'":
			if c == '\'' {
				return i + 1
			}
		case quote == "”":
			for _, end := range []string{"”", "“", "’", "‘"} {
				if strings.HasPrefix(rest, end) {
					return i + len(end)
				}
			}
		case quote == "$'":
			if c == '\'' {
				return i + 1
			}
			if c == '\\' && len(rest) > 1 {
				i += ansiEscape(rest, text)
				continue
			}
		case how == cmd:
			switch {
			case strings.HasPrefix(rest, `^\^"`):
				text.WriteByte('"')
				i += 4
				continue
			case strings.HasPrefix(rest, `\^"`):
				text.WriteByte('"')
				i += 3
				continue
			case strings.HasPrefix(rest, `\"`), strings.HasPrefix(rest, `""`):
				text.WriteByte('"')
				i += 2
				continue
			case strings.HasPrefix(rest, `^"`):
				return i + 2
			case strings.HasPrefix(rest, "%^"):
				text.WriteByte('%')
				i += 2
				continue
			case strings.HasPrefix(rest, "^\n\n"):
				text.WriteByte('\n')
				i += 3
				continue
			case c == '^' && len(rest) > 1 && rest[1] != '\n':
				text.WriteByte(rest[1])
				i += 2
				continue
			case c == '"':
				return i + 1
			}
		case c == '"':
			if how == powershell && strings.HasPrefix(rest, `""`) {
				text.WriteByte('"')
				i += 2
				continue
			}
			return i + 1
		case how == powershell && c == '`' && len(rest) > 1:
			text.WriteByte(rest[1])
			i += 2
			continue
		case how == bash && c == '\\' && len(rest) > 1 && strings.IndexByte("\\\"$`\n", rest[1]) >= 0:
			if rest[1] != '\n' {
				text.WriteByte(rest[1])
			}
			i += 2
			continue
		}
		text.WriteByte(c)
		i++
	}
	return i
}

// ansiEscape reads an escape of $'…' (bash manual, ANSI-C quoting) and returns its length.
func ansiEscape(rest string, text *strings.Builder) int {
	digits := func(from, limit int) (n rune, end int) {
		for end = from; end < len(rest) && end < from+limit && isHexDigit(rest[end]); end++ {
			n = n<<4 | rune(hexValue(rest[end]))
		}
		return n, end
	}
	switch rest[1] {
	case 'n':
		text.WriteByte('\n')
	case 'r':
		text.WriteByte('\r')
	case 't':
		text.WriteByte('\t')
	case 'x':
		n, end := digits(2, 2)
		if end > 2 {
			text.WriteByte(byte(n))
			return end
		}
	case 'u':
		n, end := digits(2, 4)
		if end > 2 {
			if !utf8.ValidRune(n) {
				n = utf8.RuneError
			}
			text.WriteRune(n)
			return end
		}
	default:
		text.WriteByte(rest[1])
	}
	return 2
}

// The quoting of control characters that works in any POSIX shell; package export writes it.
const printfBegin, printfEnd = `"$(printf '`, `')"`
