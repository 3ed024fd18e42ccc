//go:build !wasm

package journeys

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
	"upgrade101/handshake"
	"upgrade101/web/e2e/browser"
)

// Embeds: a lesson, or an exchange of one's own, inside a page of another site.

const shared = "v1."

// host serves a page on another origin; its policy allows iframes from policy alone, and this site's helper.
func host(t testing.TB, html string) (address string) {
	t.Helper()
	origin := browser.Origin(site)
	address, _ = browser.Host(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-src "+origin+"; script-src "+origin+"; style-src 'unsafe-inline'")
		fmt.Fprintf(w, `<!doctype html><html lang="en"><meta charset="utf-8"><title>Manual</title><h1>Manual</h1>%s`, html)
	})
	return strings.Replace(address, "127.0.0.1", "localhost", 1)
}

// sandbox is the least that an embed needs.
const sandbox = `sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"`

func iframe(address, more string) string {
	return fmt.Sprintf(`<iframe title="handshake" width="720" height="420" style="border:0" src="%s" %s></iframe>`, address, more)
}

// programs counts the requests for the program.
func programs(tab *browser.Tab) (n int) {
	for _, asked := range tab.Requests() {
		if strings.HasSuffix(asked, "/app.wasm") || strings.HasSuffix(asked, "/app.wasm.js") {
			n++
		}
	}
	return n
}

func TestEmbedIsReadableBeforeItsProgramAndKeepsThePress(t *testing.T) {
	address, pass, _ := browser.Between(t, site)
	tab := chromium.Open(t)
	tab.Go(address + "/embed/rfc-sample")
	p := tab.Page()
	p.See("A handshake that works", "101 Switching Protocols", "This is a published sample key")
	p.Find("heading", "Works")
	if n := programs(tab); n != 0 {
		t.Errorf("the program was asked for %d times before it was wanted", n)
	}
	p.Find("button", "Break it").Click()
	p.Wait("the request for the program", func() (bool, string) { return programs(tab) == 1, "none" })
	p.See("A handshake that works")
	pass()
	p.See("426 Upgrade Required") // the press came before the program, and still counts
	p.Find("button", "Reset").Click()
	p.Find("heading", "Works")
	if n := programs(tab); n != 1 {
		t.Errorf("the program was asked for %d times, want once", n)
	}
}

func TestEmbedStartsWithTheFocusAndKeepsIt(t *testing.T) {
	tab := chromium.Open(t)
	tab.Go(site + "/embed/rfc-sample")
	p := tab.Page()
	p.Find("button", "Edit").Focus()
	p.Wait("the program", func() (bool, string) {
		return programs(tab) == 1 && browser.Eval[bool](p, "document.documentElement.classList.contains('running')"), "none"
	})
	p.Keys(kb.Enter)
	p.Find("textbox", "Request")
	p.Keys("x") // into the editor, which has the focus now
	p.Wait("what was typed", func() (bool, string) {
		v := p.Find("textbox", "Request").Value()
		return strings.Contains(v, "x"), v
	})
}

func TestEmbedLoadsWhenItStaysInSight(t *testing.T) {
	tab := chromium.Open(t)
	tab.Go(host(t, iframe(site+"/embed/rfc-sample", sandbox)))
	tab.Wait("the program, loaded ahead", func() (bool, string) { return programs(tab) > 0, "not asked for" })
	if browser.Eval[bool](tab.IFrame(), "document.documentElement.classList.contains('running')") {
		t.Error("the program runs although it is not wanted yet")
	}
}

func TestEmbedInASandboxElsewhere(t *testing.T) {
	tab := chromium.Open(t)
	tab.Go(host(t, iframe(site+"/embed/rfc-sample", sandbox)))
	p := tab.IFrame()
	p.Find("heading", "Works")
	p.Find("button", "Break it").Click()
	p.See("426 Upgrade Required")
	if top := tab.Page(); browser.Eval[float64](top, "scrollY") != 0 || browser.Eval[bool](top, "document.activeElement === document.body") {
		t.Error("the host's page was moved, or the iframe that was pressed did not get the focus")
	}
}

