//go:build !wasm

// Package journeys tests the built site, page by page, in a real browser against the built server; the main journeys are
// wasm_test.go at the top. Journeys look for what a visitor perceives: roles, names, words.
package journeys

import (
	"fmt"
	"os"
	"testing"

	"upgrade101/web/e2e/browser"
)

const program = "../../../bin/upgrade101"

var (
	chromium *browser.Browser
	site     string // "http://127.0.0.1:port", or with -site a path after it
)

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var stop, end func()
		var err error
		if site, stop, err = browser.Site(program); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer stop()
		if chromium, end, err = browser.Start(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer end()
		return m.Run()
	}())
}

// unfold opens a folded part of the page.
func unfold(p browser.Page, title string) { p.Find("DisclosureTriangle", title).Click() }

// visit opens a path of the site and waits until the page can be used.
func visit(t testing.TB, path string) browser.Page {
	t.Helper()
	tab := chromium.Open(t)
	tab.Go(site + path)
	p := tab.Page()
	p.Settled()
	return p
}
