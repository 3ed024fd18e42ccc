package handshake

import (
	"strings"
	"unicode/utf8"

	"upgrade101/handshake/head"
)

// interim is the heads before the final one.
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

// TrailingData is what follows the head of a 101.
type TrailingData struct {
	Kind  TrailingKind
	Span  Span   // in the response
	Words string // what it is, in a few words
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
	deflate := head.Contains(extensionNames(p.resp), DeflateName)
	switch first := rest[0]; {
	case deflate && (first == 'A' || first == 'B') && strings.IndexFunc(rest, isBinary) > 0: // the first fragment of a compressed message
		b.Kind, b.Words = firstFrame(rest, deflate)
	case strings.HasPrefix(rest, "HTTP/"):
		b.Kind, b.Words = TrailingResponse, "another HTTP response"
	case first == '<':
		b.Kind, b.Words = TrailingText, "markup, as in a page"
	case first == '{' || first == '[':
		b.Kind, b.Words = TrailingText, "JSON"
	case ' ' <= first && first < 0x7F || first == '\r' || first == '\n':
		b.Kind, b.Words = TrailingText, "text that begins with "+quote(rest[:min(len(rest), 20)])
	default:
		b.Kind, b.Words = firstFrame(rest, deflate)
	}
	return b
}

// isBinary reports whether no text contains r.
func isBinary(r rune) bool {
	return r < ' ' && !strings.ContainsRune("\t\r\n", r) || r == utf8.RuneError
}

// firstFrame looks at the header of a frame.
//
//	byte 0   FIN RSV1 RSV2 RSV3 opcode(4)
//	byte 1   MASK length(7)                                          (RFC 6455 §5.2)
func firstFrame(raw string, deflate bool) (TrailingKind, string) {
	fin, rsv, opcode := raw[0]&0x80 != 0, raw[0]&0x70, raw[0]&0x0F
	names := map[byte]string{1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong"}
	name, ok := names[opcode]
	switch {
	case opcode == 0:
		return TrailingOther, "a continuation frame, with nothing to continue"
	case !ok:
		return TrailingOther, "no frame: opcode " + decimal(int(opcode)) + " is reserved"
	case rsv != 0 && !(rsv == 0x40 && deflate && opcode < 8):
		return TrailingOther, "no frame: a reserved bit is set that nothing negotiated"
	case opcode >= 8 && !fin:
		return TrailingOther, "a " + name + " frame in fragments, which control frames may not be"
	case len(raw) < 2:
		return TrailingFrame, "the beginning of a " + name + " frame"
	case raw[1]&0x80 != 0:
		return TrailingOther, "a masked " + name + " frame; a server must not mask"
	}
	length, header := uint64(raw[1]&0x7F), 2
	if extra := map[uint64]int{126: 2, 127: 8}[length]; extra > 0 {
		if opcode >= 8 {
			return TrailingOther, "a " + name + " frame longer than 125 bytes, which control frames may not be"
		}
		if len(raw) < 2+extra {
			return TrailingFrame, "the beginning of a " + name + " frame"
		}
		length = 0
		for _, c := range []byte(raw[2 : 2+extra]) {
			length = length<<8 | uint64(c)
		}
		header += extra
	}
	if length > uint64(len(raw)-header) {
		return TrailingFrame, "the beginning of a " + name + " frame"
	}
	return TrailingFrame, "the first frame, " + name + " of " + decimal(int(length)) + " bytes"
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
