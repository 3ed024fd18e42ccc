package frame

import (
	"bytes"
	"compress/flate"
	"io"
	"sync"
)

// Flushed is the end of what a compressor flushes; a message is sent without it (RFC 7692 §7.2.1).
// ended is an empty last block: with it after a message, the decompressor knows that it has all.
const (
	Flushed = "\x00\x00\xff\xff"
	ended   = "\x01\x00\x00\xff\xff"
)

// Inflater decompresses what one side sends, message by message (RFC 7692 §7.2.2). The zero value starts each with an
// empty window.
type Inflater struct{ Window }

// Inflate decompresses the next message, checks its text if it is one, and hands over what it holds piece by piece;
// a piece is good until visit returns, and visit may be nil. It fails when the data is no DEFLATE data, or when it comes
// to more than limit bytes (0: no bound). Memory depends on the window alone. After an error the Inflater has no further use.
func (f *Inflater) Inflate(message []byte, kind Opcode, limit int64, visit func(piece []byte)) *Error {
	in := inflaters.Get().(*inflater)
	defer in.release()
	in.tail.Reset(Flushed + ended)
	in.data.Reset(message)
	if err := in.reader.(flate.Resetter).Reset(in, f.Kept()); err != nil {
		return ruleDeflate.brokenBy("compressed data that cannot be read")
	}
	var text UTF8
	// To begin again after a last block costs as much as the window is long, so the message's length bounds how often.
	restarts := 16 + len(message)>>10
	for size := int64(0); ; {
		n, err := in.reader.Read(in.piece[:])
		if size += int64(n); limit > 0 && size > limit {
			return tooBig(limit)
		}
		if piece := in.piece[:n]; n > 0 {
			if kind == Text && !text.Write(piece) {
				return ruleText.brokenBy("text that is not UTF-8")
			}
			f.Keep(piece)
			if visit != nil {
				visit(piece)
			}
		}
		switch {
		case err == nil:
		case err != io.EOF:
			return ruleDeflate.brokenBy("compressed data that cannot be read")
		case in.data.Len() > 0:
			// A block marked as the last one ends a DEFLATE stream, not the message (RFC 7692 §7.2.3.4).
			if restarts--; restarts < 0 {
				return ruleDeflate.brokenBy("more blocks marked as the last one than its length allows")
			}
			_ = in.reader.(flate.Resetter).Reset(in, f.Kept())
		case !text.Complete():
			return ruleText.brokenBy("text that is not UTF-8")
		default:
			return nil
		}
	}
}

// Inflated decompresses a message that starts with an empty window into memory.
func Inflated(message []byte, limit int64) (data []byte, err *Error) {
	var in Inflater
	err = in.Inflate(message, Binary, limit, func(piece []byte) { data = append(data, piece...) })
	return data, err
}

// inflater reads a message, then the bytes that its sender left out.
type inflater struct {
	data   bytes.Reader
	tail   tail
	reader io.ReadCloser
	piece  [4096]byte
}

var inflaters = sync.Pool{New: func() any {
	in := &inflater{}
	in.reader = flate.NewReader(in)
	return in
}}

func (in *inflater) release() {
	in.data.Reset(nil)
	inflaters.Put(in)
}

// ReadByte makes the decompressor take exactly the bytes it needs.
func (in *inflater) ReadByte() (byte, error) {
	if in.data.Len() > 0 {
		return in.data.ReadByte()
	}
	return in.tail.ReadByte()
}

func (in *inflater) Read(p []byte) (int, error) {
	if in.data.Len() > 0 {
		return in.data.Read(p)
	}
	return in.tail.Read(p)
}

// tail is what is read after a message.
type tail struct{ rest string }

func (t *tail) Reset(s string) { t.rest = s }

func (t *tail) ReadByte() (byte, error) {
	if t.rest == "" {
		return 0, io.EOF
	}
	c := t.rest[0]
	t.rest = t.rest[1:]
	return c, nil
}

func (t *tail) Read(p []byte) (int, error) {
	if t.rest == "" {
		return 0, io.EOF
	}
	n := copy(p, t.rest)
	t.rest = t.rest[n:]
	return n, nil
}
