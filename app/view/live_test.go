package view

import (
	"strings"
	"testing"

	"upgrade101/app/model"
	"upgrade101/handshake"
	"upgrade101/handshake/frame"
)

// greeting is the masked frame of RFC 6455 §5.7.
var drawnGreeting = model.FrameRecord{From: "client", Opcode: 1, Length: 5, Payload: []byte("Hello"),
	Wire: []byte{0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58}}

// TestFramesAreDrawn: the byte that is pointed at is named, and the frame that is open shows its parts.
func TestFramesAreDrawn(t *testing.T) {
	m := model.New()
	m.View = model.ViewLive
	m.Session.Phase = model.Open
	m.Session.Report = handshake.Inspect(handshake.Good().Exchange(), handshake.Policy{})
	m.Session.Frames, m.Session.Dropped = []model.FrameRecord{drawnGreeting}, 7
	drawn := html(m.Unfold("live 8").Point("live 8", 1))
	for _, want := range []string{"Payload length", "Byte 2 of 11: 85", "1000 0101", "48 65 6c 6c 6f", "7f 9f 4d 51 58", "7 older ones"} {
		if !strings.Contains(drawn, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, below := range []string{`id="policy"`, `id="match"`} { // the form that sends is beside the frames
		if at := strings.Index(drawn, `id="frames"`); at < strings.Index(drawn, `id="sending"`) || at > strings.Index(drawn, below) {
			t.Errorf("the frames are not between the form that sends and %s", below)
		}
	}
}

// TestMessagesAreDrawn: with another site's endpoint there are messages, and no bytes.
func TestMessagesAreDrawn(t *testing.T) {
	m := model.New()
	m.View, m.Session = model.ViewLive, model.Session{}.Dial(model.Remote, handshake.Policy{}).Opened("chat", "").Sent(frame.Text, []byte("Hello")).Receive("Hello")
	shows(t, "an open connection", m, `class="verdict-bar`, ">Hello</span>", "Frame 2 from the server: text, 5 bytes</span>")
	if drawn := html(m); strings.Contains(drawn, "slider") || !strings.Contains(drawn, "Hello") {
		t.Error("the messages are not drawn as messages")
	}
}

// TestBrokenFrameRuleIsDrawn: for a Close frame that names a rule, the page shows the problem, its key word, and a link to the page
// of the rule.
func TestBrokenFrameRuleIsDrawn(t *testing.T) {
	rule := frame.Rules[0]
	m := model.New()
	m.View, m.Session.Phase = model.ViewLive, model.Open
	m.Session.Report = handshake.Inspect(handshake.Good().Exchange(), handshake.Policy{})
	payload := frame.AppendClose(nil, rule.Code, "RSV bits 010; "+rule.ID+", "+rule.Cites[0].String())
	wire := frame.Append(nil, frame.Header{Fin: true, Opcode: frame.Close, Length: int64(len(payload))}, payload)
	m.Session.Frames = []model.FrameRecord{{From: "server", Opcode: uint8(frame.Close), Length: int64(len(payload)), Payload: payload, Wire: wire}}
	drawn := html(m.Unfold("live 1"))
	for _, want := range []string{rule.Problem, "/rule/" + rule.ID, rule.Letter()} {
		if !strings.Contains(drawn, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
