package handshake

import (
	"strconv"
	"strings"

	"upgrade101/handshake/accept"

	"upgrade101/handshake/head"
)

// What tells nothing of its cause, in a text that anything may have printed.
const (
	nodeThrows ConsoleLine = "Cannot read properties of null (reading 'includes')"
	nodeError  ConsoleLine = "TypeError"
)

// undici is a release of the WebSocket that Node has built in.
type undici struct {
	parser llhttpRelease
	throws bool // it ends the process over a subprotocol where none was offered
	silent bool // its error has no text
}

// node follows establishWebSocketConnection. HTTP/2 has neither Upgrade nor Connection, and the accept value is demanded
// all the same.
func (c *client) node(u undici) failure {
	says := c.undiciSays(u)
	if u.silent && says.line != "" {
		says = fail(nodeError)
	}
	return says
}

func (c *client) undiciSays(u undici) failure {
	http2 := c.report.Exchange.HTTP2
	get := c.joinedHTTP2
	if http2 {
		if c.resp.pseudo(":status") != "200" || c.malformedHTTP2() {
			return fail(NodeHTTP2)
		}
	} else {
		p := llhttp{raw: c.resp.Raw, release: u.parser, most: nodeMostHead}
		h, fault := p.final()
		if fault != "" || !h.upgrades {
			return fail(NodeStatus)
		}
		get = h.joined
	}
	offered := c.req != nil && len(c.req.offers) > 0
	protocol, answered := get(nameProtocol)
	upgrade, _ := get(nameUpgrade)
	connection, _ := get(nameConnection)
	value, _ := get(nameAccept)
	extensions, extended := get(nameExtensions)
	key, known := c.key()
	switch {
	case offered && protocol == "":
		return fail(NodeProtocolUnanswered)
	case !http2 && !equalFold(upgrade, "websocket"):
		return fail(NodeUpgrade)
	case !http2 && !equalFold(connection, "upgrade"):
		return fail(NodeConnection)
	case known && value != accept.Derive(key).Accept || !known && !looksLikeAccept(value):
		return fail(NodeAccept)
	case extended && !namesDeflate(extensions):
		return fail(NodeExtension)
	case answered && c.req != nil && !offered && u.throws:
		return fail(nodeThrows)
	case answered && c.req != nil && !offers(c.req, protocol):
		return fail(NodeProtocolOther)
	}
	return failure{}
}

func (c *client) joinedHTTP2(n head.FieldName) (string, bool) {
	return c.joined(n), c.resp.count[n] > 0
}

// npmWS follows lib/websocket.js of ws, which runs on Node 20 here.
func (c *client) npmWS() failure {
	p := llhttp{raw: c.resp.Raw, release: llhttp93, most: nodeMostHead, reasons: true}
	h, fault := p.final()
	switch {
	case fault == unended:
		return fail(WSHangUp)
	case fault != "":
		return fail(WSParse, fault)
	case !h.upgrades:
		return fail(WSStatus, decimal(h.status))
	}
	const most = 1000 // fields
	h.names = h.names[:min(len(h.names), most)]
	for i := range h.names {
		h.values[i] = strings.Trim(h.values[i], " \t")
	}
	offered := c.req != nil && len(c.req.offers) > 0
	protocol, answered := h.joined(nameProtocol)
	upgrade, _ := h.joined(nameUpgrade)
	value, _ := h.joined(nameAccept)
	key, known := c.key()
	switch {
	case !equalFold(upgrade, "websocket"):
		return fail(WSUpgrade)
	case known && value != accept.Derive(key).Accept || !known && !looksLikeAccept(value):
		return fail(WSAccept)
	case answered && c.req != nil && !offered:
		return fail(WSProtocolUnoffered)
	case answered && c.req != nil && !offers(c.req, protocol):
		return fail(WSProtocolOther)
	case !answered && offered:
		return fail(WSProtocolUnanswered)
	}
	return c.npmWSExtensions(h.joined(nameExtensions))
}

// npmWSExtensions follows lib/extension.js: commas only between extensions, no blank around an equals sign; and
// lib/permessage-deflate.js, which reads numbers as JavaScript does and uses the first of several answers.
func (c *client) npmWSExtensions(value string, there bool) failure {
	switch {
	case !there:
		return failure{}
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
