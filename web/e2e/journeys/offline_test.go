//go:build !wasm

package journeys

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"upgrade101/web/e2e/browser"
)

// deployed is a proxy before the site. After deploy, it serves a site of another version: it replaces the version, a part of
// paths, everywhere.
func deployed(t *testing.T) (address string, deploy func()) {
	t.Helper()
	to, err := url.Parse(site)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Get(site + "/")
	if err != nil {
		t.Fatal(err)
	}
	page, _ := io.ReadAll(answer.Body)
	answer.Body.Close()
	found := regexp.MustCompile(`/web/([0-9a-f]{12})/boot\.js`).FindSubmatch(page)
	if found == nil {
		t.Fatal("no version in the page")
	}
	first, second := string(found[1]), "0123456789ab"
	base := to.Path // the pages know it, so that it stays where it is
	to.Path = ""
	var done atomic.Bool
	server := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.URL.Path = strings.ReplaceAll(r.Out.URL.Path, second, first)
			r.Out.URL.RawPath = ""
			r.Out.Header.Del("If-None-Match") // or a file server says that its own, older file has not changed
			r.Out.Header.Del("If-Modified-Since")
			r.Out.Header.Set("Accept-Encoding", "identity")
		},
		ModifyResponse: func(r *http.Response) error {
			if !done.Load() || strings.Contains(r.Header.Get("Content-Type"), "wasm") {
				return nil
			}
			body, err := io.ReadAll(r.Body)
			body = bytes.ReplaceAll(body, []byte(first), []byte(second))
			r.Body = io.NopCloser(bytes.NewReader(body))
			r.Header.Set("Content-Length", strconv.Itoa(len(body)))
			return err
		},
	})
	t.Cleanup(server.Close)
	return server.URL + base, func() { done.Store(true) }
}

func TestANewVersionIsOffered(t *testing.T) {
	address, deploy := deployed(t)
	tab := chromium.Open(t)
	tab.Go(address + "/")
	p := tab.Page()
	p.Settled()
	p.Wait("a service worker in charge", func() (bool, string) {
		return browser.Eval[bool](p, "navigator.serviceWorker.controller !== null"), "none"
	})
	const typed = "GET /mine HTTP/1.1\nHost: a.example\nAuthorization: Bearer abcdefghijklmnop\n"
	p.Find("textbox", "Request").Fill(typed)
	p.See("Not a WebSocket request")
	if text := p.Text(); strings.Contains(text, "newer version") {
		t.Fatal("a newer version is offered on the first visit")
	}

	deploy()
	browser.Eval[bool](p, `document.dispatchEvent(new Event("visibilitychange"))`) // as on coming back to the tab
	p.See("There is a newer version of this page")
	if got := p.Find("textbox", "Request").Value(); got != typed {
		t.Fatalf("the offer left %q in the editor", got)
	}
	p.Find("button", "Reload with the new version").Click()
	p.Wait("the new version", func() (bool, string) {
		s := browser.Eval[string](p, `document.querySelector("script[src*='boot.js']")?.src ?? ""`)
		return strings.Contains(s, "0123456789ab"), s
	})
	p.Settled()
	p.Wait("what was typed", func() (bool, string) {
		v := p.Find("textbox", "Request").Value()
		return v == typed, v
	})
	p.See("Not a WebSocket request")
	if p.Has("button", "Reload with the new version") {
		t.Error("the new version offers itself")
	}
}

// TestOthersCachesAreLeftAlone: of several sites on an origin, the service worker of one does not delete the caches of another.
func TestOthersCachesAreLeftAlone(t *testing.T) {
	address, deploy := deployed(t)
	tab := chromium.Open(t)
	tab.Go(address + "/")
	p := tab.Page()
	p.Settled()
	browser.Eval[bool](p, `(async () => { await caches.open("neighbour"); await navigator.serviceWorker.ready; return true })()`)
	ours := `(async () => (await caches.keys()).filter(k => k.startsWith("upgrade101:")).join(" "))()`
	before := browser.Eval[string](p, ours)
	deploy()
	browser.Eval[bool](p, `document.dispatchEvent(new Event("visibilitychange"))`)
	p.Wait("the cache of the new version alone", func() (bool, string) {
		now := browser.Eval[string](p, ours)
		return now != before && !strings.Contains(now, " "), now
	})
	if !browser.Eval[bool](p, `caches.has("neighbour")`) {
		t.Error("the neighbour's cache is gone")
	}
}
