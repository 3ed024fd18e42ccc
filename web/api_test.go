package web

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"upgrade101/handshake"

	"upgrade101/handshake/cause"
	"upgrade101/web/peers"
)

const (
	goodHead = "GET /echo HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nSec-WebSocket-Version: 13\r\n\r\n"
	goodReply = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "

	exact  = "application/octet-stream"
	plain  = "text/plain"
	object = "application/json"
)

// with adds a field line to the good request.
func with(line string) string {
	return strings.Replace(goodHead, "\r\n\r\n", "\r\n"+line+"\r\n\r\n", 1)
}

// but replaces a piece of it.
func but(old, new string) string { return strings.Replace(goodHead, old, new, 1) }

// call posts a body and returns the JSON that is answered.
func call(t testing.TB, s http.Handler, target, contentType, body string) (r *http.Response, v map[string]any) {
	t.Helper()
	r = send(s, "POST", target, body, "Content-Type", contentType)
	raw := text(t, r)
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		t.Fatalf("%s with %.60q: %d, %.200q is not JSON: %v", target, body, r.StatusCode, raw, err)
	}
	return r, v
}

// dig follows names and indices, "reply.lines.0.text"; what is not there is nil.
func dig(v any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		switch at := v.(type) {
		case map[string]any:
			v = at[name]
		case []any:
			i := int(name[0] - '0')
			if v = nil; i < len(at) {
				v = at[i]
			}
		default:
			return nil
		}
	}
	return v
}

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// The example of the page that this project grew from: no HTTP version, no Host, line ends of a text.
func TestInspectPaste(t *testing.T) {
	s := newSite(t, Config{})
	r, v := call(t, s, "/api/inspect", plain, "GET https://api.example.test/chat\nUpgrade: websocket\nConnection: Upgrade\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n")
	if r.StatusCode != 200 || dig(v, "reply.status") != 101.0 || dig(v, "accept.accept") != sampleAccept ||
		dig(v, "reply.lines.3.text") != "Sec-WebSocket-Accept: "+sampleAccept {
		t.Errorf("%d: reply %v, accept %v", r.StatusCode, dig(v, "reply"), dig(v, "accept"))
	}
	for i, what := range []any{"version", "host", "end"} {
		if place := "." + string('0'+rune(i)) + ".what"; dig(v, "request.inserted"+place) != what || dig(v, "request.filled"+place) != what {
			t.Errorf("inserted %v, filled %v, want version, host and end", dig(v, "request.inserted"), dig(v, "request.filled"))
		}
	}
}

