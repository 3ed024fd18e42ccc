package view

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake/head"
)

// otherProtocolPanel shows the answer of a server that speaks the requested protocol.
func otherProtocolPanel(m model.Model) app.UI {
	if m.Report.OtherProtocolAnswer == nil {
		return app.Section().Class("panel").Hidden(true)
	}
	return app.Section().Class("panel").Aria("labelledby", "other-protocol").Body(
		heading("other-protocol", "A server that speaks "+model.Visible(m.Report.Protocol)),
		app.P().Text("This endpoint speaks only WebSocket and replies as above. A server that speaks the requested protocol would answer:"),
		replyLines(*m.Report.OtherProtocolAnswer),
	)
}

// http2Counterparts are the parts of the handshake in HTTP/1.1, each with its counterpart in HTTP/2 and HTTP/3.
var http2Counterparts = [][2]string{
	{"GET", ":method: CONNECT, with :scheme and :path, which an ordinary CONNECT has not"},
	{"Upgrade: websocket", ":protocol: websocket"},
	{"Connection: Upgrade", "nothing: connection fields are forbidden"},
	{"Host", ":authority"},
	{"Sec-WebSocket-Key and -Accept", "nothing: no cache can take a CONNECT for something else"},
	{"101 Switching Protocols", ":status: 200, and the stream is the socket"},
	{"nothing", "SETTINGS_ENABLE_CONNECT_PROTOCOL = 1, which the server has to send first"},
}

// http2Panel translates between the two handshakes.
func http2Panel(m model.Model) app.UI {
	if !m.Report.Exchange.HTTP2 {
		return app.Section().Class("panel").Hidden(true)
	}
	rows := make([]app.UI, len(http2Counterparts))
	for i, t := range http2Counterparts {
		rows[i] = app.Tr().Body(app.Th().Scope("row").Text(t[0]), app.Td().Text(t[1]))
	}
	return app.Section().Class("panel").Aria("labelledby", "twin").Body(
		heading("twin", "The same in HTTP/2 and HTTP/3"),
		app.P().Text("Nothing is upgraded here. One stream of the connection becomes the socket, by an extended CONNECT."),
		app.Table().Class("peers").Body(
			app.THead().Body(app.Tr().Body(app.Th().Scope("col").Text("HTTP/1.1"), app.Th().Scope("col").Text("HTTP/2, HTTP/3"))),
			app.TBody().Body(rows...),
		),
		cites([]head.Citation{{RFC: 8441, Section: "4"}, {RFC: 8441, Section: "5"}, {RFC: 9220, Section: "3"}}),
	)
}
