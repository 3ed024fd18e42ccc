package live

import (
	"net/netip"
	"strconv"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
	"upgrade101/web/visitor"
)

// handshake reads the head and replies to it. It returns the session to run; nil for none.
func (e *Engine) handshake(conn Conn, from origin) (s *session) {
	defer e.recover("handshake", from.remote)
	q := request{origin: from, address: visitor.Address(from.remote)}
	q.proxied = from.try == nil && e.trusted(q.address)
	if from.try == nil && !q.proxied && !e.letIn(conn, &q) {
		return nil
	}
	defer func() {
		if s == nil && q.counted {
			e.dismiss(visitor.Network(q.address))
		}
	}()
	timeout := e.config.Limits.HeadTime
	if from.try != nil {
		timeout = min(timeout, e.config.Limits.Try/3)
	}
	var err error
	if q.raw, err = e.readHead(conn, from, timeout); err != nil {
		e.config.Log.Debug("no request", "remote", from.remote, "error", err)
		return nil
	}
	e.decide(&q)
	if q.proxied && !e.letIn(conn, &q) {
		return nil
	}
	return e.reply(conn, &q)
}

// request is a head and what was decided about it.
type request struct {
	origin
	proxied  bool       // it came through a proxy: the head has the client's address
	address  netip.Addr // of the client
	counted  bool       // it counts against that address
	raw      []byte     // the head, and what was read after it
	endpoint Endpoint
	policy   handshake.Policy
	decline  *handshake.Reply // the reply regardless of the head; nil: handshake decides
}

// letIn admits and counts a request, or refuses it.
func (e *Engine) letIn(conn Conn, q *request) bool {
	status, retry := e.admit(visitor.Network(q.address))
	if q.counted = status == 0; !q.counted {
		e.refuse(conn, status, retry, q.origin)
	}
	return q.counted
}

// decide reads the endpoint and the client's address from the head.
func (e *Engine) decide(q *request) {
	if q.try != nil {
		q.endpoint, q.policy = Echo, q.try.policy
		q.policy.Date = e.date()
		return
	}
	h, _ := requestLine(q.raw)
	endpoint, query := e.endpoint(h.Target.Text)
	if q.proxied || endpoint == Wire {
		h = head.ParseRequest(string(q.raw))
	}
	if q.proxied {
		q.address = e.forwarded(q.address, &h)
	}
	q.endpoint, q.policy = endpoint, e.policy(endpoint, query, &h)
	status, sentence := 0, q.policy.TooLong()
	if sentence != "" {
		status = 400
	} else if host, ok := e.unknownHost(q, &h); ok {
		status, sentence = 421, "the request is for the host "+strconv.Quote(host)+", which is not a name of this server"
	}
	if status != 0 {
		reply := handshake.Decline(status, sentence, q.policy)
		q.decline = &reply
	}
}

// unknownHost returns the host of a request to /wire if it is not one of this server's: a page whose name was made to resolve
// to this server would otherwise count as the server's own.
func (e *Engine) unknownHost(q *request, h *head.Head) (host string, unknown bool) {
	if q.endpoint != Wire || len(e.config.Hosts) == 0 {
		return "", false
	}
	fields := h.Get("Host")
	if forwarded := h.Get("X-Forwarded-Host"); q.proxied && len(forwarded) > 0 {
		fields = forwarded
	}
	if len(fields) != 1 {
		return "", false // handshake reports the fault
	}
	host = fields[0].Value.Text
	return host, !Named(e.config.Hosts, host)
}

// reply sends what handshake predicts, and makes the session if that is a 101.
func (e *Engine) reply(conn Conn, q *request) *session {
	text := string(q.raw)
	if q.decline != nil {
		e.countReply(q.decline.Status, q.origin)
		e.note("declined", "endpoint", q.endpoint.String(), "remote", q.remote, "status", q.decline.Status)
		if e.write(conn, q.decline.Raw()) == nil {
			e.finish(conn)
		}
		return nil
	}
	if q.try == nil && e.crowded() {
		q.policy.NoTakeover = true
	}
	report := handshake.ReplyTo(text, q.policy)
	var interim string
	for i := range report.Interim {
		interim += report.Interim[i].Raw()
	}
	rest, unsent := report.Request.Rest(), interim
	if n := int64(report.Awaits); n > 0 {
		// "first 100, then 101": the content comes in between, and the frames after it (RFC 9110 §7.8).
		var err error
		if e.write(conn, interim) != nil {
			return nil
		}
		if rest, err = skip(conn, rest, n); err == nil && report.Reply.Because != nil {
			report = handshake.ReplyAfterContent(text, q.policy)
		}
		unsent = ""
	}
	e.countReply(report.Reply.Status, q.origin)
	if e.write(conn, unsent+report.Reply.Raw()) != nil {
		return nil
	}
	if !report.Reply.Switches() {
		rule := ""
		if report.Reply.Because != nil {
			rule = report.Reply.Because.ID
		}
		e.note("refused", "endpoint", q.endpoint.String(), "remote", q.remote, "status", report.Reply.Status, "rule", rule)
		e.finish(conn)
		return nil
	}
	e.config.Log.Debug("switched", "endpoint", q.endpoint.String(), "remote", q.remote)
	s := e.newSession(conn, q.raw, rest, report.Deflate)
	s.remote, s.from, s.free = q.remote, visitor.Network(q.address), q.try != nil
	if !s.free {
		e.counts.sessions.Add(1)
	}
	if q.endpoint == Wire {
		s.wire = newWire(text[:report.Request.End.End], interim+report.Reply.Raw(), q.policy.NoTakeover)
	}
	return s
}
