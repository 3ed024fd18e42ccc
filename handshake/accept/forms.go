package accept

import (
	"encoding/base64"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"upgrade101/handshake/head"
)

// The wrong ways to write the parts of the hash input: keys, layouts, and escapes of the accept value.
// The wrong GUIDs are in guids.go.

// keyEdits are mistakes with the text of the key of which the result is text, too. Each can be made after an earlier one: converted to
// lower case, and then with its line end.
var keyEdits = []struct {
	mistake mistakeID
	edit    func(string) string
}{
	{accKeyUnpadded, func(k string) string { return strings.TrimRight(k, "=") }},
	{accKeyLower, strings.ToLower},
	{accKeyQuoted, func(k string) string { return `"` + k + `"` }},
	{accKeySpaceBefore, func(k string) string { return " " + k }},
	{accKeySpaceAfter, func(k string) string { return k + " " }},
	{accFieldLine, func(k string) string { return head.FieldNames[head.NameKey] + ": " + k }},
	{accFieldLine, func(k string) string { return strings.ToLower(head.FieldNames[head.NameKey]) + ": " + k }},
	{accKeyCRLF, func(k string) string { return k + "\r\n" }},
	{accKeyLF, func(k string) string { return k + "\n" }},
	{accKeyCR, func(k string) string { return k + "\r" }},
}

// keyForms are the texts that code hashes for a key, fewest mistakes first.
func keyForms(key string) []form {
	forms := make([]form, 1, 80)
	forms[0] = form{text: key}
	for i, first := range keyEdits {
		once := form{text: first.edit(key)}.because(first.mistake, "")
		if once.text == key {
			continue
		}
		forms = append(forms, once)
		for _, second := range keyEdits[i+1:] {
			twice := form{text: second.edit(once.text), mistakes: once.mistakes, n: once.n}
			forms = append(forms, twice.because(second.mistake, ""))
		}
	}
	for _, nothing := range []string{"", "undefined", "null", "None"} {
		forms = append(forms, form{text: nothing}.because(accGUIDOnly, nothing))
	}
	if raw, err := base64.StdEncoding.DecodeString(key); err == nil {
		forms = append(forms, form{text: string(raw)}.because(accKeyDecoded, ""))
		for _, as := range []struct{ charset, text string }{
			{"Latin-1", latin1(raw)}, {"UTF-8", utf8Text(raw)}, {"ASCII", ascii(raw)},
		} {
			if as.text != string(raw) {
				forms = append(forms, form{text: as.text}.because(accKeyDecodedText, as.charset))
			}
		}
	}
	return fewestFirst(forms)
}

// otherKeys are the values of seen fields that may have been taken for the key.
func otherKeys(key string, seen []head.Field) []form {
	var forms []form
	for i := range seen {
		name, text := seen[i].Name.Text, strings.Trim(seen[i].Value.Text, " \t")
		switch {
		case text == key || text == "":
		case head.EqualFold(name, head.FieldNames[head.NameKey]):
			forms = append(forms, form{text: text}.because(accOtherKey, text))
		default:
			forms = append(forms, form{text: text}.because(accWrongField, name))
		}
	}
	return forms
}

// wide is a coding with two bytes per character.
type wide uint8

const (
	wideLE    wide = iota + 1 // UTF-16, little-endian
	wideLEBOM                 // the same after a byte order mark
	wideBEBOM                 // what Java writes for “UTF-16”
)

// layouts are the ways to put key and GUID together.
var layouts = sync.OnceValue(func() []form {
	first := form{first: true}.because(accGUIDFirst, "")
	ends := []form{
		form{text: "\n"}.because(accNewlineAfter, "LF"),
		form{text: "\r\n"}.because(accNewlineAfter, "CR LF"),
		form{text: "\x00"}.because(accNUL, ""),
	}
	wides := []form{
		form{wide: wideLE}.because(accUTF16, "little-endian"),
		form{wide: wideLEBOM}.because(accUTF16, "little-endian, after a byte order mark"),
		form{wide: wideBEBOM}.because(accUTF16, "big-endian, after a byte order mark"),
	}
	all := slices.Concat([]form{{}, first}, ends, wides)
	for _, end := range ends {
		both := form{text: end.text, first: true, mistakes: first.mistakes, n: 1}
		all = append(all, both.because(end.mistakes[0].mistake, end.mistakes[0].about))
	}
	for _, w := range wides {
		both := form{wide: w.wide, first: true, mistakes: first.mistakes, n: 1}
		all = append(all, both.because(w.mistakes[0].mistake, w.mistakes[0].about))
		for _, end := range ends {
			both := form{wide: w.wide, text: end.text, mistakes: end.mistakes, n: 1}
			all = append(all, both.because(w.mistakes[0].mistake, w.mistakes[0].about))
		}
	}
	return fewestFirst(all)
})

