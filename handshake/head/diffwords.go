package head

import (
	"slices"
	"strings"
)

// WordRun is a part of a line beside another line: some words that both have, or that this one has alone.
type WordRun struct {
	Text string
	Only bool // the other line does not have it
}

// maxWords bounds the words that are compared; of two lines with more, all of each is Only.
const maxWords = 200

// DiffWords compares two lines word by word. The runs of each make up its line; neighbours differ in Only. An empty line is no line,
// and all of the other is Only.
func DiffWords(was, is string) (before, after []WordRun) {
	if was == is {
		return runOf(nil, was, false), runOf(nil, is, false)
	}
	a, b := cutWords(was), cutWords(is)
	if len(a) > maxWords || len(b) > maxWords {
		return runOf(nil, was, true), runOf(nil, is, true)
	}
	diff := Diff(a, b, maxWords)
	for i, w := range diff {
		switch {
		case w.Op == '-':
			before = runOf(before, w.Text, true)
		case w.Op == '+':
			after = runOf(after, w.Text, true)
		case isGlue(w.Text) && between(diff, i, '-') && between(diff, i, '+'): // a blank between two words that differ is part of it
			before, after = runOf(before, w.Text, true), runOf(after, w.Text, true)
		default:
			before, after = runOf(before, w.Text, false), runOf(after, w.Text, false)
		}
	}
	return before, after
}

// between reports whether a difference of this kind is right before and right after the words at i, which both lines have.
func between(diff []DiffLine, i int, op byte) bool {
	found := func(list []DiffLine) bool {
		for _, w := range list {
			if w.Op == ' ' {
				return false
			}
			if w.Op == op {
				return true
			}
		}
		return false
	}
	earlier := slices.Clone(diff[:i])
	slices.Reverse(earlier)
	return found(earlier) && found(diff[i+1:])
}

// runOf appends a word to runs.
func runOf(runs []WordRun, word string, only bool) []WordRun {
	if word == "" {
		return runs
	}
	if n := len(runs); n > 0 && runs[n-1].Only == only {
		runs[n-1].Text += word
		return runs
	}
	return append(runs, WordRun{word, only})
}

// glue is what is between the words of a line.
const glue = " \t,;\"()="

func isGlue(word string) bool { return strings.Trim(word, glue) == "" }

// cutWords splits a line into words and the octets between them.
func cutWords(line string) (words []string) {
	for line != "" {
		end := strings.IndexAny(line, glue)
		switch {
		case end < 0:
			end = len(line)
		case end == 0:
			end = 1
		case strings.Trim(line[end:], "=") == "": // of base64
			end = len(line)
		}
		words, line = append(words, line[:end]), line[end:]
	}
	return words
}

// Align pairs lines that differ, by their indexes: those of one name, and the others between them by their places. -1 is no line.
func Align(before, after []string) (pairs [][2]int) {
	var left, right []int
	flush := func() {
		for k := range max(len(left), len(right)) {
			pair := [2]int{-1, -1}
			if k < len(left) {
				pair[0] = left[k]
			}
			if k < len(right) {
				pair[1] = right[k]
			}
			pairs = append(pairs, pair)
		}
		left, right = nil, nil
	}
	i, j := 0, 0
	for _, name := range Diff(lineNames(before), lineNames(after), max(len(before), len(after))) {
		switch name.Op {
		case '-':
			left, i = append(left, i), i+1
		case '+':
			right, j = append(right, j), j+1
		default:
			flush()
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		}
	}
	flush()
	return pairs
}

// lineNames returns the names of lines: of a field what is before its colon, of a directive all words but the last.
func lineNames(lines []string) []string {
	names := make([]string, len(lines))
	for i, line := range lines {
		name, _, field := strings.Cut(strings.TrimSpace(line), ":")
		if !field || !IsToken(name) {
			name = strings.TrimSpace(line)
			name = name[:max(0, strings.LastIndexByte(name, ' '))]
		}
		names[i] = strings.ToLower(name)
	}
	return names
}
