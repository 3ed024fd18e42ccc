//go:build unix

package live

import "syscall"

// bulk reads a frame of up to 64 KiB with its header in one call. It takes a buffer when there is something to read:
// a session that waits holds none.
type bulk struct {
	conn syscall.RawConn
	buf  []byte
	err  error
}

// newBulk is nil for a connection that is not one of the system's.
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

// read waits as a Read of the connection does, and returns a buffer with what is there; at the end of the stream it is
// empty.
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
