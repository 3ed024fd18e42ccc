//go:build !wasm

package journeys

import (
	"testing"

	"upgrade101/web/e2e/browser"
)

// System settings apply on the page: forced colours hide nothing that carries meaning, and reduced motion stops
// all animation.

// lined reports whether an element, or what is drawn around it, has an outline or a border that is visible in the colours in use.
const lined = `(e => {
	const s = getComputedStyle(e);
	const seen = (style, width, color) => style !== "none" && parseFloat(width) > 0 && !/, 0\)$|transparent/.test(color);
	return seen(s.outlineStyle, s.outlineWidth, s.outlineColor) || seen(s.borderTopStyle, s.borderTopWidth, s.borderTopColor);
})`

// aroundFocus returns what has the focus; "" if no outline shows it.
const aroundFocus = `(() => {
	const e = document.activeElement, s = getComputedStyle(e);
	return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 && e !== document.body ? e.tagName + " " + e.innerText : "";
})()`

func TestForcedColours(t *testing.T) {
	for _, dark := range []bool{false, true} {
		forced := browser.Screen{Width: 1280, Height: 900, Dark: dark, Forced: true}
		t.Run(forced.String(), func(t *testing.T) {
			p := visit(t, "/")
			p.On(forced)
			p.Find("textbox", "Request").Fill("GET /chat HTTP/1.1\nHost: a\nConnection: close\nUpgrade: websocket\n" +
				"Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n")
			p.Find("heading", "Fails")

			// The line at fault has its sign, in a colour other than the background's.
			if !browser.Eval[bool](p, `[...document.querySelectorAll(".row > .sign")].some(e => e.textContent.trim() && e.checkVisibility() &&
	getComputedStyle(e).color !== getComputedStyle(document.querySelector(".marks")).backgroundColor)`) {
				t.Error("no line of the request carries a sign that can be seen")
			}
			// A finding shows its severity in words or with a sign, and the chosen one has a line around it.
			finding := p.Find("button", "Connection does not contain upgrade")
			finding.Click()
			if !browser.Eval[bool](p, `[...document.querySelectorAll(".finding.on")].some(`+lined+`)`) {
				t.Error("nothing shows which finding is chosen")
			}
			// Pressed buttons look different: the mistakes that are made, and those to make.
			p.Find("button", "Break it").Click()
			p.Wait("the pressed button to have a line", func() (bool, string) {
				return browser.Eval[bool](p, `[...document.querySelectorAll("button[aria-pressed=true]")].some(e => e.checkVisibility() && `+
					`getComputedStyle(e).outlineStyle !== "none")`), p.Text()
			})
			for _, at := range []string{"/", "/lesson/nginx-strips-upgrade", "/#live"} {
				tabs(t, forced, at)
			}
		})
	}
}

// Forced colours and paper override the theme that was chosen on the page.
func TestChosenThemeYields(t *testing.T) {
	p := visit(t, "/")
	choose := func(theme string) {
		browser.Eval[bool](p, `(document.documentElement.dataset.theme = "`+theme+`", true)`)
	}
	choose("light")
	p.On(browser.Screen{Width: 1280, Height: 900, Dark: true, Forced: true})
	if lost := browser.Eval[[]string](p, `[...document.querySelectorAll(".sequence .box, .sequence .band, .sequence circle")]
		.filter(e => getComputedStyle(e).fill === getComputedStyle(e.parentNode.querySelector("text")).fill).map(e => e.outerHTML)`); len(lost) > 0 {
		t.Errorf("in forced colours these are filled with the colour of their text: %q", lost)
	}
	choose("dark")
	p.On(browser.Screen{Width: 1280, Height: 900, Print: true})
	if colour := browser.Eval[string](p, "getComputedStyle(document.body).color"); colour != "rgb(27, 30, 35)" {
		t.Errorf("on paper the text of the dark theme is %s", colour)
	}
}

// tabs walks the first stops of a page with the keyboard: each has a line around it.
func tabs(t *testing.T, s browser.Screen, at string) {
	t.Helper()
	p := visit(t, at)
	p.On(s)
	for stop := range 12 {
		p.Keys("\t")
		if browser.Eval[string](p, aroundFocus) == "" {
			t.Errorf("%s: nothing shows stop %d of the keyboard, %s", at, stop+1,
				browser.Eval[string](p, `document.activeElement.outerHTML.slice(0, 120)`))
		}
	}
}

func TestReducedMotion(t *testing.T) {
	for _, at := range []string{"/", "/lesson/nginx-strips-upgrade", "/#live"} {
		p := visit(t, at)
		p.On(browser.Screen{Width: 1280, Height: 900, Still: true})
		moving := browser.Eval[[]string](p, `[
	...document.getAnimations().filter(a => a.playState === "running").map(a => a.effect.target.outerHTML.slice(0, 80)),
	...[...document.querySelectorAll("*")].filter(e => {
		const s = getComputedStyle(e);
		return (s.transitionDuration + ", " + s.animationDuration).split(", ").some(d => parseFloat(d) > 0) || s.scrollBehavior === "smooth";
	}).map(e => e.outerHTML.slice(0, 80))]`)
		if len(moving) > 0 {
			t.Errorf("%s: with reduced motion these move still: %q", at, moving)
		}
	}
}
