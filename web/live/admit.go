package live

import (
	"math"
	"net/netip"
	"strconv"
	"time"

	"golang.org/x/time/rate"

	"upgrade101/handshake/head"
	"upgrade101/web/visitor"
)

// Shares returns each visitor's share under these limits.
func (l Limits) Shares() map[visitor.Use]visitor.Share {
	if l.Unlimited {
		return nil
	}
	l = l.withDefaults()
	return map[visitor.Use]visitor.Share{
		visitor.Connections: {Held: l.AddressConnections},
		visitor.Sessions:    {Held: l.AddressSessions},
		visitor.Traffic:     {Rate: rate.Limit(l.AddressBytes), Max: 4 * l.AddressBytes},
		visitor.Handshakes:  {Rate: rate.Limit(l.AddressHandshakes), Max: 4 * l.AddressHandshakes},
	}
}

// admit counts a session, or returns how to refuse it. An admitted session must be released, by dismiss.
func (e *Engine) admit(from netip.Addr) (status int, retry string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.stopping.Load() {
		return 503, "10"
	}
	if e.admitted >= e.config.Limits.Sessions {
		e.config.Visitors.Refuse(visitor.AllSessions)
		return 503, "10"
	}
	if !e.config.Visitors.Enter(from, visitor.Sessions) {
		e.config.Visitors.Refuse(visitor.AddressSessions)
		return 429, "10"
	}
	if wait, ok := e.config.Visitors.Spend(from, visitor.Handshakes, 1); !ok {
		e.config.Visitors.Refuse(visitor.AddressHandshakes)
		e.config.Visitors.Leave(from, visitor.Sessions)
		return 429, seconds(wait)
	}
	e.admitted++
	return 0, ""
}

// crowded reports whether there are too many sessions for each to retain a compression window. It is called after the
// session is admitted, so at most Limits.Takeover sessions retain one.
func (e *Engine) crowded() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.admitted > e.config.Limits.Takeover
}

func (e *Engine) dismiss(from netip.Addr) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.admitted--
	e.config.Visitors.Leave(from, visitor.Sessions)
}

// seconds returns a value for Retry-After: whole seconds, at least one (RFC 9110 §10.2.3).
func seconds(wait time.Duration) string {
	return strconv.Itoa(max(1, int(math.Ceil(wait.Seconds()))))
}

// trusted reports whether the address is that of a proxy whose X-Forwarded-For is believed.
func (e *Engine) trusted(a netip.Addr) bool { return visitor.Proxies(e.config.TrustProxy).Trust(a) }

// forwarded finds the client's address behind trusted proxies.
func (e *Engine) forwarded(remote netip.Addr, head *head.Head) netip.Addr {
	var values []string
	for _, f := range head.Get("X-Forwarded-For") {
		values = append(values, f.Value.Text)
	}
	return visitor.Proxies(e.config.TrustProxy).Client(remote, values)
}
