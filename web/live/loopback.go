//go:build !js

package live

import (
	"context"
	"net"
	"sync"
)

// Loopback makes Try use real connections: it listens on a port of the loopback interface for Try alone and closes all other
// connections.
func (e *Engine) Loopback() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	var one sync.Mutex
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closers = append(e.closers, l)
	e.dial = func(ctx context.Context) (Conn, Conn, error) {
		one.Lock()
		defer one.Unlock()
		var d net.Dialer
		client, err := d.DialContext(ctx, "tcp", l.Addr().String())
		if err != nil {
			return nil, nil, err
		}
		for {
			server, err := l.Accept()
			if err != nil {
				client.Close()
				return nil, nil, err
			}
			if server.RemoteAddr().String() == client.LocalAddr().String() {
				return client, server, nil
			}
			server.Close()
		}
	}
	return nil
}
