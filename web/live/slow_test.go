package live

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"upgrade101/handshake/frame"
	"upgrade101/handshake/frame/deflate"
)

// TestSlowHead: a head that drips in gets the predicted 408 when its time is over.
func TestSlowHead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := quiet(Limits{})
		client, server := net.Pipe()
		go e.Serve(server, "", nil)
		done := make(chan struct{})
		go func() {
			defer close(done)
			line, fields, _ := strings.Cut(goodHead, "\r\n")
			for _, part := range append([]string{line + "\r\n"}, bytewise(fields)...) {
				if _, err := io.WriteString(client, part); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		}()
		begin := time.Now()
		reply, _ := io.ReadAll(client)
		if !strings.HasPrefix(string(reply), "HTTP/1.1 408 ") || time.Since(begin) != 5*time.Second {
			t.Errorf("after %v: %q, want 408 after 5 s", time.Since(begin), reply)
		}
		<-done
	})
}

// TestSlowFrames: bytes that never come to a frame do not keep a session; frames do, but not for ever.
// An idle client is asked whether it is there.
func TestSlowFrames(t *testing.T) {
	for _, c := range []struct {
		name  string
		every time.Duration
		send  string
		ends  time.Duration
		got   string
	}{
		{"nothing", time.Hour, "", 60 * time.Second, "ping, close"},
		{"a frame byte by byte", time.Second, "\x82\xFE\x01\x00\x00\x00\x00\x00" + long(200), 60 * time.Second, "ping, close"},
		{"a frame every 20 s", 20 * time.Second, strings.Repeat(f(0x8A, ""), 20), 5 * time.Minute, "close"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := quiet(Limits{})
				conn, server := net.Pipe()
				go e.Serve(server, "", nil)
				client := open(t, conn, goodHead)
				size := 1
				if c.every > 10*time.Second {
					size = len(f(0x8A, ""))
				}
				done := make(chan struct{})
				go func() {
					defer close(done)
					for i := 0; i+size <= len(c.send); i += size {
						if _, err := io.WriteString(conn, c.send[i:i+size]); err != nil {
							return
						}
						time.Sleep(c.every)
					}
				}()
				begin := time.Now()
				var got []string
				for {
					h, payload, err := client.next()
					if err != nil {
						break
					}
					got = append(got, h.Opcode.String())
					if h.Opcode == frame.Close && say(h, payload) != "close 1001" {
						t.Errorf("got %s, want close 1001", say(h, payload))
					}
				}
				lasted := time.Since(begin)
				conn.Close()
				<-done
				if s := strings.Join(got, ", "); s != c.got || lasted < c.ends || lasted > c.ends+5*time.Second {
					t.Errorf("lasted %v and got %s; want %v and %s", lasted, s, c.ends, c.got)
				}
			})
		})
	}
}

// TestRates: a fast client is slowed down, and loses nothing.
func TestRates(t *testing.T) {
	for _, c := range []struct {
		name    string
		limits  Limits
		n, size int
		want    time.Duration
	}{
		{"frames", Limits{}, 200, 1, 2 * time.Second},      // 100 at once, then 50 a second
		{"bytes", Limits{}, 24, 64 << 10, 4 * time.Second}, // 512 KiB at once, then 256 KiB a second
		// 2 MiB at once, then 512 KiB a second, for all sessions of the address together
		{"bytes of an address", Limits{Bytes: 8 << 20, AddressBytes: 512 << 10}, 64, 64 << 10, 4 * time.Second},
		{"unlimited", Limits{Unlimited: true}, 200, 1, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := quiet(c.limits)
				conn, server := net.Pipe()
				go e.Serve(server, "", nil)
				client := open(t, conn, goodHead)
				begin := time.Now()
				client.send(strings.Repeat(f(0x82, long(c.size)), c.n))
				for range c.n {
					client.want(`binary "` + long(c.size) + `"`)
				}
				client.send(f(0x89, ""))
				client.want(`pong ""`)
				if took := time.Since(begin); took < c.want || took > c.want+time.Second {
					t.Errorf("took %v, want %v", took, c.want)
				}
				conn.Close()
				if err := e.Shutdown(t.Context()); err != nil { // which also wakes who is being slowed down
					t.Error(err)
				}
			})
		})
	}
}

