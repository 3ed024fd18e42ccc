package view

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake/head"
)

// editor is a text field that go-app draws only once: the browser owns its text, caret and undo. Only browser.SetText changes
// the text.
type editor struct {
	_ head.Uncompared

	app.Compo
	Name    string // id of the field
	Label   string
	Rows    int
	initial string // the text when it is drawn
}

// CompoID lets go-app replace the field if the name changes.
func (e *editor) CompoID() string { return e.Name }

func (e *editor) Render() app.UI {
	return app.Div().Class("editor").Body(
		app.Label().For(e.Name).Text(e.Label),
		app.Textarea().
			ID(e.Name).
			Aria("describedby", e.Name+"-lines"). // says what is marked beside its lines
			Rows(e.Rows).
			Spellcheck(false).
			Attr("autocomplete", "off").
			Attr("autocapitalize", "off").
			Attr("wrap", "soft").
			Body(app.Text(e.initial)),
	)
}

// editorPanel edits both sides of the exchange: the request as text or as a form, and the response. Hidden fields stay on the
// page, so that they keep their carets.
func editorPanel(d *Drawing, m model.Model) app.UI {
	request, response := app.Div(), app.Div()
	if m.Tab == model.TabResponse {
		request = request.Hidden(true)
	} else {
		response = response.Hidden(true)
	}
	return app.Section().Class("panel", "input").Aria("label", "Editor").Body(
		d.part(tabsPart, func() app.UI { return editorTabs(m) }),
		d.part(editorBarPart, func() app.UI { return editorBar(m) }),
		// Drawn below the editor, and before it for the keyboard, which goes from the editor on to the first fix.
		d.part(keptPart, func() app.UI { return keptNote(m) }),
		app.If(m.Refused, func() app.UI { return app.P().Class("notice", "info").Text(model.RefusedWords) }),
		app.Div().ID("pane").Role("tabpanel").Aria("labelledby", "tab-"+string(m.Tab)).Body(
			request.Body(
				d.part(paperPart, func() app.UI { return paper(d, m, "Request", 12) }),
				d.part(linesPart, func() app.UI { return linesAbout(m, "request", m.Marked(), m.Text) })),
			response.Body(d.part(responsePart, func() app.UI { return responsePaper(m) })),
			d.part(formPart, func() app.UI { return formView(m) }),
		),
		d.part(emptyNotePart, func() app.UI { return emptyNote(m) }),
		d.part(pasteInfoPart, func() app.UI { return pasteInfo(m) }),
		app.P().Class("muted", "unscripted").Text("Without JavaScript this page shows one worked example; the lessons can be read whole."),
	)
}

// private is the sentence about privacy, which documents have, too (web/document/templates/layout.html).
const private = "Nothing leaves your browser until you press Connect or Send."

// keptWords say what a reload does to the text. The line is always present, so that nothing moves when it changes. start.js,
// which keeps text typed before the program runs, takes them from the page.
var keptWords = [...]string{
	model.KeptNot:     private,
	model.KeptInTab:   "This tab keeps your text over a reload.",
	model.KeptTooLong: "A reload loses this text: more than 200 KB.",
	model.KeptBlocked: "A reload loses this text: the browser stores nothing here.",
	model.KeptEnded:   "Forgotten: the editors are empty, and this tab keeps nothing.",
}

func keptNote(m model.Model) app.UI {
	return app.Div().Class("kept", "script").DataSet("words", strings.Join(keptWords[:], "|")).Body(span("muted", keptWords[m.Kept]),
		app.If(m.Kept == model.KeptInTab, func() app.UI {
			return button("Forget", model.DoForget, "").Title("Empties the editors, for good").Class("quiet")
		}))
}

// editorTabs choose what the editor shows. Arrow keys move between them (app/root.go).
func editorTabs(m model.Model) app.UI {
	tabs := make([]app.UI, len(model.Tabs))
	for i, t := range model.Tabs {
		here := t.Tab == m.Tab
		tab := app.Button().Type("button").ID("tab-"+string(t.Tab)).Class("tab").Role("tab").DataSet("do", model.DoTab).DataSet("with", string(t.Tab)).
			Aria("selected", strconv.FormatBool(here)).Aria("controls", "pane").Text(t.Title)
		if !here {
			tab = tab.TabIndex(-1)
		}
		tabs[i] = tab
	}
	return app.Div().Class("tabs", "script").Role("tablist").Aria("label", "Show").Body(tabs...)
}

// emptyNote explains the empty editor.
func emptyNote(m model.Model) app.UI {
	switch {
	case m.Outdated:
		return app.P().Class("notice", "info").Text(model.OutdatedWords)
	case m.Tab == model.TabResponse && m.Response() == "":
		return muted("Paste the response that came, or start from the expected one and change it. A text with both sides, from curl -v or a HAR file, fills both tabs.")
	case m.Tab == model.TabRequest && !m.Blank() && m.ResponseText != "":
		if _, without := m.WithExample(); without {
			return muted("This is the example: the text in the Response tab is judged without it.")
		}
		return muted("The text in the Response tab is judged with this request.")
	case m.Tab != model.TabResponse && m.Blank():
		return muted("Paste what you have: a request or a response, what curl -v printed, a HAR file, a log, a console message, or just an address. A file can be dropped here.")
	}
	return app.P().Hidden(true)
}

