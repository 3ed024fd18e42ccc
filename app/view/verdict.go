package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
)

func verdictPanel(m model.Model) app.UI { return verdictOf(m.Report) }

func verdictOf(r handshake.Report) app.UI {
	return app.Section().Class("panel", "verdict", model.Outcomes[r.Verdict()].Class).Aria("labelledby", "verdict").Body(
		append(verdictHead(r), app.P().Text(model.Meaning(r)))...)
}

// verdictBar keeps the verdict in sight on a narrow screen, below what is typed.
func verdictBar(m model.Model) app.UI {
	o := model.Outcomes[m.Report.Verdict()]
	return app.A().Class("verdict-bar", "script", o.Class).Href("#verdict").DataSet("do", model.DoSkip).DataSet("with", "verdict").Body(
		app.Span().Class("sign", o.Class).Aria("hidden", "true").Text(o.Glyph),
		app.Span().Text(o.Words),
		app.Span().Class("hint").Text(model.Tally(m.Report.Findings)),
	)
}

// verdictHead is the verdict in as few words as it takes.
func verdictHead(r handshake.Report) []app.UI {
	o := model.Outcomes[r.Verdict()]
	return []app.UI{
		app.H2().ID("verdict").TabIndex(-1).Body(
			app.Span().Class("sign", o.Class).Aria("hidden", "true").Text(o.Glyph),
			app.Span().Text(o.Words),
			app.If(r.Request != nil, func() app.UI {
				return app.Span().Class("status").Text(strconv.Itoa(r.Reply.Status) + " " + r.Reply.Reason)
			}),
		),
		app.P().Class("tally").Text(model.Tally(r.Findings)),
	}
}