// TestHeldMessages: what sessions hold of messages that do not become complete is bounded over all of them.
func TestHeldMessages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := quiet(Limits{Unlimited: true, Held: 5 << 16})
		ended := 0
		var clients []*client
		for range 10 {
			conn, server := net.Pipe()
			go e.Serve(server, "", nil)
			c := open(t, conn, goodHead)
			go conn.Write([]byte(f(0x82, long(60000))[:50000]))
			synctest.Wait()
			clients = append(clients, c)
		}
		if n := e.held.Load(); n > 6<<16 {
			t.Errorf("the sessions hold %d bytes", n)
		}
		for _, c := range clients {
			if _ = c.conn.SetReadDeadline(time.Now().Add(time.Millisecond)); c.read() == nil {
				ended++
				c.want("close 1013")
			}
			c.conn.Close()
		}
		if ended < 4 || ended > 7 {
			t.Errorf("%d of 10 sessions were ended", ended)
		}
		if err := e.Shutdown(t.Context()); err != nil {
			t.Error(err)
		}
		if n := e.held.Load(); n != 0 {
			t.Errorf("%d bytes are held when all sessions are gone", n)
		}
	})
}

// TestLogIsBounded: what clients bring about is logged, but not without end, and what is left out is counted.
func TestLogIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		e := New(Config{Log: slog.New(slog.NewTextHandler(&out, nil)), Limits: Limits{Unlimited: true}})
		for range 10 * notesSaved {
			e.refuse(nowhere{}, 429, "1", origin{})
		}
		if n := strings.Count(out.String(), "\n"); n != notesSaved {
			t.Errorf("%d lines, want %d", n, notesSaved)
		}
		time.Sleep(time.Second)
		e.refuse(nowhere{}, 429, "1", origin{})
		if want := fmt.Sprint("omitted=", 9*notesSaved); !strings.HasSuffix(out.String(), want+"\n") {
			t.Errorf("the log ends with %q, want %q", out.String()[out.Len()-100:], want)
		}
	})
}

// nowhere is a connection whose other end is gone.
type nowhere struct{ Conn }

func (nowhere) SetWriteDeadline(time.Time) error { return io.ErrClosedPipe }

// quiet is an engine for tests in a bubble.
func quiet(limits Limits) *Engine {
	return New(Config{Limits: limits, Log: slog.New(slog.DiscardHandler)})
}

// TestBadClients: whatever a client does wrong, it ends within the limits, others are served meanwhile, and nothing
// of it is left.
func TestBadClients(t *testing.T) {
	bomb := string(new(deflate.Deflater).Deflate(nil, make([]byte, 20<<20)))
	for _, c := range []struct {
		name  string
		sends string
		then  func(net.Conn)
		ends  time.Duration // at most
	}{
		{"says nothing at all", "", swallow, 5 * time.Second},
		{"stops inside its head", goodHead[:60], swallow, 6 * time.Second},
		{"is gone without farewell after the handshake", goodHead, swallow, 65 * time.Second},
		{"is gone without farewell inside a frame", goodHead + f(0x82, long(5000))[:3000], swallow, 65 * time.Second},
		{"is gone without farewell inside a message", goodHead + f(0x02, long(5000)), swallow, 65 * time.Second},
		{"hangs up inside its head", goodHead[:60], hangUp, time.Millisecond},
		{"hangs up inside a frame", goodHead + f(0x82, long(60000))[:40000], hangUp, time.Millisecond},
		{"hangs up between fragments", goodHead + f(0x02, long(60000)), hangUp, time.Millisecond},
		{"does not read its echo", goodHead + f(0x82, long(60000)), readHead, 15 * time.Second},
		{"does not read the reply", goodHead, func(net.Conn) {}, 15 * time.Second},
		{"does not read a refusal", "GET /echo HTTP/1.1\r\n\r\n", func(net.Conn) {}, 15 * time.Second},
		{"sends more than a message may have", goodHead + f(0x82, long(65537)), swallow, 0},
		{"sends a bomb", deflateHead + f(0xC2, bomb), swallow, 0},
		{"sends a bomb in two pieces", deflateHead + f(0x42, bomb[:9000]) + f(0x80, bomb[9000:]), swallow, 0},
		{"breaks the protocol", goodHead + f(0x83, ""), swallow, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := quiet(Limits{})
				misbehave := func() {
					for range 10 {
						conn, server := net.Pipe()
						go e.Serve(server, "", nil)
						go func() {
							sent := make(chan struct{})
							go func() {
								defer close(sent)
								io.WriteString(conn, c.sends)
							}()
							c.then(conn)
							<-sent
						}()
					}
					synctest.Wait()
					other, server := net.Pipe()
					go e.Serve(server, "", nil)
					good := open(t, other, goodHead)
					good.send(f(0x81, "me too"), closeFrame(1000, ""))
					good.want(`text "me too"`)
					good.want("close 1000")
					good.want("end")
					time.Sleep(c.ends)
					synctest.Wait()
					if n := e.Sessions(); n != 0 {
						t.Errorf("%d connections are left after %v", n, c.ends)
					}
					time.Sleep(5 * time.Second) // there is one more handshake for the address
				}
				misbehave()
				before := heap()
				misbehave()
				if after := heap(); after > before+256<<10 {
					t.Errorf("%d bytes in use before, %d after", before, after)
				}
			})
		})
	}
}

