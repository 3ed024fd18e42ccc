package app

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
)

// courseRoom is the list of all lessons, with a search that also takes a pasted console message.
func courseRoom(m Model) []app.UI {
	found := lessons.Find(m.Query)
	words := plural(len(found), "lesson")
	if len(found) == 0 {
		words = "No lesson fits. Try fewer words: a status, the name of a proxy, a field."
	}
	return []app.UI{
		app.H1().Text("Lessons"),
		app.P().Class("lead").Text("Scenarios from practice, each with the bytes that crossed the wire. Read them in order, or search for what you see."),
		app.Section().Class("panel", "form").Aria("label", "Search").Body(
			input("query", "What do you see?", "a status, a message from the console, the name of a proxy"),
			app.P().Class("muted").Role("status").Text(words),
		),
		lessonCards(found),
	}
}

func lessonCards(found []lessons.Lesson) app.UI {
	items := make([]app.UI, len(found))
	for i, l := range found {
		items[i] = app.Li().Class("panel", "card").Body(
			app.P().Class("muted").Text(strconv.Itoa(l.Number)+" · "+string(l.Level)),
			app.H2().Body(app.A().Href(at("/lesson/"+l.Slug)).Text(l.Title)),
			app.P().Text(l.Summary),
		)
	}
	return app.Ol().Class("cards").Body(items...)
}

// course is the list of lessons under the inspector: it needs no script, and never changes.
type course struct{ app.Compo }

func (c *course) Render() app.UI {
	items := make([]app.UI, len(lessons.All))
	for i, l := range lessons.All {
		items[i] = app.Li().Body(app.A().Href(at("/lesson/" + l.Slug)).Text(l.Title))
	}
	return app.Section().Class("panel").ID("lessons").Aria("labelledby", "course").Body(
		heading("course", "Lessons"),
		app.P().Class("muted").Text("Scenarios from practice, each with the bytes, the reason and the remedy."),
		app.Ol().Class("course").Body(items...),
	)
}
