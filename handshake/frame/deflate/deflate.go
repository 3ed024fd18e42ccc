// Package deflate compresses messages (RFC 7692 §7.2.1). It is apart from frame, so that a program that only reads
// frames, as the page does, carries no compressor.
package deflate

import (
	"bytes"
	"sync"

	"github.com/klauspost/compress/flate" // the standard library's compressor has one window, of 15 bits

	"upgrade101/handshake/frame"
)

// Deflater compresses what one side sends, message by message. The zero value starts each with an empty window of
// 15 bits.
type Deflater struct{ frame.Window }

// Deflate compresses the next message and writes it behind dst.
func (d *Deflater) Deflate(dst, message []byte) []byte {
	if len(message) == 0 {
		return append(dst, 0) // an empty block (RFC 7692 §7.2.3.6)
	}
	out := bytes.NewBuffer(dst)
	pool := &writers[d.Size()>>8]
	w, ok := pool.Get().(*flate.Writer)
	if !ok {
		w = newWriter(d.Size())
	}
	w.ResetDict(out, d.Kept())
	_, _ = w.Write(message) // a bytes.Buffer takes everything
	_ = w.Flush()
	w.ResetDict(nil, nil)
	pool.Put(w)
	d.Keep(message)
	return bytes.TrimSuffix(out.Bytes(), []byte(frame.Flushed))
}

// writers are free compressors, by the size of their window in units of 256 bytes.
var writers [1<<7 + 1]sync.Pool

func newWriter(window int) *flate.Writer {
	w, err := flate.NewWriterWindow(nil, window)
	if window == flate.MaxCustomWindowSize {
		w, err = flate.NewWriter(nil, 7) // the first level that looks for matches in short messages, too
	}
	if err != nil {
		panic(err) // only a window or a level that does not exist
	}
	return w
}
