package paste

import (
	"encoding/hex"
	"runtime"
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
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
	want := map[handshake.InsertedKind]string{handshake.InsertedVersion: " HTTP/1.1", handshake.InsertedHost: "Host: api.example.test\r\n", handshake.InsertedEnd: "\r\n"}
	for _, f := range x.Inserted {
		if got := x.Request[f.Span.Start:f.Span.End]; got != want[f.Kind] {
			t.Errorf("filled %d: %q, expected %q", f.Kind, got, want[f.Kind])
		}
		delete(want, f.Kind)
	}
	if len(want) > 0 {
		t.Errorf("not said to be filled: %q", want)
	}
}

// A dump is exact: half a head stays half a head.
func TestReadHalfADump(t *testing.T) {
	half := seedWire[:60]
	p := Read(hex.Dump([]byte(half)))
	x := p.Exchange()
	if x.Request != half || len(x.Inserted) > 0 {
		t.Errorf("read %q, filled %v; expected %q", x.Request, x.Inserted, half)
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
		if x.Inserted[len(x.Inserted)-2].Kind != handshake.InsertedVersion || x.Inserted[len(x.Inserted)-2].Side != handshake.Response {
			t.Errorf("the version of the response is not said to be filled: %v", x.Inserted)
		}
	}
}

