// Package app is the page: its routes and its root component, compiled to WebAssembly for the browser and used on the
// server to prerender. It imports model (what the page knows), view (what is drawn of that) and browser (what else
// touches the DOM).
//
// From a keystroke in the request to the new verdict on the screen, all but the last step in one task of the browser:
//
//	root.input             (root.go) the event; browser.ValueOf reads the text of the field
//	model.Model.Type       (model/undo.go) makes it an edit, which change (model/model.go) records for undo
//	model.Model.read       (model/model.go) paste.Read finds the format of the text and the exact bytes it describes
//	model.Model.judge      (model/model.go) handshake.Inspect judges them: findings, verdict, predicted reply;
//	                       judgement (model/judgement.go) writes the headline and the causes
//	root.typed             (stages.go) sets the stage view.AtOnce and calls root.scheduleNextStage, which schedules the next
//	                       stage for after the paint
//	root.Render            (root.go) calls root.setStage (stages.go) and view.Page (view/page.go): view.verdictPanel
//	                       (view/verdict.go) and the marks behind the text; go-app then changes in the DOM what differs
//	root.scheduleNextStage (stages.go) once the browser has painted: view.Reasons, and after the next paint view.Remainder
//
// Every other event takes one way, too: root.click, root.key or root.input (root.go) finds the action in data-do, or the
// field in data-in. root.do (root.go) performs an action: a transition of the model (model.Transitions in
// model/actions.go), or an effect that reaches beyond it (effects.go). root.syncDOM (root.go) then updates what drawing does
// not: the text of editors, fields, the selection.
//
// README.md says how the page starts, draws and rests.
package app

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
	"upgrade101/app/view"
)

// Places are the targets of the routes: the pages, every lesson, and the pages for iframes.
func Places() []string {
	places := []string{"", "embed"}
	for _, r := range model.Pages {
		if r.Path != "" {
			places = append(places, r.Path)
		}
	}
	for _, l := range lessons.Cards() {
		places = append(places, "lesson/"+l.Slug, l.PredictPath(), "lesson/"+l.Slug+"/"+model.Predict, "embed/"+l.Slug)
	}
	return places
}

// Register tells go-app which component draws which path. The browser and the server call it once
// each, so that both know the same routes. The place comes from the route alone: nothing of a request
// can reach the page that the server renders.
func Register() *Page {
	p := &Page{}
	// For an unknown page without a network; with one, the server answers (web/static/404.html).
	app.NotFound = app.Div().Class("page").Body(
		app.H1().Text("There is nothing at this address"),
		app.P().Body(app.A().Href(view.Link("/")).Text("Inspect a handshake")),
	)
	for _, place := range Places() {
		for _, path := range Spellings(place) {
			app.Route(path, func() app.Composer { return &root{Place: place, handle: p} })
		}
	}
	return p
}

// Spellings returns the paths of a place, the one to link to first: a static host has folders and files in them.
func Spellings(place string) []string {
	folder := strings.TrimSuffix("/"+place, "/") + "/"
	return []string{"/" + place, folder, folder + "index.html"}
}
