//go:build !js

package live

import (
	queue "container/list"
	"net"
	"net/http"
	"net/netip"
	"sync"

	"upgrade101/web/visitor"
)

// connLimiter counts connections from when they are accepted, in all and for each address. Where there are too many, it
// closes the one that has been idle for longest: it sent no request yet, or waits for another with net/http. So a client
// that opens connections and leaves them shuts out only itself, and a new one is taken unless every connection is active.
type connLimiter struct {
	engine *Engine
	mu     sync.Mutex
	open   int
	idle   queue.List                 // of *limitedConn, the longest idle first
	idleOf map[netip.Addr]*queue.List // the same, by address
}

// limitedConn is a connection that counts. Closing it ends that.
type limitedConn struct {
	net.Conn
	limiter *connLimiter
	from    netip.Addr
	counted bool           // against its address
	gone    bool           // what follows is under limiter.mu
	all     *queue.Element // in limiter.idle; nil: active
	own     *queue.Element // in limiter.idleOf[from]
}

// accept counts a connection; nil where there are too many, and then it is closed.
func (l *connLimiter) accept(conn net.Conn) *limitedConn {
	address := addressOf(conn)
	c := &limitedConn{Conn: conn, limiter: l, from: visitor.Network(address), counted: !l.engine.trusted(address)}
	var out [2]*limitedConn
	l.mu.Lock()
	ok := true
	if c.counted {
		if ok = l.engine.config.Visitors.Enter(c.from, visitor.Connections); !ok {
			l.engine.config.Visitors.Refuse(visitor.AddressConnections)
			out[0] = l.evict(l.idleOf[c.from])
			ok = out[0] != nil && l.engine.config.Visitors.Enter(c.from, visitor.Connections)
		}
	}
	if ok && l.open >= l.maxOpen(address) {
		l.engine.config.Visitors.Refuse(visitor.AllConnections)
		if out[1] = l.evict(&l.idle); out[1] == nil {
			ok = false
			if c.counted {
				l.engine.config.Visitors.Leave(c.from, visitor.Connections)
			}
		}
	}
	if ok {
		l.open++
		l.markIdle(c)
	}
	l.mu.Unlock()
	for _, victim := range out {
		if victim != nil {
			victim.Conn.Close()
		}
	}
	if !ok {
		conn.Close()
		return nil
	}
	return c
}

// reserve is how many connections there may be beyond the limit from this machine itself, so that it can ask for
// /healthz when all others are active.
const reserve = 64

func (l *connLimiter) maxOpen(address netip.Addr) int {
	if address.IsLoopback() {
		return l.engine.config.Limits.Connections + reserve
	}
	return l.engine.config.Limits.Connections
}

// evict ends the counting of the first connection of a list; the caller closes it. The caller holds l.mu.
func (l *connLimiter) evict(idle *queue.List) *limitedConn {
	if idle == nil || idle.Len() == 0 {
		return nil
	}
	c := idle.Front().Value.(*limitedConn)
	l.remove(c)
	return c
}

// remove, markIdle and markActive change what is known of a connection. The caller holds l.mu.
func (l *connLimiter) remove(c *limitedConn) {
	if c.gone {
		return
	}
	l.markActive(c)
	c.gone = true
	l.open--
	if c.counted {
		l.engine.config.Visitors.Leave(c.from, visitor.Connections)
	}
}

func (l *connLimiter) markIdle(c *limitedConn) {
	if c.gone || c.all != nil {
		return
	}
	own := l.idleOf[c.from]
	if own == nil {
		own = queue.New()
		l.idleOf[c.from] = own
	}
	c.all, c.own = l.idle.PushBack(c), own.PushBack(c)
}

func (l *connLimiter) markActive(c *limitedConn) {
	if c.all == nil {
		return
	}
	l.idle.Remove(c.all)
	own := l.idleOf[c.from]
	own.Remove(c.own)
	if own.Len() == 0 {
		delete(l.idleOf, c.from)
	}
	c.all, c.own = nil, nil
}

// setActive and setIdle say whether a connection is at work on a request.
func (c *limitedConn) setActive() {
	c.limiter.mu.Lock()
	c.limiter.markActive(c)
	c.limiter.mu.Unlock()
}

func (c *limitedConn) setIdle() {
	c.limiter.mu.Lock()
	c.limiter.markIdle(c)
	c.limiter.mu.Unlock()
}

func (c *limitedConn) Close() error {
	c.limiter.mu.Lock()
	c.limiter.remove(c)
	c.limiter.mu.Unlock()
	return c.Conn.Close()
}

// CloseWrite half-closes.
func (c *limitedConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return net.ErrClosed
}

// ConnState is for http.Server: it tells which connections wait for their next request, and those hold little.
func (e *Engine) ConnState(conn net.Conn, state http.ConnState) {
	rec, ok := conn.(*recorded)
	if !ok {
		return
	}
	c, ok := rec.Conn.(*limitedConn)
	switch {
	case state == http.StateIdle:
		rec.rest()
		if ok {
			c.setIdle()
		}
	case state == http.StateActive && ok:
		c.setActive()
	}
}

// addressOf is the remote address of a connection.
func addressOf(conn net.Conn) netip.Addr {
	if tcp, ok := conn.RemoteAddr().(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap().WithZone("")
	}
	return visitor.Address(conn.RemoteAddr().String())
}
