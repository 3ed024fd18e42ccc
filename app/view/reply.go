package view

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
)

// replyPanel shows the predicted response with a reason for every line, next to the actual one if there is one.
func replyPanel(m model.Model) app.UI {
	if m.Report.Request == nil || m.Report.Reply.Status == 0 || m.Invented() {
		return app.Section().Class("panel").Hidden(true)
	}
	var lines []app.UI
	for _, r := range m.Report.Interim {
		lines = append(lines, replyLines(r))
	}
	lines = append(lines, replyLines(m.Report.Reply))
	title, body := "Expected response", app.Div().Body(lines...)
	if came := m.Report.Response; came != nil && came.Raw != "" {
		title = "Expected and received"
		body = app.Div().Body(
			fieldDiff(m.Report.Reply.Raw(), came.Raw),
			app.Details().Body(app.Summary().Text("Why each line is expected"), app.Div().Body(lines...)),
		)
	}
	return app.Section().Class("panel").Aria("labelledby", "reply").Body(
		app.Div().Class("bar").Body(
			heading("reply", title),
			button("Copy", model.DoCopyReply, "").Aria("label", "Copy the expected response"),
		),
		body,
	)
}

func replyLines(r handshake.Reply) app.UI {
	items := make([]app.UI, 0, len(r.Lines)+1)
	for _, l := range r.Lines {
		items = append(items, app.Li().Body(
			app.Details().Body(
				app.Summary().Body(replyText(l.Text)),
				app.P().Class("why").Body(app.Span().Text(l.Why+" "), cites(l.Cites)),
			),
		))
	}
	if r.Body != "" {
		items = append(items, app.Li().Class("content").Body(app.Code().Text(strings.TrimSuffix(r.Body, "\n"))))
	}
	return app.Ol().Class("reply").Body(items...)
}

// replyText is one line of a reply; the accept value has the letter of its step in the derivation.
func replyText(line string) app.UI {
	name, value, ok := strings.Cut(line, ": ")
	if !ok {
		return app.Code().Class("start").Text(line)
	}
	v := app.Span().Class("value").Text(value)
	if strings.EqualFold(name, "Sec-WebSocket-Accept") {
		return app.Code().Body(app.Span().Class("name").Text(name+": "), v.Class("thread-D"), letter("D"))
	}
	return app.Code().Body(app.Span().Class("name").Text(name+": "), v)
}
