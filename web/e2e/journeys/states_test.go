//go:build !wasm

package journeys

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"upgrade101/app/lessons"
	"upgrade101/web/e2e/browser"
)

// Faults outside the page, and empty states: the page says what it got, what it expected and what to do, and no typed text is
// lost.

// drop drops files on an element and reports whether the browser would now replace the page by them. A file is a JavaScript
// expression.
func drop(p browser.Page, on string, files ...string) (leaves bool) {
	return browser.Eval[bool](p, fmt.Sprintf(`((at, files) => {
		const dataTransfer = new DataTransfer();
		for (const file of files) dataTransfer.items.add(file);
		const event = (name) => new DragEvent(name, {dataTransfer, bubbles: true, cancelable: true});
		at.dispatchEvent(event("dragenter"));
		const taken = !at.dispatchEvent(event("dragover")) && dataTransfer.dropEffect !== "none";
		return at.dispatchEvent(event("drop")) && taken;
	})(document.querySelector(%q), [%s])`, on, strings.Join(files, ", ")))
}

const droppedHead = `new File(["GET /dropped HTTP/1.1\r\nHost: a.example\r\n\r\n"], "head.txt")`

func shows(p browser.Page, what string) {
	p.Wait("a request with "+what, func() (bool, string) {
		v := p.Find("textbox", "Request").Value()
		return strings.Contains(v, what), v
	})
}

func TestFilesThatAreDropped(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill(mine)
	for _, on := range []string{"#request", "footer", "h1"} {
		if drop(p, on, droppedHead) {
			t.Errorf("a file on %s replaces the page", on)
		}
		shows(p, "/dropped")
		p.Find("heading", "Not a WebSocket request")
		p.Find("button", "Undo").Click()
		keeps(p)
	}
	for file, says := range map[string]string{
		`new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1])], "photo.png")`: "“photo.png” is no text: it begins with the bytes 89 50 4e 47 00 01. Expected",
		`new File([], "none.txt")`:                   "“none.txt” is empty. Expected",
		`new File(["x".repeat(5 << 20)], "big.txt")`: "“big.txt” holds 5.0 MiB, and no more than 4 MiB are read. Expected",
	} {
		if drop(p, "footer", file) {
			t.Errorf("%s replaces the page", file)
		}
		p.See(says, "Nothing of yours was changed")
		keeps(p)
	}
	drop(p, "#request", `new File([new Uint16Array([0xfeff, ..."GET /wide HTTP/1.1\r\n".split("").map(c => c.charCodeAt())])], "wide.txt")`, droppedHead)
	shows(p, "GET /wide HTTP/1.1\n")
	p.See("of 2 files this is “wide.txt”")
	p.Find("button", "Undo").Click()
	keeps(p)

	if browser.Eval[bool](p, `((field, clipboardData) => {
		clipboardData.items.add(`+droppedHead+`);
		return field.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
	})(document.querySelector("#request"), new DataTransfer())`) {
		t.Error("a pasted file is left to the browser")
	}
	shows(p, "/dropped")
}

// A file or link that is dropped next to an editor, or on a page without one, does not replace the page.
func TestNothingThatIsDroppedLeadsAway(t *testing.T) {
	p := visit(t, "/#live")
	for _, path := range []string{"/#live", "/#accept", "/lesson/rfc-sample", "/glossary"} {
		p.Go(site + path)
		if drop(p, "h1", droppedHead) {
			t.Errorf("a file replaces the page at %s", path)
		}
	}
	if browser.Eval[bool](p, `((dataTransfer) => {
		dataTransfer.setData("text/uri-list", "http://127.0.0.1:9/");
		return document.body.dispatchEvent(new DragEvent("dragover", {dataTransfer, bubbles: true, cancelable: true}));
	})(new DataTransfer())`) {
		t.Error("a link that is dropped replaces the page")
	}
}

func TestFileBeforeTheProgram(t *testing.T) {
	address, pass, _ := browser.Between(t, site)
	tab := chromium.Open(t)
	tab.Go(address + "/")
	p := tab.Page()
	drop(p, "#request", droppedHead)
	pass()
	shows(p, "/dropped")
}

