package handshake

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"sync"

	"upgrade101/handshake/accept"
	"upgrade101/handshake/head"
)

// Finding is a rule that an exchange breaks, with its place.
type Finding struct {
	Rule    *Rule
	Side    Side   // what Span points into: Request or Response
	Span    Span   // the bytes at fault
	Got     string // what was found, with values quoted; without a full stop
	Seen    string // what replaces {} in the rule's Problem
	Related []Related
}

// Problem returns the headline of the rule with the value that was found.
func (f *Finding) Problem() string { return strings.Replace(f.Rule.Problem, "{}", f.Seen, 1) }

// Related is a second place of a finding: the offer that an answer refers to, or the first of two fields.
type Related struct {
	Side Side
	Span Span
	Text string // what it is
}

// Verdict says in a word what becomes of an exchange.
type Verdict string

const (
	Upgrades             Verdict = "upgrades"
	UpgradesWithWarnings Verdict = "upgrades-with-warnings"
	Rejected             Verdict = "rejected"
	Ignored              Verdict = "ignored"    // the request does not ask for WebSocket, so an ordinary HTTP answer is allowed
	Unreadable           Verdict = "unreadable" // there is no start line to judge
	None                 Verdict = "none"       // there is no request, or too little of one to judge
)

// Report is the result of Inspect.
type Report struct {
	Exchange            Exchange
	Request             *Head     // nil if there is none
	Response            *Head     // the final response; nil if there is none
	Findings            []Finding // errors first, then warnings, then notes; each group in the order of Rules
	Protocol            string    // the requested upgrade token, "websocket" also in another spelling; "" for none
	Accept              *accept.Derivation
	Interim             []Reply // sent before Reply: 100 (Continue) if the client expects it
	Awaits              int     // bytes of content that are read and dropped between Interim and Reply
	Reply               Reply   // what this endpoint sends, byte for byte
	OtherProtocolAnswer *Reply  // of a server of another requested protocol; nil if none would switch
	Subprotocol         string  // the selected one; "" for none
	Extensions          string  // the value of Sec-WebSocket-Extensions in the reply; "" for none
	Deflate             *Deflate
	Client              *ClientVerdict // nil without a Response
	policy              Policy
}

// Inspect judges an exchange by every rule, and derives the reply of an endpoint with this policy. It never fails. Time and memory are
// linear in the length of the exchange.
func Inspect(exchange Exchange, policy Policy) Report {
	r := inspect(exchange, policy, rulesFor(&exchange))
	r.Client = r.clientVerdict()
	return *r
}

// ReplyTo returns the part of Inspect's report that a server needs, in less time: the same reply, and only findings of rules that can
// refuse the request.
func ReplyTo(request string, policy Policy) Report {
	return *inspect(Exchange{Request: request}, policy, refusing())
}

// ReplyAfterContent is ReplyTo after the content that the request announces was received and dropped.
func ReplyAfterContent(request string, policy Policy) Report {
	return *inspect(Exchange{Request: request, Context: ContextContent}, policy, refusing())
}

// rulesFor returns the rules for an exchange: those about responses only if it has one.
func rulesFor(x *Exchange) []*Rule {
	if x.Response == "" {
		return aboutRequests()
	}
	return Rules
}

var aboutRequests = sync.OnceValue(func() []*Rule {
	return slices.DeleteFunc(slices.Clone(Rules), func(r *Rule) bool { return r.Side == Response })
})

// refusing returns the rules that can refuse a request.
var refusing = sync.OnceValue(func() (rules []*Rule) {
	for _, r := range Rules {
		if r.Refuse != 0 {
			rules = append(rules, r)
		}
	}
	return rules
})

func inspect(exchange Exchange, policy Policy, rules []*Rule) *Report {
	r := &Report{Exchange: exchange, policy: policy}
	p := &pass{policy: policy, report: r}
	if exchange.Request != "" || exchange.Response == "" && exchange.Context&ContextNothing == 0 {
		p.req = newParsedHead(exchange.RequestHead())
		r.Request = &p.req.Head
	}
	if exchange.Response != "" {
		p.resp = newParsedHead(exchange.ResponseHead())
		r.Response = &p.resp.Head
	}
	p.run(rules)
	sort.SliceStable(r.Findings, func(i, j int) bool { return r.Findings[i].Rule.Severity < r.Findings[j].Rule.Severity })
	if p.req != nil {
		p.decideReply()
	}
	// As they are read: the gravest first, then from top to bottom.
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Rule.Severity, b.Rule.Severity), cmp.Compare(a.Side, b.Side), cmp.Compare(a.Span.Start, b.Span.Start))
	})
	return r
}

