package app

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// editor is a text field that go-app draws once and then leaves alone: the browser owns text, caret and
// undo of it. Whoever wants to change the text does so with setText.
type editor struct {
	app.Compo
	Name    string // id of the field
	Label   string
	Rows    int
	initial string // the text when it is drawn
}

// CompoID makes another field of it when the name changes.
func (e *editor) CompoID() string { return e.Name }

func (e *editor) Render() app.UI {
	return app.Div().Class("editor").Body(
		app.Label().For(e.Name).Text(e.Label),
		app.Textarea().
			ID(e.Name).
			Rows(e.Rows).
			Spellcheck(false).
			Attr("autocomplete", "off").
			Attr("autocapitalize", "off").
			Attr("wrap", "soft").
			Body(app.Text(e.initial)),
	)
}

func editorPanel(m Model) app.UI {
	undo := button("Undo", "undo", "")
	if !m.CanUndo() {
		undo = undo.Disabled(true)
	}
	redo := button("Redo", "redo", "")
	if !m.CanRedo() {
		redo = redo.Disabled(true)
	}
	return app.Section().Class("panel", "input").Aria("label", "Request").Body(
		app.Div().Class("bar").Body(
			&examples{},
			button("Sample", "sample", ""),
			button("Clear", "clear", ""),
			undo,
			redo,
			button("Share", "share", ""),
		),
		sharePanel(m),
		&editor{Name: "request", Label: "Request", Rows: 12, initial: m.Text},
		app.P().Class("muted", "unscripted").Text("Without JavaScript this page shows one worked example; the lessons can be read whole."),
	)
}
