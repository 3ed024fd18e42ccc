//go:build !wasm

package journeys

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func TestFormAndTextStayInStep(t *testing.T) {
	p := visit(t, "/#build")
	editor := p.Find("textbox", "Request")
	text := func(what string, good func(text string) bool) {
		t.Helper()
		p.Wait(what, func() (bool, string) {
			v := editor.Value()
			return good(v), v
		})
	}
	holds := func(line string) {
		t.Helper()
		text(line, func(v string) bool { return strings.Contains(v, line+"\n") })
	}
	editor.Fill("GET /a HTTP/1.1\nHost: a.example\nx-own:  by hand \nUpgrade: websocket\nConnection: Upgrade\n" +
		"Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\nSec-WebSocket-Version: 13\n\n")
	p.Find("textbox", "URL").Fill("wss://b.example/live?x=1")
	holds("GET /live?x=1 HTTP/1.1")
	holds("Host: b.example")

	another := p.Find("textbox", "Another subprotocol")
	another.Fill("chat, superchat")
	p.Keys(kb.Enter)
	holds("Sec-WebSocket-Protocol: chat, superchat")
	p.Find("button", "Prefer subprotocol 2").Click()
	holds("Sec-WebSocket-Protocol: superchat, chat")
	p.Find("button", "Remove subprotocol 2").Click()
	holds("Sec-WebSocket-Protocol: superchat")

	p.Find("checkbox", "permessage-deflate").Click()
	p.Find("combobox", "server_max_window_bits").Choose("12")
	holds("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=12")

	p.Find("combobox", "Another field").Fill("Cookie")
	p.Find("textbox", "Its value").Focus()
	p.Keys("a=b")
	p.Keys(kb.Enter)
	holds("Cookie: a=b")
	holds("x-own:  by hand ")
	p.See("101 Switching Protocols", "Sec-WebSocket-Protocol: superchat")
	if v := p.Find("textbox", "URL").Value(); v != "wss://b.example/live?x=1" {
		t.Errorf("the address shows %q", v)
	}

	p.Find("textbox", "Subprotocols it knows").Fill("other")
	p.See("This server knows none of the offered subprotocols")
}
