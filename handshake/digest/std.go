//go:build !js

package digest

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
)

func SHA1(data []byte) [SizeSHA1]byte     { return sha1.Sum(data) }
func SHA256(data []byte) [SizeSHA256]byte { return sha256.Sum256(data) }
func MD5(data []byte) [SizeMD5]byte       { return md5.Sum(data) }
