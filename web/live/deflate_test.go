package live

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/frame"
	"upgrade101/handshake/frame/deflate"
	"upgrade101/handshake/frame/deflate/deflatetest"
	"upgrade101/handshake/head"
)

// offering is a good head with an offer of permessage-deflate.
func offering(path, params string) string {
	return strings.Replace(strings.Replace(deflateHead, "; client_max_window_bits", params, 1), "/echo", path, 1)
}

// deflating is a client that uses the agreement to its limits, and checks that the server keeps to it.
type deflating struct {
	*client
	agreed *handshake.Deflate
	out    deflate.Deflater
	kept   []byte // the bytes that the server may refer to
}

func openDeflating(t testing.TB, s *server, head_ string) *deflating {
	t.Helper()
	c := &deflating{client: &client{t: t, conn: s.pipe(t)}}
	c.send(head_)
	response := head.ParseResponse(c.reply())
	if c.agreed = handshake.NegotiatedDeflate(&response); c.agreed == nil {
		t.Fatalf("%q is declined", head_)
	}
	c.out.Window = c.agreed.Client()
	return c
}

// message is compressed and cut into fragments of that size, 0: none.
func (c *deflating) message(text []byte, fragment int) []string {
	small := string(c.out.Deflate(nil, text))
	if fragment == 0 {
		return []string{f(0xC2, small)}
	}
	return fragments(0x42, small, fragment)
}

// echo reads a compressed message with an inflater that keeps only what the client must keep. It returns the message, and the
// distance of its farthest reference.
func (c *deflating) echo() (text []byte, farthest int) {
	c.t.Helper()
	h, payload, err := c.next()
	if err != nil || h.RSV != frame.RSV1 || h.Opcode != frame.Binary {
		c.t.Fatalf("got %.100s, %v; want a compressed message", say(h, payload), err)
	}
	window := c.agreed.Server()
	text, farthest, err = deflatetest.Inflate(c.kept, []byte(payload))
	if err != nil || farthest > window.Size() {
		c.t.Fatalf("the echo refers %d bytes back, agreed were %d: %v", farthest, window.Size(), err)
	}
	if window.Takeover {
		c.kept = append(c.kept, text...)
		c.kept = c.kept[max(0, len(c.kept)-window.Size()):]
	}
	return text, farthest
}

// TestDeflateWindows: of every offer, messages of all sizes come back compressed within the windows that were agreed on.
func TestDeflateWindows(t *testing.T) {
	s := start(t, Limits{Unlimited: true, Message: 128 << 10})
	samples := map[int][]byte{}
	for _, size := range []int{0, 16, 64, 256, 1 << 10, 4 << 10, 32 << 10, 128 << 10} {
		text := []byte{}
		for i := 0; len(text) < size; i++ {
			text = fmt.Appendf(text, `{"id":%d,"name":"vessel %d","course":%d}`, i*i%977, i%13, i*7%360)
		}
		samples[size] = text[:size]
	}
	for server := 7; server <= 15; server++ {
		for client := 7; client <= 15; client++ {
			for flags := range 4 {
				params := ""
				if server > 7 {
					params += fmt.Sprintf("; server_max_window_bits=%d", server)
				}
				switch {
				case client == 8: // a client that offers 8 bits for itself, and gets no reply to that
					params += "; client_max_window_bits"
				case client > 8:
					params += fmt.Sprintf("; client_max_window_bits=%d", client)
				}
				params += [...]string{"", "; server_no_context_takeover", "; client_no_context_takeover", "; server_no_context_takeover; client_no_context_takeover"}[flags]
				c := openDeflating(t, s, offering("/echo", params))
				most := 4 << 10
				if client == 7 || client == server {
					most = 128 << 10
				}
				for _, fragment := range []int{0, 100} {
					for _, size := range []int{16, 0, 64, 256, 1 << 10, 16, 4 << 10, 32 << 10, 128 << 10, 64} {
						if size > most || fragment > 0 && size > 32<<10 {
							continue
						}
						c.send(c.message(samples[size], fragment)...)
						if text, _ := c.echo(); !bytes.Equal(text, samples[size]) {
							t.Fatalf("%q: %d bytes do not come back", params, size)
						}
					}
				}
				c.send(closeFrame(1000, ""))
				c.want("close 1000")
			}
		}
	}
}

