package digest

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"testing"
)

// The hashes of the page are those of the standard library, for every length around the ends of four blocks.
func TestSmall(t *testing.T) {
	data := bytes.Repeat([]byte("The quick brown fox\x00\xff\x80"), 12)
	for n := range 4*BlockSize + 2 {
		if got, want := smallSHA1(data[:n]), sha1.Sum(data[:n]); got != want {
			t.Errorf("SHA-1 of %d bytes is %x, expected %x", n, got, want)
		}
		if got, want := smallSHA256(data[:n]), sha256.Sum256(data[:n]); got != want {
			t.Errorf("SHA-256 of %d bytes is %x, expected %x", n, got, want)
		}
		if got, want := smallMD5(data[:n]), md5.Sum(data[:n]); got != want {
			t.Errorf("MD5 of %d bytes is %x, expected %x", n, got, want)
		}
	}
}
