package live

import (
	"strconv"
	"strings"

	"upgrade101/handshake/frame"
)

// A browser's WebSocket can neither send a ping nor close with most codes. So the client of /wire may
// have the server do it: a text message that begins with NUL is such an order, and is not echoed.
//
//	"\x00ping " payload
//	"\x00close " code " " reason
//
// A message that is no order after all is echoed like any other.

// maxOrder bounds an order, in bytes.
const maxOrder = 256

// order reads what a complete message of /wire asks for; ok is false if it is no order.
func (s *session) order(message []byte) (opcode frame.Opcode, payload []byte, ok bool) {
	kind, compressed := s.reader.Message()
	if s.wire == nil || kind != frame.Text || len(message) > maxOrder {
		return 0, nil, false
	}
	if compressed {
		inflated, err := frame.Inflated(message, maxOrder)
		if err != nil {
			return 0, nil, false
		}
		message = inflated
	}
	verb, rest, _ := strings.Cut(string(message), " ")
	switch verb {
	case "\x00ping":
		return frame.Ping, []byte(rest[:min(len(rest), frame.MaxControl)]), true
	case "\x00close":
		number, reason, _ := strings.Cut(rest, " ")
		code, err := strconv.ParseUint(number, 10, 16)
		return frame.Close, frame.AppendClose(nil, frame.Code(code), reason), err == nil && frame.Code(code).OnWire()
	}
	return 0, nil, false
}

// obey does what an order asks for.
func (s *session) obey(opcode frame.Opcode, payload []byte) error {
	if opcode == frame.Ping {
		return s.append(opcode, payload)
	}
	code, reason, _ := frame.ParseClose(payload)
	return &leaving{code, reason}
}
