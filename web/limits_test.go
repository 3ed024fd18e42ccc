package web

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"upgrade101/web/visitor"
)

// inspect calls /api/inspect from an address. A negative length means that it is unknown.
func inspect(s http.Handler, from string, body io.Reader, length int64) *http.Response {
	r := httptest.NewRequest("POST", "/api/inspect", body)
	r.Header.Set("Content-Type", exact)
	r.RemoteAddr, r.ContentLength = from+":4711", length
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

// refusal checks that an answer refuses temporarily, with a sentence, and returns how long to wait.
func refusal(t *testing.T, r *http.Response, status int) time.Duration {
	t.Helper()
	body := text(t, r)
	wait, err := strconv.Atoi(r.Header.Get("Retry-After"))
	if r.StatusCode != status || err != nil || wait < 1 || r.Header.Get("Content-Type") != "application/problem+json" || !strings.Contains(body, `"detail":"`) {
		t.Errorf("%d, Retry-After %q, %q; want %d with a problem", r.StatusCode, r.Header.Get("Retry-After"), body, status)
	}
	return time.Duration(wait) * time.Second
}

// TestInspectCountsBytes: not calls but bytes are limited: 16 MiB a minute for each address, however they are sent.
func TestInspectCountsBytes(t *testing.T) {
	large := goodHead + strings.Repeat("a", maxBody-len(goodHead))
	for name, length := range map[string]int64{"with a length": maxBody, "in chunks": -1} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite(t, Config{})
				for i := range 200 {
					if r := inspect(s, "192.0.2.1", strings.NewReader(goodHead), int64(len(goodHead))); r.StatusCode != 200 {
						t.Fatalf("small call %d in a row: %d", i+1, r.StatusCode)
					}
				}
				for i := range bytesAMinute / maxBody {
					if r := inspect(s, "192.0.2.2", strings.NewReader(large), length); r.StatusCode != 200 {
						t.Fatalf("MiB %d: %d", i+1, r.StatusCode)
					}
				}
				wait := refusal(t, inspect(s, "192.0.2.2", strings.NewReader(large), length), 429)
				if r := inspect(s, "192.0.2.3", strings.NewReader(large), length); r.StatusCode != 200 {
					t.Errorf("another address is answered %d", r.StatusCode)
				}
				time.Sleep(wait)
				if r := inspect(s, "192.0.2.2", strings.NewReader(goodHead), int64(len(goodHead))); r.StatusCode != 200 {
					t.Errorf("after Retry-After the answer is %d", r.StatusCode)
				}
			})
		})
	}
}

// TestInspectAtOnce: each address has four calls at a time, counted before the body is read; the fifth waits, and is refused if none
// of the others ends.
func TestInspectAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, Config{})
		answers := make(chan *http.Response, 8)
		var stalled []*io.PipeWriter
		for range maxInspections {
			r, w := io.Pipe()
			stalled = append(stalled, w)
			go func() { answers <- inspect(s, "192.0.2.1", r, 1000) }()
			io.WriteString(w, goodHead[:40])
		}
		small := func(from string) *http.Response {
			return inspect(s, from, strings.NewReader(goodHead), int64(len(goodHead)))
		}
		refusal(t, small("192.0.2.1"), 429) // the clock runs on while it waits
		if r := small("192.0.2.2"); r.StatusCode != 200 {
			t.Errorf("another address is answered %d", r.StatusCode)
		}
		go func() { answers <- small("192.0.2.1") }()
		synctest.Wait()
		stalled[0].CloseWithError(io.ErrUnexpectedEOF)
		got := []int{(<-answers).StatusCode, (<-answers).StatusCode} // in any order
		if slices.Sort(got); !slices.Equal(got, []int{200, 400}) {
			t.Errorf("the call that breaks off and the one that waited are answered %d; want 400 and 200", got)
		}
		for _, w := range stalled[1:] {
			w.Close()
			<-answers
		}
	})
}