// TestReadHostile reads texts on which a careless reader overflows its stack or takes quadratic time. None has a
// meaning, and each must still be read as one exchange.
func TestReadHostile(t *testing.T) {
	size := 4 << 20
	if runtime.GOARCH == "wasm" {
		size = 1 << 18 // a browser is ten times slower
	}
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	many := func(unit string) string { return fill(unit)[:size/4/len(unit)*len(unit)] } // the square of this is enough
	for name, text := range map[string]string{
		"brackets":         fill("["),
		"junk in brackets": `["headers"` + fill("!"),
		"bracket and word": fill("[x"),
		"word and bracket": fill("word["),
		"types":            `["headers"` + fill("a[]"),
		"pairs":            `{"headers":` + fill("{a:"),
		"call of brackets": "WebSocket(" + fill("["),
		"call of words":    "WebSocket(" + fill("word["),
		"call of junk":     "WebSocket(" + fill("!"),
		"call of types":    "WebSocket(" + fill("a[]"),
		"dump":             "x{" + fill("word[") + "}",
		"subprotocols":     `new WebSocket("ws://a.example/", [` + many(`"a",`) + "])",
		"cookies":          "curl ws://a.example/ " + many("-b a=1 "),
		"content":          "curl ws://a.example/ " + many("-d a "),
		"query":            "curl -G ws://a.example/ " + many("-d a "),
		"addresses":        "curl -H a:" + strings.Repeat("b", size/8) + many(" c")[:size/8],
		"hosts":            "wscat -c ws://a.example/ " + many("-H Host:a "),
		"Host in JSON":     `{"url":"ws://a.example/","headers":[` + many(`["Host","a"],`) + "]}",
		"Host in a panel":  "Request URL: ws://a.example/\nRequest Headers\n" + many("Host: a\n"),
		"HTTP/2":           ":path: /\n" + many("a: b\n")[:size/8] + ":status: 200\n" + many("a: b\n")[:size/8],
		"status lines":     many("HTTP/1.1 100 Continue\n"),
		"methods":          many("GET / HTTP/1.1\n\n"),
		"line ends":        many("\r\n"),
		"backslashes":      "curl " + many(`\`),
		"fences":           many("```\n"),
	} {
		p := Read(text)
		if p.Chosen >= len(p.Exchanges) || len(p.Exchanges) > maxExchanges || len(p.Mappings) > maxMappings || len(p.Notices) > maxNotices {
			t.Errorf("%s: exchange %d of %d, %d pieces, %d notices", name, p.Chosen, len(p.Exchanges), len(p.Mappings), len(p.Notices))
		}
		wire := 0
		for _, x := range p.Exchanges {
			wire += len(x.Request) + len(x.Response)
		}
		if limit := maxWire + 4*size; wire > limit {
			t.Errorf("%s: %d bytes on the wire, expected %d at most", name, wire, limit)
		}
	}
}

// What a text says about its heads is kept in the context.
func TestReadHearsWhatIsToldBesides(t *testing.T) {
	good := handshake.Good().Request
	request := strings.ReplaceAll("> "+strings.TrimSuffix(good, "\r\n"), "\r\n", "\n> ") + "\n"
	answer := strings.ReplaceAll("< "+strings.TrimSuffix(handshake.Good().Response, "\r\n"), "\r\n", "\n< ") + "\n"
	for _, c := range []struct {
		text string
		want handshake.Context
	}{
		{good, 0},
		{"* ALPN: server accepted http/1.1\n" + request + answer, 0},
		{"* ALPN: server accepted h2\n" + request + answer, handshake.ContextALPN},
		{"* ALPN, server accepted to use h2\n" + request + answer, handshake.ContextALPN},
		{request + answer + "* Closing connection 0\n", handshake.ContextClosed},
		{request + answer + "* Recv failure: Connection reset by peer\n", handshake.ContextClosed},
		{request + answer + "* Recv failure: Connection reset by peer\n* Closing connection\ncurl: (56) Recv failure: Connection reset by peer\n$ \n", handshake.ContextClosed},
		{request + answer + "* Operation timed out after 5001 milliseconds with 0 bytes received\n* Closing connection\ncurl: (28) Operation timed out after 5001 milliseconds with 0 bytes received\n", 0},
		{request + answer + "* Failure writing output to destination\n* Closing connection\n", 0},
		{request + answer + "* Callback aborted\n* Closing connection\n", 0},
		{request + answer + "* Closing connection\nsome content\n", 0},
		{request + answer + "{ [9 bytes data]\n* Closing connection\n", 0},
		{request + answer + "* Connection #0 to host localhost left intact\n", 0},
		{good + "HTTP/1.1 302 Found\r\n\r\n" + good, handshake.ContextKeyReused},
		{good + "HTTP/1.1 302 Found\r\n\r\n" + strings.Replace(good, "4BZ+q2vWQ1yH0m9sJtX3Lw==", "mB0dL7cY0nQ2hV5r8XkTjA==", 1), 0},
		{"GET /chat HTTP/3\nHost: server.example.com\n", handshake.ContextHTTP3},
		{"GET /chat HTTP/2\nHost: server.example.com\n", 0},
	} {
		p := Read(c.text)
		if got := p.Exchange().Context &^ handshake.ContextSent; got != c.want {
			t.Errorf("%q tells %b; expected %b", c.text, got, c.want)
		}
	}
}

// A request that its client shows has passed no proxy, and a key that is in the text again is used again only if the first request was
// answered.
func TestReadWhoShowsTheRequest(t *testing.T) {
	good := handshake.Good().Request
	for text, want := range map[string]handshake.Context{
		good:                         0,
		"curl http://a.example/chat": handshake.ContextSent,
		"wss://a.example/chat":       handshake.ContextSent,
		"> GET / HTTP/1.1\n> Host: a\n>\n< HTTP/1.1 200 OK\n< Content-Length: 0\n<\n": handshake.ContextSent,
		good + good: 0, // one request, before and behind a proxy
		good + good + "HTTP/1.1 101 Switching Protocols\r\n\r\n":               0,
		good + "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n" + good: handshake.ContextKeyReused,
	} {
		p := Read(text)
		if got := p.Exchanges[len(p.Exchanges)-1].Context; got != want {
			t.Errorf("%q tells %b; expected %b", text, got, want)
		}
	}
}

// A placeholder of documentation is no value, wherever it is.
func TestReadPlaceholders(t *testing.T) {
	for value, elided := range map[string]bool{
		"YOUR_TOKEN": true, "your_access_token": true, "%TOKEN%": true, "<token>": true, "$TOKEN": true, "{{token}}": true, "xxxx": true,
		"c2VjcmV0": false, "yours": false, "%20token": false, "100%": false,
	} {
		for _, text := range []string{
			strings.Replace(handshake.Good().Request, "\r\n\r\n", "\r\nAuthorization: Bearer "+value+"\r\n\r\n", 1),
			strings.Replace(handshake.Good().Request, "/chat", "/chat?access_token="+value, 1),
		} {
			p := Read(text)
			r := handshake.Inspect(p.Exchange(), handshake.Policy{})
			found := slices.ContainsFunc(r.Findings, func(f handshake.Finding) bool { return strings.HasPrefix(f.Rule.ID, "secret-") })
			if found == elided {
				t.Errorf("%q: a secret is found: %v", text, found)
			}
		}
	}
}

// User and password of an address are sent as Basic credentials by the programs that do so.
func TestReadUserOfAnAddress(t *testing.T) {
	for command, want := range map[string]string{
		"curl https://user:pw@a.example/":                      "Basic dXNlcjpwdw==",
		"wscat -c wss://user:pw@a.example/chat":                "Basic dXNlcjpwdw==",
		"wscat -c wss://user:pw@a.example/chat --auth ada:pw2": "Basic YWRhOnB3Mg==",
		"wscat -c wss://a.example/chat":                        "",
		"websocat wss://user:pw@a.example/chat":                "",
	} {
		p := Read(command)
		got := ""
		if r := head.ParseRequest(p.Exchange().Request); len(r.Get("Authorization")) > 0 {
			got = r.Get("Authorization")[0].Value.Text
		}
		if got != want {
			t.Errorf("%s sends Authorization %q; expected %q", command, got, want)
		}
	}
}

// Only a browser's view is completed; any other handshake with such a target is not changed.
func TestReadAViewOfTheRequest(t *testing.T) {
	const mozilla = "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	for _, c := range []struct{ line, field, want string }{
		{"GET wss://a.example/x?y=1 HTTP/1.1", mozilla, "GET /x?y=1 HTTP/1.1"},
		{"GET wss://a.example HTTP/1.1", mozilla, "GET / HTTP/1.1"},
		{"GET ws://a.example?y HTTP/1.1", "Sec-Fetch-Mode: websocket", "GET /?y HTTP/1.1"},
		{"GET wss://a.example/x HTTP/1.1", "X-Note: by hand", "GET wss://a.example/x HTTP/1.1"},
		{"GET https://a.example/x HTTP/1.1", mozilla, "GET https://a.example/x HTTP/1.1"},
	} {
		p := Read(c.line + "\nHost: a.example\n" + c.field + "\n\n")
		got, _, _ := strings.Cut(p.Exchange().Request, "\r\n")
		if said := len(p.Notices) > 0 && p.Notices[0].Kind == NoticeDevTools; got != c.want || said != (c.want != c.line && !strings.Contains(c.line, "https")) {
			t.Errorf("%s with %s reads as %q, notices %v; expected %q", c.line, c.field, got, p.Notices, c.want)
		}
	}
}