// TestDeflateTakeover: the server refers to its earlier messages if the agreement allows it, whether it echoes messages unchanged or
// compresses them again.
func TestDeflateTakeover(t *testing.T) {
	s := start(t, Limits{})
	text := []byte("a text that is long enough to be worth a reference: 0123456789, and comes three times")
	for _, x := range []struct {
		path, params string
		takeover     bool
	}{
		{"/echo", "", true},
		{"/echo", "; server_max_window_bits=9", true},
		{"/echo", "; client_max_window_bits=9; server_max_window_bits=12", true},
		{"/echo", "; client_no_context_takeover; server_max_window_bits=9", true},
		{"/echo", "; server_no_context_takeover", false},
		{"/echo", "; server_no_context_takeover; server_max_window_bits=9", false},
		{"/echo?takeover=off", "; server_max_window_bits=9", false},
		{"/echo?takeover=off", "", false},
	} {
		c := openDeflating(t, s, offering(x.path, x.params))
		before := 0
		for i := range 3 {
			c.send(c.message(text, 0)...)
			got, farthest := c.echo()
			if refers := farthest >= len(text); !bytes.Equal(got, text) || refers != (x.takeover && i > 0) {
				t.Errorf("%s with %q, message %d: %q refers %d bytes back; takeover %v", x.path, x.params, i, got, farthest, x.takeover)
			}
			if len(c.kept) < before {
				t.Errorf("%d bytes are kept, after %d", len(c.kept), before)
			}
			before = len(c.kept)
		}
	}
}

// TestDeflateCrowded: with many sessions, the server declines context takeover, and with fewer it accepts it again.
func TestDeflateCrowded(t *testing.T) {
	const yes, no = "permessage-deflate\r\n\r\n", "permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n\r\n"
	for _, x := range []struct {
		limit int
		want  []string
	}{{2, []string{yes, yes, no, no}}, {-1, []string{no}}, {0, []string{yes, yes, yes}}} {
		s := start(t, Limits{Takeover: x.limit})
		var clients []*client
		for i, want := range x.want {
			c := &client{t: t, conn: s.pipe(t)}
			c.send(offering("/echo", ""))
			if reply := c.reply(); !strings.HasSuffix(reply, want) {
				t.Errorf("limit %d, session %d: got %q, want %q", x.limit, i, reply, want)
			}
			clients = append(clients, c)
		}
		for _, c := range clients {
			c.send(closeFrame(1000, ""))
			c.want("close 1000")
			c.conn.Close()
		}
		s.until(t, func() bool { return s.Sessions() == 0 })
		c := &client{t: t, conn: s.pipe(t)}
		c.send(offering("/echo", ""))
		if reply := c.reply(); !strings.HasSuffix(reply, x.want[0]) {
			t.Errorf("limit %d, after all are gone: got %q, want %q", x.limit, reply, x.want[0])
		}
	}
}

// TestDeflateMemory: a session keeps no more of its messages than the agreed windows.
func TestDeflateMemory(t *testing.T) {
	for _, x := range []struct {
		params string
		most   int
	}{
		{"", 32 << 10}, {"; server_max_window_bits=9", 32<<10 + 512}, {"; client_max_window_bits=10; server_max_window_bits=10", 1 << 10},
		{"; client_no_context_takeover", 0}, {"; client_no_context_takeover; server_max_window_bits=8", 256},
		{"; client_no_context_takeover; server_no_context_takeover; server_max_window_bits=9", 0}, {"; server_no_context_takeover", 32 << 10},
	} {
		h := head.ParseRequest(offering("/echo", x.params))
		report := handshake.ReplyTo(h.Raw, handshake.Policy{})
		e := New(Config{})
		s := e.newSession(nil, nil, "", report.Deflate)
		if s.deflate.in.Kept() != nil || s.deflate.out.Kept() != nil {
			t.Errorf("%q: a window is made before it is needed", x.params)
		}
		out := deflate.Deflater{Window: report.Deflate.Client()}
		for i := range 40 {
			message := out.Deflate(nil, fmt.Appendf(nil, "%d %s", i, long(40*i*i)))
			s.in = []byte(f(0xC2, string(message)))
			if err := s.take(); err != nil {
				t.Fatal(err)
			}
			drop(&s.out)
			if held := cap(s.deflate.in.Kept()) + cap(s.deflate.out.Kept()); held > x.most || s.deflate.text != nil {
				t.Fatalf("%q: %d bytes are held after message %d; want at most %d", x.params, held, i, x.most)
			}
		}
	}
}

