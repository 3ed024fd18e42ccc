package handshake

import (
	"slices"

	"upgrade101/handshake/head"
)

// Edit is a change to one head: the bytes at Span become Text. An empty Span inserts, an empty Text removes.
type Edit struct {
	Side Side // what Span points into: Request or Response
	Span Span
	Text string
}

// holds reports whether a span is inside that head.
func (x *Exchange) holds(side Side, at Span) bool {
	size := len(x.Request)
	if side == Response {
		size = len(x.Response)
	}
	return 0 <= at.Start && at.Start <= at.End && at.End <= size
}

// apply makes edits that are in order and do not overlap, and moves Inserted accordingly. It skips an edit outside its
// head, or one that overlaps the previous one.
func (x Exchange) apply(edits []Edit) Exchange {
	x.Inserted = slices.Clone(x.Inserted)
	x.Request = x.edited(x.Request, Request, edits)
	x.Response = x.edited(x.Response, Response, edits)
	return x
}

// edited is one head with its edits made.
func (x *Exchange) edited(raw string, side Side, edits []Edit) string {
	own := make([]head.Edit, 0, len(edits))
	for _, e := range edits {
		if e.Side == side {
			own = append(own, head.Edit{Span: e.Span, Text: e.Text})
		}
	}
	if len(own) == 0 {
		return raw
	}
	edited, moved := head.Apply(raw, own)
	for i := range x.Inserted {
		if f := &x.Inserted[i]; f.Side == side {
			start := moved(f.Span.Start)
			f.Span = Span{Start: start, End: max(start, moved(f.Span.End))}
		}
	}
	return edited
}