// Reading blocked storage throws; if it is not blocked, an embed still stores nothing.
func TestEmbedLeavesNothingBehind(t *testing.T) {
	for name, script := range map[string]string{
		"blocked": `for (const name of ["localStorage", "sessionStorage"])
			Object.defineProperty(window, name, {configurable: true, get() { throw new DOMException("blocked", "SecurityError") }})`,
		"there": `window.real = [localStorage, sessionStorage]`,
	} {
		t.Run(name, func(t *testing.T) {
			tab := chromium.Open(t)
			tab.BeforeEachPage(script)
			tab.Go(site + "/embed/rfc-sample?theme=dark")
			p := tab.Page()
			p.Find("button", "Break it").Click()
			p.See("426 Upgrade Required")
			left := browser.Eval[string](p, `(async () => JSON.stringify([
				(window.real ?? []).map(s => Object.keys(s)).flat(), await caches.keys(), document.cookie]))()`)
			if left != `[[],[],""]` {
				t.Errorf("left behind: %s", left)
			}
			if at := browser.Eval[string](p, "location.href"); at != browser.Eval[string](p, "location.href.replace(/\\/?\\?.*/, '') + location.search") &&
				!strings.HasSuffix(at, "/embed/rfc-sample/?theme=dark") {
				t.Errorf("the address was rewritten to %s", at)
			}
		})
	}
}

func TestEmbedReadonly(t *testing.T) {
	tab := chromium.Open(t)
	tab.Go(site + "/embed/rfc-sample?readonly")
	p := tab.Page()
	p.Find("button", "This is a published sample key").Click()
	p.Wait("the program", func() (bool, string) {
		return p.Find("button", "This is a published sample key").Pressed(), "not there"
	})
	for _, name := range []string{"Edit", "Break it", "Reset", "Fix"} {
		if p.Has("button", name) {
			t.Errorf("a readonly embed offers %q", name)
		}
	}
	tab.Go(site + "/embed?readonly")
	p.Find("heading", "Works").Click()
	p.Wait("the request, not in an editor", func() (bool, string) { return !p.Has("textbox", ""), "an editor" })

	// Of one's own exchange the finding is in sight, of a configuration what to add and the text itself, with the width of the iframe.
	for text, want := range map[string][]string{
		model.Sample + "HTTP/1.1 400 Bad Request\nContent-Length: 0\n\n":                  {"The server answered 400, not 101", "GET /chat"},
		"location /ws {\n    proxy_pass http://app:3000;\n    proxy_set_header A b;\n}\n": {"nginx configuration", "does not pass WebSockets on", "After line 2", "$http_upgrade", "proxy_set_header A b;"},
	} {
		fragment, err := model.SharedState{Text: text}.Fragment()
		if err != nil {
			t.Fatal(err)
		}
		tab := chromium.Open(t)
		tab.Go(site + "/embed?readonly#" + fragment)
		p := tab.Page()
		p.See(want...)
		if strings.Contains(p.Text(), "No findings") || p.Has("textbox", "") {
			t.Errorf("%q: there is an editor, or what fails has no findings: %s", text, p.Text())
		}
		if width := browser.Eval[float64](p, `[...document.querySelectorAll(".bench > *")].filter(e => e.offsetHeight).pop().getBoundingClientRect().right / innerWidth`); width < 0.9 {
			t.Errorf("%q: what is shown ends at %.2f of the width", text, width)
		}
	}
}

func TestEmbedPartAndTheme(t *testing.T) {
	for part, c := range map[string]struct{ shows, hides string }{
		"request":  {"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Accept:"},
		"reply":    {"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Sec-WebSocket-Key:"},
		"findings": {"This is a published sample key", "Sec-WebSocket-Accept:"},
		"notes":    {"This is a published sample key", "Sec-WebSocket-Accept:"}, // the older name of findings
		"accept":   {"b37a4f2cc0624f1690f64606cf385945b2bec4ea", "Sec-WebSocket-Accept:"},
	} {
		t.Run(part, func(t *testing.T) {
			tab := chromium.Open(t)
			tab.Go(site + "/embed/rfc-sample?theme=dark&view=" + part)
			p := tab.Page()
			for _, when := range []string{"before the program", "with it"} {
				p.See(c.shows)
				p.Find("heading", "Works")
				if strings.Contains(p.Text(), c.hides) {
					t.Errorf("%s the part shows %q", when, c.hides)
				}
				if colour := browser.Eval[string](p, "getComputedStyle(document.body).backgroundColor"); colour != "rgb(20, 23, 28)" {
					t.Errorf("%s the theme is not dark, but %s", when, colour)
				}
				p.Find("heading", "Works").Click()
				p.Wait("the program", func() (bool, string) {
					return browser.Eval[bool](p, "document.documentElement.classList.contains('running')"), "none"
				})
			}
		})
	}
}