// If the browser refuses to copy, the page shows the text, selected.
func TestCopyWithoutAClipboard(t *testing.T) {
	p := visit(t, "/")
	browser.Eval[bool](p, `(Object.defineProperty(navigator, "clipboard", {value: undefined, configurable: true}),
		document.addEventListener("copy", () => window.copied = document.activeElement.value), true)`)
	p.Find("button", "Copy").Click()
	if text := copied(p); !strings.Contains(text, "HTTP/1.1 101 Switching Protocols\nUpgrade") {
		t.Errorf("without navigator.clipboard %q is copied", text)
	}
	browser.Eval[bool](p, `(document.execCommand = () => false,
		navigator.__defineGetter__("clipboard", () => ({writeText: () => Promise.reject(new DOMException("no", "NotAllowedError"))})), true)`)
	for _, c := range [][2]string{{"Copy", "HTTP/1.1 101"}, {"Copy link", "#v1."}} { // the second is before the first
		button, want := c[0], c[1]
		if button == "Copy link" {
			p.Find("button", "Share").Click()
		}
		p.Find("button", button).Click()
		p.Find("dialog", "Copy it by hand")
		p.See("This browser does not let the page copy", "Ctrl + C")
		p.Wait("the text, selected", func() (bool, string) {
			selected := browser.Eval[string](p, `String(getSelection())`)
			return strings.Contains(selected, want), selected
		})
		p.Find("button", "Close").Click()
		if focused := browser.Eval[string](p, `document.activeElement.textContent`); focused != button {
			t.Errorf("the focus is on %q, want %q", focused, button)
		}
	}
}

// A server that stops costs neither typed text nor recorded frames.
func TestServerThatComesAndGoes(t *testing.T) {
	address, stop, err := browser.Serve(program)
	if err != nil {
		t.Fatal(err)
	}
	tab := chromium.Open(t)
	tab.Go("http://" + address + "/#live")
	p := tab.Page()
	p.Settled()
	p.Find("button", "Connect").Click()
	p.See("Open.")
	p.Find("textbox", "Message").Fill("kept")
	p.Find("button", "Send text").Click()
	p.Find("button", "from the server: text")
	p.Find("button", "Send text").Focus()
	stop()
	p.See("Closed with 1001 Going Away")
	p.Wait("the focus on what is to be done", func() (bool, string) {
		focused := browser.Eval[string](p, `document.activeElement.textContent`)
		return focused == "Connect again", focused
	})
	p.Find("button", "Connect again").Click()
	p.See("The connection did not open", "the server is not there", "What is shown is the one before")
	p.Find("button", "from the server: text")
	p.Find("region", "What the server replied")

	p.Find("link", "Inspect").Click()
	p.Find("textbox", "Request").Fill(mine)
	unfold(p, "Try it on this site's test server")
	p.Find("button", "Send these bytes").Click()
	p.Find("button", "Compare five Go servers").Click()
	p.Wait("two answers that did not come", func() (bool, string) {
		tried := p.Find("region", "Try it on this site's test server").Text()
		return strings.Count(tried, "No answer: the page is offline, or the server is not there") == 2, tried
	})
	keeps(p)

	_, again, err := browser.Serve(program, "-addr", address)
	if err != nil {
		t.Fatal(err)
	}
	defer again()
	p.Find("button", "Send these bytes").Click()
	p.See("The server replied as predicted, byte for byte")
	p.Find("link", "Live").Click()
	p.Find("button", "Connect again").Click()
	p.See("Open.")
	if got := p.Find("textbox", "Message").Value(); got != "kept" {
		t.Errorf("the message is %q, want what was typed", got)
	}
	if p.Has("button", "from the server: text") {
		t.Error("a new conversation begins with the frames of the one before")
	}
}

// moved is what has moved in the page by itself, and how far. A layout shift under 0.001 is less than a person
// perceives: a tenth of the page that moves by a hundredth of the window's height.
const moved = `window.moved = [];
	new PerformanceObserver((list) => list.getEntries().filter(({value}) => value >= 0.001).forEach(({value, sources}) => moved.push(
		value + ": " + sources.map(({node}) => node?.outerHTML?.slice(0, 80) ?? node?.data).join(", ")))).observe({type: "layout-shift", buffered: true});`

// A page may arrive in pieces, split anywhere, and each may be painted: nothing moves, then or when the program starts.
func TestNothingMoves(t *testing.T) {
	to := browser.Origin(site)
	for cut, widths := range map[string][]int{`<details class="menu script">`: {1280, 390}, `<li class="step">`: {1280}, `<[^<]*"goapp-app-info"[^>]*>`: {1280}} {
		painted := make(chan struct{}, 1)
		address, _ := browser.Host(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/painted" {
				painted <- struct{}{}
				return
			}
			if r.Header.Get("Sec-Fetch-Mode") != "navigate" {
				forward(w, to, r)
				return
			}
			answer, err := http.Get(to + r.URL.RequestURI())
			if err != nil {
				http.Error(w, err.Error(), http.StatusBadGateway)
				return
			}
			defer answer.Body.Close()
			page, _ := io.ReadAll(answer.Body)
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			at := regexp.MustCompile(cut).FindIndex(page) // attributes come in any order
			if at == nil {
				t.Errorf("the page has no %s", cut)
				at = []int{0, 0}
			}
			w.Write(page[:at[1]])
			w.(http.Flusher).Flush()
			select {
			case <-painted:
			case <-r.Context().Done():
			}
			w.Write(page[at[1]:])
		})
		for _, width := range widths {
			tab := chromium.Open(t)
			tab.On(browser.Screen{Width: width, Height: 2500})
			tab.BeforeEachPage(moved + `
				const shown = () => document.querySelector("h1") ? requestAnimationFrame(() => setTimeout(() => fetch("/painted"))) : requestAnimationFrame(shown);
				shown();`)
			tab.Go(strings.Replace(site, to, address, 1) + "/")
			p := tab.Page()
			p.Settled()
			p.Wait("the program", func() (bool, string) { return runs(p), "" })
			if moves := browser.Eval[[]string](p, `new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(moved))))`); len(moves) > 0 {
				t.Errorf("cut behind %s, %d px wide: %q", cut, width, moves)
			}
		}
	}
}

