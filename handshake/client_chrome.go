package handshake

import (
	"slices"
	"strings"

	"upgrade101/handshake/accept"

	"upgrade101/handshake/head"
)

// Chrome: net/websockets of Chromium, and its HTTP parser, which accepts nearly anything.

// status follows HttpStreamParser and the first check of ValidateResponse. Chrome takes an interim response for the final one,
// contrary to RFC 9110 §15.2.
func (c *client) status() (name, got string, says failure) {
	name, got = "status", c.resp.Text(c.resp.Line)
	var first failure
	if heads := c.interim(); len(heads) > 0 {
		got = c.resp.Text(heads[0].Line)
		if code, _ := c.code(); code == 101 {
			first.who = chromeAlone
		}
	}
	if leadingLineEnds(c.resp.Raw) > maxBeforeStart {
		first.who = browsers
	}
	h, says := c.chromeHead(c.resp.Raw)
	c.fields = h.rawFields
	if first.who != everyone { // the other clients read on to the final response
		final, _ := c.chromeHead(c.resp.Raw[c.resp.Line.Start:])
		c.fields = final.rawFields
	}
	if says.text == "" || h.cut && h.code == 401 {
		switch h.code {
		case 101:
			return name, got, says
		case 401:
			says = fail(Chrome401)
		case 407:
			says = fail(Chrome407Server)
		default:
			says = failWith(ChromeStatus, decimal(h.code))
			if h.version == "0.9" && h.alone {
				says = fail(ChromeStatusLine) // taken for HTTP/0.9, which no WebSocket can be
			}
		}
	}
	says.who = max(says.who, first.who)
	if code, ok := c.code(); ok && code != 101 { // whatever else is wrong, there was no switch
		says.who = everyone
	}
	return name, got, says
}

const (
	chromeMaxHead  = 256 << 10 // bytes of a head
	maxBeforeStart = 4         // bytes that browsers skip before HTTP
)

// leadingLineEnds returns the length of the empty lines at the beginning, in octets.
func leadingLineEnds(raw string) int { return len(raw) - len(strings.TrimLeft(raw, "\r\n")) }

// rawFields are the fields of a head as one client reads them.
type rawFields struct{ names, values []string }

func (f *rawFields) add(name, value string) {
	f.names, f.values = append(f.names, name), append(f.values, value)
}

// all returns the values of a field, one for each line; nil if there is none.
func (f *rawFields) all(fieldName string) (values []string) {
	for i := range f.names {
		if equalFold(f.names[i], fieldName) {
			values = append(values, f.values[i])
		}
	}
	return values
}

// joined returns the value of a field, its lines joined with commas.
func (f *rawFields) joined(n head.FieldName) (value string, there bool) {
	values := f.all(head.FieldNames[n])
	return strings.Join(values, ", "), values != nil
}

// chromeHead is a head as HttpResponseHeaders parses it.
type chromeHead struct {
	rawFields
	version string
	code    int
	alone   bool // nothing follows the status line
	cut     bool // the connection ended before the head did
}

// chromeHead reads the first head, and returns the error of HttpStreamParser, if any.
func (c *client) chromeHead(raw string) (h chromeHead, says failure) {
	start := strings.Index(strings.ToLower(raw[:min(len(raw), maxBeforeStart+len("http"))]), "http")
	switch {
	case raw == "":
		return h, fail(ChromeEmpty)
	case start < 0 && c.onDefaultPort() && len(raw) < maxBeforeStart+len("http"):
		return h, failWith(ChromeNetAnswer, "ERR_CONNECTION_CLOSED")
	case start < 0 && c.onDefaultPort():
		return h, fail(ChromeStatusLine)
	case start < 0:
		return h, fail(ChromeResponse)
	}
	before := raw[:start]
	raw = raw[start:]
	end := chromeEnd(raw)
	if end >= 0 {
		raw = raw[:end]
	}
	h.read(raw)
	if len(raw) > chromeMaxHead {
		return h, failure{ChromeNetAnswer.With("ERR_RESPONSE_HEADERS_TOO_BIG"), chromeAlone}
	}
	if strings.Contains(before, "\x00") || strings.Contains(raw, "\x00") {
		return h, fail(ChromeResponse)
	}
	chunked := h.version >= "1.1" && slices.ContainsFunc(h.members("Transfer-Encoding"), func(v string) bool { return equalFold(v, "chunked") })
	multiple := ""
	switch {
	case differ(h.members("Content-Length")) && !chunked:
		multiple = "CONTENT_LENGTH"
	case differ(h.members("Content-Disposition")):
		multiple = "CONTENT_DISPOSITION"
	case differ(h.all("Location")):
		multiple = "LOCATION"
	}
	if multiple != "" {
		return h, failure{ChromeNetAnswer.With("ERR_RESPONSE_HEADERS_MULTIPLE_" + multiple), browsers}
	}
	if end < 0 {
		h.cut = true
		return h, failWith(ChromeNetAnswer, "ERR_CONNECTION_CLOSED")
	}
	return h, failure{}
}

