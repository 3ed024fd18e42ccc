package live

import (
	"time"

	"golang.org/x/time/rate"

	"upgrade101/handshake/frame"
	"upgrade101/web/visitor"
)

const (
	countAt = 16 << 10        // a session's bytes are charged to its address in such portions
	maxWait = 5 * time.Second // for which a session waits because of others of its address
)

// slow waits until the frames and bytes since its last call are within the limits. A fast client is not disconnected: the
// server reads more slowly, and TCP flow control makes the client wait.
func (s *session) slow() error {
	if s.frames == nil {
		return nil
	}
	now := time.Now()
	arrived := int(s.crossed.received - s.charged.received)
	if s.deflate != nil { // compressing costs more than its bytes
		arrived += s.deflate.work
		s.deflate.work = 0
	}
	wait := max(charge(s.frames, now, int(s.crossed.frames-s.charged.frames)), charge(s.bytes, now, arrived))
	if s.uncounted += arrived; s.uncounted >= countAt {
		// The cost of all sessions of an address is proportional to their bytes, above all compressed ones.
		wait = max(wait, min(s.engine.config.Visitors.Charge(s.from, visitor.Traffic, s.uncounted), maxWait))
		s.uncounted = 0
	}
	s.charged = s.crossed
	if wait <= 0 {
		return nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.engine.stop:
	}
	return s.tick(time.Now())
}

// hold counts the large buffers of the session. If all sessions together hold too much, one that needs more is ended.
func (s *session) hold() error {
	n := 0
	for _, b := range [][]byte{s.msg, s.out} {
		if cap(b) > middleBuffer {
			n += cap(b)
		}
	}
	if cap(s.buf) > bigBuffer {
		n += cap(s.buf)
	}
	if n == s.held {
		return nil
	}
	more := n > s.held
	all := s.engine.held.Add(int64(n - s.held))
	if s.held = n; more && all > s.engine.config.Limits.Held {
		return &leaving{frame.TryAgainLater, "there are too many messages under way", visitor.MessageMemory}
	}
	return nil
}

// charge takes n from the limiter, even more than it holds, and returns the time to refill that.
func charge(l *rate.Limiter, now time.Time, n int) (wait time.Duration) {
	for n > 0 {
		some := min(n, l.Burst())
		wait = l.ReserveN(now, some).DelayFrom(now)
		n -= some
	}
	return wait
}
