package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
)

func linkNotice(m model.Model) app.UI {
	if m.Notice == "" {
		return app.Div().Hidden(true)
	}
	return app.P().Class("notice", "warn").Role("alert").Text(m.Notice)
}

// sharePanel shows the link that was made, what it does not hold, and other ways to take things along.
func sharePanel(m model.Model) app.UI {
	if !m.Sharing {
		return app.Div().Hidden(true)
	}
	no := func(why error) app.UI { return app.P().Class("notice", "warn").Text("No link: " + why.Error() + ".") }
	section := app.Section().ID("share").Class("share").Aria("label", "Share")
	if m.Blank() && m.Answer == "" {
		return section.Body(no(model.ErrNoLink))
	}
	link := []app.UI{no(model.ErrLongLink)}
	if m.Link != "" {
		link = []app.UI{
			app.P().Class("link").Body(app.A().Class("mono").Href(m.Link).Target("_blank").Rel("noopener").Text(m.Link)),
			app.Div().Class("bar").Body(
				button("Copy link", model.DoCopyLink, "").Class("primary"),
				app.If(m.View == model.ViewInspect && m.Report.Request != nil, func() app.UI { return button("Save as PNG", model.DoSavePicture, "png") }),
				button("Print", model.DoPrint, ""),
			),
			app.P().Class("muted").Text("The link contains your request; it is never sent to a server. What follows a head is left out."),
			app.If(len(m.Link) > model.LongLink, func() app.UI {
				return app.P().Class("notice", "warn").Text("The link is long, " + strconv.Itoa(len(m.Link)) + " bytes: some chats and proxies cut such links.")
			}),
		}
	}
	return section.Body(append(link, maskedPanel(m), exportPanel(m))...)
}
