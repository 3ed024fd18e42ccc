package browser

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// hopsTimeout bounds the download of the data about proxies, in milliseconds: a static host may send it uncompressed.
const hopsTimeout = 120_000

// FetchHops fetches the data about proxies. A sandboxed iframe has another origin, which a static host may not allow to read
// a file; a script can be loaded from any origin, so a static copy has one with the same bytes. After a failure the browser
// must not use its cache, which may have damaged data.
func FetchHops(ctx app.Context, static, anew bool, done func(app.Context, model.APIAnswer)) {
	cache := "default"
	if anew {
		cache = "reload"
	}
	call(ctx, "GET", Served("hops.json"), nil, cache, hopsTimeout, func(ctx app.Context, a model.APIAnswer) {
		if static && a.Status == 0 {
			hopsScript(ctx, done)
			return
		}
		done(ctx, a)
	})
}

// hopsScript loads the data as a script.
func hopsScript(ctx app.Context, done func(app.Context, model.APIAnswer)) {
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
	script.Set("src", Served("hops.json.js"))
	document.Get("head").Call("append", script)
}
