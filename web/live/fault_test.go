//go:build !js

package live

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/netip"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"upgrade101/handshake/frame"
	"upgrade101/handshake/frame/deflate"
)

// serves checks that the engine still replies to other clients.
func (s *server) serves(t *testing.T) {
	t.Helper()
	c := open(t, s.dial(t), goodHead)
	c.send(f(0x81, "still here"), closeFrame(1000, ""))
	c.want(`text "still here"`)
	c.want("close 1000")
}

// timeless has no deadlines: a closed pipe stays in memory until its deadlines have passed.
type timeless struct{ net.Conn }

func (timeless) SetReadDeadline(time.Time) error  { return nil }
func (timeless) SetWriteDeadline(time.Time) error { return nil }

// TestSessionLimit: the 5,001st session gets a Retry-After, the others continue, and one that ends makes room. Afterwards their memory is
// free; the second round shows it, because Go keeps the memory of 10,000 goroutines for the next ones.
func TestSessionLimit(t *testing.T) {
	s := start(t, Limits{Unlimited: true})
	limit := s.config.Limits.Sessions
	if limit != 5000 {
		t.Fatalf("%d sessions are the most, want 5,000", limit)
	}
	var before uint64
	var buf [1024]byte
	for round := range 2 {
		clients := make([]net.Conn, limit)
		for i := range clients {
			conn, server := net.Pipe()
			go s.Serve(timeless{server}, "", nil)
			clients[i] = conn
			io.WriteString(conn, goodHead)
			n, err := conn.Read(buf[:])
			if reply := string(buf[:n]); err != nil || !strings.HasPrefix(reply, "HTTP/1.1 101 ") || !strings.HasSuffix(reply, "\r\n\r\n") {
				t.Fatalf("session %d got %q, %v", i+1, reply, err)
			}
		}
		reply, err := io.ReadAll(s.dial2(t, goodHead))
		if !strings.HasPrefix(string(reply), "HTTP/1.1 503 ") || !strings.Contains(string(reply), "\r\nRetry-After: 10\r\n") ||
			!strings.HasSuffix(string(reply), "\r\n\r\nThis server is busy; try again in 10 s.\n") || err != nil {
			t.Errorf("one session too many got %q, %v; want 503", reply, err)
		}
		last := &client{t: t, conn: deadline(t, clients[limit-1])}
		last.send(f(0x81, "still here"), closeFrame(1000, ""))
		last.want(`text "still here"`)
		last.want("close 1000")
		last.want("end")
		s.until(t, func() bool { return s.count() == limit-1 })
		clients[limit-1] = open(t, s.dial(t), goodHead).conn
		for _, conn := range clients {
			conn.Close()
		}
		s.until(t, func() bool { return s.Sessions() == 0 })
		if round == 0 {
			before = heap()
		}
	}
	s.until(t, func() bool { return heap() < before+1<<20 })
	s.serves(t)
}

func TestAddressLimits(t *testing.T) {
	s := start(t, Limits{AddressSessions: 2, AddressHandshakes: 100})
	open(t, s.dial(t), goodHead)
	open(t, s.dial(t), goodHead)
	reply, _ := io.ReadAll(s.dial2(t, goodHead))
	if !strings.HasPrefix(string(reply), "HTTP/1.1 429 ") || !strings.Contains(string(reply), "\r\nRetry-After: 10\r\n") {
		t.Errorf("the third of two connections got %q, want 429", reply)
	}

	s = start(t, Limits{AddressSessions: 100, AddressHandshakes: 1})
	got := ""
	for range 6 {
		c := &client{t: t, conn: s.dial2(t, goodHead)}
		got = c.reply()[9:12]
	}
	if got != "429" {
		t.Errorf("the sixth of four handshakes got %s, want 429", got)
	}
}

// TestForwarded: behind a trusted proxy, the client's address counts, not the proxy's; what a client itself states does not count.
func TestForwarded(t *testing.T) {
	trust := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct {
		name   string
		trust  []netip.Prefix
		fields [2]string // X-Forwarded-For of two connections, of which one may be open
		status string    // of the second
	}{
		{"two clients", trust, [2]string{"192.0.2.1", "192.0.2.2"}, "101"},
		{"one client", trust, [2]string{"192.0.2.1", "192.0.2.1"}, "429"},
		{"two proxies", trust, [2]string{"192.0.2.1, 10.0.0.1", "192.0.2.1, 10.0.0.2"}, "429"},
		{"what the client wrote itself", trust, [2]string{"1.1.1.1, 192.0.2.1", "2.2.2.2, 192.0.2.1"}, "429"},
		{"one network of IPv6", trust, [2]string{"2001:db8::1", "[2001:db8::2]:443"}, "429"},
		{"two networks of IPv6", trust, [2]string{"2001:db8::1", "2001:db8:0:1::1"}, "101"},
		{"no trust", nil, [2]string{"192.0.2.1", "192.0.2.2"}, "429"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := startWith(t, Config{TrustProxy: c.trust, Limits: Limits{AddressSessions: 1}})
			status := ""
			for _, from := range c.fields {
				client := &client{t: t, conn: s.dial2(t, strings.Replace(goodHead, "\r\n\r\n", "\r\nX-Forwarded-For: "+from+"\r\n\r\n", 1))}
				status = client.reply()[9:12]
			}
			if status != c.status {
				t.Errorf("the second got %s, want %s", status, c.status)
			}
		})
	}
}

