// Package report writes what there is to say about an exchange as JSON: the answer of POST /api/inspect,
// and the report that the page lets people keep.
package report

import (
	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/head"
	"upgrade101/handshake/paste"
)

// Report is the JSON of one inspection. Heads are base64, because they may hold any byte; spans are
// half-open byte offsets into them. Members are added, never renamed.
type Report struct {
	Verdict             handshake.Verdict `json:"verdict"`                  // of the request by itself; none where the text holds none, or an address alone
	Protocol            string            `json:"protocol"`                 // the upgrade token asked for, "" for none
	HTTP2               bool              `json:"http2"`                    // the heads are field lists of HTTP/2 or HTTP/3
	Request             *Head             `json:"request,omitempty"`        // the request that was read; absent where there is none
	Response            *Head             `json:"response,omitempty"`       // the answer that was read; absent where there is none
	Accept              *Accept           `json:"accept,omitempty"`         // when there is one key to derive it from
	Interim             []Reply           `json:"interim,omitempty"`        // before the final reply: 100 Continue
	Reply               *Reply            `json:"reply,omitempty"`          // when there is a request to reply to
	OtherProtocolAnswer *Reply            `json:"protocol_reply,omitempty"` // to an upgrade to another protocol: the answer of a server that speaks it
	Subprotocol         string            `json:"subprotocol"`              // the one that this endpoint selects, "" for none; what the given response chose is client.subprotocol
	Extensions          string            `json:"extensions"`               // agreed, as in the reply, "" for none
	Deflate             *Deflate          `json:"deflate,omitempty"`        // the same in parameters
	Findings            []Finding         `json:"findings"`                 // errors first, then warnings, then notes
	Client              *Client           `json:"client,omitempty"`         // when there is a response
	Paste               *Paste            `json:"paste,omitempty"`          // when the body was text/plain
	Outcome             *Outcome          `json:"outcome"`                  // what really happened, as far as it is shown
	Messages            []Message         `json:"messages"`                 // what clients, servers and proxies printed, in the order of the text
	Causes              []Cause           `json:"causes"`                   // why it failed, the best first; none where nothing failed
}

// Client is what a client makes of the response.
type Client struct {
	Opens        bool       `json:"opens"`               // by RFC 6455
	BrowserOpens bool       `json:"browser_opens"`       // by the WHATWG standard; what browsers were recorded to do is in says
	Subprotocol  string     `json:"subprotocol"`         // what the given response chose, "" for none; what this endpoint would choose is the report's subprotocol
	Says         Says       `json:"says"`                // one line as a console shows it, "" where the socket opens, null where the client is undetermined
	Undetermined []string   `json:"undetermined"`        // the members of says that are null: what these clients do is a race, or depends on another response
	Checks       []Check    `json:"checks"`              // in Chrome's order
	Diagnosis    *Diagnosis `json:"diagnosis,omitempty"` // when the accept value is wrong
}

type Says struct {
	_ head.Uncompared

	Chrome    string  `json:"chrome"`           // Chrome and what is built on it
	Firefox   *string `json:"firefox"`          // Firefox; where it stops responding, a line that says so
	Node      string  `json:"node"`             // deprecated: the same as node22
	Node20    string  `json:"node20"`           // the WebSocket built into Node 20
	Node22    string  `json:"node22"`           // the one of Node 22
	Node24    string  `json:"node24"`           // the one of Node 24, whose error has no text of its own
	Node26    *string `json:"node26,omitempty"` // the one of Node 26, where it differs from Node 24
	WS        string  `json:"ws"`               // the package ws of npm, on Node 20
	WebKitGTK *string `json:"webkitgtk"`        // WebKitGTK; Safari differs
}

// Deflate is what permessage-deflate was negotiated to (RFC 7692 §7).
type Deflate struct {
	ServerNoContextTakeover bool `json:"server_no_context_takeover"` // the server forgets the window after each message
	ClientNoContextTakeover bool `json:"client_no_context_takeover"` // the client forgets the window after each message
	ServerMaxWindowBits     int  `json:"server_max_window_bits"`     // 8 to 15
	ClientMaxWindowBits     int  `json:"client_max_window_bits"`     // 8 to 15
}

