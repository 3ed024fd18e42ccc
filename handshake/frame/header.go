package frame

import "encoding/binary"

// Opcode is the kind of a payload (RFC 6455 §5.2, §11.8).
type Opcode uint8

const (
	Continuation Opcode = 0x0
	Text         Opcode = 0x1
	Binary       Opcode = 0x2
	Close        Opcode = 0x8
	Ping         Opcode = 0x9
	Pong         Opcode = 0xA
)

// Control reports whether the opcode is one of a control frame, known or reserved (RFC 6455 §5.5).
func (o Opcode) Control() bool { return o&0x8 != 0 }

// Known reports whether RFC 6455 defines the opcode.
func (o Opcode) Known() bool { return o <= Binary || Close <= o && o <= Pong }

// String is the opcode's name in RFC 6455 §11.8, "reserved" for the others.
func (o Opcode) String() string {
	switch o {
	case Continuation:
		return "continuation"
	case Text:
		return "text"
	case Binary:
		return "binary"
	case Close:
		return "close"
	case Ping:
		return "ping"
	case Pong:
		return "pong"
	}
	return "reserved"
}

// The reserved bits, as Header.RSV holds them.
const (
	RSV1 = 0x4 // RFC 7692 §6: this message is compressed
	RSV2 = 0x2
	RSV3 = 0x1
)

// Bounds of a frame (RFC 6455 §5.2, §5.5).
const (
	MaxHeader  = 14  // bytes before the payload: 2, length 8, masking key 4
	MaxControl = 125 // bytes of payload in a control frame
)

// Header is what precedes a payload.
type Header struct {
	Fin    bool
	RSV    uint8 // RSV1, RSV2, RSV3 as bits 4, 2, 1
	Opcode Opcode
	Masked bool
	Key    [4]byte // when Masked
	Length int64   // bytes of payload; negative when the wire's 64-bit number has its first bit set
}

//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-------+-+-------------+-------------------------------+
//	|F|R|R|R| opcode|M| Payload len |    Extended payload length    |
//	|I|S|S|S|  (4)  |A|     (7)     |             (16/64)           |
//	|N|V|V|V|       |S|             |   (if payload len==126/127)   |
//	| |1|2|3|       |K|             |                               |      (RFC 6455 §5.2)

// ParseHeader reads a header from the beginning of b and returns its size, 2–14 bytes; 0 if it is incomplete. It does not judge
// the header.
func ParseHeader(b []byte) (h Header, n int) {
	if len(b) < 2 {
		return h, 0
	}
	h.Fin = b[0]&0x80 != 0
	h.RSV = b[0] >> 4 & 7
	h.Opcode = Opcode(b[0] & 0xF)
	h.Masked = b[1]&0x80 != 0
	h.Length = int64(b[1] & 0x7F)
	n = headerSize(b[1])
	if len(b) < n {
		return Header{}, 0
	}
	switch h.Length {
	case 126:
		h.Length = int64(binary.BigEndian.Uint16(b[2:]))
	case 127:
		h.Length = int64(binary.BigEndian.Uint64(b[2:]))
	}
	if h.Masked {
		h.Key = [4]byte(b[n-4 : n])
	}
	return h, n
}

// headerSize is the size of a header whose second byte is this one.
func headerSize(second byte) int {
	n := 2
	switch second & 0x7F {
	case 126:
		n += 2
	case 127:
		n += 8
	}
	if second&0x80 != 0 {
		n += 4
	}
	return n
}

// Size is the number of bytes that the header takes when its length is written in the shortest form.
func (h *Header) Size() int {
	n := 2
	switch {
	case h.Length < 0 || h.Length > 0xFFFF:
		n += 8
	case h.Length > 125:
		n += 2
	}
	if h.Masked {
		n += 4
	}
	return n
}

// Append appends the header to b, with its length in the shortest form.
func (h *Header) Append(b []byte) []byte {
	first := h.RSV<<4 | byte(h.Opcode)
	if h.Fin {
		first |= 0x80
	}
	var mask byte
	if h.Masked {
		mask = 0x80
	}
	switch {
	case h.Length < 0 || h.Length > 0xFFFF:
		b = append(b, first, mask|127)
		b = binary.BigEndian.AppendUint64(b, uint64(h.Length))
	case h.Length > 125:
		b = append(b, first, mask|126, byte(h.Length>>8), byte(h.Length))
	default:
		b = append(b, first, mask|byte(h.Length))
	}
	if h.Masked {
		b = append(b, h.Key[:]...)
	}
	return b
}

// Append appends a frame to b: this header with the length of the payload, and the payload, masked if h.Masked.
func Append(b []byte, h Header, payload []byte) []byte {
	h.Length = int64(len(payload))
	b = h.Append(b)
	at := len(b)
	b = append(b, payload...)
	if h.Masked {
		Mask(b[at:], b[at:], h.Key, 0)
	}
	return b
}
