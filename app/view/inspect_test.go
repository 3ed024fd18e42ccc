package view

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	hops "upgrade101/handshake/hop/programs"
)

// shows fails if the page lacks a text, or has one that is listed with "-".
func shows(t *testing.T, name string, m model.Model, texts ...string) {
	t.Helper()
	drawn := sortAttributes(html(m))
	for _, text := range texts {
		want, absent := strings.CutPrefix(text, "-")
		if strings.Contains(drawn, want) == absent {
			t.Errorf("%s: %q is on the page: %v", name, want, absent)
		}
	}
}

const line403 = "WebSocket connection to 'wss://a.example/ws' failed: Error during WebSocket handshake: Unexpected response code: 403"

// For a message alone, the page shows its causes, and neither repeats it nor draws heads that the text does not have.
func TestAMessageAlone(t *testing.T) {
	m := model.New().Edit(line403)
	shows(t, "a console line", m, "Fails: the server answered 403", "prints this.", "-prints “", "-No findings</h2>", "<details open><summary>2 other possible causes", "-Expected response", "A request to this address")
	shows(t, "a line among others", model.New().Edit("before\n"+line403+"\nafter"), "prints “")
	shows(t, "a request", model.New(), "Expected response", "Example: works")
}

// A lost upgrade is named with the program that loses it, and the configuration that forwards it can be copied.
func TestLostConnection(t *testing.T) {
	closes := strings.Replace(model.Sample, "Connection: Upgrade", "Connection: close", 1)
	config := "proxy_set_header Connection &#34;upgrade&#34;;\n"
	shows(t, "Connection alone", model.New().Edit(closes), "Connection says “close”, not upgrade", "-Upgrade and Connection fields were lost", config, `aria-label="Copy the configuration"`)
	both := strings.Replace(closes, "Upgrade: websocket\n", "", 1)
	shows(t, "both", model.New().Edit(both), "-Connection says “close”")
}

// Fix all says what it fixes: notes keep a button of their own.
func TestFixAllSaysWhatItFixes(t *testing.T) {
	m := model.New().Edit(strings.NewReplacer("Connection: Upgrade", "Connection: close", "Version: 13", "Version: 8").Replace(model.Sample))
	shows(t, "two errors", m, "Fix all: 2 errors<")
	if m = m.FixAll("4BZ+q2vWQ1yH0m9sJtX3Lw=="); model.Tally(m.Report.Findings) == "" || strings.Contains(model.Tally(m.Report.Findings), "error") {
		t.Errorf("left is %s", model.Tally(m.Report.Findings))
	}
	shows(t, "fixed", m, `<div class="changed"><p class="mono was">`, "-Fix all")
}

// The question without an answer says so itself.
func TestGuessAsksAtTheQuestion(t *testing.T) {
	m := model.New().At("lesson/nginx-strips-upgrade/predict")
	choose := func(name, value string) {
		f, _ := model.FieldByName(name)
		m = f.Set(m, value)
	}
	for i, field := range model.GuessFields {
		m = m.ChangeLesson(func(s *model.OpenLesson) { s.Guess = s.Guess.Check() })
		_, after, _ := strings.Cut(html(m), "<legend>"+string(rune('1'+i))+". ")
		if _, after, _ = strings.Cut(after, "</legend>"); !strings.HasPrefix(sortAttributes(after), `<p class="notice warn">`+GuessAsked[field]) {
			t.Errorf("question %d does not ask for its answer", i+1)
		}
		choose(field, map[string]string{"guess-opens": string(lessons.No), "guess-line": model.NoLine, "guess-fault": "client"}[field])
	}
	m = m.ChangeLesson(func(s *model.OpenLesson) { s.Guess = s.Guess.Check() })
	q := m.OpenLesson.Lesson.Question
	shows(t, "the result", m, "Does the socket open? </span><span>No</span>", "You said: </span><span>No line</span><span>. Right: </span><code>"+q.Text,
		"You said: </span><span>The client", "✕")
	m = m.ChangeLesson(func(s *model.OpenLesson) { s.Guess.None, s.Guess.Side, s.Guess.Line = false, handshake.Request, 1 })
	if got := m.OpenLesson.GuessedLine(); got != "GET /socket.io/?EIO=4&transport=websocket HTTP/1.0" {
		t.Errorf("the line that was chosen is %q", got)
	}
}

