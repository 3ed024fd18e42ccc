package view

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
)

// examples is a menu of requests to start from: those of the lessons. It has no state, so it is drawn once.
type examples struct{ app.Compo }

func (e *examples) Render() app.UI {
	var fromLessons []app.UI
	for _, l := range lessons.Cards() {
		if l.Requests {
			fromLessons = append(fromLessons, choice(l.Title, "lesson "+l.Slug))
		}
	}
	return app.Details().Class("menu", "script").Body(
		app.Summary().Class("button").Text("Examples"),
		app.Div().Class("choice-groups").Body(choices("From the lessons", fromLessons)),
	)
}

func choices(title string, items []app.UI) app.UI {
	return app.Section().Aria("label", title).Body(app.H2().Text(title), app.Ul().Body(items...))
}

func choice(title, with string) app.UI {
	return app.Li().Body(app.Button().Type("button").Class("choose").DataSet("do", model.DoExample).DataSet("with", with).Text(title))
}
