package view

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// lessonPage shows one lesson: the story, the exchange, the verdict, what to notice, the fixes. While the reader predicts,
// it shows only the exchange: title, story and marks would reveal the answer.
func lessonPage(m model.Model) []app.UI {
	s := m.OpenLesson
	l := s.Lesson
	if s.Covered() {
		return []app.UI{coveredHead(l), guessPanel(s), neighbours(s)}
	}
	parts := []app.UI{
		lessonHead(l),
		guessPanel(s),
		app.Div().Class("bench").Body(
			app.Section().Class("prose").Aria("label", "The story").Body(prose(l.Story)...),
			lessonExchange(s),
		),
		lessonPassage(l),
		lessonVerdict(s),
	}
	if !s.Guess.On {
		parts = append(parts, questionPanel(s))
	}
	return append(parts, fixes(l.Fixes, app.If(acceptLink(s) != Link("/accept"), func() app.UI {
		return app.P().Body(app.A().Href(acceptLink(s)).Text("Find the mistake in this value"), span("", ": key and value are filled in."))
	})), links(l.Links), programs(l), termsOf(l), neighbours(s))
}

// coveredHead names the lesson without revealing its subject.
func coveredHead(l lessons.Lesson) app.UI {
	return app.Header().Class("lesson-head").Body(
		lessonPlace(l),
		app.H1().ID("title").TabIndex(-1).Text("Lesson "+strconv.Itoa(l.Number)+": what happens here?"),
		app.P().Class("lead").Text("Read the exchange, decide, then check. The explanation and the fix follow."),
		app.P().Class("muted", "unscripted").Text("Checking your answers needs JavaScript."),
	)
}

func lessonPlace(l lessons.Lesson) app.UI {
	return app.P().Class("muted").Body(
		app.A().Href(Link("/lessons")).Text("Lessons"),
		app.Span().Text(" · "+strconv.Itoa(l.Number)+" of "+strconv.Itoa(len(lessons.Cards()))+" · "+string(l.Level)),
	)
}

func lessonHead(l lessons.Lesson) app.UI {
	return app.Header().Class("lesson-head").Body(
		lessonPlace(l),
		app.H1().ID("title").TabIndex(-1).Text(l.Title),
		app.P().Class("lead").Text(l.Summary),
		muted("About: "+strings.Join(append(l.Proxies[:len(l.Proxies):len(l.Proxies)], l.Topics...), ", ")),
		toFixes(l),
	)
}

// toFixes leads to what to do, which is far below.
func toFixes(l lessons.Lesson) app.UI {
	return app.If(len(l.Fixes) > 0, func() app.UI {
		return app.P().Body(app.A().Href("#fixes").DataSet("do", model.DoSkip).DataSet("with", "fixes").Text("How to fix it"))
	})
}

// lessonExchange shows what crossed the wire.
func lessonExchange(s *model.OpenLesson) app.UI {
	var heads []app.UI
	side := func(title string, head *head.Head, side handshake.Side) {
		if head != nil && head.Raw != "" {
			heads = append(heads, app.Section().Class("panel").Aria("label", title).Body(
				app.H2().Text(title), transcript(head, s.Report.Findings, nil, side, s.Selected)))
		}
	}
	side("Request", s.Report.Request, handshake.Request)
	side("Response", s.Report.Response, handshake.Response)
	steps := app.A().Href(acceptLink(s)).Text("in four steps")
	switch a, d := model.Lettered(&s.Report, handshake.Request), model.Lettered(&s.Report, handshake.Response); {
	case a && d:
		heads = append(heads, app.P().Class("muted").Body(letter("A"), span("", " is the key, and "), letter("D"), span("", " what follows from it: "), steps))
	case a:
		heads = append(heads, app.P().Class("muted").Body(letter("A"), span("", " is the key; the accept value follows from it: "), steps))
	}
	return app.Div().Class("column").Body(heads...)
}

// acceptLink leads to the steps of the accept value: where it is wrong, with this key and this value, so that the mistake is found.
func acceptLink(s *model.OpenLesson) string {
	if slices.ContainsFunc(s.Report.Findings, func(f handshake.Finding) bool { return f.Rule.ID == "resp-accept-wrong" }) {
		return model.AcceptLink(Link("/accept"), s.Lesson.Exchange())
	}
	return Link("/accept")
}

// lessonPassage shows the exchange on both sides of the proxy that the lesson is about.
func lessonPassage(l lessons.Lesson) app.UI {
	p := l.OtherSide
	if p.Hop == "" {
		return app.Section().Hidden(true)
	}
	sent, arrived, answered, got := l.Ways()
	parts := []app.UI{
		heading("passage", "Through the proxy"),
		lineDiff("Request", "The client sends", "The backend gets", model.PairLines(model.SplitLines(sent), model.SplitLines(arrived))),
	}
	switch {
	case p.Silent:
		parts = append(parts, muted("The backend answers. The client gets nothing."))
	case got != "" && answered != "":
		parts = append(parts, lineDiff("Response", "The backend answers", "The client gets", model.PairLines(model.SplitLines(answered), model.SplitLines(got))))
	}
	return app.Section().Class("panel").Aria("labelledby", "passage").Body(append(parts,
		app.P().Body(app.A().Href(Link("/hops/"+p.Hop)).Text("Why the lines of the request change, with this configuration")))...)
}