func TestInspectMembers(t *testing.T) {
	s := newSite(t, Config{})
	both := `{"request": ` + quote(goodHead) + `, "response": `
	accept := "Ob2jFNStReZIHFZERrdbOSYuf3E=" // of the key in goodHead
	deflate := with("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")
	for _, c := range []struct {
		name, query, contentType, body string
		want                           map[string]any
	}{
		{"good", "", exact, goodHead, map[string]any{
			"verdict": "upgrades", "protocol": "websocket", "http2": false, "request.format": "raw", "request.filled": nil,
			"accept.key": "4BZ+q2vWQ1yH0m9sJtX3Lw==", "accept.accept": accept, "reply.status": 101.0, "reply.close": false,
			"subprotocol": "", "extensions": "", "deflate": nil, "client": nil, "interim": nil, "response": nil,
			"protocol_reply": nil, "findings.0.severity": "note", "findings.1": nil, "paste": nil, "reply.lines.0.cites.0.rfc": 9110.0}},
		{"refused", "", exact, but("3Lw==", "3"), map[string]any{
			"verdict": "rejected", "reply.status": 400.0, "reply.because": "ws-key-length", "reply.close": true,
			"reply.lines.1.text": "Date: Fri, 02 Jan 2026 03:04:05 GMT", "findings.0.rule": "ws-key-length",
			"findings.0.severity": "error", "findings.0.side": "request", "findings.0.cites.0.section": "4.1", "findings.0.strength": "MUST", "findings.0.binds": "client",
			"findings.0.span.start": float64(strings.Index(goodHead, "4BZ+")), "findings.0.span.end": float64(strings.Index(goodHead, "Lw=="))}},
		{"ignored", "", exact, "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", map[string]any{"verdict": "ignored", "protocol": "", "accept": nil, "reply.status": 426.0}},
		{"unreadable", "", exact, "\x16\x03\x01\x00", map[string]any{"verdict": "unreadable", "reply.status": 400.0}},
		{"Expect", "", exact, with("Expect: 100-continue"), map[string]any{
			"verdict": "upgrades-with-warnings", "interim.0.status": 100.0, "interim.0.lines.0.text": "HTTP/1.1 100 Continue", "reply.status": 101.0}},
		{"deflate", "", exact, deflate, map[string]any{
			"extensions":                         "permessage-deflate",
			"deflate.server_no_context_takeover": false, "deflate.client_no_context_takeover": false,
			"deflate.server_max_window_bits": 15.0, "deflate.client_max_window_bits": 15.0}},
		{"windows", "", exact, with("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9; client_max_window_bits=10; server_no_context_takeover"), map[string]any{
			"extensions":                         "permessage-deflate; server_no_context_takeover; server_max_window_bits=9; client_max_window_bits=10",
			"deflate.server_no_context_takeover": true, "deflate.client_no_context_takeover": false,
			"deflate.server_max_window_bits": 9.0, "deflate.client_max_window_bits": 10.0}},
		{"no context takeover", "takeover=off", exact, deflate, map[string]any{
			"extensions":                         "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
			"deflate.server_no_context_takeover": true, "deflate.client_no_context_takeover": true,
			"deflate.server_max_window_bits": 15.0, "deflate.client_max_window_bits": 15.0}},
		{"deflate off", "deflate=off", exact, deflate, map[string]any{"extensions": "", "deflate": nil, "reply.status": 101.0}},
		{"same host", "origins=same-host", exact, with("Origin: https://b.example"), map[string]any{"reply.status": 403.0, "findings.0.problem": "This server does not allow the Origin https://b.example"}},
		{"pattern", "origins=*.b.example", exact, with("Origin: https://a.b.example"), map[string]any{"reply.status": 101.0}},
		{"subprotocols", "subprotocols=chat,superchat", exact, with("Sec-WebSocket-Protocol: v9, superchat, chat"), map[string]any{"subprotocol": "superchat"}},
		{"no subprotocols", "subprotocols=", exact, with("Sec-WebSocket-Protocol: v9"), map[string]any{"subprotocol": ""}},
		{"origins", "origins=https://a.example", exact, with("Origin: https://b.example"), map[string]any{"reply.status": 403.0}},
		{"another protocol", "", exact, "GET / HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\nUpgrade: connect-udp\r\n\r\n", map[string]any{
			"protocol": "connect-udp", "verdict": "ignored", "reply.status": 426.0, "protocol_reply.status": 101.0,
			"protocol_reply.lines.1.text": "Upgrade: connect-udp"}},
		{"opens", "", object, both + quote(goodReply+accept+"\r\n\r\n") + `}`, map[string]any{
			"client.opens": true, "client.browser_opens": true, "client.says.chrome": "", "client.says.firefox": "", "client.says.node": "",
			"client.checks.0.name": "status", "client.checks.0.result": "passed", "client.diagnosis": nil, "response.format": "raw"}},
		{"no answer", "", object, `{"request": ` + quote(goodHead) + `, "response_b64": ""}`, map[string]any{
			"response": nil, "client.opens": false, "client.says.ws": "socket hang up",
			"client.says.chrome": "WebSocket connection to 'ws://server.example.com/echo' failed: Connection closed before receiving a handshake response"}},
		{"what each Node says", "", object, `{"request": ` + quote(goodHead) + `, "response": ` + quote(goodReply+accept+"\r\nSec-WebSocket-Protocol: chat\r\n\r\n") + `}`, map[string]any{
			"subprotocol": "", "client.subprotocol": "chat", "client.says.node": "Protocol was not set in the opening handshake.",
			"client.says.node20": "Cannot read properties of null (reading 'includes')", "client.says.node22": "Protocol was not set in the opening handshake.",
			"client.says.node24": "TypeError", "client.says.node26": nil, "client.undetermined.0": nil}},
		{"a race", "", object, both + quote(goodReply+accept+"\r\n") + `}`, map[string]any{
			"client.says.firefox": nil, "client.undetermined.0": "firefox", "client.says.ws": "socket hang up"}},
		{"a redirect", "", object, both + quote("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n") + `}`, map[string]any{
			"client.says.webkitgtk": nil, "client.undetermined.0": "webkitgtk", "client.opens": false}},
		{"eight bits", "", object, `{"request": ` + quote(deflate) + `, "response": ` + quote(goodReply+accept+"\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=\"08\"\r\n\r\n") + `}`, map[string]any{
			"client.says.firefox": handshake.FirefoxFreezes.With("")}},
		{"does not open", "", object, both + quote(goodReply+"5Py9VD9sVbiP7/tmnXz8B1W7wdI=\r\n\r\n") + `}`, map[string]any{
			"client.opens": false, "client.browser_opens": false, "client.diagnosis.want": accept,
			"findings.0.side": "response", "findings.0.severity": "error"}},
		{"a response alone", "", object, `{"response": "HTTP/1.1 200 OK\r\n\r\n"}`, map[string]any{"request": nil, "reply": nil, "client.opens": false}},
		{"base64", "", object, `{"request_b64": "R0VUIC8gSFRUUC8xLjENCkhvc3Q6IGEAYg0KDQo="}`, map[string]any{
			"request.raw_b64": "R0VUIC8gSFRUUC8xLjENCkhvc3Q6IGEAYg0KDQo=", "reply.status": 400.0}},
		{"policy", "subprotocols=v9&deflate=on", object, `{"request": ` + quote(strings.Replace(deflate, "\r\n\r\n", "\r\nSec-WebSocket-Protocol: v9, chat\r\nOrigin: https://b.example\r\n\r\n", 1)) +
			`, "policy": {"subprotocols": ["chat"], "origins": ["https://b.example"], "deflate": false, "takeover": false}}`,
			map[string]any{"subprotocol": "chat", "extensions": "", "reply.status": 101.0}},
		{"empty policy", "", object, `{"request": ` + quote(with("Origin: https://b.example")) + `, "policy": {"origins": []}}`, map[string]any{"reply.status": 403.0}},
		{"a URL", "", plain, "wss://a.example/chat", map[string]any{"request.format": "URL", "paste.exchanges": 1.0, "reply.status": 101.0}},
		{"HTTP/2", "", plain, ":method: CONNECT\n:protocol: websocket\n:scheme: https\n:path: /chat\n:authority: a.example\nsec-websocket-version: 13\n",
			map[string]any{"http2": true, "reply.status": 200.0}},
		{"no type", "", "", goodHead, map[string]any{"reply.status": 101.0}},
		{"blanks", "", plain, " \n", map[string]any{"verdict": "none", "request": nil, "reply": nil, "outcome.result": "unknown"}},
		{"outcome", "", object, `{"response": "HTTP/1.1 403 Forbidden\r\nServer: envoy\r\n\r\n"}`, map[string]any{
			"outcome.result": "failed", "outcome.status": 403.0, "outcome.by": "Envoy", "causes.0.id": "envoy-upgrade-off", "causes.0.evidence.0.in": "response",
			"causes.0.certainty": "likely", "causes.0.lesson": "edge-refuses"}},
		{"closed later", "", plain, "$ wscat -c wss://a.example/ws\nConnected (press CTRL+C to quit)\nDisconnected (code: 1006, reason: \"\")\n", map[string]any{
			"outcome.result": "closed", "outcome.close_code": 1006.0, "causes.0.id": "closed-idle", "causes.0.evidence.0.in": "text"}},
		{"opened", "", object, both + quote(goodReply+accept+"\r\n\r\n") + `}`, map[string]any{"outcome.result": "opened", "outcome.status": 101.0, "causes.0": nil, "messages.0": nil}},
		{"text", "", object, `{"text": "12:00 Error: Unexpected server response: 401", "policy": {"deflate": false}}`, map[string]any{
			"messages.0.client": "npm ws", "messages.0.status": 401.0, "messages.0.span.start": 13.0, "messages.0.span.end": 44.0, "causes.0.id": "credentials-missing",
			"causes.0.evidence.0.in": "text", "outcome.result": "failed"}},
	} {
		r, v := call(t, s, "/api/inspect?"+c.query, c.contentType, c.body)
		if r.StatusCode != 200 || r.Header.Get("Content-Type") != "application/json" || r.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d, %v: %v", c.name, r.StatusCode, r.Header, v)
		}
		for path, want := range c.want {
			if got := dig(v, path); got != want {
				t.Errorf("%s: %s is %v, want %v", c.name, path, got, want)
			}
		}
	}
	// Every client is there, and every console says something where no client opens.
	_, v := call(t, s, "/api/inspect", object, both+quote("HTTP/1.1 403 Forbidden\r\n\r\n")+"}")
	for _, who := range []string{"chrome", "firefox", "node", "node20", "node22", "node24", "ws", "webkitgtk"} {
		if said, _ := dig(v, "client.says."+who).(string); said == "" {
			t.Errorf("%s says nothing to a 403", who)
		}
	}
}

