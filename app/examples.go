package app

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
)

// examples is a menu of requests to start from: those of the lessons. It has no state, so it is drawn once.
type examples struct{ app.Compo }

func (e *examples) Render() app.UI {
	var course []app.UI
	for _, l := range lessons.All {
		if l.Request != "" {
			course = append(course, choice(l.Title, "lesson "+l.Slug))
		}
	}
	return app.Details().Class("menu", "script").Body(
		app.Summary().Class("button").Text("Examples"),
		app.Div().Class("choice-groups").Body(choices("From the lessons", course)),
	)
}

func choices(title string, items []app.UI) app.UI {
	return app.Section().Aria("label", title).Body(app.H2().Text(title), app.Ul().Body(items...))
}

func choice(title, with string) app.UI {
	return app.Li().Body(app.Button().Type("button").Class("choose").DataSet("do", "example").DataSet("with", with).Text(title))
}

// breakable: the editor can show the example of the rule. It completes what people leave out; a few rules are
// about just that.
func breakable(r *handshake.Rule) bool {
	if r.Broken.Paste != "" {
		return true
	}
	text := brokenText(r.Broken)
	if text == "" || r.Broken.Response != "" && answer(asText(r.Broken.Response)) != r.Broken.Response {
		return false
	}
	paste := handshake.Read(text)
	return utf8.ValidString(text) && paste.Exchange().Request == r.Broken.Request
}

// breakables are the rules that the editor can show broken.
var breakables = sync.OnceValue(func() []*handshake.Rule {
	return slices.DeleteFunc(slices.Clone(handshake.Rules), func(r *handshake.Rule) bool { return !breakable(r) })
})

func brokenText(e handshake.Example) string {
	if e.Paste != "" {
		return e.Paste
	}
	return asText(e.Request)
}

// Example puts an example into the editors: "rule <id>" or "lesson <slug>".
func (m Model) Example(name string) Model {
	kind, id, _ := strings.Cut(name, " ")
	if kind == "rule" {
		if r := handshake.RuleByID(id); r != nil {
			return m.Put(brokenText(r.Broken), asText(r.Broken.Response), r.Broken.Policy)
		}
	}
	if l, ok := lessons.BySlug(id); ok && kind == "lesson" {
		return m.Put(unwired(l.Request), unwired(l.Response), l.Policy)
	}
	return m
}
