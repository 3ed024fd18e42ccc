package view

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
)

// prose draws the text of a lesson.
func prose(text lessons.Text) []app.UI {
	blocks := make([]app.UI, len(text))
	for i, b := range text {
		if !b.List {
			blocks[i] = app.P().Body(words(b.Items[0])...)
			continue
		}
		items := make([]app.UI, len(b.Items))
		for j, w := range b.Items {
			items[j] = app.Li().Body(words(w)...)
		}
		blocks[i] = app.Ul().Class("bullets").Body(items...)
	}
	return blocks
}

func words(w lessons.Words) []app.UI {
	runs := make([]app.UI, len(w))
	for i, r := range w {
		if r.Code {
			runs[i] = app.Code().Text(r.Text)
		} else {
			runs[i] = app.Span().Text(r.Text)
		}
	}
	return runs
}
