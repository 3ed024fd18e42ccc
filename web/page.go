package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"upgrade101/app"
	"upgrade101/web/document"
	"upgrade101/web/live"
	"upgrade101/web/visitor"
)

// nowhere is the host of an unknown address; see address.
const nowhere = "upgrade101.invalid"

//go:embed pages
var templates embed.FS

var pageTemplates = template.Must(template.ParseFS(templates, "pages/*.html"))

// askEarly requests the page's program before style and scripts, a second earlier on a slow link; start.js uses the
// response. A script file would be too late, and a link in the HTML would ignore the wish to save data. The page's policy
// allows exactly this text, by its hash.
const askEarly = `navigator.connection?.saveData || (programAsked = fetch(document.currentScript.dataset.program, { priority: "low" })).catch(() => {})`

var askEarlyHash = func() string {
	sum := sha256.Sum256([]byte(askEarly))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}()

// pageData is what the templates of web/pages get.
type pageData struct {
	app.Prerendered
	Body        template.HTML
	Base        string        // path of the site, with a slash at both ends
	Files       string        // folder of the files of this version
	Origin      string        // "https://host" of this site, "" where it is not known
	Path        string        // the page's own, below the origin
	OEmbed      string        // address of the description of its iframe; "" for none
	Embed       bool          // the page is for iframes on other sites
	Theme, Part string        // chosen by an iframe's query; "" for none
	Static      *staticFields // on a static host; nil if upgrade101 serves
	AskEarly    template.JS
}

// fillFiles inserts the folders of documents, the base and the version into the few files that name them. The version is
// the hash of the files before that.
func (s *Site) fillFiles() {
	folders, err := json.Marshal(append(slices.Clone(document.Folders), "notices"))
	if err != nil {
		panic(err) // strings
	}
	script := s.assets["app.js"].body[""]
	s.assets["app.js"] = newAsset("app.js", bytes.Replace(script, []byte("{{documents}}"), folders, 1))
	s.version = contentHash(s.assets)
	program := "0"
	if wasm := s.assets["app.wasm"]; wasm != nil {
		program = strconv.Itoa(len(wasm.body[""]))
	}
	fill := strings.NewReplacer("{{base}}", s.base, "{{version}}", s.version, "{{wasm-length}}", program)
	for _, name := range []string{"app.js", "worker.js"} {
		s.assets[name] = newAsset(name, []byte(fill.Replace(string(s.assets[name].body[""])))).compress(9)
	}
	s.missing = newAsset("missing.html", document.RenderMissing("", nil, s.documentSite(""))).compress(9)
	s.iframeMiss = s.write("missing.html", pageData{}, 9)
}

// write writes a page of this site.
func (s *Site) write(name string, d pageData, brotliLevel int) *asset {
	d.Base, d.Files, d.AskEarly = s.base, s.resolve("/web/"), askEarly
	if st := s.config.Static; st != nil {
		d.Static = st.fields()
	}
	var b bytes.Buffer
	if err := pageTemplates.ExecuteTemplate(&b, name, d); err != nil {
		panic(err) // templates and data are embedded, and a test writes each
	}
	return newAsset("page.html", b.Bytes()).compress(brotliLevel)
}

// resolve turns a path of the site into the one that a browser requests: below the base path, and for files with the
// version, so that they can be cached forever.
func (s *Site) resolve(location string) string {
	switch {
	case !strings.HasPrefix(location, "/"), s.base != "/" && strings.HasPrefix(location, s.base):
		return location
	}
	if file, ok := strings.CutPrefix(location, "/web/"); ok {
		return s.base + "web/" + s.version + "/" + file
	}
	return s.base + location[1:]
}

