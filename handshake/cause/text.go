package cause

import (
	"upgrade101/handshake"
	"upgrade101/handshake/message"
	"upgrade101/handshake/paste"
)

// OfText derives the outcome and its causes from a pasted text alone, and returns the messages in it.
func OfText(text string) (Outcome, []Found, []message.Message) {
	p := paste.Read(text)
	r := handshake.Inspect(p.Exchange(), handshake.Policy{})
	e := Evidence{Text: text, Messages: message.Find(text)}
	if r.Request != nil || r.Response != nil {
		e.Report = &r
	}
	outcome, causes := Explain(e)
	return outcome, causes, e.Messages
}
