package view

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// inspectPage is the home of the page: a request, and everything that follows from it.
func inspectPage(m model.Model) []app.UI {
	part := func(s model.Stage, draw func(model.Model) app.UI) app.UI {
		return in(m, s, func() app.UI { return draw(m) })
	}
	return []app.UI{
		app.H1().Class("unseen").Text("Inspect a handshake"),
		// In the order of reading: on a narrow screen the verdict follows what was typed, and the bytes
		// come last; on a wide one they stand under the editor.
		app.Div().Class("bench", "inspect").Body(
			app.Div().Class("column").Body(
				editorPanel(m),
				part(model.Remainder, pasteInfoPanel),
			),
			app.Div().Class("column", "result").Body(
				part(model.AtOnce, verdictPanel),
				part(model.Reasons, replyPanel),
				part(model.Reasons, otherProtocolPanel),
				part(model.Reasons, findingsPanel),
				part(model.Remainder, http2Panel),
			),
			app.Div().Class("column").Body(
				part(model.Remainder, wirePanel),
				part(model.Remainder, answerPanel),
				part(model.Remainder, sequencePanel),
				part(model.Remainder, tryPanel),
			),
		),
		part(model.Reasons, derivationPanel),
		part(model.AtOnce, verdictBar),
		&lessonList{},
	}
}
