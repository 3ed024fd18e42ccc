package app

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/handshake"
)

const sample = "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"

// home is the first screen.
type home struct{ app.Compo }

func (h *home) Render() app.UI {
	r := handshake.Inspect(handshake.Exchange{Request: sample}, handshake.Policy{})
	return app.Main().Body(
		app.H1().Text("Upgrade 101"),
		app.Pre().Text(sample),
		app.H2().Text(string(r.Verdict())),
		app.Pre().Text(r.Reply.Raw()),
	)
}