// No printed sheet is blank, and each has the address of the page.
func TestNoBlankSheets(t *testing.T) {
	for path, paper := range map[string][]float64{"/": {11, 11.7}, "/#lessons": {11}, "/glossary": {11.7}} {
		p := visit(t, path)
		for _, inches := range paper {
			if sheets := p.Printed(inches); len(sheets) < 2 || slices.Min(sheets) < 300 {
				t.Errorf("%s on paper of %v inches: sheets with %v bytes", path, inches, sheets)
			}
		}
		if shown := browser.Eval[string](p, `document.getElementById("print-link").textContent`); strings.TrimSuffix(shown, "/") != strings.TrimSuffix(site+path, "/") {
			t.Errorf("%s says on paper that it is at %q", path, shown)
		}
	}
}

// Empty states say so, and what to do.
func TestEmptyStates(t *testing.T) {
	p := visit(t, "/")
	p.Find("button", "Clear").Click()
	p.See("Paste what you have", "Nothing to judge yet")
	if text := p.Text(); strings.Contains(text, "The text is long") || strings.Contains(text, "No line is marked") {
		t.Errorf("an empty editor is called long, or fine: %s", text)
	}
	p.Find("button", "Share").Click()
	p.See("No link: there is nothing to share yet")
	p.Find("button", "Close").Click()
	p.Find("tab", "Response").Click()
	p.See("Paste the response that came, or start from the expected one")
	p.Find("textbox", "Response").Fill("HTTP/1.1 400 Bad Request\n\n")
	p.Find("button", "Clear").Click()
	p.See("Paste the response that came, or start from the expected one")
	p.Find("button", "Undo").Click()
	if v := p.Find("textbox", "Response").Value(); !strings.HasPrefix(v, "HTTP/1.1 400") {
		t.Errorf("undo of a Clear gives %q", v)
	}
	p.Find("link", "Accept").Click()
	p.See("There is no key, so there is nothing to derive")
	p.Find("link", "Lessons").Click()
	p.Find("textbox", "What do you see?").Fill("zzqqxx")
	p.See("No lesson fits. Try fewer words")
	p.Find("button", "Show all").Click()
	p.See(strconv.Itoa(len(lessons.All())) + " lessons")
	if v := p.Find("textbox", "What do you see?").Value(); v != "" {
		t.Errorf("all lessons are shown, and the search has %q", v)
	}
	p.Find("link", "Live").Click()
	p.See("Not connected.")
	p.Go(site + "/glossary#nonsense")
	p.See("“nonsense” is not in the glossary")
	p.Find("link", "Upgrade 101").Click()
	p.Find("heading", "Fails: the server answered 400") // what this tab keeps
	if strings.Contains(p.Text(), "is not in the glossary") {
		t.Error("the notice follows to another page")
	}
}

// A host or proxy delivers something else instead of the program. The page says so and stays readable, and the damaged file is
// requested again, not taken from the browser's cache.
func TestProgramThatArrivesDamaged(t *testing.T) {
	var whole atomic.Bool
	address := through(t, func(w http.ResponseWriter) bool {
		if !whole.Load() {
			w.Header().Set("Content-Type", "application/wasm")
			w.Header().Set("Cache-Control", "max-age=31536000, immutable")
			io.WriteString(w, "<!doctype html><title>Sign in</title>")
		}
		return whole.Load()
	})
	tab := chromium.Open(t)
	tab.Go(address + "/lesson/nginx-strips-upgrade#predict")
	p := tab.Page()
	p.See("The inspector does not run: its program did not arrive whole", "What is shown here stays as it is", "nginx takes the upgrade away")
	whole.Store(true)
	p.Find("button", "Start it again").Click()
	p.Wait("the program", func() (bool, string) { return runs(p), p.Text() })
	p.Find("group", "") // the question of predict mode
}

