package live

import (
	"sync/atomic"

	"upgrade101/web/visitor"
)

// Counts are the totals of an engine since it was made, and its open sessions. A Try counts as a try only.
type Counts struct {
	Sessions   int64
	Handshakes map[int]int64 // replied to, by status
	Frames     int64         // from clients
	Received   int64         // bytes of sessions, from clients
	Sent       int64         // bytes of sessions, to clients
	Tries      int64
	Refused    map[string]int64 // how often each limit was reached, by name
}

// counters are what Counts is made of. Sessions count for themselves and add their counts here at each tick and at their end.
type counters struct {
	sessions, frames, received, sent, tries atomic.Int64

	handshakes [600]atomic.Int64 // by status
}

// Counts returns the counters.
func (e *Engine) Counts() Counts {
	c := Counts{
		Sessions: e.counts.sessions.Load(), Frames: e.counts.frames.Load(), Received: e.counts.received.Load(), Sent: e.counts.sent.Load(),
		Tries: e.counts.tries.Load(), Handshakes: map[int]int64{}, Refused: e.config.Visitors.Refused(),
	}
	for status := range e.counts.handshakes {
		if n := e.counts.handshakes[status].Load(); n > 0 {
			c.Handshakes[status] = n
		}
	}
	return c
}

// countReply counts the reply to a handshake.
func (e *Engine) countReply(status int, from origin) {
	if from.try == nil {
		e.counts.handshakes[status].Add(1)
	}
}

// refuse counts the limit that ended the session.
func (s *session) refuse(limit visitor.Limit) {
	if !s.free {
		s.engine.config.Visitors.Refuse(limit)
	}
}

// traffic is what a session received and sent.
type traffic struct {
	frames         int64 // from the client
	received, sent int64 // bytes
}

// count adds the traffic since its last call to the engine's counters.
func (s *session) count() {
	if s.free || s.crossed == s.counted {
		return
	}
	c := &s.engine.counts
	c.frames.Add(s.crossed.frames - s.counted.frames)
	c.received.Add(s.crossed.received - s.counted.received)
	c.sent.Add(s.crossed.sent - s.counted.sent)
	s.counted = s.crossed
}
