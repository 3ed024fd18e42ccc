package probe

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	"upgrade101/handshake/frame"
)

// session is an open connection.
type session struct {
	*run
	conn   net.Conn
	reader frame.Reader
	got    []byte       // received and not yet parsed
	header frame.Header // of the frame that is being read
	size   int          // of its header; 0 between frames
	wire   []byte       // its header and the beginning of its payload
	over   bool         // the server ended the connection
}

// session reads the server's first frames, or sends the message and reads its answer, and closes.
func (p *run) session(ctx context.Context, conn net.Conn, ahead []byte) {
	s := &session{run: p, conn: conn, got: ahead}
	name, begin := "frames", s.first
	if p.Message != nil {
		name, begin = "message", s.ask
	}
	if p.step(ctx, name, begin) && !s.over {
		p.step(ctx, "close", s.goodbye)
	}
}

// first reads what the server sends unprompted.
func (s *session) first(context.Context) (string, error) {
	wait := min(quiet, s.Timeout)
	s.conn.SetDeadline(time.Now().Add(wait))
	n := 0
	for ; n < maxFrames; n++ {
		if _, err := s.next(); errors.Is(err, os.ErrDeadlineExceeded) {
			break
		} else if err != nil {
			return s.ended(err)
		}
	}
	if n == 0 {
		return fmt.Sprintf("none within %v", wait), nil
	}
	return fmt.Sprintf("%d from the server", n), nil
}

// ask sends the message and reads the next one of the server.
func (s *session) ask(ctx context.Context) (string, error) {
	deadline, _ := ctx.Deadline()
	s.conn.SetDeadline(deadline)
	begun := time.Now()
	if err := s.send(frame.Text, []byte(*s.Message)); err != nil {
		return s.ended(err)
	}
	for {
		r, err := s.next()
		switch opcode := frame.Opcode(r.Opcode); {
		case errors.Is(err, os.ErrDeadlineExceeded):
			return fmt.Sprintf("no answer within %v", s.Timeout), nil
		case err != nil:
			return s.ended(err)
		case !opcode.Control():
			return fmt.Sprintf("%s of %d bytes came back after %v", opcode, r.Length, time.Since(begun).Round(10*time.Microsecond)), nil
		}
	}
}

// goodbye performs the closing handshake (RFC 6455 §7.1.2). If the server does not take part, it has still opened.
func (s *session) goodbye(ctx context.Context) (string, error) {
	deadline, _ := ctx.Deadline()
	s.conn.SetDeadline(deadline)
	if err := s.send(frame.Close, frame.AppendClose(nil, frame.Normal, "")); err != nil {
		return s.ended(err)
	}
	for range 10_000 {
		_, err := s.next()
		var broken *frame.Error
		var closed *closeFrame
		switch {
		case err == nil:
			continue
		case errors.As(err, &broken):
			return s.ended(err)
		case errors.As(err, &closed):
			s.Close = closed.String()
		case errors.Is(err, os.ErrDeadlineExceeded):
			s.Close = fmt.Sprintf("no Close frame came back within %v", s.Timeout)
		default:
			s.Close = "the server ended the connection without a Close frame of its own"
		}
		return s.Close, nil
	}
	s.Close = "no Close frame came back among 10,000 frames"
	return s.Close, nil
}

