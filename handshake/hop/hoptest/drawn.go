package hoptest

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// drawing draws random requests. They vary in the same respects as the recorded ones.
type drawing struct {
	*rand.Rand
	traits []string // what differs from a plain request
}

func (d *drawing) one(of ...string) string { return of[d.IntN(len(of))] }

// in returns true once in n times and then records the trait.
func (d *drawing) in(n int, trait string) bool {
	if d.IntN(n) > 0 {
		return false
	}
	d.traits = append(d.traits, trait)
	return true
}

// Drawn returns n requests for a seed: handshakes, upgrades to other protocols, pages and forms, which vary in method,
// target, version, Host, Connection, order, case, blanks, repetition, content, length, and other fields.
func Drawn(seed uint64, n int) (list []Exchange) {
	for i := range n {
		d := drawing{Rand: rand.New(rand.NewPCG(seed, uint64(i)))}
		request, answer := d.request()
		list = append(list, Exchange{fmt.Sprintf("%d.%d %s", seed, i, strings.Join(d.traits, ", ")), request, answer})
	}
	return list
}

func (d *drawing) request() (request, answer string) {
	kind := d.one("handshake", "handshake", "handshake", "handshake", "other", "page", "page", "form")
	d.traits = []string{kind}
	method, version, content := "GET", "1.1", ""
	var lines, body []string
	switch kind {
	case "handshake":
		answer = "conforming"
		lines = d.handshake()
		if d.in(12, "method") {
			method = d.one("POST", "HEAD", "PUT", "OPTIONS", "DELETE", "PATCH")
		}
	case "other":
		answer = "conforming"
		token := d.one("h2c", "TLS/1.3", "tcp", "foo/2", "connect-udp", "SPDY/3.1", "irc/6.9, websocket")
		d.traits = append(d.traits, token)
		lines = []string{"Connection: " + d.one("Upgrade", "upgrade", "keep-alive, Upgrade"), "Upgrade: " + token}
		if token == "h2c" {
			lines = []string{"Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"}
		}
		if token == "tcp" || token == "SPDY/3.1" {
			method, lines = "POST", append(lines, "Content-Length: 0")
		}
	case "page":
		answer = "200"
		if d.in(3, "method") {
			method = d.one("HEAD", "HEAD", "OPTIONS", "DELETE", "PROPFIND", "REPORT", "PURGE")
		}
	case "form":
		answer, method = "200", d.one("POST", "POST", "PUT", "PATCH")
		content = d.one("", "a=1&b=2", "{\"a\": 1}", "{\"a\":{\"b\":[1,\"x y\"]},\"c\":null}", "x=%20y&z=J%C3%BC", strings.Repeat("0123456789", 30), strings.Repeat("0123456789", 700))
		body = append(body, "Content-Type: "+d.one("application/json", "application/json; charset=utf-8", "application/x-www-form-urlencoded", "text/plain; charset=utf-8", "text/plain", "application/octet-stream", "multipart/form-data; boundary=x"))
		if d.in(3, "chunked") {
			body = append(body, "Transfer-Encoding: chunked")
			text := ""
			for _, part := range []string{content[:len(content)/2], content[len(content)/2:]} {
				if part != "" {
					text += fmt.Sprintf("%x\r\n%s\r\n", len(part), part)
				}
			}
			content = text + "0\r\n\r\n"
		} else {
			body = append(body, fmt.Sprintf("Content-Length: %d", len(content)))
		}
		if d.in(8, "expect") {
			body = append(body, "Expect: 100-continue")
		}
	}
	if kind == "page" || kind == "form" {
		if c := d.one("", "", "Connection: keep-alive", "Connection: close", "Connection: keep-alive, TE", "Connection: X-Hop", "Connection: Keep-Alive"); c != "" {
			d.traits = append(d.traits, c)
			lines = append(lines, c)
		}
	}
	if d.in(10, "1.0") {
		version = "1.0"
	}
	host := d.host()
	lines = append(append(lines, d.others(kind)...), body...)
	if d.in(2, "order") {
		d.Shuffle(len(lines), func(a, b int) { lines[a], lines[b] = lines[b], lines[a] })
		at := d.IntN(len(lines) + 1)
		lines = append(lines[:at], append(append([]string{}, host...), lines[at:]...)...)
	} else {
		lines = append(host, lines...)
	}
	d.spell(lines, "\t")
	return method + " " + d.target() + " HTTP/" + version + "\r\n" + strings.Join(append(lines, ""), "\r\n") + "\r\n" + content, answer
}

