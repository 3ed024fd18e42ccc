package view

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

// asItWas stands in for a part that a stage leaves alone: web/build/slim has go-app keep what is there.
var asItWas = app.Raw("<as-it-was>")

// in draws a part of the page in its stage.
func in(m model.Model, s model.Stage, draw func() app.UI) app.UI {
	if m.Stage == model.Whole || m.Stage == s {
		return draw()
	}
	return asItWas
}