// join appends the hash input that a layout makes of key and GUID to room.
func (f *form) join(room []byte, key, guid string) []byte {
	a, b := key, guid
	if f.first {
		a, b = b, a
	}
	if f.wide == 0 {
		return append(append(append(room, a...), b...), f.text...)
	}
	switch f.wide {
	case wideLEBOM:
		room = append(room, 0xFF, 0xFE)
	case wideBEBOM:
		room = append(room, 0xFE, 0xFF)
	}
	for _, part := range [...]string{a, b, f.text} {
		for i := range len(part) {
			if f.wide == wideBEBOM {
				room = append(room, 0, part[i])
			} else {
				room = append(room, part[i], 0)
			}
		}
	}
	return room
}

// unescapes undo the escaping of “+”, “/” and “=”, the three characters of base64 that code escapes.
var unescapes = []struct {
	name string
	undo func(string) string
}{
	{"HTML", strings.NewReplacer(
		"&#43;", "+", "&#x2b;", "+", "&#x2B;", "+", "&plus;", "+",
		"&#47;", "/", "&#x2f;", "/", "&#x2F;", "/", "&sol;", "/",
		"&#61;", "=", "&#x3d;", "=", "&#x3D;", "=", "&equals;", "=").Replace},
	{"a URL", strings.NewReplacer("%2B", "+", "%2b", "+", "%2F", "/", "%2f", "/", "%3D", "=", "%3d", "=").Replace},
	{"JSON", strings.NewReplacer(`"`, "", `\/`, "/", `\u002b`, "+", `\u002B`, "+",
		`\u002f`, "/", `\u002F`, "/", `\u003d`, "=", `\u003D`, "=").Replace},
}

// sampleAccepts are the answers to the keys that books and pages use as examples: RFC 6455 §1.3, the
// article of Wikipedia, RFC 6455 §4.1 with and without its erratum 3150.
var sampleAccepts = []string{
	"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
	"HSmrc0sMlYUkAGmm5OPpG2HaGWk=",
	"C/0nmHhBztSRGR1CwL6Tf4ZjwpY=",
	"OfS0wDaT5NoxF2gqm7Zj2YtetzM=",
}

// isBase64Text reports whether the bytes could be the text of an accept value, so that decoding them again makes sense.
func isBase64Text(b []byte) bool {
	for _, c := range b {
		if !isAlphanumeric(c) && !strings.ContainsRune("+/=-_", rune(c)) {
			return false
		}
	}
	return len(b) >= 22
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// latin1 decodes bytes as Latin-1 and encodes the characters in UTF-8.
func latin1(raw []byte) string {
	text := make([]rune, len(raw))
	for i, c := range raw {
		text[i] = rune(c)
	}
	return string(text)
}

// ascii replaces each non-ASCII byte by a question mark, as .NET does.
func ascii(raw []byte) string {
	text := slices.Clone(raw)
	for i, c := range text {
		if c >= utf8.RuneSelf {
			text[i] = '?'
		}
	}
	return string(text)
}

// utf8Text decodes bytes as UTF-8 the way browsers, Java and Python do: U+FFFD replaces each maximal subpart of an ill-formed
// sequence (Unicode 16 §3.9, “substitution of maximal subparts”).
func utf8Text(raw []byte) string {
	var text strings.Builder
	for len(raw) > 0 {
		c, size := utf8.DecodeRune(raw)
		for c == utf8.RuneError && size < len(raw) && !utf8.FullRune(raw[:size+1]) {
			size++
		}
		text.WriteRune(c)
		raw = raw[size:]
	}
	return text.String()
}
