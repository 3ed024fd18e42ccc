//go:build !wasm

package journeys

import (
	"strings"
	"testing"

	"upgrade101/web/e2e/browser"
)

// inEditor waits for words in the panel of the editor, where the eye is.
func inEditor(p browser.Page, words string) {
	p.Wait("in the editor's panel: "+words, func() (bool, string) {
		text := p.Find("region", "Editor").Text()
		return strings.Contains(text, words), text
	})
}

// On a phone, by touch alone: after a paste the verdict is in sight, a fix is near, panels open over the page and move nothing, and
// the menu leads to other pages.
func TestOnAPhone(t *testing.T) {
	tab := chromium.Open(t)
	tab.On(browser.Screen{Width: 390, Height: 844, Touch: true})
	tab.Go(site + "/")
	p := tab.Page()
	p.Find("button", "Menu").Tap() // the first touch also starts the program
	p.Find("link", "Lessons")
	p.Find("button", "Help").Tap()
	p.Find("dialog", "Help")
	p.Find("button", "Close").Tap()
	p.Wait("the help, closed", func() (bool, string) { return !p.Has("dialog", "Help"), "open" })

	browser.Eval[bool](p, `(navigator.clipboard.readText = () => Promise.reject(new DOMException("no", "NotAllowedError")), true)`)
	p.Find("button", "Paste").Tap()
	inEditor(p, "does not let the page read the clipboard")
	browser.Eval[bool](p, `(navigator.clipboard.readText = () => Promise.resolve(`+"`"+curlRefused+"`"+`), true)`)
	p.Find("button", "Paste").Tap()
	verdict := p.Find("heading", "Fails: the server answered 400")
	if p.Wait("the page, drawn", func() (bool, string) { return !browser.Eval[bool](p, "!!program.drawing"), "" }); !verdict.InSight() {
		t.Error("after a paste the verdict is out of sight")
	}

	top := func() float64 {
		return browser.Eval[float64](p, `document.querySelector("#request").getBoundingClientRect().top + scrollY`)
	}
	before := top()
	p.Find("button", "Share").Tap()
	p.Find("button", "Copy link")
	if now := top(); now != before {
		t.Errorf("Share moves the editor from %v to %v px", before, now)
	}
	p.Find("button", "Close").Tap()
	p.Find("button", "More").Tap()
	p.Find("button", "Break it").Tap()
	p.Find("button", "The client leaves out the key")
	if now := top(); now != before {
		t.Errorf("Break it moves the editor from %v to %v px", before, now)
	}
	p.Find("button", "Close").Tap()

	fix := p.Find("button", "Fix: "+upgradeNote)
	fix.Tap()
	p.See("Fixed the fault “" + noUpgrade)
	holds(p, "a command with upgrade", func(s string) bool { return strings.Contains(strings.ToLower(s), "connection: upgrade") })

	p.Find("button", "Menu").Tap()
	p.Find("link", "Lessons").Tap()
	p.Find("link", "nginx takes the upgrade away").Tap()
	p.Find("heading", "nginx takes the upgrade away")

	// What comes back is in sight beside the button that sends, although the frames are further down.
	p.Find("button", "Menu").Tap()
	p.Find("link", "Live").Tap()
	p.Find("button", "Connect").Tap()
	send := p.Find("button", "Send text")
	send.Tap()
	p.Wait("the last frame in sight of the button", func() (bool, string) {
		seen := browser.Eval[string](p, `(() => {
			const bar = document.querySelector(".verdict-bar"), {top, bottom} = bar?.getBoundingClientRect() ?? {};
			return bar && top >= 0 && bottom <= innerHeight + 1 ? bar.textContent : "";
		})()`)
		return send.InSight() && strings.Contains(seen, "Frame 2 from the server") && strings.Contains(seen, "Hello"), seen
	})
}
