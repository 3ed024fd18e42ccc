package app

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// socket is the browser's WebSocket to the live endpoint, and the only thing that owns it.
type socket struct {
	js    app.Value
	funcs []app.Func
}

// dial opens a socket. Every event goes through on, on the goroutine of the page. What the browser
// refuses to try at all is an error.
func dial(ctx app.Context, url string, protocols []string, on func(app.Context, event)) (s *socket, err error) {
	defer func() {
		if p := recover(); p != nil {
			s, err = nil, fmt.Errorf("the browser does not try: %v", p)
		}
	}()
	offered := make([]any, len(protocols))
	for i, p := range protocols {
		offered[i] = p
	}
	s = &socket{js: app.Window().Get("WebSocket").New(url, offered)}
	s.js.Set("binaryType", "arraybuffer")
	s.listen("message", func(e app.Value) {
		data := e.Get("data")
		message := event{text: text(data), binary: data.Type() != app.TypeString}
		ctx.Dispatch(func(ctx app.Context) { on(ctx, message) })
	})
	s.listen("close", func(e app.Value) {
		end := event{over: true, code: e.Get("code").Int(), reason: text(e.Get("reason")), clean: e.Get("wasClean").Bool()}
		ctx.Dispatch(func(ctx app.Context) {
			s.release()
			on(ctx, end)
		})
	})
	return s, nil
}

// event is what a socket tells.
type event struct {
	text   string
	binary bool
	over   bool
	code   int
	reason string
	clean  bool
}

func (s *socket) listen(name string, do func(e app.Value)) {
	f := app.FuncOf(func(_ app.Value, args []app.Value) any {
		do(args[0])
		return nil
	})
	s.funcs = append(s.funcs, f)
	s.js.Call("addEventListener", name, f)
}

func (s *socket) release() {
	for _, f := range s.funcs {
		f.Release()
	}
	s.funcs = nil
}

// send sends a text message.
func (s *socket) send(text string) { s.js.Call("send", text) }

// sendBytes sends a binary message.
func (s *socket) sendBytes(b []byte) {
	array := app.Window().Get("Uint8Array").New(len(b))
	app.CopyBytesToJS(array, b)
	s.js.Call("send", array)
}

// close says goodbye with 1000.
func (s *socket) close(reason string) { s.js.Call("close", 1000, reason) }
