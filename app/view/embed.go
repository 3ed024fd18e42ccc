package view

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// embedPage is the page for iframes on other sites: without navigation, the verdict first, and a link to the full page. Its
// parts have class names, so that the address can choose one (view=, see iframe.js), even before the program runs.
func embedPage(d *Drawing, m model.Model, s State, said string) app.HTMLDiv {
	return app.Div().Class("page", "embed").Body(
		stateNotice(s),
		linkNotice(m),
		app.Main().ID("main").Class("panels").Body(embedContent(d, m)...),
		app.P().Class("unseen").Role("status").Aria("live", "polite").Text(said),
		app.If(m.Uncopied != "", func() app.UI { return byHandDialog(m) }),
	)
}

// embedContent shows a lesson's exchange, or the reader's own.
func embedContent(d *Drawing, m model.Model) []app.UI {
	title, lead := "WebSocket handshake", ""
	lesson := m.OpenLesson
	if lesson != nil {
		title, lead = lesson.Lesson.Title, lesson.Lesson.Summary
		if !m.Editing {
			m.Report, m.Judged, m.Selected = lesson.Report, lesson.Judged, lesson.Selected
		}
	} else if config := m.Judged.Outcome.Config; config != "" {
		title = config + " configuration"
	} else if r := m.Report.Request; r != nil && len(r.Get("Host")) > 0 && strings.HasPrefix(r.Target.Text, "/") {
		path, _, _ := strings.Cut(r.Target.Text, "?")
		title = model.Visible(model.Truncate(r.Get("Host")[0].Value.Text+path, maxDrawnLine))
	}
	report := m.Report
	response := embedHead("Response", "part-reply", report.Response, m, handshake.Response)
	if report.Response == nil || report.Response.Raw == "" {
		response = app.Div().Class("part-reply").Body(replyPanel(m))
	}
	parts := []app.UI{
		app.Header().Class("bar").Body(
			app.H1().Text(title),
			app.A().Href(Link(m.FullPath())).Target("_blank").Rel("noopener").DataSet("do", model.DoOpenFull).Text("Open full ↗"),
		),
		app.Section().Class("panel", "verdict", model.Looks[m.Judged.State].Class).Aria("labelledby", "verdict").
			Body(append(verdictHead(report, m.Judged, false), embedCause(m.Judged))...),
		app.If(lesson != nil && !m.Editing, func() app.UI { return excerpt(lesson) }),
	}
	exchange := app.Div().Class("bench")
	if report.Request == nil && report.Response == nil { // there is nothing to show beside the text
		exchange = exchange.Class("alone")
	}
	exchange = exchange.Body(
		app.Div().Class("column", "part-request").Body(embedRequest(m)),
		response,
	)
	first, more := embedFindings(d, m)
	if fix := configurationFix(m); fix.parts != nil && lesson == nil {
		if fix.button != nil {
			fix.parts = append(fix.parts, app.Div().Class("bar").Body(fix.button))
		}
		words, _, _ := strings.Cut(m.Judged.Outcome.Next[0], " See /hops/")
		parts = append(parts, app.Section().Class("panel", "part-findings", "does").Aria("label", "Fix").Body(append([]app.UI{app.P().Text(words)}, fix.parts...)...))
	}
	parts = append(parts, first, exchange, app.P().Class("part-lead").Text(lead), more,
		app.Div().Class("part-accept").Body(derivationPanel(m)),
		app.If(lesson == nil || m.Editing, func() app.UI { return app.Div().Class("part-through").Body(throughPanel(m)) }),
	)
	if lesson != nil {
		l := lesson.Lesson
		parts = append(parts, app.Details().Class("part-story", "prose").Body(
			app.Summary().Text("The whole story, and how to fix it"),
			app.Div().Class("prose").Body(prose(l.Story)...),
			app.Div().Class("prose").Body(append([]app.UI{app.H2().Text("What to notice")}, prose(l.Notice)...)...),
			fixes(l.Fixes),
			links(l.Links),
		))
	}
	return parts
}

// maxCause bounds the bytes of a cause and of what to do that are seen at once: the exchange is to stay in sight.
const maxCause = 300

// embedCause shows the first cause in one sentence and what to do, directly below the verdict.
func embedCause(j model.Judgement) app.UI {
	if len(j.Causes) == 0 {
		return app.P().Hidden(true)
	}
	c := j.Causes[0]
	headline := []app.UI{strong(certainly[c.Certainty] + ": "), span("", model.Visible(c.Headline)+". ")}
	if len(c.Headline)+len(c.Next) > maxCause {
		return app.Details().Body(app.Summary().Body(headline...), app.P().Body(strong("Next: "), span("", model.Visible(c.Next))))
	}
	return app.P().Body(append(headline, strong("Next: "), span("", model.Visible(c.Next)))...)
}

// embedRequest shows the request, read-only or in an editor.
func embedRequest(m model.Model) app.UI {
	label := "Request"
	if m.Report.Request == nil && m.OpenLesson == nil && !m.Blank() {
		label = strings.ToUpper(m.TextName()[:1]) + m.TextName()[1:]
	}
	if m.Readonly && m.Report.Request == nil && m.Report.Response == nil && m.OpenLesson == nil {
		return app.Section().Class("panel").Aria("label", label).Body(app.H2().Text(label), app.Pre().Class("wide").TabIndex(0).Text(model.VisibleLines(m.Text)))
	}
	if m.Readonly || m.OpenLesson != nil && !m.Editing {
		return embedHead("Request", "", m.Report.Request, m, handshake.Request)
	}
	return app.Section().Class("panel").Aria("label", label).Body(
		paper(nil, m, label, 9),
		app.P().Class("muted", "unscripted").Text("Without JavaScript this is one worked example."),
		embedControls(m),
	)
}

