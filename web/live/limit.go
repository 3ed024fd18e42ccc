package live

import (
	"time"

	"golang.org/x/time/rate"
)

// slow waits until the frames and bytes that came since it was last called are within the limits. Nobody
// is cut off for being fast: the server reads slower, and the network tells the client to wait.
func (s *session) slow() error {
	now := time.Now()
	wait := max(charge(s.frames, now, s.taken), charge(s.bytes, now, s.arrived))
	s.taken, s.arrived = 0, 0
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

// charge takes n from the limiter, more than it holds if need be, and says how long that takes to refill.
func charge(l *rate.Limiter, now time.Time, n int) (wait time.Duration) {
	for n > 0 {
		some := min(n, l.Burst())
		wait = l.ReserveN(now, some).DelayFrom(now)
		n -= some
	}
	return wait
}
