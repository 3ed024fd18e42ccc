package view

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
)

// lessonsPage lists all lessons, track by track, with a search that also accepts a pasted console message.
func lessonsPage(m model.Model) []app.UI {
	found := m.Lessons()
	page := []app.UI{
		app.H1().Text("Lessons"),
		app.P().Class("lead").Body(app.Span().Text(strconv.Itoa(len(lessons.All()))+" lessons, each with the bytes that crossed the wire. "), nextLesson(m)),
		app.P().Body(app.Span().Text("New to this? "), app.A().Href(Link("/about#upgrade")).Text("What an upgrade is, in five sentences"), app.Span().Text(".")),
		app.Section().Class("panel", "script").Aria("label", "Search").Body(
			input("query", "What do you see?", "a status, a console message, the name of a proxy"),
			app.Details().Body(
				app.Summary().Text("Only some proxies or levels"),
				app.Div().Class("with-button").Body(
					choose("proxy", "Server or proxy", append([]string{model.AnyOf}, lessonProxies()...)...),
					choose("level", "Level", append([]string{model.AnyOf}, lessonLevels()...)...),
				),
			),
			app.If(len(found) < len(lessons.All()), func() app.UI {
				return app.Div().Class("bar").Body(
					app.P().Class("muted").Text(model.FoundWords(len(found))), button("Show all", model.DoAllLessons, ""))
			}),
		),
	}
	if len(found) < len(lessons.All()) {
		return append(page, lessonCards(m, found))
	}
	tracks := []app.UI{}
	for _, t := range lessons.Tracks {
		of := t.Of()
		tracks = append(tracks, app.Section().Class("track").ID("track-"+t.ID).Aria("labelledby", t.ID).Body(
			app.Div().Class("bar").Body(
				heading(t.ID, t.Title),
				span("hint", m.ProgressIn(of))),
			app.P().Text(t.About),
			lessonCards(m, of),
		))
	}
	return append(append(page, tracks...), progress(m))
}

// nextLesson links to the first lesson that was not done in this browser. The line is always present, so that nothing moves
// when the program has read the progress.
func nextLesson(m model.Model) app.UI {
	next, ok := m.NextLesson()
	if !ok {
		return app.Span().Text(m.ProgressIn(lessons.All()) + ".")
	}
	words := "Start with "
	if len(m.Progress) > 0 {
		words = "Go on with "
	}
	number := strconv.Itoa(next.Number)
	return app.Span().Body(app.Span().Text(words), app.A().Href(Link("/lesson/"+next.Slug)).Text("lesson "+number+": "+next.Title),
		app.Span().Text(". To find each fault before its name is told, "), app.A().Href(Link("/"+next.PredictPath())).Text("predict from lesson "+number), app.Span().Text("."))
}

// progress says where the progress is stored.
func progress(m model.Model) app.UI {
	if len(m.Progress) == 0 {
		return app.Div().Hidden(true)
	}
	return app.Div().Class("bar", "script").Body(
		span("muted", "A lesson is done once it was read, or predicted: then the answers that were right are counted. This is kept in this browser alone."),
		button("Forget my progress", model.DoForgetProgress, "").Class("quiet"))
}

// lessonProxies returns every server and proxy that a lesson is about, in alphabetical order.
func lessonProxies() (names []string) {
	for _, l := range lessons.Cards() {
		names = append(names, l.Proxies...)
	}
	sort.SliceStable(names, func(i, j int) bool { return strings.ToLower(names[i]) < strings.ToLower(names[j]) })
	return slices.Compact(names)
}

// lessonLevels returns every level, in the order of the lessons.
func lessonLevels() (levels []string) {
	for _, l := range lessons.Cards() {
		if !slices.Contains(levels, string(l.Level)) {
			levels = append(levels, string(l.Level))
		}
	}
	return levels
}

func lessonCards(m model.Model, found []lessons.Lesson) app.UI {
	items := make([]app.UI, len(found))
	for i, l := range found {
		done := app.P().Class("muted").Body(app.Span().Text(strconv.Itoa(l.Number) + " · " + string(l.Level)))
		if how := m.HowDone(l.Slug); how != "" {
			done = app.P().Class("muted").Body(app.Span().Text(strconv.Itoa(l.Number)+" · "+string(l.Level)+" · "), doneMark(how))
		}
		items[i] = app.Li().Class("panel", "card").Body(
			done,
			app.H2().Body(app.A().Href(Link("/lesson/"+l.Slug)).Text(l.Title)),
			app.P().Text(l.Summary),
			app.P().Body(app.A().Class("cite").Href(Link("/"+l.PredictPath())).
				Aria("label", "Predict first: lesson "+strconv.Itoa(l.Number)).Text("Predict first")),
		)
	}
	return app.Ol().Class("cards").Body(items...)
}

// doneMark says how a lesson was done, with a tick where it was read, or predicted with every answer right.
func doneMark(how string) app.UI {
	words := how
	if how != model.ReadLesson {
		words = "predicted, " + how
	}
	if how != model.ReadLesson && !strings.HasPrefix(how, "3 ") {
		return span("", words)
	}
	return span("done", "✓ "+words)
}

// relatedLessons links to the lessons that match the inspector, and to all lessons.
func relatedLessons(m model.Model) app.UI {
	title, found := "Related lessons", m.RelatedLessons()
	if len(found) == 0 {
		title, found = "Lessons", lessons.Cards()[:1]
	}
	var items []app.UI
	for _, l := range found {
		items = append(items, app.Li().Body(app.A().Href(Link("/lesson/"+l.Slug)).Text("Lesson "+strconv.Itoa(l.Number)+": "+l.Title)))
	}
	items = append(items, app.Li().Body(app.A().Href(Link("/lessons")).Text("All lessons")))
	return app.Nav().Class("panel", "related").ID("lessons").Aria("labelledby", "related").Body(
		app.H2().ID("related").Text(title), app.Ul().Class("lessons").Body(items...))
}
