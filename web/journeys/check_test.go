//go:build !wasm

package journeys

import "testing"

func TestConsoleMessageLeadsToItsCauses(t *testing.T) {
	p := visit(t, "/#check")
	p.Find("textbox", "Paste the message").Fill("WebSocket connection to 'wss://a.example/' failed: Error during WebSocket handshake: Unexpected response code: 302")
	p.Find("heading", "Chrome")
	p.See("login page")
}