// chromeEnd returns the offset after the head; -1 if it does not end. Each line may end in LF or CR LF.
func chromeEnd(raw string) int {
	var last byte
	lf := false
	for i := range len(raw) {
		c := raw[i]
		switch {
		case c == '\n' && lf:
			return i + 1
		case c == '\n':
			lf = true
		case c != '\r' || last == '\r':
			lf = false
		}
		last = c
	}
	return -1
}

// read parses the lines, which end at each CR or LF. A line that begins with a blank continues the line before, if that has a name.
func (h *chromeHead) read(raw string) {
	lines := strings.FieldsFunc(raw, func(r rune) bool { return r == '\r' || r == '\n' })
	h.version, h.code = chromeStatusLine(lines[0])
	h.alone = len(lines) == 1
	var value []string // with its folds
	open := false
	flush := func() {
		if value != nil {
			h.values = append(h.values, strings.Trim(strings.Join(value, " "), " \t"))
		}
		value = nil
	}
	for _, line := range lines[1:] {
		if open && head.IsBlank(line[0]) {
			value = append(value, strings.TrimLeft(line, " \t"))
			continue
		}
		flush()
		name, first, colon := strings.Cut(line, ":")
		if open = colon && name != "" && !head.IsBlank(line[0]); open {
			h.names, value = append(h.names, strings.Trim(name, " \t")), []string{first}
		}
	}
	flush()
}

// chromeStatusLine parses a status line as HttpResponseHeaders does: the status is the digits after the first blanks, 200 if there
// are none; version is "" if it has no digits.
func chromeStatusLine(line string) (version string, code int) {
	dot := strings.IndexByte(line, '.')
	if len(line) > 6 && line[4] == '/' && head.IsDigit(line[5]) && dot > 4 && dot+1 < len(line) && head.IsDigit(line[dot+1]) {
		version = line[5:6] + "." + line[dot+1:dot+2]
	}
	_, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimLeft(rest, " ")
	if rest == "" || !head.IsDigit(rest[0]) {
		return version, 200
	}
	for i := 0; i < len(rest) && head.IsDigit(rest[i]); i++ {
		code = min(code*10+int(rest[i]-'0'), 1<<31-1)
	}
	return version, code
}

// onDefaultPort: the address of the socket has no port.
func (c *client) onDefaultPort() bool {
	_, authority, _ := strings.Cut(c.url, "://")
	authority, _, _ = strings.Cut(authority, "/")
	_, port, _ := splitHostPort(authority)
	return port == ""
}

// statusHTTP2 follows WebSocketHttp2HandshakeStream. Any 2xx opens a tunnel by RFC 9110 §9.3.6; browsers accept only 200.
func (c *client) statusHTTP2() (name, got string, says failure) {
	for i := range c.resp.Fields {
		c.fields.add(c.resp.Fields[i].Name.Text, c.resp.Fields[i].Value.Text)
	}
	code, _ := c.code()
	switch {
	case c.malformedHTTP2():
		says = failWith(ChromeStream, "ERR_HTTP2_PROTOCOL_ERROR")
	case code == 200:
	case code == 401:
		says = fail(Chrome401)
	case code == 407:
		says = fail(Chrome407Server)
	default:
		says = failWith(ChromeStatus, c.resp.pseudo(":status"))
		if code/100 == 2 {
			says.who = browsers
		}
	}
	return "status", c.resp.pseudo(":status"), says
}

// members returns the values of a field as Chrome counts them: each comma begins another one, even an empty one.
func (f *rawFields) members(fieldName string) (values []string) {
	for _, text := range f.all(fieldName) {
		quoted, start := false, 0
		for i := 0; i <= len(text); i++ {
			switch {
			case i < len(text) && text[i] == '"':
				quoted = !quoted
			case i < len(text)-1 && text[i] == '\\' && quoted:
				i++
			case i >= len(text) || text[i] == ',' && !quoted:
				values = append(values, strings.Trim(text[start:min(i, len(text))], " \t\r"))
				start = i + 1
			}
		}
		if len(values) == head.MaxMembers {
			break
		}
	}
	return values
}

