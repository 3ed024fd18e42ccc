package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"upgrade101/app/model"
	"upgrade101/handshake"
	"upgrade101/web/document"
)

// serveDocument serves the documents of web/document: rules, fields, statuses, messages.
func (s *Site) serveDocument(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(canonical(r.URL.Path), "/")
	found, other, nearest := document.Lookup(path)
	w.Header().Set("Cache-Control", "no-cache")
	switch {
	case found:
		s.pageFields(w.Header(), r)
		s.renderedDocument(r, path).serve(w, r, http.StatusOK)
	case other != "":
		http.Redirect(w, r, s.base+(&url.URL{Path: other}).EscapedPath(), http.StatusPermanentRedirect)
	case len(nearest) > 0:
		s.pageFields(w.Header(), r)
		newAsset("missing.html", document.RenderMissing(path, nearest, s.documentSite(s.origin(r)))).serve(w, r, http.StatusNotFound)
	default:
		s.notFound(w, r)
	}
}

// renderedDocument is a document as it is sent, rendered once for each address that the site is seen at.
func (s *Site) renderedDocument(r *http.Request, path string) *asset {
	r, key := s.renderFor(r, "document "+path)
	return s.pages.get(key, func() *asset {
		return newAsset("document.html", document.Render(path, s.documentSite(s.origin(r)))).compress(5)
	})
}

func (s *Site) documentSite(origin string) document.Site {
	site := document.Site{Base: s.base, Origin: origin, Resolve: s.resolve, Link: func(x handshake.Exchange, policy handshake.Policy) string {
		return inspector(s.base, x, policy)
	}}
	if s.config.Static != nil {
		site.Meta = s.config.Static.meta() // no host sends the policy for a copy
	}
	return site
}

// inspector is the address of the inspector with an exchange in it; "" where the link would bring another one: it has no content, and
// secrets are masked in it.
func inspector(page string, x handshake.Exchange, policy handshake.Policy) string {
	state, _ := model.New().Put(model.ToLF(x.Request), model.ToLF(x.Response), policy).Shared()
	fragment, err := state.Fragment()
	if err != nil {
		return ""
	}
	opened, meant := model.New().OpenLink(fragment).Report, handshake.Inspect(x, policy)
	same := func(a, b handshake.Finding) bool { return a.Rule == b.Rule }
	if !slices.EqualFunc(opened.Findings, meant.Findings, same) {
		return ""
	}
	return page + "#" + fragment
}
