package live

import (
	"sync"

	"upgrade101/handshake/frame"
)

// Buffers come from pools of a few sizes and are returned when empty: an idle session holds only its small one.
const (
	smallBuffer  = 2 << 10 // every session's own
	middleBuffer = 4 << 10
	bigBuffer    = 16 << 10            // for sessions that receive more at once
	fullBuffer   = 64<<10 + 2*headroom // for a message of the default size
	headroom     = frame.MaxHeader     // left free before a message for the header it is sent with, see readPayload
)

var smallBuffers, middleBuffers, bigBuffers, fullBuffers sync.Pool

// getBuffer returns a buffer of at least n bytes.
func getBuffer(n int) []byte {
	switch {
	case n <= smallBuffer:
		if b, ok := smallBuffers.Get().(*[smallBuffer]byte); ok {
			return b[:]
		}
		return make([]byte, smallBuffer)
	case n <= middleBuffer:
		if b, ok := middleBuffers.Get().(*[middleBuffer]byte); ok {
			return b[:]
		}
		return make([]byte, middleBuffer)
	case n <= bigBuffer:
		if b, ok := bigBuffers.Get().(*[bigBuffer]byte); ok {
			return b[:]
		}
		return make([]byte, bigBuffer)
	case n <= fullBuffer:
		if b, ok := fullBuffers.Get().(*[fullBuffer]byte); ok {
			return b[:]
		}
		return make([]byte, fullBuffer)
	}
	return make([]byte, n)
}

// putBuffer returns a buffer to its pool; it must not be used afterwards.
func putBuffer(b []byte) {
	switch b = b[:cap(b)]; len(b) {
	case smallBuffer:
		smallBuffers.Put((*[smallBuffer]byte)(b))
	case middleBuffer:
		middleBuffers.Put((*[middleBuffer]byte)(b))
	case bigBuffer:
		bigBuffers.Put((*[bigBuffer]byte)(b))
	case fullBuffer:
		fullBuffers.Put((*[fullBuffer]byte)(b))
	}
}

// grow makes room for at least n more bytes after b, if necessary by copying b to a larger buffer.
func grow(b []byte, n int) []byte {
	if cap(b)-len(b) >= n {
		return b
	}
	larger := getBuffer(max(len(b)+n, 2*len(b)))[:len(b)]
	copy(larger, b)
	drop(&b)
	return larger
}

// drop returns a buffer to its pool and sets the variable to nil.
func drop(b *[]byte) {
	if cap(*b) > 0 {
		putBuffer(*b)
	}
	*b = nil
}
