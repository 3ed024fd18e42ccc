// Package live is the live endpoint: it reads a request head from the raw connection, asks handshake,
// writes exactly the reply that handshake predicts, and then speaks frames. It works over anything that
// is a Conn. Only router.go, connlimit.go, hijack.go and loopback.go know of listeners and net/http; the rest also
// runs compiled to WebAssembly, over Pipe.
//
// A connection in order: router.go takes it from the listener (hijack.go where net/http has read the request);
// Engine.handshake (reply.go) reads the head and admits the visitor or refuses; Engine.reply asks handshake.ReplyTo
// and writes Reply.Raw, the 101 or a refusal; session.run (session.go) echoes until the end.
//
//	engine := live.New(live.Config{})
//	server.Serve(engine.Listener(l))         // /echo and /wire are taken before net/http sees them
//	mux.Handle("/echo", engine)              // and here, on connections that net/http holds already
package live

import (
	"context"
	"io"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"upgrade101/handshake"
)

// Conn is the part of net.Conn that the engine needs. If there is a method CloseWrite() error, it is used to half-close.
type Conn interface {
	io.ReadWriteCloser
	SetReadDeadline(time.Time) error
	SetWriteDeadline(time.Time) error
}

// Engine replies to upgrade requests. It is safe for use by many goroutines.
type Engine struct {
	config   Config
	base     string // with a slash at both ends
	stopping atomic.Bool
	stop     chan struct{} // closed when stopping
	work     sync.WaitGroup
	dial     func(context.Context) (client, server Conn, err error) // for Try; nil: in memory

	notes   *rate.Limiter // log lines that clients cause
	omitted atomic.Int64  // of them
	held    atomic.Int64  // bytes in large buffers of all sessions
	counts  counters
	dated   atomic.Pointer[date] // the last one

	mu       sync.Mutex
	admitted int
	conns    map[Conn]struct{} // connections that must end before the engine has stopped
	closers  []io.Closer       // listeners
}

// New makes an engine.
func New(config Config) *Engine {
	e := &Engine{
		config: config.withDefaults(),
		base:   "/" + strings.Trim(config.Base, "/") + "/",
		stop:   make(chan struct{}),
		conns:  map[Conn]struct{}{},
		notes:  newNotes(),
	}
	if e.base == "//" {
		e.base = "/"
	}
	return e
}

// origin is where a connection comes from and how to treat it.
type origin struct {
	remote string        // host and port; "" for none
	ahead  []byte        // bytes already read from it
	find   func() []byte // finds ahead once the visitor is admitted; nil: ahead is set
	timed  bool          // the deadline for reading the head is set
	try    *try          // the connection belongs to a Try
}

// Serve handles one connection until it is closed: ahead are the bytes already read from it, remote is its address ("" for
// none). The engine owns and closes the connection.
func (e *Engine) Serve(conn Conn, remote string, ahead []byte) {
	e.serve(conn, origin{remote: remote, ahead: ahead})
}

func (e *Engine) serve(conn Conn, from origin) {
	if e.enter(conn) {
		e.serveEntered(conn, from)
	} else {
		conn.Close()
	}
}

func (e *Engine) serveEntered(conn Conn, from origin) {
	if s := e.handshake(conn, from); s != nil {
		s.run()
	} else {
		e.leave(conn)
	}
}

// enter registers a connection for Shutdown; leave closes and unregisters it.
func (e *Engine) enter(conn Conn) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.stopping.Load() {
		return false
	}
	e.work.Add(1)
	e.conns[conn] = struct{}{}
	return true
}

func (e *Engine) leave(conn Conn) {
	conn.Close()
	e.forgetConn(conn)
}

func (e *Engine) forgetConn(conn Conn) {
	e.mu.Lock()
	delete(e.conns, conn)
	e.mu.Unlock()
	e.work.Done()
}

// refuse sends the reply of an engine at its limits, before reading anything.
func (e *Engine) refuse(conn Conn, status int, retry string, from origin) {
	e.note("busy", "remote", from.remote, "status", status)
	e.countReply(status, from)
	reply := handshake.Busy(status, retry, handshake.Policy{Date: e.date()})
	if e.write(conn, reply.Raw()) == nil {
		e.finish(conn)
	}
}

func (e *Engine) write(conn Conn, s string) error {
	l := &e.config.Limits
	if err := conn.SetWriteDeadline(time.Now().Add(l.Write + l.tick())); err != nil {
		return err
	}
	_, err := io.WriteString(conn, s)
	return err
}

// finish closes a connection so that the last bytes arrive: closing a socket that has unread bytes sends a reset, which can
// overtake the reply. So finish half-closes it first and drains it for a while.
func (e *Engine) finish(conn Conn) {
	half, ok := conn.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		return
	}
	if conn.SetReadDeadline(time.Now().Add(e.config.Limits.DrainTime)) != nil {
		return
	}
	buf := getBuffer(bigBuffer)
	defer putBuffer(buf)
	for left := e.config.Limits.Drain; left > 0 && !e.stopping.Load(); {
		n, err := conn.Read(buf)
		if left -= int64(n); err != nil {
			return
		}
	}
}

// recover keeps a panic in one connection from ending the others.
func (e *Engine) recover(where, remote string) {
	if v := recover(); v != nil {
		e.config.Log.Error("panic", "where", where, "remote", remote, "value", v, "stack", string(debug.Stack()))
	}
}

// Shutdown closes the engine's listeners, ends every session with 1001 and waits until all have ended or ctx is done; then
// it closes the others and returns ctx's error.
func (e *Engine) Shutdown(ctx context.Context) error {
	e.mu.Lock()
	if !e.stopping.Swap(true) {
		close(e.stop)
	}
	for _, c := range e.closers {
		c.Close()
	}
	e.closers = nil
	for conn := range e.conns {
		_ = conn.SetReadDeadline(time.Unix(1, 0)) // wakes its reader, which then checks stopping
	}
	e.mu.Unlock()

	gone := make(chan struct{})
	go func() {
		e.work.Wait()
		close(gone)
	}()
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
	}
	e.mu.Lock()
	for conn := range e.conns {
		conn.Close()
	}
	e.mu.Unlock()
	<-gone
	return ctx.Err()
}

// Sessions returns the number of connections that the engine holds.
func (e *Engine) Sessions() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.conns)
}
