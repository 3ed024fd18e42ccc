package app

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// page is the whole document: header, the room that is open, footer.
func page(m Model, s state, said string) app.HTMLDiv {
	if m.Embedded() {
		return embedPage(m, s, said)
	}
	return app.Div().Class("page").Body(
		in(m, remainder, func() app.UI { return skip(m) }),
		in(m, remainder, func() app.UI { return top(m) }),
		stateNotice(s),
		linkNotice(m),
		in(m, remainder, printLink),
		app.Main().ID("main").TabIndex(-1).Class("room").Body(room(m)...),
		in(m, remainder, bottom),
		in(m, remainder, helpSheet),
		app.P().Class("unseen").Role("status").Aria("live", "polite").Text(said),
		app.If(m.Uncopied != "", func() app.UI { return byHandSheet(m) }),
	)
}

// skip is the way past the navigation: to the verdict where there is one.
func skip(m Model) app.UI {
	to, words := "main", "Skip to the content"
	if m.Study == nil && m.View == Inspect || m.Study != nil && !m.Study.Covered() {
		to, words = "verdict", "Skip to the verdict"
	}
	return app.A().Class("skip").Href("#"+to).DataSet("do", "skip").DataSet("with", to).Text(words)
}

// room is what the chosen view shows.
func room(m Model) []app.UI {
	if m.Study != nil {
		return lessonRoom(m)
	}
	switch m.View {
	case Terms:
		return glossaryRoom()
	case Course:
		return courseRoom(m)
	case Build:
		return buildRoom(m)
	case Accept:
		return acceptRoom(m)
	case Check:
		return checkRoom(m)
	case Live:
		return liveRoom(m)
	case Maker:
		return embedMaker(m)
	}
	return inspectRoom(m)
}

func top(m Model) app.UI {
	links := make([]app.UI, len(rooms))
	for i, r := range rooms {
		a := app.A().Href(at("/#" + string(r.view))).Text(r.title)
		if r.view == m.View && m.Study == nil || r.view == Course && m.Study != nil {
			a = a.Aria("current", "page")
		}
		links[i] = app.Li().Body(a)
	}
	return app.Header().Class("top").Body(
		app.A().Class("brand").Href(at("/#inspect")).Text("Upgrade 101"),
		app.Nav().Aria("label", "Rooms").Body(app.Ul().Body(links...)),
		app.Div().Class("tools").Body(
			button("Help", "help", "").Aria("haspopup", "dialog"),
			button("Theme: "+m.Theme, "theme", "").Class("theme"),
		),
	)
}

func bottom() app.UI {
	return app.Footer().Class("bottom").Body(
		app.P().Text("What you type stays in this page until you press Live or Try."),
		app.P().Body(app.A().Href(at("/"+string(Terms))).Text("Glossary")),
	)
}
