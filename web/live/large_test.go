//go:build !js

package live

import (
	"net"
	"strings"
	"testing"

	"upgrade101/handshake/frame"
)

// TestLarge: messages of up to 16 MiB, less under the race detector, in one frame, in many, in small writes, compressed or not.
func TestLarge(t *testing.T) {
	const limit = largest
	s := start(t, Limits{Unlimited: true, Message: limit})
	const part = "κόσμε 🌍 plain "
	text := strings.Repeat(part, limit/len(part))
	million := text[:limit/16/len(part)*len(part)]
	over(t, s, func(t *testing.T, dial func(testing.TB) net.Conn) {
		for _, c := range []struct {
			name, head string
			send       []string
			rsv        uint8
			want       string
		}{
			{"text", goodHead, []string{f(0x81, text)}, 0, text},
			{"binary", goodHead, []string{f(0x82, long(limit))}, 0, long(limit)},
			{"fragments of 64 bytes", goodHead, fragments(0x02, long(limit/4), 64), 0, long(limit / 4)},
			{"1,000 fragments of text, cut inside characters", goodHead, fragments(0x01, text, len(text)/1000+1), 0, text},
			{"in writes of 997 bytes", goodHead, pieces(f(0x81, million), 997), 0, million},
			{"compressed", deflateHead, []string{f(0xC1, string(frame.Deflate(nil, []byte(text))))}, frame.RSV1, text},
			{"compressed in fragments", deflateHead, fragments(0x42, string(frame.Deflate(nil, []byte(long(limit)))), 1000), frame.RSV1, long(limit)},
		} {
			t.Run(c.name, func(t *testing.T) {
				client := open(t, dial(t), c.head)
				client.send(c.send...)
				h, payload, err := client.next()
				if err != nil {
					t.Fatal(err)
				}
				if c.rsv != 0 {
					data, bad := frame.Inflated([]byte(payload), limit)
					if bad != nil {
						t.Fatal(bad)
					}
					payload = string(data)
				}
				if h.RSV != c.rsv || payload != c.want {
					t.Errorf("%d bytes came back, RSV %d, equal %v; %d were sent, RSV %d", len(payload), h.RSV, payload == c.want, len(c.want), c.rsv)
				}
				client.send(closeFrame(1000, ""))
				client.want("close 1000")
			})
		}
		c := open(t, dial(t), goodHead)
		c.send(f(0x82, long(limit+1)))
		c.want("close 1009")
	})
}
