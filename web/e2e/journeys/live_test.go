//go:build !wasm

package journeys

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"upgrade101/web/e2e/browser"
)

func copied(p browser.Page) (text string) {
	p.Wait("something on the clipboard", func() (bool, string) {
		text = browser.Eval[string](p, "window.copied ?? ''")
		return text != "", "nothing"
	})
	return text
}

// The answer follows the policy, and if it makes the browser fail, which gives no reason, the page gives it.
func TestLivePolicy(t *testing.T) {
	p := visit(t, "/#live")
	known := p.Find("textbox", "Subprotocols it knows")
	known.Fill("soap")
	p.Find("button", "Connect").Click()
	// A browser that offers subprotocols gives up when none is chosen.
	p.See("The connection did not open", "a browser does not accept this answer", "byte for byte")
	lacks(t, p, "Sec-WebSocket-Protocol:")

	known.Fill("soap, superchat")
	p.Find("checkbox", "permessage-deflate").Click()
	p.Find("button", "Connect again").Click()
	p.See("Open.", "Sec-WebSocket-Protocol: superchat", "byte for byte")
	lacks(t, p, "Sec-WebSocket-Extensions:")
	p.Find("textbox", "Message").Fill("Grüße")
	p.Keys(kb.Enter) // as Send text
	p.Find("button", "from the server: text, 7 bytes")
	said(p, "Frame 2 from the server: text, 7 bytes: Grüße")
	if text := p.Text(); strings.Contains(text, "compressed") {
		t.Errorf("something is compressed: %s", text)
	}
	p.Find("textbox", "Origins it allows").Fill("https://a.example")
	p.See("The open connection keeps its settings")
	p.Find("button", "Connect again").Click()
	p.See("The connection did not open", "403", "byte for byte")
	p.Find("button", "Inspect this exchange").Click()
	p.Find("heading", "Fails")

	// What is pasted over the request next has another answer.
	p.Find("textbox", "Request").Fill("WebSocket connection to 'wss://b.example/live' failed: Error during WebSocket handshake: Unexpected response code: 400")
	p.Find("heading", "Fails: the server answered 400")
	inEditor(p, "The response in the other tab belonged to the text before")
	p.Find("button", "Undo").Click()
	p.Find("heading", "Fails: the server answered 403")
	p.Find("textbox", "Request").Fill("server {\n  location /ws {\n    proxy_pass http://app:3000;\n  }\n}\n")
	p.Find("heading", "nginx configuration")
}

// lacks looks for what must not be in the server's answer.
func lacks(t *testing.T, p browser.Page, text string) {
	t.Helper()
	if answer := p.Find("region", "What the server replied").Text(); strings.Contains(answer, text) {
		t.Errorf("the answer holds %q: %s", text, answer)
	}
}

// What was just connected or sent is in sight, and the button that did it stays where it is.
func TestLiveShowsWhatCrossed(t *testing.T) {
	for _, screen := range []browser.Screen{{Width: 1280, Height: 720}, {Width: 390, Height: 844, Touch: true}} {
		tab := chromium.Open(t)
		tab.On(screen)
		tab.Go(site + "/live")
		p := tab.Page()
		top := func() float64 {
			return browser.Eval[float64](p, `document.getElementById("connect").getBoundingClientRect().top`)
		}
		connect := p.Find("button", "Connect")
		before := top()
		connect.Click()
		// "What your browser sent", or "What the page sent" to an engine in it.
		for _, title := range map[bool][]string{true: {"Frames", " sent"}, false: {"Frames"}}[screen.Width > 860] {
			heading := p.Find("heading", title)
			p.Settled()
			if !heading.InSight() {
				t.Errorf("at %d px, connected, %q is out of sight", screen.Width, title)
			}
		}
		if now := top(); now != before {
			t.Errorf("at %d px the button moves from %v to %v px", screen.Width, before, now)
		}
		p.Find("button", "Send text").Click()
		if frame := p.Find("button", "to the server: text"); !frame.InSight() {
			t.Errorf("at %d px the frame that was sent is out of sight", screen.Width)
		}
	}
}

