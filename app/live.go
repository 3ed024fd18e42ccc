package app

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/handshake"
	"upgrade101/handshake/frame"
)

// liveRoom connects this very browser to this very server and shows what crossed the wire.
func liveRoom(m Model) []app.UI {
	t := m.Talk
	room := []app.UI{
		app.H1().Text("Live"),
		app.P().Class("lead").Text("Your browser opens a WebSocket to this server. The server reports the bytes that crossed: your browser's real request, " +
			"its own answer, and every frame. The same code judges them that made the prediction."),
		dialPanel(t),
	}
	if t.Report.Request == nil {
		return room
	}
	return append(room,
		app.Div().Class("bench").Body(
			crossedPanel("What your browser sent", t.Report.Request, t.Report.Findings, handshake.Request),
			crossedPanel("What the server answered", t.Report.Response, t.Report.Findings, handshake.Response),
		),
		matchPanel(t),
		framesPanel(t),
	)
}

func dialPanel(t Talk) app.UI {
	connect := button("Connect", "connect", "").Class("primary")
	if t.Phase == Dialing || t.Phase == Open {
		connect = button("Disconnect", "disconnect", "")
	}
	return app.Section().Class("panel", "form").Aria("label", "Connection").Body(
		app.Div().Class("with-button").Body(
			input("live-protocols", "Subprotocols to offer", "comma-separated; may be empty"),
			connect,
		),
		app.If(t.Words != "", func() app.UI {
			return app.P().ID("live-state").Class("notice", [...]string{"info", "info", "ok", "warn"}[t.Phase]).Text(t.Words)
		}),
		app.If(t.Phase == Open, func() app.UI {
			return app.Div().Class("with-button").Body(
				input("live-message", "Message", "goes out as one text frame, or as a binary one with the same bytes"),
				button("Send text", "send", ""),
				button("Send binary", "send-binary", ""),
			)
		}),
	)
}

func crossedPanel(title string, head *handshake.Head, findings []handshake.Finding, side handshake.Side) app.UI {
	return app.Section().Class("panel").Aria("label", title).Body(
		app.H2().Text(title),
		transcript(head, findings, nil, side, -1),
	)
}

// matchPanel compares prediction and answer, and lists what the rules say about the heads that crossed.
func matchPanel(t Talk) app.UI {
	words, severity := "The answer is the predicted one, byte for byte.", handshake.Severity(0)
	if !t.AsPredicted() {
		words, severity = "The answer differs from the prediction: something on the way changed it. Predicted was:", handshake.Warning
	}
	items := make([]app.UI, 0, len(t.Report.Findings))
	for _, f := range t.Report.Findings {
		items = append(items, remark(f))
	}
	return app.Section().Class("panel").Aria("labelledby", "match").Body(
		heading("match", "Prediction and truth"),
		app.P().ID("live-match").Body(sign(severity), app.Span().Text(words)),
		app.If(severity != 0, func() app.UI { return replyLines(t.Report.Reply) }),
		app.Ol().Class("findings").Body(items...),
	)
}

// remark is a finding without a place to point at.
func remark(f handshake.Finding) app.UI {
	_, class := signOf(f.Rule.Severity)
	return app.Li().Class("finding", class).Body(
		app.Details().Body(
			app.Summary().Body(sign(f.Rule.Severity), app.Span().Text(f.Rule.Requires)),
			app.P().Class("saw").Text("Seen: "+f.Saw+"."),
			app.P().Text(f.Rule.Why),
			app.P().Class("where").Body(cites(f.Rule.Cites)),
		),
	)
}

func framesPanel(t Talk) app.UI {
	items := make([]app.UI, len(t.Frames))
	for i, c := range t.Frames {
		items[i] = crossedFrame(c, t.Dropped+i+1)
	}
	return app.Section().Class("panel").Aria("labelledby", "frames").Body(
		app.Div().Class("bar").Body(heading("frames", "Frames"), button("Clear", "clear-frames", "")),
		app.If(len(items) == 0, func() app.UI {
			return app.P().Class("muted").Text("None yet. Send a message: it goes out masked and comes back plain.")
		}),
		app.If(t.Dropped > 0, func() app.UI {
			return app.P().Class("muted").Text(strconv.Itoa(t.Dropped) + " older ones are no longer kept")
		}),
		app.Ol().ID("frame-list").Class("frames").Body(items...),
	)
}

// crossedFrame is one frame: where it went, what it carries, and behind that its bytes, each named.
func crossedFrame(c Crossed, number int) app.UI {
	arrow, way := "▲", "to the server"
	if c.From == "server" {
		arrow, way = "▼", "from the server"
	}
	parts := []app.UI{
		app.Summary().Body(
			app.Span().Class("number").Text(strconv.Itoa(number)),
			app.Span().Class("arrow").Aria("hidden", "true").Text(arrow),
			app.Span().Class("unseen").Text(way),
			app.Span().Class("kind").Text(c.label()),
			app.Code().Class("preview").Text(c.preview()),
		),
	}
	return app.Li().Class("frame", "from-"+c.From).Body(app.Details().Body(append(parts, frameBytes(c)...)...))
}

// mostHex bounds the bytes of a frame that are drawn in hexadecimal.
const mostHex = 64

// frameBytes names the bytes of a frame: in the row of bytes, and in a table below it.
func frameBytes(c Crossed) []app.UI {
	f := frame.Explain(c.Wire)
	var row []app.UI
	for start := 0; start < min(len(c.Wire), mostHex); {
		end, names := start+1, ""
		for _, p := range f.Parts {
			if p.Span.Start <= start && start < p.Span.End {
				end = min(p.Span.End, mostHex)
				if names != "" {
					names += ", "
				}
				names += p.Name
			}
		}
		row = append(row, app.Span().Class("part").Title(names).Text(hexOf(c.Wire[start:end])))
		start = end
	}
	if len(c.Wire) > mostHex || c.Cut {
		row = append(row, app.Span().Text("…"))
	}
	parts := make([]app.UI, len(f.Parts))
	for i, p := range f.Parts {
		parts[i] = app.Tr().Body(
			app.Th().Scope("row").Text(p.Name),
			app.Td().Class("mono").Text(visible(p.Value)),
			app.Td().Text(p.Why),
		)
	}
	return []app.UI{
		app.Code().Class("hex").Body(row...),
		app.Table().Class("parts").Body(
			app.Caption().Class("unseen").Text("The bytes of this frame, named"),
			app.TBody().Body(parts...),
		),
	}
}
