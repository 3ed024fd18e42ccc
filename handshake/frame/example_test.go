package frame_test

import (
	"fmt"

	"upgrade101/handshake/frame"
	"upgrade101/handshake/frame/deflate"
)

// hello is the masked text message of RFC 6455 §5.7.
const hello = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"

// A message in two frames, read as a server receives them.
func Example() {
	reader := frame.Reader{Masked: true, MaxMessage: 64 << 10}
	key := [4]byte{0x37, 0xfa, 0x21, 0x3d}
	wire := frame.Append(nil, frame.Header{Opcode: frame.Text, Masked: true, Key: key}, []byte("Hel"))
	wire = frame.Append(wire, frame.Header{Fin: true, Opcode: frame.Continuation, Masked: true, Key: key}, []byte("lo"))
	for len(wire) > 0 {
		header, n, err := reader.Next(wire)
		if err != nil || n == 0 {
			fmt.Println("a breach, or more bytes are needed:", err)
			return
		}
		payload := wire[n : n+int(reader.Left())]
		if err := reader.Payload(payload, payload); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %q, open: %v\n", header.Opcode, payload, reader.Open())
		wire = wire[n+len(payload):]
	}
	// Output:
	// text "Hel", open: true
	// continuation "lo", open: false
}

func ExampleDecode() {
	for _, f := range frame.Decode([]byte(hello), frame.Reader{Masked: true}) {
		fmt.Printf("%s %q\n", f.Kind, f.Payload)
		for _, p := range f.Parts {
			fmt.Println(p.Span, p.Name, p.Value)
		}
	}
	// Output:
	// text "Hello"
	// {0 1} FIN 1
	// {0 1} RSV1 0
	// {0 1} RSV2 0
	// {0 1} RSV3 0
	// {0 1} Opcode 1
	// {1 2} MASK 1
	// {1 2} Payload length 5
	// {2 6} Masking key 37fa213d
	// {6 11} Payload data "Hello"
}

// A client's frame without a mask: the connection is closed with the code of the broken rule.
func ExampleError() {
	for _, f := range frame.Decode([]byte("\x81\x05Hello"), frame.Reader{Masked: true}) {
		fmt.Println(f.Err.Rule.ID, f.Err.Code())
		fmt.Println(f.Err)
	}
	// Output:
	// frame-mask-missing 1002
	// a frame from a client without mask; frame-mask-missing, RFC 6455 §5.1
}

func ExampleExplain() {
	f := frame.Explain([]byte("\x88\x02\x03\xe8"))
	fmt.Println(f.Opcode, f.Status, f.Status.Meaning().Name)
	// Output:
	// close 1000 Normal Closure
}

func ExampleReader_Next() {
	reader := frame.Reader{Masked: true}
	for _, have := range []int{1, 5, 6} {
		header, n, err := reader.Next([]byte(hello[:have]))
		fmt.Println(have, "bytes:", n, header.Length, err)
	}
	// Output:
	// 1 bytes: 0 0 <nil>
	// 5 bytes: 0 0 <nil>
	// 6 bytes: 6 5 <nil>
}

func ExampleReader_Payload() {
	reader := frame.Reader{Masked: true}
	_, n, _ := reader.Next([]byte(hello))
	for _, piece := range []string{hello[n : n+2], hello[n+2:]} { // however the network cuts it
		text := make([]byte, len(piece))
		err := reader.Payload(text, []byte(piece))
		fmt.Printf("%q %v, %d to come\n", text, err, reader.Left())
	}
	// Output:
	// "He" <nil>, 3 to come
	// "llo" <nil>, 0 to come
}

// RSV1 of its first frame marks a compressed message; Deflate allows that.
func ExampleReader_Message() {
	reader := frame.Reader{Deflate: true}
	_, _, err := reader.Next(frame.Append(nil, frame.Header{Fin: true, RSV: frame.RSV1, Opcode: frame.Text}, []byte("\xf2\x48\xcd\xc9\xc9\x07\x00")))
	kind, compressed := reader.Message()
	fmt.Println(kind, compressed, err)
	// Output:
	// text true <nil>
}

// A length of 126 or more takes additional bytes.
func ExampleAppend() {
	for _, size := range []int{5, 126, 65536} {
		wire := frame.Append(nil, frame.Header{Fin: true, Opcode: frame.Binary}, make([]byte, size))
		fmt.Printf("%d: % x\n", size, wire[:len(wire)-size])
	}
	// Output:
	// 5: 82 05
	// 126: 82 7e 00 7e
	// 65536: 82 7f 00 00 00 00 00 01 00 00
}

func ExampleParseHeader() {
	h, n := frame.ParseHeader([]byte(hello))
	fmt.Println(h.Fin, h.Opcode, h.Masked, h.Length, n)
	_, n = frame.ParseHeader([]byte(hello[:3])) // the masking key is not there yet
	fmt.Println(n)
	// Output:
	// true text true 5 6
	// 0
}

func ExampleHeader_Append() {
	h := frame.Header{Fin: true, Opcode: frame.Ping, Masked: true, Key: [4]byte{1, 2, 3, 4}}
	fmt.Printf("% x, %d bytes\n", h.Append(nil), h.Size())
	// Output:
	// 89 80 01 02 03 04, 6 bytes
}

