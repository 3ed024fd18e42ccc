package web

import (
	"net/url"
	"slices"
	"strings"
)

// isEmbed reports whether the page at a path is for iframes on other sites.
func isEmbed(path string) bool { return path == "/embed" || strings.HasPrefix(path, "/embed/") }

// choices returns the theme and the part that an embed's query chooses, for readers without scripts; iframe.js and boot.js
// read the query, too, for hosts that ignore queries. Only words from these lists are accepted.
func choices(query url.Values) (theme, part string) {
	if t := query.Get("theme"); t == "light" || t == "dark" {
		theme = t
	}
	if v := query.Get("view"); slices.Contains([]string{"request", "reply", "findings", "accept"}, v) {
		part = v
	} else if v == "notes" { // the older name
		part = "findings"
	}
	return theme, part
}
