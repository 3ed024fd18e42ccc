//go:build !wasm

package journeys

import (
	"net/http"
	"strings"
	"testing"

	"upgrade101/web/e2e/browser"
)

// The page is complete before its program, which runs on the first intent.

func runs(p browser.Page) bool {
	return browser.Eval[bool](p, `document.documentElement.classList.contains("running")`)
}

func TestProgramIsLoadedAheadAndRunsWhenItIsWanted(t *testing.T) {
	tab := chromium.Open(t)
	tab.Go(site + "/lesson/nginx-strips-upgrade")
	p := tab.Page()
	p.Wait("the program, asked for", func() (bool, string) { return programs(tab) > 0, "not asked for" })
	browser.Eval[bool](p, `program.load().then(() => true)`)
	if runs(p) || strings.Contains(p.Text(), "Loading the inspector") {
		t.Error("the program runs, or the page speaks of it, although it is not wanted yet")
	}
	p.Find("button", "Predict first").Focus()
	p.Wait("the program", func() (bool, string) { return runs(p), "does not run" })
}

// The worker that compiles ahead runs the program without a DOM, which has to be enough for each kind of page.
func TestProgramIsCompiledAhead(t *testing.T) {
	for _, path := range []string{"/", "/lessons", "/lesson/wrong-accept", "/lesson/wrong-accept/predict", "/live", "/accept", "/glossary"} {
		tab := chromium.Open(t)
		tab.BeforeEachPage(`Object.defineProperty(document, "hidden", {value: true})`) // or its own program runs after a pause
		tab.Go(site + path)
		p := tab.Page()
		if faults := browser.Eval[[]string](p, "program.precompiled"); len(faults) > 0 || runs(p) {
			t.Errorf("%s: %q; the page's own program runs: %t", path, faults, runs(p))
		}
		browser.Eval[bool](p, "(program.start(), true)")
		p.Wait("the program", func() (bool, string) { return runs(p), p.Text() })
	}
}

func TestPressBeforeTheProgramCounts(t *testing.T) {
	address, pass, _ := browser.Between(t, site)
	tab := chromium.Open(t)
	tab.Go(address + "/")
	p := tab.Page()
	unfold(p, "Try it on this site's test server")
	unfold(p, "What the server decides")
	p.Find("textbox", "Subprotocols it knows").Fill("superchat")
	p.Find("button", "Break it").Click()
	p.See("Loading the inspector")
	if busy := browser.Eval[string](p, `[...document.querySelectorAll("[aria-busy]")].map((e) => e.textContent).join()`); busy != "Break it" {
		t.Errorf("%q is busy, want the button that was pressed", busy)
	}
	if p.Has("searchbox", "") {
		t.Fatal("the press was answered without the program")
	}
	pass()
	p.Wait("the rules to break, which the press asked for", func() (bool, string) {
		return strings.Contains(p.Text(), "Break one thing"), p.Text()
	})
	p.See("Sec-WebSocket-Protocol: superchat") // in the reply: what was typed before counts, too
	if got := p.Find("textbox", "Subprotocols it knows").Value(); got != "superchat" {
		t.Errorf("the field that was filled before the program holds %q", got)
	}
	if strings.Contains(p.Text(), "Loading the inspector") {
		t.Error("the page still speaks of loading")
	}
}

// Scroll position and selection stay when the program starts.
func TestReadingGoesOnWhenTheProgramStarts(t *testing.T) {
	tab := chromium.Open(t)
	tab.Go(site + "/")
	p := tab.Page()
	where := browser.Eval[float64](p, `(() => {
		scrollTo(0, 300);
		const [reason, picture] = [document.querySelector(".verdict p"), document.querySelector("#reply")];
		getSelection().setBaseAndExtent(reason.firstChild, 2, picture.firstChild, 5);
		return scrollY;
	})()`)
	marked := browser.Eval[string](p, `String(getSelection())`)
	p.Settled()
	p.Wait("the same selection", func() (bool, string) {
		now := browser.Eval[string](p, `String(getSelection())`)
		return now == marked && runs(p), now
	})
	if now := browser.Eval[float64](p, `scrollY`); now != where || where == 0 || len(marked) < 100 {
		t.Errorf("scrolled to %v and selected %q; with the program %v", where, marked, now)
	}
}

// Of every kind of page that the program draws, too: what it draws may be lower than the page for an instant.
func TestThePageStaysScrolledWhenTheProgramStarts(t *testing.T) {
	for _, path := range []string{"/", "/lessons", "/lesson/wrong-accept", "/live", "/accept"} {
		tab := chromium.Open(t)
		tab.On(browser.Screen{Width: 390, Height: 400, Touch: true})
		tab.Go(site + path)
		p := tab.Page()
		where := browser.Eval[float64](p, `(scrollTo(0, 178), scrollY)`)
		early := !runs(p)
		browser.Eval[bool](p, "(program.start(), true)")
		p.Wait("the program", func() (bool, string) { return runs(p), p.Text() })
		if now := browser.Eval[float64](p, "scrollY"); now != where || where == 0 || !early {
			t.Errorf("%s: scrolled to %v before the program (%t), to %v with it", path, where, early, now)
		}
	}
}

func TestSharedLinkStartsAtOnce(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill("GET /mine HTTP/1.1\nHost: a.example\n\n")
	p.Find("button", "Share").Click()
	link := p.Find("link", shared).Text()
	for address, want := range map[string]string{link: "Not a WebSocket request", site + "/#build": "The client asks"} {
		tab := chromium.Open(t)
		tab.Go(address)
		tab.Page().Find("heading", want)
	}
}

// If a host does not have the program, the page says so and stays readable.
func TestProgramThatDoesNotCome(t *testing.T) {
	address := through(t, func(w http.ResponseWriter) bool { http.Error(w, "it is gone", http.StatusGone); return false })
	tab := chromium.Open(t)
	tab.Go(address + "/")
	p := tab.Page()
	p.Find("button", "Break it").Click()
	p.See("The inspector does not run: the host answered 410", "101 Switching Protocols")
}

// through is a proxy between the browser and the site, which lets the program pass if pass says so.
func through(t testing.TB, pass func(http.ResponseWriter) bool) (address string) {
	to := browser.Origin(site)
	address, _ = browser.Host(t, func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/app.wasm") || pass(w) {
			forward(w, to, r)
		}
	})
	return strings.Replace(site, to, address, 1)
}
