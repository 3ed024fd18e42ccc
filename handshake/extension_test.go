package handshake

import (
	"fmt"
	"strings"
	"testing"
)

func TestDeflateReply(t *testing.T) {
	const yes = "permessage-deflate"
	const afresh = yes + "; server_no_context_takeover; client_no_context_takeover"
	for offer, want := range map[string]string{
		"permessage-deflate":                                                         yes,
		"permessage-deflate; client_max_window_bits":                                 yes,
		"permessage-deflate; client_max_window_bits=8":                               yes,
		"permessage-deflate; client_max_window_bits=9":                               yes + "; client_max_window_bits=9",
		"permessage-deflate; client_max_window_bits=\"15\"":                          yes + "; client_max_window_bits=15",
		"permessage-deflate; server_max_window_bits=15":                              yes + "; server_max_window_bits=15",
		"permessage-deflate; server_max_window_bits=10":                              yes + "; server_max_window_bits=10",
		"permessage-deflate; server_max_window_bits=8":                               yes + "; server_max_window_bits=8",
		"permessage-deflate; server_max_window_bits=10, permessage-deflate":          yes + "; server_max_window_bits=10",
		"permessage-deflate; server_no_context_takeover":                             yes + "; server_no_context_takeover",
		"permessage-deflate; client_no_context_takeover":                             yes + "; client_no_context_takeover",
		"permessage-deflate; client_no_context_takeover; server_no_context_takeover": afresh,
		"permessage-deflate; client_max_window_bits=12; server_max_window_bits=9; client_no_context_takeover": yes +
			"; client_no_context_takeover; server_max_window_bits=9; client_max_window_bits=12",
		"permessage-deflate; server_max_window_bits":                                 "",
		"permessage-deflate; server_max_window_bits=015":                             "",
		"permessage-deflate; server_max_window_bits=7":                               "",
		"permessage-deflate; server_max_window_bits=16, x, permessage-deflate":       yes,
		"permessage-deflate; unknown":                                                "",
		"permessage-deflate; server_no_context_takeover; server_no_context_takeover": "",
		"permessage-deflate; client_no_context_takeover=1":                           "",
		"permessage-deflate; client_max_window_bits=7":                               "",
		"Permessage-Deflate":                                                         "",
		"x-webkit-deflate-frame, permessage-deflate; client_max_window_bits":         yes,
		"x": "",
	} {
		checkDeflateReply(t, offer, want, Policy{})
		if r := Inspect(good.with("Sec-WebSocket-Extensions", offer).Exchange(), Policy{NoDeflate: true}); r.Extensions != "" || r.Deflate != nil || r.Reply.Status != 101 {
			t.Errorf("offer %q: not declined by the policy", offer)
		}
		if want != "" {
			_, limits, _ := strings.Cut(strings.NewReplacer("; server_no_context_takeover", "", "; client_no_context_takeover", "").Replace(want), yes)
			checkDeflateReply(t, offer, afresh+limits, Policy{NoTakeover: true})
		}
	}
}

func checkDeflateReply(t *testing.T, offer, want string, policy Policy) {
	t.Helper()
	r := Inspect(good.with("Sec-WebSocket-Extensions", offer).Exchange(), policy)
	if r.Reply.Status != 101 || r.Extensions != want || (r.Deflate != nil) != (want != "") {
		t.Errorf("offer %q: %d with %q, %+v; expected 101 with %q", offer, r.Reply.Status, r.Extensions, r.Deflate, want)
	}
	agrees := strings.Contains(r.Reply.Raw(), "\r\nSec-WebSocket-Extensions: "+want+"\r\n")
	if agrees != (want != "") {
		t.Errorf("offer %q: the reply is\n%s", offer, r.Reply.Raw())
	}
	if want == "" {
		return
	}
	// The reply of this endpoint breaks none of its rules, and parses to the agreement.
	x := Exchange{Request: good.with("Sec-WebSocket-Extensions", offer).Request, Response: r.Reply.Raw()}
	for _, f := range Inspect(x, Policy{}).Findings {
		if f.Side == Response && f.Rule.Severity != Note {
			t.Errorf("offer %q: the reply raises %s: %s", offer, f.Rule.ID, f.Got)
		}
	}
	response := x.ResponseHead()
	if read := NegotiatedDeflate(&response); read == nil || *read != *r.Deflate {
		t.Errorf("offer %q: agreed on %+v, and the reply is read as %+v", offer, r.Deflate, read)
	}
}

