package model

import (
	"strconv"
	"strings"

	"upgrade101/handshake/frame"
	"upgrade101/handshake/head"
)

// FrameRecord is one frame as the live endpoint reports it, or one message that only the browser reports: then Wire is empty.
type FrameRecord frame.Record

// Direction is the direction of a frame.
func (c FrameRecord) Direction() string {
	if c.From == "server" {
		return "from the server"
	}
	return "to the server"
}

// Label describes a frame in a line: its kind and length.
func (c FrameRecord) Label() string {
	words := frame.Opcode(c.Opcode).String() + ", " + Plural(int(c.Length), "byte")
	if c.RSV&frame.RSV1 != 0 {
		words += ", compressed"
	}
	return words
}

// maxInflated bounds the decompressed beginning of a payload, in bytes.
const maxInflated = 64 << 10

// Inflated is what the compressed message holds that the frame ends, or the beginning of it, and the length of all of it;
// ok is false where that is not known. An endpoint that does not say it leaves messages of one frame, each compressed alone.
func (c FrameRecord) Inflated() (data []byte, length int, ok bool) {
	switch {
	case c.TextLength > 0:
		return c.Text, c.TextLength, true
	case c.RSV&frame.RSV1 == 0 || c.Cut:
		return nil, 0, false
	}
	data, err := frame.Inflated(c.Payload, maxInflated)
	return data, len(data), err == nil
}

// Preview returns the beginning of a frame's content, in a readable form.
func (c FrameRecord) Preview() string {
	payload, cut := c.Payload, c.Cut
	if data, length, ok := c.Inflated(); ok {
		payload, cut = data, length > len(data)
	} else if c.RSV&frame.RSV1 != 0 {
		return ""
	}
	s := c.Readable(payload, 120)
	if cut && len(payload) <= 120 {
		s += " …"
	}
	return s
}

// Readable shows payload of a frame like this, as most bytes of text at most.
func (c FrameRecord) Readable(payload []byte, limit int) string {
	switch frame.Opcode(c.Opcode) {
	case frame.Close:
		if code, reason, err := frame.ParseClose(payload); err == nil {
			return strings.TrimSpace(code.String() + " " + code.Meaning().Name + " " + Visible(reason))
		}
	case frame.Binary:
		return Truncate(FormatHex(payload[:min(len(payload), limit/3+1)]), limit/3*3-1)
	}
	return Visible(Truncate(string(payload[:min(len(payload), limit+1)]), limit))
}

// byteName is the meaning of a byte of a frame.
type byteName struct {
	Title string // "Byte 2 of 11: 85"
	Bits  string // "1000 0101"
	Parts []frame.Part
	Also  string // for a masked byte of payload: how it is unmasked
}

// Name returns the meaning of byte i of the frame; i is within c.Wire.
func (c FrameRecord) Name(i int) byteName {
	f := frame.Explain(c.Wire)
	b := c.Wire[i]
	of := strconv.Itoa(len(c.Wire))
	if c.Cut {
		of += " that are kept"
	}
	digits := strconv.FormatUint(uint64(b)|0x100, 2)[1:]
	n := byteName{Title: "Byte " + strconv.Itoa(i+1) + " of " + of + ": " + FormatHex(c.Wire[i:i+1]), Bits: digits[:4] + " " + digits[4:]}
	for _, p := range f.Parts {
		if p.Span.Start <= i && i < p.Span.End {
			n.Parts = append(n.Parts, p)
		}
	}
	if n.Parts == nil { // after a header that says nothing sensible about a length
		n.Parts = []frame.Part{{Name: "Unknown", Value: n.Bits, Span: head.Span{Start: i, End: i + 1}}}
	}
	if at := i - (len(c.Wire) - len(f.Payload)); f.Masked && at >= 0 && len(f.Payload) > 0 {
		k := at % 4
		n.Also = "Byte " + strconv.Itoa(at+1) + " of the payload: " + FormatHex(c.Wire[i:i+1]) + " XOR " + FormatHex(f.Key[k:k+1]) +
			" (byte " + strconv.Itoa(k+1) + " of the key) = " + FormatHex(f.Payload[at:at+1])
		if u := f.Payload[at]; ' ' <= u && u < 0x7F && f.RSV&frame.RSV1 == 0 {
			n.Also += ", “" + string(rune(u)) + "”"
		}
	}
	return n
}

// String returns all of it in a line, for screen readers.
func (n byteName) String() string {
	words := make([]string, len(n.Parts))
	for i, p := range n.Parts {
		words[i] = p.Name + " " + p.Value
	}
	return n.Title + ", " + strings.Join(words, ", ")
}

// transcript writes heads and frames as text: ">" goes to the server, "<" comes from it.
func transcriptText(request, response string, frames []FrameRecord, dropped int, end string) string {
	var b strings.Builder
	for _, head := range [...]struct{ mark, text string }{{"> ", request}, {"< ", response}} {
		for line := range strings.Lines(head.text) {
			b.WriteString(head.mark + Visible(strings.TrimRight(line, "\r\n")) + "\n")
		}
	}
	if dropped > 0 {
		b.WriteString("(" + Plural(dropped, "older frame") + " not kept)\n")
	}
	for i, c := range frames {
		mark := " > "
		if c.From == "server" {
			mark = " < "
		}
		b.WriteString(strconv.Itoa(dropped+i+1) + mark + strings.TrimSpace(c.Label()+": "+c.Preview()) + "\n")
		if len(c.Wire) > 0 {
			b.WriteString("    " + c.Hex() + "\n")
		}
	}
	if end != "" {
		b.WriteString(end + "\n")
	}
	return b.String()
}

// Hex returns the recorded bytes of the frame.
func (c FrameRecord) Hex() string {
	s := FormatHex(c.Wire)
	if c.Cut {
		s += " …"
	}
	return s
}

const hexDigits = "0123456789abcdef"

// FormatHex writes bytes as pairs of hex digits, separated by spaces.
func FormatHex(b []byte) string {
	var s strings.Builder
	for i, c := range b {
		if i > 0 {
			s.WriteByte(' ')
		}
		s.WriteByte(hexDigits[c>>4])
		s.WriteByte(hexDigits[c&15])
	}
	return s.String()
}

// ParseHex reads pairs of hexadecimal digits, with or without blanks. why names the first fault; "" for none.
func ParseHex(s string) (b []byte, why string) {
	s = strings.Join(strings.Fields(s), "")
	b = make([]byte, 0, len(s)/2)
	for i := 0; i < len(s); i += 2 {
		n, err := strconv.ParseUint(s[i:min(i+2, len(s))], 16, 8)
		if err != nil || i+1 == len(s) || s[i] == '+' || s[i] == '-' {
			return nil, "“" + Truncate(s[i:min(i+2, len(s))], 8) + "” is no pair of hexadecimal digits, such as 4a."
		}
		b = append(b, byte(n))
	}
	return b, ""
}
