package handshake

import (
	"upgrade101/handshake/accept"
	"upgrade101/handshake/head"
)

// Sec-WebSocket-Accept and Sec-WebSocket-Protocol of a 101: the server's proof and its choice.
//
//	Sec-WebSocket-Accept          = base64-value-non-empty           (RFC 6455 §4.3)
//	Sec-WebSocket-Protocol-Server = token

var acceptRules = []*Rule{
	{
		ID: "resp-accept-missing", Side: Response, Severity: Error, Strength: Must, Binds: Server,
		Problem:  "Sec-WebSocket-Accept is missing",
		Requires: "A 101 to a WebSocket handshake has Sec-WebSocket-Accept.",
		Why:      "The field proves that the server has read this very request and knows WebSocket. Without the proof a client must not open.",
		Fix:      "Compute it from the key of the request and send it.",
		Cites:    []string{"6455:4.2.2", "6455:4.1"},
		Broken:   func() *Example { return answered.answerWithout("Sec-WebSocket-Accept") },
		fix:      rightAccept,
		check: func(p *pass) {
			if p.head.Switches() && p.expectsWebSocket() && p.head.count[nameAccept] == 0 && !p.statusOnly() {
				p.find(p.head.line(), "no Sec-WebSocket-Accept; expected "+p.expectedAccept())
			}
		},
	},
	{
		ID: "resp-accept-repeated", Side: Response, Severity: Error, Strength: MustNot, Binds: Server,
		Problem:  "Sec-WebSocket-Accept appears more than once",
		Requires: "Sec-WebSocket-Accept appears once in an answer.",
		Why:      "Two answers to one challenge: as a rule a proxy and the server behind it have both answered, or two layers of a framework have.",
		Fix:      "Find out who else answers; keep one.",
		Cites:    []string{"6455:11.3.3"},
		Broken: func() *Example {
			return answered.answerAdd("Sec-WebSocket-Accept", accept.Derive("4BZ+q2vWQ1yH0m9sJtX3Lw==").Accept)
		},
		fix: rightAccept,
		check: func(p *pass) {
			if p.head.Switches() && p.expectsWebSocket() {
				p.repeated(nameAccept)
			}
		},
	},
	{
		ID: "resp-accept-wrong", Side: Response, Severity: Error, Strength: Must, Binds: Server,
		Problem:  "Sec-WebSocket-Accept is wrong",
		Requires: "Sec-WebSocket-Accept is base64 of SHA-1 over the key and the GUID.",
		Why: "The answer does not fit the challenge, so the client must not open. Some servers compute it wrongly for every key, some only " +
			"for those that contain certain characters, and a cache may replay an old one.",
		Fix:    "Follow the four steps of the derivation; where the value is a known mistake, the diagnosis names it and the line of code.",
		Cites:  []string{"6455:4.2.2", "6455:4.1"},
		Broken: func() *Example { return answered.answerWith("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") },
		fix:    rightAccept,
		check: func(p *pass) {
			f := p.head.field(nameAccept)
			if !p.head.Switches() || !p.expectsWebSocket() || p.head.count[nameAccept] != 1 {
				return
			}
			key, known := p.key()
			switch {
			case known && f.Value.Text != accept.Derive(key).Accept:
				p.find(f.Value.OrLine(f), "Sec-WebSocket-Accept is "+quote(f.Value.Text)+"; expected "+p.expectedAccept(), p.offered(nameKey)...)
			case !known && !looksLikeAccept(f.Value.Text):
				p.find(f.Value.OrLine(f), "Sec-WebSocket-Accept is "+quote(f.Value.Text)+"; expected base64 of 20 bytes")
			}
		},
	},
	{
		ID: "resp-accept-space", Side: Response, Severity: Warning, Strength: Must, Binds: Client,
		Problem:  "Whitespace after the value of {}",
		Requires: "Spaces around a value do not count.",
		Why:      "Node's own client keeps a space at the end and then finds the values different.",
		Fix:      "Leave out what follows the value.",
		Cites:    []string{"6455:4.1", "9110:5.5"},
		Broken: func() *Example {
			return answered.answerWith("Sec-WebSocket-Accept", accept.Derive("4BZ+q2vWQ1yH0m9sJtX3Lw==").Accept+" ")
		},
		fix: oneBlank,
		check: func(p *pass) {
			for _, n := range []head.FieldName{nameUpgrade, nameConnection, nameAccept, nameProtocol, nameExtensions} {
				if f := p.head.field(n); p.head.Switches() && f != nil && f.Value.Text != "" && f.Line.End > f.Value.Span.End {
					p.findValue(f.Line, head.FieldNames[n], "whitespace after the value of "+quote(p.head.Text(f.Line)))
				}
			}
		},
	},
	{
		ID: "resp-proto-several", Side: Response, Severity: Error, Strength: MustNot, Binds: Server, Over: AnyHTTP,
		Problem:  "The answer's Sec-WebSocket-Protocol is not one name",
		Requires: "The answer names one subprotocol.",
		Why:      "The client offers a list, the server picks one from it. Servers that copy the client's list back have picked nothing.",
		Fix:      "Send the one name that this connection will use.",
		Cites:    []string{"6455:4.2.2", "6455:4.3", "6455:11.3.4"},
		Broken: func() *Example {
			return answered.with("Sec-WebSocket-Protocol", "superchat").answerWith("Sec-WebSocket-Protocol", "superchat, superchat")
		},
		fix: chosen,
		check: func(p *pass) {
			if f := p.head.field(nameProtocol); p.switched() && f != nil && (len(p.head.offers) > 1 || p.head.count[nameProtocol] > 1) {
				p.find(f.Value.OrLine(f), "names in Sec-WebSocket-Protocol: "+decimal(len(p.head.offers))+", lines: "+
					decimal(int(p.head.count[nameProtocol]))+"; expected one of each", p.offered(nameProtocol)...)
			}
		},
	},
	{
		ID: "resp-proto-empty", Side: Response, Severity: Error, Strength: MustNot, Binds: Server, Over: AnyHTTP,
		Problem:  "The answer's Sec-WebSocket-Protocol has no name",
		Requires: "An answer without a subprotocol leaves the field out.",
		Why:      "An empty Sec-WebSocket-Protocol names a subprotocol that is no name. Chrome, WebKitGTK, Node and npm ws take it for one that they did not offer; coder's and gorilla's clients take it for none.",
		Fix:      "Leave the field out, or name one that was offered.",
		Cites:    []string{"6455:4.2.2", "6455:4.3"},
		Broken:   func() *Example { return answered.answerAdd("Sec-WebSocket-Protocol", "") },
		fix:      chosen,
		check: func(p *pass) {
			if f := p.head.field(nameProtocol); p.switched() && f != nil && len(p.head.offers) == 0 {
				p.find(f.Line, "Sec-WebSocket-Protocol is "+quote(f.Value.Text)+"; expected a name, or no such field")
			}
		},
	},
	{
		ID: "resp-proto-unoffered", Side: Response, Severity: Error, Strength: Must, Binds: Server, Over: AnyHTTP,
		Problem:  "The answer names subprotocol {}, which was not offered",
		Requires: "The subprotocol is one that the client offered, in the same spelling.",
		Why: "The client knows the names it has sent and no others. Chrome, Firefox, Node and npm ws compare them exactly: Chat is not chat; WebKitGTK ignores case. " +
			"Firefox and gorilla's client overlook a name that comes although none was offered.",
		Fix:    "Choose from the client's list; if nothing fits, leave the field out.",
		Cites:  []string{"6455:4.2.2", "6455:4.1"},
		Broken: func() *Example { return answered.answerAdd("Sec-WebSocket-Protocol", "chat") },
		fix:    chosen,
		check: func(p *pass) {
			if !p.switched() || p.req == nil || !p.expectsWebSocket() || len(p.head.offers) != 1 || p.head.count[nameProtocol] != 1 {
				return
			}
			if chosen := p.head.field(nameProtocol).Value; !offers(p.req, chosen.Text) { // whole: a stray comma makes it another name
				p.find(chosen.Span, "the subprotocol is "+quote(chosen.Text)+"; expected one of those offered, or none", p.offered(nameProtocol)...)
			}
		},
	},
	{
		ID: "resp-proto-unanswered", Side: Response, Severity: Warning, Strength: Practice, Binds: Server, Over: AnyHTTP,
		Problem:  "The answer names none of the offered subprotocols",
		Requires: "A client that offers subprotocols is told which one was chosen.",
		Why: "The RFC lets a server choose none, and lets the client open all the same. The WHATWG standard does not: Chrome, Node and npm ws fail the connection, " +
			"while Firefox and WebKitGTK open. Such a socket works in many programs and not in Chrome.",
		Fix:    "Echo one of the offered names, or let the client offer none.",
		Cites:  []string{"WHATWG", "6455:4.2.2"},
		Broken: func() *Example { return answered.with("Sec-WebSocket-Protocol", "superchat") },
		fix:    chosen,
		check: func(p *pass) {
			if p.switched() && p.req != nil && p.expectsWebSocket() && len(p.req.offers) > 0 && p.head.count[nameProtocol] == 0 {
				p.find(p.head.line(), "no Sec-WebSocket-Protocol; expected one of those offered", p.offered(nameProtocol)...)
			}
		},
	},
}

// key is the challenge of the request, if there is exactly one.
func (p *pass) key() (string, bool) {
	if p.req == nil || p.req.count[nameKey] != 1 || p.req.value(nameKey) == "" ||
		p.report.Exchange.Pasted && p.report.Exchange.WasInserted(Request, p.req.field(nameKey).Value.Span) { // a placeholder
		return "", false
	}
	return p.req.value(nameKey), true
}

// expectedAccept names the accept value that belongs to the request, in quotes where it is known.
func (p *pass) expectedAccept() string {
	if key, known := p.key(); known {
		return quote(accept.Derive(key).Accept)
	}
	return "base64 of 20 bytes"
}

// looksLikeAccept: 28 characters that decode to 20 bytes.
func looksLikeAccept(s string) bool {
	if len(s) != 28 || s[27] != '=' {
		return false
	}
	for i := range 27 {
		if !isBase64(s[i]) {
			return false
		}
	}
	return true
}

// offers reports whether a request names a subprotocol. Names compare exactly.
func offers(req *parsedHead, subprotocol string) bool {
	for _, offer := range req.offers {
		if offer.Text == subprotocol {
			return true
		}
	}
	return false
}
