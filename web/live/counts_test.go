package live

import (
	"context"
	"io"
	"maps"
	"net"
	"reflect"
	"strings"
	"testing"
)

// TestCounts: the counters after sessions, refusals and a try. Serve returns after the end of a connection, so that each is counted by
// then.
func TestCounts(t *testing.T) {
	e := quiet(Limits{Message: 1000, Session: patience, Sessions: 1})
	hello, closing := f(0x81, "Hello"), closeFrame(1000, "")
	// serve has a client send a text and read until the end; when its Hello comes back it closes the session.
	serve := func(text string) {
		client, server := net.Pipe()
		deadline(t, client)
		go io.WriteString(client, text)
		go func() {
			b := make([]byte, 1000)
			for seen := ""; ; {
				n, err := client.Read(b)
				if err != nil {
					return
				}
				if seen += string(b[:n]); strings.Contains(seen, "Hello") {
					if open := e.Counts().Sessions; open != 1 {
						t.Errorf("%d sessions are open during one", open)
					}
					io.WriteString(client, closing)
					seen = ""
				}
			}
		}()
		e.Serve(server, "", nil)
	}
	serve(goodHead + f(0x89, "") + hello)
	serve(goodHead + hello)
	got := e.Counts()
	received := int64(len(hello+f(0x89, "")+closing) + len(hello+closing))
	sent := int64(2*len("\x81\x05Hello") + len("\x8A\x00") + 2*len("\x88\x02\x03\xE8"))
	if got.Sessions != 0 || got.Frames != 5 || got.Received != received || got.Sent != sent {
		t.Errorf("%+v; want 5 frames, %d bytes received and %d sent", got, received, sent)
	}

	serve(goodHead + f(0x81, strings.Repeat("a", 2000)))
	serve(strings.Replace(goodHead, "GET", "POST", 1))
	before := e.Counts()
	e.Try(context.Background(), []byte(goodHead), nil, []string{"Hello"})
	before.Tries++
	if after := e.Counts(); !reflect.DeepEqual(before, after) {
		t.Errorf("a try counts as a try alone; before %+v, after %+v", before, after)
	}
	e.admitted++ // as many as there may be
	serve(goodHead)
	got = e.Counts()
	if want := map[int]int64{101: 3, 405: 1, 503: 1}; !maps.Equal(got.Handshakes, want) {
		t.Errorf("handshakes %v, want %v", got.Handshakes, want)
	}
	maps.DeleteFunc(got.Refused, func(_ string, n int64) bool { return n == 0 })
	if want := map[string]int64{"sessions": 1, "message_size": 1}; !maps.Equal(got.Refused, want) {
		t.Errorf("refused %v, want %v", got.Refused, want)
	}
}
