//go:build !wasm

package journeys

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"upgrade101/web/e2e/browser"
)

// fifteenLines is a head as a browser sends it: request line and fourteen fields.
const fifteenLines = `GET /chat?room=1 HTTP/1.1
Host: server.example.com
Connection: Upgrade
Pragma: no-cache
Cache-Control: no-cache
User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36
Upgrade: websocket
Origin: https://app.example.com
Sec-WebSocket-Version: 13
Accept-Encoding: gzip, deflate, br, zstd
Accept-Language: en-US,en;q=0.9
Cookie: theme=dark
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits
Sec-WebSocket-Protocol: chat
`

// large is a head in front of a log, 200 KB in all. A head of that size would be refused for it, whatever Connection says.
var large = fifteenLines + "\n" + strings.Repeat("2026-11-30 00:00:00 INFO a page was served in 12 ms\n", 4000)

// keystrokes changes the text so that the verdict turns, again and again, and returns how many milliseconds each
// took: until the new verdict was in the DOM, and until the frame that shows it was painted. A change is
// a word that is typed over, through the browser's own editing command, or a paste over everything.
const keystrokes = `(async (text, count, paste) => {
	const editor = document.querySelector("textarea"), verdict = document.querySelector("#verdict").parentNode;
	const words = ["Upgrade", "close"], at = text.indexOf("Connection: ") + "Connection: ".length;
	const updated = [], painted = [];
	const clipboardData = new DataTransfer();
	if (!editor.value.startsWith(text.slice(0, at))) {
		editor.value = text;
		editor.dispatchEvent(new InputEvent("input", {bubbles: true}));
		await new Promise(done => setTimeout(done, 500));
	}
	editor.focus();
	for (let i = 0; i < count; i++) {
		const changed = new Promise(done => {
			const watch = new MutationObserver(() => { watch.disconnect(); done(performance.now()) });
			watch.observe(verdict, {subtree: true, childList: true, characterData: true, attributes: true});
		});
		const now = words[editor.value.startsWith("close", at) ? 1 : 0], next = words[now === "close" ? 0 : 1];
		if (!paste) editor.setSelectionRange(at, at + now.length);
		await new Promise(done => requestAnimationFrame(() => setTimeout(done, 20 + Math.random() * 50)));
		const start = performance.now();
		if (paste) {
			clipboardData.setData("text/plain", text.slice(0, at) + next + text.slice(at + words[0].length));
			editor.select();
			editor.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
		} else {
			document.execCommand("insertText", false, next);
		}
		updated.push(await changed - start);
		painted.push(await new Promise(done => requestAnimationFrame(() => {
			const channel = new MessageChannel();
			channel.port1.onmessage = () => done(performance.now());
			channel.port2.postMessage(0);
		})) - start);
	}
	return [updated, painted];
})(%q, %d, %t)`

