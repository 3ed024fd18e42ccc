package web

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func TestOEmbed(t *testing.T) {
	s := newSite(t, Config{Base: "/u/"})
	const own = "http://site.example/u/"
	for _, c := range []struct {
		query  string
		status int
		want   string // in the iframe
	}{
		{"url=" + own + "lesson/rfc-sample", 200, `src="` + own + `embed/rfc-sample"`},
		{"url=" + own + "lesson/rfc-sample/&format=json&maxwidth=400&maxheight=300", 200, `width="400" height="300"`},
		{"url=" + own + "embed/rfc-sample&maxwidth=4000", 200, `width="720" height="420"`},
		{"url=" + url.QueryEscape(own+"#v1.abc_-1"), 200, `src="` + own + `embed#v1.abc_-1"`},
		{"url=" + url.QueryEscape(own+`#v1."><script>`), 200, `src="` + own + `embed"`},
		{"url=" + own + "lesson/nothing", 404, ""},
		{"url=" + own + "api/inspect", 404, ""},
		{"url=http://other.example/u/lesson/rfc-sample", 404, ""},
		{"url=http://site.example/lesson/rfc-sample", 404, ""},
		{"url=https://site.example/u/lesson/rfc-sample", 404, ""},
		{"", 404, ""},
		{"url=" + own + "lesson/rfc-sample&format=xml", 501, ""},
		{"url=" + own + "lesson/rfc-sample&maxwidth=0", 400, ""},
		{"url=" + own + "lesson/rfc-sample&maxheight=high", 400, ""},
	} {
		r := ask(s, "GET", "/u/oembed?"+c.query)
		body := text(t, r)
		if r.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", c.query, r.StatusCode, c.status)
			continue
		}
		if c.status != 200 {
			continue
		}
		var got oEmbed
		if err := json.Unmarshal([]byte(body), &got); err != nil || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s: %v, %s", c.query, err, r.Header.Get("Content-Type"))
		}
		if got.Version != "1.0" || got.Type != "rich" || !strings.Contains(got.HTML, c.want) || strings.Contains(got.HTML, "script>") {
			t.Errorf("%s: %+v; want %s in it", c.query, got, c.want)
		}
	}
}

// The page of a lesson links to the oEmbed description of its embed.
func TestOEmbedIsDiscovered(t *testing.T) {
	s := newSite(t, Config{Base: "/u/"})
	page := text(t, ask(s, "GET", "/u/lesson/rfc-sample"))
	found := regexp.MustCompile(`<link rel="alternate" type="application/json\+oembed" href="http://site.example([^"]*)">`).FindStringSubmatch(page)
	if found == nil {
		t.Fatal("the page names no oEmbed address")
	}
	var got oEmbed
	if err := json.Unmarshal([]byte(text(t, ask(s, "GET", html.UnescapeString(found[1])))), &got); err != nil || !strings.Contains(got.HTML, "/u/embed/rfc-sample") {
		t.Errorf("%v: %+v", err, got)
	}
	if page := text(t, ask(s, "GET", "/u/embed/rfc-sample")); strings.Contains(page, "json+oembed") {
		t.Error("an iframe names itself as embeddable")
	}
}

func TestOEmbedOnAStaticHost(t *testing.T) {
	s := newSite(t, Config{Base: "/u/", Static: &Static{Origin: "https://docs.example"}})
	const file = "oembed/rfc-sample.json"
	if page := text(t, ask(s, "GET", "/u/lesson/rfc-sample")); !strings.Contains(page, `href="https://docs.example/u/`+file+`"`) {
		t.Error("the page does not name the file")
	}
	if got := text(t, ask(s, "GET", "/u/"+s.Files()[file])); !strings.Contains(got, "https://docs.example/u/embed/rfc-sample") {
		t.Errorf("the file would hold %s", got)
	}
	nowhere := newSite(t, Config{Static: &Static{}})
	if page := text(t, ask(nowhere, "GET", "/lesson/rfc-sample")); strings.Contains(page, "oembed") || nowhere.Files()[file] != "" {
		t.Error("without an origin there is no address to describe")
	}
}
