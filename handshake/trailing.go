package handshake

import (
	"strings"
	"unicode/utf8"

	"upgrade101/handshake/frame"
	"upgrade101/handshake/head"
)

// interim returns the heads before the final one.
func (p *pass) interim() []Head {
	var heads []Head
	for at := 0; at < p.resp.Line.Start && len(heads) < head.MaxInterim; {
		h := head.ParseResponse(p.resp.Raw[at:])
		if !h.IsInterim() {
			break
		}
		next := at + h.End.End
		h.Shift(at)
		h.Raw = p.resp.Raw
		heads = append(heads, h)
		at = next
	}
	return heads
}

// TrailingData describes the bytes after the head of a 101.
type TrailingData struct {
	Kind  TrailingKind
	Span  Span   // in the response
	Words string // what it is, in a few words
	Rule  string // id of the rule about frames that they break; "" for none
}

// TrailingKind classifies bytes after the head of a 101.
type TrailingKind string

const (
	TrailingNone     TrailingKind = ""
	TrailingFrame    TrailingKind = "frame"    // a WebSocket frame that a server may send first
	TrailingResponse TrailingKind = "response" // another HTTP response
	TrailingText     TrailingKind = "content"  // a body: markup, JSON, plain text
	TrailingOther    TrailingKind = "other"    // neither: another protocol, or a frame with a fault
)

// trailingData classifies the bytes after the head of a 101 (RFC 6455 §5.2).
func (p *pass) trailingData() TrailingData {
	rest := p.resp.Rest()
	if p.report.Exchange.HTTP2 || !p.resp.Switches() || rest == "" {
		return TrailingData{}
	}
	b := TrailingData{Span: Span{Start: p.resp.End.End, End: len(p.resp.Raw)}}
	if !p.expectsWebSocket() {
		b.Kind, b.Words = TrailingOther, "the new protocol speaks"
		return b
	}
	reader := frame.Reader{MaxMessage: maxFirstMessage, Deflate: head.Contains(extensionNames(p.resp), DeflateName)}
	if d := NegotiatedDeflate(&p.resp.Head); d != nil {
		reader.Window = d.Server()
	}
	switch first := rest[0]; {
	case reader.Deflate && (first == 'A' || first == 'B') && strings.IndexFunc(rest, isBinary) > 0: // the first fragment of a compressed message
		b.frames(rest, reader)
	case strings.HasPrefix(rest, "HTTP/"):
		b.Kind, b.Words = TrailingResponse, "another HTTP response"
	case first == '<':
		b.Kind, b.Words = TrailingText, "markup, as in a page"
	case first == '{' || first == '[':
		b.Kind, b.Words = TrailingText, "JSON"
	case ' ' <= first && first < 0x7F || first == '\r' || first == '\n':
		b.Kind, b.Words = TrailingText, "text that begins with "+quote(rest[:min(len(rest), 20)])
	default:
		b.frames(rest, reader)
	}
	return b
}

// maxFirstMessage is how much of a message after a 101 is judged, in bytes after decompression.
const maxFirstMessage = 1 << 20

// isBinary reports whether no text contains r.
func isBinary(r rune) bool {
	return r < ' ' && !strings.ContainsRune("\t\r\n", r) || r == utf8.RuneError
}

// frames says what frames are there, and the rule that one of them breaks.
func (b *TrailingData) frames(rest string, reader frame.Reader) {
	raw := []byte(rest)
	if err := frame.Fault(raw, reader); err != nil && err.Code() != frame.MessageTooBig { // a client has a limit of its own
		b.Kind, b.Words, b.Rule = TrailingOther, err.Got, err.Rule.ID
		return
	}
	b.Kind = TrailingFrame
	kind := frame.Opcode(raw[0] & 0x0F).String()
	if h, n := frame.ParseHeader(raw); n > 0 && h.Length <= int64(len(raw)-n) {
		b.Words = "the first frame, " + kind + " of " + octets(int(h.Length))
	} else {
		b.Words = "the beginning of a " + kind + " frame"
	}
}

// extensionNames is the names in Sec-WebSocket-Extensions, without their parameters.
func extensionNames(m *parsedHead) []Token {
	list := m.List(head.FieldNames[nameExtensions])
	for i := range list {
		name, _, _ := strings.Cut(list[i].Text, ";")
		list[i].Text = strings.TrimRight(name, " \t")
	}
	return list
}
