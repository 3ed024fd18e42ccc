package frame

import "strconv"

// Reader reads the frames of one direction and judges them by the rules. It keeps no bytes: the caller owns the buffer. It is
// for one goroutine at a time.
//
//	for each frame: Next until n > 0, then Payload until Left is 0 (once for an empty payload)
//
// After an error, the connection must be failed (RFC 6455 §7.1.7), and the Reader must not be used.
type Reader struct {
	Masked       bool   // the frames are a client's, which are masked; else a server's
	Deflate      bool   // permessage-deflate was agreed on
	Window       Window // of the sender's compression; only Decode uses it
	MaxMessage   int64  // bytes of a message after decompression; 0: no bound
	MaxFragments int    // frames of one message; 0: no bound

	header     Header // of the current frame
	left       int64  // bytes of its payload still to come
	kind       Opcode // Text or Binary: of the current or last message
	compressed bool   // of the same
	open       bool   // more fragments will come
	size       int64  // bytes of the message so far, as they cross the wire
	fragments  int
	text       UTF8
}

// Next reads the next frame's header from the beginning of b. n is its size, 2–14 bytes; 0 if it is incomplete. The error is for
// bytes that already break a rule, whatever follows.
func (r *Reader) Next(b []byte) (h Header, n int, err *Error) {
	if len(b) == 0 {
		return h, 0, nil
	}
	if err := r.first(b[0]); err != nil {
		return h, 0, err
	}
	if len(b) == 1 {
		return h, 0, nil
	}
	if err := r.second(Opcode(b[0]&0xF), b[1]); err != nil {
		return h, 0, err
	}
	h, n = ParseHeader(b)
	if n == 0 {
		return h, 0, nil
	}
	if n > h.Size() {
		return h, 0, ruleLengthShortest.brokenBy("a length of " + decimal(h.Length) + " written in " + strconv.Itoa(lengthSize(b[1])) + " bytes")
	}
	if h.Length < 0 {
		return h, 0, ruleLengthSign.brokenBy("a 64-bit length with its first bit set")
	}
	if !h.Opcode.Control() {
		if err := r.count(h); err != nil {
			return h, 0, err
		}
	}
	r.header, r.left = h, h.Length
	return h, n, nil
}

// first judges the first byte of a frame: FIN, RSV1–3, opcode.
func (r *Reader) first(b byte) *Error {
	opcode, rsv := Opcode(b&0xF), b>>4&7
	if rsv != 0 {
		if rsv&^RSV1 != 0 || !r.Deflate {
			return ruleReserved.brokenBy("RSV bits " + bits(rsv))
		}
		if opcode != Text && opcode != Binary && opcode.Known() {
			return ruleCompressed.brokenBy("RSV1 on a " + opcode.String() + " frame")
		}
	}
	switch {
	case !opcode.Known():
		return ruleOpcode.brokenBy("opcode " + strconv.Itoa(int(opcode)))
	case opcode.Control():
		if b&0x80 == 0 {
			return ruleControlFin.brokenBy("a " + opcode.String() + " frame without FIN")
		}
	case opcode == Continuation:
		if !r.open {
			return ruleContinuation.brokenBy("a continuation frame with no message begun")
		}
	case r.open:
		return ruleUnfinished.brokenBy("a " + opcode.String() + " frame inside an unfinished message")
	}
	return nil
}

// second judges the second byte: the mask bit and the short length.
func (r *Reader) second(opcode Opcode, b byte) *Error {
	masked, length := b&0x80 != 0, b&0x7F
	switch {
	case r.Masked && !masked:
		return ruleMasked.brokenBy("a frame from a client without mask")
	case !r.Masked && masked:
		return ruleUnmasked.brokenBy("a frame from a server with mask")
	case length > MaxControl && opcode.Control():
		return ruleControlLength.brokenBy("a " + opcode.String() + " frame with more than 125 bytes of payload")
	}
	return nil
}

// count adds a data frame to its message.
func (r *Reader) count(h Header) *Error {
	if h.Opcode != Continuation {
		r.kind, r.compressed = h.Opcode, h.RSV&RSV1 != 0
		r.size, r.fragments = 0, 0
		r.text.Reset()
	}
	r.fragments++
	if r.MaxFragments > 0 && r.fragments > r.MaxFragments {
		return ruleFragments.brokenBy("more than " + strconv.Itoa(r.MaxFragments) + " fragments")
	}
	limit := r.MaxMessage
	if r.compressed {
		limit += limit/8 + 64 // data that cannot be compressed grows a little
	}
	if r.MaxMessage > 0 && h.Length > limit-r.size {
		return tooBig(r.MaxMessage)
	}
	r.size += h.Length
	r.open = !h.Fin
	return nil
}

// Payload reads the next bytes of the current frame's payload, at most Left: it unmasks src into dst, and checks uncompressed text.
// dst is src, or has the same length and does not overlap. The error is for text that is not UTF-8.
func (r *Reader) Payload(dst, src []byte) *Error {
	text, ascii := r.kind == Text && !r.compressed && !r.header.Opcode.Control(), false
	if r.header.Masked {
		ascii = Mask(dst, src, r.header.Key, r.header.Length-r.left)
	} else if len(src) > 0 && &dst[0] != &src[0] {
		copy(dst, src)
	}
	if r.left -= int64(len(src)); !text {
		return nil
	}
	if !(ascii && r.text.Complete()) && !r.text.Write(dst[:len(src)]) || r.left == 0 && !r.open && !r.text.Complete() {
		return ruleText.brokenBy("text that is not UTF-8")
	}
	return nil
}

// Left returns the number of bytes of the current frame's payload that Payload has not read.
func (r *Reader) Left() int64 { return r.left }

// Open reports whether a message has begun and not ended.
func (r *Reader) Open() bool { return r.open }

// Message returns the kind of the current or last message, Text or Binary, and whether it is compressed.
func (r *Reader) Message() (kind Opcode, compressed bool) { return r.kind, r.compressed }

func tooBig(limit int64) *Error {
	return ruleTooBig.brokenBy("a message of more than " + decimal(limit) + " bytes")
}

// decimal writes a length as the unsigned number that it is on the wire (RFC 6455 §5.2).
func decimal(n int64) string { return strconv.FormatUint(uint64(n), 10) }

// bits returns RSV1, RSV2 and RSV3 as three digits.
func bits(rsv uint8) string {
	s := strconv.FormatUint(uint64(rsv|8), 2)
	return s[1:]
}

// lengthSize returns the size of the extended length after this second byte: 0, 2 or 8 bytes.
func lengthSize(second byte) int {
	switch second & 0x7F {
	case 126:
		return 2
	case 127:
		return 8
	}
	return 0
}
