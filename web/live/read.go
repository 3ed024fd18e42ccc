package live

import (
	"io"
	"runtime"
	"time"
)

// fill reads more.
func (s *session) fill() error {
	if err := s.slow(); err != nil {
		return err
	}
	if s.active && !s.inFrame {
		// Yield first: when this session runs again, more may be available, and a read that finds nothing
		// costs more than the wait.
		runtime.Gosched()
	}
	if s.crossed.frames > 0 && !s.asked {
		s.direct, s.asked = newDirect(s), true
	}
	for {
		n, err := s.next()
		switch {
		case err == nil && n > 0:
			return nil
		case err != nil && !isTimeout(err):
			return err
		}
		if err := s.tick(time.Now()); err != nil {
			return err
		}
	}
}

// next waits for more and reads it.
func (s *session) next() (int, error) {
	if s.direct != nil {
		return s.direct.next()
	}
	return s.receive()
}

// receive reads once, and counts what it reads.
func (s *session) receive() (int, error) {
	n, err := s.read()
	s.crossed.received += int64(n)
	return n, err
}

// readInto reads once into b.
func (s *session) readInto(b []byte) (int, error) {
	if s.direct != nil {
		return s.direct.read(b)
	}
	return s.conn.Read(b)
}

// read reads once: the rest of a large frame directly to its place, anything else into s.buf.
func (s *session) read() (int, error) {
	if left := s.reader.Left(); s.inFrame && !s.header.Opcode.Control() && left > int64(len(s.small)) {
		return s.readPayload(left)
	}
	if s.large && s.direct != nil && len(s.in) == 0 {
		return s.readLarge()
	}
	switch {
	case len(s.in) == 0 && !s.full:
		s.release()
	case s.full && len(s.buf) < bigBuffer:
		big := getBuffer(bigBuffer)
		s.in = big[:copy(big, s.in)]
		s.release()
		s.buf = big
	}
	if len(s.in) == 0 || &s.in[0] != &s.buf[0] {
		s.in = s.buf[:copy(s.buf, s.in)]
	}
	n, err := s.readInto(s.buf[len(s.in):])
	s.in = s.buf[:len(s.in)+n]
	s.full = len(s.in) == len(s.buf)
	if err == io.EOF && n > 0 {
		err = nil
	}
	return n, err
}

// readPayload reads to the end of s.msg, where the payload is unmasked in place. Room is made for bytes that arrive, not for
// those that are announced. Because headroom is as long as the header of a 64 KiB frame, such a frame has the same alignment
// in s.msg as in the socket's pages.
func (s *session) readPayload(left int64) (int, error) {
	s.msg = grow(s.msg, int(min(left, max(64<<10, int64(len(s.msg))))))
	at := len(s.msg)
	room := s.msg[at:min(int64(cap(s.msg)), int64(at)+left)]
	n, err := s.readInto(room)
	if n == 0 {
		return 0, err
	}
	s.msg, s.full = s.msg[:at+n], false
	if s.wire != nil {
		s.wire.payload(room[:n])
	}
	if s.progress += n; s.progress >= 64<<10 { // the size of a message by default
		s.active, s.progress = true, 0
	}
	done, err := s.took(room[:n], room[:n])
	if done {
		s.inFrame, s.active = false, true
		s.crossed.frames++
	}
	return n, err
}

// readLarge reads a message of up to 64 KiB at once. After a read of less than the session's own buffer holds, that buffer is
// used again.
func (s *session) readLarge() (int, error) {
	b := getBuffer(fullBuffer)
	n, err := s.direct.read(b)
	if err != nil {
		putBuffer(b)
		return 0, err
	}
	s.release()
	s.buf, s.in = b, b[:n]
	s.large, s.full = n >= len(s.small), false
	return n, nil
}

// settle returns a buffer of readLarge. Its rest, the beginning of a header or of a control frame, fits the session's own.
func (s *session) settle() {
	if cap(s.buf) > bigBuffer {
		rest := s.in
		s.in = s.small[:copy(s.small, rest)]
		s.release()
	}
}

// release returns a big read buffer.
func (s *session) release() {
	if cap(s.buf) != cap(s.small) {
		putBuffer(s.buf)
	}
	s.buf = s.small
}
