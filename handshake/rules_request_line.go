package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// The request line: what is asked, of what, in which HTTP.
//
//	request-line = method SP request-target SP HTTP-version         (RFC 9112 §3)
//	method       = token                                            (RFC 9110 §9.1)
//	HTTP-version = %s"HTTP/" DIGIT "." DIGIT                        (RFC 9112 §2.3)
//
// These are the only rules that run where the request line cannot be read.

var requestLineRules = []*Rule{
	{
		ID: "req-empty", Side: Request, Severity: Error, Strength: Practice, Binds: Client, Refuse: RefuseUnfinished,
		Problem:  "No request: only spaces and line ends",
		Requires: "There is a request.",
		Why:      "A server skips empty lines, goes on waiting for a request line, and gives up after a while.",
		Fix:      "Paste a request head, or start from the example.",
		Cites:    []string{"9112:2.2"},
		Broken:   func() *Example { return &Example{Request: "\r\n"} },
		check: func(p *pass) {
			if p.head.IsEmpty() {
				p.find(Span{Start: 0, End: len(p.head.Raw)}, "only spaces and line ends; expected a request line such as GET /chat HTTP/1.1")
			}
		},
	},
	{
		ID: "req-leading-blank-line", Side: Request, Severity: Warning, Strength: MustNot, Binds: Client,
		Problem:  "An empty line comes before the request line",
		Requires: "The request line is the first line.",
		Why:      "Old clients sent an empty line after a form, so servers are told to skip at least one in front of a request. Not every server skips it.",
		Fix:      "Remove the empty line.",
		Cites:    []string{"9112:2.2"},
		Broken:   func() *Example { return good.swap("GET", "\r\nGET") },
		fix:      removeBytes,
		check: func(p *pass) {
			if p.head.Line.Start > 0 && p.head.HasRequestLine() {
				p.find(Span{Start: 0, End: p.head.Line.Start}, "an empty line comes first; expected the request line")
			}
		},
	},
	{
		ID: "req-line-malformed", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseMessage,
		Problem:  "The first line is not a request line",
		Requires: "The first line is a method, a target and a version.",
		Why: "Those three parts say what is asked, of what, and in which HTTP. Where they cannot be told apart, nothing after them " +
			"can be trusted either, so a server should answer 400 and close.",
		Fix:    "Write GET /path HTTP/1.1, with one space between the parts.",
		Cites:  []string{"9112:3", "9110:2.2", "9112:2.2"},
		Broken: func() *Example { return good.line("GET") },
		fix:    startLine,
		check: func(p *pass) {
			if !p.head.HasRequestLine() && !p.head.IsEmpty() && !p.head.IsPreface() {
				p.find(p.head.Line, insteadOfRequestLine(&p.head.Head)+"; expected a method, a target and a version, such as GET /chat HTTP/1.1")
			}
		},
	},
	{
		ID: "req-line-whitespace", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseMessage,
		Problem:  "Extra whitespace in the request line",
		Requires: "There is exactly one space between the parts of the request line, and none around it.",
		Why: "The grammar knows one SP between parts. RFC 9112 lets a lenient parser accept more, and two parsers in a row that cut the line at " +
			"different places are how requests get smuggled. Browsers never send it; Go's net/http answers 400, and this endpoint replies so.",
		Fix:    "Use one SP between the parts, no tabs, and nothing before or after.",
		Cites:  []string{"9112:3", "9110:2.2", "9112:11.2"},
		Broken: func() *Example { return good.line("GET  /chat HTTP/1.1") },
		fix:    startLine,
		check: func(p *pass) {
			if len(p.head.Faults) > 0 && p.head.HasRequestLine() {
				p.faults("the request line is "+quote(p.head.Text(p.head.Line))+"; expected one space between its parts and none around it", head.FaultStartLineBlanks)
			}
		},
	},
	{
		ID: "req-version-missing", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseMessage,
		Problem:  "The request line has no HTTP version",
		Requires: "The request line ends with the HTTP version.",
		Why: "A line of two parts is how HTTP/0.9 asked for a page in 1991; it had no fields at all. Go's servers answer 400, and gobwas closes; " +
			"npm ws takes it for version 0.9, and switches.",
		Fix:    "Append HTTP/1.1.",
		Cites:  []string{"9112:3", "9112:2.3", "9110:2.2"},
		Broken: func() *Example { return good.line("GET /chat") },
		fix:    appendVersion,
		check: func(p *pass) {
			if p.head.HasRequestLine() && p.head.Version.Text == "" && !p.head.targetTooLong() {
				p.find(p.head.Line, "the request line ends after "+quote(p.head.Target.Text)+"; expected HTTP/1.1 after it")
			}
		},
	},
	{
		ID: "req-version-assumed", Side: Text, Severity: Note, Strength: MustNot, Binds: Sender,
		Problem:  "No HTTP version in the paste; HTTP/1.1 assumed",
		Requires: "The pasted request line ends with the HTTP version.",
		Why:      "Documentation often leaves the version out. A request without one is not HTTP/1.1 on the wire, so HTTP/1.1 was filled in, as its author meant.",
		Fix:      "Append HTTP/1.1.",
		Cites:    []string{"9112:3", "9112:2.3", "9110:2.2"},
		Broken: func() *Example {
			return good.inserted(InsertedVersion, " HTTP/1.1").readFrom(good.line("GET /chat").Request)
		},
		check: func(p *pass) {
			if p.hasInserted(InsertedByClient) || p.hasInserted(InsertedStartLine) || p.report.Exchange.Context&ContextDevTools != 0 {
				return // a command has no request line: its client writes one
			}
			for _, f := range p.report.Exchange.Inserted {
				if f.Kind == InsertedVersion && f.Side == Request {
					p.find(f.Span, "no version in the paste; taken as HTTP/1.1")
				}
			}
		},
	},
	{
		ID: "req-version-syntax", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseMessage,
		Problem:  "{} is not a valid HTTP-version",
		Requires: "The version is HTTP, a slash, and one digit on each side of a dot, in capitals.",
		Why:      "Case counts here, and each number has one digit. Spelled otherwise, the line is not a request line, and a server should answer 400.",
		Fix:      "Write exactly HTTP/1.1.",
		Cites:    []string{"9112:2.3", "9110:2.2", "9112:2.2"},
		Broken:   func() *Example { return good.line("GET /chat http/1.1") },
		fix:      replaceWith("HTTP/1.1"),
		check: func(p *pass) {
			if _, _, ok := p.head.HTTPVersion(); p.head.HasRequestLine() && p.head.Version.Text != "" && !ok {
				p.find(p.head.Version.Span, "the version is "+quote(p.head.Version.Text)+"; expected HTTP/1.1")
			}
		},
	},
	{
		ID: "req-version-10", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseHTTP10,
		Problem:  "The request is HTTP/1.0, which cannot upgrade",
		Requires: "The handshake is made in HTTP/1.1 or later.",
		Why: "Upgrade came with HTTP/1.1; in a request of HTTP/1.0 the server has to ignore it. Usually a proxy lowered the version: nginx before 1.29.7 " +
			"speaks 1.0 to what is behind it unless told otherwise. Servers differ in the answer: 426 here, 505 from gobwas, and gorilla and npm ws even switch.",
		Fix:    "Send HTTP/1.1. In nginx: proxy_http_version 1.1.",
		Cites:  []string{"6455:4.1", "9110:7.8", "6455:4.2.1"},
		Broken: func() *Example { return good.line("GET /chat HTTP/1.0") },
		fix:    version11,
		check: func(p *pass) {
			if major, minor, ok := p.head.HTTPVersion(); p.head.HasRequestLine() && ok && major == 1 && minor == 0 {
				p.find(p.head.Version.Span, `the version is "HTTP/1.0"; expected HTTP/1.1`)
			}
		},
	},
	{
		ID: "req-version-major", Side: Request, Severity: Error, Strength: MustNot, Binds: Client, Refuse: RefuseMajorVersion,
		Problem:  "The request says {}; must be HTTP/1.1",
		Requires: "A request written as text names a 1.x version.",
		Why: "HTTP/2 and HTTP/3 are binary and have no request line; they open a WebSocket with an extended CONNECT instead. Of the lines that " +
			"name another major version only the preface PRI * HTTP/2.0 can be what it says; 505 means that this server does not speak it.",
		Fix:    "Send HTTP/1.1, or really speak HTTP/2, agreed on in TLS, and use an extended CONNECT.",
		Cites:  []string{"9110:6.2", "9110:15.6.6", "8441:4", "9220:3"},
		Broken: func() *Example { return good.line("GET /chat HTTP/2.0") },
		fix:    replaceWith("HTTP/1.1"),
		check: func(p *pass) {
			major, _, ok := p.head.HTTPVersion()
			switch {
			case p.head.IsPreface():
				p.find(p.head.Line, "PRI * HTTP/2.0 is the preface with which a client begins to speak HTTP/2 without asking; expected a request of HTTP/1.1")
			case p.head.HasRequestLine() && ok && major != 1:
				p.find(p.head.Version.Span, "the version is "+quote(p.head.Version.Text)+"; expected HTTP/1.1")
			}
		},
	},
	{
		ID: "req-version-12plus", Side: Request, Severity: Warning, Strength: MustNot, Binds: Client,
		Problem:  "{} does not exist; read as HTTP/1.1",
		Requires: "The minor version is one that exists.",
		Why:      "HTTP/1 ends with 1.1. A server should treat it as the highest 1.x that it knows, and the handshake goes on; Node's parser, and so npm ws, answers 400.",
		Fix:      "Send HTTP/1.1.",
		Cites:    []string{"9110:6.2", "9110:2.5"},
		Broken:   func() *Example { return good.line("GET /chat HTTP/1.2") },
		fix:      replaceWith("HTTP/1.1"),
		check: func(p *pass) {
			if major, minor, ok := p.head.HTTPVersion(); p.head.HasRequestLine() && ok && major == 1 && minor > 1 {
				p.find(p.head.Version.Span, "the version is "+quote(p.head.Version.Text)+", which does not exist; taken as HTTP/1.1")
			}
		},
	},
	{
		ID: "req-method-not-get", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseMethod,
		Problem:  "Method is {}; must be GET",
		Requires: "The method is GET.",
		Why: "RFC 6455 makes the handshake a GET, whatever the socket is for. A server that knows another method should answer 405, and the 405 has to name " +
			"the allowed methods in Allow; gorilla, coder, gobwas and x/net leave that out.",
		Fix:    "Use GET, without content.",
		Cites:  []string{"6455:4.1", "6455:4.2.1", "9110:9.1", "9110:15.5.6"},
		Broken: func() *Example { return good.line("POST /chat HTTP/1.1") },
		fix:    replaceWith("GET"),
		check: func(p *pass) {
			m := p.head.Method
			if p.head.HasRequestLine() && isMethod(m.Text) && m.Text != "GET" && m.Text != "CONNECT" && !p.head.wantsOther() {
				p.find(m.Span, "the method is "+quote(m.Text)+"; expected GET")
			}
		},
	},
	{
		ID: "req-method-case", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseMethodUnknown,
		Problem:  "Method is {}; must be GET in capitals",
		Requires: "The method is written in capitals.",
		Why:      "Field names ignore case, methods do not: get is a method that no specification defines. A server should answer 501; many answer 405, npm ws 400.",
		Fix:      "Write GET.",
		Cites:    []string{"6455:4.1", "9110:9.1", "9110:15.6.2"},
		Broken:   func() *Example { return good.line("get /chat HTTP/1.1") },
		fix:      replaceWith("GET"),
		check: func(p *pass) {
			if m := p.head.Method; p.head.HasRequestLine() && m.Text != "GET" && equalFold(m.Text, "GET") {
				p.find(m.Span, "the method is "+quote(m.Text)+"; expected GET")
			}
		},
	},
	{
		ID: "req-method-unknown", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseMethodUnknown,
		Problem:  "{} is a method that this server does not know",
		Requires: "The method is one that the server knows, and for a handshake it is GET.",
		Why:      "A server should answer 501 to a method that it does not recognise, and 405 to one that it recognises and does not allow here.",
		Fix:      "Write GET.",
		Cites:    []string{"6455:4.1", "9110:9.1", "9110:15.6.2"},
		Broken:   func() *Example { return good.line("FETCH /chat HTTP/1.1") },
		fix:      replaceWith("GET"),
		check: func(p *pass) {
			if m := p.head.Method; p.head.HasRequestLine() && !isMethod(m.Text) && !equalFold(m.Text, "GET") && !p.head.wantsOther() {
				p.find(m.Span, "the method is "+quote(m.Text)+"; expected GET")
			}
		},
	},
	{
		ID: "req-connect-h1", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseMethod,
		Problem:  "CONNECT is for a proxy; the endpoint takes GET",
		Requires: "The handshake is a GET; CONNECT is for a proxy, to open a tunnel.",
		Why: "In HTTP/1.1 CONNECT asks a proxy for a tunnel to a host and port. Once the tunnel is open, the handshake follows inside it as a " +
			"request of its own. The endpoint never sees the CONNECT; one that does may refuse it, here with 405.",
		Fix:    "Send CONNECT to the proxy alone, then GET through the tunnel.",
		Cites:  []string{"6455:4.1", "9110:9.3.6", "9931:8"},
		Broken: func() *Example { return good.line("CONNECT server.example.com:80 HTTP/1.1") },
		fix:    getInTunnel,
		check: func(p *pass) {
			if p.head.HasRequestLine() && p.head.IsConnect() && !p.throughProxy() {
				p.find(p.head.Method.Span, `the method is "CONNECT"; expected GET, sent through the tunnel`)
			}
		},
	},
}

