package handshake

import (
	"bufio"
	"bytes"
	"cmp"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// sample is the opening handshake of RFC 6455 §1.2.
const sample = "GET /chat HTTP/1.1\r\n" +
	"Host: server.example.com\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
	"Origin: http://example.com\r\n" +
	"Sec-WebSocket-Protocol: chat, superchat\r\n" +
	"Sec-WebSocket-Version: 13\r\n\r\n"

func TestInspectSample(t *testing.T) {
	r := Inspect(Exchange{Request: sample}, Policy{})
	want := "HTTP/1.1 101 Switching Protocols\r\n" +
		"Upgrade: websocket\r\n" +
		"Connection: Upgrade\r\n" +
		"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" +
		"Sec-WebSocket-Protocol: chat\r\n\r\n"
	if got := r.Reply.Raw(); got != want {
		t.Errorf("the reply is\n%s\nexpected\n%s", got, want)
	}
	if r.Protocol != "websocket" || r.Subprotocol != "chat" {
		t.Errorf("protocol %q, subprotocol %q", r.Protocol, r.Subprotocol)
	}
}

// FuzzInspect checks what must hold for any bytes: no panic, every span inside its head, and a predicted reply that parses back to
// the same.
func FuzzInspect(f *testing.F) {
	f.Add(sample, "")
	f.Add(answered.Request, answered.Response)
	for _, rule := range Rules {
		f.Add(rule.Broken().Request, rule.Broken().Response)
	}
	f.Fuzz(func(t *testing.T, request, response string) {
		for _, http2 := range []bool{false, true} {
			x := Exchange{Request: request, Response: response, HTTP2: http2}
			r := Inspect(x, Policy{Date: "Sun, 06 Nov 1994 08:49:37 GMT"})
			checkReport(t, x, &r)
		}
	})
}

func checkReport(t *testing.T, x Exchange, r *Report) {
	t.Helper()
	inside := func(what string, side Side, s Span) {
		size := len(x.Request)
		if side == Response {
			size = len(x.Response)
		}
		if s.Start < 0 || s.End < s.Start || s.End > size {
			t.Errorf("%s: span %v outside %d bytes of the %s", what, s, size, side)
		}
	}
	for _, finding := range r.Findings {
		if finding.Side != Request && finding.Side != Response {
			t.Errorf("%s: finding on side %s", finding.Rule.ID, finding.Side)
		}
		inside(finding.Rule.ID, finding.Side, finding.Span)
		for _, related := range finding.Related {
			inside(finding.Rule.ID+" related", related.Side, related.Span)
		}
	}
	for side, head := range map[Side]*Head{Request: r.Request, Response: r.Response} {
		if head == nil {
			continue
		}
		at := 0
		for _, field := range head.Fields {
			inside("line", side, field.Line)
			inside("name", side, field.Name.Span)
			inside("value", side, field.Value.Span)
			if field.Line.Start < at {
				t.Errorf("line %v starts before %d", field.Line, at)
			}
			at = field.Line.End
		}
	}
	if r.Request == nil || x.HTTP2 {
		return
	}
	reply := r.Reply.Raw()
	parsed, err := http.ReadResponse(bufio.NewReader(strings.NewReader(reply)), nil)
	if err != nil {
		t.Fatalf("the predicted reply does not parse: %v\n%q", err, reply)
	}
	if parsed.StatusCode != r.Reply.Status {
		t.Errorf("the predicted reply parses as %d, it says %d", parsed.StatusCode, r.Reply.Status)
	}
	if r.Reply.Switches() {
		if got := parsed.Header.Get("Sec-WebSocket-Accept"); got != r.Accept.Accept {
			t.Errorf("accept %q in the reply, %q in the derivation", got, r.Accept.Accept)
		}
	}
}

func BenchmarkInspect(b *testing.B) {
	b.Run("handshake.Inspect", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			r := Inspect(Exchange{Request: sample}, Policy{})
			if r.Reply.Status != 101 {
				b.Fatal(r.Reply.Status)
			}
		}
	})
	b.Run("http.ReadRequest", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := http.ReadRequest(bufio.NewReader(bytes.NewReader([]byte(sample)))); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// A response without a request is judged by whether a client opens on it.
func TestVerdictOfResponseAlone(t *testing.T) {
	for response, want := range map[string]Verdict{
		answered.Response:                                      Upgrades,
		"HTTP/1.1 404 Not Found\r\n\r\n":                       Rejected,
		answered.answerWithout("Upgrade").Response:             Rejected,
		answered.answerWith("Sec-WebSocket-Key", "x").Response: UpgradesWithWarnings,
	} {
		r := Inspect(Exchange{Response: response}, Policy{})
		if got := r.Verdict(); got != want {
			t.Errorf("%q: verdict %s, expected %s", response, got, want)
		}
	}
}

// If the request does not ask for WebSocket, an ordinary answer is allowed, unless HTTP itself refuses the message.
func TestVerdictWithoutWish(t *testing.T) {
	for request, want := range map[string]Verdict{
		"GET / HTTP/1.1\r\nHost: a\r\n\r\n":                      Ignored,
		"POST / HTTP/1.1\r\nHost: a\r\n\r\n":                     Ignored,
		"GET / HTTP/1.1\r\nHost : a\r\n\r\n":                     Rejected,
		"GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n":                Rejected,
		"GET / HTTP/1.1\r\n\r\n":                                 Rejected,
		"GET / HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n":           Rejected,
		"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n": Rejected,
	} {
		r := Inspect(Exchange{Request: request}, Policy{})
		if got := r.Verdict(); got != want {
			t.Errorf("%q: verdict %s, expected %s", request, got, want)
		}
	}
}

// A request that misspells websocket still asks for it, and is refused; the Upgrade of one that asks for another protocol is
// ignored, with a note.
func TestVerdictOnOtherNames(t *testing.T) {
	for upgrade, want := range map[string]Verdict{"websockets": Rejected, "web-socket": Rejected, "ws": Rejected, "WetSocket": Rejected,
		"foo": Ignored, "h2c": Ignored, "tcp": Ignored} {
		r := Inspect(good.with("Upgrade", upgrade).Exchange(), Policy{})
		if got := r.Verdict(); got != want || r.Reply.Status != 426 {
			t.Errorf("Upgrade: %s is %s with %d; expected %s with 426", upgrade, got, r.Reply.Status, want)
		}
	}
	if r := Inspect(plainUpgrade.with("Upgrade", "websockets").Exchange(), Policy{}); r.Verdict() != Ignored { // no other field of a handshake
		t.Errorf("a name alone is %s; expected %s", r.Verdict(), Ignored)
	}
}

// A fault in the answer says nothing about the request, whatever the rule is about.
func TestVerdictOnTheRequestIgnoresTheAnswer(t *testing.T) {
	overHTTP2 := []string{"hdr-name-invalid", "hdr-bare-cr"} // other rules judge an answer of HTTP/1.1
	for _, rule := range Rules {
		if rule.Side != Either || rule.Over == HTTP2 || slices.Contains(overHTTP2, rule.ID) {
			continue
		}
		response := rule.Broken().Response
		if response == "" {
			_, lines, _ := strings.Cut(rule.Broken().Request, " HTTP/1.1")
			response = "HTTP/1.1 101 Switching Protocols" + lines
		}
		r := Inspect(Exchange{Request: good.Request, Response: response}, Policy{})
		if r.count(rule, Response) == 0 {
			t.Errorf("%s is not found in %q", rule.ID, r.Exchange.Response)
		}
		if got := r.Verdict(); got != Upgrades {
			t.Errorf("%s in the answer: verdict %s on the request, want %s", rule.ID, got, Upgrades)
		}
	}
}

// TestFindingsAreInTheOrderOfTheText: the gravest come first, then the request's before the response's, then from top to bottom; which of them decides the
// reply does not follow from that order.
func TestFindingsAreInTheOrderOfTheText(t *testing.T) {
	for _, rule := range Rules {
		for _, line := range []string{"GET /chat HTTP/1.0", "POST /chat HTTP/1.1", "GET /chat HTTP/1.1"} {
			x := rule.Broken().Exchange()
			x.Request = strings.NewReplacer("GET /chat HTTP/1.1", line, "Connection: Upgrade", "Connection: close", "Version: 13", "Version: 12").Replace(x.Request)
			found := Inspect(x, rule.Broken().Policy).Findings
			if !slices.IsSortedFunc(found, func(a, b Finding) int {
				return cmp.Or(cmp.Compare(a.Rule.Severity, b.Rule.Severity), cmp.Compare(a.Side, b.Side), cmp.Compare(a.Span.Start, b.Span.Start))
			}) {
				t.Errorf("%s, %s: the order is %v", rule.ID, line, found)
			}
		}
	}
	r := Inspect(good.with("Upgrade", "websockets").with("Connection", "close").Exchange(), Policy{})
	if len(r.Findings) < 2 || r.Findings[0].Rule.ID != "upg-not-websocket" || r.Reply.Because.ID != "conn-no-upgrade" {
		t.Errorf("%v, because of %s", r.Findings, r.Reply.Because.ID)
	}
}
