package view

import (
	"sync"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Home is the path that the page is mounted at; it ends with a slash. It is asked for with every link that
// is drawn, so it is looked up once.
var Home = sync.OnceValue(func() string {
	path := app.Getenv("GOAPP_ROOT_PREFIX")
	if path == "" || path[len(path)-1] != '/' {
		path += "/"
	}
	return path
})

// Link is an address of this site for a link. On the server, package web adds the path that the site is mounted at.
func Link(path string) string {
	if app.IsServer {
		return path
	}
	return Home() + path[1:]
}
