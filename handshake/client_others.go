package handshake

import "strings"

// Clients other than Chrome: how each judges an answer, after its source and what it was seen to do.

// otherProtocol judges a switch to something other than a WebSocket by RFC 9110 §7.8 alone: the client
// asked for it, so it goes on if the answer names a protocol of its list. No browser does this.
func (c *client) otherProtocol() *Outlook {
	var o Outlook
	add := func(name, saw string, good bool) {
		result := Passed
		switch {
		case len(o.Checks) > 0 && o.Checks[len(o.Checks)-1].Result != Passed:
			result = NotReached
		case !good:
			result = Failed
		}
		o.Checks = append(o.Checks, Check{Name: name, Result: result, Saw: saw})
	}
	code, ok := c.code()
	add("status", c.resp.text(c.resp.Line), ok && code == 101)
	_, unoffered := c.switchedTo()
	add(known[nameUpgrade], c.joined(nameUpgrade), len(c.resp.tokens) > 0 && !unoffered)
	add(known[nameConnection], c.joined(nameConnection), c.resp.asksToSwitch())
	o.Opens = o.Checks[len(o.Checks)-1].Result == Passed && !c.tooOld() && !c.malformed()
	if ok {
		o.Status, _ = StatusMeans(code)
	}
	o.Behind = c.behind()
	return &o
}

// tooOld: the answer is HTTP/1.0, or the request had not asked to switch; RFC 9110 §7.8 forbids both.
func (c *client) tooOld() bool {
	major, minor, ok := c.resp.version()
	return ok && (major < 1 || major == 1 && minor == 0) || c.req != nil && c.req.notAsking() != ""
}

// malformed: the head of the answer never ends, or holds what no parser can take for a field. RFC 9112 §2.2
// and RFC 9110 §5.5 let a client mend a CR or a NUL, and none of those that we know does.
func (c *client) malformed() bool {
	for _, f := range c.resp.Faults {
		switch f.Kind {
		case FaultNoColon, FaultNameEmpty, FaultNameInvalid, FaultNUL, FaultBareCR:
			return true
		}
	}
	return !c.resp.Ended
}

// firefoxOpens follows Firefox's WebSocketChannel: it searches Upgrade and Connection as lists, checks a
// subprotocol only if it had offered some, and takes any limit on its own window.
func (c *client) firefoxOpens() bool {
	code, ok := c.code()
	_, _, accept := c.accept()
	_, _, extensions := c.extensions()
	if !ok || code != 101 || c.tooOld() || !has(c.resp.tokens, "websocket") || !c.resp.asksToSwitch() || accept.key != "" ||
		extensions.key != "" && extensions.key != "chrome-client-bits" && c.joined(nameExtensions) != "" {
		return false
	}
	if c.req == nil || len(c.req.offers) == 0 || c.resp.count[nameProtocol] == 0 {
		return true
	}
	return offers(c.req, c.joined(nameProtocol))
}

// undici follows establishWebSocketConnection of Node's own client. Its parser hands over a 101 only if
// Upgrade and Connection are there.
func (c *client) undici() said {
	code, ok := c.code()
	_, _, accept := c.accept()
	offered := c.req != nil && len(c.req.offers) > 0
	protocol := c.joined(nameProtocol)
	switch {
	case !ok || code != 101 || c.resp.value(nameUpgrade) == "" || !c.resp.asksToSwitch() || c.sent("100"):
		return say("node-status")
	case offered && protocol == "":
		return say("node-protocol-unanswered")
	case !equalFold(c.joined(nameUpgrade), "websocket"):
		return say("node-upgrade")
	case !equalFold(c.joined(nameConnection), "upgrade"):
		return say("node-connection")
	case accept.key != "" || c.blankBehind(nameAccept):
		return say("node-accept")
	}
	if c.resp.count[nameExtensions] > 0 && !namesDeflate(c.joined(nameExtensions)) {
		return say("node-extension")
	}
	if c.req != nil && c.resp.count[nameProtocol] > 0 && !offers(c.req, protocol) {
		return say("node-protocol-other")
	}
	return said{}
}

// npmWS follows lib/websocket.js of ws.
func (c *client) npmWS() said {
	code, ok := c.code()
	_, _, accept := c.accept()
	_, _, extensions := c.extensions()
	protocol := c.joined(nameProtocol)
	offered := c.req != nil && len(c.req.offers) > 0
	switch {
	case !ok:
		return say("ws-parse")
	case code != 101 || c.resp.value(nameUpgrade) == "" || !c.resp.asksToSwitch(): // Node's parser sees no switch there
		return say("ws-status", decimal(code))
	case !equalFold(c.joined(nameUpgrade), "websocket"):
		return say("ws-upgrade")
	case accept.key != "":
		return say("ws-accept")
	case c.resp.count[nameProtocol] > 0 && c.req != nil && !offered:
		return say("ws-protocol-unoffered")
	case c.resp.count[nameProtocol] > 0 && c.req != nil && !offers(c.req, protocol):
		return say("ws-protocol-other")
	case c.resp.count[nameProtocol] == 0 && offered:
		return say("ws-protocol-unanswered")
	case extensions.key == "chrome-extension-unknown" && c.req != nil && c.req.count[nameExtensions] == 0:
		return say("ws-extension-unoffered")
	case extensions.key == "chrome-extension-unknown":
		return say("ws-extension-other")
	case extensions.key != "" && extensions.key != "chrome-extension-repeated":
		return say("ws-extension")
	}
	return said{}
}

// namesDeflate looks for permessage-deflate the way undici does: it cuts at semicolons alone.
func namesDeflate(value string) bool {
	for piece := range strings.SplitSeq(value, ";") {
		if name, _, _ := strings.Cut(piece, "="); strings.TrimSpace(name) == deflateName {
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

// blankBehind: the line of a field ends in blanks, which Node's parser leaves in the value.
func (c *client) blankBehind(n name) bool {
	f := c.resp.field(n)
	return f != nil && f.Value.Text != "" && f.Line.End > f.Value.Span.End
}

// joined is the value of a field whose lines were joined with commas, as many clients see it.
func (c *client) joined(n name) string {
	if c.resp.count[n] < 2 {
		return c.resp.value(n)
	}
	var values []string
	for _, f := range c.resp.Get(known[n]) {
		values = append(values, f.Value.Text)
	}
	return strings.Join(values, ", ")
}