func TestLiveBytesAreNamed(t *testing.T) {
	p := visit(t, "/#live")
	p.Find("checkbox", "permessage-deflate").Click()
	p.Find("button", "Connect").Click()
	p.Find("button", "Send text").Click()
	p.Find("slider", "Bytes of frame 2")
	p.Find("slider", "Bytes of frame 1").Focus()
	p.See("Byte 1 of 11: 81", "This is the last frame of its message")
	p.Keys(kb.ArrowRight)
	p.See("Byte 2 of 11: 85", "The payload is masked")
	p.Keys(kb.End)
	p.See("Byte 11 of 11", "XOR", "= 6f, “o”")
	p.Keys(kb.Enter)
	p.See("Masked", "As sent.", "Unmasked", "48 65 6c 6c 6f")
	p.Find("slider", "Bytes of frame 2").Click() // the pointer is on it as well
	named := regexp.MustCompile(`Byte \d of 7`)
	p.Wait("a byte of frame 2, named", func() (bool, string) { return named.MatchString(p.Text()), p.Text() })
}

func TestLiveConversation(t *testing.T) {
	p := visit(t, "/#live")
	copies(p)
	p.Find("button", "Connect").Click()
	p.See("Open.")
	unfold(p, "Bytes, ping, close with a code")
	p.Find("textbox", "Bytes").Fill("00 zz")
	p.Find("button", "Send binary").Click()
	p.See("“zz” is no pair of hexadecimal digits")
	p.Find("textbox", "Bytes").Fill("00 ff")
	p.Find("button", "Send binary").Click()
	p.Find("button", "to the server: binary")
	p.Find("button", "from the server: binary")
	p.Find("button", "Ask the server to ping").Click()
	p.Find("button", "from the server: ping, 5 bytes")
	p.Find("button", "to the server: pong, 5 bytes")

	p.Find("button", "Copy all").Click()
	if text := copied(p); !strings.Contains(text, "> GET /wire") || !strings.Contains(text, "HTTP/1.1 101 Switching Protocols") || !strings.Contains(text, "binary") {
		t.Errorf("the transcript is %q", text)
	}
	p.Find("button", "Pause").Click()
	p.Find("button", "Send text").Click()
	p.See("Paused. 2 frames since then")
	if p.Has("button", "to the server: text, 7 bytes") {
		t.Error("a frame is shown in spite of the pause")
	}
	p.Find("button", "Resume").Click()
	p.Find("button", "to the server: text")
	p.Find("button", "Clear").Click()
	p.See("None yet")

	p.Find("textbox", "Close code").Fill("1001")
	p.Find("textbox", "Reason").Fill("enough")
	p.Find("button", "Close").Click()
	p.See("Browsers let a page close with 1000 and with 3000 to 4999 only")
	p.Find("button", "Ask the server to close").Click()
	p.See("Closed with 1001 Going Away", "enough")

	p.Find("button", "Connect again").Click()
	p.See("Open.")
	unfold(p, "Bytes, ping, close with a code")
	p.Find("textbox", "Close code").Fill("4001")
	p.Find("button", "Close").Click()
	p.See("Closed with 4001", "Agreed between this application's two ends")
}

func TestLiveServerGone(t *testing.T) {
	address, stop, err := browser.Serve(program)
	if err != nil {
		t.Fatal(err)
	}
	stopped := false
	end := func() {
		if !stopped {
			stopped = true
			stop()
		}
	}
	defer end()
	tab := chromium.Open(t)
	tab.Go("http://" + address + "/#live")
	p := tab.Page()
	p.Settled()
	p.Find("button", "Connect").Click()
	p.See("Open.")
	end()
	p.See("Closed with 1001 Going Away")
	p.Find("button", "Connect again").Click()
	p.See("The connection did not open", "the page is offline, or the server is not there")
}
