package model

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
	"upgrade101/handshake/cause"
)

func TestModelVerdicts(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       handshake.Verdict
		status     int
	}{
		{"the sample", Sample, handshake.Upgrades, 101},
		{"close for upgrade", strings.Replace(Sample, "Connection: Upgrade", "Connection: close", 1), handshake.Rejected, 426},
		{"the shortest form", "GET https://api.example.test/chat\nUpgrade: websocket\nConnection: Upgrade\n" +
			"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n", handshake.Upgrades, 101},
		{"nothing", "", handshake.None, 0},
		{"no handshake", "Connection refused", handshake.None, 0},
	} {
		m := New().Edit(c.text)
		got := m.Report.Verdict()
		if c.want == handshake.Upgrades && got == handshake.UpgradesWithWarnings {
			got = c.want
		}
		if got != c.want {
			t.Errorf("%s: verdict %q, expected %q", c.name, got, c.want)
		}
		if c.status != 0 && m.Report.Reply.Status != c.status {
			t.Errorf("%s: status %d, expected %d", c.name, m.Report.Reply.Status, c.status)
		}
	}
}

func TestCaretFindsItsFinding(t *testing.T) {
	text := strings.Replace(Sample, "Connection: Upgrade", "Connection: close", 1)
	m := New().Edit(text).Caret(strings.Index(text, "close") + 2)
	if m.Selected < 0 {
		t.Fatal("the caret is in a fault and selects nothing")
	}
	if id := m.Report.Findings[m.Selected].Rule.ID; !strings.HasPrefix(id, "conn-") {
		t.Errorf("the caret in Connection selects %s", id)
	}
	span, ok := m.SelectedSpan()
	if !ok || !strings.Contains(text[span.Start:span.End], "close") {
		t.Errorf("the selection is %q", text[span.Start:span.End])
	}
	if m = m.Caret(strings.Index(text, "/chat")); m.Selected >= 0 {
		t.Errorf("the caret in the target selects %s", m.Report.Findings[m.Selected].Rule.ID)
	}
}

func TestWalkGoesAround(t *testing.T) {
	m := New().Edit(strings.NewReplacer("Upgrade: websocket\n", "", "Version: 13", "Version: 8").Replace(Sample))
	n := len(m.Report.Findings)
	if n == 0 {
		t.Fatal("a broken request has no findings")
	}
	for range n {
		m = m.Walk(1)
	}
	if m.Selected != n-1 {
		t.Errorf("after %d steps finding %d is selected", n, m.Selected)
	}
	if m = m.Walk(1); m.Selected != 0 {
		t.Errorf("after the last comes %d, expected the first", m.Selected)
	}
}

func TestAnswerIsJudged(t *testing.T) {
	m := New().EditResponse("HTTP/1.1 200 OK\nContent-Length: 0\n\n")
	if o := m.Report.Client; o == nil || o.Opens {
		t.Fatalf("a 200 opens a socket: %+v", o)
	}
	m = New()
	m = m.EditResponse(strings.ReplaceAll(m.Report.Reply.Raw(), "\r\n", "\n"))
	if o := m.Report.Client; o == nil || !o.Opens || !o.BrowserOpens {
		t.Errorf("the expected answer does not open: %+v", o)
	}
}

