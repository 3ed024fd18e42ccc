// Command wasm is the page's entry point in the browser, separate so that no code of the server is downloaded.
package main

import (
	"os"
	"runtime/debug"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app"
)

// garbage is the growth of the heap between collections, in percent (GOGC). The page uses a few megabytes and drops some
// hundred kilobytes with every keystroke: with Go's 100 percent, one keystroke in ten would wait for a collection. Embeds, of
// which a page may have many, set GOGC themselves.
const garbage = 400

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	if app.JudgeFirst() {
		painted()
	}
	page := app.Register()
	yield()
	defer page.SaveDraftOnCrash()
	goapp.RunWhenOnBrowser()
}

// painted waits until the browser has painted, or 50 ms: a tab in the background does not paint.
func painted() {
	next := make(chan struct{}, 2)
	done := goapp.FuncOf(func(goapp.Value, []goapp.Value) any {
		next <- struct{}{}
		return nil
	})
	goapp.Window().Call("requestAnimationFrame", goapp.FuncOf(func(goapp.Value, []goapp.Value) any {
		goapp.Window().Call("setTimeout", done)
		return nil
	}))
	goapp.Window().Call("setTimeout", done, 50)
	<-next
}

// yield lets the browser handle events: starting and drawing are a task each.
func yield() {
	next := make(chan struct{})
	goapp.Window().Call("setTimeout", goapp.FuncOf(func(goapp.Value, []goapp.Value) any {
		close(next)
		return nil
	}))
	<-next
}
