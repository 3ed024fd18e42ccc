package frame

import "encoding/binary"

// Mask masks or unmasks src into dst, which is the same operation (RFC 6455 §5.3): octet i of a payload is XORed with octet i
// mod 4 of the key. src begins at octet pos of its payload. dst is src, or has the same length and does not overlap. It reports whether
// dst is ASCII, which saves a second pass over text.
func Mask(dst, src []byte, key [4]byte, pos int64) (ascii bool) {
	word := keyWord(key, pos)
	var seen0, seen1, seen2, seen3 uint64
	dst = dst[:len(src)]
	i := 0
	for ; i+64 <= len(src) && i+64 <= len(dst); i += 64 {
		s, d := (*[64]byte)(src[i:i+64]), (*[64]byte)(dst[i:i+64])
		w0 := binary.LittleEndian.Uint64(s[0:8]) ^ word
		w1 := binary.LittleEndian.Uint64(s[8:16]) ^ word
		w2 := binary.LittleEndian.Uint64(s[16:24]) ^ word
		w3 := binary.LittleEndian.Uint64(s[24:32]) ^ word
		binary.LittleEndian.PutUint64(d[0:8], w0)
		binary.LittleEndian.PutUint64(d[8:16], w1)
		binary.LittleEndian.PutUint64(d[16:24], w2)
		binary.LittleEndian.PutUint64(d[24:32], w3)
		seen0 |= w0
		seen1 |= w1
		seen2 |= w2
		seen3 |= w3
		w0 = binary.LittleEndian.Uint64(s[32:40]) ^ word
		w1 = binary.LittleEndian.Uint64(s[40:48]) ^ word
		w2 = binary.LittleEndian.Uint64(s[48:56]) ^ word
		w3 = binary.LittleEndian.Uint64(s[56:64]) ^ word
		binary.LittleEndian.PutUint64(d[32:40], w0)
		binary.LittleEndian.PutUint64(d[40:48], w1)
		binary.LittleEndian.PutUint64(d[48:56], w2)
		binary.LittleEndian.PutUint64(d[56:64], w3)
		seen0 |= w0
		seen1 |= w1
		seen2 |= w2
		seen3 |= w3
	}
	for ; i+8 <= len(src) && i+8 <= len(dst); i += 8 {
		w := binary.LittleEndian.Uint64(src[i:i+8]) ^ word
		binary.LittleEndian.PutUint64(dst[i:i+8], w)
		seen0 |= w
	}
	for turn := 0; i < len(src); i, turn = i+1, turn+8 {
		c := src[i] ^ byte(word>>turn)
		seen0 |= uint64(c)
		dst[i] = c
	}
	return (seen0|seen1|seen2|seen3)&0x8080808080808080 == 0
}

// keyWord is the key as eight octets from octet pos of the payload on.
func keyWord(key [4]byte, pos int64) uint64 {
	word := uint64(binary.LittleEndian.Uint32(key[:]))
	word |= word << 32
	turn := 8 * uint(pos&3)
	return word>>turn | word<<(64-turn)
}
