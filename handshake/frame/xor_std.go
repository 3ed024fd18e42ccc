//go:build !js

package frame

import "crypto/subtle"

func xor(dst, src, pattern []byte) { subtle.XORBytes(dst, src, pattern) }
