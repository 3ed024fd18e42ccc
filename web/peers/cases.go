package peers

import (
	"strings"

	"upgrade101/handshake"
)

const good = "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nSec-WebSocket-Version: 13\r\n\r\n"

// edit replaces one piece of the good request.
func edit(old, new string) string { return strings.Replace(good, old, new, 1) }

// plus adds a field line.
func plus(line string) string { return edit("\r\n\r\n", "\r\n"+line+"\r\n\r\n") }

// offering and from are the good request with a field of a browser more.
func offering(subprotocols string) string { return plus("Sec-WebSocket-Protocol: " + subprotocols) }
func from(origin string) string           { return plus("Origin: " + origin) }
func deflate(parameters string) string {
	return plus("Sec-WebSocket-Extensions: permessage-deflate" + parameters)
}

var (
	anyone    = handshake.Policy{}
	knowsNone = handshake.Policy{Subprotocols: []string{}}
	knowsChat = handshake.Policy{Subprotocols: []string{"chat"}}
	knowsTwo  = handshake.Policy{Subprotocols: []string{"chat", "superchat"}}
	friends   = handshake.Policy{Origins: []string{"https://a.example"}}
	noDeflate = handshake.Policy{NoDeflate: true}
)

// Case is a request to ask about, and what the servers are told to decide.
type Case struct {
	Name   string
	Raw    string // wire bytes
	Policy handshake.Policy
}

// Cases are one good handshake and edits of it, each with one thing changed.
var Cases = []Case{
	{"good", good, anyone},
	{"HTTP/1.0", edit("HTTP/1.1", "HTTP/1.0"), anyone},
	{"HTTP/2.0", edit("HTTP/1.1", "HTTP/2.0"), anyone},
	{"POST", edit("GET", "POST"), anyone},
	{"get", edit("GET", "get"), anyone},
	{"no Host", edit("Host: server.example.com\r\n", ""), anyone},
	{"two Hosts", plus("Host: other.example"), anyone},
	{"empty Host", edit("Host: server.example.com", "Host:"), anyone},
	{"no Connection", edit("Connection: Upgrade\r\n", ""), anyone},
	{"Connection: close", edit("Connection: Upgrade", "Connection: close"), anyone},
	{"Connection: keep-alive, Upgrade", edit("Connection: Upgrade", "Connection: keep-alive, Upgrade"), anyone},
	{"no Upgrade", edit("Upgrade: websocket\r\n", ""), anyone},
	{"Upgrade: h2c", edit("Upgrade: websocket", "Upgrade: h2c"), anyone},
	{"Upgrade: websocket, foo", edit("Upgrade: websocket", "Upgrade: websocket, foo"), anyone},
	{"Upgrade: WebSocket", edit("Upgrade: websocket", "Upgrade: WebSocket"), anyone},
	{"no version", edit("Sec-WebSocket-Version: 13\r\n", ""), anyone},
	{"version 8", edit("Version: 13", "Version: 8"), anyone},
	{"version 14", edit("Version: 13", "Version: 14"), anyone},
	{"version 013", edit("Version: 13", "Version: 013"), anyone},
	{"version 8, 13", edit("Version: 13", "Version: 8, 13"), anyone},
	{"no key", edit("Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\n", ""), anyone},
	{"two keys", plus("Sec-WebSocket-Key: mB0dL7cY0nQ2hV5r8XkTjA=="), anyone},
	{"short key", edit("4BZ+q2vWQ1yH0m9sJtX3Lw==", "4BZ+q2vWQ1yH0m9sJtX3"), anyone},
	{"key not base64", edit("4BZ+q", "4BZ*q"), anyone},
	{"key with spare bits", edit("3Lw==", "3Lx=="), anyone},
	{"two Origins", plus("Origin: https://a.example\r\nOrigin: https://b.example"), anyone},
	{"subprotocol syntax", plus("Sec-WebSocket-Protocol: a b"), anyone},
	{"extension syntax", plus("Sec-WebSocket-Extensions: permessage-deflate; =1"), anyone},
	{"deflate parameter", plus("Sec-WebSocket-Extensions: permessage-deflate; level=9"), anyone},
	{"deflate", plus("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"), anyone},
	{"blank before colon", edit("Upgrade: websocket", "Upgrade : websocket"), anyone},
	{"NUL", plus("X-A: a\x00b"), anyone},
	{"folded", plus("X-A: a\r\n b"), anyone},
	{"bare LF", strings.ReplaceAll(good, "\r\n", "\n"), anyone},
	{"GET *", edit("/chat", "*"), anyone},
	{"fragment", edit("/chat", "/chat#a"), anyone},
	{"Connection on two lines", edit("Connection: Upgrade", "Connection: keep-alive\r\nConnection: Upgrade"), anyone},
	{"Upgrade: h2c, websocket", edit("Upgrade: websocket", "Upgrade: h2c, websocket"), anyone},
	{"absolute-form", edit("/chat", "http://server.example.com/chat"), anyone},
	{"Expect", plus("Expect: 100-continue"), anyone},
	{"Expect with content", plus("Expect: 100-continue\r\nContent-Length: 5") + "hello", anyone},
	{"content", plus("Content-Length: 5") + "hello", anyone},
	{"early frame", good + "\x81\x82\x01\x02\x03\x04\x69\x6b", anyone},

	// Subprotocols
	{"subprotocols, any", offering("chat, superchat"), anyone},
	{"subprotocols, none known", offering("chat, superchat"), knowsNone},
	{"subprotocols, one known", offering("superchat, chat"), knowsChat},
	{"subprotocols, both known", offering("superchat, chat"), knowsTwo},
	{"subprotocols, another known", offering("superchat"), knowsChat},
	{"subprotocols, none offered", good, knowsChat},
	{"subprotocols, in another case", offering("Chat"), knowsChat},
	{"subprotocols, on two lines", offering("superchat\r\nSec-WebSocket-Protocol: chat"), knowsChat},

	// Origins
	{"Origin, any", from("https://b.example"), anyone},
	{"Origin, friend", from("https://a.example"), friends},
	{"Origin, stranger", from("https://b.example"), friends},
	{"Origin, own", from("https://server.example.com"), friends},
	{"Origin, null", from("null"), friends},
	{"Origin, none", good, friends},

	// Compression
	{"deflate, off", deflate("; client_max_window_bits"), noDeflate},
	{"deflate, no parameter", deflate(""), anyone},
	{"deflate, server_no_context_takeover", deflate("; server_no_context_takeover"), anyone},
	{"deflate, client_no_context_takeover", deflate("; client_no_context_takeover"), anyone},
	{"deflate, client_max_window_bits=10", deflate("; client_max_window_bits=10"), anyone},
	{"deflate, server_max_window_bits=10", deflate("; server_max_window_bits=10"), anyone},
	{"deflate, server_max_window_bits=99", deflate("; server_max_window_bits=99"), anyone},
	{"deflate, two offers", deflate("; server_max_window_bits=10, permessage-deflate"), anyone},
	{"deflate, another extension first", plus("Sec-WebSocket-Extensions: x-other, permessage-deflate"), anyone},
}
