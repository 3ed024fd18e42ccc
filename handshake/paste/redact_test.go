package paste

import (
	"testing"

	"upgrade101/handshake"
)

func FuzzRedact(f *testing.F) {
	for _, s := range pastes(f) {
		p := Read(s.text)
		f.Add(p.Exchange().Request, p.Exchange().Response, s.http2)
	}
	f.Fuzz(func(t *testing.T, request, response string, http2 bool) {
		x := handshake.Exchange{Request: request, Response: response, HTTP2: http2}
		side, end := handshake.Request, 0
		for _, s := range handshake.Secrets(x) {
			head := request
			if s.Side == handshake.Response {
				head = response
			}
			if s.Side != side {
				side, end = s.Side, 0
			}
			if s.Span.Start < end || s.Span.End <= s.Span.Start || s.Span.End > len(head) {
				t.Fatalf("secret %+v behind %d in %q", s, end, head)
			}
			end = s.Span.End
		}
		y, _ := handshake.Redact(x)
		if z, _ := handshake.Redact(y); z.Request != y.Request || z.Response != y.Response {
			t.Errorf("redacted %q, %q; again %q, %q", y.Request, y.Response, z.Request, z.Response)
		}
	})
}
