//go:build linux

package live

import (
	"fmt"
	"io"
	"strings"
	"testing"

	coder "github.com/coder/websocket"
	gobwas "github.com/gobwas/ws"
	"github.com/gobwas/ws/wsflate"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"
)

// TestDeflateClients: other clients can read the echoes, each with the windows that it can offer.
func TestDeflateClients(t *testing.T) {
	s := start(t, Limits{Unlimited: true})
	var texts []string
	for _, size := range []int{16, 200, 200, 3000, 3000, 60000, 16} {
		texts = append(texts, strings.Repeat("text that repeats itself, ", size/26+1)[:size])
	}
	url := "ws://" + s.addr + "/echo"
	check := func(name string, echo func(text string) (string, error)) {
		t.Helper()
		for i, text := range texts {
			if got, err := echo(text); err != nil || got != text {
				t.Errorf("%s, message %d: %d of %d bytes come back, %v", name, i, len(got), len(text), err)
				return
			}
		}
	}

	for _, takeover := range []bool{false, true} {
		for bits := 8; bits <= 15; bits++ {
			name := fmt.Sprintf("gws, %d bits, takeover %v", bits, takeover)
			got := make(chan string, 1)
			c, response, err := gws.NewClient(&gwsHears{got: got}, &gws.ClientOption{Addr: url, PermessageDeflate: gws.PermessageDeflate{
				Enabled: true, Threshold: 1, ServerContextTakeover: takeover, ClientContextTakeover: takeover, ServerMaxWindowBits: bits, ClientMaxWindowBits: max(9, bits)}})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if reply := response.Header.Get("Sec-WebSocket-Extensions"); bits < 15 && !strings.Contains(reply, fmt.Sprintf("server_max_window_bits=%d", bits)) ||
				takeover == strings.Contains(reply, "context_takeover") {
				t.Errorf("%s: got %q", name, reply)
			}
			go c.ReadLoop()
			check(name, func(text string) (string, error) {
				if err := c.WriteString(text); err != nil {
					return "", err
				}
				return <-got, nil
			})
			c.NetConn().Close()
		}
	}

	for _, mode := range []coder.CompressionMode{coder.CompressionContextTakeover, coder.CompressionNoContextTakeover} {
		c, _, err := coder.Dial(t.Context(), url, &coder.DialOptions{CompressionMode: mode, CompressionThreshold: 1})
		if err != nil {
			t.Fatal(err)
		}
		c.SetReadLimit(1 << 20)
		check(fmt.Sprint("coder, mode ", mode), func(text string) (string, error) {
			if err := c.Write(t.Context(), coder.MessageText, []byte(text)); err != nil {
				return "", err
			}
			_, got, err := c.Read(t.Context())
			return string(got), err
		})
		c.CloseNow()
	}

	dialer := gorilla.Dialer{EnableCompression: true}
	c, _, err := dialer.Dial(url, nil)
	if err != nil {
		t.Fatal(err)
	}
	check("gorilla", func(text string) (string, error) {
		if err := c.WriteMessage(gorilla.TextMessage, []byte(text)); err != nil {
			return "", err
		}
		_, got, err := c.ReadMessage()
		return string(got), err
	})
	c.Close()

	extension := wsflate.Parameters{ServerNoContextTakeover: true, ClientNoContextTakeover: true, ServerMaxWindowBits: 10}
	var offering gobwas.Dialer
	offering.Extensions = append(offering.Extensions, extension.Option())
	conn, _, _, err := offering.Dial(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	deadline(t, conn)
	check("gobwas", func(text string) (string, error) {
		f, err := wsflate.CompressFrame(gobwas.NewTextFrame([]byte(text)))
		if err == nil {
			err = gobwas.WriteFrame(conn, gobwas.MaskFrame(f))
		}
		if err != nil {
			return "", err
		}
		if f.Header, err = gobwas.ReadHeader(conn); err != nil || f.Header.Length > 64<<10 {
			return "", fmt.Errorf("%d bytes: %w", f.Header.Length, err)
		}
		f.Payload = make([]byte, f.Header.Length)
		if _, err = io.ReadFull(conn, f.Payload); err == nil {
			f, err = wsflate.DecompressFrame(f)
		}
		return string(f.Payload), err
	})
	conn.Close()
}

// gwsHears passes on the events of a gws client.
type gwsHears struct {
	gws.BuiltinEventHandler
	got chan string
}

func (h *gwsHears) OnMessage(_ *gws.Conn, m *gws.Message) {
	h.got <- string(m.Bytes())
	_ = m.Close()
}

func (h *gwsHears) OnClose(*gws.Conn, error) { close(h.got) }