// TestBodiesAtOnce: the bodies in memory are bounded for all addresses together, too.
func TestBodiesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, Config{})
		for range maxBodies {
			s.limits.bodies <- struct{}{}
		}
		large := goodHead + strings.Repeat("a", smallBody)
		refusal(t, inspect(s, "192.0.2.1", strings.NewReader(large), int64(len(large))), 503)
		refusal(t, inspect(s, "192.0.2.1", strings.NewReader(goodHead), -1), 503)
		if r := inspect(s, "192.0.2.1", strings.NewReader(goodHead), int64(len(goodHead))); r.StatusCode != 200 {
			t.Errorf("a small body waits for the large ones: %d", r.StatusCode)
		}
		<-s.limits.bodies
		for range cap(s.limits.judges) {
			s.limits.judges <- struct{}{}
		}
		refusal(t, inspect(s, "192.0.2.1", strings.NewReader(large), int64(len(large))), 503)
		if r := inspect(s, "192.0.2.1", strings.NewReader(goodHead), int64(len(goodHead))); r.StatusCode != 200 {
			t.Errorf("a small body waits for large ones to be judged: %d", r.StatusCode)
		}
		for range cap(s.limits.judges) {
			<-s.limits.judges
		}
		if r := inspect(s, "192.0.2.1", strings.NewReader(large), int64(len(large))); r.StatusCode != 200 {
			t.Errorf("where there is room the answer is %d", r.StatusCode)
		}
	})
}

// TestTriesAreLimited: tries of an address are limited, and tries at the same time.
func TestTriesAreLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, Config{})
		for range maxTriesInAll {
			s.limits.tries <- struct{}{}
		}
		for _, path := range []string{"/api/try", "/api/peers"} {
			r := httptest.NewRequest("POST", path, strings.NewReader(goodHead))
			r.Header.Set("Content-Type", exact)
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			refusal(t, w.Result(), 503)
		}
		for range maxTriesInAll {
			<-s.limits.tries
		}
		for range maxTries {
			s.limits.visitors.Enter(netip.MustParseAddr("192.0.2.1"), visitor.Tries)
		}
		held := httptest.NewRequest("POST", "/api/try", strings.NewReader(goodHead))
		held.Header.Set("Content-Type", exact)
		answer := httptest.NewRecorder()
		s.ServeHTTP(answer, held)
		refusal(t, answer.Result(), 429)
		for range maxTries {
			s.limits.visitors.Leave(netip.MustParseAddr("192.0.2.1"), visitor.Tries)
		}
		for range triesSaved {
			s.limits.visitors.Spend(netip.MustParseAddr("192.0.2.1"), visitor.Tries, 1) // httptest's client
		}
		r := httptest.NewRequest("POST", "/api/try", strings.NewReader(goodHead))
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		refusal(t, w.Result(), 429)
	})
}

// TestInventedHosts: pages are rendered for the requested host; a client that invents hosts soon gets the page without one, and the
// pages of others stay.
func TestInventedHosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, Config{})
		ask(s, "GET", "/", "Host", "upgrade.example")
		for i := range pagesSaved {
			s.limits.visitors.Spend(netip.MustParseAddr("192.0.2.1"), visitor.Pages, i%2+1)
		}
		if page := text(t, ask(s, "GET", "/", "Host", "invented.example")); strings.Contains(page, "invented.example") || !strings.Contains(page, "<html") {
			t.Error("a page is rendered for an invented host")
		}
		if page := text(t, ask(s, "GET", "/", "Host", "upgrade.example")); !strings.Contains(page, "http://upgrade.example/") {
			t.Error("a page that was rendered before is another now")
		}
		time.Sleep(time.Second)
		if page := text(t, ask(s, "GET", "/", "Host", "invented.example")); !strings.Contains(page, "http://invented.example/") {
			t.Error("a second later no page is rendered for a new host")
		}
	})
}

