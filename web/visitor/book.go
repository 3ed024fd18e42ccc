package visitor

import (
	"context"
	"math"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// Use is a resource of which each visitor gets a share.
type Use uint8

const (
	Connections Use = iota // TCP connections, from when they are accepted
	Sessions               // WebSocket sessions, and handshakes in progress
	Handshakes             // WebSocket handshakes
	Traffic                // bytes received over WebSocket sessions
	Tries                  // calls of /api/try and /api/peers
	Inspections            // calls of /api/inspect in progress
	Bytes                  // bytes that /api/inspect reads and judges
	Pages                  // pages that are rendered
	uses
)

// Share is one visitor's share of a Use. Zero fields do not limit.
type Share struct {
	Held int        // at the same time
	Rate rate.Limit // a second, on average
	Max  int        // burst: the most that can be saved up
}

// Book counts the usage of visitors, by network. It is safe for concurrent use, and bounded: a network that holds nothing and
// whose rates are full again is forgotten.
type Book struct {
	shares  [uses]Share
	wait    time.Duration // until all rates are full again
	refused [limits]atomic.Int64

	mu      sync.Mutex
	entries map[netip.Addr]*entry
	swept   time.Time
}

// entry is the state of a visitor.
type entry struct {
	held  [uses]int
	freed chan struct{} // closed when something is given back; nil: no goroutine waits
	waits int           // number of waiting goroutines
	rates [uses]*rate.Limiter
	last  time.Time
}

// maxEntries bounds the visitors without held resources that are remembered.
const maxEntries = 1 << 16

// NewBook makes an empty book.
func NewBook(shares map[Use]Share) *Book {
	b := &Book{entries: map[netip.Addr]*entry{}, wait: time.Second}
	for use, share := range shares {
		b.shares[use] = share
		if share.Rate > 0 {
			full := time.Duration(float64(share.Max) / float64(share.Rate) * float64(time.Second))
			b.wait = max(b.wait, full)
		}
	}
	return b
}

// Enter takes one of a use, unless the visitor already holds its share.
func (b *Book) Enter(who netip.Addr, use Use) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.entry(who, time.Now())
	if limit := b.shares[use].Held; limit > 0 && e.held[use] >= limit {
		return false
	}
	e.held[use]++
	return true
}

// Leave gives back what Enter took.
func (b *Book) Leave(who netip.Addr, use Use) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if e := b.entries[who]; e != nil && e.held[use] > 0 {
		e.held[use]--
		if e.freed != nil {
			close(e.freed)
			e.freed = nil
		}
	}
}

// maxWaits bounds the waiting goroutines of one visitor.
const maxWaits = 64

// Wait is Enter, but waits until something is given back, or ctx is done. It does not wait if too many wait already.
func (b *Book) Wait(ctx context.Context, who netip.Addr, use Use) bool {
	for waiting := false; ; waiting = true {
		if b.Enter(who, use) {
			return true
		}
		b.mu.Lock()
		e := b.entry(who, time.Now())
		if e.waits == maxWaits && !waiting || ctx.Err() != nil {
			b.mu.Unlock()
			return false
		}
		if e.held[use] < b.shares[use].Held { // given back in between
			b.mu.Unlock()
			continue
		}
		if e.freed == nil {
			e.freed = make(chan struct{})
		}
		freed := e.freed
		e.waits++
		b.mu.Unlock()
		select {
		case <-freed:
		case <-ctx.Done():
		}
		b.mu.Lock()
		e.waits--
		b.mu.Unlock()
	}
}

// Spend takes n of a rate. If there is not enough, it takes nothing and returns how long to wait.
func (b *Book) Spend(who netip.Addr, use Use, n int) (wait time.Duration, ok bool) {
	share := b.shares[use]
	if share.Rate <= 0 {
		return 0, true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	l := b.entry(who, now).rate(use, share)
	n = min(n, share.Max)
	if l.AllowN(now, n) {
		return 0, true
	}
	missing := float64(n) - l.TokensAt(now)
	return time.Duration(math.Ceil(missing / float64(share.Rate) * float64(time.Second))), false
}

// Charge takes n of a rate, even more than there is, and returns how long the rate takes to recover.
func (b *Book) Charge(who netip.Addr, use Use, n int) (wait time.Duration) {
	share := b.shares[use]
	if share.Rate <= 0 {
		return 0
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	l := b.entry(who, now).rate(use, share)
	for n > 0 {
		some := min(n, share.Max)
		wait = l.ReserveN(now, some).DelayFrom(now)
		n -= some
	}
	return wait
}

// rate returns the limiter of a use, initially full.
func (e *entry) rate(use Use, share Share) *rate.Limiter {
	if e.rates[use] == nil {
		e.rates[use] = rate.NewLimiter(share.Rate, share.Max)
	}
	return e.rates[use]
}

// entry returns the state of a visitor, and from time to time forgets others. The caller holds b.mu.
func (b *Book) entry(who netip.Addr, now time.Time) *entry {
	e := b.entries[who]
	if e == nil {
		if now.Sub(b.swept) > b.wait {
			b.sweep(now, b.wait)
		} else if len(b.entries) >= maxEntries {
			b.sweep(now, 0)
		}
		e = &entry{}
		b.entries[who] = e
	}
	e.last = now
	return e
}

// sweep forgets visitors that hold nothing and were not seen for b.wait.
func (b *Book) sweep(now time.Time, unseen time.Duration) {
	b.swept = now
	for who, e := range b.entries {
		if e.held == [uses]int{} && e.waits == 0 && now.Sub(e.last) >= unseen {
			delete(b.entries, who)
		}
	}
}
