package frame

import (
	"bytes"
	"compress/flate"
	"io"
	"sync"
)

// Flushed is the end of a compressor's flushed output; a message is sent without it (RFC 7692 §7.2.1).
// ended is an empty last block, which ends the stream for the decompressor.
const (
	Flushed = "\x00\x00\xff\xff"
	ended   = "\x01\x00\x00\xff\xff"
)

// Inflater decompresses the messages of one side (RFC 7692 §7.2.2). The zero value starts each message with an empty window of
// 15 bits.
type Inflater struct{ Window }

// Inflate decompresses the next message, checks that a Text message is UTF-8, and passes the result to visit in pieces, each valid
// until visit returns; visit may be nil. The error is for data that is not DEFLATE data (RFC 1951), text that is not UTF-8, and a result of
// more than limit bytes (0: no limit). Memory depends only on the window. After an error, the Inflater must not be used.
func (f *Inflater) Inflate(message []byte, kind Opcode, limit int64, visit func(piece []byte)) *Error {
	in := inflaters.Get().(*inflater)
	defer in.release()
	in.tail.Reset(Flushed + ended)
	in.data.Reset(message)
	if err := in.reader.(flate.Resetter).Reset(in, f.Kept()); err != nil {
		return ruleDeflate.brokenBy("compressed data that cannot be read")
	}
	var text UTF8
	// A restart after a last block costs as much as the window is long, so their number is limited by the length of the message.
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

// inflater reads a message, and then the bytes that its sender omitted.
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

// ReadByte lets the decompressor read exactly the bytes that it needs.
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
