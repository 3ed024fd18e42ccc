package head_test

import (
	"bufio"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// sampleRequest is the opening handshake of RFC 6455 §1.2.
const sampleRequest = "GET /chat HTTP/1.1\r\n" +
	"Host: server.example.com\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
	"Origin: http://example.com\r\n" +
	"Sec-WebSocket-Protocol: chat, superchat\r\n" +
	"Sec-WebSocket-Version: 13\r\n\r\n"

// The start line: parts, places, and faults in its blanks.
func TestParseRequestLine(t *testing.T) {
	tests := []struct {
		line                    string
		method, target, version string
		at                      [3]int // where the three start
		blanks                  int    // faults
	}{
		{"GET /chat HTTP/1.1", "GET", "/chat", "HTTP/1.1", [3]int{0, 4, 10}, 0},
		{"GET  /chat HTTP/1.1", "GET", "/chat", "HTTP/1.1", [3]int{0, 5, 11}, 1},
		{"GET\t/chat\tHTTP/1.1", "GET", "/chat", "HTTP/1.1", [3]int{0, 4, 10}, 2},
		{" GET /chat HTTP/1.1 ", "GET", "/chat", "HTTP/1.1", [3]int{1, 5, 11}, 1},
		{"GET /chat", "GET", "/chat", "", [3]int{0, 4, 9}, 0},
		{"GET HTTP/1.1", "GET", "", "HTTP/1.1", [3]int{0, 4, 4}, 0},
		{"GET  HTTP/1.1", "GET", "", "HTTP/1.1", [3]int{0, 5, 5}, 1},
		{"GET /a b HTTP/1.1", "GET", "/a b", "HTTP/1.1", [3]int{0, 4, 9}, 0},
		{"GET /a b", "GET", "/a", "b", [3]int{0, 4, 7}, 0},
		{"GET /a b c", "GET", "/a b c", "", [3]int{0, 4, 10}, 0},
		{"GET", "GET", "", "", [3]int{0, 3, 3}, 0},
	}
	for _, test := range tests {
		h := head.ParseRequest(test.line + "\r\n\r\n")
		if h.Method.Text != test.method || h.Target.Text != test.target || h.Version.Text != test.version {
			t.Errorf("%q: got %q %q %q; expected %q %q %q", test.line, h.Method.Text, h.Target.Text, h.Version.Text, test.method, test.target, test.version)
		}
		if at := [3]int{h.Method.Span.Start, h.Target.Span.Start, h.Version.Span.Start}; at != test.at {
			t.Errorf("%q: parts start at %v; expected %v", test.line, at, test.at)
		}
		blanks := 0
		for _, f := range h.Faults {
			if f.Kind == head.FaultStartLineBlanks {
				blanks++
			}
		}
		if blanks != test.blanks {
			t.Errorf("%q: %d faults about blanks; expected %d", test.line, blanks, test.blanks)
		}
	}
}

// Field lines after "GET / HTTP/1.1\r\n", which is 16 bytes. Fields are name=value@start-end of the line,
// faults kind@start-end.
func TestParseFields(t *testing.T) {
	tests := []struct {
		lines  string
		fields string
		faults string
		ended  bool
	}{
		{"\r\n", "", "", true},
		{"A: 1\r\n\r\n", "A=1@16-20", "", true},
		{"A:\t1 \r\n\r\n", "A=1@16-21", "", true},
		{"A:\r\n\r\n", "A=@16-18", "", true},
		{"A: 1\nB: 2\n\n", "A=1@16-20 B=2@21-25", "lf@20-21 lf@25-26 lf@26-27", true},
		{"A : 1\r\n\r\n", "A=1@16-21", "blank@17-18", true},
		{": 1\r\n\r\n", "=1@16-19", "empty@16-17", true},
		{"A(b: 1\r\n\r\n", "A(b=1@16-22", "name@16-19", true},
		{"A: 1\r\n 2\r\n\t3\r\n\r\n", "A=1 2 3@16-28", "fold@22-24 fold@26-28", true},
		{"A:\r\n 1\r\n\r\n", "A=1@16-22", "fold@20-22", true},
		{"A: 1\r\nbad\r\n 2\r\nB: 3\r\n\r\n", "A=1@16-20 B=3@31-35", "colon@22-25 colon@27-29", true},
		{" A: 1\r\n B: 2\r\nC: 3\r\n\r\n", "C=3@30-34", "first@16-21 first@23-28", true},
		{"A: x\ry\r\n\r\n", "A=x\ry@16-22", "cr@20-21", true},
		{"A: x\x00y\r\n\r\n", "A=x\x00y@16-22", "nul@20-21", true},
		{"A: x\x07y\r\n\r\n", "A=x\x07y@16-22", "ctl@20-21", true},
		{"A: \xffy\r\n\r\n", "A=\xffy@16-21", "obs@19-20", true},
		{"A: 1", "A=1@16-20", "", false},
		{"A: 1\r\nHos", "A=1@16-20", "", false},
		{"A: 1\r\n", "A=1@16-20", "", false},
		{"A: 1\r", "A=1\r@16-21", "", false},
	}
	names := map[head.FaultKind]string{
		head.FaultBareLF: "lf", head.FaultBareCR: "cr", head.FaultNUL: "nul", head.FaultControl: "ctl", head.FaultObsText: "obs", head.FaultNoColon: "colon",
		head.FaultNameEmpty: "empty", head.FaultNameInvalid: "name", head.FaultBlankBeforeColon: "blank", head.FaultFold: "fold", head.FaultBlankBeforeFirst: "first",
	}
	for _, test := range tests {
		h := head.ParseRequest("GET / HTTP/1.1\r\n" + test.lines)
		var fields, faults []string
		for _, f := range h.Fields {
			fields = append(fields, fmt.Sprintf("%s=%s@%d-%d", f.Name.Text, f.Value.Text, f.Line.Start, f.Line.End))
		}
		for _, f := range h.Faults {
			faults = append(faults, fmt.Sprintf("%s@%d-%d", names[f.Kind], f.Span.Start, f.Span.End))
		}
		if got := strings.Join(fields, " "); got != test.fields {
			t.Errorf("%q: fields %q; expected %q", test.lines, got, test.fields)
		}
		if got := strings.Join(faults, " "); got != test.faults {
			t.Errorf("%q: faults %q; expected %q", test.lines, got, test.faults)
		}
		if h.Ended != test.ended {
			t.Errorf("%q: ended is %t; expected %t", test.lines, h.Ended, test.ended)
		}
	}
}

func TestParseLeadingBlankLines(t *testing.T) {
	h := head.ParseRequest("\r\n\nGET / HTTP/1.1\r\n\r\nrest")
	if h.Method.Text != "GET" || h.Line != (head.Span{Start: 3, End: 17}) || h.Rest() != "rest" {
		t.Errorf("method %q, line %v, rest %q; expected GET, {3 17}, rest", h.Method.Text, h.Line, h.Rest())
	}
}

// agree compares with net/http, if that accepts the head and the parser finds no fault that changes a field: every field is there, with the
// same value, in the same order among those of its name.
func agree(t *testing.T, raw string) {
	t.Helper()
	h := head.ParseRequest(raw)
	req, err := http.ReadRequest(bufio.NewReader(strings.NewReader(raw)))
	if err != nil || !h.HasRequestLine() || !h.Ended {
		return
	}
	if req.Method != h.Method.Text || req.RequestURI != h.Target.Text || req.Proto != h.Version.Text {
		for _, f := range h.Faults {
			if f.Kind == head.FaultStartLineBlanks || f.Kind == head.FaultLeadingBlankLine {
				return
			}
		}
		t.Errorf("%q: the request line is %q %q %q; net/http has %q %q %q", raw, h.Method.Text, h.Target.Text, h.Version.Text, req.Method, req.RequestURI, req.Proto)
	}
	for _, f := range h.Faults {
		if f.Kind == head.FaultBlankBeforeColon || f.Kind == head.FaultNameInvalid {
			return // net/http.ReadRequest makes a name of these, and only its server refuses them
		}
	}
	ours := map[string][]string{}
	for _, f := range h.Fields {
		name := http.CanonicalHeaderKey(f.Name.Text)
		ours[name] = append(ours[name], f.Value.Text)
	}
	for name, values := range req.Header {
		if name == "Cache-Control" || strings.Join(ours[name], "\n") == strings.Join(values, "\n") {
			continue // net/http makes Cache-Control of Pragma
		}
		t.Errorf("%q: %s is %q; net/http has %q", raw, name, ours[name], values)
	}
	for name := range ours {
		switch name {
		case "Host", "Transfer-Encoding", "Trailer", "Content-Length": // net/http moves these elsewhere
			continue
		}
		if _, ok := req.Header[name]; !ok {
			t.Errorf("%q: %s is %q; net/http has none", raw, name, ours[name])
		}
	}
}

func TestParseAgreesWithNetHTTP(t *testing.T) {
	agree(t, sampleRequest)
	agree(t, strings.ReplaceAll(sampleRequest, "\r\n", "\n"))
	for _, lines := range []string{"X-Folded: one\r\n two\r\n\tthree", "x-lower: 1\r\nX-LOWER: 2", "X-Empty: \r\nX-Blanks:  \t a \t b \t"} {
		agree(t, strings.TrimSuffix(sampleRequest, "\r\n")+lines+"\r\n\r\n")
	}
	for _, rule := range handshake.Rules {
		if rule.Broken().Request != "" && !rule.Broken().HTTP2 {
			agree(t, rule.Broken().Request)
		}
	}
}

// FuzzParse: for any bytes, every span is inside and has its text, lines are in order and do not overlap, and each line of the head is a
// field, part of one, or a fault.
func FuzzParse(f *testing.F) {
	f.Add(sampleRequest)
	f.Add("GET / HTTP/1.1\nA: 1\n 2\n\nrest")
	f.Add("\r\n\r\n x\r\n: y\r\nz")
	f.Add("A: \r\n \r\n\t\r\nno colon\r\n fold\r\n\r\n")
	for _, rule := range handshake.Rules {
		f.Add(rule.Broken().Request)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		request := head.ParseRequest(raw)
		agree(t, raw)
		checkHead(t, request)
		checkHead(t, head.ParseResponse(raw))
		checkHead(t, head.ParseFieldList(raw))
		for _, token := range []head.Token{request.Method, request.Target, request.Version} {
			if request.Text(token.Span) != token.Text {
				t.Errorf("%q: %v is not the text of its span", raw, token)
			}
		}
	})
}