// throughProxy: the request is a CONNECT that asks for no switch, and a proxy took it or refused it (RFC 6455 §4.1). 400, 405 and 501
// are the answers of servers that are no proxy.
func (p *pass) throughProxy() bool {
	if p.resp == nil || !p.req.IsConnect() || p.req.wantsSwitch() || p.req.wantsWebSocket() {
		return false
	}
	code, ok := p.resp.StatusCode()
	return ok && code >= 200 && code != 400 && code != 405 && code != 501
}

// isMethod: a method of RFC 9110 §9.1, or PATCH (RFC 5789). Case counts.
func isMethod(s string) bool {
	switch s {
	case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH":
		return true
	}
	return false
}

// wantsOther: the request asks to switch, and to something other than a WebSocket.
func (m *parsedHead) wantsOther() bool { return len(m.tokens) > 0 && !m.namesWebSocket() }

// insteadOfRequestLine says what the first line looks like if it is not a request line.
func insteadOfRequestLine(h *Head) string {
	line := h.Text(h.Line)
	switch {
	case strings.HasPrefix(h.Raw, "\x16\x03"):
		return "the bytes 16 03 begin a TLS handshake: the client speaks https or wss to a port that expects plain HTTP"
	case head.HasPrefixFold(line, "HTTP/"):
		return quote(line) + " is the status line of a response"
	case h.Method.Text == "":
		return "the first line is empty"
	case strings.HasSuffix(h.Method.Text, ":") && head.IsToken(strings.TrimSuffix(h.Method.Text, ":")):
		return "the first line is the field " + quote(line)
	case strings.Contains(h.Method.Text, "://"):
		return "the first line is the address " + quote(line)
	}
	return "the first line is " + quote(line)
}
