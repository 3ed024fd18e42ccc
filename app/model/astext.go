package model

import (
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"

	"upgrade101/handshake/paste"
)

// asText returns a head as text for an editor. An editor has one kind of line end, and what is read from it is completed; a
// head that would be changed by this is written with escapes, or as a hex dump.
func asText(head string) string {
	text := ToLF(head)
	if utf8.ValidString(text) && readsAs(text, head) {
		return text
	}
	for _, exact := range []string{escaped(head), hex.Dump([]byte(head))} {
		if readsAs(exact, head) {
			return exact
		}
	}
	return strings.ToValidUTF8(text, "�")
}

// readsAs reports whether a text is read as exactly this head.
func readsAs(text, head string) bool {
	paste := paste.Read(text)
	x := paste.Exchange()
	return x.Request == head && x.Response == "" || x.Response == head && x.Request == ""
}

// escaped writes line ends and all special characters as escapes.
func escaped(head string) string {
	var b strings.Builder
	for i := range len(head) {
		switch c := head[i]; {
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\\':
			b.WriteString(`\\`)
		case c < ' ' || c >= 0x7F:
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
