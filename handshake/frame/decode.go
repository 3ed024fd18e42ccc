package frame

import (
	"encoding/hex"
	"strconv"
	"strings"

	"upgrade101/handshake/head"
)

// Frame is a frame with a name for each of its bytes.
type Frame struct {
	Header
	Span    head.Span // of the frame, in the bytes given to Decode
	Parts   []Part    // in the order of the wire
	Payload []byte    // unmasked; compressed where RSV1 is set
	Whole   bool      // it is complete
	Kind    Opcode    // of its message; of a control frame, its own opcode
	Status  Code      // of a Close frame: its code, NoStatus if it has none
	Reason  string    // of a Close frame
	Err     *Error    // the rule that it breaks; nil if none
}

// Part is a part of a frame with its meaning. FIN, RSV1–3 and the opcode share a byte, as do the mask bit and the short length:
// Bits distinguishes them.
type Part struct {
	Name  string
	Span  head.Span
	Bits  uint8  // which bits of a one-byte span; 0xFF for whole bytes
	Value string // bits as bits, numbers in decimal, other bytes in hex
	Why   string // what it means in this frame
	Cites []head.Citation
}

// Decode returns consecutive frames with their parts, judged by the rules of reader. After a frame that breaks a rule it goes on
// without judging, as long as frames have a known end. The last frame may be incomplete.
func Decode(raw []byte, reader Reader) []Frame {
	var frames []Frame
	judge := newJudge(reader)
	for at := 0; at < len(raw); {
		f := Explain(raw[at:])
		f.shift(at)
		if judge.err == nil {
			judge.next(raw[at:])
			f.Err = judge.err
		}
		f.Kind = f.Opcode
		if f.Opcode == Continuation {
			f.Kind, _ = judge.Message()
		}
		frames = append(frames, f)
		if f.Span.Len() == 0 || !f.Whole {
			break
		}
		at = f.Span.End
	}
	return frames
}

// Fault returns the first rule that consecutive frames break, judged by the rules of reader; nil if none. The last frame may be
// incomplete, and what follows a Close frame does not count (RFC 6455 §5.5.1).
func Fault(raw []byte, reader Reader) *Error {
	judge := newJudge(reader)
	for len(raw) > 0 {
		n, whole := judge.next(raw)
		if judge.err != nil || !whole || judge.header.Opcode == Close {
			break
		}
		raw = raw[n:]
	}
	return judge.err
}

// judge applies the rules to one frame after another.
type judge struct {
	Reader
	in      Inflater
	message []byte // the payloads so far of a compressed message
	err     *Error // the first
}

func newJudge(r Reader) *judge { return &judge{Reader: r, in: Inflater{r.Window}} }

// next judges the frame at the beginning of raw, of which n bytes are available.
func (j *judge) next(raw []byte) (n int, whole bool) {
	var h Header
	if h, n, j.err = j.Next(raw); j.err != nil || n == 0 {
		return len(raw), false
	}
	payload := make([]byte, min(h.Length, int64(len(raw)-n)))
	whole = int64(len(payload)) == h.Length
	if j.err = j.Payload(payload, raw[n:n+len(payload)]); j.err == nil && whole {
		j.err = j.content(h, payload)
	}
	return n + len(payload), whole
}

// content judges the payload of a whole frame, but for text as it crosses the wire.
func (j *judge) content(h Header, payload []byte) *Error {
	switch kind, compressed := j.Message(); {
	case h.Opcode == Close:
		_, _, err := ParseClose(payload)
		return err
	case h.Opcode.Control() || !compressed:
		return nil
	default:
		if j.message = append(j.message, payload...); j.Open() {
			return nil
		}
		err := j.in.Inflate(j.message, kind, j.MaxMessage, nil)
		j.message = nil
		return err
	}
}

// Explain returns the frame at the beginning of raw with its parts, without judging it.
func Explain(raw []byte) Frame {
	var f Frame
	if len(raw) == 0 {
		return f
	}
	f.first(raw[0])
	if len(raw) == 1 {
		f.Span.End = 1
		return f
	}
	h, n := ParseHeader(raw)
	f.second(raw[1])
	if n == 0 {
		f.rest(raw, 2, "cut off", "The rest of the header is not there.")
		return f
	}
	f.Header = h
	at := 2
	if size := lengthSize(raw[1]); size > 0 {
		f.part("Extended payload length", at, at+size, 0xFF, decimal(h.Length), lengthWhy(h, size), head.Cite("6455:5.2"))
		at += size
	}
	if h.Masked {
		f.part("Masking key", at, at+4, 0xFF, hex.EncodeToString(h.Key[:]),
			"Byte i of the payload is XORed with byte i mod 4 of this key, which is new for every frame.", head.Cite("6455:5.3"))
	}
	if h.Length < 0 {
		f.Span.End = n
		return f
	}
	end := n + int(min(h.Length, int64(len(raw)-n)))
	f.Span.End, f.Whole = end, int64(end-n) == h.Length
	f.payload(raw[n:end], n)
	return f
}

