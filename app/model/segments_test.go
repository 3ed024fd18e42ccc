package model

import (
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// joined is what the runs and line ends of a message add up to.
func joined(lines []WireLine) string {
	var b strings.Builder
	for _, l := range lines {
		for _, r := range l.Runs {
			b.WriteString(r.Text)
		}
		b.WriteString(l.End)
	}
	return b.String()
}

func TestSegmentsMarkTheirFinding(t *testing.T) {
	r := handshake.Inspect(handshake.RuleByID("conn-no-upgrade").Broken().Exchange(), handshake.Policy{})
	lines, left := Segments(r.Request, r.Findings, nil, handshake.Request)
	if joined(lines) != r.Request.Raw || left != 0 {
		t.Fatalf("the segments are %q, %d left", joined(lines), left)
	}
	marked := ""
	for _, l := range lines {
		for _, run := range l.Runs {
			if len(run.Findings) > 0 {
				marked += run.Text
				if l.Worst != handshake.Error {
					t.Errorf("the line with an error is marked %v", l.Worst)
				}
			}
		}
	}
	if marked != "keep-alive" {
		t.Errorf("marked is %q, expected the value of Connection", marked)
	}
}

// In HTTP/2 no line has an end.
func TestLineEndsAreThoseOfTheWire(t *testing.T) {
	for name, test := range map[string]struct {
		e    handshake.Exchange
		ends string
	}{
		"HTTP/1.1":              {handshake.Exchange{Request: "GET / HTTP/1.1\r\nHost: a\n\r\n"}, "\r\n|\n|\r\n"},
		"an empty line first":   {handshake.Exchange{Request: "\r\nGET / HTTP/1.1\r\n\r\n"}, "\r\n|\r\n|\r\n"},
		"a name that is empty":  {handshake.Exchange{Request: ": /\r\nHost: a\r\n\r\n"}, "\r\n|\r\n|\r\n"},
		"field lines of HTTP/2": {handshake.Exchange{Request: ":method: GET\r\n:path: /\r\n", HTTP2: true}, "|"},
	} {
		r := handshake.Inspect(test.e, handshake.Policy{})
		lines, _ := Segments(r.Request, r.Findings, nil, handshake.Request)
		var ends []string
		for _, l := range lines {
			ends = append(ends, l.End)
		}
		if got := strings.Join(ends, "|"); got != test.ends {
			t.Errorf("%s: ends %q, expected %q", name, got, test.ends)
		}
	}
}

func TestSegmentsAreBounded(t *testing.T) {
	raw := "GET / HTTP/1.1\r\n" + strings.Repeat("A: b\x00\r\n", 1<<16)
	r := handshake.Inspect(handshake.Exchange{Request: raw}, handshake.Policy{})
	lines, left := Segments(r.Request, r.Findings, nil, handshake.Request)
	if len(lines) > maxLines {
		t.Errorf("%d lines are drawn, expected at most %d", len(lines), maxLines)
	}
	if drawn := joined(lines); len(drawn)+left != len(raw) || !strings.HasPrefix(raw, drawn) {
		t.Errorf("%d bytes drawn and %d left of %d", len(drawn), left, len(raw))
	}
}

func FuzzSegments(f *testing.F) {
	for _, rule := range handshake.Rules {
		f.Add(rule.Broken().Request, rule.Broken().Response)
	}
	f.Fuzz(func(t *testing.T, request, response string) {
		r := handshake.Inspect(handshake.Exchange{Request: request, Response: response}, handshake.Policy{})
		for _, head := range []*head.Head{r.Request, r.Response} {
			if head == nil {
				continue
			}
			lines, left := Segments(head, r.Findings, nil, handshake.Request)
			if got := joined(lines); got != head.Raw[:len(head.Raw)-left] {
				t.Fatalf("segments join to %q, expected %q", got, head.Raw[:len(head.Raw)-left])
			}
		}
	})
}

// A missing field is marked at its place, not over the whole first line.
func TestMissingFieldIsMarkedAtTheEnd(t *testing.T) {
	for _, field := range []string{"Sec-WebSocket-Version: 13\n", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n", "Host: server.example.com\n"} {
		m := New().Edit(strings.Replace(Sample, field, "", 1))
		lines := m.Marked()
		if last := lines[len(lines)-1]; last.Worst != handshake.Error || len(last.Runs) > 0 {
			t.Errorf("without %q the end of the head is marked %v", field, last)
		}
		if lines[0].Worst != 0 {
			t.Errorf("without %q the first line is marked", field)
		}
		if at := m.LineOf(0); at != len(lines) {
			t.Errorf("without %q the finding names line %d of %d", field, at, len(lines))
		}
	}
}

// TestMarkedResponse: the response editor marks its own text, and nothing if that has no response.
func TestMarkedResponse(t *testing.T) {
	reply := New().Report.Reply
	wrong := strings.Replace(ToLF(reply.Raw()), "s3pPLM", "t3pPLM", 1)
	at := strings.Count(wrong[:strings.Index(wrong, "Sec-WebSocket-Accept")], "\n")
	for _, c := range []struct {
		text   string
		marked bool
	}{{wrong, true}, {strings.TrimRight(wrong, "\n"), true}, {wrong + "\n\n", true}, {"< " + strings.ReplaceAll(wrong, "\n", "\n< "), false}, {"", false}} {
		lines := New().EditResponse(c.text).MarkedResponse()
		if c.marked && (len(lines) <= at || lines[at].Worst != handshake.Error) {
			t.Errorf("%q: the accept value is not marked: %v", c.text, lines)
		}
		for i, l := range lines {
			if l.Worst != 0 && !(c.marked && i == at) {
				t.Errorf("%q: line %d is marked", c.text, i+1)
			}
		}
		if n := strings.Count(strings.TrimSuffix(c.text, "\n"), "\n"); len(lines) < n {
			t.Errorf("%q: %d lines", c.text, len(lines))
		}
	}
	if lines := New().EditResponse(wrong + strings.Repeat("X: y\n", maxLines)).MarkedResponse(); lines != nil {
		t.Errorf("a long text has %d marked lines", len(lines))
	}
}

// The accept value has the colour for correct values only if it is correct.
func TestWrongAcceptHasNoThread(t *testing.T) {
	m := New()
	response := m.Report.Reply.Raw()
	for _, c := range []struct {
		response string
		threads  int
	}{{response, 1}, {strings.Replace(response, "s3pPLM", "t3pPLM", 1), 0}} {
		m = New().Edit(Sample + ToLF(c.response))
		drawn, _ := Segments(m.Report.Response, m.Report.Findings, nil, handshake.Response)
		for how, lines := range map[string][]WireLine{"on the wire": drawn, "in the editor": m.Marked()} {
			n := 0
			for _, l := range lines {
				for _, r := range l.Runs {
					if r.Thread == "D" {
						n++
					}
				}
			}
			if n != c.threads {
				t.Errorf("%s %d accept values are green, want %d: %q", how, n, c.threads, c.response)
			}
		}
	}
}
