//go:build !wasm

package journeys

import (
	"strings"
	"testing"
)

const (
	consoleRedirect = "WebSocket connection to 'wss://a.example/' failed: Error during WebSocket handshake: Unexpected response code: 302"
	curlRefused     = "$ curl -i -H 'Connection: keep-alive' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==' " +
		"-H 'Sec-WebSocket-Version: 13' https://a.example/ws\nHTTP/1.1 400 Bad Request\nServer: nginx/1.22.1\n\nBad Request\n"
)

// A line of a console, in the request editor, leads to its cause and to the lesson about it.
func TestConsoleMessageLeadsToItsCauses(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill(consoleRedirect)
	p.Find("heading", "Fails: the server answered 302")
	p.See("The cause", "Unexpected response code: 302", "Location")
	p.Find("link", "Lesson 10").Click()
	p.Find("heading", "A redirect in place of a socket")
}

// What curl -i printed, command and answer, is one exchange with a cause.
func TestCurlWithItsAnswer(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill(curlRefused)
	p.Find("heading", "Fails: the server answered 400")
	p.See("Connection does not contain upgrade", "nginx")

	// The answer is in the other tab, too; changed there, it is no longer in the text.
	p.Find("tab", "Response").Click()
	response := p.Find("textbox", "Response")
	if v := response.Value(); v != "HTTP/1.1 400 Bad Request\nServer: nginx/1.22.1\n\nBad Request\n" {
		t.Errorf("the response editor holds %q", v)
	}
	response.Fill("HTTP/1.1 403 Forbidden\n\n")
	p.Find("heading", "Fails: the server answered 403")
	p.Find("tab", "Request").Click()
	holds(p, "the request alone", func(s string) bool { return strings.HasPrefix(s, "GET /ws") && !strings.Contains(s, "HTTP/1.1 4") })
	p.Find("button", "Undo").Click()
	holds(p, "the command and its answer", func(s string) bool { return s == curlRefused })
}

// For a text without a handshake the page says so, and finds no fault.
func TestNoHandshake(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill("The chat does not work since yesterday. Can you have a look?")
	p.Find("heading", "No handshake found in this text")
	p.See("What to collect")
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
	p.See("By the WHATWG standard, a browser opens the socket")
	if v := p.Find("textbox", "Response").Value(); !strings.HasPrefix(v, "HTTP/1.1 101 ") {
		t.Errorf("the response editor holds %q", v)
	}
	p.Find("tab", "Request").Click()
	if v := p.Find("textbox", "Request").Value(); !strings.HasPrefix(v, "GET /ws HTTP/1.1\n") {
		t.Errorf("the request editor holds %q", v)
	}
}

func TestResponses(t *testing.T) {
	p := visit(t, "/#check")
	p.Find("button", "Expected response").Click()
	p.See("By the RFC, a client opens the socket")
	head := p.Find("textbox", "Response").Value()
	p.Find("textbox", "Response").Fill("HTTP/1.1 100 Continue\n\n" + head + "<!doctype html>")
	p.See("An interim answer comes first: HTTP/1.1 100 Continue", "After the head, 15 bytes: markup, as in a page", "Unexpected response code: 100")

	// an answer to a request other than the sample
	p.Find("textbox", "Response").Fill("HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=\n\n")
	p.See("still the sample")
	p.Find("button", "Clear the request").Click()
	p.See("By the WHATWG standard, a browser opens the socket")
}