// Every refusal of the API is a problem with a sentence that says what to do.
func TestProblems(t *testing.T) {
	s := newSite(t, Config{NoLimits: true})
	long := strings.Repeat("a", 1<<20+1)
	for _, c := range []struct {
		path, contentType, body string
		status                  int
		says                    string
	}{
		{"/api/inspect", exact, "", 400, "the body is empty; send a request head"},
		{"/api/inspect", plain, "", 400, "the body is empty"},
		{"/api/inspect", object, "", 400, "the body is empty"},
		{"/api/inspect", "application/x-www-form-urlencoded", goodHead, 415, `"application/x-www-form-urlencoded"; send application/octet-stream`},
		{"/api/inspect", "nonsense/", goodHead, 415, "application/octet-stream"},
		{"/api/inspect", exact, long, 413, "1048576 bytes"},
		{"/api/inspect", plain, long, 413, "1048576 bytes"},
		{"/api/inspect", plain, "GET \xff", 400, "as application/octet-stream"},
		{"/api/inspect", object, "{", 400, "JSON object"},
		{"/api/inspect", object, "[]", 400, "it is of the type array; expected an object"},
		{"/api/inspect", object, "null", 400, `give "request" or "response"`},
		{"/api/inspect", object, `{"request": 1}`, 400, `"request" is of the type number; expected a string`},
		{"/api/inspect", object, `{"request": "x", "policy": {"deflate": "off"}}`, 400, `"policy.deflate" is of the type string; expected true or false`},
		{"/api/inspect", object, `{"reqest": "x"}`, 400, "reqest"},
		{"/api/inspect", object, `{"request": "x"} {}`, 400, "something follows"},
		{"/api/inspect", object, `{"request": "x"}}`, 400, "something follows"},
		{"/api/inspect", object, `{"request": "x", "request_b64": "eA=="}`, 400, "give one of them"},
		{"/api/inspect", object, `{"request_b64": "!"}`, 400, "not base64"},
		{"/api/inspect", object, "{\"request\": \"\xff\"}", 400, `"request_b64"`},
		{"/api/inspect", object, `{"request": "x", "policy": {"subprotocols": "chat"}}`, 400, `"policy.subprotocols" is of the type string; expected a list of strings`},
		{"/api/inspect", object, `{"request": "x", "policy": {"origins": ["https://a.example/"]}}`, 400, "is no origin and no pattern"},
		{"/api/inspect?origins=*.*", exact, "x", 400, `"*.*" is no origin and no pattern`},
		{"/api/try?origins=a%20b", exact, "x", 400, "is no origin and no pattern"},
		{"/api/peers?origins=a%20b", exact, "x", 400, "is no origin and no pattern"},
		{"/api/try", exact, "", 400, "the body is empty"},
		{"/api/try", object, "{}", 415, "application/octet-stream"},
		{"/api/try", exact, strings.Repeat("a", 32<<10+1), 413, "32768 bytes"},
		{"/api/try", plain, "\xff", 400, "as application/octet-stream"},
		{"/api/try", plain, "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\n", 400, "no request"},
		{"/api/try", plain, ":method: CONNECT\n:protocol: websocket\n:path: /\n:authority: a.example\n", 400, "HTTP/2"},
		{"/api/try?" + strings.Repeat("message=x&", 17), exact, goodHead, 400, "17 messages"},
		{"/api/peers", exact, "", 400, "the body is empty"},
		{"/api/peers", object, "{}", 415, "application/octet-stream"},
		{"/api/peers", exact, strings.Repeat("a", 32<<10+1), 413, "32768 bytes"},
	} {
		r, v := call(t, s, c.path, c.contentType, c.body)
		detail, _ := dig(v, "detail").(string)
		if r.StatusCode != c.status || r.Header.Get("Content-Type") != "application/problem+json" || dig(v, "status") != float64(c.status) ||
			dig(v, "title") != http.StatusText(c.status) || !strings.Contains(detail, c.says) {
			t.Errorf("%s, %s, %.40q: %d %s, %v; want %d, %q", c.path, c.contentType, c.body, r.StatusCode, r.Header.Get("Content-Type"), v, c.status, c.says)
		}
	}
	r := send(s, "POST", "/api/inspect", "x", "Content-Encoding", "gzip")
	if r.StatusCode != 415 || r.Header.Get("Accept-Encoding") != "identity" {
		t.Errorf("a compressed body: %d, Accept-Encoding %q", r.StatusCode, r.Header.Get("Accept-Encoding"))
	}
}

