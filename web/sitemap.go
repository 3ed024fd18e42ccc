package web

import (
	"net/http"
	"slices"
	"strings"

	"upgrade101/app"
	"upgrade101/app/lessons"
	"upgrade101/app/model"
	"upgrade101/web/document"
)

// serveSitemap lists the pages for search engines, with absolute addresses as the format requires.
func (s *Site) serveSitemap(w http.ResponseWriter, r *http.Request) {
	origin := s.origin(r)
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, place := range slices.Concat(app.Places(), document.Paths()) {
		if !document.Hidden(place) && !strings.HasSuffix(place, "/"+model.Predict) && !strings.HasPrefix(place, lessons.PredictFolder) && place != "embed" && !strings.HasPrefix(place, "embed/") {
			b.WriteString("<url><loc>" + origin + s.base + place + "</loc></url>\n")
		}
	}
	b.WriteString("</urlset>\n")
	w.Header().Set("Cache-Control", "no-cache")
	newAsset("sitemap.xml", []byte(b.String())).serve(w, r, http.StatusOK)
}

// serveRobots admits every robot and names the sitemap.
func (s *Site) serveRobots(w http.ResponseWriter, r *http.Request) {
	body := string(s.assets["robots.txt"].body[""]) + "Sitemap: " + s.origin(r) + s.base + "sitemap.xml\n"
	w.Header().Set("Cache-Control", "no-cache")
	newAsset("robots.txt", []byte(body)).serve(w, r, http.StatusOK)
}

// origin returns the scheme and host under which the visitor sees this site.
func (s *Site) origin(r *http.Request) string {
	if s.config.Static != nil {
		return s.config.Static.Origin
	}
	scheme, host := s.address(r)
	return scheme + "://" + host
}
