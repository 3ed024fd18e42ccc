package browser

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// hopsTimeout bounds the download of the data about proxies, in milliseconds: a static host may send it uncompressed.
const hopsTimeout = 120_000

// FetchHops fetches the data about proxies. A sandboxed iframe has another origin, which a static host may not allow to read
// a file; a script can be loaded from any origin, so a static copy has one with the same bytes. After a failure (refetch)
// the browser must bypass its cache, which may hold corrupt data.
func FetchHops(ctx app.Context, static, refetch bool, done func(app.Context, model.APIAnswer)) {
	cache := "default"
	if refetch {
		cache = "reload"
	}
	call(ctx, "GET", ServedURL("hops.json"), nil, cache, hopsTimeout, func(ctx app.Context, a model.APIAnswer) {
		if static && a.Status == 0 {
			loadHopsScript(ctx, done)
			return
		}
		done(ctx, a)
	})
}

// loadHopsScript loads the data as a script.
func loadHopsScript(ctx app.Context, done func(app.Context, model.APIAnswer)) {
	document := app.Window().Get("document")
	script := document.Call("createElement", "script")
	var ended app.Func
	ended = app.FuncOf(func(app.Value, []app.Value) any {
		ended.Release()
		script.Call("remove")
		a := model.APIAnswer{}
		if data := app.Window().Get("hopsData"); data.Truthy() {
			a = model.APIAnswer{Status: 200, Body: String(data)}
		}
		ctx.Dispatch(func(ctx app.Context) { done(ctx, a) })
		return nil
	})
	script.Set("onload", ended)
	script.Set("onerror", ended)
	script.Set("src", ServedURL("hops.json.js"))
	document.Get("head").Call("append", script)
}
