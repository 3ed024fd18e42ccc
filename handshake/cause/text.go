package cause

import (
	"slices"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
	"upgrade101/handshake/message"
	"upgrade101/handshake/paste"
)

// Gather returns the evidence in a pasted text that was read as p and judged as r.
func Gather(text string, p *paste.Paste, r *handshake.Report) Evidence {
	e := Evidence{Text: text, Usual: p.Format == paste.FormatRaw && usualHead(p, r)}
	if !e.Usual {
		e.Messages = message.Find(text)
	}
	if r.Response != nil || r.Request != nil && p.Format != paste.FormatConsole { // a console line has only an address
		e.Report = r
	}
	e.Sent = r.Exchange.Context&handshake.ContextSent != 0
	e.Command = commandOf(text, p, r.Exchange.Request)
	for i := range p.Parts {
		line := &p.Parts[i].Line
		if p.Parts[i].Kind == paste.PartConfig {
			e.Config = p.Parts[i].Program
		}
		if e.passesOver(line) {
			continue
		}
		if line.Target != "" {
			e.Target = line.Target
		}
		if line.Status != 0 {
			e.Logged = line.Status
		}
		if line.Method != "" && line.Status != 0 && line.Timed {
			e.Line = line
		}
	}
	return e
}

// passesOver reports whether a line of an access log is about another request than the one that failed: if a line before it is about a
// socket, and this one is not or succeeded; or if it succeeded and a message is about another path. (A request that failed may be
// the same one, because proxies rewrite paths.)
func (e *Evidence) passesOver(line *paste.LogLine) bool {
	path, _, _ := strings.Cut(line.Target, "?")
	if path != "" && e.Logged != 0 && isSocketPath(e.Target) && (!isSocketPath(line.Target) || e.Logged >= 300 && line.Status < 300) {
		return true
	}
	if path == "" || line.Status/100 != 2 || isSocketPath(path) {
		return false
	}
	return slices.ContainsFunc(e.Messages, func(m message.Message) bool {
		_, of := split(m.URL)
		of, _, _ = strings.Cut(of, "?")
		return m.URL != "" && of != path
	})
}

// usualHead reports whether the text is only a request head with the usual fields, and so without messages and prose. A page that shows
// one first need not prepare the patterns of messages, which would take a tenth of its start.
func usualHead(p *paste.Paste, r *handshake.Report) bool {
	h := r.Request
	return h != nil && r.Response == nil && !slices.ContainsFunc(p.Parts, func(x paste.Part) bool { return x.Kind != paste.PartHead }) && len(h.Faults) == 0 && h.Rest() == "" &&
		!slices.ContainsFunc(h.Fields, func(f head.Field) bool { return !head.IsCommonField(f.Name.Text) })
}

// OfText derives the outcome and its causes from a pasted text alone, and returns the messages in it.
func OfText(text string) (Outcome, []Found, []message.Message) {
	p := paste.Read(text)
	r := handshake.Inspect(p.Exchange(), handshake.Policy{})
	e := Gather(text, &p, &r)
	outcome, causes := Explain(e)
	return outcome, causes, e.Messages
}
