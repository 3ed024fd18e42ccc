package live

import (
	"upgrade101/handshake"
	"upgrade101/handshake/frame"
	"upgrade101/handshake/frame/deflate"
)

// compression is what a session keeps where permessage-deflate was agreed on (RFC 7692).
type compression struct {
	in   frame.Inflater   // what the client sends
	out  deflate.Deflater // what the server sends
	asIs bool             // a compressed message means the same in the other direction
	text []byte           // what the message under way holds; nil where it is not needed
	work int              // bytes compressed anew since the last look at the limits
}

// newCompression keeps to an agreement. A message may go back as it came where the client refers no farther back than the
// server may; and into earlier messages only if the server may as well: all of them went back, so both have the same window.
func newCompression(d *handshake.Deflate) *compression {
	in, out := d.Client(), d.Server()
	return &compression{
		in: frame.Inflater{Window: in}, out: deflate.Deflater{Window: out},
		asIs: in.Size() <= out.Size() && (out.Takeover || !in.Takeover),
	}
}

// open checks a whole message and returns what it holds: what was sent, decompressed where it is compressed. On /echo, what
// a compressed message holds is kept only if it has to be compressed anew.
func (s *session) open(message []byte) (text []byte, err error) {
	kind, compressed := s.reader.Message()
	if !compressed {
		return message, nil
	}
	d := s.deflate
	var keep func([]byte)
	if !d.asIs || s.wire != nil {
		keep = func(piece []byte) { d.text = append(grow(d.text, len(piece)), piece...) }
	}
	if err := d.in.Inflate(message, kind, s.engine.config.Limits.Message, keep); err != nil {
		d.close()
		return nil, err
	}
	if s.wire != nil {
		s.wire.text, s.wire.textLength = append([]byte{}, d.text[:min(len(d.text), excerpt)]...), len(d.text)
	}
	return d.text, nil
}

// recompresses: the message under way goes back compressed, and not as it came.
func (s *session) recompresses() bool {
	_, compressed := s.reader.Message()
	return compressed && !s.deflate.asIs
}

// append writes the message under way behind b, as one compressed frame.
func (d *compression) append(b []byte, kind frame.Opcode) []byte {
	small := d.out.Deflate(getBuffer(len(d.text) + len(d.text)/8 + 64)[:0], d.text)
	b = grow(b, frame.MaxHeader+len(small))
	b = frame.Append(b, frame.Header{Fin: true, RSV: frame.RSV1, Opcode: kind}, small)
	drop(&small)
	d.work += len(d.text)
	return b
}

// alone is told of a compressed message that is not echoed: from now on the two windows differ. So each message of the
// server is compressed anew, without the earlier ones.
func (d *compression) alone() {
	if d.asIs && d.in.Takeover {
		d.asIs, d.out.Takeover = false, false
	}
}

// close forgets the message under way.
func (d *compression) close() {
	if d != nil {
		drop(&d.text)
	}
}
