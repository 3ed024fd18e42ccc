package live

import (
	"log/slog"
	"net/netip"
	"time"

	"upgrade101/handshake"
	"upgrade101/web/visitor"
)

// Config has the operator's settings. The zero value has the defaults.
type Config struct {
	Base       string         // path under which /echo and /wire are mounted; "" is "/"
	Hosts      []string       // names that /wire accepts, see Named; nil: any
	TrustProxy []netip.Prefix // whose X-Forwarded-For is believed
	Limits     Limits
	Visitors   *visitor.Book    // usage by address; nil: a new book with Limits.Shares
	Log        *slog.Logger     // nil: slog.Default()
	Now        func() time.Time // nil: time.Now; dates refusals
}

// Limits bound what clients may use. A zero field means the default.
type Limits struct {
	HeadTime    time.Duration // for a whole request head; 5 s
	Message     int64         // bytes of a message, after decompression; 64 KiB
	Fragments   int           // frames of a message; 1,000, or one per 64 bytes of Message if that is more
	Idle        time.Duration // without a whole frame, or 64 KiB of one, from the client; 60 s
	Ping        time.Duration // of silence after which the server pings; 30 s
	Write       time.Duration // for each 256 KiB, at least this and at most half again; 10 s
	Session     time.Duration // in all; 5 min
	Messages    int           // frames per second and connection, twice as many at once; 50
	Bytes       int           // per second and connection, twice as many at once; 256 KiB
	Sessions    int           // in all; 5,000
	Held        int64         // bytes of incomplete or unsent messages in all sessions; 96 MiB, or 4 times Message
	Takeover    int           // sessions up to which context takeover is negotiated, which takes up to 64 KiB each; 1,000; negative: never
	Connections int           // in all, from when they are accepted; 12,000
	Drain       int64         // bytes read and dropped after the last reply; 256 KiB
	DrainTime   time.Duration // for that; 500 ms
	Try         time.Duration // for one Try; 3 s
	Transcript  int           // bytes that one Try records; 128 KiB

	// A class or an office shares one address: its limits suffice for forty browsers.
	AddressConnections int // from when they are accepted; 1,000
	AddressSessions    int // 200
	AddressHandshakes  int // per second, four times as many at once; 20
	AddressBytes       int // per second over all its sessions, four times as many at once; 4 MiB

	// Unlimited lifts the rates per address and per connection and the length of a session, for a lab or
	// a benchmark. Sizes stay bounded.
	Unlimited bool
}

func (c Config) withDefaults() Config {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	c.Limits = c.Limits.withDefaults()
	if c.Visitors == nil {
		c.Visitors = visitor.NewBook(c.Limits.Shares())
	}
	return c
}

func (l Limits) withDefaults() Limits {
	orElse(&l.HeadTime, 5*time.Second)
	orElse(&l.Message, 64<<10)
	orElse(&l.Fragments, int(max(1000, l.Message/64)))
	orElse(&l.Idle, 60*time.Second)
	orElse(&l.Ping, 30*time.Second)
	orElse(&l.Write, 10*time.Second)
	orElse(&l.Session, 5*time.Minute)
	orElse(&l.Messages, 50)
	orElse(&l.Bytes, 256<<10)
	orElse(&l.Sessions, 5000)
	orElse(&l.Held, max(96<<20, 4*l.Message))
	orElse(&l.Takeover, 1000)
	orElse(&l.Connections, 12000)
	orElse(&l.AddressConnections, 1000)
	orElse(&l.AddressSessions, 200)
	orElse(&l.AddressHandshakes, 20)
	orElse(&l.AddressBytes, 4<<20)
	orElse(&l.Drain, 256<<10)
	orElse(&l.DrainTime, 500*time.Millisecond)
	orElse(&l.Try, 3*time.Second)
	orElse(&l.Transcript, 128<<10)
	return l
}

func orElse[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// tick is how often a session checks the time. Deadlines are set only then, not per message.
func (l *Limits) tick() time.Duration {
	return min(l.Write, l.Ping, l.Idle, l.Session) / 2
}

// date is the value of a Date field for a second.
type date struct {
	second int64
	text   string
}

// date returns the value of a refusal's Date field (RFC 9110 §5.6.7).
func (e *Engine) date() string {
	now := e.config.Now()
	last := e.dated.Load()
	if last == nil || last.second != now.Unix() {
		last = &date{now.Unix(), now.UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT")}
		e.dated.Store(last)
	}
	return last.text
}

// maxHead bounds a head: one byte more than handshake accepts, so that it sees that there is more.
const maxHead = handshake.MaxHead + 1
