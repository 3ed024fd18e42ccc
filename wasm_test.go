//go:build !wasm

package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"upgrade101/web/e2e/browser"
)

// The main journeys through the built page in a real browser: bin/upgrade101 serves, Chromium visits. They look
// for what a person perceives – roles, names, words – and leave the markup alone.

var (
	chromium *browser.Browser
	site     string // "http://127.0.0.1:port", or with -site a path after it
)

func TestMain(m *testing.M) {
	os.Exit(browser.Main(m, "bin/upgrade101", &site, &chromium))
}

// visit opens a path of the site and waits until the page can be used.
func visit(t testing.TB, path string) browser.Page {
	t.Helper()
	return chromium.Visit(t, site+path)
}

// verdict waits until the page says this verdict.
func verdict(t *testing.T, p browser.Page, words string) {
	t.Helper()
	p.Find("heading", words)
}

const rfcAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

func TestSampleUpgrades(t *testing.T) {
	p := visit(t, "/")
	verdict(t, p, "Example: works")
	p.See("101 Switching Protocols", "Sec-WebSocket-Accept: "+rfcAccept)
	if got := p.Find("textbox", "Request").Value(); !strings.Contains(got, "dGhlIHNhbXBsZSBub25jZQ==") {
		t.Errorf("the editor holds %q, want the sample of RFC 6455", got)
	}
}

func TestTypingTurnsTheVerdict(t *testing.T) {
	p := visit(t, "/")
	editor := p.Find("textbox", "Request")
	editor.Fill("GET /chat HTTP/1.1\nHost: server.example.com\nUpgrade: websocket\nConnection: \n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13")
	p.See("426")
	for range 2 { // up to the line of Connection, then to its end
		p.Keys(kb.ArrowUp)
	}
	p.Keys(kb.End)
	p.Keys("close")
	if got := editor.Value(); !strings.Contains(got, "Connection: close\n") {
		t.Fatalf("after typing the editor holds %q", got)
	}
	verdict(t, p, "Fails")
	p.See("RFC 6455")
	for range "close" {
		p.Keys(kb.Backspace)
	}
	p.Keys("Upgrade")
	verdict(t, p, "Works")
}

func TestClearing(t *testing.T) {
	p := visit(t, "/")
	p.Find("button", "Clear").Click()
	p.Wait("an empty editor", func() (bool, string) {
		v := p.Find("textbox", "Request").Value()
		return v == "", v
	})
	verdict(t, p, "Nothing to judge yet")
	p.Find("button", "Undo").Click()
	verdict(t, p, "Example: works")
	if v := p.Find("textbox", "Request").Value(); !strings.Contains(v, "Sec-WebSocket-Key") {
		t.Errorf("undo left the editor with %q", v)
	}
}

func TestFindingsAndBytesPointAtEachOther(t *testing.T) {
	p := visit(t, "/")
	editor := p.Find("textbox", "Request")
	editor.Fill("GET /chat HTTP/1.1\nHost: server.example.com\nUpgrade: websocket\nConnection: close\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n")
	verdict(t, p, "Fails")
	const finding = "Connection does not contain upgrade"
	p.Find("button", finding).Click()
	p.Wait("the bytes of the finding, selected in the editor", func() (bool, string) {
		selected := editor.Selection()
		return selected == "close", selected
	})
	if !p.Find("button", finding).Pressed() {
		t.Errorf("the finding %q does not say that it is selected", finding)
	}
	editor.Focus()
	p.Keys(kb.ArrowDown) // to the line of the key, which is in the RFC, and after its last byte
	p.Keys(kb.End)
	p.Wait("the finding about the key, selected by the caret", func() (bool, string) {
		return p.Find("button", "This is a published sample key").Pressed(), "another"
	})
}

// The example as http-status.org prints it: no version, an absolute target, no Host.
func TestDocumentationExample(t *testing.T) {
	p := visit(t, "/")
	p.Find("textbox", "Request").Fill("GET https://api.example.test/chat\nUpgrade: websocket\nConnection: Upgrade\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n")
	verdict(t, p, "Works")
	p.See("101 Switching Protocols", rfcAccept)
}

func TestLiveEcho(t *testing.T) {
	p := visit(t, "/")
	p.Find("link", "Live").Click()
	p.Find("button", "Connect").Click()
	p.See("HTTP/1.1 101 Switching Protocols", "Sec-WebSocket-Version: 13", "byte for byte")
	p.Find("textbox", "Message").Fill("Grüße")
	p.Find("button", "Send text").Click()
	p.See("Grüße")
	p.Find("button", "Disconnect").Click()
	p.Find("button", "Connect")
}

// foreign serves a page on another origin.
func foreign(t *testing.T, html string) (address string) {
	t.Helper()
	address, _ = browser.Host(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; img-src 'self'; frame-src "+browser.Origin(site))
		fmt.Fprint(w, html)
	})
	return strings.Replace(address, "127.0.0.1", "localhost", 1)
}

func TestSandboxedFrameElsewhere(t *testing.T) {
	host := foreign(t, `<!doctype html><html lang="en"><title>Manual</title><h1>Manual</h1>
<iframe title="inspector" src="`+site+`/embed" sandbox="allow-scripts" width="900" height="800"></iframe>`)
	tab := chromium.Open(t)
	tab.Go(host)
	p := tab.IFrame()
	p.Settled()
	verdict(t, p, "Works")
	p.Find("textbox", "Request").Fill("GET / HTTP/1.1\nHost: a\n")
	verdict(t, p, "Not a WebSocket request")
}

const hostile = `"><img src=x onerror=alert(1)>`

