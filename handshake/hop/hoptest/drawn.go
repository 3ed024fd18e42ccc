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
			method = d.one("POST", "HEAD", "PUT", "OPTIONS", "DELETE")
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
			method = d.one("HEAD", "OPTIONS", "DELETE", "PROPFIND")
		}
	case "form":
		answer, method = "200", d.one("POST", "POST", "PUT", "PATCH")
		content = d.one("", "a=1&b=2", "{\"a\": 1}", strings.Repeat("0123456789", 30))
		body = append(body, "Content-Type: "+d.one("application/json", "application/x-www-form-urlencoded", "text/plain; charset=utf-8"))
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
	d.spell(lines)
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

// spell draws the spelling of names and the blanks around values.
func (d *drawing) spell(lines []string) {
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
			before, after = d.one(" ", "", "  ", "\t"), d.one("", "", " ", "\t ")
		}
		lines[i] = name + ":" + before + value + after
	}
}
