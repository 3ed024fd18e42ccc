package peers

import (
	"slices"
	"strings"
	"sync"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

const good = "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nSec-WebSocket-Version: 13\r\n\r\n"

// edited is a request with one part of its head set: :method, :target, :version, or the first field of a name, which is
// added where there is none. A text with line ends makes lines of its own.
func edited(raw, part, text string) string {
	h := head.ParseRequest(raw)
	for name, token := range map[string]head.Token{":method": h.Method, ":target": h.Target, ":version": h.Version} {
		if name == part {
			return head.Edit{Span: token.Span, Text: text}.Apply(raw)
		}
	}
	if at := place(&h, part); at >= 0 {
		return h.SetValue(at, text).Apply(raw)
	}
	return h.InsertField(len(h.Fields), part, text).Apply(raw)
}

// without is a request without the first field of a name.
func without(raw, name string) string {
	h := head.ParseRequest(raw)
	return h.RemoveLine(h.Fields[place(&h, name)].Line).Apply(raw)
}

func place(h *head.Head, name string) int {
	return slices.IndexFunc(h.Fields, func(f head.Field) bool { return strings.EqualFold(f.Name.Text, name) })
}

// set edits the good request.
func set(part, text string) string { return edited(good, part, text) }

// plus adds a line to it, with a name that may be there.
func plus(line string) string {
	h := head.ParseRequest(good)
	name, value, _ := strings.Cut(line, ": ")
	return h.InsertField(len(h.Fields), name, value).Apply(good)
}

// offering and from are the good request with a field of a browser more.
func offering(subprotocols string) string { return set("Sec-WebSocket-Protocol", subprotocols) }
func from(origin string) string           { return set("Origin", origin) }
func deflate(parameters string) string {
	return set("Sec-WebSocket-Extensions", "permessage-deflate"+parameters)
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
	{"HTTP/1.0", set(":version", "HTTP/1.0"), anyone},
	{"HTTP/2.0", set(":version", "HTTP/2.0"), anyone},
	{"POST", set(":method", "POST"), anyone},
	{"get", set(":method", "get"), anyone},
	{"no Host", without(good, "Host"), anyone},
	{"two Hosts", plus("Host: other.example"), anyone},
	{"empty Host", set("Host", ""), anyone},
	{"no Connection", without(good, "Connection"), anyone},
	{"Connection: close", set("Connection", "close"), anyone},
	{"Connection: keep-alive, Upgrade", set("Connection", "keep-alive, Upgrade"), anyone},
	{"no Upgrade", without(good, "Upgrade"), anyone},
	{"Upgrade: h2c", set("Upgrade", "h2c"), anyone},
	{"Upgrade: websocket, foo", set("Upgrade", "websocket, foo"), anyone},
	{"Upgrade: WebSocket", set("Upgrade", "WebSocket"), anyone},
	{"no version", without(good, "Sec-WebSocket-Version"), anyone},
	{"version 8", set("Sec-WebSocket-Version", "8"), anyone},
	{"version 14", set("Sec-WebSocket-Version", "14"), anyone},
	{"version 013", set("Sec-WebSocket-Version", "013"), anyone},
	{"version 8, 13", set("Sec-WebSocket-Version", "8, 13"), anyone},
	{"no key", without(good, "Sec-WebSocket-Key"), anyone},
	{"two keys", plus("Sec-WebSocket-Key: mB0dL7cY0nQ2hV5r8XkTjA=="), anyone},
	{"short key", set("Sec-WebSocket-Key", "4BZ+q2vWQ1yH0m9sJtX3"), anyone},
	{"key not base64", set("Sec-WebSocket-Key", "4BZ*q2vWQ1yH0m9sJtX3Lw=="), anyone},
	{"key with spare bits", set("Sec-WebSocket-Key", "4BZ+q2vWQ1yH0m9sJtX3Lx=="), anyone},
	{"two Origins", plus("Origin: https://a.example\r\nOrigin: https://b.example"), anyone},
	{"subprotocol syntax", set("Sec-WebSocket-Protocol", "a b"), anyone},
	{"extension syntax", set("Sec-WebSocket-Extensions", "permessage-deflate; =1"), anyone},
	{"deflate parameter", set("Sec-WebSocket-Extensions", "permessage-deflate; level=9"), anyone},
	{"deflate", set("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"), anyone},
	{"blank before colon", strings.Replace(good, "Upgrade: ", "Upgrade : ", 1), anyone},
	{"NUL", set("X-A", "a\x00b"), anyone},
	{"folded", set("X-A", "a\r\n b"), anyone},
	{"bare LF", strings.ReplaceAll(good, "\r\n", "\n"), anyone},
	{"GET *", set(":target", "*"), anyone},
	{"fragment", set(":target", "/chat#a"), anyone},
	{"Connection on two lines", set("Connection", "keep-alive\r\nConnection: Upgrade"), anyone},
	{"Upgrade: h2c, websocket", set("Upgrade", "h2c, websocket"), anyone},
	{"absolute-form", set(":target", "http://server.example.com/chat"), anyone},
	{"Expect", set("Expect", "100-continue"), anyone},
	{"Expect with content", set("Expect", "100-continue\r\nContent-Length: 5") + "hello", anyone},
	{"content", set("Content-Length", "5") + "hello", anyone},
	{"chunks", set("Transfer-Encoding", "chunked") + "5\r\nhello\r\n0\r\n\r\n", anyone},
	{"chunks and a length", set("Transfer-Encoding", "chunked\r\nContent-Length: 5") + "0\r\n\r\n", anyone},
	{"POST, Upgrade: h2c", edited(set("Upgrade", "h2c"), ":method", "POST"), anyone},
	{"Upgrade in quotes", set("Upgrade", "\"websocket\""), anyone},
	{"Connection: Upgrade;x", set("Connection", "Upgrade;x"), anyone},
	{"version 13, then 8", set("Sec-WebSocket-Version", "13\r\nSec-WebSocket-Version: 8"), anyone},
	{"version 13 twice", set("Sec-WebSocket-Version", "13\r\nSec-WebSocket-Version: 13"), anyone},
	{"no extension in the list", set("Sec-WebSocket-Extensions", ""), anyone},
	{"extensions, semicolon last", deflate(";"), anyone},
	{"a name with a parenthesis", set("X(", "1"), anyone},
	{"no name", strings.Replace(good, "Upgrade: ", ": a\r\nUpgrade: ", 1), anyone},
	{"blank line first", "\r\n" + good, anyone},
	{"Upgrade: h2c, then websocket", set("Upgrade", "h2c\r\nUpgrade: websocket"), anyone},
	{"Upgrade: foo/1, websocket", set("Upgrade", "foo/1, websocket"), anyone},
	{"Upgrade: websocket/13", set("Upgrade", "websocket/13"), anyone},
	{"Expect: x", set("Expect", "x"), anyone},
	{"control octet", set("X-A", "a\x01b"), anyone},
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
	{"Origin with its port", from("https://a.example:443"), friends},
	{"Origin that is none", from("a.example"), anyone},
	{"Origin that is none, friends", from("a.example"), friends},
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
	{"deflate, client_max_window_bits=16", deflate("; client_max_window_bits=16"), anyone},
	{"deflate, a parameter twice", deflate("; server_no_context_takeover; server_no_context_takeover"), anyone},
	{"deflate, two offers", deflate("; server_max_window_bits=10, permessage-deflate"), anyone},
	{"deflate, another extension first", set("Sec-WebSocket-Extensions", "x-other, permessage-deflate"), anyone},
}

// edges are requests that break a rule in a way that servers see otherwise than its example.
var edges = []Case{
	{"another scheme", set(":target", "ftp://server.example.com/"), anyone},
	{"blank in the target", set(":target", "/a b"), anyone},
	{"no target", set(":target", ""), anyone},
	{"a method that is no token", set(":method", "G(T"), anyone},
	{"blank before the method", "\t" + good, anyone},
	{"HTTP/1.10", set(":version", "HTTP/1.10"), anyone},
	{"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", anyone},
	{"OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: server.example.com\r\n\r\n", anyone},
	{"CONNECT without Upgrade", "CONNECT server.example.com:443 HTTP/1.1\r\nHost: server.example.com:443\r\n\r\n", anyone},
	{"POST without Upgrade", edited(without(good, "Upgrade"), ":method", "POST"), anyone},
	{"HEAD, Upgrade: foo", edited(set("Upgrade", "foo"), ":method", "HEAD"), anyone},
	{"half a bracket in Host", set("Host", "[::1"), anyone},
	{"port alone in Host", set("Host", ":80"), anyone},
	{"percent in Host", set("Host", "a%20b"), anyone},
	{"Connection: , Upgrade", set("Connection", ", Upgrade"), anyone},
	{"Upgrade: , websocket", set("Upgrade", ", websocket"), anyone},
	{"Connection, a line that cannot be read", set("Connection", "Upgrade\r\nConnection: x y"), anyone},
	{"Connection: Upgrades", set("Connection", "Upgrades"), anyone},
	{"key of padding alone", set("Sec-WebSocket-Key", "========================"), anyone},
	{"extensions, an empty line", set("Sec-WebSocket-Extensions", "foo\r\nSec-WebSocket-Extensions: "), anyone},
	{"a length in a list", set("Content-Length", "0, 0"), anyone},
	{"identity and a length", set("Content-Length", "3\r\nTransfer-Encoding: identity") + "abc", anyone},
	{"gzip and chunks", set("Transfer-Encoding", "gzip, chunked") + "0\r\n\r\n", anyone},
	{"subprotocols, an empty line first", offering("\r\nSec-WebSocket-Protocol: chat"), anyone},
	{"Origin, two strangers", from("https://b.example\r\nOrigin: https://c.example"), friends},
	{"deflate, a blank in quotes", deflate("; server_max_window_bits=\"a b\""), anyone},
	{"deflate, another extension on a line before", set("Sec-WebSocket-Extensions", "x-other\r\nSec-WebSocket-Extensions: permessage-deflate"), anyone},
	{"deflate, empty member first", set("Sec-WebSocket-Extensions", ", permessage-deflate; server_no_context_takeover; client_no_context_takeover"), anyone},
}

// All are Cases and, for each rule that a request is refused for and that none of them breaks, the rule's own example; and
// edges. A head that does not end is not among them: every server waits for the rest of it.
var All = sync.OnceValue(func() []Case {
	broken := map[string]bool{}
	for _, c := range Cases {
		if reply := c.reply(); reply.Because != nil {
			broken[reply.Because.ID] = true
		}
	}
	all := slices.Clone(Cases)
	for _, rule := range handshake.Rules {
		if rule.Refuse != 0 && rule.Refuse != handshake.RefuseUnfinished && rule.Side != handshake.Response && !rule.Broken().HTTP2 && !broken[rule.ID] {
			all = append(all, Case{rule.ID, rule.Broken().Request, rule.Broken().Policy})
		}
	}
	return append(all, edges...)
})

func (c *Case) reply() handshake.Reply { return handshake.ReplyTo(c.Raw, c.Policy).Reply }
