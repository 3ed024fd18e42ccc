//go:build !js

package live

import (
	"bufio"
	queue "container/list"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"upgrade101/web/visitor"
)

// from is a connection from an address that records whether it was closed.
type from struct {
	net.Conn
	address string
	closed  *bool
}

func (c from) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.MustParseAddrPort(c.address))
}

func (c from) Close() error {
	*c.closed = true
	return nil
}

func limiterOf(l Limits, trust ...netip.Prefix) (d *connLimiter, let func(address string) (*limitedConn, *bool)) {
	e := New(Config{Limits: l, TrustProxy: trust, Log: slog.New(slog.DiscardHandler)})
	d = &connLimiter{engine: e, idleOf: map[netip.Addr]*queue.List{}}
	return d, func(address string) (*limitedConn, *bool) {
		closed := new(bool)
		return d.accept(from{address: address, closed: closed}), closed
	}
}

// TestConnLimit: beyond the limit, a new connection replaces the one that has been idle for longest, of the same address if that is
// beyond its own limit; an active connection stays.
func TestConnLimit(t *testing.T) {
	d, let := limiterOf(Limits{Connections: 4, AddressConnections: 2})
	working, gone := let("192.0.2.1:1")
	working.setActive()
	_, second := let("192.0.2.1:2")
	if third, _ := let("192.0.2.1:3"); third == nil || !*second || *gone {
		t.Errorf("the third of an address is let in: %v; the idle one is closed: %v, the active one: %v", third != nil, *second, *gone)
	} else {
		third.setActive()
	}
	if g, closed := let("192.0.2.1:4"); g != nil || !*closed {
		t.Error("an address has three connections, all of them at work")
	}
	idle, left := let("192.0.2.2:1")
	idle.setActive()
	let("192.0.2.3:1")
	idle.setIdle() // idle again, but for less time
	if g, _ := let("192.0.2.4:1"); g == nil || *left {
		t.Error("a new address is refused, or takes the place of one that was idle for less")
	}
	if g, _ := let("192.0.2.5:1"); g == nil || !*left {
		t.Error("an idle connection keeps its room")
	}
	working.Close()
	working.Close()
	if d.open != 3 || d.idle.Len() != 2 || len(d.idleOf) != 2 {
		t.Errorf("%d connections are open, %d idle, of %d addresses", d.open, d.idle.Len(), len(d.idleOf))
	}
	if !d.engine.config.Visitors.Enter(netip.MustParseAddr("192.0.2.1"), visitor.Connections) {
		t.Error("closing makes no room")
	}
}

// TestConnLimitAndProxies: the address of a trusted proxy has no limit of its own.
func TestConnLimitAndProxies(t *testing.T) {
	_, let := limiterOf(Limits{Connections: 100, AddressConnections: 2}, netip.MustParsePrefix("10.0.0.0/8"))
	for i := range 10 {
		if g, _ := let("10.0.0.1:1"); g == nil {
			t.Fatalf("connection %d of a proxy is refused", i+1)
		} else {
			g.setActive()
		}
	}
}

// TestConnLimitFromHere: if all connections are active, this machine itself can still request /healthz.
func TestConnLimitFromHere(t *testing.T) {
	_, let := limiterOf(Limits{Connections: 2})
	for range 2 {
		g, _ := let("192.0.2.1:1")
		g.setActive()
	}
	if g, _ := let("192.0.2.2:1"); g != nil {
		t.Error("another address finds room")
	}
	if g, _ := let("127.0.0.1:1"); g == nil {
		t.Error("this machine finds none")
	}
}

// TestTapeRests: a connection that waits for its next request keeps no more bytes than net/http may have read ahead, and an upgrade on
// it is still found.
func TestTapeRests(t *testing.T) {
	rec := &recorded{Conn: readOnly{Reader: strings.NewReader(strings.Repeat("a", 100<<10) + goodHead)}}
	io.CopyN(io.Discard, rec, 100<<10)
	New(Config{}).ConnState(rec, http.StateIdle)
	if n := cap(rec.tape); n > 8<<10 {
		t.Errorf("an idle connection holds %d bytes", n)
	}
	r, err := http.ReadRequest(bufio.NewReaderSize(rec, len(goodHead)))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(rec.head(r, 0)); got != goodHead {
		t.Errorf("found is %q", got)
	}
}

// readOnly is a connection that a test only reads from.
type readOnly struct {
	net.Conn
	io.Reader
}

func (c readOnly) Read(p []byte) (int, error) { return c.Reader.Read(p) }

// TestFindingIsLinear: of many fields that look like the request line, only a few are compared with the request.
func TestFindingIsLinear(t *testing.T) {
	line := "GET /echo HTTP/1.1"
	for name, field := range map[string]string{
		"values":    strings.Repeat("A: "+line+"\r\n", 500),
		"one value": "A: " + strings.Repeat(line+" ", 500) + "\r\n",
	} {
		head := line + "\r\nHost: a\r\n" + field + "\r\n"
		rec := &recorded{Conn: readOnly{Reader: strings.NewReader(head)}}
		r, err := http.ReadRequest(bufio.NewReaderSize(rec, len(head)))
		if err != nil {
			t.Fatal(err)
		}
		allocated := testing.AllocsPerRun(1, func() {
			if got := rec.head(r, 0); string(got) != head {
				t.Errorf("%s: found is %.80q", name, got)
			}
		})
		if fields := float64(strings.Count(head, "\n")); allocated > 100+4*fields {
			t.Errorf("%s: finding it allocates %v times, for %v lines", name, allocated, fields)
		}
	}
}

// TestPathAsItCame: behind a mux that decodes paths, another spelling of /echo does not get around its policy.
func TestPathAsItCame(t *testing.T) {
	w := httptest.NewRecorder()
	New(Config{}).ServeHTTP(w, httptest.NewRequest("GET", "/%65cho?origins=https://a.example", nil))
	if w.Code != 404 {
		t.Errorf("the reply is %d", w.Code)
	}
}

// TestHeadsWithoutATarget: a head without a target gets its reply from the engine, with the reason, and not by net/http.
func TestHeadsWithoutATarget(t *testing.T) {
	addr := site(t, "")
	for _, raw := range []string{"hello\r\n\r\n", "\r\n\r\n\r\nGET\r\n\r\n", strings.Repeat("a", 3000) + "\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n\n"} {
		conn := dialSite(t, addr)
		io.WriteString(conn, raw)
		reply, _ := io.ReadAll(conn)
		if !strings.HasPrefix(string(reply), "HTTP/1.1 4") || !strings.Contains(string(reply), "Not met: ") {
			t.Errorf("%.20q got %q", raw, reply)
		}
	}
}
