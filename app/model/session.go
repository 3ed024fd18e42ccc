package model

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/frame"
	"upgrade101/handshake/head"
)

// Session is a connection to a live endpoint: the exact bytes of both heads, and the frames so far.
type Session struct {
	Phase    Phase
	Endpoint Endpoint
	Report   handshake.Report // of both heads
	Replayed bool             // the heads are those of a like request that was sent as bytes, because browsers do not show a failed handshake
	Frames   []FrameRecord
	Dropped  int              // frames that were forgotten, the oldest first
	Paused   bool             // later frames than those until held are kept, but not shown
	Words    string           // the state in a sentence
	Clean    bool             // it ended as it should
	Policy   handshake.Policy // that it was opened with
	asked    string           // the settings that it was opened with, see Model.settings
	echo     bool             // the next message is an echo, not a report
	key      string           // what a wire command to this endpoint has to hold
	commands int              // that were sent
	held     int              // the number of the last frame shown when paused
	before   *Session         // the session before, shown until something is sent in this one
}

// Phase is the state of a session.
type Phase uint8

const (
	Idle Phase = iota
	Dialing
	Open
	Over
)

// Endpoint is where the other end is.
type Endpoint uint8

const (
	ThisServer Endpoint = iota // the server that this page is from
	InPage                     // the engine in this page
	Remote                     // an address that was typed: the browser reports messages, and no bytes
)

// maxCrossed bounds the frames that are kept.
const maxCrossed = 200

// Dial begins a session.
func (s Session) Dial(place Endpoint, policy handshake.Policy) Session {
	words := [...]string{
		"Asking this server to switch …",
		"Starting the engine in this page …",
		"Asking the server at that address to switch …",
	}
	next := Session{Phase: Dialing, Endpoint: place, Words: words[place], Policy: policy}
	if last := s.Last(); last.Report.Request != nil || len(last.Frames) > 0 {
		last.before = nil
		next.before = &last
	}
	return next
}

// settings are what the next connection would be opened with.
func (m Model) settings() string { return PolicyQuery(m.Policy) + " " + m.Offer }

// Dial begins a session with the settings of the page.
func (m Model) Dial(place Endpoint) Model {
	m.Session = m.Session.Dial(place, m.Policy)
	m.Session.asked = m.settings()
	return m
}

// Stale reports whether the settings have changed since the open session began.
func (m Model) Stale() bool { return m.Session.Phase == Open && m.Session.asked != m.settings() }

// Last returns the session in which something was sent last: this one, or the previous one.
func (s Session) Last() Session {
	if s.before == nil || s.Phase == Open || s.Report.Request != nil || len(s.Frames) > 0 {
		return s
	}
	return *s.before
}

// Earlier reports whether Last is the previous session.
func (s Session) Earlier() bool { return s.before != nil && s.Last().before == nil }

// Opened handles the browser's open event, which matters only for an endpoint that does not report.
func (s Session) Opened(protocol, extensions string) Session {
	if s.Endpoint != Remote {
		return s
	}
	orNone := func(s string) string {
		if s == "" {
			return "none"
		}
		return s
	}
	s.Phase, s.Words = Open, "Open. Subprotocol: "+orNone(protocol)+"; extensions: "+orNone(extensions)+"."
	return s
}

// Receive handles a text message. From an endpoint that reports, the first has the heads, and then there is a report for every
// frame, which says whether the next message is the echo (web/live/record.go).
func (s Session) Receive(message string) Session {
	if s.Endpoint == Remote {
		return s.keep(FrameRecord{From: "server", Opcode: uint8(frame.Text), Payload: []byte(message)})
	}
	if s.echo {
		s.echo = false
		return s
	}
	var m struct {
		Type     string `json:"type"`
		Request  []byte `json:"request_b64"`
		Response []byte `json:"response_b64"`
		Key      string `json:"command_key"`
		Afresh   bool   `json:"no_takeover"`
		EchoNext bool   `json:"echo_next"`
		Why      string `json:"why"`
		FrameRecord
	}
	if err := json.Unmarshal([]byte(message), &m); err != nil {
		s.Words = "The server sent something that is no report: " + err.Error()
		return s
	}
	switch m.Type {
	case "heads":
		s.Policy.NoTakeover = s.Policy.NoTakeover || m.Afresh
		s.Report = handshake.Inspect(handshake.Exchange{Request: string(m.Request), Response: string(m.Response)}, s.Policy)
		s.Phase, s.Words, s.key = Open, "Open. Whatever you send comes back.", m.Key
	case "frame":
		s.echo = m.EchoNext
		s = s.keep(m.FrameRecord)
	case "refused":
		s.Words = m.Why
	}
	return s
}

