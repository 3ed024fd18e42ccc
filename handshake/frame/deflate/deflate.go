// Package deflate compresses messages (RFC 7692 §7.2.1). It is separate from frame, so that the page's program, which only
// decompresses, does not contain a compressor.
package deflate

import (
	"bytes"
	"sync"

	"github.com/klauspost/compress/flate" // the compressor of the standard library has a fixed window of 15 bits

	"upgrade101/handshake/frame"
)

// Deflater compresses the messages of one side. The zero value starts each message with an empty window of 15 bits.
type Deflater struct{ frame.Window }

// Deflate compresses the next message and appends it to dst.
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
	_, _ = w.Write(message) // a bytes.Buffer returns no error
	_ = w.Flush()
	w.ResetDict(nil, nil)
	pool.Put(w)
	d.Keep(message)
	return bytes.TrimSuffix(out.Bytes(), []byte(frame.Flushed))
}

// writers are pools of compressors, by the size of their window in units of 256 bytes.
var writers [1<<7 + 1]sync.Pool

func newWriter(window int) *flate.Writer {
	w, err := flate.NewWriterWindow(nil, window)
	if window == flate.MaxCustomWindowSize {
		w, err = flate.NewWriter(nil, 7) // the lowest level that finds matches in short messages
	}
	if err != nil {
		panic(err) // only for an invalid window or level
	}
	return w
}
