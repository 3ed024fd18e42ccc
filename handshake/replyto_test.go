package handshake

import (
	"reflect"
	"testing"
)

// ReplyTo returns the reply that Inspect predicts.
func FuzzReplyTo(f *testing.F) {
	for _, rule := range Rules {
		x, p := rule.Broken().Exchange(), rule.Broken().Policy
		f.Add(x.Request, p.Subprotocols == nil, p.Origins == nil, p.NoDeflate)
		f.Add(x.Request, true, true, false)
	}
	f.Fuzz(func(t *testing.T, request string, anyName, anyOrigin, noDeflate bool) {
		policy := Policy{NoDeflate: noDeflate, Date: "Fri, 02 Jan 2026 03:04:05 GMT"}
		if !anyName {
			policy.Subprotocols = []string{"chat"}
		}
		if !anyOrigin {
			policy.Origins = []string{"https://a.example"}
		}
		want, got := Inspect(Exchange{Request: request}, policy), ReplyTo(request, policy)
		if !reflect.DeepEqual(got.Interim, want.Interim) || got.Reply.Raw() != want.Reply.Raw() || got.Reply.Because != want.Reply.Because ||
			got.Subprotocol != want.Subprotocol || got.Extensions != want.Extensions || !reflect.DeepEqual(got.Deflate, want.Deflate) || request != "" && got.Request.End != want.Request.End {
			t.Fatalf("replies\n%s\nthe prediction is\n%s", got.Reply.Raw(), want.Reply.Raw())
		}
	})
}
