//go:build !js

package live

import (
	"bufio"
	"bytes"
	"net"
	"net/http"
	"reflect"
	"time"
)

// ServeHTTP answers requests for /echo and /wire that net/http has read: those that are not the first on
// their connection. It takes the connection, finds the bytes of the request as they came, and serves them
// like any other. It needs a server that accepts from Listener.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
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
	head := rec.head(r, buffered.Reader.Buffered())
	if head == nil {
		e.config.Log.Warn("a request whose bytes are lost", "remote", r.RemoteAddr)
		conn.Close()
		return
	}
	_ = rec.Conn.SetDeadline(time.Time{})
	go e.Serve(rec.Conn, rec.RemoteAddr().String(), head) // and net/http may have its buffers back
}

// recorded is a connection for net/http that remembers the last bytes read from it.
type recorded struct {
	net.Conn
	ahead []byte // read before net/http had the connection
	tape  []byte
}

// tapeLength is how many bytes are remembered at least: a head as large as net/http reads, and its buffer.
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

// CloseWrite lets net/http half-close.
func (c *recorded) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// head finds the bytes of a request that net/http has parsed, and what came behind it: after is how much
// of that net/http had read already. nil if they are not on the tape.
func (c *recorded) head(r *http.Request, after int) []byte {
	tape := c.tape
	end := len(tape) - after
	if end < 0 {
		return nil
	}
	start := []byte(r.Method + " " + r.RequestURI + " " + r.Proto)
	for from := end; ; {
		// The last such line is not always it: a field's value may look the same.
		from = bytes.LastIndex(tape[:from], start)
		if from < 0 {
			return nil
		}
		in := bytes.NewReader(tape[from:end])
		buf := bufio.NewReader(in)
		same, err := http.ReadRequest(buf)
		if err == nil && in.Len()+buf.Buffered() == 0 && same.Host == r.Host && reflect.DeepEqual(same.Header, r.Header) {
			return append(tape[from:len(tape):len(tape)], c.ahead...)
		}
		from += len(start) - 1
		if from <= 0 {
			return nil
		}
	}
}
