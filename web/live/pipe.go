package live

import "net"

// Pipe connects to the engine in memory and returns the client's end. The engine treats it as any other connection, without an
// address. It works in WebAssembly, too.
func (e *Engine) Pipe() net.Conn {
	client, server := net.Pipe()
	go e.Serve(server, "", nil)
	return client
}
