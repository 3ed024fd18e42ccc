package handshake

import (
	"strconv"
	"strings"

	"upgrade101/handshake/accept"

	"upgrade101/handshake/head"
)

// Node: its parser llhttp, once in the module http, in front of ws, and once inside undici, in front of the WebSocket
// that Node has built in.

// undici follows establishWebSocketConnection. Over HTTP/1 its parser hands over a 101 only if Upgrade and Connection
// are there; HTTP/2 has neither field, and the accept value is demanded all the same.
func (c *client) undici(http2 bool) failure {
	protocol := c.asWritten(nameProtocol)
	offered := c.req != nil && len(c.req.offers) > 0
	switch {
	case http2 && (c.resp.pseudo(":status") != "200" || c.malformedHTTP2()):
		return fail(NodeHTTP2)
	case !http2 && (c.nodeRejectsHead(true) != "" || !c.resp.Ended || !c.nodeSwitches(true) || c.sent("100")):
		return fail(NodeStatus)
	case offered && protocol == "":
		return fail(NodeProtocolUnanswered)
	case !http2 && !equalFold(c.asWritten(nameUpgrade), "websocket"):
		return fail(NodeUpgrade)
	case !http2 && !equalFold(c.asWritten(nameConnection), "upgrade"):
		return fail(NodeConnection)
	case !c.undiciTakesAccept():
		return fail(NodeAccept)
	case c.resp.count[nameExtensions] > 0 && !namesDeflate(c.asWritten(nameExtensions)):
		return fail(NodeExtension)
	case c.req != nil && c.resp.count[nameProtocol] > 0 && !offers(c.req, protocol):
		return fail(NodeProtocolOther)
	}
	return failure{}
}

func (c *client) undiciTakesAccept() bool {
	value := c.asWritten(nameAccept)
	if key, known := c.key(); known {
		return value == accept.Derive(key).Accept
	}
	return looksLikeAccept(value)
}

// npmWS follows lib/websocket.js of ws.
func (c *client) npmWS() failure {
	protocol := c.joined(nameProtocol)
	offered := c.req != nil && len(c.req.offers) > 0
	_, _, accept := c.accept()
	if reason := c.nodeRejectsHead(false); reason != "" {
		return fail(WSParse, reason)
	}
	code, _ := c.code()
	switch {
	case !c.resp.Ended || code < 200 && code >= 100 && code != 101: // an interim answer, and then nothing
		return fail(WSHangUp)
	case !c.nodeSwitches(false):
		return fail(WSStatus, strings.TrimLeft(c.resp.Status.Text[:2], "0")+c.resp.Status.Text[2:])
	case !equalFold(c.joined(nameUpgrade), "websocket"):
		return fail(WSUpgrade)
	case accept.line != "":
		return fail(WSAccept)
	case c.resp.count[nameProtocol] > 0 && c.req != nil && !offered:
		return fail(WSProtocolUnoffered)
	case c.resp.count[nameProtocol] > 0 && c.req != nil && !offers(c.req, protocol):
		return fail(WSProtocolOther)
	case c.resp.count[nameProtocol] == 0 && offered:
		return fail(WSProtocolUnanswered)
	}
	return c.npmWSExtensions()
}

// npmWSExtensions follows lib/extension.js: commas only between extensions, no blank around an equals sign; and
// lib/permessage-deflate.js, which reads numbers as JavaScript does and uses the first of several answers.
func (c *client) npmWSExtensions() failure {
	if c.resp.count[nameExtensions] == 0 {
		return failure{}
	}
	value := c.joined(nameExtensions)
	switch {
	case c.req != nil && c.req.count[nameExtensions] == 0:
		return fail(WSExtensionUnoffered)
	case c.resp.extensions.Broken != nil || hasEmptyMember(value) || strings.Contains(value, " =") || strings.Contains(value, "= ") ||
		strings.Contains(value, "\t=") || strings.Contains(value, "=\t"):
		return fail(WSExtension)
	}
	for _, e := range c.resp.extensions.Members {
		if e.Name.Text != deflateName || c.req != nil && !c.req.offersExtension(deflateName) {
			return fail(WSExtensionOther)
		}
	}
	for _, o := range c.resp.deflate {
		e := *o.extension
		e.Params = append([]Param(nil), e.Params...)
		for i := range e.Params {
			e.Params[i].Value.Text = scriptNumber(e.Params[i].Value.Text)
		}
		if judgeDeflate(&e, true).fault != deflateGood {
			return fail(WSExtension)
		}
	}
	if answer, offer := c.agreement(); offer != nil && answer.contradicts(offer) != noConflict {
		return fail(WSExtension)
	}
	return failure{}
}

