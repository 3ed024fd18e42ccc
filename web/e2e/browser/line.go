package browser

import (
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"
)

// Line is a slow line between the browser and a site, for pages, workers and service workers. All connections share its
// bandwidth towards the browser. Opening a connection takes a round trip, and so does a request with its answer.
func Line(t testing.TB, site string, bits float64, roundTrip time.Duration) (address string) {
	t.Helper()
	to, err := url.Parse(site)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	shared := &line{bits: bits}
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer near.Close()
				time.Sleep(roundTrip)
				far, err := net.Dial("tcp", to.Host)
				if err != nil {
					return
				}
				defer far.Close()
				go carry(far, near, roundTrip/2, func(int) {})
				carry(near, far, roundTrip/2, shared.transmit)
			}()
		}
	}()
	return "http://" + l.Addr().String() + to.Path
}

// A line transmits one packet after another.
type line struct {
	bits float64
	mu   sync.Mutex
	free time.Time // from then on
}

// transmit returns when a packet has been transmitted.
func (l *line) transmit(bytes int) {
	l.mu.Lock()
	if now := time.Now(); l.free.Before(now) {
		l.free = now
	}
	l.free = l.free.Add(time.Duration(float64(bytes) * 8 / l.bits * float64(time.Second)))
	until := l.free
	l.mu.Unlock()
	time.Sleep(time.Until(until))
}

// carry forwards what arrives, with a delay.
func carry(to io.Writer, from io.Reader, delay time.Duration, transmit func(bytes int)) {
	type packet struct {
		at   time.Time
		data []byte
	}
	under := make(chan packet, 1000) // way
	go func() {
		defer close(under)
		for {
			data := make([]byte, 1460)
			n, err := from.Read(data)
			transmit(n)
			under <- packet{time.Now().Add(delay), data[:n]}
			if err != nil {
				return
			}
		}
	}()
	failed := false
	for p := range under {
		time.Sleep(time.Until(p.at))
		if !failed {
			_, err := to.Write(p.data)
			failed = err != nil
		}
	}
	if c, ok := to.(*net.TCPConn); ok {
		c.CloseWrite()
	}
}