// Verdict follows from the reply and the findings.
func (r *Report) Verdict() Verdict {
	switch {
	case r.Request == nil && r.Response == nil, r.Exchange.Context&ContextPartial != 0:
		return None
	case r.Request == nil:
		return r.ofResponse()
	case r.Reply.Switches():
		return r.worst(Upgrades)
	case r.Request.Target.Text == "" && r.Request.Method.Text == "",
		!r.Exchange.HTTP2 && !r.Request.HasRequestLine():
		return Unreadable
	case r.Protocol != "websocket" && !r.malformed():
		return Ignored
	}
	return Rejected
}

// malformed reports whether HTTP itself refuses the request, whatever it asks for.
func (r *Report) malformed() bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool {
		return f.Side == Request && f.Rule.Refuse > 0 && (f.Rule.Refuse <= RefuseFraming || f.Rule.Refuse == RefuseHopField)
	})
}

// ofResponse returns the verdict on a response without a request: whether a client opens on it.
func (r *Report) ofResponse() Verdict {
	if !r.Client.Opens {
		return Rejected
	}
	for _, f := range r.Findings {
		if f.Rule.Severity != Note && f.Rule.Side != Text {
			return UpgradesWithWarnings
		}
	}
	return Upgrades
}

// worst lowers a verdict if a finding is more than a note. A finding about the text alone, such as a secret in it, says nothing
// about the bytes.
func (r *Report) worst(v Verdict) Verdict {
	for _, f := range r.Findings {
		if f.Rule.Severity != Note && f.Side != Response && f.Rule.Side != Text {
			return UpgradesWithWarnings
		}
	}
	return v
}

// pass is one run of the rules over one exchange. A check reads the parsed heads from it and calls find, which adds a
// finding of the rule that is running.
type pass struct {
	policy Policy
	report *Report
	req    *parsedHead // nil if there is no request
	resp   *parsedHead // nil if there is no response
	rule   *Rule
	head   *parsedHead // the head that is judged
	side   Side        // and whose it is
	found  int         // by this rule
	hidden []Secret    // nil until a rule asks for them
	names  *nameSet    // of the policy's subprotocols; nil until a rule asks for it
}

// wholeRules are rules about an order or a missing field, which need the complete request.
var wholeRules = []string{"host-not-first", "host-missing-derived", "origin-absent", "origin-absent-browser"}

// maxPerRule is the maximum number of findings of a rule.
const maxPerRule = 12

func (p *pass) run(rules []*Rule) {
	over := HTTP1
	if p.report.Exchange.HTTP2 {
		over = HTTP2
	}
	partial := p.report.Exchange.Context&ContextPartial != 0
	listed := p.hasInserted(InsertedStartLine) // fields alone
	// Without a request line, the lines after it are not fields: only the rules about the request line apply.
	legible := over == HTTP2 || p.req == nil || p.req.HasRequestLine()
	for _, rule := range rules {
		if rule.Over != AnyHTTP && rule.Over != over ||
			partial && rule.Side == Request && strings.HasSuffix(rule.ID, "-missing") ||
			(partial || listed) && slices.Contains(wholeRules, rule.ID) {
			continue
		}
		p.rule, p.found = rule, 0
		if rule.Side != Response && p.req != nil && (legible || slices.Contains(requestLineRules, rule)) {
			p.head, p.side = p.req, Request
			rule.check(p)
		}
		if (rule.Side == Response || rule.Side == Either || strings.HasPrefix(rule.ID, "secret-")) && p.resp != nil {
			p.head, p.side = p.resp, Response
			rule.check(p)
		}
	}
}

// find reports that the running rule is broken at span; got says what was found, without a full stop. The headline quotes the bytes
// at span.
func (p *pass) find(span Span, got string, related ...Related) {
	seen := ""
	if strings.Contains(p.rule.Problem, "{}") {
		if seen = p.head.Text(span); strings.Contains(seen, "\n") { // a folded value
			seen = strings.Join(strings.Fields(seen), " ")
		}
		seen = headline(seen)
	}
	p.findValue(span, seen, got, related...)
}

