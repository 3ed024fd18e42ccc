package hoptest

import (
	"fmt"
	"slices"
	"strings"
)

// Further returns requests of many kinds. A conforming backend answers handshakes, a page all others.
func Further() []Exchange {
	return slices.Concat(spelling(), oldVersions(), targets(), hosts(), forwarding(), options(), values(), contents(), methods(), commonFields(), handshakeFields(), programs())
}

// Guards are exchanges of the kinds that the model once predicted wrongly and a person may meet. The test of running proxies takes each
// through each configuration.
func Guards() []Exchange {
	const form = "Content-Type: text/plain; charset=utf-8\r\n"
	closing := page("/page", "Connection: close\r\n")
	list := []Exchange{
		{"guard, chunks in 1.0", "POST /form HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "200"},
		{"guard, expects, no Host", "POST /form HTTP/1.1\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello", "200"},
		{"guard, head, no Host", "HEAD /page HTTP/1.1\r\nAccept: */*\r\n\r\n", "200"},
		{"guard, head", "HEAD /page HTTP/1.1\r\n" + host + "Connection: keep-alive\r\n\r\n", "200"},
		{"guard, head, an interim answer alone", "HEAD /page HTTP/1.1\r\n" + host + "\r\n", "200 after 103"},
		{"guard, nothing in a charset", "POST /form HTTP/1.1\r\n" + host + form + "Content-Length: 0\r\n\r\n", "200"},
		{"guard, two ranges", page("/page", "Range: bytes=0-4\r\nRange: bytes=0-4\r\n"), "200"},
		{"guard, range of nothing", page("/page", "Range: bytes=0-4\r\n"), "200, nothing"},
		{"guard, forwarded by two", opening("/chat", "Via: 1.1 a\r\nX-Forwarded-For: 203.0.113.9\r\nX-B: 2\r\nX-Forwarded-For: 10.0.0.1\r\nVia: 1.0 b\r\n"), "conforming"},
		{"guard, put", strings.Replace(opening("/chat", "Content-Length: 0\r\n"), "GET", "PUT", 1), "101"},
		{"guard, absolute", opening("ws://chat.example.com/ws", ""), "conforming"},
		{"guard, other page", opening("/chat", ""), "404, chunked"},
		{"guard, cached", page("/cached", "Connection: close\r\n"), "200, cached"},
		{"guard, absolute, no Host", "GET http://chat.example.com/page HTTP/1.1\r\nAccept: */*\r\n\r\n", "200"},
		{"guard, a browser, no Host", "GET /page HTTP/1.1\r\nUser-Agent: Mozilla/5.0 Chrome/142.0\r\n\r\n", "200"},
	}
	for _, answer := range []string{"200, hop by hop", "200, until close", "301", "404, lower case", "101 after 102", "101, type", "304", "folded", "blank before colon", "line without colon"} {
		list = append(list, Exchange{"guard, page", Page, answer})
	}
	for _, answer := range []string{"400, until close", "no HTTP", "two lengths", "eof"} {
		list = append(list, Exchange{"guard, closing", closing, answer})
	}
	for _, answer := range []string{"200, chunked", "200, until close", "eof"} {
		list = append(list, Exchange{"guard, kept in 1.0", "GET /page HTTP/1.0\r\n" + host + "Connection: keep-alive\r\n\r\n", answer})
	}
	for _, answer := range []string{"101, Latin-1", "101, empty", "101, Connection other", "200, until close", "304"} {
		list = append(list, Exchange{"guard, handshake", opening("/chat", ""), answer})
	}
	return list
}

// long is a text of 1,000 characters.
var long = strings.Repeat("0123456789", 100)

// many is 70 field lines.
var many = func() (lines string) {
	for i := range 70 {
		lines += fmt.Sprintf("X-Many-%d: %d\r\n", i, i)
	}
	return lines
}()

// spelling vary order, case, repetition, folds, blanks and line ends.
func spelling() []Exchange {
	return []Exchange{
		{"order", "GET /chat HTTP/1.1\r\n" + key + "Origin: https://app.example.com\r\nUser-Agent: x/1\r\n" + upgrade + "Accept: */*\r\n" + host + "\r\n", "conforming"},
		{"order, Connection first", "GET /chat HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" + host + "X-B: 2\r\nX-A: 1\r\n" + key + "\r\n", "conforming"},
		{"upper case", "GET /chat HTTP/1.1\r\nHOST: chat.example.com\r\nUPGRADE: WEBSOCKET\r\nCONNECTION: UPGRADE\r\nSEC-WEBSOCKET-KEY: " + sampleKey + "\r\nSEC-WEBSOCKET-VERSION: 13\r\nX-UPPER: A\r\n\r\n", "conforming"},
		{"odd case", "GET /chat HTTP/1.1\r\nhOsT: chat.example.com\r\nUpGrade: WebSocket\r\ncOnnection: uPGRADE\r\nSec-WebSocket-key: " + sampleKey + "\r\nsec-Websocket-Version: 13\r\nx-mIxEd-cAse: 1\r\n\r\n", "conforming"},
		{"repeated", opening("/chat", "X-A: 1\r\nX-B: b\r\nX-A: 2\r\nAccept: text/html\r\nx-a: 3\r\nAccept: */*\r\n"), "conforming"},
		{"repeated, same value", opening("/chat", "Cache-Control: no-cache\r\nCache-Control: no-cache\r\nVia: 1.1 a\r\nVia: 1.1 b\r\n"), "conforming"},
		{"repeated single", opening("/chat", "User-Agent: one\r\nReferer: https://a.example/\r\nUser-Agent: two\r\nReferer: https://b.example/\r\n"), "conforming"},
		{"folded", opening("/chat", "X-Fold: a\r\n b\r\nX-Next: 1\r\n"), "conforming"},
		{"folded Connection", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: websocket\r\nConnection: keep-alive,\r\n Upgrade\r\n" + key + "\r\n", "conforming"},
		{"blanks around", "GET /chat HTTP/1.1\r\nHost:  chat.example.com \r\nUpgrade:websocket\r\nConnection:\tUpgrade\t\r\nX-Blank: \t a  b \t\r\n" + key + "\r\n", "conforming"},
		{"blank before colon", opening("/chat", "X-Colon : 1\r\n"), "conforming"},
		{"blank line first", "\r\n" + opening("/chat", ""), "conforming"},
		{"line feeds", strings.ReplaceAll(opening("/chat", ""), "\r\n", "\n"), "conforming"},
	}
}

// oldVersions vary HTTP/1.0.
func oldVersions() []Exchange {
	return []Exchange{
		{"1.0", "GET /page HTTP/1.0\r\n\r\n", "200"},
		{"1.0 with Host", "GET /page HTTP/1.0\r\n" + host + "User-Agent: ab\r\n\r\n", "200"},
		{"1.0 keep-alive", "GET /page HTTP/1.0\r\n" + host + "Connection: keep-alive\r\n\r\n", "200"},
	}
}

// targets vary request targets.
func targets() []Exchange {
	return []Exchange{
		{"absolute", "GET http://chat.example.com/chat?x=1 HTTP/1.1\r\n" + host + upgrade + key + "\r\n", "conforming"},
		{"absolute, other host", "GET http://other.example:8080/chat HTTP/1.1\r\n" + host + upgrade + key + "\r\n", "conforming"},
		{"absolute, no path", "GET http://chat.example.com HTTP/1.1\r\n" + host + upgrade + key + "\r\n", "conforming"},
		{"absolute, ws", "GET ws://chat.example.com/chat HTTP/1.1\r\n" + host + upgrade + key + "\r\n", "conforming"},
		{"absolute page", "GET http://chat.example.com/page?q=1 HTTP/1.1\r\n" + host + "\r\n", "200"},
		{"percent", opening("/a%20b/%7Euser/%2F/%41?q=%20+%26&r=%zz", ""), "conforming"},
		{"dots", opening("/a/./b/../c/chat", ""), "conforming"},
		{"dots above", opening("/../../chat/..", ""), "conforming"},
		{"encoded dots", opening("/a/%2e%2e/chat/%2E/x", ""), "conforming"},
		{"slashes", opening("//chat///room//", ""), "conforming"},
		{"query only", opening("/?room=1", ""), "conforming"},
		{"query empty", opening("/chat?", ""), "conforming"},
		{"query marks", opening("/chat?a=?&b=/../x#f", ""), "conforming"},
		{"parameters", opening("/chat;v=1/room;x?a=b;c=d", ""), "conforming"},
		{"reserved", opening("/chat/(a)*!$&'+,=:@~-_.", ""), "conforming"},
		{"unwise", opening("/chat/{a}|[b]^`\"<>?{q}|[r]^`\"<>", ""), "conforming"},
		{"backslash", opening("/a\\b?c\\d", ""), "conforming"},
		{"octets in path", opening("/caf\xc3\xa9?\xe9", ""), "conforming"},
		{"long path", opening("/"+long+long, ""), "conforming"},
		{"root", opening("/", ""), "conforming"},
		{"deeper", opening("/chat/room/7", ""), "conforming"},
		{"other path", opening("/socket.io/?EIO=4&transport=websocket", ""), "conforming"},
		{"path alike", opening("/chatter", ""), "conforming"},
	}
}

// hosts vary Host.
func hosts() []Exchange {
	return []Exchange{
		{"Host with port", strings.Replace(opening("/chat", ""), "chat.example.com", "chat.example.com:8080", 1), "conforming"},
		{"Host with port 80", strings.Replace(opening("/chat", ""), "chat.example.com", "chat.example.com:80", 1), "conforming"},
		{"Host in capitals", strings.Replace(opening("/chat", ""), "chat.example.com", "CHAT.Example.COM", 1), "conforming"},
		{"Host IPv6", strings.Replace(opening("/chat", ""), "chat.example.com", "[::1]:9000", 1), "conforming"},
		{"Host IPv4", strings.Replace(opening("/chat", ""), "chat.example.com", "10.0.0.7", 1), "conforming"},
		{"Host with dot", strings.Replace(opening("/chat", ""), "chat.example.com", "chat.example.com.", 1), "conforming"},
		{"Host localhost", strings.Replace(opening("/chat", ""), "chat.example.com", "localhost", 1), "conforming"},
		{"Host missing", "GET /chat HTTP/1.1\r\n" + upgrade + key + "\r\n", "conforming"},
		{"Host twice", opening("/chat", "Host: other.example\r\n"), "conforming"},
		{"Host empty", strings.Replace(opening("/chat", ""), "chat.example.com", "", 1), "conforming"},
		{"Host bad", strings.Replace(opening("/chat", ""), "chat.example.com", "a b/c", 1), "conforming"},
	}
}

// forwarding vary fields that proxies add.
func forwarding() []Exchange {
	return []Exchange{
		{"forwarded", opening("/chat", "X-Forwarded-For: 203.0.113.9, 10.0.0.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: public.example\r\nX-Forwarded-Port: 443\r\nX-Forwarded-Server: edge\r\nX-Real-IP: 203.0.113.9\r\n"), "conforming"},
		{"forwarded twice", opening("/chat", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 10.0.0.1\r\nx-forwarded-proto: wss\r\n"), "conforming"},
		{"forwarded page", page("/page", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: public.example\r\nForwarded: for=203.0.113.9;proto=https\r\n"), "200"},
		{"Forwarded", opening("/chat", "Forwarded: for=203.0.113.9;proto=https;host=public.example\r\nX-Forwarded-Prefix: /app\r\nX-Original-URL: /x\r\n"), "conforming"},
		{"Via", opening("/chat", "Via: 1.1 edge (squid/5)\r\nX-Request-Id: 7\r\nTraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"), "conforming"},
		{"addresses", opening("/chat", "CF-Connecting-IP: 203.0.113.9\r\nTrue-Client-IP: 203.0.113.9\r\nX-Client-IP: 203.0.113.9\r\nX-Cluster-Client-Ip: 203.0.113.9\r\nClient-IP: 203.0.113.9\r\n"), "conforming"},
	}
}

// options vary Connection, hop-by-hop fields and Upgrade.
func options() []Exchange {
	return []Exchange{
		{"options", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: websocket\r\nConnection: keep-alive, X-Hop, Upgrade\r\n" + key + "X-Hop: 1\r\nX-Keep: 2\r\nKeep-Alive: timeout=5\r\n\r\n", "conforming"},
		{"options, close", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: websocket\r\nConnection: close, Upgrade\r\n" + key + "\r\n", "conforming"},
		{"options, close last", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: websocket\r\nConnection: upgrade,close\r\n" + key + "\r\n", "conforming"},
		{"options, Host", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: websocket\r\nConnection: Upgrade, Host, Cookie\r\n" + key + "Cookie: a=1\r\n\r\n", "conforming"},
		{"options, empty members", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: websocket\r\nConnection: , Upgrade ,, keep-alive\r\n" + key + "\r\n", "conforming"},
		{"options on two lines", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: websocket\r\nConnection: Upgrade\r\nConnection: X-Hop\r\n" + key + "X-Hop: 1\r\n\r\n", "conforming"},
		{"option alike", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: websocket\r\nConnection: upgraded\r\n" + key + "\r\n", "conforming"},
		{"close", page("/page", "Connection: close\r\n"), "200"},
		{"no Connection", page("/page", "User-Agent: x/1\r\n"), "200"},
		{"named", page("/page", "Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5, max=10\r\n"), "200"},
		{"hop by hop", page("/page", "TE: trailers, deflate\r\nConnection: TE\r\nTrailer: X-T\r\nProxy-Connection: keep-alive\r\nProxy-Authorization: Basic YTpi\r\nKeep-Alive: 300\r\n"), "200"},
		{"hop by hop handshake", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: websocket\r\nConnection: Upgrade, TE\r\n" + key + "TE: trailers\r\nProxy-Connection: Upgrade\r\nProxy-Authenticate: Basic\r\nTrailer: X\r\nKeep-Alive: timeout=5\r\n\r\n", "conforming"},
		{"TE", opening("/chat", "TE: gzip\r\nProxy-Authorization: Basic YTpi\r\n"), "conforming"},
		{"list, websocket first", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: websocket, h2c\r\nConnection: Upgrade\r\n" + key + "\r\n", "conforming"},
		{"list on two lines", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: foo/2\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + key + "\r\n", "conforming"},
		{"token with version", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: websocket/13\r\nConnection: Upgrade\r\n" + key + "\r\n", "conforming"},
		{"token TLS", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: TLS/1.2\r\nConnection: Upgrade\r\n\r\n", "conforming"},
		{"token foo", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: foo\r\nConnection: Upgrade\r\n\r\n", "conforming"},
		{"token connect-udp", "GET /.well-known/masque/udp/192.0.2.6/443/ HTTP/1.1\r\n" + host + "Connection: Upgrade\r\nUpgrade: connect-udp\r\nCapsule-Protocol: ?1\r\n\r\n", "conforming"},
		{"h2c without settings", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n", "conforming"},
		{"h2c in lower case", "GET /chat HTTP/1.1\r\nhost: chat.example.com\r\nupgrade: h2c\r\nconnection: upgrade, http2-settings\r\nhttp2-settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n", "conforming"},
		{"Upgrade empty", "GET /chat HTTP/1.1\r\n" + host + "Upgrade:\r\nConnection: Upgrade\r\n" + key + "\r\n", "conforming"},
		{"Connection empty", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: websocket\r\nConnection:\r\n" + key + "\r\n", "conforming"},
		{"Upgrade alone missing", "GET /chat HTTP/1.1\r\n" + host + "Connection: Upgrade\r\n" + key + "\r\n", "conforming"},
	}
}

// values vary names and values of fields, and their number.
func values() []Exchange {
	return []Exchange{
		{"underscores", opening("/chat", "X_Under: 1\r\nX-Real_IP: 2\r\n_x: 3\r\nX.Dot: 4\r\nX!#$%: 5\r\n"), "conforming"},
		{"digits", opening("/chat", "3: 1\r\nX-1a-b2: 2\r\n-x: 3\r\nx--y: 4\r\n"), "conforming"},
		{"empty values", opening("/chat", "X-Empty:\r\nOrigin:\r\nAccept-Encoding:\r\nX-Blank: \r\nCookie:\r\n"), "conforming"},
		{"long value", opening("/chat", "X-Long: "+long+long+long+"\r\nCookie: "+long+"\r\n"), "conforming"},
		{"longer value", opening("/chat", "Authorization: Bearer "+strings.Repeat(long, 6)+"\r\n"), "conforming"},
		{"many", opening("/chat", many), "conforming"},
		{"many page", page("/page", many), "200"},
	}
}

// contents vary content and its framing.
func contents() []Exchange {
	return []Exchange{
		{"length 0", page("/page", "Content-Length: 0\r\n"), "200"},
		{"length 0 handshake", opening("/chat", "Content-Length: 0\r\n"), "conforming"},
		{"content", page("/page", "Content-Length: 5\r\n") + "hello", "200"},
		{"post", "POST /form HTTP/1.1\r\n" + host + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\nConnection: keep-alive\r\n\r\na=1&b=2", "200"},
		{"post nothing", "POST /form HTTP/1.1\r\n" + host + "Content-Length: 0\r\n\r\n", "200"},
		{"post without length", "POST /form HTTP/1.1\r\n" + host + "\r\n", "200"},
		{"chunked", "POST /form HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "200"},
		{"chunked with trailer", "POST /form HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n5\r\nhello\r\n0\r\nX-T: 1\r\n\r\n", "200"},
		{"post, expects", "POST /form HTTP/1.1\r\n" + host + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\nhello", "200"},
		{"expects otherwise", opening("/chat", "Expect: 200-ok\r\n"), "conforming"},
	}
}

// methods vary methods.
func methods() []Exchange {
	return []Exchange{
		{"put", "PUT /doc HTTP/1.1\r\n" + host + "Content-Length: 2\r\nIf-Match: \"a\"\r\n\r\nab", "200"},
		{"delete", "DELETE /doc HTTP/1.1\r\n" + host + "\r\n", "200"},
		{"head", "HEAD /page HTTP/1.1\r\n" + host + "\r\n", "200"},
		{"options method", "OPTIONS /chat HTTP/1.1\r\n" + host + "Origin: https://app.example.com\r\nAccess-Control-Request-Method: GET\r\n\r\n", "200"},
		{"options asterisk", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", "200"},
		{"other method", "REPORT /page HTTP/1.1\r\n" + host + "\r\n", "200"},
		{"method in lower case", strings.Replace(opening("/chat", ""), "GET", "get", 1), "conforming"},
		{"delete handshake", strings.Replace(opening("/chat", ""), "GET", "DELETE", 1), "conforming"},
	}
}

// commonFields vary fields that browsers send.
func commonFields() []Exchange {
	return []Exchange{
		{"accept-encoding br", opening("/chat", "Accept-Encoding: br, gzip;q=0.5\r\nAccept: text/html\r\n"), "conforming"},
		{"accept-encoding identity", opening("/chat", "Accept-Encoding: identity\r\n"), "conforming"},
		{"accept-encoding page", page("/page", "Accept-Encoding: *;q=0\r\nAccept: text/html;q=0.5, */*\r\n"), "200"},
		{"cookies", opening("/chat", "Cookie: a=1\r\nCookie: b=2; c=3\r\nX-Z: z\r\nCookie: d=\"4\"\r\n"), "conforming"},
		{"authorization", opening("/chat", "Authorization: Basic YTpi\r\nAuthorization: Bearer x\r\n"), "conforming"},
		{"range", page("/page", "Range: bytes=0-4\r\nIf-Range: \"a\"\r\n"), "200"},
		{"conditional", page("/page", "If-None-Match: \"a\", \"b\"\r\nIf-Modified-Since: Tue, 05 May 2026 10:00:00 GMT\r\nCache-Control: max-age=0\r\n"), "200"},
		{"pragma", page("/page", "Pragma: no-cache\r\nMax-Forwards: 3\r\nDate: Tue, 05 May 2026 10:00:00 GMT\r\nFrom: a@example.com\r\nDNT: 1\r\n"), "200"},
		{"Origin null", opening("/chat", "Origin: null\r\n"), "conforming"},
		{"Origin twice", opening("/chat", "Origin: https://a.example\r\nOrigin: https://b.example\r\n"), "conforming"},
		{"Origin own", opening("/chat", "Origin: http://chat.example.com\r\nReferer: http://chat.example.com/page\r\n"), "conforming"},
		{"Latin-1", opening("/chat", "X-Name: J\xfcrgen\r\n"), "conforming"},
		{"UTF-8", opening("/chat", "X-Name: J\xc3\xbcrgen \xe2\x82\xac\r\nCookie: n=\xc3\xa9\r\n"), "conforming"},
		{"tab inside", opening("/chat", "X-Tab: a\tb\r\n"), "conforming"},
		{"quotes", opening("/chat", "Sec-CH-UA: \"Chromium\";v=\"142\", \"Not_A Brand\";v=\"99\"\r\nX-Json: {\"a\": [1, 2]}\r\nX-Percent: 100%25 %s %{x}\r\nX-Comma: ,a,,b,\r\n"), "conforming"},
	}
}

// handshakeFields vary fields of the opening handshake.
func handshakeFields() []Exchange {
	return []Exchange{
		{"subprotocols on lines", opening("/chat", "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: superchat, v2.example\r\n"), "conforming"},
		{"subprotocols", opening("/chat", "Sec-WebSocket-Protocol: graphql-transport-ws,graphql-ws\r\n"), "conforming"},
		{"extensions on lines", opening("/chat", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\nSec-WebSocket-Extensions: x-webkit-deflate-frame\r\n"), "conforming"},
		{"key twice", opening("/chat", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"), "conforming"},
		{"key missing", "GET /chat HTTP/1.1\r\n" + host + upgrade + "Sec-WebSocket-Version: 13\r\n\r\n", "conforming"},
		{"key empty", strings.Replace(opening("/chat", ""), sampleKey, "", 1), "conforming"},
		{"key quoted", strings.Replace(opening("/chat", ""), sampleKey, "\""+sampleKey+"\"", 1), "conforming"},
		{"version missing", "GET /chat HTTP/1.1\r\n" + host + upgrade + "Sec-WebSocket-Key: " + sampleKey + "\r\n\r\n", "conforming"},
		{"version twice", opening("/chat", "Sec-WebSocket-Version: 8\r\n"), "conforming"},
		{"version list", strings.Replace(opening("/chat", ""), "Version: 13", "Version: 13, 8", 1), "conforming"},
		{"hixie", "GET /chat HTTP/1.1\r\n" + host + "Upgrade: WebSocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key1: 1 2\r\nSec-WebSocket-Key2: 3 4\r\nOrigin: http://a.example\r\n\r\n12345678", "conforming"},
		{"handshake with content", opening("/chat", "Content-Type: text/plain\r\nContent-Length: 5\r\n") + "hello", "conforming"},
		{"handshake in chunks", opening("/chat", "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n", "conforming"},
	}
}

// programs are requests as programs send them.
func programs() []Exchange {
	return []Exchange{
		{"chromium", "GET /ws HTTP/1.1\r\nHost: app.example.com:8443\r\nConnection: Upgrade\r\nPragma: no-cache\r\nCache-Control: no-cache\r\nUser-Agent: Mozilla/5.0\r\nUpgrade: websocket\r\nOrigin: https://app.example.com:8443\r\nSec-WebSocket-Version: 13\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: de-DE,de;q=0.9\r\nSec-WebSocket-Key: " + sampleKey + "\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n", "conforming"},
		{"node", "GET /ws HTTP/1.1\r\nhost: app.example.com\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: " + sampleKey + "\r\nsec-websocket-version: 13\r\nsec-websocket-extensions: permessage-deflate; client_max_window_bits\r\naccept: */*\r\naccept-language: *\r\nsec-fetch-mode: websocket\r\nuser-agent: node\r\npragma: no-cache\r\ncache-control: no-cache\r\naccept-encoding: gzip, deflate\r\n\r\n", "conforming"},
		{"ws", "GET /ws HTTP/1.1\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + sampleKey + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\nHost: app.example.com\r\n\r\n", "conforming"},
		{"curl", "GET /ws HTTP/1.1\r\nHost: app.example.com\r\nUser-Agent: curl/8.14.1\r\nAccept: */*\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + sampleKey + "\r\n\r\n", "conforming"},
		{"gorilla", "GET /ws HTTP/1.1\r\nHost: app.example.com\r\nUser-Agent: Go-http-client/1.1\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + sampleKey + "\r\nSec-WebSocket-Version: 13\r\nUpgrade: websocket\r\n\r\n", "conforming"},
		{"docker", "POST /v1.47/containers/ab/attach?stream=1 HTTP/1.1\r\nHost: docker.example\r\nUser-Agent: Docker-Client/28.0.0\r\nContent-Length: 0\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n", "conforming"},
		{"spdy", "POST /api/v1/namespaces/d/pods/p/exec?command=sh HTTP/1.1\r\nHost: k8s.example\r\nUser-Agent: kubectl\r\nContent-Length: 0\r\nAuthorization: Bearer t\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\nX-Stream-Protocol-Version: v3.channel.k8s.io\r\n\r\n", "conforming"},
	}
}