// ended describes how the server ended the connection by itself, which is an error unless it closed normally. Words and codes
// are those that package cause recognises.
func (s *session) ended(err error) (string, error) {
	s.over = true
	var broken *frame.Error
	var closed *closeFrame
	switch {
	case errors.As(err, &closed):
		s.send(frame.Close, frame.AppendClose(nil, closed.code, "")) // RFC 6455 §5.5.1: it is answered with the same code
		s.Close = closed.String() + " from the server"
		if closed.code == frame.Normal {
			return s.Close, nil
		}
		return "", fmt.Errorf("the server disconnected (code: %d%s)", closed.code, closed.reasonAfter(", reason: "))
	case errors.As(err, &broken):
		s.send(frame.Close, frame.AppendClose(nil, broken.Code(), ""))
		s.Close = "Close " + broken.Code().String() + " to the server"
		if text := printable(s.got); s.size == 0 && text != "" {
			return "", fmt.Errorf("the probe disconnected: bytes came that are no frame: %q", text)
		}
		return "", fmt.Errorf("the probe disconnected (code: %d): %s", broken.Code(), broken)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "", err
	}
	s.Close = "the server ended the connection without a Close frame"
	return "", errors.New("the server disconnected without a Close frame")
}

// printable returns the beginning of bytes that are ASCII text; "" for others.
func printable(b []byte) string {
	b = b[:min(len(b), 40)]
	for _, c := range b {
		if (c < ' ' || c > '~') && c != '\r' && c != '\n' && c != '\t' {
			return ""
		}
	}
	return string(b)
}

// closeFrame is a Close frame of the server.
type closeFrame struct {
	code   frame.Code
	reason string
}

func (c *closeFrame) Error() string { return c.String() }

func (c *closeFrame) String() string {
	if c.code == frame.NoStatus {
		return "Close without a code"
	}
	return "Close " + c.code.String() + c.reasonAfter(" ")
}

// reasonAfter returns a word and the reason of a Close frame; "" without a reason.
func (c *closeFrame) reasonAfter(word string) string {
	if c.reason == "" {
		return ""
	}
	return word + strconv.Quote(c.reason)
}

// send writes a masked frame.
func (s *session) send(opcode frame.Opcode, payload []byte) error {
	h := frame.Header{Fin: true, Opcode: opcode, Masked: true, Length: int64(len(payload))}
	rand.Read(h.Key[:])
	raw := frame.Append(nil, h, payload)
	if _, err := s.conn.Write(raw); err != nil {
		return err
	}
	_, size := frame.ParseHeader(raw)
	s.keep(frame.NewRecord("client", h, size, raw[:min(len(raw), size+maxExcerpt)]))
	return nil
}

// keep records a frame for the result, and always a Close frame.
func (s *session) keep(r frame.Record) {
	if len(s.Frames) < maxFrames || frame.Opcode(r.Opcode) == frame.Close {
		s.Frames = append(s.Frames, r)
	}
}

// next reads a frame of any length; a Close frame is an error. After a timeout within a frame, the next call continues it.
func (s *session) next() (frame.Record, error) {
	for {
		if s.size == 0 {
			h, n, broken := s.reader.Next(s.got)
			if broken != nil {
				return frame.Record{}, broken
			}
			s.header, s.size, s.wire, s.got = h, n, append([]byte{}, s.got[:n]...), s.got[n:]
		}
		if s.size > 0 {
			part := s.got[:min(int64(len(s.got)), s.reader.Left())]
			s.wire = append(s.wire, part[:min(len(part), s.size+maxExcerpt-len(s.wire))]...)
			if broken := s.reader.Payload(part, part); broken != nil {
				return frame.Record{}, broken
			}
			if s.got = s.got[len(part):]; s.reader.Left() == 0 {
				return s.whole()
			}
		}
		buffer := make([]byte, 4<<10)
		n, err := s.conn.Read(buffer)
		if s.got = append(s.got, buffer[:n]...); n == 0 && err != nil {
			return frame.Record{}, err
		}
	}
}

// whole returns the frame that has been read.
func (s *session) whole() (frame.Record, error) {
	r := frame.NewRecord("server", s.header, s.size, s.wire)
	s.size = 0
	s.keep(r)
	if frame.Opcode(r.Opcode) != frame.Close {
		return r, nil
	}
	code, reason, broken := frame.ParseClose(r.Payload)
	if broken != nil {
		return r, broken
	}
	return r, &closeFrame{code, reason}
}
