package handshake

import (
	"strings"

	"upgrade101/handshake/accept"

	"upgrade101/handshake/head"
)

// Chrome: net/websockets of Chromium and the HTTP parser in front of it, which takes nearly anything.

// status is what HttpStreamParser makes of the head, and the first check of ValidateResponse behind it.
func (c *client) status() (name, got string, says failure) {
	name, got = "status", c.resp.Text(c.resp.Line)
	if heads := c.interim(); len(heads) > 0 {
		// Chrome takes an interim answer for the final one, whatever RFC 9110 §15.2 says.
		says = fail(ChromeStatus, heads[0].Status.Text)
		if code, _ := c.code(); code == 101 {
			says.who = chromeAlone
		}
		return name, c.resp.Text(heads[0].Line), says
	}
	start := chromeStart(c.resp.Raw)
	if says := c.chromeRejectsHead(start); says.line != "" {
		return name, got, says
	}
	end, _ := c.resp.LineAt(start)
	switch code := chromeCode(c.resp.Raw[start:end]); code {
	case 101:
	case 401:
		says = fail(Chrome401)
	case 407:
		says = fail(Chrome407Server)
	default:
		says = fail(ChromeStatus, decimal(code))
	}
	return name, got, says
}

const (
	chromeMostHead = 256 << 10 // bytes of a head
	maxBeforeStart = 4         // bytes of anything that browsers skip in front of HTTP
)

// chromeStart is where a response begins; -1 if there is none.
func chromeStart(raw string) int {
	return strings.Index(strings.ToLower(raw[:min(len(raw), maxBeforeStart+len("http"))]), "http")
}

// chromeRejectsHead is the complaint about a head that the parser does not hand on.
func (c *client) chromeRejectsHead(start int) failure {
	h := c.resp
	switch {
	case start < 0 && c.onDefaultPort():
		return fail(ChromeStatusLine) // taken for HTTP/0.9 there, which no WebSocket can be
	case start < 0 || h.holdsNUL(0):
		return fail(ChromeResponse)
	case h.End.End > chromeMostHead:
		return failure{line: ChromeNetAnswer, with: "ERR_RESPONSE_HEADERS_TOO_BIG", who: chromeAlone}
	case !h.Ended:
		return fail(ChromeNetAnswer, "ERR_CONNECTION_CLOSED")
	}
	for _, f := range []struct{ name, is string }{
		{"Content-Length", "CONTENT_LENGTH"}, {"Content-Disposition", "CONTENT_DISPOSITION"}, {"Location", "LOCATION"}} {
		if h.differ(f.name) && !(f.name == "Content-Length" && h.chunkedLast()) {
			return failure{line: ChromeNetAnswer, with: "ERR_RESPONSE_HEADERS_MULTIPLE_" + f.is, who: browsers}
		}
	}
	return failure{}
}

// chromeCode reads a status line as HttpResponseHeaders does: the digits after the first blanks, and 200 if there are none.
func chromeCode(line string) (code int) {
	_, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimLeft(rest, " ")
	if rest == "" || !head.IsDigit(rest[0]) {
		return 200
	}
	for i := 0; i < len(rest) && head.IsDigit(rest[i]) && code < 1<<20; i++ {
		code = code*10 + int(rest[i]-'0')
	}
	return code
}

// onDefaultPort: the address of the socket has no port.
func (c *client) onDefaultPort() bool {
	_, authority, _ := strings.Cut(c.url, "://")
	authority, _, _ = strings.Cut(authority, "/")
	_, port, _ := splitHostPort(authority)
	return port == ""
}

// differ: a field comes several times, with several values.
func (m *parsedHead) differ(fieldName string) bool {
	fields := m.Get(fieldName)
	for _, f := range fields {
		if f.Value.Text != fields[0].Value.Text {
			return true
		}
	}
	return false
}

// holdsNUL: the head has a NUL at or after an offset.
func (m *parsedHead) holdsNUL(from int) bool {
	for _, f := range m.Faults {
		if f.Kind == head.FaultNUL && f.Span.Start >= from {
			return true
		}
	}
	return false
}

// statusHTTP2 is the check of WebSocketHttp2HandshakeStream. RFC 9110 §9.3.6 takes any 2xx, browsers take 200.
func (c *client) statusHTTP2() (name, got string, says failure) {
	code, _ := c.code()
	switch {
	case c.malformedHTTP2():
		says = fail(ChromeStream, "ERR_HTTP2_PROTOCOL_ERROR")
	case code == 200:
	case code == 401:
		says = fail(Chrome401)
	case code == 407:
		says = fail(Chrome407Server)
	default:
		says = fail(ChromeStatus, c.resp.pseudo(":status"))
		if code/100 == 2 {
			says.who = browsers
		}
	}
	return "status", c.resp.pseudo(":status"), says
}

// values are the values of a field as Chrome counts them: a comma makes another one, even an empty one.
func (c *client) values(n head.FieldName) []string {
	var values []string
	for i := range c.resp.Fields {
		f := &c.resp.Fields[i]
		if f.Known != n {
			continue
		}
		text, quoted, start := f.Value.Text, false, 0
		for i := 0; i <= len(text); i++ {
			switch {
			case i < len(text) && text[i] == '"':
				quoted = !quoted
			case i < len(text)-1 && text[i] == '\\' && quoted:
				i++
			case i >= len(text) || text[i] == ',' && !quoted:
				values = append(values, strings.Trim(text[start:min(i, len(text))], " \t"))
				start = i + 1
			}
		}
		if len(values) == head.MaxMembers {
			break
		}
	}
	return values
}

