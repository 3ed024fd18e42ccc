package app

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// inspectRoom is the home of the page: a request, and everything that follows from it.
func inspectRoom(m Model) []app.UI {
	in := func(s stage, view func(Model) app.UI) app.UI { return m.in(s, func() app.UI { return view(m) }) }
	return []app.UI{
		app.H1().Class("unseen").Text("Inspect a handshake"),
		// In the order of reading: on a narrow screen the verdict follows what was typed, and the bytes
		// come last; on a wide one they stand under the editor.
		app.Div().Class("bench", "inspect").Body(
			app.Div().Class("column").Body(
				editorPanel(m),
				in(remainder, readPanel),
			),
			app.Div().Class("column", "result").Body(
				in(atOnce, verdictPanel),
				in(reasons, replyPanel),
				in(reasons, elsewherePanel),
				in(reasons, findingsPanel),
				in(remainder, twinPanel),
			),
			app.Div().Class("column").Body(
				in(remainder, wirePanel),
				in(remainder, answerPanel),
				in(remainder, sequencePanel),
				in(remainder, tryPanel),
			),
		),
		in(reasons, derivationPanel),
		in(atOnce, verdictBar),
		&course{},
	}
}