// An embed of an own exchange shows it, and passes a changed one on to the full page.
func TestEmbedOfAnOwnExchangeOpensInFull(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill("GET /mine HTTP/1.1\nHost: a.example\nUpgrade: websocket\nConnection: Upgrade\n" +
		"Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\nSec-WebSocket-Version: 13\n\n")
	p.Find("button", "Share").Click()
	link := p.Find("link", shared).Text()
	_, fragment, _ := strings.Cut(link, "#")
	tab := chromium.Open(t)
	tab.Go(host(t, iframe(site+"/embed#"+fragment, sandbox)))
	f := tab.IFrame()
	f.Wait("the own exchange", func() (bool, string) {
		v := f.Find("textbox", "Request").Value()
		return strings.Contains(v, "GET /mine"), v
	})
	f.Find("textbox", "Request").Fill("GET /changed HTTP/1.1\nHost: a.example\n\n")
	f.Find("heading", "Not a WebSocket request")

	tab = chromium.Open(t)
	tab.Go(site + "/embed#" + fragment)
	q := tab.Page()
	q.Find("textbox", "Request").Fill("GET /changed HTTP/1.1\nHost: a.example\n\n")
	q.Find("heading", "Not a WebSocket request")
	browser.Eval[bool](q, `(addEventListener("click", e => { window.opened = e.target.closest("a").href; e.preventDefault() }), true)`)
	q.Find("link", "Open full").Click()
	opened := browser.Eval[string](q, "window.opened")
	if !strings.HasPrefix(opened, site+"/#"+shared) {
		t.Fatalf("Open full leads to %q", opened)
	}
	tab.Go(opened)
	q.Wait("the changed exchange in full", func() (bool, string) {
		v := q.Find("textbox", "Request").Value()
		return strings.Contains(v, "GET /changed"), v
	})
	q.Find("link", "Accept") // the whole page, with its navigation
}

// iframes is a page with embed.js, one real embed, and an iframe that only pretends to be one.
func TestHeightsAreFitted(t *testing.T) {
	const pretender = `<iframe title="other" src="about:blank" id="other" height="50"></iframe>`
	tab := chromium.Open(t)
	tab.Go(host(t, `<script src="`+site+`/web/embed.js"></script><div style="height:3000px">far</div>`+
		iframe(site+"/embed/rfc-sample", sandbox+` id="real"`)+pretender))
	p := tab.Page()
	height := func(id string) float64 {
		return browser.Eval[float64](p, `document.getElementById("`+id+`").getBoundingClientRect().height`)
	}
	p.Wait("the iframe as high as what it shows", func() (bool, string) {
		h := height("real")
		return h > 500 && h <= 2000, fmt.Sprint(h)
	})
	fitted := height("real")
	say := func(source string, data string) {
		browser.Eval[bool](p, `(dispatchEvent(new MessageEvent("message", {origin: "null", source: document.getElementById("`+source+`").contentWindow, data: `+data+`})), true)`)
	}
	for _, c := range []struct {
		source, data string
		want         float64
	}{
		{"real", `{upgrade101: "height", height: 1e9}`, 2000},
		{"real", `{upgrade101: "height", height: -5}`, 120},
		{"real", `{upgrade101: "height", height: "1000"}`, 120},
		{"real", `{upgrade101: "height", height: NaN}`, 120},
		{"real", `{upgrade101: "width", height: 900}`, 120},
		{"real", `null`, 120},
		{"real", `{upgrade101: "height", height: ` + fmt.Sprint(fitted) + `}`, fitted},
	} {
		if say(c.source, c.data); height(c.source) != c.want {
			t.Errorf("after %s from %s the iframe is %v high, want %v", c.data, c.source, height(c.source), c.want)
		}
	}
	before := height("other")
	if say("other", `{upgrade101: "height", height: 700}`); height("other") != before {
		t.Error("an iframe that is none of ours was resized")
	}
}

