package web

import (
	"net/http"
	"net/netip"
	"sync"

	"golang.org/x/time/rate"
)

// throttle bounds the tries: so many at once, and so many a second for each address.
type throttle struct {
	unlimited bool
	slots     chan struct{}
	mu        sync.Mutex
	visitors  map[netip.Prefix]*rate.Limiter
}

// mostVisitors bounds what is remembered; beyond it, everyone starts afresh.
const mostVisitors = 4096

func newThrottle(unlimited bool) *throttle {
	return &throttle{
		unlimited: unlimited,
		slots:     make(chan struct{}, mostTries),
		visitors:  map[netip.Prefix]*rate.Limiter{},
	}
}

// admit takes a slot, to be given back with release, or says with which status to refuse.
func (t *throttle) admit(from netip.Prefix) (release func(), status int) {
	if !t.unlimited && !t.limiter(from).Allow() {
		return nil, http.StatusTooManyRequests
	}
	select {
	case t.slots <- struct{}{}:
		return func() { <-t.slots }, 0
	default:
		return nil, http.StatusServiceUnavailable
	}
}

func (t *throttle) limiter(from netip.Prefix) *rate.Limiter {
	t.mu.Lock()
	defer t.mu.Unlock()
	l := t.visitors[from]
	if l == nil {
		if len(t.visitors) >= mostVisitors {
			clear(t.visitors)
		}
		l = rate.NewLimiter(tryRate, 4*tryRate)
		t.visitors[from] = l
	}
	return l
}
