package browser

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// The engine in the page is web/live/inpage, a separate WebAssembly program in a worker, fetched on demand. A worker runs one
// session or one try and is then ended.

// startEngine starts a worker with its task. Its messages go to on.
func startEngine(ctx app.Context, do map[string]any, on func(app.Context, Event)) *Socket {
	s := &Socket{js: app.Window().Get("Worker").New(ServedURL("engine.js")), page: true}
	s.listen(ctx, "message", on, func(e app.Value) Event {
		data := e.Get("data")
		event := Event{Kind: String(data.Get("is")), Text: String(data.Get("text")), Reason: String(data.Get("reason"))}
		switch event.Kind {
		case "binary":
			event.Bytes = bytesOf(data.Get("bytes"))
		case "refused":
			event.Request, event.Response = string(bytesOf(data.Get("request"))), string(bytesOf(data.Get("response")))
		case "close":
			event.Code, event.Clean = data.Get("code").Int(), data.Get("clean").Bool()
		}
		return event
	})
	s.listen(ctx, "error", on, func(app.Value) Event { return Event{Kind: "close", Reason: model.NoEngine} })
	s.post(do)
	return s
}

// DialInPage opens a session with the engine: request is the head that is sent.
func DialInPage(ctx app.Context, request string, on func(app.Context, Event)) *Socket {
	return startEngine(ctx, map[string]any{"do": "open", "bytes": arrayOf([]byte(request))}, on)
}

// maxTryTime bounds a try in the page, including the download of the engine.
const maxTryTime = time.Minute

// TryInPage does in the page what POST /api/try does on the server.
func TryInPage(ctx app.Context, raw []byte, query string, done func(app.Context, model.APIAnswer)) {
	ended := false
	var s *Socket
	end := func(ctx app.Context, a model.APIAnswer) {
		if !ended {
			ended = true
			s.release()
			done(ctx, a)
		}
	}
	s = startEngine(ctx, map[string]any{"do": "try", "bytes": arrayOf(raw), "text": query}, func(ctx app.Context, e Event) {
		if e.Kind == "text" {
			end(ctx, model.APIAnswer{Status: 200, Body: e.Text})
		} else {
			end(ctx, model.APIAnswer{Status: 503, Body: `{"detail":"the engine cannot be loaded here"}`})
		}
	})
	ctx.After(maxTryTime, func(ctx app.Context) { end(ctx, model.APIAnswer{}) })
}
