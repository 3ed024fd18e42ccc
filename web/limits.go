package web

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"net/netip"
	"runtime"
	"strconv"
	"time"

	"upgrade101/web/live"
	"upgrade101/web/visitor"
)

// Limits of the API for one visitor, and in all. A class shares one address, so a visitor's limits suffice for forty. The
// cost of /api/inspect is linear in its bytes, so bytes are counted, not calls.
const (
	maxInspections = 4               // calls of /api/inspect at once, for each visitor
	maxBodies      = 48              // bodies of such calls in memory, in all
	smallBody      = 64 << 10        // bytes of a body up to which it is small
	maxSmallBodies = 256             // small bodies in memory, in all: waiting large ones do not block them
	bytesAMinute   = 16 << 20        // of such calls, for each visitor
	leastCharge    = 2 << 10         // bytes that the smallest of them counts for
	maxTriesInAll  = 16              // calls of /api/try and /api/peers at once, in all
	triesASecond   = 5               // for each visitor
	triesSaved     = 40              // of them saved up
	maxTries       = 8               // of them at once, for each visitor
	pagesASecond   = 20              // that are rendered, for each visitor; those that were rendered before are free
	pagesSaved     = 600             // of them saved up: more than there are
	maxWait        = 5 * time.Second // that a call waits for its turn
)

// limits are what the API's calls share.
type limits struct {
	visitors *visitor.Book
	bodies   chan struct{} // taken before a body is read
	small    chan struct{} // likewise, before a small one is
	judges   chan struct{} // taken before it is judged: judging waits for nothing, and one core is for others
	quick    chan struct{} // likewise, before a small one is judged
	tries    chan struct{}
}

func newLimits(l live.Limits) *limits {
	shares := map[visitor.Use]visitor.Share{visitor.Inspections: {Held: maxInspections}}
	tries := visitor.Share{Held: maxTries}
	maps.Copy(shares, l.Shares())
	if !l.Unlimited {
		shares[visitor.Bytes] = visitor.Share{Rate: bytesAMinute / 60.0, Max: bytesAMinute}
		tries.Rate, tries.Max = triesASecond, triesSaved
		shares[visitor.Pages] = visitor.Share{Rate: pagesASecond, Max: pagesSaved}
	}
	shares[visitor.Tries] = tries
	return &limits{
		visitors: visitor.NewBook(shares),
		bodies:   make(chan struct{}, maxBodies),
		small:    make(chan struct{}, maxSmallBodies),
		judges:   make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1)),
		quick:    make(chan struct{}, runtime.GOMAXPROCS(0)),
		tries:    make(chan struct{}, maxTriesInAll),
	}
}

// busy is why a call is refused at the moment.
type busy struct {
	status int // 429 or 503
	wait   time.Duration
	detail string
}

func (b *busy) Error() string { return b.detail }

func (b *busy) answer(w http.ResponseWriter) {
	w.Header().Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(b.wait.Seconds())))))
	fail(w, b.status, "%s", b.detail)
}

// refuse counts that a visitor has used its share, and returns the answer.
func (l *limits) refuse(limit visitor.Limit, wait time.Duration, detail string) *busy {
	l.visitors.Refuse(limit)
	return &busy{http.StatusTooManyRequests, wait, detail}
}

// full does the same if others take all places.
func (l *limits) full(limit visitor.Limit) *busy {
	l.visitors.Refuse(limit)
	return &busy{http.StatusServiceUnavailable, time.Second, "the server is busy with other calls; wait a second and send this one again"}
}

