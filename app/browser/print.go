package browser

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Print opens the browser's dialog for printing.
func Print() { app.Window().Call("print") }

// OnPrint unfolds the page before it is printed and adds its address, and restores it afterwards. The returned function
// removes both handlers.
func OnPrint(link func() string) (forget func()) {
	window := app.Window()
	before := app.FuncOf(func(app.Value, []app.Value) any {
		each("main details:not([open]):not(.menu)", func(d app.Value) {
			d.Call("setAttribute", "open", "")
			d.Call("setAttribute", "data-unfolded", "")
		})
		if at := window.GetElementByID("print-link"); at.Truthy() {
			at.Set("textContent", link())
		}
		return nil
	})
	after := app.FuncOf(func(app.Value, []app.Value) any {
		each("[data-unfolded]", func(d app.Value) {
			d.Call("removeAttribute", "open")
			d.Call("removeAttribute", "data-unfolded")
		})
		return nil
	})
	window.Set("onbeforeprint", before)
	window.Set("onafterprint", after)
	return func() {
		window.Set("onbeforeprint", nil)
		window.Set("onafterprint", nil)
		before.Release()
		after.Release()
	}
}
