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

// Align pairs lines that differ, by their indexes: those of one name, and the others by their places. -1 is no line.
func Align(before, after []string) (pairs [][2]int) {
	for i, j := 0, 0; i < len(before) || j < len(after); {
		pair := [2]int{i, j}
		switch {
		case i == len(before):
			pair[0] = -1
		case j == len(after):
			pair[1] = -1
		case lineName(before[i]) == lineName(after[j]):
		case hasName(after[j:], lineName(before[i])):
			pair[0] = -1
		case hasName(before[i:], lineName(after[j])):
			pair[1] = -1
		}
		pairs = append(pairs, pair)
		if pair[0] >= 0 {
			i++
		}
		if pair[1] >= 0 {
			j++
		}
	}
	return pairs
}

func hasName(lines []string, name string) bool {
	for _, line := range lines {
		if lineName(line) == name {
			return true
		}
	}
	return false
}

// lineName returns the name of a line: of a field what is before its colon, of a directive all words but the last.
func lineName(line string) string {
	line = strings.ToLower(strings.TrimSpace(line))
	if i := strings.IndexByte(line, ':'); i > 0 && IsToken(line[:i]) {
		return line[:i]
	}
	return line[:max(0, strings.LastIndexByte(line, ' '))]
}
