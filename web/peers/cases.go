package peers

import "strings"

const good = "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nSec-WebSocket-Version: 13\r\n\r\n"

// edit replaces one piece of the good request.
func edit(old, new string) string { return strings.Replace(good, old, new, 1) }

// plus adds a field line.
func plus(line string) string { return edit("\r\n\r\n", "\r\n"+line+"\r\n\r\n") }

// Case is a request to ask about.
type Case struct {
	Name string `json:"name"`
	Raw  string `json:"raw"` // wire bytes
}

// Cases are one good handshake and edits of it, each with one thing changed.
var Cases = []Case{
	{"good", good},
	{"HTTP/1.0", edit("HTTP/1.1", "HTTP/1.0")},
	{"HTTP/2.0", edit("HTTP/1.1", "HTTP/2.0")},
	{"POST", edit("GET", "POST")},
	{"get", edit("GET", "get")},
	{"no Host", edit("Host: server.example.com\r\n", "")},
	{"two Hosts", plus("Host: other.example")},
	{"empty Host", edit("Host: server.example.com", "Host:")},
	{"no Connection", edit("Connection: Upgrade\r\n", "")},
	{"Connection: close", edit("Connection: Upgrade", "Connection: close")},
	{"Connection: keep-alive, Upgrade", edit("Connection: Upgrade", "Connection: keep-alive, Upgrade")},
	{"no Upgrade", edit("Upgrade: websocket\r\n", "")},
	{"Upgrade: h2c", edit("Upgrade: websocket", "Upgrade: h2c")},
	{"Upgrade: websocket, foo", edit("Upgrade: websocket", "Upgrade: websocket, foo")},
	{"Upgrade: WebSocket", edit("Upgrade: websocket", "Upgrade: WebSocket")},
	{"no version", edit("Sec-WebSocket-Version: 13\r\n", "")},
	{"version 8", edit("Version: 13", "Version: 8")},
	{"version 14", edit("Version: 13", "Version: 14")},
	{"version 013", edit("Version: 13", "Version: 013")},
	{"version 8, 13", edit("Version: 13", "Version: 8, 13")},
	{"no key", edit("Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\n", "")},
	{"two keys", plus("Sec-WebSocket-Key: mB0dL7cY0nQ2hV5r8XkTjA==")},
	{"short key", edit("4BZ+q2vWQ1yH0m9sJtX3Lw==", "4BZ+q2vWQ1yH0m9sJtX3")},
	{"key not base64", edit("4BZ+q", "4BZ*q")},
	{"key with spare bits", edit("3Lw==", "3Lx==")},
	{"two Origins", plus("Origin: https://a.example\r\nOrigin: https://b.example")},
	{"subprotocol syntax", plus("Sec-WebSocket-Protocol: a b")},
	{"extension syntax", plus("Sec-WebSocket-Extensions: permessage-deflate; =1")},
	{"deflate parameter", plus("Sec-WebSocket-Extensions: permessage-deflate; level=9")},
	{"deflate", plus("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")},
	{"blank before colon", edit("Upgrade: websocket", "Upgrade : websocket")},
	{"NUL", plus("X-A: a\x00b")},
	{"folded", plus("X-A: a\r\n b")},
	{"bare LF", strings.ReplaceAll(good, "\r\n", "\n")},
	{"GET *", edit("/chat", "*")},
	{"fragment", edit("/chat", "/chat#a")},
}
