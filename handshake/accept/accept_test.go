package accept

import (
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"testing"
)

// The pairs are from RFC 6455 §1.3 and from real handshakes; none was computed with Derive.
func TestDerive(t *testing.T) {
	for key, accept := range map[string]string{
		"dGhlIHNhbXBsZSBub25jZQ==": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
		"x3JJHMbDL1EzLkh9GBhXDw==": "HSmrc0sMlYUkAGmm5OPpG2HaGWk=",
		"AQIDBAUGBwgJCgsMDQ4PEA==": "C/0nmHhBztSRGR1CwL6Tf4ZjwpY=",
		"AQIDBAUGBwgJCgsMDQ4PEC==": "OfS0wDaT5NoxF2gqm7Zj2YtetzM=",
		"AAAAAAAAAAAAAAAAAAAAAA==": "ICX+Yqv66kxgM0FcWaLWlFLwTAI=",
	} {
		if got := Derive(key).Accept; got != accept {
			t.Errorf("Derive(%q).Accept = %q, want %q", key, got, accept)
		}
	}
}

// A key of any length gives the same result as a streaming hash.
func TestDeriveOfOddKeys(t *testing.T) {
	for _, key := range []string{"", "x", "café", strings.Repeat("k", 10_000), "two words", "\x00\xff"} {
		d := Derive(key)
		h := sha1.New()
		io.WriteString(h, key)
		io.WriteString(h, GUID)
		if want := base64.StdEncoding.EncodeToString(h.Sum(nil)); d.Accept != want {
			t.Errorf("Derive(%.20q).Accept = %q, want %q", key, d.Accept, want)
		}
		if d.Key != key || d.Joined != key+GUID {
			t.Errorf("Derive(%.20q) does not keep its key", key)
		}
		if want := fmt.Sprintf("%x", h.Sum(nil)); d.SHA1Hex() != want {
			t.Errorf("Derive(%.20q).SHA1Hex() = %s, want %s", key, d.SHA1Hex(), want)
		}
	}
}

func TestSteps(t *testing.T) {
	d := Derive("dGhlIHNhbXBsZSBub25jZQ==")
	want := []string{
		"dGhlIHNhbXBsZSBub25jZQ==",
		"dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
		"b37a4f2cc0624f1690f64606cf385945b2bec4ea",
		"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
	}
	also := []string{
		"24 characters, decoded 16 bytes: 116 104 101 32 115 97 109 112 108 101 32 110 111 110 99 101",
		"60 bytes of ASCII",
		"20 bytes: 179 122 79 44 192 98 79 22 144 246 70 6 207 56 89 69 178 190 196 234",
		"28 characters",
	}
	steps := d.Steps()
	if len(steps) != len(want) {
		t.Fatalf("%d steps, want %d", len(steps), len(want))
	}
	for i, s := range steps {
		if s.Value != want[i] || s.Also != also[i] || s.Letter != string(rune('A'+i)) || s.Name == "" || s.Why == "" {
			t.Errorf("step %d = %+v, want letter %c, value %q, also %q and words", i, s, 'A'+i, want[i], also[i])
		}
	}
}

func TestStepsOfOddKeys(t *testing.T) {
	for key, want := range map[string]string{
		"":                          "0 characters, decoded 0 bytes where 16 belong: ",
		"dGVzdA==":                  "8 characters, decoded 4 bytes where 16 belong: 116 101 115 116",
		"not base64":                "10 characters that are no base64",
		strings.Repeat("AAAA", 100): "400 characters, decoded 300 bytes; 16 belong here",
	} {
		if got := Derive(key).Steps()[0].Also; got != want {
			t.Errorf("the key %.20q is also %q, want %q", key, got, want)
		}
	}
}

// Inspect calls Derive every time, so Derive may allocate only the two strings of its result.
func TestDeriveAllocates(t *testing.T) {
	var d Derivation
	if n := testing.AllocsPerRun(100, func() { d = Derive("dGhlIHNhbXBsZSBub25jZQ==") }); n > 2 {
		t.Errorf("Derive allocates %v times, want 2 for %q and %q", n, d.Joined, d.Accept)
	}
}

func BenchmarkDerive(b *testing.B) {
	for b.Loop() {
		Derive("dGhlIHNhbXBsZSBub25jZQ==")
	}
}

func ExampleDerive() {
	for _, step := range Derive("dGhlIHNhbXBsZSBub25jZQ==").Steps() {
		fmt.Printf("%s  %s\n   %s\n", step.Letter, step.Name, step.Value)
	}
	// Output:
	// A  The key
	//    dGhlIHNhbXBsZSBub25jZQ==
	// B  The key, then the GUID
	//    dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11
	// C  SHA-1 of that
	//    b37a4f2cc0624f1690f64606cf385945b2bec4ea
	// D  Base64 of the twenty bytes
	//    s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
}
