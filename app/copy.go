package app

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// copiedFor is how long a button says that it copied.
const copiedFor = 2 * time.Second

// copy puts text on the clipboard and says so: to screen readers, and beside the button that was pressed. Where
// the browser refuses, the text is shown, selected, to be copied by hand.
func (r *root) copy(ctx app.Context, what, done string) {
	pressed := r.pressed
	writeClipboard(ctx, what, func(ctx app.Context, copied bool) {
		defer r.rescue()
		if !copied {
			r.m.Uncopied = what
			r.later(ctx, func() { openDialog(byHand); selectAll(byHand + "-text") })
			return
		}
		r.say(ctx, done)
		markCopied(ctx, pressed)
	})
}

// markCopied has the button that was pressed say that it copied.
func markCopied(ctx app.Context, pressed app.Value) {
	if pressed == nil || !pressed.Truthy() {
		return
	}
	pressed.Call("setAttribute", "data-copied", "Copied")
	ctx.After(copiedFor, func(app.Context) { pressed.Call("removeAttribute", "data-copied") })
}

// writeClipboard puts text on the clipboard, and tells done whether the browser let it.
func writeClipboard(ctx app.Context, what string, done func(ctx app.Context, copied bool)) {
	tell := func(ok bool) {
		ctx.Dispatch(func(ctx app.Context) { done(ctx, ok || copyByCommand(what)) })
	}
	board := app.Window().Get("navigator").Get("clipboard")
	if !board.Truthy() {
		tell(false)
		return
	}
	var yes, no app.Func
	settled := func(ok bool) func(app.Value, []app.Value) any {
		return func(app.Value, []app.Value) any {
			yes.Release()
			no.Release()
			tell(ok)
			return nil
		}
	}
	yes, no = app.FuncOf(settled(true)), app.FuncOf(settled(false))
	board.Call("writeText", what).Call("then", yes, no)
}

const byHand = "by-hand"

// byHandSheet is for a text that the browser did not let the page copy.
func byHandSheet(m Model) app.UI {
	return app.Dialog().ID(byHand).Class("panel").Aria("labelledby", byHand+"-title").Body(
		app.Div().Class("bar").Body(
			app.H2().ID(byHand+"-title").Class("grow").Text("Copy it by hand"),
			button("Close", "close-sheet", byHand),
		),
		app.P().Text("This browser does not let the page copy. Here is the text, selected: press Ctrl + C or ⌘ + C, or use your device's menu for selected text."),
		app.Pre().ID(byHand+"-text").Class("exported").TabIndex(0).Text(m.Uncopied),
	)
}
