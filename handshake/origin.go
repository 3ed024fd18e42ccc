package handshake

import "strings"

// Origin lists: the pages that may connect to an endpoint. Servers have four kinds of entries, and so has Policy.Origins:
//
//	same-host                 the host and port of the request, over http or https
//	https://a.example:8443    one origin
//	https://*.example.com     a pattern with scheme; one * in the host, or * for the port
//	*.example.com             a pattern of hosts, whatever the scheme; localhost:* for every port
//
// null and file:// let in pages without an origin, * all pages.

// SameHost is the entry for pages from the host that they connect to.
const SameHost = "same-host"

// AllowsOrigin reports whether a page of an origin may connect. host is the Host of the request, for the entry same-host; "" if
// unknown.
func (p Policy) AllowsOrigin(origin, host string) bool {
	if p.Origins == nil {
		return true
	}
	o, ok := parseOrigin(origin)
	site := readHostPort(host)
	for _, entry := range p.Origins {
		switch {
		case entry == "*", entry == origin:
			return true
		case !ok:
		case entry == SameHost:
			if o.isHost(site) {
				return true
			}
		default:
			if e, fine := parseOriginEntry(entry); fine && e.matches(o) {
				return true
			}
		}
	}
	return false
}

// OriginFault says what is wrong with an entry of Policy.Origins; "" if it is valid.
func OriginFault(entry string) string {
	if entry == "*" || entry == SameHost || isOpaque(entry) {
		return ""
	}
	if _, ok := parseOriginEntry(entry); !ok {
		return quote(entry) + " is no origin and no pattern; expected https://a.example, https://*.example.com, *.example.com, same-host, null or *"
	}
	return ""
}

// isHost reports whether the origin has this host. A Host with the port 80 or 443 does not show whether TLS is used.
func (o siteOrigin) isHost(host hostPort) bool {
	port := host.port
	if port == "80" || port == "443" {
		port = ""
	}
	return host.ok && host.name != "" && equalFold(host.name, o.host) && o.port == orDefault(strings.TrimLeft(port, "0"), o.scheme)
}

// parseOriginEntry parses an origin or a pattern; scheme is "" if the entry has none.
func parseOriginEntry(s string) (siteOrigin, bool) {
	scheme, authority, found := strings.Cut(s, "://")
	if !found {
		scheme, authority = "", s
	}
	anyPort := strings.HasSuffix(authority, ":*")
	host, port, ok := splitHostPort(strings.TrimSuffix(authority, ":*"))
	if !ok || host == "" || !isTCPPort(port) || strings.Count(host, "*") > 1 || strings.HasSuffix(authority, ":") || found && !isScheme(scheme) || anyPort && port != "" {
		return siteOrigin{}, false
	}
	scheme = strings.ToLower(scheme)
	port = orDefault(strings.TrimLeft(port, "0"), scheme)
	if anyPort {
		port = "*"
	}
	return siteOrigin{scheme, strings.ToLower(host), port}, true
}

// matches reports whether an origin matches an entry.
func (e siteOrigin) matches(o siteOrigin) bool {
	if e.scheme != "" && e.scheme != o.scheme {
		return false
	}
	if e.port != "*" && o.port != orDefault(e.port, o.scheme) {
		return false
	}
	before, after, pattern := strings.Cut(e.host, "*")
	if !pattern {
		return e.host == o.host
	}
	return len(o.host) > len(before)+len(after) && strings.HasPrefix(o.host, before) && strings.HasSuffix(o.host, after)
}

// trusted returns the host that an entry trusts, with its subdomains; "" if it names none.
func trusted(entry, host string) string {
	if entry == SameHost {
		name, _, _ := splitHostPort(host)
		return strings.ToLower(name)
	}
	e, ok := parseOriginEntry(entry)
	name := strings.TrimPrefix(e.host, "*.")
	if !ok || strings.Contains(name, "*") {
		return ""
	}
	return name
}