func TestGuess(t *testing.T) {
	for _, l := range lessons.All() {
		m := New().At("lesson/" + l.Slug)
		if m.OpenLesson == nil {
			t.Fatalf("%s does not open", l.Slug)
		}
		m = m.Go(Predict)
		if !m.OpenLesson.Covered() {
			t.Fatalf("%s is not covered", l.Slug)
		}
		q := l.Question
		line, other := q.Side.String()+" "+strconv.Itoa(q.Line), "request 1"
		if q.Line == 0 {
			line = NoLine
		} else if line == other {
			other = NoLine
		}
		opens, closed := string(q.Opening()), string(lessons.No)
		if opens == closed {
			closed = string(lessons.Yes)
		}
		fault := string(q.Fault[0])
		all := [3]Mark{Right, Right, Right}
		contrary := all
		if contrary[0] = Wrong; q.Some {
			contrary[0] = Defensible
		}
		for _, c := range []struct {
			opens, line, fault string
			asked              string
			marks              [3]Mark
		}{
			{"", "", "", "guess-opens", all},
			{opens, "", "", "guess-line", all},
			{opens, line, "", "guess-fault", all},
			{"", line, fault, "guess-opens", all},
			{opens, line, fault, "", all},
			{closed, line, fault, "", contrary},
		} {
			s := set("guess-line")(set("guess-opens")(set("guess-fault")(m, c.fault), c.opens), c.line).OpenLesson
			s.Guess = s.Guess.Check()
			if s.Guess.Checked != (c.asked == "") || s.Guess.Asked != c.asked || c.asked == "" && s.Marks() != c.marks {
				t.Errorf("%s: the guess %q, %q, %q becomes %+v with %v", l.Slug, c.opens, c.line, c.fault, s.Guess, s.Marks())
			}
		}
		s := set("guess-line")(set("guess-opens")(m, opens), other).OpenLesson
		if mark := s.Marks()[1]; mark == Right {
			t.Errorf("%s: %q is right, too", l.Slug, other)
		}
		for _, also := range q.Also {
			s := set("guess-line")(m, also.Side.String()+" "+strconv.Itoa(also.Line)).OpenLesson
			if s.Marks()[1] != Defensible {
				t.Errorf("%s: %q cannot be defended", l.Slug, also.Text)
			}
		}
		for _, also := range q.Fault[1:] {
			if set("guess-fault")(m, string(also)).OpenLesson.Marks()[2] != Defensible {
				t.Errorf("%s: %s cannot be defended", l.Slug, also)
			}
		}
	}
}

func FuzzEdit(f *testing.F) {
	f.Add(Sample, 3)
	f.Add("", 0)
	f.Add("\x00\xff\r\n\n:🙂", 4)
	f.Fuzz(func(t *testing.T, text string, at int) {
		m := New().Edit(text).Caret(at).Walk(1).Walk(-1)
		for i := range m.Report.Findings {
			if span, ok := m.Select(i).SelectedSpan(); ok && (span.Start < 0 || span.End < span.Start || span.End > len(text)) {
				t.Fatalf("finding %d points at %v of %d bytes", i, span, len(text))
			}
		}
		if m.Undo().Text != Sample {
			t.Fatal("an edit cannot be taken back")
		}
	})
}

// A new response in the text of the request editor replaces that in the response editor; an earlier one, or none, does not.
func TestTheNewerResponseWins(t *testing.T) {
	const refused = "HTTP/1.1 403 Forbidden\n\n"
	both := Sample + "HTTP/1.1 503 Service Unavailable\n\n"
	har := `{"log":{"entries":[{"request":{"method":"GET","url":"https://a.example/ws","headers":[]},"response":{"status":503,"statusText":"No","headers":[]}}]}}`
	for name, change := range map[string]func(Model) Model{
		"pasted": func(m Model) Model { return m.Edit(both) },
		"a HAR":  func(m Model) Model { return m.Type(har) },
		"typed": func(m Model) Model {
			for i := range len(both) - len(Sample) {
				m = m.Type(both[:len(Sample)+i+1])
			}
			return m
		},
	} {
		before := New().PutResponse(refused)
		m := change(before)
		if m.ResponseText != "" || m.Report.Response == nil || m.Report.Response.Status.Text != "503" {
			t.Errorf("%s: the response editor holds %q, and judged is %q", name, m.ResponseText, m.Report.Exchange.Response)
		}
		for m.Text != before.Text && m.CanUndo() {
			m = m.Undo()
		}
		if m.ResponseText != refused || m.Report.Response.Status.Text != "403" {
			t.Errorf("%s: undo leaves the response %q", name, m.ResponseText)
		}
	}
	if m := New().PutResponse(refused).Edit(strings.Replace(Sample, "/chat", "/ws", 1)); m.ResponseText != refused {
		t.Errorf("a request alone leaves the response %q", m.ResponseText)
	}
	if m := New().Put(both, refused, handshake.Policy{}).Edit("\n" + both); m.ResponseText != refused {
		t.Errorf("a response that was there before leaves %q", m.ResponseText)
	}
}

