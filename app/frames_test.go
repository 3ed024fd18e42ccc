package app

import (
	"testing"

	"upgrade101/handshake/frame"
)

func TestPointing(t *testing.T) {
	m := New()
	m.View = Live
	large := Crossed{From: "server", Opcode: 2, Length: 200, Payload: make([]byte, 200),
		Wire: frame.Append(nil, frame.Header{Fin: true, Opcode: frame.Binary}, make([]byte, 200))}
	m.Talk = opened(t)
	m.Talk.Frames, m.Talk.Dropped = []Crossed{greeting, large}, 7
	if _, ok := m.Frame("live 7"); ok {
		t.Error("a frame that is forgotten is found")
	}
	for _, id := range []string{"", "live", "live x", "live 10", "tried 1", "live -1"} {
		if m.Point(id, 0).Spot != m.Spot {
			t.Errorf("there is something to point at in %q", id)
		}
	}
	if at := m.Point("live 8", 99).Spot; at != (Spot{"live 8", 10}) {
		t.Errorf("behind the end is %+v", at)
	}
	if at := m.Point("live 8", -1).Spot.Byte; at != 0 {
		t.Errorf("before the beginning is %d", at)
	}
	m = m.Point("live 9", 1<<20)
	if m.Spot.Byte != mostHex-1 {
		t.Errorf("the last byte drawn is %d, want %d", m.Spot.Byte, mostHex-1)
	}
	m = m.Unfold("live 9").Point("live 9", 1<<20)
	if m.Spot.Byte != len(large.Wire)-1 {
		t.Errorf("the last byte of the unfolded frame is %d", m.Spot.Byte)
	}
	if m = m.Unfold("live 9"); m.Spot.Byte != mostHex-1 {
		t.Errorf("after folding, the place is %d", m.Spot.Byte)
	}
}
