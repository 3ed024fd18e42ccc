package head

import "strings"

// Address is a parsed URL (RFC 6455 §3).
type Address struct {
	Scheme   string // lower case: ws, wss, http, https
	User     string // user and password, before the @; "" if none
	Host     string // with port, as written
	Target   string // path and query, as written; "" if none
	Fragment string // after the #; "" if none
}

// SplitAddress parses an absolute URL with the scheme ws, wss, http or https; ok is false for any other text.
//
//	ws-URI = "ws:" "//" host [ ":" port ] path [ "?" query ]      (RFC 6455 §3)
func SplitAddress(url string) (a Address, ok bool) {
	scheme, rest, ok := strings.Cut(url, "://")
	if !ok {
		return a, false
	}
	switch a.Scheme = strings.ToLower(scheme); a.Scheme {
	case "ws", "wss", "http", "https":
	default:
		return a, false
	}
	rest, a.Fragment, _ = strings.Cut(rest, "#")
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	a.Host, a.Target = rest[:end], rest[end:]
	if i := strings.LastIndexByte(a.Host, '@'); i >= 0 {
		a.User, a.Host = a.Host[:i], a.Host[i+1:]
	}
	return a, true
}

// Secure reports whether the scheme is one with TLS: wss or https.
func (a Address) Secure() bool { return a.Scheme == "wss" || a.Scheme == "https" }

// Authority returns the value of Host, without the default port of the scheme (RFC 6455 §4.1).
func (a Address) Authority() string {
	port := ":80"
	if a.Secure() {
		port = ":443"
	}
	return strings.TrimSuffix(a.Host, port)
}

// Origin returns the origin of a page on the same host and port (RFC 6454 §6.2).
func (a Address) Origin() string {
	if a.Secure() {
		return "https://" + a.Authority()
	}
	return "http://" + a.Authority()
}
