package app

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// inspectRoom is the home of the page: a request, and everything that follows from it.
func inspectRoom(m Model) []app.UI {
	part := func(s stage, draw func(Model) app.UI) app.UI { return in(m, s, func() app.UI { return draw(m) }) }
	return []app.UI{
		app.H1().Class("unseen").Text("Inspect a handshake"),
		// In the order of reading: on a narrow screen the verdict follows what was typed, and the bytes
		// come last; on a wide one they stand under the editor.
		app.Div().Class("bench", "inspect").Body(
			app.Div().Class("column").Body(
				editorPanel(m),
				part(remainder, readPanel),
			),
			app.Div().Class("column", "result").Body(
				part(atOnce, verdictPanel),
				part(reasons, replyPanel),
				part(reasons, elsewherePanel),
				part(reasons, findingsPanel),
				part(remainder, twinPanel),
			),
			app.Div().Class("column").Body(
				part(remainder, wirePanel),
				part(remainder, answerPanel),
				part(remainder, sequencePanel),
				part(remainder, tryPanel),
			),
		),
		part(reasons, derivationPanel),
		part(atOnce, verdictBar),
		&course{},
	}
}