// TestOneVisitorInBothLimits: the limits of pages and of the engine count the same client behind a trusted proxy.
func TestOneVisitorInBothLimits(t *testing.T) {
	s := newSite(t, Config{TrustProxy: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
	for _, forwarded := range []string{"198.51.100.9", "198.51.100.9:99", `"192.0.2.7, 198.51.100.9`} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = "10.0.0.1:4711"
		r.Header.Set("X-Forwarded-For", forwarded)
		if got := s.visitor(r).String(); got != "198.51.100.9" {
			t.Errorf("X-Forwarded-For: %s is %s", forwarded, got)
		}
	}
}

// TestClass: forty browsers behind one address open the page, load what it needs and press Connect, with the
// limits as they come. Each has six connections, as browsers do, and keeps its socket.
func TestClass(t *testing.T) {
	const browsers, connections = 40, 6
	_, addr := serve(t, Config{})
	page := "http://" + addr + "/"
	links := regexp.MustCompile(` (?:src|href)="(/[^"]*)"`)
	var all sync.WaitGroup
	pressed := make(chan struct{})
	var opened sync.WaitGroup
	opened.Add(browsers)
	for i := range browsers {
		all.Go(func() {
			client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: connections, MaxIdleConnsPerHost: connections}, Timeout: patience}
			defer client.CloseIdleConnections()
			get := func(url string) string {
				r, err := client.Get(url)
				if err != nil {
					t.Errorf("browser %d: %v", i, err)
					return ""
				}
				defer r.Body.Close()
				body, err := io.ReadAll(r.Body)
				if err != nil || r.StatusCode != 200 {
					t.Errorf("browser %d: %s: %d, %v", i, url, r.StatusCode, err)
				}
				return string(body)
			}
			var assets sync.WaitGroup
			for _, link := range links.FindAllStringSubmatch(get(page), -1) {
				if strings.HasPrefix(link[1], "/web/") || strings.HasSuffix(link[1], ".js") {
					assets.Go(func() { get("http://" + addr + link[1]) })
				}
			}
			assets.Wait()
			opened.Done()
			opened.Wait() // so that all press at once
			for _, endpoint := range []string{"/wire", "/echo"} {
				conn := dial(t, addr)
				io.WriteString(conn, strings.Replace(goodHead, "GET /echo ", "GET "+endpoint+" ", 1))
				r, err := http.ReadResponse(bufio.NewReader(conn), nil)
				if err != nil || r.StatusCode != 101 {
					t.Errorf("browser %d: %s: %v, %v", i, endpoint, r, err)
				}
			}
			if i == 0 {
				close(pressed)
			}
			<-pressed
		})
	}
	all.Wait()
}

// TestPathsHaveOneSpelling: another spelling of a path is not a path, so that nothing that was decided on
// the one is read from the other.
func TestPathsHaveOneSpelling(t *testing.T) {
	for _, base := range []string{"", "/x"} {
		_, addr := serve(t, Config{Base: base})
		for _, path := range []string{"/%65cho?origins=https://a.example", "/%3Fx", "/lesson/rfc-sample%3Fx", "//echo", "/./echo", "/web/../echo", "/%2e%2e/echo", "//evil.example/"} {
			conn := dial(t, addr)
			head := strings.Replace(goodHead, "GET /echo ", "GET "+base+path+" ", 1)
			head = strings.Replace(head, "\r\n\r\n", "\r\nOrigin: https://other.example\r\n\r\n", 1)
			io.WriteString(conn, head)
			r, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil || r.StatusCode != 404 {
				t.Errorf("%s%s: %v, %v; want 404", base, path, r, err)
			}
		}
	}
}

func TestBaseIsChecked(t *testing.T) {
	for base, want := range map[string]string{
		"": "/", "/": "/", "tools": "/tools/", "/a/b-c_d.e~f/": "/a/b-c_d.e~f/",
		`/x";alert(1)//`: "", "/a b": "", "/a//b": "", "/..": "", "/a/./b": "", "/<b>": "", "/%41": "", "/a?b": "", "/a#b": "", "/ä": "",
	} {
		s, err := New(Config{Base: base, Log: slog.New(slog.DiscardHandler)})
		if want == "" {
			if err == nil || !strings.Contains(err.Error(), strconv.Quote(base)) {
				t.Errorf("%q is taken: %v", base, err)
			}
		} else if err != nil || s.Base() != want {
			t.Errorf("%q: %v", base, err)
		}
	}
}

// TestHosts: with -host, a page whose host name resolves to this server (DNS rebinding) gets nothing that only the site's own pages
// get.
func TestHosts(t *testing.T) {
	_, addr := serve(t, Config{Hosts: []string{"upgrade.example"}})
	for host, own := range map[string]bool{"upgrade.example": true, "UPGRADE.example.:8000": true, "127.0.0.1:8000": true, "[::1]": true, "localhost:8000": true,
		"evil.example": false, "upgrade.example.evil.example": false, "evil.example:8000": false} {
		for _, head := range []string{
			"GET /wire HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host + goodHead[strings.Index(goodHead, "\r\nUpgrade"):],
			"POST /api/try HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host + "\r\nContent-Length: 5\r\n\r\nhello",
			"POST /api/peers HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host + "\r\nContent-Length: 5\r\n\r\nhello",
		} {
			conn := dial(t, addr)
			io.WriteString(conn, head)
			r, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil || (r.StatusCode != 421) != own {
				t.Errorf("%.20q for %s: %v, %v", head, host, r, err)
			}
		}
	}
	if r := ask(newSite(t, Config{Hosts: []string{"upgrade.example"}}), "GET", "/", "Host", "evil.example"); r.StatusCode != 200 {
		t.Errorf("a page is answered %d", r.StatusCode)
	}
}

