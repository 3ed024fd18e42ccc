package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// fromProxy reports whether a request came through a proxy whose word counts.
func (s *Site) fromProxy(r *http.Request) bool { return s.trusted(peer(r)) }

func (s *Site) trusted(a netip.Addr) bool {
	return slices.ContainsFunc(s.config.TrustProxy, func(p netip.Prefix) bool { return p.Contains(a) })
}

// peer is the address at the other end of the connection; the zero Addr if it has none.
func peer(r *http.Request) netip.Addr {
	at, _ := netip.ParseAddrPort(r.RemoteAddr)
	return at.Addr().Unmap()
}

// client is the network of the visitor: the address itself, or the /64 of an IPv6 address. The last
// address of X-Forwarded-For that is not a trusted proxy counts, if a trusted proxy wrote it.
func (s *Site) client(r *http.Request) netip.Prefix {
	a := peer(r)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for len(hops) > 0 && s.trusted(a) {
		next, err := netip.ParseAddr(strings.TrimSpace(hops[len(hops)-1]))
		if err != nil {
			break
		}
		a, hops = next.Unmap(), hops[:len(hops)-1]
	}
	bits := 64
	if a.Is4() {
		bits = 32
	}
	p, _ := a.WithZone("").Prefix(bits)
	return p
}
