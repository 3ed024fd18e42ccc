//go:build !wasm

package journeys

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"upgrade101/web/e2e/browser"
)

// typesWhileItStarts types a letter after the program has started and before it draws, like a reader who continues typing.
const typesWhileItStarts = `Object.defineProperty(window, "Go", {configurable: true, set(Go) {
	const run = Go.prototype.run;
	Go.prototype.run = function(instance) {
		const ended = run.call(this, instance);
		window.drawnSooner = document.documentElement.classList.contains("mounted");
		document.execCommand("insertText", false, "x");
		return ended;
	};
	Object.defineProperty(window, "Go", {value: Go, writable: true});
}})`

// A mouse that goes down before the program draws, and up afterwards, presses what it went down on, though the program has replaced
// that and the browser sends no click.
func TestPressWhileTheProgramDraws(t *testing.T) {
	for _, c := range []struct{ path, on, comes string }{
		{"/", "[data-do=breaking]", `document.querySelector("[data-do=breaking]").ariaExpanded === "true"`},
		{"/lessons", "main a[href*='/lesson/wrong-accept']", `location.pathname.endsWith("/lesson/wrong-accept")`},
		{"/lessons", "main summary", `document.querySelector("main summary").parentElement.open`},
	} {
		t.Run(c.on, func(t *testing.T) {
			tab := chromium.Open(t)
			tab.BeforeEachPage(fmt.Sprintf(`Object.defineProperty(window, "Go", {configurable: true, set(Go) {
	const run = Go.prototype.run, mouse = (kind) => document.querySelector(%q).dispatchEvent(
		new PointerEvent(kind, {bubbles: true, pointerType: "mouse", button: 0}));
	Go.prototype.run = function(instance) {
		mouse("pointerdown");
		new MutationObserver((_, watch) => {
			if (!document.documentElement.classList.contains("running")) return;
			watch.disconnect();
			mouse("pointerup");
		}).observe(document.documentElement, {attributes: true});
		return run.call(this, instance);
	};
	Object.defineProperty(window, "Go", {value: Go, writable: true});
}})`, c.on))
			tab.Go(site + c.path)
			p := tab.Page()
			if browser.Eval[bool](p, c.comes) {
				t.Fatal("it is so before the press")
			}
			browser.Eval[bool](p, "(program.start(), true)")
			p.Wait(c.comes, func() (bool, string) { return browser.Eval[bool](p, c.comes), p.Text() })
		})
	}
}

// Text typed before the program runs, while it starts, and afterwards is one text, in every kind of field.
func TestTypingGoesOnWhenTheProgramStarts(t *testing.T) {
	for _, f := range []struct{ path, name, shows string }{
		{"/", "Request", "No handshake found"},
		{"/lessons", "What do you see?", "No lesson fits"},
		{"/accept", "Paste the value you got", "Right for this key"},
		{"/accept", "Sec-WebSocket-Key", "must be 16 bytes"},
		{"/live", "Subprotocols it knows", ""},
	} {
		t.Run(f.path+" "+f.name, func(t *testing.T) {
			address, pass, _ := browser.Between(t, site)
			tab := chromium.Open(t)
			tab.BeforeEachPage(typesWhileItStarts)
			tab.Go(address + f.path)
			p := tab.Page()
			p.Find("textbox", f.name).Focus()
			p.Keys("a", chromedp.ModifierCtrl)
			p.Keys("zbc")
			p.Keys(kb.ArrowLeft)
			p.Keys(kb.ArrowLeft)
			pass()
			p.Wait("the program", func() (bool, string) { return runs(p), p.Text() })
			p.Keys("y")
			p.Wait("one text", func() (bool, string) {
				v := p.Find("textbox", f.name).Value()
				return v == "zxybc", v
			})
			p.See(f.shows)
			if browser.Eval[bool](p, "drawnSooner") {
				t.Error("the page was drawn before the letter: this test shows nothing")
			}
		})
	}
}

