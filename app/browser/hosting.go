package browser

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// ReadHosting reads the meta elements that say who hosts the page.
func ReadHosting() (h model.Hosting) {
	meta := func(name string) string {
		if e := app.Window().Get("document").Call("querySelector", `meta[name="`+name+`"]`); e.Truthy() {
			return String(e.Get("content"))
		}
		return ""
	}
	h.Static = meta("upgrade101-hosting") == "static"
	h.Engine, h.Echo = h.Static, meta("upgrade101-echo")
	return h
}

// ServedURL returns the URL of a file of web/static.
func ServedURL(file string) string { return app.Getenv("GOAPP_STATIC_RESOURCES_URL") + "/" + file }