func TestElementFallsBackToItsLink(t *testing.T) {
	const element = `<ws-handshake lesson="rfc-sample" theme="dark" view="reply" height="300"><a href="%s/lesson/rfc-sample">The handshake of the RFC</a></ws-handshake>`
	used := fmt.Sprintf(element, site)
	t.Run("without embed.js", func(t *testing.T) {
		tab := chromium.Open(t)
		tab.Go(host(t, used))
		tab.Page().Find("link", "The handshake of the RFC")
	})
	t.Run("with it", func(t *testing.T) {
		tab := chromium.Open(t)
		tab.Go(host(t, used+`<script src="`+site+`/web/embed.js"></script>`))
		p := tab.IFrame()
		p.See("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
		if strings.Contains(p.Text(), "Sec-WebSocket-Key:") {
			t.Error("the attribute view did not reach the iframe")
		}
		if tab.Page().Has("link", "The handshake of the RFC") {
			t.Error("the link shows beside the iframe")
		}
		for _, asked := range tab.Requests() {
			if !strings.HasPrefix(asked, "http://localhost:") && !strings.HasPrefix(asked, browser.Origin(site)) {
				t.Errorf("asked for %s", asked)
			}
		}
	})
	t.Run("iframes are not allowed", func(t *testing.T) {
		address, _ := browser.Host(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if r.URL.Path == "/quiet.js" {
				return
			}
			fmt.Fprintf(w, `<!doctype html><html lang="en"><title>Manual</title>
				<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src %s">%s<script src="%s/web/embed.js"></script>`, browser.Origin(site), used, site)
		})
		tab := chromium.Open(t)
		tab.ExpectViolations()
		tab.Go(address)
		tab.Page().Find("link", "The handshake of the RFC")
	})
}

// The part of Share that makes snippets shows what it makes, beside the lesson that it is about.
func TestSnippetsForOtherSites(t *testing.T) {
	p := visit(t, "/lesson/nginx-strips-upgrade")
	p.Find("button", "Embed this lesson").Click()
	focusOn(p, "Share")
	at := browser.Eval[float64](p, "scrollY")
	p.Find("heading", "nginx takes the upgrade away")
	p.See(`/embed/nginx-strips-upgrade" title="WebSocket handshake: nginx takes the upgrade away"`)
	p.Wait("the lesson in the preview", func() (bool, string) {
		text := p.IFrame().Text()
		return strings.Contains(text, "nginx takes the upgrade away"), text
	})
	p.Find("checkbox", "Read-only").Click()
	p.Find("textbox", "Height").Fill("99999")
	p.See("/embed/nginx-strips-upgrade?readonly\"", `height="2000"`)
	for name, part := range map[string]string{"HTML": "<iframe", "Markdown": "[nginx takes the upgrade away](", "MkDocs Material": "<div>", "Docusaurus (MDX)": "style={{border: 0}} />",
		"Hugo": "{{< ws-handshake", "Sphinx": ".. raw:: html", "MyST": "```{raw} html", "embed.js": "<ws-handshake lesson="} {
		choose(t, p, "For", name)
		p.Find("button", "Copy for "+name)
		p.See(part)
	}
	p.Find("button", "Link").Click()
	p.Find("link", "/lesson/nginx-strips-upgrade")
	p.Find("button", "Close").Click()
	p.Wait("the lesson without the ways to share", func() (bool, string) { return !p.Has("heading", "Share"), "open" })
	focusOn(p, "Embed this lesson")
	if back := browser.Eval[float64](p, "scrollY"); at == 0 || back != at {
		t.Errorf("shared at %v, and came back to %v", at, back)
	}
}

// In an iframe of 420 px the verdict and the first cause are in sight, wide and narrow, and one's own exchange is marked.
func TestAnIframeAnswersFirst(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill(lame)
	p.Find("button", "Share").Click()
	_, fragment, _ := strings.Cut(p.Find("link", shared).Text(), "#")
	for _, width := range []int{720, 360} {
		for _, path := range []string{"/embed/nginx-strips-upgrade", "/embed#" + fragment} {
			tab := chromium.Open(t)
			tab.On(browser.Screen{Width: width, Height: 420})
			tab.Go(site + path)
			f := tab.Page()
			f.Settled()
			f.Find("heading", "Fails")
			f.Wait("the cause within the iframe", func() (bool, string) {
				bottom := browser.Eval[float64](f, `document.querySelector(".verdict").getBoundingClientRect().bottom`)
				return bottom > 0 && bottom <= 420, fmt.Sprint(bottom)
			})
			if !strings.Contains(path, "#") {
				continue
			}
			f.Wait("the first fix within the iframe", func() (bool, string) {
				bottom := browser.Eval[float64](f, `document.querySelector("[data-do=fix]")?.getBoundingClientRect().bottom ?? 0`)
				return bottom > 0 && bottom <= 420, fmt.Sprint(bottom)
			})
			f.Wait("marks behind the text", func() (bool, string) {
				marked := browser.Eval[string](f, `[...document.querySelectorAll(".marks .found-bad")].map((e) => e.textContent).join(" ")`)
				return strings.Contains(marked, "close"), marked
			})
			f.Find("button", "Fix: Connection contains").Click()
			f.See("Fixed the fault")
			focusOn(f, "Findings")
		}
	}
}

