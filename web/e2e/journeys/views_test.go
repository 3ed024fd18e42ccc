//go:build !wasm

package journeys

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"upgrade101/web/e2e/browser"
)

// Every view on every screen: nothing to scroll sideways, targets large enough, and nothing that axe-core
// calls a barrier, where it is installed (web/e2e/axe/install.sh).

var screens = []browser.Screen{
	{Width: 320, Height: 640, Touch: true},
	{Width: 320, Height: 640, Touch: true, Dark: true},
	{Width: 390, Height: 844, Touch: true},
	{Width: 390, Height: 844, Touch: true, Dark: true},
	{Width: 1280, Height: 900},
	{Width: 1280, Height: 900, Dark: true},
}

// states are what only shows after something was done, by where it is done.
var states = []struct {
	name, path string
	reach      func(p browser.Page)
}{
	{"a refused request", "/", func(p browser.Page) {
		p.Find("textbox", "Request").Fill("GET /chat HTTP/1.1\nHost: a\nUpgrade: websocket\nConnection: close\nCookie: sid=0123456789abcdef\n" +
			"Sec-WebSocket-Key: short\nSec-WebSocket-Version: 12\n")
		p.Find("heading", "Fails")
		p.Find("button", "Connection contains the option upgrade").Click()
	}},
	{"the menu of examples", "/", func(p browser.Page) {
		p.Find("DisclosureTriangle", "Examples").Click()
		p.Find("button", "nginx takes the upgrade away")
	}},
	{"the list of faults, bytes shown", "/", func(p browser.Page) {
		p.Find("button", "Break it").Click()
		p.Find("textbox", "Search all").Fill("host")
		p.Find("button", "Host is missing")
		p.Find("button", "Bytes").Click()
	}},
	{"the ways to share", "/", func(p browser.Page) {
		p.Find("button", "Share").Click()
		p.Find("button", "Copy link")
	}},
	{"the iframes to share", "/#embed", func(p browser.Page) { p.Find("heading", "Preview") }},
	{"the menu of a phone", "/lessons", func(p browser.Page) {
		p.On(screens[2])
		p.Find("button", "Menu").Click()
		p.Find("link", "Reference")
	}},
	{"what a phone keeps in a sheet", "/", func(p browser.Page) {
		p.On(screens[2])
		p.Find("button", "More").Click()
		p.Find("button", "Undo")
	}},
	{"an exchange through a proxy", "/", func(p browser.Page) {
		p.Find("button", "Through a proxy").Click()
		p.See("At the backend: Fails")
		p.Find("button", "Add another proxy").Click()
		p.Find("button", "Remove proxy 2")
	}},
	{"a pasted configuration", "/", func(p browser.Page) {
		p.Find("button", "Through a proxy").Click()
		p.Find("textbox", "Or paste your proxy's configuration").Fill("server {\n    location /live {\n        proxy_pass http://app:3000;\n        proxy_set_header Host $host;\n        gzip on;\n    }\n}\n")
		p.See("This is the configuration of nginx", "as pasted")
		p.Find("DisclosureTriangle", "1 line left out").Click()
	}},
	{"a configuration in the editor", "/", func(p browser.Page) {
		p.Find("textbox", "Request").Fill("ProxyPass / http://127.0.0.1:9000/\n")
		p.See("his configuration of Apache httpd does not pass on")
	}},
	{"nothing typed", "/", func(p browser.Page) {
		p.Find("button", "Clear").Click()
		p.Find("heading", "Nothing to judge yet")
	}},
	{"connected, with frames", "/#live", func(p browser.Page) {
		p.Find("button", "Connect").Click()
		p.Find("textbox", "Message").Fill("Grüße")
		p.Find("button", "Send text").Click()
		p.See("byte for byte", "from the server")
	}},
	{"a lesson to predict", "/lesson/rfc-sample", func(p browser.Page) {
		p.Find("button", "Predict first").Click()
		p.Find("radio", "No line").Click()
		p.Find("button", "Check").Click()
		p.See("Say first whether it opens.")
	}},
	{"a prediction, checked", "/lesson/wrong-accept#predict", func(p browser.Page) {
		p.Find("radio", "No").Click()
		p.Find("radio", "No line").Click()
		p.Find("radio", "The server's").Click()
		p.Find("button", "Check").Click()
		p.Find("heading", "2 of 3 right")
	}},
	{"the help sheet", "/", func(p browser.Page) {
		p.Find("button", "Help").Click()
		p.Find("dialog", "Help")
	}},
	{"a wrong accept value", "/#accept", func(p browser.Page) {
		p.Find("textbox", "Paste the value you got").Fill("BXhwxM0SZasKmCD9S4BfpPmCnEw=")
		p.See("Right for this key")
	}},
	{"a form with everything", "/#build", func(p browser.Page) {
		p.Find("checkbox", "permessage-deflate").Click()
		p.Find("textbox", "Another subprotocol").Fill("v1.a-rather-long-name.example, v2")
		p.Find("button", "Offer").Click()
		p.Find("button", "Prefer subprotocol 2")
	}},
	{"a response with something before and behind it", "/#check", func(p browser.Page) {
		p.Find("textbox", "Response").Fill("HTTP/1.1 100 Continue\n\nHTTP/1.1 101 Switching Protocols\nUpgrade: websocket\n\n<html>")
		p.See("An interim answer comes first", "After the head")
	}},
	{"an exchange in an iframe, with its fixes", "/embed", func(p browser.Page) {
		p.Find("heading", "Works").Click()
		starts(p)
		p.Find("textbox", "Request").Fill(lame)
		p.Find("button", "Fix: "+upgradeNote).Click()
		p.See("Fixed the fault")
	}},
	{"a console message", "/", func(p browser.Page) {
		p.Find("textbox", "Request").Fill("WebSocket connection to 'wss://a.example/' failed: Error during WebSocket handshake: Unexpected response code: 302")
		p.Find("heading", "Fails: the server answered 302")
		p.See("The cause")
	}},
}

