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
)

// framed makes of a page one for frames: it shows what its address asks for, and loads its program when
// somebody wants it, which frame.js sees to.
func framed(body string, query url.Values) string {
	body = programScripts.ReplaceAllString(body, "")
	body = loaderIcon.ReplaceAllString(body, "")
	body = bootScript.ReplaceAllString(body, `<script data-embed${1}boot.js"></script>`+"\n    "+`<script${1}frame.js"></script>`)
	return strings.Replace(body, "<html ", "<html "+choices(query), 1)
}

// startsItself keeps go-app's script from loading the program where frame.js does.
func startsItself(script string) string {
	const call = "\ngoappInitWebAssembly();\n"
	if strings.Count(script, call) != 1 {
		panic("go-app's app.js starts the program in another way than before; so frame.js has to learn it")
	}
	return strings.Replace(script, call, "\nif (!window.startsItself) goappInitWebAssembly();\n", 1)
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