// In an iframe of 420 px the line that is wrong is in sight below verdict and cause, whatever the lesson, and in one's own exchange too.
func TestAnIframeShowsTheLineThatMatters(t *testing.T) {
	const seen = `(() => {
		if (document.documentElement.classList.contains("stated")) return "is not drawn";
		const wrong = document.querySelector(".part-excerpt .bytes, .lead .excerpt"), { bottom } = wrong?.getBoundingClientRect() ?? {};
		return wrong ? bottom > 0 && bottom <= 420 && wrong.textContent || "ends at " + bottom : "is not there";
	})()`
	for _, width := range []int{720, 360} {
		tab := chromium.Open(t)
		tab.On(browser.Screen{Width: width, Height: 420})
		f := tab.Page()
		for _, l := range lessons.All() {
			tab.Go(site + "/embed/" + l.Slug)
			if got := browser.Eval[string](f, seen); l.Question.Side != 0 && !strings.Contains(got, model.Visible(l.Question.Text)) {
				t.Errorf("%s, %d wide: the line %q %s", l.Slug, width, l.Question.Text, got)
			}
		}
		for _, slug := range []string{"wrong-accept", "nginx-strips-upgrade", "edge-refuses", "subprotocol-unoffered", "bad-key-length", "hijacker-500"} {
			goOwn(t, tab, slug)
			f.Wait("the line of the first finding of "+slug, func() (bool, string) {
				got := browser.Eval[string](f, seen)
				return strings.HasPrefix(got, "Line "), fmt.Sprint(width, " wide: it ", got)
			})
			fixes := browser.Eval[string](f, `[...document.querySelectorAll(".finding-row:has(.button)")].map((row) => row.querySelector(".button").getBoundingClientRect().left >= row.querySelector(".finding-head").getBoundingClientRect().right ? "right" : "below").join(" ")`)
			if strings.Contains(fixes, "below") {
				t.Errorf("%s, %d wide: the places of Fix: %s", slug, width, fixes)
			}
		}
	}
}

// goOwn opens the exchange of a lesson as one's own in an iframe's page.
func goOwn(t *testing.T, tab *browser.Tab, slug string) lessons.Lesson {
	t.Helper()
	l, ok := lessons.BySlug(slug)
	state, _ := model.New().Put(l.Request, l.Response, handshake.Policy{}).Shared()
	fragment, err := state.Fragment()
	if !ok || err != nil {
		t.Fatal(slug, err)
	}
	tab.Go(site + "/embed?is=" + slug + "#" + fragment)
	return l
}

// One's own exchange begins within an iframe of 420 px, however much is said above it.
func TestAnIframeShowsOnesOwnExchange(t *testing.T) {
	for _, width := range []int{760, 360} {
		tab := chromium.Open(t)
		tab.On(browser.Screen{Width: width, Height: 420})
		for _, slug := range []string{"edge-refuses", "subprotocol-unoffered", "accept-missing", "rfc-sample"} {
			l := goOwn(t, tab, slug)
			f := tab.Page()
			first, _, _ := strings.Cut(l.Request, "\r\n")
			f.Wait("the first line within the iframe", func() (bool, string) {
				at := browser.Eval[float64](f, `document.documentElement.classList.contains("stated") ? -1 : document.querySelector(".marks .row").getBoundingClientRect().bottom`)
				text := browser.Eval[string](f, `document.querySelector(".marks .row").textContent`)
				return at > 0 && at <= 420 && strings.Contains(text, first), fmt.Sprint(slug, " at ", width, ": ", at, " ", text)
			})
		}
	}
}

// An iframe has the name that its author gives it, and a caption if the author gives one.
func TestEmbedHasTitleAndCaption(t *testing.T) {
	p := visit(t, "/#embed")
	p.Find("heading", "Why does my WebSocket not connect?") // it is beside the editor
	p.Wait("the beginning of the preview in sight", func() (bool, string) {
		top := browser.Eval[float64](p, `document.querySelector(".preview-frame").getBoundingClientRect().top / innerHeight`)
		return top > 0 && top < .75, fmt.Sprint(top)
	})
	choose(t, p, "Show", "nginx takes the upgrade away")
	p.See(`title="WebSocket handshake: nginx takes the upgrade away"`)
	p.Find("textbox", "Title of the iframe").Fill("Our proxy")
	p.Find("textbox", "Caption").Fill("What <our> proxy does")
	p.See(`title="WebSocket handshake: Our proxy"`, "<figcaption>What &lt;our&gt; proxy does</figcaption>")
}
