//go:build !wasm

package journeys

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"upgrade101/app/model"
	"upgrade101/web/e2e/browser"
)

// Many embeds: what they share, and what those that rest keep.

// running reports whether the program of an embed runs.
func running(f browser.Page) bool {
	return browser.Eval[bool](f, "document.documentElement.classList.contains('running')")
}

// starts waits until the program runs, rests until it does not.
func starts(f browser.Page) {
	f.Wait("the program", func() (bool, string) { return running(f), "it does not run" })
}

func rests(f browser.Page) {
	f.Wait("the program's end", func() (bool, string) { return !running(f), "it runs" })
}

// countingProxy is a proxy before the site that counts how often the page's WebAssembly passes it.
func countingProxy(t testing.TB) (address string, programs *atomic.Int32) {
	t.Helper()
	programs = new(atomic.Int32)
	return through(t, func(http.ResponseWriter) bool { programs.Add(1); return true }), programs
}

// forward passes requests to the site at this origin.
func forward(w http.ResponseWriter, to string, r *http.Request) {
	request, err := http.NewRequest(http.MethodGet, to+r.URL.RequestURI(), nil)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	request.Header = r.Header.Clone()
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer answer.Body.Close()
	maps.Copy(w.Header(), answer.Header)
	w.WriteHeader(answer.StatusCode)
	_, _ = io.Copy(w, answer.Body)
}

