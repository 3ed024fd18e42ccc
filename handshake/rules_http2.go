package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// Extended CONNECT: how a WebSocket begins inside HTTP/2 (RFC 8441) and HTTP/3 (RFC 9220). What the rules
// on version, origin, subprotocols and extensions ask holds here too.

// goodHTTP2 is an extended CONNECT that breaks no rule.
var goodHTTP2 = &Example{HTTP2: true, Request: ":method: CONNECT\r\n" +
	":protocol: websocket\r\n" +
	":scheme: https\r\n" +
	":path: /chat\r\n" +
	":authority: server.example.com\r\n" +
	"sec-websocket-version: 13\r\n" +
	"origin: https://server.example.com\r\n\r\n"}

// GoodHTTP2 is the extended CONNECT that every broken example of HTTP/2 is an edit of, and its answer.
func GoodHTTP2() *Example { return goodHTTP2.answer(":status: 200\r\n\r\n") }

var http2Rules = []*Rule{
	{
		ID: "h2-recognized", Side: Text, Severity: Note, Strength: Must, Binds: Client, Over: HTTP2,
		Problem:  "This HTTP/2 or HTTP/3 request asks for no WebSocket",
		Requires: "A head of HTTP/2 or HTTP/3 opens a WebSocket only as an extended CONNECT.",
		Why:      "There is no Upgrade here to ask with: to begin a WebSocket :protocol has to be there and say websocket.",
		Fix:      "Wait for SETTINGS_ENABLE_CONNECT_PROTOCOL = 1 from the server, then send :method: CONNECT with :protocol: websocket; or use HTTP/1.1.",
		Cites:    []string{"8441:5", "8441:4", "8441:3", "9220:3", "9113:8.2.2"},
		Broken: func() *Example {
			return goodHTTP2.swap(":method: CONNECT\r\n:protocol: websocket", ":method: GET").swap("sec-websocket-version: 13\r\n", "")
		},
		Right: func() *Example { return goodHTTP2 },
		check: func(p *pass) {
			if method := p.head.pseudoField(":method"); method != nil && (method.Value.Text != "CONNECT" || p.head.opensTunnel()) && !p.head.triesWebSocket() {
				p.find(method.Value.Span, ":method is "+quote(method.Value.Text)+" and no field speaks of WebSocket")
			}
		},
	},
	{
		ID: "h2-upgrade-attempt", Side: Request, Severity: Error, Strength: Must, Binds: Client, Over: HTTP2, Refuse: RefuseConnect,
		Problem:  "Method is {}; must be CONNECT in HTTP/2 and HTTP/3",
		Requires: "In HTTP/2 and HTTP/3 a WebSocket begins with CONNECT, not with an upgrade of GET.",
		Why:      "Upgrade, Connection and the key of the HTTP/1.1 handshake have no place on a stream. A server answers as to a plain GET, or refuses.",
		Fix:      "Let TLS agree on http/1.1 (ALPN), or use :method: CONNECT with :protocol: websocket.",
		Cites:    []string{"8441:5", "9113:8.6", "9220:3"},
		Broken:   func() *Example { return goodHTTP2.swap(":method: CONNECT\r\n:protocol: websocket", ":method: GET") },
		fix:      extendedConnect,
		check: func(p *pass) {
			if method := p.head.pseudoField(":method"); method != nil && method.Value.Text != "CONNECT" && p.head.triesWebSocket() && p.report.Exchange.Context&ContextALPN == 0 {
				p.find(method.Value.Span, ":method is "+quote(method.Value.Text)+" beside fields of a WebSocket handshake; expected CONNECT")
			}
		},
	},
	{
		ID: "alpn-h2-chosen", Side: Request, Severity: Error, Strength: Practice, Binds: Client, Over: HTTP2, Refuse: RefuseConnect,
		Problem:  "TLS agreed on HTTP/2, which has no Upgrade",
		Requires: "The handshake of HTTP/1.1 is sent where TLS chose http/1.1.",
		Why: "Before the first request TLS agreed on HTTP/2, because the client offered h2 and the server took it. On such a connection the handshake of HTTP/1.1 " +
			"is no more than an odd GET: Upgrade and Connection do not exist.",
		Fix:   "curl: --http1.1. Go: NextProtos without h2. Everywhere else: offer http/1.1 alone in ALPN.",
		Cites: []string{"7301:3.2", "9113:3.2", "9113:8.2.2", "9113:8.6"},
		Broken: func() *Example {
			return goodHTTP2.swap("CONNECT", "GET").without(":protocol").inContext(ContextALPN | ContextSent).readFrom("* ALPN: server accepted h2\n> GET /chat HTTP/2\n> Host: server.example.com\n> Sec-WebSocket-Version: 13\n> Origin: https://server.example.com\n>\n")
		},
		fix: extendedConnect,
		check: func(p *pass) {
			if method := p.head.pseudoField(":method"); p.report.Exchange.Context&ContextALPN != 0 && method != nil && method.Value.Text != "CONNECT" && p.head.triesWebSocket() {
				p.find(method.Value.Span, "TLS agreed on h2, and the request is a "+quote(method.Value.Text)+"; expected http/1.1")
			}
		},
	},
	{
		ID: "h2-connection-fields", Side: Either, Severity: Error, Strength: MustNot, Binds: Sender, Over: HTTP2, Refuse: RefuseMessage,
		Problem:  "{} is not allowed in HTTP/2 and HTTP/3",
		Requires: "HTTP/2 and HTTP/3 messages carry no fields that belong to one connection.",
		Why: "Connection, Upgrade, Keep-Alive, Proxy-Connection and Transfer-Encoding describe a single HTTP/1.1 hop. Here the framing does " +
			"that work, so a receiver has to treat the message as malformed and reset the stream.",
		Fix:    "Remove it; TE may stay if it says trailers.",
		Cites:  []string{"9113:8.2.2", "9113:8.1.1", "9114:4.2", "8441:5"},
		Broken: func() *Example { return goodHTTP2.with("connection", "upgrade") },
		fix:    removeLine,
		check: func(p *pass) {
			for i := range p.head.Fields {
				f := &p.head.Fields[i]
				for _, name := range []string{"connection", "upgrade", "keep-alive", "proxy-connection", "transfer-encoding", "te"} {
					switch {
					case !equalFold(f.Name.Text, name), name == "te" && equalFold(f.Value.Text, "trailers"):
					case name == "te":
						p.findValue(f.Line, "te: "+headline(f.Value.Text), "te is "+quote(f.Value.Text)+"; expected trailers, or no such field")
					default:
						p.findValue(f.Line, headline(f.Name.Text), "the field "+quote(f.Name.Text)+"; expected none that belongs to one hop")
					}
				}
			}
		},
	},
	{
		ID: "h3-same", Side: Text, Severity: Note, Strength: Practice, Binds: Client, Over: HTTP2,
		Problem:  "The request went over HTTP/3",
		Requires: "HTTP/3 opens a WebSocket in the same way as HTTP/2.",
		Why: "The extended CONNECT and its fields are the same, and the setting that allows it has the same name and number, 0x08. What differs lies below: " +
			"streams of QUIC, and other words for ending one.",
		Cites: []string{"9220:3"},
		Broken: func() *Example {
			return goodHTTP2.from("https://server.example.com/chat").inContext(ContextHTTP3 | ContextSent).readFrom(`{"request":{"method":"CONNECT","url":"https://server.example.com/chat","httpVersion":"h3","headers":[` +
				strings.NewReplacer("\r\n\r\n", `"}]}}`, "\r\n", `"},{"name":"`, ": ", `","value":"`).Replace(`{"name":"`+goodHTTP2.Request))
		},
		check: func(p *pass) {
			if p.report.Exchange.Context&ContextHTTP3 != 0 {
				p.find(p.head.line(), "these fields went over HTTP/3")
			}
		},
	},
	{
		ID: "h2-no-protocol", Side: Request, Severity: Error, Strength: Must, Binds: Client, Over: HTTP2, Refuse: RefuseConnect,
		Problem:  ":protocol is missing",
		Requires: "An extended CONNECT names the protocol in :protocol.",
		Why:      "Without it this is the ordinary CONNECT, which asks a proxy for a TCP tunnel to the host in :authority and must not have :scheme or :path.",
		Fix:      "Add :protocol: websocket, and :scheme and :path where they are missing.",
		Cites:    []string{"8441:5", "8441:4", "9113:8.5"},
		Broken:   func() *Example { return goodHTTP2.swap(":protocol: websocket\r\n", "") },
		fix:      extendedConnect,
		check: func(p *pass) {
			if p.head.pseudo(":method") == "CONNECT" && p.head.pseudoField(":protocol") == nil && !p.head.opensTunnel() {
				p.find(p.head.line(), "CONNECT without :protocol; expected :protocol: websocket")
			}
		},
	},
	{
		ID: "h2-protocol-unknown", Side: Request, Severity: Error, Strength: Should, Binds: Server, Over: HTTP2, Refuse: RefuseProtocol,
		Problem:  ":protocol is {}; this endpoint speaks websocket alone",
		Requires: "The server speaks the protocol in :protocol; any other is answered 501.",
		Why:      "A server that does not know the protocol should answer 501; RFC 9220 says so for HTTP/3, and this endpoint does the same in HTTP/2.",
		Fix:      "For a WebSocket write :protocol: websocket.",
		Cites:    []string{"9220:3"},
		Broken:   func() *Example { return goodHTTP2.swap(":protocol: websocket", ":protocol: connect-udp") },
		fix:      put(":protocol", "websocket"),
		check: func(p *pass) {
			if f := p.head.pseudoField(":protocol"); f != nil && !equalFold(f.Value.Text, "websocket") && !(p.resp != nil && isSuccess(p.resp.pseudo(":status"))) { // the server that answered speaks it
				p.findValue(f.Value.OrLine(f), headline(f.Value.Text), ":protocol is "+quote(f.Value.Text)+"; expected websocket")
			}
		},
	},
	{
		ID: "h2-scheme-path", Side: Request, Severity: Error, Strength: Must, Binds: Client, Over: HTTP2, Refuse: RefuseMessage,
		Problem:  "{} is missing or invalid",
		Requires: "An extended CONNECT has :method, :scheme (http or https), a :path that starts with a slash, and a host in :authority.",
		Why: "The ordinary CONNECT leaves out scheme and path, the extended one needs them: they are the URL of the socket, with https for " +
			"wss and http for ws. Without them the request is malformed.",
		Fix:    "Write the pseudo field as in :method: CONNECT, :scheme: https, :path: /chat, :authority: server.example.com.",
		Cites:  []string{"8441:4", "8441:5", "9113:8.3.1"},
		Broken: func() *Example { return goodHTTP2.swap(":scheme: https", ":scheme: wss") },
		fix:    extendedConnect,
		check: func(p *pass) {
			if f := p.head.pseudoField(":method"); (f == nil || !head.IsToken(f.Value.Text)) && p.report.Exchange.Context&ContextPartial == 0 {
				p.findValue(p.head.line(), ":method", "no :method; expected CONNECT")
			}
			if p.head.pseudoField(":protocol") == nil {
				return
			}
			for _, name := range []string{":scheme", ":path", ":authority"} {
				f := p.head.pseudoField(name)
				switch {
				case f == nil || f.Value.Text == "":
					p.findValue(p.head.line(), name, "no "+name+"; expected it beside :protocol")
				case name == ":scheme" && f.Value.Text != "https" && f.Value.Text != "http":
					p.findValue(f.Value.Span, name, ":scheme is "+quote(f.Value.Text)+"; expected https or http")
				case name == ":path" && f.Value.Text[0] != '/':
					p.findValue(f.Value.Span, name, ":path is "+quote(f.Value.Text)+"; expected a slash at its start")
				case name == ":authority" && !isAuthority(f.Value.Text):
					p.findValue(f.Value.Span, name, ":authority is "+quote(f.Value.Text)+"; expected a host and perhaps a port")
				}
			}
		},
	},
	{
		ID: "h2-key-accept", Side: Either, Severity: Note, Strength: Practice, Binds: Sender, Over: HTTP2,
		Problem:  "{} is not used in HTTP/2 and HTTP/3",
		Requires: "An extended CONNECT needs neither Sec-WebSocket-Key nor Sec-WebSocket-Accept.",
		Why:      "The challenge exists to tell a WebSocket server from a confused HTTP server. Here :protocol does that, so by RFC 8441 neither field is processed.",
		Fix:      "Leave both fields out.",
		Cites:    []string{"8441:5", "9220:3"},
		Broken:   func() *Example { return goodHTTP2.with("sec-websocket-key", "4BZ+q2vWQ1yH0m9sJtX3Lw==") },
		fix:      removeLine,
		check: func(p *pass) {
			for _, n := range []head.FieldName{nameKey, nameAccept} {
				if f := p.head.field(n); f != nil {
					p.findValue(f.Line, f.Name.Text, "field "+quote(f.Name.Text)+" has no meaning here")
				}
			}
		},
	},
	{
		ID: "h2-version-proto-ext", Side: Request, Severity: Note, Strength: Practice, Binds: Sender, Over: HTTP2,
		Problem:  "{} is negotiated as in HTTP/1.1",
		Requires: "Subprotocols and extensions are negotiated as in HTTP/1.1.",
		Why:      "Sec-WebSocket-Version, -Protocol, -Extensions and Origin keep their meaning when the handshake becomes a CONNECT.",
		Cites:    []string{"8441:5"},
		Broken:   func() *Example { return goodHTTP2.with("sec-websocket-protocol", "chat") },
		check: func(p *pass) {
			for _, n := range []head.FieldName{nameProtocol, nameExtensions} {
				if f := p.head.field(n); f != nil && p.opensWebSocket() {
					p.findValue(f.Line, f.Name.Text, quote(f.Name.Text)+" is negotiated as in HTTP/1.1")
				}
			}
		},
	},
	{
		ID: "h2-status-200", Side: Response, Severity: Note, Strength: Practice, Binds: Server, Over: HTTP2,
		Problem:  "The server answered {}, and the stream is the socket",
		Requires: "200 opens the socket.",
		Why:      "On a stream 200 says what 101 says on a connection of HTTP/1.1.",
		Cites:    []string{"8441:5", "9110:9.3.6", "9113:8.5"},
		Broken:   func() *Example { return goodHTTP2.answer(":status: 200\r\n\r\n") },
		check: func(p *pass) {
			if f := p.head.pseudoField(":status"); f != nil && f.Value.Text == "200" && p.req != nil && p.connects() {
				p.find(f.Value.Span, ":status is 200, and the stream is the socket")
			}
		},
	},
	{
		ID: "h2-status-2xx", Side: Response, Severity: Warning, Strength: Practice, Binds: Server, Over: HTTP2,
		Problem:  "The server answered {}; Chrome and Firefox take 200 alone",
		Requires: "The 2xx that opens a WebSocket is 200.",
		Why:      "RFC 9110 takes any 2xx to a CONNECT; Chrome, Firefox and Node 26 insist on 200, and fail. Node 20, 22 and 24 ask for a WebSocket over HTTP/1.1.",
		Fix:      "Answer :status: 200.",
		Cites:    []string{"9110:9.3.6", "9113:8.5"},
		Broken:   func() *Example { return goodHTTP2.answer(":status: 204\r\n\r\n") },
		fix:      replaceWith("200"),
		check: func(p *pass) {
			if f := p.head.pseudoField(":status"); f != nil && isSuccess(f.Value.Text) && f.Value.Text != "200" && p.connects() {
				p.find(f.Value.Span, ":status is "+f.Value.Text+"; expected 200")
			}
		},
	},
	{
		ID: "h2-status-101", Side: Response, Severity: Error, Strength: Practice, Binds: Server, Over: HTTP2,
		Problem:  "The server answered 101, which HTTP/2 does not support",
		Requires: "HTTP/2 and HTTP/3 never answer 101.",
		Why:      "A switch of the whole connection is not possible where many streams share it, so neither version supports 101. The client got no 2xx, and the socket does not open.",
		Fix:      "Answer an extended CONNECT with :status: 200.",
		Cites:    []string{"9113:8.6", "9114:4.5"},
		Broken:   func() *Example { return goodHTTP2.answer(":status: 101\r\n\r\n") },
		fix:      replaceWith("200"),
		check: func(p *pass) {
			if f := p.head.pseudoField(":status"); f != nil && f.Value.Text == "101" {
				p.find(f.Value.Span, ":status is 101; expected 200")
			}
		},
	},
	{
		ID: "h2-status-missing", Side: Response, Severity: Error, Strength: Must, Binds: Server, Over: HTTP2,
		Problem:  "The answer has no :status",
		Requires: "An answer has :status.",
		Why:      "Without it the message is malformed, and the client treats the stream as failed.",
		Fix:      "Send :status: 200 to accept, one that is not 2xx to refuse.",
		Cites:    []string{"9113:8.3.2", "9113:8.1.1", "9114:4.3.2"},
		Broken:   func() *Example { return goodHTTP2.answer("server: a\r\n\r\n") },
		check: func(p *pass) {
			if p.askedHTTP2() && p.head.pseudoField(":status") == nil {
				p.find(p.head.line(), "no :status; expected :status: 200")
			}
		},
	},
	{
		ID: "h2-status", Side: Response, Severity: Error, Strength: Practice, Binds: Server, Over: HTTP2,
		Problem:  "The server answered {}, not 200",
		Requires: "The answer to an extended CONNECT is a 2xx.",
		Why: "Any other final status opens no tunnel, and the socket fails. A browser's script learns only close code 1006. " +
			"501 means that the server does not know the protocol, the rest mean what they mean in HTTP/1.1. A 2xx opens one; some clients take 200 alone.",
		Fix:    "Read the body and the fields of the answer, then see where the status points: path, proxy, origin, login.",
		Cites:  []string{"9110:9.3.6", "9113:8.5", "9220:3"},
		Broken: func() *Example { return goodHTTP2.answer(":status: 403\r\n\r\n") },
		check: func(p *pass) {
			f := p.head.pseudoField(":status")
			if f != nil && p.connects() && !isClass(f.Value.Text, '1') && !isSuccess(f.Value.Text) { // an interim answer settles nothing
				p.findValue(f.Value.OrLine(f), headline(f.Value.Text), ":status is "+quote(f.Value.Text)+"; expected 200")
			}
		},
	},
	{
		ID: "h2-uppercase", Side: Either, Severity: Error, Strength: Must, Binds: Sender, Over: HTTP2, Refuse: RefuseMessage,
		Problem:  "Field name {} is not in lower case",
		Requires: "Field names are lower case in HTTP/2 and HTTP/3.",
		Why:      "Upper case letters in a name make the message malformed. A tool that prints Upper-Case names usually beautifies them.",
		Fix:      "Write the name in lower case.",
		Cites:    []string{"9113:8.2", "9113:8.2.1", "9114:4.2"},
		Broken:   func() *Example { return goodHTTP2.with("X-Trace", "1") },
		fix:      lowerName,
		check: func(p *pass) {
			for i := range p.head.Fields {
				if f := &p.head.Fields[i]; strings.ToLower(f.Name.Text) != f.Name.Text {
					p.find(f.Name.Span, "field name "+quote(f.Name.Text)+"; expected lower case")
				}
			}
		},
	},
	{
		ID: "h2-host", Side: Request, Severity: Note, Strength: May, Binds: Proxy, Over: HTTP2,
		Problem:  "Host repeats :authority",
		Requires: "A proxy may keep Host beside :authority; the two agree.",
		Why: ":authority takes the place of Host; a proxy that translates from HTTP/1.1 has both. They have to agree: RFC 9114 demands it, and " +
			"by RFC 9113 a server should treat the request as malformed where they differ.",
		Fix:    "Leave Host out.",
		Cites:  []string{"9113:8.3.1", "9114:4.3.1"},
		Broken: func() *Example { return goodHTTP2.with("host", "server.example.com") },
		fix:    removeLine,
		check: func(p *pass) {
			if f := p.head.field(nameHost); f != nil && p.head.pseudoField(":authority") != nil && p.head.hostBesideAuthority() == nil {
				p.find(f.Line, "host is "+quote(f.Value.Text)+" beside :authority "+quote(p.head.pseudo(":authority")))
			}
		},
	},
	{
		ID: "h2-content-length", Side: Response, Severity: Warning, Strength: MustNot, Binds: Server, Over: HTTP2,
		Problem:  "The 2xx to a CONNECT has a Content-Length",
		Requires: "A 2xx to a CONNECT has no content-length.",
		Why:      "What follows is the tunnel, not content. A client has to ignore the field; a proxy that writes the answer into HTTP/1.1 may take the tunnel for content.",
		Fix:      "Leave it out.",
		Cites:    []string{"9110:8.6", "9110:9.3.6"},
		Broken:   func() *Example { return goodHTTP2.answer(":status: 200\r\ncontent-length: 0\r\n\r\n") },
		fix:      removeLine,
		check: func(p *pass) {
			if f := p.head.field(nameContentLength); f != nil && isSuccess(p.head.Status.Text) && p.req != nil && p.askedHTTP2() {
				p.find(f.Line, "content-length is "+quote(f.Value.Text)+"; expected no such field")
			}
		},
	},
	{
		ID: "h2-connect-length", Side: Request, Severity: Note, Strength: ShouldNot, Binds: Client, Over: HTTP2,
		Problem:  "A CONNECT does not need Content-Length",
		Requires: "A CONNECT has no content, and no content-length.",
		Why:      "What follows an extended CONNECT is the tunnel. A client should leave the field out where there is no content.",
		Fix:      "Leave it out.",
		Cites:    []string{"9110:8.6", "9110:9.3.6"},
		Broken:   func() *Example { return goodHTTP2.with("content-length", "0") },
		fix:      removeLine,
		check: func(p *pass) {
			if f := p.head.field(nameContentLength); f != nil && p.head.pseudo(":method") == "CONNECT" {
				p.find(f.Line, "content-length is "+quote(f.Value.Text)+" in a CONNECT")
			}
		},
	},
	{
		ID: "h2-path-octet", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Over: HTTP2, Refuse: RefuseMessage,
		Problem:  "The path contains {}; must be percent-encoded",
		Requires: "Spaces, double quotes, controls, angle brackets and all that is not ASCII are percent-encoded in :path; after % come two hex digits.",
		Why:      "A proxy that writes :path into a request line of HTTP/1.1 makes another request of it.",
		Fix:      "Percent-encode the octets: a space is %20, a percent sign %25.",
		Cites:    []string{"9110:2.2", "9113:8.3.1", "3986:3.3", "3986:2.1"},
		Broken:   func() *Example { return goodHTTP2.swap(":path: /chat", ":path: /a b") },
		fix:      escape,
		check: func(p *pass) {
			if p.head.pseudo(":path") != "" {
				p.badOctets(neverInTarget, "expected it percent-encoded")
			}
		},
	},
}

