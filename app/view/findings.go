package view

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
)

// findingsPanel lists the findings, errors first.
func findingsPanel(d *Drawing, m model.Model) app.UI {
	found := m.Report.Findings
	if m.Blank() && m.ResponseText == "" || len(found) == 0 && (m.Change == nil || m.Breaking) {
		return app.Section().Hidden(true)
	}
	items := make([]app.UI, 0, len(found))
	var fixable []handshake.Finding
	for i, f := range found {
		if i == model.MaxFindings {
			break
		}
		var fix app.UI
		if d.fixes.Fixable(&m.Report, i) {
			fix = fixButton(f, i)
			if f.Rule.Severity != handshake.Note {
				fixable = append(fixable, f)
			}
		}
		items = append(items, foldedFinding(found, i, i == m.Selected, i == 0 && f.Rule.Severity != handshake.Note, m.LineOf(i), fix, i == m.Selected && stays(m.Change)))
	}
	return app.Section().Class("panel", "findings-panel").Aria("labelledby", "findings").Body(
		app.Div().Class("bar").Body(
			heading("findings", model.Tally(found)).TabIndex(-1),
			app.If(len(found) > 0, func() app.UI {
				return app.Span().Class("hint", "keys-hint").Body(app.Kbd().Text("Alt ↑"), app.Kbd().Text("↓"), app.Span().Text(" next finding"))
			}),
		),
		app.If(!m.Breaking && !stays(m.Change), func() app.UI { return changePanel(m.Change) }),
		app.Ol().Class("findings").Body(items...),
		app.If(len(found) > model.MaxFindings, func() app.UI {
			return muted("and " + strconv.Itoa(len(found)-model.MaxFindings) + " more of the same kind")
		}),
		app.If(len(fixable) > 1, func() app.UI {
			return app.Div().Class("bar").Body(button("Fix all: "+strings.ReplaceAll(model.Tally(fixable), " · ", ", "), model.DoFixAll, "").Class("primary"))
		}),
	)
}

// stays reports whether a press found nothing to fix automatically. The finding says so itself.
func stays(c *model.Change) bool { return c != nil && c.Stays }

// fixButton fixes a finding. What was typed stays out of attributes.
func fixButton(f handshake.Finding, i int) app.UI {
	return button("Fix", model.DoFix, strconv.Itoa(i)).Aria("label", "Fix: "+f.Rule.Requires)
}

// foldedFinding shows a finding in a few lines: the problem with its fix, what was seen, and the rest folded. The fix comes first
// in tab order, because readers look for it. The reasons of one that is selected are always unfolded. line is its line in the text; 0 for none. unfixed: a key
// asked for a fix, and there is none. about is said in its head, after the problem.
func foldedFinding(all []handshake.Finding, i int, selected, open bool, line int, fix app.UI, unfixed bool, about ...app.UI) app.UI {
	f := all[i]
	at := strconv.Itoa(i)
	seen := "Seen: " + f.Got + "."
	if line > 0 {
		seen = "Line " + strconv.Itoa(line) + ": " + f.Got + "."
	}
	more := app.Details().Class("more")
	if selected || open {
		more = more.Open(true)
	}
	row := app.Div().Class("finding-row")
	if fix != nil {
		row = row.Body(fix, findingHead(f, at, selected, about...))
	} else {
		row = row.Body(findingHead(f, at, selected, about...))
	}
	return findingItem(all, i, selected).Body(row, app.If(unfixed, func() app.UI { return app.P().Class("notice", "info").Text(model.NoFix) }), app.P().Class("got").Text(seen),
		more.Body(app.Summary().Text("Why"), app.Div().Body(findingReasons(f)...)))
}

// finding shows a complete finding: the problem, what was seen, why it matters, what to do, citations.
func finding(all []handshake.Finding, i int, selected bool) app.UI {
	f, at := all[i], strconv.Itoa(i)
	return findingItem(all, i, selected).Body(append([]app.UI{findingHead(f, at, selected), app.P().Class("got").Text("Seen: " + f.Got + ".")},
		findingReasons(f)...)...)
}

// findingName names finding i, in the same way as long as other rules' findings come and go: the bytes of a finding have its name,
// and a line behind the text is drawn anew only if its own findings change.
func findingName(all []handshake.Finding, i int) string {
	rule, before := all[i].Rule, 0
	for _, f := range all[:i] {
		if f.Rule == rule {
			before++
		}
	}
	if before == 0 {
		return rule.ID
	}
	return rule.ID + "-" + strconv.Itoa(before)
}

func findingItem(all []handshake.Finding, i int, selected bool) app.HTMLLi {
	_, class := model.SeverityMark(all[i].Rule.Severity)
	item := app.Li().Class("finding", class).ID("finding-"+strconv.Itoa(i)).DataSet("finding", findingName(all, i))
	if selected {
		item = item.Class("on")
	}
	return item
}

func findingHead(f handshake.Finding, at string, selected bool, about ...app.UI) app.UI {
	return app.Button().Type("button").Class("finding-head").ID("finding-head-"+at).
		DataSet("do", model.DoSelectFinding).DataSet("with", at).
		Aria("pressed", strconv.FormatBool(selected)).
		Body(append([]app.UI{sign(f.Rule.Severity), app.Span().Text(f.Problem())}, about...)...)
}

func findingReasons(f handshake.Finding) []app.UI {
	return []app.UI{
		app.P().Text(f.Rule.Why),
		app.If(f.Rule.Fix != "", func() app.UI {
			return app.P().Class("fix").Body(app.B().Text("Fix: "), app.Span().Text(f.Rule.Fix))
		}),
		app.Div().Class("where").Body(app.A().Class("cite").Href(Link("/rule/"+f.Rule.ID)).Target("_blank").Rel("noopener").Text("Rule "+f.Rule.ID), cites(f.Rule.Citations()), span("muted", f.Rule.Letter())),
	}
}
