package app

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// copiedFor is how long a button says that it copied.
const copiedFor = 2 * time.Second

// copy puts text on the clipboard and says so: to those who listen, and beside the button that was pressed.
func (r *root) copy(ctx app.Context, what, done string) {
	pressed := r.pressed
	tell := func(ok bool) {
		ctx.Dispatch(func(ctx app.Context) {
			defer r.rescue()
			short := "Copied"
			if !ok {
				short, done = "Not copied", "This browser does not let the page copy; select the text and copy it by hand."
			}
			r.say(ctx, done)
			if pressed == nil || !pressed.Truthy() {
				return
			}
			pressed.Call("setAttribute", "data-copied", short)
			ctx.After(copiedFor, func(app.Context) { pressed.Call("removeAttribute", "data-copied") })
		})
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
