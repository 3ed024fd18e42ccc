package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
)

// livePage connects this browser to a live endpoint and shows what crosses the wire.
func livePage(m model.Model) []app.UI {
	t := m.Session
	lead := "Your browser opens a WebSocket to this server. The server reports the bytes that crossed: your browser's real request, " +
		"its own reply, and every frame. Both heads are checked as in the inspector."
	if m.Hosting.Static {
		lead = "This copy of the page has no server. The program that replies on a server runs in the page instead, " +
			"and both heads and every frame are shown as they cross a connection in memory."
	}
	parts := []app.UI{
		app.H1().Text("Live"),
		app.P().Class("lead").Text(lead),
		app.P().Class("notice", "info", "unscripted").Text("To connect, this page needs JavaScript."),
	}
	// What crossed is beside the buttons that connect and send, and the settings of the server after it.
	last := t.Last()
	var crossed []app.UI
	if t.Earlier() {
		crossed = append(crossed, muted("Nothing was sent on this connection. What is shown is the one before."))
	}
	if last.Phase == model.Open || len(last.Frames) > 0 {
		crossed = append(crossed, framesPanel(m))
	}
	if last.Report.Request != nil {
		crossed = append(crossed, headPanels(last)...)
	}
	return append(parts, app.Div().Class("bench", "live").Body(
		app.Div().Class("column").Body(dialPanel(m), frameBar(m)),
		app.Div().Class("column", "result").Body(crossed...), // also empty, so that the settings keep their fields
		serverPanel(m)))
}

// dialPanel has the offer and the connect button, and below them the state of the connection and its actions.
func dialPanel(m model.Model) app.UI {
	t := m.Session
	label, action := "Connect", model.DoConnect
	switch t.Phase {
	case model.Dialing, model.Open:
		label, action = "Disconnect", model.DoDisconnect
	case model.Over:
		label = "Connect again"
	}
	connect := button(label, action, "").ID("connect")
	enter := model.Action("") // in the field it would end the connection that is open
	if action == model.DoConnect {
		connect, enter = connect.Class("primary"), action
	}
	return app.Section().Class("panel", "form").Aria("label", "Connection").Body(
		app.If(m.Hosting.Static && m.Hosting.Echo != "none", func() app.UI {
			return input("live-address", "Real endpoint", "ws:// or wss:// and an address, such as an /echo of upgrade101; empty: the engine in this page")
		}),
		row(
			entered("live-protocols", "Subprotocols to offer", "comma-separated; may be empty", enter),
			connect,
			app.If(m.Hosting.Engine && t.Phase == model.Over && t.Endpoint == model.ThisServer && !t.Clean, func() app.UI {
				return button("Run the engine in this page", model.DoConnect, "in-page")
			}),
		),
		statePart(t),
	)
}

// serverPanel has the server's policy.
func serverPanel(m model.Model) app.UI {
	return app.Div().Class("panel").Body(policyPanel(),
		muted("A browser always offers permessage-deflate; the server decides."),
		app.If(m.Stale(), func() app.UI {
			return app.Div().Class("notice", "info", "with-button").Body(
				span("grow", "The open connection keeps its settings; these count from the next one."), button("Connect again", model.DoConnect, ""))
		}))
}

// frameBar keeps the last frame in view on a narrow screen, where the frames are below the buttons that send. It only repeats
// it, so keyboard and screen readers skip it.
func frameBar(m model.Model) app.UI {
	which, _ := m.Session.LastFrame()
	if which == "" || m.Session.Phase != model.Open {
		return app.Div().Hidden(true)
	}
	c := m.Session.Frames[len(m.Session.Frames)-1]
	payload := c.Preview() // first, because a narrow bar cuts the rest
	if payload == "" {
		payload = c.Label()
	} else {
		which += ": " + c.Label()
	}
	return app.A().Class("verdict-bar", "script", "info").Href("#frames").DataSet("do", model.DoSkip).DataSet("with", "frames").TabIndex(-1).Aria("hidden", "true").Body(
		span("", payload), span("hint", which),
	)
}

func statePart(t model.Session) app.UI {
	words, class := t.Words, [...]string{"info", "info", "ok", "warn"}[t.Phase]
	switch {
	case t.Phase == model.Idle:
		words = "Not connected."
	case t.Clean:
		class = "info"
	}
	return app.Div().Class("form").Body(
		app.P().ID("live-state").Class("notice", class).Text(words),
		app.If(t.Endpoint == model.InPage && t.Phase != model.Idle, func() app.UI { return inPageNote() }),
		app.If(t.Endpoint == model.Remote && t.Phase == model.Open, func() app.UI {
			return muted("This endpoint does not report bytes. A browser gives a page only messages, so no heads and no frames are shown.")
		}),
		app.If(t.Phase == model.Open, func() app.UI { return sendForm(t) }),
	)
}

