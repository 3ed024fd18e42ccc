package handshake

import (
	"slices"
	"strings"

	"upgrade101/handshake/head"
)

// Clients other than Chrome: how each judges an answer, after its source code and what it was seen to do.

// otherProtocol judges a switch to something other than a WebSocket by RFC 9110 §7.8 alone: the client
// asked for it, so it goes on if the answer names a protocol of its list. No browser does this.
func (c *client) otherProtocol() *ClientVerdict {
	var o ClientVerdict
	add := func(name, got string, good bool) {
		result := Passed
		switch {
		case len(o.Checks) > 0 && o.Checks[len(o.Checks)-1].Result != Passed:
			result = NotReached
		case !good:
			result = Failed
		}
		o.Checks = append(o.Checks, Check{Name: name, Result: result, Got: got})
	}
	code, ok := c.code()
	add("status", c.resp.Text(c.resp.Line), ok && code == 101)
	_, unoffered := c.switchedTo()
	_, layer := c.unofferedLayer()
	_, alone := c.resp.asksMASQUE() // RFC 9298 §3.3
	n := len(c.resp.tokens)
	add(head.FieldNames[nameUpgrade], c.joined(nameUpgrade), areProtocols(c.resp.tokens) && n > 0 && !unoffered && !layer && (n == 1 || !alone))
	add(head.FieldNames[nameConnection], c.joined(nameConnection), c.resp.asksToSwitch())
	o.Opens = o.Checks[len(o.Checks)-1].Result == Passed && c.asked() && !c.malformed()
	if ok {
		o.Status, _ = StatusMeans(code)
	}
	o.Trailing = c.trailingData()
	return &o
}

// asked: the request, where it is known, asks for what the answer would be (RFC 9110 §7.8, RFC 8441 §4).
func (c *client) asked() bool {
	if c.report.Exchange.HTTP2 {
		return c.askedHTTP2()
	}
	return c.req == nil || c.req.notAsking() == ""
}

// malformed: the head of the answer has no status or never ends, or holds a NUL or two lengths. A line that is no field, and a
// CR, keep Node out and no browser.
func (c *client) malformed() bool {
	for _, f := range c.resp.Faults {
		switch f.Kind {
		case head.FaultNUL:
			return true
		case head.FaultNameInvalid:
			if strings.IndexByte(c.resp.Text(f.Span), 0) >= 0 {
				return true
			}
		}
	}
	_, ok := c.resp.StatusCode()
	return !ok || !c.resp.Ended || c.resp.lengthsDiffer()
}

// malformedHTTP2: the answer breaks a rule of the framing, so that its stream ends with an error (RFC 9113 §8.1.1).
func (c *client) malformedHTTP2() bool {
	return slices.ContainsFunc(c.report.Findings, func(f Finding) bool { return f.Side == Response && f.Rule.Refuse == RefuseMessage })
}

// joined is the value of a field whose lines were joined with commas, as many clients see it.
func (c *client) joined(n head.FieldName) string {
	if c.resp.count[n] < 2 {
		return c.resp.value(n)
	}
	var values []string
	for _, f := range c.resp.Get(head.FieldNames[n]) {
		values = append(values, f.Value.Text)
	}
	return strings.Join(values, ", ")
}
