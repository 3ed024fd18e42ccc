package app

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Hosted is what stands behind the page. A copy for static hosting says so in its head (web/hosting.go).
type Hosted struct {
	Static bool   // files alone, no server
	Echo   string // a live endpoint elsewhere; "none": no address may be given; "": what is typed
	Engine bool   // the engine is served, to run in the page
}

// hosted reads the document.
func hosted() (h Hosted) {
	meta := func(name string) string {
		if e := app.Window().Get("document").Call("querySelector", `meta[name="`+name+`"]`); e.Truthy() {
			return text(e.Get("content"))
		}
		return ""
	}
	h.Static = meta("upgrade101-hosting") == "static"
	h.Engine, h.Echo = h.Static, meta("upgrade101-echo")
	return h
}

// Far is the address to start from; "" for none.
func (h Hosted) Far() string {
	if h.Echo == "none" {
		return ""
	}
	return h.Echo
}

// served is where a file of web/static is.
func served(file string) string { return app.Getenv("GOAPP_STATIC_RESOURCES_URL") + "/" + file }
