package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
)

// oEmbed (oembed.com, version 1.0): other sites' software turns a lesson's address into its iframe.

// iframeWidth is the width of an iframe in px if the consumer gives no maximum.
const iframeWidth = 720

type oEmbed struct {
	Version      string `json:"version"`
	Type         string `json:"type"`
	Title        string `json:"title"`
	ProviderName string `json:"provider_name"`
	ProviderURL  string `json:"provider_url"`
	CacheAge     int    `json:"cache_age"` // seconds
	HTML         string `json:"html"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
}

// oEmbedFolder has the answers for lessons in a copy for static hosting, one file each.
const oEmbedFolder = "oembed/"

// oEmbedAddress returns the address of the description of a lesson's iframe; "" for other pages, and if this site's
// address is unknown.
func (s *Site) oEmbedAddress(r *http.Request, path string) string {
	slug, lesson := strings.CutPrefix(path, "/lesson/")
	origin := s.origin(r)
	if !lesson || strings.Contains(slug, "/") || origin == "" {
		return ""
	}
	if s.config.Static != nil {
		return origin + s.base + oEmbedFolder + slug + ".json"
	}
	return origin + s.base + "oembed?format=json&url=" + url.QueryEscape(origin+s.base+"lesson/"+slug)
}

var sharedState = regexp.MustCompile(`^v1\.[A-Za-z0-9_-]+$`)

// serveOEmbed describes only addresses of this site: 404 for others, 501 for a format other than JSON, as the
// specification requires.
func (s *Site) serveOEmbed(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if format := query.Get("format"); format != "" && format != "json" {
		fail(w, http.StatusNotImplemented, "format is %q; expected json", format)
		return
	}
	e := model.Embed{Site: s.origin(r) + s.base, Title: "an exchange to try", Height: model.EmbedHeight}
	if !s.find(&e, query.Get("url")) {
		fail(w, http.StatusNotFound, "url is not the address of a lesson or of a shared exchange on this site; expected one below %s", e.Site)
		return
	}
	width := iframeWidth
	for _, bound := range []struct {
		name string
		size *int
	}{{"maxwidth", &width}, {"maxheight", &e.Height}} {
		if !query.Has(bound.name) {
			continue
		}
		n, err := strconv.Atoi(query.Get(bound.name))
		if err != nil || n < 1 {
			fail(w, http.StatusBadRequest, "%s is %q; expected a number of px from 1", bound.name, query.Get(bound.name))
			return
		}
		*bound.size = min(*bound.size, n)
	}
	body, err := json.Marshal(oEmbed{
		Version: "1.0", Type: "rich", Title: e.Title, ProviderName: "Upgrade 101", ProviderURL: e.Site, CacheAge: 86400,
		HTML: e.HTML(strconv.Itoa(width)), Width: width, Height: e.Height,
	})
	if err != nil {
		fail(w, http.StatusInternalServerError, "the answer could not be written: %v", err)
		return
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cache-Control", "no-cache")
	newAsset("oembed.json", append(body, '\n')).serve(w, r, http.StatusOK)
}

// find fills in what an address of this site shows; false if it is not one.
func (s *Site) find(e *model.Embed, address string) bool {
	below, own := strings.CutPrefix(address, e.Site)
	if !own || strings.HasSuffix(strings.TrimSuffix(e.Site, s.base), "//"+nowhere) {
		return false
	}
	place, fragment, _ := strings.Cut(below, "#")
	place, _, _ = strings.Cut(place, "?")
	place = strings.TrimSuffix(strings.TrimSuffix(place, "index.html"), "/")
	if place == "" || place == "embed" {
		if e.Fragment = fragment; len(fragment) > 64<<10 || !sharedState.MatchString(fragment) {
			e.Fragment = ""
		}
		return true
	}
	for _, before := range []string{"lesson/", "embed/"} {
		if slug, ok := strings.CutPrefix(place, before); ok {
			l, found := lessons.BySlug(slug)
			e.Of, e.Title = l.Slug, l.Title
			return found
		}
	}
	return false
}
