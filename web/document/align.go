package document

import (
	"strings"

	"upgrade101/handshake/head"
)

// align pairs lines that differ, by their indexes: those of one name, and the others by their places. -1 is no line.
func align(before, after []string) (pairs [][2]int) {
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
	if i := strings.IndexByte(line, ':'); i > 0 && head.IsToken(line[:i]) {
		return line[:i]
	}
	return line[:max(0, strings.LastIndexByte(line, ' '))]
}