// manual is a page on another host with only these iframes at /ten, and an empty page at other paths.
func manual(t testing.TB, iframes string) string {
	address, _ := browser.Host(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="en"><title>Manual</title><h1>Manual</h1>`)
		if r.URL.Path == "/ten" {
			fmt.Fprint(w, iframes)
		}
	})
	return strings.Replace(address, "127.0.0.1", "localhost", 1)
}

const ten = 10

// snippets are ten times the snippet that is handed out, for a site at this address.
func snippets(address string) string {
	e := model.Embed{Site: address + "/", Of: "nginx-strips-upgrade", Title: "nginx", Height: model.EmbedHeight}
	return strings.Repeat(strings.Replace(e.HTML("720"), ` loading="lazy"`, "", 1), ten)
}

// reach scrolls to an iframe.
func reach(tab *browser.Tab, i int) {
	browser.Eval[bool](tab.Page(), fmt.Sprintf(`(document.querySelectorAll("iframe")[%d].scrollIntoView(), true)`, i))
}

func TestTenEmbedsFetchTheProgramOnce(t *testing.T) {
	address, programs := countingProxy(t)
	tab := chromium.Open(t)
	tab.Go(manual(t, snippets(address)) + "/ten")
	for i, f := range tab.IFrames(ten) {
		reach(tab, i)
		f.Find("button", "Edit").Focus()
		starts(f)
	}
	if n := programs.Load(); n != 1 {
		t.Errorf("ten embeds fetched the program %d times, want once", n)
	}
}

// far is a page with an embed and a place where it is out of sight.
func far(t *testing.T, path string) (tab *browser.Tab, f browser.Page, away, back func()) {
	tab = chromium.Open(t)
	tab.BeforeEachPage(`
		const start = WebAssembly.instantiate, memories = [];
		WebAssembly.instantiate = async (...what) => {
			const instance = await start(...what);
			memories.push(new WeakRef(instance.exports.mem));
			return instance;
		};
		addEventListener("count", () => {
			document.documentElement.dataset.memories = memories.filter((m) => m.deref()).length + " of " + memories.length;
		});`)
	tab.Go(host(t, iframe(site+path, sandbox)+`<div style="height:3000px"></div><button>Far</button>`))
	f = tab.IFrame()
	away = func() {
		tab.Page().Find("button", "Far").Click()
		rests(f)
	}
	back = func() { browser.Eval[bool](tab.Page(), "(scrollTo(0, 0), true)") }
	return tab, f, away, back
}

func TestRestFreesTheMemory(t *testing.T) {
	tab, f, away, back := far(t, "/embed/rfc-sample")
	for range 2 {
		f.Find("button", "Break it").Click()
		starts(f)
		away()
		back()
	}
	f.Wait("memory that is given back", func() (bool, string) {
		tab.CollectGarbage()
		held := browser.Eval[string](f, `(dispatchEvent(new Event("count")), document.documentElement.dataset.memories)`)
		return held == "0 of 2", held
	})
}

// What was drawn, chosen, unfolded and typed is there before, while and after the program rests.
func TestRestKeepsWhatTheReaderDid(t *testing.T) {
	_, f, away, back := far(t, "/embed/nginx-strips-upgrade")
	f.Find("button", "Edit").Click()
	box := f.Find("textbox", "Request")
	box.Fill("GET /mine HTTP/1.1\nHost: a.example\nUpgrade: websocket\nConnection: close\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\nSec-WebSocket-Version: 13\n\n")
	f.Find("heading", "Fails")
	f.Find("button", "Connection does not contain upgrade").Click()
	f.See("426")
	drawn := func() string {
		return browser.Eval[string](f, `JSON.stringify([document.getElementById("request").value, scrollY,
			document.querySelector("[aria-pressed=true]")?.textContent, document.getElementById("main").innerText])`)
	}
	var kept string
	f.Wait("the finding that was chosen", func() (bool, string) {
		kept = drawn()
		return strings.Contains(kept, "Connection contains the option"), kept
	})
	for range 2 {
		if away(); drawn() != kept {
			t.Errorf("at rest there is\n%s\nwant\n%s", drawn(), kept)
		}
		back()
		browser.Eval[bool](f, `document.body.dispatchEvent(new PointerEvent("pointermove", {movementX: 1, bubbles: true}))`)
		if starts(f); drawn() != kept {
			t.Errorf("after the rest there is\n%s\nwant\n%s", drawn(), kept)
		}
	}
	f.Find("textbox", "Request").Focus()
	f.Keys(kb.End)
	f.Find("button", "Reset").Click()
	f.Find("button", "Edit")
}

// An own exchange that was changed stays changed, however often its program rests.
func TestRestKeepsAnOwnExchange(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill("GET /mine HTTP/1.1\nHost: a.example\n\n")
	p.Find("button", "Share").Click()
	_, fragment, _ := strings.Cut(p.Find("link", shared).Text(), "#")
	_, f, away, back := far(t, "/embed#"+fragment)
	f.Wait("the own exchange", func() (bool, string) {
		v := f.Find("textbox", "Request").Value()
		return strings.Contains(v, "GET /mine"), v
	})
	f.Find("textbox", "Request").Fill("GET /changed HTTP/1.1\nHost: a.example\n\n")
	for range 2 {
		away()
		back()
		f.Find("heading", "Not a WebSocket request").Click()
		starts(f)
		if v := f.Find("textbox", "Request").Value(); !strings.Contains(v, "GET /changed") {
			t.Fatalf("after the rest the request is %q", v)
		}
		f.Find("button", "Reset")
	}
}

// compressed is how many bytes of an answer cross the network.
func compressed(t testing.TB, address string) int {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "br")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return int(n)
}

// BenchmarkEmbed reports what an embed costs the page around it before the reader touches it.
func BenchmarkEmbed(b *testing.B) {
	tab := chromium.Open(b)
	tab.BeforeEachPage(`window.tasks = []; window.shifts = 0;
		new PerformanceObserver(l => { for (const e of l.getEntries()) tasks.push(e.duration) }).observe({type: "longtask", buffered: true});
		new PerformanceObserver(l => { for (const e of l.getEntries()) shifts += e.value }).observe({type: "layout-shift", buffered: true});`)
	tab.Go(site + "/embed/nginx-strips-upgrade")
	p := tab.Page()
	p.Find("heading", "Fails")
	asked := slices.Compact(slices.Sorted(slices.Values(tab.Requests())))
	longest := browser.Eval[float64](p, "Math.max(0, ...tasks)")
	shift := browser.Eval[float64](p, "shifts")
	total := 0
	for _, address := range asked {
		total += compressed(b, address)
	}
	for b.Loop() {
	}
	b.ReportMetric(float64(len(asked)), "requests")
	b.ReportMetric(float64(total), "bytes")
	b.ReportMetric(float64(total)/60_000, "of-60-kB")
	b.ReportMetric(longest, "longest-task-ms")
	b.ReportMetric(shift, "layout-shift")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkTenEmbeds reports what ten on one page cost: shown; while the reader goes from one to the next and
// uses each; and when the last has been used, garbage aside. Each in a browser of its own, which was given
// time to settle. The snippet that is handed out shares one origin between the iframes; in the least sandbox
// each iframe is an origin of its own, and shares nothing.
func BenchmarkTenEmbeds(b *testing.B) {
	for name, iframes := range map[string]func(address string) string{
		"snippet": snippets,
		"least-sandbox": func(address string) string {
			return strings.Repeat(iframe(address+"/embed/nginx-strips-upgrade", sandbox), ten)
		},
	} {
		b.Run(name, func(b *testing.B) {
			own, end, err := browser.Start()
			if err != nil {
				b.Fatal(err)
			}
			defer end()
			address, programs := countingProxy(b)
			page := manual(b, iframes(address))
			tab := own.Open(b)
			tab.Go(page)
			var before, now int64
			alike := 0
			settled := func() (bool, string) {
				last := now
				tab.CollectGarbage()
				now = own.Memory(b)
				if alike++; max(now-last, last-now) > 500_000 {
					alike = 0
				}
				return alike >= 10, fmt.Sprint(now)
			}
			tab.Wait("a browser that settled", settled)
			before = now
			tab.Go(page + "/ten")
			all := tab.IFrames(ten)
			tab.Wait("iframes that settled", settled)
			b.ReportMetric(float64(now-before)/1e6, "MB-shown")
			var peak int64
			for i, f := range all {
				reach(tab, i)
				f.Find("button", "Break it").Click()
				f.Find("button", "Reset")
				peak = max(peak, own.Memory(b))
			}
			tab.Wait("rest for those out of sight", func() (bool, string) {
				run := 0
				for _, f := range all {
					if running(f) {
						run++
					}
				}
				return run <= 3, fmt.Sprint(run, " run") // as many are in sight
			})
			tab.Wait("iframes that settled", settled)
			for b.Loop() {
			}
			b.ReportMetric(float64(peak-before)/1e6, "MB-at-most-in-use")
			b.ReportMetric(float64(now-before)/1e6, "MB-used")
			b.ReportMetric(float64(max(now, peak)-before)/200e6, "of-200-MB")
			b.ReportMetric(float64(programs.Load()), "programs-fetched")
			b.ReportMetric(0, "ns/op")
		})
	}
}
