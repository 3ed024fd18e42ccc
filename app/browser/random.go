package browser

import (
	"crypto/rand"
	"encoding/base64"
)

// NewKey is a nonce as RFC 6455 §4.1 asks for: 16 random bytes in base64.
func NewKey() string {
	var random [16]byte
	rand.Read(random[:])
	return base64.StdEncoding.EncodeToString(random[:])
}
