package browser

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// Theme returns the current theme, which boot.js set before the first paint.
func Theme() string {
	if set := String(app.Window().Get("document").Get("documentElement").Get("dataset").Get("theme")); set != "" {
		return set
	}
	return model.AutoTheme
}

// NextTheme switches from the system's theme to the opposite one, then to the same one as a fixed choice, then back, and
// stores the choice.
func NextTheme(now string) string {
	html := app.Window().Get("document").Get("documentElement")
	dark := app.Window().Call("matchMedia", "(prefers-color-scheme: dark)").Get("matches").Bool()
	next, kept := model.NextTheme(now, dark), ""
	if next == model.AutoTheme {
		html.Call("removeAttribute", "data-theme")
	} else {
		kept = next
		html.Call("setAttribute", "data-theme", next)
	}
	store("localStorage", "upgrade101-theme", kept)
	return next
}
