package app

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// socket is an open connection, and the only thing that owns it: the browser's WebSocket, or a worker in
// which the engine runs.
type socket struct {
	js    app.Value
	funcs []app.Func
	page  bool // it is a worker
}

// event is what a socket tells.
type event struct {
	is         string // "open", "text", "binary", "refused", "close"
	text       string
	bytes      []byte
	protocol   string // open
	extensions string
	request    string // refused: the heads that crossed
	response   string
	code       int // close
	reason     string
	clean      bool
}

// dial opens a WebSocket. Every event goes through on, on the goroutine of the page. What the browser
// refuses to try at all is an error.
func dial(ctx app.Context, url string, protocols []string, on func(app.Context, event)) (s *socket, err error) {
	defer func() {
		if p := recover(); p != nil {
			s, err = nil, fmt.Errorf("The browser does not try: %v", p)
		}
	}()
	offered := make([]any, len(protocols))
	for i, p := range protocols {
		offered[i] = p
	}
	s = &socket{js: app.Window().Get("WebSocket").New(url, offered)}
	s.js.Set("binaryType", "arraybuffer")
	s.listen(ctx, "open", on, func(app.Value) event {
		return event{is: "open", protocol: text(s.js.Get("protocol")), extensions: text(s.js.Get("extensions"))}
	})
	s.listen(ctx, "message", on, func(e app.Value) event {
		data := e.Get("data")
		if data.Type() == app.TypeString {
			return event{is: "text", text: data.String()}
		}
		return event{is: "binary", bytes: bytesOf(app.Window().Get("Uint8Array").New(data))}
	})
	s.listen(ctx, "close", on, func(e app.Value) event {
		return event{is: "close", code: e.Get("code").Int(), reason: text(e.Get("reason")), clean: e.Get("wasClean").Bool()}
	})
	return s, nil
}

// listen hands what read makes of an event to on. A close is the last.
func (s *socket) listen(ctx app.Context, name string, on func(app.Context, event), read func(e app.Value) event) {
	f := app.FuncOf(func(_ app.Value, args []app.Value) any {
		e := read(args[0])
		ctx.Dispatch(func(ctx app.Context) {
			if e.is == "close" {
				s.release()
			}
			on(ctx, e)
		})
		return nil
	})
	s.funcs = append(s.funcs, f)
	s.js.Call("addEventListener", name, f)
}

func (s *socket) release() {
	if s.page {
		s.js.Call("terminate")
	}
	for _, f := range s.funcs {
		f.Release()
	}
	s.funcs = nil
}

// abandon ends the connection without waiting for its end; no more events come.
func (s *socket) abandon() {
	s.release()
	if !s.page {
		s.close(1000, "")
	}
}

// send sends a text message.
func (s *socket) send(text string) {
	if s.page {
		s.post(map[string]any{"do": "text", "text": text})
		return
	}
	s.js.Call("send", text)
}

// sendBytes sends a binary message.
func (s *socket) sendBytes(b []byte) {
	if s.page {
		s.post(map[string]any{"do": "binary", "bytes": arrayOf(b)})
		return
	}
	s.js.Call("send", arrayOf(b))
}

// close sends a Close frame; browsers take 1000 and 3000 to 4999.
func (s *socket) close(code int, reason string) {
	if s.page {
		s.post(map[string]any{"do": "close", "code": code, "reason": reason})
		return
	}
	s.js.Call("close", code, reason)
}

// post tells a worker something.
func (s *socket) post(message map[string]any) {
	object := app.Window().Get("Object").New()
	for name, value := range message {
		object.Set(name, value)
	}
	s.js.Call("postMessage", object)
}

func bytesOf(array app.Value) []byte {
	b := make([]byte, array.Length())
	app.CopyBytesToGo(b, array)
	return b
}

func arrayOf(b []byte) app.Value {
	array := app.Window().Get("Uint8Array").New(len(b))
	app.CopyBytesToJS(array, b)
	return array
}
