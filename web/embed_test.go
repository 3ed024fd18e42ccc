package web

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// An embed loads little at once: neither the program nor what is only shown while the program loads.
func TestEmbedLoadsItsProgramLater(t *testing.T) {
	s := newSite(t, Config{Base: "/tools/"})
	for _, path := range []string{"/tools/embed", "/tools/embed/rfc-sample", "/tools/embed/rfc-sample/"} {
		page := text(t, ask(s, "GET", path))
		var loads []string
		for _, m := range regexp.MustCompile(`<(?:script|img)[^>]* src="/tools/web/[0-9a-f]{12}/([^"]*)"`).FindAllStringSubmatch(page, -1) {
			loads = append(loads, m[1])
		}
		if got := strings.Join(loads, " "); got != "boot.js start.js iframe.js" {
			t.Errorf("%s loads %q; want boot.js, start.js and iframe.js", path, got)
		}
		if strings.Count(page, "<script data-embed src=") != 2 {
			t.Errorf("%s does not tell boot.js and start.js that it is an embed", path)
		}
	}
	if page := text(t, ask(s, "GET", "/tools/lesson/rfc-sample")); !strings.Contains(page, "start.js") || strings.Contains(page, "iframe.js") || strings.Contains(page, "data-embed") {
		t.Error("a page of the site starts as an embed does")
	}
}

func TestChoicesOfAnEmbed(t *testing.T) {
	s := newSite(t, Config{})
	const evil = `"><img src=x onerror=alert(1)>`
	escaped := url.QueryEscape(evil)
	plain := text(t, ask(s, "GET", "/embed"))
	for query, want := range map[string]string{
		"": "<html lang=", "theme=dark": `<html data-theme="dark" lang=`, "theme=light&view=findings": `<html data-theme="light" data-view="findings" lang=`, "view=notes": `<html data-view="findings" lang=`,
		"theme=auto": "<html lang=", "view=full": "<html lang=", "view=" + escaped: "<html lang=", "theme=" + evil: "<html lang=",
		escaped: "<html lang=", "%zz&view=request": `<html data-view="request" lang=`, "view=reply&view=" + escaped: `<html data-view="reply" lang=`,
	} {
		page := text(t, ask(s, "GET", "/embed?"+query))
		if !strings.Contains(page, want) {
			t.Errorf("%q: want %s", query, want)
		}
		// go-app writes the attributes of the body in any order, so the page is not always the same; its length is.
		if len(page[strings.Index(page, "<head>"):]) != len(plain[strings.Index(plain, "<head>"):]) {
			t.Errorf("%q changes more than the choices it may", query)
		}
	}
}

// An embed of an unknown lesson says so, with a link that opens outside the iframe, in which no other page may be shown.
func TestEmbedThatIsNotThere(t *testing.T) {
	s := newSite(t, Config{})
	for path, outside := range map[string]bool{"/embed/nonsense": true, "/lesson/nonsense": false} {
		w := ask(s, "GET", path)
		page := text(t, w)
		if w.StatusCode != 404 || !strings.Contains(page, "nothing at this address") || !strings.Contains(page, `href="/glossary"`) {
			t.Errorf("%s: %d %s", path, w.StatusCode, page)
		}
		if got := strings.Count(page, "<a ") == strings.Count(page, `<a target="_blank"`); got != outside {
			t.Errorf("%s: its links open a page of their own: %t, want %t", path, got, outside)
		}
	}
}
