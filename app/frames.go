package app

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/handshake/frame"
)

// Spot is the byte that pointer or keyboard is at: a frame, as frameID names it, and the place in it.
type Spot struct {
	Frame string
	Byte  int
}

// The lists of frames on the page, by their name in frameID.
const (
	liveFrames  = "live"
	triedFrames = "tried"
)

// frameID names a frame of a list by its number, which stays when older ones are forgotten.
func frameID(list string, number int) string { return list + " " + strconv.Itoa(number) }

// Frame finds a frame by its id.
func (m Model) Frame(id string) (c Crossed, ok bool) {
	list, number, _ := strings.Cut(id, " ")
	i, err := strconv.Atoi(number)
	frames := m.Tried.Frames
	if list == liveFrames {
		last := m.Talk.Last()
		frames, i = last.Frames, i-last.Dropped
	}
	if err != nil || i < 1 || i > len(frames) {
		return Crossed{}, false
	}
	return frames[i-1], true
}

// Point moves to a byte of a frame, and stays inside of what is drawn of it.
func (m Model) Point(id string, at int) Model {
	if c, ok := m.Frame(id); ok && len(c.Wire) > 0 {
		m.Spot = Spot{id, max(0, min(at, m.drawn(id, c)-1))}
	}
	return m
}

// Unfold opens a frame to show what it carries, or closes it.
func (m Model) Unfold(id string) Model {
	if m.Unfolded == id {
		m.Unfolded = ""
	} else {
		m.Unfolded = id
	}
	if id == m.Spot.Frame {
		m = m.Point(id, m.Spot.Byte)
	}
	return m
}

// mostHex bounds the bytes that are drawn of a frame that is not unfolded.
const mostHex = 40

// drawn is how many bytes of a frame are drawn.
func (m Model) drawn(id string, c Crossed) int {
	if m.Unfolded == id {
		return len(c.Wire)
	}
	return min(len(c.Wire), mostHex)
}

// frameList draws some frames, the first of which has the number first, and the name of the byte that is
// pointed at.
func frameList(m Model, list string, frames []Crossed, first int) []app.UI {
	items := make([]app.UI, len(frames))
	for i, c := range frames {
		items[i] = frameItem(m, frameID(list, first+i), first+i, c)
	}
	drawn := []app.UI{app.Div().Class("scroll").Body(app.Ol().Class("frames").Aria("label", "Frames").Body(items...))}
	if len(frames[0].Wire) > 0 {
		drawn = append(drawn, spotName(m, list))
	}
	return drawn
}

func frameItem(m Model, id string, number int, c Crossed) app.UI {
	open := m.Unfolded == id
	name := []app.UI{span("unseen", c.way()+": "), span("", c.label())}
	var label app.UI = app.Span().Body(name...)
	if len(c.Wire) > 0 {
		// The row of bytes is the only stop of the tab key; Enter there does what a press here does.
		label = toggle("", "unfold", open).DataSet("with", id).Class("fold").TabIndex(-1).Body(name...)
	}
	parts := []app.UI{
		app.Div().Class("frame-head").Body(
			span("number", strconv.Itoa(number)),
			label,
			mono("preview", c.preview()),
		),
	}
	if len(c.Wire) > 0 {
		parts = append(parts, byteRow(m, id, number, c))
	}
	if open {
		parts = append(parts, unfolded(id, c)...)
	}
	return app.Li().Class("frame", "from-"+c.From).Body(parts...)
}

// byteRow is the bytes of a frame: one stop of the tab key, in which the arrow keys go from byte to byte.
// Only the row that is pointed at has an element for each byte; a long list stays light.
func byteRow(m Model, id string, number int, c Crossed) app.UI {
	n := m.drawn(id, c)
	more := ""
	if n < len(c.Wire) || c.Cut {
		more = "…"
	}
	row := app.Code().Class("hex").TabIndex(0).Role("slider").DataSet("spot", id).
		Aria("label", "Bytes of frame "+strconv.Itoa(number)).
		Aria("valuemin", 1).Aria("valuemax", n)
	if m.Spot.Frame != id {
		return row.Aria("valuenow", 1).Aria("valuetext", plural(len(c.Wire), "byte")+": "+begin(c.hex(), 48)).
			Text(hexOf(c.Wire[:n]) + " " + more)
	}
	at := min(m.Spot.Byte, n-1)
	name := c.name(at)
	from, to := name.parts[0].Span.Start, name.parts[0].Span.End
	bytes := make([]app.UI, n, n+1)
	for i := range bytes {
		b := app.Span().DataSet("byte", strconv.Itoa(i)).Text(hexOf(c.Wire[i:i+1]) + " ")
		switch {
		case i == at:
			b = b.Class("on")
		case from <= i && i < to:
			b = b.Class("kin")
		}
		bytes[i] = b
	}
	return row.Aria("valuenow", at+1).Aria("valuetext", name.String()).Body(append(bytes, span("", more))...)
}

// spotName names the byte that is pointed at.
func spotName(m Model, list string) app.UI {
	c, ok := m.Frame(m.Spot.Frame)
	if !ok || !strings.HasPrefix(m.Spot.Frame, list) || m.Spot.Byte >= len(c.Wire) {
		return app.P().Class("spot", "muted").Text("Point at a byte, or go through a frame with the arrow keys: what it says is named here. Enter, or a press on its name, opens a frame.")
	}
	name := c.name(m.Spot.Byte)
	words := []app.UI{strong(name.title), app.Code().Text(" = " + name.bits + " ")}
	for _, p := range name.parts {
		words = append(words,
			strong(p.Name+" "), mono("", visible(p.Value)), span("", ". "+p.Why+" "))
	}
	words = append(words, span("", name.also))
	return app.P().Class("spot").Body(words...)
}

// unfolded is all that a frame holds: its parts by name, the payload as it crossed and as it is meant.
func unfolded(id string, c Crossed) []app.UI {
	f := frame.Explain(c.Wire)
	var rows []app.UI
	row := func(name, value, why string) {
		rows = append(rows, app.Tr().Body(
			app.Th().Scope("row").Text(name), app.Td().Class("mono").Text(visible(value)), app.Td().Text(why)))
	}
	for _, p := range f.Parts {
		row(p.Name, p.Value, p.Why)
	}
	if n := len(f.Payload); n > 0 {
		kept := ""
		if c.Cut {
			kept = "The first " + plural(n, "byte") + " of " + strconv.FormatInt(c.Length, 10) + "; no more are kept."
		}
		if f.Masked {
			row("Masked", hexOf(c.Wire[len(c.Wire)-n:]), "As it crossed. "+kept)
		}
		if f.Masked || f.RSV&frame.RSV1 != 0 {
			row("Unmasked", hexOf(f.Payload), kept)
		}
		if data, ok := c.inflated(); ok {
			row("Inflated", c.readable(data, 1000), plural(len(data), "byte")+" out of "+strconv.Itoa(n)+".")
		}
	}
	return []app.UI{
		app.Div().Class("wide").Body(app.Table().Class("parts").Body(
			app.Caption().Class("unseen").Text("The bytes of this frame, named"),
			app.TBody().Body(rows...),
		)),
		button("Copy its bytes", "copy-frame", id),
	}
}
