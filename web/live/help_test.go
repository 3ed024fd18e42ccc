package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"upgrade101/handshake/frame"
)

const goodHead = "GET /echo HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nSec-WebSocket-Version: 13\r\n\r\n"

const deflateHead = "GET /echo HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nSec-WebSocket-Version: 13\r\n" +
	"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"

// patience is the time after which a test gives up. It is not a bound on speed.
const patience = 30 * time.Second

// halfHead is how long an engine under test waits for the end of a head. On a busy machine, complete heads must arrive within it.
const halfHead = 2 * time.Second

// at is the clock of tests: refusals are dated by it.
func at() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }

// server is an engine under test that replies in memory and, if there are sockets, on TCP.
type server struct {
	*Engine
	//lint:ignore U1000 used where there are sockets
	addr string // "" without sockets
}

func start(t testing.TB, limits Limits) *server {
	t.Helper()
	return startWith(t, Config{Limits: limits})
}

func startWith(t testing.TB, config Config) *server {
	t.Helper()
	config.Log = slog.New(slog.DiscardHandler)
	config.Now = at
	before := goroutines()
	e := New(config)
	s := &server{Engine: e}
	s.listen(t)
	memory := heap()
	t.Cleanup(func() {
		// The clients are gone, and their memory must be free while the engine still serves. Go keeps about half a KiB of each
		// goroutine that has ended.
		s.until(t, func() bool { return s.Sessions() == 0 && heap() < memory+8<<20 })
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := e.Shutdown(ctx); err != nil {
			t.Errorf("shutdown: %v", err)
		}
		// Nothing may be left. Goroutines end a moment after their effects can be seen, so look again.
		for deadline := time.Now().Add(patience); goroutines() > before; runtime.Gosched() {
			if time.Now().After(deadline) {
				buf := make([]byte, 1<<16)
				t.Errorf("%d goroutines before, %d after\n%s", before, goroutines(), buf[:runtime.Stack(buf, true)])
				return
			}
			time.Sleep(time.Millisecond)
		}
	})
	return s
}

// heap returns the memory in use, in bytes, without pooled buffers.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// until waits for something that comes soon.
func (s *server) until(t testing.TB, ok func() bool) {
	t.Helper()
	for begin := time.Now(); !ok(); time.Sleep(time.Millisecond) {
		if time.Since(begin) > patience {
			t.Fatalf("it did not come; there are %d connections and %d bytes in use", s.Sessions(), heap())
		}
	}
}

// over runs a test on every kind of connection.
func over(t *testing.T, s *server, test func(t *testing.T, dial func(t testing.TB) net.Conn)) {
	for name, dial := range s.kinds() {
		t.Run(name, func(t *testing.T) { test(t, dial) })
	}
}

func (s *server) pipe(t testing.TB) net.Conn {
	t.Helper()
	return deadline(t, s.Pipe())
}

func deadline(t testing.TB, c net.Conn) net.Conn {
	_ = c.SetDeadline(time.Now().Add(patience))
	t.Cleanup(func() { c.Close() })
	return c
}

// client is the other end of a session.
type client struct {
	t    testing.TB
	conn net.Conn
	got  []byte
}

// open does the handshake.
func open(t testing.TB, conn net.Conn, head string) *client {
	t.Helper()
	c := &client{t: t, conn: conn}
	c.send(head)
	reply := c.reply()
	if !strings.HasPrefix(reply, "HTTP/1.1 101 ") {
		t.Fatalf("reply %q, want 101", reply)
	}
	return c
}

// send writes while the test continues reading, because a pipe has no buffer.
func (c *client) send(parts ...string) {
	go func() {
		for _, p := range parts {
			if _, err := io.WriteString(c.conn, p); err != nil {
				return
			}
		}
	}()
}