// scriptNumber writes what JavaScript's Number takes for a whole number as a plain one.
func scriptNumber(s string) string {
	if len(s) > 2 && s[0] == '0' && strings.IndexByte("xXoObB", s[1]) >= 0 {
		if n, err := strconv.ParseUint(s, 0, 32); err == nil && !strings.Contains(s, "_") {
			return strconv.FormatUint(n, 10)
		}
		return s
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil && strings.Trim(s, "0123456789+-.eE") == "" && n == float64(int32(n)) {
		return strconv.Itoa(int(n))
	}
	return s
}

// nodeSwitches: the answer is a 101 to the parser, which looks into Upgrade and Connection for that.
func (c *client) nodeSwitches(undici bool) bool {
	status := c.resp.Status.Text
	if undici {
		status = strings.TrimLeft(status, "0") // it adds digits up
	}
	if status != "101" || c.resp.value(nameUpgrade) == "" && c.resp.count[nameUpgrade] < 2 || undici && c.blankNamed(nameUpgrade, nameConnection) {
		return false
	}
	for _, o := range c.resp.options {
		if equalFold(o.Text, "upgrade") && (o.Span.End >= len(c.resp.Raw) || c.resp.Raw[o.Span.End] != '\t') {
			return true
		}
	}
	return false
}

// blankNamed: one of the fields has a blank before its colon, which makes it another field to undici.
func (c *client) blankNamed(names ...head.FieldName) bool {
	for _, n := range names {
		if f := c.resp.field(n); f != nil && head.IsBlank(c.resp.Raw[f.Name.Span.End]) {
			return true
		}
	}
	return false
}

const nodeMostHead = 16 << 10 // bytes of a head

// nodeRejectsHead is the reason that llhttp gives where it does not read a head, "" where it does. The one in undici
// takes folds, blanks in names, empty names, and more digits of a status.
func (c *client) nodeRejectsHead(undici bool) string {
	h := c.resp
	if reason := h.nodeRejectsLine(undici); reason != "" || !h.Ended && len(h.Fields) == 0 {
		return reason
	}
	if h.End.End-h.Line.Start > nodeMostHead {
		return "Header overflow"
	}
	for _, f := range h.Faults {
		text := h.Text(f.Span)
		switch f.Kind {
		case head.FaultBareLF:
			switch {
			case f.Span.Start < h.Line.Start:
			case f.Span.Start == h.Line.End:
				return "Missing expected CR after response line"
			default:
				return "Missing expected CR after header value"
			}
		case head.FaultBareCR:
			if f.Span.Start < h.Line.End {
				return "Expected LF after CR"
			}
			return "Missing expected LF after header value"
		case head.FaultNUL, head.FaultControl:
			if f.Span.Start > h.Line.End {
				return "Invalid header value char"
			}
		case head.FaultNoColon:
			return "Invalid header token"
		case head.FaultBlankBeforeFirst:
			return "Unexpected space after start line"
		case head.FaultBlankBeforeColon:
			switch {
			case !undici && nodeReads(head.FieldNameOf(h.Raw[h.LineStart(f.Span.Start):f.Span.Start])):
				return "Invalid header field char"
			case !undici || strings.Contains(text, "\t"):
				return "Invalid header token"
			}
		case head.FaultNameEmpty:
			if !undici {
				return "Invalid header token"
			}
		case head.FaultNameInvalid:
			if !undici || !head.IsToken(strings.ReplaceAll(text, " ", "")) {
				return "Invalid header token"
			}
		case head.FaultFold:
			switch {
			case undici:
			case strings.HasSuffix(strings.TrimRight(h.Raw[:f.Span.Start], "\r\n \t"), ":"):
				return "Invalid header value char"
			default:
				return "Unexpected whitespace after header value"
			}
		}
	}
	return h.nodeRejectsFraming()
}

// nodeReads: llhttp itself looks at the field; of the others it sees names and values.
func nodeReads(n head.FieldName) bool {
	return n == nameConnection || n == nameUpgrade || n == nameContentLength || n == nameTransferEncoding
}

// nodeRejectsLine judges the status line.
//
//	HTTP-version SP 3DIGIT [ SP reason-phrase ], of a version in use
func (m *parsedHead) nodeRejectsLine(undici bool) string {
	rest, ok := strings.CutPrefix(m.Text(m.Line), "HTTP/")
	if !ok {
		if strings.HasPrefix("HTTP/", m.Text(m.Line)) && !m.Ended {
			return "" // it may still become one
		}
		return "Expected HTTP/, RTSP/ or ICE/"
	}
	version, rest, blank := strings.Cut(rest, " ")
	status, _, _ := strings.Cut(rest, " ")
	switch {
	case !blank && !m.Ended:
		return ""
	case version == "" || !head.IsDigit(version[0]):
		return "Invalid major version"
	case len(version) < 2 || version[1] != '.':
		return "Expected dot"
	case len(version) < 3 || !head.IsDigit(version[2]):
		return "Invalid minor version"
	case len(version) > 3 || !blank:
		return "Expected space after version"
	case version != "1.1" && version != "1.0" && version != "0.9" && version != "2.0":
		return "Invalid HTTP version"
	case !m.Ended && len(m.Fields) == 0:
		return ""
	case status == "" || !head.IsDigit(status[0]) || len(status) < 3:
		return "Invalid status code"
	case strings.Trim(status, "0123456789") != "" || len(status) > 3 && !undici:
		return "Invalid response status"
	}
	return ""
}

// nodeRejectsFraming judges Content-Length, which has no business in a 101 and is read all the same.
func (m *parsedHead) nodeRejectsFraming() string {
	for i := range m.Fields {
		f := &m.Fields[i]
		if f.Known != nameContentLength {
			continue
		}
		if _, ok := parseLength(f.Value.Text); !ok {
			if f.Value.Text == "" {
				return "Empty Content-Length"
			}
			return "Invalid character in Content-Length"
		}
		if m.count[nameContentLength] > 1 {
			return "Duplicate Content-Length"
		}
		if m.count[nameTransferEncoding] > 0 {
			return "Transfer-Encoding can't be present with Content-Length"
		}
	}
	return ""
}

// namesDeflate looks for permessage-deflate the way undici does: it cuts at semicolons alone, and a name keeps the
// blanks behind it.
func namesDeflate(value string) bool {
	for piece := range strings.SplitSeq(value, ";") {
		if name, _, _ := strings.Cut(piece, "="); strings.TrimLeft(name, " \t") == deflateName {
			return true
		}
	}
	return false
}

// sent reports whether an interim answer of that status came first.
func (c *client) sent(status string) bool {
	for _, h := range c.interim() {
		if h.Status.Text == status {
			return true
		}
	}
	return false
}

// asWritten is a field as undici has it: lines joined, blanks at their ends kept, and without one whose name ends in a blank.
func (c *client) asWritten(n head.FieldName) string {
	var values []string
	for i := range c.resp.Fields {
		f := &c.resp.Fields[i]
		if f.Known != n || head.IsBlank(c.resp.Raw[f.Name.Span.End]) {
			continue
		}
		value := f.Value.Text
		if value != "" && f.Value.Span.End < f.Line.End {
			value += c.resp.Raw[f.Value.Span.End:f.Line.End]
		}
		values = append(values, value)
	}
	return strings.Join(values, ", ")
}
