package web

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app"
)

// nowhere stands for this site's own address in what go-app renders; see address.
const nowhere = "upgrade101.invalid"

// pages renders go-app's pages, each once.
type pages struct {
	handler *goapp.Handler
	cache   *pageCache
}

var register = sync.OnceFunc(func() { app.Register() })

// newPages sets go-app up and takes from it the two scripts it generates. Everything else that its
// handler could serve is ours: style sheet, worker, manifest, icons.
func (s *Site) newPages() {
	register()
	s.takeScripts() // of no version yet: they count in the version like every other file
	s.version = contentHash(s.assets)
	s.takeScripts()
	fill := strings.NewReplacer("{{base}}", s.base, "{{version}}", s.version)
	for _, name := range []string{"worker.js", "404.html"} {
		body := fill.Replace(string(s.assets[name].body[""]))
		if s.config.Static != nil && name == "404.html" {
			body = s.config.Static.page(body)
		}
		s.assets[name] = newAsset(name, []byte(body)).compress(9)
	}
	s.missing = s.assets["404.html"]
	s.framedMiss = newAsset("404.html", bytes.ReplaceAll(s.missing.body[""], []byte("<a "), []byte(`<a target="_blank" rel="noopener" `))).compress(9)
	delete(s.assets, "404.html")
}

// alarm makes go-app announce an update whenever a worker starts, on the very first visit too; boot.js
// compares versions instead.
const alarm = "goappSetupNotifyUpdate(registration);"

func (s *Site) takeScripts() {
	s.pages = &pages{handler: s.goApp(), cache: newPageCache(maxCache)}
	for _, script := range []string{"app.js", "wasm_exec.js"} {
		body := strings.Replace(s.pages.render("/"+script).body.String(), alarm, "", 1)
		if script == "app.js" {
			body = withoutStart(body)
		}
		s.assets[script] = newAsset(script, []byte(body)).compress(9)
	}
}

// goApp is go-app's handler for the pages of this version.
func (s *Site) goApp() *goapp.Handler {
	h := &goapp.Handler{
		Name:        "Upgrade 101",
		ShortName:   "Upgrade 101",
		Title:       "Upgrade 101 – would this request switch protocols?",
		Description: "Paste an HTTP upgrade request or response: see whether it becomes a WebSocket, why, and what a server answers, byte for byte.",
		Domain:      nowhere,
		Image:       "/web/icon-512.png",
		Icon: goapp.Icon{
			Default:  "/web/icon-192.png",
			Large:    "/web/icon-512.png",
			SVG:      "/web/icon.svg",
			Maskable: "/web/icon-maskable.png",
		},
		BackgroundColor:       "#FBFAF7",
		ThemeColor:            "#0B5CAD",
		LoadingLabel:          "Loading the inspector: {progress} %",
		Version:               s.version,
		Resources:             resolver{s},
		ServiceWorkerTemplate: "// served by this site itself",
		RawHeaders:            []string{`<script src="` + s.resolve("/web/boot.js") + `"></script>`, `<script src="` + s.resolve("/web/start.js") + `"></script>`},
	}
	if wasm := s.assets["app.wasm"]; wasm != nil {
		h.WasmContentLength = strconv.Itoa(len(wasm.body[""]))
	}
	return h
}

// resolver tells go-app where its files are.
type resolver struct{ site *Site }

func (r resolver) Resolve(location string) string { return r.site.resolve(location) }

// resolve turns a path of the site into what a browser asks for: below the base path, and files with
// the version in their path, so that they can be kept for good.
func (s *Site) resolve(location string) string {
	switch {
	case !strings.HasPrefix(location, "/"), s.base != "/" && strings.HasPrefix(location, s.base):
		return location
	case location == "/web":
		return s.base + "web/" + s.version
	case location == "/app.css", location == "/app.js", location == "/wasm_exec.js":
		location = "/web" + location
	}
	if file, ok := strings.CutPrefix(location, "/web/"); ok {
		return s.base + "web/" + s.version + "/" + file
	}
	return s.base + location[1:]
}

// foreign are paths for which go-app would fetch a file over the network, from whatever host the
// request names.
var foreign = map[string]bool{"/sitemap.xml": true, "/ads.txt": true, "/robots.txt": true}

