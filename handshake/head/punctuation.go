package head

import (
	"strings"
	"unicode/utf8"
)

// NormalizePunctuation replaces characters that word processors and web pages use instead of ASCII: blanks of any width,
// typographic quotes and dashes, full-width punctuation. It removes invisible ones.
func NormalizePunctuation(s string) string {
	var plain strings.Builder
	done := 0
	for i, c := range s {
		if _, p, ok := Lookalike(c); ok {
			plain.WriteString(s[done:i])
			plain.WriteString(p)
			done = i + utf8.RuneLen(c)
		}
	}
	plain.WriteString(s[done:])
	return plain.String()
}

// LookalikeSpans returns the spans of the first maxLookalikes characters that NormalizePunctuation replaces, except a byte order
// mark at the start, with which files begin.
func LookalikeSpans(s string) []Span {
	var found []Span
	for i := 0; i < len(s) && len(found) < maxLookalikes; {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		c, size := utf8.DecodeRuneInString(s[i:])
		if _, ok := lookalikes[c]; ok && (i > 0 || c != '\uFEFF') {
			found = append(found, Span{i, i + size})
		}
		i += size
	}
	return found
}

// lookalikes are the characters that are replaced.
var lookalikes = map[rune]lookalike{
	'\u00A0': {"a no-break space", " "},
	'\u2002': {"an en space", " "},
	'\u2003': {"an em space", " "},
	'\u2007': {"a figure space", " "},
	'\u2009': {"a thin space", " "},
	'\u200A': {"a hair space", " "},
	'\u202F': {"a narrow no-break space", " "},
	'\u205F': {"a mathematical space", " "},
	'\u3000': {"an ideographic space", " "},
	'\u00AD': {"a soft hyphen", ""},
	'\u200B': {"a zero-width space", ""},
	'\u200C': {"a zero-width non-joiner", ""},
	'\u200D': {"a zero-width joiner", ""},
	'\u200E': {"a left-to-right mark", ""},
	'\u200F': {"a right-to-left mark", ""},
	'\u2060': {"a word joiner", ""},
	'\uFEFF': {"a byte order mark", ""},
	'\u2018': {"a left single quotation mark", "'"},
	'\u2019': {"a right single quotation mark", "'"},
	'\u201A': {"a low single quotation mark", "'"},
	'\u201B': {"a reversed single quotation mark", "'"},
	'\u2032': {"a prime", "'"},
	'\u201C': {"a left double quotation mark", `"`},
	'\u201D': {"a right double quotation mark", `"`},
	'\u201E': {"a low double quotation mark", `"`},
	'\u201F': {"a reversed double quotation mark", `"`},
	'\u2033': {"a double prime", `"`},
	'\u00AB': {"a left guillemet", `"`},
	'\u00BB': {"a right guillemet", `"`},
	'\u2010': {"a typographic hyphen", "-"},
	'\u2011': {"a non-breaking hyphen", "-"},
	'\u2012': {"a figure dash", "-"},
	'\u2013': {"an en dash", "-"},
	'\u2014': {"an em dash", "-"},
	'\u2212': {"a minus sign", "-"},
	'\uFF0D': {"a full-width hyphen", "-"},
	'\uFF1A': {"a full-width colon", ":"},
	'\uFF1B': {"a full-width semicolon", ";"},
	'\uFF0C': {"a full-width comma", ","},
	'\uFF1D': {"a full-width equals sign", "="},
	'\uFF0F': {"a full-width slash", "/"},
	'\u2026': {"an ellipsis", "..."},
}

type lookalike struct{ name, plain string }

// maxLookalikes bounds what LookalikeSpans returns.
const maxLookalikes = 16

// Lookalike returns the name of a character that looks like ASCII text, and that text.
func Lookalike(c rune) (name, plain string, ok bool) {
	if c < utf8.RuneSelf {
		return "", "", false
	}
	l, ok := lookalikes[c]
	return l.name, l.plain, ok
}
