package web

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"upgrade101/web/reference"
)

// serveReference answers the documents of web/reference: rules, fields, statuses, messages.
func (s *Site) serveReference(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(canonical(r.URL.Path), "/")
	found, other, nearest := reference.Lookup(path)
	w.Header().Set("Cache-Control", "no-cache")
	switch {
	case found:
		s.pageHeaders(w.Header(), r)
		s.document(r, path).serve(w, r, http.StatusOK)
	case other != "":
		http.Redirect(w, r, s.base+(&url.URL{Path: other}).EscapedPath(), http.StatusPermanentRedirect)
	case len(nearest) > 0:
		s.pageHeaders(w.Header(), r)
		newAsset("missing.html", reference.RenderMissing(path, nearest, s.referenceSite(r))).serve(w, r, http.StatusNotFound)
	default:
		s.notFound(w, r)
	}
}

// document is a document as it is sent, rendered once for each address that the site is seen at.
func (s *Site) document(r *http.Request, path string) *asset {
	scheme, host := s.address(r)
	return s.pages.cache.get("reference "+scheme+" "+host+" "+path, func() *asset {
		return newAsset("document.html", reference.Render(path, s.referenceSite(r))).compress(5)
	})
}

func (s *Site) referenceSite(r *http.Request) reference.Site {
	site := reference.Site{Base: s.base, Origin: s.origin(r), Resolve: s.resolve}
	if s.config.Static != nil {
		site.Meta = template.HTML(s.config.Static.meta()) // no host sends the policy for a copy
	}
	return site
}
