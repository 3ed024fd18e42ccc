//go:build !wasm

package journeys

import (
	"testing"
)

// Without JavaScript, a lesson is complete and links to the next; what needs the program is hidden.
func TestLessonWithoutScript(t *testing.T) {
	tab := chromium.Open(t)
	tab.NoScript()
	tab.Go(site + "/lesson/nginx-strips-upgrade")
	p := tab.Page()
	for _, heading := range []string{"nginx takes the upgrade away", "Request", "Response", "Fails", "Findings", "What to notice", "A question", "How to fix it", "Read on"} {
		p.Find("heading", heading)
	}
	p.Find("link", "socketio/socket.io#1942")
	p.Find("link", "RFC 9110")
	p.Find("StaticText", "Connection: close")
	for _, button := range []string{"Predict first", "Copy", "Open in the inspector", "Theme"} {
		if p.Has("button", button) {
			t.Errorf("%q is offered and does nothing", button)
		}
	}
	p.Find("link", "Connection").Click() // a field in the reference
	p.Find("heading", "What can be wrong with it")
	p.Find("StaticText", "Options for this hop alone")
	for path, words := range map[string]string{"/live": "To connect, this page needs JavaScript.", "/accept": "The fields need JavaScript.", "/": "Without JavaScript this page shows one worked example"} {
		tab.Go(site + path)
		p.See(words)
	}
}
