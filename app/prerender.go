package app

import (
	"strings"
	"sync"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Prerendered is what the server writes of a page: its title and description, and the body from before the program runs.
type Prerendered struct {
	Title, Description string
	Canonical          string            // path of the page that search engines should list, "/lesson/rfc-sample"
	Picture            string            // path of the picture for previews, "/web/social/rfc-sample.png"
	Fields             map[string]string // what the fields of its forms hold, by the name in data-in
	Body               string            // HTML of our own views, as go-app lays it out, with links from the root; nothing of a request gets into it
}

// Prerender draws the page of a place as the browser draws it first; false if there is no such place.
func Prerender(place string) (d Prerendered, ok bool) {
	if !isPlace()[place] {
		return d, false
	}
	r := &root{Place: place}
	r.OnInit()
	return Prerendered{
		Title:       r.m.Title(),
		Description: r.m.Description(),
		Canonical:   r.m.Canonical(),
		Picture:     Picture(place),
		Fields:      r.m.Form(),
		Body:        strings.TrimSpace(app.HTMLString(r)),
	}, true
}

var isPlace = sync.OnceValue(func() map[string]bool {
	places := map[string]bool{}
	for _, place := range Places() {
		places[place] = true
	}
	return places
})
