package handshake

// Sec-WebSocket-Extensions: the list itself. Its grammar is in extension.go.

var extensionRules = []*Rule{
	{
		ID: "ext-syntax", Side: Either, Severity: Error, Strength: Must, Binds: Recipient, Over: AnyHTTP, Refuse: RefuseList,
		Problem:  "Sec-WebSocket-Extensions cannot be parsed",
		Requires: "Sec-WebSocket-Extensions is a list that parses; any other fails the handshake.",
		Why: "Extensions are separated by commas, their parameters by semicolons, a value follows an equals sign. If any part of the list " +
			"breaks that grammar the whole handshake has to fail at once; some servers ignore the field instead.",
		Fix:    "Write it like permessage-deflate; server_no_context_takeover.",
		Cites:  []string{"6455:9.1"},
		Broken: func() *Example { return good.with("Sec-WebSocket-Extensions", "permessage-deflate; =10") },
		fix:    agreed,
		check: func(p *pass) {
			if fault := p.head.extensions.Broken; fault != nil && !fault.NonToken && p.negotiates() {
				p.find(fault.Span, fault.Got)
			}
		},
	},
	{
		ID: "ext-quoted-nontoken", Side: Either, Severity: Error, Strength: Must, Binds: Sender, Over: AnyHTTP, Refuse: RefuseList,
		Problem:  "The quoted value {} is not a token",
		Requires: "A quoted value is a token once quotes and escapes are off.",
		Why:      "Quotes are allowed around a value; what is left once quotes and escapes are off is a token: no space, no comma, not even an empty value.",
		Fix:      "Write a token, or leave the parameter out.",
		Cites:    []string{"6455:9.1"},
		Broken: func() *Example {
			return good.with("Sec-WebSocket-Extensions", `permessage-deflate; client_max_window_bits=""`)
		},
		fix: withoutParam,
		check: func(p *pass) {
			if fault := p.head.extensions.Broken; fault != nil && fault.NonToken && p.negotiates() {
				p.findValue(fault.Span, headline(fault.Value), fault.Got)
			}
		},
	},
	{
		ID: "ext-empty", Side: Either, Severity: Error, Strength: Must, Binds: Recipient, Over: AnyHTTP, Refuse: RefuseList,
		Problem:  "Sec-WebSocket-Extensions names no extension",
		Requires: "Sec-WebSocket-Extensions names at least one extension; an empty one fails the handshake.",
		Why:      "The field may be left out; once it is there it has to name something.",
		Fix:      "Leave the field out where there is no extension.",
		Cites:    []string{"6455:9.1", "6455:4.3", "6455:4.2.1", "6455:4.2.2"},
		Broken:   func() *Example { return good.with("Sec-WebSocket-Extensions", "") },
		fix:      removeAllLines,
		check: func(p *pass) {
			if f := p.head.field(nameExtensions); f != nil && len(p.head.extensions.Members) == 0 && p.head.extensions.Broken == nil && p.negotiates() {
				p.find(f.Line, "Sec-WebSocket-Extensions without an extension; expected one, or no field")
			}
		},
	},
	{
		ID: "ext-empty-member", Side: Request, Severity: Warning, Strength: MustNot, Binds: Sender, Over: AnyHTTP,
		Problem:  "Empty member in Sec-WebSocket-Extensions",
		Requires: "A list of extensions has something between its commas.",
		Why:      "A recipient skips empty members, but a sender must not write them (RFC 2616, by which RFC 6455 reads lists, let it); npm ws refuses such a list where it compresses.",
		Fix:      "Remove the extra comma, or the empty line.",
		Cites:    []string{"9110:5.6.1.1", "9110:5.6.1.2"},
		Broken: func() *Example {
			return good.with("Sec-WebSocket-Extensions", "permessage-deflate,").under(Policy{NoDeflate: true})
		},
		fix:   joinLines,
		check: emptyExtension,
	},
	{
		ID: "ext-resp-empty-member", Side: Response, Severity: Warning, Strength: MustNot, Binds: Sender, Over: AnyHTTP,
		Problem:  "Empty member in the answer's Sec-WebSocket-Extensions",
		Requires: "An answer's list of extensions has something between its commas.",
		Why: "RFC 9110 has a recipient skip empty members, as WebKitGTK does. Chrome, Firefox, Node and npm ws do not, and fail over " +
			"a stray comma.",
		Fix:   "Remove the extra comma, or the empty line.",
		Cites: []string{"9110:5.6.1.1", "9110:5.6.1.2"},
		Broken: func() *Example {
			return answered.with("Sec-WebSocket-Extensions", "permessage-deflate").answerWith("Sec-WebSocket-Extensions", "permessage-deflate,")
		},
		fix: joinLines,
		check: func(p *pass) {
			if p.switched() {
				emptyExtension(p)
			}
		},
	},
	{
		ID: "ext-quoted", Side: Either, Severity: Note, Strength: Practice, Binds: Sender, Over: AnyHTTP,
		Problem:  "The value {} is in quotes",
		Requires: "A parameter's value may be in quotes.",
		Why:      "client_max_window_bits=\"10\" and client_max_window_bits=10 are the same. Few write the first, and simple parsers fail on it.",
		Fix:      "Leave the quotes out.",
		Cites:    []string{"6455:9.1", "7692:5.2"},
		Broken: func() *Example {
			return good.with("Sec-WebSocket-Extensions", `permessage-deflate; client_max_window_bits="10"`)
		},
		fix: unquoted,
		check: func(p *pass) {
			for _, e := range p.head.extensions.Members {
				for _, param := range e.Params {
					if param.Quoted {
						p.findValue(param.Value.Span, headline(param.Value.Text), "the value of "+quote(param.Name.Text)+" is "+quote(param.Value.Text)+" in quotes")
					}
				}
			}
		},
	},
	{
		ID: "ext-unknown", Side: Request, Severity: Warning, Strength: Must, Binds: Client, Over: AnyHTTP,
		Problem:  "The extension {} is not registered",
		Requires: "An extension has a registered name, and a server ignores one that it does not know.",
		Why: "Names are registered with IANA, which lists permessage-deflate and bbf-usp-protocol. An extension is an offer: a server that does not know it leaves " +
			"it out of the answer, and the socket opens without it.",
		Fix:    "Register the name, or leave the offer out.",
		Cites:  []string{"6455:9.1", "6455:9", "IANA-websocket"},
		Broken: func() *Example { return good.with("Sec-WebSocket-Extensions", "x-shout") },
		check: func(p *pass) {
			for _, e := range p.head.extensions.Members {
				if e.Name.Text != DeflateName && e.Name.Text != otherExtension && legacyExtensions[e.Name.Text] == "" {
					p.findValue(e.Span, headline(e.Name.Text), "the extension "+quote(e.Name.Text)+" is not registered")
				}
			}
		},
	},
	{
		ID: "ext-legacy", Side: Request, Severity: Warning, Strength: Must, Binds: Client, Over: AnyHTTP,
		Problem:  "The extension {} is an abandoned draft",
		Requires: "An extension has a registered name.",
		Why:      "It was never registered. A server that does not know it ignores it, and the socket opens without it.",
		Fix:      "Leave it out; to compress, offer permessage-deflate.",
		Cites:    []string{"6455:9.1", "6455:11.4"},
		Broken:   func() *Example { return good.with("Sec-WebSocket-Extensions", "x-webkit-deflate-frame") },
		check: func(p *pass) {
			for _, e := range p.head.extensions.Members {
				if what := legacyExtensions[e.Name.Text]; what != "" {
					p.findValue(e.Span, headline(e.Name.Text), "the extension "+quote(e.Name.Text)+" is "+what)
				}
			}
		},
	},
	{
		ID: "ext-registered", Side: Request, Severity: Note, Strength: May, Binds: Server, Over: AnyHTTP,
		Problem:  "This server does not know the extension {}",
		Requires: "A server ignores an extension that it does not know.",
		Why:      "The Broadband Forum registered bbf-usp-protocol for the management of devices. An extension is an offer: this server leaves it out of its answer, and the socket opens without it.",
		Cites:    []string{"6455:9", "IANA-websocket"},
		Broken:   func() *Example { return good.with("Sec-WebSocket-Extensions", otherExtension) },
		check: func(p *pass) {
			for _, e := range p.head.extensions.Members {
				if e.Name.Text == otherExtension {
					p.findValue(e.Span, e.Name.Text, "the extension "+quote(e.Name.Text)+" is registered and not known here")
				}
			}
		},
	},
	{
		ID: "ext-fallback", Side: Request, Severity: Note, Strength: May, Binds: Client, Over: AnyHTTP,
		Problem:  "{} is offered more than once",
		Requires: "An extension may be offered several times, the preferred way first.",
		Why: "The second offer is plan B: a server that cannot honour the parameters of the first may take the second. It answers at most one " +
			"of them.",
		Cites: []string{"7692:5", "7692:5.2"},
		Broken: func() *Example {
			return good.with("Sec-WebSocket-Extensions", "permessage-deflate; server_no_context_takeover, permessage-deflate")
		},
		check: func(p *pass) { p.repeatedExtensions("") },
	},
	{
		ID: "ext-resp-unoffered", Side: Response, Severity: Error, Strength: MustNot, Binds: Server, Over: AnyHTTP,
		Problem:  "The answer names {}, which was not offered",
		Requires: "The answer names only extensions that were offered.",
		Why:      "The server would use something that this client did not ask for and may not understand. The client has to fail the connection.",
		Fix:      "Answer only what the request's Sec-WebSocket-Extensions offers; without an offer leave the field out.",
		Cites:    []string{"6455:4.2.2", "6455:4.1", "6455:9.1"},
		Broken:   func() *Example { return answered.answerWith("Sec-WebSocket-Extensions", "permessage-deflate") },
		fix:      agreed,
		check: func(p *pass) {
			if p.req == nil || !p.switched() || p.req.extensions.Broken != nil {
				return
			}
			for _, e := range p.head.extensions.Members {
				if !p.req.offersExtension(e.Name.Text) {
					p.findValue(e.Span, headline(e.Name.Text), "the answer names "+quote(e.Name.Text)+", which was not offered")
				}
			}
		},
	},
	{
		ID: "ext-resp-repeat", Side: Response, Severity: Error, Strength: MustNot, Binds: Server, Over: AnyHTTP,
		Problem:  "The answer names {} more than once",
		Requires: "The answer agrees to permessage-deflate once at most.",
		Why:      "Two agreements about one extension leave open which one holds, and both would use RSV1. Chrome reports a duplicate response.",
		Fix:      "Answer one of the offers.",
		Cites:    []string{"7692:5"},
		Broken: func() *Example {
			return answered.with("Sec-WebSocket-Extensions", "permessage-deflate").
				answerWith("Sec-WebSocket-Extensions", "permessage-deflate, permessage-deflate")
		},
		fix: agreed,
		check: func(p *pass) {
			if p.switched() {
				p.repeatedExtensions(DeflateName)
			}
		},
	},
	{
		ID: "ext-resp-rsv1", Side: Response, Severity: Error, Strength: MustNot, Binds: Server, Over: AnyHTTP,
		Problem:  "The answer agrees to {} beside permessage-deflate",
		Requires: "Beside permessage-deflate a server agrees to no other extension that uses RSV1.",
		Why:      "One bit cannot say for two extensions whether they changed a message. The client has to fail the connection.",
		Fix:      "Answer one of them.",
		Cites:    []string{"7692:5"},
		Broken: func() *Example {
			return answered.with("Sec-WebSocket-Extensions", "permessage-deflate, x-webkit-deflate-frame").answerWith("Sec-WebSocket-Extensions", "permessage-deflate, x-webkit-deflate-frame")
		},
		fix: agreed,
		check: func(p *pass) {
			if e := p.head.rsv1Conflict(); e != nil && p.switched() {
				p.findValue(e.Span, e.Name.Text, quote(e.Name.Text)+" and permessage-deflate both use RSV1; expected one of them")
			}
		},
	},
	{
		ID: "ext-resp-lines", Side: Response, Severity: Note, Strength: May, Binds: Server, Over: AnyHTTP,
		Problem:  "The answer's extensions are split over several lines",
		Requires: "Several lines of extensions are one list in an answer, too.",
		Why:      "Section 11.3.2 of RFC 6455 said that an answer has the field once, section 4.2.2 allows several; an erratum settled it. Strict clients of the first reading may fail.",
		Fix:      "Write one line.",
		Cites:    []string{"6455:4.2.2", "6455:9.1", "6455:E3433", "6455:11.3.2"},
		Broken: func() *Example {
			return answered.with("Sec-WebSocket-Extensions", "permessage-deflate, "+otherExtension).
				answerAdd("Sec-WebSocket-Extensions", "permessage-deflate").answerAdd("Sec-WebSocket-Extensions", otherExtension)
		},
		fix: joinLines,
		check: func(p *pass) {
			if n := p.head.count[nameExtensions]; n > 1 && p.switched() {
				p.find(p.head.second(nameExtensions).Line, decimal(int(n))+" Sec-WebSocket-Extensions lines", p.firstLine(nameExtensions))
			}
		},
	},
}

