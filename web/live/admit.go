package live

import (
	"net/netip"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"upgrade101/handshake"
)

// visitor is what is known of an address.
type visitor struct {
	connections int
	handshakes  *rate.Limiter
	last        time.Time
}

// admit counts a connection in, or says how to refuse it. An admitted connection has to be dismissed.
func (e *Engine) admit(from netip.Addr) (status int, retry string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case e.stopping.Load():
		return 503, "10"
	case e.admitted >= e.config.Limits.Sessions:
		return 503, "10"
	}
	if !e.config.Limits.Unlimited {
		now := time.Now()
		e.forget(now)
		v := e.visitors[from]
		if v == nil {
			n := e.config.Limits.Handshakes
			v = &visitor{handshakes: rate.NewLimiter(rate.Limit(n), 4*n)}
			e.visitors[from] = v
		}
		v.last = now
		if v.connections >= e.config.Limits.Connections {
			return 429, "10"
		}
		if !v.handshakes.AllowN(now, 1) {
			return 429, "1"
		}
		v.connections++
	}
	e.admitted++
	return 0, ""
}

func (e *Engine) dismiss(from netip.Addr) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.admitted--
	if v := e.visitors[from]; v != nil {
		v.connections--
	}
}

// forgetAfter is longer than a visitor's limiter needs to be full again.
const forgetAfter = 10 * time.Second

// forget drops addresses that nothing is known of any more. The caller holds e.mu.
func (e *Engine) forget(now time.Time) {
	if now.Sub(e.swept) < forgetAfter {
		return
	}
	e.swept = now
	for a, v := range e.visitors {
		if v.connections == 0 && now.Sub(v.last) > forgetAfter {
			delete(e.visitors, a)
		}
	}
}

// trusted: the address is that of a proxy whose X-Forwarded-For counts.
func (e *Engine) trusted(a netip.Addr) bool {
	for _, p := range e.config.TrustProxy {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// forwarded finds the client's address behind trusted proxies: the last in X-Forwarded-For that is not
// one of theirs.
func (e *Engine) forwarded(remote netip.Addr, head *handshake.Head) netip.Addr {
	hops := head.List("X-Forwarded-For")
	for i := len(hops) - 1; i >= 0 && e.trusted(remote); i-- {
		text := strings.Trim(hops[i].Text, "[]")
		a, err := netip.ParseAddr(text)
		if err != nil {
			ap, err := netip.ParseAddrPort(hops[i].Text)
			if err != nil {
				break
			}
			a = ap.Addr()
		}
		remote = a.Unmap()
	}
	return remote
}

// addressOf reads a remote address: an IPv4 address, or the /64 that an IPv6 address is in, because one
// client has all of that. The zero Addr stands for connections without one, such as pipes.
func addressOf(remote string) netip.Addr {
	ap, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap().WithZone("")
}

// network is the part of an address by which clients are counted.
func network(a netip.Addr) netip.Addr {
	if a.Is6() {
		p, err := a.WithZone("").Prefix(64)
		if err == nil {
			return p.Addr()
		}
	}
	return a
}
