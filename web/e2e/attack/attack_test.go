//go:build attack && linux

package attack

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// maxMemory bounds the program's memory, in MiB.
const maxMemory = 400

// TestMemory: large bodies, many at once, or held back one byte before their end.
func TestMemory(t *testing.T) {
	har := har(1 << 20)
	names, _ := json.Marshal(strings.Split(strings.TrimSuffix(strings.Repeat("name,", 40_000), ","), ","))
	curl := "curl " + strings.Repeat("http://a ", 256) + strings.Repeat("-HA:b ", 10<<10)
	for _, c := range []struct {
		name, request string
		posts         int
		sameAddress   bool
	}{
		{"50 HAR files of 1 MiB", post("/api/inspect", "text/plain", har), 50, false},
		{"50 HAR files of 1 MiB from one address", post("/api/inspect", "text/plain", har), 50, true},
		{"50 folded fields of 1 MiB", post("/api/inspect", "application/octet-stream", "GET / HTTP/1.1\r\nA: b\r\n"+strings.Repeat(" c\r\n", 1<<18-16)), 50, false},
		{"24 commands of 63 KB", post("/api/inspect", "text/plain", curl), 24, false},
		{"24 policies of 40,000 names", post("/api/inspect", "application/json", `{"request":"GET / HTTP/1.1\r\n\r\n","policy":{"subprotocols":`+string(names)+`}}`), 24, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := start(t)
			idle := p.status(t, "VmRSS:")
			var mu sync.Mutex
			statuses := map[int]int{}
			begin := time.Now()
			answers, longest := p.others(t, func() {
				var all sync.WaitGroup
				for i := range c.posts {
					all.Go(func() {
						from := address(i)
						if c.sameAddress {
							from = address(0)
						}
						status, _ := p.ask(from, c.request)
						mu.Lock()
						statuses[status]++
						mu.Unlock()
					})
				}
				all.Wait()
			})
			t.Logf("%v after %.1f s; %d MiB at most, %d before; meanwhile %d other requests, %.2f s at most", statuses, time.Since(begin).Seconds(), p.peak(t), idle, answers, longest.Seconds())
			if peak := p.peak(t); peak > maxMemory {
				t.Errorf("%d MiB, want at most %d", peak, maxMemory)
			}
			if statuses[0] > 0 {
				t.Errorf("%d calls were not answered", statuses[0])
			}
		})
	}
	t.Run("300 bodies that lack a byte", func(t *testing.T) {
		p := start(t)
		p.others(t, func() {
			var all sync.WaitGroup
			for i := range 300 {
				all.Go(func() {
					request := post("/api/inspect", "text/plain", har)
					p.ask(address(i), request[:len(request)-1]) // until the server times out
				})
			}
			all.Wait()
		})
		if peak := p.peak(t); peak > maxMemory {
			t.Errorf("%d MiB, want at most %d", peak, maxMemory)
		} else {
			t.Logf("%d MiB at most", peak)
		}
	})
}

// har returns a HAR file of about so many bytes, full of handshakes.
func har(size int) string {
	const entry = `{"request":{"method":"GET","url":"wss://a.example/chat","headers":[{"name":"Upgrade","value":"websocket"},{"name":"Connection","value":"Upgrade"},{"name":"Sec-WebSocket-Key","value":"4BZ+q2vWQ1yH0m9sJtX3Lw=="},{"name":"Sec-WebSocket-Version","value":"13"}]},"response":{"status":101,"headers":[{"name":"Upgrade","value":"websocket"}]}},`
	return `{"log":{"entries":[` + strings.Repeat(entry, (size-100)/len(entry)) + `{}]}}`
}

// TestHeldMessages: five thousand sessions, each with an incomplete message.
func TestHeldMessages(t *testing.T) {
	const sessions, size = 5000, 60_000
	files(t, sessions+500)
	p := start(t)
	frame := append([]byte{0x82, 0xFE, 0xFF, 0xFF, 0, 0, 0, 0}, make([]byte, size)...)
	for i := range sessions {
		conn, err := p.dial(address(i % 40))
		if err != nil {
			t.Fatalf("session %d: %v", i, err)
		}
		if i%40 == 39 {
			time.Sleep(50 * time.Millisecond) // 20 handshakes a second and address
		}
		io.WriteString(conn, goodHead)
		conn.Write(frame)
		defer conn.Close()
	}
	p.others(t, func() { time.Sleep(time.Second) })
	t.Logf("%d MiB at most", p.peak(t))
	if peak := p.peak(t); peak > maxMemory {
		t.Errorf("%d MiB, want at most %d", peak, maxMemory)
	}
}