// Command is a wire command: a message that has the endpoint send what a browser's WebSocket cannot (web/live/command.go). With do
// "ping" the payload is sent, with "close" the code and the reason.
func (s Session) Command(do, payload string, code int, reason string) (Session, string) {
	s.commands++
	b, err := json.Marshal(struct {
		Type    string `json:"type"`
		Key     string `json:"key"`
		Number  int    `json:"number"`
		Do      string `json:"do"`
		Payload string `json:"payload,omitempty"`
		Code    int    `json:"code,omitempty"`
		Reason  string `json:"reason,omitempty"`
	}{"command", s.key, s.commands, do, payload, code, reason})
	if err != nil {
		panic(err) // strings and numbers can be encoded
	}
	return s, string(b)
}

// ReceiveBinary handles a binary message, which is always an echo.
func (s Session) ReceiveBinary(b []byte) Session {
	s.echo = false
	if s.Endpoint == Remote {
		return s.keep(FrameRecord{From: "server", Opcode: uint8(frame.Binary), Payload: b})
	}
	return s
}

// Sent records an outgoing message, unless the endpoint reports it.
func (s Session) Sent(opcode frame.Opcode, payload []byte) Session {
	if s.Endpoint != Remote {
		return s
	}
	return s.keep(FrameRecord{From: "client", Opcode: uint8(opcode), Payload: payload})
}

// maxKept bounds the kept bytes of a message without a report; a report has its own bound.
const maxKept = 256

func (s Session) keep(c FrameRecord) Session {
	if len(c.Wire) == 0 {
		c.Length = int64(len(c.Payload))
		c.Cut = c.Length > maxKept
		c.Payload = c.Payload[:min(len(c.Payload), maxKept)]
	}
	s.Frames = append(s.Frames[:len(s.Frames):len(s.Frames)], c)
	if over := len(s.Frames) - maxCrossed; over > 0 {
		s.Frames, s.Dropped = s.Frames[over:], s.Dropped+over
	}
	return s
}

// LastFrame describes the last frame: which one it is, and what is in it; "" for none.
func (s Session) LastFrame() (which, what string) {
	n := len(s.Frames)
	if n == 0 {
		return "", ""
	}
	c := s.Frames[n-1]
	return "Frame " + strconv.Itoa(s.Dropped+n) + " " + c.Direction(), strings.TrimSpace(c.Label() + ": " + c.Preview())
}

// Pause stops or resumes the list.
func (s Session) Pause() Session {
	s.Paused, s.held = !s.Paused, s.Dropped+len(s.Frames)
	return s
}

// Shown returns the frames to draw, and how many a pause holds back.
func (s Session) Shown() (frames []FrameRecord, waiting int) {
	if !s.Paused {
		return s.Frames, 0
	}
	n := max(0, s.held-s.Dropped)
	return s.Frames[:n], len(s.Frames) - n
}

// Clear forgets the frames. The next is number 1 again.
func (s Session) Clear() Session {
	if s.Earlier() {
		s.before = nil
	}
	s.Frames, s.Dropped, s.held = nil, 0, 0
	return s
}

// Closed handles the end, with the code and the reason that the browser reports.
func (s Session) Closed(code int, reason string, clean bool) Session {
	before := s.Phase
	s.Phase = Over
	switch {
	case before == Dialing && s.Report.Response != nil:
		s.Words = "The connection did not open." + s.why()
	case before == Dialing && !clean:
		s.Words = "The connection did not open. Browsers do not tell a page why."
		if s.Endpoint == InPage && reason != "" {
			s.Words = reason
		}
	case !clean:
		s.Words = "The connection broke without a Close frame, so the browser reports 1006."
	default:
		s.Clean = true
		meaning := frame.Code(code).Meaning()
		s.Words = "Closed with " + frame.Code(code).String() + " " + meaning.Name + ": " + meaning.Means
		if reason != "" {
			s.Words += " The reason given: " + Visible(reason) + "."
		}
		if n := len(s.Frames); s.Endpoint == ThisServer && (n == 0 || frame.Opcode(s.Frames[n-1].Opcode) != frame.Close) {
			s.Words += " A browser gives a page nothing once it closes, so the Close frames are not in the list."
		}
	}
	return s
}

// Unexplained reports whether, after an end without a Close frame, the server should be checked.
func (s Session) Unexplained() bool { return s.Phase == Over && !s.Clean && s.Endpoint == ThisServer }

// ExplainFailure uses the server's answer to a request like the failed one, sent as bytes, which shows what the browser does
// not. For a session that was open, it shows whether to try again.
func (s Session) ExplainFailure(request string, a APIAnswer) Session {
	tried := Tried{ServerCall: ServerCall{Request: request}}.Receive(a, s.Policy)
	switch {
	case tried.Failed != "":
		s.Words += " " + tried.Failed
		return s
	case s.Report.Response != nil:
		s.Words += " The server still answers: connect again."
		return s
	}
	s.Replayed = true
	s.Report = handshake.Inspect(handshake.Exchange{Request: request, Response: tried.Response}, s.Policy)
	s.Words += s.why()
	return s
}

