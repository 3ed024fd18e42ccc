package browser

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// callTimeout bounds a call to this site, in milliseconds; the server needs a few seconds at most.
const callTimeout = 20_000

// maxAnswered bounds the body of an answer, in bytes.
const maxAnswered = 8 << 20

// CallAPI requests a path of this site, and passes the result to done, on the goroutine of the page. A body is sent as
// exact bytes; nil is none.
func CallAPI(ctx app.Context, method, path string, body []byte, done func(app.Context, model.APIAnswer)) {
	call(ctx, method, path, body, "default", callTimeout, done)
}

// call is CallAPI with a cache mode and a timeout in milliseconds.
func call(ctx app.Context, method, path string, body []byte, cache string, timeout int, done func(app.Context, model.APIAnswer)) {
	options := app.Window().Get("Object").New()
	options.Set("method", method)
	options.Set("credentials", "omit")
	options.Set("cache", cache)
	if body != nil {
		fields := app.Window().Get("Object").New()
		fields.Set("Content-Type", "application/octet-stream")
		options.Set("headers", fields)
		options.Set("body", arrayOf(body))
	}
	if signal := app.Window().Get("AbortSignal"); signal.Truthy() && signal.Get("timeout").Truthy() {
		options.Set("signal", signal.Call("timeout", timeout))
	}

	var a model.APIAnswer
	var funcs []app.Func
	then := func(do func(v app.Value) any) app.Func {
		f := app.FuncOf(func(_ app.Value, args []app.Value) any { return do(args[0]) })
		funcs = append(funcs, f)
		return f
	}
	end := func() any {
		for _, f := range funcs {
			f.Release()
		}
		ctx.Dispatch(func(ctx app.Context) { done(ctx, a) })
		return nil
	}
	head := then(func(response app.Value) any {
		a.Status = response.Get("status").Int()
		return response.Call("text")
	})
	whole := then(func(body app.Value) any {
		if a.Body = String(body); len(a.Body) > maxAnswered {
			a = model.APIAnswer{}
		}
		return end()
	})
	none := then(func(app.Value) any {
		a = model.APIAnswer{}
		return end()
	})
	app.Window().Call("fetch", path, options).Call("then", head).Call("then", whole, none)
}
