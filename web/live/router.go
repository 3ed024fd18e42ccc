//go:build !js

package live

import (
	queue "container/list"
	"context"
	"net"
	"net/netip"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// Listen listens on a TCP address. TCP keep-alive is off: the engine pings instead, net/http ends idle
// connections, and the four system calls for it are a thirtieth of a handshake.
func Listen(address string) (net.Listener, error) {
	config := net.ListenConfig{KeepAlive: -1}
	return config.Listen(context.Background(), "tcp", address)
}

// Listener sits between a listener and net/http: it reads the first bytes of each connection, takes those for /echo or /wire, and
// passes the others on unchanged. net/http would refuse or change many heads before a handler saw them.
func (e *Engine) Listener(l net.Listener) net.Listener {
	r := &router{Listener: l, engine: e, accepted: make(chan accepted), done: make(chan struct{})}
	r.limiter = connLimiter{engine: e, idleOf: map[netip.Addr]*queue.List{}}
	e.mu.Lock()
	e.closers = append(e.closers, r)
	e.mu.Unlock()
	go r.loop()
	return r
}

type router struct {
	net.Listener
	engine   *Engine
	limiter  connLimiter
	accepted chan accepted
	once     sync.Once
	done     chan struct{}
	closed   error // what closing came to
}

type accepted struct {
	conn net.Conn
	err  error
}

func (r *router) loop() {
	for {
		conn, err := r.Listener.Accept()
		if err != nil {
			r.hand(accepted{err: err})
			if t, ok := err.(interface{ Temporary() bool }); ok && t.Temporary() {
				continue
			}
			return
		}
		if g := r.limiter.accept(conn); g != nil {
			go r.route(g)
		}
	}
}

// route sends a connection one way or the other.
func (r *router) route(conn *limitedConn) {
	deepen()
	if !r.engine.enter(conn) {
		conn.Close()
		return
	}
	ahead, ours, err := r.engine.peek(conn)
	conn.setActive()
	switch {
	case err != nil:
		r.engine.leave(conn)
	case ours:
		r.engine.serveEntered(conn, origin{remote: conn.RemoteAddr().String(), ahead: ahead, timed: true})
	default:
		r.engine.forgetConn(conn)
		_ = conn.SetReadDeadline(time.Time{})
		if !r.hand(accepted{conn: &recorded{Conn: conn, ahead: ahead}}) {
			conn.Close()
		}
	}
}

func (r *router) hand(a accepted) bool {
	select {
	case r.accepted <- a:
		return true
	case <-r.done:
		return false
	}
}

// Accept returns the next connection for net/http.
func (r *router) Accept() (net.Conn, error) {
	select {
	case a := <-r.accepted:
		return a.conn, a.err
	case <-r.done:
		return nil, net.ErrClosed
	}
}

// Close may be called again: the engine closes its listeners when it stops, and so does net/http.
func (r *router) Close() error {
	r.once.Do(func() {
		close(r.done)
		r.closed = r.Listener.Close()
	})
	return r.closed
}

// maxPeek bounds what is read to find out where a connection belongs, in bytes.
const maxPeek = 2 << 10

// peek reads until the path of the request target is known, and says whether it is the engine's. So are heads
// that show none: the engine says what is wrong with them.
func (e *Engine) peek(conn Conn) (ahead []byte, ours bool, err error) {
	if err := e.patience(conn, e.config.Limits.HeadTime); err != nil {
		return nil, false, err
	}
	ahead = getBuffer(smallBuffer)[:0] // which the session goes on with
	for {
		ahead = slices.Grow(ahead, 256)
		n, err := conn.Read(ahead[len(ahead):min(cap(ahead), maxPeek)])
		ahead = ahead[:len(ahead)+n]
		path, complete := peekTarget(ahead)
		switch {
		case err != nil && len(ahead) == 0:
			return nil, false, err
		case complete:
			p, _ := e.endpoint(path)
			return ahead, p != 0 || path == "", nil
		case len(ahead) >= maxPeek:
			return ahead, path == "", nil // a longer path is none of the engine's
		case err != nil && n == 0:
			return ahead, true, nil // net/http would answer "400 Bad Request", or nothing
		}
	}
}

// peekTarget finds the target in the beginning of a request, as soon as its path is complete.
func peekTarget(raw []byte) (target string, ok bool) {
	head, ended := requestLine(raw)
	target = head.Target.Text
	if ended {
		return target, true
	}
	// The target goes on until a blank; what follows "?" or "#" does not matter here.
	if strings.ContainsAny(target, "?#") {
		return target, true
	}
	return target, target != "" && head.Target.Span.End < len(raw)
}

// deepen gives a goroutine at once the stack that replying to a head takes. Grown step by step, each time with
// more on it to move, it would cost a tenth of a handshake.
//
//go:noinline
func deepen() {
	var room [4 << 10]byte
	runtime.KeepAlive(&room)
}