func TestHostilePaste(t *testing.T) {
	for name, paste := range map[string]string{
		"markup in every part": "GET /" + hostile + " HTTP/1.1\nHost: " + hostile + "\nUpgrade: " + hostile + "\nConnection: " + hostile +
			"\nSec-WebSocket-Key: " + hostile + "\nSec-WebSocket-Version: " + hostile + "\nSec-WebSocket-Protocol: " + hostile + "\n" + hostile + ": x\n",
		"emoji":          "GET /🧦 HTTP/1.1\nHost: 🧦\nUpgrade: 👩‍👩‍👧‍👦\nConnection: \u202eedargpu\n",
		"nothing":        "",
		"blanks":         " \n\t\n ",
		"5 MB at random": noise(5 << 20),
	} {
		t.Run(name, func(t *testing.T) {
			p := visit(t, "/")
			alerts(p)
			if editor := p.Find("textbox", "Request"); len(paste) < 1<<20 {
				editor.Fill(paste)
			} else {
				editor.Replace(paste)
			}
			p.Wait("a verdict other than that of the sample", func() (bool, string) {
				text := p.Text()
				return !p.Has("heading", "Example: works") && p.Has("heading", ""), text[:min(len(text), 400)]
			})
			unharmed(t, p)
			p.Find("button", "Sample").Click()
			verdict(t, p, "Example: works")
		})
	}
}

// noise is text of n bytes without any sense, as a text field can hold it.
func noise(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	for i, c := range b {
		b[i] = ' ' + c%95
		if c == 0 {
			b[i] = '\n'
		}
	}
	return string(b)
}

// alerts makes a script that got in visible to unharmed.
func alerts(p browser.Page) {
	browser.Eval[bool](p, "(window.alert = () => { window.harmed = true }, true)")
}

func unharmed(t *testing.T, p browser.Page) {
	t.Helper()
	if browser.Eval[bool](p, "window.harmed === true") {
		t.Error("a script in the paste was run")
	}
	if n := browser.Eval[int](p, "document.querySelectorAll('img[src=x]').length"); n > 0 {
		t.Errorf("%d elements of the paste became part of the page", n)
	}
}

func TestHostileQuery(t *testing.T) {
	for _, query := range []string{
		"/?q=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
		"/?theme=%22%20autofocus%20onfocus=alert(1)%20x=%22",
		"/?view=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
		"/#%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
	} {
		t.Run(query, func(t *testing.T) {
			tab := chromium.Open(t)
			tab.BeforeEachPage("window.alert = () => { window.harmed = true }")
			tab.Go(site + query)
			p := tab.Page()
			p.Settled()
			p.Find("textbox", "Request")
			unharmed(t, p)
		})
	}
}

func TestTypedBeforeTheProgramIsKept(t *testing.T) {
	address, pass, _ := browser.Between(t, site)
	tab := chromium.Open(t)
	tab.Go(address + "/")
	p := tab.Page()
	p.See(rfcAccept) // readable at once
	editor := p.Find("textbox", "Request")
	editor.Fill("GET /early HTTP/1.1\nHost: a\n")
	pass()
	p.Settled()
	verdict(t, p, "Not a WebSocket request")
	editor = p.Find("textbox", "Request")
	if got := editor.Value(); got != "GET /early HTTP/1.1\nHost: a\n" {
		t.Errorf("the editor holds %q", got)
	}
	p.Keys("X: y")
	p.Wait("typing that goes on in the editor", func() (bool, string) {
		v := editor.Value()
		return strings.HasSuffix(v, "X: y"), v
	})
}

func TestWithoutScript(t *testing.T) {
	tab := chromium.Open(t)
	tab.NoScript()
	tab.Go(site + "/")
	// The tools that read the page are scripts as well, so the words are taken from its accessibility tree.
	p := tab.Page()
	p.Find("heading", "Example: works")
	p.Find("heading", "step by step")
	p.Find("StaticText", rfcAccept)
}

func TestUnknownPath(t *testing.T) {
	tab := chromium.Open(t)
	tab.Go(site + "/lessons/of-yesterday")
	p := tab.Page()
	p.Find("heading", "404")
	p.Find("link", "Inspect").Click()
	verdict(t, p, "Example: works")
}

func TestOfflineAfterTheFirstVisit(t *testing.T) {
	address, pass, end := browser.Between(t, site)
	pass()
	tab := chromium.Open(t)
	tab.Go(address + "/")
	p := tab.Page()
	p.Settled()
	browser.Eval[bool](p, "navigator.serviceWorker.ready.then(() => true)")
	p.Wait("a service worker in charge", func() (bool, string) {
		return browser.Eval[bool](p, "navigator.serviceWorker.controller !== null"), "none"
	})
	end()
	tab.Go(address + "/")
	p.Settled()
	p.Find("textbox", "Request").Fill("GET / HTTP/1.1\nHost: a\n")
	verdict(t, p, "Not a WebSocket request")
}

// BenchmarkFirstVisit reports what a first visitor downloads, brotli, beside the limit of 1.5 MB.
func BenchmarkFirstVisit(b *testing.B) {
	const limit = 1_500_000
	tab := chromium.Open(b)
	tab.Go(site + "/")
	tab.Page().Settled()
	total := 0
	seen := map[string]bool{}
	for _, address := range tab.Requests() {
		if seen[address] || !strings.HasPrefix(address, "http") {
			continue
		}
		seen[address] = true
		request, err := http.NewRequest(http.MethodGet, address, nil)
		if err != nil {
			b.Fatal(err)
		}
		request.Header.Set("Accept-Encoding", "br")
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		total += int(n)
	}
	for b.Loop() {
	}
	b.ReportMetric(float64(len(seen)), "requests")
	b.ReportMetric(float64(total), "bytes")
	b.ReportMetric(float64(total)/limit, "of-1.5-MB")
	b.ReportMetric(0, "ns/op")
}
