package frame

import "encoding/binary"

// Mask masks src into dst, or unmasks it, which is the same (RFC 6455 §5.3): octet i of a payload is
// XORed with octet i mod 4 of the key. src begins at octet pos of its payload. dst is src itself, or as
// long and apart from it.
func Mask(dst, src []byte, key [4]byte, pos int64) {
	if key == [4]byte{} && len(src) > 0 && &dst[0] == &src[0] {
		return
	}
	word := keyWord(key, pos)
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

// maskASCII does what Mask does, and reports whether dst is ASCII then: one pass over a text costs less than two.
func maskASCII(dst, src []byte, key [4]byte, pos int64) bool {
	word, seen := keyWord(key, pos), uint64(0)
	for len(src) >= 32 && len(dst) >= 32 {
		s, d := (*[32]byte)(src), (*[32]byte)(dst)
		w0 := binary.LittleEndian.Uint64(s[0:8]) ^ word
		w1 := binary.LittleEndian.Uint64(s[8:16]) ^ word
		w2 := binary.LittleEndian.Uint64(s[16:24]) ^ word
		w3 := binary.LittleEndian.Uint64(s[24:32]) ^ word
		seen |= w0 | w1 | w2 | w3
		binary.LittleEndian.PutUint64(d[0:8], w0)
		binary.LittleEndian.PutUint64(d[8:16], w1)
		binary.LittleEndian.PutUint64(d[16:24], w2)
		binary.LittleEndian.PutUint64(d[24:32], w3)
		dst, src = dst[32:], src[32:]
	}
	for len(src) >= 8 {
		w := binary.LittleEndian.Uint64(src) ^ word
		seen |= w
		binary.LittleEndian.PutUint64(dst, w)
		dst, src = dst[8:], src[8:]
	}
	for i, c := range src {
		c ^= byte(word >> (8 * i))
		seen |= uint64(c)
		dst[i] = c
	}
	return seen&0x8080808080808080 == 0
}

// keyWord is the key as eight octets from octet pos of the payload on.
func keyWord(key [4]byte, pos int64) uint64 {
	word := uint64(binary.LittleEndian.Uint32(key[:]))
	word |= word << 32
	turn := 8 * uint(pos&3)
	return word>>turn | word<<(64-turn)
}