// swallow takes whatever comes and sends nothing: to a server, a client whose network is gone looks like that.
func swallow(conn net.Conn) { io.Copy(io.Discard, conn) }

func hangUp(conn net.Conn) {
	time.Sleep(time.Millisecond) // when all is written that will be
	conn.Close()
}

func readHead(conn net.Conn) {
	for got := []byte(nil); !strings.HasSuffix(string(got), "\r\n\r\n"); {
		b := make([]byte, 1)
		if _, err := conn.Read(b); err != nil {
			return
		}
		got = append(got, b...)
	}
}

// TestSlowButSteady: a message much larger than most may take longer than a small one in both directions.
func TestSlowButSteady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const size = 2 << 20
		e := quiet(Limits{Message: size, Unlimited: true})
		conn, server := net.Pipe()
		go e.Serve(server, "", nil)
		client := open(t, conn, goodHead)
		go func() {
			for _, part := range pieces(f(0x82, long(size)), 128<<10) {
				io.WriteString(conn, part)
				time.Sleep(20 * time.Second)
			}
		}()
		var pings int
		for {
			h, n := frame.ParseHeader(client.got)
			if n > 0 && h.Opcode == frame.Ping {
				pings++
				client.got = client.got[n:]
				continue
			}
			if n > 0 && int64(len(client.got)-n) >= h.Length {
				if h.Opcode != frame.Binary || string(client.got[n:]) != long(size) {
					t.Errorf("got %d bytes with opcode %v, want the echo", h.Length, h.Opcode)
				}
				break
			}
			buf := make([]byte, 128<<10)
			got, err := conn.Read(buf)
			client.got = append(client.got, buf[:got]...)
			if err != nil {
				t.Fatalf("%v after %d bytes", err, len(client.got))
			}
			if n > 0 {
				time.Sleep(4 * time.Second)
			}
		}
		conn.Close()
		if err := e.Shutdown(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestTryTime: whatever the bytes do not say to the end, a Try ends in time.
func TestTryTime(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		messages  []string
		want      string // of the reply
		end       string
		limit     time.Duration
	}{
		{"nothing", "", nil, "", "the server closed without an answer", time.Second},
		{"half a head", goodHead[:60], nil, "HTTP/1.1 408 ", "the server closed after its answer", time.Second},
		{"content that does not come", strings.Replace(goodHead, "\r\n\r\n", "\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n", 1), nil,
			"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 408 ", "the server closed after its answer", time.Second},
		{"half a frame", goodHead + f(0x82, long(50000))[:40], []string{"swallowed"}, "HTTP/1.1 101 ", "no more time", 3 * time.Second},
		{"half a message", goodHead + f(0x02, "a"), []string{}, "HTTP/1.1 101 ", "the server closed with 1000", 0},
		{"messages as large as they may be", goodHead, []string{long(15000)}, "HTTP/1.1 101 ", "the server closed with 1000", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begin := time.Now()
				e := quiet(Limits{})
				tr := e.Try(t.Context(), []byte(c.raw), nil, c.messages)
				if took := time.Since(begin); took > c.limit || !strings.HasPrefix(string(tr.Response), c.want) || tr.End != c.end {
					t.Errorf("after %v %.60q, %q; want %q, %q within %v", took, tr.Response, tr.End, c.want, c.end, c.limit)
				}
				synctest.Wait()
				if n := e.Sessions(); n != 0 {
					t.Errorf("%d connections are left", n)
				}
			})
		})
	}
}