// TestFaultsAreLogged: a panic in a handler and a lack of file descriptors are errors in the log and in the answer.
func TestFaultsAreLogged(t *testing.T) {
	var out bytes.Buffer
	s := newSite(t, Config{})
	s.config.Log = slog.New(slog.NewTextHandler(&out, nil))
	h := s.recovered(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { panic("a fault") }))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != 500 || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("the answer is %d, %q", w.Code, w.Body)
	}
	if !strings.Contains(out.String(), "level=ERROR") || !strings.Contains(out.String(), "a fault") {
		t.Errorf("the log has %q", out.String())
	}
	for line, logged := range map[string]bool{
		"http: Accept error: accept tcp 127.0.0.1:8000: accept4: too many open files; retrying in 5ms\n": true,
		"http: panic serving 127.0.0.1:1: a fault\n":                                                     true,
		"http: TLS handshake error from 127.0.0.1:1: EOF\n":                                              false,
	} {
		out.Reset()
		(&serverLog{s.config.Log}).Write([]byte(line))
		if got := strings.Contains(out.String(), "level=ERROR"); got != logged {
			t.Errorf("%q is an error: %v", line, got)
		}
	}
}

// TestStop: sessions get a Close frame when the server stops, although a download is under way, and Serve returns no error.
func TestStop(t *testing.T) {
	s := newSite(t, Config{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	addr := l.Addr().String()

	slow := dial(t, addr) // a request whose body does not come
	io.WriteString(slow, "POST /api/inspect HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nGET")
	var sockets []net.Conn
	for range 20 {
		conn := dial(t, addr)
		io.WriteString(conn, strings.Replace(goodHead, "GET /echo ", "GET /echo ", 1))
		r, err := http.ReadResponse(bufio.NewReaderSize(conn, 1), nil)
		if err != nil || r.StatusCode != 101 {
			t.Fatal(r, err)
		}
		sockets = append(sockets, conn)
	}
	stop()
	for _, conn := range sockets {
		frame := make([]byte, 4)
		if _, err := io.ReadFull(conn, frame); err != nil || frame[0] != 0x88 || frame[2] != 3 || frame[3] != 0xE9 {
			t.Errorf("got % x, %v; want a Close frame with 1001", frame, err)
		}
		conn.Close()
	}
	select {
	case err := <-ended:
		t.Errorf("the server has ended, %v, with a request under way", err)
	default: // the sessions were told before the request had its grace
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestSilentConnections: silent connections count only against their own address.
func TestSilentConnections(t *testing.T) {
	const limit = 40
	s, addr := serve(t, Config{maxConnections: limit})
	_ = s
	var silent []net.Conn
	for range 3 * limit {
		silent = append(silent, dial(t, addr))
	}
	for i := range 3 {
		conn := dial(t, addr)
		io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
		if r, err := http.ReadResponse(bufio.NewReader(conn), nil); err != nil || r.StatusCode != 200 {
			t.Errorf("with %d silent connections open, /healthz %d answers %v, %v", len(silent), i, r, err)
		}
	}
}

func TestPolicyIsBounded(t *testing.T) {
	s, addr := serve(t, Config{})
	var names []string
	for i := range 300 {
		names = append(names, fmt.Sprint("name", i))
	}
	query := "subprotocols=" + strings.Join(names, ",")
	if r, _ := call(t, s, "/api/inspect?"+query, exact, goodHead); r.StatusCode != 400 {
		t.Errorf("/api/inspect answers %d", r.StatusCode)
	}
	if r, _ := call(t, s, "/api/inspect", "application/json", `{"request":"GET","policy":{"origins":["https://`+strings.Join(names, `.example","https://`)+`.example"]}}`); r.StatusCode != 400 {
		t.Errorf("/api/inspect answers %d to a policy in JSON", r.StatusCode)
	}
	conn := dial(t, addr)
	io.WriteString(conn, strings.Replace(goodHead, "GET /echo ", "GET /echo?"+query+" ", 1))
	if r, err := http.ReadResponse(bufio.NewReader(conn), nil); err != nil || r.StatusCode != 400 {
		t.Errorf("/echo answers %v, %v", r, err)
	}
}
