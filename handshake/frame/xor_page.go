//go:build js

package frame

import "encoding/binary"

// xor is that of crypto/subtle, which the page is built without (see package digest). Lengths are multiples of eight.
func xor(dst, src, pattern []byte) {
	for i := 0; i < len(src); i += 8 {
		binary.LittleEndian.PutUint64(dst[i:], binary.LittleEndian.Uint64(src[i:])^binary.LittleEndian.Uint64(pattern[i:]))
	}
}
