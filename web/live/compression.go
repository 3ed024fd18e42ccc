package live

import (
	"upgrade101/handshake"
	"upgrade101/handshake/frame"
	"upgrade101/handshake/frame/deflate"
)

// compression is the state of permessage-deflate in a session (RFC 7692).
type compression struct {
	in   frame.Inflater   // for the client's messages
	out  deflate.Deflater // for the server's messages
	asIs bool             // a compressed message means the same in the other direction
	text []byte           // the decompressed current message; nil if not needed
	work int              // bytes recompressed since limits were last checked
}

// newCompression returns the state for negotiated parameters. A message can be echoed as it came if the client refers back no
// farther than the server may, and into earlier messages only if the server may, too: all were echoed, so both windows are
// equal.
func newCompression(d *handshake.Deflate) *compression {
	in, out := d.Client(), d.Server()
	return &compression{
		in: frame.Inflater{Window: in}, out: deflate.Deflater{Window: out},
		asIs: in.Size() <= out.Size() && (out.Takeover || !in.Takeover),
	}
}

// open checks a complete message and returns it decompressed. On /echo, the decompressed text is kept only if it must be
// recompressed.
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

// recompresses reports whether the current message is echoed compressed, but not as it came.
func (s *session) recompresses() bool {
	_, compressed := s.reader.Message()
	return compressed && !s.deflate.asIs
}

// append appends the current message to b as one compressed frame.
func (d *compression) append(b []byte, kind frame.Opcode) []byte {
	small := d.out.Deflate(getBuffer(len(d.text) + len(d.text)/8 + 64)[:0], d.text)
	b = grow(b, frame.MaxHeader+len(small))
	b = frame.Append(b, frame.Header{Fin: true, RSV: frame.RSV1, Opcode: kind}, small)
	drop(&small)
	d.work += len(d.text)
	return b
}

// alone records that a compressed message is not echoed, so that the two windows differ from now on: each message of the
// server is recompressed without reference to earlier ones.
func (d *compression) alone() {
	if d.asIs && d.in.Takeover {
		d.asIs, d.out.Takeover = false, false
	}
}

// close ends the current message.
func (d *compression) close() {
	if d != nil {
		drop(&d.text)
	}
}
