package app

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// inspectRoom is the home of the page: a request, and everything that follows from it.
func inspectRoom(m Model) []app.UI {
	return []app.UI{
		app.Div().Class("bench").Body(
			app.Div().Class("column").Body(
				editorPanel(m),
				readPanel(m),
				wirePanel(m),
			),
			app.Div().Class("column").Body(
				verdictPanel(m),
				replyPanel(m),
				findingsPanel(m),
			),
		),
		derivationPanel(m),
		&course{},
	}
}
