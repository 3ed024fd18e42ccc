//go:build unix

package live

import (
	"io"
	"syscall"
)

// direct reads and writes a socket by system calls, within one Read of its RawConn for as long as a session waits after each
// message. The locks and checks around each Read and Write of a net.Conn are a tenth of what a small message costs.
type direct struct {
	session *session
	conn    syscall.RawConn
	attempt func(fd uintptr) (done bool) // the method try
	fd      int                          // of the socket, while try runs; -1 otherwise
	n       int                          // what try came to
	err     error
}

// newDirect returns nil for a connection without a file descriptor.
func newDirect(s *session) *direct {
	conn := s.conn
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
	d := &direct{session: s, conn: raw, fd: -1}
	d.attempt = d.try
	return d
}

// next waits like a Read of the connection, and handles what it reads. It returns once there was more to read directly
// afterwards: only a new Read sees that a deadline has passed although the client sends without a break.
func (d *direct) next() (int, error) {
	if err := d.conn.Read(d.attempt); err != nil {
		return 0, err
	}
	return d.n, d.err
}

// try is called when there may be something to read, and after false again when something has arrived.
func (d *direct) try(fd uintptr) (done bool) {
	s := d.session
	d.fd = int(fd)
	if d.n, d.err = s.receive(); d.err == nil {
		if d.err = s.handle(); d.err == nil {
			d.err = s.slow()
		}
		if d.err == nil {
			d.n, d.err = s.receive()
		}
	}
	d.fd = -1
	return d.err != syscall.EAGAIN
}

// read reads once. It returns syscall.EAGAIN if there is nothing.
func (d *direct) read(b []byte) (int, error) {
	for {
		n, err := syscall.Read(d.fd, b)
		switch {
		case err == syscall.EINTR:
			continue
		case err != nil:
			return 0, err
		case n == 0:
			return 0, io.EOF
		}
		return n, nil
	}
}

// write writes what the socket takes at once, and returns the rest. Outside of try, the descriptor may be another's.
func (d *direct) write(b []byte) (rest []byte) {
	if d.fd >= 0 {
		if n, err := syscall.Write(d.fd, b); err == nil {
			return b[n:]
		}
	}
	return b
}
