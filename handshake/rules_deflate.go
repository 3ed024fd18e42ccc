package handshake

import "strings"

// permessage-deflate (RFC 7692). An offer with a bad parameter is declined and the handshake goes on;
// an answer with one fails the connection. What a parameter may be is in deflate.go.

var deflateRules = []*Rule{
	{
		ID: "pmd-unknown-param", Side: Request, Severity: Warning, Strength: Must, Binds: Server, Over: AnyHTTP,
		Problem:  "permessage-deflate has no parameter {}",
		Requires: "permessage-deflate has four parameters; a server declines an offer with any other.",
		Why: "They are server_no_context_takeover, client_no_context_takeover, server_max_window_bits and client_max_window_bits. Autobahn, " +
			"and npm ws where it compresses, refuse the whole handshake.",
		Fix:    "Leave the parameter out, or check its spelling.",
		Cites:  []string{"7692:7"},
		Broken: func() *Example { return good.with("Sec-WebSocket-Extensions", "permessage-deflate; level=9") },
		fix:    removeParam,
		check:  badOffer(deflateUnknown, ", which permessage-deflate does not know; a server has to decline the offer"),
	},
	{
		ID: "pmd-duplicate-param", Side: Request, Severity: Warning, Strength: Must, Binds: Server, Over: AnyHTTP,
		Problem:  "Parameter {} comes a second time",
		Requires: "An offer has no parameter twice; a server declines one that does.",
		Why:      "The offer is invalid even where both say the same.",
		Fix:      "Write the parameter once. To offer two ways, write permessage-deflate twice with a comma between.",
		Cites:    []string{"7692:7"},
		Broken: func() *Example {
			return good.with("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits; client_max_window_bits=10")
		},
		fix:   removeParam,
		check: badOffer(deflateDuplicate, ", a second one of that name; a server has to decline the offer"),
	},
	{
		ID: "pmd-nct-value", Side: Request, Severity: Warning, Strength: Must, Binds: Server, Over: AnyHTTP,
		Problem:  "{} must not have a value",
		Requires: "The two no_context_takeover parameters have no value; a server declines an offer that gives them one.",
		Why:      "They are switches: being there means on. No value is valid, not even true.",
		Fix:      "Write the name alone.",
		Cites:    []string{"7692:7", "7692:7.1.1.1", "7692:7.1.1.2"},
		Broken: func() *Example {
			return good.with("Sec-WebSocket-Extensions", "permessage-deflate; server_no_context_takeover=true")
		},
		fix:   nameAlone,
		check: badOffer(deflateFlagValue, "; expected the name alone; a server has to decline the offer"),
	},
	{
		ID: "pmd-smwb-novalue", Side: Request, Severity: Warning, Strength: Must, Binds: Server, Over: AnyHTTP,
		Problem:  "server_max_window_bits has no value",
		Requires: "server_max_window_bits has a value; a server declines an offer where it has none.",
		Why: "The client limits the server's window and has to say to what. Of the two limits only client_max_window_bits may come without a value in an " +
			"offer; there it means: you may limit me.",
		Fix:   "Write server_max_window_bits=15, or less, or leave it out.",
		Cites: []string{"7692:7", "7692:7.1.2.1", "7692:7.1.2.2"},
		Broken: func() *Example {
			return good.with("Sec-WebSocket-Extensions", "permessage-deflate; server_max_window_bits")
		},
		fix:   allBits,
		check: badOffer(deflateNoValue, " without a value; expected 8 to 15; a server has to decline the offer"),
	},
	{
		ID: "pmd-bits-range", Side: Request, Severity: Warning, Strength: Must, Binds: Server, Over: AnyHTTP,
		Problem:  "{} is not a plain number from 8 to 15",
		Requires: "Window bits are a decimal number from 8 to 15; a server declines an offer with any other.",
		Why:      "The window is 2 to that power: 256 bytes to 32 KiB, which is all that DEFLATE has. Leading zeros and signs are not allowed either.",
		Fix:      "Write a plain number from 9 to 15; 8 is legal, and zlib cannot do it.",
		Cites:    []string{"7692:7", "7692:7.1.2.1", "7692:7.1.2.2"},
		Broken: func() *Example {
			return good.with("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits=16")
		},
		fix:   allBits,
		check: badOffer(deflateRange, "; expected 8 to 15; a server has to decline the offer"),
	},
	{
		ID: "pmd-smwb-small", Side: Request, Severity: Note, Strength: Must, Binds: Server, Over: AnyHTTP,
		Problem:  "The offer limits the server's window",
		Requires: "A server keeps to the window that it is offered, or declines the offer.",
		Why: "The client has little memory and asks the server to refer back less far when it compresses. This endpoint keeps to any window and " +
			"repeats the number in its answer. coder and gobwas decline, because their compressor has one window, of 15 bits; gorilla accepts and keeps to 15, which RFC 7692 forbids.",
		Fix:   "If many servers are to agree, add a second permessage-deflate without the limit, provided that the client can afford it.",
		Cites: []string{"7692:7", "7692:7.1.2.1"},
		Broken: func() *Example {
			return good.with("Sec-WebSocket-Extensions", "permessage-deflate; server_max_window_bits=10")
		},
		check: func(p *pass) {
			for i := range p.head.deflate {
				o := &p.head.deflate[i]
				if o.fault != deflateGood || p.resp != nil || p.policy.NoDeflate || p.head.extensions.Broken != nil {
					continue
				}
				if o.ServerMaxWindowBits < maxBits {
					param := o.param("server_max_window_bits")
					p.find(param.Span(), "the offer limits the server to "+param.Value.Text+" bits; this endpoint keeps to that")
				}
				return // the first valid offer is the one that is taken
			}
		},
	},
	{
		ID: "pmd-cmwb-novalue", Side: Request, Severity: Note, Strength: May, Binds: Client, Over: AnyHTTP,
		Problem:  "client_max_window_bits is offered without a value",
		Requires: "client_max_window_bits may come without a value in an offer.",
		Why: "It says that the server may limit the window the client compresses with. Chrome sends this. A server that sees no " +
			"client_max_window_bits in the offer must not answer with one.",
		Cites: []string{"7692:7.1.2.2"},
		Broken: func() *Example {
			return good.with("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits")
		},
		check: func(p *pass) {
			for i := range p.head.deflate {
				if o := &p.head.deflate[i]; o.fault == deflateGood && o.bareClientBits && p.resp == nil {
					p.find(o.param("client_max_window_bits").Span(), "client_max_window_bits without a value: the server may set one")
				}
			}
		},
	},
	{
		ID: "pmd-bits-8", Side: Either, Severity: Note, Strength: Practice, Binds: Sender, Over: AnyHTTP,
		Problem:  "{} is legal, and zlib cannot do it",
		Requires: "A window of 8 bits is legal, and hard to get from a server.",
		Why:      "zlib makes no raw DEFLATE stream of 8 bits, so servers that compress with it may decline. Node takes 9 in its place: that stream never looks back more than 250 bytes, and a peer with 8 bits can read it. In an offer client_max_window_bits=8 is a hint about the client's own compressor, which any server can accept.",
		Fix:      "Write 9 or more, or leave the parameter out.",
		Cites:    []string{"7692:7.1.2.1", "7692:7.1.2.2"},
		Broken: func() *Example {
			return good.with("Sec-WebSocket-Extensions", "permessage-deflate; server_max_window_bits=8")
		},
		check: func(p *pass) {
			for i := range p.head.deflate {
				for _, param := range p.head.deflate[i].extension.Params {
					if p.head.deflate[i].fault == deflateGood && param.Value.Text == "8" && !(p.side == Response && param.Name.Text == "client_max_window_bits") {
						p.findValue(param.Span(), headline(paramText(&param)), quote(param.Name.Text)+" is 8")
					}
				}
			}
		},
	},
	{
		ID: "pmd-offer-ok", Side: Request, Severity: Note, Strength: May, Binds: Server, Over: AnyHTTP,
		Problem:  "permessage-deflate is offered; this endpoint supports it",
		Requires: "A server may accept an offer of permessage-deflate.",
		Why: "Both sides may refer back into earlier messages, unless the answer says no_context_takeover of a side: that " +
			"compresses less, and an idle connection holds no window.",
		Cites:  []string{"6455:9", "7692:7.1.1.1", "7692:7.1.1.2"},
		Broken: func() *Example { return good.with("Sec-WebSocket-Extensions", "permessage-deflate") },
		check: func(p *pass) {
			if p.resp != nil || p.policy.NoDeflate || len(p.head.deflate) != 1 || p.head.extensions.Broken != nil {
				return
			}
			if o := &p.head.deflate[0]; o.fault == deflateGood && o.plain() {
				p.find(o.extension.Span, "permessage-deflate is offered, and supported here")
			}
		},
	},
	{
		ID: "pmd-resp-param", Side: Response, Severity: Error, Strength: Must, Binds: Client, Over: AnyHTTP,
		Problem:  "A parameter in the answer is wrong: {}",
		Requires: "The answer's parameters are known, single and in range; a client fails the connection over any other.",
		Why: "In an answer there is nothing to decline any more: an unknown or repeated parameter, a value on a switch, bits outside 8 to 15 " +
			"or without a number each fail the connection.",
		Fix:   "Answer with the four names only, and numbers from 8 to 15.",
		Cites: []string{"7692:7", "7692:7.1.2.1", "7692:7.1.2.2"},
		Broken: func() *Example {
			return compressed("permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits")
		},
		fix: agreed,
		check: func(p *pass) {
			for i := range p.head.deflate {
				if a := &p.head.deflate[i]; p.switched() && a.fault != deflateGood {
					wrong, want := a.fault.words()
					p.findValue(a.at.Span(), strings.Replace(wrong, "{}", headline(paramText(a.at)), 1), "the answer has "+quote(paramText(a.at))+"; expected "+want)
				}
			}
		},
	},
	{
		ID: "pmd-resp-bad-offer", Side: Response, Severity: Warning, Strength: Must, Binds: Server, Over: AnyHTTP,
		Problem:  "The server accepted an invalid offer of permessage-deflate",
		Requires: "A server declines an offer of permessage-deflate with an invalid parameter.",
		Why:      "No text says what an invalid offer asks for, so the two sides may compress differently.",
		Fix:      "Leave permessage-deflate out of the answer.",
		Cites:    []string{"7692:7"},
		Broken:   func() *Example { return compressed("permessage-deflate; level=9", "permessage-deflate") },
		fix:      agreed,
		check: func(p *pass) {
			if p.req == nil || !p.switched() || len(p.head.deflate) == 0 || len(p.req.deflate) == 0 {
				return
			}
			for i := range p.req.deflate {
				if p.req.deflate[i].fault == deflateGood {
					return
				}
			}
			p.find(p.head.deflate[0].extension.Span, "permessage-deflate is accepted, and every offer of it is invalid; expected it declined", p.offered(nameExtensions)...)
		},
	},
	{
		ID: "pmd-resp-cmwb-unoffered", Side: Response, Severity: Error, Strength: MustNot, Binds: Server, Over: AnyHTTP,
		Problem:  "client_max_window_bits is answered but was not offered",
		Requires: "client_max_window_bits is answered only where it was offered.",
		Why:      "A client that did not offer it may be unable to limit its window, and has to fail the connection. Firefox does not offer it, and opens all the same.",
		Fix:      "Leave it out unless the offer has it.",
		Cites:    []string{"7692:7.1.2.2", "7692:5", "7692:7"},
		Broken: func() *Example {
			return compressed("permessage-deflate", "permessage-deflate; client_max_window_bits=12")
		},
		fix:   agreed,
		check: mismatch(clientBitsUnoffered, "client_max_window_bits", ", and the offer has no client_max_window_bits"),
	},
	{
		ID: "pmd-resp-cmwb-larger", Side: Response, Severity: Warning, Strength: Practice, Binds: Server, Over: AnyHTTP,
		Problem:  "The answer allows a larger client window than was offered",
		Requires: "A server that uses the client's hint answers with the same number or a smaller one.",
		Why: "The offered number is a hint: the client does not use a larger window whatever the answer says, and a server may ignore it. By RFC 7692 a larger number in the " +
			"answer changes nothing; npm ws fails over it.",
		Fix:   "Answer with the offered number or a smaller one, or leave it out.",
		Cites: []string{"7692:7.1.2.2"},
		Broken: func() *Example {
			return compressed("permessage-deflate; client_max_window_bits=10", "permessage-deflate; client_max_window_bits=12")
		},
		fix:   agreed,
		check: mismatch(clientBitsLarger, "client_max_window_bits", ", more than was offered"),
	},
	{
		ID: "pmd-resp-cmwb-8", Side: Response, Severity: Warning, Strength: Practice, Binds: Server, Over: AnyHTTP,
		Problem:  "The server answers client_max_window_bits=8, which freezes Firefox",
		Requires: "A server limits the client's window to 9 bits or more, where that was offered, or not at all.",
		Why: "RFC 7692 allows 8 where the parameter was offered. Firefox 153 does not offer it and takes it all the same: given 8, it stops, the socket never opens, and " +
			"the browser's main thread waits for ever. For other clients 8 is hard to get, too: zlib makes no raw DEFLATE stream of 8 bits.",
		Fix:   "Leave client_max_window_bits out of the answer; where it was offered, 9 to 15 will do, too.",
		Cites: []string{"7692:7.1.2.2"},
		Broken: func() *Example {
			return compressed("permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits=8")
		},
		fix: removeParam,
		check: func(p *pass) {
			for i := range p.head.deflate {
				if a := &p.head.deflate[i]; p.switched() && a.fault == deflateGood && a.ClientMaxWindowBits == minBits {
					p.find(a.param("client_max_window_bits").Span(), "the answer has client_max_window_bits=8; expected no such parameter")
				}
			}
		},
	},
	{
		ID: "pmd-resp-smwb", Side: Response, Severity: Error, Strength: Must, Binds: Client, Over: AnyHTTP,
		Problem:  "The answer does not limit the server's window as offered",
		Requires: "An offered server_max_window_bits is answered with that number or a smaller one; a client fails the connection otherwise.",
		Why:      "The client says how large a window it can hold to read what the server compresses. A server that ignores this may send what the client cannot read.",
		Fix:      "Answer server_max_window_bits, or decline the offer.",
		Cites:    []string{"7692:5", "7692:7", "7692:7.1.2.1"},
		Broken: func() *Example {
			return compressed("permessage-deflate; server_max_window_bits=10", "permessage-deflate")
		},
		fix:   agreed,
		check: mismatch(serverBits, "server_max_window_bits", "; expected server_max_window_bits no larger than offered"),
	},
	{
		ID: "pmd-resp-snct", Side: Response, Severity: Error, Strength: Must, Binds: Client, Over: AnyHTTP,
		Problem:  "server_no_context_takeover was offered but not answered",
		Requires: "An offered server_no_context_takeover is answered; a client fails the connection otherwise.",
		Why:      "The client will not keep the server's window between messages. A server that does not promise to start afresh each time may send what the client cannot read.",
		Fix:      "Answer server_no_context_takeover, or decline the offer.",
		Cites:    []string{"7692:5", "7692:7", "7692:7.1.1.1"},
		Broken: func() *Example {
			return compressed("permessage-deflate; server_no_context_takeover", "permessage-deflate")
		},
		fix:   agreed,
		check: mismatch(serverTakeover, "", "; expected server_no_context_takeover in it"),
	},
	{
		ID: "pmd-resp-volunteer", Side: Response, Severity: Note, Strength: May, Binds: Server, Over: AnyHTTP,
		Problem:  "The server added {} (allowed)",
		Requires: "A server may answer with some parameters that were not offered.",
		Why: "server_no_context_takeover, server_max_window_bits and client_no_context_takeover may be in an answer without having been " +
			"offered. The client has to follow the last one.",
		Cites: []string{"7692:7.1.1.1", "7692:7.1.1.2", "7692:7.1.2.1"},
		Broken: func() *Example {
			return compressed("permessage-deflate", "permessage-deflate; server_no_context_takeover")
		},
		Right: func() *Example { return compressed("permessage-deflate", "permessage-deflate") },
		check: func(p *pass) {
			answer, offer := p.agreement()
			if answer == nil || p.conflict(answer) != noConflict {
				return
			}
			for i := range answer.extension.Params {
				if param := &answer.extension.Params[i]; !p.req.offersParam(param.Name.Text) {
					p.findValue(param.Span(), headline(paramText(param)), quote(param.Name.Text)+" was not offered", Related{Request, offer.extension.Span, "the offer"})
				}
			}
		},
	},
}

