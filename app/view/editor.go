package view

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
)

// editor is a text field that go-app draws once and then leaves alone: the browser owns its text, caret and undo.
// Only browser.SetText changes the text.
type editor struct {
	app.Compo
	Name    string // id of the field
	Label   string
	Rows    int
	Marked  bool   // what is marked beside its lines is said by the element with that id and "-lines"
	initial string // the text when it is drawn
}

// CompoID makes another field of it when the name changes.
func (e *editor) CompoID() string { return e.Name }

func (e *editor) Render() app.UI {
	field := app.Textarea()
	if e.Marked {
		field = field.Aria("describedby", e.Name+"-lines")
	}
	return app.Div().Class("editor").Body(
		app.Label().For(e.Name).Text(e.Label),
		field.
			ID(e.Name).
			Rows(e.Rows).
			Spellcheck(false).
			Attr("autocomplete", "off").
			Attr("autocapitalize", "off").
			Attr("wrap", "soft").
			Body(app.Text(e.initial)),
	)
}

func editorPanel(d *Drawing, m model.Model) app.UI {
	return app.Section().Class("panel", "input").Aria("label", "Request").Body(
		d.part(editorBarPart, func() app.UI { return editorBar(m) }),
		sharePanel(m),
		d.part(breakPart, func() app.UI { return breakPanel(m) }),
		d.part(paperPart, func() app.UI { return paper(m, 12) }),
		d.part(emptyNotePart, func() app.UI { return emptyNote(m) }),
		app.P().Class("muted", "unscripted").Text("Without its program this page shows one worked example; the lessons can be read whole."),
	)
}

// emptyNote says what the empty editor is for.
func emptyNote(m model.Model) app.UI {
	if !m.Blank() {
		return app.P().Hidden(true)
	}
	return app.P().Class("notice", "info").Text("Paste what you have: a request or a response as text, what curl -v printed, a HAR file, what the developer tools copy, or just an address. " +
		"A file can be dropped here. Sample and Examples have something to start from.")
}

func editorBar(m model.Model) app.UI {
	undo := button("Undo", model.DoUndo, "")
	if !m.CanUndo() {
		undo = undo.Disabled(true)
	}
	redo := button("Redo", model.DoRedo, "")
	if !m.CanRedo() {
		redo = redo.Disabled(true)
	}
	return app.Div().Class("bar").Body(
		&examples{},
		toggle("Break it", model.DoToggleBreaking, m.Breaking),
		button("Sample", model.DoSample, ""),
		button("Clear", model.DoClear, ""),
		undo,
		redo,
		toggle("Bytes", model.DoToggleBytes, m.Bytes),
		toggle("Share", model.DoToggleShare, m.Sharing),
	)
}

// paper is the editor of the request with what was found drawn behind its text: the field keeps the text,
// so that everything a browser can do with one still works.
func paper(m model.Model, rows int) app.UI {
	field := &editor{Name: "request", Label: "Request", Rows: rows, Marked: true, initial: m.Text}
	lines := m.Marked()
	if lines == nil && m.Text != "" {
		return app.Div().Class("paper", "long").Body(
			app.Div().Hidden(true), field,
			app.P().ID("request-lines").Class("muted").Text("The text is long: its lines are judged, but not marked beside it."),
		)
	}
	drawn := make([]app.UI, 0, len(lines)+1)
	for i, l := range lines {
		drawn = append(drawn, paperLine(l, i+1, m.Report.Findings, m.Selected))
	}
	if strings.HasSuffix(m.Text, "\n") || m.Text == "" {
		drawn = append(drawn, app.Div().Class("row"))
	}
	return app.Div().Class("paper").Body(
		app.Div().Class("marks").Aria("hidden", "true").Body(drawn...),
		field,
		app.P().ID("request-lines").Class("unseen").Text(lineWords(m, lines)),
	)
}

// lineWords says what the marks beside the lines show.
func lineWords(m model.Model, lines []model.WireLine) string {
	if m.Blank() {
		return "There is nothing here yet."
	}
	var words []string
	for i, l := range lines {
		if l.Worst != 0 {
			words = append(words, "line "+strconv.Itoa(i+1)+": "+l.Worst.String())
		}
	}
	if len(words) == 0 {
		return "Every line is fine."
	}
	return "Marked " + strings.Join(words, ", ") + "."
}

func paperLine(l model.WireLine, number int, findings []handshake.Finding, selected int) app.UI {
	glyph, class := "", ""
	if l.Worst != 0 || len(l.Runs) > 0 {
		glyph, class = model.SeverityMark(l.Worst)
	}
	row := app.Div().Class("row")
	if l.Worst != 0 {
		row = row.Class("line-" + class)
	}
	parts := make([]app.UI, 0, len(l.Runs)+2)
	parts = append(parts, app.Span().Class("number").Text(strconv.Itoa(number)))
	for _, r := range l.Runs {
		span := app.Span().Text(r.Text)
		if r.Thread != "" {
			span = span.Class("value", "thread-"+r.Thread)
		}
		parts = append(parts, markedRun(span, r, findings, selected))
	}
	return row.Body(append(parts, app.Span().Class("sign", class).Text(glyph))...)
}
