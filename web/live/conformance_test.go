package live

import (
	"io"
	"net"
	"strconv"
	"strings"
	"testing"

	"upgrade101/handshake/frame"
	"upgrade101/handshake/frame/deflate"
)

// Each case is what a client sends and what must come back, for every statement of RFC 6455 §5.1 to §7.4 and §8.1 that a server can
// break. client.next checks every frame of every test by §5.1, §5.2 and §6.1: no mask, no reserved bit, a known opcode, the shortest
// length, FIN. What takes time is in slow_test.go: the server's own pings (§5.5.2), and its closing of a connection (§7.2.2, §7.3).
var conformance = []struct {
	name string
	cite string
	send []string // one write each
	want []string // then the connection ends
}{
	// Messages
	{"empty text", "5.6", []string{f(0x81, "")}, []string{`text ""`}},
	{"text of 125 bytes", "5.2", []string{f(0x81, long(125))}, []string{`text "` + long(125) + `"`}},
	{"text of 126 bytes", "5.2", []string{f(0x81, long(126))}, []string{`text "` + long(126) + `"`}},
	{"text of 65,535 bytes", "5.2", []string{f(0x81, long(65535))}, []string{`text "` + long(65535) + `"`}},
	{"text of 65,536 bytes", "5.2", []string{f(0x81, long(65536))}, []string{`text "` + long(65536) + `"`}},
	{"binary", "5.6", []string{f(0x82, "\x00\xFF")}, []string{`binary "\x00\xff"`}},
	{"empty binary", "5.6", []string{f(0x82, "")}, []string{`binary ""`}},
	{"two messages in one write", "5.1", []string{f(0x81, "a") + f(0x82, "b")}, []string{`text "a"`, `binary "b"`}},
	{"a frame byte by byte", "5.2", bytewise(f(0x81, "hello")), []string{`text "hello"`}},
	{"a frame with a long length byte by byte", "5.2", bytewise(f(0x81, long(200))), []string{`text "` + long(200) + `"`}},
	{"a key of its own for every frame, and from its first byte on", "5.3", []string{"\x01\x83\x01\x02\x03\x04\x60\x60\x60\x80\x82\xF0\xE0\xD0\xC0\x94\x85"}, []string{`text "abcde"`}},
	{"a key that makes the payload look like a header", "5.3", []string{"\x82\x82\x88\x02\x88\x02\x00\x00" + f(0x89, "")}, []string{`binary "\x88\x02"`, `pong ""`}},
	{"a mask of zeroes", "5.3", []string{"\x81\x85\x00\x00\x00\x00hello"}, []string{`text "hello"`}},

	{"messages of every kind keep their order", "5.4", []string{f(0x81, "1") + f(0x01, "2") + f(0x89, "3") + f(0x80, "") + f(0x82, "4")}, []string{`text "1"`, `pong "3"`, `text "2"`, `binary "4"`}},
	{"a message after a pong is not its continuation", "5.4", []string{f(0x81, "1") + f(0x8A, "x") + f(0x81, "2")}, []string{`text "1"`, `text "2"`}},

	// Receiving: a control frame is handled, a data frame begins, continues or ends a message
	{"a message whose type is that of its first frame", "6.2", []string{f(0x02, "\xFF") + f(0x80, "\xFE")}, []string{`binary "\xff\xfe"`}},
	{"a text whose type is that of its first frame", "6.2", []string{f(0x01, "\xFF") + f(0x80, "\xFE")}, []string{`close 1007`}},
	{"the mask is taken off every frame of a message", "6.2", []string{f(0x02, long(5)) + f(0x00, long(6)) + f(0x80, long(7))}, []string{`binary "` + long(5) + long(6) + long(7) + `"`}},
	{"a fragmented message comes back whole", "6.1", []string{f(0x02, long(40000)) + f(0x80, long(20000))}, []string{`binary "` + long(40000) + long(20000) + `"`}},

	// Fragmentation
	{"a frame of one byte each", "5.4", fragments(0x01, "hello", 1), []string{`text "hello"`}},
	{"fragments, each in a write of its own", "5.4", []string{f(0x01, "h"), f(0x00, "el"), f(0x00, ""), f(0x80, "lo")}, []string{`text "hello"`}},
	{"many fragments", "5.4", []string{f(0x02, "") + strings.Repeat(f(0x00, "x"), 900) + f(0x80, "")}, []string{`binary "` + strings.Repeat("x", 900) + `"`}},
	{"control frames before, between and after fragments", "5.4", []string{f(0x89, "1") + f(0x01, "a") + f(0x89, "2") + f(0x00, "b") + f(0x8A, "") + f(0x80, "c") + f(0x89, "3")}, []string{`pong "1"`, `pong "2"`, `text "abc"`, `pong "3"`}},
	{"a ping inside a fragmented message, byte by byte", "5.4", bytewise(f(0x01, "he") + f(0x89, "p") + f(0x80, "llo")), []string{`pong "p"`, `text "hello"`}},
	{"fragments of any size", "5.4", []string{f(0x02, long(1)) + f(0x00, long(125)) + f(0x00, long(126)) + f(0x00, "") + f(0x80, long(65000))}, []string{`binary "` + long(1) + long(125) + long(126) + long(65000) + `"`}},
	{"two fragments", "5.4", []string{f(0x01, "he") + f(0x80, "llo")}, []string{`text "hello"`}},
	{"three fragments, the last empty", "5.4", []string{f(0x02, "he"), f(0x00, "llo"), f(0x80, "")}, []string{`binary "hello"`}},
	{"empty fragments", "5.4", []string{f(0x01, "") + f(0x00, "") + f(0x80, "")}, []string{`text ""`}},
	{"a ping between fragments", "5.4", []string{f(0x01, "he") + f(0x89, "p") + f(0x80, "llo")}, []string{`pong "p"`, `text "hello"`}},
	{"a message, then a fragmented one", "5.4", []string{f(0x81, "a") + f(0x01, "b") + f(0x80, "c")}, []string{`text "a"`, `text "bc"`}},
	{"a continuation with nothing begun", "5.4", []string{f(0x80, "x")}, []string{`close 1002`}},
	{"a continuation without FIN with nothing begun", "5.4", []string{f(0x00, "x")}, []string{`close 1002`}},
	{"a continuation after a whole message", "5.4", []string{f(0x81, "a") + f(0x80, "x")}, []string{`text "a"`, `close 1002`}},
	{"a new message inside another", "5.4", []string{f(0x01, "a") + f(0x81, "b")}, []string{`close 1002`}},
	{"a new fragmented message inside another", "5.4", []string{f(0x01, "a") + f(0x02, "b")}, []string{`close 1002`}},
	{"more fragments than the limit", "10.4", []string{f(0x01, "") + strings.Repeat(f(0x00, ""), 1100)}, []string{`close 1009`}},

	// Control frames
	{"ping without payload", "5.5.2", []string{f(0x89, "")}, []string{`pong ""`}},
	{"ping with payload", "5.5.2", []string{f(0x89, "hello")}, []string{`pong "hello"`}},
	{"ping with binary payload", "5.5.2", []string{f(0x89, "\x00\xFF\xFE")}, []string{`pong "\x00\xff\xfe"`}},
	{"ping with 125 bytes", "5.5", []string{f(0x89, long(125))}, []string{`pong "` + long(125) + `"`}},
	{"ping with 126 bytes", "5.5", []string{f(0x89, long(126))}, []string{`close 1002`}},
	{"pings in order", "5.5.3", []string{f(0x89, "1") + f(0x89, "2") + f(0x89, "3")}, []string{`pong "1"`, `pong "2"`, `pong "3"`}},
	{"a ping byte by byte", "5.5.2", bytewise(f(0x89, "hello")), []string{`pong "hello"`}},
	{"an unsolicited pong", "5.5.3", []string{f(0x8A, "x") + f(0x89, "y")}, []string{`pong "y"`}},
	{"an unsolicited pong with the longest payload", "5.5.3", []string{f(0x8A, long(125)) + f(0x81, "y")}, []string{`text "y"`}},
	{"a ping is answered before the message that it came within", "5.5.2", []string{f(0x01, "a"), f(0x89, "now"), f(0x00, "b"), f(0x80, "c")}, []string{`pong "now"`, `text "abc"`}},
	{"a large message, a ping and a close in one write", "5.5.2", []string{f(0x82, long(65536)) + f(0x89, "p") + closeFrame(1000, "")}, []string{`binary "` + long(65536) + `"`, `pong "p"`, `close 1000`}},
	{"a large message in fragments, a ping and a close in one write", "5.5.2", []string{strings.Join(fragments(0x02, long(65536), 4000), "") + f(0x89, "p") + closeFrame(1000, "")}, []string{`binary "` + long(65536) + `"`, `pong "p"`, `close 1000`}},
	{"a ping behind a close is not answered", "5.5.2", []string{closeFrame(1000, "") + f(0x89, "late")}, []string{`close 1000`}},
	{"ping without FIN", "5.5", []string{f(0x09, "x")}, []string{`close 1002`}},
	{"pong without FIN", "5.5", []string{f(0x0A, "x")}, []string{`close 1002`}},
	{"close without FIN", "5.5", []string{f(0x08, "")}, []string{`close 1002`}},

	{"close of 126 bytes", "5.5", []string{f(0x88, "\x03\xE8"+long(124))}, []string{`close 1002`}},
	{"pong of 126 bytes", "5.5", []string{f(0x8A, long(126))}, []string{`close 1002`}},
	{"only the first two bytes of a long ping", "5.5", []string{"\x89\xFE"}, []string{`close 1002`}},

	// Reserved bits and opcodes, one byte is enough
	{"RSV1 without extension", "5.2", []string{f(0xC1, "x")}, []string{`close 1002`}},
	{"RSV2", "5.2", []string{f(0xA1, "x")}, []string{`close 1002`}},
	{"RSV3 after a message", "5.2", []string{f(0x81, "a") + f(0x91, "x")}, []string{`text "a"`, `close 1002`}},
	{"RSV on a ping", "5.2", []string{f(0xA9, "x")}, []string{`close 1002`}},
	{"RSV on a close", "5.2", []string{f(0xF8, "")}, []string{`close 1002`}},
	{"RSV1 on a continuation", "5.2", []string{f(0x01, "a") + f(0xC0, "x")}, []string{`close 1002`}},
	{"a reserved bit, nothing behind it", "5.2", []string{"\xF1"}, []string{`close 1002`}},
	{"opcode 3", "5.2", []string{f(0x83, "")}, []string{`close 1002`}},
	{"opcode 7", "5.2", []string{f(0x87, "x")}, []string{`close 1002`}},
	{"opcode 11", "5.2", []string{f(0x8B, "")}, []string{`close 1002`}},
	{"opcode 15", "5.2", []string{f(0x8F, "x")}, []string{`close 1002`}},

	// Masking and lengths
	{"a frame without mask", "5.1", []string{"\x81\x05hello"}, []string{`close 1002`}},
	{"a ping without mask", "5.1", []string{"\x89\x00"}, []string{`close 1002`}},
	{"a continuation without mask", "5.1", []string{f(0x01, "a") + "\x80\x01b"}, []string{`close 1002`}},
	{"a close without mask", "5.1", []string{"\x88\x02\x03\xE8"}, []string{`close 1002`}},
	{"one frame without mask behind others", "5.1", []string{f(0x81, "a") + "\x81\x01b"}, []string{`text "a"`, `close 1002`}},
	{"only the first two bytes of a frame without mask", "5.1", []string{"\x82\x7F"}, []string{`close 1002`}},
	{"no bytes in 16 bits", "5.2", []string{"\x82\xFE\x00\x00\x00\x00\x00\x00"}, []string{`close 1002`}},
	{"126 bytes in 64 bits", "5.2", []string{"\x82\xFF\x00\x00\x00\x00\x00\x00\x00\x7E\x00\x00\x00\x00" + long(126)}, []string{`close 1002`}},
	{"a length in the order of the network", "5.2", []string{"\x82\xFE\x01\x02\x00\x00\x00\x00" + long(258)}, []string{`binary "` + long(258) + `"`}},
	{"a short length in 16 bits", "5.2", []string{"\x82\xFE\x00\x05\x00\x00\x00\x00hello"}, []string{`close 1002`}},
	{"125 bytes in 16 bits", "5.2", []string{"\x82\xFE\x00\x7D\x00\x00\x00\x00" + long(125)}, []string{`close 1002`}},
	{"65,535 bytes in 64 bits", "5.2", []string{"\x82\xFF\x00\x00\x00\x00\x00\x00\xFF\xFF\x00\x00\x00\x00"}, []string{`close 1002`}},
	{"a short length in 64 bits", "5.2", []string{"\x82\xFF\x00\x00\x00\x00\x00\x00\x00\x05\x00\x00\x00\x00hello"}, []string{`close 1002`}},
	{"a 64-bit length with the first bit set", "5.2", []string{"\x82\xFF\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"}, []string{`close 1002`}},
	{"a message over the limit", "7.4.1", []string{f(0x82, long(65537))}, []string{`close 1009`}},
	{"only the header of a message over the limit", "7.4.1", []string{"\x82\xFF\x00\x00\x00\x00\x7F\xFF\xFF\xFF\x00\x00\x00\x00"}, []string{`close 1009`}},
	{"fragments over the limit", "7.4.1", []string{f(0x02, long(40000)), f(0x80, long(25537))}, []string{`close 1009`}},

	// Text
	{"text of two, three and four bytes a character", "5.6", []string{f(0x81, "κόσμε 中 🌍")}, []string{strconv.Quote("κόσμε 中 🌍")}},
	{"a character across fragments", "5.6", []string{f(0x01, "\xF0\x9F"), f(0x00, "\x8C"), f(0x80, "\x8D")}, []string{strconv.Quote("🌍")}},
	{"a character byte by byte", "5.6", bytewise(f(0x81, "κ🌍")), []string{strconv.Quote("κ🌍")}},
	{"text that is not UTF-8", "8.1", []string{f(0x81, "\xC3\x28")}, []string{`close 1007`}},
	{"a surrogate", "8.1", []string{f(0x81, "\xED\xA0\x80")}, []string{`close 1007`}},
	{"an overlong form", "8.1", []string{f(0x81, "\xC0\xAF")}, []string{`close 1007`}},
	{"above U+10FFFF", "8.1", []string{f(0x81, "\xF4\x90\x80\x80")}, []string{`close 1007`}},
	{"text that ends inside a character", "8.1", []string{f(0x81, "\xE4\xB8")}, []string{`close 1007`}},
	{"fragments that end inside a character", "8.1", []string{f(0x01, "a\xE4"), f(0x80, "\xB8")}, []string{`close 1007`}},
	{"invalid text in a fragment, the message unfinished", "8.1", []string{f(0x01, "a\xFF")}, []string{`close 1007`}},
	{"invalid text in a frame, the frame unfinished", "8.1", []string{f(0x81, "a\xFFbcdefgh")[:8]}, []string{`close 1007`}},
	{"a byte that cannot continue, the frame unfinished", "8.1", []string{f(0x81, "\xF4\x90\x80\x80")[:8]}, []string{`close 1007`}},
	{"a noncharacter is text all the same", "8.1", []string{f(0x81, "\uFFFF\U0010FFFF")}, []string{strconv.Quote("\uFFFF\U0010FFFF")}},
	{"NUL is text", "8.1", []string{f(0x81, "a\x00b")}, []string{`text "a\x00b"`}},
	{"a byte order mark is text", "8.1", []string{f(0x81, "\uFEFFa")}, []string{strconv.Quote("\uFEFFa")}},
	{"a character cut by a ping", "8.1", []string{f(0x01, "\xE4") + f(0x89, "\xFF") + f(0x80, "\xB8\xAD")}, []string{`pong "\xff"`, strconv.Quote("中")}},
	{"what is not UTF-8 as binary", "5.6", []string{f(0x82, "\xFF\xFE")}, []string{`binary "\xff\xfe"`}},
	{"what is not UTF-8 in a ping", "5.5.2", []string{f(0x89, "\xFF")}, []string{`pong "\xff"`}},

	// Close
	{"close without payload", "5.5.1", []string{f(0x88, "")}, []string{`close 1005`}},
	{"close with one byte", "5.5.1", []string{f(0x88, "\x03")}, []string{`close 1002`}},
	{"close with a reason", "5.5.1", []string{closeFrame(1000, "bye")}, []string{`close 1000`}},
	{"close with the longest reason", "5.5.1", []string{closeFrame(1000, long(123))}, []string{`close 1000`}},
	{"close with a reason too long", "5.5", []string{closeFrame(1000, long(124))}, []string{`close 1002`}},
	{"close with a reason that is not UTF-8", "5.5.1", []string{closeFrame(1000, "\xFF")}, []string{`close 1007`}},
	{"what follows a close is not answered", "5.5.1", []string{closeFrame(1000, "") + f(0x81, "late") + f(0x89, "late")}, []string{`close 1000`}},
	{"close between fragments", "5.4", []string{f(0x01, "a") + closeFrame(1001, "")}, []string{`close 1001`}},
	{"the code comes back, whatever the reason", "7.1.5", []string{closeFrame(4321, "κόσμε")}, []string{`close 4321`}},
	{"no code, no code back", "7.1.5", []string{f(0x88, "")}, []string{`close 1005`}},
	{"a reason cut inside a character", "7.1.6", []string{closeFrame(1000, "\xCE")}, []string{`close 1007`}},
	{"a code that must not be sent", "7.4.1", []string{closeFrame(1005, "")}, []string{`close 1002`}},
	{"a code that must not be used", "7.4.2", []string{closeFrame(999, "")}, []string{`close 1002`}},
	{"a code of a library", "7.4.2", []string{closeFrame(3000, "")}, []string{`close 3000`}},
	{"a code of an application", "7.4.2", []string{closeFrame(4999, "")}, []string{`close 4999`}},
	{"a close ends what is fragmented, too", "7.1.2", []string{f(0x01, "a") + f(0x00, "b") + closeFrame(1000, "") + f(0x80, "c")}, []string{`close 1000`}},
	{"whatever follows a close is dropped", "7.1.1", []string{closeFrame(1000, "") + long(100000)}, []string{`close 1000`}},
	{"whatever follows a breach is dropped", "7.1.7", []string{f(0x83, "") + long(100000)}, []string{`close 1002`}},
	{"nothing is answered behind a breach", "7.1.7", []string{f(0x81, "a") + f(0x83, "x") + f(0x81, "b") + f(0x89, "p")}, []string{`text "a"`, `close 1002`}},
	{"a close behind a breach changes nothing", "7.1.7", []string{f(0x80, "x") + closeFrame(1000, "")}, []string{`close 1002`}},
	{"two closes", "5.5.1", []string{closeFrame(1000, "") + closeFrame(1001, "")}, []string{`close 1000`}},
	{"close byte by byte", "5.5.1", bytewise(closeFrame(3000, "bye")), []string{`close 3000`}},
	{"echoes come before the close", "5.5.1", []string{f(0x81, "a") + closeFrame(1000, "")}, []string{`text "a"`, `close 1000`}},
}

