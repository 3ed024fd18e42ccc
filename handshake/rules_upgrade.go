package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// The Upgrade field: to which protocols the client would like to switch.
//
//	Upgrade          = #protocol                                    (RFC 9110 §7.8)
//	protocol         = protocol-name ["/" protocol-version]
//	protocol-name    = token
//	protocol-version = token
//
// A request for another protocol than websocket is not wrong. This endpoint ignores such an Upgrade; a rule for each protocol notes it
// (upgradeTo). other_protocols.go has the answer of a server that supports it.

var upgradeRules = []*Rule{
	{
		ID: "upg-missing", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseNoUpgrade,
		Problem:  "Upgrade is missing",
		Requires: "The request has an Upgrade field.",
		Why:      "Nothing in the request asks to leave HTTP, so an ordinary HTTP answer is all it can expect.",
		Fix:      "Send Upgrade: websocket together with Connection: Upgrade.",
		Cites:    []string{"6455:4.1", "6455:4.2.1", "9110:7.8"},
		Broken:   func() *Example { return good.without("Upgrade", "Connection") },
		fix:      wholeHandshake,
		check: func(p *pass) {
			m := p.head
			if !m.HasRequestLine() || m.IsConnect() || len(m.tokens) > 0 || p.strippedByProxy() {
				return // or a more specific rule says why
			}
			if m.field(nameUpgrade) == nil && !m.asksToSwitch() {
				p.find(m.line(), "no Upgrade field; expected Upgrade: websocket")
			}
		},
	},
	{
		ID: "upg-not-websocket", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseNoUpgrade,
		Problem:  "Upgrade names {}; must name websocket",
		Requires: "Upgrade names websocket.",
		Why: "The other fields are those of a WebSocket handshake, and Upgrade names something else. A server looks for the registered " +
			"name websocket, one word in any case; a near miss such as ws or websockets is an unknown protocol and is ignored.",
		Fix:    "Write Upgrade: websocket.",
		Cites:  []string{"6455:4.1", "6455:4.2.1", "9110:7.8"},
		Broken: func() *Example { return good.with("Upgrade", "websockets") },
		fix:    wholeHandshake,
		check:  asksFor(notWebSocket, "; expected websocket"),
	},
	{
		ID: "upg-list", Side: Request, Severity: Note, Strength: May, Binds: Client,
		Problem:  "Upgrade has several members",
		Requires: "Upgrade may list several protocols, the preferred one first.",
		Why: "This is legal: a server picks one of them, or several as layers of one stack. The 101 to a WebSocket names websocket alone. npm ws, gobwas, " +
			"wsproto, tungstenite and Python's websockets refuse a list.",
		Fix:    "Send just websocket; it is understood everywhere.",
		Cites:  []string{"9110:7.8", "6455:4.2.2"},
		Broken: func() *Example { return good.with("Upgrade", "websocket, IRC/6.9") },
		fix:    put("Upgrade", "websocket"),
		check: func(p *pass) {
			if len(p.head.tokens) > 1 && p.head.count[nameUpgrade] == 1 && p.head.namesWebSocket() && areProtocols(p.head.tokens) {
				f := p.head.field(nameUpgrade)
				p.find(f.Value.Span, "Upgrade holds "+decimal(len(p.head.tokens))+" members: "+quote(f.Value.Text))
			}
		},
	},
	{
		ID: "upg-version-suffix", Side: Request, Severity: Warning, Strength: Practice, Binds: Client,
		Problem:  "Upgrade names {}; websocket has no version there",
		Requires: "Upgrade names websocket without a version.",
		Why: "The grammar allows a version after a slash, and websocket never registered any: its version travels in a field of its own. " +
			"Servers that compare the text refuse this.",
		Fix:    "Write Upgrade: websocket, and leave the version to Sec-WebSocket-Version.",
		Cites:  []string{"9110:7.8", "6455:11.2"},
		Broken: func() *Example { return good.with("Upgrade", "websocket/13") },
		fix:    func(m *fixer) { m.replacePart(func(string) string { return "websocket" }) },
		check: func(p *pass) {
			for _, t := range p.head.tokens {
				if isWebSocket(t.Text) && strings.Contains(t.Text, "/") && isProtocol(t.Text) {
					p.find(t.Span, "Upgrade names "+quote(t.Text)+"; expected websocket")
				}
			}
		},
	},
	{
		ID: "upg-syntax", Side: Either, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseHopField,
		Problem:  "Upgrade contains {}, which is not a protocol name",
		Requires: "Every member of Upgrade is a protocol name, with a version after a slash if it has one; commas separate them.",
		Why:      "Name and version are tokens, and only commas separate members. Anything else is no protocol at all.",
		Fix:      "Write Upgrade: websocket; between several names put commas.",
		Cites:    []string{"9110:2.2", "9110:7.8", "9110:5.6.2"},
		Broken:   func() *Example { return good.with("Upgrade", "websocket 2") },
		fix:      validProtocols,
		check: func(p *pass) {
			if p.side == Response && !p.head.Switches() {
				return // no client reads it there; of a 426, resp-426-no-upgrade
			}
			for _, t := range p.head.tokens {
				if !isProtocol(t.Text) {
					p.find(t.Span, "Upgrade holds "+quote(t.Text)+"; expected a name such as websocket")
				}
			}
		},
	},
	{
		ID: "upg-case", Side: Request, Severity: Note, Strength: Should, Binds: Recipient,
		Problem:  "Upgrade is spelled {}",
		Requires: "The case of websocket in Upgrade has no meaning.",
		Why:      "Protocol names should compare without case, and for websocket RFC 6455 has a server do so. IANA lists both spellings, WebSocket and websocket; browsers send the second.",
		Cites:    []string{"9110:7.8", "6455:4.2.1", "IANA"},
		Broken:   func() *Example { return good.with("Upgrade", "WebSocket") },
		check: func(p *pass) {
			for _, t := range p.head.tokens {
				if equalFold(t.Text, "websocket") && t.Text != "websocket" && p.head.draft() == noDraft {
					p.find(t.Span, "Upgrade names "+quote(t.Text)+", which is websocket")
				}
			}
		},
	},
	{
		ID: "upg-lines", Side: Request, Severity: Note, Strength: May, Binds: Recipient,
		Problem:  "Upgrade is split over several lines",
		Requires: "Several Upgrade lines are one list.",
		Why:      "A field that is a list may come in pieces; joined with commas they mean the same. Servers that look at one line only may miss the right one.",
		Fix:      "Send one line, with commas between the names.",
		Cites:    []string{"9110:5.3", "9110:7.8"},
		Broken:   func() *Example { return good.add("Upgrade", "websocket") },
		fix:      joinLines,
		check: func(p *pass) {
			if n := p.head.count[nameUpgrade]; n > 1 {
				p.find(p.head.second(nameUpgrade).Line, decimal(int(n))+" Upgrade lines", p.firstLine(nameUpgrade))
			}
		},
	},
	{
		ID: "upg-cannot-insist", Side: Request, Severity: Note, Strength: May, Binds: Server, Refuse: RefuseNoUpgrade,
		Problem:  "This endpoint does not speak {}",
		Requires: "Upgrade is a wish; the server may go on in HTTP.",
		Why: "Nothing named here is spoken by this endpoint, and that is no mistake of the client's: an upgrade cannot be demanded. A server " +
			"ignores names that it does not know and answers the request as if the field were not there.",
		Fix:    "Be ready for an ordinary answer, or ask for websocket here.",
		Cites:  []string{"9110:7.8"},
		Broken: func() *Example { return plainUpgrade.with("Upgrade", "foo, IRC/6.9") },
		check:  asksFor(goalNotHere, "; this endpoint switches to websocket alone"),
	},
	{
		ID: "upg-h2c", Side: Request, Severity: Warning, Strength: Practice, Binds: Client, Refuse: RefuseNoUpgrade,
		Problem:  "Upgrade asks for {}, which is obsolete",
		Requires: "HTTP/2 does not begin with Upgrade: h2c any more.",
		Why: "The 2015 edition of HTTP/2 could start on a cleartext connection this way; the 2022 edition deprecates it and marks the name obsolete. A server may " +
			"ignore the wish; of the servers measured here lighttpd, h2o and nghttpx still switch.",
		Fix:   "Use TLS with ALPN h2, or speak HTTP/2 from the first byte where you know that the server does.",
		Cites: []string{"9113:3.1", "9113:3.3", "9113:11.2", "9113:B", "9110:7.8"},
		Broken: func() *Example {
			return plainUpgrade.with("Upgrade", "h2c").with("Connection", "Upgrade, HTTP2-Settings").with("HTTP2-Settings", "AAMAAABkAAQAoAAAAAIAAAAA")
		},
		check: asksFor(goalH2C, ", which is obsolete; expected websocket here, and ALPN for HTTP/2"),
	},
	{
		ID: "upg-h2c-settings", Side: Request, Severity: Warning, Strength: Must, Binds: Client, Refuse: RefuseNoUpgrade,
		Problem:  "Upgrade: h2c without one valid HTTP2-Settings that Connection names",
		Requires: "An upgrade to h2c carried exactly one HTTP2-Settings field, and Connection named it.",
		Why: "Three pieces belonged together: h2c in Upgrade, the client's SETTINGS in base64url, and both fields in Connection. A server " +
			"must not upgrade without exactly one HTTP2-Settings. Today all of it is obsolete.",
		Fix:    "Drop h2c and what came with it, and use ALPN or begin with HTTP/2 at once.",
		Cites:  []string{"7540:3.2.1", "9113:3.1", "9113:11.1", "9113:11.2"},
		Broken: func() *Example { return plainUpgrade.with("Upgrade", "h2c") },
		Right: func() *Example {
			return plainUpgrade.with("Upgrade", "h2c").with("Connection", "Upgrade, HTTP2-Settings").with("HTTP2-Settings", "AAMAAABkAAQAoAAAAAIAAAAA")
		},
		check: asksFor(goalH2CIncomplete, " without one good HTTP2-Settings that Connection names"),
	},
	{
		ID: "http2-settings-stray", Side: Request, Severity: Note, Strength: Practice, Binds: Client,
		Problem:  "HTTP2-Settings without Upgrade: h2c",
		Requires: "HTTP2-Settings comes with Upgrade: h2c.",
		Why:      "Without that wish the field means nothing; it is what remains of an upgrade that was taken out halfway.",
		Fix:      "Leave the field out.",
		Cites:    []string{"9113:11.1", "9113:3.1"},
		Broken:   func() *Example { return good.with("HTTP2-Settings", "AAMAAABkAAQAoAAAAAIAAAAA") },
		fix:      removeAllLines,
		check: func(p *pass) {
			if f := p.head.field(nameHTTP2Settings); f != nil && !head.Contains(p.head.tokens, "h2c") {
				p.find(f.Line, "an HTTP2-Settings field, and Upgrade does not name h2c")
			}
		},
	},
	{
		ID: "upg-h2", Side: Request, Severity: Warning, Strength: Must, Binds: Server, Refuse: RefuseNoUpgrade,
		Problem:  "Upgrade names {}, which exists in ALPN only",
		Requires: "h2 is agreed on in ALPN; a server ignores it in Upgrade.",
		Why:      "h2 is the name of HTTP/2 inside TLS, where ALPN agrees on it before the first request. It never was an upgrade token: by RFC 7540, which RFC 9113 replaces, a server must ignore it.",
		Fix:      "Offer h2 in ALPN.",
		Cites:    []string{"7540:3.2", "9113:3.1", "9113:3.2"},
		Broken:   func() *Example { return plainUpgrade.with("Upgrade", "h2") },
		check:    asksFor(goalH2, ", which only ALPN can agree on"),
	},
	{
		ID: "upg-http-version", Side: Request, Severity: Note, Strength: May, Binds: Server, Refuse: RefuseNoUpgrade,
		Problem:  "Upgrade asks for HTTP itself: {}",
		Requires: "A server may ignore a wish for HTTP in Upgrade.",
		Why:      "HTTP is a registered name, with versions such as 2.0. HTTP/2 and HTTP/3 do not begin this way: the one is agreed on in TLS or known beforehand, the other runs over QUIC, another transport, which an upgrade cannot change.",
		Fix:      "Offer h2 in ALPN; HTTP/3 is announced in Alt-Svc.",
		Cites:    []string{"9110:7.8", "9110:2.5", "9113:3.2", "9113:3.3", "IANA", "9114:3.1.1"},
		Broken:   func() *Example { return plainUpgrade.with("Upgrade", "HTTP/2.0") },
		check:    asksFor(goalHTTP, ", which is HTTP itself"),
	},
	{
		ID: "upg-tls", Side: Request, Severity: Note, Strength: May, Binds: Client, Refuse: RefuseNoUpgrade,
		Problem:  "Upgrade asks to start TLS on this connection",
		Requires: "Upgrade: TLS/1.0 asks to start TLS on this connection.",
		Why: "Since 2000 a client may begin in cleartext and switch to TLS after a 101; the answer to this request then comes inside TLS. Printing (IPP) uses it. " +
			"An attacker in the middle only has to remove the field; https and wss speak TLS from the first byte.",
		Fix:    "Connect with https or wss.",
		Cites:  []string{"2817:3.1", "2817:3.3", "9110:7.8"},
		Broken: func() *Example { return plainUpgrade.with("Upgrade", "TLS/1.0") },
		check:  asksFor(goalTLS, ", which starts TLS"),
	},
	{
		ID: "upg-connect-udp", Side: Request, Severity: Note, Strength: Must, Binds: Client, Refuse: RefuseNoUpgrade,
		Problem:  "Upgrade asks a proxy to carry UDP",
		Requires: "Over HTTP/1.1, UDP through a proxy is asked for with GET and Upgrade: connect-udp.",
		Why: "The target comes from a URI template, for instance /.well-known/masque/udp/{target_host}/{target_port}/, and the 101 names connect-udp alone. " +
			"Both should say Capsule-Protocol: ?1. RFC 9298 let a client send datagrams before the 101; RFC 9931 takes that back.",
		Fix:    "Ask a MASQUE proxy; a WebSocket endpoint does not know this protocol.",
		Cites:  []string{"9298:2", "9298:3.2", "9298:3.3", "9298:5", "9297:3.4", "9931:6.3"},
		Broken: func() *Example { return overUDP },
		check:  asksFor(goalConnectUDP, ", UDP through a proxy"),
	},
	{
		ID: "upg-connect-ip", Side: Request, Severity: Note, Strength: Must, Binds: Client, Refuse: RefuseNoUpgrade,
		Problem:  "Upgrade asks a proxy to carry IP packets",
		Requires: "Over HTTP/1.1, IP packets through a proxy are asked for with GET and Upgrade: connect-ip.",
		Why: "Like connect-udp, one layer below: the target comes from a URI template, the 101 names connect-ip alone, over TLS. Both should say " +
			"Capsule-Protocol: ?1.",
		Fix:    "Ask a MASQUE proxy; a WebSocket endpoint does not know this protocol.",
		Cites:  []string{"9484:4.2", "9484:4.3", "9484:4", "9297:3.4"},
		Broken: func() *Example { return overIP },
		check:  asksFor(goalConnectIP, ", IP through a proxy"),
	},
	{
		ID: "upg-masque-method", Side: Request, Severity: Warning, Strength: Must, Binds: Client, Refuse: RefuseNoUpgrade,
		Problem:  "{} with a method other than GET",
		Requires: "A request to carry UDP or IP over HTTP/1.1 is a GET.",
		Why:      "Any other method makes it malformed, and a proxy for this protocol must answer with an error. This endpoint does not know the protocol, and ignores the field.",
		Fix:      "Ask with a GET.",
		Cites:    []string{"9298:3.2", "9484:4.2"},
		Broken:   func() *Example { return overUDP.swap("GET", "POST") },
		fix:      getMethod,
		check: func(p *pass) {
			if t, ok := p.head.asksMASQUE(); ok && p.head.Method.Text != "GET" {
				p.find(t.Span, "Upgrade names "+quote(t.Text)+" and the method is "+quote(p.head.Method.Text)+"; expected GET")
			}
		},
	},
	{
		ID: "upg-masque-single", Side: Request, Severity: Warning, Strength: Must, Binds: Client, Refuse: RefuseNoUpgrade,
		Problem:  "The request does not name {} alone",
		Requires: "A request to carry UDP or IP over HTTP/1.1 names that protocol alone.",
		Why:      "Upgrade has one value here, connect-udp or connect-ip. Any other makes the request malformed, and a proxy for this protocol must answer with an error. This endpoint does not know the protocol, and ignores the field.",
		Fix:      "Ask for that protocol alone.",
		Cites:    []string{"9298:3.2", "9484:4.2"},
		Broken:   func() *Example { return overUDP.with("Upgrade", "connect-udp, HTTP/2.0") },
		fix:      func(m *fixer) { m.put(head.FieldNames[nameUpgrade], m.head.Text(m.finding.Span)) },
		check: func(p *pass) {
			if t, ok := p.head.asksMASQUE(); ok && len(p.head.tokens) > 1 && !p.head.namesWebSocket() {
				p.find(t.Span, "Upgrade holds "+decimal(len(p.head.tokens))+" members; expected "+quote(t.Text)+" alone")
			}
		},
	},
	{
		ID: "upg-connect-ip-tls", Side: Request, Severity: Warning, Strength: Must, Binds: Sender, Refuse: RefuseNoUpgrade,
		Problem:  "connect-ip without TLS",
		Requires: "A proxy for IP packets is reached over TLS.",
		Why:      "RFC 9484 demands encryption by TLS, QUIC or an equivalent below it, which in HTTP/1.1 is TLS: the packets of a whole network may cross this connection.",
		Fix:      "Connect with https.",
		Cites:    []string{"9484:4", "9484:4.6"},
		Broken: func() *Example {
			return overIP.swap("GET ", "GET http://example.org")
		},
		Right: func() *Example {
			return overIP.swap("GET ", "GET https://example.org")
		},
		check: func(p *pass) {
			if t, ok := p.head.asksMASQUE(); ok && equalFold(t.Text, "connect-ip") && (p.head.uri().scheme == "http" || head.HasPrefixFold(p.report.Exchange.URL, "http:")) {
				p.find(t.Span, "Upgrade names "+quote(t.Text)+" and the address begins with http:; expected https")
			}
		},
	},
	{
		ID: "upg-webtransport", Side: Request, Severity: Note, Strength: Practice, Binds: Client, Refuse: RefuseNoUpgrade,
		Problem:  "WebTransport does not begin with an HTTP/1.1 upgrade",
		Requires: "WebTransport does not begin with an upgrade of HTTP/1.1.",
		Why:      "It is defined for HTTP/3 and HTTP/2 alone, and begins with an extended CONNECT. In HTTP/1.1 the name is ignored.",
		Fix:      "Use HTTP/3, or a WebSocket where only HTTP/1.1 is to be had.",
		Cites:    []string{"webtransport-h3", "webtransport-h2"},
		Broken:   func() *Example { return plainUpgrade.with("Upgrade", "webtransport") },
		check:    asksFor(goalWebTransport, ", which begins in HTTP/3 or HTTP/2"),
	},
	{
		ID: "upg-custom", Side: Request, Severity: Note, Strength: Practice, Binds: Client, Refuse: RefuseNoUpgrade,
		Problem:  "Upgrade names a private protocol: {}",
		Requires: "A protocol of one's own works where both ends know it.",
		Why: "Anyone may invent a name: Docker attaches to containers with tcp, old Kubernetes clients ran commands over SPDY/3.1. HTTP " +
			"governs the switch alone. A server that does not know the name ignores it, and so does this one.",
		Fix:    "Ask the server that speaks it; register the name if the protocol is for everyone.",
		Cites:  []string{"9110:7.8", "9110:16.7", "IANA"},
		Broken: func() *Example { return plainUpgrade.with("Upgrade", "tcp") },
		check:  asksFor(goalCustom, ", a private protocol"),
	},
	{
		ID: "upg-body-with-other", Side: Request, Severity: Warning, Strength: Practice, Binds: Client, Refuse: RefuseNoUpgrade,
		Problem:  "The request has Upgrade and content",
		Requires: "A request that asks to switch is best sent without content.",
		Why: "Content in a GET has no defined meaning, and a client speaks the new protocol only after the whole request. A server or a proxy that misreads where " +
			"the content ends takes the one for the other; HAProxy 2.6 drops Upgrade from a POST with content.",
		Fix:    "Ask with a GET that has no content, where the protocol lets you; docker exec needs its POST with JSON.",
		Cites:  []string{"9110:9.3.1", "9110:7.8", "9931:7.1"},
		Broken: func() *Example { return plainUpgrade.with("Upgrade", "tcp").add("Content-Length", "2").then("{}") },
		Right:  func() *Example { return plainUpgrade.with("Upgrade", "tcp") },
		check:  asksFor(goalWithContent, " in a request with content"),
	},
}

