package live

import (
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"testing"

	"upgrade101/handshake/frame"
	"upgrade101/handshake/frame/deflate"
)

// TestWire: the heads come first, then a record for every frame, exact to the byte, then the echo.
func TestWire(t *testing.T) {
	s := start(t, Limits{})
	over(t, s, func(t *testing.T, dial func(testing.TB) net.Conn) {
		head := strings.Replace(deflateHead, "/echo", "/wire", 1)
		c := &client{t: t, conn: dial(t)}
		c.send(head)
		reply := c.reply()

		var heads Heads
		c.json(&heads)
		if string(heads.Request) != head || string(heads.Response) != reply || heads.Type != "heads" {
			t.Fatalf("heads are %q and %q", heads.Request, heads.Response)
		}
		for _, x := range []struct {
			send string
			want []string // the frames from the server that are not records
		}{
			{f(0x81, "hello"), []string{`text "hello"`}},
			{f(0x82, long(1000)), []string{`binary "` + long(1000) + `"`}},
			{f(0x02, long(5000)), nil},
			{f(0x89, "p"), []string{`pong "p"`}},
			{f(0x80, long(300)), []string{`binary "` + long(5000) + long(300) + `"`}},
			{f(0xC1, "\xf2\x48\xcd\xc9\xc9\x07\x00"), []string{`z text "\xf2H\xcd\xc9\xc9\a\x00"`}},
			{f(0x8A, "unasked"), nil},
			{closeFrame(1001, "bye"), []string{"close 1001"}},
		} {
			c.send(x.send)
			c.record("client", x.send)
			for _, want := range x.want {
				record := c.take()
				h, payload, err := c.next()
				if err != nil || say(h, payload) != want {
					t.Fatalf("got %s, %v; want %s", say(h, payload), err, want)
				}
				compare(t, record, "server", string(frame.Append(nil, h, []byte(payload))))
			}
		}
		c.want("end")
	})
}

// TestWireCommands: what a browser cannot send, the server sends on command. What is not a command is a message,
// also when it looks like one.
func TestWireCommands(t *testing.T) {
	s := start(t, Limits{})
	type part struct {
		bits byte
		text string // KEY is replaced by the key of the session
	}
	const ping = `{"type":"command","key":"KEY","number":1,"do":"ping","payload":"hi"}`
	for _, x := range []struct {
		name string
		send []part
		want string // what comes back; "echo" for the text of the only part
	}{
		{"ping", []part{{0x81, ping}}, `ping "hi"`},
		{"ping, compressed", []part{{0xC1, ping}}, `ping "hi"`},
		{"ping in two frames", []part{{0x01, ping[:30]}, {0x80, ping[30:]}}, `ping "hi"`},
		{"ping without payload", []part{{0x81, `{"type":"command","key":"KEY","number":1,"do":"ping"}`}}, `ping ""`},
		{"close", []part{{0x81, `{"type":"command","key":"KEY","number":1,"do":"close","code":1001,"reason":"bye"}`}}, "close 1001"},
		{"without the key", []part{{0x81, `{"type":"command","number":1,"do":"ping"}`}}, "echo"},
		{"another key", []part{{0x81, `{"type":"command","key":"0123","number":1,"do":"ping"}`}}, "echo"},
		{"another number", []part{{0x81, `{"type":"command","key":"KEY","number":2,"do":"ping"}`}}, "echo"},
		{"binary", []part{{0x82, ping}}, "echo"},
		{"a report", []part{{0x81, `{"type":"frame"}`}}, "echo"},
		{"broken JSON", []part{{0x81, ping[1:]}}, "echo"},

		// The commands of before.
		{"NUL ping", []part{{0x81, "\x00ping hi"}}, `ping "hi"`},
		{"NUL ping in two frames", []part{{0x01, "\x00pi"}, {0x80, "ng hi"}}, `ping "hi"`},
		{"NUL ping, compressed", []part{{0xC1, "\x00ping hi"}}, `ping "hi"`},
		{"NUL ping without payload", []part{{0x81, "\x00ping"}}, `ping ""`},
		{"NUL close", []part{{0x81, "\x00close 1001 bye"}}, "close 1001"},
		{"NUL close without reason", []part{{0x81, "\x00close 4000"}}, "close 4000"},
		{"NUL close with a code that never crosses", []part{{0x81, "\x00close 1006 bye"}}, "echo"},
		{"NUL close without code", []part{{0x81, "\x00close x"}}, "echo"},
		{"NUL and another word", []part{{0x81, "\x00pong hi"}}, "echo"},
		{"NUL in a binary message", []part{{0x82, "\x00ping hi"}}, "echo"},
		{"no NUL", []part{{0x81, "ping hi"}}, "echo"},
	} {
		t.Run(x.name, func(t *testing.T) {
			c, key := openWire(t, s)
			want := x.want
			for _, part := range x.send {
				text := strings.Replace(part.text, "KEY", key, 1)
				if want == "echo" {
					want = fmt.Sprintf("%s %q", frame.Opcode(part.bits&0xF), text)
				}
				if part.bits&0x40 != 0 {
					text = string(new(deflate.Deflater).Deflate(nil, []byte(text)))
				}
				c.send(f(part.bits, text))
				c.record("client", f(part.bits, text))
			}
			record := c.take()
			h, payload, err := c.next()
			if err != nil || say(h, payload) != want {
				t.Fatalf("got %s, %v; want %s", say(h, payload), err, want)
			}
			compare(t, record, "server", string(frame.Append(nil, h, []byte(payload))))
		})
	}
	// /echo takes no commands.
	c := open(t, s.pipe(t), goodHead)
	c.send(f(0x81, "\x00ping hi"))
	c.want(`text "\x00ping hi"`)
}

