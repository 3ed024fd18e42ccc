package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
)

// findingsPanel lists what the rules found, errors first.
func findingsPanel(d *Drawing, m model.Model) app.UI {
	found := m.Report.Findings
	items := make([]app.UI, 0, len(found))
	fixable := 0
	for i, f := range found {
		if i == model.MaxFindings {
			break
		}
		var tools []app.UI
		if d.fixes.Fixable(&m.Report, i) {
			tools = append(tools, button("Fix it", model.DoFix, strconv.Itoa(i)).Aria("label", "Fix it: "+f.Rule.Requires))
			if f.Rule.Severity != handshake.Note {
				fixable++
			}
		}
		items = append(items, finding(f, i, i == m.Selected, tools...))
	}
	return app.Section().Class("panel").Aria("labelledby", "notes").Body(
		app.Div().Class("bar").Body(
			heading("notes", "Notes").TabIndex(-1),
			app.If(fixable > 1, func() app.UI { return button("Fix all", model.DoFixAll, "") }),
			app.If(len(found) > 1, func() app.UI {
				return app.Span().Class("hint").Body(app.Kbd().Text("Alt ↑"), app.Kbd().Text("↓"), app.Span().Text(" next finding"))
			}),
		),
		changePanel(m.Change),
		app.If(len(found) == 0, func() app.UI {
			return app.P().Class("muted").Text("No findings.")
		}),
		app.Ol().Class("findings").Body(items...),
		app.If(len(found) > model.MaxFindings, func() app.UI {
			return app.P().Class("muted").Text("and " + strconv.Itoa(len(found)-model.MaxFindings) + " more of the same kind")
		}),
	)
}

// finding is one note: what is required, what was seen, why it matters, what to do, where it is written.
func finding(f handshake.Finding, i int, selected bool, tools ...app.UI) app.UI {
	_, class := model.SeverityMark(f.Rule.Severity)
	head := app.Button().Type("button").Class("finding-head").
		DataSet("do", model.DoSelectFinding).DataSet("with", strconv.Itoa(i)).
		Aria("pressed", strconv.FormatBool(selected)).
		Body(sign(f.Rule.Severity), app.Span().Class("requires").Text(f.Problem()))
	item := app.Li().Class("finding", class).ID("finding-"+strconv.Itoa(i)).DataSet("note", strconv.Itoa(i))
	if selected {
		item = item.Class("on")
	}
	return item.Body(
		head,
		app.P().Class("saw").Text("Seen: "+f.Got+"."),
		app.P().Text(f.Rule.Why),
		app.If(f.Rule.Fix != "", func() app.UI {
			return app.P().Class("fix").Body(app.B().Text("Fix: "), app.Span().Text(f.Rule.Fix))
		}),
		app.Div().Class("where").Body(append(tools, app.A().Class("cite").Href(Link("/rule/"+f.Rule.ID)).Target("_blank").Rel("noopener").Text("Rule"), cites(f.Rule.Cites), span("muted", f.Rule.Letter()))...),
	)
}