// Refused handles the heads of a failed handshake.
func (s Session) Refused(request, response string) Session {
	s.Report = handshake.Inspect(handshake.Exchange{Request: request, Response: response}, s.Policy)
	return s
}

// why explains from the heads why the connection failed.
func (s Session) why() string {
	o := s.Report.Client
	switch {
	case o == nil:
		return " The server is there, but did not answer."
	case s.Report.Response.Status.Text != "101":
		return " The server refuses such a request with " + s.Report.Response.Status.Text + ". See below."
	case !o.BrowserOpens:
		return " The server switches, but a browser does not accept this answer. " + o.Console.Chrome
	}
	return " The server would switch, so something on the way does not let upgrades through, or it was too busy at that moment."
}

// Predicted returns the predicted reply to the request that was sent.
func (s Session) Predicted() string { return prediction(s.Report.Exchange, s.Policy) }

// AsPredicted reports whether the reply is the predicted one, byte for byte.
func (s Session) AsPredicted() bool {
	return s.Report.Response != nil && s.Predicted() == s.Report.Exchange.Response
}

// prediction returns what an endpoint was expected to send instead of x.Response. A server's clock cannot be predicted: Date is
// taken from the reply.
func prediction(x handshake.Exchange, policy handshake.Policy) string {
	policy.Date = ""
	response := head.ParseResponse(x.Response)
	if dates := response.Get("Date"); len(dates) > 0 {
		policy.Date = dates[0].Value.Text
	}
	return predicted(handshake.Inspect(x, policy))
}

// predicted is all that the endpoint was expected to send: interim replies, then the final one.
func predicted(r handshake.Report) string {
	var b strings.Builder
	for _, i := range r.Interim {
		b.WriteString(i.Raw())
	}
	b.WriteString(r.Reply.Raw())
	return b.String()
}

// OpeningRequest returns a browser's handshake, as far as it matters here (RFC 6455 §4.1).
func OpeningRequest(host, origin, key, query string, protocols []string) string {
	head := "GET /wire" + query + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: " + origin +
		"\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key + "\r\n"
	if len(protocols) > 0 {
		head += "Sec-WebSocket-Protocol: " + strings.Join(protocols, ", ") + "\r\n"
	}
	return head + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
}

// CheckClose returns why a page cannot close with this code and reason; "" if it can. This is a rule of browsers, not of the
// protocol.
func CheckClose(code, reason string) (n int, why string) {
	n, err := strconv.Atoi(strings.TrimSpace(code))
	switch {
	case err != nil || n < 0 || n > 65535:
		return 0, "“" + Truncate(code, 20) + "” is no close code: it takes a number such as 1000."
	case n != 1000 && (n < 3000 || n > 4999):
		return n, "Browsers let a page close with 1000 and with 3000 to 4999 only, not with " + strconv.Itoa(n) + ". Ask the server to close instead."
	case len(reason) > frame.MaxReason:
		return n, "The reason has " + Plural(len(reason), "byte") + "; a Close frame has room for " + strconv.Itoa(frame.MaxReason) + "."
	}
	return n, ""
}

// AddQuery adds a value to a query, which may be "".
func AddQuery(query, name, value string) string {
	if query == "" {
		query = "?"
	} else {
		query += "&"
	}
	return query + name + "=" + url.QueryEscape(value)
}

// PolicyQuery asks an endpoint to decide as policy says.
func PolicyQuery(p handshake.Policy) string {
	query := url.Values{}
	if p.Subprotocols != nil {
		query.Set("subprotocols", strings.Join(p.Subprotocols, ","))
	}
	if p.Origins != nil {
		query.Set("origins", strings.Join(p.Origins, ","))
	}
	if p.NoDeflate {
		query.Set("deflate", "off")
	}
	if p.NoTakeover {
		query.Set("takeover", "off")
	}
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

// policyOf reads what PolicyQuery writes, without its question mark.
func policyOf(query string) (p handshake.Policy, ok bool) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return p, false
	}
	for name, value := range values {
		switch {
		case name == "subprotocols":
			p.Subprotocols = ParseList(value[0])
		case name == "origins":
			p.Origins = ParseList(value[0])
		case name == "deflate" && value[0] == "off":
			p.NoDeflate = true
		case name == "takeover" && value[0] == "off":
			p.NoTakeover = true
		default:
			return p, false
		}
	}
	return p, len(values) > 0
}

const NoEngine = "The engine cannot be loaded: the page is offline, or it is not served here."
