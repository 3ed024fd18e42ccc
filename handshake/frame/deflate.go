package frame

import (
	"bytes"
	"compress/flate"
	"io"
	"sync"
)

// flushed is the end of what a compressor flushes; a message is sent without it (RFC 7692 §7.2.1).
// ended is an empty last block: with it behind a message, the decompressor knows that it has all.
const (
	flushed = "\x00\x00\xff\xff"
	ended   = "\x01\x00\x00\xff\xff"
)

// Deflate compresses a message and writes it behind dst (RFC 7692 §7.2.1), starting with an empty window.
func Deflate(dst, message []byte) []byte {
	if len(message) == 0 {
		return append(dst, 0) // an empty block (RFC 7692 §7.2.3.6)
	}
	out := bytes.NewBuffer(dst)
	w := deflaters.Get().(*flate.Writer)
	w.Reset(out)
	_, _ = w.Write(message) // a bytes.Buffer takes everything
	_ = w.Flush()
	w.Reset(nil)
	deflaters.Put(w)
	return bytes.TrimSuffix(out.Bytes(), []byte(flushed))
}

var deflaters = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.DefaultCompression)
	if err != nil {
		panic(err) // only a level that does not exist
	}
	return w
}}

// Inflate decompresses a message (RFC 7692 §7.2.2) that starts with an empty window, and hands over what
// it holds piece by piece; a piece is good until visit returns. It fails when the data is no DEFLATE data,
// when it comes to more than most bytes (0: no bound), or when visit fails. Memory does not depend on the message.
func Inflate(message []byte, limit int64, visit func(piece []byte) *Error) *Error {
	in := inflaters.Get().(*inflater)
	defer in.release()
	in.tail.Reset(flushed + ended)
	in.data.Reset(message)
	if err := in.reader.(flate.Resetter).Reset(in, nil); err != nil {
		return ruleDeflate.brokenBy("compressed data that cannot be read")
	}
	for size := int64(0); ; {
		n, err := in.reader.Read(in.piece[:])
		if size += int64(n); limit > 0 && size > limit {
			return tooBig(limit)
		}
		if n > 0 {
			if err := visit(in.piece[:n]); err != nil {
				return err
			}
		}
		switch {
		case err == nil:
		case err != io.EOF:
			return ruleDeflate.brokenBy("compressed data that cannot be read")
		case in.data.Len() == 0:
			return nil
		default:
			// A block marked as the last one ends a DEFLATE stream, not the message (RFC 7692 §7.2.3.4).
			_ = in.reader.(flate.Resetter).Reset(in, nil)
		}
	}
}

// Inflated decompresses a message into memory.
func Inflated(message []byte, limit int64) (data []byte, err *Error) {
	err = Inflate(message, limit, func(piece []byte) *Error {
		data = append(data, piece...)
		return nil
	})
	return data, err
}

// CheckDeflated inflates a message and checks it: its size, and its text when it is one.
func CheckDeflated(message []byte, kind Opcode, limit int64) *Error {
	if kind != Text {
		return Inflate(message, limit, func([]byte) *Error { return nil })
	}
	var text UTF8
	err := Inflate(message, limit, func(piece []byte) *Error {
		if !text.Write(piece) {
			return ruleText.brokenBy("text that is not UTF-8")
		}
		return nil
	})
	if err == nil && !text.Complete() {
		return ruleText.brokenBy("text that is not UTF-8")
	}
	return err
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

// tail is what is read behind a message.
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