// TestWireRefusesCommands: a command that cannot be carried out comes back with the reason, and the next has the next number.
func TestWireRefusesCommands(t *testing.T) {
	s := start(t, Limits{})
	c, key := openWire(t, s)
	for i, command := range []string{
		`"do":"dance"`, `"do":"close","code":1006`, `"do":"close","code":70000`, `"do":"close","code":-1`,
		`"do":"ping","payload":"` + long(126) + `"`, `"do":"close","code":1000,"reason":"` + long(124) + `"`,
	} {
		text := fmt.Sprintf(`{"type":"command","key":%q,"number":%d,%s}`, key, i+1, command)
		c.send(f(0x81, text))
		c.record("client", f(0x81, text))
		var r Refusal
		if c.json(&r); r.Type != "refused" || r.Number != i+1 || r.Why == "" {
			t.Errorf("%s: %+v, want why it is refused", command, r)
		}
	}
}

// TestWireCommandIsTakenOnce: the text of a command that was carried out is a message when it comes again, because then a
// person has typed it.
func TestWireCommandIsTakenOnce(t *testing.T) {
	s := start(t, Limits{})
	c, key := openWire(t, s)
	text := fmt.Sprintf(`{"type":"command","key":%q,"number":1,"do":"ping"}`, key)
	for number, want := range []string{`ping ""`, fmt.Sprintf("text %q", text)} {
		c.send(f(0x81, text))
		for i, from := range []string{"client", "server"} {
			var r FrameRecord
			if c.json(&r); r.From != from || r.Number != 2*number+i+1 || r.EchoNext != (number == 1 && i == 1) {
				t.Errorf("report %+v, want number %d from the %s", r, 2*number+i+1, from)
			}
		}
		c.want(want)
	}
}

// openWire opens a session of /wire and reads the first report.
func openWire(t *testing.T, s *server) (c *client, key string) {
	t.Helper()
	c = open(t, s.pipe(t), strings.Replace(deflateHead, "/echo", "/wire", 1))
	var heads Heads
	c.json(&heads)
	if len(heads.CommandKey) != 32 {
		t.Fatalf("the key of commands is %q, want 32 hexadecimal digits", heads.CommandKey)
	}
	return c, heads.CommandKey
}

