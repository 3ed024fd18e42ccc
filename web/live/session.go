package live

import (
	"errors"
	"net/netip"
	"time"

	"golang.org/x/time/rate"

	"upgrade101/handshake"
	"upgrade101/handshake/frame"
	"upgrade101/web/visitor"
)

// session is a connection after the switch. One goroutine does everything: it reads what is available, processes every frame in
// it, sends all that comes of it in one write, and reads again.
type session struct {
	engine     *Engine
	conn       Conn
	from       netip.Addr // the address it counts against
	remote     string     // for the log
	free       bool       // it counts against none
	reader     frame.Reader
	deflate    *compression // nil where permessage-deflate was not agreed on
	wire       *wire        // of /wire; nil for /echo
	begin      time.Time
	lastActive time.Time // time of the last tick that saw a frame
	pinged     bool      // since then
	active     bool      // a frame, or much of one, was taken since the last tick
	inFrame    bool      // header is of a frame with an incomplete payload
	full       bool      // the last read filled the buffer: there may be more
	large      bool      // the last message was large: the next read is for such a one
	progress   int       // bytes of large frames since these last made it active

	header frame.Header
	small  []byte  // the buffer that the session owns
	buf    []byte  // small, or a bigger one for as long as there is much to read
	in     []byte  // the part of buf that was read and not processed
	out    []byte  // unsent frames; nil for none
	msg    []byte  // the incomplete message, after headroom; nil for none
	direct *direct // nil before the first frame, and where the connection has no file descriptor
	asked  bool    // newDirect was called

	frames, bytes *rate.Limiter // nil: no limit
	crossed       traffic       // since the switch
	charged       traffic       // what the limits know of that
	counted       traffic       // and the engine's counters
	uncounted     int           // bytes that do not count for the address yet
	held          int           // bytes in large buffers that count in engine.held
}

// errDone ends a session after the exchange of Close frames.
var errDone = errors.New("closed")

// newSession makes a session that begins with the bytes read after the head. It reuses the buffer of the head if it fits.
func (e *Engine) newSession(conn Conn, read []byte, rest string, deflate *handshake.Deflate) *session {
	l := &e.config.Limits
	if cap(read) != smallBuffer {
		read = getBuffer(smallBuffer)
	}
	s := &session{
		engine: e, conn: conn, small: read[:smallBuffer],
		reader: frame.Reader{Masked: true, Deflate: deflate != nil, MaxMessage: l.Message, MaxFragments: l.Fragments},
	}
	if deflate != nil {
		s.deflate = newCompression(deflate)
	}
	s.buf = s.small
	if len(rest) > len(s.buf) {
		s.buf = getBuffer(len(rest))
	}
	s.in = s.buf[:copy(s.buf, rest)]
	s.crossed.received = int64(len(rest))
	if !l.Unlimited {
		s.frames = rate.NewLimiter(rate.Limit(l.Messages), 2*l.Messages)
		s.bytes = rate.NewLimiter(rate.Limit(l.Bytes), 2*l.Bytes)
	}
	return s
}

// run runs the session from the first frame to the closed connection.
func (s *session) run() {
	defer s.end()
	defer s.engine.recover("session", s.remote)
	err := s.loop()
	drop(&s.msg) // the closing handshake may take a while
	_ = s.hold()
	broken, isBroken := errors.AsType[*frame.Error](err)
	leaving, isLeaving := errors.AsType[*leaving](err)
	switch {
	case errors.Is(err, errDone):
	case isBroken:
		if broken.Code() == frame.MessageTooBig {
			s.refuse(visitor.MessageSize)
		}
		_ = s.append(frame.Close, frame.AppendClose(nil, broken.Code(), broken.Error()))
	case isLeaving:
		s.refuse(leaving.limit)
		_ = s.append(frame.Close, frame.AppendClose(nil, leaving.code, leaving.reason))
	default:
		s.engine.config.Log.Debug("lost", "remote", s.remote, "error", err)
		return
	}
	s.engine.config.Log.Debug("closed", "remote", s.remote, "error", err)
	if s.flush() == nil {
		s.engine.finish(s.conn)
	}
}

func (s *session) end() {
	s.release()
	drop(&s.msg)
	drop(&s.out)
	_ = s.hold()
	putBuffer(s.small)
	s.count()
	s.engine.leave(s.conn)
	if !s.free {
		s.engine.counts.sessions.Add(-1)
		s.engine.dismiss(s.from)
	}
}

// leaving ends a session on the server's initiative: close code, reason and the limit that caused it.
type leaving struct {
	code   frame.Code
	reason string
	limit  visitor.Limit // that it is because of
}

func (l *leaving) Error() string { return l.reason }

func (s *session) loop() error {
	now, l := time.Now(), &s.engine.config.Limits
	s.begin, s.lastActive = now, now
	// The deadlines for the head and the reply apply until the first tick, if they are not later.
	if l.HeadTime > l.tick() {
		if err := s.tick(now); err != nil {
			return err
		}
	}
	if s.wire != nil {
		if err := s.text(s.wire.heads()); err != nil {
			return err
		}
	}
	for {
		if err := s.handle(); err != nil {
			return err
		}
		if err := s.fill(); err != nil {
			return err
		}
	}
}

