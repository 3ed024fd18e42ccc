package cause

import (
	"upgrade101/handshake"
	"upgrade101/handshake/message"
	"upgrade101/handshake/paste"
)

// Gather is the evidence in a pasted text that was read as p and judged as r.
func Gather(text string, p *paste.Paste, r *handshake.Report) Evidence {
	e := Evidence{Text: text, Messages: message.Find(text)}
	if r.Response != nil || r.Request != nil && p.Format != paste.FormatConsole { // a message has an address and no request
		e.Report = r
	}
	switch p.Format {
	case paste.FormatTrace, paste.FormatCurl, paste.FormatDevTools, paste.FormatHAR, paste.FormatPowerShell, paste.FormatFetch, paste.FormatWebSocket, paste.FormatWebsocat, paste.FormatWscat, paste.FormatURL:
		e.Sent = true
	}
	for i := range p.Parts {
		line := &p.Parts[i].Line
		if p.Parts[i].Kind == paste.PartConfig {
			e.Config = p.Parts[i].Program
		}
		if line.Target != "" {
			e.Target = line.Target
		}
		if line.Status != 0 {
			e.Logged = line.Status
		}
	}
	return e
}

// OfText derives the outcome and its causes from a pasted text alone, and returns the messages in it.
func OfText(text string) (Outcome, []Found, []message.Message) {
	p := paste.Read(text)
	r := handshake.Inspect(p.Exchange(), handshake.Policy{})
	e := Gather(text, &p, &r)
	outcome, causes := Explain(e)
	return outcome, causes, e.Messages
}
