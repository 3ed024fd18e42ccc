package handshake

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"upgrade101/handshake/head"
)

// TestManySubprotocols: names are looked up, not searched linearly, which would take minutes.
func TestManySubprotocols(t *testing.T) {
	var offers, names []string
	for i := range head.MaxMembers {
		offers = append(offers, fmt.Sprintf("a-name-that-begins-as-all-do-%06d", i))
	}
	for i := range 100_000 {
		names = append(names, fmt.Sprintf("A-NAME-THAT-BEGINS-AS-ALL-DO-%06d", 2*head.MaxMembers+i))
	}
	done := make(chan Report)
	go func() {
		for range 2 { // none is known; then one is, in other letters
			x := good.with("Sec-WebSocket-Protocol", strings.Join(offers, ", ")).Exchange()
			r := Inspect(x, Policy{Subprotocols: names})
			for i := range r.Findings {
				r.Edits(i, "")
			}
			done <- r
			names = append(slices.Clone(names), strings.ToUpper(offers[len(offers)-1]))
		}
	}()
	for _, want := range []string{"ws-proto-nomatch", "ws-proto-case"} {
		select {
		case r := <-done:
			if find(&r, want) < 0 {
				t.Errorf("%s is not found among %v", want, rulesFound(&r))
			}
		case <-time.After(30 * time.Second):
			t.Fatal("no answer yet: every offer is compared with every name")
		}
	}
}

// A headline names the wrong subprotocol, and has no line ends of a folded value.
func TestFoldedHeadlines(t *testing.T) {
	for name, value := range map[string]string{"Sec-WebSocket-Protocol": "chat,\r\n super/chat", "Origin": "https://a.example\r\n /"} {
		r := Inspect(good.with(name, value).Exchange(), Policy{})
		for _, f := range r.Findings {
			if f.Rule.Severity == Error && (strings.Contains(f.Problem(), `\x0`) || strings.Contains(f.Problem(), "chat, super")) {
				t.Errorf("%s: %s", f.Rule.ID, f.Problem())
			}
		}
	}
}

func TestSubprotocols(t *testing.T) {
	for _, c := range []struct {
		offer  string
		known  []string
		chosen string
		status int
		rules  string
	}{
		{"chat, superchat", nil, "chat", 101, ""},
		{"graphql-transport-ws", nil, "graphql-transport-ws", 101, ""},
		{"v5.channel.k8s.io", nil, "v5.channel.k8s.io", 101, ""},
		{"a,,b", nil, "a", 101, "ws-proto-empty-member"},
		{"chat, superchat", []string{"superchat"}, "superchat", 101, ""},
		{"chat, superchat", []string{"superchat", "chat"}, "chat", 101, "ws-proto-choice"},
		{"chat", []string{}, "", 101, "ws-proto-nomatch"},
		{"Chat", []string{"chat"}, "", 101, "ws-proto-case"},
		{"Chat, chat", []string{"chat"}, "chat", 101, "ws-proto-case"},
		{"a b", nil, "", 400, "ws-proto-token"},
		{`"chat"`, nil, "", 400, "ws-proto-token"},
		{",", nil, "", 400, "ws-proto-empty"},
		{"a, A, a", nil, "", 400, "ws-proto-duplicate"},
		{"bearer, 0123456789abcdef0123456789abcdef", nil, "bearer", 101, "ws-proto-secret"},
		{"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", nil, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", 101, "ws-proto-secret"},
	} {
		e := good.with("Sec-WebSocket-Protocol", c.offer).under(Policy{Subprotocols: c.known})
		if got := strings.Join(raised(e, ""), " "); got != c.rules {
			t.Errorf("offer %q to %q raises %q, expected %q", c.offer, c.known, got, c.rules)
		}
		if r := Inspect(e.Exchange(), e.Policy); r.Reply.Status != c.status || r.Subprotocol != c.chosen {
			t.Errorf("offer %q to %q gets %d with %q, expected %d with %q", c.offer, c.known, r.Reply.Status, r.Subprotocol, c.status, c.chosen)
		}
	}
}
