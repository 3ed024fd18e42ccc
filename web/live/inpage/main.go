//go:build js && wasm

// Inpage is the live endpoint for pages without a server: the engine of package live in a worker of the page
// (web/static/engine.js), over connections in memory. It is a separate WebAssembly program, fetched only when the visitor
// asks for it.
package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/url"
	"syscall/js"

	"upgrade101/handshake/frame"
	"upgrade101/web/live"
)

// maxSent bounds what the page sends at once, in bytes.
const maxSent = 1 << 20

func main() {
	engine := live.New(live.Config{Log: slog.New(slog.DiscardHandler)})
	var client *live.Client
	js.Global().Set("take", js.FuncOf(func(_ js.Value, args []js.Value) any {
		m := args[0]
		switch m.Get("do").String() {
		case "try":
			raw, query := bytesOf(m.Get("bytes")), m.Get("text").String()
			go try(engine, raw, query)
		case "open":
			client = engine.Connect(string(bytesOf(m.Get("bytes"))), page{})
		case "text":
			client.Text(m.Get("text").String())
		case "binary":
			client.Binary(bytesOf(m.Get("bytes")))
		case "close":
			client.Close(frame.Code(m.Get("code").Int()), m.Get("reason").String())
		}
		return nil
	}))
	select {}
}

// try does what POST /api/try does; query is that of the policy and the messages.
func try(engine *live.Engine, raw []byte, query string) {
	values, _ := url.ParseQuery(query)
	messages := values["message"]
	transcript := engine.Try(context.Background(), raw, values, messages[:min(len(messages), 16)])
	b, err := json.Marshal(transcript)
	if err != nil {
		panic(err) // a transcript can be encoded
	}
	post("text", "text", string(b))
}

// page sends a message to the page.
type page struct{}

func (page) Refused(request, response string) {
	post("refused", "request", arrayOf([]byte(request)), "response", arrayOf([]byte(response)))
}
func (page) Open(protocol string) { post("open", "text", protocol) }
func (page) Text(message string)  { post("text", "text", message) }
func (page) Binary(b []byte)      { post("binary", "bytes", arrayOf(b)) }
func (page) Close(code frame.Code, reason string, clean bool) {
	post("close", "code", int(code), "reason", reason, "clean", clean)
}

func post(is string, pairs ...any) {
	m := map[string]any{"is": is}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	js.Global().Call("postMessage", m)
}

func bytesOf(array js.Value) []byte {
	b := make([]byte, min(array.Length(), maxSent))
	js.CopyBytesToGo(b, array)
	return b
}

func arrayOf(b []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(array, b)
	return array
}