func TestWhoMayCall(t *testing.T) {
	s := newSite(t, Config{NoLimits: true})
	if r := ask(s, "OPTIONS", "/api/inspect", "Origin", "https://docs.example", "Access-Control-Request-Method", "POST"); r.StatusCode != 204 ||
		r.Header.Get("Access-Control-Allow-Origin") != "*" || r.Header.Get("Access-Control-Allow-Methods") != "POST" || r.Header.Get("Access-Control-Allow-Headers") != "Content-Type" {
		t.Errorf("preflight: %d %v", r.StatusCode, r.Header)
	}
	for _, c := range []struct {
		fields []string
		status int
	}{
		{nil, 200},
		{[]string{"Origin", "http://site.example", "Sec-Fetch-Site", "same-origin"}, 200},
		{[]string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, 403},
		{[]string{"Origin", "https://evil.example"}, 403},
		{[]string{"Origin", "null", "Sec-Fetch-Site", "cross-site"}, 403},
	} {
		for _, path := range []string{"/api/try", "/api/peers"} {
			r := send(s, "POST", path, goodHead, append(c.fields, "Host", "site.example", "Content-Type", exact)...)
			if r.StatusCode != c.status || r.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s with %v: %d, want %d", path, c.fields, r.StatusCode, c.status)
			}
		}
	}
}

