package model

import (
	"slices"
	"strings"

	"upgrade101/handshake/head"
)

// MaxDrawnLines bounds the lines of a text that are compared and drawn.
const MaxDrawnLines = 200

// Difference removes the common beginning and end of two texts: a[from:to] is what differs.
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

// SplitLines splits after every LF.
func SplitLines(s string) []string {
	return slices.Collect(strings.Lines(s))
}

// LinePair is a line of two texts: equal if both have it; "" if one lacks it.
type LinePair struct{ Was, Is string }

// PairLines pairs the lines of two texts: as many equal ones as possible, in order, and the others between them side by side.
// It compares the first MaxDrawnLines+1 lines of each.
func PairLines(was, is []string) []LinePair {
	var pairs []LinePair
	var only, more []string // lines of one text alone since the last equal line
	flush := func() {
		for k := range max(len(only), len(more)) {
			var p LinePair
			if k < len(only) {
				p.Was = only[k]
			}
			if k < len(more) {
				p.Is = more[k]
			}
			pairs = append(pairs, p)
		}
		only, more = nil, nil
	}
	for _, line := range head.Diff(was, is, MaxDrawnLines+1) {
		switch line.Op {
		case '-':
			only = append(only, line.Text)
		case '+':
			more = append(more, line.Text)
		default:
			flush()
			pairs = append(pairs, LinePair{line.Text, line.Text})
		}
	}
	flush()
	return pairs
}

// PairFields pairs two responses by the names of their fields, in the order of the first. Of a response other than 101 the content
// and its length are left out: each server writes its own.
func PairFields(was, is string) []LinePair {
	a, b := head.ParseResponse(was), head.ParseResponse(is)
	refusal := false
	if code, ok := b.StatusCode(); ok && code != 101 {
		refusal = true
	}
	pairs := []LinePair{{a.Text(a.Line), b.Text(b.Line)}}
	paired := make([]bool, len(b.Fields))
	for i := range min(len(a.Fields), MaxDrawnLines) {
		f := &a.Fields[i]
		name := strings.ToLower(f.Name.Text)
		if refusal && name == "content-length" {
			continue
		}
		pair := LinePair{Was: a.Text(f.Line)}
		for j := range min(len(b.Fields), MaxDrawnLines) {
			if g := &b.Fields[j]; !paired[j] && strings.EqualFold(g.Name.Text, name) {
				paired[j], pair.Is = true, b.Text(g.Line)
				break
			}
		}
		pairs = append(pairs, pair)
	}
	for j := range min(len(b.Fields), MaxDrawnLines) {
		if g := &b.Fields[j]; !paired[j] && !(refusal && strings.EqualFold(g.Name.Text, "content-length")) {
			pairs = append(pairs, LinePair{Is: b.Text(g.Line)})
		}
	}
	if rest, more := a.Rest(), b.Rest(); !refusal && rest+more != "" {
		pairs = append(pairs, PairLines(SplitLines(rest), SplitLines(more))...)
	}
	return pairs
}
