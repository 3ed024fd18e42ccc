package frame

import (
	"strings"

	"upgrade101/handshake/head"
)

// Rule is one requirement on frames, with its reason, its citations, and the shortest example that breaks it. Frames that break
// a rule fail the connection.
type Rule struct {
	ID       string          // kebab case, stable
	Code     Code            // the close code
	Strength head.Strength   // the key word of the cited text
	Binds    head.Party      // whom it binds
	Problem  string          // what is wrong, as a headline without a full stop
	Requires string          // one sentence
	Why      string          // for a learner: the reason
	Cites    []head.Citation // one of them has the key word of Strength
	Broken   Example         // breaks this rule and no other
}

// Example is frames and the settings of their reader.
type Example struct {
	Raw    string
	Reader Reader
}

// Letter returns the key word and whom the rule binds: "MUST, client".
func (r *Rule) Letter() string { return r.Strength.String() + ", " + r.Binds.String() }

// Error is a rule that frames break, and what was received. The connection must be failed with the rule's code (RFC 6455
// §7.1.7).
type Error struct {
	Rule *Rule
	Got  string
}

func (e *Error) Error() string { return e.Got + "; " + e.Rule.ID + ", " + e.Rule.Cites[0].String() }

// RuleOf returns the rule that the reason of a Close frame names, as Error writes it; nil if none.
func RuleOf(reason string) *Rule {
	for _, r := range Rules {
		if strings.Contains(reason, "; "+r.ID+", ") {
			return r
		}
	}
	return nil
}

// Code returns the close code.
func (e *Error) Code() Code { return e.Rule.Code }

func (r *Rule) brokenBy(what string) *Error { return &Error{r, what} }

// fromClient is the reader of a server.
var fromClient = Reader{Masked: true, MaxMessage: 64, MaxFragments: 4}

// fromClientDeflated is the same after permessage-deflate was agreed on.
var fromClientDeflated = Reader{Masked: true, MaxMessage: 64, MaxFragments: 4, Deflate: true}

// Rules is every rule, in the order of the bits, then of messages, then of their content.
var Rules = []*Rule{
	ruleReserved, ruleCompressed, ruleOpcode, ruleControlFin, ruleContinuation, ruleUnfinished,
	ruleMasked, ruleUnmasked, ruleControlLength, ruleLengthShortest, ruleLengthSign,
	ruleTooBig, ruleFragments, ruleText, ruleDeflate, ruleCloseLength, ruleCloseCode, ruleCloseReason,
}

