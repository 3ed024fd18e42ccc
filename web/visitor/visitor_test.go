package visitor

import (
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

func TestClient(t *testing.T) {
	proxies := Proxies{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	for _, c := range []struct {
		peer      string
		forwarded []string
		want      string
	}{
		{"192.0.2.1", nil, "192.0.2.1"},
		{"192.0.2.1", []string{"198.51.100.9"}, "192.0.2.1"}, // not through a trusted proxy
		{"10.0.0.1", nil, "10.0.0.1"},
		{"10.0.0.1", []string{"198.51.100.9"}, "198.51.100.9"},
		{"10.0.0.1", []string{"203.0.113.5, 198.51.100.9, 10.0.0.7"}, "198.51.100.9"},
		{"10.0.0.1", []string{"203.0.113.5", "198.51.100.9", "10.0.0.7"}, "198.51.100.9"},
		{"10.0.0.1", []string{"198.51.100.9:4711"}, "198.51.100.9"},
		{"10.0.0.1", []string{"[2001:db8::1]:4711"}, "2001:db8::1"},
		{"10.0.0.1", []string{"[2001:db8::1]"}, "2001:db8::1"},
		{"10.0.0.1", []string{"2001:db8::1%eth0"}, "2001:db8::1"},
		{"10.0.0.1", []string{`"[2001:db8::1]:4711"`}, "2001:db8::1"},
		{"10.0.0.1", []string{"::ffff:198.51.100.9"}, "198.51.100.9"},
		{"10.0.0.1", []string{`"203.0.113.5, 198.51.100.9`}, "198.51.100.9"}, // an unbalanced quote hides nothing
		{"10.0.0.1", []string{`\", "203.0.113.5", 198.51.100.9:1`}, "198.51.100.9"},
		{"10.0.0.1", []string{"198.51.100.9, , "}, "198.51.100.9"},
		{"10.0.0.1", []string{"198.51.100.9, nonsense"}, "10.0.0.1"},
		{"10.0.0.1", []string{"198.51.100.9, unknown, 10.0.0.2"}, "10.0.0.2"},
		{"::1", []string{"2001:db8:1:2:3::4"}, "2001:db8:1:2:3::4"},
	} {
		if got := proxies.Client(netip.MustParseAddr(c.peer), c.forwarded).String(); got != c.want {
			t.Errorf("behind %s %q is %s, want %s", c.peer, c.forwarded, got, c.want)
		}
	}
	for address, want := range map[string]string{"192.0.2.1": "192.0.2.1", "2001:db8:1:2:3::4": "2001:db8:1:2::"} {
		if got := Network(netip.MustParseAddr(address)).String(); got != want {
			t.Errorf("the network of %s is %s, want %s", address, got, want)
		}
	}
}

func TestBook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewBook(map[Use]Share{Sessions: {Held: 2}, Bytes: {Rate: 10, Max: 100}})
		me, other := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
		for _, want := range []bool{true, true, false} {
			if got := b.Enter(me, Sessions); got != want {
				t.Errorf("one more session: %v, want %v", got, want)
			}
		}
		if !b.Enter(other, Sessions) || !b.Enter(me, Connections) {
			t.Error("what one visitor holds counts against another, or what has no limit is limited")
		}
		b.Leave(me, Sessions)
		if !b.Enter(me, Sessions) {
			t.Error("a released slot cannot be reused")
		}
		if _, ok := b.Spend(me, Bytes, 95); !ok {
			t.Error("the first bytes are refused")
		}
		if wait, ok := b.Spend(me, Bytes, 15); ok || wait != time.Second {
			t.Errorf("more than there is: %v, %v; want to wait a second", wait, ok)
		}
		time.Sleep(time.Second)
		if _, ok := b.Spend(me, Bytes, 15); !ok {
			t.Error("a second later it is still refused")
		}
		if _, ok := b.Spend(other, Bytes, 1000); !ok {
			t.Error("one piece larger than a visitor's share is never admitted")
		}

		if wait := b.Charge(other, Bytes, 50); wait != 5*time.Second {
			t.Errorf("what is charged beyond the share is available in %v, want 5 s", wait)
		}
		time.Sleep(time.Minute)
		b.Spend(netip.MustParseAddr("192.0.2.3"), Bytes, 1)
		if n := len(b.entries); n != 3 {
			t.Errorf("%d visitors are known, want the two that hold something and the new one", n)
		}
		for i := range maxEntries + 10 {
			b.Spend(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), Bytes, 1)
		}
		if n := len(b.entries); n > maxEntries {
			t.Errorf("%d visitors are known, want at most %d", n, maxEntries)
		}
		if b.Enter(me, Sessions) {
			t.Error("what a visitor holds was forgotten")
		}
	})
}
