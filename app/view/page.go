// Package view draws a model: plain functions from values to elements, one file per page and a few for the parts that pages
// share. Views have no handlers: an element has the action of a press in data-do, and the root component of package app, the
// only one that listens, looks it up.
package view

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// Page draws the whole page: top, the open page, footer.
func Page(d *Drawing, m model.Model, s State, said string) app.HTMLDiv {
	m.Judged = m.Shown()
	if m.Embedded() {
		return embedPage(d, m, s, said)
	}
	return app.Div().Class("page").Body(
		d.part(skipPart, func() app.UI { return skip(m) }),
		d.part(topPart, func() app.UI { return top(m) }),
		sharePanel(m),
		stateNotice(s),
		linkNotice(m),
		d.part(printLinkPart, printLink),
		app.Main().ID("main").TabIndex(-1).Class("panels").Body(content(d, m)...),
		d.part(bottomPart, bottom),
		d.part(helpPart, helpDialog),
		app.P().Class("unseen").Role("status").Aria("live", "polite").Text(said),
		app.If(m.Uncopied != "", func() app.UI { return byHandDialog(m) }),
	)
}

// skip is the skip link: to the verdict if there is one.
func skip(m model.Model) app.UI {
	to, words := "main", "Skip to the content"
	if m.OpenLesson == nil && m.View == model.ViewInspect || m.OpenLesson != nil && !m.OpenLesson.Covered() {
		to, words = "verdict", "Skip to the verdict"
	}
	return app.A().Class("skip").Href("#"+to).DataSet("do", model.DoSkip).DataSet("with", to).Text(words)
}

// content draws the chosen view.
func content(d *Drawing, m model.Model) []app.UI {
	if m.OpenLesson != nil {
		return lessonPage(m)
	}
	switch m.View {
	case model.ViewGlossary:
		return glossaryPage()
	case model.ViewLessons:
		return lessonsPage(m)
	case model.ViewAccept:
		return acceptPage(m)
	case model.ViewLive:
		return livePage(m)
	}
	return inspectPage(d, m)
}

// top is one row: the name, the navigation, and buttons common to all pages. On a narrow screen the navigation is in a popover,
// which works without the program.
func top(m model.Model) app.UI {
	entry := func(address, title string, here bool) app.UI {
		a := app.A().Href(Link(address)).Text(title)
		if here {
			a = a.Aria("current", "page")
		}
		return app.Li().Body(a)
	}
	var entries []app.UI
	for _, r := range model.Pages {
		if r.Title == "" {
			continue
		}
		here := r.View == m.View && m.OpenLesson == nil || r.View == model.ViewLessons && m.OpenLesson != nil
		entries = append(entries, entry(r.Address(), r.Title, here))
		if r.View == model.ViewLive {
			entries = append(entries, entry("/hops", "Proxies", false))
		}
	}
	entries = append(entries, entry("/rules", "Reference", m.View == model.ViewGlossary))
	return app.Header().Class("top").Body(
		app.A().Class("brand").Href(Link("/#inspect")).Body(brandMark(), app.Span().Text("Upgrade 101")),
		app.Div().ID("menu").Class("narrow-sheet").Attr("popover", "auto").Body(
			app.Nav().Aria("label", "Main").Body(app.Ul().Body(entries...)),
			app.Div().Class("tools").Body(
				iconButton("?", "Help", model.DoHelp).Aria("haspopup", "dialog"),
				iconButton(model.ThemeSigns[m.Theme], "Theme: "+m.Theme, model.DoTheme),
			),
		),
		app.Button().Type("button").Class("button", "icon", "narrow").Attr("popovertarget", "menu").Aria("label", "Menu").Body(
			app.Span().Aria("hidden", "true").Text("☰")),
		toggle("Share", model.DoToggleShare, m.Sharing).ID("share-button"),
	)
}

// brandMark is the site's logo: a line that changes its level, like a connection its protocol. The icon and the pictures for
// previews show it, too.
func brandMark() app.UI {
	return svg("svg", "viewBox", "0 0 512 512", "class", "mark", "aria-hidden", "true").Body(
		svg("rect", "width", "512", "height", "512", "rx", "96"),
		svgPath("M92 176h324", "base"),
		svgPath("M92 176h84c96 0 64 160 160 160h60", "change"),
		svgPath("M352 268l68 68-68 68", "tip"),
	)
}

// iconButton is an icon if there is little room, and has its name next to it in a menu.
func iconButton(sign, name string, what model.Action) app.HTMLButton {
	return app.Button().Type("button").Class("button", "icon", "script").DataSet("do", what).Title(name).Body(
		app.Span().Aria("hidden", "true").Text(sign), app.Span().Class("icon-name").Text(name))
}

func bottom() app.UI {
	return app.Footer().Class("bottom").Body(
		app.P().Text(private),
		app.P().Body(to("/"+string(model.ViewGlossary), "Glossary"), span("", " · "), to("/teach", "Teach with it"), span("", " · "),
			to("/about", "About"), span("", " · "), to("/notices", "Notices")),
	)
}

// printLink is the element for the address when printing. No view writes it.
func printLink() app.UI { return app.P().ID("print-link").Class("print-only", "mono") }
