//go:build unix

package live

import "syscall"

// bulk reads a frame of up to 64 KiB with its header in one call. It takes a buffer only when there is something to read:
// a waiting session holds none.
type bulk struct {
	conn syscall.RawConn
	buf  []byte
	err  error
}

// newBulk returns nil for a connection without a file descriptor.
func newBulk(conn Conn) *bulk {
	if limited, ok := conn.(*limitedConn); ok {
		conn = limited.Conn
	}
	c, ok := conn.(syscall.Conn)
	if !ok {
		return nil
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return nil
	}
	return &bulk{conn: raw}
}

// read waits like a Read of the connection and returns a buffer with the available bytes; it is empty at the end of the
// stream.
func (b *bulk) read() ([]byte, error) {
	if err := b.conn.Read(b.attempt); err != nil {
		return nil, err
	}
	buf := b.buf
	b.buf = nil
	return buf, b.err
}

func (b *bulk) attempt(fd uintptr) (done bool) {
	buf := getBuffer(fullBuffer)
	for {
		n, err := syscall.Read(int(fd), buf)
		switch {
		case err == syscall.EINTR:
			continue
		case err == nil && n > 0:
			b.buf, b.err = buf[:n], nil
			return true
		}
		putBuffer(buf)
		b.err = err
		return err != syscall.EAGAIN
	}
}