// Without the script that starts the program, nothing that needs it is offered.
func TestStartThatDoesNotCome(t *testing.T) {
	to := browser.Origin(site)
	address, _ := browser.Host(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/start.js") {
			http.NotFound(w, r)
			return
		}
		forward(w, to, r)
	})
	tab := chromium.Open(t)
	tab.Go(strings.Replace(site, to, address, 1) + "/")
	p := tab.Page()
	p.See("Without JavaScript this page shows one worked example", "101 Switching Protocols")
	if text := p.Text(); strings.Contains(text, "Loading") || p.Has("button", "Break it") {
		t.Errorf("what needs the program is offered: %s", text)
	}
}

// A storage that is full keeps neither a theme nor what was typed over a reload, and the page says so.
func TestStorageIsFull(t *testing.T) {
	tab := chromium.Open(t)
	tab.BeforeEachPage(`Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError") }`)
	tab.Go(site + "/")
	p := tab.Page()
	p.Settled()
	p.Find("textbox", "Request").Fill(mine)
	p.Find("button", "Theme: auto").Click()
	p.Find("button", "Theme: dark")
	browser.Eval[bool](p, `(program.scripts().then(() => goappOnUpdate()), true)`)
	p.Find("button", "Reload with the new version").Click()
	p.See("This browser stores nothing for the page")
	keeps(p)
}

// Without a network, the program draws pages that were not visited before, and until it runs no other page is shown in their
// place.
func TestLessonFirstSeenWithoutANetwork(t *testing.T) {
	address, stop, err := browser.Serve(program)
	if err != nil {
		t.Fatal(err)
	}
	tab := chromium.Open(t)
	tab.Go("http://" + address + "/")
	p := tab.Page()
	p.Settled()
	p.Wait("the program and the page, kept", func() (bool, string) {
		kept := browser.Eval[string](p, `navigator.serviceWorker.ready.then(async () => {
			for (const name of await caches.keys()) return (await (await caches.open(name)).keys()).map((r) => new URL(r.url).pathname).join(" ");
			return "";
		})`)
		return strings.Contains(kept, "app.wasm") && strings.Contains(kept, "wasm_exec.js") && strings.Contains(kept, "start.js"), kept
	})
	stop()
	tab.BeforeEachPage(`document.addEventListener("DOMContentLoaded", () => window.first = document.querySelector("main").checkVisibility({visibilityProperty: true}))`)
	tab.Go("http://" + address + "/lesson/nginx-strips-upgrade")
	p.Find("heading", "nginx takes the upgrade away")
	if browser.Eval[bool](p, "first") {
		t.Error("at first another page is shown under this address")
	}
	p.Wait("its title", func() (bool, string) {
		title := browser.Eval[string](p, "document.title")
		return strings.HasPrefix(title, "nginx takes"), title
	})
}

// A screen reader announces once that the program is loading, not every per cent of it.
func TestLoadingIsSaidOnce(t *testing.T) {
	address, pass, _ := browser.Between(t, site)
	tab := chromium.Open(t)
	tab.BeforeEachPage(`window.heard = [];
		document.addEventListener("DOMContentLoaded", () => new MutationObserver((all) => all.forEach(({target}) => {
			const at = (target.nodeType === 1 ? target : target.parentElement)?.closest("[role=status], [role=alert], [aria-live]");
			if (at && at.textContent) heard.push(at.textContent);
		})).observe(document.body, {subtree: true, childList: true, characterData: true}));`)
	tab.Go(address + "/")
	p := tab.Page()
	p.Find("button", "Break it").Click()
	p.See("Loading the inspector:")
	pass()
	p.Wait("the program", func() (bool, string) { return runs(p), p.Text() })
	if heard := browser.Eval[[]string](p, "heard.filter((words) => words.includes('Loading'))"); len(heard) != 1 {
		t.Errorf("of loading is heard %q, want one sentence", heard)
	}
}

// TestAddressesThatCannotBeRead: a percent sign that does not begin an escape does not end the program, when it
// starts or later.
func TestAddressesThatCannotBeRead(t *testing.T) {
	for _, path := range []string{"/#inspect%zz", "/glossary#%", "/embed#v1.%", "/?%zz=%#%e"} {
		p := visit(t, path)
		runs := func(when string) {
			p.Wait("the program at "+path+" "+when, func() (bool, string) {
				state := browser.Eval[string](p, `document.documentElement.className + " " + document.getElementById("app-wasm-loader")?.role`)
				return strings.Contains(state, "running") && !strings.Contains(state, "alert"), state
			})
		}
		browser.Eval[bool](p, `(program.start(), true)`)
		runs("starts")
		for _, fragment := range []string{"#%", "#inspect%z", "#v1.%%"} {
			browser.Eval[bool](p, fmt.Sprintf(`new Promise((done) => {
				addEventListener("hashchange", () => setTimeout(() => program.painted(() => done(true))), {once: true});
				location.hash = %q;
			})`, fragment))
			runs("goes on after " + fragment)
		}
	}
}