// plainUpgrade is good without the fields of WebSocket, for examples of other upgrades.
var plainUpgrade = good.without("Sec-WebSocket-Key", "Sec-WebSocket-Version")

// overUDP and overIP ask a proxy to carry UDP (RFC 9298 §3.2) and IP packets (RFC 9484 §4.2).
var (
	overUDP = plainUpgrade.without("Origin").with("Host", "example.org").add("Capsule-Protocol", "?1").
		swap("/chat", "/.well-known/masque/udp/192.0.2.6/443/").with("Upgrade", "connect-udp")
	overIP = overUDP.swap("udp/192.0.2.6/443", "ip/*/*").with("Upgrade", "connect-ip")
)

// asksMASQUE is the member of Upgrade that asks to carry UDP or IP, with content or without.
func (m *parsedHead) asksMASQUE() (Token, bool) {
	for _, t := range m.tokens {
		if u := upgradeTo(t.Text); u != nil && u.alone {
			return t, true
		}
	}
	return Token{}, false
}

// getMethod makes the request a GET.
func getMethod(m *fixer) { m.replace(m.head.Method.Span, "GET") }

// asksFor is the check of a rule about one goal; at most one of these rules reports about a request.
func asksFor(g goal, tail string) func(*pass) {
	return func(p *pass) {
		if got, protocol := p.head.goal(); got == g {
			p.find(protocol.Span, "Upgrade names "+quote(protocol.Text)+tail)
		}
	}
}

// protocol = protocol-name ["/" protocol-version]                (RFC 9110 §7.8)
func isProtocol(s string) bool {
	name, version, slash := strings.Cut(s, "/")
	return head.IsToken(name) && (!slash || head.IsToken(version))
}

func areProtocols(list []Token) bool {
	for _, t := range list {
		if !isProtocol(t.Text) {
			return false
		}
	}
	return true
}

// second is the second field of that name; there is one where count is above 1.
func (m *parsedHead) second(n head.FieldName) *Field {
	for i := int(m.first[n]); i < len(m.Fields); i++ {
		if m.Fields[i].Known == n {
			return &m.Fields[i]
		}
	}
	return m.field(n)
}

// firstLine is the first line of a field as the place that belongs to the second.
func (p *pass) firstLine(n head.FieldName) Related {
	f := p.head.field(n)
	return Related{p.side, f.Line, "the first line: " + quote(p.head.Text(f.Line))}
}