// beside are addresses that no link of the site leads to.
var beside = []string{"/embed", "/embed/wrong-accept", "/nowhere"}

func TestEveryViewOnEveryScreen(t *testing.T) {
	t.Parallel()
	axe := axe(t)
	// From home on along the links. Of pages that are made alike, one is taken.
	addresses := append([]string{"/", "/lesson/rfc-sample"}, beside...)
	seen := map[string]bool{"/lesson/…": true, "/hops/data.json": true}
	tab := chromium.Open(t)
	p := tab.Page()
	for i := 0; i < len(addresses); i++ {
		tab.Go("about:blank") // or a change of the fragment would not load the page
		tab.Go(site + addresses[i])
		p.Settled()
		for _, fault := range look(p, axe) {
			t.Errorf("%s: %s", addresses[i], fault)
		}
		for _, to := range links(p) {
			if kind := alike(to); !slices.Contains(addresses, to) && !seen[kind] && !seen[to] {
				seen[kind] = kind != to
				addresses = append(addresses, to)
			}
		}
	}
	t.Logf("looked at %q", addresses)
}

// alike names the pages that are made like this one: those of a folder, and what each of them has beside it.
func alike(path string) string {
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if !slices.Contains([]string{"lesson", "rule", "status", "field", "message", "hops", "teach", "predict"}, parts[0]) || len(parts) == 1 {
		return path
	}
	kind := "/" + parts[0] + "/…"
	if last := parts[len(parts)-1]; len(parts) > 2 && slices.Contains([]string{"worksheet", "key", "slides"}, last) {
		return kind + "/" + last
	} else if len(parts) > 2 {
		return kind + "/…"
	}
	return kind
}

func TestEveryStateOnEveryScreen(t *testing.T) {
	t.Parallel()
	axe := axe(t)
	for _, s := range states {
		t.Run(s.name, func(t *testing.T) {
			p := visit(t, s.path)
			s.reach(p)
			for _, fault := range look(p, axe) {
				t.Error(fault)
			}
		})
	}
}

