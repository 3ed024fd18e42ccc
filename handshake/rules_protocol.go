package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// Sec-WebSocket-Protocol: subprotocols, names for what the messages will mean.
//
//	Sec-WebSocket-Protocol-Client = 1#token                         (RFC 6455 §4.3)

var protocolRules = []*Rule{
	{
		ID: "ws-proto-token", Side: Request, Severity: Error, Strength: Must, Binds: Client, Over: AnyHTTP, Refuse: RefuseList,
		Problem:  "Subprotocol {} is not a token",
		Requires: "Every subprotocol is a token.",
		Why: "A name holds letters, digits and a few signs such as . and -, but no space, slash, colon, equals sign or double quote. The browser's " +
			"WebSocket constructor throws a SyntaxError on such a name, so it mostly comes from other clients.",
		Fix:    "Rename it, or, to carry data, encode it as base64url without padding.",
		Cites:  []string{"6455:4.1", "6455:4.3", "9110:5.6.2", "WHATWG"},
		Broken: func() *Example { return good.with("Sec-WebSocket-Protocol", "chat/v2") },
		fix:    tokenName,
		check: func(p *pass) {
			for _, offer := range p.head.offers {
				if !head.IsToken(offer.Text) {
					p.findValue(offer.Span, headline(offer.Text), "subprotocol "+quote(offer.Text)+"; expected a token") // of a folded value, the span is the whole
				}
			}
		},
	},
	{
		ID: "ws-proto-empty", Side: Request, Severity: Error, Strength: Must, Binds: Client, Over: AnyHTTP, Refuse: RefuseList,
		Problem:  "Sec-WebSocket-Protocol names no subprotocol",
		Requires: "Sec-WebSocket-Protocol names at least one subprotocol.",
		Why:      "The field may be left out; once it is there it has to name something.",
		Fix:      "Leave the field out where there is no subprotocol.",
		Cites:    []string{"6455:4.1", "6455:4.3"},
		Broken:   func() *Example { return good.with("Sec-WebSocket-Protocol", "") },
		fix:      removeAllLines,
		check: func(p *pass) {
			if f := p.head.field(nameProtocol); f != nil && len(p.head.offers) == 0 {
				p.find(f.Line, "Sec-WebSocket-Protocol without a name; expected one, or no field")
			}
		},
	},
	{
		ID: "ws-proto-empty-member", Side: Request, Severity: Warning, Strength: MustNot, Binds: Sender, Over: AnyHTTP,
		Problem:  "Empty member in Sec-WebSocket-Protocol",
		Requires: "A list has something between its commas: each subprotocol is a non-empty string.",
		Why:      "A recipient skips empty members, but a sender must not write them; npm ws refuses such a list.",
		Fix:      "Remove the extra comma, or the empty line.",
		Cites:    []string{"6455:4.1", "9110:5.6.1.1", "9110:5.6.1.2"},
		Broken:   func() *Example { return good.with("Sec-WebSocket-Protocol", "chat,") },
		fix:      joinLines,
		check: func(p *pass) {
			if len(p.head.offers) > 0 {
				p.emptyMembers(nameProtocol)
			}
		},
	},
	{
		ID: "ws-proto-duplicate", Side: Request, Severity: Error, Strength: Must, Binds: Client, Over: AnyHTTP, Refuse: RefuseList,
		Problem:  "Subprotocol {} is offered more than once",
		Requires: "No subprotocol is offered more than once.",
		Why:      "The names in the list have to differ. Browsers throw a SyntaxError; npm ws and Autobahn answer 400, many servers do not look.",
		Fix:      "Offer each name once.",
		Cites:    []string{"6455:4.1", "WHATWG"},
		Broken:   func() *Example { return good.with("Sec-WebSocket-Protocol", "chat, chat") },
		fix:      joinLines,
		check: func(p *pass) {
			if len(p.head.offers) < 2 {
				return
			}
			first := map[string]Span{} // without a size, the few offers of a usual head need no memory
			for _, offer := range p.head.offers {
				if span, twice := first[offer.Text]; twice {
					p.findValue(offer.Span, headline(offer.Text), quote(offer.Text)+" is offered again; expected it once", Related{p.side, span, "the first offer of " + quote(offer.Text)})
					continue
				}
				first[offer.Text] = offer.Span
			}
		},
	},
	{
		ID: "ws-proto-lines", Side: Request, Severity: Note, Strength: May, Binds: Client, Over: AnyHTTP,
		Problem:  "Sec-WebSocket-Protocol is split over several lines",
		Requires: "Several lines of subprotocols are one list.",
		Why:      "In a request the field may come in pieces, which mean the same as one line with commas. In the answer it appears once.",
		Fix:      "Send one line.",
		Cites:    []string{"6455:11.3.4", "9110:5.3"},
		Broken: func() *Example {
			return good.add("Sec-WebSocket-Protocol", "chat").add("Sec-WebSocket-Protocol", "superchat")
		},
		fix: joinLines,
		check: func(p *pass) {
			if n := p.head.count[nameProtocol]; n > 1 && len(p.head.offers) > 0 {
				p.find(p.head.second(nameProtocol).Line, decimal(int(n))+" Sec-WebSocket-Protocol lines", p.firstLine(nameProtocol))
			}
		},
	},
	{
		ID: "ws-proto-secret", Side: Request, Severity: Warning, Strength: Practice, Binds: Client, Over: AnyHTTP,
		Problem:  "A subprotocol looks like a password or token",
		Requires: "A subprotocol is a name, not a password.",
		Why: "Script in a browser cannot set Authorization on a WebSocket, so tokens get smuggled in as subprotocols. They end up in logs, and a " +
			"server that echoes the first offer sends the secret back.",
		Fix:   "Log in over HTTPS first and pass a ticket that works once and not for long, or use a cookie and check Origin.",
		Cites: []string{"9110:17.16.1", "6455:10.5"},
		Broken: func() *Example {
			return good.with("Sec-WebSocket-Protocol", "chat, base64url.bearer.k8s.example.c2VjcmV0")
		},
		check: func(p *pass) {
			for _, secret := range p.secrets() {
				if secret.Kind != SecretProtocol || secret.Side != Request {
					continue
				}
				if shown := p.head.Text(secret.Span); head.IsToken(shown) && !strings.HasPrefix(shown, mask) {
					if len(shown) > 12 {
						shown = shown[:12] + "…"
					}
					p.find(secret.Span, "the subprotocol "+quote(shown)+" looks like a credential; expected a name")
				}
			}
		},
	},
	{
		ID: "ws-proto-case", Side: Request, Severity: Note, Strength: Practice, Binds: Recipient, Over: AnyHTTP,
		Problem:  "Subprotocol {} differs from the server's only by case",
		Requires: "A subprotocol is spelled as the server spells it.",
		Why:      "A name that differs only by case is another name to Chrome, Firefox, Node and gorilla. RFC 6455 does not say how to compare; coder and WebKitGTK ignore case.",
		Fix:      "Spell the name alike on both sides.",
		Cites:    []string{"6455:4.1", "WHATWG"},
		Broken: func() *Example {
			return good.with("Sec-WebSocket-Protocol", "Chat").under(Policy{Subprotocols: []string{"chat"}})
		},
		fix: knownCase,
		check: func(p *pass) {
			for _, offer := range p.head.offers {
				if known := p.knownButForCase(offer.Text); known != "" {
					p.findValue(offer.Span, headline(offer.Text), "the offer is "+quote(offer.Text)+", this server knows "+quote(known))
				}
			}
		},
	},
	{
		ID: "ws-proto-none", Side: Request, Severity: Note, Strength: Practice, Binds: Client, Over: AnyHTTP,
		Problem:  "No subprotocol is offered; this server knows some",
		Requires: "A client that wants a subprotocol offers it.",
		Why:      "This server knows subprotocols and the client offers none. The socket opens without one; what the messages mean is then not agreed.",
		Fix:      "Offer one: new WebSocket(url, [\"name\"]).",
		Cites:    []string{"6455:4.2.2"},
		Broken:   func() *Example { return good.under(Policy{Subprotocols: []string{"chat"}}) },
		fix:      offerKnown,
		check: func(p *pass) {
			if len(p.policy.Subprotocols) > 0 && p.head.count[nameProtocol] == 0 && p.opensWebSocket() {
				p.find(p.head.line(), "no subprotocol is offered; this server knows "+oneOf(p.policy.Subprotocols, "none"))
			}
		},
	},
	{
		ID: "ws-proto-nomatch", Side: Request, Severity: Note, Strength: Practice, Binds: Server, Over: AnyHTTP,
		Problem:  "This server knows none of the offered subprotocols",
		Requires: "The two sides have a subprotocol in common.",
		Why: "The server knows none of the names and leaves the field out of its answer. By section 4.2.2 of RFC 6455 the socket is open all the same, although the " +
			"non-normative 1.9 reads otherwise; Chrome, npm ws and Node then fail, because they asked for one, and Firefox opens.",
		Fix:   "Use the same names on both sides.",
		Cites: []string{"6455:4.2.2", "6455:1.9", "WHATWG"},
		Broken: func() *Example {
			return good.with("Sec-WebSocket-Protocol", "chat").under(Policy{Subprotocols: []string{}})
		},
		fix: offerKnown,
		check: func(p *pass) {
			if p.policy.Subprotocols == nil || len(p.head.offers) == 0 || p.chooseSubprotocol(p.head.offers) != "" {
				return
			}
			for _, offer := range p.head.offers {
				if p.knownButForCase(offer.Text) != "" {
					return
				}
			}
			f := p.head.field(nameProtocol)
			p.find(f.Value.OrLine(f), "offered is "+quote(p.head.joined(nameProtocol))+"; this server knows "+oneOf(p.policy.Subprotocols, "no subprotocol"))
		},
	},
	{
		ID: "ws-proto-choice", Side: Request, Severity: Note, Strength: Must, Binds: Server, Over: AnyHTTP,
		Problem:  "Several subprotocols fit; this server takes {}",
		Requires: "A server takes one of the offered subprotocols, or none.",
		Why: "The list is in the order of the client's preference; the server picks as it likes. This one takes the first that it knows and answers with exactly one " +
			"name.",
		Fix:   "Put the name you like best first.",
		Cites: []string{"6455:4.2.2", "6455:4.1"},
		Broken: func() *Example {
			return good.with("Sec-WebSocket-Protocol", "chat, superchat").under(Policy{Subprotocols: []string{"superchat", "chat"}})
		},
		Right: func() *Example {
			return good.with("Sec-WebSocket-Protocol", "chat").under(Policy{Subprotocols: []string{"superchat", "chat"}})
		},
		check: func(p *pass) {
			var known []Token
			for _, offer := range p.head.offers {
				if p.knowsSubprotocol(offer.Text) {
					known = append(known, offer)
				}
			}
			if len(known) > 1 && known[0].Text != known[1].Text {
				p.findValue(known[0].Span, headline(known[0].Text), quote(known[0].Text)+" is the first of "+decimal(len(known))+" that this server knows")
			}
		},
	},
}

