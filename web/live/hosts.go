package live

import (
	"net"
	"net/netip"
	"slices"
	"strings"
)

// Named reports whether a Host is in a list. An empty list accepts any; every list accepts addresses and localhost, because no
// other site's page can have such a name (DNS rebinding).
func Named(hosts []string, host string) bool {
	if len(hosts) == 0 {
		return true
	}
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.TrimSuffix(strings.Trim(name, "[]"), ".")
	if _, err := netip.ParseAddr(name); err == nil || strings.EqualFold(name, "localhost") {
		return true
	}
	return slices.ContainsFunc(hosts, func(h string) bool { return strings.EqualFold(h, name) || strings.EqualFold(h, host) })
}