func (s *Site) servePage(w http.ResponseWriter, r *http.Request) {
	page := s.page(r)
	if page == nil {
		s.serveDocument(w, r) // which finds the nearest document, or answers 404
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	s.pageFields(h, r)
	page.serve(w, r, http.StatusOK)
}

// page finds or renders the page for a request; nil if there is none.
func (s *Site) page(r *http.Request) *asset {
	path := canonical(r.URL.Path)
	theme, part := "", ""
	if isEmbed(path) {
		theme, part = choices(r.URL.Query())
	}
	r, key := s.renderFor(r, "page "+path+" "+theme+" "+part)
	return s.pages.get(key, func() *asset {
		page, ok := app.Prerender(strings.TrimPrefix(path, "/"))
		if !ok {
			return nil
		}
		d := pageData{Prerendered: page, Origin: s.origin(r), OEmbed: s.oEmbedAddress(r, path), Embed: isEmbed(path), Theme: theme, Part: part}
		d.Body = template.HTML(body(page.Body, s.base, page.Fields))
		d.Path, d.Canonical, d.Picture = s.resolve(path), s.resolve(page.Canonical), s.resolve(page.Picture)
		return s.write("page.html", d, 5)
	})
}

// renderFor returns the request to render a page for, and its cache key: pages contain the site's address, so each
// address has its own. Rendering costs milliseconds and clients can invent addresses, so beyond a rate a visitor gets the
// page without an address.
func (s *Site) renderFor(r *http.Request, page string) (*http.Request, string) {
	scheme, host := s.address(r)
	key := page + " " + scheme + " " + host
	if s.pages.has(key) {
		return r, key
	}
	if _, ok := s.limits.visitors.Spend(s.visitor(r), visitor.Pages, 1); ok {
		return r, key
	}
	r = r.Clone(r.Context())
	r.Host = ""
	r.Header.Del("X-Forwarded-Host")
	return r, page + " " + scheme + " " + nowhere
}

// canonical returns the path by which a page is linked, also for the spelling of a static host.
func canonical(path string) string {
	path = strings.TrimSuffix(path, "index.html")
	if path != "/" {
		path = strings.TrimSuffix(path, "/")
	}
	return path
}

var plainHost = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9.-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?$`)

// address returns the scheme and host under which the visitor sees this site, or nowhere if the host has unusual
// characters or is not one of the site's.
func (s *Site) address(r *http.Request) (scheme, host string) {
	scheme, host = "http", r.Host
	if r.TLS != nil {
		scheme = "https"
	}
	if s.fromProxy(r) {
		if p := r.Header.Get("X-Forwarded-Proto"); p == "http" || p == "https" {
			scheme = p
		}
		if h := r.Header.Get("X-Forwarded-Host"); h != "" {
			host = h
		}
	}
	if !plainHost.MatchString(host) || !live.Named(s.config.Hosts, host) {
		host = nowhere
	}
	return scheme, host
}

// pageFields sets a page's fields: what it may load, and which sites may embed it.
func (s *Site) pageFields(h http.Header, r *http.Request) {
	scheme, host := s.address(r)
	self, ancestors := "'self'", "'self'"
	if isEmbed(r.URL.Path) {
		ancestors = "*"
		self += " " + scheme + "://" + host // in a sandboxed iframe WebKit takes nothing for 'self'
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	} else {
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
	}
	// Some Safari versions do not count a socket as 'self'.
	sockets := " ws://" + host + " wss://" + host
	h.Set("Content-Security-Policy", pagePolicy(self, sockets)+"; frame-ancestors "+ancestors)
}

// pagePolicy returns the content security policy of a page with origin self that may also connect to these sockets.
func pagePolicy(self, sockets string) string {
	return "default-src 'none'; script-src " + self + " " + askEarlyHash + " 'wasm-unsafe-eval'; style-src " + self + "; " +
		"img-src " + self + " data:; connect-src " + self + sockets + "; manifest-src 'self'; worker-src 'self'; frame-src 'self'; " +
		"base-uri 'none'; form-action 'none'"
}

// notFound answers an unknown path with a page of links.
func (s *Site) notFound(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-cache")
	s.pageFields(w.Header(), r)
	missing := s.missing
	if isEmbed(r.URL.Path) {
		missing = s.iframeMiss
	}
	missing.serve(w, r, http.StatusNotFound)
}

// serveRootFile serves a static file that must be at the root of the site.
func (s *Site) serveRootFile(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("Access-Control-Allow-Origin", "*")
		if name == "worker.js" { // its own policy governs what it fetches
			w.Header().Set("Content-Security-Policy", "default-src 'none'; connect-src 'self'")
		}
		s.assets[name].serve(w, r, http.StatusOK)
	}
}
