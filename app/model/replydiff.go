package model

import (
	"slices"
	"strings"
)

// MaxReplyLines bounds the lines of an answer that are compared and drawn.
const MaxReplyLines = 200

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

// LinePair is a line of two texts: equal where both have it; "" where one lacks it.
type LinePair struct{ Was, Is string }

// PairLines pairs the lines of two texts: as many equal ones as possible, in their order (a longest common
// subsequence), and the others in between side by side. It compares the first MaxReplyLines+1 lines of each.
func PairLines(was, is []string) []LinePair {
	a, b := was[:min(len(was), MaxReplyLines+1)], is[:min(len(is), MaxReplyLines+1)]
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
	var pairs []LinePair
	var onlyA, onlyB []string // since the last equal line
	flush := func() {
		for k := range max(len(onlyA), len(onlyB)) {
			var p LinePair
			if k < len(onlyA) {
				p.Was = onlyA[k]
			}
			if k < len(onlyB) {
				p.Is = onlyB[k]
			}
			pairs = append(pairs, p)
		}
		onlyA, onlyB = nil, nil
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			flush()
			pairs = append(pairs, LinePair{a[i], b[j]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && same[i+1][j] >= same[i][j+1]:
			onlyA, i = append(onlyA, a[i]), i+1
		default:
			onlyB, j = append(onlyB, b[j]), j+1
		}
	}
	flush()
	return pairs
}
