//go:build js

package digest

func SHA1(data []byte) [SizeSHA1]byte     { return smallSHA1(data) }
func SHA256(data []byte) [SizeSHA256]byte { return smallSHA256(data) }
func MD5(data []byte) [SizeMD5]byte       { return smallMD5(data) }
