// Package digest is the three hashes that a handshake and the mistakes in it are made of. None of them keeps a secret
// here. In the page they are written out (small.go): crypto/sha1, crypto/sha256 and crypto/md5 bring AES, SHA-3 and a
// random generator along with the tests that those run at start, which the linker cannot drop, a fiftieth of the
// download. Everywhere else they are the standard library's (std.go).
package digest

// Sizes of the digests, and of the block that all three work on, in bytes.
const (
	SizeSHA1   = 20
	SizeSHA256 = 32
	SizeMD5    = 16
	BlockSize  = 64
)