// TestReserved: every reserved opcode, and every combination of reserved bits on every kind of frame, fails the
// connection at the first byte, with and without compression (RFC 6455 §5.2, RFC 7692 §6).
func TestReserved(t *testing.T) {
	s := start(t, Limits{Unlimited: true})
	for _, head := range []string{goodHead, deflateHead} {
		for first := range 256 {
			opcode, rsv := frame.Opcode(first&0xF), first>>4&7
			data := opcode == frame.Text || opcode == frame.Binary
			if opcode.Known() && (rsv == 0 || head == deflateHead && rsv == frame.RSV1 && data) {
				continue
			}
			c := open(t, s.pipe(t), head)
			c.send(string([]byte{byte(first)}))
			c.want("close 1002")
			c.want("end")
		}
	}
}

func TestConformance(t *testing.T) {
	s := start(t, Limits{Unlimited: true})
	over(t, s, func(t *testing.T, dial func(testing.TB) net.Conn) {
		for _, c := range conformance {
			t.Run("§"+c.cite+" "+c.name, func(t *testing.T) {
				client := open(t, dial(t), goodHead)
				client.send(c.send...)
				for _, want := range c.want {
					if want[0] == '"' {
						want = "text " + want
					}
					client.want(want)
				}
				if !strings.HasPrefix(c.want[len(c.want)-1], "close") {
					client.send(closeFrame(1000, ""))
					client.want("close 1000")
				}
				client.want("end")
			})
		}
	})
}

