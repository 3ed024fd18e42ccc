package live

import "net"

// pipe is a connection in memory.
func pipe() (client, server Conn, err error) {
	client, server = net.Pipe()
	return client, server, nil
}
