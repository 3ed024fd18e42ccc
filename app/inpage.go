package app

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// The engine in the page is web/live/inpage, a program of its own in a worker, fetched when it is asked
// for. A worker does one thing and is ended: one conversation, or one try.

// startEngine starts a worker and tells it what to do. What it tells goes through on.
func startEngine(ctx app.Context, do map[string]any, on func(app.Context, event)) *socket {
	s := &socket{js: app.Window().Get("Worker").New(served("engine.js")), page: true}
	s.listen(ctx, "message", on, func(e app.Value) event {
		data := e.Get("data")
		event := event{is: text(data.Get("is")), text: text(data.Get("text")), reason: text(data.Get("reason"))}
		switch event.is {
		case "binary":
			event.bytes = bytesOf(data.Get("bytes"))
		case "refused":
			event.request, event.response = string(bytesOf(data.Get("request"))), string(bytesOf(data.Get("response")))
		case "close":
			event.code, event.clean = data.Get("code").Int(), data.Get("clean").Bool()
		}
		return event
	})
	s.listen(ctx, "error", on, func(app.Value) event { return event{is: "close", reason: noEngine} })
	s.post(do)
	return s
}

const noEngine = "The engine cannot be loaded: the page is offline, or it is not served here."

// dialInPage opens a conversation with the engine: request is the head that is sent.
func dialInPage(ctx app.Context, request string, on func(app.Context, event)) *socket {
	return startEngine(ctx, map[string]any{"do": "open", "bytes": arrayOf([]byte(request))}, on)
}

// mostTrying is how long a try in the page may take, the download of the engine included.
const mostTrying = time.Minute

// tryInPage asks the engine what POST /api/try asks the server.
func tryInPage(ctx app.Context, raw []byte, query string, done func(app.Context, answered)) {
	ended := false
	var s *socket
	end := func(ctx app.Context, a answered) {
		if !ended {
			ended = true
			s.release()
			done(ctx, a)
		}
	}
	s = startEngine(ctx, map[string]any{"do": "try", "bytes": arrayOf(raw), "text": query}, func(ctx app.Context, e event) {
		if e.is == "text" {
			end(ctx, answered{200, e.text})
		} else {
			end(ctx, answered{503, `{"detail":"the engine cannot be loaded here"}`})
		}
	})
	ctx.After(mostTrying, func(ctx app.Context) { end(ctx, answered{}) })
}
