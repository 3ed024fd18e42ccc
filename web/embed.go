package web

import (
	"net/url"
	"slices"
	"strings"
)

// isEmbed: the page at this path is one for iframes on other sites.
func isEmbed(path string) bool { return path == "/embed" || strings.HasPrefix(path, "/embed/") }

// choices are the theme and the view that the query of an embed chooses. iframe.js and boot.js read the query too, for hosts
// that ignore queries; here it is for readers without scripts. Only words from these lists get in.
func choices(query url.Values) (theme, view string) {
	if t := query.Get("theme"); t == "light" || t == "dark" {
		theme = t
	}
	if v := query.Get("view"); slices.Contains([]string{"request", "reply", "findings", "accept"}, v) {
		view = v
	} else if v == "notes" { // the older name
		view = "findings"
	}
	return theme, view
}
