// Package digest has the three hash functions of a handshake and of mistakes with it. They protect no secret here. The page has
// its own implementations (small.go): crypto/sha1, crypto/sha256 and crypto/md5 depend on AES, SHA-3 and a random generator with
// self-tests, which the linker cannot remove, a fiftieth of the download. Elsewhere it uses the standard library (std.go).
package digest

// Sizes of the digests, and of the block that all three work on, in bytes.
const (
	SizeSHA1   = 20
	SizeSHA256 = 32
	SizeMD5    = 16
	BlockSize  = 64
)
