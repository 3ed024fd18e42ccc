package handshake

import (
	"strings"

	"upgrade101/handshake/accept"

	"upgrade101/handshake/head"
)

// Firefox: netwerk/protocol/websocket/WebSocketChannel.cpp and netwerk/protocol/http/nsHttpTransaction.cpp.

const firefoxMostHead = 384 << 10 // bytes of a head

// firefoxOpens searches Upgrade and Connection as lists, checks a subprotocol only if it had offered some, and takes
// any limit on its own window.
func (c *client) firefoxOpens() bool {
	if !c.asked() {
		return false
	}
	if c.report.Exchange.HTTP2 {
		return c.resp.pseudo(":status") == "200" && !c.malformedHTTP2() && c.firefoxTakesExtensions() && c.firefoxTakesProtocol()
	}
	r := c.resp
	value := c.firefoxValue(nameAccept)
	key, known := c.key()
	return c.firefoxReadsHead() &&
		hasWord(c.firefoxValue(nameUpgrade), "websocket") && hasWord(c.firefoxValue(nameConnection), "upgrade") &&
		(known && value == accept.Derive(key).Accept || !known && looksLikeAccept(value)) && r.count[nameAccept] > 0 &&
		c.firefoxTakesExtensions() && c.firefoxTakesProtocol()
}

// firefoxReadsHead: the parser hands on a 101 of HTTP/1.1 or a later 1.x.
func (c *client) firefoxReadsHead() bool {
	h := c.resp
	start := h.Line.Start // after interim answers, or after what precedes the first one
	if len(c.interim()) == 0 {
		start = strings.Index(h.Raw[:min(len(h.Raw), maxBeforeStart+len("HTTP/"))], "HTTP/")
	}
	if start < 0 || start > h.Line.End || !h.Ended || h.End.End > firefoxMostHead || h.holdsNUL(h.Line.End) ||
		h.differ("Content-Length") || h.differ("Location") || h.differ("Content-Disposition") {
		return false
	}
	version, rest, _ := strings.Cut(h.Raw[start:h.Line.End], " ")
	status, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	minor, ok := strings.CutPrefix(version, "HTTP/1.")
	return ok && minor != "" && strings.Trim(minor, "0123456789") == "" && strings.Trim(minor, "0") != "" && status == "101"
}

// firefoxValue is a field as Firefox merges it: lines joined, empty ones and those with a blank before the colon left out.
func (c *client) firefoxValue(n head.FieldName) string {
	var values []string
	for i := range c.resp.Fields {
		if f := &c.resp.Fields[i]; f.Known == n && f.Value.Text != "" && !head.IsBlank(c.resp.Raw[f.Name.Span.End]) {
			values = append(values, f.Value.Text)
		}
	}
	return strings.Join(values, ", ")
}

// hasWord cuts a value at commas and blanks.
func hasWord(value, word string) bool {
	for w := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
		if equalFold(w, word) {
			return true
		}
	}
	return false
}

func (c *client) firefoxTakesProtocol() bool {
	return c.req == nil || len(c.req.offers) == 0 || c.resp.count[nameProtocol] == 0 || offers(c.req, c.firefoxValue(nameProtocol))
}

// firefoxTakesExtensions: none, or permessage-deflate once. It allows a semicolon at the end, quotes around a number,
// and any way to write it; no empty member, and no blank before an equals sign.
func (c *client) firefoxTakesExtensions() bool {
	value := c.firefoxValue(nameExtensions)
	if value == "" {
		return true
	}
	if c.req != nil && !c.req.offersExtension(deflateName) {
		return false
	}
	if answer, offer := c.agreement(); offer != nil {
		switch answer.contradicts(offer) {
		case serverBits, serverTakeover:
			return false
		}
	}
	pieces := strings.Split(value, ";")
	if strings.Trim(pieces[0], " \t") != deflateName {
		return false
	}
	seen := map[string]bool{}
	for _, piece := range pieces[1:] {
		name, number, valued := strings.Cut(strings.Trim(piece, " \t"), "=")
		if name == "" && !valued {
			continue
		}
		switch name {
		case "server_no_context_takeover", "client_no_context_takeover":
			if valued {
				return false
			}
		case "server_max_window_bits", "client_max_window_bits":
			number, _, _ = strings.Cut(strings.Trim(number, " \t\""), ".")
			digits := strings.TrimLeft(strings.TrimPrefix(number, "+"), "0")
			if n, ok := parseLength(digits); !ok || n < minBits || n > maxBits {
				return false
			}
		default:
			return false
		}
		if seen[name] {
			return false
		}
		seen[name] = true
	}
	return true
}
