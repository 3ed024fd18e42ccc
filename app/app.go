// Package app is the page: go-app components, compiled to WebAssembly for the browser and used on the
// server to prerender.
package app

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Register tells go-app which component answers which path. The browser and the server call it once
// each, so that both know the same routes.
func Register() {
	app.Route("/", func() app.Composer { return &home{} })
}
