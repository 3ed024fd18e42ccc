package model

import (
	"encoding/json"
	"strconv"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// ServerCall is a call of the server about the bytes in the inspector, and its state.
type ServerCall struct {
	_ head.Uncompared

	Request string // the wire bytes that were sent
	Policy  string // what they were to be decided by, as a query
	Waiting bool
	Failed  string // why there is no answer, in a sentence; "" when there is one
	Words   string // the state in a sentence, for screen readers
}

// Of reports whether the call is about what the inspector shows now.
func (a ServerCall) Of(m Model) bool {
	return a.Request != "" && a.Request == m.Report.Exchange.Request && a.Policy == PolicyQuery(m.Policy)
}

// maxTried is the server's limit, in bytes.
const maxTried = 32 << 10

// Triable returns why the request cannot be sent as bytes; "" if it can.
func (m Model) Triable() string {
	switch x := m.Report.Exchange; {
	case x.Request == "":
		return "There is no request to send."
	case x.HTTP2:
		return "A handshake of HTTP/2 or HTTP/3 is frames, not text: it cannot be sent as these bytes."
	case len(x.Request) > maxTried:
		return "The request is larger than 32 KiB, which is the most that is sent."
	}
	return ""
}

// NewServerCall begins a call about the request in the inspector.
func (m Model) NewServerCall() ServerCall {
	return ServerCall{Request: m.Report.Exchange.Request, Policy: PolicyQuery(m.Policy), Waiting: true, Words: "Sending …"}
}

// Tried is what this server did with the bytes.
type Tried struct {
	ServerCall
	InPage    bool
	Status    int // of the final reply; 0 when none came
	Response  string
	Predicted string
	Frames    []FrameRecord
	End       string // how the connection ended
	Truncated bool
}

// AsPredicted reports whether the reply is the predicted one, byte for byte.
func (t Tried) AsPredicted() bool { return t.Response == t.Predicted }

// Receive handles the answer of POST /api/try.
func (t Tried) Receive(a APIAnswer, policy handshake.Policy) Tried {
	t.Waiting = false
	if t.Failed = a.failure(); t.Failed != "" {
		t.Words = t.Failed
		return t
	}
	var in struct {
		Response  []byte        `json:"response_b64"`
		Status    int           `json:"status"`
		Frames    []FrameRecord `json:"frames"`
		End       string        `json:"end"`
		Truncated bool          `json:"truncated"`
	}
	if err := json.Unmarshal([]byte(a.Body), &in); err != nil {
		t.Failed = "The answer of this site cannot be read: " + err.Error() + "."
		t.Words = t.Failed
		return t
	}
	t.Status, t.Response, t.End = in.Status, string(in.Response), in.End
	t.Frames, t.Truncated = in.Frames[:min(len(in.Frames), maxCrossed)], in.Truncated || len(in.Frames) > maxCrossed
	t.Predicted = prediction(handshake.Exchange{Request: t.Request, Response: t.Response}, policy)
	switch {
	case t.AsPredicted() && t.Response == "":
		t.Words = "No reply came, as predicted."
	case t.AsPredicted():
		t.Words = "The server replied as predicted, byte for byte."
	default:
		t.Words = "The server's reply differs from the prediction."
	}
	return t
}

// Compared is what other servers did with the bytes.
type Compared struct {
	ServerCall
	Servers []Peer
}

// Peer is one other server's answer.
type Peer struct {
	Server  string `json:"server"`
	Version string `json:"version"`
	Status  int    `json:"status"` // 0: none
	Head    []byte `json:"head_b64"`
	Body    string `json:"body"` // after the head, as far as it is kept
	HungUp  bool   `json:"hung_up"`
	Agrees  bool   `json:"agrees"` // in status, subprotocol, extensions and accept value
	Reason  string `json:"reason"` // why not
	Cites   []head.Citation
}

// MaxPeerBytes bounds the bytes of a peer's answer that are drawn.
const MaxPeerBytes = 4000

// StatusWord is the peer's answer in a word.
func (p Peer) StatusWord() string {
	switch {
	case p.HungUp:
		return "hung up"
	case p.Status == 0:
		return "none"
	}
	return strconv.Itoa(p.Status)
}

// Contents counts what the peer sent.
func (p Peer) Contents() string {
	head := head.ParseResponse(string(p.Head))
	words := "It sent " + Plural(len(head.Fields), "field")
	if len(p.Body) > 0 {
		words += ", a body of " + Plural(len(p.Body), "byte")
	}
	return words
}

// maxScript bounds the messages of a try.
const maxScript = 16

// ScriptMessages returns the messages of a try, one for each line.
func ScriptMessages(script string) []string {
	if script == "" {
		return nil
	}
	messages := strings.Split(script, "\n")
	return messages[:min(len(messages), maxScript)]
}

// Transcript returns the heads and all frames of a list as text.
func (m Model) Transcript(list string) string {
	if list == TriedFrames {
		return transcriptText(m.Tried.Request, m.Tried.Response, m.Tried.Frames, 0, m.Tried.End)
	}
	last := m.Session.Last()
	x := last.Report.Exchange
	return transcriptText(x.Request, x.Response, last.Frames, last.Dropped, last.Words)
}

// Receive handles the answer of POST /api/peers.
func (c Compared) Receive(a APIAnswer) Compared {
	c.Waiting = false
	if c.Failed = a.failure(); c.Failed != "" {
		c.Words = c.Failed
		return c
	}
	var in struct {
		Servers []Peer `json:"servers"`
	}
	if err := json.Unmarshal([]byte(a.Body), &in); err != nil || len(in.Servers) == 0 {
		c.Failed = "The answer of this site names no servers."
		c.Words = c.Failed
		return c
	}
	c.Servers = in.Servers[:min(len(in.Servers), 20)]
	agree := 0
	for _, p := range c.Servers {
		if p.Agrees {
			agree++
		}
	}
	c.Words = Plural(len(c.Servers), "server") + " asked, " + Plural(agree, "answer") + " as predicted here: by status, subprotocol, extensions and accept value."
	return c
}

// APIAnswer is the result of a call to this site.
type APIAnswer struct {
	Status int    // 0: no answer at all
	Body   string // the body
}

// failure returns why there is no usable answer; "" if there is one.
func (a APIAnswer) failure() string {
	if a.Status == 200 {
		return ""
	}
	if a.Status == 0 {
		return "No answer: the page is offline, or the server is not there. What you typed is kept."
	}
	var problem struct {
		Detail string `json:"detail"`
	}
	if json.Unmarshal([]byte(a.Body), &problem) != nil || problem.Detail == "" {
		return "No server here can send these bytes: this copy of the page is on static hosting."
	}
	return "The server refused: " + strings.TrimSuffix(problem.Detail, ".") + "."
}