// TestDeflateWork: a message that is compressed again counts with its full length, one that is echoed unchanged with its length on the
// wire, so that a few bytes cause no more work than the limits allow.
func TestDeflateWork(t *testing.T) {
	for params, anew := range map[string]bool{"": false, "; server_max_window_bits=9": true, "; server_no_context_takeover": true, "; client_no_context_takeover": false} {
		h := head.ParseRequest(offering("/echo", params))
		report := handshake.ReplyTo(h.Raw, handshake.Policy{})
		s := New(Config{}).newSession(nil, nil, "", report.Deflate)
		s.in = []byte(f(0xC2, string(new(deflate.Deflater).Deflate(nil, make([]byte, 64<<10)))))
		if err := s.take(); err != nil {
			t.Fatal(err)
		}
		before := s.bytes.TokensAt(at())
		if err := s.slow(); err != nil {
			t.Fatal(err)
		}
		if charged := before - s.bytes.TokensAt(at()); charged > 60<<10 != anew || s.deflate.work != 0 {
			t.Errorf("%q: %v bytes are charged and %d left, compressed anew %v", params, charged, s.deflate.work, anew)
		}
		drop(&s.out)
	}
}

// TestDeflateBombs: the decompressed length of a message is bounded with every agreement, also with references to earlier messages.
func TestDeflateBombs(t *testing.T) {
	s := start(t, Limits{Unlimited: true})
	for _, params := range []string{"", "; server_max_window_bits=9", "; server_no_context_takeover", "; client_no_context_takeover"} {
		c := openDeflating(t, s, offering("/echo", params))
		zeros := make([]byte, 64<<10)
		for range 3 {
			c.send(c.message(zeros, 0)...)
			if text, _ := c.echo(); !bytes.Equal(text, zeros) {
				t.Fatalf("%q: the largest message does not come back", params)
			}
		}
		c.send(c.message(make([]byte, 20<<20), 0)...)
		c.want("close 1009")
	}
}

// TestWireInflated: reports have the content of compressed messages, also with context takeover. A command, which is not echoed, does
// not disturb that.
func TestWireInflated(t *testing.T) {
	s := start(t, Limits{})
	for _, params := range []string{"", "; server_max_window_bits=9", "; server_no_context_takeover", "; client_no_context_takeover; client_max_window_bits=9"} {
		c := openDeflating(t, s, offering("/wire", params))
		var heads Heads
		c.json(&heads)
		for i, text := range []string{"a text that comes twice, says the text", "a text that comes twice, says the text", "COMMAND", "a text that comes twice, says the text", long(300)} {
			command := text == "COMMAND"
			if command {
				text = fmt.Sprintf(`{"type":"command","key":%q,"number":1,"do":"ping"}`, heads.CommandKey)
			}
			small := string(c.out.Deflate(nil, []byte(text)))
			c.send(f(0x41, small[:1]), f(0x80, small[1:]))
			if r := c.take(); r.Fin || r.Text != nil {
				t.Errorf("%q, message %d: its first frame is reported as %+v", params, i, r)
			}
			inflated := func(from string, r frame.Record) {
				if r.From != from || string(r.Text) != text[:min(len(text), excerpt)] || r.TextLength != len(text) {
					t.Errorf("%q, message %d is reported as %+v", params, i, r)
				}
			}
			inflated("client", c.take())
			r := c.take()
			if command {
				if r.Text != nil {
					t.Errorf("%q: a ping is reported as %+v", params, r)
				}
				c.want(`ping ""`)
				continue
			}
			inflated("server", r)
			_, payload, err := c.next()
			got, _, bad := deflatetest.Inflate(c.kept, []byte(payload))
			if err != nil || bad != nil || string(got) != text {
				t.Errorf("%q, message %d comes back as %q, %v, %v", params, i, got, err, bad)
			}
			if c.agreed.Server().Takeover {
				c.kept = append(c.kept, text...)
			}
		}
		// An uncompressed message has no other content.
		c.send(f(0x81, "plain"))
		for range 2 {
			if r := c.take(); r.Text != nil {
				t.Errorf("%q: a plain message is reported as %+v", params, r)
			}
		}
		c.want(`text "plain"`)
	}
}

// TestTryInflated: a transcript has the content of compressed messages.
func TestTryInflated(t *testing.T) {
	s := start(t, Limits{Try: patience})
	text := strings.Repeat("Hello, ", 60)
	for _, params := range []string{"", "; client_max_window_bits=9", "; server_max_window_bits=8", "; server_no_context_takeover"} {
		tr := s.Try(t.Context(), []byte(offering("/echo", params)), nil, []string{text, text, "Hello"})
		var got []string
		for _, r := range tr.Frames {
			if r.RSV == frame.RSV1 {
				got = append(got, fmt.Sprintf("%s %d %s", r.From, r.TextLength, r.Text))
			}
		}
		var want []string
		for _, from := range []string{"client", "server"} {
			want = append(want, from+" 420 "+text[:excerpt], from+" 420 "+text[:excerpt], from+" 5 Hello")
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%q:\n%s\nwant\n%s", params, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}