// TestWireBroken: what breaks a rule is shown too, before the connection is failed.
func TestWireBroken(t *testing.T) {
	s := start(t, Limits{})
	c := open(t, s.dial(t), strings.Replace(goodHead, "/echo", "/wire", 1))
	c.json(&Heads{})
	c.send("\x83\x80\x01\x02\x03\x04")
	c.record("client", "\x83\x80\x01\x02\x03\x04")
	if r := c.take(); r.From != "server" || frame.Opcode(r.Opcode) != frame.Close {
		t.Errorf("got a record of %+v, want one of the Close frame", r)
	}
	c.want("close 1002")
	c.want("end")
}

func TestWireOrigin(t *testing.T) {
	s := start(t, Limits{Unlimited: true})
	for _, c := range []struct {
		path, origin string
		status       int
	}{
		{"/wire", "", 101},
		{"/wire", "https://server.example.com", 101},
		{"/wire", "http://server.example.com", 101},
		{"/wire", "http://server.example.com:80", 101},
		{"/wire", "https://SERVER.example.com", 101},
		{"/wire", "https://server.example.com:8443", 403},
		{"/wire", "https://evil.example", 403},
		{"/wire", "https://server.example.com.evil.example", 403},
		{"/wire", "null", 403},
		{"/wire?origins=https://evil.example", "https://evil.example", 403},
		{"/wire?origins=https://evil.example", "https://server.example.com", 403},
		{"/wire?origins=https://server.example.com", "https://server.example.com", 101},
		{"/wire?origins=same-host", "https://server.example.com", 101},
		{"/wire?origins=*", "https://evil.example", 403},
		{"/wire?origins=*.example.com", "https://server.example.com", 101},
		{"/wire?origins=*.example.com", "https://other.example.com", 403},
		{"/echo?origins=same-host", "https://server.example.com", 101},
		{"/echo?origins=same-host", "https://evil.example", 403},
		{"/echo?origins=*.evil.example", "https://a.evil.example", 101},
		{"/echo", "https://evil.example", 101},
		{"/echo", "null", 101},
	} {
		head := strings.Replace(goodHead, "/echo", c.path, 1)
		if c.origin != "" {
			head = strings.Replace(head, "\r\n\r\n", "\r\nOrigin: "+c.origin+"\r\n\r\n", 1)
		}
		client := &client{t: t, conn: s.dial(t)}
		client.send(head)
		if reply := client.reply(); !strings.HasPrefix(reply, fmt.Sprintf("HTTP/1.1 %d ", c.status)) {
			t.Errorf("%s from %q: %.40q, want %d", c.path, c.origin, reply, c.status)
		}
		client.conn.Close()
	}
}

// json reads a text message into v.
func (c *client) json(v any) {
	c.t.Helper()
	h, payload, err := c.next()
	if err != nil || h.Opcode != frame.Text {
		c.t.Fatalf("got %s, %v; want a report", say(h, payload), err)
	}
	if err := json.Unmarshal([]byte(payload), v); err != nil {
		c.t.Fatalf("%q: %v", payload, err)
	}
}

func (c *client) take() frame.Record {
	c.t.Helper()
	var r FrameRecord
	if c.json(&r); r.Type != "frame" {
		c.t.Fatalf("got a report of type %q, want one of a frame", r.Type)
	}
	return r.Record
}

func (c *client) record(from, wire string) {
	c.t.Helper()
	compare(c.t, c.take(), from, wire)
}

// compare holds a record against the frame it is about.
func compare(t testing.TB, r frame.Record, from, wire string) {
	t.Helper()
	f := frame.Explain([]byte(wire))
	shown := min(int(f.Length), excerpt)
	if r.From != from || r.Fin != f.Fin || r.RSV != f.RSV || frame.Opcode(r.Opcode) != f.Opcode || r.Masked != f.Masked || r.Length != f.Length ||
		string(r.Wire) != wire[:len(wire)-int(f.Length)+shown] || string(r.Payload) != string(f.Payload[:shown]) || r.Cut != (shown < int(f.Length)) {
		t.Errorf("got the record %+v, want one of %q from the %s", r, wire, from)
	}
}