// TestEverySection: every section with a requirement on servers has a case.
func TestEverySection(t *testing.T) {
	cited := map[string]bool{}
	for _, c := range conformance {
		cited[c.cite] = true
	}
	for _, section := range []string{"5.1", "5.2", "5.3", "5.4", "5.5", "5.5.1", "5.5.2", "5.5.3", "5.6", "6.1", "6.2",
		"7.1.1", "7.1.2", "7.1.5", "7.1.6", "7.1.7", "7.4.1", "7.4.2", "8.1"} {
		if !cited[section] {
			t.Errorf("§%s has no case", section)
		}
	}
}

// TestExamples: the bytes of RFC 6455 §5.7, and the exact bytes of what comes back.
func TestExamples(t *testing.T) {
	s := start(t, Limits{})
	for _, c := range []struct{ send, want string }{
		{"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", "\x81\x05Hello"},
		{"\x01\x83\x00\x00\x00\x00Hel\x80\x82\x00\x00\x00\x00lo", "\x81\x05Hello"},
		{"\x89\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", "\x8a\x05Hello"},
		{"\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58\x89\x80\x00\x00\x00\x00", "\x8a\x00"},
		{"\x82\xFE\x01\x00\x00\x00\x00\x00" + long(256), "\x82\x7E\x01\x00" + long(256)},
		{"\x82\xFF\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00" + long(65536), "\x82\x7F\x00\x00\x00\x00\x00\x01\x00\x00" + long(65536)},
		{"\x88\x80\x00\x00\x00\x00", "\x88\x00"},
	} {
		conn := s.dial(t)
		client := open(t, conn, goodHead)
		client.send(c.send)
		got := make([]byte, len(c.want))
		if n, err := io.ReadFull(io.MultiReader(strings.NewReader(string(client.got)), conn), got); string(got) != c.want {
			t.Errorf("% x got % x, %v; want % x", c.send[:min(len(c.send), 20)], got[:min(n, 20)], err, c.want[:min(len(c.want), 20)])
		}
		conn.Close()
	}
}

