package lessons

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/cause"
)

func TestEveryFileIsRead(t *testing.T) {
	if All(); all.err != nil {
		t.Fatal(all.err)
	}
	entries, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(All()) != len(entries) || len(All()) < 28 {
		t.Fatalf("%d lessons of %d files; expected all, and at least 28", len(All()), len(entries))
	}
}

func TestOrder(t *testing.T) {
	slug := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for i, l := range All() {
		if l.Number != i+1 {
			t.Errorf("%s: number %d, expected %d", l.Slug, l.Number, i+1)
		}
		if !slug.MatchString(l.Slug) || seen[l.Slug] {
			t.Errorf("the slug %q is not kebab case, or not unique", l.Slug)
		}
		seen[l.Slug] = true
		if got, ok := BySlug(l.Slug); !ok || got.Number != l.Number {
			t.Errorf("BySlug(%q) finds number %d, %v", l.Slug, got.Number, ok)
		}
		next, ok := l.Next()
		if ok != (i+1 < len(All())) || ok && next.Number != l.Number+1 {
			t.Errorf("%s: next is %d, %v", l.Slug, next.Number, ok)
		}
		prev, ok := l.Prev()
		if ok != (i > 0) || ok && prev.Number != l.Number-1 {
			t.Errorf("%s: previous is %d, %v", l.Slug, prev.Number, ok)
		}
	}
	for _, must := range []string{"rfc-sample", "nginx-strips-upgrade", "hardcoded-connection", "firefox-keep-alive"} {
		if !seen[must] {
			t.Errorf("there is no lesson %q", must)
		}
	}
	if _, ok := BySlug("no-such-lesson"); ok {
		t.Error("BySlug finds what is not there")
	}
}

// Every lesson is in one track, and a track has several lessons.
func TestTracks(t *testing.T) {
	n := 0
	for _, track := range Tracks {
		of := track.Of()
		if n += len(of); len(of) < 3 || track.Title == "" || !strings.HasSuffix(track.About, ".") {
			t.Errorf("%s: %d lessons, title %q, about %q", track.ID, len(of), track.Title, track.About)
		}
	}
	if n != len(All()) {
		t.Errorf("%d lessons in tracks, of %d", n, len(All()))
	}
}

// The question for the line reveals neither whether it opens nor whose fault it is, which are questions, too.
func TestQuestionsTellNoAnswer(t *testing.T) {
	telling := regexp.MustCompile(`(?i)\b(opens?|opening|refuses?d?|fails?|hang|trust|blame|proxy|nginx|flawless|well formed|did the|browsers?|clients?|servers?|caddy)\b`)
	for _, l := range All() {
		if word := telling.FindString(l.Question.Ask); word != "" {
			t.Errorf("%s: %q tells %q", l.Slug, l.Question.Ask, word)
		}
	}
}

// Every question has an answer to each of its parts.
func TestQuestions(t *testing.T) {
	for _, l := range All() {
		q := l.Question
		if len(q.Fault) == 0 || q.Ask == "" || len(q.Why) == 0 {
			t.Errorf("%s: fault %v, ask %q, why %v", l.Slug, q.Fault, q.Ask, q.Why)
		}
		if q.Opens && q.Fault[0] == NoFault && q.Side == handshake.Response {
			t.Errorf("%s: nothing is wrong, and a line of the answer is to blame", l.Slug)
		}
		if q.Fault[0] == NoFault && len(q.Fault) > 1 {
			t.Errorf("%s: nothing is wrong, and a fault is accepted: %v", l.Slug, q.Fault)
		}
		if !q.Opens && l.Expect.BrowserOpens == Opens && !q.stated {
			t.Errorf("%s: it opens in a browser", l.Slug)
		}
	}
}

// oneSide are lessons whose answer is a line that the other head has, too, where it is no answer.
var oneSide = map[string]string{
	"nginx-strips-upgrade": "the refusal closes because of itself",
	"token-as-subprotocol": "the question is about the answer",
	"connect-udp":          "the question is about the request",
}

// A line that is in both heads is an answer in both.
func TestQuestionsTakeALineOnBothSides(t *testing.T) {
	for _, l := range All() {
		places := append([]Place{l.Question.Place}, l.Question.Also...)
		taken := func(side handshake.Side, text string) bool {
			return slices.ContainsFunc(places, func(p Place) bool { return p.Side == side && p.Text == text })
		}
		both := 0
		for line := range strings.SplitSeq(l.Request, "\r\n") {
			if line == "" || !slices.Contains(strings.Split(l.Response, "\r\n"), line) {
				continue
			}
			if asked, answered := taken(handshake.Request, line), taken(handshake.Response, line); asked != answered {
				both++
			}
		}
		if (both > 0) != (oneSide[l.Slug] != "") {
			t.Errorf("%s: %d lines are answers in one head and not in the other", l.Slug, both)
		}
	}
}

// The answers of a question agree with what the page says of the exchange: whether it opens, and in which clients.
func TestQuestionsAgreeWithTheJudgement(t *testing.T) {
	for _, l := range All() {
		if l.Verdict.Headline != "" { // the exchange alone does not show it
			continue
		}
		r := handshake.Inspect(l.Exchange(), l.Policy)
		outcome, _ := cause.Explain(cause.Evidence{Report: &r})
		_, headline, _ := cause.Headline(outcome, &r)
		if some := strings.HasSuffix(headline, "in some clients"); some != l.Question.Some {
			t.Errorf("%s: the question says of some clients %v, the headline is %q", l.Slug, l.Question.Some, headline)
		}
		if opened := outcome.Result == cause.Opened || outcome.Result == cause.Closed; opened != l.Question.Opens && !l.Question.Some {
			t.Errorf("%s: the question says that it opens: %v; the outcome is %q", l.Slug, l.Question.Opens, outcome.Result)
		}
	}
}

