// Package web serves everything over HTTP: the pages, the static files, the API and the live endpoint.
//
//	routes                       web.go, Site.routes; start and stop: serve.go
//	API                          api.go (inspect), api_try.go, api_peers.go, api_hops.go; errors: problem.go
//	limits                       limits.go, kept in package visitor; proxies that are believed: proxy.go
//	pages drawn by package app   page.go, body.go, pagecache.go; in an iframe: embed.go, oembed.go
//	documents                    document.go, notices.go; package document has their words
//	files and content codings    static.go, negotiate.go
//	a copy for a static host     hosting.go; web/build/export writes it
//	search engines, previews     sitemap.go, social.go
package web

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"strings"
	"sync"
	"time"

	"upgrade101/handshake/hop/programs"
	"upgrade101/web/document"
	"upgrade101/web/live"
)

// Config is what an operator decides. The zero value serves at "/" with every limit in force.
type Config struct {
	Base       string         // path the site is mounted at behind a reverse proxy; "" is "/"
	TrustProxy []netip.Prefix // whose X-Forwarded-* fields are believed
	MaxMessage int            // bytes in a message of the live endpoint; 0: 65,536
	Takeover   int            // sessions with which context takeover is agreed to; 0: 1,000; negative: never
	Hosts      []string       // names by which /wire, /api/try and /api/peers can be called; nil: any
	NoLimits   bool           // no rates, no session length; sizes stay bounded
	Static     *Static        // settings of a copy for static hosting; nil if upgrade101 serves
	Engine     []byte         // web/live/inpage, compiled, to run in a page without a server; nil: not offered
	Log        *slog.Logger   // nil: slog.Default()

	maxConnections int // in all; 0: what the limit of open files allows, 12,000 at most
	Now            func() time.Time
}

// Site serves every path of the public surface.
type Site struct {
	config     Config
	base       string // with a slash at both ends
	version    string
	assets     map[string]*asset
	pages      *pageCache
	pictures   *pictures
	missing    *asset // the page for an unknown path
	iframeMiss *asset // likewise in an iframe, from which links lead out
	live       *live.Engine
	limits     *limits
	handler    http.Handler
}

// hopsFile are the recordings of /hops/data.json, packed once.
var hopsFile = sync.OnceValue(func() *asset { return newAsset("hops.json", programs.Whole()).compress(5) })

// New makes a site. It fails only if the embedded files are broken.
func New(config Config) (*Site, error) {
	if config.Log == nil {
		config.Log = slog.Default()
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.MaxMessage == 0 {
		config.MaxMessage = 64 << 10
	}
	base, err := cleanBase(config.Base)
	if err != nil {
		return nil, err
	}
	s := &Site{config: config, base: base}
	files, err := fs.Sub(embedded, "static")
	if err != nil {
		return nil, err
	}
	if s.assets, err = loadAssets(files); err != nil {
		return nil, err
	}
	if s.assets["app.wasm"] == nil {
		config.Log.Warn("built without app.wasm: pages can be read, but not used", "fix", "make build")
	}
	if config.Engine != nil {
		s.assets["engine.wasm"] = newAsset("engine.wasm", config.Engine).compress(5)
	}
	s.assets["hops.json"] = hopsFile()
	if config.Static != nil {
		if err := config.Static.check(); err != nil {
			return nil, err
		}
		s.packProgram()
		s.packHops()
	}
	s.pages = newPageCache(maxCache)
	s.fillFiles()
	s.pictures = allPictures()
	shares := live.Limits{Message: int64(config.MaxMessage), Takeover: config.Takeover, Connections: s.maxConnections(), Unlimited: config.NoLimits}
	s.limits = newLimits(shares)
	s.live = live.New(live.Config{
		Base:       s.base,
		Hosts:      config.Hosts,
		TrustProxy: config.TrustProxy,
		Limits:     shares,
		Visitors:   s.limits.visitors,
		Log:        config.Log,
		Now:        config.Now,
	})
	s.handler = s.routes()
	return s, nil
}

// Version is the content hash of everything the browser loads.
func (s *Site) Version() string { return s.version }

func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.handler.ServeHTTP(w, r)
}

// Counts returns the counters of the live endpoint, and how often each limit of the API was reached.
func (s *Site) Counts() live.Counts { return s.live.Counts() }

// listener takes connections for the live endpoint from l. An http.Server with this site as its handler serves the others
// from the returned listener.
func (s *Site) listener(l net.Listener) (net.Listener, error) {
	if err := s.live.Loopback(); err != nil {
		return nil, err
	}
	return s.live.Listener(l), nil
}

// Shutdown ends the sessions of the live endpoint, which http.Server.Shutdown does not know.
func (s *Site) Shutdown(ctx context.Context) error { return s.live.Shutdown(ctx) }

