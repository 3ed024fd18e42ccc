package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// Content, Expect, and other fields that a handshake does not need.

var contentRules = []*Rule{
	{
		ID: "body-length", Side: Request, Severity: Error, Strength: ShouldNot, Binds: Client, Refuse: RefuseContent,
		Problem:  "The handshake has content",
		Requires: "The handshake has no content.",
		Why: "Where the head ends, the frames begin. A server that overlooks the length takes the content for frames, and one that heeds it takes frames for content: " +
			"a way to smuggle. HTTP gives content on a GET no meaning; gobwas and npm ws ignore it and switch. Once it has come, coder switches and gorilla closes. This endpoint replies with 400. " +
			"Only with Expect: 100-continue does it read content before the switch, up to 256 KiB.",
		Fix:    "Send GET without Content-Length.",
		Cites:  []string{"9110:9.3.1", "9112:11.2", "9931:7.1"},
		Broken: func() *Example { return good.add("Content-Length", "5") },
		fix:    noContent,
		check: func(p *pass) {
			limit, expected := 0, "none"
			if p.head.expectsContinue() {
				limit, expected = MaxContent, "at most "+decimal(MaxContent)
			}
			if n, ok := p.head.contentLength(); ok && n > limit && p.head.wantsWebSocket() && p.head.count[nameTransferEncoding] == 0 {
				p.find(p.head.field(nameContentLength).Line, "Content-Length is "+quote(p.head.value(nameContentLength))+"; expected "+expected)
			}
		},
	},
	{
		ID: "body-length-zero", Side: Request, Severity: Note, Strength: ShouldNot, Binds: Client,
		Problem:  "Content-Length: 0 is not needed",
		Requires: "A request without content needs no Content-Length.",
		Why:      "A length of 0 says what a GET says anyway. It does no harm; some devices and libraries send it.",
		Fix:      "Leave it out.",
		Cites:    []string{"9110:8.6"},
		Broken:   func() *Example { return good.add("Content-Length", "0") },
		fix:      noContent,
		check: func(p *pass) {
			if n, ok := p.head.contentLength(); ok && n == 0 && p.head.Method.Text == "GET" && len(p.head.lengths()) == 1 {
				p.find(p.head.field(nameContentLength).Line, "Content-Length is "+quote(p.head.value(nameContentLength))+"; a GET without the field says the same")
			}
		},
	},
	{
		ID: "body-length-invalid", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseFraming,
		Problem:  "Content-Length is not one decimal number",
		Requires: "Content-Length is one decimal number.",
		Why: "It says where this message ends and the next begins. Where it is no number, or two different ones, every reader guesses " +
			"differently: the server has to answer 400 and close. It may take equal ones for one.",
		Fix:    "Remove it; a handshake has no content.",
		Cites:  []string{"9112:6.3", "9110:8.6", "9110:2.2"},
		Broken: func() *Example { return good.add("Content-Length", "+0") },
		fix:    noContent,
		check: func(p *pass) {
			lengths := p.head.lengths()
			for _, l := range lengths {
				if _, ok := parseLength(l.Text); !ok {
					p.find(l.Span, "Content-Length is "+quote(l.Text)+"; expected a decimal number")
					return
				}
			}
			if f := p.head.field(nameContentLength); f != nil && (len(lengths) == 0 || p.head.count[nameContentLength] == 1 && len(lengths) > 1 && allEqual(lengths)) {
				p.find(f.Line, "Content-Length is "+quote(f.Value.Text)+"; expected a decimal number")
			}
			for _, l := range lengths {
				if first := lengths[0]; l.Text != first.Text {
					p.find(l.Span, "Content-Length is "+quote(first.Text)+" and "+quote(l.Text)+"; expected one number",
						Related{p.side, first.Span, "the first one"})
					return
				}
			}
		},
	},
	{
		ID: "body-te", Side: Request, Severity: Error, Strength: ShouldNot, Binds: Client, Refuse: RefuseContent,
		Problem:  "The handshake has Transfer-Encoding",
		Requires: "The handshake has no Transfer-Encoding.",
		Why: "It announces content in chunks, even if there is only the last one. A server that does not read them takes them for frames. gobwas and npm ws do not look " +
			"and switch, this endpoint replies with 400. RFC 9112 §6.1 forbids the field to a client that does not know the server to handle HTTP/1.1.",
		Fix:    "Remove the field, and send GET without content.",
		Cites:  []string{"9110:9.3.1", "9112:6.1", "9112:6.3"},
		Broken: func() *Example { return good.add("Transfer-Encoding", "chunked") },
		fix:    noContent,
		check: func(p *pass) {
			if p.head.chunkedLast() && p.head.count[nameContentLength] == 0 && p.head.wantsWebSocket() {
				p.find(p.head.field(nameTransferEncoding).Line, "Transfer-Encoding is "+quote(p.head.joined(nameTransferEncoding))+"; expected none")
			}
		},
	},
	{
		ID: "body-te-last", Side: Request, Severity: Error, Strength: Must, Binds: Sender, Refuse: RefuseFraming,
		Problem:  "Transfer-Encoding does not end with chunked",
		Requires: "The last transfer coding of a request is chunked.",
		Why: "Only chunks say where they end. Under any other coding the content of a request has no end that the server could find: 400, or 501 for a coding " +
			"that it does not know.",
		Fix:    "Remove the field.",
		Cites:  []string{"9112:6.1", "9112:6.3"},
		Broken: func() *Example { return good.add("Transfer-Encoding", "gzip") },
		fix:    noContent,
		check: func(p *pass) {
			if p.head.count[nameTransferEncoding] > 0 && !p.head.chunkedLast() && p.head.count[nameContentLength] == 0 {
				lines := p.head.Get(head.FieldNames[nameTransferEncoding])
				p.find(lines[len(lines)-1].Line, "Transfer-Encoding is "+quote(p.head.joined(nameTransferEncoding))+"; expected chunked at its end, or no such field")
			}
		},
	},
	{
		ID: "body-te-cl", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseFraming,
		Problem:  "The request has both Transfer-Encoding and Content-Length",
		Requires: "Transfer-Encoding and Content-Length do not come together.",
		Why: "They are two statements about the same end. A proxy that believes the one and a server that believes the other disagree where the next request starts: " +
			"request smuggling in its classic form. A server may refuse, and has to close.",
		Fix:    "Remove both.",
		Cites:  []string{"9112:6.1", "9112:6.2", "9112:6.3", "9112:11.2"},
		Broken: func() *Example { return good.add("Transfer-Encoding", "chunked").add("Content-Length", "5") },
		fix:    noContent,
		check: func(p *pass) {
			if te, cl := p.head.field(nameTransferEncoding), p.head.field(nameContentLength); te != nil && cl != nil {
				p.find(te.Line, "Transfer-Encoding and Content-Length are both here; expected neither",
					Related{p.side, cl.Line, "the length"})
			}
		},
	},
	{
		ID: "body-missing", Side: Request, Severity: Error, Strength: Practice, Binds: Client, Refuse: RefuseContentMissing,
		Problem:  "The announced content does not come",
		Requires: "The content that a client asks leave to send arrives.",
		Why: "With Expect: 100-continue the client announces content and waits. This endpoint says 100 and reads as many bytes as Content-Length " +
			"names before it switches; where they do not come within five seconds it answers 408 and closes. Other servers switch at once, or wait.",
		Fix:    "Leave out Expect and Content-Length: a handshake has no content.",
		Cites:  []string{"9110:10.1.1", "9110:15.5.9"},
		Broken: func() *Example { return good.add("Expect", "100-continue").add("Content-Length", "5") },
		fix:    noContent,
		check: func(p *pass) {
			if p.resp != nil || p.report.Exchange.Context&ContextContent != 0 {
				return // a paste with an answer rarely has the content of the request
			}
			if n := p.head.awaited(); n > len(p.head.Rest()) && n <= MaxContent && p.head.wantsWebSocket() {
				p.find(p.head.field(nameContentLength).Line, "bytes of content after the head: "+decimal(len(p.head.Rest()))+" of "+decimal(n)+"; expected all of them")
			}
		},
	},
	{
		ID: "expect-no-body", Side: Request, Severity: Warning, Strength: MustNot, Binds: Client,
		Problem:  "Expect: 100-continue in a request without content",
		Requires: "A client that expects 100-continue has content to send.",
		Why: "Expect: 100-continue means: tell me before I send the content. Without content there is nothing to go on with, and a client must not ask. " +
			"RFC 9110 §7.8 has the server send 100 before 101 all the same; §10.1.1 permits leaving the 100 out where there is no content, as gorilla, coder, gobwas, gws and " +
			"x/net do. This endpoint sends 100, then 101. A browser never sends Expect.",
		Fix:    "Leave Expect out.",
		Cites:  []string{"9110:10.1.1", "9110:7.8"},
		Broken: func() *Example { return good.add("Expect", "100-continue") },
		fix:    removeAllLines,
		check: func(p *pass) {
			if p.head.expectsContinue() && !p.head.hasContent() {
				p.find(memberSpan(p.head.List("Expect"), "100-continue"), "Expect asks for 100 Continue, and there is no content; expected no Expect")
			}
		},
	},
	{
		ID: "expect-unknown", Side: Request, Severity: Warning, Strength: May, Binds: Server,
		Problem:  "Expect contains {}; only 100-continue is defined",
		Requires: "Expect holds 100-continue alone; a server may refuse anything else.",
		Why:      "No other expectation was ever defined. A server may answer 417, as Go's net/http does, or ignore it, as this endpoint does.",
		Fix:      "Leave Expect out.",
		Cites:    []string{"9110:10.1.1", "9110:15.5.18"},
		Broken:   func() *Example { return good.add("Expect", "kindness") },
		fix:      removeMember,
		check: func(p *pass) {
			if p.head.count[nameExpect] == 0 {
				return
			}
			for _, e := range p.head.List("Expect") {
				if !equalFold(e.Text, "100-continue") {
					p.findValue(e.Span, headline(e.Text), "Expect holds "+quote(e.Text)+`; expected "100-continue" or no such field`)
				}
			}
		},
	},
	{
		ID: "expect-order", Side: Response, Severity: Warning, Strength: Must, Binds: Server,
		Problem:  "101 comes before the 100 that the client waits for",
		Requires: "Where the client waits for 100, the server sends 100 before 101.",
		Why: "The server says “go on” before it switches, and the client speaks the new protocol only after its content. A server that switches at once leaves open whether the client " +
			"still sends its content, and would read that as frames.",
		Fix:    "Send 100 Continue, read the content, then send 101.",
		Cites:  []string{"9110:7.8", "9110:10.1.1"},
		Broken: func() *Example { return answered.add("Expect", "100-continue").add("Content-Length", "5") },
		fix:    continueFirst,
		check: func(p *pass) {
			if p.switchedWithout100() && p.req.hasContent() && p.req.Rest() == "" {
				p.find(p.head.Line, "101 comes without 100 before it; expected 100 Continue first",
					Related{Request, p.req.field(nameExpect).Line, "the client waits for 100"})
			}
		},
	},
	{
		ID: "expect-may-skip", Side: Response, Severity: Note, Strength: May, Binds: Server,
		Problem:  "101 comes without 100 (allowed here)",
		Requires: "A 100 that the client waits for may be left out once content has arrived, or where there is none.",
		Why: "RFC 9110 §7.8 says that 100 comes before 101; §10.1.1 lets a server omit it when it has already received some of the content, or when the framing says that " +
			"there is none. A client that still waits sends its content after a while by itself.",
		Cites: []string{"9110:10.1.1", "9110:7.8"},
		Broken: func() *Example {
			return answered.add("Expect", "100-continue").add("Content-Length", "5").then("hello")
		},
		check: func(p *pass) {
			if p.switchedWithout100() && (!p.req.hasContent() || p.req.Rest() != "") {
				p.find(p.head.Line, "101 comes without 100 before it, which is permitted here")
			}
		},
	},
	{
		ID: "cookie-in-101", Side: Response, Severity: Note, Strength: May, Binds: Client,
		Problem:  "The 101 sets a cookie",
		Requires: "A 101 may set cookies, and a client may ignore them.",
		Why: "The handshake is HTTP, so Set-Cookie may come with it; RFC 6265 lets a client ignore it in a 1xx answer. Later there is no place for one: frames have " +
			"no fields.",
		Cites:  []string{"6265:3"},
		Broken: func() *Example { return answered.answerAdd("Set-Cookie", "seen=yes; Path=/") },
		check: func(p *pass) {
			for _, f := range p.head.Get("Set-Cookie") {
				if p.head.Status.Text == "101" {
					p.find(f.Name.Span, "the 101 sets a cookie, which is legal")
				}
			}
		},
	},
	{
		ID: "proxy-connection", Side: Request, Severity: Note, Strength: Practice, Binds: Client,
		Problem:  "Proxy-Connection is not a standard field",
		Requires: "There is no Proxy-Connection.",
		Why:      "Browsers of the nineties sent it to proxies that did not know Connection; curl and Chrome still send it to a proxy. It was never standard and makes new trouble, and a server has no use for it.",
		Fix:      "Leave it out.",
		Cites:    []string{"9112:C.2.2"},
		Broken:   func() *Example { return good.add("Proxy-Connection", "keep-alive") },
		fix:      removeAllLines,
		check: func(p *pass) {
			for _, f := range p.head.Get("Proxy-Connection") {
				p.find(f.Line, "Proxy-Connection is "+quote(f.Value.Text)+"; expected no such field")
			}
		},
	},
	{
		ID: "browser-custom-header", Side: Text, Severity: Note, Strength: Practice, Binds: Client,
		Problem:  "A page in a browser cannot add the field {}",
		Requires: "A browser sends only the fields that it makes itself.",
		Why: "Origin and Sec-Fetch-Site say that a browser wrote this, and no browser lets a page add fields of its own to a WebSocket handshake: the constructor takes " +
			"a URL and subprotocols, no more. Servers read such fields, and other clients can send them, so it works in a test and not on the page.",
		Fix:    "Use a cookie, a ticket in the URL, or the first message.",
		Cites:  []string{"WHATWG"},
		Broken: func() *Example { return good.add("Sec-Fetch-Site", "same-origin").add("X-Api-Version", "2") },
		fix:    removeAllLines,
		check: func(p *pass) {
			if p.head.count[nameOrigin] == 0 || !p.head.ofPage() || p.head.passedProxy() { // a proxy adds fields, too
				return
			}
			for i := range p.head.Fields {
				if f := &p.head.Fields[i]; f.Known == nameAuthorization && head.HasPrefixFold(f.Value.Text, "Bearer ") || head.HasPrefixFold(f.Name.Text, "X-") && !addedByProxy(f.Name.Text) {
					p.find(f.Name.Span, "the field "+quote(f.Name.Text)+" is in a request of a browser, whose pages cannot add it")
				}
			}
		},
	},
	{
		ID: "accept-encoding-gzip", Side: Request, Severity: Note, Strength: Practice, Binds: Client,
		Problem:  "Accept-Encoding has no effect on messages",
		Requires: "Accept-Encoding says nothing about WebSocket messages.",
		Why:      "It is about the content of HTTP answers, and a 101 has none; Chrome and Firefox send it with the handshake, too. Messages are compressed by permessage-deflate, if at all.",
		Cites:    []string{"9110:12.5.3", "9110:15.2"},
		Broken:   func() *Example { return good.add("Accept-Encoding", "gzip, deflate, br") },
		check: func(p *pass) {
			if p.head.wantsWebSocket() {
				for _, f := range p.head.Get("Accept-Encoding") {
					p.find(f.Line, "Accept-Encoding is "+quote(f.Value.Text)+", which has no effect on a WebSocket")
				}
			}
		},
	},
}

