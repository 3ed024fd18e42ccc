// Package app is the page: go-app components, compiled to WebAssembly for the browser and used on the
// server to prerender.
//
// What is typed goes one way: text → Model.Edit → wire bytes → handshake.Inspect → Report → views. The
// model (model.go) and what is drawn from bytes (segments.go) know nothing of the browser. Views are
// plain functions from values to elements and hold no handlers: an element says in data-do what a
// press on it means, and the root component, the only one that listens, looks that up in acts.go.
package app

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
)

// Places are what the routes lead to: the inspector, the glossary, every lesson, and the same for frames.
func Places() []string {
	places := []string{"", "embed", string(Terms)}
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
		app.P().Body(app.A().Href(at("/")).Text("Inspect a handshake")),
	)
	for _, place := range Places() {
		for _, path := range Spellings(place) {
			app.Route(path, func() app.Composer { return &root{Place: place, page: p} })
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
