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

// door counts connections from when they are accepted, in all and for each address. Where there are too many,
// the one goes that has been quiet for longest: it sent no request yet, or waits for another with net/http. So
// a client that opens connections and leaves them shuts out only itself, and a new one always finds room, unless
// every connection is at work.
type door struct {
	engine *Engine
	mu     sync.Mutex
	open   int
	quiet  queue.List                 // of *guest, the longest quiet first
	quiets map[netip.Addr]*queue.List // the same, by address
}

// guest is a connection that was let in. Closing it makes room.
type guest struct {
	net.Conn
	door    *door
	from    netip.Addr
	counted bool           // against its address
	gone    bool           // what follows is under door.mu
	all     *queue.Element // in door.quiet; nil: at work
	own     *queue.Element // in door.quiets[from]
}

// let lets a connection in; nil where there is no room, and then it is closed.
func (d *door) let(conn net.Conn) *guest {
	address := addressOf(conn)
	g := &guest{Conn: conn, door: d, from: visitor.Network(address), counted: !d.engine.trusted(address)}
	var out [2]*guest
	d.mu.Lock()
	ok := true
	if g.counted {
		if ok = d.engine.config.Visitors.Enter(g.from, visitor.Connections); !ok {
			d.engine.config.Visitors.Refuse(visitor.AddressConnections)
			out[0] = d.evict(d.quiets[g.from])
			ok = out[0] != nil && d.engine.config.Visitors.Enter(g.from, visitor.Connections)
		}
	}
	if ok && d.open >= d.room(address) {
		d.engine.config.Visitors.Refuse(visitor.AllConnections)
		if out[1] = d.evict(&d.quiet); out[1] == nil {
			ok = false
			if g.counted {
				d.engine.config.Visitors.Leave(g.from, visitor.Connections)
			}
		}
	}
	if ok {
		d.open++
		d.calm(g)
	}
	d.mu.Unlock()
	for _, victim := range out {
		if victim != nil {
			victim.Conn.Close()
		}
	}
	if !ok {
		conn.Close()
		return nil
	}
	return g
}

// reserve is how many connections there may be beyond the limit from this machine itself, so that it can ask for
// /healthz when all others are at work.
const reserve = 64

func (d *door) room(address netip.Addr) int {
	if address.IsLoopback() {
		return d.engine.config.Limits.Connections + reserve
	}
	return d.engine.config.Limits.Connections
}

// evict makes the first guest of a list leave; the caller closes it. The caller holds d.mu.
func (d *door) evict(quiet *queue.List) *guest {
	if quiet == nil || quiet.Len() == 0 {
		return nil
	}
	g := quiet.Front().Value.(*guest)
	d.leave(g)
	return g
}

// leave, calm and stir change what is known of a guest. The caller holds d.mu.
func (d *door) leave(g *guest) {
	if g.gone {
		return
	}
	d.stir(g)
	g.gone = true
	d.open--
	if g.counted {
		d.engine.config.Visitors.Leave(g.from, visitor.Connections)
	}
}

func (d *door) calm(g *guest) {
	if g.gone || g.all != nil {
		return
	}
	own := d.quiets[g.from]
	if own == nil {
		own = queue.New()
		d.quiets[g.from] = own
	}
	g.all, g.own = d.quiet.PushBack(g), own.PushBack(g)
}

func (d *door) stir(g *guest) {
	if g.all == nil {
		return
	}
	d.quiet.Remove(g.all)
	own := d.quiets[g.from]
	own.Remove(g.own)
	if own.Len() == 0 {
		delete(d.quiets, g.from)
	}
	g.all, g.own = nil, nil
}

// busy and idle say whether a guest is at work.
func (g *guest) busy() {
	g.door.mu.Lock()
	g.door.stir(g)
	g.door.mu.Unlock()
}

func (g *guest) idle() {
	g.door.mu.Lock()
	g.door.calm(g)
	g.door.mu.Unlock()
}

func (g *guest) Close() error {
	g.door.mu.Lock()
	g.door.leave(g)
	g.door.mu.Unlock()
	return g.Conn.Close()
}

// CloseWrite half-closes.
func (g *guest) CloseWrite() error {
	if half, ok := g.Conn.(interface{ CloseWrite() error }); ok {
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
	g, ok := rec.Conn.(*guest)
	switch {
	case state == http.StateIdle:
		rec.rest()
		if ok {
			g.idle()
		}
	case state == http.StateActive && ok:
		g.busy()
	}
}

// addressOf is the remote address of a connection.
func addressOf(conn net.Conn) netip.Addr {
	if tcp, ok := conn.RemoteAddr().(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap().WithZone("")
	}
	return visitor.Address(conn.RemoteAddr().String())
}