// TestStop: on SIGTERM every session is closed with 1001, even under load, and the program exits normally.
func TestStop(t *testing.T) {
	const sessions = 5000
	files(t, sessions+500)
	p := start(t)
	slow, err := p.dial(address(300))
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	_ = slow.(*net.TCPConn).SetReadBuffer(4 << 10)
	for range 20 { // more than fits the buffers between
		io.WriteString(slow, "GET /web/app.wasm HTTP/1.1\r\nHost: a\r\nAccept-Encoding: identity\r\n\r\n")
	}
	conns := make([]net.Conn, sessions)
	for i := range conns {
		if conns[i], err = p.dial(address(i % 40)); err != nil {
			t.Fatalf("session %d: %v", i, err)
		}
		if i%40 == 39 {
			time.Sleep(50 * time.Millisecond) // 20 handshakes a second and address
		}
		io.WriteString(conns[i], goodHead)
		r, err := http.ReadResponse(bufio.NewReaderSize(conns[i], 16), nil)
		if err != nil || r.StatusCode != 101 {
			t.Fatalf("session %d: %v, %v", i, r, err)
		}
		defer conns[i].Close()
	}
	begin := time.Now()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var all sync.WaitGroup
	told, longest := 0, time.Duration(0)
	for _, conn := range conns {
		all.Go(func() {
			frame := make([]byte, 4)
			_, err := io.ReadFull(conn, frame)
			took := time.Since(begin)
			conn.Close()
			mu.Lock()
			defer mu.Unlock()
			if err == nil && frame[0] == 0x88 && frame[2] == 3 && frame[3] == 0xE9 {
				told, longest = told+1, max(longest, took)
			}
		})
	}
	all.Wait()
	err = <-p.ended
	t.Logf("%d of %d sessions were told 1001, the last after %.2f s; the program ended after %.2f s", told, sessions, longest.Seconds(), time.Since(begin).Seconds())
	if told != sessions {
		t.Errorf("%d of %d sessions were told 1001", told, sessions)
	}
	if err != nil {
		t.Errorf("the program ended with %v", err)
	}
}

// TestSilent: silent connections of one address affect neither other addresses nor /healthz.
func TestSilent(t *testing.T) {
	const silent = 10_000
	files(t, silent+500)
	p := start(t)
	answers, longest := p.others(t, func() {
		conns := make([]net.Conn, 0, silent)
		for range silent {
			c, err := p.dial("127.0.0.1")
			if err != nil {
				t.Fatal(err)
			}
			conns = append(conns, c)
		}
		for i := range 10 {
			if status, err := p.ask("127.0.0.1", get("/healthz")); status != 200 {
				t.Errorf("/healthz %d of the address itself: %d, %v", i, status, err)
			}
		}
		for _, c := range conns {
			c.Close()
		}
	})
	t.Logf("meanwhile %d other requests, %.2f s at most; %d MiB at most", answers, longest.Seconds(), p.peak(t))
}

// TestIdle: connections that wait for another request hold little.
func TestIdle(t *testing.T) {
	const idle = 900 // of each address
	files(t, 2*idle+500)
	p := start(t)
	before := p.status(t, "VmRSS:")
	for i := range 2 * idle {
		c, err := p.dial(address(i % 2))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		body := strings.Repeat("a", 30<<10)
		io.WriteString(c, "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: "+fmt.Sprint(len(body))+"\r\n\r\n"+body)
		r, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, r.Body)
	}
	after := p.status(t, "VmRSS:")
	t.Logf("%d KiB for each of %d idle connections", (after-before)<<10/(2*idle), 2*idle)
	if each := (after - before) << 10 / (2 * idle); each > 64 {
		t.Errorf("an idle connection holds %d KiB, want at most 64", each)
	}
}

// TestSmuggling: if a request's end is ambiguous, the server reads no second request from it.
func TestSmuggling(t *testing.T) {
	for _, base := range []string{"/", "/x/"} {
		p := start(t, "-base="+base)
		hidden := "GET " + base + "robots.txt HTTP/1.1\r\nHost: a\r\n\r\n"
		chunk := fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(hidden), hidden)
		for _, path := range []string{"", "echo", "api/inspect", "healthz"} {
			for i, framing := range []string{
				"Content-Length: 0\r\nContent-Length: %d\r\n", "Content-Length: %d\r\nContent-Length: 0\r\n", "Content-Length: 0, %d\r\n", "Content-Length: +0\r\n",
				"Content-Length: 0x0\r\n", "Content-Length : 0\r\n", "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n",
				"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: xchunked\r\n",
				"Transfer-Encoding: chunked, identity\r\n", "Transfer-Encoding : chunked\r\n", "Transfer-Encoding: \x0bchunked\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
			} {
				if strings.Contains(framing, "%d") {
					framing = fmt.Sprintf(framing, len(hidden))
				}
				for _, body := range []string{hidden, chunk} {
					c, err := p.dial(address(i))
					if err != nil {
						t.Fatal(err)
					}
					io.WriteString(c, "POST "+base+path+" HTTP/1.1\r\nHost: a\r\n"+framing+"\r\n"+body)
					c.(*net.TCPConn).CloseWrite()
					all, _ := io.ReadAll(c)
					c.Close()
					if strings.Contains(string(all), "User-agent") {
						t.Errorf("%s with %q: the second request is answered:\n%.300s", base+path, framing, all)
					}
				}
			}
		}
	}
}
