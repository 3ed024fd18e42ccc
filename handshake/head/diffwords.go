package head

import "strings"

// DifferingWords returns which part of a line a line beside it does not have: a[from:to], which begins and ends with whole words. Of two
// equal lines it is empty.
func DifferingWords(a, b string) (from, to int) {
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	if from == len(a) && from == len(b) {
		return from, from
	}
	to = len(a)
	back := len(b)
	for to > from && back > from && a[to-1] == b[back-1] {
		to, back = to-1, back-1
	}
	for from > 0 && !(atBound(a, from) && atBound(b, from)) { // back to the beginning of the word
		from--
	}
	for to < len(a) && !(atBound(a, to) && atBound(b, back)) { // and on to its end
		to, back = to+1, back+1
	}
	return from, max(from, to)
}

// atBound reports whether a word begins or ends at i.
func atBound(s string, i int) bool { return i == 0 || i == len(s) || isGlue(s[i]) || isGlue(s[i-1]) }

func isGlue(c byte) bool { return strings.IndexByte(" \t,;\"()", c) >= 0 }
