package lessons

import (
	"strings"
	"testing"

	"upgrade101/handshake"
)

// The statements of the page about status 101 that this project began with, the rules and lessons that contain each, and a word that one of
// them must have.
var seed = []struct{ statement, rules, lessons, says string }{
	{"Family 1xx; an interim response: the server agrees to switch to a protocol that Upgrade asks for.", "resp-request-answered", "", "A 101 is interim"},
	{"The rest of this connection is in the other protocol.", "resp-101-location", "", "keeps the connection and changes the protocol on it"},
	{"Return 101 for successful WebSocket upgrades.", "resp-status", "rfc-sample", "101"},
	{"Use it only when the switch is requested and supported.", "resp-101-unsolicited resp-upgrade-unoffered", "unasked-101", "asked for"},
	{"Use it only when the new protocol can honor the semantics of the original request.", "resp-request-answered", "tls-inside-http", "cannot honor the request"},
	{"WebSocket upgrade from HTTP.", "upg-missing upg-not-websocket", "rfc-sample nginx-strips-upgrade", "Upgrade: websocket"},
	{"Custom protocol upgrades when both sides support them.", "upg-custom", "docker-attach", "both ends know it"},
	{"Real-time or bidirectional protocols negotiated through Upgrade.", "upg-connect-udp upg-connect-ip", "connect-udp", "Upgrade"},
	{"Include Upgrade and Connection: Upgrade so that intermediaries treat the switch correctly.", "resp-upgrade-missing resp-conn-missing resp-upgrade-unlisted", "", "one hop"},
	{"After the 101 continue with the original request and do not require it to be repeated.", "resp-request-answered", "tls-inside-http", "does not repeat"},
	{"With Expect: 100-continue send 100 before 101.", "expect-order", "expect-continue", "100"},
	{"Upgrade names the protocol that takes effect; Connection: Upgrade scopes it.", "resp-upgrade-several resp-conn-wrong", "", "websocket"},
	{"No response body; the protocol switches after the headers.", "resp-content-in-101 resp-content-length resp-transfer-encoding", "content-length-on-101", "content"},
	{"No 101 unless the client asked.", "resp-101-unsolicited", "unasked-101", "asked"},
	{"No redirect, and no other connection, TCP socket or TLS session.", "resp-101-location", "unasked-101", "redirect"},
	{"No switch that cannot honor the request.", "resp-request-answered", "", "must not switch to"},
	{"No HTTP/2 by Upgrade: h2c is obsolete, ALPN negotiates.", "upg-h2c upg-h2 upg-http-version h2-status-101 alpn-h2-chosen", "h2c-upgrade upgrade-inside-http2", "ALPN"},
	{"Not when the request did not ask for an upgrade.", "resp-101-unsolicited", "unasked-101", "Without an Upgrade"},
	{"Normal requests stay on the same protocol.", "upg-missing conn-hardcoded", "plain-get hardcoded-connection", "ordinary"},
	{"Intermediaries that do not support the switch.", "conn-stripped-by-proxy h2-downgrade-proxy", "nginx-strips-upgrade edge-refuses doubled-upgrade", "proxy"},
	{"No generic redirect to HTTPS.", "resp-101-location", "login-redirect", "307"},
	{"Client: no response body after 101.", "resp-bytes-after resp-content-in-101", "masked-by-server", "frame"},
	{"Client: no second connection somewhere else.", "resp-101-location", "", "Location"},
	{"Related: 426 Upgrade Required.", "resp-426-no-upgrade resp-426-no-version", "plain-get", "426"},
}

func TestSeed(t *testing.T) {
	for _, s := range seed {
		words := ""
		for id := range strings.FieldsSeq(s.rules) {
			r := handshake.RuleByID(id)
			if r == nil {
				t.Errorf("%s: there is no rule %s", s.statement, id)
				continue
			}
			words += r.Problem + " " + r.Requires + " " + r.Why + " " + r.Fix + " "
		}
		for slug := range strings.FieldsSeq(s.lessons) {
			l, ok := BySlug(slug)
			if !ok {
				t.Errorf("%s: there is no lesson %s", s.statement, slug)
				continue
			}
			words += l.Story.Plain() + l.Notice.Plain()
		}
		if !strings.Contains(words, s.says) {
			t.Errorf("%s: none of %s %s says %q", s.statement, s.rules, s.lessons, s.says)
		}
	}
}

// The example of that page, and the one of RFC 6455, open without a warning.
func TestSeedExamplesOpen(t *testing.T) {
	const answer = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
	for name, x := range map[string]handshake.Exchange{
		"seed": {Request: "GET https://api.example.test/chat HTTP/1.1\r\nHost: api.example.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
			"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", Response: answer + "\r\n"},
		"RFC 6455": {Request: "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
			"Origin: http://example.com\r\nSec-WebSocket-Protocol: chat, superchat\r\nSec-WebSocket-Version: 13\r\n\r\n", Response: answer + "Sec-WebSocket-Protocol: chat\r\n\r\n"},
	} {
		r := handshake.Inspect(x, handshake.Policy{})
		if r.Verdict() != handshake.Upgrades {
			t.Errorf("%s: %s", name, r.Verdict())
		}
		for i := range r.Findings {
			if f := &r.Findings[i]; f.Rule.Severity != handshake.Note {
				t.Errorf("%s: %s", name, f.Problem())
			}
		}
	}
}