// handle processes what was read and sends what comes of it.
func (s *session) handle() error {
	if err := s.take(); err != nil {
		return err
	}
	s.settle()
	if err := s.hold(); err != nil {
		return err
	}
	return s.flush()
}

// tick checks the time: it ends a session that has lasted too long, pings a silent peer, and sets the deadlines until the next
// tick, also for all writes until then.
func (s *session) tick(now time.Time) error {
	l := &s.engine.config.Limits
	s.count()
	if s.active {
		s.active, s.pinged, s.lastActive = false, false, now
	}
	next := l.tick()
	_ = s.conn.SetWriteDeadline(now.Add(l.Write + next))
	_ = s.conn.SetReadDeadline(now.Add(next))
	switch silent := now.Sub(s.lastActive); {
	case s.engine.stopping.Load(): // looked at after setting the deadline, which Shutdown sets as well
		return &leaving{frame.GoingAway, "the server stops", visitor.NoLimit}
	case !l.Unlimited && now.Sub(s.begin) >= l.Session:
		return &leaving{frame.GoingAway, "a session lasts " + l.Session.String(), visitor.SessionLength}
	case silent >= l.Idle:
		return &leaving{frame.GoingAway, "nothing came for " + l.Idle.String(), visitor.SessionIdle}
	case silent >= l.Ping && !s.pinged:
		s.pinged = true
		return s.sendNow(frame.Ping, nil)
	}
	return nil
}

// take processes all frames that were read. It leaves in s.in the beginning of a header or of a control frame.
func (s *session) take() error {
	for {
		if !s.inFrame {
			h, n, err := s.reader.Next(s.in)
			if err != nil {
				if s.wire != nil {
					s.wire.broken(s.in)
				}
				return err
			}
			if n == 0 {
				return nil
			}
			if s.wire != nil {
				s.wire.begin(h, s.in[:n])
			}
			s.header, s.inFrame, s.in = h, true, s.in[n:]
		}
		if s.header.Opcode.Control() {
			if int64(len(s.in)) < s.header.Length {
				return nil
			}
			s.crossed.frames++
			if err := s.takeControl(); err != nil {
				return err
			}
		} else {
			done, err := s.takeData()
			if done {
				s.crossed.frames++
			}
			if err != nil || !done {
				return err
			}
		}
		s.inFrame, s.active = false, true
		if len(s.out) >= bigBuffer {
			if err := s.flush(); err != nil {
				return err
			}
		}
	}
}

// takeData processes the available payload of a data frame; done is false if more must be read.
func (s *session) takeData() (done bool, err error) {
	n := int(min(int64(len(s.in)), s.reader.Left()))
	src := s.in[:n]
	s.in = s.in[n:]
	if s.wire != nil {
		s.wire.payload(src)
	}
	whole := s.msg == nil && s.header.Fin && int64(n) == s.header.Length
	alone := len(s.in) == 0 && len(s.out) == 0 // no other echo shares its write
	if whole && (alone || n >= bigBuffer) && s.header.RSV == 0 && s.wire == nil {
		return true, s.echoInPlace(src)
	}
	if whole {
		// All of a message is in the buffer, and its echo goes straight to the output.
		echo := frame.Header{Fin: true, RSV: s.header.RSV, Opcode: s.header.Opcode, Length: int64(n)}
		s.out = grow(s.out, frame.MaxHeader+n)
		start := len(s.out)
		s.out = echo.Append(s.out)
		at := len(s.out)
		s.out = s.out[:at+n]
		if err := s.reader.Payload(s.out[at:], src); err != nil {
			s.out = s.out[:start]
			return false, err
		}
		return true, s.echoFrame(start, at)
	}
	if s.msg == nil {
		s.msg = getBuffer(headroom + int(min(s.header.Length, 64<<10)))[:headroom]
	}
	s.msg = grow(s.msg, n)
	at := len(s.msg)
	s.msg = s.msg[:at+n]
	return s.took(s.msg[at:], src)
}

// took checks a piece that was appended to s.msg, and echoes the message if the piece is its last.
func (s *session) took(dst, src []byte) (done bool, err error) {
	if err := s.reader.Payload(dst, src); err != nil {
		return false, err
	}
	switch {
	case s.reader.Left() > 0:
		return false, nil
	case s.reader.Open():
		return true, s.report(len(s.out))
	}
	return true, s.echoMessage()
}

// echoFrame echoes a message in one frame, which is already at the end of s.out: header and payload.
func (s *session) echoFrame(start, at int) error {
	text, err := s.open(s.out[at:])
	if err != nil {
		s.out = s.out[:start]
		return err
	}
	defer s.deflate.close()
	if c := s.command(text); c != nil {
		s.out = s.out[:start]
		return s.perform(c)
	}
	if s.recompresses() {
		s.out = s.deflate.append(s.out[:start], s.header.Opcode)
	}
	return s.report(start)
}

