package lessons

import (
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/message"
	"upgrade101/handshake/paste"
)

// Why a symptom does not lead to its lesson by itself.
const (
	prose  = "it describes what people see; no program prints it"
	field  = "a field or a token alone says what is asked for, not that something failed"
	shared = "the message has several causes, and another one is likelier"
	opened = "nothing failed"
)

var elsewhere = map[string]string{
	"works locally, fails behind nginx":                                               prose,
	"400 on ordinary pages after adding WebSocket to nginx":                           prose,
	"works in Chrome but not in Firefox":                                              prose,
	"fails only through the service mesh":                                             prose,
	"the key in the server's log differs from the browser's":                          prose,
	"works from Visual Studio, fails when published to IIS":                           prose,
	"400 Bad Request with some Sec-WebSocket-Key values":                              prose,
	"426 Upgrade Required with Sec-WebSocket-Version: 13":                             prose,
	"cannot set Authorization header in browser WebSocket":                            prose,
	"500 Internal Server Error on WebSocket upgrade":                                  prose,
	"close code 1006 without a reason":                                                prose,
	"403 Forbidden server: envoy":                                                     prose,
	"400 from HAProxy since 2.4":                                                      prose,
	"socket closes after 100 seconds in .NET Framework":                               prose,
	"HTTP/1.1 100 Continue before 101 Switching Protocols":                            prose,
	"client hangs for a second before the handshake":                                  prose,
	"docker exec hangs behind a proxy":                                                prose,
	"Upgrade: TLS/1.0,HTTP/1.1 from port 631":                                         prose,
	"426 Upgrade Required from CUPS":                                                  prose,
	"Socket.IO works with one instance and fails with two":                            prose,
	"curl hangs after HTTP/1.1 101":                                                   prose,
	"curl WebSocket works over http but not over https":                               prose,
	"Java HttpClient sends Upgrade: h2c":                                              prose,
	"close code 1002 protocol error":                                                  prose,
	"what does a WebSocket handshake look like":                                       prose,
	"200 OK with no content behind Caddy":                                             prose,
	"WebSocket stops working after the backend was updated, nginx unchanged":          prose,
	"the backend gets no Upgrade and the socket opens all the same":                   prose,
	"the backend logs a connection and the browser stays at CONNECTING":               prose,
	"the first message after connecting is lost behind a proxy":                       prose,
	"works when connected directly, hangs behind a reverse proxy":                     prose,
	"works after the page was loaded once, hangs after a restart of the proxy":        prose,
	"426 Upgrade Required with Sec-WebSocket-Accept":                                  prose,
	"http_upgrade_request_protocols WebSocket allow all has no effect":                prose,
	"Error during WebSocket handshake: Unexpected response code: 200":                 shared,
	"dGhlIHNhbXBsZSBub25jZQ==":                                                        field,
	"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=":                                                    field,
	"Upgrade: websocket,websocket":                                                    field,
	"Sec-WebSocket-Version: 13, 8":                                                    field,
	"Upgrade Required":                                                                field,
	"Sec-WebSocket-Protocol: null":                                                    field,
	"base64url.bearer.authorization.k8s.io":                                           field,
	"permessage-deflate; client_max_window_bits=16":                                   field,
	"SETTINGS_ENABLE_CONNECT_PROTOCOL":                                                field,
	"the network panel shows 200 in place of 101":                                     prose,
	"Expect: 100-continue":                                                            field,
	"Upgrade: tcp":                                                                    field,
	"Upgrade: connect-udp":                                                            field,
	"/.well-known/masque/udp/":                                                        field,
	"Capsule-Protocol: ?1":                                                            field,
	"Upgrade: TLS/1.0":                                                                field,
	"Upgrade: TLS/1.0, HTTP/1.1":                                                      field,
	"* ALPN: server accepted h2":                                                      field,
	"Upgrade: h2c":                                                                    field,
	"HTTP2-Settings":                                                                  field,
	"Connection: Upgrade, HTTP2-Settings":                                             field,
	"Firefox can’t establish a connection to the server at wss://":                    shared,
	"Error during WebSocket handshake: Incorrect 'Sec-WebSocket-Accept' header value": shared,
	"The 'Sec-WebSocket-Accept' header value is invalid":                              shared,
	"Unexpected server response: 400":                                                 shared,
	"Unexpected server response: 426":                                                 shared,
	"Error during WebSocket handshake: Unexpected response code: 426":                 shared,
	"server rejected WebSocket connection: HTTP 426":                                  shared,
	"Server sent an invalid subprotocol":                                              shared,
	"Error during WebSocket handshake: Unexpected response code: 403":                 shared,
	"Error during WebSocket handshake: Unexpected response code: 400":                 shared,
	"HTTP/1.1 101 Switching Protocols":                                                opened,
	"101 UPGRADED":                                                                    opened,
}

// What was seen of an exchange, where it is neither in its heads nor a line of its client.
var seenBeside = map[string]string{
	"hardcoded-connection":  "the server logs it",
	"content-length-on-101": "a proxy that gets the answer logs it",
	"hijacker-500":          "the server logs it",
	"masked-by-server":      "Chrome prints it over what follows the head",
	"mixed-content":         "the browser prints it in place of the exchange",
}

// The first symptom, which worksheets and slides show as what was seen, is of the exchange itself: in its heads, or printed by a
// client that gets its answer, or told by people; and it does not answer the question.
func TestFirstSymptomIsOfTheExchange(t *testing.T) {
	for _, l := range All() {
		x, first := l.Exchange(), l.Symptoms[0]
		seen := strings.Contains(x.Request+x.Response, first)
		if c := handshake.Inspect(x, l.Policy).Client; c != nil {
			for _, line := range c.Lines() {
				// npm ws alone can be told not to offer compression.
				offers := strings.Contains(x.Request, "Sec-WebSocket-Extensions") || !strings.Contains(x.Response, "Sec-WebSocket-Extensions")
				seen = seen || strings.Contains(line[1], first) && (offers || strings.HasPrefix(line[0], "ws"))
			}
		}
		if _, beside := seenBeside[l.Slug]; seen == beside && elsewhere[first] != prose || beside && elsewhere[first] == prose {
			t.Errorf("%s: %q is of its exchange: %v, listed as seen beside it: %v", l.Slug, first, seen, beside)
		}
		if first == l.Question.Text {
			t.Errorf("%s: %q answers the question", l.Slug, first)
		}
	}
}

// Each symptom, pasted, is explained by a cause whose lesson is the one that has it; or the table says why not.
func TestSymptomsLeadToTheirLesson(t *testing.T) {
	for _, l := range All() {
		for _, symptom := range l.Symptoms {
			lesson := firstLesson(symptom)
			why, listed := elsewhere[symptom]
			switch {
			case lesson != l.Slug && !listed:
				t.Errorf("%q of %s leads to %q", symptom, l.Slug, lesson)
			case lesson != "" && listed && (why == field || why == opened):
				t.Errorf("%q is listed as %q and leads to %s", symptom, why, lesson)
			case lesson == l.Slug && listed && why != shared:
				t.Errorf("%q leads to %s; it need not be listed as %q", symptom, l.Slug, why)
			}
		}
	}
}

func firstLesson(text string) string {
	p := paste.Read(text)
	e := cause.Evidence{Text: text, Messages: message.Find(text)}
	if x := p.Exchange(); x.Request+x.Response != "" && p.Format != paste.FormatConsole {
		r := handshake.Inspect(x, handshake.Policy{})
		e.Report = &r
	}
	if _, found := cause.Explain(e); len(found) > 0 {
		return found[0].Lesson
	}
	return ""
}
