//go:build hops

package hops

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http/httputil"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"upgrade101/handshake/head"
	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/hoptest"
)

// silence is the time without a byte that counts as silence: the only result that depends on a fixed wait.
var silence = 1200 * time.Millisecond

// patience is the timeout of an expected event, for a busy machine.
const patience = 10 * time.Second

// expected is what an exchange waits for with patience; for everything else, silence is enough.
type expected struct{ head, answer, tunnel bool }

func wait(with bool) time.Duration {
	if with {
		return patience
	}
	return silence
}

// pause is the time for a hop to notice that the backend has closed.
const pause = 25 * time.Millisecond

// backend answers one exchange at a time.
type backend struct {
	net.Listener
	mu     sync.Mutex
	answer func(head string) string
	got    chan string // the heads that arrived
	open   []net.Conn
}

func newBackend(t *testing.T) *backend {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &backend{Listener: l, got: make(chan string, 64)}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			b.mu.Lock()
			b.open = append(b.open, c)
			b.mu.Unlock()
			go b.serve(c)
		}
	}()
	return b
}

func (b *backend) serve(c net.Conn) {
	defer c.Close()
	in := bufio.NewReader(c)
	for {
		var raw strings.Builder
		for !strings.HasSuffix(raw.String(), "\r\n\r\n") {
			l, err := in.ReadString('\n')
			raw.WriteString(l)
			if err != nil {
				return
			}
		}
		h := head.ParseRequest(raw.String())
		b.got <- raw.String()
		if f := h.Get("Transfer-Encoding"); len(f) > 0 {
			io.Copy(io.Discard, httputil.NewChunkedReader(in))
			for l := "x"; strings.TrimSpace(l) != ""; { // the trailer section
				l, _ = in.ReadString('\n')
			}
		} else if f := h.Get("Content-Length"); len(f) > 0 {
			var length int64
			fmt.Sscan(f[0].Value.Text, &length)
			io.CopyN(io.Discard, in, length)
		}
		b.mu.Lock()
		answer := b.answer
		b.mu.Unlock()
		text := answer(raw.String())
		if text == "" {
			return
		}
		if h.Method.Text == "HEAD" {
			text = withoutContent(text)
		}
		io.WriteString(c, text)
		if strings.Contains(text, " 101") { // one frame each way, then wait for the other side
			frame := make([]byte, 11)
			if _, err := io.ReadFull(in, frame); err == nil {
				io.WriteString(c, "\x81\x05Hello")
			}
			io.Copy(io.Discard, in)
			return
		}
		if !keeps(text) {
			return
		}
	}
}

// withoutContent is an answer to HEAD.
func withoutContent(text string) string {
	head, _, _ := strings.Cut(text, "\r\n\r\n")
	return head + "\r\n\r\n"
}

// keeps reports whether a backend keeps the connection after that answer.
func keeps(text string) bool {
	lines := strings.ToLower(text)
	framed := strings.Contains(lines, "\ncontent-length:") || strings.Contains(lines, "\ntransfer-encoding:") || strings.HasPrefix(lines, "http/1.1 204") || strings.HasPrefix(lines, "http/1.1 304")
	return framed && !strings.Contains(lines, "\nconnection: close") && !strings.HasPrefix(lines, "http/1.0")
}

// observed is what happened in one exchange.
type observed struct {
	Backend string // the head that arrived; empty where none did
	Client  string // all that the client got
	End     string // closed or silent, where the answer is not complete
	Tunnel  string // after a 101, where it was probed: "both ways" or "none"
}

// exchange sends one request and waits for what comes of it. probe sends a frame through a tunnel.
func (b *backend) exchange(listen, request string, answer func(head string) string, probe bool, want expected) (o observed, err error) {
	b.mu.Lock()
	b.answer = answer
	open := len(b.open) > 0
	for _, c := range b.open { // each exchange starts with new connections
		c.Close()
	}
	b.open = nil
	b.mu.Unlock()
	if open {
		<-time.After(pause)
	}
	for len(b.got) > 0 {
		<-b.got
	}
	c, err := net.Dial("tcp", "127.0.0.1:"+listen)
	if err != nil {
		return o, err
	}
	defer c.Close()
	go io.WriteString(c, request)
	o.Client, o.End = read(c, wait(want.answer), func(got string) bool { return complete(request, got) })
	rest := time.Duration(0)
	switch {
	case want.head:
		rest = patience
	case o.End == "" && strings.Contains(o.Client, " 101 "): // a hop that switches first asks the backend afterwards
		rest = silence
	case o.End == "closed":
		rest = silence / 4
	}
	select {
	case o.Backend = <-b.got:
	default:
		select {
		case o.Backend = <-b.got:
		case <-time.After(rest):
		}
	}
	if probe && o.End == "" && strings.Contains(o.Client, " 101 ") {
		io.WriteString(c, "\x81\x857\xfa!=\x7f\x9fMQX")
		hello, _ := read(c, wait(want.tunnel), func(got string) bool { return len(got) >= 7 })
		o.Tunnel = "none"
		if hello == "\x81\x05Hello" {
			o.Tunnel = "both ways"
		}
	}
	return o, nil
}

