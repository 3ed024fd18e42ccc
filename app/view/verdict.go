package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
	"upgrade101/handshake/cause"
)

// verdictPanel is the top panel: the headline, and below it the cause.
func verdictPanel(m model.Model) app.UI {
	if m.Blank() && m.ResponseText == "" {
		return app.Section().Class("panel", "verdict", "empty").Aria("labelledby", "verdict").Body(
			app.H2().ID("verdict").TabIndex(-1).Text("Nothing to judge yet"),
			app.P().Text("Paste something, or start from one of these:"),
			app.Div().Class("choices").Body(
				button("A handshake that works", model.DoSample, ""),
				button("A request that nginx changed", model.DoExample, "lesson nginx-strips-upgrade"),
				button("A console message", model.DoExample, model.ExampleConsole),
			),
		)
	}
	m.Judged.Headline = m.Headline()
	return app.Section().Class("panel", "verdict", model.Looks[m.Judged.State].Class).Aria("labelledby", "verdict").Body(
		verdictHeading(m.Report, m.Judged),
		app.If(m.Judged.Meaning != "", func() app.UI { return app.P().Text(m.Judged.Meaning) }),
	)
}

func verdictOf(r handshake.Report, j model.Judgement) app.UI {
	return app.Section().Class("panel", "verdict", model.Looks[j.State].Class).Aria("labelledby", "verdict").Body(verdictHead(r, j, true)...)
}

// verdictHead shows the verdict in a few words, with its meaning.
func verdictHead(r handshake.Report, j model.Judgement, meaning bool) []app.UI {
	parts := []app.UI{verdictHeading(r, j)}
	if tally := j.Tally(r.Findings); tally != "" {
		parts = append(parts, app.P().Class("tally").Text(tally))
	}
	if meaning && j.Meaning != "" {
		parts = append(parts, app.P().Text(j.Meaning))
	}
	return parts
}

func verdictHeading(r handshake.Report, j model.Judgement) app.UI {
	look := model.Looks[j.State]
	return app.H2().ID("verdict").TabIndex(-1).Body(
		app.Span().Class("sign", look.Class).Aria("hidden", "true").Text(look.Glyph),
		app.Span().Text(j.Headline),
		app.If(r.Request != nil && j.Outcome.Result == cause.Unknown && j.State != cause.Unclear, func() app.UI {
			return app.Span().Class("status").Text(strconv.Itoa(r.Reply.Status) + " " + r.Reply.Reason)
		}),
		app.If(j.Outcome.By != "", func() app.UI { return app.Span().Class("status").Text(model.Visible(j.Outcome.By)) }),
	)
}

// verdictBar keeps the verdict in sight on a narrow screen while the verdict itself is further down. It only repeats it, so
// keyboard and screen readers skip it.
func verdictBar(m model.Model) app.UI {
	look := model.Looks[m.Judged.State]
	return app.A().Class("verdict-bar", "script", look.Class).Href("#verdict").DataSet("do", "skip").DataSet("with", "verdict").TabIndex(-1).Aria("hidden", "true").Body(
		app.Span().Class("sign", look.Class).Text(look.Glyph),
		app.Span().Text(m.Headline()),
		app.Span().Class("hint").Text(m.Judged.Tally(m.Report.Findings)),
	)
}
