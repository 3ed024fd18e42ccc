package view

import (
	"sync"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Home returns the path at which the page is mounted; it ends with a slash. Every drawn link needs it, so it is looked up once.
var Home = sync.OnceValue(func() string {
	path := app.Getenv("GOAPP_ROOT_PREFIX")
	if path == "" || path[len(path)-1] != '/' {
		path += "/"
	}
	return path
})

// to is a link to a page of this site.
func to(path, words string) app.UI { return app.A().Href(Link(path)).Text(words) }

// Link is an address of this site for a link. On the server, package web adds the path that the site is mounted at.
func Link(path string) string {
	if app.IsServer {
		return path
	}
	return Home() + path[1:]
}