// one is the only value of a field.
func (c *client) one(n head.FieldName) (value string, says failure) {
	switch values := c.values(n); len(values) {
	case 0:
		return "", fail(ChromeMissing, head.FieldNames[n])
	case 1:
		return values[0], failure{}
	}
	return "", fail(ChromeRepeated, head.FieldNames[n])
}

func (c *client) upgrade() (name, got string, says failure) {
	value, says := c.one(nameUpgrade)
	if says.line == "" && !equalFold(value, "websocket") {
		says = fail(ChromeUpgrade, value)
	}
	return head.FieldNames[nameUpgrade], c.resp.value(nameUpgrade), says
}

func (c *client) accept() (name, got string, says failure) {
	value, says := c.one(nameAccept)
	if key, known := c.key(); says.line == "" && (known && value != accept.Derive(key).Accept || !known && !looksLikeAccept(value)) {
		says = fail(ChromeAccept)
	}
	return head.FieldNames[nameAccept], c.resp.value(nameAccept), says
}

func (c *client) connection() (name, got string, says failure) {
	switch {
	case c.resp.count[nameConnection] == 0:
		says = fail(ChromeMissing, head.FieldNames[nameConnection])
	case !c.resp.asksToSwitch():
		says = fail(ChromeConnection)
	}
	return head.FieldNames[nameConnection], c.resp.value(nameConnection), says
}

// subprotocol takes the values in order, as ValidateSubProtocol does.
func (c *client) subprotocol() (name, got string, says failure) {
	got = c.resp.value(nameProtocol)
	values := c.values(nameProtocol)
	switch {
	case c.req == nil || len(values) == 0 && len(c.req.offers) == 0:
	case len(values) == 0:
		says = fail(ChromeProtocolUnanswered)
		says.who = browsers
	case len(c.req.offers) == 0:
		says = fail(ChromeProtocolUnoffered, values[0])
	case !offers(c.req, values[0]):
		says = fail(ChromeProtocolOther, values[0])
	case len(values) > 1:
		says = fail(ChromeRepeated, head.FieldNames[nameProtocol])
	}
	return head.FieldNames[nameProtocol], got, says
}

// extensions says what ValidateExtensions says, with the offer of the request where Chrome would look at its own.
// It fails for everyone where RFC 6455 §4.1 does, and for browsers where only they are that strict.
func (c *client) extensions() (name, got string, says failure) {
	name, got = head.FieldNames[nameExtensions], c.resp.value(nameExtensions)
	if c.resp.count[nameExtensions] == 0 {
		return name, got, failure{}
	}
	says = c.chromeExtensions()
	if !c.extensionsBroken() {
		says.who = browsers
	}
	return name, got, says
}

// extensionsBroken: the extensions of the answer are wrong by RFC 6455 §9.1 or RFC 7692 §7.
func (c *client) extensionsBroken() bool {
	list := c.resp.extensions
	if list.Broken != nil || len(list.Members) == 0 || len(c.resp.deflate) > 1 ||
		len(c.resp.deflate) == 1 && c.resp.deflate[0].fault != deflateGood {
		return true
	}
	for _, e := range list.Members {
		if c.req != nil && !c.req.offersExtension(e.Name.Text) {
			return true
		}
	}
	if c.resp.rsv1Conflict() != nil {
		return true
	}
	answer, offer := c.agreement()
	if offer == nil {
		return false
	}
	found := answer.contradicts(offer)
	return found != noConflict && found != clientBitsLarger // a hint, which a server may ignore (RFC 7692 §7.1.2.2)
}

// chromeExtensions looks at one value after the other; the first one that it does not like decides.
func (c *client) chromeExtensions() failure {
	seen := false
	for _, value := range c.values(nameExtensions) {
		members, fault := head.ParseExtensions(Token{Text: value, Span: Span{Start: 0, End: len(value)}}, nil)
		if fault != nil || len(members) == 0 {
			return fail(ChromeExtensionSyntax, value)
		}
		e := &members[0]
		if e.Name.Text != deflateName || c.req != nil && !c.req.offersExtension(deflateName) {
			return fail(ChromeExtensionUnknown, e.Name.Text)
		}
		if seen {
			return fail(ChromeExtensionRepeated)
		}
		seen = true
		if says := chromeDeflate(e); says.line != "" {
			return says
		}
	}
	if answer, offer := c.agreement(); offer != nil {
		return fail(map[conflict]ConsoleLine{
			clientBitsUnoffered: ChromeClientBits, clientBitsLarger: ChromeClientBits,
			serverBits: ChromeServerBits, serverTakeover: ChromeServerTakeover,
		}[answer.contradicts(offer)])
	}
	return failure{}
}

// chromeDeflate reads parameters as an offer's first, and only then asks for the one value that an answer needs.
func chromeDeflate(e *Extension) failure {
	switch o := judgeDeflate(e, false); o.fault {
	case deflateGood:
		if o.bareClientBits {
			return fail(ChromeDeflateBits)
		}
		return failure{}
	case deflateUnknown:
		return fail(ChromeDeflateUnknown)
	case deflateDuplicate:
		return fail(ChromeDeflateRepeated, o.at.Name.Text)
	default:
		return fail(ChromeDeflate, o.at.Name.Text)
	}
}
