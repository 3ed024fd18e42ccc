package browser

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// Theme is the one in force, as boot.js set it before the first paint.
func Theme() string {
	if set := String(app.Window().Get("document").Get("documentElement").Get("dataset").Get("theme")); set != "" {
		return set
	}
	return model.AutoTheme
}

// NextTheme goes from auto to light to dark and back, and keeps the choice for the next visit.
func NextTheme(now string) string {
	html := app.Window().Get("document").Get("documentElement")
	next, kept := map[string]string{model.AutoTheme: "light", "light": "dark"}[now], ""
	if next == "" {
		next = model.AutoTheme
		html.Call("removeAttribute", "data-theme")
	} else {
		kept = next
		html.Call("setAttribute", "data-theme", next)
	}
	store("localStorage", "upgrade101-theme", kept)
	return next
}
