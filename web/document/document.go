// Package document writes the pages that need no program: the reference (a page for each rule, status, field and
// program with its messages, and the lists of them), and what goes with lessons: worksheet, key, slides and an overview
// for teachers. They are made of the same literals as everything else, by html/template.
//
// Each kind of page is a file: what it holds (rule.go) and how it is drawn (templates/rule.html). The frame
// around them is templates/layout.html. To add a kind, name its function in pages, and the first part of
// its paths in Folders.
package document

import (
	"bytes"
	"embed"
	"html/template"
	"slices"
	"strings"
	"sync"
)

//go:embed templates
var files embed.FS

// Site is what a document has to know of the site that it is part of.
type Site struct {
	Base    string                                // path of the site, with a slash at both ends
	Origin  string                                // "https://host", for addresses that leave the page; "" for none
	Resolve func(asset string) string             // the address of a static file, "/web/app.css"
	Meta    template.HTML                         // further elements of the head, trusted; "" for none
	Link    func(request, response string) string // the inspector with an exchange in it; nil: not offered
}

// page is one document before it is drawn.
type page struct {
	path        string // without a slash in front: "rule/host-missing"
	kind        string // which template draws it
	title       string
	description string // one or two sentences, for search engines
	data        any
}

// pages are all documents by their path. They are small: the data, not the HTML.
var pages = sync.OnceValue(func() map[string]*page {
	all := map[string]*page{}
	for _, p := range slices.Concat(rulePages(), frameRulePages(), statusPages(), fieldPages(), messagePages(), lessonPages(), hopPages()) {
		all[p.path] = &p
	}
	return all
})

// Paths are the paths of all documents, sorted, without a slash in front. Those that are Hidden are no part of a
// sitemap.
func Paths() []string {
	var paths []string
	for path := range pages() {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}

// Folders are the first parts of the paths of documents; a test compares them with pages. What is below lesson is
// left out, because a lesson itself is a page of the inspector. The routes, the page's script and Lookup take them from here.
var Folders = []string{"field", "hops", "message", "rule", "rules", "status", "teach"}

// Lookup says what is at a path: a document; else a path to go to instead, because only the spelling differs;
// else, where the path has the form of a document or a lesson, the nearest ones.
func Lookup(path string) (found bool, elsewhere string, nearest []string) {
	if pages()[path] != nil {
		return true, "", nil
	}
	folder, name, ok := strings.Cut(path, "/")
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

// plurals are the folders as people guess them from the pages that list what is in them.
var plurals = map[string]string{"rules": "rule", "statuses": "status", "fields": "field", "messages": "message", "lessons": "lesson"}

// Render draws the document at a path; nil where there is none. A frozen site draws the same bytes each time.
func Render(path string, site Site) []byte {
	p := pages()[path]
	if p == nil {
		return nil
	}
	return draw(p, site)
}

// RenderMissing draws what a path leads to where there is no page, with the nearest documents. The page for every such
// path has none, and no path either.
func RenderMissing(path string, nearest []string, site Site) []byte {
	var links []link
	for _, n := range nearest {
		links = append(links, link{Path: n, Text: titleOf(n)})
	}
	return draw(&page{path: path, kind: "missing", title: "404: nothing at this address", data: links}, site)
}

// RenderNotices draws the licences of what upgrade101 contains, which are no data of the program's own.
func RenderNotices(text string, site Site) []byte {
	return draw(&page{path: "notices", kind: "notices", title: "Notices", description: "The licences of what Upgrade 101 contains.", data: text}, site)
}

// filling is what a template gets.
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
		panic(err) // templates and data are ours; every document is drawn in a test
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

// link leads to another page of the site.
type link struct{ Path, Text string }

var functions = template.FuncMap{
	"dict": func(values ...any) map[string]any {
		m := map[string]any{}
		for i := 0; i+1 < len(values); i += 2 {
			m[values[i].(string)] = values[i+1]
		}
		return m
	},
	"lower": strings.ToLower,
}
