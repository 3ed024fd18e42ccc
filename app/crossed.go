package app

import (
	"strconv"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/frame"
)

// Crossed is one frame as the live endpoint reports it, or one message where only the browser tells of it:
// then Wire is empty.
type Crossed struct {
	From    string `json:"from"` // "client" or "server"
	Opcode  uint8  `json:"opcode"`
	Length  int64  `json:"length"`
	RSV     uint8  `json:"rsv"`
	Payload []byte `json:"payload_b64"`
	Wire    []byte `json:"wire_b64"`
	Cut     bool   `json:"truncated"`
}

// way says where a frame goes.
func (c Crossed) way() string {
	if c.From == "server" {
		return "from the server"
	}
	return "to the server"
}

// label names a frame in a line: what it is and how much it carries.
func (c Crossed) label() string {
	words := frame.Opcode(c.Opcode).String() + ", " + plural(int(c.Length), "byte")
	if c.RSV&frame.RSV1 != 0 {
		words += ", compressed"
	}
	return words
}

// mostInflated bounds what is made of a compressed payload to show its beginning, in bytes.
const mostInflated = 64 << 10

// inflated is what a compressed payload stands for; ok is false where it cannot be told, as when only its
// beginning is there.
func (c Crossed) inflated() (data []byte, ok bool) {
	if c.RSV&frame.RSV1 == 0 || c.Cut {
		return nil, false
	}
	data, err := frame.Inflated(c.Payload, mostInflated)
	return data, err == nil
}

// preview is the beginning of what a frame carries, in a readable form.
func (c Crossed) preview() string {
	payload := c.Payload
	if c.RSV&frame.RSV1 != 0 {
		var ok bool
		if payload, ok = c.inflated(); !ok {
			return ""
		}
	}
	s := c.readable(payload, 120)
	if c.Cut && len(payload) <= 120 {
		s += " …"
	}
	return s
}

// readable shows payload of a frame like this, as most bytes of text at most.
func (c Crossed) readable(payload []byte, most int) string {
	switch frame.Opcode(c.Opcode) {
	case frame.Close:
		if code, reason, err := frame.ParseClose(payload); err == nil {
			return strings.TrimSpace(code.String() + " " + code.Meaning().Name + " " + visible(reason))
		}
	case frame.Binary:
		return begin(hexOf(payload[:min(len(payload), most/3+1)]), most/3*3-1)
	}
	return visible(begin(string(payload[:min(len(payload), most+1)]), most))
}

// begin is a text, cut where it is longer than most bytes.
func begin(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + " …"
}

// byteName is what the byte at a place of a frame says.
type byteName struct {
	title string // "Byte 2 of 11: 85"
	bits  string // "1000 0101"
	parts []frame.Part
	also  string // for a masked byte of payload: how it is unmasked
}

// name tells what byte i of the frame says; i is inside of c.Wire.
func (c Crossed) name(i int) byteName {
	f := frame.Explain(c.Wire)
	b := c.Wire[i]
	of := strconv.Itoa(len(c.Wire))
	if c.Cut {
		of += " that are kept"
	}
	digits := strconv.FormatUint(uint64(b)|0x100, 2)[1:]
	n := byteName{title: "Byte " + strconv.Itoa(i+1) + " of " + of + ": " + hexOf(c.Wire[i:i+1]), bits: digits[:4] + " " + digits[4:]}
	for _, p := range f.Parts {
		if p.Span.Start <= i && i < p.Span.End {
			n.parts = append(n.parts, p)
		}
	}
	if n.parts == nil { // behind a header that says nothing sensible about a length
		n.parts = []frame.Part{{Name: "Unknown", Value: n.bits, Span: handshake.Span{Start: i, End: i + 1}}}
	}
	if at := i - (len(c.Wire) - len(f.Payload)); f.Masked && at >= 0 && len(f.Payload) > 0 {
		k := at % 4
		n.also = "Byte " + strconv.Itoa(at+1) + " of the payload: " + hexOf(c.Wire[i:i+1]) + " XOR " + hexOf(f.Key[k:k+1]) +
			" (byte " + strconv.Itoa(k+1) + " of the key) = " + hexOf(f.Payload[at:at+1])
		if u := f.Payload[at]; ' ' <= u && u < 0x7F && f.RSV&frame.RSV1 == 0 {
			n.also += ", “" + string(rune(u)) + "”"
		}
	}
	return n
}

// String is all of it in a line, for those who listen.
func (n byteName) String() string {
	words := make([]string, len(n.parts))
	for i, p := range n.parts {
		words[i] = p.Name + " " + p.Value
	}
	return n.title + ", " + strings.Join(words, ", ")
}

// transcript writes heads and frames down as text: ">" goes to the server, "<" comes from it.
func transcriptText(request, response string, frames []Crossed, dropped int, end string) string {
	var b strings.Builder
	for _, head := range [...]struct{ mark, text string }{{"> ", request}, {"< ", response}} {
		for line := range strings.Lines(head.text) {
			b.WriteString(head.mark + visible(strings.TrimRight(line, "\r\n")) + "\n")
		}
	}
	if dropped > 0 {
		b.WriteString("(" + plural(dropped, "older frame") + " not kept)\n")
	}
	for i, c := range frames {
		mark := " > "
		if c.From == "server" {
			mark = " < "
		}
		b.WriteString(strconv.Itoa(dropped+i+1) + mark + strings.TrimSpace(c.label()+": "+c.preview()) + "\n")
		if len(c.Wire) > 0 {
			b.WriteString("    " + c.hex() + "\n")
		}
	}
	if end != "" {
		b.WriteString(end + "\n")
	}
	return b.String()
}

// hex is the bytes of the frame, as far as they are kept.
func (c Crossed) hex() string {
	s := hexOf(c.Wire)
	if c.Cut {
		s += " …"
	}
	return s
}

const hexDigits = "0123456789abcdef"

// hexOf writes bytes as pairs of digits with blanks between.
func hexOf(b []byte) string {
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

// unhex reads pairs of hexadecimal digits; blanks between them do not matter. why says what is no such
// pair, "" if all are.
func unhex(s string) (b []byte, why string) {
	s = strings.Join(strings.Fields(s), "")
	b = make([]byte, 0, len(s)/2)
	for i := 0; i < len(s); i += 2 {
		n, err := strconv.ParseUint(s[i:min(i+2, len(s))], 16, 8)
		if err != nil || i+1 == len(s) || s[i] == '+' || s[i] == '-' {
			return nil, "“" + begin(s[i:min(i+2, len(s))], 8) + "” is no pair of hexadecimal digits, such as 4a."
		}
		b = append(b, byte(n))
	}
	return b, ""
}
