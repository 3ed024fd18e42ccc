package browser

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Socket owns a connection: the browser's WebSocket, or a worker that runs the engine.
type Socket struct {
	js    app.Value
	funcs []app.Func
	page  bool // it is a worker
}

// Event is an event of a socket.
type Event struct {
	Kind       string // "open", "text", "binary", "refused", "close"
	Text       string
	Bytes      []byte
	Protocol   string // open
	Extensions string
	Request    string // refused: the exact heads
	Response   string
	Code       int // close
	Reason     string
	Clean      bool
}

// Dial opens a WebSocket. Every event goes to on, on the page's goroutine. It returns an error if the browser refuses even
// to try.
func Dial(ctx app.Context, url string, protocols []string, on func(app.Context, Event)) (s *Socket, err error) {
	defer func() {
		if p := recover(); p != nil {
			//lint:ignore ST1005 the page shows it as a sentence
			s, err = nil, fmt.Errorf("The browser does not try: %v", p)
		}
	}()
	offered := make([]any, len(protocols))
	for i, p := range protocols {
		offered[i] = p
	}
	s = &Socket{js: app.Window().Get("WebSocket").New(url, offered)}
	s.js.Set("binaryType", "arraybuffer")
	s.listen(ctx, "open", on, func(app.Value) Event {
		return Event{Kind: "open", Protocol: String(s.js.Get("protocol")), Extensions: String(s.js.Get("extensions"))}
	})
	s.listen(ctx, "message", on, func(e app.Value) Event {
		data := e.Get("data")
		if data.Type() == app.TypeString {
			return Event{Kind: "text", Text: data.String()}
		}
		return Event{Kind: "binary", Bytes: bytesOf(app.Window().Get("Uint8Array").New(data))}
	})
	s.listen(ctx, "close", on, func(e app.Value) Event {
		return Event{Kind: "close", Code: e.Get("code").Int(), Reason: String(e.Get("reason")), Clean: e.Get("wasClean").Bool()}
	})
	return s, nil
}

// listen passes events, as converted by read, to on. A close is the last.
func (s *Socket) listen(ctx app.Context, name string, on func(app.Context, Event), read func(e app.Value) Event) {
	f := app.FuncOf(func(_ app.Value, args []app.Value) any {
		e := read(args[0])
		ctx.Dispatch(func(ctx app.Context) {
			if e.Kind == "close" {
				s.release()
			}
			on(ctx, e)
		})
		return nil
	})
	s.funcs = append(s.funcs, f)
	s.js.Call("addEventListener", name, f)
}

func (s *Socket) release() {
	if s.page {
		s.js.Call("terminate")
	}
	for _, f := range s.funcs {
		f.Release()
	}
	s.funcs = nil
}

// Abandon ends the connection without waiting for its end; no more events come.
func (s *Socket) Abandon() {
	s.release()
	if !s.page {
		s.Close(1000, "")
	}
}

// Send sends a text message.
func (s *Socket) Send(text string) {
	if s.page {
		s.post(map[string]any{"do": "text", "text": text})
		return
	}
	s.js.Call("send", text)
}

// SendBytes sends a binary message.
func (s *Socket) SendBytes(b []byte) {
	if s.page {
		s.post(map[string]any{"do": "binary", "bytes": arrayOf(b)})
		return
	}
	s.js.Call("send", arrayOf(b))
}

// Close sends a Close frame; browsers take 1000 and 3000 to 4999.
func (s *Socket) Close(code int, reason string) {
	if s.page {
		s.post(map[string]any{"do": "close", "code": code, "reason": reason})
		return
	}
	s.js.Call("close", code, reason)
}

// post sends a message to a worker.
func (s *Socket) post(message map[string]any) {
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
