//go:build !wasm

package journeys

import (
	"encoding/hex"
	"strings"
	"testing"

	"upgrade101/web/e2e/browser"
)

func TestTry(t *testing.T) {
	p := visit(t, "/")
	policyAndMessages(p)
	rejectedHeads(p)
	halfHead(p)
	peers(t, p)
}

func policyAndMessages(p browser.Page) {
	unfold(p, "Try it on this site's test server")
	unfold(p, "What the server decides")
	p.Find("textbox", "Subprotocols it knows").Fill("superchat")
	p.Find("textbox", "Messages").Fill("one\nzwölf")
	p.Find("button", "Send these bytes").Click()
	p.See("The server replied as predicted, byte for byte", "Sec-WebSocket-Protocol: superchat", "The end: the server closed with 1000")
	for _, frame := range []string{"to the server: text, 3 bytes", "to the server: text, 6 bytes", "from the server: text, 6 bytes", "from the server: close, 2 bytes"} {
		p.Find("button", frame)
	}
	p.Find("textbox", "Origins it allows").Fill("https://a.example")
	p.Find("heading", "Fails")
	p.See("The request has changed since it was sent")
	p.Find("button", "Send these bytes").Click()
	p.See("The end: the server closed after its answer", "The server replied as predicted, byte for byte")
	p.Find("textbox", "Origins it allows").Fill("*")
}

// The answer to a head is the predicted one, byte for byte.
func rejectedHeads(p browser.Page) {
	for _, head := range []string{
		"GET /chat HTTP/1.1\nHost: server.example.com\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 8\n\n",
		"GET /chat HTTP/1.1\nHost: a\nHost: b\nUpgrade: websocket\nConnection: Upgrade\n\n",
		"GET /chat HTTP/1.1\nHost : a\nno colon\n\n",
	} {
		p.Find("textbox", "Request").Fill(head)
		p.Find("heading", "Fails")
		p.Find("button", "Send these bytes").Click()
		p.See("The server replied as predicted, byte for byte", "The end: the server closed after its answer")
	}
}

// An incomplete head can be in the editor as a dump, which is not completed. The server waits for the rest, and then gives the
// predicted answer.
func halfHead(p browser.Page) {
	p.Find("textbox", "Request").Fill(hex.Dump([]byte("GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgr")))
	p.Find("heading", "Fails")
	p.See("408 Request Timeout")
	p.Find("button", "Send these bytes").Click()
	p.See("The server replied as predicted, byte for byte", "The end: the server closed after its answer")
}

// peers asks the other servers; a copy for static hosting says that it cannot.
func peers(t *testing.T, p browser.Page) {
	if browser.Eval[bool](p, `document.querySelector('meta[name="upgrade101-hosting"]') !== null`) {
		p.See("Other servers can be compared only where upgrade101 runs as a server")
		return
	}
	p.Find("textbox", "Request").Fill("GET /chat HTTP/1.0\nHost: a\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n\n")
	p.Find("heading", "Fails")
	p.Find("button", "Compare five Go servers").Click()
	p.See("5 servers asked")
	table := p.Find("table", "Other servers' answers to the same bytes").Text()
	for _, want := range []string{"coder", "gorilla", "gobwas", "gws", "x/net", "v1.5.3", "as predicted", "do not look at the version", "It sent"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q: %s", want, table)
		}
	}
}
