package handshake

import (
	"slices"
	"strings"
	"testing"
)

// rulesFound returns the rules that an exchange breaks, each once, in the order of the report.
func rulesFound(r *Report) (found []string) {
	for _, f := range r.Findings {
		if !slices.Contains(found, f.Rule.ID) {
			found = append(found, f.Rule.ID)
		}
	}
	return found
}

// Changes of the request line or a field of the good request, with the findings and the reply.
func TestRequestRules(t *testing.T) {
	content := "5\r\nExpect: 100-continue"
	tests := []struct {
		name   string
		e      *Example
		rules  string
		status int
	}{
		{"empty", &Example{}, "req-empty", 408},
		{"blank lines only", &Example{Request: "\r\n\r\n \r\n"}, "req-empty", 408},
		{"one word", good.line("GET"), "req-line-malformed", 400},
		{"no target", good.line("GET HTTP/1.1"), "req-line-malformed", 400},
		{"prose", &Example{Request: "please switch to a socket\r\n\r\n"}, "req-line-malformed", 400},
		{"a response", &Example{Request: answered.Response}, "req-line-malformed", 400},
		{"fields only", &Example{Request: "Host: a\r\nUpgrade: websocket\r\n\r\n"}, "req-line-malformed", 400},
		{"TLS", &Example{Request: "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n:\n"}, "req-line-malformed", 400},
		{"HTTP/2 preface", &Example{Request: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04"}, "req-version-major", 505},
		{"version of three digits", good.line("GET /chat HTTP/1.10"), "req-version-syntax", 400},
		{"HTTP/0.9 named", good.line("GET /chat HTTP/0.9"), "req-version-major", 505},
		{"1.0 needs no Host", good.line("GET /chat HTTP/1.0").without("Host"), "req-version-10", 426},
		{"lower-case connect", good.line("connect /chat HTTP/1.1"), "req-method-unknown", 501},
		{"OPTIONS *", good.line("OPTIONS * HTTP/1.1"), "req-method-not-get", 405},
		{"other scheme", good.line("GET ftp://server.example.com/ HTTP/1.1"), "req-target-no-slash", 400},
		{"upper-case scheme, default port", good.line("GET HTTPS://SERVER.example.com:443 HTTP/1.1"), "req-target-absolute", 101},
		{"IPv6 in target and Host", good.line("GET https://[::1]:8443/ HTTP/1.1").with("Host", "[::1]:8443").with("Origin", "https://[::1]:8443"), "req-target-absolute", 101},
		{"good escape", good.line("GET /caf%C3%A9?q=a+b&c='d' HTTP/1.1"), "", 101},
		{"broken escape", good.line("GET /50% HTTP/1.1"), "req-target-bad-octet", 400},
		{"blank in the target", good.line("GET /a b HTTP/1.1"), "req-target-bad-octet", 400},
		{"dots in the query", good.line("GET /chat?to=//a/../b HTTP/1.1"), "", 101},
		{"target of the most bytes", good.line("GET /" + strings.Repeat("a", MaxTarget-1) + " HTTP/1.1"), "", 101},
		{"target longer than the head may be", good.line("GET /" + strings.Repeat("a", MaxHead) + " HTTP/1.1"), "req-target-too-long hdr-too-large", 414},

		{"Host with a port", good.with("Host", "server.example.com:8443").with("Origin", "https://server.example.com:8443"), "", 101},
		{"port 0", good.with("Host", "server.example.com:00"), "host-port-range", 101},
		{"port too large", good.with("Host", "server.example.com:65536"), "host-port-range", 101},
		{"port without host", good.with("Host", ":8080"), "host-invalid", 400},
		{"comma", good.with("Host", "a.example,b.example"), "origin-host-differs", 101},
		{"a comma and a blank", good.with("Host", "a.example, b.example"), "host-invalid", 400},
		{"userinfo", good.with("Host", "user@a.example"), "host-invalid", 400},
		{"open bracket", good.with("Host", "[::1"), "host-invalid", 400},
		{"nine groups", good.with("Host", "[1:2:3:4:5:6:7:8:9]"), "host-invalid", 400},

		{"whitespace before the colon", good.swap("Host:", "Host :"), "hdr-space-before-colon", 400},
		{"two folds", good.add("User-Agent", "a\r\n b\r\n c"), "hdr-obs-fold", 101},
		{"fold after a line without colon", good.add("User-Agent", "a\r\nbad\r\n c"), "hdr-no-colon", 400},
		{"LF throughout", &Example{Request: strings.ReplaceAll(good.Request, "\r\n", "\n")}, "hdr-bare-lf", 101},
		{"stops inside a name", &Example{Request: strings.TrimSuffix(good.Request, "\r\n") + "Sec-Web"}, "hdr-unterminated", 408},
		{"stops inside a line end", &Example{Request: strings.TrimSuffix(good.Request, "\n")}, "hdr-unterminated", 408},
		{"draft key", good.add("Sec-WebSocket-Keys", "x"), "hdr-misspelled", 101},
		{"unlike any", good.add("X-Websocket", "x").add("Accept", "*/*").add("Cost", "1"), "", 101},
		{"many fields, the most", good.swap("\r\n\r\n", "\r\n"+strings.Repeat("X-A: 1\r\n", MaxFields-6)+"\r\n"), "", 101},
		{"head too large", good.swap("\r\n\r\n", "\r\n"+strings.Repeat("X-A: "+strings.Repeat("a", 4000)+"\r\n", 5)+"\r\n"), "hdr-too-large", 431},
		{"fault behind the limit", good.swap("\r\n\r\n", "\r\n"+strings.Repeat("X-A: "+strings.Repeat("a", 4000)+"\r\n", 5)+"bad\r\n\r\n"), "hdr-no-colon hdr-too-large", 431},
		{"a second request", good.then("GET / HTTP/1.1\r\n\r\n"), "data-after-head", 101},

		{"content announced", good.add("Content-Length", "5").then("hello"), "body-length", 400},
		{"content asked for", good.add("Content-Length", content), "body-missing", 408},
		{"content asked for and sent in part", good.add("Content-Length", content).then("hell"), "body-missing", 408},
		{"the most content asked for", good.add("Content-Length", "262144\r\nExpect: 100-continue").then(strings.Repeat("a", 262144)), "", 101},
		{"too much content asked for", good.add("Content-Length", "262145\r\nExpect: 100-continue"), "body-length", 400},
		{"endless content asked for", good.add("Content-Length", "99999999999999999999\r\nExpect: 100-continue"), "body-length", 400},
		{"content asked for and sent", good.add("Content-Length", content).then("hello"), "", 101},
		{"more than announced", good.add("Content-Length", content).then("hello, early"), "data-after-head", 101},
		{"lengths that differ", good.add("Content-Length", "5").add("Content-Length", "6"), "body-length-invalid", 400},
		{"length is no number", good.add("Content-Length", "5a"), "body-length-invalid", 400},
		{"length is huge", good.add("Content-Length", strings.Repeat("9", 30)), "body-length", 400},
		{"chunked", good.add("Transfer-Encoding", "gzip, Chunked").then("0\r\n\r\n"), "body-te", 400},
	}
	for _, test := range tests {
		r := Inspect(test.e.Exchange(), test.e.Policy)
		found := rulesFound(&r)
		want := strings.Fields(test.rules)
		slices.Sort(found)
		slices.Sort(want)
		if !slices.Equal(found, want) || r.Reply.Status != test.status {
			t.Errorf("%s: %d, found %v; expected %d, %v", test.name, r.Reply.Status, found, test.status, want)
		}
	}
}

func TestUnreadable(t *testing.T) {
	for raw, words := range map[string]string{
		"\x16\x03\x01\x02\x00": "TLS", "HTTP/1.1 101 Switching Protocols\r\n\r\n": "response",
		"Host: a\r\n\r\n": "field", "wss://a.example/chat\r\n\r\n": "address", "PRI * HTTP/2.0\r\n\r\n": "HTTP/2",
	} {
		r := Inspect(Exchange{Request: raw}, Policy{})
		if len(r.Findings) != 1 || !strings.Contains(r.Findings[0].Got, words) || r.Verdict() != Unreadable {
			t.Errorf("%q: %s, %v; expected one finding that names %s", raw, r.Verdict(), r.Findings, words)
		}
	}
}

// A server reads at most MaxHead bytes, so the prediction for a longer head is that for its beginning.
func TestReplyToCutHead(t *testing.T) {
	for at := range 40 { // a fault before, across and after the limit
		filler := "X-A: " + strings.Repeat("a", 4000) + "\r\n"
		raw := strings.TrimSuffix(good.Request, "\r\n") + strings.Repeat(filler, 4)
		raw += "X-B: " + strings.Repeat("b", MaxHead-len(raw)-20+at) + "\r\nX(: 1\r\nno colon\r\n\r\n"
		whole, cut := Inspect(Exchange{Request: raw}, Policy{}), Inspect(Exchange{Request: raw[:MaxHead]}, Policy{})
		if whole.Reply.Status != cut.Reply.Status || whole.Reply.Status == 101 {
			t.Errorf("fault %d on: %d for the whole head, %d for what a server reads", at, whole.Reply.Status, cut.Reply.Status)
		}
	}
}

// A paste may show the scheme, which the head does not have.
func TestMixedContentFromTheAddressOfAPaste(t *testing.T) {
	for url, want := range map[string]bool{"ws://server.example.com/chat": true, "http://server.example.com/chat": true,
		"wss://server.example.com/chat": false, "ws://localhost/chat": false, "ws://other.example/chat": false, "": false} {
		x := good.Exchange()
		x.URL = url
		r := Inspect(x, Policy{})
		if got := find(&r, "uri-mixed-content") >= 0; got != want {
			t.Errorf("%q: mixed content %t; expected %t", url, got, want)
		}
	}
}

// A CONNECT that a proxy answered was sent to a proxy (RFC 6455 §4.1); the reply of this endpoint to it stays the same.
func TestConnectThroughProxy(t *testing.T) {
	for status, want := range map[string]int{"": 1, "200 Connection established": 0, "407 Proxy Authentication Required": 0, "403 Forbidden": 0, "504 Gateway Timeout": 0, "400 Bad Request": 1, "501 Not Implemented": 1, "405 Method Not Allowed": 1} {
		x := throughProxy.Exchange()
		if status != "" {
			x.Response = "HTTP/1.1 " + status + "\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n\r\n"
		}
		r := Inspect(x, Policy{})
		if got := r.count(RuleByID("req-connect-h1"), Request); got != want || r.Reply.Status != 405 {
			t.Errorf("%q: %d findings, want %d; reply %d", status, got, want, r.Reply.Status)
		}
	}
}
