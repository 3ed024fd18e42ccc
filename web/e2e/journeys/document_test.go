//go:build !wasm

package journeys

import (
	"strconv"
	"strings"
	"testing"

	"upgrade101/web/document"
	"upgrade101/web/e2e/browser"
)

// A document copies its code without line marks, and has the theme of the other pages.
func TestDocumentsCopyAndChangeTheme(t *testing.T) {
	tab := chromium.Open(t)
	tab.Go(site + "/rule/conn-no-upgrade")
	p := tab.Page()
	copies(p)
	p.Find("button", "Copy the example").Click()
	if text := copied(p); !strings.HasPrefix(text, "GET /chat HTTP/1.1\nHost: server.example.com\n") || !strings.Contains(text, "\nConnection: keep-alive\n") || !strings.HasSuffix(text, "\n\n") {
		t.Errorf("copied: %q", text)
	}
	p.See("Copied")
	p.Find("button", "Theme: auto").Click() // the system is light
	p.Find("button", "Theme: dark")
	p.See("☾")
	tab.Go(site + "/lessons")
	p.Find("button", "Theme: dark")

	tab.Go(site + "/hops/nginx/plain")
	copies(p)
	p.Find("button", "Copy the fixed configuration").Click()
	if text := copied(p); !strings.Contains(text, "proxy_set_header") || strings.Contains(text, "added:") || strings.Contains(text, "\n+") {
		t.Errorf("copied: %q", text)
	}

	// Without a clipboard a command copies. Where that is not allowed either, the reader is asked to, which is no success yet.
	browser.Eval[bool](p, `(navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError")),
		window.copied = "", document.addEventListener("copy", () => window.copied = document.activeElement.value), true)`)
	p.Find("button", "Copy the configuration").Click()
	if text := copied(p); !strings.Contains(text, "proxy_pass") {
		t.Errorf("without a clipboard %q is copied", text)
	}
	p.See("Copied")
	browser.Eval[bool](p, `(document.execCommand = () => false, true)`)
	p.Find("button", "Copy the configuration").Click()
	p.See("Selected: press Ctrl + C")
	colours := browser.Eval[[]string](p, `(([button, page]) => [getComputedStyle(button, "::after").color, getComputedStyle(page).color, getComputedStyle(button, "::after").content])(
		[document.querySelector("[data-asks]"), document.body])`)
	if colours[0] != colours[1] || !strings.Contains(colours[2], "Selected") {
		t.Errorf("what the reader has to do is drawn in %s, not in the colour of the text, %s: %s", colours[0], colours[1], colours[2])
	}
	if selected := browser.Eval[string](p, "String(getSelection())"); !strings.Contains(selected, "proxy_pass") {
		t.Errorf("selected: %q", selected)
	}
}