// editorBar has the actions on the text. On a narrow screen most are in a popover.
func editorBar(m model.Model) app.UI {
	clear := button("Clear", model.DoClear, "")
	if m.Tab == model.TabResponse {
		clear = button("Clear", model.DoClearResponse, "")
	}
	return app.Div().Class("bar").Body(
		button("Paste", model.DoPaste, "").Class("narrow"),
		&examples{},
		app.Button().Type("button").Class("button", "icon", "narrow", "script").Attr("popovertarget", "more").Aria("label", "More").Body(
			app.Span().Aria("hidden", "true").Text("⋯")),
		app.Div().ID("more").Class("narrow-sheet").Attr("popover", "auto").Body(
			app.If(m.Tab == model.TabResponse, func() app.UI { return button("Expected response", model.DoExpectedResponse, "") }),
			toggle("Break it", model.DoToggleBreaking, m.Breaking),
			app.If(m.Tab != model.TabResponse, func() app.UI { return button("Sample", model.DoSample, "") }),
			clear,
			able(iconButton("↶", "Undo", model.DoUndo), m.CanUndo()),
			able(iconButton("↷", "Redo", model.DoRedo), m.CanRedo()),
			app.If(m.Tab != model.TabResponse, func() app.UI {
				if m.Report.Request != nil && m.Completed() { // the text is a command or a log, and these are not its bytes
					return toggle("Bytes sent", model.DoToggleBytes, m.Bytes)
				}
				return toggle("Bytes", model.DoToggleBytes, m.Bytes)
			}),
		),
	)
}

// paper is the request editor with marks drawn behind its text, so that it remains an ordinary text field. d caches unchanged
// lines; where it is nil, the words about the marks are beside the field.
func paper(d *Drawing, m model.Model, label string, rows int) app.UI {
	return markedEditor(d, m, &editor{Name: "request", Label: label, Rows: rows, initial: m.Text}, m.Marked(), m.IsSample())
}

// responsePaper is the same for the response.
func responsePaper(m model.Model) app.UI {
	m.Bytes = false // the ticks are those of the request
	return markedEditor(nil, m, &editor{Name: "response", Label: "Response", Rows: 12, initial: m.Response()}, m.MarkedResponse(), false)
}

// markedEditor draws the lines behind a field.
func markedEditor(d *Drawing, m model.Model, field *editor, lines []model.WireLine, example bool) app.UI {
	text, about := field.initial, field.Name+"-lines"
	if lines == nil && text != "" {
		d.forgetLines(0)
		return app.Div().Class("paper", "long").Body(
			app.Div().Hidden(true), field,
			app.P().ID(about).Class("muted").Text("The text is long: its lines are judged, but not marked beside it."),
		)
	}
	drawn := make([]app.UI, 0, len(lines)+1)
	for i, l := range lines {
		drawn = append(drawn, d.line(i, l, m))
	}
	d.forgetLines(len(lines))
	if strings.HasSuffix(text, "\n") || text == "" {
		drawn = append(drawn, app.Div().Class("row").Body(span("number", strconv.Itoa(len(drawn)+1))))
	}
	return app.Div().Class("paper").Body(
		app.Div().Class("marks").Aria("hidden", "true").Body(drawn...),
		field,
		app.If(d == nil, func() app.UI { return linesAbout(m, field.Name, lines, text) }),
		app.If(example, func() app.UI { return app.P().Class("example").Text("Example") }), // boot.js has a paste replace it
	)
}

// linesAbout describes the marks beside the lines of a field, for screen readers.
func linesAbout(m model.Model, name string, lines []model.WireLine, text string) app.UI {
	if lines == nil && text != "" { // the text is long, and says so itself
		return app.P().Hidden(true)
	}
	return app.P().ID(name + "-lines").Class("unseen").Text(lineWords(m, lines, strings.TrimSpace(text) == ""))
}

// lineWords describes the marks beside the lines.
func lineWords(m model.Model, lines []model.WireLine, blank bool) string {
	if blank {
		return "There is nothing here yet."
	}
	var words []string
	for i, l := range lines {
		if l.Worst != 0 {
			words = append(words, "line "+strconv.Itoa(i+1)+": "+l.Worst.String())
		}
	}
	switch {
	case len(words) > 0:
	default:
		return "No line is marked."
	}
	return "Marked " + strings.Join(words, ", ") + "."
}

// ticked reports whether the line gets a tick if it has no fault.
func ticked(l model.WireLine, m model.Model) bool {
	return m.Bytes && len(l.Runs) > 0 && len(m.Judged.Messages) == 0
}

// paperLine draws the marks of a line. A line without a fault gets a tick if it is part of a head, not of a program's output.
func paperLine(l model.WireLine, number int, m model.Model) app.UI {
	glyph, class := "", ""
	if l.Worst != 0 || ticked(l, m) {
		glyph, class = model.SeverityMark(l.Worst)
	}
	row := app.Div().Class("row")
	if l.Worst != 0 {
		row = row.Class("line-" + class)
	}
	parts := make([]app.UI, 0, len(l.Runs)+2)
	parts = append(parts, app.Span().Class("number").Text(strconv.Itoa(number)))
	if len(l.Runs) == 0 && l.Worst != 0 {
		parts = append(parts, app.Span().Class("ghost").Text("missing"))
	}
	for _, r := range l.Runs {
		span := app.Span().Text(r.Text)
		if r.Thread != "" {
			span = span.Class("value", "thread-"+r.Thread)
		}
		parts = append(parts, markedRun(span, r, m.Report.Findings, m.Selected))
	}
	return row.Body(append(parts, app.Span().Class("sign", class).Text(glyph))...)
}
