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

// connLimiter counts accepted connections, in all and for each address. If there are too many, it closes the one that has
// been idle for longest: it has sent no request, or waits for the next one in net/http. So a client that only opens
// connections shuts out itself alone, and a new connection is accepted unless all are active.
type connLimiter struct {
	engine *Engine
	mu     sync.Mutex
	open   int
	idle   queue.List                 // of *limitedConn, the longest idle first
	idleOf map[netip.Addr]*queue.List // the same, by address
}

// limitedConn is a counted connection. Closing it uncounts it.
type limitedConn struct {
	net.Conn
	limiter *connLimiter
	from    netip.Addr
	counted bool           // against its address
	gone    bool           // this and what follows: under limiter.mu
	all     *queue.Element // in limiter.idle; nil: active
	own     *queue.Element // in limiter.idleOf[from]
}

// accept counts a connection, or closes it and returns nil if there are too many.
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

// reserve is the number of connections from this machine that are accepted beyond the limit, so that /healthz can be
// requested while all others are active.
const reserve = 64

func (l *connLimiter) maxOpen(address netip.Addr) int {
	if address.IsLoopback() {
		return l.engine.config.Limits.Connections + reserve
	}
	return l.engine.config.Limits.Connections
}

// evict uncounts the first connection of a list; the caller closes it. The caller holds l.mu.
func (l *connLimiter) evict(idle *queue.List) *limitedConn {
	if idle == nil || idle.Len() == 0 {
		return nil
	}
	c := idle.Front().Value.(*limitedConn)
	l.remove(c)
	return c
}

// remove, markIdle and markActive change the state of a connection. The caller holds l.mu.
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

// setActive and setIdle record whether a connection is working on a request.
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

// ConnState is the hook of http.Server: connections that wait for their next request are idle.
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

// addressOf returns the remote address of a connection.
func addressOf(conn net.Conn) netip.Addr {
	if tcp, ok := conn.RemoteAddr().(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap().WithZone("")
	}
	return visitor.Address(conn.RemoteAddr().String())
}
