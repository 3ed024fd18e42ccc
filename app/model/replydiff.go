package model

import (
	"slices"
	"strings"
)

// Bounds of what is drawn of an answer.
const (
	MaxReplyLines = 200
	MaxReplyLine  = 2000 // bytes
)

// Difference cuts off what two texts begin and end with alike: a[from:to] is what differs.
func Difference(a, b string) (from, to int) {
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	to = len(a)
	for back := len(b); to > from && back > from && a[to-1] == b[back-1]; back-- {
		to--
	}
	return from, to
}

// SplitLines cuts behind every LF.
func SplitLines(s string) []string {
	return slices.Collect(strings.Lines(s))
}

// LinePair is a line of two texts: in both where they are equal; "" where one lacks it.
type LinePair struct{ Predicted, Received string }

// PairLines pairs the lines of two texts: as many equal ones as can be, in their order, and the others in
// between side by side. Only so many lines are looked at as are drawn.
func PairLines(predicted, came []string) []LinePair {
	a, b := predicted[:min(len(predicted), MaxReplyLines+1)], came[:min(len(came), MaxReplyLines+1)]
	// same[i][j] is how many lines of a[i:] and b[j:] can be paired as equal.
	same := make([][]uint8, len(a)+1)
	for i := range same {
		same[i] = make([]uint8, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				same[i][j] = same[i+1][j+1] + 1
			} else {
				same[i][j] = max(same[i+1][j], same[i][j+1])
			}
		}
	}
	var out []LinePair
	var was, is []string
	flush := func() {
		for k := range max(len(was), len(is)) {
			var p LinePair
			if k < len(was) {
				p.Predicted = was[k]
			}
			if k < len(is) {
				p.Received = is[k]
			}
			out = append(out, p)
		}
		was, is = nil, nil
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			flush()
			out = append(out, LinePair{a[i], b[j]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && same[i+1][j] >= same[i][j+1]:
			was, i = append(was, a[i]), i+1
		default:
			is, j = append(is, b[j]), j+1
		}
	}
	flush()
	return out
}
