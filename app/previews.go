//go:build !wasm

package app

import (
	"strings"

	"upgrade101/app/model"
)

// Previews are those of all places, by the name of their picture.
func Previews() map[string]Preview {
	previews := map[string]Preview{}
	for _, place := range Places() {
		m := model.New().At(place)
		p := Preview{Title: "What would the server answer?", About: m.Description()}
		switch {
		case m.OpenLesson != nil && m.OpenLesson.Covered():
			p.Title = "What happens here?"
		case m.OpenLesson != nil:
			j := m.OpenLesson.Judged
			p.Title, p.Verdict, p.Class = m.OpenLesson.Lesson.Title, j.Headline, model.Looks[j.State].Class
		case place != "" && place != "embed":
			p.Title = strings.TrimSuffix(m.Title(), " – Upgrade 101")
		}
		previews[pictureName(place)] = p
	}
	return previews
}