// Masking twice is unmasking. The position allows a payload in pieces.
func ExampleMask() {
	key := [4]byte{0x37, 0xfa, 0x21, 0x3d}
	payload := []byte("Hello")
	frame.Mask(payload, payload, key, 0)
	fmt.Printf("% x\n", payload)
	frame.Mask(payload[:2], payload[:2], key, 0)
	frame.Mask(payload[2:], payload[2:], key, 2)
	fmt.Printf("%s\n", payload)
	// Output:
	// 7f 9f 4d 51 58
	// Hello
}

func ExampleAppendClose() {
	fmt.Printf("%q\n", frame.AppendClose(nil, frame.GoingAway, "until tomorrow"))
	fmt.Printf("%q\n", frame.AppendClose(nil, frame.Abnormal, "never on the wire"))
	// Output:
	// "\x03\xe9until tomorrow"
	// ""
}

func ExampleParseClose() {
	code, reason, err := frame.ParseClose([]byte("\x03\xe9until tomorrow"))
	fmt.Println(code, reason, err)
	code, _, _ = frame.ParseClose(nil)
	fmt.Println(code, code.Meaning().Name)
	_, _, err = frame.ParseClose([]byte("\x03"))
	fmt.Println(err)
	// Output:
	// 1001 until tomorrow <nil>
	// 1005 No Status Received
	// a Close frame with a payload of 1 byte; close-length, RFC 6455 §5.5.1
}

func ExampleCode_Meaning() {
	for _, code := range []frame.Code{1000, 1006, 4000} {
		m := code.Meaning()
		fmt.Println(m.Code.OnWire(), m.Name+":", m.Means)
	}
	// Output:
	// true Normal Closure: What the connection was opened for is done.
	// false Abnormal Closure: The connection ended without a Close frame. An API says this; it is never sent.
	// true Private: Agreed between this application's two ends alone.
}

func ExampleOpcode() {
	for _, o := range []frame.Opcode{frame.Text, frame.Ping, 0xB} {
		fmt.Println(o, "control:", o.Control(), "known:", o.Known())
	}
	// Output:
	// text control: false known: true
	// ping control: true known: true
	// reserved control: true known: false
}

// The compressed Hello of RFC 7692 §7.2.3.1.
func ExampleInflated() {
	text, err := frame.Inflated([]byte("\xf2\x48\xcd\xc9\xc9\x07\x00"), 64<<10)
	fmt.Printf("%s %v\n", text, err)
	// Output:
	// Hello <nil>
}

// The limit is on the decompressed length, so that a few bytes cannot exhaust the memory.
func ExampleInflater_Inflate() {
	var out deflate.Deflater
	small := out.Deflate(nil, make([]byte, 1<<20))
	var in frame.Inflater
	size := 0
	err := in.Inflate(small, frame.Binary, 64<<10, func(piece []byte) { size += len(piece) })
	fmt.Println(len(small) < 2000, size <= 64<<10)
	fmt.Println(err)
	// Output:
	// true true
	// a message of more than 65536 bytes; message-too-big, RFC 6455 §10.4
}

// Text is checked while it is decompressed.
func ExampleInflater() {
	for _, message := range []string{"Grüße", "Gr\xfc\xdfe"} { // the second is Latin-1
		var out deflate.Deflater
		var in frame.Inflater
		fmt.Println(in.Inflate(out.Deflate(nil, []byte(message)), frame.Text, 1000, nil))
	}
	// Output:
	// <nil>
	// text that is not UTF-8; message-text-utf8, RFC 6455 §8.1
}

// The server may refer to its earlier messages, up to 256 bytes.
func ExampleWindow() {
	in := frame.Inflater{Window: frame.Window{Bits: 8, Takeover: true}}
	for _, message := range []string{"\xf2\x48\xcd\xc9\xc9\x07\x00", "\xf2\x00\x11\x00\x00"} {
		err := in.Inflate([]byte(message), frame.Text, 1000, nil)
		fmt.Printf("%v, kept %q\n", err, in.Kept())
	}
	// Output:
	// <nil>, kept "Hello"
	// <nil>, kept "HelloHello"
}

// A character may be cut in two; a byte that is never valid fails at once.
func ExampleUTF8() {
	var text frame.UTF8
	fmt.Println(text.Write([]byte("Gr\xc3")), text.Complete())
	fmt.Println(text.Write([]byte("\xbc")), text.Complete())
	fmt.Println(text.Write([]byte("\xff")))
	// Output:
	// true false
	// true true
	// false
}

// Each rule has the shortest frames that break it.
func ExampleRule() {
	rule := frame.Rules[0]
	fmt.Println(rule.ID, rule.Code)
	fmt.Println(rule.Requires)
	fmt.Printf("%q\n", rule.Broken.Raw)
	// Output:
	// frame-reserved-bits 1002
	// RSV1, RSV2 and RSV3 are 0 unless an extension that was agreed on uses them.
	// "\xa1\x80\t\xc3\x05\xd6"
}