func (s *Site) servePage(w http.ResponseWriter, r *http.Request) {
	page := s.page(r)
	if page == nil {
		s.notFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	s.pageHeaders(h, r)
	page.serve(w, r, http.StatusOK)
}

// page finds or renders the page for a request; nil if there is none.
func (s *Site) page(r *http.Request) *asset {
	path := canonical(r.URL.Path)
	if foreign[path] || len(path) > 200 {
		return nil
	}
	scheme, host := s.address(r)
	key := scheme + " " + host + " " + path
	if forFrames(path) {
		key += " " + choices(r.URL.Query())
	}
	return s.pages.cache.get(key, func() *asset { return s.render(r, path) })
}

// render draws a page; nil if there is none.
func (s *Site) render(r *http.Request, path string) *asset {
	scheme, host := s.address(r)
	html := s.pages.render(path)
	if html.status != http.StatusOK || !strings.HasPrefix(html.header.Get("Content-Type"), "text/html") {
		return nil
	}
	body := started(s.mountLinks.Replace(html.body.String()))
	if forFrames(path) {
		body = framed(body, r.URL.Query())
	}
	body = strings.Replace(body, "\n  </head>", s.oEmbedLink(path)+"\n  </head>", 1)
	if s.config.Static != nil {
		body = s.config.Static.page(body)
	}
	body = strings.NewReplacer("https://"+nowhere, scheme+"://"+host,
		url.QueryEscape("https://"+nowhere), url.QueryEscape(scheme+"://"+host)).Replace(body)
	return newAsset("page.html", []byte(body)).compress(5)
}

// canonical is the path that a page is linked by, whichever way a static host would spell it.
func canonical(path string) string {
	path = strings.TrimSuffix(path, "index.html")
	if path != "/" {
		path = strings.TrimSuffix(path, "/")
	}
	return path
}

// newMountLinks puts links of a view below the base path. go-app does that for elements that it writes
// itself, and leaves alone what comes to it as HTML, as the prerendered view does.
func newMountLinks(base string) *strings.Replacer {
	const link, root = ` href="`, "/"
	return strings.NewReplacer(link+base, link+base, link+root, link+base)
}

var plainHost = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9.-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?$`)

// address is where the visitor sees this site. A host that is not plainly one, is not repeated.
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
	if !plainHost.MatchString(host) {
		host = nowhere
	}
	return scheme, host
}

// pageHeaders are those of a page: what it may load, and who may frame it.
func (s *Site) pageHeaders(h http.Header, r *http.Request) {
	scheme, host := s.address(r)
	self, ancestors := "'self'", "'self'"
	if forFrames(r.URL.Path) {
		ancestors = "*"
		self += " " + scheme + "://" + host // in a sandboxed frame WebKit takes nothing for 'self'
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	} else {
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
	}
	// Some Safari versions do not count a socket as 'self'.
	sockets := " ws://" + host + " wss://" + host
	h.Set("Content-Security-Policy", pagePolicy(self, sockets)+"; frame-ancestors "+ancestors)
}

// pagePolicy is the content security policy of a page whose own origin is self, and which may connect to these
// sockets, too.
func pagePolicy(self, sockets string) string {
	return "default-src 'none'; script-src " + self + " 'wasm-unsafe-eval'; style-src " + self + "; " +
		"img-src " + self + " data:; connect-src " + self + sockets + "; manifest-src 'self'; worker-src 'self'; frame-src 'self'; " +
		"base-uri 'none'; form-action 'none'"
}

// notFound answers an unknown path with a page that leads on.
func (s *Site) notFound(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-cache")
	s.pageHeaders(w.Header(), r)
	missing := s.missing
	if forFrames(r.URL.Path) {
		missing = s.framedMiss
	}
	missing.serve(w, r, http.StatusNotFound)
}

// serveRootFile answers one of the static files that have to stand at the root of the site.
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

// rendered is an answer of go-app's handler, kept in memory.
type rendered struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (m *rendered) Header() http.Header         { return m.header }
func (m *rendered) WriteHeader(status int)      { m.status = status }
func (m *rendered) Write(b []byte) (int, error) { return m.body.Write(b) }

// render asks go-app's handler for a path. Nothing else of a visitor's request is passed on.
func (p *pages) render(path string) *rendered {
	m := &rendered{header: http.Header{}, status: http.StatusOK}
	u, err := url.ParseRequestURI(path)
	if err != nil {
		m.status = http.StatusNotFound
		return m
	}
	p.handler.ServeHTTP(m, &http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}, Host: nowhere})
	return m
}