func checkHead(t *testing.T, h head.Head) {
	t.Helper()
	last := h.Line.End
	for _, f := range h.Fields {
		if f.Line.Start < last || f.Line.End < f.Line.Start || f.Line.End > h.End.Start {
			t.Fatalf("%q: line %v after %d, head ends at %d", h.Raw, f.Line, last, h.End.Start)
		}
		last = f.Line.End
		if h.Text(f.Name.Span) != f.Name.Text || f.Name.Span.Start != f.Line.Start {
			t.Fatalf("%q: name %v is not the start of its line %v", h.Raw, f.Name, f.Line)
		}
		if s := f.Value.Span; s.Start < f.Name.Span.End || s.End < s.Start || s.End > f.Line.End {
			t.Fatalf("%q: value %v outside its line %v", h.Raw, f.Value, f.Line)
		}
		if !strings.Contains(h.Text(f.Line), "\n") && h.Text(f.Value.Span) != f.Value.Text {
			t.Fatalf("%q: value %v is not the text of its span", h.Raw, f.Value)
		}
	}
	if h.End.Start < last || h.End.End > len(h.Raw) || h.Ended == (h.End.Len() == 0) {
		t.Fatalf("%q: the head ends at %v, ended %t", h.Raw, h.End, h.Ended)
	}
	for _, fault := range h.Faults {
		if s := fault.Span; s.Start < 0 || s.End <= s.Start || s.End > h.End.End {
			t.Fatalf("%q: fault %v outside the head, which ends at %v", h.Raw, fault, h.End)
		}
	}
	if h.Dropped > 0 || len(h.Faults) == head.MaxFaults {
		return
	}
	known := make([]bool, len(h.Raw)+1)
	mark := func(s head.Span) {
		for i := s.Start; i < s.End; i++ {
			known[i] = true
		}
	}
	mark(h.Line)
	for _, f := range h.Fields {
		mark(f.Line)
	}
	for _, f := range h.Faults {
		mark(f.Span)
	}
	for at := 0; at < h.End.Start; {
		end, next := h.LineAt(at)
		if unfinished := next == end; !unfinished && end > at && !known[at] {
			t.Fatalf("%q: the line at %d is neither field nor fault", h.Raw, at)
		}
		at = next
	}
}
