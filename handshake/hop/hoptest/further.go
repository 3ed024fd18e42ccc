package hoptest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"upgrade101/handshake/hop"
)

// Exchange is a request and an answer that are not in the recordings from which the model was made.
type Exchange struct {
	Name    string
	Request string
	Answer  string // a name of Backend or FurtherAnswers
}

const (
	host    = "Host: chat.example.com\r\n"
	upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
	key     = "Sec-WebSocket-Key: " + sampleKey + "\r\nSec-WebSocket-Version: 13\r\n"
)

// opening returns a handshake with another target and lines after those of the sample.
func opening(target, lines string) string {
	return "GET " + target + " HTTP/1.1\r\n" + host + upgrade + key + lines + "\r\n"
}

func page(target, lines string) string {
	return "GET " + target + " HTTP/1.1\r\n" + host + lines + "\r\n"
}

// Further returns requests of many kinds. A conforming backend answers handshakes, a page all others.
func Further() []Exchange {
	long := strings.Repeat("0123456789", 100)
	many := ""
	for i := range 70 {
		many += fmt.Sprintf("X-Many-%d: %d\r\n", i, i)
	}
	var list []Exchange
	shake := func(name, request string) { list = append(list, Exchange{name, request, "conforming"}) }
	plain := func(name, request string) { list = append(list, Exchange{name, request, "200"}) }
	line := func(start string) string { return start + "\r\n" + host + upgrade + key + "\r\n" }

	shake("order", "GET /chat HTTP/1.1\r\n"+key+"Origin: https://app.example.com\r\nUser-Agent: x/1\r\n"+upgrade+"Accept: */*\r\n"+host+"\r\n")
	shake("order, Connection first", "GET /chat HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+host+"X-B: 2\r\nX-A: 1\r\n"+key+"\r\n")
	shake("upper case", "GET /chat HTTP/1.1\r\nHOST: chat.example.com\r\nUPGRADE: WEBSOCKET\r\nCONNECTION: UPGRADE\r\nSEC-WEBSOCKET-KEY: "+sampleKey+"\r\nSEC-WEBSOCKET-VERSION: 13\r\nX-UPPER: A\r\n\r\n")
	shake("odd case", "GET /chat HTTP/1.1\r\nhOsT: chat.example.com\r\nUpGrade: WebSocket\r\ncOnnection: uPGRADE\r\nSec-WebSocket-key: "+sampleKey+"\r\nsec-Websocket-Version: 13\r\nx-mIxEd-cAse: 1\r\n\r\n")
	shake("repeated", opening("/chat", "X-A: 1\r\nX-B: b\r\nX-A: 2\r\nAccept: text/html\r\nx-a: 3\r\nAccept: */*\r\n"))
	shake("repeated, same value", opening("/chat", "Cache-Control: no-cache\r\nCache-Control: no-cache\r\nVia: 1.1 a\r\nVia: 1.1 b\r\n"))
	shake("repeated single", opening("/chat", "User-Agent: one\r\nReferer: https://a.example/\r\nUser-Agent: two\r\nReferer: https://b.example/\r\n"))
	shake("folded", opening("/chat", "X-Fold: a\r\n b\r\nX-Next: 1\r\n"))
	shake("folded Connection", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: websocket\r\nConnection: keep-alive,\r\n Upgrade\r\n"+key+"\r\n")
	shake("blanks around", "GET /chat HTTP/1.1\r\nHost:  chat.example.com \r\nUpgrade:websocket\r\nConnection:\tUpgrade\t\r\nX-Blank: \t a  b \t\r\n"+key+"\r\n")
	shake("blank before colon", opening("/chat", "X-Colon : 1\r\n"))
	shake("blank line first", "\r\n"+opening("/chat", ""))
	shake("line feeds", strings.ReplaceAll(opening("/chat", ""), "\r\n", "\n"))
	plain("1.0", "GET /page HTTP/1.0\r\n\r\n")
	plain("1.0 with Host", "GET /page HTTP/1.0\r\n"+host+"User-Agent: ab\r\n\r\n")
	plain("1.0 keep-alive", "GET /page HTTP/1.0\r\n"+host+"Connection: keep-alive\r\n\r\n")
	shake("absolute", line("GET http://chat.example.com/chat?x=1 HTTP/1.1"))
	shake("absolute, other host", line("GET http://other.example:8080/chat HTTP/1.1"))
	shake("absolute, no path", line("GET http://chat.example.com HTTP/1.1"))
	shake("absolute, ws", line("GET ws://chat.example.com/chat HTTP/1.1"))
	plain("absolute page", "GET http://chat.example.com/page?q=1 HTTP/1.1\r\n"+host+"\r\n")
	shake("percent", opening("/a%20b/%7Euser/%2F/%41?q=%20+%26&r=%zz", ""))
	shake("dots", opening("/a/./b/../c/chat", ""))
	shake("dots above", opening("/../../chat/..", ""))
	shake("encoded dots", opening("/a/%2e%2e/chat/%2E/x", ""))
	shake("slashes", opening("//chat///room//", ""))
	shake("query only", opening("/?room=1", ""))
	shake("query empty", opening("/chat?", ""))
	shake("query marks", opening("/chat?a=?&b=/../x#f", ""))
	shake("parameters", opening("/chat;v=1/room;x?a=b;c=d", ""))
	shake("reserved", opening("/chat/(a)*!$&'+,=:@~-_.", ""))
	shake("unwise", opening("/chat/{a}|[b]^`\"<>?{q}|[r]^`\"<>", ""))
	shake("backslash", opening("/a\\b?c\\d", ""))
	shake("octets in path", opening("/caf\xc3\xa9?\xe9", ""))
	shake("long path", opening("/"+long+long, ""))
	shake("root", opening("/", ""))
	shake("deeper", opening("/chat/room/7", ""))
	shake("other path", opening("/socket.io/?EIO=4&transport=websocket", ""))
	shake("path alike", opening("/chatter", ""))
	shake("Host with port", strings.Replace(opening("/chat", ""), "chat.example.com", "chat.example.com:8080", 1))
	shake("Host with port 80", strings.Replace(opening("/chat", ""), "chat.example.com", "chat.example.com:80", 1))
	shake("Host in capitals", strings.Replace(opening("/chat", ""), "chat.example.com", "CHAT.Example.COM", 1))
	shake("Host IPv6", strings.Replace(opening("/chat", ""), "chat.example.com", "[::1]:9000", 1))
	shake("Host IPv4", strings.Replace(opening("/chat", ""), "chat.example.com", "10.0.0.7", 1))
	shake("Host with dot", strings.Replace(opening("/chat", ""), "chat.example.com", "chat.example.com.", 1))
	shake("Host localhost", strings.Replace(opening("/chat", ""), "chat.example.com", "localhost", 1))
	shake("Host missing", "GET /chat HTTP/1.1\r\n"+upgrade+key+"\r\n")
	shake("Host twice", opening("/chat", "Host: other.example\r\n"))
	shake("Host empty", strings.Replace(opening("/chat", ""), "chat.example.com", "", 1))
	shake("Host bad", strings.Replace(opening("/chat", ""), "chat.example.com", "a b/c", 1))
	shake("forwarded", opening("/chat", "X-Forwarded-For: 203.0.113.9, 10.0.0.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: public.example\r\nX-Forwarded-Port: 443\r\nX-Forwarded-Server: edge\r\nX-Real-IP: 203.0.113.9\r\n"))
	shake("forwarded twice", opening("/chat", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 10.0.0.1\r\nx-forwarded-proto: wss\r\n"))
	plain("forwarded page", page("/page", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: public.example\r\nForwarded: for=203.0.113.9;proto=https\r\n"))
	shake("Forwarded", opening("/chat", "Forwarded: for=203.0.113.9;proto=https;host=public.example\r\nX-Forwarded-Prefix: /app\r\nX-Original-URL: /x\r\n"))
	shake("Via", opening("/chat", "Via: 1.1 edge (squid/5)\r\nX-Request-Id: 7\r\nTraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"))
	shake("addresses", opening("/chat", "CF-Connecting-IP: 203.0.113.9\r\nTrue-Client-IP: 203.0.113.9\r\nX-Client-IP: 203.0.113.9\r\nX-Cluster-Client-Ip: 203.0.113.9\r\nClient-IP: 203.0.113.9\r\n"))
	shake("options", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: websocket\r\nConnection: keep-alive, X-Hop, Upgrade\r\n"+key+"X-Hop: 1\r\nX-Keep: 2\r\nKeep-Alive: timeout=5\r\n\r\n")
	shake("options, close", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: websocket\r\nConnection: close, Upgrade\r\n"+key+"\r\n")
	shake("options, close last", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: websocket\r\nConnection: upgrade,close\r\n"+key+"\r\n")
	shake("options, Host", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: websocket\r\nConnection: Upgrade, Host, Cookie\r\n"+key+"Cookie: a=1\r\n\r\n")
	shake("options, empty members", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: websocket\r\nConnection: , Upgrade ,, keep-alive\r\n"+key+"\r\n")
	shake("options on two lines", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: websocket\r\nConnection: Upgrade\r\nConnection: X-Hop\r\n"+key+"X-Hop: 1\r\n\r\n")
	shake("option alike", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: websocket\r\nConnection: upgraded\r\n"+key+"\r\n")
	plain("close", page("/page", "Connection: close\r\n"))
	plain("no Connection", page("/page", "User-Agent: x/1\r\n"))
	plain("named", page("/page", "Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5, max=10\r\n"))
	plain("hop by hop", page("/page", "TE: trailers, deflate\r\nConnection: TE\r\nTrailer: X-T\r\nProxy-Connection: keep-alive\r\nProxy-Authorization: Basic YTpi\r\nKeep-Alive: 300\r\n"))
	shake("hop by hop handshake", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: websocket\r\nConnection: Upgrade, TE\r\n"+key+"TE: trailers\r\nProxy-Connection: Upgrade\r\nProxy-Authenticate: Basic\r\nTrailer: X\r\nKeep-Alive: timeout=5\r\n\r\n")
	shake("TE", opening("/chat", "TE: gzip\r\nProxy-Authorization: Basic YTpi\r\n"))
	shake("list, websocket first", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: websocket, h2c\r\nConnection: Upgrade\r\n"+key+"\r\n")
	shake("list on two lines", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: foo/2\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+key+"\r\n")
	shake("token with version", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: websocket/13\r\nConnection: Upgrade\r\n"+key+"\r\n")
	shake("token TLS", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: TLS/1.2\r\nConnection: Upgrade\r\n\r\n")
	shake("token foo", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: foo\r\nConnection: Upgrade\r\n\r\n")
	shake("token connect-udp", "GET /.well-known/masque/udp/192.0.2.6/443/ HTTP/1.1\r\n"+host+"Connection: Upgrade\r\nUpgrade: connect-udp\r\nCapsule-Protocol: ?1\r\n\r\n")
	shake("h2c without settings", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n")
	shake("h2c in lower case", "GET /chat HTTP/1.1\r\nhost: chat.example.com\r\nupgrade: h2c\r\nconnection: upgrade, http2-settings\r\nhttp2-settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n")
	shake("Upgrade empty", "GET /chat HTTP/1.1\r\n"+host+"Upgrade:\r\nConnection: Upgrade\r\n"+key+"\r\n")
	shake("Connection empty", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: websocket\r\nConnection:\r\n"+key+"\r\n")
	shake("Upgrade alone missing", "GET /chat HTTP/1.1\r\n"+host+"Connection: Upgrade\r\n"+key+"\r\n")
	shake("underscores", opening("/chat", "X_Under: 1\r\nX-Real_IP: 2\r\n_x: 3\r\nX.Dot: 4\r\nX!#$%: 5\r\n"))
	shake("digits", opening("/chat", "3: 1\r\nX-1a-b2: 2\r\n-x: 3\r\nx--y: 4\r\n"))
	shake("empty values", opening("/chat", "X-Empty:\r\nOrigin:\r\nAccept-Encoding:\r\nX-Blank: \r\nCookie:\r\n"))
	shake("long value", opening("/chat", "X-Long: "+long+long+long+"\r\nCookie: "+long+"\r\n"))
	shake("longer value", opening("/chat", "Authorization: Bearer "+strings.Repeat(long, 6)+"\r\n"))
	shake("many", opening("/chat", many))
	plain("many page", page("/page", many))
	plain("length 0", page("/page", "Content-Length: 0\r\n"))
	shake("length 0 handshake", opening("/chat", "Content-Length: 0\r\n"))
	plain("content", page("/page", "Content-Length: 5\r\n")+"hello")
	plain("post", "POST /form HTTP/1.1\r\n"+host+"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\nConnection: keep-alive\r\n\r\na=1&b=2")
	plain("post nothing", "POST /form HTTP/1.1\r\n"+host+"Content-Length: 0\r\n\r\n")
	plain("post without length", "POST /form HTTP/1.1\r\n"+host+"\r\n")
	plain("chunked", "POST /form HTTP/1.1\r\n"+host+"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
	plain("chunked with trailer", "POST /form HTTP/1.1\r\n"+host+"Transfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n5\r\nhello\r\n0\r\nX-T: 1\r\n\r\n")
	plain("post, expects", "POST /form HTTP/1.1\r\n"+host+"Content-Length: 5\r\nExpect: 100-continue\r\n\r\nhello")
	shake("expects otherwise", opening("/chat", "Expect: 200-ok\r\n"))
	plain("put", "PUT /doc HTTP/1.1\r\n"+host+"Content-Length: 2\r\nIf-Match: \"a\"\r\n\r\nab")
	plain("delete", "DELETE /doc HTTP/1.1\r\n"+host+"\r\n")
	plain("head", "HEAD /page HTTP/1.1\r\n"+host+"\r\n")
	plain("options method", "OPTIONS /chat HTTP/1.1\r\n"+host+"Origin: https://app.example.com\r\nAccess-Control-Request-Method: GET\r\n\r\n")
	plain("options asterisk", "OPTIONS * HTTP/1.1\r\n"+host+"\r\n")
	plain("other method", "REPORT /page HTTP/1.1\r\n"+host+"\r\n")
	shake("method in lower case", strings.Replace(opening("/chat", ""), "GET", "get", 1))
	shake("delete handshake", strings.Replace(opening("/chat", ""), "GET", "DELETE", 1))
	shake("accept-encoding br", opening("/chat", "Accept-Encoding: br, gzip;q=0.5\r\nAccept: text/html\r\n"))
	shake("accept-encoding identity", opening("/chat", "Accept-Encoding: identity\r\n"))
	plain("accept-encoding page", page("/page", "Accept-Encoding: *;q=0\r\nAccept: text/html;q=0.5, */*\r\n"))
	shake("cookies", opening("/chat", "Cookie: a=1\r\nCookie: b=2; c=3\r\nX-Z: z\r\nCookie: d=\"4\"\r\n"))
	shake("authorization", opening("/chat", "Authorization: Basic YTpi\r\nAuthorization: Bearer x\r\n"))
	plain("range", page("/page", "Range: bytes=0-4\r\nIf-Range: \"a\"\r\n"))
	plain("conditional", page("/page", "If-None-Match: \"a\", \"b\"\r\nIf-Modified-Since: Tue, 05 May 2026 10:00:00 GMT\r\nCache-Control: max-age=0\r\n"))
	plain("pragma", page("/page", "Pragma: no-cache\r\nMax-Forwards: 3\r\nDate: Tue, 05 May 2026 10:00:00 GMT\r\nFrom: a@example.com\r\nDNT: 1\r\n"))
	shake("Origin null", opening("/chat", "Origin: null\r\n"))
	shake("Origin twice", opening("/chat", "Origin: https://a.example\r\nOrigin: https://b.example\r\n"))
	shake("Origin own", opening("/chat", "Origin: http://chat.example.com\r\nReferer: http://chat.example.com/page\r\n"))
	shake("Latin-1", opening("/chat", "X-Name: J\xfcrgen\r\n"))
	shake("UTF-8", opening("/chat", "X-Name: J\xc3\xbcrgen \xe2\x82\xac\r\nCookie: n=\xc3\xa9\r\n"))
	shake("tab inside", opening("/chat", "X-Tab: a\tb\r\n"))
	shake("quotes", opening("/chat", "Sec-CH-UA: \"Chromium\";v=\"142\", \"Not_A Brand\";v=\"99\"\r\nX-Json: {\"a\": [1, 2]}\r\nX-Percent: 100%25 %s %{x}\r\nX-Comma: ,a,,b,\r\n"))
	shake("subprotocols on lines", opening("/chat", "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: superchat, v2.example\r\n"))
	shake("subprotocols", opening("/chat", "Sec-WebSocket-Protocol: graphql-transport-ws,graphql-ws\r\n"))
	shake("extensions on lines", opening("/chat", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\nSec-WebSocket-Extensions: x-webkit-deflate-frame\r\n"))
	shake("key twice", opening("/chat", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"))
	shake("key missing", "GET /chat HTTP/1.1\r\n"+host+upgrade+"Sec-WebSocket-Version: 13\r\n\r\n")
	shake("key empty", strings.Replace(opening("/chat", ""), sampleKey, "", 1))
	shake("key quoted", strings.Replace(opening("/chat", ""), sampleKey, "\""+sampleKey+"\"", 1))
	shake("version missing", "GET /chat HTTP/1.1\r\n"+host+upgrade+"Sec-WebSocket-Key: "+sampleKey+"\r\n\r\n")
	shake("version twice", opening("/chat", "Sec-WebSocket-Version: 8\r\n"))
	shake("version list", strings.Replace(opening("/chat", ""), "Version: 13", "Version: 13, 8", 1))
	shake("hixie", "GET /chat HTTP/1.1\r\n"+host+"Upgrade: WebSocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key1: 1 2\r\nSec-WebSocket-Key2: 3 4\r\nOrigin: http://a.example\r\n\r\n12345678")
	shake("handshake with content", opening("/chat", "Content-Type: text/plain\r\nContent-Length: 5\r\n")+"hello")
	shake("handshake in chunks", opening("/chat", "Transfer-Encoding: chunked\r\n")+"0\r\n\r\n")
	shake("chromium", "GET /ws HTTP/1.1\r\nHost: app.example.com:8443\r\nConnection: Upgrade\r\nPragma: no-cache\r\nCache-Control: no-cache\r\nUser-Agent: Mozilla/5.0\r\nUpgrade: websocket\r\nOrigin: https://app.example.com:8443\r\nSec-WebSocket-Version: 13\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: de-DE,de;q=0.9\r\nSec-WebSocket-Key: "+sampleKey+"\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n")
	shake("node", "GET /ws HTTP/1.1\r\nhost: app.example.com\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: "+sampleKey+"\r\nsec-websocket-version: 13\r\nsec-websocket-extensions: permessage-deflate; client_max_window_bits\r\naccept: */*\r\naccept-language: *\r\nsec-fetch-mode: websocket\r\nuser-agent: node\r\npragma: no-cache\r\ncache-control: no-cache\r\naccept-encoding: gzip, deflate\r\n\r\n")
	shake("ws", "GET /ws HTTP/1.1\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "+sampleKey+"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\nHost: app.example.com\r\n\r\n")
	shake("curl", "GET /ws HTTP/1.1\r\nHost: app.example.com\r\nUser-Agent: curl/8.14.1\r\nAccept: */*\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "+sampleKey+"\r\n\r\n")
	shake("gorilla", "GET /ws HTTP/1.1\r\nHost: app.example.com\r\nUser-Agent: Go-http-client/1.1\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "+sampleKey+"\r\nSec-WebSocket-Version: 13\r\nUpgrade: websocket\r\n\r\n")
	shake("docker", "POST /v1.47/containers/ab/attach?stream=1 HTTP/1.1\r\nHost: docker.example\r\nUser-Agent: Docker-Client/28.0.0\r\nContent-Length: 0\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n")
	shake("spdy", "POST /api/v1/namespaces/d/pods/p/exec?command=sh HTTP/1.1\r\nHost: k8s.example\r\nUser-Agent: kubectl\r\nContent-Length: 0\r\nAuthorization: Bearer t\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\nX-Stream-Protocol-Version: v3.channel.k8s.io\r\n\r\n")

	return list
}

var furtherAnswers = FurtherAnswers()

// FurtherAnswers are answers that are not in the recordings, by name. {accept} is derived from the received key,
// {upstream} is the backend's address.
func FurtherAnswers() map[string]string {
	const (
		start  = "HTTP/1.1 101 Switching Protocols\r\n"
		fields = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
		accept = "Sec-WebSocket-Accept: {accept}\r\n"
		good   = start + fields + accept
		text   = "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\npage\n"
		ok     = "HTTP/1.1 200 OK\r\n"
	)
	many := ""
	for i := range 40 {
		many += fmt.Sprintf("X-Many-%d: %d\r\n", i, i)
	}
	return map[string]string{
		"101, Connection first":    start + "Connection: Upgrade\r\nUpgrade: websocket\r\n" + accept + "\r\n",
		"101, Accept first":        start + accept + fields + "\r\n",
		"101, token in capitals":   start + "Upgrade: WebSocket\r\nConnection: upgrade\r\n" + accept + "\r\n",
		"101, names in capitals":   start + "UPGRADE: websocket\r\nCONNECTION: Upgrade\r\nSEC-WEBSOCKET-ACCEPT: {accept}\r\n\r\n",
		"101, keep-alive":          start + "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n" + accept + "\r\n",
		"101, close":               start + "Upgrade: websocket\r\nConnection: Upgrade, close\r\n" + accept + "\r\n",
		"101, Connection twice":    start + "Upgrade: websocket\r\nConnection: keep-alive\r\nConnection: Upgrade\r\n" + accept + "\r\n",
		"101, Connection other":    start + "Upgrade: websocket\r\nConnection: keep-alive\r\n" + accept + "\r\n",
		"101, list":                start + "Upgrade: websocket, foo\r\nConnection: Upgrade\r\n" + accept + "\r\n",
		"101, no reason":           "HTTP/1.1 101 \r\n" + fields + accept + "\r\n",
		"101, no reason, no blank": "HTTP/1.1 101\r\n" + fields + accept + "\r\n",
		"101, other reason":        "HTTP/1.1 101 Web Socket Protocol Handshake\r\n" + fields + accept + "\r\n",
		"101, HTTP/1.0":            "HTTP/1.0 101 Switching Protocols\r\n" + fields + accept + "\r\n",
		"101, framework":           good + "X-Powered-By: Express\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Credentials: true\r\nStrict-Transport-Security: max-age=1\r\nServer: Kestrel\r\n\r\n",
		"101, extensions":          good + "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n\r\n",
		"101, hop by hop":          good + "Keep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\nTrailer: X-T\r\nTE: trailers\r\n\r\n",
		"101, named":               start + "Upgrade: websocket\r\nConnection: Upgrade, X-Hop\r\n" + accept + "X-Hop: 1\r\nX-Keep: 2\r\n\r\n",
		"101, chunked":             good + "Transfer-Encoding: chunked\r\n\r\n",
		"101, type":                good + "Content-Type: text/plain\r\nVia: 1.1 inner\r\nAge: 3\r\nVary: Origin\r\nCache-Control: no-cache\r\n\r\n",
		"101, Date":                start + "Date: Tue, 05 May 2026 10:00:00 GMT\r\n" + fields + accept + "\r\n",
		"101, Server":              start + "server: uvicorn\r\ndate: Tue, 05 May 2026 10:00:00 GMT\r\n" + fields + accept + "\r\n",
		"101, wrong accept":        start + fields + "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n",
		"101, no accept":           start + fields + "\r\n",
		"101, bare":                start + "\r\n",
		"101, cookies":             good + "Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; HttpOnly\r\nX-A: 1\r\nX-A: 2\r\n\r\n",
		"101, empty":               good + "X-Empty:\r\nSec-WebSocket-Protocol:\r\n\r\n",
		"101, blanks":              start + "Upgrade:websocket\r\nConnection:  Upgrade \r\nSec-WebSocket-Accept:\t{accept}\r\n\r\n",
		"101, many":                good + many + "\r\n",
		"101, Latin-1":             good + "X-Name: J\xfcrgen\r\n\r\n",
		"101 after 100":            "HTTP/1.1 100 Continue\r\n\r\n" + good + "\r\n",
		"101 after 103":            "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" + good + "\r\n",
		"101 after 102":            "HTTP/1.1 102 Processing\r\n\r\n" + good + "\r\n",
		"200, framework":           ok + "X-Powered-By: Express\r\nDate: Tue, 05 May 2026 10:00:00 GMT\r\nETag: W/\"5-x\"\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\n" + text,
		"200, chunked":             ok + "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\npage\n\r\n0\r\n\r\n",
		"200, until close":         ok + "Content-Type: text/plain\r\n\r\npage\n",
		"200, close":               ok + "Connection: close\r\n" + text,
		"200, nothing":             ok + "Content-Length: 0\r\n\r\n",
		"200, hop by hop":          ok + "Connection: X-Hop, keep-alive\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nProxy-Authenticate: Basic\r\nTrailer: X-T\r\nUpgrade: h2c\r\n" + text,
		"200, HTTP/1.0":            "HTTP/1.0 200 OK\r\n" + text,
		"200, other reason":        "HTTP/1.1 200 Fine\r\nX-A: 1\r\nX-A: 2\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n" + text,
		"200, lower case":          ok + "content-type: text/plain\r\nserver: uvicorn\r\ncontent-length: 5\r\n\r\npage\n",
		"200, cached":              ok + "Cache-Control: max-age=60\r\nExpires: Tue, 05 May 2026 10:00:00 GMT\r\nLast-Modified: Tue, 05 May 2026 10:00:00 GMT\r\nVary: Origin\r\nVia: 1.1 inner\r\nAge: 9\r\n" + text,
		"200 after 103":            "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" + ok + text,
		"204":                      "HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: *\r\n\r\n",
		"301":                      "HTTP/1.1 301 Moved Permanently\r\nLocation: http://{upstream}/new/\r\nContent-Length: 0\r\n\r\n",
		"302":                      "HTTP/1.1 302 Found\r\nLocation: /login?next=%2Fchat\r\nSet-Cookie: n=1\r\nContent-Length: 0\r\n\r\n",
		"307":                      "HTTP/1.1 307 Temporary Redirect\r\nLocation: https://chat.example.com/chat\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\npage\n",
		"304":                      "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n",
		"400":                      "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nSec-Websocket-Version: 13\r\nX-Content-Type-Options: nosniff\r\nContent-Length: 12\r\n\r\nBad Request\n",
		"400, until close":         "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nno\n",
		"401":                      "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nWWW-Authenticate: Bearer\r\nContent-Length: 0\r\n\r\n",
		"403, kept":                "HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nno\n",
		"404, chunked":             "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nno\n\r\n0\r\n\r\n",
		"404, lower case":          "HTTP/1.1 404 Not Found\r\ndate: Tue, 05 May 2026 10:00:00 GMT\r\nserver: uvicorn\r\ncontent-length: 3\r\ncontent-type: text/plain\r\n\r\nno\n",
		"426, bare":                "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n",
		"426, versions":            "HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13, 8\r\nUpgrade: websocket\r\nConnection: upgrade, close\r\nContent-Length: 3\r\n\r\nno\n",
		"429":                      "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 3\r\n\r\nno\n",
		"500":                      "HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nno\n",
		"502":                      "HTTP/1.1 502 Bad Gateway\r\nServer: inner\r\nContent-Length: 3\r\n\r\nno\n",
		"503":                      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 3\r\n\r\nno\n",
		"no HTTP":                  "nonsense\r\n\r\n",
		"status 99":                "HTTP/1.1 99 Low\r\nContent-Length: 0\r\n\r\n",
		"status not a number":      "HTTP/1.1 abc\r\nContent-Length: 0\r\n\r\n",
		"line without colon":       ok + "nonsense\r\n" + text,
		"blank before colon":       ok + "X-A : 1\r\n" + text,
		"folded":                   ok + "X-Fold: a\r\n b\r\n" + text,
		"line feeds":               "HTTP/1.1 200 OK\nContent-Length: 3\n\nno\n",
		"two lengths":              ok + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nno\n",
	}
}

// FurtherBackend returns the named answer of a backend at an address to the head that it received.
func FurtherBackend(answer, head, upstream string) string {
	text, ok := furtherAnswers[answer]
	if !ok {
		return Backend("a", answer, head)
	}
	key := sampleKey
	for _, l := range strings.Split(head, "\r\n") {
		if n, v, ok := strings.Cut(l, ":"); ok && strings.EqualFold(n, "sec-websocket-key") {
			key = strings.TrimSpace(v)
		}
	}
	return strings.NewReplacer("{accept}", hop.Accept(key), "{upstream}", upstream).Replace(text)
}

// FurtherNames returns the names of FurtherAnswers, in order.
func FurtherNames() []string { return slices.Sorted(maps.Keys(furtherAnswers)) }

// Page is the ordinary request that gets the further answers.
var Page = page("/page", "Connection: keep-alive\r\nUser-Agent: x/1\r\n")