func (f *Frame) first(b byte) {
	f.Fin, f.RSV, f.Opcode = b&0x80 != 0, b>>4&7, Opcode(b&0xF)
	why := "More frames of this message follow."
	if f.Fin {
		why = "This is the last frame of its message."
	}
	f.part("FIN", 0, 1, 0x80, bit(f.Fin), why, head.Cite("6455:5.2", "6455:5.4"))
	why = "Not in use."
	switch {
	case f.RSV&RSV1 == 0:
	case f.Opcode == Text || f.Opcode == Binary:
		why = "With permessage-deflate: this message is compressed."
	default:
		why = "With permessage-deflate, only the first frame of a message may set it."
	}
	f.part("RSV1", 0, 1, 0x40, bit(f.RSV&RSV1 != 0), why, head.Cite("6455:5.2", "7692:6"))
	f.part("RSV2", 0, 1, 0x20, bit(f.RSV&RSV2 != 0), "Kept for extensions.", head.Cite("6455:5.2"))
	f.part("RSV3", 0, 1, 0x10, bit(f.RSV&RSV3 != 0), "Kept for extensions.", head.Cite("6455:5.2"))
	f.part("Opcode", 0, 1, 0x0F, strconv.Itoa(int(f.Opcode)), opcodeWhy(f.Opcode), head.Cite("6455:5.2", "6455:11.8"))
}

func (f *Frame) second(b byte) {
	f.Masked, f.Length = b&0x80 != 0, int64(b&0x7F)
	why := "The payload is as it is. Frames from a server are not masked; frames from a client are."
	if f.Masked {
		why = "The payload is masked: a client masks every frame, a server none."
	}
	f.part("MASK", 1, 2, 0x80, bit(f.Masked), why, head.Cite("6455:5.1", "6455:5.3"))
	switch f.Length {
	case 126:
		why = "126 says: the length is in the next 2 bytes."
	case 127:
		why = "127 says: the length is in the next 8 bytes."
	default:
		why = "So many bytes of payload follow the header."
	}
	f.part("Payload length", 1, 2, 0x7F, decimal(f.Length), why, head.Cite("6455:5.2"))
}

func (f *Frame) payload(wire []byte, at int) {
	f.Payload = append([]byte{}, wire...)
	if f.Masked {
		Mask(f.Payload, f.Payload, f.Key, 0)
	}
	if f.Opcode == Close {
		f.Status = NoStatus
	}
	switch {
	case len(wire) == 0:
		return
	case f.Opcode == Close:
		f.closing(at)
		return
	}
	why := "Application data."
	switch {
	case f.Opcode.Control():
		why = "A word of the sender's choice; a pong repeats that of its ping."
	case f.RSV&RSV1 != 0:
		why = "Application data, compressed."
	}
	f.part("Payload data", at, at+len(wire), 0xFF, excerpt(f.Payload), why, head.Cite("6455:5.2"))
}

// closing adds the two parts of a Close frame's payload.
func (f *Frame) closing(at int) {
	if len(f.Payload) == 1 {
		f.part("Close code", at, at+1, 0xFF, excerpt(f.Payload), "Half a code.", head.Cite("6455:5.5.1"))
		return
	}
	f.Status, f.Reason = Code(f.Payload[0])<<8|Code(f.Payload[1]), strings.ToValidUTF8(string(f.Payload[2:]), "\uFFFD")
	f.part("Close code", at, at+2, 0xFF, f.Status.String(), f.Status.Meaning().Name+": "+f.Status.Meaning().Means, head.Cite("6455:5.5.1", "6455:7.4"))
	if len(f.Payload) > 2 {
		f.part("Close reason", at+2, at+len(f.Payload), 0xFF, excerpt(f.Payload[2:]), "In words, for a log.", head.Cite("6455:5.5.1", "6455:7.1.6"))
	}
}

func (f *Frame) part(name string, start, end int, bits uint8, value, why string, cites []head.Citation) {
	f.Parts = append(f.Parts, Part{name, head.Span{Start: start, End: end}, bits, value, why, cites})
}

// rest returns the available bytes of a truncated part.
func (f *Frame) rest(raw []byte, at int, value, why string) {
	f.Span.End = len(raw)
	if at < len(raw) {
		f.part("Header", at, len(raw), 0xFF, value, why, head.Cite("6455:5.2"))
	}
}

// shift moves the spans of a frame to its place in the bytes given to Decode.
func (f *Frame) shift(by int) {
	f.Span.Start, f.Span.End = f.Span.Start+by, f.Span.End+by
	for i := range f.Parts {
		s := &f.Parts[i].Span
		s.Start, s.End = s.Start+by, s.End+by
	}
}

func bit(set bool) string {
	if set {
		return "1"
	}
	return "0"
}

func opcodeWhy(o Opcode) string {
	switch o {
	case Continuation:
		return "Continuation: goes on with the message that was begun."
	case Text:
		return "Text: a message in UTF-8 begins."
	case Binary:
		return "Binary: a message of any bytes begins."
	case Close:
		return "Close: the sender sends no more after this; the other side answers with Close."
	case Ping:
		return "Ping: are you there? The answer is a pong with the same payload."
	case Pong:
		return "Pong: I am here, with the payload of the ping it answers."
	}
	return "Reserved: no meaning was given to it."
}

func lengthWhy(h Header, size int) string {
	switch {
	case h.Length < 0:
		return "The first bit has to be 0: a length has 63 bits."
	case h.Length <= 125 || size == 8 && h.Length <= 0xFFFF:
		return "So many bytes of payload follow, but a shorter form would have held it."
	}
	return "So many bytes of payload follow the header."
}

// excerpt returns the beginning of bytes, as text if they are text, else in hex.
func excerpt(b []byte) string {
	const limit = 64
	cut := ""
	if len(b) > limit {
		b, cut = b[:limit-incomplete(b[:limit])], "…"
	}
	if printable(string(b)) {
		return `"` + string(b) + `"` + cut
	}
	return hex.EncodeToString(b) + cut
}

func printable(s string) bool {
	for _, r := range s {
		if !strconv.IsPrint(r) || r == '\uFFFD' {
			return false
		}
	}
	return true
}
