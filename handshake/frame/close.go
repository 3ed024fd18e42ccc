package frame

import (
	"encoding/binary"
	"strconv"
	"unicode/utf8"
)

// Code is the reason for closing a connection (RFC 6455 §7.4).
type Code uint16

const (
	Normal             Code = 1000
	GoingAway          Code = 1001
	ProtocolError      Code = 1002
	UnsupportedData    Code = 1003
	NoStatus           Code = 1005
	Abnormal           Code = 1006
	InvalidPayload     Code = 1007
	PolicyViolation    Code = 1008
	MessageTooBig      Code = 1009
	MandatoryExtension Code = 1010
	InternalError      Code = 1011
	ServiceRestart     Code = 1012
	TryAgainLater      Code = 1013
	BadGateway         Code = 1014
	TLSHandshake       Code = 1015
)

// Meaning explains a code.
type Meaning struct {
	Code  Code
	Name  string // as registered
	Means string // one sentence
	Wire  bool   // a Close frame may have it
}

// Meanings has every registered code, in order (RFC 6455 §7.4.1 and the IANA registry).
var Meanings = []Meaning{
	{Normal, "Normal Closure", "What the connection was opened for is done.", true},
	{GoingAway, "Going Away", "An endpoint leaves: a server stops, or a page is left.", true},
	{ProtocolError, "Protocol Error", "The other side broke a rule of the protocol.", true},
	{UnsupportedData, "Unsupported Data", "A kind of data came that this endpoint does not take, such as binary where only text is understood.", true},
	{1004, "Reserved", "Kept for a meaning that was never given.", false},
	{NoStatus, "No Status Received", "The Close frame that came held no code. An API says this; it is never sent.", false},
	{Abnormal, "Abnormal Closure", "The connection ended without a Close frame. An API says this; it is never sent.", false},
	{InvalidPayload, "Invalid Frame Payload Data", "The content of a message does not fit its type, such as text that is not UTF-8.", true},
	{PolicyViolation, "Policy Violation", "A message breaks a rule of this endpoint, and no other code says it better.", true},
	{MessageTooBig, "Message Too Big", "A message is larger than this endpoint takes.", true},
	{MandatoryExtension, "Mandatory Extension", "The client needed an extension that the server did not accept.", true},
	{InternalError, "Internal Error", "The server met something that keeps it from going on.", true},
	{ServiceRestart, "Service Restart", "The service restarts; come back after a random while.", true},
	{TryAgainLater, "Try Again Later", "The server is overloaded; come back later or elsewhere.", true},
	{BadGateway, "Bad Gateway", "A server in between got no proper answer from the one behind it.", true},
	{TLSHandshake, "TLS Handshake", "The TLS handshake failed. An API says this; it is never sent.", false},
}

// Meaning explains a code, for any number.
func (c Code) Meaning() Meaning {
	for _, m := range Meanings {
		if m.Code == c {
			return m
		}
	}
	m := Meaning{Code: c, Name: "Unassigned", Means: "No standard gives this code a meaning.", Wire: c.OnWire()}
	switch {
	case c < 1000:
		m.Name, m.Means = "Unused", "Numbers below 1000 are not used."
	case c < 3000:
		m.Name, m.Means = "Reserved", "Kept for later versions of the protocol and for extensions."
	case c < 4000:
		m.Name, m.Means = "Registered", "Belongs to a library, framework or application that registers it with IANA."
	case c < 5000:
		m.Name, m.Means = "Private", "Agreed between this application's two ends alone."
	}
	return m
}

// OnWire reports whether a Close frame may have the code (RFC 6455 §7.4.1, §7.4.2).
func (c Code) OnWire() bool {
	switch {
	case c < 1000 || c >= 5000:
		return false
	case c >= 3000:
		return true
	}
	return c <= UnsupportedData || InvalidPayload <= c && c <= BadGateway
}

func (c Code) String() string { return strconv.Itoa(int(c)) }

// MaxReason bounds a reason, in bytes: the payload of a control frame without the code.
const MaxReason = MaxControl - 2

// ParseClose reads the payload of a Close frame (RFC 6455 §5.5.1). Without payload the code is NoStatus.
func ParseClose(payload []byte) (code Code, reason string, err *Error) {
	switch len(payload) {
	case 0:
		return NoStatus, "", nil
	case 1:
		return ProtocolError, "", ruleCloseLength.brokenBy("a Close frame with a payload of 1 byte")
	}
	code = Code(binary.BigEndian.Uint16(payload))
	if !code.OnWire() {
		return code, "", ruleCloseCode.brokenBy("close code " + code.String())
	}
	if !utf8.Valid(payload[2:]) {
		return code, "", ruleCloseReason.brokenBy("a close reason that is not UTF-8")
	}
	return code, string(payload[2:]), nil
}

// AppendClose appends the payload of a Close frame to b: the code and as much of the reason as fits, cut between characters. A
// code that must not be sent leaves the payload empty (RFC 6455 §7.4.1).
func AppendClose(b []byte, code Code, reason string) []byte {
	if !code.OnWire() {
		return b
	}
	b = binary.BigEndian.AppendUint16(b, uint16(code))
	if len(reason) > MaxReason {
		n := MaxReason
		for n > 0 && !utf8.RuneStart(reason[n]) {
			n--
		}
		reason = reason[:n]
	}
	return append(b, reason...)
}