// Diagnosis is how a wrong accept value came about: one mistake, or two made together.
type Diagnosis struct {
	Key      string          `json:"key"`    // the key that the value should belong to
	Got      string          `json:"got"`    // the value that came
	Want     string          `json:"want"`   // the right value
	Mistakes []AcceptMistake `json:"causes"` // the mistakes that make this value, together
}

// AcceptMistake is a mistake that makes the wrong accept value.
type AcceptMistake struct {
	ID     string `json:"id"`               // stable, in kebab case
	Name   string `json:"name"`             // the mistake in a few words
	Detail string `json:"detail,omitempty"` // what belongs to this value alone
	Why    string `json:"why"`              // how the mistake comes about
	Fix    string `json:"fix"`              // what to do about it
}

type Check struct {
	Name   string                `json:"name"`   // the field, or the status
	Result handshake.CheckResult `json:"result"` // passed, failed, not reached
	Got    string                `json:"got"`    // what was there, "" for nothing
	Saw    string                `json:"saw"`    // deprecated: the same as got
}

func newClient(o *handshake.ClientVerdict) *Client {
	if o == nil {
		return nil
	}
	c := o.Console
	out := &Client{Opens: o.Opens, BrowserOpens: o.BrowserOpens, Subprotocol: o.Subprotocol, Undetermined: []string{}, Checks: []Check{},
		Says: Says{Chrome: c.Chrome, Firefox: &c.Firefox, Node: c.Node, Node20: c.Node20, Node22: c.Node, Node24: c.Node24, WS: c.WS, WebKitGTK: &c.WebKitGTK}}
	if c.Node26 != c.Node24 {
		out.Says.Node26 = &c.Node26
	}
	for _, name := range o.Undetermined {
		out.Undetermined = append(out.Undetermined, name)
		switch name {
		case handshake.Firefox:
			out.Says.Firefox = nil
		case handshake.WebKitGTK:
			out.Says.WebKitGTK = nil
		}
	}
	for _, c := range o.Checks {
		out.Checks = append(out.Checks, Check{c.Name, c.Result, c.Got, c.Got})
	}
	if d := o.Diagnosis; d != nil {
		out.Diagnosis = &Diagnosis{Key: d.Key, Got: d.Got, Want: d.Want}
		for _, c := range d.Mistakes {
			out.Diagnosis.Mistakes = append(out.Diagnosis.Mistakes, AcceptMistake{c.ID, c.Name, c.Detail, c.Why, c.Fix})
		}
	}
	return out
}

// Paste tells how a pasted text was read.
type Paste struct {
	Exchanges int      `json:"exchanges"` // how many the text holds
	Chosen    int      `json:"chosen"`    // which of them is reported, from 0
	Notices   []Notice `json:"notices"`   // what there is to say about the reading of the text
	Remarks   []Remark `json:"remarks"`   // deprecated: notices by their older names
}

// Notice is something about the text, not a fault of the handshake.
type Notice struct {
	Kind paste.NoticeKind `json:"kind"` // what it is about
	Text string           `json:"text"` // one sentence
}

type Remark struct {
	About paste.NoticeKind `json:"about"` // deprecated: kind of a notice
	Text  string           `json:"text"`  // deprecated: text of a notice
}

type Head struct {
	RawB64   []byte       `json:"raw_b64"`            // the head as exact bytes
	Format   paste.Format `json:"format"`             // how the paste was written; "raw" for exact bytes
	Inserted []Inserted   `json:"inserted,omitempty"` // what was added to complete the paste
	Filled   []Inserted   `json:"filled,omitempty"`   // deprecated: the same as inserted
}

type Inserted struct {
	What string `json:"what"` // version, host, start-line, client-field, end, elided
	Span Span   `json:"span"` // the bytes that were added
}

type Span struct {
	Start int `json:"start"` // offset of the first byte
	End   int `json:"end"`   // offset after the last byte
}

type Accept struct {
	Key     string `json:"key"`      // Sec-WebSocket-Key as it was read
	Joined  string `json:"joined"`   // key and GUID
	SHA1Hex string `json:"sha1_hex"` // the digest of that, in hexadecimal
	Accept  string `json:"accept"`   // base64 of the digest: Sec-WebSocket-Accept
}

