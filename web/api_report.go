package web

import "upgrade101/handshake"

// The answer of POST /api/inspect. Heads are base64, because they may hold any byte; spans are
// half-open byte offsets into them. Members are added, never renamed.
type wireReport struct {
	Verdict     handshake.Verdict `json:"verdict"`
	Protocol    string            `json:"protocol"` // the upgrade token asked for, "" for none
	HTTP2       bool              `json:"http2"`    // the heads are field lists of HTTP/2 or HTTP/3
	Request     *wireHead         `json:"request,omitempty"`
	Response    *wireHead         `json:"response,omitempty"`
	Accept      *wireAccept       `json:"accept,omitempty"`         // when there is one key to derive it from
	Interim     []wireReply       `json:"interim,omitempty"`        // answers before the reply: 100 Continue
	Reply       *wireReply        `json:"reply,omitempty"`          // when there is a request to answer
	Elsewhere   *wireReply        `json:"protocol_reply,omitempty"` // to an upgrade to another protocol: the answer of a server that speaks it
	Subprotocol string            `json:"subprotocol"`              // selected, "" for none
	Extensions  string            `json:"extensions"`               // agreed, as in the reply, "" for none
	Deflate     *wireDeflate      `json:"deflate,omitempty"`        // the same in parameters
	Findings    []wireFinding     `json:"findings"`                 // errors first, then warnings, then notes
	Client      *wireClient       `json:"client,omitempty"`         // when there is a response
	Paste       *wirePaste        `json:"paste,omitempty"`          // when the body was text/plain
}

// wireClient is what a client makes of the response.
type wireClient struct {
	Opens        bool           `json:"opens"`               // as RFC 6455 asks
	BrowserOpens bool           `json:"browser_opens"`       // as the WHATWG standard asks
	Says         wireSays       `json:"says"`                // one line as a console shows it, "" where the socket opens
	Checks       []wireCheck    `json:"checks"`              // in Chrome's order
	Diagnosis    *wireDiagnosis `json:"diagnosis,omitempty"` // when the accept value is wrong
}

type wireSays struct {
	Chrome  string `json:"chrome"`
	Firefox string `json:"firefox"`
	Node    string `json:"node"` // the WebSocket built into Node
	WS      string `json:"ws"`   // the package ws of npm
}

// wireDeflate is what permessage-deflate was negotiated to (RFC 7692 §7.1).
type wireDeflate struct {
	ServerNoContextTakeover bool `json:"server_no_context_takeover"`
	ClientNoContextTakeover bool `json:"client_no_context_takeover"`
	ServerMaxWindowBits     int  `json:"server_max_window_bits"` // 8 to 15
	ClientMaxWindowBits     int  `json:"client_max_window_bits"` // 8 to 15
}

// wireDiagnosis is how a wrong accept value came about: one mistake, or two made together.
type wireDiagnosis struct {
	Key    string      `json:"key"`
	Got    string      `json:"got"`
	Want   string      `json:"want"`
	Causes []wireCause `json:"causes"`
}

type wireCause struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Detail string `json:"detail,omitempty"`
	Why    string `json:"why"`
	Fix    string `json:"fix"`
}

type wireCheck struct {
	Name   string                `json:"name"`
	Result handshake.CheckResult `json:"result"`
	Saw    string                `json:"saw"`
}

func newClient(o *handshake.Outlook) *wireClient {
	if o == nil {
		return nil
	}
	out := &wireClient{Opens: o.Opens, BrowserOpens: o.BrowserOpens, Says: wireSays(o.Says), Checks: []wireCheck{}}
	for _, c := range o.Checks {
		out.Checks = append(out.Checks, wireCheck{c.Name, c.Result, c.Saw})
	}
	if d := o.Diagnosis; d != nil {
		out.Diagnosis = &wireDiagnosis{Key: d.Key, Got: d.Got, Want: d.Want}
		for _, c := range d.Causes {
			out.Diagnosis.Causes = append(out.Diagnosis.Causes, wireCause{c.ID, c.Name, c.Detail, c.Why, c.Fix})
		}
	}
	return out
}

// wirePaste tells how a pasted text was read.
type wirePaste struct {
	Exchanges int          `json:"exchanges"` // how many the text holds
	Chosen    int          `json:"chosen"`    // which of them is reported, from 0
	Remarks   []wireRemark `json:"remarks"`
}

type wireRemark struct {
	About handshake.About `json:"about"`
	Text  string          `json:"text"`
}

type wireHead struct {
	RawB64 []byte           `json:"raw_b64"`
	Format handshake.Format `json:"format"`           // how the paste was written; "raw" for exact bytes
	Filled []wireFilled     `json:"filled,omitempty"` // what was added to complete the paste
}

type wireFilled struct {
	What string   `json:"what"`
	Span wireSpan `json:"span"`
}

type wireSpan struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

type wireAccept struct {
	Key     string `json:"key"`
	Joined  string `json:"joined"` // key and GUID
	SHA1Hex string `json:"sha1_hex"`
	Accept  string `json:"accept"`
}

type wireReply struct {
	Status  int        `json:"status"`
	Reason  string     `json:"reason"`
	Because string     `json:"because,omitempty"` // the rule that picked it
	RawB64  []byte     `json:"raw_b64"`
	Lines   []wireLine `json:"lines"`
	Body    string     `json:"body,omitempty"`
	Close   bool       `json:"close"` // the connection ends after it
}

