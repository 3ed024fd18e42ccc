package handshake

import (
	"strconv"
	"strings"

	"upgrade101/handshake/accept"

	"upgrade101/handshake/head"
)

// Errors without a cause, with texts that any script may print, and which are therefore no known messages.
const (
	nodeThrows ConsoleLine = "Cannot read properties of null (reading 'includes')"
	nodeError  ConsoleLine = "TypeError"
)

// silent returns the line of a release of undici whose errors have no text.
func (c *client) silent(release llhttpRelease) string {
	if c.undici(release, false) != "" {
		return string(nodeError)
	}
	return ""
}

// undici follows establishWebSocketConnection after the parser of a release. Over HTTP/2, without Upgrade and Connection, undici 6 still
// wants 101, undici 7 200 with the accept value, undici 8 200 alone; only undici 8 asks over HTTP/2 by itself. An early release throws,
// and so ends the process, for a subprotocol if none was offered.
func (c *client) undici(release llhttpRelease, throws bool) string {
	return string(c.undiciLine(release, throws))
}

func (c *client) undiciLine(release llhttpRelease, throws bool) ConsoleLine {
	http2 := c.report.Exchange.HTTP2
	get := c.joinedHTTP2
	switch {
	case http2 && release == llhttp8:
		return NodeStatus
	case http2 && (c.resp.pseudo(":status") != "200" || c.malformedHTTP2()):
		return NodeHTTP2
	case !http2:
		p := llhttp{raw: c.resp.Raw, release: release, limit: nodeMaxHead}
		h, fault := p.final()
		if fault != "" || !h.upgrades {
			return NodeStatus
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
		return NodeProtocolUnanswered
	case !http2 && !equalFold(upgrade, "websocket"):
		return NodeUpgrade
	case !http2 && !equalFold(connection, "upgrade"):
		return NodeConnection
	case (!http2 || release != llhttp94) && (known && value != accept.Derive(key).Accept || !known && !looksLikeAccept(value)):
		return NodeAccept
	case extended && !namesDeflate(extensions):
		return NodeExtension
	case answered && c.req != nil && !offered && throws:
		return nodeThrows
	case answered && c.req != nil && !offers(c.req, protocol):
		return NodeProtocolOther
	}
	return ""
}

func (c *client) joinedHTTP2(n head.FieldName) (string, bool) {
	return c.joined(n), c.resp.count[n] > 0
}

// npmWS follows lib/websocket.js of ws, which runs on Node 20 here.
func (c *client) npmWS() string {
	p := llhttp{raw: c.resp.Raw, release: llhttp93, limit: nodeMaxHead, reasons: true}
	h, fault := p.final()
	switch {
	case fault == unended:
		return string(WSHangUp)
	case fault != "":
		return WSParse.With(fault)
	case !h.upgrades:
		return WSStatus.With(decimal(h.status))
	}
	const maxNames = 1000 // fields
	h.names = h.names[:min(len(h.names), maxNames)]
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
		return string(WSUpgrade)
	case known && value != accept.Derive(key).Accept || !known && !looksLikeAccept(value):
		return string(WSAccept)
	case answered && c.req != nil && !offered:
		return string(WSProtocolUnoffered)
	case answered && c.req != nil && !offers(c.req, protocol):
		return string(WSProtocolOther)
	case !answered && offered:
		return string(WSProtocolUnanswered)
	}
	return c.npmWSExtensions(h.joined(nameExtensions))
}

// npmWSExtensions follows lib/extension.js, which accepts commas only between extensions and no blank around an equals sign, and
// lib/permessage-deflate.js, which converts numbers as JavaScript does and uses the first of several answers.
func (c *client) npmWSExtensions(value string, there bool) string {
	list, broken := head.ParseExtensions(head.Token{Text: value}, nil)
	answers := readDeflate(list, true)
	switch {
	case !there:
		return ""
	case c.req != nil && c.req.count[nameExtensions] == 0:
		return string(WSExtensionUnoffered)
	case broken != nil || hasEmptyMember(value) || strings.Contains(value, " =") || strings.Contains(value, "= ") ||
		strings.Contains(value, "\t=") || strings.Contains(value, "=\t"):
		return string(WSExtension)
	}
	for _, e := range list {
		if e.Name.Text != DeflateName || c.req != nil && !c.req.offersExtension(DeflateName) {
			return string(WSExtensionOther)
		}
	}
	for _, o := range answers {
		e := *o.extension
		e.Params = append([]Param(nil), e.Params...)
		for i := range e.Params {
			e.Params[i].Value.Text = scriptNumber(e.Params[i].Value.Text)
		}
		if judgeDeflate(&e, true).fault != deflateGood {
			return string(WSExtension)
		}
	}
	if answer, offer := c.agreed(answers); offer != nil && answer.contradicts(offer) != noConflict {
		return string(WSExtension)
	}
	return ""
}

// scriptNumber converts a text that JavaScript's Number reads as a whole number to plain decimal digits; other texts stay.
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

// namesDeflate reports whether undici finds permessage-deflate: it cuts only at semicolons, and does not trim blanks after a
// name.
func namesDeflate(value string) bool {
	for piece := range strings.SplitSeq(value, ";") {
		if name, _, _ := strings.Cut(piece, "="); strings.TrimLeft(name, " \t") == DeflateName {
			return true
		}
	}
	return false
}
