// Command wasm is the page's entry point in the browser. It is a main of its own, so that nothing of
// the server is linked into what a visitor downloads.
package main

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app"
)

func main() {
	app.Register()
	goapp.RunWhenOnBrowser()
}