// lengths returns the members of all Content-Length lines: a proxy may have combined several lines into a list
// (RFC 9110 §8.6).
func (m *parsedHead) lengths() []Token {
	if m.count[nameContentLength] == 0 {
		return nil
	}
	return m.List("Content-Length")
}

// lengthsDiffer: the head declares different lengths, and no transfer coding that overrides them (RFC 9112 §6.3).
func (m *parsedHead) lengthsDiffer() bool {
	return m.count[nameTransferEncoding] == 0 && !allEqual(m.lengths())
}

// contentLength returns the length that the head declares; ok is false if it declares none, or different ones.
func (m *parsedHead) contentLength() (n int, ok bool) {
	lengths := m.lengths()
	if len(lengths) == 0 || !allEqual(lengths) {
		return 0, false
	}
	return parseLength(lengths[0].Text)
}

// awaited returns the length of the content that a request sends only after a 100; 0 if it does not ask for one, or does
// not declare a length.
func (m *parsedHead) awaited() int {
	if n, ok := m.contentLength(); ok && m.expectsContinue() && m.count[nameTransferEncoding] == 0 {
		return n
	}
	return 0
}

// parseLength reads Content-Length = 1*DIGIT; a larger length than limit is read as limit.
func parseLength(s string) (n int, ok bool) {
	const limit = 1 << 30
	for i := range len(s) {
		if !head.IsDigit(s[i]) {
			return 0, false
		}
		n = min(n*10+int(s[i]-'0'), limit)
	}
	return n, s != ""
}