type Reply struct {
	Status  int    `json:"status"`            // status code
	Reason  string `json:"reason"`            // reason phrase
	Because string `json:"because,omitempty"` // the rule that picked it
	RawB64  []byte `json:"raw_b64"`           // all of it as exact bytes
	Lines   []Line `json:"lines"`             // status line and field lines with their reasons
	Body    string `json:"body,omitempty"`    // content of a refusal
	Close   bool   `json:"close"`             // the connection ends after it
}

type Line struct {
	Text  string `json:"text"`  // the line without its end
	Why   string `json:"why"`   // why it is there
	Cites []Cite `json:"cites"` // where it is written
}

// Cite is an RFC with section or erratum, or another source with its name.
type Cite struct {
	_ head.Uncompared

	RFC     int    `json:"rfc,omitempty"`     // number of the RFC
	Section string `json:"section,omitempty"` // section of the RFC or source
	Erratum int    `json:"erratum,omitempty"` // number of a verified erratum
	Name    string `json:"name,omitempty"`    // of a source that is no RFC
	URL     string `json:"url"`               // address of the place
}

type Finding struct {
	Rule     string    `json:"rule"`                // id of the rule
	Severity string    `json:"severity"`            // error, warning, note
	Strength string    `json:"strength"`            // of the cited text: MUST, MUST NOT, SHOULD, SHOULD NOT, MAY, practice
	Binds    string    `json:"binds"`               // client, server, proxy, sender, recipient
	Side     string    `json:"side"`                // whose head span points into: request, response
	Span     Span      `json:"span"`                // the bytes that it is about
	Got      string    `json:"got"`                 // what is there instead, quoted
	Saw      string    `json:"saw"`                 // deprecated: the same as got
	Problem  string    `json:"problem"`             // what is wrong, as a headline
	Requires string    `json:"requires"`            // what the rule asks for
	Why      string    `json:"why"`                 // what follows when it is broken
	Fix      string    `json:"fix"`                 // "" where nothing is wrong
	Cites    []Cite    `json:"cites"`               // where it is written
	URL      string    `json:"url"`                 // path of the rule's page on this site: /rule/id
	Related  []Related `json:"related,omitempty"`   // further places that it is about
	FixEdits []Edit    `json:"fix_edits,omitempty"` // what fixes this finding and nothing else; absent where only a person can; a new key in it is always the same one
	Mend     []Edit    `json:"mend,omitempty"`      // deprecated: the same as fix_edits
}

// Edit is a change to a head: the bytes at span become text. Spans are those of the heads as reported;
// edits are in order and do not overlap.
type Edit struct {
	Side string `json:"side"` // whose head it changes: request, response
	Span Span   `json:"span"` // the bytes that are replaced; empty: an insertion
	Text string `json:"text"` // what takes their place; "": a removal
}

type Related struct {
	Side string `json:"side"` // whose head span points into
	Span Span   `json:"span"` // the bytes
	Text string `json:"text"` // what they are
}

// ReadFrom is what the exchange of a report was read from.
type ReadFrom struct {
	Format paste.Format
	Text   string       // what was pasted, or what a program said beside exact bytes; "" for neither
	Config string       // what a configuration in the text does to an upgrade; "" for none
	Hop    string       // a proxy that takes the upgrade away and sends such a head as the request; "" for none
	Paste  *paste.Paste // nil for exact bytes
}