// inPageNote labels results without a network.
func inPageNote() app.UI {
	return muted(RanInPage + " The page made the request, like a browser's.")
}

const RanInPage = "This ran in the page: no network was used. The live engine replied, compiled to WebAssembly."

func sendForm(t model.Session) app.UI {
	far := t.Endpoint == model.Remote
	return app.Div().ID("sending").Class("form").Body(
		row(entered("live-message", "Message", "Enter sends it as one text message", model.DoSendText), button("Send text", model.DoSendText, "")),
		app.Details().Class("more").Body(app.Summary().Text("Bytes, ping, close with a code"), app.Div().Class("form").Body(further(far)...)),
	)
}

// further is what most sessions do without.
func further(far bool) []app.UI {
	return []app.UI{
		row(entered("live-hex", "Bytes", "in hexadecimal, such as 48 65 6c 6c 6f; Enter sends them", model.DoSendBinary), button("Send binary", model.DoSendBinary, "")),
		app.If(!far, func() app.UI {
			return row(
				button("Ask the server to ping", model.DoServerPing, ""),
				app.P().Class("hint").Text("A page cannot send a ping. This asks the server to send one with the message above; the command is in the list of frames. Your browser answers with a pong by itself."),
			)
		}),
		row(
			entered("live-code", "Close code", "1000, or 3000 to 4999 from a page", model.DoClose),
			entered("live-reason", "Reason", "at most 123 bytes; may be empty", model.DoClose),
			button("Close", model.DoClose, ""),
			app.If(!far, func() app.UI { return button("Ask the server to close", model.DoServerClose, "") }),
		),
		app.P().Class("hint").Text("Close sends this code and reason. Disconnect sends 1000."),
	}
}

// headPanels show both heads as sent, the reply next to the predicted one, and the findings.
func headPanels(t model.Session) []app.UI {
	words, severity := "The reply is the predicted one, byte for byte.", handshake.Severity(0)
	if !t.AsPredicted() {
		words, severity = "The reply differs from the prediction; the differences are marked.", handshake.Warning
	}
	items := make([]app.UI, 0, len(t.Report.Findings))
	for _, f := range t.Report.Findings {
		items = append(items, unlinkedFinding(f))
	}
	sent := "What your browser sent"
	switch {
	case t.Replayed:
		sent = "A request like your browser's, sent as bytes"
	case t.Endpoint == model.InPage:
		sent = "What the page sent"
	}
	return []app.UI{
		app.Section().Class("panel").Aria("label", sent).Body(
			app.H2().Text(sent),
			transcript(t.Report.Request, t.Report.Findings, nil, handshake.Request, -1),
			button("Inspect this exchange", model.DoInspectSession, ""),
		),
		app.Section().Class("panel").Aria("labelledby", "match").Body(
			heading("match", "What the server replied"),
			app.P().ID("live-match").Body(sign(severity), span("", words)),
			replyDiff(t.Predicted(), t.Report.Exchange.Response),
			app.Ol().Class("findings").Body(items...),
		),
	}
}

// unlinkedFinding is a finding without a place to point at.
func unlinkedFinding(f handshake.Finding) app.UI {
	_, class := model.SeverityMark(f.Rule.Severity)
	return app.Li().Class("finding", class).Body(
		app.Details().Body(
			app.Summary().Body(sign(f.Rule.Severity), span("", f.Problem())),
			app.P().Class("got").Text("Seen: "+f.Got+"."),
			app.P().Text(f.Rule.Why),
			app.P().Class("where").Body(cites(f.Rule.Citations()), span("muted", f.Rule.Letter())),
		),
	)
}

func framesPanel(m model.Model) app.UI {
	t := m.Session.Last()
	title, pause := "Frames", "Pause"
	if t.Endpoint == model.Remote {
		title = "Messages"
	}
	if t.Paused {
		pause = "Resume"
	}
	frames, waiting := t.Shown()
	parts := []app.UI{app.Div().Class("bar").Body(
		heading("frames", title).TabIndex(-1),
		app.If(!m.Session.Earlier(), func() app.UI { return button(pause, model.DoPauseFrames, "") }),
		button("Copy all", model.DoCopyFrames, model.LiveFrames),
		button("Clear", model.DoClearFrames, ""),
	)}
	add := func(words string) { parts = append(parts, muted(words)) }
	if len(t.Frames) == 0 {
		add("None yet. Send a message: it is sent masked and comes back unmasked.")
	}
	if t.Dropped > 0 {
		add(strconv.Itoa(t.Dropped) + " older ones are no longer kept")
	}
	if len(frames) > 0 {
		parts = append(parts, frameList(m, model.LiveFrames, frames, t.Dropped+1)...)
	}
	if t.Paused {
		add("Paused. " + model.Plural(waiting, "frame") + " since then.")
	}
	return app.Section().Class("panel").Aria("labelledby", "frames").Body(parts...)
}