func allEqual(list []Token) bool {
	for _, t := range list {
		if t.Text != list[0].Text {
			return false
		}
	}
	return true
}

// hasContent: the framing of the head says that content follows (RFC 9112 §6).
func (m *parsedHead) hasContent() bool {
	n, ok := m.contentLength()
	return m.count[nameTransferEncoding] > 0 || ok && n > 0
}

// chunkedLast: there is a Transfer-Encoding, and its last coding is chunked (RFC 9112 §7).
func (m *parsedHead) chunkedLast() bool {
	if m.count[nameTransferEncoding] == 0 {
		return false
	}
	codings := m.List("Transfer-Encoding")
	return len(codings) > 0 && equalFold(codings[len(codings)-1].Text, "chunked")
}

// switchedWithout100: the client waited for a 100, and the server sent the 101 without one.
func (p *pass) switchedWithout100() bool {
	if p.req == nil || !p.req.expectsContinue() || p.resp.Status.Text != "101" {
		return false
	}
	return !strings.Contains(p.report.Exchange.Response[:p.resp.Line.Start], " 100 ")
}

// ofPage: a page sent the request. Browsers add Sec-Fetch-Site; the clients of Node send only Sec-Fetch-Mode.
func (m *parsedHead) ofPage() bool { return len(m.Get("Sec-Fetch-Site")) > 0 }

// addedByProxy: an X- field that a proxy adds, not the client.
func addedByProxy(name string) bool {
	for _, prefix := range []string{"X-Forwarded-", "X-Real-IP", "X-Request-", "X-Original-", "X-Amzn-", "X-Amz-Cf-", "X-Azure-", "X-Cloud-Trace-", "X-Envoy-", "X-B3-", "X-Datadog-", "X-Scheme"} {
		if head.HasPrefixFold(name, prefix) {
			return true
		}
	}
	return false
}