// axe is the text of axe-core, "" where it is not installed.
func axe(t *testing.T) string {
	text, err := os.ReadFile("../../../bin/axe/node_modules/axe-core/axe.min.js")
	if errors.Is(err, fs.ErrNotExist) {
		t.Log("axe-core is not installed: looking at sizes only; sh web/e2e/axe/install.sh brings it")
	} else if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// links are the addresses of this site that a page leads to. A link to an element of its own page leads
// nowhere else, unless it is in the navigation.
func links(p browser.Page) []string {
	return browser.Eval[[]string](p, `[...document.querySelectorAll("a[href]")].flatMap(a => {
	if (a.origin !== location.origin || a.target) return [];
	const room = /^#[a-z-]+$/.test(a.hash) && (a.closest("nav") || !document.getElementById(a.hash.slice(1)));
	return [a.pathname + (a.pathname === "/" && room ? a.hash : "")];
})`)
}

// look checks a page on every screen, what is folded away included.
func look(p browser.Page, axe string) (faults []string) {
	browser.Eval[bool](p, `(document.querySelectorAll("details:not(.menu)").forEach(d => { d.open = true }), true)`)
	if axe != "" {
		browser.Apart[bool](p, axe+";true")
	}
	for _, s := range screens {
		p.On(s)
		// As high as the page: the bar at the bottom of a screen covers whatever happens to be scrolled there.
		s.Height = max(s.Height, browser.Eval[int](p, "document.documentElement.scrollHeight"))
		p.On(s)
		for _, fault := range slices.Concat(sideways(p), small(p, s), barriers(p, s, axe)) {
			faults = append(faults, s.String()+": "+fault)
		}
	}
	return faults
}

// sideways are the elements that make the page wider than the screen (WCAG 1.4.10).
func sideways(p browser.Page) []string {
	return browser.Eval[[]string](p, `(() => {
	const root = document.documentElement, open = new CSSStyleSheet();
	open.replaceSync(".panel { contain: none !important }"); // else what leaves a panel does not count
	document.adoptedStyleSheets = [open];
	if (root.scrollWidth <= root.clientWidth) return [];
	const wide = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1);
	return ["the page is " + root.scrollWidth + " px wide, the screen " + root.clientWidth + ": " +
		wide.slice(0, 5).map(e => e.outerHTML.slice(0, 80)).join(" … ")];
})()`)
}

// small are buttons and the like that a finger misses: below 44 px in height on touch screens.
func small(p browser.Page, s browser.Screen) []string {
	if !s.Touch {
		return nil
	}
	return browser.Eval[[]string](p, `[...document.querySelectorAll("button, select, nav a, summary, .cite, .lessons a, .tags a, label.check, input:not([type=checkbox], [type=radio])")].flatMap(e => {
	const high = e.getBoundingClientRect().height;
	return e.checkVisibility() && high < 43.9 ? [Math.round(high) + " px high: " + e.outerHTML.slice(0, 120)] : [];
}).slice(0, 5)`)
}

// barriers is what axe-core finds. The dark page is the light one in other colours, and that of 390 px the one of 320 px with more
// room and the same colours, so there only the rules that depend on colours or sizes are run again.
func barriers(p browser.Page, s browser.Screen, axe string) (found []string) {
	if axe == "" {
		return nil
	}
	which := ""
	if s.Width == 390 && s.Dark {
		return nil // the colours of 320 px, the sizes of the light page
	} else if s.Dark {
		which = `runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]}, `
	} else if s.Width == 390 {
		which = `runOnly: {type: "rule", values: ["target-size", "scrollable-region-focusable"]}, `
	}
	type violation struct {
		ID, Help string
		Nodes    []struct{ HTML, FailureSummary string }
	}
	violated := browser.Apart[string](p, `axe.run(document, {`+which+`resultTypes: ["violations"], rules: {"target-size": {enabled: true}}})
	.then(r => JSON.stringify(r.violations))`)
	var violations []violation
	if err := json.Unmarshal([]byte(violated), &violations); err != nil {
		return []string{err.Error()}
	}
	for _, v := range violations {
		for _, n := range v.Nodes[:min(len(v.Nodes), 5)] {
			found = append(found, fmt.Sprintf("%s (%s), %d times: %s\n\t%s", v.ID, v.Help, len(v.Nodes), n.HTML,
				strings.ReplaceAll(n.FailureSummary, "\n", "\n\t")))
		}
	}
	return found
}
