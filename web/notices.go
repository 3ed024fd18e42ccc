package web

import (
	"net/http"

	"upgrade101/web/document"
)

// Notices are the licences of what upgrade101 contains, written by web/build/notices; "" if it was built without make.
func Notices() string {
	text, _ := embedded.ReadFile("static/notices.txt")
	return string(text)
}

// serveNotices serves them as a document, so that a static copy has one, too.
func (s *Site) serveNotices(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-cache")
	s.pageFields(w.Header(), r)
	newAsset("notices.html", document.RenderNotices(Notices(), s.documentSite(s.origin(r)))).serve(w, r, http.StatusOK)
}