var (
	ruleReserved = &Rule{ID: "frame-reserved-bits", Code: ProtocolError, Strength: head.Must, Binds: head.Sender,
		Problem:  "A reserved bit is set",
		Requires: "RSV1, RSV2 and RSV3 are 0 unless an extension that was agreed on uses them.",
		Why:      "A reader that does not know what a bit means cannot know what the payload means.",
		Cites:    head.Cite("6455:5.2", "6455:7.4.1"),
		Broken:   Example{"\xA1\x80\x09\xC3\x05\xD6", fromClientDeflated}}
	ruleCompressed = &Rule{ID: "frame-compressed-bit", Code: ProtocolError, Strength: head.MustNot, Binds: head.Sender,
		Problem:  "RSV1 is set where no message begins",
		Requires: "RSV1 marks a compressed message on its first frame, and on no other frame.",
		Why:      "permessage-deflate compresses whole messages: a continuation or a control frame has nothing of its own to mark.",
		Cites:    head.Cite("7692:6", "7692:6.1", "6455:7.4.1"),
		Broken:   Example{"\xC9\x80\x5E\x89\x69\xF2", fromClientDeflated}}
	ruleOpcode = &Rule{ID: "frame-opcode", Code: ProtocolError, Strength: head.Must, Binds: head.Recipient,
		Problem:  "The opcode is not defined",
		Requires: "The opcode is 0, 1, 2, 8, 9 or 10; a reader fails the connection over any other.",
		Why:      "A frame of unknown kind can be neither used nor skipped, because it might change what follows. The others are reserved.",
		Cites:    head.Cite("6455:5.2", "6455:11.8", "6455:7.4.1"),
		Broken:   Example{"\x83\x80\xFF\xEA\x28\xC5", fromClient}}
	ruleControlFin = &Rule{ID: "frame-control-fragmented", Code: ProtocolError, Strength: head.MustNot, Binds: head.Sender,
		Problem:  "A control frame is fragmented",
		Requires: "A control frame has FIN set: it is never fragmented.",
		Why:      "Control frames may come between the fragments of a message, so they cannot have fragments themselves.",
		Cites:    head.Cite("6455:5.5", "6455:5.4", "6455:7.4.1"),
		Broken:   Example{"\x09\x80\xEB\xB3\x31\xD8", fromClient}}
	ruleContinuation = &Rule{ID: "frame-continuation", Code: ProtocolError, Strength: head.Practice, Binds: head.Sender,
		Problem:  "A continuation frame continues nothing",
		Requires: "A continuation frame continues a message that was begun and not finished.",
		Why:      "Opcode 0 says “as before”; with nothing before, the payload has no type.",
		Cites:    head.Cite("6455:5.4", "6455:7.4.1"),
		Broken:   Example{"\x80\x80\x18\xAB\xBC\xF3", fromClient}}
	ruleUnfinished = &Rule{ID: "frame-message-unfinished", Code: ProtocolError, Strength: head.MustNot, Binds: head.Sender,
		Problem:  "A message begins inside another",
		Requires: "After a frame without FIN the next data frame is a continuation, unless an extension that was agreed on tells messages apart.",
		Why:      "Without such an extension fragments of two messages cannot be told apart, so one message ends before the next begins.",
		Cites:    head.Cite("6455:5.4", "6455:7.4.1"),
		Broken:   Example{"\x01\x80\xA9\xE1\x97\x9B\x81\x80\xDC\xC5\x05\x8B", fromClient}}
	ruleMasked = &Rule{ID: "frame-mask-missing", Code: ProtocolError, Strength: head.Must, Binds: head.Client,
		Problem:  "A client sends a frame without a mask",
		Requires: "A client masks every frame.",
		Why:      "Unmasked bytes chosen by a page could look like a request to a proxy on the way and poison its cache. A server must close the connection.",
		Cites:    head.Cite("6455:5.1", "6455:5.3", "6455:10.3", "6455:7.4.1"),
		Broken:   Example{"\x81\x00", fromClient}}
	ruleUnmasked = &Rule{ID: "frame-mask-unwanted", Code: ProtocolError, Strength: head.MustNot, Binds: head.Server,
		Problem:  "A server masks a frame",
		Requires: "A server masks no frame.",
		Why:      "Masking protects against pages, not against servers; a client must close the connection. Chrome, Node and npm ws do, and Firefox reads the frame.",
		Cites:    head.Cite("6455:5.1", "6455:10.3", "6455:7.4.1"),
		Broken:   Example{"\x81\x82\x8C\xA1\xC4\xC7\xE4\xC8", Reader{}}}
	ruleControlLength = &Rule{ID: "frame-control-length", Code: ProtocolError, Strength: head.Must, Binds: head.Sender,
		Problem:  "The payload of a control frame is longer than 125 bytes",
		Requires: "A control frame has at most 125 bytes of payload.",
		Why:      "Control frames may come between the fragments of a message. RFC 6455 gives no reason for the limit; a short one holds a message up only briefly.",
		Cites:    head.Cite("6455:5.5", "6455:7.4.1"),
		Broken:   Example{"\x89\xFE\x00\x7E\xB6\x8C\x6A\xA7", fromClient}}
	ruleLengthShortest = &Rule{ID: "frame-length-shortest", Code: ProtocolError, Strength: head.Must, Binds: head.Sender,
		Problem:  "The length is written in more bytes than it needs",
		Requires: "The length is written in the shortest form that holds it.",
		Why:      "Every length has one encoding. The requirement binds the sender; RFC 6455 leaves open what a reader does with a longer form, and this endpoint closes.",
		Cites:    head.Cite("6455:5.2", "6455:10.7", "6455:7.4.1"),
		Broken:   Example{"\x82\xFE\x00\x05\xDD\xB9\x93\xEC\xB5\xDC\xFF\x80\xB2", fromClient}}
	ruleLengthSign = &Rule{ID: "frame-length-sign", Code: ProtocolError, Strength: head.Must, Binds: head.Sender,
		Problem:  "The first bit of a 64-bit length is set",
		Requires: "The first bit of a 64-bit length is 0.",
		Why:      "A reader with signed numbers would otherwise see a negative length.",
		Cites:    head.Cite("6455:5.2", "6455:7.4.1"),
		Broken:   Example{"\x82\xFF\x80\x00\x00\x00\x00\x00\x00\x00\x2F\xE4\xF5\xF1", fromClient}}
	ruleTooBig = &Rule{ID: "message-too-big", Code: MessageTooBig, Strength: head.Must, Binds: head.Recipient,
		Problem:  "The message is larger than the reader takes",
		Requires: "A reader with a limit keeps to it: no message, put together from its frames, is larger.",
		Why:      "A reader needs a bound; without one, a few bytes could ask for all memory. Here it is counted after decompression.",
		Cites:    head.Cite("6455:10.4", "6455:7.4.1"),
		Broken:   Example{"\x82\xC1\x11\xDD\x2C\xDA", fromClient}}
	ruleFragments = &Rule{ID: "message-fragments", Code: MessageTooBig, Strength: head.Practice, Binds: head.Recipient,
		Problem:  "The message has more fragments than the reader takes",
		Requires: "A message has no more fragments than the reader takes.",
		Why:      "RFC 6455 lets a sender fragment as it likes, and a reader bound the size of a message. The bound on their number is this endpoint's own: empty fragments cost work and bring nothing. No close code is made for it: here 1009, with npm ws 1008.",
		Cites:    head.Cite("6455:10.4", "6455:5.4", "6455:7.4.1"),
		Broken:   Example{"\x02\x80\xF5\xD1\xF3\xCE\x00\x80\xD9\xE5\x18\x8D\x00\x80\x0C\xCE\xC1\xE4\x00\x80\x36\xC9\x1B\xEC\x80\x80\x67\xD7\x07\xD4", fromClient}}
	ruleText = &Rule{ID: "message-text-utf8", Code: InvalidPayload, Strength: head.Must, Binds: head.Sender,
		Problem:  "A text message is not UTF-8",
		Requires: "The payload of a text message is valid UTF-8.",
		Why:      "Text of unknown encoding cannot be shown; and what is not UTF-8 would be changed silently on the way to a string.",
		Cites:    head.Cite("6455:8.1", "6455:5.6", "6455:7.4.1"),
		Broken:   Example{"\x81\x82\x98\xA5\xE2\xD8\x5B\x8D", fromClient}}
	ruleDeflate = &Rule{ID: "message-deflate", Code: InvalidPayload, Strength: head.Must, Binds: head.Sender,
		Problem:  "A compressed message cannot be decompressed",
		Requires: "The payload of a compressed message is DEFLATE data, and refers back no further than was agreed.",
		Why:      "With client_no_context_takeover every message starts with an empty window; a reference back into an earlier one points at nothing. RFC 7692 names no close code for it: here 1007, as with npm ws.",
		Cites:    head.Cite("7692:7.2.1", "7692:7.2.2", "7692:7.1.1.2", "6455:7.4.1"),
		Broken:   Example{"\xC2\x81\x81\xBA\xEE\xD2\x7E", fromClientDeflated}}
	ruleCloseLength = &Rule{ID: "close-length", Code: ProtocolError, Strength: head.Must, Binds: head.Sender,
		Problem:  "The payload of a Close frame is one byte",
		Requires: "A Close frame has no payload, or a code of two bytes and then a reason.",
		Why:      "One byte is half a code.",
		Cites:    head.Cite("6455:5.5.1", "6455:7.4.1"),
		Broken:   Example{"\x88\x81\x8B\xE8\x1E\xF6\x88", fromClient}}
	ruleCloseCode = &Rule{ID: "close-code", Code: ProtocolError, Strength: head.MustNot, Binds: head.Sender,
		Problem:  "A Close frame has a code that is never sent",
		Requires: "The code in a Close frame is 1000–1003, 1007–1014 or 3000–4999.",
		Why:      "1005, 1006 and 1015 must not be sent; 1012 to 1014 were registered later. RFC 6455 leaves open what to do with the rest, and this endpoint closes.",
		Cites:    head.Cite("6455:7.4.1", "6455:7.4.2", "6455:11.7"),
		Broken:   Example{"\x88\x82\x13\x95\x3F\xD1\x10\x78", fromClient}}
	ruleCloseReason = &Rule{ID: "close-reason-utf8", Code: InvalidPayload, Strength: head.Must, Binds: head.Recipient,
		Problem:  "The reason in a Close frame is not UTF-8",
		Requires: "The reason in a Close frame is valid UTF-8; a reader fails the connection over anything else.",
		Why:      "The reason is for debugging and for scripts; a client must not show it to users.",
		Cites:    head.Cite("6455:5.5.1", "6455:8.1", "6455:7.4.1"),
		Broken:   Example{"\x88\x83\x62\xCB\xE6\xA4\x61\x23\x19", fromClient}}
)
