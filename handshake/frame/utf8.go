package frame

import "unicode/utf8"

// UTF8 checks text that arrives in pieces, cut anywhere. It fails at the first byte that cannot belong to valid UTF-8 (RFC
// 3629). The zero value is ready to use.
type UTF8 struct {
	begun [4]byte // the bytes of an incomplete sequence
	n     int
}

// Write checks the next piece, and reports whether the text so far can be the beginning of valid UTF-8. After false, only Reset may
// be called.
func (u *UTF8) Write(p []byte) bool {
	for u.n > 0 && len(p) > 0 {
		u.begun[u.n] = p[0]
		u.n++
		p = p[1:]
		if utf8.FullRune(u.begun[:u.n]) {
			if !utf8.Valid(u.begun[:u.n]) {
				return false
			}
			u.n = 0
		}
	}
	tail := incomplete(p)
	if !utf8.Valid(p[:len(p)-tail]) {
		return false
	}
	if tail > 0 {
		u.n = copy(u.begun[:], p[len(p)-tail:])
	}
	return true
}

// Complete reports whether the last sequence is complete.
func (u *UTF8) Complete() bool { return u.n == 0 }

// Reset starts a new text.
func (u *UTF8) Reset() { u.n = 0 }

// incomplete returns the number of bytes at the end of p, 0–3, that begin a sequence which can still become valid. (utf8.FullRune
// reports true for a beginning that no byte can complete.)
func incomplete(p []byte) int {
	for n := 1; n <= 3 && n <= len(p); n++ {
		if c := p[len(p)-n]; c < 0x80 {
			return 0
		} else if c >= 0xC0 {
			if utf8.FullRune(p[len(p)-n:]) {
				return 0
			}
			return n
		}
	}
	return 0
}