// TestBombs: 20 MiB compressed to 20 KiB end the session, not the server, and are never in memory.
func TestBombs(t *testing.T) {
	s := start(t, Limits{Unlimited: true})
	bomb := string(new(deflate.Deflater).Deflate(nil, make([]byte, 20<<20)))
	if len(bomb) > 21<<10 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	for _, send := range []string{f(0xC2, bomb), f(0xC1, bomb), f(0x42, bomb[:100]) + f(0x80, bomb[100:])} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		c := open(t, s.dial(t), deflateHead)
		c.send(send)
		c.want("close 1009")
		c.want("end")
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > 4<<20 {
			t.Errorf("%d bytes were allocated for it", took)
		}
	}
	s.serves(t)
}

// TestVanishing: clients disconnect at any point of a frame, by FIN or RST.
func TestVanishing(t *testing.T) {
	s := start(t, Limits{Unlimited: true})
	whole := goodHead + f(0x01, long(300)) + f(0x80, long(70000)[:60000])
	for _, cut := range []int{1, 10, len(goodHead) - 1, len(goodHead), len(goodHead) + 1, len(goodHead) + 5, len(goodHead) + 100, len(goodHead) + 310, len(goodHead) + 5000, len(whole) - 1} {
		for _, reset := range []bool{false, true} {
			conn := s.dial(t).(*net.TCPConn)
			io.WriteString(conn, whole[:cut])
			if reset {
				_ = conn.SetLinger(0)
			}
			conn.Close()
		}
	}
	s.until(t, func() bool { return s.Sessions() == 0 })
	s.serves(t)
}

// TestNeverReads: the session of a client that sends and does not read ends when a write takes too long.
func TestNeverReads(t *testing.T) {
	s := start(t, Limits{Unlimited: true, Write: 50 * time.Millisecond})
	conn := s.dial(t)
	_, err := io.WriteString(conn, goodHead)
	for message := f(0x82, long(60000)); err == nil; {
		_, err = io.WriteString(conn, message)
	}
	if isTimeout(err) {
		t.Errorf("the server went on waiting: %v", err)
	}
	s.serves(t)
}

// TestRandom: streams of random bytes, as heads and as frames.
func TestRandom(t *testing.T) {
	s := start(t, Limits{Unlimited: true, HeadTime: 50 * time.Millisecond, DrainTime: 50 * time.Millisecond})
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 10000 {
		junk := make([]byte, random.IntN(200))
		for i := range junk {
			junk[i] = byte(random.Uint32())
		}
		switch i % 4 {
		case 0: // a head that may not end
			junk = append([]byte("GET /echo HTTP/1.1\r\n"), junk...)
		case 1: // frames
			junk = append([]byte(goodHead), junk...)
		case 2: // frames that are well formed as to their first two bytes
			junk = append([]byte(deflateHead), append([]byte{0x81 | byte(random.IntN(2)<<6), 0x80 | byte(random.IntN(126))}, junk...)...)
		case 3: // many small masked frames
			raw := []byte(deflateHead)
			for range random.IntN(10) {
				h := frame.Header{Fin: random.IntN(3) > 0, RSV: uint8(random.IntN(3) / 2 * 4), Opcode: frame.Opcode(random.IntN(3)), Masked: true}
				raw = frame.Append(raw, h, junk)
			}
			junk = raw
		}
		conn, server := net.Pipe()
		go s.Serve(server, "", nil)
		go func() {
			conn.Write(junk)
			conn.Close()
		}()
		io.Copy(io.Discard, conn)
	}
	s.until(t, func() bool { return s.Sessions() == 0 })
	s.serves(t)
}

// TestShutdown: under load, every session is closed with 1001, whatever it is doing.
func TestShutdown(t *testing.T) {
	s := start(t, Limits{Unlimited: true})
	var busy, done sync.WaitGroup
	var mu sync.Mutex
	got := map[string]int{}
	for i := range 50 {
		busy.Add(1)
		done.Add(1)
		c := open(t, s.dial(t), goodHead)
		go func() {
			defer done.Done()
			if i%2 == 0 { // half of them idle
				c.send(f(0x81, "x"))
			}
			for first := true; ; first = false {
				if first && i%2 == 1 {
					busy.Done()
				}
				h, payload, err := c.next()
				if err != nil {
					if !errors.Is(err, io.EOF) {
						t.Error(err)
					}
					return
				}
				if h.Opcode == frame.Close {
					mu.Lock()
					got[say(h, payload)]++
					mu.Unlock()
					c.conn.Close()
					return
				}
				io.WriteString(c.conn, f(0x81, "x"))
				if first {
					busy.Done()
				}
			}
		}()
	}
	half := s.dial2(t, goodHead[:30]) // and one that has not finished its head
	busy.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := s.Shutdown(ctx); err != nil {
		t.Errorf("shutdown: %v", err)
	}
	done.Wait()
	if len(got) != 1 || got["close 1001"] != 50 {
		t.Errorf("sessions ended with %v, want 50 of close 1001", got)
	}
	if _, err := io.ReadAll(half); isTimeout(err) {
		t.Error("a connection without head was forgotten")
	}
	if _, err := net.Dial("tcp", s.addr); err == nil {
		t.Error("the listener is still open")
	}
}

// TestShutdownGrace: a session that does not read its Close frame is cut off after the grace period.
func TestShutdownGrace(t *testing.T) {
	s := start(t, Limits{Unlimited: true})
	conn := s.pipe(t) // what is written to it is never read
	open(t, conn, goodHead)
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if err := s.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("shutdown: %v, want that its time is over", err)
	}
	if n := s.Sessions(); n != 0 {
		t.Errorf("%d sessions are left", n)
	}
}

// dial2 connects and sends.
func (s *server) dial2(t testing.TB, head string) net.Conn {
	conn := s.dial(t)
	io.WriteString(conn, head)
	return conn
}

func (s *server) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.admitted
}
