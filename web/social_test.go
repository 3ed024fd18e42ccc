package web

import (
	"bytes"
	"html"
	"image/png"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"upgrade101/app"
	"upgrade101/app/lessons"
)

func getFrom(t *testing.T, s http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Host = "docs.example"
	s.ServeHTTP(w, r)
	return w
}

// attribute returns the value of an attribute of the first such tag that contains mark.
func attribute(t *testing.T, page, tag, mark, name string) string {
	t.Helper()
	for _, found := range regexp.MustCompile(`<`+tag+` [^>]*>`).FindAllString(page, -1) {
		if strings.Contains(found, mark) {
			if m := regexp.MustCompile(name + `="([^"]*)"`).FindStringSubmatch(found); m != nil {
				return html.UnescapeString(m[1])
			}
		}
	}
	return ""
}

// The page of a lesson has its own title, description, address and picture for searches and previews, and its complete text.
func TestLessonPagesAreToBeFound(t *testing.T) {
	s := newSite(t, Config{Base: "/docs/"})
	pictures := map[string]bool{}
	for _, l := range lessons.All() {
		page := getFrom(t, s, "/docs/lesson/"+l.Slug).Body.String()
		address := "http://docs.example/docs/lesson/" + l.Slug
		title := regexp.MustCompile(`(?s)<title>\s*(.*?)\s*</title>`).FindStringSubmatch(page)
		if title == nil || html.UnescapeString(title[1]) != l.Title+" – Upgrade 101" {
			t.Errorf("%s: title %q", l.Slug, title)
		}
		picture := attribute(t, page, "meta", `"og:image"`, "content")
		for what, got := range map[string][2]string{
			"description":    {attribute(t, page, "meta", `name="description"`, "content"), l.Summary},
			"og:title":       {attribute(t, page, "meta", `"og:title"`, "content"), l.Title + " – Upgrade 101"},
			"og:description": {attribute(t, page, "meta", `"og:description"`, "content"), l.Summary},
			"og:url":         {attribute(t, page, "meta", `"og:url"`, "content"), address},
			"canonical":      {attribute(t, page, "link", `"canonical"`, "href"), address},
			"card":           {attribute(t, page, "meta", `"twitter:card"`, "content"), "summary_large_image"},
			"picture":        {picture, "http://docs.example/docs/web/" + s.Version() + "/social/" + l.Slug + ".png"},
		} {
			if got[0] != got[1] {
				t.Errorf("%s: %s %q, expected %q", l.Slug, what, got[0], got[1])
			}
		}
		if pictures[picture] {
			t.Errorf("%s shares its picture", l.Slug)
		}
		pictures[picture] = true
		for _, id := range []string{"title", "notice", "fixes", "links", "verdict"} {
			if !strings.Contains(page, `id="`+id+`"`) {
				t.Errorf("%s lacks its %s without script", l.Slug, id)
			}
		}
		frame := getFrom(t, s, "/docs/embed/"+l.Slug).Body.String()
		if got := attribute(t, frame, "link", `"canonical"`, "href"); got != address {
			t.Errorf("the frame of %s is known as %q", l.Slug, got)
		}
	}
}

func TestPictures(t *testing.T) {
	s := newSite(t, Config{})
	for _, name := range []string{"home", "glossary", lessons.All()[1].Slug} {
		w := getFrom(t, s, "/web/"+s.Version()+"/social/"+name+".png")
		config, err := png.DecodeConfig(bytes.NewReader(w.Body.Bytes()))
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/png" || err != nil ||
			config.Width != socialWidth || config.Height != socialHeight || w.Body.Len() > 200<<10 {
			t.Errorf("%s: %d %s, %+v, %v, %d bytes", name, w.Code, w.Header().Get("Content-Type"), config, err, w.Body.Len())
		}
	}
	for _, path := range []string{"/web/social/nothing.png", "/web/social/", "/web/social/home", "/web/social/../home.png"} {
		if w := getFrom(t, s, path); w.Code == http.StatusOK {
			t.Errorf("%s is answered with %d bytes", path, w.Body.Len())
		}
	}
	for name, p := range app.Previews() {
		if p.Title == "" || p.About == "" {
			t.Errorf("%s has nothing to show: %+v", name, p)
		}
	}
}

func TestWrap(t *testing.T) {
	fits := func(s string) bool { return len(s) <= 9 }
	for text, want := range map[string]string{
		"":                     "",
		"one two":              "one two",
		"one two three":        "one two|three",
		"one two three four 5": "one two|three …",
		"unbreakable":          "unbreakable",
	} {
		if got := strings.Join(wrap(text, 2, fits), "|"); got != want {
			t.Errorf("%q becomes %q, expected %q", text, got, want)
		}
	}
}

func TestSitemap(t *testing.T) {
	s := newSite(t, Config{Base: "/docs"})
	w := getFrom(t, s, "/docs/sitemap.xml")
	got := w.Body.String()
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/xml" {
		t.Fatalf("the sitemap is %d %s", w.Code, w.Header().Get("Content-Type"))
	}
	paths := []string{"", "glossary"}
	for _, l := range lessons.All() {
		paths = append(paths, "lesson/"+l.Slug)
	}
	for _, path := range paths {
		if !strings.Contains(got, "<loc>http://docs.example/docs/"+path+"</loc>") {
			t.Errorf("the sitemap lacks /%s", path)
		}
	}
	if strings.Contains(got, "embed") {
		t.Error("the sitemap lists pages for iframes")
	}
	if robots := getFrom(t, s, "/docs/robots.txt").Body.String(); !strings.Contains(robots, "\nSitemap: http://docs.example/docs/sitemap.xml\n") {
		t.Errorf("robots.txt is %q", robots)
	}
}

// The page that asks a class to predict tells nothing of the answer: not by its address, title, description or preview. The address of
// before still leads there.
func TestPredictTellsNothing(t *testing.T) {
	s := newSite(t, Config{})
	sitemap := getFrom(t, s, "/sitemap.xml").Body.String()
	teach := getFrom(t, s, "/teach").Body.String()
	for _, l := range lessons.All() {
		path := "/" + l.PredictPath()
		page := getFrom(t, s, path)
		if page.Code != http.StatusOK {
			t.Errorf("%s: %d", path, page.Code)
			continue
		}
		unscripted := regexp.MustCompile(`<a [^>]*href="/lesson/` + l.Slug + `"[^>]*>Show the answers`) // for a reader without JavaScript
		body := unscripted.ReplaceAllString(page.Body.String(), "")
		for _, spoiler := range []string{"/" + l.Slug, html.EscapeString(l.Title), html.EscapeString(l.Summary)} {
			if strings.Contains(body, spoiler) && !strings.Contains(l.Request+l.Response+l.Symptoms[0], spoiler) {
				t.Errorf("%s has %q", path, spoiler)
			}
		}
		if old := getFrom(t, s, "/lesson/"+l.Slug+"/predict"); old.Code != http.StatusOK || !strings.Contains(old.Body.String(), path+`">`) {
			t.Errorf("/lesson/%s/predict is answered %d, or does not name %s as its address", l.Slug, old.Code, path)
		}
		if strings.Contains(sitemap, path+"<") || strings.Contains(sitemap, l.Slug+"/predict") {
			t.Errorf("%s is in the sitemap", path)
		}
	}
	if strings.Contains(teach, "/predict\"") || !strings.Contains(teach, "/predict/") {
		t.Error("/teach hands out links that name the lesson")
	}
}
