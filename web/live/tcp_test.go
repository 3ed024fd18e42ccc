//go:build !js

package live

import (
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"
)

func (s *server) kinds() map[string]func(testing.TB) net.Conn {
	return map[string]func(testing.TB) net.Conn{"tcp": s.dial, "pipe": s.pipe}
}

// tries are the kinds of connection that Try makes.
var tries = map[string]func(*Engine) error{
	"loopback": (*Engine).Loopback,
	"memory":   func(*Engine) error { return nil },
}

var goroutines = runtime.NumGoroutine

func (s *server) listen(t testing.TB) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = l.Addr().String()
	s.Listener(l)
}

func (s *server) dial(t testing.TB) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	return deadline(t, c)
}

// TestHalfClosedHead: a client that sends half a head and says that nothing follows gets the reply at once.
func TestHalfClosedHead(t *testing.T) {
	s := start(t, Limits{HeadTime: time.Hour})
	raw := strings.TrimSuffix(goodHead, "\r\n")
	conn := s.dial(t)
	io.WriteString(conn, raw)
	conn.(*net.TCPConn).CloseWrite()
	got, err := io.ReadAll(conn)
	if string(got) != predict(raw) || !strings.HasPrefix(string(got), "HTTP/1.1 408 ") {
		t.Errorf("got %q, %v; want %q", got, err, predict(raw))
	}
}

// TestLargeUnread: the reply arrives although the client goes on sending to a server that does not read.
func TestLargeUnread(t *testing.T) {
	s := start(t, Limits{})
	raw := strings.Replace(goodHead, "\r\n\r\n", "\r\nContent-Length: 100000\r\n\r\n", 1)
	conn := s.dial(t)
	go io.WriteString(conn, raw+long(100000))
	want := predict(raw)
	got := make([]byte, len(want))
	if _, err := io.ReadFull(conn, got); string(got) != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

// TestCleanClose: a connection ends with a FIN and not with a reset, whatever the client goes on sending, and the
// server ends it first (RFC 6455 §7.1.1).
func TestCleanClose(t *testing.T) {
	s := start(t, Limits{Unlimited: true, DrainTime: patience})
	for _, last := range []string{closeFrame(1000, ""), f(0x83, "x"), f(0x82, long(65537))} {
		c := open(t, s.dial(t), goodHead)
		sent := make(chan struct{})
		go func() {
			defer close(sent)
			io.WriteString(c.conn, last+long(100000))
		}()
		for err := error(nil); err != io.EOF; _, _, err = c.next() {
			if err != nil {
				t.Fatal(err)
			}
		}
		<-sent
	}
}

// TestNeverQuiet: a session is no longer than it may be although there is always more to read.
func TestNeverQuiet(t *testing.T) {
	s := start(t, Limits{Session: 200 * time.Millisecond, Messages: 1 << 30, Bytes: 1 << 30, AddressBytes: 1 << 30})
	conn := s.dial(t)
	open(t, conn, goodHead)
	go io.Copy(io.Discard, conn)
	flood := strings.Repeat(f(0x89, ""), 10_000)
	var err error
	for err == nil {
		_, err = io.WriteString(conn, flood)
	}
	if isTimeout(err) {
		t.Error("the session does not end")
	}
}

// TestHalfClosedSession: that nothing follows is noticed at once, also directly behind a message.
func TestHalfClosedSession(t *testing.T) {
	s := start(t, Limits{Unlimited: true, Write: time.Hour, Ping: time.Hour, Idle: time.Hour, Session: time.Hour})
	conn := s.dial(t)
	client := open(t, conn, goodHead)
	for range 3 {
		client.send(f(0x81, "more"))
		client.want(`text "more"`)
	}
	io.WriteString(conn, f(0x81, "last"))
	conn.(*net.TCPConn).CloseWrite()
	client.want(`text "last"`)
	client.want("end")
}
