// Package app is the page: go-app components, compiled to WebAssembly for the browser and used on the
// server to prerender.
//
// What is typed goes one way: text → model.Model.Type → exact bytes → handshake.Inspect → Report → view.Page.
// An element says in data-do what a press on it means: model.Actions, or for what reaches beyond the model the
// effects of this package.
package app

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
	"upgrade101/app/view"
)

// Places are what the routes lead to: the inspector, the other rooms, the glossary, every lesson, and what there is for
// frames.
func Places() []string {
	places := []string{"", "embed", string(model.ViewGlossary)}
	for _, r := range model.Rooms {
		if r.Path != "" {
			places = append(places, r.Path)
		}
	}
	for _, l := range lessons.All {
		places = append(places, "lesson/"+l.Slug, "embed/"+l.Slug)
	}
	return places
}

// Register tells go-app which component answers which path. The browser and the server call it once
// each, so that both know the same routes. The place comes from the route alone: nothing of a request
// can reach the page that the server renders.
func Register() *Page {
	p := &Page{}
	// For a page that is not there, asked for without a network; with one the server says so (web/static/404.html).
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

// Spellings are the paths of a place, the one to link to first: a static host knows folders, and the files
// in them.
func Spellings(place string) []string {
	folder := strings.TrimSuffix("/"+place, "/") + "/"
	return []string{"/" + place, folder, folder + "index.html"}
}