// handshake draws the fields of an opening handshake.
func (d *drawing) handshake() []string {
	connection, upgrade, version := "Upgrade", "websocket", "13"
	if d.in(5, "options") {
		connection = d.one("upgrade", "keep-alive, Upgrade", "Upgrade, keep-alive", "close, Upgrade", "Upgrade, X-Hop", "Upgrade,TE", "UPGRADE", "keep-alive")
		d.traits = append(d.traits, connection)
	}
	if d.in(10, "token") {
		upgrade = d.one("WebSocket", "WEBSOCKET", "websocket, h2c", "h2c, websocket", "websocket/13")
		d.traits = append(d.traits, upgrade)
	}
	if d.in(14, "version") {
		version = d.one("8", "13, 8", "7", "14")
	}
	key := make([]byte, 16)
	for i := range key {
		key[i] = byte(d.IntN(256))
	}
	lines := []string{"Connection: " + connection, "Upgrade: " + upgrade, "Sec-WebSocket-Key: " + base64.StdEncoding.EncodeToString(key), "Sec-WebSocket-Version: " + version}
	for i, name := range []string{"no Connection", "no Upgrade", "no key", "no version"} {
		if d.in(40, name) {
			lines[i] = ""
		}
	}
	kept := lines[:0]
	for _, l := range lines {
		if l != "" {
			kept = append(kept, l)
		}
	}
	if d.in(30, "Connection twice") {
		kept = append(kept, "Connection: keep-alive")
	}
	if d.in(40, "Upgrade twice") {
		kept = append(kept, "Upgrade: "+d.one("h2c", "websocket"))
	}
	return kept
}

func (d *drawing) host() []string {
	host := d.one("chat.example.com", "chat.example.com", "app.example.org", "localhost", "127.0.0.1")
	if d.in(4, "host") {
		host = d.one("chat.example.com:8080", "chat.example.com:80", "chat.example.com:443", "Chat.Example.COM", "[::1]", "[2001:db8::7]:8443", "10.1.2.3:9000", "chat.example.com.", "xn--bcher-kva.example", "a_b.example")
	}
	if d.in(40, "no Host") {
		return nil
	}
	return []string{"Host: " + host}
}

func (d *drawing) target() string {
	path := ""
	for range 1 + d.IntN(3) {
		path += "/" + d.one("", "chat", "ws", "socket.io", "api", "v1", "rooms", "42", "a-b_c.d~e")
	}
	if d.in(6, "path") {
		path += "/" + d.one("a%20b", "%7Euser", "caf%C3%A9", "x;v=1", "(a)!$&'*,=:@", "a+b", "./b", "../b", "%2e%2e/b", "%2F", "a%2Fb", "//b", "[b]", "a|b", "{id}", "%41", "a\"b", "%25", "..", ".")
	}
	if d.IntN(3) == 0 {
		path += "?" + d.one("", "room=1", "a=1&b=2", "token=eyJh.bGci.OiJ-_", "q=%20x+y", "EIO=4&transport=websocket", "x", "a=b?c", "u=https://a.example/", "a[]=1", "n=%C3%A9", "a=/../b", "a=;b", "%7E=1")
	}
	if d.in(12, "absolute") {
		return d.one("http://chat.example.com", "http://other.example:8080", "https://chat.example.com", "ws://chat.example.com", "HTTP://CHAT.example.com") + path
	}
	return path
}

