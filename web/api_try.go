package web

import (
	"errors"
	"net/http"
	"net/url"

	"upgrade101/handshake/paste"
	"upgrade101/web/live"
)

// Bounds of POST /api/try and, but for messages, /api/peers.
const (
	maxTry      = 32 << 10 // bytes of a request
	maxMessages = 16       // of the query
)

// sameOrigin admits only this site's pages and tools: calls that another site's page makes through its visitor's browser
// would count against that visitor.
func (s *Site) sameOrigin(next http.HandlerFunc) http.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", "POST")
			fail(w, http.StatusMethodNotAllowed, "%s is not answered here: send the bytes to try with POST", r.Method)
			return
		}
		if !s.known(w, r) {
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

// known reports whether a request names one of the site's hosts, if these are listed; if not, it sends the error. This
// keeps out a page whose name was made to resolve to this server (DNS rebinding).
func (s *Site) known(w http.ResponseWriter, r *http.Request) bool {
	host := r.Host
	if forwarded := r.Header.Get("X-Forwarded-Host"); forwarded != "" && s.fromProxy(r) {
		host = forwarded
	}
	if live.Named(s.config.Hosts, host) {
		return true
	}
	fail(w, http.StatusMisdirectedRequest, "the request is for the host %q, which is not a name of this server; expected one of %q, or an address", host, s.config.Hosts)
	return false
}

// serveTry handles POST /api/try: it sends these bytes to this server's own live endpoint.
func (s *Site) serveTry(w http.ResponseWriter, r *http.Request) {
	raw, ok := readExact(w, r)
	if !ok {
		return
	}
	query := r.URL.Query()
	if n := len(query["message"]); n > maxMessages {
		fail(w, http.StatusBadRequest, "there are %d messages; at most %d are sent", n, maxMessages)
		return
	}
	release, ok := s.acquireTry(w, r)
	if !ok {
		return
	}
	defer release()
	if wrongPolicy(w, live.Policy(query)) {
		return
	}
	policy := url.Values{}
	for _, name := range []string{"subprotocols", "origins", "deflate", "takeover"} {
		if v, ok := query[name]; ok {
			policy[name] = v
		}
	}
	writeJSON(w, s.live.Try(r.Context(), raw, policy, query["message"]))
}

// readExact reads the bytes to try, as they are or from a paste, or sends the error.
func readExact(w http.ResponseWriter, r *http.Request) ([]byte, bool) {
	body, ok := readBody(w, r, maxTry)
	if !ok {
		return nil, false
	}
	switch contentType(r) {
	case "application/octet-stream":
		return body, true
	case "text/plain", "":
		if !isText(w, body) {
			return nil, false
		}
		paste := paste.Read(string(body))
		request := paste.Exchange().Request
		switch {
		case paste.Exchange().HTTP2:
			fail(w, http.StatusBadRequest, "the text was read as a handshake of HTTP/2 or HTTP/3; only bytes of HTTP/1.1 can be sent")
			return nil, false
		case request == "":
			fail(w, http.StatusBadRequest, "the text was read as %q and holds no request to send", paste.Format)
			return nil, false
		case len(request) > maxTry:
			fail(w, http.StatusRequestEntityTooLarge, "the request in the text has %d bytes; at most %d are sent", len(request), maxTry)
			return nil, false
		}
		return []byte(request), true
	}
	w.Header().Set("Accept-Post", "application/octet-stream, text/plain")
	fail(w, http.StatusUnsupportedMediaType, "the Content-Type is %q; send application/octet-stream for exact bytes, or text/plain for a paste", r.Header.Get("Content-Type"))
	return nil, false
}

// acquireTry waits for a turn to try, which release ends, or sends the error.
func (s *Site) acquireTry(w http.ResponseWriter, r *http.Request) (release func(), ok bool) {
	release, err := s.limits.try(r.Context(), s.visitor(r))
	return release, !refused(w, err)
}

// refused answers a call that exceeds the limits, unless the client is gone.
func refused(w http.ResponseWriter, err error) bool {
	var full *busy
	if errors.As(err, &full) {
		full.answer(w)
	}
	return err != nil
}
