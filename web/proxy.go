package web

import (
	"net/http"
	"net/netip"

	"upgrade101/web/visitor"
)

// fromProxy reports whether a request came through a trusted proxy: one whose X-Forwarded-* fields are believed
// (-trust-proxy; package visitor decides, here and in web/live).
func (s *Site) fromProxy(r *http.Request) bool {
	return visitor.Proxies(s.config.TrustProxy).Trust(visitor.Address(r.RemoteAddr))
}

// visitor is the network that a request counts against.
func (s *Site) visitor(r *http.Request) netip.Addr {
	client := visitor.Proxies(s.config.TrustProxy).Client(visitor.Address(r.RemoteAddr), r.Header.Values("X-Forwarded-For"))
	return visitor.Network(client)
}
