// Package clients connects common WebSocket clients to the live endpoint.
package clients

import (
	"bytes"
	"context"
	crand "crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	coder "github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"

	"upgrade101/web"
)

// patience is the timeout of a session on a busy machine.
const patience = 2 * time.Minute

// serve starts the site as the program does, without rates, and returns the URL of /echo.
func serve(t *testing.T) string {
	t.Helper()
	site, err := web.New(web.Config{NoLimits: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- site.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	return "ws://" + listener.Addr().String() + "/echo"
}

// sizes are the ends of the length forms (RFC 6455 §5.2), and the most that is taken.
var sizes = []int{0, 125, 126, 65536}

type message struct {
	text    bool
	payload []byte
}

func (m message) String() string {
	if m.text {
		return fmt.Sprintf("text of %d bytes", len(m.payload))
	}
	return fmt.Sprintf("binary of %d bytes", len(m.payload))
}

// messages are a text that deflate shrinks and bytes that it cannot, of each size.
func messages() (out []message) {
	for _, n := range sizes {
		random := make([]byte, n)
		crand.Read(random)
		text := []byte(strings.Repeat("a plain text, ", n/14+1)[:n])
		out = append(out, message{true, text}, message{false, random})
	}
	return out
}

// negotiated fails the test unless the answer has permessage-deflate exactly if it was offered.
func negotiated(t *testing.T, answer *http.Response, offered bool) {
	t.Helper()
	got := answer.Header.Get("Sec-WebSocket-Extensions")
	if strings.HasPrefix(got, "permessage-deflate") != offered {
		t.Errorf("permessage-deflate offered: %t; answered: %q", offered, got)
	}
}

func TestCoder(t *testing.T) {
	url := serve(t)
	for name, mode := range map[string]coder.CompressionMode{
		"plain":                       coder.CompressionDisabled,
		"deflate":                     coder.CompressionContextTakeover,
		"deflate no context takeover": coder.CompressionNoContextTakeover,
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			c, answer, err := coder.Dial(ctx, url, &coder.DialOptions{CompressionMode: mode, CompressionThreshold: 1})
			if err != nil {
				t.Fatal(err)
			}
			defer c.CloseNow()
			c.SetReadLimit(1 << 20)
			negotiated(t, answer, mode != coder.CompressionDisabled)
			for _, m := range messages() {
				kind := coder.MessageBinary
				if m.text {
					kind = coder.MessageText
				}
				if err := c.Write(ctx, kind, m.payload); err != nil {
					t.Fatalf("%v: %v", m, err)
				}
				gotKind, got, err := c.Read(ctx)
				if err != nil || gotKind != kind || !bytes.Equal(got, m.payload) {
					t.Fatalf("%v came back as %v of %d bytes, %v", m, gotKind, len(got), err)
				}
			}
			// Close waits for the answer, and is content only with the same code.
			if err := c.Close(coder.StatusNormalClosure, "done"); err != nil {
				t.Errorf("close: %v", err)
			}
		})
	}
}

func TestGorilla(t *testing.T) {
	url := serve(t)
	for name, deflate := range map[string]bool{"plain": false, "deflate": true} {
		t.Run(name, func(t *testing.T) {
			dialer := gorilla.Dialer{EnableCompression: deflate, HandshakeTimeout: patience}
			c, answer, err := dialer.DialContext(t.Context(), url, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			_ = c.NetConn().SetDeadline(time.Now().Add(patience))
			negotiated(t, answer, deflate)
			for _, m := range messages() {
				kind := gorilla.BinaryMessage
				if m.text {
					kind = gorilla.TextMessage
				}
				if err := c.WriteMessage(kind, m.payload); err != nil {
					t.Fatalf("%v: %v", m, err)
				}
				gotKind, got, err := c.ReadMessage()
				if err != nil || gotKind != kind || !bytes.Equal(got, m.payload) {
					t.Fatalf("%v came back as kind %d of %d bytes, %v", m, gotKind, len(got), err)
				}
			}
			if err := c.WriteMessage(gorilla.CloseMessage, gorilla.FormatCloseMessage(gorilla.CloseNormalClosure, "done")); err != nil {
				t.Fatal(err)
			}
			if _, _, err := c.ReadMessage(); !gorilla.IsCloseError(err, gorilla.CloseNormalClosure) {
				t.Errorf("close: got %v, want 1000 back", err)
			}
			// The server is the first to close the connection (RFC 6455 §7.1.1).
			if n, err := c.NetConn().Read(make([]byte, 1)); n != 0 || err != io.EOF {
				t.Errorf("after the close frame: %d bytes, %v; want the end", n, err)
			}
		})
	}
}
