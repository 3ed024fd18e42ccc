package app

import (
	"encoding/json"
	"net/url"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/frame"
)

// Talk is a conversation with the live endpoint, as far as it has come: the two heads as they crossed,
// then the frames.
type Talk struct {
	Phase   Phase
	Report  handshake.Report // of the heads that really crossed
	Frames  []Crossed
	Dropped int              // frames that were forgotten, the oldest first
	Words   string           // how it stands, in a sentence
	policy  handshake.Policy // that it was opened with
	echo    bool             // the next message is an echo, not a report
}

// Phase is how far a conversation has come.
type Phase uint8

const (
	Idle Phase = iota
	Dialing
	Open
	Over
)

// Crossed is one frame as the live endpoint reports it.
type Crossed struct {
	From    string `json:"from"` // "client" or "server"
	Opcode  uint8  `json:"opcode"`
	Length  int64  `json:"length"`
	RSV     uint8  `json:"rsv"`
	Payload []byte `json:"payload_b64"`
	Wire    []byte `json:"wire_b64"`
	Cut     bool   `json:"truncated"`
}

// mostCrossed bounds the frames that are kept.
const mostCrossed = 200

// Dial begins a conversation.
func (t Talk) Dial() Talk {
	return Talk{Phase: Dialing, Words: "Asking this server to switch …"}
}

// Receive takes a message of /wire: first the heads, then a report for every frame; behind the report of
// a data frame from the server comes that frame itself, which is the echo.
func (t Talk) Receive(message string, policy handshake.Policy) Talk {
	if t.echo {
		t.echo = false
		return t
	}
	var m struct {
		Type     string `json:"type"`
		Request  []byte `json:"request_b64"`
		Response []byte `json:"response_b64"`
		Crossed
	}
	if err := json.Unmarshal([]byte(message), &m); err != nil {
		t.Words = "The server sent something that is no report: " + err.Error()
		return t
	}
	switch m.Type {
	case "heads":
		t.Phase, t.Words, t.policy = Open, "Open. Whatever you send comes back.", policy
		t.Report = handshake.Inspect(handshake.Exchange{Request: string(m.Request), Response: string(m.Response)}, policy)
	case "frame":
		t.echo = m.From == "server" && !frame.Opcode(m.Opcode).Control()
		t.Frames = append(t.Frames[:len(t.Frames):len(t.Frames)], m.Crossed)
		if over := len(t.Frames) - mostCrossed; over > 0 {
			t.Frames, t.Dropped = t.Frames[over:], t.Dropped+over
		}
	}
	return t
}

// ReceiveBinary takes a message that is not text: it can only be an echo.
func (t Talk) ReceiveBinary() Talk {
	t.echo = false
	return t
}

// Hang is the end: the code and the reason of the Close frame, as the browser tells them.
func (t Talk) Hang(code int, reason string, clean bool) Talk {
	before := t.Phase
	t.Phase = Over
	meaning := frame.Code(code).Meaning()
	switch {
	case before == Dialing && !clean:
		t.Words = "No connection came about. Either no server of this kind answers at this address – a copy of the page on static " +
			"hosting has none – or something on the way does not let upgrades through. Browsers do not tell a page which."
	case !clean:
		t.Words = "The connection broke without a Close frame, so the browser reports 1006."
	default:
		t.Words = "Closed with " + frame.Code(code).String() + " " + meaning.Name + ": " + meaning.Means
		if reason != "" {
			t.Words += " The reason given: " + reason
		}
	}
	return t
}

// AsPredicted says whether the answer that came is the one that was predicted, byte for byte.
func (t Talk) AsPredicted() bool {
	return t.Report.Response != nil && prediction(t.Report.Exchange, t.policy) == t.Report.Exchange.Response
}

// prediction is what an endpoint was expected to send instead of x.Response, which came. The clock of a
// server cannot be foretold: its Date is taken from what came.
func prediction(x handshake.Exchange, policy handshake.Policy) string {
	policy.Date = ""
	response := handshake.ParseResponse(x.Response)
	if dates := response.Get("Date"); len(dates) > 0 {
		policy.Date = dates[0].Value.Text
	}
	return predicted(handshake.Inspect(x, policy))
}

// predicted is all that the endpoint was expected to send: interim answers, then the final one.
func predicted(r handshake.Report) string {
	var b strings.Builder
	for _, i := range r.Interim {
		b.WriteString(i.Raw())
	}
	b.WriteString(r.Reply.Raw())
	return b.String()
}

// label names a frame in a line: what it is and how much it carries.
func (c Crossed) label() string {
	words := frame.Opcode(c.Opcode).String() + ", " + plural(int(c.Length), "byte")
	if c.RSV&frame.RSV1 != 0 {
		words += ", compressed"
	}
	return words
}

// mostInflated bounds what is made of a compressed payload to show its beginning, in bytes.
const mostInflated = 64 << 10

// preview is the beginning of what a frame carries, in a readable form.
func (c Crossed) preview() string {
	payload := c.Payload
	if c.RSV&frame.RSV1 != 0 {
		data, err := frame.Inflated(payload, mostInflated)
		if err != nil || c.Cut {
			return "compressed"
		}
		payload = data
	}
	switch {
	case frame.Opcode(c.Opcode) == frame.Close:
		if code, reason, err := frame.ParseClose(c.Payload); err == nil {
			return strings.TrimSpace(code.String() + " " + code.Meaning().Name + " " + reason)
		}
	case frame.Opcode(c.Opcode) == frame.Binary:
		return hexOf(payload[:min(len(payload), 24)])
	}
	s := string(payload[:min(len(payload), 120)])
	if len(payload) > 120 || c.Cut {
		s += " …"
	}
	return visible(s)
}

const hexDigits = "0123456789abcdef"

// hexOf writes bytes as pairs of digits with blanks between.
func hexOf(b []byte) string {
	var s strings.Builder
	for i, c := range b {
		if i > 0 {
			s.WriteByte(' ')
		}
		s.WriteByte(hexDigits[c>>4])
		s.WriteByte(hexDigits[c&15])
	}
	return s.String()
}

// addQuery adds a value to a query, which may be "".
func addQuery(query, name, value string) string {
	if query == "" {
		query = "?"
	} else {
		query += "&"
	}
	return query + name + "=" + url.QueryEscape(value)
}

// policyQuery asks an endpoint to decide as policy says.
func policyQuery(p handshake.Policy) string {
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
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}