// A text with more pieces than are recorded gets a notice.
func TestReadSaysWhatItCannotTrace(t *testing.T) {
	for n, want := range map[int]bool{10: false, maxMappings + 1: true} {
		p := Read("{'host': 'a', 'upgrade': 'b',\n" + strings.Repeat("'a': 'b',\n", n) + "}")
		said := false
		for _, r := range p.Notices {
			said = said || r.Kind == NoticeCut
		}
		if said != want || len(p.Mappings) > maxMappings {
			t.Errorf("%d fields: %d pieces, told %t; expected %t", n, len(p.Mappings), said, want)
		}
	}
}

// TestTheVersionOfAnAnsweredCommand: that a command of curl may speak HTTP/2 is said while no answer shows the version, and of no other command.
func TestTheVersionOfAnAnsweredCommand(t *testing.T) {
	const ask = "curl -i -H 'Connection: Upgrade' -H 'Upgrade: websocket' https://a.example/"
	for text, want := range map[string]int{
		ask + "ws": 1,
		"$ " + ask + "ws\nHTTP/1.1 200 OK\nServer: nginx\n\n":                                 0,
		"$ " + ask + "ws\nHTTP/1.0 400 Bad Request\n\n":                                       0,
		"$ " + ask + "ws\nHTTP/2 400\nserver: nginx\n\n":                                      1,
		"$ " + ask + "one\nHTTP/1.1 200 OK\nServer: nginx\n\n$ " + ask + "two\n":              1,
		"$ " + ask + "one\nHTTP/1.1 200 OK\n\n$ " + ask + "two\nHTTP/1.1 400 Bad Request\n\n": 0,
	} {
		p := Read(text)
		said := 0
		for _, n := range p.Notices {
			if n.Kind == NoticeHTTP2 {
				if said++; len(p.Exchanges) > 1 && !strings.HasSuffix(text[n.Span.Start:n.Span.End], "two") {
					t.Errorf("%q: it is said of %q", text, text[n.Span.Start:n.Span.End])
				}
			}
		}
		if said != want {
			t.Errorf("%q: said %d times, expected %d", text, said, want)
		}
	}
}
