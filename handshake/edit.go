package handshake

import (
	"slices"
	"strings"
)

// Edit is a change to one head: the bytes at Span become Text. An empty Span inserts, an empty Text removes.
type Edit struct {
	Side Side // Request or Response: which head Span points into
	Span Span
	Text string
}

// holds: the span lies within that head.
func (x *Exchange) holds(side Side, at Span) bool {
	size := len(x.Request)
	if side == Response {
		size = len(x.Response)
	}
	return 0 <= at.Start && at.Start <= at.End && at.End <= size
}

// apply makes edits that are in order and do not overlap; what was filled in moves along. An edit that lies
// outside its head, or begins before the one before it ends, is not made.
func (x Exchange) apply(edits []Edit) Exchange {
	x.Inserted = slices.Clone(x.Inserted)
	x.Request = x.edited(x.Request, Request, edits)
	x.Response = x.edited(x.Response, Response, edits)
	return x
}

// edited is one head with its edits made.
func (x *Exchange) edited(head string, side Side, edits []Edit) string {
	if len(edits) == 0 {
		return head
	}
	var b strings.Builder
	b.Grow(len(head) + len(edits))
	at := 0
	type shift struct{ from, by int } // bytes from here on have moved by so many
	var shifts []shift
	for _, e := range edits {
		if e.Side != side || e.Span.Start < at || e.Span.End < e.Span.Start || e.Span.End > len(head) {
			continue
		}
		b.WriteString(head[at:e.Span.Start])
		b.WriteString(e.Text)
		at = e.Span.End
		if len(x.Inserted) > 0 {
			shifts = append(shifts, shift{at, b.Len() - at})
		}
	}
	b.WriteString(head[at:])
	moved := func(i int) int {
		n, exact := slices.BinarySearchFunc(shifts, i, func(s shift, i int) int { return s.from - i })
		if exact {
			n++
		}
		if n == 0 {
			return i
		}
		return i + shifts[n-1].by
	}
	for i := range x.Inserted {
		if f := &x.Inserted[i]; f.Side == side {
			start := moved(f.Span.Start)
			f.Span = Span{Start: start, End: max(start, moved(f.Span.End))}
		}
	}
	return b.String()
}
