package peers

import (
	"strings"

	"upgrade101/handshake"
)

// varied are requests of many kinds, none of which is in Cases. The reason for a difference has to hold for its kind, because the table
// has only the cases.
var varied = func() (list []Case) {
	add := func(policy handshake.Policy, requests ...string) {
		for _, raw := range requests {
			list = append(list, Case{Raw: raw, Policy: policy})
		}
	}
	target := func(t string) string { return set(":target", t) }
	other := func(token string) string { return without(set("Upgrade", token), "Sec-WebSocket-Key") }
	many := strings.Repeat("X-Part: abcdefghij\r\n", 140)
	long := strings.Repeat("abcdefghij", 900)
	add(anyone,
		// The request line
		target("ws://server.example.com/room/7?a=b"), target("wss://server.example.com/"), target("WS://server.example.com"),
		target("https://other.example:8443/live"), target("http://other.example/"), target("server.example.com:80"), target("10.0.0.7:443"),
		target("*?x=1"), target("chat"), target("/a#b"), target("/ä"), target("/a|b"), target("/"+long), target("/?q="+long),
		set(":method", "PUT"), set(":method", "OPTIONS"), set(":method", "Get"), set(":method", "SUBSCRIBE"), set(":method", "HEAD"),
		set(":version", "HTTP/1.0"), set(":version", "HTTP/3.0"), set(":version", "HTTP/0.9"),
		"\r\n\r\n"+good, "\n"+good,
		// Sizes
		set("Cookie", long), set("X-Many", "1\r\n"+strings.TrimSuffix(many, "\r\n")), set("Cookie", long+long),
		// Host
		set("Host", ""), set("Host", "a b"), set("Host", "a.example/x"), set("Host", " "),
		set("X-A", "1\r\nHost: server.example.com"),
		// Upgrade and Connection
		other("h2c"), other("tcp"), other("TLS/1.0"), other("connect-udp"), other("IRC/6.9, RTA/x11"), other("HTTP/2.0"), other("webtransport"),
		"GET / HTTP/1.1\r\nHost: a.example\r\nAccept: text/html\r\n\r\n",
		"GET /index.html HTTP/1.1\r\nHost: a.example\r\nConnection: keep-alive\r\n\r\n",
		"POST /form HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\n\r\na=b",
		set("Upgrade", "h2c\r\nUpgrade: websocket"), set("Upgrade", "websocket\r\nUpgrade: h2c"), set("Upgrade", "foo/1, WebSocket"), set("Upgrade", "websocket,"),
		set("Upgrade", "websocket/13"), set("Upgrade", "\"websocket\""), set("Upgrade", ""),
		set("Connection", "keep-alive,\r\n Upgrade"), set("Connection", "Upgrade,\r\n\tfoo"), set("Connection", "close\r\nConnection: upgrade"),
		set("Connection", "Upgrade\r\nConnection: close"), set("Connection", "keep-alive"), set("Connection", ""), set("Connection", "Upgrade;x"), set("Connection", "upgrade, close, X-A"),
		// Version and key
		set("X", "1\r\nSec-WebSocket-Version: 13"), set("Sec-WebSocket-Version", "13\r\nSec-WebSocket-Version: 8"), set("Sec-WebSocket-Version", "7"), set("Sec-WebSocket-Version", "200"),
		set("Sec-WebSocket-Version", "13, 8"), set("Sec-WebSocket-Version", "+13"), set("Sec-WebSocket-Version", "256"), set("Sec-WebSocket-Version", ""),
		set("Sec-WebSocket-Key", "\"4BZ+q2vWQ1yH0m9sJtX3Lw==\""), set("Sec-WebSocket-Key", "4BZ+q2vWQ1yH0m9s"), set("Sec-WebSocket-Key", "4BZ-q2vWQ1yH0m9sJtX3Lw=="),
		set("Sec-WebSocket-Key", "4BZ+q2vWQ1yH0m9sJtX3Lw"), set("Sec-WebSocket-Key", "4BZ+q2 WQ1yH0m9sJtX3Lw=="), set("Sec-WebSocket-Key", "e01d7eab6bd6435c87d26f6c26d5f72f"), set("Sec-WebSocket-Key", "x"),
		set("Sec-WebSocket-Key", ""), set("Sec-WebSocket-Key", "a\r\nSec-WebSocket-Key: b"),
		// Lists
		offering("chat, chat"), offering(""), offering("chat,,superchat"), offering("a/b"), offering("chat\r\nSec-WebSocket-Protocol: chat"), offering("\"chat\""),
		deflate("; level=1"), deflate("; server_max_window_bits"), deflate("; server_max_window_bits=7"), deflate("; client_max_window_bits=16"), deflate("; client_no_context_takeover=1"),
		deflate("; server_no_context_takeover; server_no_context_takeover"), deflate("; server_max_window_bits=9"), deflate("; server_max_window_bits=12; client_max_window_bits=9"),
		deflate("; client_max_window_bits=15"), deflate("; server_max_window_bits=15"), deflate("; client_max_window_bits; server_no_context_takeover; client_no_context_takeover"),
		deflate("; level=1, permessage-deflate"), deflate("; client_max_window_bits=\"11\""), deflate("\r\nSec-WebSocket-Extensions: x-webkit-deflate-frame"), deflate(";"),
		set("Sec-WebSocket-Extensions", "bbf-usp-protocol; eid=\"a\""), set("Sec-WebSocket-Extensions", ""), set("Sec-WebSocket-Extensions", "permessage-deflate, ,"),
		set("Origin", "https://a.example\r\nOrigin: https://a.example"), set("Origin", "a.example"), set("Origin", "https://a.example/path"), set("Origin", ""),
		// Content and what follows
		set("Transfer-Encoding", "chunked")+"5\r\nhello\r\n0\r\n\r\n", set("Transfer-Encoding", "gzip")+"hello", set("Transfer-Encoding", "chunked\r\nContent-Length: 5")+"0\r\n\r\n",
		set("Content-Length", "-1"), set("Content-Length", "5\r\nContent-Length: 6")+"hello", set("Content-Length", "0"), set("Content-Length", "7"), set("Content-Length", "3")+"abc",
		set("Expect", "x"), set("Expect", "100-continue, x"), good+good, good+"\x89\x80\x01\x02\x03\x04",
		// Lines
		strings.Replace(good, "Connection: ", "Connection : ", 1), strings.Replace(good, "Host: ", "Ho\x00st: ", 1), set("X-Fold", "a\r\n\tb\r\n c"), set("X(", "1"), strings.Replace(good, "Upgrade: ", " Upgrade: ", 1),
		strings.Replace(good, "\r\nConnection", "\rConnection", 1), set("Referer", "a\x01b"), strings.Replace(good, "\r\n\r\n", "\r\nnonsense\r\n\r\n", 1), strings.Replace(good, "\r\n\r\n", "\r\n: x\r\n\r\n", 1), set("X", "caf\xe9"),
		// Each on the edge of a rule
		target("/\""), target("/a b"), target("server.example.com"), set(":method", "gET"), set(":method", "CONNECT"), edited(set(":method", "OPTIONS"), ":target", "*"), set(":version", "HTTP/1"), set(":version", "HTTP/1.1.1"),
		set("Host", "a.example#x"), set("Host", "a%41"), set("Host", "[::1]:80]"), "GET / HTTP/1.1\r\n\r\n", edited(set(":method", "DELETE"), "Upgrade", "foo"), edited(without(good, "Upgrade"), ":method", "PUT"),
		set("Connection", "Upgrade,,"), set("Connection", ",,Upgrade"), set("Connection", "x-upgrade"), set("Connection", "upgrade-insecure, close"), set("Connection", "keep-alive Upgrade"), set("Upgrade", "h2c,,websocket"), set("Upgrade", ",websocket"), set("Upgrade", "(websocket)"), set("Upgrade", "websocket\r\nUpgrade: websocket"),
		set("Sec-WebSocket-Version", "hybi-13"), set("Sec-WebSocket-Version", "0x0d"), set("Sec-WebSocket-Version", "14\r\nSec-WebSocket-Version: 13"), set("Sec-WebSocket-Key", "AAECAwQFBgcICQoLDA0OD==="), set("Sec-WebSocket-Key", "AAECAwQFBgcICQoLDA0ODw==, x"),
		offering("chat;q=1"), offering("chat,"), offering("\r\nSec-WebSocket-Protocol: a, b"), deflate("; client_max_window_bits=\"\""), deflate("; server_max_window_bits=\"a b\""), deflate("; bad, permessage-deflate; server_max_window_bits=12"), set("Sec-WebSocket-Extensions", "x\r\nSec-WebSocket-Extensions: permessage-deflate"), set("Sec-WebSocket-Extensions", ", permessage-deflate"),
		from("https://a.example/path?x"), from("NULL"), set("Content-Length", "3\r\nContent-Length: 3")+"abc", set("Content-Length", "+5")+"hello", set("Transfer-Encoding", "gzip, chunked")+"0\r\n\r\n", set("Transfer-Encoding", "chunked\r\nTransfer-Encoding: chunked")+"0\r\n\r\n", set("Transfer-Encoding", "identity\r\nContent-Length: 3")+"abc",
		" "+good, "\xef\xbb\xbf"+good, set("X-A", "a\rb"), strings.Replace(good, "Host: ", "Host \t: ", 1), set("X-A", strings.Repeat("a", 70000)), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
		// Several faults at once
		edited(set(":method", "POST"), "Sec-WebSocket-Version", "8"), without(set(":version", "HTTP/1.0"), "Sec-WebSocket-Key"), without(target("/"+long), "Connection"),
		edited(set("Sec-WebSocket-Version", "8"), "Sec-WebSocket-Key", "x"), edited(set("Upgrade", "h2c"), ":method", "POST"), edited(target("ws://server.example.com/"), "Sec-WebSocket-Version", "8"),
		without(set("Connection", "close"), "Sec-WebSocket-Key"), without(set(":method", "get"), "Host"), edited(set("Cookie", long), "Upgrade", "h2c"),
		edited(set(":version", "HTTP/1.0"), "Connection", "close"), edited(set("Host", "a b"), "Sec-WebSocket-Version", "8"), edited(set("Host", ""), "Upgrade", "h2c"),
		edited(target("/a#b"), "Connection", "close"), edited(target("*"), "Sec-WebSocket-Version", "14"), edited(set("X-A", "a\x00b"), "Sec-WebSocket-Version", "8"),
		strings.Replace(edited(good, "Sec-WebSocket-Version", "8"), "Upgrade: ", "Upgrade : ", 1), strings.Replace(edited(good, ":method", "POST"), "Host: ", "Host : ", 1),
		set(":method", "GET GET"), plus("Host: "), "\r\n\r\n", strings.TrimSuffix(good, "\n"), edited(set("Content-Length", "3"), "Connection", "close")+"abc", edited(set("Transfer-Encoding", "chunked"), "Sec-WebSocket-Key", "x")+"0\r\n\r\n",
		edited(set("Sec-WebSocket-Extensions", "a;;b"), "Sec-WebSocket-Version", "8"), edited(set("Origin", "x"), "Upgrade", "h2c"), edited(set("X(", "a"), "Connection", "close"), edited(set(":version", "HTTP/2.0"), ":method", "POST"),
		// A value that some servers read and others do not
		set("Host", "[::1%25eth0]"), set("Host", ":"), set("Connection", "Upgrade\r\nConnection: (x)"), set("Sec-WebSocket-Extensions", "foo\r\nSec-WebSocket-Extensions:  "), set("Content-Length", "0, 0"), deflate("; server_max_window_bits=\"1 0\""),
	)
	add(knowsChat, offering("superchat\r\nSec-WebSocket-Protocol: other"), offering("CHAT"), offering("x, y, z"), good, offering("x\r\nSec-WebSocket-Protocol: y, chat"))
	add(knowsTwo, offering("superchat,chat"), offering("superchat\r\nSec-WebSocket-Protocol: chat"))
	add(friends, from("https://b.example\r\nOrigin: https://a.example"), from("https://b.example"), from("null"), from("https://A.example"), from("https://server.example.com"), from("https://a.example:443"), from("http://a.example"),
		edited(from("https://b.example"), "Sec-WebSocket-Protocol", "a b"), edited(from("https://b.example"), "Sec-WebSocket-Version", "8"), from("https://a.example:8443"))
	add(noDeflate, deflate("; level=1"), deflate("; client_max_window_bits=10"))
	add(handshake.Policy{NoTakeover: true}, deflate(""), deflate("; client_max_window_bits=10"), deflate("; server_max_window_bits=10"))
	return list
}()
