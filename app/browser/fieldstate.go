package browser

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Replaces lets start.js record the state of every field, the focus and the like: go-app is about to replace the page.
func Replaces() { app.Window().Get("program").Call("replaces") }

// FieldState is the state of an editor before go-app replaced the prerendered page.
type FieldState struct {
	Text           string
	initial        string // what the page was drawn with
	Found          bool
	drawnByProgram bool // this program drew it, before it rested
}

// Changed reports whether something was typed.
func (k FieldState) Changed() bool { return k.Found && (k.drawnByProgram || k.Text != k.initial) }

// ReadField reads an editor of the prerendered page.
func ReadField(id string) FieldState {
	field := app.Window().GetElementByID(id)
	if !field.Truthy() {
		return FieldState{}
	}
	return FieldState{
		Text:           String(field.Get("value")),
		initial:        String(field.Get("defaultValue")),
		Found:          true,
		drawnByProgram: classes().Call("contains", "rested").Bool(),
	}
}

// SelectedFinding returns the finding that was chosen before go-app replaced the page; "" for none.
func SelectedFinding() string {
	chosen := app.Window().Get("document").Call("querySelector", "[data-do=select][aria-pressed=true]")
	if !chosen.Truthy() {
		return ""
	}
	return String(chosen.Get("dataset").Get("with"))
}

// Unchecked reports whether the page has the reader's own text, so that start.js has covered the verdict on the sample.
func Unchecked() bool { return classes().Call("contains", "unchecked").Bool() }

// ShowVerdict replaces the verdict of the prerendered page by one that view.verdictPanel is about to draw.
func ShowVerdict(class, glyph, headline string) {
	verdict, sign := app.Window().GetElementByID("verdict"), app.Window().Get("document").Call("createElement", "span")
	sign.Set("className", "sign "+class)
	sign.Set("textContent", glyph)
	verdict.Set("textContent", headline)
	verdict.Call("prepend", sign)
	verdict.Get("parentElement").Set("className", "panel verdict "+class)
}
