//go:build !wasm

package journeys

import (
	"strings"
	"testing"
)

func TestConsoleMessageLeadsToItsCauses(t *testing.T) {
	p := visit(t, "/#check")
	p.Find("textbox", "Paste the message").Fill("WebSocket connection to 'wss://a.example/' failed: Error during WebSocket handshake: Unexpected response code: 302")
	p.Find("heading", "Chrome")
	p.See("Unexpected response code: 302", "wss://a.example/", "login page", "resp-status")
	p.Find("button", "Open an exchange that ends like this").Click()
	p.Wait("such a response in the editor", func() (bool, string) {
		v := p.Find("textbox", "Response").Value()
		return strings.HasPrefix(v, "HTTP/1.1 302 Found\n"), v
	})
	p.See("A browser fails the connection")
	p.Find("button", "Show it broken: resp-3xx-no-location").Click()
	p.See("Notes on the response", "Location")
	p.Find("textbox", "Paste the message").Fill("the chat does not work")
	p.See("Paste the whole line")
}

// curl -v prints both sides; pasted anywhere, each goes to its place.
func TestBothSidesInOnePaste(t *testing.T) {
	p := visit(t, "/#check")
	p.Find("textbox", "Response").Fill(`> GET /ws HTTP/1.1
> Host: a.example
> Upgrade: websocket
> Connection: Upgrade
> Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==
> Sec-WebSocket-Version: 13
>
< HTTP/1.1 101 Switching Protocols
< Upgrade: websocket
< Connection: Upgrade
< Sec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=
<
`)
	p.See("A browser opens the socket")
	if v := p.Find("textbox", "Request").Value(); !strings.HasPrefix(v, "GET /ws HTTP/1.1\n") {
		t.Errorf("the request editor holds %q", v)
	}
	if v := p.Find("textbox", "Response").Value(); !strings.HasPrefix(v, "HTTP/1.1 101 ") {
		t.Errorf("the response editor holds %q", v)
	}
}

func TestResponses(t *testing.T) {
	p := visit(t, "/#check")
	p.Find("button", "Expected response").Click()
	p.See("A client that follows the RFC opens the socket")
	head := p.Find("textbox", "Response").Value()
	p.Find("textbox", "Response").Fill("HTTP/1.1 100 Continue\n\n" + head + "<!doctype html>")
	p.See("An interim answer comes first: HTTP/1.1 100 Continue", "Behind the head, 15 bytes: markup, as in a page", "Unexpected response code: 100")

	// an answer to another request than the sample
	p.Find("textbox", "Response").Fill("HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=\n\n")
	p.See("still the sample")
	p.Find("button", "Clear the request").Click()
	p.See("A browser opens the socket")
}
