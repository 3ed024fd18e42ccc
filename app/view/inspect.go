package view

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// inspectPage is the home page: a request, and everything that follows from it.
func inspectPage(d *Drawing, m model.Model) []app.UI {
	part := func(p part, draw func(model.Model) app.UI) app.UI {
		return d.part(p, func() app.UI { return draw(m) })
	}
	bench := app.Div().Class("bench", "inspect")
	if m.Tab == model.TabForm {
		bench = bench.Class("forming")
	}
	if !wired(m) && !stillSample(m) { // nothing is below the editor but the lessons: it can stay beside what is said about it
		bench = bench.Class("brief")
	}
	if m.Breaking {
		bench = bench.Class("over") // on a narrow screen its panel lies over the others
	}
	return []app.UI{
		app.Div().Class("intro").Body(
			app.H1().Text("Why does my WebSocket not connect?"),
			app.P().Text("Paste a request, curl output, HAR, log or error."),
		),
		// In the order of reading: on a narrow screen the verdict follows what was typed, and the bytes come after what it
		// says; on a wide one they are below the editor. What opens on request has the whole width.
		bench.Body(
			app.Div().Class("column").Body(
				editorPanel(d, m),
				part(sampleNoticePart, sampleNotice),
				part(verdictBarPart, verdictBar),
			),
			app.Div().Class("column", "result").Body(
				part(verdictPart, verdictPanel),
				part(breakPart, breakPanel),
				part(causesPart, whyPanel),
				d.part(findingsPart, func() app.UI { return findingsPanel(d, m) }),
				part(replyPart, replyPanel),
				part(otherProtocolPart, otherProtocolPanel),
				part(http2Part, http2Panel),
			),
			app.Div().Class("column").Body(
				part(wirePart, wirePanel),
				part(lessonsPart, relatedLessons),
			),
			app.Div().Class("folds").Body(
				part(tryPart, tryPanel),
				part(throughPart, throughPanel),
				part(clientPart, clientFold),
				part(sequencePart, sequencePanel),
				part(derivationPart, derivationFold),
			),
		),
	}
}
