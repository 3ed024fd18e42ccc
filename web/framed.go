package web

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// forFrames: the page at this path is one for frames on other sites.
func forFrames(path string) bool { return path == "/embed" || strings.HasPrefix(path, "/embed/") }

var (
	programScripts = regexp.MustCompile(`\n *<script[^>]*/(?:app|wasm_exec)\.js"[^>]*></script>`)
	loaderIcon     = regexp.MustCompile(`\n *<img[^>]*id="app-wasm-loader-icon"[^>]*>`)
	bootScript     = regexp.MustCompile(`<script( [^>]*/)boot\.js"></script>`)
	startScript    = regexp.MustCompile(`<script( [^>]*/)start\.js"></script>`)
)

// started makes of a page of go-app's, which loads its program at once, one whose program start.js loads and
// runs.
func started(body string) string {
	body = programScripts.ReplaceAllString(body, "")
	return loaderIcon.ReplaceAllString(body, "")
}

// framed makes of such a page one for frames: it shows what its address asks for, and frame.js is more
// reluctant with the program.
func framed(body string, query url.Values) string {
	body = bootScript.ReplaceAllString(body, `<script data-embed${1}boot.js"></script>`)
	body = startScript.ReplaceAllString(body, `<script data-embed${1}start.js"></script>`+"\n    "+`<script${1}frame.js"></script>`)
	return strings.Replace(body, "<html ", "<html "+choices(query), 1)
}

// withoutStart keeps go-app's script from loading the program, because start.js does.
func withoutStart(script string) string {
	const call = "\ngoappInitWebAssembly();\n"
	if strings.Count(script, call) != 1 {
		panic("go-app's app.js starts the program in another way than before; so start.js has to learn it")
	}
	return strings.Replace(script, call, "\n", 1)
}

// choices are what the query of an embed chooses, as attributes. frame.js and boot.js do the same, for hosts
// that know nothing of queries; here it is for readers without scripts. Only words from these lists get in.
func choices(query url.Values) (attributes string) {
	if theme := query.Get("theme"); theme == "light" || theme == "dark" {
		attributes += `data-theme="` + theme + `" `
	}
	if view := query.Get("view"); slices.Contains([]string{"request", "reply", "notes", "accept"}, view) {
		attributes += `data-view="` + view + `" `
	}
	return attributes
}