// Whole sentences with an end, enough of everything, and nothing empty.
func TestComplete(t *testing.T) {
	for _, l := range All() {
		t.Run(l.Slug, func(t *testing.T) {
			if len(l.Title) < 8 || len(l.Title) > 70 || strings.HasSuffix(l.Title, ".") {
				t.Errorf("title %q: expected 8 to 70 bytes without a stop", l.Title)
			}
			if len(l.Summary) < 80 || len(l.Summary) > 220 || !strings.HasSuffix(l.Summary, ".") {
				t.Errorf("summary of %d bytes: expected 80 to 220, with a stop", len(l.Summary))
			}
			if !slices.Contains([]Level{Beginner, Intermediate, Expert}, l.Level) {
				t.Errorf("level %q", l.Level)
			}
			if len(l.Symptoms) < 2 || len(l.Topics) < 2 {
				t.Errorf("%d symptoms, %d topics: expected two of each at least", len(l.Symptoms), len(l.Topics))
			}
			if len(l.Story) < 3 || len(l.Notice) == 0 {
				t.Errorf("%d paragraphs of story, %d blocks to notice", len(l.Story), len(l.Notice))
			}
			if l.Request == "" || l.Response == "" {
				t.Error("expected a request and a response")
			}
			if l.Expect.Verdict == "" || l.Expect.Status == 0 || len(l.Expect.Findings) == 0 {
				t.Errorf("expectation %+v is not complete", l.Expect)
			}
			if len(l.Fixes) == 0 {
				t.Error("no fix")
			}
			for _, f := range l.Fixes {
				if f.Where == "" || len(f.Text) == 0 || f.Code == "" && len(f.Text.Plain()) < 100 {
					t.Errorf("the fix for %q is not complete", f.Where)
				}
				if strings.Contains(f.Text.String(), "    ") {
					t.Errorf("the fix for %q has code in its prose", f.Where)
				}
			}
			if !strings.HasSuffix(l.Question.Ask, "?") || len(l.Question.Why) == 0 {
				t.Errorf("question %q, and %d blocks of answer", l.Question.Ask, len(l.Question.Why))
			}
			if (l.Question.Side == 0) != (l.Question.Line == 0) {
				t.Errorf("question: side %s, line %d", l.Question.Side, l.Question.Line)
			}
			if len(l.Links) < 3 {
				t.Errorf("%d links", len(l.Links))
			}
			for where, text := range map[string]Text{"story": l.Story, "notice": l.Notice, "why": l.Question.Why} {
				for _, block := range text {
					for _, words := range block.Items {
						if last := words[len(words)-1].Text; !strings.HasSuffix(strings.TrimRight(last, ")”"), ".") && !strings.HasSuffix(last, "?") {
							t.Errorf("%s: %q has no end", where, last)
						}
					}
				}
			}
		})
	}
}

func TestLinks(t *testing.T) {
	for _, l := range All() {
		rfc := false
		for _, link := range l.Links {
			u, err := url.Parse(link.URL)
			if err != nil || u.Scheme != "https" || u.Host == "" || link.Text == "" {
				t.Errorf("%s: link %+v", l.Slug, link)
			}
			if strings.HasPrefix(link.Text, "RFC ") {
				rfc = true
				if u.Host != "www.rfc-editor.org" && u.Host != "datatracker.ietf.org" {
					t.Errorf("%s: %s is at %s", l.Slug, link.Text, u.Host)
				}
			}
		}
		if !rfc {
			t.Errorf("%s: no RFC to read", l.Slug)
		}
	}
}

// The wire form has CRLF in the head, its end, and a correct length.
func TestWire(t *testing.T) {
	for _, l := range All() {
		for side, raw := range map[string]string{"request": l.Request, "response": l.Response} {
			head, body, ended := strings.Cut(raw, "\r\n\r\n")
			if strings.HasPrefix(raw, "HTTP/1.1 100 ") {
				head, body, ended = strings.Cut(body, "\r\n\r\n")
			}
			if !ended && !l.HTTP2 {
				t.Errorf("%s: the %s has no end", l.Slug, side)
			}
			if strings.Count(head, "\n") != strings.Count(head, "\r\n") {
				t.Errorf("%s: a bare LF in the %s", l.Slug, side)
			}
			if m := regexp.MustCompile(`(?i)\r\ncontent-length: (\d+)`).FindStringSubmatch(head); m != nil && !strings.Contains(head, " 101 ") {
				if m[1] != strconv.Itoa(len(body)) {
					t.Errorf("%s: %s says Content-Length %s and has %d", l.Slug, side, m[1], len(body))
				}
			}
		}
	}
}

func TestCardsAreThoseOfTheLessons(t *testing.T) {
	if len(Cards()) != len(All()) {
		t.Fatalf("%d cards of %d lessons", len(Cards()), len(All()))
	}
	for i, l := range All() {
		if c := Cards()[i]; c.Slug != l.Slug || c.Requests != (l.Request != "") || c.Expect.Verdict == "" {
			t.Errorf("lesson %s has the card %+v", l.Slug, c)
		}
	}
}
