package view

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// shortcuts are the page's own keys. None is a single character, so that speech input and stray keys trigger nothing (WCAG
// 2.2, 2.1.4).
var shortcuts = []struct{ keys, does string }{
	{"Ctrl or ⌘ + Enter", "goes to the verdict, from wherever you type"},
	{"Alt + ↓, Alt + ↑", "next or previous finding; its bytes are marked"},
	{"Alt + Enter", "fixes that finding"},
	{"← and →", "on a tab of the editor: opens the next tab"},
	{"Esc", "leaves a finding, a menu or this sheet"},
	{"Tab", "leaves a text field"},
	{"Enter", "in a field with a button: presses the button"},
	{"Ctrl or ⌘ + Z, and with Shift", "undoes an edit of the request, and redoes it"},
	{"Ctrl or ⌘ + /", "opens this sheet"},
}

// helpDialog is a dialog that the browser opens; it restores the focus when it closes.
func helpDialog() app.UI {
	keys := make([]app.UI, 0, 2*len(shortcuts))
	for _, s := range shortcuts {
		keys = append(keys, app.Dt().Body(app.Kbd().Text(s.keys)), app.Dd().Text(s.does))
	}
	return app.Dialog().ID("help").Class("panel").Aria("labelledby", "help-title").Body(
		app.Div().Class("bar").Body(
			app.H2().ID("help-title").Text("Help"),
			button("Close", model.DoCloseDialog, "help"),
		),
		app.P().Text("Paste or drop what you have: a request or a response, curl and its output, a HAR file, code that opens a socket, a console message, a log, the configuration of a proxy, or an address. Select an underlined part of the text to see what is wrong with it."),
		app.P().Body(span("", private+" "), to("/about#privacy", "What is sent, and what is not")),
		app.H3().Text("Keys"),
		app.Dl().Class("keys").Body(keys...),
		app.P().Body(to("/"+string(model.ViewGlossary), "Glossary"), span("", " of fields, statuses and words · "), to("/about", "About"), span("", ": sources, how to cite, how to report a fault")),
	)
}
