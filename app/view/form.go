package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
)

// formView shows the request as a form, below the same request as text.
func formView(m model.Model) app.UI {
	if m.Tab != model.TabForm {
		return app.Div().Hidden(true)
	}
	return app.Div().Class("form-view").Body(
		muted("Each field below changes only its own part of the text above."),
		formPanel(m), policyPanel())
}

func formPanel(m model.Model) app.UI {
	return app.Section().Class("form").Aria("labelledby", "form").Body(
		heading("form", "The client asks"),
		input("url", "URL", "ws:// or wss://, host, path and query"),
		input("origin", "Origin", "the page that opens the connection; programs leave it empty"),
		keyInput(),
		input("version", "Version", "13 is the only standard one"),
		offeredRows(m),
		deflateBoxes(),
		fieldRows(m),
	)
}

// offeredRows shows the subprotocols in order of preference.
func offeredRows(m model.Model) app.UI {
	names := m.Offered()
	rows := make([]app.UI, len(names))
	for i, name := range names {
		at, nth := strconv.Itoa(i), strconv.Itoa(i+1) // a name is typed text, and stays out of attributes
		row := []app.UI{app.Code().Class("grow").Text(model.Visible(name))}
		if i > 0 {
			row = append(row, button("↑", model.DoMoveOfferedUp, at).ID("offered-up-"+at).Aria("label", "Prefer subprotocol "+nth))
		}
		rows[i] = app.Li().Class("bar").Body(append(row, button("✕", model.DoRemoveOffered, at).ID("offered-remove-"+at).Aria("label", "Remove subprotocol "+nth))...)
	}
	return app.FieldSet().Body(
		app.Legend().Text("Subprotocols"),
		app.Ol().Class("rows").Body(rows...),
		app.Div().Class("with-button").Body(
			pendingInput("new-protocol", "Another subprotocol", model.DoOffer),
			button("Offer", model.DoOffer, ""),
		),
	)
}

func deflateBoxes() app.UI {
	parts := []app.UI{app.Legend().Text("Extensions")}
	for _, p := range model.DeflateParams {
		label := p.Param
		if label == "" {
			label = handshake.DeflateName
		}
		switch {
		case !p.Bits:
			parts = append(parts, checkbox(p.Name, label))
		case p.Param == "client_max_window_bits":
			parts = append(parts, choose(p.Name, label, append([]string{model.NoWindow, model.AnyWindow}, model.WindowSizes...)...))
		default: // its number is not optional
			parts = append(parts, choose(p.Name, label, append([]string{model.NoWindow}, model.WindowSizes...)...))
		}
	}
	return app.FieldSet().Body(append(parts, input("extensions", "The field as it will be sent", "other extensions and parameters stay as you write them"))...)
}

// fieldRows shows the fields that no input above shows.
func fieldRows(m model.Model) app.UI {
	rest := m.OtherFields()
	rows := make([]app.UI, len(rest))
	for n, i := range rest {
		at, nth := strconv.Itoa(i), strconv.Itoa(n+1)
		rows[n] = app.Li().Class("field-row").Body(
			rowField("name "+at, "Name of field "+nth),
			rowField("value "+at, "Value of field "+nth),
			button("✕", model.DoRemoveField, at).Aria("label", "Remove field "+nth),
		)
	}
	return app.FieldSet().Body(
		app.Legend().Text("More fields"),
		app.Ol().Class("rows").Body(rows...),
		app.Div().Class("with-button").Body(
			pendingInput("new-name", "Another field", model.DoAddField).Attr("list", "field-names"),
			pendingInput("new-value", "Its value", model.DoAddField),
			button("Add", model.DoAddField, ""),
		),
		app.DataList().ID("field-names").Body(
			app.Option().Value("Cookie"), app.Option().Value("Authorization"), app.Option().Value("User-Agent"), app.Option().Value("X-Forwarded-For"),
		),
	)
}

func rowField(name, label string) app.UI {
	return app.Input().Class("field").Type("text").DataSet("in", name).Aria("label", label).
		Attr("autocomplete", "off").Attr("autocapitalize", "off").Spellcheck(false)
}

// pendingInput is a field whose text takes effect when its button, or Enter, is pressed: the action enter.
func pendingInput(id, label string, enter model.Action) app.HTMLInput {
	return app.Input().ID(id).Class("field").Type("text").DataSet("enter", enter).Aria("label", label).Placeholder(label).
		Attr("autocomplete", "off").Attr("autocapitalize", "off").Spellcheck(false)
}

func policyPanel() app.UI {
	return app.Section().Class("form").Aria("labelledby", "policy").Body(
		heading("policy", "The server decides"),
		policyFields(),
	)
}

// policyFields are the fields of the policy, on every page that uses it.
func policyFields() app.UI {
	return app.Div().Class("form").Body(
		input("known-protocols", "Subprotocols it knows", "* for any, empty for none, or a list"),
		input("origins", "Origins it allows", "* for any, same-host, or a list: https://a.example, *.example.com"),
		checkbox("deflate", "agrees to permessage-deflate"),
		checkbox("takeover", "and to context takeover (one compression window for all messages), if the client agrees"),
	)
}

// input is a labelled field of a form. The browser owns its text; the root writes it when it is not
// being typed in.
func input(name, label, hint string) app.UI { return entered(name, label, hint, "") }

// entered is an input in which Enter presses the button beside it: the action enter.
func entered(name, label, hint string, enter model.Action) app.UI {
	field := app.Input().ID("in-"+name).Class("field").Type("text").DataSet("in", name).
		Attr("autocomplete", "off").Attr("autocapitalize", "off").Spellcheck(false).
		Aria("describedby", "hint-"+name)
	if enter != "" {
		field = field.DataSet("enter", enter)
	}
	return app.Div().Class("labelled").Body(
		app.Label().For("in-"+name).Text(label),
		field,
		app.P().ID("hint-"+name).Class("hint").Text(hint),
	)
}

// choose is a labelled select. An option's text is its value: go-app cannot write an empty value.
func choose(name, label string, among ...string) app.UI {
	options := make([]app.UI, len(among))
	for i, o := range among {
		options[i] = app.Option().Value(o).Text(o)
	}
	return chooseFrom(name, label, options)
}

func chooseFrom(name, label string, options []app.UI) app.UI {
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
