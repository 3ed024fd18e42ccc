package main

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"upgrade101/app"
	"upgrade101/app/lessons"
	"upgrade101/web"
)

func exported(t *testing.T, config web.Config) fs.FS {
	t.Helper()
	folder := t.TempDir()
	if err := export(config, folder); err != nil {
		t.Fatal(err)
	}
	return os.DirFS(folder)
}

// pages are those that are looked at with every setting.
var pages = []string{"index.html", "lesson/rfc-sample/index.html", "embed/index.html", "404.html"}

// exportedPages writes these alone, which takes a tenth of the time.
func exportedPages(t *testing.T, config web.Config) fs.FS {
	t.Helper()
	site, err := web.New(config)
	if err != nil {
		t.Fatal(err)
	}
	folder, files := t.TempDir(), site.Files()
	for _, name := range pages {
		if err := write(site, site.Base()+files[name], filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	return os.DirFS(folder)
}

var Address = regexp.MustCompile(`\s(?:href|src)="([^"]*)"`)

// A host that does not redirect has a file also where the server redirects from.
func TestFormerAddressesAreFiles(t *testing.T) {
	site, err := web.New(web.Config{Static: &web.Static{}})
	if err != nil {
		t.Fatal(err)
	}
	files := site.Files()
	for _, l := range lessons.All() {
		for _, sheet := range []string{"worksheet", "slides"} {
			former := "lesson/" + l.Slug + "/" + sheet
			w := httptest.NewRecorder()
			site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/"+former, nil))
			if to := w.Header().Get("Location"); to != "/"+files[former+"/index.html"] {
				t.Errorf("/%s redirects to %q, and its file is a copy of %q", former, to, files[former+"/index.html"])
			}
		}
	}
}

// A copy below a path. Every place is a file, and whatever a file links to below the base is a file, too.
func TestEveryLinkIsAFile(t *testing.T) {
	const base = "/docs/upgrade101/"
	files := exported(t, web.Config{Base: base, Static: &web.Static{}})
	saysWhatTheHostDoesNot(t, files, "", "connect-src 'self' ws: wss:;")
	for _, place := range append(app.Places(), "404.html") {
		name := place
		if place != "404.html" {
			name = path.Join(place, "index.html")
		}
		page, err := fs.ReadFile(files, name)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, m := range Address.FindAllStringSubmatch(string(page), -1) {
			at, _, _ := strings.Cut(m[1], "#")
			at, _, _ = strings.Cut(at, "?")
			if strings.HasPrefix(at, "https://") || at == "" {
				continue
			}
			below, inside := strings.CutPrefix(at, base)
			if !inside {
				t.Errorf("%s links to %q, outside of %s", name, m[1], base)
				continue
			}
			info, err := fs.Stat(files, path.Join(".", below))
			if err == nil && info.IsDir() {
				_, err = fs.Stat(files, path.Join(below, "index.html"))
			}
			if err != nil {
				t.Errorf("%s links to %q: %v", name, m[1], err)
			}
		}
	}
}

func TestNoEchoServer(t *testing.T) {
	saysWhatTheHostDoesNot(t, exportedPages(t, web.Config{Static: &web.Static{Echo: "none"}}), "none", "connect-src 'self';")
}

func TestEchoServerAndOriginAreNamed(t *testing.T) {
	const echo = "wss://echo.example/a/b?c"
	files := exportedPages(t, web.Config{Base: "/u", Static: &web.Static{Echo: echo, Origin: "https://docs.example"}})
	saysWhatTheHostDoesNot(t, files, echo, "connect-src 'self' wss://echo.example;")
	page, err := fs.ReadFile(files, "lesson/rfc-sample/index.html")
	if err != nil || !strings.Contains(string(page), `"https://docs.example/u/lesson/rfc-sample`) {
		t.Errorf("the page does not name its own address: %v", err)
	}
}

// saysWhatTheHostDoesNot: a static host sends no policy, so the page holds it, and says that there is no server.
func saysWhatTheHostDoesNot(t *testing.T, files fs.FS, echo, socket string) {
	t.Helper()
	for _, name := range pages {
		page, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		words := strings.ReplaceAll(string(page), "&#39;", "'")
		policy, script := strings.Index(words, socket), strings.Index(words, "<script")
		if policy < 0 || script >= 0 && script < policy {
			t.Errorf("echo %q: %s holds no policy with %s ahead of its scripts", echo, name, socket)
		}
		if !strings.Contains(words, `<meta name="upgrade101-hosting" content="static">`) {
			t.Errorf("%s does not say that it is hosted statically", name)
		}
		if held := strings.Contains(words, `<meta name="upgrade101-echo" content="`+echo+`">`); held != (echo != "") {
			t.Errorf("echo %q: named in %s is %v", echo, name, held)
		}
		if strings.Contains(words, "frame-ancestors") || strings.Contains(words, ".invalid") {
			t.Errorf("%s holds what counts in a field only, or an address that is none", name)
		}
	}
}

func TestSettingsThatCannotBeUsed(t *testing.T) {
	for _, static := range []web.Static{
		{Echo: "https://echo.example"}, {Echo: `wss://a"><script>`}, {Echo: "echo.example"}, {Echo: "any"},
		{Origin: "docs.example"}, {Origin: "https://docs.example/path"}, {Origin: "javascript:alert(1)"},
	} {
		if err := export(web.Config{Static: &static}, t.TempDir()); err == nil {
			t.Errorf("%+v was taken", static)
		}
	}
}

// A copy never goes where something else is.
func TestFolderInUse(t *testing.T) {
	folder := t.TempDir()
	mine := filepath.Join(folder, "mine")
	if err := os.WriteFile(mine, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := export(web.Config{Static: &web.Static{}}, folder); err == nil {
		t.Error("wrote into a folder that is not empty")
	}
}
