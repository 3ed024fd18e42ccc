// Package visitor determines the client of a request and counts each visitor's usage. It does not import net/http, because
// the live endpoint, which uses it, too, also runs in a page.
package visitor

import (
	"net/netip"
	"strings"
)

// Proxies are the networks of the proxies whose X-Forwarded-* fields are believed: those of the flag -trust-proxy.
// Without any, no such field is read.
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

// maxHops bounds the entries of X-Forwarded-For that are read.
const maxHops = 64

// Client returns the address of the client behind trusted proxies; web/live/admit.go calls it for the live endpoint,
// web/proxy.go for the other routes. Each proxy appends the address of its client to X-Forwarded-For, so the last entry that
// is not a trusted proxy counts, and only if a trusted proxy wrote it: peer is the address of the connection, forwarded are
// the values of the field, in order. An entry is an address with an optional port, an IPv6 address with optional brackets;
// reading ends at an invalid one.
func (p Proxies) Client(peer netip.Addr, forwarded []string) netip.Addr {
	client, hops := peer, 0
	for i := len(forwarded) - 1; i >= 0; i-- {
		for rest, more := forwarded[i], true; more; hops++ {
			entry := rest
			// Only commas separate entries: a quote opened by the client must not hide any.
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

// Network returns what counts as one visitor: an IPv4 address, or the /64 of an IPv6 address, which one client has to
// itself.
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
