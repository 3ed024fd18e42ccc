//go:build !wasm

// Package journeys tests the built site, page by page, in a real browser against the built server; the main journeys are
// wasm_test.go at the top. Journeys look for what a visitor perceives: roles, names, words.
package journeys

import (
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
	os.Exit(browser.Main(m, program, &site, &chromium))
}

// unfold opens a folded part of the page.
func unfold(p browser.Page, title string) { p.Find("DisclosureTriangle", title).Click() }

// visit opens a path of the site and waits until the page can be used.
func visit(t testing.TB, path string) browser.Page {
	t.Helper()
	return chromium.Visit(t, site+path)
}
