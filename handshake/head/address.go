package head

import "strings"

// Address is a URL in the parts that a handshake needs (RFC 6455 §3).
type Address struct {
	Scheme   string // lower case: ws, wss, http, https
	User     string // before the @, "" for none
	Host     string // with port, as written
	Target   string // path and query, as written; may be empty
	Fragment string // behind the #
}

// SplitAddress takes apart an absolute URL of a scheme that leads to HTTP.
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

// Secure: the connection begins with TLS.
func (a Address) Secure() bool { return a.Scheme == "wss" || a.Scheme == "https" }

// Authority is the value of Host: the default port of the scheme is left out (RFC 6455 §4.1).
func (a Address) Authority() string {
	port := ":80"
	if a.Secure() {
		port = ":443"
	}
	return strings.TrimSuffix(a.Host, port)
}

// Origin is that of a page on the same host (RFC 6454 §6.2).
func (a Address) Origin() string {
	if a.Secure() {
		return "https://" + a.Authority()
	}
	return "http://" + a.Authority()
}
