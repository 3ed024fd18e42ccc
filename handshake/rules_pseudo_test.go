package handshake

import (
	"slices"
	"testing"
)

// A head of HTTP/2 that is malformed by RFC 9113 §8 is refused.
func TestPseudoRules(t *testing.T) {
	const chat, authority = ":path: /chat\r\n", ":authority: server.example.com\r\n"
	for _, test := range []struct {
		name   string
		e      *Example
		want   string // the rule that decides; "" for a socket
		status int
	}{
		{"as it should be", goodHTTP2, "", 200},
		{"in another order", goodHTTP2.swap(chat+authority, authority+chat), "", 200},
		{"a protocol in another case", goodHTTP2.swap(": websocket", ": WebSocket"), "", 200},
		{"host in another case", goodHTTP2.with("host", "SERVER.example.com:443"), "", 200},
		{"another host", goodHTTP2.with("host", "other.example.com"), "h2-host-differs", 400},
		{"another port", goodHTTP2.with("host", "server.example.com:8443"), "h2-host-differs", 400},
		{"a path after a field", goodHTTP2.swap(chat, "").with(":path", "/chat"), "h2-pseudo-order", 400},
		{"two paths", goodHTTP2.swap(chat, chat+":path: /other\r\n"), "h2-pseudo-repeated", 400},
		{"a status in a request", goodHTTP2.swap(chat, chat+":status: 200\r\n"), "h2-pseudo-unknown", 400},
		{"one that no specification defines", goodHTTP2.swap(chat, chat+":host: a\r\n"), "h2-pseudo-unknown", 400},
		{"a path without a slash", goodHTTP2.swap(chat, ":path: chat\r\n"), "h2-scheme-path", 400},
		{"an asterisk", goodHTTP2.swap(chat, ":path: *\r\n"), "h2-scheme-path", 400},
		{"an empty path", goodHTTP2.swap(chat, ":path: \r\n"), "h2-scheme-path", 400},
		{"no method", goodHTTP2.swap(":method: CONNECT\r\n", ""), "h2-scheme-path", 400},
		{"neither method nor protocol", goodHTTP2.swap(":method: CONNECT\r\n:protocol: websocket\r\n", ""), "h2-scheme-path", 400},
		{"no protocol", goodHTTP2.swap(":protocol: websocket\r\n", ""), "h2-no-protocol", 400},
		{"the CONNECT for a proxy", goodHTTP2.asking(":method: CONNECT\r\n" + authority + "\r\n"), "", 404},
		{"UDP", goodHTTP2.swap(": websocket", ": connect-udp"), "h2-protocol-unknown", 501},
		{"UDP that another server speaks", goodHTTP2.swap(": websocket", ": connect-udp").answer(":status: 200\r\n\r\n"), "h2-protocol-unknown", 501},
		{"GET with a protocol", goodHTTP2.swap("CONNECT", "GET"), "h2-upgrade-attempt", 400},
		{"a fragment", goodHTTP2.swap(chat, ":path: /chat#top\r\n"), "req-target-fragment", 400},
		{"an escape of other digits", goodHTTP2.swap(chat, ":path: /chat%zz\r\n"), "h2-path-octet", 400},
		{"a second host that differs", goodHTTP2.with("host", "server.example.com").with("Host", "other.example.com").swap("Host", "host"), "h2-host-differs", 400},
		{"host alone", goodHTTP2.swap(authority, "").with("host", "server.example.com"), "h2-scheme-path", 400},
		{"a user", goodHTTP2.swap(authority, ":authority: me@server.example.com\r\n"), "h2-scheme-path", 400},
		{"no host", goodHTTP2.swap(authority, ":authority: :443\r\n"), "h2-scheme-path", 400},
		{"a blank in a host", goodHTTP2.swap(authority, ":authority: server example\r\n"), "h2-scheme-path", 400},
		{"a name with a blank", goodHTTP2.with("x y", "1"), "hdr-name-invalid", 400},
		{"a NUL", goodHTTP2.with("x", "a\x00b"), "hdr-nul-ctl", 400},
	} {
		r := Inspect(test.e.Exchange(), Policy{})
		got := ""
		if r.Reply.Because != nil {
			got = r.Reply.Because.ID
		}
		if got != test.want || r.Reply.Status != test.status {
			t.Errorf("%s: %d because of %q, want %d because of %q", test.name, r.Reply.Status, got, test.status, test.want)
		}
	}
	for response, want := range map[string]string{
		":status: 200\r\n\r\n":                   "h2-status-200",
		":status: 200\r\n:status: 200\r\n\r\n":   "h2-pseudo-repeated",
		":status: 200\r\n:path: /\r\n\r\n":       "h2-pseudo-unknown",
		"server: a\r\n:status: 200\r\n\r\n":      "h2-pseudo-order",
		"server: a\r\n\r\n":                      "h2-status-missing",
		":status: 204\r\n\r\n":                   "h2-status-2xx",
		":status: 20\r\n\r\n":                    "h2-status",
		":status: 2xx\r\n\r\n":                   "h2-status",
		":status: 200\r\nconnection: x\r\n\r\n":  "h2-connection-fields",
		":status: 200\r\nServer: a\r\n\r\n":      "h2-uppercase",
		":status: 200\r\nserver: a\x00\r\n\r\n":  "hdr-nul-ctl",
		":status: 200\r\nser ver: a\x00\r\n\r\n": "hdr-name-invalid",
	} {
		r := Inspect(goodHTTP2.answer(response).Exchange(), Policy{})
		if !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Rule.ID == want && f.Side == Response }) {
			t.Errorf("%q does not raise %s", response, want)
		}
	}
}

// An interim answer alone decides nothing, and rules about the final one report nothing.
func TestInterimHTTP2(t *testing.T) {
	for _, status := range []string{"100", "103"} {
		r := Inspect(goodHTTP2.answer(":status: "+status+"\r\n\r\n").Exchange(), Policy{})
		for _, f := range r.Findings {
			if f.Rule.ID == "h2-status" {
				t.Errorf("%s: %s", status, f.Got)
			}
		}
	}
}

// For an ordinary answer to an ordinary request of HTTP/2, no rule reports that it does not open.
func TestOrdinaryHTTP2(t *testing.T) {
	page := goodHTTP2.swap("CONNECT\r\n:protocol: websocket", "GET").swap("sec-websocket-version: 13\r\n", "").answer(":status: 200\r\nserver: a\r\n\r\n")
	r := Inspect(page.Exchange(), Policy{})
	alone := (&Example{HTTP2: true}).answer(":status: 200\r\ncontent-length: 3\r\n\r\n")
	for _, f := range append(r.Findings, Inspect(alone.Exchange(), Policy{}).Findings...) {
		if f.Side == Response {
			t.Errorf("%s: %s", f.Rule.ID, f.Got)
		}
	}
	if o := r.Client; o.Opens || o.BrowserOpens {
		t.Errorf("opens: %v, in browsers %v", o.Opens, o.BrowserOpens)
	}
}
