package model

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"upgrade101/handshake"
)

// Truncate returns a text, cut and with an ellipsis if it is longer than limit bytes.
func Truncate(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "") + " …"
}

func SeverityMark(s handshake.Severity) (glyph, class string) {
	switch s {
	case handshake.Error:
		return "✕", "bad"
	case handshake.Warning:
		return "▲", "warn"
	case handshake.Note:
		return "i", "info"
	}
	return "✓", "ok"
}

// Tally counts findings in words: "2 errors · 1 warning".
func Tally(findings []handshake.Finding) string {
	var count [4]int
	for _, f := range findings {
		count[f.Rule.Severity]++
	}
	var parts []string
	for s := handshake.Error; s <= handshake.Note; s++ {
		if n := count[s]; n > 0 {
			parts = append(parts, Plural(n, s.String()))
		}
	}
	if len(parts) == 0 {
		return "No findings"
	}
	return strings.Join(parts, " · ")
}

func Plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}

// PluralWord is Plural without the number.
func PluralWord(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// LineEnd shows a line end as the escapes of its bytes.
func LineEnd(end string) string {
	return strings.NewReplacer("\r", `\r`, "\n", `\n`).Replace(end)
}

// VisibleLines does what Visible does, and keeps lines.
func VisibleLines(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString(Visible(strings.TrimRight(line, "\r\n")) + "\n")
	}
	return b.String()
}

// Visible shows invisible bytes as the escapes of Go and C.
func Visible(s string) string {
	plain := true
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7F {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' || r == 0x7F:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}