// Choices made before the program runs are kept, and count.
func TestChoicesBeforeTheProgramCount(t *testing.T) {
	early := func(path string, choose func(p browser.Page), then func(p browser.Page)) {
		t.Helper()
		address, pass, _ := browser.Between(t, site)
		tab := chromium.Open(t)
		tab.Go(address + path)
		p := tab.Page()
		choose(p)
		pass()
		p.Wait("the program", func() (bool, string) { return runs(p), p.Text() })
		then(p)
	}
	early("/lesson/nginx-strips-upgrade/predict", func(p browser.Page) {
		for _, answer := range []string{"Yes", "No", "No line", "A proxy's"} {
			p.Find("radio", answer).Click()
		}
	}, func(p browser.Page) {
		if n := browser.Eval[string](p, `[...document.querySelectorAll("input:checked")].map((e) => e.value).join()`); n != "no,none,proxy" {
			t.Errorf("chosen is %s", n)
		}
		p.Find("button", "Check").Click()
		p.Find("heading", "2 of 3 right")
	})
	early("/lessons", func(p browser.Page) {
		unfold(p, "Only some proxies or levels")
		p.Find("combobox", "Level").Choose("expert")
	}, func(p browser.Page) {
		p.Wait("fewer lessons", func() (bool, string) {
			v := p.Find("combobox", "Level").Value()
			return v == "expert" && !p.Has("heading", "Start here"), v
		})
	})
	early("/", func(p browser.Page) {
		unfold(p, "Try it on this site's test server")
		unfold(p, "What the server decides")
		box := p.Find("checkbox", "agrees to permessage-deflate")
		box.Click()
		box.Click()
		p.Find("checkbox", "and to context takeover").Click()
	}, func(p browser.Page) {
		p.Wait("the boxes", func() (bool, string) {
			boxes := browser.Eval[string](p, `[...document.querySelectorAll("input[type=checkbox]")].map((e) => e.dataset.in + e.checked).join()`)
			return boxes == "deflatetrue,takeoverfalse", boxes
		})
	})
}

// pasted dispatches a paste event at the focus, and reports whether the browser would insert the text itself.
func pasted(p browser.Page, text string) (left bool) {
	return browser.Eval[bool](p, fmt.Sprintf(`((clipboardData) => {
		clipboardData.setData("text/plain", %q);
		return document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
	})(new DataTransfer())`, text))
}

// A paste replaces the example, and goes to the editor wherever the focus is, except in another field.
func TestPasteReplacesTheExample(t *testing.T) {
	for _, early := range []bool{true, false} {
		address, pass, _ := browser.Between(t, site)
		open := func() browser.Page {
			tab := chromium.Open(t)
			tab.Go(address + "/")
			p := tab.Page()
			p.Find("heading", "Example: works")
			if !early {
				pass()
				p.Settled()
			}
			return p
		}
		at, beside, further := open(), open(), open()
		at.Find("textbox", "Request").Focus()
		at.Keys(kb.End, chromedp.ModifierCtrl)
		for _, p := range []browser.Page{at, beside} {
			if pasted(p, lame) {
				t.Error("the paste is left to the browser, which puts it beside the example")
			}
			holds(p, "what was pasted", func(s string) bool { return s == lame })
		}
		unfold(further, "Try it on this site's test server")
		unfold(further, "What the server decides")
		further.Find("textbox", "Subprotocols it knows").Focus()
		if !pasted(further, lame) {
			t.Error("a paste into another field is taken from it")
		}
		pass()
		for _, p := range []browser.Page{at, beside} {
			p.Find("heading", "Fails")
			holds(p, "what was pasted", func(s string) bool { return s == lame })
			p.Find("textbox", "Request").Focus()
			p.Keys(kb.Home, chromedp.ModifierCtrl)
			if !pasted(p, "X-More: 1\n") {
				t.Error("a paste into one's own text replaces it")
			}
			if !early { // if early, the text that this tab kept starts a new history
				p.Find("button", "Undo").Click()
				p.Find("heading", "Example: works")
			}
		}
	}
}