func TestTry(t *testing.T) {
	s := newSite(t, Config{NoLimits: true})
	for _, c := range []struct {
		query, contentType, body string
		status                   float64
		frames                   int
	}{
		{"message=Hello&message=x", exact, goodHead, 101, 6},
		{"", exact, but("Version: 13", "Version: 8"), 426, 0},
		{"", exact, but("Host: server.example.com\r\n", ""), 400, 0},
		{"origins=https://a.example", exact, with("Origin: https://b.example"), 403, 0},
		{"host=192.0.2.1&port=1", exact, goodHead, 101, 2},
		{"", exact, goodHead[:60], 408, 0},                         // half a head
		{"", exact, goodHead + "\x81\x80\x00\x00\x00\x00", 101, 4}, // data before the reply
		{"", exact, goodHead + goodHead, 101, 3},                   // a second request, which reads as frames
		{"", exact, but("GET", "POST") + goodHead, 405, 0},
		{"", plain, "wss://a.example/chat", 101, 2},
	} {
		_, v := call(t, s, "/api/try?"+c.query, c.contentType, c.body)
		_, predicted := call(t, s, "/api/inspect?"+c.query, c.contentType, c.body)
		frames, _ := dig(v, "frames").([]any)
		if dig(v, "status") != c.status || len(frames) != c.frames || dig(v, "truncated") != false {
			t.Errorf("%.40q?%s: %v", c.body, c.query, v)
		}
		if dig(v, "request_b64") != dig(predicted, "request.raw_b64") || dig(v, "response_b64") != dig(predicted, "reply.raw_b64") {
			t.Errorf("%.40q?%s: got %v, predicted %v", c.body, c.query, dig(v, "response_b64"), dig(predicted, "reply.raw_b64"))
		}
	}
}

