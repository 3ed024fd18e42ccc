//go:build !js

package live

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// site is an engine in front of net/http, as the program runs it.
func site(t *testing.T, base string) (addr string) {
	t.Helper()
	e := New(Config{Base: base, Log: slog.New(slog.DiscardHandler), Now: at, Limits: Limits{Unlimited: true, HeadTime: patience}})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle(e.base+"echo", e)
	mux.Handle(e.base+"wire", e)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		io.WriteString(w, "page "+r.Method+" "+r.RequestURI+" "+string(body))
	})
	server := &http.Server{Handler: mux, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, 0)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		server.Serve(e.Listener(l))
	}()
	t.Cleanup(func() {
		server.Close()
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := e.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		<-done
	})
	return l.Addr().String()
}

func dialSite(t *testing.T, addr string) net.Conn {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	return deadline(t, c)
}

// TestRoute: who answers is decided by the path alone, however the request line is written.
func TestRoute(t *testing.T) {
	for _, base := range []string{"", "/tools/ws"} {
		addr := site(t, base)
		for _, c := range []struct {
			line string
			ours bool
		}{
			{"GET ~/echo HTTP/1.1", true}, {"GET ~/wire HTTP/1.1", true}, {"GET ~/echo?deflate=off HTTP/1.1", true},
			{"POST ~/echo HTTP/1.1", true}, {"get ~/echo HTTP/1.0", true}, {"GET  ~/echo HTTP/1.1", true}, {"GET ~/echo", true},
			{"GET http://a.example~/echo HTTP/1.1", true}, {"GET ~/echo#x HTTP/1.1", true}, {"\r\nGET ~/echo HTTP/3.0", true},
			{"GET ~/echo?" + long(5000) + " HTTP/1.1", true},
			{"GET / HTTP/1.1", false}, {"GET ~/echoes HTTP/1.1", false}, {"GET ~/echo/ HTTP/1.1", false}, {"GET /x?~/echo HTTP/1.1", false},
			{"GET http://a.example/ HTTP/1.1", false}, {"GET /" + long(5000) + " HTTP/1.1", false}, {"nonsense", true},
		} {
			conn := dialSite(t, addr)
			line := strings.Replace(c.line, "~", base, 1)
			// No Host: net/http refuses that in its own words.
			io.WriteString(conn, line+"\r\nUpgrade: websocket\r\n\r\n")
			answer, _ := io.ReadAll(conn)
			if ours := strings.Contains(string(answer), "Cache-Control: no-store"); ours != c.ours || len(answer) == 0 {
				t.Errorf("%.60q: %.100q; by the engine: %v, want %v", line, answer, ours, c.ours)
			}
		}
	}
}

// TestPagePassesUnchanged: what is not the engine's reaches net/http byte for byte, however it is cut.
func TestPagePassesUnchanged(t *testing.T) {
	addr := site(t, "")
	conn := dialSite(t, addr)
	for _, b := range bytewise("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello") {
		io.WriteString(conn, b)
	}
	r, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	if body, _ := io.ReadAll(r.Body); string(body) != "page POST /x hello" {
		t.Errorf("got %q", body)
	}
}

// TestReusedConnection: an upgrade after other requests gets the reply to its own exact bytes.
func TestReusedConnection(t *testing.T) {
	addr := site(t, "")
	for _, c := range []struct{ name, raw string }{
		{"good", goodHead},
		{"a field that looks like the request line", strings.Replace(goodHead, "\r\n\r\n", "\r\nX: GET /echo HTTP/1.1\r\n\r\n", 1)},
		{"bare LF", strings.ReplaceAll(goodHead, "\r\n", "\n")},
		{"obs-fold", strings.Replace(goodHead, "Connection: Upgrade", "Connection: keep-alive,\r\n Upgrade", 1)},
		{"lower case names", strings.Replace(goodHead, "Sec-WebSocket-Key", "sec-websocket-key", 1)},
		{"no Upgrade", strings.Replace(goodHead, "Upgrade: websocket\r\n", "", 1)},
		{"Content-Length", strings.Replace(goodHead, "\r\n\r\n", "\r\nContent-Length: 5\r\n\r\nhello", 1)},
		{"frames in the same segment", goodHead + f(0x81, "after it") + closeFrame(1000, "")},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn := dialSite(t, addr)
			body := bufio.NewReader(conn)
			for _, before := range []string{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST /GET HTTP/1.1\r\nHost: a\r\nContent-Length: 18\r\n\r\nGET /echo HTTP/1.1"} {
				io.WriteString(conn, before)
				r, err := http.ReadResponse(body, nil)
				if err != nil {
					t.Fatal(err)
				}
				io.Copy(io.Discard, r.Body)
			}
			io.WriteString(conn, c.raw)
			want := predict(c.raw)
			got := make([]byte, len(want))
			n, err := io.ReadFull(body, got)
			if string(got[:n]) != want {
				t.Fatalf("got\n%s\nwant\n%s\n%v", got[:n], want, err)
			}
			if strings.Contains(want, " 101 ") {
				cl := &client{t: t, conn: conn}
				if !strings.HasSuffix(c.raw, closeFrame(1000, "")) {
					cl.send(f(0x81, "after it"), closeFrame(1000, ""))
				}
				rest, _ := body.Peek(body.Buffered())
				cl.got = append(cl.got, rest...)
				cl.want(`text "after it"`)
				cl.want("close 1000")
				cl.want("end")
			}
		})
	}
}

// TestPeekStalls: a connection that says nothing is dropped.
func TestPeekStalls(t *testing.T) {
	s := start(t, Limits{HeadTime: 20 * time.Millisecond})
	for _, part := range []string{"", "GET /ec"} {
		conn := s.dial2(t, part)
		if part == "" {
			if got, err := io.ReadAll(conn); len(got) > 0 || isTimeout(err) {
				t.Errorf("got %q, %v; want the end", got, err)
			}
		}
	}
}
