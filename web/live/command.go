package live

import (
	"encoding/json"
	"strconv"
	"strings"

	"upgrade101/handshake/frame"
	"upgrade101/web/visitor"
)

// A browser's WebSocket can neither send a ping nor close with most codes, so the client of /wire can ask the server to.
// A wire command is a text message with this JSON, and it is not echoed:
//
//	{"type": "command", "key": "…", "number": 1, "do": "ping", "payload": "hi"}
//	{"type": "command", "key": "…", "number": 2, "do": "close", "code": 1001, "reason": "bye"}
//
// The key is the random command_key of the first report; number is one more than that of the previous command. So any
// message that a person types is echoed, even the text of an earlier command.
//
// For one release, the older commands are accepted, too: "\x00ping " payload, "\x00close " code " " reason. A faulty one
// is a message.
type command struct {
	Type    string `json:"type"` // "command"
	Key     string `json:"key"`
	Number  int    `json:"number"`
	Do      string `json:"do"` // "ping" or "close"
	Payload string `json:"payload"`
	Code    int    `json:"code"`
	Reason  string `json:"reason"`
}

const (
	maxCommand    = 2 << 10 // bytes of a wire command
	maxNULCommand = 256
)

// Refusal is a report about a wire command that cannot be performed.
type Refusal struct {
	Type   string `json:"type"`   // "refused"
	Number int    `json:"number"` // of the command
	Why    string `json:"why"`    // one sentence
}

// command parses a complete message of /wire; nil if it must be echoed.
func (s *session) command(message []byte) *command {
	if s.wire == nil {
		return nil
	}
	kind, compressed := s.reader.Message()
	if kind != frame.Text || len(message) > maxCommand {
		return nil
	}
	c, ok := nulCommand(string(message))
	if !ok {
		if json.Unmarshal(message, &c) != nil || c.Type != "command" || c.Key != s.wire.key || c.Number != s.wire.commands+1 {
			return nil
		}
		s.wire.commands++
	}
	if compressed {
		s.deflate.alone()
	}
	return &c
}

func nulCommand(message string) (c command, ok bool) {
	name, rest, _ := strings.Cut(message, " ")
	switch {
	case len(message) > maxNULCommand:
	case name == "\x00ping":
		return command{Do: "ping", Payload: rest[:min(len(rest), frame.MaxControl)]}, true
	case name == "\x00close":
		number, reason, _ := strings.Cut(rest, " ")
		code, err := strconv.ParseUint(number, 10, 16)
		return command{Do: "close", Code: int(code), Reason: reason}, err == nil && frame.Code(code).OnWire()
	}
	return c, false
}

// perform carries out a command, or reports why not.
func (s *session) perform(c *command) error {
	why := ""
	onWire := c.Code >= 0 && c.Code < 5000 && frame.Code(c.Code).OnWire()
	switch {
	case c.Do == "ping" && len(c.Payload) > frame.MaxControl:
		why = "The payload has " + strconv.Itoa(len(c.Payload)) + " bytes; a control frame has room for " + strconv.Itoa(frame.MaxControl) + "."
	case c.Do == "ping":
		return s.append(frame.Ping, []byte(c.Payload))
	case c.Do == "close" && !onWire:
		why = "The code is " + strconv.Itoa(c.Code) + "; a Close frame takes 1000 to 1003, 1007 to 1014 and 3000 to 4999 (RFC 6455 §7.4)."
	case c.Do == "close" && len(c.Reason) > frame.MaxReason:
		why = "The reason has " + strconv.Itoa(len(c.Reason)) + " bytes; a Close frame has room for " + strconv.Itoa(frame.MaxReason) + "."
	case c.Do == "close":
		return &leaving{frame.Code(c.Code), c.Reason, visitor.NoLimit}
	default:
		why = "do is " + strconv.Quote(c.Do) + "; expected ping or close."
	}
	return s.text(s.wire.client(), encode(Refusal{"refused", c.Number, why}))
}
