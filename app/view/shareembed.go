package view

import (
	"net/url"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
)

// embedPart shows snippets for other sites, with a preview.
func embedPart(m model.Model) []app.UI {
	here := url.URL{Scheme: "https", Host: "localhost"}
	if app.IsClient {
		here = *app.Window().URL()
	}
	e := m.Embed(here.Scheme + "://" + here.Host + Home())
	shown := []app.UI{app.Option().Value(model.FromInspector).Text(model.FromInspector)}
	for _, l := range lessons.Cards() {
		shown = append(shown, app.Option().Value(l.Slug).Text(strconv.Itoa(l.Number)+". "+l.Title))
	}
	snippets := e.Snippets()
	chosen, names := snippets[0], make([]string, len(snippets))
	for i, s := range snippets {
		if names[i] = s.For; s.For == e.For {
			chosen = s
		}
	}
	parts := []string{model.AllParts}
	for _, v := range model.EmbedParts {
		parts = append(parts, v[1])
	}
	return []app.UI{
		app.P().Text("A lesson, or what is in the inspector, inside a page of your own: no storage, no requests to other sites."),
		app.Div().Class("form").Body(
			chooseFrom("embed-of", "Show", shown),
			choose("embed-for", "For", names...),
		),
		code("snippet", "for "+chosen.For, chosen.Code),
		app.H3().Text("Preview"),
		app.IFrame().Class("preview-frame").Title("Preview").Src(e.Address()).Attr("height", strconv.Itoa(e.Height)).
			Attr("sandbox", model.BareSandbox),
		app.Div().Class("form").Body(
			choose("embed-part", "Parts", parts...),
			choose("embed-theme", "Theme", model.SystemTheme, "light", "dark"),
			input("embed-title", "Title of the iframe", "for screen readers; empty uses the default"),
			input("embed-caption", "Caption", "a sentence below the iframe; empty for none"),
			input("embed-height", "Height in px", "from 120 to 2000; with embed.js an iframe becomes as high as its content, before a reader scrolls to it or when they use it"),
			checkbox("embed-readonly", "Read-only"),
		),
		app.If(e.Of == "", func() app.UI { return muted("Secrets in it become ***.") }),
		muted("With allow-same-origin, several iframes on one page share one download; they cannot reach your page. Leave it out if your page is on " +
			here.Host + ", too: there an iframe with it could reach your page, which is what browsers warn of in the console. The iframes work without it."),
	}
}
