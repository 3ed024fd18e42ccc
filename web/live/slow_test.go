package live

import (
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"upgrade101/handshake/frame"
)

// TestSlowHead: a head that drips in is answered with the predicted 408 when its time is over.
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
		answer, _ := io.ReadAll(client)
		if !strings.HasPrefix(string(answer), "HTTP/1.1 408 ") || time.Since(begin) != 5*time.Second {
			t.Errorf("after %v: %q, want 408 after 5 s", time.Since(begin), answer)
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
		saw   string
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
				var saw []string
				for {
					h, payload, err := client.next()
					if err != nil {
						break
					}
					saw = append(saw, h.Opcode.String())
					if h.Opcode == frame.Close && say(h, payload) != "close 1001" {
						t.Errorf("got %s, want close 1001", say(h, payload))
					}
				}
				lasted := time.Since(begin)
				conn.Close()
				<-done
				if s := strings.Join(saw, ", "); s != c.saw || lasted < c.ends || lasted > c.ends+5*time.Second {
					t.Errorf("lasted %v and got %s; want %v and %s", lasted, s, c.ends, c.saw)
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

// quiet is an engine for tests in a bubble.
func quiet(limits Limits) *Engine {
	return New(Config{Limits: limits, Log: slog.New(slog.DiscardHandler)})
}