// emptyExtension finds lines of a list that parses, with nothing between two commas.
func emptyExtension(p *pass) {
	if p.head.extensions.Broken == nil && len(p.head.extensions.Members) > 0 {
		p.emptyMembers(nameExtensions)
	}
}

// otherExtension is the registered extension besides permessage-deflate.
const otherExtension = "bbf-usp-protocol"

// rsv1Conflict is an extension besides permessage-deflate that uses RSV1, too; nil where there is none.
func (m *parsedHead) rsv1Conflict() *Extension {
	if len(m.deflate) == 0 {
		return nil
	}
	for i := range m.extensions.Members {
		switch e := &m.extensions.Members[i]; e.Name.Text {
		case "x-webkit-deflate-frame", "deflate-frame", "permessage-bzip2", "permessage-snappy":
			return e
		}
	}
	return nil
}

// legacyExtensions are names that still turn up, and what they are.
var legacyExtensions = map[string]string{
	"x-webkit-deflate-frame": "Safari's old compression of single frames",
	"deflate-frame":          "a draft that compressed single frames",
	"deflate-stream":         "a draft that compressed the whole connection",
	"permessage-bzip2":       "a draft of another compression",
	"permessage-snappy":      "a draft of another compression",
	"mux":                    "a draft that put several sockets into one connection",
	"x-google-mux":           "a draft that put several sockets into one connection",
}

