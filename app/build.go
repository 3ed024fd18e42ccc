package app

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// buildRoom is the request as a form beside the same request as text.
func buildRoom(m Model) []app.UI {
	return []app.UI{
		app.H1().Text("Build a request"),
		app.Div().Class("bench").Body(
			app.Div().Class("column").Body(formPanel(), policyPanel()),
			app.Div().Class("column").Body(editorPanel(m), verdictPanel(m), replyPanel(m)),
		),
		findingsPanel(m),
	}
}

func formPanel() app.UI {
	return app.Section().Class("panel", "form").Aria("labelledby", "form").Body(
		heading("form", "The client asks"),
		input("url", "URL", "ws:// or wss://, host, path and query"),
		input("origin", "Origin", "the page that opens the connection; programs leave it empty"),
		input("protocols", "Subprotocols", "comma-separated, the one you like best first"),
		app.Div().Class("with-button").Body(
			input("key", "Key", "16 random bytes in base64"),
			button("New random key", "new-key", ""),
			button("Sample key", "sample-key", ""),
		),
		input("version", "Version", "13 is the only one in use"),
		app.FieldSet().Body(append([]app.UI{app.Legend().Text("Compression")}, deflateBoxes()...)...),
		input("extensions", "Extensions", "the field as it will be sent"),
		input("cookie", "Cookie", "browsers add their own; scripts cannot set it"),
		input("auth", "Authorization", "programs can send it, a browser's WebSocket cannot"),
		app.P().Class("muted").Text("Every change edits one line of the request beside; lines that you typed there stay as they are."),
	)
}

func deflateBoxes() []app.UI {
	boxes := make([]app.UI, len(deflateParams))
	for i, p := range deflateParams {
		boxes[i] = checkbox(p.name, p.label)
	}
	return boxes
}

func policyPanel() app.UI {
	return app.Section().Class("panel", "form").Aria("labelledby", "policy").Body(
		heading("policy", "The server decides"),
		input("known-protocols", "Subprotocols it knows", "* for any, empty for none, or a list"),
		input("origins", "Origins it lets in", "* for any, or a list of whole origins"),
		checkbox("deflate", "agrees to permessage-deflate"),
	)
}

// input is a labelled field of a form. The browser owns its text; the root writes it when it is not
// being typed in.
func input(name, label, hint string) app.UI {
	return app.Div().Class("labelled").Body(
		app.Label().For("in-"+name).Text(label),
		app.Input().ID("in-"+name).Class("field").Type("text").DataSet("in", name).
			Attr("autocomplete", "off").Attr("autocapitalize", "off").Spellcheck(false).
			Aria("describedby", "hint-"+name),
		app.P().ID("hint-"+name).Class("hint").Text(hint),
	)
}

// choose is a labelled choice. An option is its own value: go-app cannot write an empty one.
func choose(name, label string, among ...string) app.UI {
	options := make([]app.UI, len(among))
	for i, o := range among {
		options[i] = app.Option().Value(o).Text(o)
	}
	return app.Div().Class("labelled").Body(
		app.Label().For("in-"+name).Text(label),
		app.Select().ID("in-"+name).Class("button").DataSet("in", name).Body(options...),
	)
}

func checkbox(name, label string) app.UI {
	return app.Label().Class("check").Body(
		app.Input().Type("checkbox").DataSet("in", name),
		app.Span().Text(label),
	)
}
