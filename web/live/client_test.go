package live

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"upgrade101/handshake/frame"
)

// heard records the events of a Client.
type heard chan string

func (h heard) Refused(_, response string) { h <- "refused " + response[:min(len(response), 12)] }
func (h heard) Open(protocol string)       { h <- strings.TrimSpace("open " + protocol) }
func (h heard) Text(message string)        { h <- "text " + message }
func (h heard) Binary(message []byte)      { h <- fmt.Sprintf("binary %x", message) }
func (h heard) Close(code frame.Code, reason string, clean bool) {
	h <- strings.TrimSpace(fmt.Sprintf("close %d %v %s", code, clean, reason))
}

func (h heard) want(t *testing.T, want ...string) {
	t.Helper()
	for _, w := range want {
		select {
		case got := <-h:
			if got != w {
				t.Errorf("told %q, want %q", got, w)
			}
		case <-time.After(patience):
			t.Fatalf("waited for %q", w)
		}
	}
}

func TestClient(t *testing.T) {
	s := start(t, Limits{})
	for name, head := range map[string]string{"plain": goodHead, "deflate": deflateHead} {
		t.Run(name, func(t *testing.T) {
			h := make(heard, 16)
			c := s.Connect(head, h)
			h.want(t, "open")
			c.Text("Grüße")
			c.Binary([]byte{0, 255})
			c.Text("")
			c.Text(long(60000))
			h.want(t, "text Grüße", "binary 00ff", "text ", "text "+long(60000))
			c.Close(4001, "enough")
			c.Text("too late")
			h.want(t, "close 4001 true")
		})
	}
}

// A Client does not open if a browser would not.
func TestClientRefused(t *testing.T) {
	s := start(t, Limits{})
	for _, head := range []string{
		strings.Replace(goodHead, "Version: 13", "Version: 8", 1),
		strings.Replace(goodHead, "/echo", "/echo?subprotocols=", 1),
	} {
		h := make(heard, 16)
		if strings.Contains(head, "?") { // the server switches, and names none of the subprotocols
			head = strings.Replace(head, "\r\n\r\n", "\r\nSec-WebSocket-Protocol: chat\r\n\r\n", 1)
			s.Connect(head, h)
			h.want(t, "refused HTTP/1.1 101", "close 1006 false")
			continue
		}
		s.Connect(head, h)
		h.want(t, "refused HTTP/1.1 426", "close 1006 false")
	}
}

// A Client answers a ping, and takes part when the server closes.
func TestClientAnswers(t *testing.T) {
	s := start(t, Limits{})
	h := make(heard, 16)
	c := s.Connect(strings.Replace(goodHead, "/echo", "/wire", 1), h)
	h.want(t, "open")
	<-h // the heads
	c.Text("\x00ping hi")
	<-h // its report, and that of the ping
	<-h
	select {
	case report := <-h:
		if !strings.Contains(report, `"from":"client"`) || !strings.Contains(report, `"opcode":10`) {
			t.Errorf("reported is %q, want a pong", report)
		}
	case <-time.After(patience):
		t.Fatal("no pong is reported")
	}
	c.Text("\x00close 1001 bye")
	<-h
	<-h
	h.want(t, "close 1001 true bye")
}
