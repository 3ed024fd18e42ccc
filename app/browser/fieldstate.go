package browser

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// FieldState is the state of a text field before go-app replaced the prerendered page.
type FieldState struct {
	Text           string
	initial        string // what the page was drawn with
	start, end     int    // selection, in UTF-16 units
	focused        bool
	Found          bool
	drawnByProgram bool // this program drew it, before it rested
}

// Changed says whether something was typed.
func (k FieldState) Changed() bool { return k.Found && (k.drawnByProgram || k.Text != k.initial) }

// ReadField reads a text field of the prerendered page.
func ReadField(id string) FieldState {
	field := app.Window().GetElementByID(id)
	if !field.Truthy() {
		return FieldState{}
	}
	return FieldState{
		Text:           String(field.Get("value")),
		initial:        String(field.Get("defaultValue")),
		start:          field.Get("selectionStart").Int(),
		end:            field.Get("selectionEnd").Int(),
		focused:        field.Equal(app.Window().Get("document").Get("activeElement")),
		Found:          true,
		drawnByProgram: classes().Call("contains", "rested").Bool(),
	}
}

// SelectedFinding is the note that was chosen before go-app replaced the page, "" if none was.
func SelectedFinding() string {
	note := app.Window().Get("document").Call("querySelector", "[data-do=select][aria-pressed=true]")
	if !note.Truthy() {
		return ""
	}
	return String(note.Get("dataset").Get("with"))
}

// Restore restores selection and focus in the field that replaced it.
func (k FieldState) Restore(id string) {
	if !k.Found || !k.focused {
		return
	}
	field := app.Window().GetElementByID(id)
	if !field.Truthy() {
		return
	}
	field.Call("focus", map[string]any{"preventScroll": true})
	field.Call("setSelectionRange", k.start, k.end)
}
