package app

import (
	"strings"
	"testing"

	"upgrade101/handshake/frame"
)

// greeting is the masked frame of RFC 6455 §5.7.
var greeting = Crossed{From: "client", Opcode: 1, Length: 5, Payload: []byte("Hello"),
	Wire: []byte{0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58}}

func TestEveryByteHasAName(t *testing.T) {
	for i, want := range []string{
		"Byte 1 of 11: 81, FIN 1, RSV1 0, RSV2 0, RSV3 0, Opcode 1",
		"Byte 2 of 11: 85, MASK 1, Payload length 5",
		"Byte 3 of 11: 37, Masking key 37fa213d",
	} {
		if got := greeting.name(i).String(); got != want {
			t.Errorf("byte %d: %q, want %q", i, got, want)
		}
	}
	if got, want := greeting.name(10).also, "Byte 5 of the payload: 58 XOR 37 (byte 1 of the key) = 6f, “o”"; got != want {
		t.Errorf("the last byte: %q, want %q", got, want)
	}
	for name, wire := range map[string][]byte{
		"medium":        frame.Append(nil, frame.Header{Fin: true, Opcode: frame.Binary}, make([]byte, 200)),
		"long":          frame.Append(nil, frame.Header{Fin: true, Opcode: frame.Binary}, make([]byte, 70000))[:300],
		"close":         frame.Append(nil, frame.Header{Fin: true, Opcode: frame.Close, Masked: true, Key: [4]byte{1, 2, 3, 4}}, []byte("\x03\xe8bye")),
		"one byte":      {0x81},
		"half a header": {0x82, 0x7E, 0x01},
		"negative":      {0x82, 0x7F, 0xFF, 0, 0, 0, 0, 0, 0, 0, 9, 9},
	} {
		for i := range wire {
			if n := (Crossed{Wire: wire}).name(i); len(n.parts) == 0 || n.parts[0].Name == "" {
				t.Errorf("%s: byte %d has no name", name, i)
			}
		}
	}
}

func TestPreview(t *testing.T) {
	for _, c := range []struct {
		frame Crossed
		want  string
	}{
		{greeting, "Hello"},
		{Crossed{Opcode: 2, Payload: []byte{0, 0xFF}}, "00 ff"},
		{Crossed{Opcode: 1, RSV: frame.RSV1, Payload: frame.Deflate(nil, []byte("Hello"))}, "Hello"},
		{Crossed{Opcode: 1, RSV: frame.RSV1, Cut: true, Payload: frame.Deflate(nil, []byte("Hello"))}, ""},
		{Crossed{Opcode: 1, RSV: frame.RSV1, Payload: []byte{0xFF, 0xFF}}, ""},
		{Crossed{Opcode: 8, Payload: []byte("\x03\xe8bye")}, "1000 Normal Closure bye"},
		{Crossed{Opcode: 1, Payload: []byte("a\x00\xff")}, `a\x00\xff`},
		{Crossed{Opcode: 1, Cut: true, Payload: []byte("a")}, "a …"},
	} {
		if got := c.frame.preview(); got != c.want {
			t.Errorf("%+v shows as %q, want %q", c.frame, got, c.want)
		}
	}
	long := Crossed{Opcode: 1, Payload: []byte(strings.Repeat("é", 5000))}
	if got := long.preview(); len(got) > 130 || !strings.HasSuffix(got, "é …") {
		t.Errorf("a long text shows as %q", got)
	}
}

func TestUnhex(t *testing.T) {
	for in, want := range map[string]string{"": "", "48 65 6c6C\n6f": "Hello", "00ff": "\x00\xff"} {
		if got, why := unhex(in); string(got) != want || why != "" {
			t.Errorf("%q: %q, %q; want %q", in, got, why, want)
		}
	}
	for _, in := range []string{"4", "4g", "0x41", "+1", "é", "48 6"} {
		if got, why := unhex(in); why == "" {
			t.Errorf("%q is taken for % x", in, got)
		}
	}
}

func TestTranscriptText(t *testing.T) {
	got := transcriptText("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n", []Crossed{greeting}, 3, "Open.")
	want := `> GET / HTTP/1.1
> 
< HTTP/1.1 101 Switching Protocols
< 
(3 older frames not kept)
4 > text, 5 bytes: Hello
    81 85 37 fa 21 3d 7f 9f 4d 51 58
Open.
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
