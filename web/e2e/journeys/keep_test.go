//go:build !wasm

package journeys

import (
	"fmt"
	"strings"
	"testing"

	"upgrade101/web/e2e/browser"
)

// A reload keeps the text of this tab, until it is forgotten.
func TestReloadKeepsTheText(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill(lame)
	p.Find("tab", "Response").Click()
	p.Find("textbox", "Response").Fill("HTTP/1.1 403 Forbidden\n\n")
	p.Find("heading", "Fails: the server answered 403")
	reload(p)
	p.Find("heading", "Fails: the server answered 403")
	p.Find("tab", "Request").Click()
	holds(p, "the text before", func(s string) bool { return s == lame })
	p.See("This tab keeps your text")

	p.Find("button", "Forget").Click()
	p.See("Forgotten", "Nothing to judge yet")
	focusOn(p, "Request") // the button is gone
	reload(p)
	p.Find("heading", "Example: works")
	if v := p.Find("textbox", "Request").Value(); strings.Contains(v, "/mine") {
		t.Errorf("after Forget the editor holds %q", v)
	}
}

func reload(p browser.Page) {
	p.Go("about:blank")
	p.Go(site + "/")
	p.Settled()
}

// Text typed before the program runs is kept as well, at once; an embed keeps nothing then, either.
func TestReloadBeforeTheProgramKeepsTheText(t *testing.T) {
	address, _, _ := browser.Between(t, site) // the program never comes
	tab := chromium.Open(t)
	p := tab.Page()
	again := func(path string) {
		tab.Go("about:blank")
		tab.Go(address + path)
	}
	again("/")
	p.Find("textbox", "Request").Fill(lame)
	p.See("This tab keeps your text")
	again("/embed")
	p.Find("textbox", "Request").Fill("GET /in-a-frame HTTP/1.1\nHost: a\n\n")
	again("/")
	holds(p, "the text before", func(s string) bool { return s == lame })
	p.See("Checking starts in a moment")

	p.Find("textbox", "Request").Replace("GET / HTTP/1.1\nHost: a\nX: " + strings.Repeat("x", 201<<10) + "\n\n")
	p.See("A reload loses this text: more than 200 KB")
	again("/")
	holds(p, "the sample", func(s string) bool { return strings.Contains(s, "GET /chat") })

	blocked := chromium.Open(t)
	blocked.BeforeEachPage(blockedStorage)
	blocked.Go(address + "/")
	q := blocked.Page()
	q.Find("textbox", "Request").Fill(lame)
	q.See("A reload loses this text: the browser stores nothing here")
}

const blockedStorage = `Object.defineProperty(window, "sessionStorage", {get() { throw new DOMException("blocked", "SecurityError") }, configurable: true})`

// The exchange in the address takes precedence over the kept text, and an embed neither keeps nor shows it.
func TestTheAddressComesBeforeWhatIsKept(t *testing.T) {
	p := visit(t, "/")
	p.Find("button", "Share").Click()
	link := p.Find("link", shared).Text()
	p.Find("button", "Close").Click()
	p.Find("textbox", "Request").Fill(lame)
	p.See("This tab keeps your text")
	p.Go("about:blank")
	p.Go(link)
	p.Settled()
	holds(p, "what the link holds", func(s string) bool { return strings.Contains(s, "GET /chat") })
	p.Go(site + "/embed")
	p.Settled()
	holds(p, "the sample", func(s string) bool { return strings.Contains(s, "GET /chat") })
	p.Find("textbox", "Request").Fill("GET /in-a-frame HTTP/1.1\nHost: a\n\n")
	p.Find("heading", "Not a WebSocket request")
	reload(p)
	holds(p, "what was typed outside of the iframe", func(s string) bool { return s == lame })
}

// The page says where a reload loses the text: it is too long, or the browser stores nothing.
func TestWhatAReloadLoses(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Replace("GET / HTTP/1.1\nHost: a\nX: " + strings.Repeat("x", 201<<10) + "\n\n")
	p.See("A reload loses this text: more than 200 KB")

	tab := chromium.Open(t)
	tab.BeforeEachPage(blockedStorage)
	tab.Go(site + "/")
	q := tab.Page()
	q.Settled()
	q.Find("textbox", "Request").Fill(lame)
	q.See("A reload loses this text: the browser stores nothing here")
}

// Between paint and program, the reader's own text has no marks of the sample's verdict, and the page says what will happen.
func TestOwnTextBeforeTheProgram(t *testing.T) {
	address, pass, _ := browser.Between(t, site)
	tab := chromium.Open(t)
	tab.BeforeEachPage(fmt.Sprintf(`if (location.pathname.endsWith("/kept")) sessionStorage.setItem("upgrade101-text", JSON.stringify({request: %q}))`, lame))
	tab.Go(address + "/")
	p := tab.Page()
	p.Find("heading", "Example: works")
	p.Find("textbox", "Request").Fill(lame)
	unchecked := func() {
		t.Helper()
		p.See("Checking starts in a moment")
		if shown := browser.Eval[string](p, `[...document.querySelectorAll(".marks, .finding, #reply")].filter((e) => e.checkVisibility({visibilityProperty: true})).map((e) => e.className).join()`); shown != "" {
			t.Errorf("of the sample is shown: %s", shown)
		}
	}
	unchecked()
	tab.Go(address + "/nowhere/kept") // a page of the same origin that keeps a text
	tab.Go(address + "/")
	unchecked()
	if v := p.Find("textbox", "Request").Value(); v != lame {
		t.Errorf("before the program the editor holds %q", v)
	}
	pass()
	p.Find("heading", "Fails")
	holds(p, "the text that was kept", func(s string) bool { return s == lame })
}
