package view

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake/frame"
)

// frameList draws frames, numbered from first, and the name of the byte under the pointer.
func frameList(m model.Model, list string, frames []model.FrameRecord, first int) []app.UI {
	items := make([]app.UI, len(frames))
	for i, c := range frames {
		items[i] = frameItem(m, model.FrameID(list, first+i), first+i, c)
	}
	drawn := []app.UI{app.Div().Class("scroll").Body(app.Ol().Class("frames").Aria("label", "Frames").Body(items...))}
	if len(frames[0].Wire) > 0 {
		drawn = append(drawn, spotName(m, list))
	}
	return drawn
}

func frameItem(m model.Model, id string, number int, c model.FrameRecord) app.UI {
	open := m.Unfolded == id
	name := []app.UI{span("unseen", c.Direction()+": "), span("", c.Label())}
	var label app.UI = app.Span().Body(name...)
	if len(c.Wire) > 0 {
		// The row of bytes is the only stop of the tab key; Enter there does what a press here does.
		label = toggle("", model.DoUnfoldFrame, open).DataSet("with", id).Class("fold").TabIndex(-1).Body(name...)
	}
	parts := []app.UI{
		app.Div().Class("frame-head").Body(
			span("number", strconv.Itoa(number)),
			label,
			mono("preview", c.Preview()),
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

// byteRow shows the bytes of a frame: one tab stop, in which the arrow keys move from byte to byte. Only the row under the
// pointer has an element for each byte, so that long lists stay small.
func byteRow(m model.Model, id string, number int, c model.FrameRecord) app.UI {
	n := m.DrawnBytes(id, c)
	more := ""
	if n < len(c.Wire) || c.Cut {
		more = "…"
	}
	row := app.Code().Class("hex").TabIndex(0).Role("slider").DataSet("spot", id).
		Aria("label", "Bytes of frame "+strconv.Itoa(number)).
		Aria("valuemin", 1).Aria("valuemax", n)
	if m.Cursor.Frame != id {
		return row.Aria("valuenow", 1).Aria("valuetext", model.Plural(len(c.Wire), "byte")+": "+model.Truncate(c.Hex(), 48)).
			Text(model.FormatHex(c.Wire[:n]) + " " + more)
	}
	at := min(m.Cursor.Byte, n-1)
	name := c.Name(at)
	from, to := name.Parts[0].Span.Start, name.Parts[0].Span.End
	bytes := make([]app.UI, n, n+1)
	for i := range bytes {
		b := app.Span().DataSet("byte", strconv.Itoa(i)).Text(model.FormatHex(c.Wire[i:i+1]) + " ")
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

// spotName shows the meaning of the byte under the pointer.
func spotName(m model.Model, list string) app.UI {
	c, ok := m.Frame(m.Cursor.Frame)
	if !ok || !strings.HasPrefix(m.Cursor.Frame, list) || m.Cursor.Byte >= len(c.Wire) {
		return app.P().Class("spot", "muted").Text("Point at a byte, or move along a frame with the arrow keys, to see what it means. Enter, or a press on the name of a frame, opens it.")
	}
	name := c.Name(m.Cursor.Byte)
	words := []app.UI{strong(name.Title), app.Code().Text(" = " + name.Bits + " ")}
	for _, p := range name.Parts {
		words = append(words,
			strong(p.Name+" "), mono("", model.Visible(p.Value)), span("", ". "+p.Why+" "))
	}
	words = append(words, span("", name.Also))
	return app.P().Class("spot").Body(words...)
}

// unfolded shows all of a frame: its named parts, the payload as sent and decoded.
func unfolded(id string, c model.FrameRecord) []app.UI {
	f := frame.Explain(c.Wire)
	var rows []app.UI
	row := func(name, value, why string) {
		rows = append(rows, app.Tr().Body(
			app.Th().Scope("row").Text(name), app.Td().Class("mono").Text(model.Visible(value)), app.Td().Text(why)))
	}
	for _, p := range f.Parts {
		row(p.Name, p.Value, p.Why)
	}
	if n := len(f.Payload); n > 0 {
		kept := ""
		if c.Cut {
			kept = "The first " + model.Plural(n, "byte") + " of " + strconv.FormatInt(c.Length, 10) + "; the rest is not kept."
		}
		if f.Masked {
			row("Masked", model.FormatHex(c.Wire[len(c.Wire)-n:]), "As sent. "+kept)
		}
		if f.Masked || f.RSV&frame.RSV1 != 0 {
			row("Unmasked", model.FormatHex(f.Payload), kept)
		}
		if data, length, ok := c.Inflated(); ok {
			row("Inflated", c.Readable(data, 1000), model.Plural(length, "byte")+" out of "+strconv.FormatInt(c.Length, 10)+".")
		}
	}
	var broken app.UI
	if r := frame.RuleOf(f.Reason); r != nil {
		broken = app.P().Class("where").Body(strong(r.Problem+". "), app.A().Class("cite").Href(Link("/rule/"+r.ID)).Target("_blank").Rel("noopener").Text("Rule "+r.ID),
			cites(r.Cites), span("muted", r.Letter()))
	}
	return []app.UI{
		app.Div().Class("wide").Body(app.Table().Class("parts").Body(
			app.Caption().Class("unseen").Text("The bytes of this frame, named"),
			app.TBody().Body(rows...),
		)),
		app.If(broken != nil, func() app.UI { return broken }),
		button("Copy its bytes", model.DoCopyFrame, id),
	}
}