func (s *Site) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", only(s.serveHealth, http.MethodGet))
	mux.HandleFunc("/web/{name...}", only(s.serveStatic, http.MethodGet))
	mux.HandleFunc("/app-worker.js", only(s.serveRootFile("worker.js"), http.MethodGet))
	mux.HandleFunc("/manifest.webmanifest", only(s.serveRootFile("manifest.webmanifest"), http.MethodGet))
	mux.HandleFunc("/robots.txt", only(s.serveRobots, http.MethodGet))
	mux.HandleFunc("/sitemap.xml", only(s.serveSitemap, http.MethodGet))
	mux.HandleFunc("/favicon.ico", only(s.serveRootFile("icon-192.png"), http.MethodGet))
	mux.HandleFunc("/api/inspect", s.anyOrigin(s.serveInspect))
	mux.HandleFunc("/api/try", s.sameOrigin(s.serveTry))
	mux.HandleFunc("/api/peers", s.sameOrigin(s.servePeers))
	mux.HandleFunc("/api/hops", s.hops(s.anyOrigin(s.serveHops)))
	mux.HandleFunc("/hops/data.json", only(s.serveHopsData, http.MethodGet))
	for _, folder := range document.Folders {
		mux.HandleFunc("/"+folder, only(s.serveDocument, http.MethodGet))
		mux.HandleFunc("/"+folder+"/", only(s.serveDocument, http.MethodGet))
	}
	for _, path := range []string{"/lesson/{slug}/key", "/predict/{number}/worksheet", "/predict/{number}/slides", "/lesson/{slug}/worksheet", "/lesson/{slug}/slides"} {
		mux.HandleFunc(path, only(s.serveDocument, http.MethodGet))
	}
	mux.HandleFunc("/notices", only(s.serveNotices, http.MethodGet))
	mux.HandleFunc("/oembed", only(s.serveOEmbed, http.MethodGet))
	mux.Handle("/echo", s.live)
	mux.Handle("/wire", s.live)
	mux.HandleFunc("/api/openapi.json", only(s.serveOpenAPI, http.MethodGet))
	mux.HandleFunc("/api/", s.serveUnknownAPI)
	mux.HandleFunc("/", only(s.servePage, http.MethodGet))

	var h http.Handler = mux
	if s.base != "/" {
		h = s.mount(h)
	}
	return withFields(s.recovered(s.canonical(h)))
}

// canonical refuses alternative spellings of paths: with an escape, an empty segment or a dot segment. The site has no such
// paths, and code that decodes or cleans a path must not disagree with code that does not.
func (s *Site) canonical(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := r.URL.EscapedPath()
		if strings.Contains(p, "%") || strings.Contains(p, "//") || strings.Contains(p+"/", "/./") || strings.Contains(p+"/", "/../") {
			s.notFound(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// cleanBase returns a base path with a slash at both ends. It is written into pages, scripts and redirects as it is, so it
// must not have characters with a meaning there.
func cleanBase(base string) (string, error) {
	trimmed := strings.Trim(base, "/")
	if trimmed == "" {
		return "/", nil
	}
	for segment := range strings.SplitSeq(trimmed, "/") {
		if !plainSegment.MatchString(segment) {
			return "", fmt.Errorf("the base path is %q; expected segments of letters, digits and -._~ between slashes, such as /tools/upgrade/", base)
		}
	}
	return "/" + trimmed + "/", nil
}

var plainSegment = regexp.MustCompile(`^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$`)

// mount serves h below the base path and redirects other paths there.
func (s *Site) mount(h http.Handler) http.Handler {
	inside := http.StripPrefix(strings.TrimSuffix(s.base, "/"), h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, s.base):
			inside.ServeHTTP(w, r)
		case r.URL.Path == "/healthz":
			s.serveHealth(w, r)
		case r.URL.Path == "/" || r.URL.Path+"/" == s.base:
			http.Redirect(w, r, s.base, http.StatusFound)
		default:
			s.notFound(w, r)
		}
	})
}

// withFields sets the fields of every answer; a handler may replace them.
func withFields(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		next.ServeHTTP(w, r)
	})
}

// only sends 405 for methods other than these; HEAD comes with GET.
func only(next http.HandlerFunc, methods ...string) http.HandlerFunc {
	allow := strings.Join(methods, ", ")
	if methods[0] == http.MethodGet {
		allow = "GET, HEAD"
	}
	return func(w http.ResponseWriter, r *http.Request) {
		for m := range strings.SplitSeq(allow, ", ") {
			if r.Method == m {
				next(w, r)
				return
			}
		}
		w.Header().Set("Allow", allow)
		fail(w, http.StatusMethodNotAllowed, "%s is not answered here; use %s", r.Method, allow)
	}
}

func (s *Site) serveHealth(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Write([]byte("ok\n"))
}

// Base returns the path at which the site is mounted, with a slash at both ends.
func (s *Site) Base() string { return s.base }