// The list of programs is filtered by name, and the address of a document is copied by Share.
func TestDocumentsAreFilteredAndShared(t *testing.T) {
	tab := chromium.Open(t)
	tab.Go(site + "/message")
	p := tab.Page()
	copies(p)
	p.Find("searchbox", "Program").Fill("gorilla")
	p.Wait("the programs of that name alone", func() (bool, string) {
		names := browser.Eval[string](p, `[...document.querySelectorAll(".group li")].filter((e) => e.checkVisibility()).map((e) => e.querySelector("a").textContent).join("|")`)
		return strings.HasPrefix(names, "gorilla/websocket") && !strings.Contains(names, "Firefox"), names
	})
	if p.Has("heading", "Browsers") {
		t.Error("a group without such a program is shown")
	}
	p.Find("searchbox", "Program").Fill("zzqq")
	p.See("No program has this name")
	p.Find("button", "Share").Click()
	if text := strings.TrimSuffix(copied(p), "/"); text != site+"/message" { // a static host adds the slash of a folder
		t.Errorf("copied: %q", text)
	}
	p.See("Address copied")
	browser.Eval[bool](p, `(document.execCommand = () => false, navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError")), true)`)
	p.Find("button", "Share").Click()
	p.Wait("the address selected", func() (bool, string) {
		box := browser.Eval[string](p, `getSelection().toString() || document.activeElement.value || ""`)
		return strings.TrimSuffix(box, "/") == site+"/message", box
	})
	p.Find("button", "Help").Click()
	p.Find("heading", "Help")
	p.Find("button", "Close").Click()

	tab.Go(site + "/rules")
	p = tab.Page()
	p.Find("searchbox", "Search").Fill("subprotocol")
	p.Wait("the rules about subprotocols alone", func() (bool, string) {
		names := browser.Eval[string](p, `[...document.querySelectorAll(".group li")].filter((e) => e.checkVisibility()).map((e) => e.querySelector("a").textContent).join("|")`)
		return strings.Contains(names, "subprotocol") && !strings.Contains(names, "Connection is missing"), names
	})

	// Each word counts by itself, also in the id, the sections and the texts of a rule; and the search is there on the way back.
	shown := func(want string) {
		t.Helper()
		p.Wait("the rule "+want+" found", func() (bool, string) {
			links := browser.Eval[string](p, `[...document.querySelectorAll(".group li")].filter((e) => e.checkVisibility()).map((e) => e.querySelector("a").href).join("|")`)
			return strings.Contains(links, "/rule/"+want) && !strings.Contains(links, "/rule/host-missing"), links
		})
	}
	for _, words := range []string{"ws-key-missing", "key missing sec-websocket", "4.2.1 rfc key missing"} {
		p.Find("searchbox", "Search").Fill(words)
		shown("ws-key-missing")
	}
	// What has the words in its name comes first, and all that is found is counted.
	p.Find("searchbox", "Search").Fill("accept")
	p.Wait("the rules with the word in their names first", func() (bool, string) {
		names := browser.Eval[[]string](p, `[...document.querySelectorAll(".group li")].filter((e) => e.checkVisibility()).map((e) => (e.querySelector("a").href + e.querySelector("a").textContent).toLowerCase())`)
		found := browser.Eval[string](p, `document.getElementById("found").textContent`)
		return len(names) > 0 && strings.Contains(names[0], "accept") && strings.HasPrefix(found, strconv.Itoa(len(names))+" of "), found + ": " + strings.Join(names, "|")
	})
	p.Find("searchbox", "Search").Fill("zzqq")
	p.See("No rule has all these words")
	p.Find("searchbox", "Search").Fill("ws-key-missing")
	shown("ws-key-missing")
	p.Find("link", browser.Eval[string](p, `document.querySelector(".group li:not([hidden]) a").textContent`)).Click()
	p.Find("heading", "Requirement")
	browser.Eval[bool](p, `(setTimeout(() => history.back()), true)`) // goes after the answer
	p.Find("searchbox", "Search")
	shown("ws-key-missing")

	tab.Go(site + "/hops")
	p = tab.Page()
	p.Find("searchbox", "Program").Fill("aws")
	p.See("No proxy here has this name", "Messages of AWS")
	p.Find("searchbox", "Program").Fill("haproxy")
	p.Wait("the proxies of that name alone", func() (bool, string) {
		names := browser.Eval[string](p, `[...document.querySelectorAll("tbody th a")].filter((e) => e.checkVisibility()).map((e) => e.textContent).join("|")`)
		return strings.HasPrefix(names, "HAProxy") && !strings.Contains(names, "nginx"), names
	})
	p.Find("searchbox", "Program").Fill("zzqq")
	p.See("No proxy here has this name")
}