// BenchmarkKeystroke reports the time from a change in the editor to the new verdict, each beside its limit in
// milliseconds, and what of it the processor spends where: until the verdict is in the DOM (updated),
// until it is painted (painted), and until a display of 60 Hz takes that over (shown). The last is reported
// because it is what a person sees, but on average half a beat of it, and up to 16.7 ms, is waiting for the
// display, which no program shortens; so painted is measured in a Chromium that does not wait for one.
func BenchmarkKeystroke(b *testing.B) {
	unpaced, end, err := browser.StartUnpaced()
	if err != nil {
		b.Fatal(err)
	}
	defer end()
	for _, c := range []struct {
		name  string
		slow  float64
		text  string
		count int
		paste bool
		limit float64
	}{
		{"15-lines", 1, fifteenLines, 200, false, 16.7},
		{"15-lines-CPU-4x-slower", 4, fifteenLines, 100, false, 40},
		{"200-KB-pasted", 1, large, 20, true, 100},
		{"200-KB-typed-into", 1, large, 40, false, 16.7},
	} {
		b.Run(c.name, func(b *testing.B) {
			measure := func(in *browser.Browser) (times [2][]float64, cpu map[string]float64) {
				tab := in.Open(b)
				tab.Go(site + "/")
				p := tab.Page()
				p.Settled()
				browser.Eval[any](p, fmt.Sprintf(keystrokes, c.text, 4, c.paste)) // from the sample to this text
				p.SlowCPU(c.slow)
				before := p.CPU()
				for len(times[0]) < c.count { // few at a time: a call waits only so long
					some := browser.Eval[[2][]float64](p, fmt.Sprintf(keystrokes, c.text, 10, c.paste))
					times[0], times[1] = append(times[0], some[0]...), append(times[1], some[1]...)
				}
				cpu = p.CPU()
				for what := range cpu {
					cpu[what] = (cpu[what] - before[what]) * 1000 / float64(c.count)
				}
				return times, cpu
			}
			times, cpu := measure(unpaced)
			paced, _ := measure(chromium)
			for b.Loop() {
			}
			for what, t := range map[string][]float64{"updated": times[0], "painted": times[1], "shown": paced[1]} {
				slices.Sort(t)
				b.ReportMetric(t[len(t)/2], what+"-ms-median")
				b.ReportMetric(t[len(t)*95/100], what+"-ms-p95")
			}
			for what, ms := range cpu {
				b.ReportMetric(ms, what+"-cpu-ms")
			}
			b.ReportMetric(c.limit, "painted-limit-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkLoad reports a first visit over 9 Mbit/s and 60 ms, on a processor four times slower; medians of five: when the
// worked example can be read, how far anything has moved (CLS), and how long tasks keep the page from its
// reader, in all and at most, until the program is wanted and from then on. It is wanted once it is compiled ahead, or, at once,
// as soon as it is there. An embed loads it only then.
func BenchmarkLoad(b *testing.B) {
	for _, c := range []struct{ name, path, ready string }{
		{".page", "/", "program.precompiled"},
		{".page-at-once", "/", "program.load()"},
		{"lesson-nginx-strips-upgrade.page", "/lesson/nginx-strips-upgrade", "program.precompiled"},
		{"embed.page", "/embed", "true"},
	} {
		b.Run(c.name, func(b *testing.B) {
			units := []string{"intent-to-usable-ms", "blocked-before-intent-ms", "longest-before-intent-ms", "blocked-after-intent-ms",
				"longest-after-intent-ms", "CLS", "first-paint-ms"}
			took := make([][]float64, len(units))
			for range 5 {
				for i, t := range firstVisit(b, c.path, c.ready) {
					took[i] = append(took[i], t)
				}
			}
			for b.Loop() {
			}
			for i, unit := range units {
				slices.Sort(took[i])
				b.ReportMetric(took[i][len(took[i])/2], unit)
			}
			b.ReportMetric(600, "first-paint-limit-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// firstVisit measures one visit of BenchmarkLoad, in the order of its units.
func firstVisit(b *testing.B, path, ready string) []float64 {
	b.Helper()
	tab := chromium.Open(b)
	tab.SlowNetwork(9e6, 60*time.Millisecond)
	tab.SlowCPU(4)
	tab.BeforeEachPage(`window.moved = 0; window.long = [];
		new PerformanceObserver(l => l.getEntries().forEach(e => moved += e.value)).observe({type: "layout-shift", buffered: true});
		new PerformanceObserver(l => l.getEntries().forEach(e => long.push(e))).observe({type: "longtask", buffered: true});`)
	tab.Go(site + path)
	p := tab.Page()
	browser.Eval[any](p, "Promise.resolve("+ready+").then(() => true)")
	return browser.Eval[[]float64](p, `(async () => {
		const painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
		await painted();
		const wanted = performance.now();
		document.querySelector("button").dispatchEvent(new PointerEvent("pointermove", {bubbles: true, movementX: 1}));
		while (!document.documentElement.classList.contains("running")) await new Promise(done => setTimeout(done, 5));
		await painted();
		const usable = performance.now(), times = (some) => some.map(e => e.duration);
		await new Promise(done => setTimeout(done, 500));
		const sum = (some) => times(some).reduce((a, b) => a + Math.max(0, b - 50), 0), most = (some) => Math.max(0, ...times(some));
		const ends = (e) => e.startTime + e.duration;
		const before = long.filter(e => ends(e) <= wanted), after = long.filter(e => ends(e) > wanted);
		return [usable - wanted, sum(before), most(before), sum(after), most(after), moved,
			performance.getEntriesByName("first-contentful-paint")[0].startTime];
	})()`)
}

// typedAtOnce replaces the sample as soon as its editor is there, and notes when the reader's own verdict is in the DOM.
const typedAtOnce = `
addEventListener("DOMContentLoaded", () => {
	const editor = document.querySelector(".editor textarea"), verdict = "Not a WebSocket request";
	new MutationObserver(() => { if (document.getElementById("verdict")?.textContent.includes(verdict)) window.judged ??= performance.now(); })
		.observe(document.body, {subtree: true, childList: true, characterData: true});
	editor.focus();
	editor.value = "GET / HTTP/1.1\nHost: a\n";
	editor.dispatchEvent(new InputEvent("input", {bubbles: true}));
});`

// BenchmarkSlowLine reports a first visit over 1.6 Mbit/s and 150 ms, on a processor four times slower, by a reader who types
// at once; medians of five: when the program is asked for, and from its last byte to the verdict on what was typed, each
// beside its limit, and when that verdict comes.
func BenchmarkSlowLine(b *testing.B) {
	var asked, after, painted, judged []float64
	for range 5 {
		tab := chromium.Open(b)
		tab.SlowCPU(4)
		tab.BeforeEachPage(typedAtOnce)
		tab.Go(browser.Line(b, site, 1.6e6, 150*time.Millisecond) + "/")
		p := tab.Page()
		p.Wait("the verdict on what was typed", func() (bool, string) { return browser.Eval[bool](p, "!!window.judged"), p.Text() })
		took := browser.Eval[[]float64](p, `(() => {
			const {startTime, responseEnd} = performance.getEntriesByType("resource").find((e) => e.name.endsWith("/app.wasm"));
			return [startTime, judged - responseEnd, performance.getEntriesByName("first-contentful-paint")[0].startTime, judged];
		})()`)
		asked, after, painted, judged = append(asked, took[0]), append(after, took[1]), append(painted, took[2]), append(judged, took[3])
	}
	for b.Loop() {
	}
	for _, m := range []struct {
		unit  string
		times []float64
	}{{"program-asked-for-ms", asked}, {"last-byte-to-own-verdict-ms", after}, {"first-paint-ms", painted}, {"own-verdict-ms", judged}} {
		slices.Sort(m.times)
		b.ReportMetric(m.times[len(m.times)/2], m.unit)
	}
	b.ReportMetric(500, "program-asked-for-limit-ms")
	b.ReportMetric(700, "last-byte-to-own-verdict-limit-ms")
	b.ReportMetric(0, "ns/op")
}