// knowsSubprotocol: the policy has exactly this name.
func (p *pass) knowsSubprotocol(offer string) bool {
	return len(p.policy.Subprotocols) > 0 && p.subprotocols().exact[offer]
}

// knownButForCase is the name that the policy has in other letters, and not as it was offered.
func (p *pass) knownButForCase(offer string) string {
	if len(p.policy.Subprotocols) == 0 || p.knowsSubprotocol(offer) {
		return ""
	}
	return p.subprotocols().folded[head.Lowered(offer)]
}

// nameSet looks names up, exactly and without case, in constant time: both the names of a policy and those of
// a request may be many.
type nameSet struct {
	exact  map[string]bool
	folded map[string]string // in lower case: the first name that is it
}

// subprotocols is the policy's names, indexed once for each pass.
func (p *pass) subprotocols() *nameSet {
	if p.names != nil {
		return p.names
	}
	names := p.policy.Subprotocols
	p.names = &nameSet{exact: make(map[string]bool, len(names)), folded: make(map[string]string, len(names))}
	for _, name := range names {
		p.names.exact[name] = true
		if low := head.Lowered(name); p.names.folded[low] == "" {
			p.names.folded[low] = name
		}
	}
	return p.names
}

// emptyMembers finds lines of a list with nothing between two commas, or nothing at all.
func (p *pass) emptyMembers(n head.FieldName) {
	for i := range p.head.Fields {
		switch f := &p.head.Fields[i]; {
		case f.Known != n:
		case f.Value.Text == "":
			p.find(f.Line, "an empty line beside others; expected none")
		case hasEmptyMember(f.Value.Text):
			p.find(f.Value.Span, "an empty member in "+quote(f.Value.Text))
		}
	}
}

// hasEmptyMember reports whether there are only spaces before, between or after commas.
func hasEmptyMember(list string) bool {
	for member := range strings.SplitSeq(list, ",") {
		if start, end := head.TrimBlanks(member, 0, len(member)); start == end {
			return true
		}
	}
	return false
}

// looksSecret: a JWT, the word bearer, or a long run of mixed letters and digits that no person would
// choose as a name.
func looksSecret(name string) bool {
	if equalFold(name, "bearer") || equalFold(name, "authorization") ||
		head.HasPrefixFold(name, "bearer.") || head.HasPrefixFold(name, "bearer-") || head.HasPrefixFold(name, "base64url.bearer") {
		return true
	}
	if strings.HasPrefix(name, "eyJ") && strings.Count(name, ".") >= 2 {
		return true
	}
	const limit = 24 // characters between dots of a name that a person thought up
	digits, length := 0, 0
	for i := range len(name) {
		switch c := name[i]; {
		case c == '.':
			digits, length = 0, -1
		case head.IsDigit(c):
			digits++
		}
		if length++; length >= limit && digits >= 4 && digits < length {
			return true
		}
	}
	return false
}
