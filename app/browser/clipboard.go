package browser

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// copyByCommand copies a text without navigator.clipboard, which only secure pages have: from a temporary field.
func copyByCommand(text string) bool {
	document := app.Window().Get("document")
	active, field := document.Get("activeElement"), document.Call("createElement", "textarea")
	field.Set("value", text)
	field.Set("className", "unseen")
	document.Get("body").Call("append", field)
	field.Call("select")
	copied := document.Call("execCommand", "copy").Truthy()
	field.Call("remove")
	if active.Truthy() {
		active.Call("focus", map[string]any{"preventScroll": true})
	}
	return copied
}

// copiedFor is how long a button says that it copied.
const copiedFor = 2 * time.Second

// MarkCopied shows on the pressed button that it copied.
func MarkCopied(ctx app.Context, pressed app.Value) {
	if pressed == nil || !pressed.Truthy() {
		return
	}
	panel := pressed.Call("closest", ".panel")
	each := func(what string, more ...any) {
		pressed.Call(what, append([]any{"data-copied"}, more...)...)
		if panel.Truthy() {
			panel.Call(what, append([]any{"data-over"}, more...)...)
		}
	}
	each("setAttribute", "Copied")
	ctx.After(copiedFor, func(app.Context) { each("removeAttribute") })
}

// WriteClipboard puts text on the clipboard and tells done whether the browser allowed it.
func WriteClipboard(ctx app.Context, what string, done func(ctx app.Context, copied bool)) {
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

// ReadClipboard passes the text on the clipboard to done; "" if the browser does not allow reading it.
func ReadClipboard(ctx app.Context, done func(ctx app.Context, text string)) {
	tell := func(text string) {
		ctx.Dispatch(func(ctx app.Context) { done(ctx, text) })
	}
	board := app.Window().Get("navigator").Get("clipboard")
	if !board.Truthy() || !board.Get("readText").Truthy() {
		tell("")
		return
	}
	var yes, no app.Func
	settled := func(_ app.Value, args []app.Value) any {
		yes.Release()
		no.Release()
		tell(String(args[0]))
		return nil
	}
	yes, no = app.FuncOf(settled), app.FuncOf(settled)
	board.Call("readText").Call("then", yes, no)
}
