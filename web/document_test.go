package web

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestReference(t *testing.T) {
	s := newSite(t, Config{Base: "/tools/"})
	for path, want := range map[string]int{
		"/tools/rules": 200, "/tools/rule/host-missing": 200, "/tools/rule/host-missing/": 200, "/tools/status/426": 200,
		"/tools/field/Upgrade": 200, "/tools/field/upgrade": 308, "/tools/rule/host-mising": 404, "/tools/rule/%3Fx": 404, "/tools/rule/host-missing/x": 404,
	} {
		r := ask(s, "GET", path)
		if r.StatusCode != want {
			t.Errorf("%s: %d; want %d", path, r.StatusCode, want)
		}
		if want == 308 && r.Header.Get("Location") != "/tools/field/Upgrade" {
			t.Errorf("%s leads to %s", path, r.Header.Get("Location"))
		}
		if page := text(t, r); want == 404 && strings.Contains(path, "mising") && !strings.Contains(page, `"/tools/rule/host-missing"`) {
			t.Errorf("%s does not name the nearest", path)
		}
		if want != 308 && !strings.Contains(r.Header.Get("Content-Security-Policy"), "script-src 'self'") {
			t.Errorf("%s has the policy %q", path, r.Header.Get("Content-Security-Policy"))
		}
	}
}

// Walking the whole sitemap twice renders every page once.
func TestSitemapIsRenderedOnce(t *testing.T) {
	s := newSite(t, Config{NoLimits: true}) // a walk as fast as this looks like invented hosts
	sitemap := text(t, ask(s, "GET", "/sitemap.xml"))
	addresses := regexp.MustCompile(`<loc>http://site\.example(/[^<]*)</loc>`).FindAllStringSubmatch(sitemap, -1)
	if len(addresses) < 300 {
		t.Fatalf("the sitemap has %d pages", len(addresses))
	}
	titles := map[string]string{}
	title := regexp.MustCompile(`<title>([^<]*)</title>`)
	for round := range 2 {
		before := len(s.pages.pages)
		for _, a := range addresses {
			r := ask(s, "GET", a[1])
			page := text(t, r)
			if r.StatusCode != http.StatusOK {
				t.Fatalf("%s: %d", a[1], r.StatusCode)
			}
			if round > 0 {
				continue
			}
			name := title.FindStringSubmatch(page)
			if name == nil || titles[name[1]] != "" {
				t.Errorf("%s has no title of its own: %q, as %s", a[1], name, titles[name[1]])
				continue
			}
			titles[name[1]] = a[1]
		}
		if now := len(s.pages.pages); round == 0 && now != len(addresses) || round == 1 && now != before {
			t.Errorf("round %d: %d pages are kept, of %d", round, now, len(addresses))
		}
	}
	if s.pages.bytes > maxCache/3 {
		t.Errorf("all pages take %d bytes of %d", s.pages.bytes, maxCache)
	}
}

// The page and the documents have the same navigation and the same footer; the documents' are in templates/layout.html.
func TestNavigationIsTheSame(t *testing.T) {
	s := newSite(t, Config{})
	page, doc := text(t, ask(s, "GET", "/")), text(t, ask(s, "GET", "/rules"))
	link := regexp.MustCompile(`<a\b[^>]*\bhref="([^"#]*)[^"]*"[^>]*>([^<]*)</a>`)
	for _, part := range []struct{ begin, end string }{
		{`<nav aria-label="Main">`, "</nav>"},
		{`<footer class="bottom">`, "</footer>"},
	} {
		links := func(html string) (all []string) {
			_, html, _ = strings.Cut(html, part.begin)
			html, _, _ = strings.Cut(html, part.end)
			for _, l := range link.FindAllStringSubmatch(html, -1) {
				all = append(all, l[2]+" "+l[1])
			}
			return all
		}
		if a, b := links(page), links(doc); len(a) < 3 || !slices.Equal(a, b) {
			t.Errorf("%s: the page links to %q, a document to %q", part.begin, a, b)
		}
	}
}