// compressed is the answered exchange with an offer and its answer.
func compressed(offer, answer string) *Example {
	return answered.with("Sec-WebSocket-Extensions", offer).answerWith("Sec-WebSocket-Extensions", answer)
}

// badOffer is the check for one way an offer can be bad; at most one of them speaks about an offer.
func badOffer(fault deflateFault, tail string) func(*pass) {
	return func(p *pass) {
		for i := range p.head.deflate {
			if o := &p.head.deflate[i]; o.fault == fault {
				p.findValue(o.at.Span(), headline(o.at.Name.Text), "the offer has "+quote(paramText(o.at))+tail)
			}
		}
	}
}

// mismatch is the check for one way an answer can contradict every offer.
func mismatch(c conflict, param, tail string) func(*pass) {
	return func(p *pass) {
		answer, offer := p.agreement()
		if answer == nil || p.conflict(answer) != c {
			return
		}
		span := answer.extension.Span
		if at := answer.param(param); at != nil {
			span = at.Span()
		}
		p.find(span, "the answer is "+quote(answer.extension.Text())+tail, Related{Request, offer.extension.Span, "the offer"})
	}
}

func paramText(p *Param) string {
	if p.Valued {
		return p.Name.Text + "=" + p.Value.Text
	}
	return p.Name.Text
}