// TestCloseCodes sends every kind of code (RFC 6455 §7.4): those that may cross the wire come back.
func TestCloseCodes(t *testing.T) {
	s := start(t, Limits{Unlimited: true})
	for _, c := range []struct {
		codes []int
		ok    bool
	}{
		{[]int{1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999}, true},
		{[]int{0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}, false},
	} {
		for _, code := range c.codes {
			client := open(t, s.dial(t), goodHead)
			client.send(closeFrame(code, "reason"))
			want := "close " + strconv.Itoa(code)
			if !c.ok {
				want = "close 1002"
			}
			client.want(want)
			client.want("end")
		}
	}
}

// TestHeadAndFrames sends frames in the same segment as the head.
func TestHeadAndFrames(t *testing.T) {
	s := start(t, Limits{})
	over(t, s, func(t *testing.T, dial func(testing.TB) net.Conn) {
		c := open(t, dial(t), goodHead+f(0x81, "early")+f(0x81, long(6000))+closeFrame(1000, ""))
		c.want(`text "early"`)
		c.want(`text "` + long(6000) + `"`)
		c.want("close 1000")
		c.want("end")
	})
}

// TestDeflate runs messages through permessage-deflate (RFC 7692), with context takeover and without.
func TestDeflate(t *testing.T) {
	s := start(t, Limits{Unlimited: true})
	for path, again := range map[string]string{"/echo": `z text "Hello"`, "/echo?takeover=off": "close 1007"} {
		t.Run(path, func(t *testing.T) { testDeflate(t, s, strings.Replace(deflateHead, "/echo", path, 1), again) })
	}
}

