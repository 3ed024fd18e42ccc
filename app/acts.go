package app

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// acts are the transitions that a press can mean, by the name that stands in data-do; with is what
// stands in data-with.
var acts = map[string]func(m Model, with string) Model{
	"clear":  func(m Model, _ string) Model { return m.Edit("") },
	"undo":   func(m Model, _ string) Model { return m.Undo() },
	"sample": func(m Model, _ string) Model { return m.Edit(Sample) },
	"select": func(m Model, with string) Model {
		i, err := strconv.Atoi(with)
		if err != nil {
			return m
		}
		if i == m.Selected {
			i = -1
		}
		return m.Select(i)
	},
}

// inputs are the fields of forms, by the name that stands in data-in.
var inputs = map[string]func(m Model, value string) Model{}

// effects are what a press can do beyond the model.
var effects = map[string]func(r *root, ctx app.Context, with string){
	"copy-reply": func(r *root, ctx app.Context, _ string) { r.copy(ctx, r.m.Report.Reply.Raw(), "Reply copied.") },
	"theme":      func(r *root, ctx app.Context, _ string) { nextTheme() },
}

// copy puts text on the clipboard and says so.
func (r *root) copy(ctx app.Context, what, done string) {
	board := app.Window().Get("navigator").Get("clipboard")
	if !board.Truthy() {
		r.say(ctx, "This browser does not let the page copy; select the text and copy it by hand.")
		return
	}
	board.Call("writeText", what)
	r.say(ctx, done)
}