type wireLine struct {
	Text  string     `json:"text"`
	Why   string     `json:"why"`
	Cites []wireCite `json:"cites"`
}

// wireCite is an RFC with section or erratum, or another document with its name.
type wireCite struct {
	RFC     int    `json:"rfc,omitempty"`
	Section string `json:"section,omitempty"`
	Erratum int    `json:"erratum,omitempty"`
	Name    string `json:"name,omitempty"`
	URL     string `json:"url"`
}

type wireFinding struct {
	Rule     string        `json:"rule"`
	Severity string        `json:"severity"` // error, warning, note
	Side     string        `json:"side"`     // whose head span points into: request, response
	Span     wireSpan      `json:"span"`
	Saw      string        `json:"saw"`
	Requires string        `json:"requires"`
	Why      string        `json:"why"`
	Fix      string        `json:"fix"`
	Cites    []wireCite    `json:"cites"`
	Related  []wireRelated `json:"related,omitempty"`
	Mend     []wireEdit    `json:"mend,omitempty"` // what mends this finding and nothing else; absent where it takes a person
}

// wireEdit is a change to a head: the bytes at span become text. Spans are those of the heads as reported;
// edits are in order and do not overlap.
type wireEdit struct {
	Side string   `json:"side"`
	Span wireSpan `json:"span"`
	Text string   `json:"text"`
}

type wireRelated struct {
	Side string   `json:"side"`
	Span wireSpan `json:"span"`
	Text string   `json:"text"`
}

func newReport(r *handshake.Report, in *input) wireReport {
	out := wireReport{
		Verdict:     r.Verdict(),
		Protocol:    r.Protocol,
		HTTP2:       r.Exchange.HTTP2,
		Subprotocol: r.Subprotocol,
		Extensions:  r.Extensions,
		Client:      newClient(r.Outlook()),
		Findings:    make([]wireFinding, 0, len(r.Findings)),
	}
	if r.Request != nil {
		out.Request = newHead(r.Exchange.Request, handshake.Request, in)
		reply := newReply(&r.Reply)
		out.Reply = &reply
	}
	if r.Elsewhere != nil {
		reply := newReply(r.Elsewhere)
		out.Elsewhere = &reply
	}
	if d := r.Deflate; d != nil {
		deflate := wireDeflate(*d)
		out.Deflate = &deflate
	}
	if r.Response != nil {
		out.Response = newHead(r.Exchange.Response, handshake.Response, in)
	}
	if a := r.Accept; a != nil {
		out.Accept = &wireAccept{a.Key, a.Joined, a.SHA1Hex(), a.Accept}
	}
	if p := in.paste; p != nil {
		out.Paste = &wirePaste{Exchanges: len(p.Exchanges), Chosen: p.Chosen, Remarks: []wireRemark{}}
		for _, r := range p.Remarks {
			out.Paste.Remarks = append(out.Paste.Remarks, wireRemark{r.About, r.Text})
		}
	}
	for i := range r.Interim {
		out.Interim = append(out.Interim, newReply(&r.Interim[i]))
	}
	for i := range r.Findings {
		f := newFinding(&r.Findings[i])
		for _, e := range r.Edits(i, "") {
			f.Mend = append(f.Mend, wireEdit{e.Side.String(), wireSpan(e.Span), e.Text})
		}
		out.Findings = append(out.Findings, f)
	}
	return out
}

func newHead(raw string, side handshake.Side, in *input) *wireHead {
	head := &wireHead{RawB64: []byte(raw), Format: in.format}
	for _, f := range in.exchange.Filled {
		if f.Side == side {
			head.Filled = append(head.Filled, wireFilled{fills[f.What], wireSpan(f.Span)})
		}
	}
	return head
}

// fills are the names of what can be filled in.
var fills = map[handshake.Fill]string{
	handshake.FillVersion:   "version",
	handshake.FillHost:      "host",
	handshake.FillStartLine: "start-line",
	handshake.FillByClient:  "client-field",
	handshake.FillEnd:       "end",
}

func newReply(r *handshake.Reply) wireReply {
	out := wireReply{Status: r.Status, Reason: r.Reason, RawB64: []byte(r.Raw()), Body: r.Body, Close: r.Close}
	if r.Because != nil {
		out.Because = r.Because.ID
	}
	for _, l := range r.Lines {
		out.Lines = append(out.Lines, wireLine{l.Text, l.Why, newCites(l.Cites)})
	}
	return out
}

func newCites(cites []handshake.Citation) []wireCite {
	out := make([]wireCite, len(cites))
	for i, c := range cites {
		out[i] = wireCite{RFC: c.RFC, Section: c.Section, Erratum: c.Erratum, Name: c.Name, URL: c.URL()}
	}
	return out
}

func newFinding(f *handshake.Finding) wireFinding {
	out := wireFinding{
		Rule:     f.Rule.ID,
		Severity: f.Rule.Severity.String(),
		Side:     f.Side.String(),
		Span:     wireSpan(f.Span),
		Saw:      f.Saw,
		Requires: f.Rule.Requires,
		Why:      f.Rule.Why,
		Fix:      f.Rule.Fix,
		Cites:    newCites(f.Rule.Cites),
	}
	for _, r := range f.Related {
		out.Related = append(out.Related, wireRelated{r.Side.String(), wireSpan(r.Span), r.Text})
	}
	return out
}
