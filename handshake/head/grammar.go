package head

import (
	"strconv"
	"strings"
)

// token = 1*tchar
// tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." /
//
//	"^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA            (RFC 9110 §5.6.2)
func IsToken(s string) bool {
	for i := 0; i < len(s); i++ {
		if !tchar[s[i]] {
			return false
		}
	}
	return s != ""
}

// IsTokenChar reports whether an octet is a tchar.
func IsTokenChar(c byte) bool { return tchar[c] }

var tchar = func() (t [256]bool) {
	for c := '0'; c <= '9'; c++ {
		t[c] = true
	}
	for c := 'A'; c <= 'Z'; c++ {
		t[c], t[c|0x20] = true, true
	}
	for _, c := range "!#$%&'*+-.^_`|~" {
		t[c] = true
	}
	return t
}()

// OWS = *( SP / HTAB )                                            (RFC 9110 §5.6.3)
func IsBlank(c byte) bool { return c == ' ' || c == '\t' }

// TrimBlanks narrows start and end past the OWS on both sides.
func TrimBlanks(s string, start, end int) (int, int) {
	for start < end && IsBlank(s[start]) {
		start++
	}
	for end > start && IsBlank(s[end-1]) {
		end--
	}
	return start, end
}

// AppendMembers splits a field value at the commas outside quotes (RFC 9110 §5.6.1).
//
//	#element => [ element ] *( OWS "," OWS [ element ] )          for recipients, §5.6.1.2
//
// Empty members are skipped. Spans are those of the bytes in raw; in a folded value, whose text is not the bytes, every member has the
// span of the whole value.
func AppendMembers(members []Token, raw string, value Token) []Token {
	text, base := value.Text, value.Span.Start
	folded := value.Span.Len() != len(text)
	quoted, start := false, 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) {
			switch c := text[i]; {
			case c == '"':
				quoted = !quoted
				continue
			case c == '\\' && quoted && i+1 < len(text):
				i++
				continue
			case c != ',' || quoted:
				continue
			}
		}
		if s, e := TrimBlanks(text, start, i); s < e {
			if len(members) == MaxMembers {
				return members
			}
			span := Span{base + s, base + e}
			if folded {
				span = value.Span
			}
			members = append(members, Token{text[s:e], span})
		}
		start = i + 1
	}
	return members
}

// MaxMembers is the maximum number of members that are recorded of a list; a head that this endpoint accepts has fewer.
const MaxMembers = 8 << 10

// EqualFold compares two ASCII strings, ignoring case; other octets compare exactly.
func EqualFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i < len(a); i++ {
		if a[i] != b[i] && Lower(a[i]) != Lower(b[i]) {
			return false
		}
	}
	return true
}

// Lower returns an ASCII letter in lower case, any other octet unchanged.
func Lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c | 0x20
	}
	return c
}

// Lowered returns s with its ASCII letters in lower case.
func Lowered(s string) string {
	for i := range len(s) {
		if Lower(s[i]) != s[i] {
			b := []byte(s)
			for ; i < len(b); i++ {
				b[i] = Lower(b[i])
			}
			return string(b)
		}
	}
	return s
}

// HasPrefixFold reports whether an ASCII string begins with prefix, ignoring case.
func HasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && EqualFold(s[:len(prefix)], prefix)
}

// Contains reports whether a list has a member, ignoring case.
func Contains(list []Token, member string) bool {
	for _, t := range list {
		if EqualFold(t.Text, member) {
			return true
		}
	}
	return false
}

// AreTokens reports whether every member of a list matches token.
func AreTokens(list []Token) bool {
	for _, t := range list {
		if !IsToken(t.Text) {
			return false
		}
	}
	return true
}

// Quote returns a text in double quotes, for findings and errors: shortened if it is long, control characters escaped.
func Quote(s string) string {
	const limit = 80
	cut := ""
	if len(s) > limit {
		s, cut = s[:limit], "…"
	}
	if isPrintable(s) { // the common case
		return `"` + s + cut + `"`
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.IndexFunc(s, isControl) < 0 {
		return `"` + s + cut + `"`
	}
	var b strings.Builder
	for _, r := range s {
		if isControl(r) {
			b.WriteString(`\x` + HexOctet(byte(r)))
		} else {
			b.WriteRune(r)
		}
	}
	return `"` + b.String() + cut + `"`
}

// isPrintable reports whether a string is printable ASCII.
func isPrintable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7F {
			return false
		}
	}
	return true
}

func isControl(r rune) bool { return r < ' ' || r == 0x7F }

// HexOctet returns an octet as two hexadecimal digits, in upper case.
func HexOctet(c byte) string {
	const digits = "0123456789ABCDEF"
	return string([]byte{digits[c>>4], digits[c&15]})
}

// QuoteOctets quotes a few octets, and adds them in hex if not all are printable ASCII.
func QuoteOctets(s string) string {
	const limit = 8
	if strings.IndexFunc(s, func(r rune) bool { return isControl(r) || r > '~' }) < 0 {
		return Quote(s)
	}
	var hex strings.Builder
	for i := range min(len(s), limit) {
		hex.WriteString(" " + HexOctet(s[i]))
	}
	if len(s) > limit {
		hex.WriteString(" …")
	}
	return Quote(s) + " (hex" + hex.String() + ")"
}

func Decimal(n int) string { return strconv.Itoa(n) }

const CRLF = "\r\n"
