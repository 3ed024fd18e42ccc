package app

import (
	"encoding/base64"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/frame"
)

func TestTalk(t *testing.T) {
	good := handshake.Good()
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	answered := handshake.Inspect(good.Exchange(), handshake.Policy{})
	heads := `{"type":"heads","request_b64":"` + b64(good.Request) + `","response_b64":"` + b64(answered.Reply.Raw()) + `"}`
	talk := Talk{}.Dial().Receive(heads, handshake.Policy{})
	if talk.Phase != Open || !talk.AsPredicted() {
		t.Fatalf("after the heads: phase %d, as predicted %v", talk.Phase, talk.AsPredicted())
	}
	wire := frame.Append(nil, frame.Header{Fin: true, Opcode: frame.Text}, []byte("Hello"))
	record := `{"type":"frame","from":"server","fin":true,"opcode":1,"length":5,"payload_b64":"` + b64("Hello") + `","wire_b64":"` + b64(string(wire)) + `"}`
	talk = talk.Receive(record, handshake.Policy{})
	talk = talk.Receive(record, handshake.Policy{}) // an echo that looks like a report
	if len(talk.Frames) != 1 || talk.Frames[0].preview() != "Hello" {
		t.Fatalf("the echo was taken for a report: %+v", talk.Frames)
	}
	if talk.Hang(1000, "", true).Words == talk.Hang(1006, "", false).Words {
		t.Error("a clean end and a break read the same")
	}
	deflated := Crossed{Opcode: 1, RSV: frame.RSV1, Payload: frame.Deflate(nil, []byte("Hello"))}
	if got := deflated.preview(); got != "Hello" {
		t.Errorf("a compressed Hello shows as %q", got)
	}
}