func TestPeers(t *testing.T) {
	s := newSite(t, Config{NoLimits: true})
	known := peers.Cases[slices.IndexFunc(peers.Cases, func(c peers.Case) bool { return c.Name == "short key" })]
	for _, c := range []struct {
		name, query, body string
		status            float64
		agree             string // the servers that do
		differs           string // in what the last does not
		reason            string // and what is said about it
	}{
		{"good", "", goodHead, 101, "coder gorilla gobwas gws x/net", "", ""},
		{"a known case", "", known.Raw, 400, "coder gorilla gobwas", "status", "The key has to decode to 16 bytes. gws and x/net do not decode it."},
		{"the same fault in other bytes", "", with("X: y")[:len(goodHead)-4] + "\r\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\n\r\n", 400, "coder", "status", "gorilla, gws and x/net take the first"},
		{"a list in other bytes", "", but("Upgrade: websocket", "Upgrade: h2c, websocket\r\nX: y"), 101, "coder gorilla", "status", "gobwas, gws and x/net compare the whole value"},
		{"101 here alone", "", with("X: a\r\n b"), 101, "coder gorilla gws x/net", "status", "gobwas refuses"},
		{"no HTTP", "", "\x16\x03\x01\x00\x00\r\n\r\n", 400, "coder gorilla gws x/net", "status", "gobwas closes the connection without an answer"},
		{"a browser's offer", "", with("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"), 101, "coder gws", "extensions", "x/net knows none"},
		{"without context takeover", "takeover=off", with("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"), 101, "coder gorilla gobwas gws", "extensions", "x/net knows none"},
		{"deflate off", "deflate=off", with("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"), 101, "coder gorilla gobwas gws x/net", "", ""},
		{"names of one's own", "subprotocols=a,b", with("Sec-WebSocket-Protocol: b, a"), 101, "gobwas x/net", "subprotocol", "coder, gorilla and gws follow their own"},
		{"no such name", "subprotocols=a,b", with("Sec-WebSocket-Protocol: c"), 101, "coder gorilla gobwas x/net", "status", "gws refuses"},
		{"an origin", "origins=https://a.example", with("Origin: https://b.example"), 403, "coder gorilla gobwas x/net", "status", "gws has one status for every fault"},
	} {
		r, v := call(t, s, "/api/peers?"+c.query, exact, c.body)
		if r.StatusCode != 200 || dig(v, "predicted.status") != c.status {
			t.Errorf("%s: %d, predicted %v", c.name, r.StatusCode, dig(v, "predicted"))
		}
		var agree []string
		reason, differs := "", ""
		for _, p := range dig(v, "servers").([]any) {
			if name, _ := dig(p, "server").(string); dig(p, "agrees") == true {
				agree = append(agree, name)
			} else if reason, _ = dig(p, "reason").(string); dig(p, "cites.0.url") == nil {
				t.Errorf("%s: %s differs, and no citation says why", c.name, name)
			} else {
				differs, _ = dig(p, "differs.0").(string)
			}
			if dig(p, "version") == "" || dig(p, "agrees") == true && dig(p, "status") != c.status {
				t.Errorf("%s: %v", c.name, p)
			}
		}
		if got := strings.Join(agree, " "); got != c.agree || differs != c.differs || !strings.Contains(reason, c.reason) {
			t.Errorf("%s: agree %q, %s, %q; want %q, %s, %q", c.name, got, differs, reason, c.agree, c.differs, c.reason)
		}
	}
}

