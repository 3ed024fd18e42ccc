package head

import (
	"strings"
	"unicode/utf8"
)

// NormalizePunctuation replaces the characters that word processors and web pages put in the place of plain ones:
// blanks of any width, typographic quotes and dashes, full-width punctuation. Invisible ones are dropped.
func NormalizePunctuation(s string) string {
	if len(LookalikeSpans(s)) == 0 {
		return s
	}
	return toPlain.Replace(s)
}

// LookalikeSpans finds the characters that NormalizePunctuation would replace, the first few of them.
func LookalikeSpans(s string) []Span {
	var found []Span
	for i := 0; i < len(s) && len(found) < maxLookalikes; {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		c, size := utf8.DecodeRuneInString(s[i:])
		if isLookalike[c] && (i > 0 || c != '\uFEFF') {
			found = append(found, Span{i, i + size})
		}
		i += size
	}
	return found
}

// lookalikes are these characters, each followed by the plain one.
var lookalikes = []string{
	"\u00A0", " ", "\u2002", " ", "\u2003", " ", "\u2007", " ", "\u2009", " ", "\u200A", " ", "\u202F", " ", "\u205F", " ", "\u3000", " ",
	"\u00AD", "", "\u200B", "", "\u200C", "", "\u200D", "", "\u200E", "", "\u200F", "", "\u2060", "", "\uFEFF", "",
	"\u2018", "'", "\u2019", "'", "\u201A", "'", "\u201B", "'", "\u2032", "'",
	"\u201C", `"`, "\u201D", `"`, "\u201E", `"`, "\u201F", `"`, "\u2033", `"`, "\u00AB", `"`, "\u00BB", `"`,
	"\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2013", "-", "\u2014", "-", "\u2212", "-", "\uFF0D", "-",
	"\uFF1A", ":", "\uFF1B", ";", "\uFF0C", ",", "\uFF1D", "=", "\uFF0F", "/", "\u2026", "...",
}

var toPlain = strings.NewReplacer(lookalikes...)

// isLookalike has an entry for each character of lookalikes.
var isLookalike = func() map[rune]bool {
	m := make(map[rune]bool, len(lookalikes)/2)
	for i := 0; i < len(lookalikes); i += 2 {
		for _, c := range lookalikes[i] {
			m[c] = true
		}
	}
	return m
}()

// maxLookalikes is how many of them are pointed at.
const maxLookalikes = 16

// Plain is the plain text for a character that only looks plain; false for any other.
func Plain(c rune) (plain string, ok bool) {
	if c < utf8.RuneSelf || !isLookalike[c] {
		return "", false
	}
	return toPlain.Replace(string(c)), true
}