// reply reads a response head.
func (c *client) reply() string {
	c.t.Helper()
	for {
		if i := strings.Index(string(c.got), "\r\n\r\n"); i >= 0 {
			head := string(c.got[:i+4])
			c.got = c.got[i+4:]
			return head
		}
		if err := c.read(); err != nil {
			c.t.Fatalf("no reply: %v after %q", err, c.got)
		}
	}
}

func (c *client) read() error {
	buf := make([]byte, 64<<10)
	n, err := c.conn.Read(buf)
	c.got = append(c.got, buf[:n]...)
	if n > 0 {
		return nil
	}
	return err
}

// next reads one frame; io.EOF when the server hung up. Whatever the server sends is held to the rules for
// servers: no mask, no reserved bits, the shortest length, whole messages (RFC 6455 §5.1, §5.2, §6.1).
func (c *client) next() (frame.Header, string, error) {
	for {
		h, n := frame.ParseHeader(c.got)
		if n > 0 && (h.Masked || !h.Fin || h.RSV&^frame.RSV1 != 0 || n != h.Size() || !h.Opcode.Known()) {
			c.t.Errorf("the server sent the header % x", c.got[:n])
		}
		if n > 0 && int64(len(c.got)-n) >= h.Length {
			payload := string(c.got[n : n+int(h.Length)])
			c.got = c.got[n+int(h.Length):]
			return h, payload, nil
		}
		if err := c.read(); err != nil {
			return frame.Header{}, "", err
		}
	}
}

// want reads one frame and compares it, written as say does.
func (c *client) want(want string) {
	c.t.Helper()
	h, payload, err := c.next()
	got := say(h, payload)
	if err != nil {
		got = "end"
		if !errors.Is(err, io.EOF) && !errors.Is(err, net.ErrClosed) && !isReset(err) {
			got = err.Error()
		}
	}
	if len(got) > 200 {
		got = got[:200] + "…"
	}
	if len(want) > 200 {
		want = want[:200] + "…"
	}
	if got != want {
		c.t.Errorf("got %s, want %s", got, want)
	}
}

func isReset(err error) bool {
	return strings.Contains(err.Error(), "reset") || strings.Contains(err.Error(), "closed pipe") || strings.Contains(err.Error(), "broken pipe")
}

// say writes a frame down: `text "hello"`, `close 1002`, `z text "…"` for a compressed one.
func say(h frame.Header, payload string) string {
	if h.Opcode == frame.Close {
		code, _, err := frame.ParseClose([]byte(payload))
		if err != nil {
			return "close with " + err.Error()
		}
		return "close " + code.String()
	}
	s := fmt.Sprintf("%v %q", h.Opcode, payload)
	if h.RSV == frame.RSV1 {
		s = "z " + s
	}
	return s
}

// f makes a masked frame: bits is FIN, RSV and opcode.
func f(bits byte, payload string) string {
	h := frame.Header{Fin: bits&0x80 != 0, RSV: bits >> 4 & 7, Opcode: frame.Opcode(bits & 0xF), Masked: true, Key: [4]byte{0x37, 0xFA, 0x21, 0x3D}}
	return string(frame.Append(nil, h, []byte(payload)))
}

func closeFrame(code int, reason string) string {
	return f(0x88, string([]byte{byte(code >> 8), byte(code)})+reason)
}

// fragments cuts a message into masked frames of at most size bytes; bits are those of the first.
func fragments(bits byte, message string, size int) []string {
	var b strings.Builder
	for first := true; ; first = false {
		n := min(size, len(message))
		if !first {
			bits = 0
		}
		if n == len(message) {
			b.WriteString(f(bits|0x80, message))
			return []string{b.String()}
		}
		b.WriteString(f(bits, message[:n]))
		message = message[n:]
	}
}

// pieces cuts into writes of size bytes.
func pieces(s string, size int) []string {
	var parts []string
	for len(s) > size {
		parts, s = append(parts, s[:size]), s[size:]
	}
	return append(parts, s)
}
