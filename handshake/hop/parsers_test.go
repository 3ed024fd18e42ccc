package hop_test

import (
	"testing"

	"upgrade101/handshake/hop"
)

// TestParsers: field lines as parsers read them that do not follow the grammar, to the backend and back.
func TestParsers(t *testing.T) {
	const start = "HTTP/1.1 200 OK\r\n"
	for _, test := range []struct {
		name     string
		h        hop.Hop
		was, is  string // the lines of a request, and what reaches the backend
		got, has string // likewise of the answer; nothing for the same lines
	}{
		{"a fold is one blank", hop.Hop{}, "X: a\r\n b\r\n", "X: a b\r\n", "", ""},
		{"each octet of a line end is a blank", hop.Hop{Blanks: "start fold"}, "X: a\r\n b\r\n", "X: a   b\r\n", "", ""},
		{"a fold stays", hop.Hop{Blanks: "end"}, "X: a\r\n b\r\n", "X: a\r\n b\r\n", "", ""},
		{"a fold is a line without a name", hop.Hop{Blanks: "end lines"}, "X: a\r\n b\r\n", "X: a\r\n:  b\r\n", "", ""},
		{"answers are read otherwise", hop.Hop{Blanks: "fold;end cut"}, "X: a\r\n b\r\nY: 1 \r\n", "X: a   b\r\nY: 1\r\n", "X: a\r\n b\r\nY: 1 \r\n", "X: a\r\nY: 1 \r\n"},
		{"a tab stays", hop.Hop{Blanks: "spaces"}, "X: \ta \r\n", "X: \ta\r\n", "", ""},
		{"no blank before an empty value", hop.Hop{Blanks: "start"}, "X:\r\n", "X:\r\n", "", ""},
		{"a line without colon is dropped", hop.Hop{}, "A: 1\r\nx\r\nB: 2\r\n", "A: 1\r\nB: 2\r\n", "", ""},
		{"a line without colon is a name", hop.Hop{Blanks: "spaces bare"}, "A: 1\r\nx\r\nB: 2\r\n", "A: 1\r\nx: \r\nB: 2\r\n", "", ""},
		{"a blank before the colon stays", hop.Hop{}, "X : 1\r\n", "X : 1\r\n", "", ""},
		{"a blank before the colon is seen", hop.Hop{Edits: []string{"-(blank)"}, Answer: []string{"-(blank)"}}, "X : 1\r\nY\t: 1\r\nZ: 1\r\n", "Z: 1\r\n", "", ""},
		{"octets are characters", hop.Hop{Answer: []string{"(octets): utf-8"}}, "X: \xfc\r\n", "X: \xfc\r\n", "X: \xfc\r\n", "X: \xc3\xbc\r\n"},
		{"bytes pass back", hop.Hop{Interim: "raw", Answer: []string{"X: 2"}}, "X:a\r\n", "X: a\r\n", "X:a\r\n x\r\n", "X:a\r\n x\r\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.got == "" {
				test.got, test.has = test.was, test.is
			}
			p := test.h.Forward(parsed("GET / HTTP/1.1\r\n"+test.was+"\r\n"), hop.DefaultEnv)
			if want := "GET / HTTP/1.1\r\n" + test.is + "\r\n"; p.Head != want {
				t.Errorf("the backend gets %q, expected %q", p.Head, want)
			}
			if back, want := test.h.Return(p, start+test.got+"\r\n"), start+test.has+"\r\n"; back.Raw != want {
				t.Errorf("the client gets %q, expected %q", back.Raw, want)
			}
		})
	}
}