// On every screen a list with a filter shows what it counts and nothing else, and what it says where nothing is found is under the field.
func TestFiltersOnEveryScreen(t *testing.T) {
	tab := chromium.Open(t)
	p := tab.Page()
	filtered := 0
	for _, path := range document.Paths() {
		if !strings.Contains(string(document.Render(path, document.Site{Base: "/", Resolve: func(asset string) string { return asset }})), "data-filter") {
			continue
		}
		filtered++
		for _, width := range []int{320, 390, 600, 1280} {
			tab.On(browser.Screen{Width: width, Height: 844, Touch: width < 700})
			tab.Go(site + "/" + path)
			field := p.Find("searchbox", "")
			for _, words := range []string{"nginx", "a", "zzqq"} {
				field.Fill(words)
				p.Wait("as many entries of "+path+" as are counted for "+words, func() (bool, string) {
					seen := browser.Eval[string](p, `(() => {
						const field = document.getElementById("filter"), found = document.getElementById("found"), none = document.getElementById("no-match");
						const shown = [...document.querySelectorAll(field.dataset.filter)].filter((entry) => entry.checkVisibility() && entry.getClientRects().length > 0).length;
						const lines = new Range(), under = none.getBoundingClientRect().top - field.getBoundingClientRect().bottom;
						lines.selectNodeContents(found);
						const empty = [...document.querySelectorAll(".group")].some((group) => group.checkVisibility() && !group.querySelector("li:not([hidden]), tbody tr:not([hidden])"));
						return [field.value, shown + " shown, " + found.textContent, "count on " + lines.getClientRects().length + " line",
							empty ? "a heading of nothing" : "", none.checkVisibility() === !shown && (shown || under > 0 && under < 60) ? "" : "no word under the field"].join("; ");
					})()`)
					shown, _, _ := strings.Cut(strings.TrimPrefix(seen, words+"; "), " shown")
					return strings.HasPrefix(seen, words+"; "+shown+" shown, "+shown+" of ") && strings.HasSuffix(seen, "; count on 1 line; ; ") && (shown == "0") == (words == "zzqq"), seen
				})
			}
		}
	}
	if filtered < 3 {
		t.Errorf("only %d lists have a filter", filtered)
	}
}

// On every screen Copy is at the edge of its code, covers none of it and takes no row of its own.
func TestCopyCoversNoCode(t *testing.T) {
	tab := chromium.Open(t)
	p := tab.Page()
	for _, path := range []string{"/rule/conn-no-upgrade", "/hops/nginx", "/hops/nginx/plain", "/status/101", "/lesson/nginx-strips-upgrade"} {
		for _, screen := range []browser.Screen{screens[0], screens[2], screens[4]} {
			tab.On(screen)
			tab.Go(site + path)
			p.Settled()
			amiss := browser.Eval[string](p, `[...document.querySelectorAll(".code")].filter((code) => code.checkVisibility()).map((code) => {
				const [text, copy] = code.children, button = copy?.getBoundingClientRect(), edge = code.getBoundingClientRect(), rects = [];
				if (!button?.width) return "no button beside " + text.textContent;
				for (let words, walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT); (words = walk.nextNode());) {
					const line = new Range();
					line.selectNode(words);
					if (!words.parentNode.closest(".unseen")) rects.push(...[...line.getClientRects()].filter(({ width }) => width > 0));
				}
				if (rects.some((line) => line.right > button.left && line.left < button.right && line.bottom > button.top && line.top < button.bottom)) return "code behind the button: " + text.textContent;
				if (Math.min(...rects.map((line) => line.top)) - edge.top > 16) return "a strip above " + text.textContent;
				return edge.right - button.right > 8 || button.top - edge.top > 8 ? "a button away from the corner of " + text.textContent : "";
			}).filter(Boolean).join("\n")`)
			if n := browser.Eval[int](p, `document.querySelectorAll(".code > button").length`); amiss != "" || n == 0 {
				t.Errorf("%s at %d px, %d buttons: %s", path, screen.Width, n, amiss)
			}
		}
	}
}

// On a phone the navigation of a document is in a menu, which needs no script.
func TestDocumentOnAPhoneWithoutScript(t *testing.T) {
	tab := chromium.Open(t)
	tab.NoScript()
	tab.On(browser.Screen{Width: 390, Height: 844, Touch: true})
	tab.Go(site + "/hops")
	p := tab.Page()
	p.Find("heading", "What proxies do")
	if p.Has("link", "Reference") || p.Has("button", "Copy") || p.Has("button", "Theme") {
		t.Error("the menu is open, or what needs a script is offered")
	}
	p.Find("button", "Menu").Tap()
	p.Find("link", "Reference").Tap()
	p.Find("heading", "All rules")
}