func lessonVerdict(s *model.OpenLesson) app.UI {
	items := make([]app.UI, len(s.Report.Findings))
	for i := range s.Report.Findings {
		items[i] = finding(s.Report.Findings, i, i == s.Selected)
	}
	parts := []app.UI{verdictOf(s.Report, s.Judged), causesPanel(withoutCode(s.Judged), false, s.Lesson.Slug, configFix{}), toFixes(s.Lesson)}
	if s.Report.Request != nil && s.Report.Response == nil {
		parts = append(parts, app.Section().Class("panel").Aria("labelledby", "reply").Body(
			heading("reply", "Expected response"), replyLines(s.Report.Reply)))
	}
	parts = append(parts, app.Section().Class("prose").Aria("labelledby", "notice").Body(
		append([]app.UI{heading("notice", "What to notice")}, prose(s.Lesson.Notice)...)...))
	return app.Div().Class("bench").Body(
		app.Div().Class("column").Body(parts...),
		app.Section().Class("panel").Aria("labelledby", "findings").Body(
			heading("findings", "Findings"),
			app.If(len(items) == 0, func() app.UI { return app.P().Class("muted").Text("No findings.") }),
			app.Ol().Class("findings").Body(items...),
		),
	)
}

// withoutCode leaves what to write to the fixes of the lesson, so that there are not two forms of it.
func withoutCode(j model.Judgement) model.Judgement {
	j.Causes = slices.Clone(j.Causes)
	for i := range j.Causes {
		if c := &j.Causes[i]; c.Code != "" {
			c.Code, c.Next = "", ""
		}
	}
	return j
}

// questionPanel asks for the faulty line; the answer is folded, and needs no script.
func questionPanel(s *model.OpenLesson) app.UI {
	q := s.Lesson.Question
	if q.Ask == "" {
		return app.Section().Hidden(true)
	}
	answer := []app.UI{app.Summary().Text("Show the answer")}
	if q.Text != "" {
		answer = append(answer, app.P().Body(app.Code().Text(model.Visible(q.Text))))
	}
	return app.Section().Class("panel", "prose").Aria("labelledby", "question").Body(
		heading("question", "A question"),
		app.P().Text(q.Ask),
		app.Details().Body(append(answer, prose(q.Why)...)...),
	)
}

func fixes(fixes []lessons.Fix, first ...app.UI) app.UI {
	if len(fixes) == 0 {
		return app.Section().Hidden(true)
	}
	parts := append([]app.UI{heading("fixes", "How to fix it").TabIndex(-1)}, first...)
	for i, f := range fixes {
		parts = append(parts, app.H3().Text(f.Where))
		parts = append(parts, prose(f.Text)...)
		if f.Code != "" {
			parts = append(parts, code("fix-"+strconv.Itoa(i), "for "+f.Where, f.Code))
		}
	}
	return app.Section().Class("prose", "fixes").Aria("labelledby", "fixes").Body(parts...)
}

func links(links []lessons.Link) app.UI {
	items := make([]app.UI, len(links))
	for i, l := range links {
		a := app.A().Href(l.URL).Target("_blank").Rel("noopener").Text(l.Text)
		if l.About == "" {
			items[i] = app.Li().Body(a)
			continue
		}
		items[i] = app.Li().Body(a, app.Span().Text(" – "+l.About))
	}
	return app.Section().Class("prose").Aria("labelledby", "links").Body(
		heading("links", "Read on"),
		app.Ul().Class("bullets").Body(items...),
	)
}

// programs shows the evidence for the claims about the programs of a lesson.
func programs(l lessons.Lesson) app.UI {
	var said []string
	for _, p := range l.Programs() {
		said = append(said, p.Name+" "+p.Version+" ("+string(p.Evidence)+")")
	}
	return app.If(len(said) > 0, func() app.UI { return muted("What is said about programs holds for " + strings.Join(said, ", ") + ".") })
}

// neighbour is where a lesson beside this one is, and its name: not its title while the reader predicts.
func neighbour(s *model.OpenLesson, n lessons.Card) (href, words string) {
	if s.Guess.On {
		return Link("/" + n.PredictPath()), "Predict lesson " + strconv.Itoa(n.Number)
	}
	return Link("/lesson/" + n.Slug), n.Title
}

// neighbours are the links to the previous and next lessons.
func neighbours(s *model.OpenLesson) app.UI {
	l := s.Lesson
	var parts []app.UI
	if p, ok := l.Prev(); ok {
		href, words := neighbour(s, p)
		parts = append(parts, app.A().Class("prev").Rel("prev").Href(href).Text("← "+words))
	}
	if !s.Covered() {
		parts = append(parts, button("Open in the inspector", model.DoInspectLesson, ""), button("Embed this lesson", model.DoShareAs, model.ShareEmbed))
	}
	if n, ok := l.Next(); ok {
		href, words := neighbour(s, n)
		parts = append(parts, app.A().Class("next").Rel("next").Href(href).Text(words+" →"))
	}
	return app.Nav().Class("neighbours").Aria("label", "Neighbouring lessons").Body(parts...)
}
