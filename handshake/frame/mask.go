package frame

import "encoding/binary"

// Mask masks src into dst, or unmasks it, which is the same (RFC 6455 §5.3): octet i of a payload is
// XORed with octet i mod 4 of the key. src begins at octet pos of its payload. dst is src itself, or as
// long and apart from it.
func Mask(dst, src []byte, key [4]byte, pos int64) {
	if key == [4]byte{} && len(src) > 0 && &dst[0] == &src[0] {
		return
	}
	word := uint64(binary.LittleEndian.Uint32(key[:]))
	word |= word << 32
	turn := 8 * uint(pos&3)
	word = word>>turn | word<<(64-turn)

	if len(src) >= 1024 { // from here on filling a pattern is cheaper than going word by word
		var pattern [512]byte
		for i := 0; i < len(pattern); i += 8 {
			binary.LittleEndian.PutUint64(pattern[i:], word)
		}
		for len(src) >= len(pattern) {
			xor(dst, src[:len(pattern)], pattern[:])
			dst, src = dst[len(pattern):], src[len(pattern):]
		}
	}
	for len(src) >= 8 {
		binary.LittleEndian.PutUint64(dst, binary.LittleEndian.Uint64(src)^word)
		dst, src = dst[8:], src[8:]
	}
	for i, c := range src {
		dst[i] = c ^ byte(word>>(8*i))
	}
}