// TestForm: the size of a form whose content is JSON, for a hop that writes it as pairs.
func TestForm(t *testing.T) {
	h := hop.Hop{Edits: []string{"[q:form]X: {q:form}"}}
	for content, want := range map[string]string{`{"a": 1}`: "3", `{"a":"b","cd":true}`: "11", `{"a": "b c"}`: "5", "a=1": "", "{}": "0", "null": "", "[1]": "", `"a"`: "", "": ""} {
		p := h.Forward(parsed("POST / HTTP/1.1\r\n\r\n"+content), hop.DefaultEnv)
		is := "POST / HTTP/1.1\r\n\r\n" + content
		if want != "" {
			is = "POST / HTTP/1.1\r\nX: " + want + "\r\n\r\n" + content
		}
		if p.Head != is {
			t.Errorf("%q becomes %q, expected %q", content, p.Head, is)
		}
	}
}

// TestAnswers: what hops do to answers and to the order of lines, each kind once.
func TestAnswers(t *testing.T) {
	const start = "HTTP/1.1 200 OK\r\n"
	reasons := map[string]string{"reason 404": "Not Found", "reason *": "status {a:status}"}
	for _, test := range []struct {
		name     string
		h        hop.Hop
		was, got string
	}{
		{"numbers first, lines of one name together", hop.Hop{AnswerOrder: "# *g @"}, start + "B: 1\r\n7: x\r\nA: 1\r\nb: 2\r\n3: y\r\n300: z\r\n\r\n", start + "3: y\r\n7: x\r\nB: 1\r\nb: 2\r\nA: 1\r\n300: z\r\n\r\n"},
		{"numbers first, the rest reversed", hop.Hop{AnswerOrder: "# *r"}, start + "B: 1\r\n7: x\r\nA: 1\r\n\r\n", start + "7: x\r\nA: 1\r\nB: 1\r\n\r\n"},
		{"a reason that is known", hop.Hop{AnswerHTTP: "1.1", Answers: reasons}, "HTTP/1.1 404 not here\r\n\r\n", "HTTP/1.1 404 Not Found\r\n\r\n"},
		{"a reason that is not", hop.Hop{AnswerHTTP: "1.1", Answers: reasons}, "HTTP/1.1 599 Last\r\n\r\n", "HTTP/1.1 599 status 599\r\n\r\n"},
		{"a reason that stays", hop.Hop{AnswerHTTP: "1.1"}, "HTTP/1.1 599 Last\r\n\r\n", "HTTP/1.1 599 Last\r\n\r\n"},
		{"sizes in capitals", hop.Hop{Answer: []string{"[a.transfer-encoding]^A"}}, start + "Transfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n", start + "Transfer-Encoding: chunked\r\n\r\nB\r\nhello world\r\n0\r\n\r\n"},
		{"no content", hop.Hop{Answer: []string{"!(content): "}}, start + "X: 1\r\n\r\npage", start + "X: 1\r\n\r\n"},
		{"content is tested", hop.Hop{Answer: []string{"[a:text^<]X: html"}}, start + "\r\n<p>", start + "X: html\r\n\r\n<p>"},
		{"a list with bare commas", hop.Hop{Answer: []string{"Vary: {list a.vary}"}}, start + "Vary: a, b\r\nX: 1\r\nVary: c\r\n\r\n", start + "Vary: a,b,c\r\nX: 1\r\n\r\n"},
		{"addresses of Forwarded", hop.Hop{Answer: []string{"Forwarded: for=\"{for a.x}\""}}, start + "X: 192.0.2.1, 2001:db8::1\r\n\r\n", start + "X: 192.0.2.1, 2001:db8::1\r\nForwarded: for=\"192.0.2.1\", for=\"[2001:db8::1]\"\r\n\r\n"},
		{"what came is still known", hop.Hop{Answer: []string{"-x", "[b.x&!a.x]Y: {b.x}"}}, start + "X: 1\r\n\r\n", start + "Y: 1\r\n\r\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := test.h.Forward(parsed("GET / HTTP/1.1\r\n\r\n"), hop.DefaultEnv)
			if back := test.h.Return(p, test.was); back.Raw != test.got {
				t.Errorf("the client gets %q, expected %q", back.Raw, test.got)
			}
		})
	}
}
