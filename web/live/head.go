package live

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"time"

	"upgrade101/handshake/head"
)

// errNothing: a connection ended before it sent anything.
var errNothing = errors.New("nothing was asked")

// errLost: the bytes of a request that net/http has read are not on the tape.
var errLost = errors.New("a request whose bytes are lost")

// readHead reads from conn, after the bytes read ahead, until the head is complete or its bounds are reached; handshake
// judges an incomplete head, too. raw may contain bytes after the head.
func (e *Engine) readHead(conn Conn, from origin, patience time.Duration) (raw []byte, err error) {
	if !from.timed {
		if err := e.patience(conn, patience); err != nil {
			return nil, err
		}
	}
	raw = from.ahead
	if from.find != nil {
		if raw = from.find(); raw == nil {
			return nil, errLost
		}
	}
	var end headEnd
	for !end.in(raw) && len(raw) < maxHead {
		raw = slices.Grow(raw, 512)
		n, err := conn.Read(raw[len(raw):min(cap(raw), maxHead)])
		raw = raw[:len(raw)+n]
		if err != nil && n == 0 {
			if len(raw) == 0 {
				return nil, errNothing
			}
			if errors.Is(err, io.EOF) || isTimeout(err) {
				return raw, nil // handshake reports the unfinished head
			}
			return nil, err
		}
	}
	return raw, nil
}

// patience sets the deadline for a head.
func (e *Engine) patience(conn Conn, d time.Duration) error {
	if err := conn.SetReadDeadline(time.Now().Add(d)); err != nil {
		return err
	}
	if e.stopping.Load() { // the deadline just replaced may have been that of Shutdown
		return errNothing
	}
	return nil
}

// headEnd finds the empty line that ends a head, in growing bytes. It agrees with handshake's parser on what a line is, and
// that empty lines before the start line do not count.
type headEnd struct {
	line    int  // where the current line begins
	started bool // the start line was seen
}

func (h *headEnd) in(raw []byte) bool {
	for {
		i := bytes.IndexByte(raw[h.line:], '\n')
		if i < 0 {
			return false
		}
		empty := i == 0 || i == 1 && raw[h.line] == '\r'
		h.line += i + 1
		if empty && h.started {
			return true
		}
		h.started = h.started || !empty
	}
}

// skip drops n bytes of content, which may begin in rest, and returns what was read after it. handshake switches for no more
// than handshake.MaxContent.
func skip(conn Conn, rest string, n int64) (behind string, err error) {
	if int64(len(rest)) >= n {
		return rest[n:], nil
	}
	_, err = io.CopyN(io.Discard, conn, n-int64(len(rest)))
	return "", err
}

// requestLine parses the start line only; ended reports whether it is complete.
func requestLine(raw []byte) (line head.Head, ended bool) {
	start := 0
	for start < len(raw) && (raw[start] == '\r' || raw[start] == '\n') {
		start++
	}
	if end := bytes.IndexByte(raw[start:], '\n') + 1; end > 0 {
		return head.ParseRequest(string(raw[:start+end])), true
	}
	return head.ParseRequest(string(raw)), false
}

// isTimeout reports whether a deadline has passed.
func isTimeout(err error) bool {
	t, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err)
	return ok && t.Timeout()
}
