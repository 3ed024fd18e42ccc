package view

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// clientFold shows what a client makes of a response: its checks in order, whether it opens, its messages, and the bytes.
func clientFold(m model.Model) app.UI {
	o := m.Report.Client
	if o == nil {
		return app.Section().Hidden(true)
	}
	return fold("client-verdict", "What the client does", "", m.Tab == model.TabResponse, append(clientParts(m, o),
		app.H3().Text("The response on the wire"),
		transcript(m.Report.Response, m.Report.Findings, m.Report.Exchange.Inserted, handshake.Response, m.Selected))...)
}

// sampleNotice: a response was pasted beside the sample that the page opens with, and answers another key.
func sampleNotice(m model.Model) app.UI {
	if !stillSample(m) {
		return app.Div().Hidden(true)
	}
	return app.Div().Class("notice", "warn").Body(
		app.Span().Text("The request is still the sample. Paste the one that was sent, or judge the response alone: "),
		button("Clear the request", model.DoClear, ""),
	)
}

// stillSample reports whether a response that was pasted does not fit the sample.
func stillSample(m model.Model) bool {
	return m.Text == model.Sample && m.Report.Client != nil && m.Report.Client.Diagnosis != nil
}

func clientParts(m model.Model, o *handshake.ClientVerdict) []app.UI {
	checks := make([]app.UI, len(o.Checks))
	for i, c := range o.Checks {
		checks[i] = clientCheck(c)
	}
	parts := []app.UI{
		opensLine("By the RFC, a client", o.Opens),
		opensLine("By the WHATWG standard, a browser", o.BrowserOpens),
		app.P().Hidden(o.Opening == "").Text("Recorded to open all the same: " + o.Opening + "."),
		app.Ol().Class("checks").Aria("label", "Checks, in Chrome's order").Body(checks...),
		surroundings(m.Report.Response, o.Trailing),
	}
	if o.Status.Status != 0 && o.Status.Status != 101 {
		parts = append(parts, statusMeans(o.Status))
	}
	if says := clientSays(o); len(says) > 0 {
		parts = append(parts, app.H3().Text("What each client prints"), app.Dl().Class("says").Body(says...))
	}
	if o.Diagnosis != nil {
		parts = append(parts, app.H3().Text("Where the wrong accept value comes from"))
		parts = append(parts, acceptMistakes(*o.Diagnosis)...)
	}
	return parts
}

// statusMeans explains a status to a WebSocket client, with a link to the glossary.
func statusMeans(s handshake.StatusMeaning) app.UI {
	name := strconv.Itoa(s.Status) + " " + s.Name
	var title app.UI = app.Span().Text(name)
	if t, ok := lessons.TermByName(name); ok {
		title = toTerm(t)
	}
	return app.P().Body(title, app.Span().Text(": "+s.Means+" "+s.First))
}

// surroundings shows what precedes the final answer, and what follows its head.
func surroundings(head *head.Head, behind handshake.TrailingData) app.UI {
	var parts []app.UI
	if head.Line.Start > 0 {
		line, _, _ := strings.Cut(head.Raw, "\r\n")
		parts = append(parts, app.P().Body(sign(handshake.Note), app.Span().Text("An interim answer comes first: "), app.Code().Text(model.Visible(line))))
	}
	if behind.Kind != handshake.TrailingNone {
		s := handshake.Warning
		if behind.Kind == handshake.TrailingFrame {
			s = 0
		}
		parts = append(parts, app.P().Body(sign(s), app.Span().Text("After the head, "+model.Plural(behind.Span.Len(), "byte")+": "+model.Visible(behind.Words)+".")))
	}
	return app.Div().Body(parts...)
}

func opensLine(who string, yes bool) app.UI {
	if yes {
		return app.P().Class("tally").Body(sign(0), app.Span().Text(who+" opens the socket."))
	}
	return app.P().Class("tally").Body(sign(handshake.Error), app.Span().Text(who+" fails the connection."))
}

func clientCheck(c handshake.Check) app.UI {
	glyph, class := "✓", "ok"
	switch c.Result {
	case handshake.Failed:
		glyph, class = "✕", "bad"
	case handshake.NotReached, handshake.NotKnown:
		glyph, class = "—", "info"
	}
	item := []app.UI{
		app.Span().Class("sign", class).Aria("hidden", "true").Text(glyph),
		app.B().Text(c.Name),
		app.Span().Class("muted").Text(string(c.Result)),
	}
	if c.Got != "" {
		item = append(item, app.Code().Text(model.Visible(c.Got)))
	}
	if c.Message != "" {
		item = append(item, app.Span().Text("Chrome stops here: "+c.Message))
	}
	return app.Li().Body(item...)
}

// clientSays shows what each client prints; those with the same message share a line.
func clientSays(v *handshake.ClientVerdict) []app.UI {
	var rows []app.UI
	for _, line := range v.Lines() {
		rows = append(rows, app.Dt().Text(line[0]), app.Dd().Body(app.Code().Text(model.Visible(line[1]))))
	}
	return rows
}