// TestDeflateReplyBits: with every combination of parameters, each side gets the offered window, and a reply never has
// client_max_window_bits=8.
func TestDeflateReplyBits(t *testing.T) {
	for server := 7; server <= 15; server++ {
		for client := 6; client <= 15; client++ {
			for flags := range 4 {
				offer, want := "permessage-deflate", Deflate{ServerMaxWindowBits: 15, ClientMaxWindowBits: 15}
				if server > 7 { // 7: nothing is offered
					offer += fmt.Sprintf("; server_max_window_bits=%d", server)
					want.ServerMaxWindowBits = server
				}
				switch {
				case client == 6: // nothing
				case client == 7:
					offer += "; client_max_window_bits"
				default:
					offer += fmt.Sprintf("; client_max_window_bits=%d", client)
					if client > 8 {
						want.ClientMaxWindowBits = client
					}
				}
				if flags&1 != 0 {
					offer, want.ServerNoContextTakeover = offer+"; server_no_context_takeover", true
				}
				if flags&2 != 0 {
					offer, want.ClientNoContextTakeover = offer+"; client_no_context_takeover", true
				}
				r := Inspect(good.with("Sec-WebSocket-Extensions", offer).Exchange(), Policy{})
				if r.Deflate == nil || *r.Deflate != want || strings.Contains(r.Extensions, "client_max_window_bits=8") {
					t.Errorf("offer %q gets %q, %+v; expected %+v", offer, r.Extensions, r.Deflate, want)
				}
				if w := r.Deflate.Server(); w.Bits != want.ServerMaxWindowBits || w.Takeover == want.ServerNoContextTakeover {
					t.Errorf("offer %q: the server's window is %+v", offer, w)
				}
				if w := r.Deflate.Client(); w.Bits != want.ClientMaxWindowBits || w.Takeover == want.ClientNoContextTakeover {
					t.Errorf("offer %q: the client's window is %+v", offer, w)
				}
			}
		}
	}
}

func TestDeflateAnswerJudged(t *testing.T) {
	for _, c := range []struct{ offer, answer, rules string }{
		{"permessage-deflate", "permessage-deflate", ""},
		{"permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits=10", ""},
		{"permessage-deflate; client_max_window_bits=10", "permessage-deflate; client_max_window_bits=10", ""},
		{"permessage-deflate; client_max_window_bits=10", "permessage-deflate", ""},
		{"permessage-deflate; server_max_window_bits=10", "permessage-deflate; server_max_window_bits=9", ""},
		{"permessage-deflate; server_max_window_bits=10", "permessage-deflate; server_max_window_bits=11", "pmd-resp-smwb"},
		{"permessage-deflate; server_max_window_bits=10, permessage-deflate", "permessage-deflate", ""},
		{"permessage-deflate; client_max_window_bits=10", "permessage-deflate; client_max_window_bits=15", "pmd-resp-cmwb-larger"},
		{"permessage-deflate", "permessage-deflate; client_max_window_bits=15", "pmd-resp-cmwb-unoffered"},
		{"permessage-deflate", "permessage-deflate; server_max_window_bits", "pmd-resp-param"},
		{"permessage-deflate", "permessage-deflate; x=1", "pmd-resp-param"},
		{"permessage-deflate", "permessage-deflate; server_max_window_bits=16", "pmd-resp-param"},
		{"permessage-deflate", "permessage-deflate; client_no_context_takeover", "pmd-resp-volunteer"},
		{"permessage-deflate; server_no_context_takeover", "permessage-deflate", "pmd-resp-snct"},
		{"permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover", ""},
	} {
		if got := strings.Join(raised(compressed(c.offer, c.answer), "pmd-resp"), " "); got != c.rules {
			t.Errorf("answer %q to %q raises %q, expected %q", c.answer, c.offer, got, c.rules)
		}
	}
}
