//go:build !js

package live

import (
	"net"
	"strings"
	"testing"

	"upgrade101/handshake/frame"
	"upgrade101/handshake/frame/deflate"
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
			{"compressed", deflateHead, []string{f(0xC1, string(new(deflate.Deflater).Deflate(nil, []byte(text))))}, frame.RSV1, text},
			{"compressed in fragments", deflateHead, fragments(0x42, string(new(deflate.Deflater).Deflate(nil, []byte(long(limit)))), 1000), frame.RSV1, long(limit)},
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
		// Frames after a large message are answered before the connection is closed, in their order.
		for name, head := range map[string]string{"plain": goodHead, "compressed": deflateHead} {
			t.Run("ping and close behind it, "+name, func(t *testing.T) {
				for _, size := range []int{70 << 10, 256 << 10, limit / 2} {
					message := f(0x82, long(size))
					if head == deflateHead {
						message = f(0xC2, string(new(deflate.Deflater).Deflate(nil, []byte(long(size)))))
					}
					client := open(t, dial(t), head)
					client.send(message + f(0x89, "first") + f(0x89, "second") + closeFrame(1000, ""))
					if h, _, err := client.next(); err != nil || h.Opcode != frame.Binary {
						t.Fatalf("%d bytes: %v, %v", size, h.Opcode, err)
					}
					client.want(`pong "first"`)
					client.want(`pong "second"`)
					client.want("close 1000")
					client.want("end")
				}
			})
		}
		c := open(t, dial(t), goodHead)
		c.send(f(0x82, long(limit+1)))
		c.want("close 1009")
	})
}

// TestLargeBesideSmall: messages around the sizes of the buffers come back in their order, and pings between them are answered, however
// they are cut into writes. Between two messages a session holds no large buffer.
func TestLargeBesideSmall(t *testing.T) {
	s := start(t, Limits{Unlimited: true, Message: 1 << 20})
	sizes := []int{64 << 10, 64 << 10, 1, 16 << 10, 16<<10 - 1, 64<<10 - 1, 64<<10 + 1, 2 << 10, 0, 65 << 10, 64 << 10, 40 << 10, 126, 128 << 10, 64 << 10}
	over(t, s, func(t *testing.T, dial func(testing.TB) net.Conn) {
		var all string
		var want []string
		for i, size := range sizes {
			text := strings.Repeat("0123456789é ", size/13+1)[:size]
			text = strings.TrimSuffix(text, "\xC3")
			all += f(0x81, text)
			want = append(want, "text \""+text+"\"")
			if i%3 == 0 {
				all += f(0x89, "between")
				want = append(want, "pong \"between\"")
			}
			all += f(0x02, text) + f(0x80, text)
			want = append(want, "binary \""+text+text+"\"")
		}
		for _, cut := range []int{len(all), 64 << 10, 70_001, 10_007, 1_999} {
			c := open(t, dial(t), goodHead)
			go func() {
				for rest := all; rest != ""; rest = rest[min(cut, len(rest)):] {
					c.conn.Write([]byte(rest[:min(cut, len(rest))]))
				}
			}()
			for i, want := range want {
				h, payload, err := c.next()
				if err != nil {
					t.Fatal(err)
				}
				if got := h.Opcode.String() + " \"" + payload + "\""; got != want {
					t.Fatalf("in writes of %d bytes, echo %d: %.40s of %d bytes, want %.40s of %d", cut, i, got, len(got), want, len(want))
				}
			}
			// One at a time, too: each is read at once.
			for _, size := range sizes {
				c.send(f(0x82, long(size)))
				if _, payload, err := c.next(); err != nil || payload != long(size) {
					t.Fatalf("%d bytes alone: %d came back, %v", size, len(payload), err)
				}
				s.until(t, func() bool { return s.held.Load() == 0 })
			}
			c.send(closeFrame(1000, ""))
			c.want("close 1000")
		}
	})
}
