package handshake

import "strings"

// In HTTP/2 and HTTP/3 there is no upgrade: a stream of the connection becomes the socket. The client sends CONNECT with a
// :protocol (RFC 8441 §4, RFC 9220 §3), the server answers 200, and there is neither Connection, Upgrade, key nor accept value.

// pseudo returns the value of a pseudo field; "" if there is none.
func (m *parsedHead) pseudo(name string) string {
	if f := m.pseudoField(name); f != nil {
		return f.Value.Text
	}
	return ""
}

func (m *parsedHead) pseudoField(name string) *Field {
	for i := range m.Fields {
		if m.Fields[i].Name.Text == name {
			return &m.Fields[i]
		}
	}
	return nil
}

// decideReplyHTTP2 decides the reply to an extended CONNECT (RFC 8441 §4, §5).
func (p *pass) decideReplyHTTP2() {
	r := p.report
	r.Protocol = p.req.pseudo(":protocol")
	if r.Protocol == "" && p.req.wantsWebSocket() || equalFold(r.Protocol, "websocket") {
		r.Protocol = "websocket"
	}
	if f := firstRefusal(r.Findings); f != nil {
		r.Reply = refuseHTTP2(f.Rule, p.policy)
		return
	}
	if r.Protocol != "websocket" && r.Protocol != "" { // which another server may speak
		r.Reply = refuseHTTP2(RuleByID("h2-protocol-unknown"), p.policy)
		return
	}
	if r.Protocol == "" {
		r.Reply = http2Reply(404, "No WebSocket was asked for, and there is nothing else here.", cite("9110:15.5.5"), p.policy)
		return
	}
	p.negotiate()
	reply := Reply{Status: 200, Reason: ReasonPhrases[200], HTTP2: true}
	reply.line(Line{Text: ":status: 200",
		Why:   "In HTTP/2 and HTTP/3 a 200 to an extended CONNECT means what 101 means in HTTP/1.1: from here on this stream is the socket.",
		Cites: cite("8441:5", "9113:8.5")})
	if r.Subprotocol != "" {
		reply.line(Line{"sec-websocket-protocol: " + r.Subprotocol, chosenWhy, chosenCites})
	}
	if r.Extensions != "" {
		reply.line(Line{"sec-websocket-extensions: " + r.Extensions, agreedWhy, agreedCites})
	}
	r.Reply = reply
}

// refuseHTTP2 returns a refusal without what only HTTP/1.1 has: Upgrade, Connection, and status 426.
func refuseHTTP2(rule *Rule, policy Policy) Reply {
	a := &refusalReplies[rule.Refuse]
	status := a.status
	if status == 426 {
		status = 400
	}
	r := http2Reply(status, a.why, a.cites, policy)
	r.Because = rule
	for _, l := range a.fields {
		if name, value, _ := strings.Cut(l.Text, ":"); name != "Upgrade" {
			r.line(Line{strings.ToLower(name) + ":" + value, l.Why, l.Cites})
		}
	}
	return r
}

func http2Reply(status int, why string, cites []Citation, policy Policy) Reply {
	r := Reply{Status: status, Reason: ReasonPhrases[status], HTTP2: true}
	r.line(Line{Text: ":status: " + decimal(status), Why: why, Cites: cites})
	if policy.Date != "" {
		r.line(Line{Text: "date: " + policy.Date, Why: dateWhy, Cites: dateCites})
	}
	return r
}