// repeatedExtensions finds the second and later members of the same name: of any, or of that one alone.
func (p *pass) repeatedExtensions(only string) {
	members := p.head.extensions.Members
	if len(members) < 2 {
		return
	}
	first := make(map[string]Span, len(members))
	for _, e := range members {
		if only != "" && e.Name.Text != only {
			continue
		}
		span, again := first[e.Name.Text]
		if !again {
			first[e.Name.Text] = e.Span
			continue
		}
		p.findValue(e.Span, e.Name.Text, quote(e.Name.Text)+" is there again", Related{p.side, span, "the first " + quote(e.Name.Text)})
	}
}

// offersExtension: the request names the extension. Names compare exactly.
func (m *parsedHead) offersExtension(name string) bool {
	for _, e := range m.extensions.Members {
		if e.Name.Text == name {
			return true
		}
	}
	return false
}

// negotiates: what the head that is judged says of extensions counts; in a refusal nothing does.
func (p *pass) negotiates() bool { return p.side == Request || p.switched() }

// switched: the response that is judged opens the socket, so that what it negotiates counts.
func (p *pass) switched() bool {
	if p.report.Exchange.HTTP2 {
		return isSuccess(p.head.Status.Text) && p.askedHTTP2()
	}
	return p.head.Status.Text == "101"
}
