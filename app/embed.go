package app

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/handshake"
)

// embedPage is the document inside a page of somebody else: no chrome, the verdict first, and a way out
// to the whole.
func embedPage(m Model, fault, said string) app.HTMLDiv {
	return app.Div().Class("page", "embed").Body(
		app.If(fault != "", func() app.UI { return faultNotice(fault) }),
		linkNotice(m),
		app.Main().ID("main").Class("room").Body(embedRoom(m)...),
		app.P().Class("unseen").Role("status").Aria("live", "polite").Text(said),
	)
}

// embedRoom is a lesson's exchange as it is, or the inspector with its editor.
func embedRoom(m Model) []app.UI {
	title, whole := "WebSocket handshake", "/"
	report, selected := m.Report, m.Selected
	var request, response app.UI
	if s := m.Study; s != nil {
		title, whole = s.Lesson.Title, "/lesson/"+s.Lesson.Slug
		report, selected = s.Report, s.Selected
		request = embedHead("Request", report.Request, report.Findings, handshake.Request, selected)
	} else {
		request = app.Section().Class("panel").Aria("label", "Request").Body(
			&editor{Name: "request", Label: "Request", Rows: 9, initial: m.Text},
			app.P().Class("muted", "unscripted").Text("Without JavaScript this is one worked example."),
		)
	}
	switch {
	case report.Response != nil && report.Response.Raw != "":
		response = embedHead("Response", report.Response, report.Findings, handshake.Response, selected)
	default:
		m.Report = report
		response = replyPanel(m)
	}
	return []app.UI{
		app.Header().Class("bar").Body(
			app.H1().Text(title),
			app.A().Href(at(whole)).Target("_blank").Rel("noopener").Text("Open full ↗"),
		),
		app.Section().Class("panel", "verdict", outcomes[report.Verdict()].class).Aria("labelledby", "verdict").
			Body(verdictHead(report)...),
		app.Div().Class("bench").Body(request, response),
		firstNotes(report.Findings, selected),
	}
}

func embedHead(title string, head *handshake.Head, findings []handshake.Finding, side handshake.Side, selected int) app.UI {
	if head == nil || head.Raw == "" {
		return app.Section().Hidden(true)
	}
	return app.Section().Class("panel").Aria("label", title).Body(
		app.H2().Text(title),
		transcript(head, findings, nil, side, selected),
	)
}

// fewNotes is how many findings an embed shows beside the selected one: the heaviest come first.
const fewNotes = 2

func firstNotes(findings []handshake.Finding, selected int) app.UI {
	var items []app.UI
	for i, f := range findings {
		if i < fewNotes || i == selected {
			items = append(items, finding(f, i, i == selected))
		}
	}
	if len(items) == 0 {
		return app.Section().Hidden(true)
	}
	return app.Section().Aria("labelledby", "notes").Body(
		app.H2().ID("notes").Class("unseen").Text("Notes"),
		app.Ol().Class("findings").Body(items...),
		app.If(len(findings) > len(items), func() app.UI {
			return app.P().Class("muted").Text(plural(len(findings)-len(items), "more note") + " in the full view")
		}),
	)
}
