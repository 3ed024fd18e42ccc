package app

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/handshake"
)

// checkRoom judges a response as the client does that asked for it.
func checkRoom(m Model) []app.UI {
	room := []app.UI{
		app.H1().Text("Check a response"),
		app.P().Class("lead").Text("The request that was sent and the response that came: would the client open its socket, and what would it say if not?"),
		app.Div().Class("bench").Body(
			editorPanel(m),
			app.Section().Class("panel", "input").Aria("label", "Response").Body(
				app.Div().Class("bar").Body(
					button("Expected response", "answer-expected", ""),
					button("Clear", "answer-clear", ""),
				),
				&editor{Name: "response", Label: "Response", Rows: 12, initial: m.Answer},
			),
		),
	}
	if o := m.Report.Outlook(); o != nil {
		room = append(room, outlookPanel(o), responsePanel(m))
	} else {
		room = append(room, app.P().Class("notice", "info").Text("Paste a response, or start from the expected one and change it."))
	}
	return append(room, consolePanel(m))
}

// outlookPanel is the client's side: its checks in order, whether it opens, what it says.
func outlookPanel(o *handshake.Outlook) app.UI {
	checks := make([]app.UI, len(o.Checks))
	for i, c := range o.Checks {
		checks[i] = clientCheck(c)
	}
	parts := []app.UI{
		heading("outlook", "What the client does"),
		opens("By RFC 6455", o.Opens),
		opens("In a browser", o.BrowserOpens),
		app.Ol().Class("checks").Body(checks...),
	}
	if o.Status.Status != 0 && o.Status.Status != 101 {
		parts = append(parts, app.P().Text(o.Status.Means+" "+o.Status.First))
	}
	if says := clientSays(o.Says); len(says) > 0 {
		parts = append(parts, app.H3().Text("What a developer reads"), app.Dl().Class("says").Body(says...))
	}
	if o.Diagnosis != nil {
		parts = append(parts, app.H3().Text("Where the wrong accept value comes from"))
		for _, c := range o.Diagnosis.Causes {
			parts = append(parts, cause(c))
		}
	}
	return app.Section().Class("panel").Aria("labelledby", "outlook").Body(parts...)
}

func opens(who string, yes bool) app.UI {
	if yes {
		return app.P().Class("tally").Body(sign(0), app.Span().Text(who+": the socket opens."))
	}
	return app.P().Class("tally").Body(sign(handshake.Error), app.Span().Text(who+": the connection fails."))
}

func clientCheck(c handshake.Check) app.UI {
	glyph, class := "✓", "ok"
	switch c.Result {
	case handshake.Failed:
		glyph, class = "✕", "bad"
	case handshake.NotReached:
		glyph, class = "—", "info"
	}
	item := []app.UI{
		app.Span().Class("sign", class).Aria("hidden", "true").Text(glyph),
		app.B().Text(c.Name),
		app.Span().Class("muted").Text(string(c.Result)),
	}
	if c.Saw != "" {
		item = append(item, app.Code().Text(visible(c.Saw)))
	}
	if c.Says != "" {
		item = append(item, app.Span().Text("Chrome stops here: "+c.Says))
	}
	return app.Li().Body(item...)
}

func clientSays(s handshake.Says) []app.UI {
	var rows []app.UI
	for _, line := range []struct{ who, text string }{
		{"Chrome", s.Chrome}, {"Firefox", s.Firefox}, {"Node", s.Node}, {"ws (npm)", s.WS},
	} {
		if line.text != "" {
			rows = append(rows, app.Dt().Text(line.who), app.Dd().Body(app.Code().Text(visible(line.text))))
		}
	}
	return rows
}

func responsePanel(m Model) app.UI {
	var notes []app.UI
	for i, f := range m.Report.Findings {
		if f.Side == handshake.Response {
			notes = append(notes, finding(f, i, i == m.Selected))
		}
	}
	return app.Div().Class("bench").Body(
		app.Section().Class("panel").Aria("label", "Response on the wire").Body(
			app.H2().Text("On the wire"),
			transcript(m.Report.Response, m.Report.Findings, m.Report.Exchange.Filled, handshake.Response, m.Selected),
		),
		app.Section().Class("panel").Aria("labelledby", "notes").Body(
			heading("notes", "Notes on the response"),
			app.If(len(notes) == 0, func() app.UI { return app.P().Class("muted").Text("No rule has anything to say against it.") }),
			app.Ol().Class("findings").Body(notes...),
		),
	)
}

// mostSayings bounds how many readings of a line are shown.
const mostSayings = 3

// consolePanel translates what a console printed.
func consolePanel(m Model) app.UI {
	found := handshake.Translate(m.Console)
	parts := []app.UI{
		heading("console", "What did the console say?"),
		input("console", "Paste the message", "from Chrome, Firefox, Node, curl, nginx or a server's log"),
	}
	if m.Console != "" && len(found) == 0 {
		parts = append(parts, app.P().Class("notice", "info").Role("status").Text("No message of this kind is known here. The exchange itself, pasted above, tells more."))
	}
	for i, t := range found {
		if i == mostSayings {
			break
		}
		parts = append(parts, saying(t))
	}
	return app.Section().Class("panel", "form").Aria("labelledby", "console").Body(parts...)
}

func saying(t handshake.Translation) app.UI {
	parts := []app.UI{
		app.H3().Text(t.Client),
		app.P().Body(app.Code().Text(t.Text)),
		app.P().Text(t.Means),
	}
	if t.Status.Means != "" {
		parts = append(parts, app.P().Text(t.Status.Means+" "+t.Status.First))
	}
	if t.Look != "" {
		parts = append(parts, app.P().Class("fix").Text(t.Look))
	}
	for _, r := range t.Rules {
		parts = append(parts, app.P().Body(sign(r.Severity), app.Span().Text(r.Requires+" "), cites(r.Cites)))
	}
	return app.Article().Class("finding", "info").Body(parts...)
}
