package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
)

// embedded is web/static at build time. If the build step was not run, it has neither app.wasm nor compressed files, and
// the pages work as pages without script.
//
//go:embed static
var embedded embed.FS

// asset is one file and its encodings, ready to send.
type asset struct {
	contentType string
	hash        string            // of the plain bytes, in hexadecimal
	body        map[string][]byte // by content coding, "" for the plain bytes
}

// codings are those of assets and pages, best first.
var codings = []string{"br", "gzip"}

var contentTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".xml":         "application/xml",
}

func newAsset(name string, body []byte) *asset {
	sum := sha256.Sum256(body)
	contentType := contentTypes[path.Ext(name)]
	if contentType == "" {
		contentType = "application/octet-stream"
	}
	return &asset{contentType, hex.EncodeToString(sum[:8]), map[string][]byte{"": body}}
}

// smallWindow holds nearly every page, 64 KiB. For a larger window brotli clears 32 MiB of tables at level 9, which takes
// ten times as long as the page.
const smallWindow = 16

// compress adds the encodings that the build step did not.
func (a *asset) compress(brotliLevel int) *asset {
	var br, gz bytes.Buffer
	window := 0 // brotli's own choice
	if len(a.body[""]) <= 1<<smallWindow {
		window = smallWindow
	}
	b := brotli.NewWriterOptions(&br, brotli.WriterOptions{Quality: brotliLevel, LGWin: window})
	b.Write(a.body[""])
	b.Close()
	g := gzip.NewWriter(&gz)
	g.Write(a.body[""])
	g.Close()
	a.body["br"], a.body["gzip"] = br.Bytes(), gz.Bytes()
	return a
}

// serve sends the asset in the best coding that the client accepts.
func (a *asset) serve(w http.ResponseWriter, r *http.Request, status int) {
	coding := ""
	if len(a.body) > 1 {
		w.Header().Add("Vary", "Accept-Encoding")
		coding = negotiate(r.Header.Get("Accept-Encoding"), codings...)
	}
	body := a.body[coding]
	etag := `"` + strings.Trim(a.hash+"-"+coding, "-") + `"`
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	if status == http.StatusOK {
		h.Set("ETag", etag)
		if matches(r.Header.Get("If-None-Match"), etag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	if coding != "" {
		h.Set("Content-Encoding", coding)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

// loadAssets reads the files below dir; x.br and x.gz become encodings of x.
func loadAssets(files fs.FS) (map[string]*asset, error) {
	assets := map[string]*asset{}
	encodings := map[string]string{".br": "br", ".gz": "gzip"}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || encodings[path.Ext(name)] != "" {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		a := newAsset(name, body)
		for ext, coding := range encodings {
			if b, err := fs.ReadFile(files, name+ext); err == nil {
				a.body[coding] = b
			}
		}
		if len(a.body) < 3 { // both or none: a client that accepts only one must not get an older file than another client
			a.body = map[string][]byte{"": body}
		}
		assets[name] = a
		return nil
	})
	return assets, err
}

// contentHash identifies this set of files: it changes with any of them.
func contentHash(assets map[string]*asset) string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(assets)) {
		sum.Write([]byte(name + " " + assets[name].hash + "\n"))
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
}

// versioned returns the folder of a version in /web/.
var versioned = regexp.MustCompile(`^([0-9a-f]{12})/(.+)$`)

// slowLink is the time limit for a large file: 1.5 MB at 64 kbit/s.
const slowLink = 4 * time.Minute

// serveStatic serves /web/<name>, which is revalidated on each use, and /web/<version>/<name>, which is cached forever. A
// page of an older version gets today's file rather than none, but must not cache it under the old name.
func (s *Site) serveStatic(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	cache := "no-cache"
	if m := versioned.FindStringSubmatch(name); m != nil {
		name = m[2]
		if m[1] == s.version {
			cache = "public, max-age=31536000, immutable"
		}
	}
	a := s.assets[name]
	if a == nil {
		a = s.pictures.picture(name)
	}
	if a == nil {
		s.notFound(w, r)
		return
	}
	http.NewResponseController(w).SetWriteDeadline(time.Now().Add(slowLink))
	h := w.Header()
	h.Set("Cache-Control", cache)
	// A sandboxed embed has an opaque origin, and a host page may require isolation: both may load these
	// files, which are public.
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if name == "engine.js" || name == "start.js" || name == "precompile.js" { // as workers: their own policy governs what they fetch and run
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'")
	}
	a.serve(w, r, http.StatusOK)
}