// echoInPlace echoes a message, src, from the read buffer: its header fits in the place of the client's, which is longer by
// the key.
func (s *session) echoInPlace(src []byte) error {
	if err := s.reader.Payload(src, src); err != nil {
		return err
	}
	if err := s.hold(); err != nil {
		return err
	}
	if err := s.flush(); err != nil {
		return err
	}
	h := frame.Header{Fin: true, Opcode: s.header.Opcode, Length: int64(len(src))}
	at := cap(s.buf) - cap(src)
	h.Append(s.buf[:at-h.Size()])
	return s.write(s.buf[at-h.Size() : at+len(src)])
}

// echoMessage echoes s.msg.
func (s *session) echoMessage() error {
	payload := s.msg[headroom:]
	text, err := s.open(payload)
	if err != nil {
		return err
	}
	defer s.deflate.close()
	if c := s.command(text); c != nil {
		drop(&s.msg)
		return s.perform(c)
	}
	kind, compressed := s.reader.Message()
	if s.recompresses() {
		drop(&s.msg)
		start := len(s.out)
		s.out = s.deflate.append(s.out, kind)
		return s.report(start)
	}
	s.large = len(payload) >= bigBuffer && len(payload) <= 64<<10 && s.wire == nil
	h := frame.Header{Fin: true, Opcode: kind, Length: int64(len(payload))}
	if compressed {
		h.RSV = frame.RSV1
	}
	start := headroom - h.Size()
	h.Append(s.msg[start:start])
	if err := s.flush(); err != nil {
		return err
	}
	if s.wire != nil {
		if err := s.tell(s.msg[start:]); err != nil {
			return err
		}
	}
	err = s.write(s.msg[start:])
	drop(&s.msg)
	return err
}

// takeControl handles a control frame, all of which is in s.in (RFC 6455 §5.5).
func (s *session) takeControl() error {
	n := int(s.header.Length)
	payload := s.in[:n]
	s.in = s.in[n:]
	if s.wire != nil {
		s.wire.payload(payload)
	}
	if err := s.reader.Payload(payload, payload); err != nil {
		return err
	}
	switch s.header.Opcode {
	case frame.Ping:
		return s.append(frame.Pong, payload)
	case frame.Close:
		code, _, err := frame.ParseClose(payload)
		if err != nil {
			return err
		}
		if err := s.append(frame.Close, frame.AppendClose(nil, code, "")); err != nil {
			return err
		}
		return errDone
	}
	return s.report(len(s.out))
}

// append appends a frame to the output.
func (s *session) append(opcode frame.Opcode, payload []byte) error {
	s.out = grow(s.out, frame.MaxHeader+len(payload))
	start := len(s.out)
	s.out = frame.Append(s.out, frame.Header{Fin: true, Opcode: opcode}, payload)
	return s.report(start)
}

// sendNow sends a frame of the engine's own at once.
func (s *session) sendNow(opcode frame.Opcode, payload []byte) error {
	if err := s.append(opcode, payload); err != nil {
		return err
	}
	return s.flush()
}

// report reports the frame that was just processed and the one that it led to, the frame in s.out from start on, if any. The reports
// precede that frame. /echo reports nothing.
func (s *session) report(start int) error {
	if s.wire == nil {
		return nil
	}
	next := append([]byte(nil), s.out[start:]...)
	s.out = s.out[:start]
	if err := s.tell(next); err != nil {
		return err
	}
	s.out = append(grow(s.out, len(next)), next...)
	return nil
}

// tell sends the reports: about the client's frame, and about the next one from the server.
func (s *session) tell(next []byte) error {
	messages := [][]byte{s.wire.client()}
	if len(next) > 0 {
		messages = append(messages, s.wire.server(next))
	}
	return s.text(messages...)
}

// text sends text messages that are not reported.
func (s *session) text(messages ...[]byte) error {
	for _, m := range messages {
		if m != nil {
			s.out = grow(s.out, frame.MaxHeader+len(m))
			s.out = frame.Append(s.out, frame.Header{Fin: true, Opcode: frame.Text}, m)
		}
	}
	return s.flush()
}

// flush sends the output.
func (s *session) flush() error {
	if len(s.out) == 0 {
		return nil
	}
	err := s.write(s.out)
	drop(&s.out)
	return err
}

// atOnce is the number of bytes that must be sent within Limits.Write: a large message has that long for each such part.
const atOnce = 256 << 10

func (s *session) write(b []byte) (err error) {
	s.crossed.sent += int64(len(b))
	for ; len(b) > atOnce && err == nil; b = b[atOnce:] {
		_, err = s.conn.Write(b[:atOnce])
		l := &s.engine.config.Limits
		_ = s.conn.SetWriteDeadline(time.Now().Add(l.Write + l.tick()))
	}
	if err == nil && s.direct != nil {
		b = s.direct.write(b)
	}
	if err == nil && len(b) > 0 {
		_, err = s.conn.Write(b)
	}
	if err != nil {
		// A new error: an expired deadline must not be mistaken for one of reading.
		return errors.New("write: " + err.Error())
	}
	return nil
}