// Only the verdict says what a text lacks, and the same words say everywhere where to put a text.
func TestATextWithoutAHandshake(t *testing.T) {
	shows(t, "an error log", model.New().Edit("connect() failed (111: Connection refused) while connecting to upstream"), "-Read as")
	if n := strings.Count(html(model.New()), private); n != 4 {
		t.Errorf("%q is on the page %d times, expected at the editor, in its words, in the help and at the bottom", private, n)
	}
}

// A value that no mistake with the example's key explains may belong to another key.
func TestAValueOfAnotherKey(t *testing.T) {
	const words = "The key here is the example&#39;s."
	m := model.New().At("accept")
	m.Got = "4BZ+q2vWQ1yH0m9sJtX3LwAAAAA="
	shows(t, "beside the example", m, words)
	m.Got = "BXhwxM0SZasKmCD9S4BfpPmCnEw="
	shows(t, "a known mistake", m, "-"+words)
	m = m.Edit(strings.Replace(model.Sample, "dGhlIHNhbXBsZSBub25jZQ==", "x3JJHMbDL1EzLkh9GBhXDw==", 1))
	shows(t, "beside a key of one's own", m, "-"+words)
}

// An embed says below its verdict what to do.
func TestEmbedsSayWhatToDo(t *testing.T) {
	m := model.New().At("embed/nginx-strips-upgrade")
	verdict, _, _ := strings.Cut(html(m), `<div class="bench"`)
	if next := "<b>Next: </b><span>" + m.OpenLesson.Judged.Causes[0].Next; !strings.Contains(verdict, next) {
		t.Errorf("%q is not below the verdict", next)
	}
}

// Of a configuration that is certain or likely the answer is in sight, with its strongest evidence; of one that is only possible it is folded where findings follow.
func TestALikelyConfigurationIsInSight(t *testing.T) {
	found := cause.Found{Cause: &cause.Cause{ID: "x"}, Headline: "Lost", Code: "proxy_http_version 1.1;", Seen: "Upgrade is missing.", Because: "Upgrade is missing. It was lost."}
	for certainty, folded := range map[cause.Certainty]bool{cause.Certain: false, cause.Likely: false, cause.Possible: true} {
		found.Certainty = certainty
		drawn := written(causesPanel(model.Judgement{Causes: []cause.Found{found}}, false, "", configFix{}))
		before, _, shown := strings.Cut(drawn, found.Code)
		if got := strings.Contains(before, "<details"); !shown || got != folded {
			t.Errorf("%v: folded %v: %s", certainty, got, drawn)
		}
		if !strings.Contains(before, found.Seen) || strings.Count(drawn, found.Seen) != 1 || !strings.Contains(drawn, "It was lost.") {
			t.Errorf("%v: the evidence is folded or repeated: %s", certainty, drawn)
		}
	}
}

// What was read of the request is not said beside the response.
func TestNotesAreAboutTheOpenTab(t *testing.T) {
	const command = "curl -i http://a.example/ws -H 'Upgrade: websocket'"
	m := model.New().Edit(command)
	shows(t, "the request", m, "Read as ")
	shows(t, "the response", m.OpenTab(string(model.TabResponse)), "-Read as ")
}

// An exchange that failed over HTTP/2 is drawn as one of HTTP/2, and the command that asks over HTTP/1.1 can be copied.
func TestAnUpgradeOverHTTP2(t *testing.T) {
	const command = "curl -i -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==' https://a.example/ws"
	m := model.New().Edit("$ " + command + "\nHTTP/2 400\nserver: nginx\n\nBad Request")
	shows(t, "curl -i", m, `<code id="cause-http2-upgrade">curl --http1.1 -i -H &#39;Connection: Upgrade&#39;`, `aria-label="Copy the command"`, "-HTTP/1.1</span>", ":method")
	shows(t, "its answer alone", model.New().Edit("HTTP/2 400\nserver: nginx\n\nBad Request"), "curl -i -N --http1.1", `aria-label="Copy the command"`)
}