// The citations of the table of differences are places.
func TestCitations(t *testing.T) {
	for _, d := range peers.Disagreements {
		for i, c := range citations(d.Cites) {
			if c.RFC == 0 || c.Section == "" || c.String() != d.Cites[i] {
				t.Errorf("%s: %q reads as %+v", d.Case, d.Cites[i], c)
			}
		}
	}
}

// A head of HTTP/2 is known by its pseudo fields; anything else in JSON is a head of HTTP/1.x.
func TestInspectReadsFieldListsOfHTTP2(t *testing.T) {
	site := newSite(t, Config{NoLimits: true})
	connect := `":method: CONNECT\r\n:protocol: websocket\r\n:scheme: https\r\n:path: /chat\r\n:authority: a.example\r\nsec-websocket-version: 13\r\n\r\n"`
	for body, want := range map[string]struct {
		verdict string
		status  float64
		opens   any
	}{
		`{"request": ` + connect + `}`:                                     {"upgrades", 200, nil},
		`{"request": ` + connect + `, "response": ":status: 200\r\n\r\n"}`: {"upgrades", 200, true},
		`{"request": ` + connect + `, "response": ":status: 403\r\n\r\n"}`: {"upgrades", 200, false},
	} {
		_, v := call(t, site, "/api/inspect", object, body)
		if dig(v, "http2") != true || v["verdict"] != want.verdict || dig(v, "reply.status") != want.status || dig(v, "client.opens") != want.opens {
			t.Errorf("%s: %v %v %v, client opens %v; expected %+v", body, dig(v, "http2"), v["verdict"], dig(v, "reply.status"), dig(v, "client.opens"), want)
		}
	}
}

// Every path in the report on the example of any cause is a page of this site.
func TestReportsLinkToPages(t *testing.T) {
	site := newSite(t, Config{NoLimits: true})
	seen := map[string]int{}
	for _, c := range cause.Causes {
		_, v := call(t, site, "/api/inspect", plain, c.Example)
		for list, member := range map[string]string{"findings": "url", "causes": "url", "messages": "page"} {
			for _, x := range v[list].([]any) {
				path, _ := x.(map[string]any)[member].(string)
				if lesson := x.(map[string]any)["lesson"]; path == "" && (list == "findings" || lesson != nil) {
					t.Errorf("%q: %v has no %s", c.Example, x, member)
				}
				if path == "" || seen[path] > 0 {
					continue
				}
				if seen[path] = send(site, "GET", path, "").StatusCode; seen[path] != http.StatusOK {
					t.Errorf("%s of %q: %d", path, c.Example, seen[path])
				}
			}
		}
	}
	for _, folder := range []string{"/rule/", "/lesson/", "/message/"} {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(seen)), func(path string) bool { return strings.HasPrefix(path, folder) }) {
			t.Errorf("no report leads to %s", folder)
		}
	}
}
