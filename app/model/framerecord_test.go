package model

import (
	"strings"
	"testing"

	"upgrade101/handshake/frame"
	"upgrade101/handshake/frame/deflate"
)

// greeting is the masked frame of RFC 6455 §5.7.
var greeting = FrameRecord{From: "client", Opcode: 1, Length: 5, Payload: []byte("Hello"),
	Wire: []byte{0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58}}

func TestEveryByteHasAName(t *testing.T) {
	for i, want := range []string{
		"Byte 1 of 11: 81, FIN 1, RSV1 0, RSV2 0, RSV3 0, Opcode 1",
		"Byte 2 of 11: 85, MASK 1, Payload length 5",
		"Byte 3 of 11: 37, Masking key 37fa213d",
	} {
		if got := greeting.Name(i).String(); got != want {
			t.Errorf("byte %d: %q, want %q", i, got, want)
		}
	}
	if got, want := greeting.Name(10).Also, "Byte 5 of the payload: 58 XOR 37 (byte 1 of the key) = 6f, “o”"; got != want {
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
			if n := (FrameRecord{Wire: wire}).Name(i); len(n.Parts) == 0 || n.Parts[0].Name == "" {
				t.Errorf("%s: byte %d has no name", name, i)
			}
		}
	}
}

func TestPreview(t *testing.T) {
	for _, c := range []struct {
		frame FrameRecord
		want  string
	}{
		{greeting, "Hello"},
		{FrameRecord{Opcode: 2, Payload: []byte{0, 0xFF}}, "00 ff"},
		{FrameRecord{Opcode: 1, RSV: frame.RSV1, Payload: new(deflate.Deflater).Deflate(nil, []byte("Hello"))}, "Hello"},
		{FrameRecord{Opcode: 1, RSV: frame.RSV1, Payload: []byte("\xf2\x00\x11\x00\x00")}, ""}, // it refers back into an earlier message
		{FrameRecord{Opcode: 1, RSV: frame.RSV1, Payload: []byte("\xf2\x00\x11\x00\x00"), Text: []byte("Hello"), TextLength: 5}, "Hello"},
		{FrameRecord{Opcode: 0, Payload: []byte("\x11\x00\x00"), Text: []byte("Hello"), TextLength: 500}, "Hello …"},
		{FrameRecord{Opcode: 1, RSV: frame.RSV1, Cut: true, Text: []byte("Hello"), TextLength: 5}, "Hello"},
		{FrameRecord{Opcode: 1, RSV: frame.RSV1, Cut: true, Payload: new(deflate.Deflater).Deflate(nil, []byte("Hello"))}, ""},
		{FrameRecord{Opcode: 1, RSV: frame.RSV1, Payload: []byte{0xFF, 0xFF}}, ""},
		{FrameRecord{Opcode: 8, Payload: []byte("\x03\xe8bye")}, "1000 Normal Closure bye"},
		{FrameRecord{Opcode: 1, Payload: []byte("a\x00\xff")}, `a\x00\xff`},
		{FrameRecord{Opcode: 1, Cut: true, Payload: []byte("a")}, "a …"},
	} {
		if got := c.frame.Preview(); got != c.want {
			t.Errorf("%+v shows as %q, want %q", c.frame, got, c.want)
		}
	}
	long := FrameRecord{Opcode: 1, Payload: []byte(strings.Repeat("é", 5000))}
	if got := long.Preview(); len(got) > 130 || !strings.HasSuffix(got, "é …") {
		t.Errorf("a long text shows as %q", got)
	}
}

func TestUnhex(t *testing.T) {
	for in, want := range map[string]string{"": "", "48 65 6c6C\n6f": "Hello", "00ff": "\x00\xff"} {
		if got, why := ParseHex(in); string(got) != want || why != "" {
			t.Errorf("%q: %q, %q; want %q", in, got, why, want)
		}
	}
	for _, in := range []string{"4", "4g", "0x41", "+1", "é", "48 6"} {
		if got, why := ParseHex(in); why == "" {
			t.Errorf("%q is taken for % x", in, got)
		}
	}
}

func TestTranscriptText(t *testing.T) {
	got := transcriptText("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n", []FrameRecord{greeting}, 3, "Open.")
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
