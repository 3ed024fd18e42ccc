package model

import (
	"testing"

	"upgrade101/handshake/frame"
)

func TestPointing(t *testing.T) {
	m := New()
	m.View = ViewLive
	large := FrameRecord{From: "server", Opcode: 2, Length: 200, Payload: make([]byte, 200),
		Wire: frame.Append(nil, frame.Header{Fin: true, Opcode: frame.Binary}, make([]byte, 200))}
	m.Session = opened(t)
	m.Session.Frames, m.Session.Dropped = []FrameRecord{greeting, large}, 7
	if _, ok := m.Frame("live 7"); ok {
		t.Error("a frame that is forgotten is found")
	}
	for _, id := range []string{"", "live", "live x", "live 10", "tried 1", "live -1"} {
		if m.Point(id, 0).Cursor != m.Cursor {
			t.Errorf("there is something to point at in %q", id)
		}
	}
	if at := m.Point("live 8", 99).Cursor; at != (ByteCursor{"live 8", 10}) {
		t.Errorf("after the end is %+v", at)
	}
	if at := m.Point("live 8", -1).Cursor.Byte; at != 0 {
		t.Errorf("before the beginning is %d", at)
	}
	m = m.Point("live 9", 1<<20)
	if m.Cursor.Byte != maxHex-1 {
		t.Errorf("the last byte drawn is %d, want %d", m.Cursor.Byte, maxHex-1)
	}
	m = m.Unfold("live 9").Point("live 9", 1<<20)
	if m.Cursor.Byte != len(large.Wire)-1 {
		t.Errorf("the last byte of the unfolded frame is %d", m.Cursor.Byte)
	}
	if m = m.Unfold("live 9"); m.Cursor.Byte != maxHex-1 {
		t.Errorf("after folding, the place is %d", m.Cursor.Byte)
	}
}
