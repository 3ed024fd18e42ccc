package cause

import "strings"

// spellings are technical words that people misspell, and that prose is searched for.
var spellings = []string{"websocket", "websockets", "connection", "connect", "upgrade", "handshake", "header", "headers", "certificate", "disconnects", "disconnected", "authorization", "forwarded"}

// spelled corrects words of a lower-case text that differ from a word of spellings by one letter that is missing, added, wrong or
// swapped with its neighbour.
func spelled(s string) string {
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); {
		if s[i] < 'a' || s[i] > 'z' {
			i++
			continue
		}
		start := i
		for i < len(s) && s[i] >= 'a' && s[i] <= 'z' {
			i++
		}
		if right := respelled(s[start:i]); right != "" {
			b.WriteString(s[done:start])
			b.WriteString(right)
			done = i
		}
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// respelled returns the word that was meant; "" for a word that is right or unknown.
func respelled(word string) string {
	if len(word) < 5 || len(word) > 14 {
		return ""
	}
	right := ""
	for _, w := range spellings {
		if w == word || len(word) > len(w) && strings.HasPrefix(word, w) { // "connecting" is spelled correctly
			return ""
		}
		if right == "" && w[0] == word[0] && len(w) >= 6 && oneTypo(word, w) {
			right = w
		}
	}
	return right
}

// oneTypo reports whether two words differ by one letter that is missing, added or wrong, or by two neighbours that are swapped.
func oneTypo(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	return i < len(a) && (a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:])
}
