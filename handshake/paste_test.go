package handshake

import (
	"strings"
	"testing"
)

// seed is a handshake as documentation writes it.
const seed = `GET https://api.example.test/chat
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Sec-WebSocket-Version: 13
`

const seedWire = "GET https://api.example.test/chat HTTP/1.1\r\n" +
	"Host: api.example.test\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
	"Sec-WebSocket-Version: 13\r\n\r\n"

const seedAnswer = `101 Switching Protocols
Connection: Upgrade
Upgrade: websocket
Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
`

func TestReadSeed(t *testing.T) {
	p := Read(seed)
	x := p.Exchange()
	if p.Format != FormatRaw || x.Request != seedWire || x.Response != "" {
		t.Errorf("%s: request\n%q\nexpected\n%q", p.Format, x.Request, seedWire)
	}
	want := map[Fill]string{FillVersion: " HTTP/1.1", FillHost: "Host: api.example.test\r\n", FillEnd: "\r\n"}
	for _, f := range x.Filled {
		if got := x.Request[f.Span.Start:f.Span.End]; got != want[f.What] {
			t.Errorf("filled %d: %q, expected %q", f.What, got, want[f.What])
		}
		delete(want, f.What)
	}
	if len(want) > 0 {
		t.Errorf("not said to be filled: %q", want)
	}
}

func TestReadSeedAnswer(t *testing.T) {
	want := "HTTP/1.1 " + strings.ReplaceAll(seedAnswer, "\n", "\r\n") + "\r\n"
	for _, text := range []string{seedAnswer, seed + "\n" + seedAnswer, "**Request:**\n```\n" + seed + "```\n\n**Response:**\n```\n" + seedAnswer + "```\n"} {
		p := Read(text)
		x := p.Exchange()
		if x.Response != want {
			t.Errorf("response of %q\n%q\nexpected\n%q", text, x.Response, want)
		}
		if text != seedAnswer && x.Request != seedWire {
			t.Errorf("request of %q\n%q\nexpected\n%q", text, x.Request, seedWire)
		}
		if x.Filled[len(x.Filled)-2].What != FillVersion || x.Filled[len(x.Filled)-2].Side != Response {
			t.Errorf("the version of the response is not said to be filled: %v", x.Filled)
		}
	}
}
