package view

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// derivationFold is a folded derivationPanel.
func derivationFold(m model.Model) app.UI {
	if m.Report.Accept == nil {
		return app.Section().Hidden(true)
	}
	return fold("steps", derivationTitle, "A key, B GUID, C digest, D accept value", false, derivationSteps(m))
}

const derivationTitle = "Sec-WebSocket-Accept, step by step"

// derivationPanel shows how the accept value is computed.
func derivationPanel(m model.Model) app.UI {
	if m.Report.Accept == nil {
		return app.Section().Class("panel").Hidden(true)
	}
	return app.Section().Class("panel").Aria("labelledby", "steps").Body(heading("steps", derivationTitle), derivationSteps(m))
}

// derivationSteps are the four lettered steps.
func derivationSteps(m model.Model) app.UI {
	steps := m.Report.Accept.Steps()
	items := make([]app.UI, len(steps))
	for i, s := range steps {
		items[i] = app.Li().Class("step").Body(
			app.H3().Body(letter(s.Letter), app.Span().Text(s.Name)),
			app.Code().Class("thread", "thread-"+s.Letter).Text(s.Value),
			app.P().Class("muted", "also").Text(s.Also),
			app.P().Text(s.Why),
		)
	}
	return app.Ol().Class("steps").Body(items...)
}
