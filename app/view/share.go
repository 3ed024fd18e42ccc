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

// sharePanel shows the link, what it omits, and the forms of export. It overlays the page, so that nothing moves.
func sharePanel(m model.Model) app.UI {
	if !m.Sharing {
		return app.Div().Hidden(true)
	}
	section := app.Section().ID("share").Class("share", "sheet").Aria("labelledby", "share-title")
	way := func(label, with string, on bool) app.HTMLButton {
		return button(label, model.DoShareAs, with).Aria("pressed", strconv.FormatBool(on))
	}
	head := app.Div().Class("bar").Body(
		heading("share-title", "Share").TabIndex(-1),
		way("Link", "link", !m.SharingEmbed), way("Embed", model.ShareEmbed, m.SharingEmbed).Class("grow"),
		button("Close", model.DoToggleShare, ""))
	if m.SharingEmbed {
		return section.Class("framing").Body(append([]app.UI{head}, embedPart(m)...)...)
	}
	no := func(why error) app.UI { return app.P().Class("notice", "warn").Text("No link: " + why.Error() + ".") }
	if m.SharesExchange() && m.Blank() && m.ResponseText == "" {
		return section.Body(head, no(model.ErrNoLink))
	}
	link := []app.UI{head, no(model.ErrLongLink)}
	if m.Link != "" {
		link = []app.UI{
			head,
			app.P().Class("link").Body(app.A().Class("mono").Href(m.Link).Target("_blank").Rel("noopener").Text(m.Link)),
			app.Div().Class("bar").Body(
				button("Copy link", model.DoCopyLink, "").Class("primary"),
				button("Print", model.DoPrint, ""),
			),
			app.If(len(m.Link) > model.LongLink, func() app.UI {
				return app.P().Class("notice", "warn").Text("The link is long, " + strconv.Itoa(len(m.Link)) + " bytes: some chats and proxies cut such links.")
			}),
		}
	}
	if !m.SharesExchange() {
		return section.Body(link...)
	}
	link = append(link, muted("The link contains your "+m.TextName()+"; it is never sent to a server. Bodies are left out."), maskedPanel(m))
	if m.Report.Request != nil || m.Report.Response != nil { // an exchange to copy
		link = append(link, exportPanel(m))
	}
	return section.Body(link...)
}
