package view

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
)

// glossaryPage shows every term, by kind. The rest of the reference is in documents (web/document).
func glossaryPage() []app.UI {
	var sections []app.UI
	for _, s := range [...][2]string{{"rules", "Rules"}, {"field", "Fields"}, {"status", "Statuses"}, {"message", "Messages"}} {
		sections = append(sections, app.Li().Body(app.A().Href(Link("/"+s[0])).Text(s[1])))
	}
	sections = append(sections, app.Li().Body(app.A().Href(Link("/glossary")).Aria("current", "page").Text("Glossary")))
	parts := []app.UI{
		app.Nav().Class("sections").Aria("label", "Reference").Body(app.Ul().Body(sections...)),
		app.H1().Text("Glossary"),
		app.P().Class("lead").Text("Fields, statuses and words, each with the section that defines it."),
	}
	for _, kind := range []struct {
		kind  lessons.Kind
		title string
	}{{lessons.Field, "Fields"}, {lessons.Status, "Statuses"}, {lessons.Word, "Words"}} {
		var terms []app.UI
		for _, t := range lessons.Glossary() {
			if t.Kind == kind.kind {
				terms = append(terms, term(t)...)
			}
		}
		id := string(kind.kind) + "s"
		parts = append(parts, app.Section().Class("panel").Aria("labelledby", id).Body(
			heading(id, kind.title), app.Dl().Class("glossary").Body(terms...)))
	}
	return parts
}

func term(t lessons.Term) []app.UI {
	about := prose(t.Text)
	links := make([]app.UI, len(t.Links))
	for i, l := range t.Links {
		links[i] = app.A().Class("cite").Href(l.URL).Target("_blank").Rel("noopener").Text(l.Text)
	}
	return []app.UI{
		app.Dt().ID(t.ID()).Text(t.Name),
		app.Dd().Body(append(about, app.P().Class("cites").Body(links...))...),
	}
}

// termsOf links from a lesson to its terms.
func termsOf(l lessons.Lesson) app.UI {
	terms := lessons.TermsIn(l)
	items := make([]app.UI, len(terms))
	for i, t := range terms {
		items[i] = app.Li().Body(app.A().Href(Link("/" + t.Path())).Text(t.Name))
	}
	return app.Section().Class("prose").Aria("labelledby", "terms").Body(
		heading("terms", "Fields and words in it"),
		app.Ul().Class("tags").Body(items...),
	)
}

func toTerm(t lessons.Term) app.UI {
	return app.A().Href(Link("/" + string(model.ViewGlossary) + "#" + t.ID())).Text(t.Name)
}
