package web

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"net/url"
	"path"
	"slices"
	"strings"

	"upgrade101/app"
	"upgrade101/app/lessons"
	"upgrade101/web/document"
)

// Static configures a copy of the pages for static hosting, whose host has neither this site's fields nor its API.
type Static struct {
	Origin string // "https://docs.example": where the copy will be; "" where it is not known
	Echo   string // "wss://echo.example/echo": the live endpoint to offer; "none": none; "": what a visitor types
}

// check returns the fault of the settings. They are written into attributes, so only plain addresses are accepted.
func (st *Static) check() error {
	for _, a := range []struct{ name, address, schemes string }{
		{"origin", st.Origin, "http https"},
		{"echo", st.Echo, "ws wss"},
	} {
		u, err := url.Parse(a.address)
		switch {
		case a.address == "" || a.name == "echo" && a.address == "none":
		case err != nil || !strings.Contains(a.schemes, u.Scheme) || u.Scheme == "" || !plainHost.MatchString(u.Host):
			return fmt.Errorf("%s is %q; expected an address with one of the schemes %s and a host", a.name, a.address, a.schemes)
		case a.name == "origin" && u.Path != "":
			return fmt.Errorf("origin is %q; expected scheme and host alone, the path is the base", a.address)
		}
	}
	return nil
}

// sockets returns those that a page may open, for its policy.
func (st *Static) sockets() string {
	switch u, _ := url.Parse(st.Echo); {
	case st.Echo == "none":
		return ""
	case st.Echo == "":
		return " ws: wss:"
	default:
		return " " + u.Scheme + "://" + u.Host
	}
}

// staticFields are what a page contains because a static host sends no fields.
type staticFields struct{ Policy, Echo string }

func (st *Static) fields() *staticFields {
	return &staticFields{pagePolicy("'self'", st.sockets()), st.Echo}
}

// meta returns elements for a page's head that replace the server's fields.
func (st *Static) meta() template.HTML {
	var b strings.Builder
	if err := pageTemplates.ExecuteTemplate(&b, "static-meta.html", pageData{Static: st.fields()}); err != nil {
		panic(err) // the template is a file of web/pages
	}
	return template.HTML(b.String())
}

// packProgram adds the page's program as a script, for a sandboxed iframe: its origin is opaque, and many static hosts let
// other origins load their scripts but not read their files. See start.js.
func (s *Site) packProgram() {
	if program := s.assets["app.wasm"]; program != nil {
		if program.body["gzip"] == nil {
			program.compress(5)
		}
		packed := base64.StdEncoding.EncodeToString(program.body["gzip"])
		s.assets["app.wasm.js"] = newAsset("app.wasm.js", []byte(`window.packedProgram = "`+packed+"\";\n")).compress(5)
	}
}

// packHops adds the data about proxies as a script, likewise.
func (s *Site) packHops() {
	text, err := json.Marshal(string(s.assets["hops.json"].body[""]))
	if err != nil {
		panic(err) // a string can be encoded
	}
	s.assets["hops.json.js"] = newAsset("hops.json.js", []byte("window.hopsData = "+string(text)+";\n")).compress(5)
}

// Files maps the file names of a copy for static hosting to the paths below the base that they are copies of.
func (s *Site) Files() map[string]string {
	files := map[string]string{
		"404.html":             "404.html", // an unknown path, so that its answer is the page for unknown paths
		"app-worker.js":        "app-worker.js",
		"manifest.webmanifest": "manifest.webmanifest",
		"notices/index.html":   "notices",
		"hops/data.json":       "hops/data.json",
	}
	if static := s.config.Static; static != nil && static.Origin != "" {
		files["sitemap.xml"] = "sitemap.xml"
		for _, l := range lessons.All() {
			files[oEmbedFolder+l.Slug+".json"] = "oembed?url=" + url.QueryEscape(static.Origin+s.base+"lesson/"+l.Slug)
		}
	}
	for _, place := range slices.Concat(app.Places(), document.Paths()) {
		files[path.Join(place, "index.html")] = place
	}
	for _, l := range lessons.All() { // a static host does not redirect from the addresses with the title of the lesson
		for _, sheet := range []string{"worksheet", "slides"} {
			files[path.Join("lesson", l.Slug, sheet, "index.html")] = path.Join(l.PredictPath(), sheet)
		}
	}
	for _, name := range s.pictures.names() {
		files["web/"+s.version+"/"+name] = "web/" + s.version + "/" + name
	}
	for name := range s.assets {
		switch name {
		case "worker.js", "manifest.webmanifest", "robots.txt", "screenshot.png", "notices.txt", "openapi.json":
			continue
		}
		files["web/"+s.version+"/"+name] = "web/" + s.version + "/" + name
		if strings.HasPrefix(name, "icon") || name == "embed.js" { // other sites link to it, so its name is permanent
			files["web/"+name] = "web/" + name
		}
	}
	return files
}