// askedHTTP2: the request, where it is known, is an extended CONNECT (RFC 8441 §4).
func (p *pass) askedHTTP2() bool {
	return p.req == nil || p.req.pseudo(":method") == "CONNECT" && p.req.pseudoField(":protocol") != nil
}

// connects: the request, where it is known, is one for a WebSocket (RFC 8441 §5).
func (p *pass) connects() bool {
	return p.req == nil || p.askedHTTP2() && equalFold(p.req.pseudo(":protocol"), "websocket")
}

// opensTunnel: the ordinary CONNECT, to a proxy (RFC 9113 §8.5).
func (m *parsedHead) opensTunnel() bool {
	return m.pseudo(":method") == "CONNECT" && m.pseudoField(":protocol") == nil && m.pseudoField(":scheme") == nil && m.pseudoField(":path") == nil && !m.wantsWebSocket()
}

// isSuccess: a status of the 2xx family.
func isSuccess(status string) bool { return isClass(status, '2') }

// isClass: a status whose first digit is this one (RFC 9110 §15).
func isClass(status string, first byte) bool {
	return len(status) == 3 && status[0] == first && head.IsDigit(status[1]) && head.IsDigit(status[2])
}

// isAuthority: a host and perhaps a port, without a user.
func isAuthority(s string) bool {
	host, _, ok := splitHostPort(s)
	return ok && host != ""
}

// triesWebSocket: fields of a handshake are in an HTTP/2 head.
func (m *parsedHead) triesWebSocket() bool {
	return m.wantsWebSocket() || equalFold(m.pseudo(":protocol"), "websocket")
}
