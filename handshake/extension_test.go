package handshake

import (
	"fmt"
	"strings"
	"testing"

	"upgrade101/handshake/head"
)

func TestDeflateAnswer(t *testing.T) {
	const yes = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
	for offer, want := range map[string]string{
		"permessage-deflate":                                                         yes,
		"permessage-deflate; client_max_window_bits":                                 yes,
		"permessage-deflate; client_max_window_bits=8":                               yes,
		"permessage-deflate; server_max_window_bits=15":                              yes + "; server_max_window_bits=15",
		"permessage-deflate; server_max_window_bits=10":                              "",
		"permessage-deflate; server_max_window_bits=10, permessage-deflate":          yes,
		"permessage-deflate; server_max_window_bits":                                 "",
		"permessage-deflate; server_max_window_bits=015":                             "",
		"permessage-deflate; server_max_window_bits=16, x, permessage-deflate":       yes,
		"permessage-deflate; unknown":                                                "",
		"permessage-deflate; server_no_context_takeover; server_no_context_takeover": "",
		"permessage-deflate; client_no_context_takeover=1":                           "",
		"permessage-deflate; client_max_window_bits=7":                               "",
		"permessage-deflate; client_max_window_bits=\"15\"":                          yes,
		"Permessage-Deflate":                                                         "",
		"x-webkit-deflate-frame, permessage-deflate; client_max_window_bits":         yes,
		"x": "",
	} {
		r := Inspect(good.with("Sec-WebSocket-Extensions", offer).Exchange(), Policy{})
		if r.Reply.Status != 101 || r.Extensions != want || (r.Deflate != nil) != (want != "") {
			t.Errorf("offer %q: %d with %q, %+v; expected 101 with %q", offer, r.Reply.Status, r.Extensions, r.Deflate, want)
		}
		answered := strings.Contains(r.Reply.Raw(), "\r\nSec-WebSocket-Extensions: "+want+"\r\n")
		if answered != (want != "") {
			t.Errorf("offer %q: the reply is\n%s", offer, r.Reply.Raw())
		}
		if r := Inspect(good.with("Sec-WebSocket-Extensions", offer).Exchange(), Policy{NoDeflate: true}); r.Extensions != "" || r.Deflate != nil || r.Reply.Status != 101 {
			t.Errorf("offer %q: not declined by the policy", offer)
		}
		if want != "" { // what this endpoint answers is right by its own rules
			x := Exchange{Request: good.with("Sec-WebSocket-Extensions", offer).Request, Response: r.Reply.Raw()}
			for _, f := range Inspect(x, Policy{}).Findings {
				if f.Side == Response && f.Rule.Severity != Note {
					t.Errorf("offer %q: the answer raises %s: %s", offer, f.Rule.ID, f.Got)
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

// Every parameter has its meaning, whatever it is.
func FuzzMeanings(f *testing.F) {
	f.Add("permessage-deflate; client_max_window_bits; server_max_window_bits=99, x; y=1")
	f.Fuzz(func(t *testing.T, value string) {
		h := head.ParseRequest("GET / HTTP/1.1\r\nSec-WebSocket-Extensions: " + value + "\r\n\r\n")
		extensions, _ := h.Extensions()
		for i := range extensions {
			e := &extensions[i]
			for _, side := range []Side{Request, Response} {
				if m := Meanings(e, side); len(m) != 1+len(e.Params) {
					t.Errorf("%d meanings for %d parameters", len(m), len(e.Params))
				}
			}
		}
	})
}

func ExampleMeanings() {
	h := head.ParseRequest("GET / HTTP/1.1\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n")
	extensions, _ := h.Extensions()
	for _, m := range Meanings(&extensions[0], Request) {
		fmt.Println(m.Name + ": " + m.Means)
	}
	// Output:
	// permessage-deflate: Messages may be compressed with DEFLATE, each one on its own; the first reserved bit of a frame says which are.
	// client_max_window_bits: The client is able to limit its window, and the server may set the limit in its answer.
}
