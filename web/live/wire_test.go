package live

import (
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"testing"

	"upgrade101/handshake/frame"
)

// TestWire: the heads come first, then a record for every frame, exact to the byte, then the echo.
func TestWire(t *testing.T) {
	s := start(t, Limits{})
	over(t, s, func(t *testing.T, dial func(testing.TB) net.Conn) {
		head := strings.Replace(deflateHead, "/echo", "/wire", 1)
		c := &client{t: t, conn: dial(t)}
		c.send(head)
		answer := c.answer()

		var heads Heads
		c.json(&heads)
		if string(heads.Request) != head || string(heads.Response) != answer || heads.Type != "heads" {
			t.Fatalf("heads are %q and %q", heads.Request, heads.Response)
		}
		for _, x := range []struct {
			send string
			want []string // the frames from the server that are no records
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

// TestWireOrders: what a browser cannot send, the server sends when asked to; a message that only looks
// like an order is a message.
func TestWireOrders(t *testing.T) {
	s := start(t, Limits{})
	for _, x := range []struct {
		send []string
		want string
	}{
		{[]string{f(0x81, "\x00ping hi")}, `ping "hi"`},
		{[]string{f(0x01, "\x00pi"), f(0x80, "ng hi")}, `ping "hi"`},
		{[]string{f(0xC1, string(frame.Deflate(nil, []byte("\x00ping hi"))))}, `ping "hi"`},
		{[]string{f(0x81, "\x00ping")}, `ping ""`},
		{[]string{f(0x81, "\x00close 1001 bye")}, "close 1001"},
		{[]string{f(0x81, "\x00close 4000")}, "close 4000"},
		{[]string{f(0x81, "\x00close 1006 bye")}, `text "\x00close 1006 bye"`},
		{[]string{f(0x81, "\x00close x")}, `text "\x00close x"`},
		{[]string{f(0x81, "\x00pong hi")}, `text "\x00pong hi"`},
		{[]string{f(0x82, "\x00ping hi")}, `binary "\x00ping hi"`},
		{[]string{f(0x81, "ping hi")}, `text "ping hi"`},
	} {
		t.Run(x.want, func(t *testing.T) {
			c := open(t, s.pipe(t), strings.Replace(deflateHead, "/echo", "/wire", 1))
			c.json(&Heads{})
			for _, part := range x.send {
				c.send(part)
				c.record("client", part)
			}
			record := c.take()
			h, payload, err := c.next()
			if err != nil || say(h, payload) != x.want {
				t.Fatalf("got %s, %v; want %s", say(h, payload), err, x.want)
			}
			compare(t, record, "server", string(frame.Append(nil, h, []byte(payload))))
		})
	}
	// /echo takes no orders.
	c := open(t, s.pipe(t), goodHead)
	c.send(f(0x81, "\x00ping hi"))
	c.want(`text "\x00ping hi"`)
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
		if answer := client.answer(); !strings.HasPrefix(answer, fmt.Sprintf("HTTP/1.1 %d ", c.status)) {
			t.Errorf("%s from %q: %.40q, want %d", c.path, c.origin, answer, c.status)
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

func (c *client) take() Record {
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
func compare(t testing.TB, r Record, from, wire string) {
	t.Helper()
	f := frame.Explain([]byte(wire))
	shown := min(int(f.Length), excerpt)
	if r.From != from || r.Fin != f.Fin || r.RSV != f.RSV || frame.Opcode(r.Opcode) != f.Opcode || r.Masked != f.Masked || r.Length != f.Length ||
		string(r.Wire) != wire[:len(wire)-int(f.Length)+shown] || string(r.Payload) != string(f.Payload[:shown]) || r.Cut != (shown < int(f.Length)) {
		t.Errorf("got the record %+v, want one of %q from the %s", r, wire, from)
	}
}