// Beside each other, two lines show which of their words differ: of what came, of a fix, and of what a press changed.
func TestDifferingWordsAreMarked(t *testing.T) {
	closes := strings.Replace(model.Sample, "Connection: Upgrade", "Connection: close", 1)
	m := model.New().Edit(closes)
	shows(t, "expected and received", model.New().Edit(model.Sample+"HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: close\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n\n"),
		"<span>Connection: </span><del>Upgrade</del>", "<span>Connection: </span><ins>close</ins>", "<span>Upgrade: websocket</span>")
	for i, f := range m.Report.Findings {
		if f.Rule.ID == "conn-no-upgrade" {
			shows(t, "a fix", m.Fix(i, ""), "<span>Connection: </span><del>close</del>", "<span>Connection: </span><ins>Upgrade</ins>")
		}
	}
}

// Of a proxy that takes the upgrade away, the fix follows the verdict, before what becomes of the request.
func TestTheFixOfAProxyIsNearTheVerdict(t *testing.T) {
	m := model.Transitions[model.DoThrough](model.New(), "").ReceiveHops(model.APIAnswer{Status: 200, Body: string(hops.Whole())})
	page := html(m)
	at := 0
	for _, next := range []string{"At the client: ", "Fix the configuration", "Copy the fixed configuration", "What becomes of the request:"} {
		i := strings.Index(page[at:], next)
		if i < 0 {
			t.Fatalf("%q does not follow", next)
		}
		at += i
	}
}

// A configuration has no advice below it before it is read.
func TestAConfigurationThatIsRead(t *testing.T) {
	m := model.New().Edit("location /ws {\n    proxy_pass http://app:3000;\n}\n")
	shows(t, "while it is read", m, "Reading the configuration …", "-What to collect", "-This is nginx")
	shows(t, "where the data does not come", m.ReceiveHops(model.APIAnswer{}), "This is nginx configuration", "What to collect")
}

// What a configuration does is said by page, embed and live region: with the lines to add and a button that adds them, unless the embed is
// read-only, or that WebSockets pass. Neither has findings, nor is it called a request.
func TestAConfigurationHasAVerdict(t *testing.T) {
	const (
		losing  = "server {\n    location /ws {\n        proxy_pass http://app:3000;\n    }\n}\n"
		passing = "location /ws {\n    proxy_pass http://app:3000;\n    proxy_http_version 1.1;\n    proxy_set_header Upgrade $http_upgrade;\n    proxy_set_header Connection upgrade;\n}\n"
		loses   = "This nginx configuration does not pass WebSockets on"
		passes  = "This nginx configuration passes WebSockets on"
		button  = ">Fix the configuration</button>"
	)
	at := func(place, text string) model.Model {
		return model.New().At(place).Edit(text).ReceiveHops(model.APIAnswer{Status: 200, Body: string(hops.Whole())})
	}
	m := at("", losing)
	shows(t, "page, losing", m, `class="panel verdict bad"`, loses, "After line 3, ", ", add:", button, "-No findings", "-What would show more")
	shows(t, "page, fixed", m.FixConfiguration(), `class="panel verdict ok"`, passes, "-"+loses, "-"+button, "-No findings", "If a WebSocket fails all the same")
	if said := m.FixConfiguration().Announcement(""); said != passes {
		t.Errorf("announced is %q", said)
	}
	m = at("embed", losing)
	shows(t, "embed, losing", m, "<h1>nginx configuration</h1>", loses, "After line 3, ", button, ">Configuration</label>", `class="bench alone"`, "-No findings", "-Request</label>")
	shows(t, "embed, passing", at("embed", passing), `class="panel verdict ok"`, passes, "-No findings", "-"+button)
	m.Readonly = true
	shows(t, "embed, read-only", m, loses, "After line 3, ", "-"+button, "<h2>Configuration</h2>", "proxy_pass http://app:3000;")
	m = at("", losing)
	m.Sharing = true
	shows(t, "share", m, "The link contains your configuration", "-Not possible in this form")
	m.SharingEmbed = true
	shows(t, "share as embed", m, "WebSocket handshake: nginx configuration")
}

