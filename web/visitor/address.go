// Package visitor says who a request comes from, and keeps count of what each visitor uses. It knows nothing of
// net/http, because the live endpoint, which uses it as well, also runs in a page.
package visitor

import (
	"net/netip"
	"strings"
)

// Proxies are the networks of the proxies whose X-Forwarded-* fields are believed: those of the flag -trust-proxy.
// Where there are none, no such field is read.
type Proxies []netip.Prefix

// Trust reports whether an address is that of such a proxy.
func (p Proxies) Trust(a netip.Addr) bool {
	for _, network := range p {
		if network.Contains(a) {
			return true
		}
	}
	return false
}

// maxHops bounds how far back X-Forwarded-For is read.
const maxHops = 64

// Client is the address of the client behind trusted proxies; the live endpoint asks for it in web/live/admit.go, the
// other routes in web/proxy.go. Each proxy adds the address that it was called
// from at the end of X-Forwarded-For, so the last one that is no trusted proxy counts, and only if a trusted
// proxy wrote it: peer is who opened the connection, forwarded the values of the field, in order. An entry is
// an address, perhaps with a port, and an IPv6 address perhaps in brackets; reading ends at one that is not.
func (p Proxies) Client(peer netip.Addr, forwarded []string) netip.Addr {
	client, hops := peer, 0
	for i := len(forwarded) - 1; i >= 0; i-- {
		for rest, more := forwarded[i], true; more; hops++ {
			entry := rest
			// Commas alone separate, whatever a client put in front: a quote that it opened hides nothing.
			if at := strings.LastIndexByte(rest, ','); at >= 0 {
				rest, entry = rest[:at], rest[at+1:]
			} else {
				more = false
			}
			if entry = strings.TrimSpace(entry); entry == "" {
				continue
			}
			if hops == maxHops || !p.Trust(client) {
				return client
			}
			next, ok := parse(entry)
			if !ok {
				return client
			}
			client = next
		}
	}
	return client
}

// parse reads an entry of X-Forwarded-For.
func parse(entry string) (netip.Addr, bool) {
	entry = strings.Trim(entry, `"`)
	if at, err := netip.ParseAddrPort(entry); err == nil {
		return at.Addr().Unmap().WithZone(""), true
	}
	if inside, ok := strings.CutPrefix(entry, "["); ok {
		entry, _ = strings.CutSuffix(inside, "]")
	}
	a, err := netip.ParseAddr(entry)
	return a.Unmap().WithZone(""), err == nil
}

// Address reads the remote address of a connection; the zero Addr for connections without one, such as
// pipes.
func Address(remote string) netip.Addr {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap().WithZone("")
}

// Network is what counts as one visitor: an IPv4 address, or the /64 that an IPv6 address is in, all of which
// one client has.
func Network(a netip.Addr) netip.Addr {
	if !a.Is6() {
		return a
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil {
		return a
	}
	return p.Addr()
}
