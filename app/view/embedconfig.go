package view

import (
	"net/url"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
)

// embedConfigPage is the page that makes snippets for other sites, beside the embed itself.
func embedConfigPage(m model.Model) []app.UI {
	here := url.URL{Scheme: "https", Host: "localhost"}
	if app.IsClient {
		here = *app.Window().URL()
	}
	e := m.Embed(here.Scheme + "://" + here.Host + Home())
	shown := []app.UI{app.Option().Value(model.FromInspector).Text(model.FromInspector)}
	for _, l := range lessons.All {
		shown = append(shown, app.Option().Value(l.Slug).Text(strconv.Itoa(l.Number)+". "+l.Title))
	}
	var codes []app.UI
	for i, s := range e.Snippets() {
		codes = append(codes, app.Section().Aria("label", s.For).Body(app.H3().Text(s.For), code("snippet-"+strconv.Itoa(i), "for "+s.For, s.Code)))
	}
	return []app.UI{
		app.H1().Text("Embed it"),
		app.P().Class("lead").Text("A lesson, or what is in the inspector, inside a page of your own: it is readable at once, and loads its program when a reader wants to try something. It stores nothing and asks no other site."),
		app.Div().Class("bench").Body(
			app.Section().Class("panel", "form").Aria("label", "What to show").Body(
				chooseFrom("embed-of", "Show", shown),
				choose("embed-view", "Parts", append([]string{model.AllParts}, model.EmbedViews...)...),
				choose("embed-theme", "Theme", model.SystemTheme, "light", "dark"),
				input("embed-title", "Title of the frame", "for readers who do not see it; empty: that of what is shown"),
				input("embed-caption", "Caption", "a sentence below the frame; empty for none"),
				input("embed-height", "Height in px", "from 120 to 2000; with embed.js a frame fits itself"),
				checkbox("embed-readonly", "only to read"),
				app.If(e.Of == "", func() app.UI {
					return app.P().Class("muted").Text("Secrets in it become ***.")
				}),
			),
			app.Section().Class("panel").Aria("labelledby", "preview").Body(
				heading("preview", "Preview"),
				app.IFrame().Class("preview-frame").Title("Preview").Src(e.Address()).Attr("height", strconv.Itoa(e.Height)).
					Attr("sandbox", model.BareSandbox),
			),
		),
		app.Section().Class("panel", "prose").Aria("labelledby", "snippets").Body(append([]app.UI{
			heading("snippets", "Export"),
			app.P().Class("muted").Text("With allow-same-origin all frames of a page share one download. It gives them no access to your page, as long as that is on another host than " +
				here.Host + "; on this host leave it out. They work without it."),
		}, codes...)...),
	}
}