// The line of the finding above an embedded exchange is seen whether it can be changed or not: app.css hides all else of that finding.
func TestTheFirstFindingOfAnEmbedIsSeen(t *testing.T) {
	for _, readonly := range []bool{false, true} {
		m := model.New().At("embed").Edit(model.Sample + "HTTP/1.1 400 Bad Request\nContent-Length: 0\n\n")
		m.Readonly = readonly
		drawn := sortAttributes(html(m))
		_, lead, _ := strings.Cut(drawn, `<ol class="findings lead">`)
		lead, _, _ = strings.Cut(lead, "</ol>")
		_, row, found := strings.Cut(lead, `class="finding-row"`)
		if !found || !strings.Contains(row, "The server answered 400, not 101") {
			t.Errorf("read-only %t: %s", readonly, lead)
		}
		if strings.Contains(lead, ">Fix</button>") && readonly {
			t.Errorf("read-only has a fix: %s", lead)
		}
	}
}

// A line that the other side does not have is marked as a whole, and named where it lacks.
func TestALostLineIsMarked(t *testing.T) {
	pairs := []model.LinePair{{Was: "Host: a\r\n", Is: "Host: a\r\n"}, {Was: "Upgrade: websocket\r\n"}, {Is: "Via: 1.1 b\r\n"}}
	for after, named := range map[string]bool{"The backend gets": true, Fixed: false} {
		drawn := written(lineDiff("Request", "Before it", after, pairs))
		if !strings.Contains(drawn, "<del>Upgrade: websocket</del>") || !strings.Contains(drawn, "<ins>Via: 1.1 b</ins>") || strings.Contains(drawn, "<del>Host") {
			t.Errorf("%s: a line of one side is not marked: %s", after, drawn)
		}
		if got := strings.Count(drawn, "<span>"+Lost+"</span>"); got == 1 != named {
			t.Errorf("%s: lost is said %d times: %s", after, got, drawn)
		}
	}
}

// A line that is in another place on the other side is not lost, and not marked.
func TestAMovedLineIsNotLost(t *testing.T) {
	for _, arrived := range []string{"GET / HTTP/1.1\r\nVia: b\r\nUpgrade: websocket\r\nHost: a\r\n", "GET / HTTP/1.1\r\nUpgrade: websocket\r\nHost: a\r\n"} {
		drawn := written(lineDiff("Request", "Before it", "After it", model.PairLines(model.SplitLines("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"), model.SplitLines(arrived))))
		if strings.Contains(drawn, Lost) || !strings.Contains(drawn, Moved) && !strings.Contains(arrived, "Via") || strings.Contains(drawn, "<del>") || strings.Contains(drawn, "<ins>") != strings.Contains(arrived, "Via") {
			t.Errorf("%q: %s", arrived, drawn)
		}
	}
}

