package app

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// inspectRoom is the home of the page: a request, and everything that follows from it.
func inspectRoom(m Model) []app.UI {
	return []app.UI{
		app.H1().Class("unseen").Text("Inspect a handshake"),
		// In the order of reading: on a narrow screen the verdict follows what was typed, and the bytes
		// come last; on a wide one they stand under the editor.
		app.Div().Class("bench", "inspect").Body(
			app.Div().Class("column").Body(
				editorPanel(m),
				readPanel(m),
			),
			app.Div().Class("column", "result").Body(
				verdictPanel(m),
				replyPanel(m),
				elsewherePanel(m),
				findingsPanel(m),
				twinPanel(m),
			),
			app.Div().Class("column").Body(
				wirePanel(m),
				answerPanel(m),
				sequencePanel(m),
				tryPanel(m),
			),
		),
		derivationPanel(m),
		verdictBar(m),
		&course{},
	}
}
