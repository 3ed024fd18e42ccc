// Package view draws a model: plain functions from values to elements, one file per page and a few for the parts
// that pages share. Views hold no handlers: an element says in data-do what a press on it means, and the root
// component of package app, the only one that listens, looks that up.
package view

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// Page is the whole document: header, the room that is open, footer.
func Page(d *Drawing, m model.Model, s State, said string) app.HTMLDiv {
	if m.Embedded() {
		return embedPage(m, s, said)
	}
	return app.Div().Class("page").Body(
		d.part(skipPart, func() app.UI { return skip(m) }),
		d.part(topPart, func() app.UI { return top(m) }),
		stateNotice(s),
		linkNotice(m),
		d.part(printLinkPart, printLink),
		app.Main().ID("main").TabIndex(-1).Class("room").Body(content(d, m)...),
		d.part(bottomPart, bottom),
		d.part(helpPart, helpSheet),
		app.P().Class("unseen").Role("status").Aria("live", "polite").Text(said),
		app.If(m.Uncopied != "", func() app.UI { return byHandSheet(m) }),
	)
}

// skip is the way past the navigation: to the verdict where there is one.
func skip(m model.Model) app.UI {
	to, words := "main", "Skip to the content"
	if m.OpenLesson == nil && m.View == model.ViewInspect || m.OpenLesson != nil && !m.OpenLesson.Covered() {
		to, words = "verdict", "Skip to the verdict"
	}
	return app.A().Class("skip").Href("#"+to).DataSet("do", model.DoSkip).DataSet("with", to).Text(words)
}

// content is what the chosen view shows.
func content(d *Drawing, m model.Model) []app.UI {
	if m.OpenLesson != nil {
		return lessonPage(m)
	}
	switch m.View {
	case model.ViewGlossary:
		return glossaryPage()
	case model.ViewLessons:
		return lessonsPage(m)
	case model.ViewBuild:
		return buildPage(d, m)
	case model.ViewAccept:
		return acceptPage(m)
	case model.ViewCheck:
		return checkPage(d, m)
	case model.ViewLive:
		return livePage(m)
	case model.ViewEmbed:
		return embedConfigPage(m)
	}
	return inspectPage(d, m)
}

func top(m model.Model) app.UI {
	links := make([]app.UI, len(model.Rooms))
	for i, r := range model.Rooms {
		a := app.A().Href(Link(r.Address())).Text(r.Title)
		if r.View == m.View && m.OpenLesson == nil || r.View == model.ViewLessons && m.OpenLesson != nil {
			a = a.Aria("current", "page")
		}
		links[i] = app.Li().Body(a)
	}
	for _, document := range [][2]string{{"/hops", "Proxies"}, {"/rules", "Reference"}} {
		links = append(links, app.Li().Body(app.A().Href(Link(document[0])).Text(document[1])))
	}
	return app.Header().Class("top").Body(
		app.A().Class("brand").Href(Link("/#inspect")).Text("Upgrade 101"),
		app.Nav().Aria("label", "Rooms").Body(app.Ul().Body(links...)),
		app.Div().Class("tools").Body(
			button("Help", model.DoHelp, "").Aria("haspopup", "dialog"),
			button("Theme: "+m.Theme, model.DoTheme, "").Class("theme"),
		),
	)
}

func bottom() app.UI {
	return app.Footer().Class("bottom").Body(
		app.P().Text("Nothing leaves your browser until you press Connect or Send."),
		app.P().Body(app.A().Href(Link("/"+string(model.ViewGlossary))).Text("Glossary"), app.Span().Text(" · "),
			app.A().Href(Link("/teach")).Text("Teach with it"), app.Span().Text(" · "), app.A().Href(Link("/notices")).Text("Notices")),
	)
}

// Paper shows everything: what is folded is unfolded, and the address says where to find it again.

// printLink is where the address is written before printing. No view writes there.
func printLink() app.UI { return app.P().ID("print-link").Class("print-only", "mono") }
