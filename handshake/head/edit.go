package head

import (
	"slices"
	"strings"
)

// Edit replaces the bytes at Span by Text: an empty Span inserts, an empty Text removes. The methods of Head below return the edit
// of one field line.
type Edit struct {
	Span Span
	Text string
}

// Apply returns raw, for which the edit was made, with the edit.
func (e Edit) Apply(raw string) string { return raw[:e.Span.Start] + e.Text + raw[e.Span.End:] }

// Apply makes edits in the order of the bytes. It ignores an edit that is out of range or overlaps the one before. moved maps an
// offset in raw to that in the result.
func Apply(raw string, edits []Edit) (edited string, moved func(at int) int) {
	type shift struct{ from, by int } // bytes from this offset on move by so many
	shifts := make([]shift, 0, len(edits))
	var b strings.Builder
	b.Grow(len(raw))
	at := 0
	for _, e := range edits {
		if e.Span.Start < at || e.Span.End < e.Span.Start || e.Span.End > len(raw) {
			continue
		}
		b.WriteString(raw[at:e.Span.Start])
		b.WriteString(e.Text)
		at = e.Span.End
		shifts = append(shifts, shift{at, b.Len() - at})
	}
	b.WriteString(raw[at:])
	return b.String(), func(i int) int {
		n, exact := slices.BinarySearchFunc(shifts, i, func(s shift, i int) int { return s.from - i })
		if exact {
			n++
		}
		if n == 0 {
			return i
		}
		return i + shifts[n-1].by
	}
}

// SetValue returns the edit that sets the value of field i, a single line. White space around the old value stays.
func (h *Head) SetValue(i int, value string) Edit {
	f := h.Fields[i]
	if f.Value.Span.Len() > 0 {
		return Edit{f.Value.Span, value}
	}
	at := f.Name.Span.End
	at += strings.IndexByte(h.Raw[at:f.Line.End], ':') + 1
	return Edit{Span{at, f.Line.End}, " " + value}
}

// SetName returns the edit that sets the name of field i, a token.
func (h *Head) SetName(i int, name string) Edit { return Edit{h.Fields[i].Name.Span, name} }

// RemoveLine returns the edit that removes the line at a span, with its line end.
func (h *Head) RemoveLine(line Span) Edit {
	_, next := h.LineAt(line.End)
	return Edit{Span{line.Start, next}, ""}
}

// InsertField returns the edit that inserts a field line before field at, or after the last one. An empty head also gets the
// empty line at its end.
func (h *Head) InsertField(at int, name, value string) Edit {
	line, place := name+": "+value+"\r\n", h.End.Start
	switch {
	case at < len(h.Fields):
		place = h.Fields[at].Line.Start
	case h.Raw == "":
		line += "\r\n"
	case !strings.HasSuffix(h.Raw[:place], "\n"):
		line = "\r\n" + line
	}
	return Edit{Span{place, place}, line}
}
