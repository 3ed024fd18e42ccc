package view

import (
	"slices"
	"strings"
	"testing"

	"upgrade101/app/model"
)

// TestStages: a stage draws its own parts and keeps all others; after the last one the page is the same as if it had
// been drawn whole.
func TestStages(t *testing.T) {
	was := model.New()
	is := was.Edit("GET / HTTP/1.1\nHost: a\nUpgrade: h2c\nConnection: upgrade\nSec-WebSocket-Key: short\n\n").EditResponse("HTTP/1.1 200 OK\n\n")
	is.Breaking, is.Bytes = true, true
	var d Drawing
	draw := func(d *Drawing, m model.Model) string {
		return sortAttributes(written(Page(d, m, StateOK, "said")))
	}
	whole := draw(new(Drawing), is)
	if draw(&d, was) == whole {
		t.Fatal("both models are drawn alike")
	}
	for _, s := range []Stage{AtOnce, Reasons, Remainder} {
		before := d.parts
		d.Stage = s
		got := draw(&d, is)
		for p, drawn := range d.parts {
			if drawn == nil || (drawn != before[p]) != (stageOf[p] == s) {
				t.Errorf("stage %d: part %d is drawn: %t, want %t", s, p, drawn != before[p], stageOf[p] == s)
			}
		}
		if (got == whole) != (s == Remainder) {
			t.Errorf("after stage %d the page is what it is when drawn whole: %t", s, got == whole)
		}
		if s == AtOnce && (!strings.Contains(got, ">Not switched: the server answered 200<") || !strings.Contains(got, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")) {
			t.Error("the first stage draws not the new verdict beside the old explanation")
		}
	}
}

// TestLinesStay: a keystroke redraws only the lines behind the text that look different.
func TestLinesStay(t *testing.T) {
	const head = "GET / HTTP/1.1\nHost: a.example\nUpgrade: websocket\nConnection: %\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n"
	var d Drawing
	drawnBy := func(text string) []drawnLine {
		written(paper(&d, model.New().Edit(text), "Request", 12))
		return append([]drawnLine{}, d.lines...)
	}
	d.Stage = AtOnce
	was := drawnBy(strings.Replace(head, "%", "Upgrade", 1))
	for _, c := range []struct {
		name, text string
		anew       []int
	}{
		{"nothing", strings.Replace(head, "%", "Upgrade", 1), nil},
		{"a value", strings.Replace(head, "%", "upgrade", 1), []int{3}},
		{"a wrong value", strings.Replace(head, "%", "close", 1), []int{3}},              // the findings of lines 0 and 4 have other numbers now
		{"a line goes", strings.Replace(head, "Connection: %\n", "", 1), []int{2, 3, 4}}, // the second has an error now
	} {
		is := drawnBy(c.text)
		var anew []int
		for i := range is {
			if is[i].drawn != was[i].drawn {
				anew = append(anew, i)
			}
		}
		if !slices.Equal(anew, c.anew) {
			t.Errorf("%s: lines %v are drawn anew, want %v", c.name, anew, c.anew)
		}
		was = is
	}
	if drawnBy(strings.Repeat("a\n", 1000)); len(d.lines) != 0 {
		t.Errorf("%d lines are kept of a text without marks", len(d.lines))
	}
}
