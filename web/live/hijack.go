//go:build !js

package live

import (
	"bufio"
	"bytes"
	"net"
	"net/http"
	"reflect"
	"slices"
	"time"
)

// ServeHTTP replies to requests for /echo and /wire that net/http has read: those that are not the first on their
// connection. It takes over the connection, finds the exact bytes of the request, and serves them like any other. It needs a
// server that accepts from Listener.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p, _ := e.endpoint(r.RequestURI); p == 0 { // a mux has decoded the path; the policy is read from the bytes sent
		http.NotFound(w, r)
		return
	}
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, "this endpoint speaks HTTP/1.1 only", http.StatusHTTPVersionNotSupported)
		return
	}
	rec, ok := conn.(*recorded)
	if !ok {
		e.config.Log.Error("a connection that was not accepted by the engine's listener", "remote", r.RemoteAddr)
		conn.Close()
		return
	}
	after := buffered.Reader.Buffered()
	_ = rec.Conn.SetDeadline(time.Time{})
	// Let net/http reuse its buffers.
	go e.serve(rec.Conn, origin{remote: rec.RemoteAddr().String(), find: func() []byte { return rec.head(r, after) }})
}

// recorded is a connection for net/http that remembers the last bytes read from it.
type recorded struct {
	net.Conn
	ahead []byte // read before net/http had the connection
	tape  []byte
}

// tapeLength is the least number of bytes that are remembered: a head as large as net/http reads, and its buffer.
const tapeLength = 32 << 10

func (c *recorded) Read(p []byte) (n int, err error) {
	if len(c.ahead) > 0 {
		n = copy(p, c.ahead)
		c.ahead = c.ahead[n:]
	} else {
		n, err = c.Conn.Read(p)
	}
	if len(c.tape)+n > 2*tapeLength {
		c.tape = append(c.tape[:0], c.tape[len(c.tape)-tapeLength:]...)
	}
	c.tape = append(c.tape, p[:n]...)
	return n, err
}

// rest forgets the requests that got an answer. What net/http has read of the next request fits its buffer.
func (c *recorded) rest() {
	const buffer = 4 << 10
	c.tape = slices.Clone(c.tape[max(0, len(c.tape)-buffer):])
}

// CloseWrite lets net/http half-close.
func (c *recorded) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// maxFinds bounds the places on the tape that are compared with a request.
const maxFinds = 8

// head finds the bytes of a request that net/http has parsed, and what followed them; after is how much of that net/http
// had already read. It returns nil if they are not on the tape.
func (c *recorded) head(r *http.Request, after int) []byte {
	end := len(c.tape) - after
	if end < 0 {
		return nil
	}
	tape, line := c.tape[:end], []byte(r.Method+" "+r.RequestURI+" "+r.Proto)
	// The last place that begins a line is it: net/http takes no such field line. Only behind content that ends
	// without a line end the request begins within a line, as what looks like it in the value of a field does.
	for _, begins := range []bool{true, false} {
		for from, finds := end, 0; finds < maxFinds; {
			if from = bytes.LastIndex(tape[:from], line); from < 0 {
				break
			}
			if begins != (from == 0 || tape[from-1] == '\n') {
				continue
			}
			finds++
			in := bytes.NewReader(tape[from:])
			buf := bufio.NewReader(in)
			same, err := http.ReadRequest(buf)
			if err == nil && in.Len()+buf.Buffered() == 0 && same.Host == r.Host && reflect.DeepEqual(same.Header, r.Header) {
				return append(slices.Clone(c.tape[from:]), c.ahead...)
			}
		}
	}
	return nil
}