func TestTheExampleIsCalledOne(t *testing.T) {
	for m, want := range map[*Model]string{
		ptr(New()):                       "Example: works",
		ptr(New().Edit(Sample + "\n")):   "Works",
		ptr(New().Edit("").Edit(Sample)): "Example: works",
		ptr(New().Put(Sample, "", handshake.Policy{Origins: []string{"https://a.example"}})): "Fails",
		ptr(New().Edit(Sample[:30])):                         New().Edit(Sample[:30]).Judged.Headline,
		ptr(New().PutResponse("HTTP/1.1 403 Forbidden\n\n")): "Fails: the server answered 403",
	} {
		if got := m.Headline(); got != want {
			t.Errorf("the headline of %q is %q, want %q", m.Text, got, want)
		}
	}
}

func ptr(m Model) *Model { return &m }

// A refusal has the same causes and findings in both tabs: the example in the other one is not what a server refused. What an accept value
// needs is judged with it, and says so.
func TestAnAnswerIsJudgedAlikeInBothTabs(t *testing.T) {
	const fields = "Server: nginx/1.24.0\nContent-Type: text/plain; charset=utf-8\nConnection: keep-alive\nSec-Websocket-Version: 13\n"
	for _, answer := range []string{
		"HTTP/1.1 400 Bad Request\n" + fields + "\nBad Request\n", "HTTP/1.1 426 Upgrade Required\n" + fields + "\n", "HTTP/1.1 403 Forbidden\n" + fields + "\n",
		"HTTP/1.1 404 Not Found\nServer: nginx\n\n", "HTTP/1.1 502 Bad Gateway\nServer: nginx\n\n", "HTTP/1.1 400 Bad Request\nSec-WebSocket-Version: 13\n\n",
		"HTTP/1.1 200 OK\nServer: nginx\nContent-Type: text/html\n\n<html></html>\n", "HTTP/1.1 301 Moved Permanently\nLocation: https://a.example/ws\n\n",
	} {
		alone, beside := New().Edit(answer), New().PutResponse(answer)
		beside = beside.Look()
		ids := func(m Model) (ids []string) {
			for _, c := range m.Judged.Causes {
				ids = append(ids, c.ID+" "+string(c.Certainty))
			}
			for _, f := range m.Report.Findings {
				ids = append(ids, f.Rule.ID)
			}
			return ids
		}
		if a, b := ids(alone), ids(beside); len(a) == 0 || !slices.Equal(a, b) || alone.Headline() != beside.Headline() {
			t.Errorf("%q: %q, %q; in the other tab %q, %q", answer, alone.Headline(), a, beside.Headline(), b)
		}
		if !strings.HasSuffix(beside.Judged.Meaning, "It is judged without the example request.") || strings.Contains(alone.Judged.Meaning, "example") {
			t.Errorf("%q: %q, %q", answer, alone.Judged.Meaning, beside.Judged.Meaning)
		}
		if own := beside.Edit(strings.Replace(Sample, "/chat", "/ws", 1)); strings.Contains(own.Judged.Meaning, "example") {
			t.Errorf("%q: an own request is called the example: %q", answer, own.Judged.Meaning)
		}
	}
	if m := Transitions[DoExpectedResponse](New(), ""); m.Judged.State == cause.Fails || !strings.Contains(m.Judged.Meaning, "It is judged with the example request.") {
		t.Errorf("%q, %q", m.Headline(), m.Judged.Meaning)
	}
}