// testDeflate tests with and without context takeover. again is the result of a reference to the previous message.
func testDeflate(t *testing.T, s *server, head, again string) {
	hello := string(new(deflate.Deflater).Deflate(nil, []byte("Hello")))
	over(t, s, func(t *testing.T, dial func(testing.TB) net.Conn) {
		for _, c := range []struct {
			name string
			send []string
			want []string // a compressed echo is written decompressed
		}{
			{"the sample of §7.2.3.1", []string{f(0xC1, "\xf2\x48\xcd\xc9\xc9\x07\x00")}, []string{`z text "Hello"`}},
			{"not compressed although agreed", []string{f(0x81, "Hello")}, []string{`text "Hello"`}},
			{"in fragments, §7.2.3.1", []string{f(0x41, "\xf2\x48\xcd"), f(0x80, "\xc9\xc9\x07\x00")}, []string{`z text "Hello"`}},
			{"a block without compression, §7.2.3.3", []string{f(0xC1, "\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00")}, []string{`z text "Hello"`}},
			{"a block marked as the last, §7.2.3.4", []string{f(0xC1, "\xf3\x48\xcd\xc9\xc9\x07\x00\x00")}, []string{`z text "Hello"`}},
			{"two blocks, §7.2.3.5", []string{f(0xC1, "\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00")}, []string{`z text "Hello"`}},
			{"an empty message, §7.2.3.6", []string{f(0xC2, "\x00")}, []string{`z binary ""`}},
			{"no payload at all, not even an empty block", []string{f(0xC1, "")}, []string{"close 1007"}},
			{"an empty message in fragments", []string{f(0x41, "") + f(0x00, "\x00") + f(0x80, "")}, []string{`z text ""`}},
			{"in fragments of one byte", fragments(0x41, hello, 1), []string{`z text "Hello"`}},
			{"byte by byte", bytewise(f(0xC1, hello)), []string{`z text "Hello"`}},
			{"compressed and not, in turn", []string{f(0xC1, hello) + f(0x82, "b") + f(0xC2, hello)}, []string{`z text "Hello"`, `binary "b"`, `z binary "Hello"`}},
			{"not compressed, in fragments", []string{f(0x01, "He") + f(0x80, "llo")}, []string{`text "Hello"`}},
			{"a last block and one behind it, §7.2.3.4", []string{f(0xC1, "\xf3\x48\xcd\xc9\xc9\x07\x00\xf2\x48\xcd\xc9\xc9\x07\x00")}, []string{`z text "HelloHello"`}},
			{"a character across blocks", []string{f(0xC1, "\x00\x01\x00\xfe\xff\xc3\x00\x01\x00\xfe\xff\xa4\x00")}, []string{`z text "ä"`}},
			{"what cannot be compressed", []string{f(0xC2, stored(65536))}, []string{`z binary "` + long(65536) + `"`}},
			{"a block that ends too early", []string{f(0xC2, "\x00\x10\x00\xef\xff\x48")}, []string{"close 1007"}},
			{"a block of a kind that does not exist", []string{f(0xC2, "\x06")}, []string{"close 1007"}},
			{"RSV1 on a message inside another", []string{f(0x41, hello) + f(0xC1, hello)}, []string{"close 1002"}},
			{"RSV1 on a pong", []string{f(0xCA, "")}, []string{"close 1002"}},
			{"RSV1 on a close", []string{f(0xC8, "")}, []string{"close 1002"}},
			{"a close inside a compressed message", []string{f(0x41, hello[:2]) + closeFrame(1000, "")}, []string{"close 1000"}},
			{"many messages", []string{strings.Repeat(f(0xC1, hello), 5)}, []string{`z text "Hello"`, `z text "Hello"`, `z text "Hello"`, `z text "Hello"`, `z text "Hello"`}},
			{"the largest message", []string{f(0xC1, string(new(deflate.Deflater).Deflate(nil, []byte(long(65536)))))}, []string{`z text "` + long(65536) + `"`}},
			{"a message over the limit", []string{f(0xC1, string(new(deflate.Deflater).Deflate(nil, []byte(long(65537)))))}, []string{"close 1009"}},
			{"text that is not UTF-8", []string{f(0xC1, string(new(deflate.Deflater).Deflate(nil, []byte("a\xFF"))))}, []string{"close 1007"}},
			{"text that ends inside a character", []string{f(0xC1, string(new(deflate.Deflater).Deflate(nil, []byte("a\xE4"))))}, []string{"close 1007"}},
			{"no DEFLATE data", []string{f(0xC2, "\xFF\xFF\xFF")}, []string{"close 1007"}},
			{"a reference to an earlier message, §7.1.1.2", []string{f(0xC1, "\xf2\x48\xcd\xc9\xc9\x07\x00") + f(0xC1, "\xf2\x00\x11\x00\x00")}, []string{`z text "Hello"`, again}},
			{"a message between that was not compressed, §7.2.3.2", []string{f(0xC1, "\xf2\x48\xcd\xc9\xc9\x07\x00") + f(0x81, "12345") + f(0xC1, "\xf2\x00\x11\x00\x00")}, []string{`z text "Hello"`, `text "12345"`, again}},
			{"RSV1 on a continuation", []string{f(0x41, hello) + f(0xC0, "")}, []string{"close 1002"}},
			{"RSV1 on a ping", []string{f(0xC9, "")}, []string{"close 1002"}},
			{"RSV1 and RSV2", []string{f(0xE1, "")}, []string{"close 1002"}},
			{"a ping inside a compressed message", []string{f(0x41, hello[:2]) + f(0x89, "p") + f(0x80, hello[2:])}, []string{`pong "p"`, `z text "Hello"`}},
		} {
			t.Run(c.name, func(t *testing.T) {
				client := open(t, dial(t), head)
				client.send(c.send...)
				in := frame.Inflater{Window: frame.Window{Takeover: again != "close 1007"}}
				for _, want := range c.want {
					h, payload, err := client.next()
					if err != nil {
						t.Fatalf("got %v, want %s", err, want)
					}
					if h.RSV == frame.RSV1 {
						var data []byte
						if bad := in.Inflate([]byte(payload), h.Opcode, 1<<20, func(piece []byte) { data = append(data, piece...) }); bad != nil {
							t.Fatalf("the echo does not inflate: %v", bad)
						}
						payload = string(data)
					}
					if got := say(h, payload); got != want {
						t.Errorf("got %.200s, want %.200s", got, want)
					}
				}
			})
		}
	})
}

func long(n int) string { return strings.Repeat("0123456789abcdef", n/16+1)[:n] }

// bytewise returns the single bytes.
func bytewise(s string) []string {
	parts := make([]string, len(s))
	for i := range parts {
		parts[i] = s[i : i+1]
	}
	return parts
}

// stored returns long(n) in blocks without compression, as a compressor writes data that it cannot shrink.
func stored(n int) string {
	var b strings.Builder
	for text := long(n); ; {
		size := min(len(text), 65535)
		b.Write([]byte{0, byte(size), byte(size >> 8), ^byte(size), ^byte(size >> 8)})
		b.WriteString(text[:size])
		if text = text[size:]; text == "" {
			b.WriteByte(0)
			return b.String()
		}
	}
}
