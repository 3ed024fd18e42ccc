// Package document writes the pages that need no program: the reference (a page for each rule, status, field and program with
// its messages, and the lists of them), and the worksheet, solutions and slides of lessons with an overview for teachers, and what there is to say about the site.
// They are made from the same literals as everything else, by html/template.
//
// Each kind of page has two files: its data (rule.go) and its template (templates/rule.html). templates/layout.html surrounds
// all. To add a kind, name its function in pages, and the first part of its paths in Folders.
package document

import (
	"bytes"
	"embed"
	"html/template"
	"slices"
	"strings"
	"sync"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
)

//go:embed templates
var files embed.FS

// Site has the settings of the site that a document needs.
type Site struct {
	Base    string                                                     // path of the site, with a slash at both ends
	Origin  string                                                     // "https://host", for addresses that leave the page; "" for none
	Resolve func(asset string) string                                  // the address of a static file, "/web/app.css"
	Meta    template.HTML                                              // further elements of the head, trusted; "" for none
	Link    func(x handshake.Exchange, policy handshake.Policy) string // the inspector with an exchange in it; "" where a link would not bring it; nil: not offered
}

// page is one document before it is drawn.
type page struct {
	path        string // without a slash in front: "rule/host-missing"
	kind        string // which template draws it
	title       string
	description string // one or two sentences, for search engines
	data        any
}

// pages returns the data of all documents, by path.
var pages = sync.OnceValue(func() map[string]*page {
	all := map[string]*page{}
	for _, p := range slices.Concat(rulePages(), frameRulePages(), statusPages(), fieldPages(), messagePages(), lessonPages(), hopPages(), aboutPages()) {
		all[p.path] = &p
	}
	return all
})

// Paths returns the paths of all documents, sorted, without a leading slash. Those that are Hidden are not in the sitemap.
func Paths() []string {
	var paths []string
	for path := range pages() {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}

// Folders are the first parts of the paths of documents; a test compares them with pages. Those below lesson and predict are
// omitted, because a lesson itself is a page of the inspector. The routes, the page's script and Lookup use this list.
var Folders = []string{"about", "field", "hops", "message", "rule", "rules", "status", "teach"}

// Lookup finds a path: a document; else the path of one with another spelling; else, for the form of a document or a lesson,
// the nearest ones.
func Lookup(path string) (found bool, elsewhere string, nearest []string) {
	if pages()[path] != nil {
		return true, "", nil
	}
	if path == "reference" { // what the navigation calls the rules
		return false, "rules", nil
	}
	folder, name, ok := strings.Cut(path, "/")
	if slug, kind, two := strings.Cut(name, "/"); folder == "lesson" && two {
		if l, ok := lessons.CardBySlug(slug); ok && pages()[l.PredictPath()+"/"+kind] != nil { // where it was before
			return false, l.PredictPath() + "/" + kind, nil
		}
	}
	if one := plurals[folder]; one != "" {
		folder = one
	}
	if !ok || folder != "lesson" && !slices.Contains(Folders, folder) || len(name) > maxName {
		return false, "", nil
	}
	for _, other := range namesIn(folder) {
		if other := folder + "/" + other; other != path && strings.EqualFold(other, folder+"/"+name) {
			return false, other, nil
		}
	}
	return false, "", nearestTo(folder, name)
}

// plurals are likely misspellings of folders, from the titles of their lists.
var plurals = map[string]string{"rules": "rule", "statuses": "status", "fields": "field", "messages": "message", "lessons": "lesson"}

// Render draws the document at a path; nil if there is none. For the same site it draws the same bytes each time.
func Render(path string, site Site) []byte {
	p := pages()[path]
	if p == nil {
		return nil
	}
	return draw(p, site)
}

// RenderMissing draws the page for an unknown path, with the nearest documents. The generic page has neither.
func RenderMissing(path string, nearest []string, site Site) []byte {
	var links []link
	for _, n := range nearest {
		links = append(links, link{Path: n, Text: titleOf(n)})
	}
	return draw(&page{path: path, kind: "missing", title: "404: nothing at this address", data: links}, site)
}

// RenderNotices draws the licences of what upgrade101 contains.
func RenderNotices(text string, site Site) []byte {
	return draw(&page{path: "notices", kind: "notices", title: "Notices", description: "The licences of what Upgrade 101 contains.", data: text}, site)
}

// filling is the data of a template.
type filling struct {
	Site
	Path, Title, Description string
	Section                  string // the folder of the path, which the navigation marks
	Hidden                   bool   // from search engines
	Data                     any
}

func draw(p *page, site Site) []byte {
	section, _, _ := strings.Cut(p.path, "/")
	var b bytes.Buffer
	err := templates()[p.kind].Execute(&b, filling{site, p.path, p.title, p.description, section, Hidden(p.path), p.data})
	if err != nil {
		panic(err) // templates and data are embedded; a test draws every document
	}
	return b.Bytes()
}

// templates are the kinds of document, each with the layout around it.
var templates = sync.OnceValue(func() map[string]*template.Template {
	all := map[string]*template.Template{}
	layout := template.Must(template.New("layout.html").Funcs(functions).ParseFS(files, "templates/layout.html", "templates/parts.html"))
	names, err := files.ReadDir("templates")
	if err != nil {
		panic(err)
	}
	for _, f := range names {
		kind := strings.TrimSuffix(f.Name(), ".html")
		if kind == "layout" || kind == "parts" {
			continue
		}
		all[kind] = template.Must(template.Must(layout.Clone()).ParseFS(files, "templates/"+f.Name()))
	}
	return all
})

// link is another page of the site, and the words that lead to it.
type link struct{ Path, Text string }

var functions = template.FuncMap{
	"dict": func(values ...any) map[string]any {
		m := map[string]any{}
		for i := 0; i+1 < len(values); i += 2 {
			m[values[i].(string)] = values[i+1]
		}
		return m
	},
	"lower":      strings.ToLower,
	"otherPages": otherPages,
	"byTrack":    byTrack,
	"binding":    binding,
	"example": func(site Site, x handshake.Exchange, policy handshake.Policy) string {
		if site.Link == nil {
			return ""
		}
		return site.Link(x, policy)
	},
}
