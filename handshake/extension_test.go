package handshake

import (
	"fmt"
	"strings"
	"testing"
)

func TestExtensionsParse(t *testing.T) {
	for value, want := range map[string]string{
		"permessage-deflate":      "permessage-deflate",
		"a;b;c=1 , d":             "a; b; c=1 | d",
		"a ; b = 1\t;\tc = \"2\"": "a; b=1; c=2",
		`a; b="1\2"`:              "a; b=12",
		", a,, b ,":               "a | b",
		"foo;bar; baz":            "foo; bar; baz",
		`a; b="x,y"`:              "bad token",
		`a; b=""`:                 "bad token",
		`a; b="1`:                 "bad",
		`a; b="1\`:                "bad",
		"a;":                      "bad",
		"a; =1":                   "bad",
		"a; b=":                   "bad",
		"a; b==1":                 "bad",
		"a b":                     "bad",
		"a=1":                     "bad",
		`"a"`:                     "bad",
		"a; b=1 c":                "bad",
		"permessage-deflate; client_max_window_bits/5": "bad",
		";":    "bad",
		"":     "",
		" , ,": "",
	} {
		h := ParseRequest(good.with("Sec-WebSocket-Extensions", value).Request)
		list := readExtensions(&h)
		var texts []string
		for _, e := range list.members {
			texts = append(texts, e.Text())
		}
		got := strings.Join(texts, " | ")
		if list.broken != nil {
			got = "bad"
			if list.broken.nonToken {
				got = "bad token"
			}
		}
		if got != want {
			t.Errorf("%q reads as %q, expected %q", value, got, want)
		}
	}
}

// FuzzExtensions holds that spans are inside and in order, and that what parses still parses, to the
// same, when it is written out again.
func FuzzExtensions(f *testing.F) {
	f.Add("permessage-deflate; client_max_window_bits=\"10\", x; y")
	f.Add("a;\r\n b=\"1\\")
	f.Fuzz(func(t *testing.T, value string) {
		h := ParseRequest("GET / HTTP/1.1\r\nSec-WebSocket-Extensions: " + value + "\r\n\r\n")
		list := readExtensions(&h)
		at := 0
		inside := func(s Span) {
			if s.Start < at && len(h.Faults) == 0 || s.Start > s.End || s.End > len(h.Raw) {
				t.Errorf("span %v behind %d, in %d bytes", s, at, len(h.Raw))
			}
			at = s.Start
		}
		if list.broken != nil {
			inside(list.broken.span)
			return
		}
		var texts []string
		for _, e := range list.members {
			inside(e.Span)
			inside(e.Name.Span)
			for _, p := range e.Params {
				inside(p.Span())
			}
			if m := e.Meanings(Request); len(m) != 1+len(e.Params) {
				t.Errorf("%d meanings for %d parameters", len(m), len(e.Params))
			}
			texts = append(texts, e.Text())
		}
		again := ParseRequest("GET / HTTP/1.1\r\nSec-WebSocket-Extensions: " + strings.Join(texts, ", ") + "\r\n\r\n")
		members, ok := again.Extensions()
		if !ok || len(members) != len(list.members) {
			t.Fatalf("%q does not read back: %d members, %v", texts, len(members), ok)
		}
		for i := range members {
			if members[i].Text() != texts[i] {
				t.Errorf("%q reads back as %q", texts[i], members[i].Text())
			}
		}
	})
}

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
					t.Errorf("offer %q: the answer raises %s: %s", offer, f.Rule.ID, f.Saw)
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

func ExampleExtension_Meanings() {
	h := ParseRequest("GET / HTTP/1.1\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n")
	extensions, _ := h.Extensions()
	for _, m := range extensions[0].Meanings(Request) {
		fmt.Println(m.Name + ": " + m.Means)
	}
	// Output:
	// permessage-deflate: Messages may be compressed with DEFLATE, each one on its own; the first reserved bit of a frame says which are.
	// client_max_window_bits: The client is able to limit its window, and the server may set the limit in its answer.
}
