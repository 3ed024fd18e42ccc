package accept

import (
	"encoding/base64"
	"encoding/hex"
	"strconv"

	"upgrade101/handshake/digest"
	"upgrade101/handshake/head"
)

// GUID is the constant that a WebSocket server appends to the key. It is written in upper case with
// hyphens and enters the hash as these 36 ASCII characters (RFC 6455 §1.3, §4.2.2 item 5).
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

// Derivation is the computation of Sec-WebSocket-Accept with all intermediate values (RFC 6455 §4.2.2).
type Derivation struct {
	_ head.Uncompared

	Key    string   // the text of Sec-WebSocket-Key, as sent, without blanks around it
	Joined string   // Key with the GUID appended
	Digest [20]byte // SHA-1 of Joined
	Accept string   // base64 of Digest: 28 characters
}

// Derive computes the accept value of a key. The key need not be valid (base64 of 16 bytes): only its text is hashed.
func Derive(key string) Derivation {
	d := Derivation{Key: key, Joined: key + GUID}
	var room [24 + len(GUID)]byte // a good key has 24 characters, and then this stays on the stack
	d.Digest = digest.SHA1(append(room[:0], d.Joined...))
	d.Accept = encode(d.Digest)
	return d
}

// encode writes a digest as in the field.
func encode(sum [digest.SizeSHA1]byte) string {
	var text [28]byte
	base64.StdEncoding.Encode(text[:], sum[:])
	return string(text[:])
}

// SHA1Hex returns the digest as 40 lower-case hexadecimal digits, as tools show it. The handshake does not use this form.
func (d Derivation) SHA1Hex() string { return hex.EncodeToString(d.Digest[:]) }

// Step is one step of a Derivation, as text.
type Step struct {
	_ head.Uncompared

	Letter string // "A" to "D"
	Name   string
	Value  string // the value after this step; bytes are shown in hexadecimal
	Also   string // the same value seen another way: its length, its bytes
	Why    string
}

// Steps returns the derivation in four steps.
func (d Derivation) Steps() []Step {
	return []Step{
		{Letter: "A", Name: "The key", Value: d.Key, Also: d.keyAlso(),
			Why: "The client's challenge: 16 random bytes in base64, new for every connection. Only its text counts from here on; it is never decoded."},
		{Letter: "B", Name: "The key, then the GUID", Value: d.Joined, Also: head.Decimal(len(d.Joined)) + " bytes of ASCII",
			Why: "The server appends a text that is in RFC 6455 and nowhere else in HTTP. Only a program written from that RFC does this, so no cache, form or mail server can give the answer by accident."},
		{Letter: "C", Name: "SHA-1 of that", Value: d.SHA1Hex(), Also: "20 bytes: " + numbers(d.Digest[:]),
			Why: "Twenty bytes, shown here as hexadecimal. They go on as bytes, not as these digits; hashing hides nothing, it only ties the answer to this one key."},
		{Letter: "D", Name: "Base64 of the twenty bytes", Value: d.Accept, Also: head.Decimal(len(d.Accept)) + " characters",
			Why: "Raw bytes are not allowed in a field, so they travel as 28 characters, the last one always “=”. The client does the same four steps and compares letter by letter."},
	}
}

// keyAlso is what the key decodes to, which the derivation never needs (RFC 6455 §4.1 item 7).
func (d Derivation) keyAlso() string {
	b, err := base64.StdEncoding.DecodeString(d.Key)
	switch {
	case err != nil:
		return head.Decimal(len(d.Key)) + " characters that are no base64"
	case len(b) > 2*digest.SizeSHA1:
		return head.Decimal(len(d.Key)) + " characters, decoded " + head.Decimal(len(b)) + " bytes; 16 belong here"
	case len(b) != 16:
		return head.Decimal(len(d.Key)) + " characters, decoded " + head.Decimal(len(b)) + " bytes where 16 belong: " + numbers(b)
	}
	return head.Decimal(len(d.Key)) + " characters, decoded 16 bytes: " + numbers(b)
}

// numbers writes bytes in hexadecimal, like a debugger.
func numbers(b []byte) string {
	var text []byte
	for i, c := range b {
		if i > 0 {
			text = append(text, ' ')
		}
		text = strconv.AppendInt(text, int64(c), 10)
	}
	return string(text)
}