// Of what comes twice nothing is marked: neither equal lines, nor the indentation of a line that only one side has, nor an empty line.
func TestEqualLinesArePlain(t *testing.T) {
	proxy := model.Transitions[model.DoThrough](model.New(), "").ReceiveHops(model.APIAnswer{Status: 200, Body: string(hops.Whole())})
	good := strings.ReplaceAll(model.Sample, "\n", "\r\n")
	r := handshake.Inspect(handshake.Exchange{Request: good}, handshake.Policy{})
	for name, c := range map[string]struct {
		drawn string
		equal []string
		lacks int // lines that one side lacks
	}{
		"a fix": {html(proxy), []string{"location / {", "proxy_pass http://127.0.0.1:PORT;", "}"}, strings.Count(html(proxy), "no such line")},
		"what becomes of the request": {written(lineDiff("Request", "Before it", "After it", model.PairLines(
			model.SplitLines("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), model.SplitLines("GET / HTTP/1.1\r\nHost: a\r\nVia: b\r\n\r\n")))), []string{"GET / HTTP/1.1", "Host: a"}, 1},
		"the expected answer, received": {written(replyDiff(r.Reply.Raw(), r.Reply.Raw())), []string{"HTTP/1.1 101 Switching Protocols", "Upgrade: websocket"}, 0},
		"a configuration with an empty line": {written(lineDiff("Configuration", "Before", Fixed, model.PairLines(
			[]string{"server {", "", "    a;", "}"}, []string{"server {", "", "    a;", "    b;", "}"}))), []string{"server {", "a;", "}"}, 1},
	} {
		for _, line := range c.equal {
			if !strings.Contains(c.drawn, line) {
				t.Errorf("%s: %q is not drawn", name, line)
			}
		}
		for _, tag := range []string{"ins", "del"} {
			for _, marked := range strings.Split(c.drawn, "<"+tag+">")[1:] {
				marked, _, _ = strings.Cut(marked, "</"+tag+">")
				if slices.Contains(c.equal, strings.TrimSpace(marked)) || strings.HasPrefix(marked, " ") {
					t.Errorf("%s: %q is marked", name, marked)
				}
			}
		}
		if got := strings.Count(c.drawn, "no such line"); got != c.lacks {
			t.Errorf("%s: %d lines lack, expected %d: %s", name, got, c.lacks, c.drawn)
		}
	}
}

// To a wrong answer every one that is accepted is named.
func TestEveryRightAnswerIsNamed(t *testing.T) {
	for _, l := range lessons.All() {
		q := l.Question
		m := model.New().At("lesson/" + l.Slug + "/predict").ChangeLesson(func(s *model.OpenLesson) {
			s.Guess = model.Guess{On: true, Checked: true, None: q.Line != 0, Side: handshake.Request, Fault: "nobody's"}
			if q.Line == 0 {
				s.Guess.Line = 1
			}
		})
		if m.OpenLesson.Marks()[1] != model.Wrong {
			continue
		}
		drawn := html(m)
		for _, p := range q.Also {
			if !strings.Contains(drawn, written(app.Code().Text(model.Visible(p.Text)))) {
				t.Errorf("%s: %q is accepted, and not named", l.Slug, p.Text)
			}
		}
		if m.OpenLesson.Marks()[2] != model.Wrong {
			t.Fatalf("%s: an unknown fault is accepted", l.Slug)
		}
		for _, f := range q.Fault {
			if !strings.Contains(drawn, "<span>"+written(app.Text(f.Words()))+"</span>") {
				t.Errorf("%s: %q is accepted, and not named", l.Slug, f.Words())
			}
		}
	}
}

// A reader who gives none of the answers gets all of them, without a score, goes on to predict, and has not done the lesson.
func TestAnswersWithoutAGuess(t *testing.T) {
	for _, l := range lessons.All() {
		m := model.New().At(l.PredictPath()).ChangeLesson(func(s *model.OpenLesson) { s.Guess = s.Guess.GiveUp() })
		want := []string{`tabindex="-1">The answers</h2>`, "<span>" + l.Question.Opening().Words() + "</span>", "Try again", "-You said", "-of 3 right", "-Want to find it yourself?"}
		for _, f := range l.Question.Fault {
			want = append(want, "<span>"+written(app.Text(f.Words()))+"</span>")
		}
		for _, p := range append(l.Question.Also, l.Question.Place) {
			if p.Text != "" {
				want = append(want, written(app.Code().Text(model.Visible(p.Text))))
			}
		}
		if n, ok := l.Next(); ok {
			want = append(want, "Predict lesson "+strconv.Itoa(n.Number), "-"+written(app.Text(n.Title+" →")))
		}
		shows(t, l.Slug, m, want...)
		if _, changed := m.RecordProgress(); changed {
			t.Errorf("%s counts as done", l.Slug)
		}
	}
}

// What was seen tells whether it opens, and often the line: no answer shows it, only the check of all. Then the next lesson is beside Try
// again.
func TestWhatWasSeenWaits(t *testing.T) {
	for _, l := range lessons.All() {
		guess := func(change func(g *model.Guess)) model.Model {
			return model.New().At(l.PredictPath()).ChangeLesson(func(s *model.OpenLesson) { change(&s.Guess) })
		}
		seen := "What was seen: </span>" + written(app.Code().Text(l.Symptoms[0]))
		for what, change := range map[string]func(g *model.Guess){
			"nothing": func(g *model.Guess) {},
			"yes":     func(g *model.Guess) { g.Opens = lessons.Yes },
			"no":      func(g *model.Guess) { g.Opens = lessons.No },
			"line":    func(g *model.Guess) { g.Opens, g.None = lessons.No, true },
			"all":     func(g *model.Guess) { g.Opens, g.None, g.Fault = lessons.No, true, lessons.Faults[0] },
			"part":    func(g *model.Guess) { g.Opens = lessons.No; *g = g.Check() },
		} {
			shows(t, l.Slug+": "+what, guess(change), "-What was seen")
		}
		checked := guess(func(g *model.Guess) {
			g.Opens, g.None, g.Fault = lessons.No, true, lessons.Faults[0]
			*g = g.Check()
		})
		shows(t, l.Slug, checked, seen)
		_, bar, _ := strings.Cut(html(checked), "Try again")
		bar, _, _ = strings.Cut(bar, "</div>")
		if n, ok := l.Next(); ok && !strings.Contains(bar, Link("/"+n.PredictPath())) {
			t.Errorf("%s: beside Try again is %s", l.Slug, bar)
		}
	}
}

// A line to choose has the number that the worksheet and the slides call it by.
func TestLinesToChooseAreNumbered(t *testing.T) {
	for _, l := range lessons.All() {
		if p := l.Question.Place; p.Side != 0 {
			shows(t, l.Slug, model.New().At(l.PredictPath()), written(app.Span().Body(span("number", strconv.Itoa(p.Line)), app.Code().Text(model.Visible(p.Text)))))
		}
	}
}

// The list leads to predict the first lesson that is not done, without a title.
func TestTheListLeadsToPredict(t *testing.T) {
	m := model.New().At("lessons").WithProgress(`{"rfc-sample": "read"}`)
	shows(t, "the list", m, `href="`+Link("/"+lessons.Tracks[0].Of()[1].PredictPath())+`">predict from lesson 2</a>`)
}

// A lesson has one form of what to write: that of its fixes.
func TestLessonsHaveOneFix(t *testing.T) {
	for _, l := range lessons.All() {
		_, verdict, _ := strings.Cut(html(model.New().At("lesson/"+l.Slug)), `id="cause"`)
		if verdict, _, _ = strings.Cut(verdict, `id="notice"`); strings.Contains(verdict, ">Copy<") {
			t.Errorf("%s: the cause has code to copy beside the fixes", l.Slug)
		}
	}
}

// The top of a lesson and its causes lead to its fixes, which are far below; while it is to be predicted, nothing does.
func TestLessonsLeadToTheirFixes(t *testing.T) {
	for _, l := range lessons.All() {
		page := html(model.New().At("lesson/" + l.Slug))
		top, rest, _ := strings.Cut(page, `aria-label="The story"`)
		cause, _, _ := strings.Cut(rest, `id="notice"`)
		for part, text := range map[string]string{"its top": top, "its cause": cause} {
			if leads := strings.Contains(text, `href="#fixes"`); leads != (len(l.Fixes) > 0) {
				t.Errorf("%s: %s leads to its %d fixes: %v", l.Slug, part, len(l.Fixes), leads)
			}
		}
		shows(t, l.Slug, model.New().At(l.PredictPath()), `-href="#fixes"`)
	}
	without, _ := lessons.BySlug("rfc-sample")
	without.Fixes = nil
	shows(t, "a lesson without fixes", model.New().At("lesson/rfc-sample").ChangeLesson(func(s *model.OpenLesson) { s.Lesson = without }), `-href="#fixes"`, `-How to fix it`)
}

// A finding that is the evidence of the cause above it is not said twice: of it the line is shown.
func TestAnEmbedTellsItsCauseOnce(t *testing.T) {
	for _, l := range lessons.All() {
		m := model.New().At("embed").Put(model.ToLF(l.Request), model.ToLF(l.Response), handshake.Policy{})
		c, found := m.Judged.Causes, m.Report.Findings
		if len(found) == 0 {
			continue
		}
		want := len(c) > 0 && slices.Contains(c[0].Rules, found[0].Rule.ID) && model.LineInHead(&m.Report, 0) > 0
		if told := strings.Contains(sortAttributes(html(m)), `<ol class="findings lead told">`); told != want {
			t.Errorf("%s: the first finding is folded: %t, expected %t", l.Slug, told, want)
		}
	}
}

// What a cause leads to is a fold only where it holds more than the link to a lesson; where nginx answers, the lines to copy are in sight.
func TestAFoldHoldsMoreThanALink(t *testing.T) {
	const ask = "GET /chat HTTP/1.1\nHost: a.example\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\nSec-WebSocket-Version: 13\n\nHTTP/1.1 200 OK\n"
	shows(t, "a page of any server", model.New().Edit(ask+"Content-Type: text/html\n\n<p>hi</p>"), "-<summary>Lesson</summary>", `href="/lesson/spa-fallback"`)
	shows(t, "a page of nginx", model.New().Edit(ask+"Server: nginx\nContent-Type: text/html\n\n<p>hi</p>"), "<summary>Why, lesson</summary>", "proxy_set_header Upgrade $http_upgrade;", `aria-label="Copy the configuration"`)
}

// The fix of a configuration in the editor is offered once, with what it does; one in the panel's own field has its fix there. A version that nothing tells is
// called assumed.
func TestAConfigurationIsFixedAtOnePlace(t *testing.T) {
	const config = "location /ws {\n    proxy_pass http://app:3000;\n}\n"
	hopsOf := func(m model.Model) model.Model {
		return model.Transitions[model.DoThrough](m, "").ReceiveHops(model.APIAnswer{Status: 200, Body: string(hops.Whole())})
	}
	for name, c := range map[string]struct {
		text    string
		assumed bool
	}{"without a version": {config, true}, "with one": {"# nginx/1.22.1\n" + config, false}} {
		page := html(hopsOf(model.New().Edit(c.text)))
		if n := strings.Count(page, ">Fix the configuration</button>"); n != 1 || !strings.Contains(page, ">Predict a handshake through it</button>") {
			t.Errorf("%s: the fix is offered %d times", name, n)
		}
		if got := strings.Contains(page, ": as pasted, version assumed"); got != c.assumed || !strings.Contains(page, ": as pasted") {
			t.Errorf("%s: the version is called assumed: %t", name, got)
		}
	}
}

// What is said of the letters beside an exchange is of lines that carry them; a wrong accept value leads to its mistake.
func TestLessonsNameTheLettersTheyShow(t *testing.T) {
	wrong := 0
	for _, l := range lessons.All() {
		m := model.New().At("lesson/" + l.Slug)
		drawn := html(m)
		legends := strings.Count(drawn, "<span> is the key, and ")*2 + strings.Count(drawn, "<span> is the key; the accept value follows from it: ")
		letters := 0
		for _, side := range []handshake.Side{handshake.Request, handshake.Response} {
			if model.Lettered(&m.OpenLesson.Report, side) {
				letters++
			}
		}
		if legends != letters {
			t.Errorf("%s names %d letters, and shows %d", l.Slug, legends, letters)
		}
		found := slices.ContainsFunc(m.OpenLesson.Report.Findings, func(f handshake.Finding) bool { return f.Rule.ID == "resp-accept-wrong" })
		_, link, linked := strings.Cut(drawn, `href="`+Link("/accept")+"#")
		if linked != found {
			t.Errorf("%s: leads to the mistake in its value %t, which is wrong: %t", l.Slug, linked, found)
		}
		if linked {
			wrong++
			fragment, _, _ := strings.Cut(link, `"`)
			a := model.New().At("accept").OpenLink(fragment)
			if _, bad := a.Diagnose(); !bad || a.View != model.ViewAccept || a.Notice != "" {
				t.Errorf("%s: the page of the accept value has %q in %s: %s", l.Slug, a.Got, a.View, a.Notice)
			}
		}
	}
	if wrong == 0 {
		t.Error("no lesson has a wrong accept value")
	}
}

// What is said of a key comes and goes while one types: it is below the steps.
func TestNotesAboutAKeyAreBelowTheSteps(t *testing.T) {
	m := model.New().At("accept").Edit(strings.Replace(model.Sample, "dGhlIHNhbXBsZSBub25jZQ==", "eGhlIHNhbXBsZSBub25jZQ==", 1))
	drawn := html(m)
	if steps, note := strings.Index(drawn, `id="steps"`), strings.Index(drawn, "does not look random"); steps < 0 || note < steps {
		t.Errorf("the steps are at %d, and the note at %d", steps, note)
	}
}