// take waits up to maxWait for a place, which the caller gives back.
func (l *limits) take(ctx context.Context, places chan struct{}, limit visitor.Limit) error {
	select {
	case places <- struct{}{}:
		return nil
	default:
	}
	timer := time.NewTimer(maxWait)
	defer timer.Stop()
	select {
	case places <- struct{}{}:
		return nil
	case <-timer.C:
		return l.full(limit)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// inspection admits a call of /api/inspect before its body is read, or returns why not. The call must judge with judge,
// and call done at the end.
func (l *limits) inspection(r *http.Request, who netip.Addr) (done func(), err error) {
	if r.ContentLength >= 0 {
		if err := l.spend(who, max(leastCharge, int(min(r.ContentLength, maxBody)))); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithTimeout(r.Context(), maxWait)
	defer cancel()
	if !l.visitors.Wait(ctx, who, visitor.Inspections) {
		return nil, l.refuse(visitor.AddressInspections, time.Second,
			fmt.Sprintf("%d calls from your address are under way; wait for one of them to be answered, then send this one again", maxInspections))
	}
	bodies := l.bodies
	if 0 <= r.ContentLength && r.ContentLength <= smallBody {
		bodies = l.small
	}
	if err := l.take(r.Context(), bodies, visitor.AllInspections); err != nil {
		l.visitors.Leave(who, visitor.Inspections)
		return nil, err
	}
	if r.ContentLength < 0 {
		r.Body = &charged{ReadCloser: r.Body, limits: l, who: who, paid: leastCharge, least: true}
	}
	return func() {
		<-bodies
		l.visitors.Leave(who, visitor.Inspections)
	}, nil
}

// judge runs the work of a call when it is its turn.
func (l *limits) judge(ctx context.Context, size int, work func()) error {
	judges := l.judges
	if size <= smallBody {
		judges = l.quick
	}
	if err := l.take(ctx, judges, visitor.AllInspections); err != nil {
		return err
	}
	defer func() { <-judges }()
	work()
	return nil
}

// spend takes bytes from what the visitor has left of this minute.
func (l *limits) spend(who netip.Addr, n int) error {
	if wait, ok := l.visitors.Spend(who, visitor.Bytes, n); !ok {
		return l.refuse(visitor.AddressBytes, wait,
			fmt.Sprintf("your address has sent more than %d MiB in a minute; wait %.0f s and send this call again", bytesAMinute>>20, math.Ceil(wait.Seconds())))
	}
	return nil
}

// charged is a body of unknown length: its bytes are paid for as they are read.
type charged struct {
	io.ReadCloser
	limits *limits
	who    netip.Addr
	paid   int  // bytes that may be read before more are paid for
	least  bool // paid is the least charge, which is still due
}

func (c *charged) Read(p []byte) (int, error) {
	if c.least {
		c.least = false
		if err := c.limits.spend(c.who, c.paid); err != nil {
			return 0, err
		}
	}
	n, err := c.ReadCloser.Read(p)
	if c.paid -= n; c.paid < 0 {
		if err := c.limits.spend(c.who, -c.paid); err != nil {
			return 0, err
		}
		c.paid = 0
	}
	return n, err
}

// try admits a call of /api/try or /api/peers, or returns why not.
func (l *limits) try(ctx context.Context, who netip.Addr) (done func(), err error) {
	if wait, ok := l.visitors.Spend(who, visitor.Tries, 1); !ok {
		return nil, l.refuse(visitor.AddressTries, wait, "there were too many tries from your address; wait a second and try again")
	}
	turn, cancel := context.WithTimeout(ctx, maxWait)
	defer cancel()
	if !l.visitors.Wait(turn, who, visitor.Tries) {
		return nil, l.refuse(visitor.AddressTries, time.Second, "there are too many tries from your address under way; wait a second and try again")
	}
	if err := l.take(ctx, l.tries, visitor.AllTries); err != nil {
		l.visitors.Leave(who, visitor.Tries)
		return nil, err
	}
	return func() {
		<-l.tries
		l.visitors.Leave(who, visitor.Tries)
	}, nil
}

// ownFiles is the number of files reserved for tries, peers and Go itself.
const ownFiles = 128

// maxConnections returns the limit of connections. Without a free file no connection can be accepted, so it is below the
// limit of files.
func (s *Site) maxConnections() int {
	if s.config.maxConnections > 0 {
		return s.config.maxConnections
	}
	const limit = 12_000
	files := openFiles()
	if files == 0 || files-ownFiles >= limit {
		return limit
	}
	n := max(files-ownFiles, files/2)
	s.config.Log.Warn("the limit of open files is low", "files", files, "connections", n)
	return n
}
