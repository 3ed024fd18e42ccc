package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/andybalholm/brotli"

	"upgrade101/web/document"
)

// sampleAccept answers the key of RFC 6455 §1.3.
const sampleAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

// at is the clock of tests.
func at() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }

func newSite(t testing.TB, config Config) *Site {
	t.Helper()
	config.Log, config.Now = slog.New(slog.DiscardHandler), at
	s, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ask sends a request without a body; fields are names and values in turn.
func ask(s http.Handler, method, target string, fields ...string) *http.Response {
	return send(s, method, target, "", fields...)
}

func send(s http.Handler, method, target, body string, fields ...string) *http.Response {
	r := httptest.NewRequest(method, "http://site.example/", strings.NewReader(body))
	r.URL = &url.URL{}
	r.URL.Path, r.URL.RawQuery, _ = strings.Cut(target, "?")
	for i := 0; i < len(fields); i += 2 {
		if fields[i] == "Host" {
			r.Host = fields[i+1]
			continue
		}
		r.Header.Add(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func text(t testing.TB, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestPageIsReadableBeforeItRuns(t *testing.T) {
	s := newSite(t, Config{})
	for _, path := range []string{"/", "/lesson/rfc-sample", "/embed", "/embed/rfc-sample"} {
		r := ask(s, "GET", path)
		page := text(t, r)
		if r.StatusCode != 200 || !strings.Contains(page, sampleAccept) {
			t.Errorf("%s: %d, and the worked example is in it: %v", path, r.StatusCode, strings.Contains(page, sampleAccept))
		}
		if len(r.Cookies()) > 0 {
			t.Errorf("%s sets cookies", path)
		}
	}
}

// Everything that a page loads is there, from this site and of this version.
func TestPageLoadsItsOwnFiles(t *testing.T) {
	for _, base := range []string{"/", "/tools/101/"} {
		s := newSite(t, Config{Base: base})
		page := text(t, ask(s, "GET", base))
		loads := regexp.MustCompile(`<(?:script|link|img)[^>]* (?:src|href)="([^"]*)"`).FindAllStringSubmatch(page, -1)
		if len(loads) < 5 {
			t.Errorf("%s loads %d files, expected more", base, len(loads))
		}
		for _, l := range loads {
			if path := l[1]; !strings.HasPrefix(path, base) || ask(s, "GET", path).StatusCode != 200 {
				t.Errorf("%s loads %q, which is not there", base, path)
			}
		}
	}
}

func TestPaths(t *testing.T) {
	s := newSite(t, Config{})
	kept := "public, max-age=31536000, immutable"
	for _, c := range []struct {
		path        string
		status      int
		contentType string
		cache       string
		contains    string
	}{
		{"/", 200, "text/html; charset=utf-8", "no-cache", "<html"},
		{"/healthz", 200, "text/plain; charset=utf-8", "no-store", "ok\n"},
		{"/robots.txt", 200, "text/plain; charset=utf-8", "no-cache", "User-agent"},
		{"/app-worker.js", 200, "text/javascript; charset=utf-8", "no-cache", s.Version()},
		{"/manifest.webmanifest", 200, "application/manifest+json", "no-cache", "Upgrade 101"},
		{"/favicon.ico", 200, "image/png", "no-cache", "PNG"},
		{"/web/app.css", 200, "text/css; charset=utf-8", "no-cache", "{"},
		{"/web/" + s.Version() + "/app.css", 200, "text/css; charset=utf-8", kept, "{"},
		{"/web/" + s.Version() + "/app.js", 200, "text/javascript; charset=utf-8", kept, s.Version()},
		{"/web/app.js", 200, "text/javascript; charset=utf-8", "no-cache", `const documents = ["` + strings.Join(document.Folders, `","`) + `","notices"];`},
		{"/web/0123456789ab/app.css", 200, "text/css; charset=utf-8", "no-cache", "{"},
		{"/nothing", 404, "text/html; charset=utf-8", "no-cache", "404"},
		{"/lesson/nothing", 404, "text/html; charset=utf-8", "no-cache", "404"},
		{"/web/nothing.css", 404, "text/html; charset=utf-8", "no-cache", "404"},
		{"/web/404.html", 404, "text/html; charset=utf-8", "no-cache", "404"},
		{"/web/../web.go", 404, "text/html; charset=utf-8", "no-cache", "404"},
		{"/ads.txt", 404, "text/html; charset=utf-8", "no-cache", "404"},
		{"/api/nothing", 404, "application/problem+json", "no-store", "/api/inspect"},
	} {
		r := ask(s, "GET", c.path)
		body := text(t, r)
		h := r.Header
		if r.StatusCode != c.status || h.Get("Content-Type") != c.contentType || h.Get("Cache-Control") != c.cache || !strings.Contains(body, c.contains) {
			t.Errorf("%s: %d, %q, %q, %.100q; want %d, %q, %q, with %q", c.path,
				r.StatusCode, h.Get("Content-Type"), h.Get("Cache-Control"), body, c.status, c.contentType, c.cache, c.contains)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: nosniff or no-referrer is missing", c.path)
		}
		if csp := h.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; ") || strings.Contains(csp, "unsafe-inline") || strings.Contains(csp, "'unsafe-eval'") {
			t.Errorf("%s: Content-Security-Policy %q", c.path, csp)
		}
	}
}

// TestAskEarly: the one script in a page is the one that its policy allows, and asks for this version's program.
func TestAskEarly(t *testing.T) {
	s := newSite(t, Config{Base: "/tools/"})
	inline := regexp.MustCompile(`<script data-program="([^"]*)">(.*?)</script>`)
	for path, count := range map[string]int{"/tools/": 1, "/tools/lesson/rfc-sample": 1, "/tools/embed": 0, "/tools/embed/rfc-sample": 0} {
		r := ask(s, "GET", path)
		page := text(t, r)
		found := inline.FindAllStringSubmatch(page, -1)
		if len(found) != count {
			t.Errorf("%s: %d scripts, want %d", path, len(found), count)
		}
		for _, script := range found {
			sum := sha256.Sum256([]byte(script[2]))
			if hash := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(r.Header.Get("Content-Security-Policy"), "script-src 'self' "+hash+" ") {
				t.Errorf("%s: the policy %q does not allow %s, the hash of %q", path, r.Header.Get("Content-Security-Policy"), hash, script[2])
			}
			if want := s.resolve("/web/app.wasm"); script[1] != want {
				t.Errorf("%s asks for %q, want %q", path, script[1], want)
			}
			if rest := inline.ReplaceAllString(page, ""); regexp.MustCompile(`<script[^>]*>[^<]`).MatchString(rest) {
				t.Errorf("%s holds another script", path)
			}
		}
	}
}

func TestWhoMayFrame(t *testing.T) {
	s := newSite(t, Config{})
	for path, ancestors := range map[string]string{"/": "'self'", "/lesson/rfc-sample": "'self'", "/embed": "*", "/embed/rfc-sample": "*", "/embedded": "'self'"} {
		csp := ask(s, "GET", path).Header.Get("Content-Security-Policy")
		if !strings.HasSuffix(csp, "; frame-ancestors "+ancestors) {
			t.Errorf("%s: %q; want frame-ancestors %s", path, csp, ancestors)
		}
	}
}

func TestMethods(t *testing.T) {
	s := newSite(t, Config{})
	for _, c := range []struct{ method, path, allow string }{
		{"POST", "/", "GET, HEAD"},
		{"DELETE", "/healthz", "GET, HEAD"},
		{"PUT", "/web/app.css", "GET, HEAD"},
		{"GET", "/api/inspect", "POST, OPTIONS"},
		{"GET", "/api/try", "POST"},
		{"GET", "/api/peers", "POST"},
	} {
		r := ask(s, c.method, c.path)
		if r.StatusCode != 405 || r.Header.Get("Allow") != c.allow || r.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s: %d, Allow %q; want 405, %q", c.method, c.path, r.StatusCode, r.Header.Get("Allow"), c.allow)
		}
	}
	get, head := ask(s, "GET", "/"), ask(s, "HEAD", "/")
	if head.StatusCode != 200 || text(t, head) != "" || head.Header.Get("Content-Length") != get.Header.Get("Content-Length") {
		t.Errorf("HEAD /: %d with %v", head.StatusCode, head.Header)
	}
}

// Nothing of a request appears in a page, except a known path or choice, and a plain host.
func TestHostileRequests(t *testing.T) {
	s := newSite(t, Config{TrustProxy: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}}) // httptest's clients
	const evil = `"><img src=x onerror=alert(1)>`
	plain := text(t, ask(s, "GET", "/"))
	escaped := url.QueryEscape(evil)
	for _, query := range []string{
		"theme=" + escaped, "view=" + escaped, "readonly=" + escaped, "x=" + escaped, escaped + "=1", escaped,
		"theme=dark&theme=" + escaped + "&x=%ff%00", "%zz", evil, "theme=" + evil, "theme=%0d%0aX:1",
	} {
		page := text(t, ask(s, "GET", "/?"+query))
		if query = strings.SplitN(query, "&", 2)[0]; query == "theme=dark" {
			if want := text(t, ask(s, "GET", "/?theme=dark")); page != want {
				t.Errorf("another theme after the first changes the page")
			}
			continue
		}
		if page != plain {
			t.Errorf("%q changes the page", query)
		}
	}
	for _, path := range []string{"/" + evil, "/lesson/" + evil, "/embed/" + evil, "/web/" + evil, "/lesson/\xff\x00"} {
		if r := ask(s, "GET", path); r.StatusCode != 404 || strings.Contains(text(t, r), "onerror") {
			t.Errorf("%q: %d, or repeated in the page", path, r.StatusCode)
		}
	}
	for _, c := range []struct{ name, value, want string }{
		{"Host", evil, nowhere},
		{"Host", "a.example'; script-src *", nowhere},
		{"Host", "a.example:8000", "a.example:8000"},
		{"Host", "[2001:db8::1]:8000", "[2001:db8::1]:8000"},
		{"X-Forwarded-Host", evil, nowhere},
		{"X-Forwarded-Host", "b.example", "b.example"},
		{"X-Forwarded-Proto", evil, "http://site.example"},
		{"X-Forwarded-Proto", "https", "https://site.example"},
	} {
		r := ask(s, "GET", "/", c.name, c.value)
		page := text(t, r)
		if strings.Contains(page, "onerror") || !strings.Contains(page, c.want) || strings.Contains(r.Header.Get("Content-Security-Policy"), "script-src *") {
			t.Errorf("%s: %s: the page does not say %q, or repeats the field", c.name, c.value, c.want)
		}
	}
}

// Without a trusted proxy, the fields of a proxy do not count.
func TestUntrustedProxy(t *testing.T) {
	s := newSite(t, Config{TrustProxy: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
	if page := text(t, ask(s, "GET", "/", "X-Forwarded-Host", "b.example", "X-Forwarded-Proto", "https")); strings.Contains(page, "b.example") || strings.Contains(page, "https://site.example") {
		t.Error("X-Forwarded-Host or X-Forwarded-Proto is believed")
	}
}

func TestEncodings(t *testing.T) {
	s := newSite(t, Config{})
	for _, path := range []string{"/", "/web/" + s.Version() + "/app.js", "/app-worker.js"} {
		plain := ask(s, "GET", path)
		want, tags := text(t, plain), map[string]string{}
		for _, coding := range []string{"", "br", "gzip"} {
			r := ask(s, "GET", path, "Accept-Encoding", coding)
			tag := r.Header.Get("ETag")
			raw := text(t, r)
			if got := decode(t, coding, raw); got != want || r.Header.Get("Content-Encoding") != coding {
				t.Errorf("%s for %q: Content-Encoding %q, %d bytes decoded; want %d", path, coding, r.Header.Get("Content-Encoding"), len(got), len(want))
			}
			if r.Header.Get("Content-Length") != strconv.Itoa(len(raw)) || r.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s for %q: Content-Length %q, Vary %q", path, coding, r.Header.Get("Content-Length"), r.Header.Get("Vary"))
			}
			if tag == "" || tags[tag] != "" {
				t.Errorf("%s for %q: ETag %s is none or that of another coding", path, coding, tag)
			}
			tags[tag] = coding + " "
			for have, status := range map[string]int{tag: 304, "W/" + tag: 304, `"other", ` + tag: 304, "*": 304, `"other"`: 200, strings.Trim(tag, `"`): 200} {
				r := ask(s, "GET", path, "Accept-Encoding", coding, "If-None-Match", have)
				if r.StatusCode != status || (status == 304) != (text(t, r) == "") || r.Header.Get("ETag") != tag || r.Header.Get("Vary") != "Accept-Encoding" {
					t.Errorf("%s for %q, If-None-Match %s: %d, want %d", path, coding, have, r.StatusCode, status)
				}
			}
		}
		for tag, coding := range tags { // the ETag of one coding is not that of another
			if coding != "br " && ask(s, "GET", path, "Accept-Encoding", "br", "If-None-Match", tag).StatusCode != 200 {
				t.Errorf("%s: the tag of %q is that of br", path, coding)
			}
		}
	}
}

func decode(t *testing.T, coding, body string) string {
	t.Helper()
	var r io.Reader = strings.NewReader(body)
	var err error
	switch coding {
	case "br":
		r = brotli.NewReader(r)
	case "gzip":
		if r, err = gzip.NewReader(r); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestNegotiate(t *testing.T) {
	for accept, want := range map[string]string{
		"":                                "",
		"gzip":                            "gzip",
		"br":                              "br",
		"gzip, deflate, br, zstd":         "br",
		"gzip;q=1.0, br;q=0.5":            "gzip",
		"gzip;q=0.5, br;q=0.5":            "br",
		"br;q=0, gzip":                    "gzip",
		"br;q=0, gzip;q=0":                "",
		"*":                               "br",
		"*;q=0":                           "",
		"br;q=0, *":                       "gzip",
		"identity":                        "",
		"identity, gzip;q=0.5":            "",
		"identity;q=0.5, gzip;q=0.8":      "gzip",
		"identity;q=0, br;q=0, gzip":      "gzip",
		"GZIP ; Q=0.7":                    "gzip",
		"x-gzip":                          "gzip",
		"br;q=two, gzip":                  "gzip",
		"br;q=2, gzip":                    "gzip",
		"br;q=NaN, gzip":                  "gzip",
		"deflate, zstd":                   "",
		"gzip\t;\tq=0.001":                "gzip",
		strings.Repeat(",", 1<<16) + "br": "br",
	} {
		if got := negotiate(accept, codings...); got != want {
			t.Errorf("%.40q: %q, want %q", accept, got, want)
		}
	}
}

func TestAssetsComeInBothCodingsOrNone(t *testing.T) {
	assets, err := loadAssets(fstest.MapFS{
		"a.js": {Data: []byte("a")}, "a.js.br": {Data: []byte("b")}, "a.js.gz": {Data: []byte("g")},
		"half.js": {Data: []byte("a")}, "half.js.gz": {Data: []byte("g")},
		"none.txt": {Data: []byte("a")},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"a.js": 3, "half.js": 1, "none.txt": 1} {
		if got := len(assets[name].body); got != want {
			t.Errorf("%s comes in %d forms, want %d", name, got, want)
		}
	}
	if len(assets) != 3 {
		t.Errorf("%d files, want 3", len(assets))
	}
	before := contentHash(assets)
	assets["none.txt"] = newAsset("none.txt", []byte("b"))
	if contentHash(assets) == before {
		t.Error("the version stays although a file changed")
	}
}

func TestMount(t *testing.T) {
	s := newSite(t, Config{Base: "tools/101"})
	if s.Base() != "/tools/101/" {
		t.Fatalf("base %q", s.Base())
	}
	for path, want := range map[string]int{
		"/tools/101/": 200, "/tools/101/lesson/rfc-sample": 200, "/tools/101/healthz": 200, "/healthz": 200,
		"/tools/101/web/app.css": 200, "/tools/101/app-worker.js": 200,
		"/": 302, "/tools/101": 302, "/web/app.css": 404, "/lesson/rfc-sample": 404, "/tools/1012/": 404, "/tools/101/nothing": 404,
	} {
		r := ask(s, "GET", path)
		if r.StatusCode != want || want == 302 && r.Header.Get("Location") != "/tools/101/" {
			t.Errorf("%s: %d %s, want %d", path, r.StatusCode, r.Header.Get("Location"), want)
		}
	}
	page := text(t, ask(s, "GET", "/tools/101/"))
	for _, m := range regexp.MustCompile(` (?:src|href|content)="(/[^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !strings.HasPrefix(m[1], "/tools/101/") {
			t.Errorf("the page points out of its folder: %q", m[1])
		}
	}
	if !strings.Contains(page, sampleAccept) {
		t.Error("the worked example is missing")
	}
}

// A script behind a style sheet waits for it, and the body for both: so in each page with scripts of its own they come first.
func TestScriptsDoNotWaitForStyle(t *testing.T) {
	s := newSite(t, Config{})
	for _, path := range []string{"/", "/lesson/nginx-strips-upgrade", "/embed", "/embed/rfc-sample", "/embed/nothing", "/rules", "/hops", "/about", "/nothing"} {
		head, _, _ := strings.Cut(text(t, ask(s, "GET", path)), "</head>")
		style := strings.Index(head, `<link rel="stylesheet"`)
		for _, m := range regexp.MustCompile(`<script[^>]* src=[^>]*>`).FindAllStringIndex(head, -1) {
			if script := head[m[0]:m[1]]; m[0] > style && !strings.Contains(script, " defer") {
				t.Errorf("%s: %s is behind the style", path, script)
			}
		}
		if style < 0 || !strings.Contains(head, "/boot.js") {
			t.Errorf("%s has no style, or no boot.js:\n%s", path, head)
		}
	}
}
