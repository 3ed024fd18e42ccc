package head

import (
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
		h := ParseRequest("GET / HTTP/1.1\r\nSec-WebSocket-Extensions: " + value + "\r\n\r\n")
		list := ReadExtensions(&h)
		var texts []string
		for _, e := range list.Members {
			texts = append(texts, e.Text())
		}
		got := strings.Join(texts, " | ")
		if list.Broken != nil {
			got = "bad"
			if list.Broken.NonToken {
				got = "bad token"
			}
		}
		if got != want {
			t.Errorf("%q reads as %q, expected %q", value, got, want)
		}
	}
}

// FuzzExtensions: spans are inside and in order, and a list that parses, written again, parses to the same.
func FuzzExtensions(f *testing.F) {
	f.Add("permessage-deflate; client_max_window_bits=\"10\", x; y")
	f.Add("a;\r\n b=\"1\\")
	f.Fuzz(func(t *testing.T, value string) {
		h := ParseRequest("GET / HTTP/1.1\r\nSec-WebSocket-Extensions: " + value + "\r\n\r\n")
		list := ReadExtensions(&h)
		at := 0
		inside := func(s Span) {
			if s.Start < at && len(h.Faults) == 0 || s.Start > s.End || s.End > len(h.Raw) {
				t.Errorf("span %v behind %d, in %d bytes", s, at, len(h.Raw))
			}
			at = s.Start
		}
		if list.Broken != nil {
			inside(list.Broken.Span)
			return
		}
		var texts []string
		for _, e := range list.Members {
			inside(e.Span)
			inside(e.Name.Span)
			for _, p := range e.Params {
				inside(p.Span())
			}
			texts = append(texts, e.Text())
		}
		again := ParseRequest("GET / HTTP/1.1\r\nSec-WebSocket-Extensions: " + strings.Join(texts, ", ") + "\r\n\r\n")
		members, ok := again.Extensions()
		if !ok || len(members) != len(list.Members) {
			t.Fatalf("%q does not read back: %d members, %v", texts, len(members), ok)
		}
		for i := range members {
			if members[i].Text() != texts[i] {
				t.Errorf("%q reads back as %q", texts[i], members[i].Text())
			}
		}
	})
}

// TestFirstExtension: the first member of a value has its spans, whatever is in its quotes.
func TestFirstExtension(t *testing.T) {
	for value, want := range map[string]string{
		`a; b="1,2", c`: `a; b="1,2"`, " a;b = 1 ,c": "a;b = 1", "a; b": "a; b", "a; =1": "", "": "", `a; b="1`: "",
	} {
		e, ok := FirstExtension(value)
		if got := value[e.Span.Start:e.Span.End]; ok != (want != "") || ok && got != want {
			t.Errorf("%q begins with %q, %t; want %q", value, got, ok, want)
		}
	}
}
