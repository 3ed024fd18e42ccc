package web

import (
	"net/http"
	"net/netip"
)

// fromProxy reports whether a request came through a proxy whose word counts.
func (s *Site) fromProxy(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	for _, p := range s.config.TrustProxy {
		if p.Contains(peer.Addr().Unmap()) {
			return true
		}
	}
	return false
}
