package view

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
)

// tryPanel sends the bytes in the inspector to real servers, on demand.
func tryPanel(m model.Model) app.UI {
	why := m.Triable()
	press := func(label string, what model.Action, a model.ServerCall) app.UI {
		return able(button(label, what, ""), why == "" && !a.Waiting)
	}
	about := "Nothing is sent before you press. Then exactly these bytes go to this site's server, " +
		"which gives them to its own endpoint or to five Go servers in the same process. They reach no other host."
	if m.Hosting.Static {
		about = "Exactly these bytes go to the live engine, which runs in this page: no network is used. " +
			"Other servers can be compared only where upgrade101 runs as a server."
	}
	if why != "" {
		about = why
	}
	parts := []app.UI{
		muted(about),
		app.Div().Class("choices").Body(
			press("Send these bytes", model.DoTry, m.Tried.ServerCall),
			app.If(!m.Hosting.Static, func() app.UI { return press("Compare five Go servers", model.DoCompare, m.Compared.ServerCall) }),
		),
		app.Details().Body(
			app.Summary().Text("What the server decides, and what is sent after a 101"),
			app.Div().Class("form").Body(
				policyFields(),
				app.Div().Class("labelled").Body(
					app.Label().For("in-script").Text("Messages"),
					app.Textarea().ID("in-script").Rows(2).DataSet("in", "script").Attr("autocomplete", "off").Spellcheck(false).Aria("describedby", "hint-script"),
					app.P().ID("hint-script").Class("hint").Text("one text message a line, 16 at most; then Close with 1000"),
				),
			),
		),
	}
	parts = append(parts, triedParts(m)...)
	parts = append(parts, comparedParts(m)...)
	return fold("try", "Try it on this site's test server", "and on five Go servers", false, parts...).Class("script")
}

// askedNotice shows the state of a call without an answer to draw; nil if it has one.
func askedNotice(a model.ServerCall, m model.Model) []app.UI {
	switch {
	case a.Request == "":
		return []app.UI{}
	case a.Waiting:
		return []app.UI{muted("Sending …")}
	case !a.Of(m):
		return []app.UI{muted("The request has changed since it was sent; press again to send it.")}
	case a.Failed != "":
		return []app.UI{app.P().Class("notice", "warn").Body(span("", a.Failed))}
	}
	return nil
}

func triedParts(m model.Model) []app.UI {
	t := m.Tried
	if notice := askedNotice(t.ServerCall, m); notice != nil {
		if t.Failed != "" && !t.InPage && m.Hosting.Engine {
			notice = append(notice, button("Send them in this page", model.DoTry, "in-page"))
		}
		return notice
	}
	severity, class := handshake.Severity(0), "ok"
	if !t.AsPredicted() {
		severity, class = handshake.Warning, "warn"
	}
	parts := []app.UI{
		app.H3().ID("tried").Text("What came back"),
		app.P().Class("notice", class).Body(sign(severity), span("", t.Words)),
		app.If(t.InPage, func() app.UI { return muted(RanInPage) }),
		app.If(t.Response != "" || t.Predicted != "", func() app.UI { return replyDiff(t.Predicted, t.Response) }),
	}
	if len(t.Frames) > 0 {
		parts = append(parts, app.Div().Class("bar").Body(app.H3().Text("Frames"), button("Copy all", model.DoCopyFrames, model.TriedFrames)))
		parts = append(parts, frameList(m, model.TriedFrames, t.Frames, 1)...)
	}
	return append(parts,
		app.If(t.Truncated, func() app.UI { return muted("The transcript is cut here.") }),
		app.If(t.End != "", func() app.UI { return muted("The end: " + t.End + ".") }),
	)
}

func comparedParts(m model.Model) []app.UI {
	c := m.Compared
	if notice := askedNotice(c.ServerCall, m); notice != nil {
		return notice
	}
	items := make([]app.UI, len(c.Servers))
	for i, p := range c.Servers {
		items[i] = peerItem(p)
	}
	return []app.UI{
		app.H3().ID("compared").Text("Compare five Go servers"),
		app.P().Text(c.Words),
		app.Table().Class("peers").Body(
			app.Caption().Class("unseen").Text("Other servers' answers to the same bytes"),
			app.THead().Body(app.Tr().Body(
				app.Th().Scope("col").Text("Server"), app.Th().Scope("col").Text("Status"), app.Th().Scope("col").Text("Compared with the prediction, and what it sent"))),
			app.TBody().Body(items...),
		),
	}
}

func peerItem(p model.Peer) app.UI {
	severity, words := handshake.Severity(0), "as predicted"
	if !p.Agrees {
		severity, words = handshake.Warning, p.Reason
	}
	return app.Tr().Body(
		app.Th().Scope("row").Body(span("", p.Server), span("hint", " "+p.Version)),
		app.Td().Class("mono").Text(p.StatusWord()),
		app.Td().Body(
			sign(severity), span("", words+" "), cites(p.Cites),
			app.If(len(p.Head) > 0, func() app.UI {
				return app.Details().Body(
					app.Summary().Text(p.Contents()),
					app.Pre().Class("wide").TabIndex(0).Aria("label", "What "+p.Server+" sent").Text(model.VisibleLines(model.Truncate(string(p.Head)+string(p.Body), model.MaxPeerBytes))),
				)
			}),
		),
	)
}