// Of converts a report to its JSON form.
func Of(r *handshake.Report, from ReadFrom) Report {
	out := Report{
		Verdict:     r.Verdict(),
		Protocol:    r.Protocol,
		HTTP2:       r.Exchange.HTTP2,
		Subprotocol: r.Subprotocol,
		Extensions:  r.Extensions,
		Client:      newClient(r.Client),
		Findings:    make([]Finding, 0, len(r.Findings)),
	}
	if p := from.Paste; p != nil {
		out.Paste = &Paste{Exchanges: len(p.Exchanges), Chosen: p.Chosen, Notices: []Notice{}, Remarks: []Remark{}}
		for _, r := range p.Notices {
			out.Paste.Notices = append(out.Paste.Notices, Notice{r.Kind, r.Text})
			out.Paste.Remarks = append(out.Paste.Remarks, Remark{r.Kind, r.Text})
		}
	}
	if r.Exchange.Request+r.Exchange.Response == "" || from.Format == paste.FormatConsole { // a message has an address and no request
		out.Verdict, out.Protocol, out.Subprotocol, out.Extensions, out.Client = handshake.None, "", "", "", nil
		explain(&out, r, from)
		return out
	}
	if r.Request != nil {
		out.Request = newHead(r.Exchange.Request, handshake.Request, r.Exchange.Inserted, from.Format)
		reply := OfReply(&r.Reply)
		out.Reply = &reply
	}
	if r.OtherProtocolAnswer != nil {
		reply := OfReply(r.OtherProtocolAnswer)
		out.OtherProtocolAnswer = &reply
	}
	if d := r.Deflate; d != nil {
		deflate := Deflate(*d)
		out.Deflate = &deflate
	}
	if r.Response != nil {
		out.Response = newHead(r.Exchange.Response, handshake.Response, r.Exchange.Inserted, from.Format)
	}
	if a := r.Accept; a != nil {
		out.Accept = &Accept{a.Key, a.Joined, a.SHA1Hex(), a.Accept}
	}
	explain(&out, r, from)
	if cause.OnlyAddress(r) { // nothing was sent
		out.Verdict = handshake.None
	}
	for i := range r.Interim {
		out.Interim = append(out.Interim, OfReply(&r.Interim[i]))
	}
	for i := range r.Findings {
		f := newFinding(&r.Findings[i])
		for _, e := range r.Edits(i, "") {
			f.FixEdits = append(f.FixEdits, Edit{e.Side.String(), Span(e.Span), e.Text})
		}
		f.Mend = f.FixEdits
		out.Findings = append(out.Findings, f)
	}
	return out
}

func newHead(raw string, side handshake.Side, inserted []handshake.Inserted, format paste.Format) *Head {
	head := &Head{RawB64: []byte(raw), Format: format}
	for _, i := range inserted {
		if i.Side == side {
			head.Inserted = append(head.Inserted, Inserted{insertedKinds[i.Kind], Span(i.Span)})
		}
	}
	head.Filled = head.Inserted
	return head
}

// insertedKinds are the names of what can be inserted.
var insertedKinds = map[handshake.InsertedKind]string{
	handshake.InsertedVersion:   "version",
	handshake.InsertedHost:      "host",
	handshake.InsertedStartLine: "start-line",
	handshake.InsertedByClient:  "client-field",
	handshake.InsertedEnd:       "end",
	handshake.InsertedElided:    "elided",
}

// OfReply converts a reply to its JSON form.
func OfReply(r *handshake.Reply) Reply {
	out := Reply{Status: r.Status, Reason: r.Reason, RawB64: []byte(r.Raw()), Body: r.Body, Close: r.Close, Lines: make([]Line, 0, len(r.Lines))}
	if r.Because != nil {
		out.Because = r.Because.ID
	}
	for _, l := range r.Lines {
		out.Lines = append(out.Lines, Line{l.Text, l.Why, OfCites(l.Cites)})
	}
	return out
}

// OfCites writes down where something is written.
func OfCites(cites []head.Citation) []Cite {
	out := make([]Cite, len(cites))
	for i, c := range cites {
		out[i] = Cite{RFC: c.RFC, Section: c.Section, Erratum: c.Erratum, Name: c.Name, URL: c.URL()}
	}
	return out
}

func newFinding(f *handshake.Finding) Finding {
	out := Finding{
		Rule:     f.Rule.ID,
		URL:      "/rule/" + f.Rule.ID,
		Severity: f.Rule.Severity.String(),
		Strength: f.Rule.Strength.String(),
		Binds:    f.Rule.Binds.String(),
		Side:     f.Side.String(),
		Span:     Span(f.Span),
		Got:      f.Got,
		Saw:      f.Got,
		Problem:  f.Problem(),
		Requires: f.Rule.Requires,
		Why:      f.Rule.Why,
		Fix:      f.Rule.Fix,
		Cites:    OfCites(f.Rule.Citations()),
	}
	for _, r := range f.Related {
		out.Related = append(out.Related, Related{r.Side.String(), Span(r.Span), r.Text})
	}
	return out
}
