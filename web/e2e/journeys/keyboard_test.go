//go:build !wasm

package journeys

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"upgrade101/web/e2e/browser"
)

// Through the page without a mouse: read the help, type a request, hear the verdict, walk the findings, fix one,
// and use the real server.
func TestByKeyboardAlone(t *testing.T) {
	p := visit(t, "/")
	p.Keys(kb.Tab)
	focusOn(p, "Skip to the verdict")

	p.Keys("/", chromedp.ModifierCtrl)
	p.Find("dialog", "Help")
	p.See("next or previous finding", "fixes that finding")
	p.Keys(kb.Escape)
	p.Wait("the sheet closed", func() (bool, string) { return !p.Has("dialog", "Help"), "open" })
	focusOn(p, "Skip to the verdict")

	tabTo(t, p, "Request") // the tab
	p.Keys(kb.ArrowRight)
	focusOn(p, "Response")
	p.Find("textbox", "Response")
	p.Keys(kb.ArrowLeft)
	focusOn(p, "Request")
	tabTo(t, p, "Request") // the editor
	p.Keys("a", chromedp.ModifierCtrl)
	for _, line := range []string{
		"GET /chat HTTP/1.1", "Host: a.example", "Upgrade: websocket", "Connection: close",
		"Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==", "Sec-WebSocket-Version: 13",
	} {
		p.Keys(line)
		p.Keys(kb.Enter)
	}
	p.Find("heading", "Fails")
	said(p, "Fails: 1 error")
	p.Keys(kb.Enter, chromedp.ModifierCtrl)
	focusOn(p, "Fails")

	p.Keys(kb.ArrowDown, chromedp.ModifierAlt)
	const finding = "Connection does not contain upgrade"
	said(p, finding)
	p.Wait("the finding, selected", func() (bool, string) { return p.Find("button", finding).Pressed(), "another" })
	p.Keys(kb.Escape)
	p.Wait("no finding selected", func() (bool, string) { return !p.Find("button", finding).Pressed(), "still" })
	tabTo(t, p, "Fix: Connection contains the option upgrade")
	p.Keys(kb.Enter)
	p.Find("heading", "Works")

	p.Find("link", "Live").Focus()
	p.Keys(kb.Enter)
	tabTo(t, p, "Connect")
	p.Keys(kb.Enter)
	p.See("HTTP/1.1 101 Switching Protocols", "byte for byte")
}

// said waits for an announcement to screen readers.
func said(p browser.Page, words string) {
	p.Wait("to be said: "+words, func() (bool, string) {
		seen := browser.Eval[string](p, "document.querySelector('[aria-live]').textContent")
		return strings.Contains(seen, words), seen
	})
}

func TestThemeSaysItsState(t *testing.T) {
	p := visit(t, "/#accept")
	for _, state := range []string{"auto", "dark", "light", "auto"} { // the system is light: each press but the last shows
		p.Find("button", "Theme: "+state).Click()
	}
	p.Find("button", "Theme: dark")
	said(p, "Theme: dark.")
	if got := browser.Eval[string](p, "document.documentElement.dataset.theme"); got != "dark" {
		t.Errorf("the page is %q", got)
	}
}

// A finding that only a person can fix says so where it is, and keeps the focus.
func TestNoFixByKeyboard(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill("GET /chat HTTP/1.1\nHost: a.example\nOrigin: http://a.example\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n\n" +
		"HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n\n")
	const finding = "This is a published sample key"
	p.Find("button", finding)
	p.Keys(kb.ArrowDown, chromedp.ModifierAlt)
	focusOn(p, finding)
	p.Keys(kb.Enter, chromedp.ModifierAlt)
	said(p, "This cannot be fixed automatically.")
	p.See("This cannot be fixed automatically.")
	focusOn(p, finding)
	if p.Has("button", "Undo the change") {
		t.Error("a change is shown, and nothing was changed")
	}
}
