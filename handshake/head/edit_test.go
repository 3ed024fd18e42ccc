package head_test

import (
	"strings"
	"testing"

	"upgrade101/handshake/head"
)

// TestEdits: an edit of a field changes only its bytes, and the head then has the new value.
func TestEdits(t *testing.T) {
	const raw = "GET / HTTP/1.1\r\nHost: a\r\nX-Own:  kept  \r\nempty:\r\nno colon\r\nlast: b\n\r\nbody"
	h := head.ParseRequest(raw)
	for _, c := range []struct {
		name     string
		edit     head.Edit
		old, new string
	}{
		{"a value", h.SetValue(0, "c"), "Host: a", "Host: c"},
		{"a value between blanks", h.SetValue(1, "c"), "X-Own:  kept  ", "X-Own:  c  "},
		{"an empty value", h.SetValue(2, "c"), "empty:", "empty: c"},
		{"a name", h.SetName(1, "Y"), "X-Own:", "Y:"},
		{"a line less", h.RemoveLine(h.Fields[2].Line), "empty:\r\n", ""},
		{"a line that ends with LF less", h.RemoveLine(h.Fields[3].Line), "last: b\n", ""},
		{"a line more, first", h.InsertField(0, "N", "v"), "Host: a", "N: v\r\nHost: a"},
		{"a line more, last", h.InsertField(4, "N", "v"), "last: b\n", "last: b\nN: v\r\n"},
	} {
		if got, want := c.edit.Apply(raw), strings.Replace(raw, c.old, c.new, 1); got != want {
			t.Errorf("%s: %q, want %q", c.name, got, want)
		}
	}
	list := head.ParseFieldList(":path: \r\n\r\n")
	if got := list.SetValue(0, "/").Apply(list.Raw); got != ":path: /\r\n\r\n" {
		t.Errorf("a pseudo field becomes %q", got)
	}
	for raw, want := range map[string]string{"": "N: v\r\n\r\n", "GET / HTTP/1.1": "GET / HTTP/1.1\r\nN: v\r\n"} {
		h := head.Head{}
		if raw != "" {
			h = head.ParseRequest(raw)
		}
		if got := h.InsertField(len(h.Fields), "N", "v").Apply(raw); got != want {
			t.Errorf("into %q: %q, want %q", raw, got, want)
		}
	}
}

// TestApply: edits in order are made, those that overlap or are out of range are not, and later offsets move.
func TestApply(t *testing.T) {
	span := func(start, end int) head.Span { return head.Span{Start: start, End: end} }
	got, moved := head.Apply("0123456789", []head.Edit{
		{Span: span(1, 3), Text: "a"}, {Span: span(2, 4), Text: "overlaps"}, {Span: span(5, 5), Text: "bc"}, {Span: span(9, 11), Text: "outside"}, {Span: span(8, 10)},
	})
	if want := "0a34bc567"; got != want {
		t.Errorf("edited to %q, want %q", got, want)
	}
	for at, want := range map[int]int{0: 0, 3: 2, 4: 3, 5: 6, 7: 8, 10: 9} {
		if moved(at) != want {
			t.Errorf("%d moves to %d, want %d", at, moved(at), want)
		}
	}
}