// findValue is find with another text in the headline than the bytes at span.
func (p *pass) findValue(span Span, seen, got string, related ...Related) {
	for _, f := range p.report.Exchange.Inserted { // what the text leaves out is not judged
		if f.Kind == InsertedElided && f.Side == p.side && f.Span.Start <= span.Start && span.End <= f.Span.End {
			return
		}
	}
	// Of a last line whose end has not come, the rest of the value may follow.
	if h := p.head; !h.Ended && !p.report.Exchange.HTTP2 && span.Start > h.Line.End && span.Start < span.End && span.End == len(h.Raw) &&
		(p.rule.Refuse == 0 || p.rule.Refuse > RefuseUnfinished) && p.rule.Side != Text {
		return
	}
	if p.found++; p.found > maxPerRule {
		return
	}
	if p.report.Findings == nil {
		p.report.Findings = make([]Finding, 0, 4) // most exchanges have no more
	}
	p.report.Findings = append(p.report.Findings, Finding{p.rule, p.side, span, got, seen, related})
}

// headline shortens a value for a headline, and quotes it if its ends would not be recognisable in a sentence.
func headline(s string) string {
	const limit = 40
	if len(s) > limit {
		return quote(strings.ToValidUTF8(s[:limit], "") + "…")
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7F || strings.ContainsRune(`",;=`, r) }) < 0 {
		return s
	}
	return quote(s)
}

// faults reports every fault of these kinds in the head that is judged.
func (p *pass) faults(got string, kinds ...head.FaultKind) {
	for _, f := range p.head.Faults {
		if slices.Contains(kinds, f.Kind) {
			p.find(f.Span, got)
		}
	}
}

// decideReply derives the accept value, the negotiation and the reply from the findings.
func (p *pass) decideReply() {
	r := p.report
	if r.Exchange.HTTP2 {
		p.decideReplyHTTP2()
		return
	}
	switch {
	case p.req.wantsWebSocket(), p.req.meansWebSocket():
		r.Protocol = "websocket"
	case len(p.req.tokens) > 0:
		r.Protocol = p.req.tokens[0].Text
	}
	if p.req.count[nameKey] == 1 && p.req.value(nameKey) != "" {
		d := accept.Derive(p.req.value(nameKey))
		r.Accept = &d
	}
	if p.throughProxy() { // the endpoint never sees this request
		r.Reply = replyAlone(r.Exchange.Request, p.policy)
		return
	}
	if p.req.End.End > MaxHead { // this endpoint reads no further, so that much decides
		r.Reply = replyAlone(r.Exchange.Request[:MaxHead], p.policy)
		return
	}
	if f := firstRefusal(r.Findings); f != nil {
		if f.Rule.Refuse == RefuseContentMissing {
			p.sayContinue()
		}
		r.Reply = refuse(f, p.req, p.policy)
		if f.Rule.Refuse >= RefuseMethod { // what comes before is wrong for every protocol
			r.OtherProtocolAnswer = p.req.otherProtocolAnswer()
		}
		return
	}
	if r.Accept == nil { // what the paste leaves out decides
		return
	}
	p.negotiate()
	if p.req.expectsContinue() {
		p.sayContinue()
	}
	r.Reply = switching(r)
}

// sayContinue adds a 100 before the reply, and the content that is then read (RFC 9110 §7.8).
func (p *pass) sayContinue() {
	p.report.Interim = append(p.report.Interim, continueReply)
	p.report.Awaits = p.req.awaited()
}

// replyAlone returns only the reply. It is a separate function so that its Report is not on the stack of every other request.
//
//go:noinline
func replyAlone(request string, policy Policy) Reply {
	return Inspect(Exchange{Request: request}, policy).Reply
}

// firstRefusal returns the finding that decides the reply: the one with the lowest Refusal, which a server meets first.
func firstRefusal(findings []Finding) *Finding {
	var first *Finding
	for i := range findings {
		f := &findings[i]
		if f.Side != Request || f.Rule.Refuse == 0 {
			continue
		}
		if first == nil || f.Rule.Refuse < first.Rule.Refuse {
			first = f
		}
	}
	return first
}