// read reads until enough has arrived, the end, or silence for so long.
func read(c net.Conn, wait time.Duration, enough func(got string) bool) (string, string) {
	var b strings.Builder
	buf := make([]byte, 16<<10)
	for {
		c.SetReadDeadline(time.Now().Add(wait))
		n, err := c.Read(buf)
		b.Write(buf[:n])
		if enough(b.String()) {
			return b.String(), ""
		}
		if err != nil {
			if ne, ok := err.(net.Error); ok && ne.Timeout() {
				return b.String(), "silent"
			}
			return b.String(), "closed"
		}
	}
}

var length = regexp.MustCompile(`(?i)\r\ncontent-length: *(\d+)\r\n`)

// complete reports whether the answer to a request is whole.
func complete(request, got string) bool {
	for {
		h, rest, ended := strings.Cut(got, "\r\n\r\n")
		if !ended {
			return false
		}
		_, status, _ := strings.Cut(h, " ")
		switch {
		case strings.HasPrefix(status, "101"):
			return true
		case strings.HasPrefix(status, "1"):
			got = rest
			continue
		case strings.HasPrefix(request, "HEAD ") || strings.HasPrefix(status, "204") || strings.HasPrefix(status, "304"):
			return true
		case strings.Contains(strings.ToLower(h), "\r\ntransfer-encoding: chunked"):
			return strings.HasSuffix(rest, "0\r\n\r\n")
		}
		n := -1
		if m := length.FindStringSubmatch(h + "\r\n"); m != nil {
			fmt.Sscan(m[1], &n)
		}
		return n >= 0 && len(rest) >= n
	}
}

var dates = regexp.MustCompile(`(?i)(date: )[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT`)

var keys = regexp.MustCompile(`(?i)(sec-websocket-key: )\S+`)

var numbers = regexp.MustCompile(`(X-Varnish: )[\d ]+`)

// transaction finds the number of a page of Varnish's own, which an answer to HEAD does not show.
var transaction = regexp.MustCompile(`(?s)\r\nServer: Varnish\r\n(?:.*\r\n)?X-Varnish: (\d+)\r\n`)

var errorPage = regexp.MustCompile(`(?s)HTTP/1\.1 500 .*\r\nX-Powered-By: Express\r\nContent-Security-Policy: `)

// normal removes dates, transaction ids, and content beyond what the recordings have.
func normal(s string) string {
	if errorPage.MatchString(s) { // it shows a stack trace, which has the paths of this checkout
		s = length.ReplaceAllString(s, "\r\nContent-Length: PAGE\r\n")
	}
	s = dates.ReplaceAllStringFunc(s, func(field string) string {
		if strings.Contains(field, "05 May 2026") { // the backend's
			return field
		}
		return dates.ReplaceAllString(field, "${1}DATE")
	})
	if m := transaction.FindStringSubmatch(s); m != nil { // the page has the number, and its length
		s = length.ReplaceAllStringFunc(s, func(field string) string {
			n, _ := strconv.Atoi(length.FindStringSubmatch(field)[1])
			return fmt.Sprintf("\r\nContent-Length: %d\r\n", n+len("32770")-len(m[1]))
		})
	}
	s = numbers.ReplaceAllString(s, "${1}"+hop.DefaultEnv.ID)
	if i := strings.Index(s, "… ("); i >= 0 {
		s = s[:i]
	}
	return s
}

// compare sends one request and lists what differs from the prediction.
func compare(h *hop.Hop, b *backend, listen, request string, answer func(head string) string, probe bool) (diffs []string) {
	env := hop.DefaultEnv
	env.Upstream, env.Port, env.Date = b.Addr().String(), listen, "DATE"
	env.Self, _ = os.Hostname()
	q := head.ParseRequest(request)
	p := h.Forward(&q, env)
	foreseen := h.Return(p, answer(p.Head))
	o, err := b.exchange(listen, request, answer, probe, expected{p.Head != "", foreseen.Raw != "" || foreseen.End == "closed", foreseen.Tunnel == "both ways"})
	if err != nil {
		return []string{err.Error()}
	}
	wantHead, _, _ := strings.Cut(p.Head, "\r\n\r\n")
	gotHead, _, _ := strings.Cut(numbers.ReplaceAllString(o.Backend, "${1}"+env.ID), "\r\n\r\n")
	if strings.Contains(wantHead, env.Key) { // a key of the hop's own
		gotHead = keys.ReplaceAllString(gotHead, "${1}"+env.Key)
	}
	if gotHead != wantHead {
		diffs = append(diffs, "backend: "+hoptest.Contrast(gotHead, wantHead))
	}
	text := answer(o.Backend)
	if strings.HasPrefix(o.Backend, "HEAD ") {
		text = withoutContent(text)
	}
	back := h.Return(p, text)
	want, got := normal(back.Raw), normal(o.Client)
	if len(got) > len(want) && (strings.Contains(back.Raw, "… (") || p.Answered != nil && back.Status == 101) { // what follows is content, or HTTP/2
		got = got[:len(want)]
	}
	if got != want {
		diffs = append(diffs, "client: "+hoptest.Contrast(got, want))
	}
	if want == "" && back.End != o.End {
		diffs = append(diffs, "end: "+o.End+", want "+back.End)
	}
	if o.Tunnel != "" && back.Status == 101 && got == want && o.Tunnel != back.Tunnel {
		diffs = append(diffs, "tunnel: "+o.Tunnel+", want "+back.Tunnel)
	}
	return diffs
}