// otherFields are fields that any request may have. One of the values is drawn.
var otherFields = []struct {
	name   string
	values []string
}{
	{"Accept", []string{"*/*", "text/html, application/json;q=0.9", "application/json"}},
	{"Accept-Encoding", []string{"gzip", "gzip, deflate, br, zstd", "identity", "br", "deflate", "*", ""}},
	{"Accept-Language", []string{"en", "de-DE,de;q=0.9,en;q=0.8", "*"}},
	{"Authorization", []string{"Basic YTpi", "Bearer eyJhbGciOi.J9.x-_", "Digest username=\"a\", realm=\"b\""}},
	{"Cache-Control", []string{"no-cache", "max-age=0", "no-store, no-transform"}},
	{"Cookie", []string{"a=1", "sid=5f; theme=dark", "a=\"q\"; b=", "x=1;y=2", "n=J%C3%BC"}},
	{"Pragma", []string{"no-cache"}},
	{"Origin", []string{"https://app.example.com", "http://localhost:3000", "null", "https://chat.example.com:8443", "file://"}},
	{"Referer", []string{"https://app.example.com/", "http://chat.example.com/a?b=c"}},
	{"User-Agent", []string{"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36", "curl/8.14.1", "Python/3.13 websockets/15.0", ""}},
	{"X-Forwarded-For", []string{"192.0.2.1", "203.0.113.9, 10.0.0.1", "unknown", "2001:db8::1"}},
	{"X-Forwarded-Proto", []string{"https", "http", "wss"}},
	{"X-Forwarded-Host", []string{"public.example", "public.example:8443, inner"}},
	{"X-Forwarded-Port", []string{"443", "8080"}},
	{"X-Forwarded-Server", []string{"edge1"}},
	{"X-Real-IP", []string{"203.0.113.9"}},
	{"Forwarded", []string{"for=192.0.2.60;proto=https;by=203.0.113.43", "for=\"[2001:db8::17]:4711\", for=10.0.0.1;host=a"}},
	{"Via", []string{"1.1 edge", "1.0 fred, 1.1 p.example.net", "HTTP/2.0 cdn (x/1)"}},
	{"TE", []string{"trailers", "trailers, deflate;q=0.5", "gzip"}},
	{"Keep-Alive", []string{"timeout=5, max=100"}},
	{"Proxy-Connection", []string{"keep-alive"}},
	{"Proxy-Authorization", []string{"Basic YTpi"}},
	{"Trailer", []string{"X-Sum"}},
	{"X-Hop", []string{"1"}},
	{"X-", []string{"1", "two words", "a, b,c", "", "\"q\\\"x\"", "100%", "{\"a\":[1]}"}}, // with a name that is drawn
	{"", []string{"Sec-Fetch-Mode: websocket", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Dest: empty"}},
	{"Sec-CH-UA", []string{"\"Chromium\";v=\"142\""}},
	{"DNT", []string{"1"}},
	{"Priority", []string{"u=1, i"}},
	{"Upgrade-Insecure-Requests", []string{"1"}},
	{"If-None-Match", []string{"\"a\"", "W/\"b\", \"c\""}},
	{"If-Modified-Since", []string{"Tue, 05 May 2026 10:00:00 GMT"}},
	{"Range", []string{"bytes=0-99"}},
	{"Max-Forwards", []string{"5"}},
	{"From", []string{"a@example.com"}},
	{"Date", []string{"Tue, 05 May 2026 10:00:00 GMT"}},
	{"traceparent", []string{"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}},
	{"CF-Connecting-IP", []string{"203.0.113.9"}},
	{"If-Match", []string{"*", "\"a\""}},
	{"If-Range", []string{"\"a\"", "Tue, 05 May 2026 10:00:00 GMT"}},
	{"If-Unmodified-Since", []string{"Tue, 05 May 2026 10:00:00 GMT"}},
	{"Accept-Charset", []string{"utf-8", "*;q=0.1"}},
	{"Content-Language", []string{"en"}},
	{"Content-Encoding", []string{"identity", "gzip"}},
	{"X-Requested-With", []string{"XMLHttpRequest"}},
	{"X-Forwarded-Prefix", []string{"/app"}},
	{"X-Original-URL", []string{"/x"}},
	{"X-HTTP-Method-Override", []string{"PUT"}},
	{"Access-Control-Request-Method", []string{"GET"}},
	{"HTTP2-Settings", []string{"AAMAAABkAAQAoAAAAAIAAAAA"}},
	{"Last-Event-ID", []string{"7"}},
	{"Keep-Alive", []string{"300"}},
	{"Origin", []string{"http://chat.example.com", "https://CHAT.example.com:443", "chrome-extension://abc", "http://127.0.0.1:8080", "http://[::1]:5173", ""}},
	{"Referer", []string{"http://localhost:3000/x", ""}},
	{"Sec-WebSocket-Accept", []string{"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="}},
	{"Vary", []string{"Origin"}},
	{"ETag", []string{"\"a\""}},
	{"Server", []string{"x"}},
	{"Set-Cookie", []string{"a=1"}},
	{"Content-Location", []string{"/a"}},
	{"42", []string{"1"}},
	{"7-b", []string{"1"}},
	{"X_Under", []string{"1"}},
	{"x.dot", []string{"1"}},
	{"X-Name", []string{"J\xc3\xbcrgen", "J\xfcrgen", "a\tb"}},
	{"Cookie", []string{"", "a"}},
	{"Sec-WebSocket-Protocol", []string{""}},
	{"Sec-WebSocket-Extensions", []string{"permessage-deflate;server_max_window_bits=10"}},
	{"X-Forwarded-For", []string{"", "192.0.2.1:4711", "[2001:db8::1]:80, a"}},
	{"X-Forwarded-Proto", []string{"https, http"}},
	{"Via", []string{"2 a, 1.1 b (c, d)"}},
}

// otherField draws the field line with this index. The index after the last is a long line.
func (d *drawing) otherField(i int, long string) string {
	if i == len(otherFields) {
		return "X-Long: " + long
	}
	f := otherFields[i]
	switch {
	case f.name == "":
		return d.one(f.values...)
	case f.name == "X-":
		f.name += d.one("A", "Request-Id", "Custom-Name", "csrf_token", "B3-TraceId", "a1", "UPPER", "lower")
	case len(f.values) == 1:
		return f.name + ": " + f.values[0]
	}
	return f.name + ": " + d.one(f.values...)
}

// others draws fields that any request may have. A name may repeat. In a handshake, a fourth of them are subprotocols and extensions.
func (d *drawing) others(kind string) (lines []string) {
	long := strings.TrimSpace(strings.Repeat(d.one("x", "ab ", "0123456789"), 10+d.IntN(300)))
	common, handshake := len(otherFields)+1, []string(nil)
	if kind == "handshake" {
		protocols := d.one("chat", "chat, superchat", "graphql-transport-ws,graphql-ws", "v1.json", "mqtt")
		extensions := d.one("permessage-deflate", "permessage-deflate; client_max_window_bits", "permessage-deflate; server_no_context_takeover, x-foo; a=\"b\"")
		handshake = slices.Repeat([]string{"Sec-WebSocket-Protocol: " + protocols, "Sec-WebSocket-Extensions: " + extensions}, 6)
	}
	for range d.IntN(9) {
		l := ""
		if i := d.IntN(common + len(handshake)); i < common {
			l = d.otherField(i, long)
		} else {
			l = handshake[i-common]
		}
		lines = append(lines, l)
		if d.in(40, "repeated") {
			lines = append(lines, l)
		}
	}
	return lines
}

// spell draws the spelling of names and the blanks around values, of which some are tabs.
func (d *drawing) spell(lines []string, tab string) {
	how := ""
	if d.in(4, "names") {
		how = d.one("lower", "upper", "some lower")
		d.traits = append(d.traits, how)
	}
	blanks := d.in(10, "blanks")
	for i, l := range lines {
		name, value, _ := strings.Cut(l, ": ")
		switch {
		case how == "lower", how == "some lower" && d.IntN(2) == 0:
			name = strings.ToLower(name)
		case how == "upper":
			name = strings.ToUpper(name)
		}
		before, after := " ", ""
		if blanks {
			before, after = d.one(" ", "", "  ", tab), d.one("", "", " ", tab+" ")
		}
		lines[i] = name + ":" + before + value + after
	}
}

// DrawnAnswer returns an answer of a backend on one line, see FurtherBackend. Status, reason, framing, Connection and other fields, their order
// and spelling vary.
func DrawnAnswer(seed uint64, n int) string {
	d := drawing{Rand: rand.New(rand.NewPCG(seed, uint64(n)))}
	status := d.one("200 OK", "200 OK", "200 OK", "101 Switching Protocols", "101 Switching Protocols", "200 ", "200 Yes", "201 Created", "202 Accepted", "203 Non-Authoritative Information", "206 Partial Content",
		"204 No Content", "205 Reset Content", "299 Fine", "300 Multiple Choices", "301 Moved Permanently", "302 Found", "303 See Other", "304 Not Modified", "307 Temporary Redirect", "308 Permanent Redirect",
		"400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "404 not here", "405 Method Not Allowed", "406 Not Acceptable", "408 Request Timeout", "409 Conflict", "410 Gone", "413 Content Too Large",
		"418 I'm a teapot", "421 Misdirected Request", "422 Unprocessable Entity", "426 Upgrade Required", "429 Too Many Requests", "431 Request Header Fields Too Large", "444 Closed", "451 Unavailable For Legal Reasons",
		"500 Internal Server Error", "501 Not Implemented", "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout", "505 HTTP Version Not Supported", "520 Odd", "599 Last")
	var lines []string
	content := ""
	switch {
	case strings.HasPrefix(status, "101"):
		lines = []string{"Upgrade: websocket", "Connection: " + d.one("Upgrade", "upgrade", "Upgrade, keep-alive"), "Sec-WebSocket-Accept: {accept}"}
	case status[:3] == "204" || status[:3] == "304":
	default:
		content = d.one("", "page", "<p>page</p>", "{}", strings.Repeat("0123456789", 60))
		if d.IntN(4) > 0 {
			lines = append(lines, "Content-Type: "+d.one("text/html", "text/html; charset=utf-8", "text/html;charset=ISO-8859-1", "application/json", "text/plain", "TEXT/HTML", "image/png", "application/problem+json", "text/event-stream"))
		}
		switch d.IntN(6) {
		case 0:
			lines = append(lines, "Transfer-Encoding: chunked")
			if content != "" {
				content = fmt.Sprintf("%x|%s|", len(content), content)
			}
			content += "0||"
		case 1:
			lines = append(lines, "Connection: close")
		default:
			lines = append(lines, fmt.Sprintf("Content-Length: %d", len(content)))
			if c := d.one("", "", "", "keep-alive", "close", "Keep-Alive", "X-Hop"); c != "" {
				lines = append(lines, "Connection: "+c)
			}
		}
	}
	for range d.IntN(6) {
		f := answerFields[d.IntN(len(answerFields))]
		lines = append(lines, f.name+": "+d.one(f.values...))
	}
	if d.IntN(3) == 0 {
		d.Shuffle(len(lines), func(a, b int) { lines[a], lines[b] = lines[b], lines[a] })
	}
	d.spell(lines, " ")
	if d.IntN(30) == 0 {
		status = "HTTP/1.0 " + status
	} else {
		status = "HTTP/1.1 " + status
	}
	return strings.Join(append([]string{status}, lines...), "|") + "||" + content
}

// answerFields are fields that any answer may have.
var answerFields = []struct {
	name   string
	values []string
}{
	{"Date", []string{"Tue, 05 May 2026 10:00:00 GMT"}},
	{"Server", []string{"uvicorn", "nginx", "Kestrel", ""}},
	{"X-Powered-By", []string{"Express", "PHP/8.3"}},
	{"Set-Cookie", []string{"a=1; Path=/; HttpOnly", "b=2", "c=3; Domain=chat.example.com; Secure"}},
	{"Set-Cookie", []string{"a=1", "d=4; Expires=Tue, 05 May 2026 10:00:00 GMT"}},
	{"Cache-Control", []string{"no-store", "max-age=60", "private, no-cache"}},
	{"Expires", []string{"Tue, 05 May 2026 10:00:00 GMT", "0"}},
	{"Pragma", []string{"no-cache"}},
	{"ETag", []string{"\"a\"", "W/\"b\""}},
	{"Last-Modified", []string{"Tue, 05 May 2026 10:00:00 GMT"}},
	{"Vary", []string{"Origin", "Accept-Encoding, Origin", "*"}},
	{"Via", []string{"1.1 inner", "1.0 a, 1.1 b"}},
	{"Age", []string{"9"}},
	{"Location", []string{"/login", "http://{upstream}/a?b=c", "https://chat.example.com/", "http://chat.example.com/x", "a", "//{upstream}/a"}},
	{"WWW-Authenticate", []string{"Basic realm=\"x\"", "Bearer"}},
	{"Proxy-Authenticate", []string{"Basic"}},
	{"Retry-After", []string{"7"}},
	{"Allow", []string{"GET, HEAD"}},
	{"Accept-Ranges", []string{"bytes", "none"}},
	{"Content-Language", []string{"en"}},
	{"Content-Disposition", []string{"inline"}},
	{"Content-Security-Policy", []string{"default-src 'self'"}},
	{"Access-Control-Allow-Origin", []string{"*", "http://localhost:3000"}},
	{"Access-Control-Allow-Credentials", []string{"true"}},
	{"Strict-Transport-Security", []string{"max-age=1"}},
	{"X-Content-Type-Options", []string{"nosniff"}},
	{"X-Frame-Options", []string{"DENY"}},
	{"X-A", []string{"1", "", "a  b", "J\xc3\xbc"}},
	{"x_under", []string{"1"}},
	{"42", []string{"1"}},
	{"Sec-WebSocket-Protocol", []string{"chat"}},
	{"Sec-WebSocket-Version", []string{"13"}},
	{"Sec-WebSocket-Extensions", []string{"permessage-deflate"}},
	{"Keep-Alive", []string{"timeout=5", "timeout=72, max=9"}},
	{"Proxy-Connection", []string{"close"}},
	{"Upgrade", []string{"h2c", "websocket"}},
	{"Trailer", []string{"X-T"}},
	{"X-Hop", []string{"1"}},
	{"X-Accel-Buffering", []string{"no"}},
	{"Refresh", []string{"5; url=/a"}},
	{"Link", []string{"</a.css>; rel=preload"}},
	{"Alt-Svc", []string{"h3=\":443\""}},
	{"Host", []string{"a"}},
	{"TE", []string{"trailers"}},
}
