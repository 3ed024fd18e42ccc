package web

import (
	"net/http"
	"net/url"
	"unicode/utf8"

	"upgrade101/handshake"
)

// Bounds of POST /api/try.
const (
	maxTry      = 32 << 10 // bytes of a request
	mostTries   = 16       // at once
	tryRate     = 2        // per second and address
	maxMessages = 16       // of the query
)

// own lets only this site's pages and tools call an endpoint: what a page from elsewhere sends through
// its visitor's browser would be counted as that visitor's.
func (s *Site) own(next http.HandlerFunc) http.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", "POST")
			fail(w, http.StatusMethodNotAllowed, "%s is not answered here: send the bytes to try with POST", r.Method)
			return
		}
		if scheme, host := s.address(r); r.Header.Get("Origin") != scheme+"://"+host {
			if err := protection.Check(r); err != nil {
				fail(w, http.StatusForbidden, "the request comes from a page of %q; only this site's own pages, and tools that are no browsers, can try bytes here", r.Header.Get("Origin"))
				return
			}
		}
		next(w, r)
	}
}

// serveTry answers POST /api/try: these bytes over a connection to this server's own live endpoint.
func (s *Site) serveTry(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r, maxTry)
	if !ok {
		return
	}
	raw := body
	switch contentType(r) {
	case "application/octet-stream":
	case "text/plain", "":
		if !utf8.Valid(body) {
			fail(w, http.StatusBadRequest, "the body is not UTF-8 text; send exact bytes as application/octet-stream")
			return
		}
		paste := handshake.Read(string(body))
		raw = []byte(paste.Exchange().Request)
	default:
		w.Header().Set("Accept-Post", "application/octet-stream, text/plain")
		fail(w, http.StatusUnsupportedMediaType, "%q is not understood: send application/octet-stream for exact bytes, or text/plain for a paste", r.Header.Get("Content-Type"))
		return
	}
	query := r.URL.Query()
	if n := len(query["message"]); n > maxMessages {
		fail(w, http.StatusBadRequest, "there are %d messages; at most %d are sent", n, maxMessages)
		return
	}
	release, status := s.tries.admit(s.client(r))
	if status != 0 {
		w.Header().Set("Retry-After", "1")
		fail(w, status, "too many tries at this moment; wait a second and try again")
		return
	}
	defer release()
	policy := url.Values{}
	for _, name := range []string{"subprotocols", "origins", "deflate"} {
		if v, ok := query[name]; ok {
			policy[name] = v
		}
	}
	answer(w, s.live.Try(r.Context(), raw, policy, query["message"]))
}
