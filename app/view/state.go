package view

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

const ByHand = "by-hand"

// byHandDialog shows a text that the browser refused to copy.
func byHandDialog(m model.Model) app.UI {
	return app.Dialog().ID(ByHand).Class("panel").Aria("labelledby", ByHand+"-title").Body(
		app.Div().Class("bar").Body(
			app.H2().ID(ByHand+"-title").Class("grow").Text("Copy it by hand"),
			button("Close", model.DoCloseDialog, ByHand),
		),
		app.P().Text("This browser does not let the page copy. Here is the text, selected: press Ctrl + C or ⌘ + C, or use your device's menu for selected text."),
		app.Pre().ID(ByHand+"-text").Class("exported").TabIndex(0).Text(m.Uncopied),
	)
}

// The state of the program: it may have a fault, or the server may have a newer version. Neither loses the typed text.

// State is the state of the program.
type State string

const (
	StateOK       State = ""
	StateOutdated State = "newer"   // the server has another version
	StateStopped  State = "stopped" // a handler had a fault; nothing was changed
	StateBroken   State = "broken"  // what was typed cannot be drawn
)

// stateNotice shows the state. It is always present, so that the editor after it stays the same element.
func stateNotice(s State) app.UI {
	notice := app.Div()
	switch s {
	case StateStopped:
		return notice.Class("notice", "bad").Role("alert").Body(
			app.P().Text("Something in this page went wrong just now. What you typed is kept, and nothing was sent."),
			app.Div().Class("bar").Body(button("Carry on", model.DoCarryOn, ""), button("Reload the page", model.DoReload, "")),
		)
	case StateOutdated:
		return notice.Class("notice", "info").Role("status").Body(
			app.P().Text("There is a newer version of this page. What you typed is kept when you reload."),
			app.Div().Class("bar").Body(button("Reload with the new version", model.DoReload, ""), button("Later", model.DoCarryOn, "")),
		)
	}
	return notice.Hidden(true)
}

// BrokenPage replaces a page that cannot be drawn.
func BrokenPage(m model.Model) app.HTMLDiv {
	parts := []app.UI{
		app.H1().Text("This cannot be shown"),
		app.P().Role("alert").Text("This page has a fault: it cannot draw the text below. Nothing of it is lost; copy it if you need it."),
		app.Div().Class("bar").Body(button("Carry on with what was there before", model.DoCarryOn, "").Class("primary")),
	}
	for _, t := range []string{m.Text, m.ResponseText} {
		if t != "" {
			parts = append(parts, app.Pre().Class("code").TabIndex(0).Text(strings.ToValidUTF8(t, "�")))
		}
	}
	return app.Div().Class("page").Body(app.Main().ID("main").Class("panels").Body(parts...))
}