func embedControls(m model.Model) app.UI {
	if m.Readonly || m.Report.Request == nil && !m.Editing {
		return app.Div().Hidden(true)
	}
	return app.Div().Class("bar", "changes").Body(
		app.If(m.OpenLesson != nil && !m.Editing, func() app.UI { return button("Edit", model.DoEmbedEdit, "") }),
		button("Break it", model.DoEmbedBreak, ""),
		app.If(m.Changed(), func() app.UI { return button("Reset", model.DoEmbedReset, "") }),
	)
}

func embedHead(title, part string, head *head.Head, m model.Model, side handshake.Side) app.UI {
	if head == nil || head.Raw == "" {
		return app.Section().Hidden(true)
	}
	return app.Section().Class("panel", part).Aria("label", title).Body(
		app.H2().Text(title),
		transcript(head, m.Report.Findings, nil, side, m.Selected),
		app.If(side == handshake.Request, func() app.UI { return embedControls(m) }),
	)
}

// excerpt is the line of a lesson's exchange that its question is about, or that of its first finding: in a low iframe the exchange begins
// out of sight.
func excerpt(s *model.OpenLesson) app.UI {
	side, number := s.Lesson.Question.Side, s.Lesson.Question.Line
	if found := s.Report.Findings; side == 0 && len(found) > 0 && found[0].Rule.Severity != handshake.Note {
		side, number = found[0].Side, model.LineInHead(&s.Report, 0)
	}
	lines, _ := model.Segments(model.HeadOf(&s.Report, side), s.Report.Findings, nil, side)
	if number == 0 || number > len(lines) {
		return app.Section().Hidden(true)
	}
	return app.Section().Class("panel", "part-excerpt").Aria("label", "The line that matters").Body(
		app.P().Class("muted").Text(inHead(side, number)), app.Ol().Class("wire").Body(wireLine(lines[number-1], number, s.Report.Findings, s.Selected)))
}

// inHead says where a line is.
func inHead(side handshake.Side, number int) string {
	return "Line " + strconv.Itoa(number) + " of the " + side.String()
}

// leadFinding is the first finding, in a line, with the line that it is about.
func leadFinding(m model.Model, fix app.UI) app.UI {
	all := m.Report.Findings
	side, number := all[0].Side, model.LineInHead(&m.Report, 0)
	lines, _ := model.Segments(model.HeadOf(&m.Report, side), all, nil, side)
	if number == 0 || number > len(lines) {
		return foldedFinding(all, 0, m.Selected == 0, false, m.LineOf(0), fix, false)
	}
	where := inHead(side, number)
	if n := m.LineOf(0); n > 0 {
		where = "Line " + strconv.Itoa(n)
	}
	var runs []app.UI
	for _, r := range lines[number-1].Runs {
		runs = append(runs, markedRun(app.Span().Text(model.Visible(r.Text)), r, all, m.Selected))
	}
	return foldedFinding(all, 0, m.Selected == 0, false, m.LineOf(0), fix, false, app.Span().Class("excerpt").Body(span("muted", where+": "), app.Code().Body(runs...)))
}

// fewFindings is the number of unfolded findings below the exchange of an embed; the gravest come first.
const fewFindings = 2

// embedFindings lists the findings: of a lesson whole, and of an exchange of one's own with their fixes. Of these the first is above
// the exchange, in one line, so that both are in sight; all others are below it.
func embedFindings(d *Drawing, m model.Model) (above, below app.UI) {
	findings := m.Report.Findings
	own := m.OpenLesson == nil || m.Editing
	changes := own && !m.Readonly
	var lead, first, more []app.UI
	for i, f := range findings[:min(len(findings), model.MaxFindings)] {
		item := finding(findings, i, i == m.Selected)
		switch {
		case own && i == 0:
			var fix app.UI
			if changes && d.fixes.Fixable(&m.Report, i) {
				fix = fixButton(f, i)
			}
			item = leadFinding(m, fix)
		case changes:
			var fix app.UI
			if changes && d.fixes.Fixable(&m.Report, i) {
				fix = fixButton(f, i)
			}
			item = foldedFinding(findings, i, i == m.Selected, false, m.LineOf(i), fix, false)
		}
		switch {
		case own && i == 0:
			lead = append(lead, item)
		case len(first) < fewFindings || i == m.Selected:
			first = append(first, item)
		default:
			more = append(more, item)
		}
	}
	above, below = app.Section().Hidden(true), app.Section().Hidden(true)
	named, title := "findings", "Findings"
	if lead != nil || own && m.Change != nil {
		named, title = "further", "Further findings"
		leads := app.Ol().Class("findings", "lead")
		if c := m.Judged.Causes; lead != nil && len(c) > 0 && slices.Contains(c[0].Rules, findings[0].Rule.ID) && model.LineInHead(&m.Report, 0) > 0 {
			leads = leads.Class("told") // by the cause above it: app.css shows the line alone
		}
		above = app.Section().Class("part-findings").Aria("labelledby", "findings").Body(
			app.H2().ID("findings").TabIndex(-1).Class("unseen").Text("Findings"),
			app.If(changes, func() app.UI { return changePanel(m.Change) }),
			leads.Body(lead...),
		)
	}
	if first != nil {
		below = app.Section().Class("part-findings").Aria("labelledby", named).Body(
			app.H2().ID(named).TabIndex(-1).Class("unseen").Text(title),
			app.Ol().Class("findings").Body(first...),
			app.If(len(more) > 0, func() app.UI {
				return app.Details().Body(
					app.Summary().Text(strconv.Itoa(len(more))+" more"),
					app.Ol().Class("findings").Body(more...),
				)
			}),
		)
	}
	return above, below
}
