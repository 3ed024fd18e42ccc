package app

import (
	"encoding/json"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// The page as a program: it may have a fault, and a newer version of it may be there. Neither costs what
// was typed.

// state is how the page is, beside what it shows.
type state string

const (
	well    state = ""
	newer   state = "newer"   // the server has another version
	stopped state = "stopped" // a handler had a fault; nothing was changed
	broken  state = "broken"  // what was typed cannot be drawn
)

// rescue turns a panic of a handler into a visible sentence. It stands at the edge of every handler.
func (r *root) rescue() {
	if p := recover(); p != nil {
		r.fail(p)
	}
}

// later does something to the document once it is drawn.
func (r *root) later(ctx app.Context, do func()) {
	ctx.Defer(func(app.Context) {
		defer r.rescue()
		do()
	})
}

// Page is the page as main knows it.
type Page struct{ shown *root } // nil before it is mounted

// SaveDraftOnCrash keeps what was typed when the program ends by a fault that nothing above catches, in go-app or in
// one of the components below the root. start.js says so and starts the program again, which then finds the draft.
func (p *Page) SaveDraftOnCrash() {
	if p.shown == nil {
		return
	}
	if kept, err := p.shown.m.putUp(); err == nil {
		keep(kept)
	}
}

// fail notes a fault. Whoever mends the page finds it in the console; its visitor needs other words.
func (r *root) fail(why any) {
	app.Logf("a fault in this page: %v", why)
	r.state = stopped
}

// carryOn goes back to where all was well.
func (r *root) carryOn() {
	if r.state == broken {
		if r.m = r.drawn; r.m.View == "" { // nothing was, not even the first page
			r.m = New()
		}
	}
	r.state = well
}

// OnAppUpdate is called when a newer version of the page is there: boot.js has compared.
func (r *root) OnAppUpdate(app.Context) {
	if r.state == well {
		r.state = newer
	}
}

// stateNotice says how the page is. It is always there, so that the editor behind it stays the same element.
func stateNotice(s state) app.UI {
	notice := app.Div()
	switch s {
	case stopped:
		return notice.Class("notice", "bad").Role("alert").Body(
			app.P().Text("Something in this page went wrong just now. What you typed is kept, and nothing was sent."),
			app.Div().Class("bar").Body(button("Carry on", "carry-on", ""), button("Reload the page", "reload", "")),
		)
	case newer:
		return notice.Class("notice", "info").Role("status").Body(
			app.P().Text("There is a newer version of this page. What you typed is kept when you reload."),
			app.Div().Class("bar").Body(button("Reload with the new version", "reload", ""), button("Later", "carry-on", "")),
		)
	}
	return notice.Hidden(true)
}

// brokenPage stands in for a page that cannot be drawn.
func brokenPage(m Model) app.HTMLDiv {
	parts := []app.UI{
		app.H1().Text("This cannot be shown"),
		app.P().Role("alert").Text("This page has a fault: it cannot draw what stands below. Nothing of it is lost; copy it if you need it."),
		app.Div().Class("bar").Body(button("Carry on with what was there before", "carry-on", "").Class("primary")),
	}
	for _, t := range []string{m.Text, m.Answer} {
		if t != "" {
			parts = append(parts, app.Pre().Class("code").TabIndex(0).Text(strings.ToValidUTF8(t, "�")))
		}
	}
	return app.Div().Class("page").Body(app.Main().ID("main").Class("room").Body(parts...))
}

// keptName is the place in the tab's own storage where a reload finds what was typed.
const keptName = "upgrade101-kept"

// putUp keeps what was typed over a reload, secrets and all: it stays in this tab.
func (m Model) putUp() (string, error) {
	data, err := json.Marshal(shared{m.Text, m.Answer, m.Policy.Subprotocols, m.Policy.Origins, m.Policy.NoDeflate, m.View})
	return string(data), err
}

// takeBack puts back what putUp kept; anything else changes nothing.
func (m Model) takeBack(kept string) Model {
	var s shared
	if kept == "" || json.Unmarshal([]byte(kept), &s) != nil {
		return m
	}
	return m.Put(s.Request, s.Response, s.policy())
}
