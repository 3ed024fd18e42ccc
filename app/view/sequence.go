package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// The sequence diagram: two lifelines and the messages between them. Its texts are text nodes, its attributes only numbers and
// constant words. It fits the narrowest screen and grows from there.

const (
	pictureWidth = 340
	leftLine     = 30
	rightLine    = 310
	middle       = pictureWidth / 2
	stepHeight   = 42
	firstStep    = 62
)

func svg(tag string, attributes ...string) app.HTMLElem {
	e := app.Elem(tag).XMLNS("http://www.w3.org/2000/svg")
	for i := 0; i+1 < len(attributes); i += 2 {
		e = e.Attr(attributes[i], attributes[i+1])
	}
	return e
}

func svgText(x, y int, class, text string) app.UI {
	return svg("text", "x", strconv.Itoa(x), "y", strconv.Itoa(y), "text-anchor", "middle", "class", class).Text(text)
}

func svgPath(d, class string) app.UI { return svg("path", "d", d, "class", class) }

// path writes the commands of a path: a letter, then its numbers.
func path(parts ...any) string {
	d := ""
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			d += p
		case int:
			d += strconv.Itoa(p) + " "
		}
	}
	return d
}

// sequencePanel draws the sequence of messages, with words for screen readers.
func sequencePanel(m model.Model) app.UI {
	if m.Report.Request == nil && m.Report.Response == nil {
		return app.Section().Class("panel").Hidden(true) // nothing is said
	}
	steps := model.Sequence(&m.Report)
	if len(steps) == 0 {
		return app.Section().Class("panel").Hidden(true)
	}
	height := firstStep + len(steps)*stepHeight
	lifelines := path("M", leftLine, 30, "V", height-8, "M", rightLine, 30, "V", height-8)
	drawn := []app.UI{
		svgText(leftLine+8, 20, "who", "client"),
		svgText(rightLine-8, 20, "who", "server"),
		svgPath(lifelines, "life"),
	}
	words := make([]app.UI, len(steps))
	for i, s := range steps {
		drawn = append(drawn, drawStep(s, firstStep+i*stepHeight))
		words[i] = app.Li().Text(s.Words)
	}
	return fold("sequence", "Message sequence", "", false,
		app.Div().Class("bar").Body(
			button("Save as PNG", model.DoSavePicture, "png"),
			button("Save as SVG", model.DoSavePicture, "svg"),
		),
		app.Elem("figure").Body(
			svg("svg", "viewBox", "0 0 "+strconv.Itoa(pictureWidth)+" "+strconv.Itoa(height), "class", "sequence", "aria-hidden", "true").
				ID("picture").Body(drawn...),
			app.Ol().Class("unseen").Body(words...),
		),
	)
}

func drawStep(s model.Step, y int) app.UI {
	from, to, tip := leftLine+2, rightLine-3, -8
	var parts []app.UI
	at := middle
	switch s.Way {
	case model.ToClient:
		from, to, tip = rightLine-2, leftLine+3, 8
		fallthrough
	case model.ToServer:
		parts = append(parts, svgPath(path("M", from, y, "H", to, "m", tip, -5, "L", to, y, "l", tip, 5), "arrow"))
	case model.BothWays:
		parts = append(parts,
			svgPath(path("M", leftLine, y-24, "H", rightLine, "V", y+6, "H", leftLine, "Z"), "band"),
			svgPath(path("M", leftLine+16, y-9, "H", middle-34, "m", -8, -5, "L", middle-34, y-9, "l", -8, 5), "arrow"),
			svgPath(path("M", rightLine-16, y-9, "H", middle+34, "m", 8, -5, "L", middle+34, y-9, "l", 8, 5), "arrow"))
	case model.AtServer, model.AtClient:
		at = rightLine - 72
		if s.Way == model.AtClient {
			at = leftLine + 72
		}
		parts = append(parts, svgPath(path("M", at-68, y-22, "H", at+68, "V", y+4, "H", at-68, "Z"), "box"))
	case model.Ends:
		for _, x := range []int{leftLine, rightLine} {
			parts = append(parts, svgPath(path("M", x-7, y-14, "L", x+7, y, "M", x+7, y-14, "L", x-7, y), "arrow"))
		}
	}
	text := y - 6
	if s.Way == model.BothWays {
		text = y - 4
	}
	parts = append(parts, svgText(at, text, "said", s.Label))
	if s.Way == model.ToServer || s.Way == model.ToClient {
		for _, thread := range s.Threads {
			x := from - 7*tip/4
			parts = append(parts,
				svg("circle", "cx", strconv.Itoa(x), "cy", strconv.Itoa(y-11), "r", "8", "class", "thread-"+string(thread)),
				svgText(x, y-7, "mark thread-"+string(thread), string(thread)))
		}
	}
	return svg("g", "class", "step "+s.Class).Body(parts...)
}