// differ reports whether not all values are the same.
func differ(values []string) bool {
	for _, v := range values {
		if v != values[0] {
			return true
		}
	}
	return false
}

// one returns the only value of a field; a failure if there is none or several.
func (c *client) one(n head.FieldName) (value string, says failure) {
	switch values := c.fields.members(head.FieldNames[n]); len(values) {
	case 0:
		return "", failWith(ChromeMissing, head.FieldNames[n])
	case 1:
		return values[0], failure{}
	}
	return "", failWith(ChromeRepeated, head.FieldNames[n])
}

func (c *client) upgrade() (name, got string, says failure) {
	value, says := c.one(nameUpgrade)
	if says.text == "" && !equalFold(value, "websocket") {
		says = failWith(ChromeUpgrade, value)
	}
	return head.FieldNames[nameUpgrade], c.resp.value(nameUpgrade), says
}

func (c *client) accept() (name, got string, says failure) {
	value, says := c.one(nameAccept)
	if key, known := c.key(); says.text == "" && (known && value != accept.Derive(key).Accept || !known && !looksLikeAccept(value)) {
		says = fail(ChromeAccept)
	}
	return head.FieldNames[nameAccept], c.resp.value(nameAccept), says
}

func (c *client) connection() (name, got string, says failure) {
	switch {
	case c.fields.all("Connection") == nil:
		says = failWith(ChromeMissing, head.FieldNames[nameConnection])
	case !slices.ContainsFunc(c.fields.members("Connection"), func(v string) bool { return equalFold(v, "upgrade") }):
		says = fail(ChromeConnection)
	}
	return head.FieldNames[nameConnection], c.resp.value(nameConnection), says
}

// subprotocol checks the values in the order of ValidateSubProtocol.
func (c *client) subprotocol() (name, got string, says failure) {
	got = c.resp.value(nameProtocol)
	values := c.fields.members(head.FieldNames[nameProtocol])
	switch {
	case c.req == nil || len(values) == 0 && len(c.req.offers) == 0:
	case len(values) == 0:
		says = fail(ChromeProtocolUnanswered)
		says.who = browsers
	case len(c.req.offers) == 0:
		says = failWith(ChromeProtocolUnoffered, values[0])
	case !offers(c.req, values[0]):
		says = failWith(ChromeProtocolOther, values[0])
	case len(values) > 1:
		says = failWith(ChromeRepeated, head.FieldNames[nameProtocol])
	}
	return head.FieldNames[nameProtocol], got, says
}

// extensions follows ValidateExtensions, with the offer of the request in place of Chrome's own. It fails for everyone if RFC 6455
// §4.1 requires that, and for browsers if only they are that strict.
func (c *client) extensions() (name, got string, says failure) {
	name, got = head.FieldNames[nameExtensions], c.resp.value(nameExtensions)
	if c.fields.all(name) == nil {
		return name, got, failure{}
	}
	says = c.chromeExtensions()
	if !c.extensionsBroken() {
		says.who = browsers
	}
	return name, got, says
}

// extensionsBroken reports whether the extensions of the answer break RFC 6455 §9.1 or RFC 7692 §7.
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
	return found != noConflict && found != clientBitsLarger // the offer was a hint, which a server may ignore (RFC 7692 §7.1.2.2)
}

// chromeExtensions checks the values in order, and returns the first failure.
func (c *client) chromeExtensions() failure {
	seen := false
	for _, value := range c.fields.members(head.FieldNames[nameExtensions]) {
		members, fault := head.ParseExtensions(Token{Text: value, Span: Span{Start: 0, End: len(value)}}, nil)
		if fault != nil || len(members) == 0 {
			return failWith(ChromeExtensionSyntax, value)
		}
		e := &members[0]
		if e.Name.Text != DeflateName || c.req != nil && !c.req.offersExtension(DeflateName) {
			return failWith(ChromeExtensionUnknown, e.Name.Text)
		}
		if seen {
			return fail(ChromeExtensionRepeated)
		}
		seen = true
		if says := chromeDeflate(e); says.text != "" {
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

// chromeDeflate checks the parameters by the rules of an offer, and then that client_max_window_bits has the value that an answer needs.
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
		return failWith(ChromeDeflateRepeated, o.at.Name.Text)
	default:
		return failWith(ChromeDeflate, o.at.Name.Text)
	}
}
