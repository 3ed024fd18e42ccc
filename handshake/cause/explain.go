package cause

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
	"upgrade101/handshake/message"
	"upgrade101/handshake/paste"
)

// Evidence is what Explain judges.
type Evidence struct {
	Text     string            // what was pasted; "" for exact bytes
	Usual    bool              // Text is but a head with the usual fields, in which no program prints and no person speaks
	Messages []message.Message // found in Text
	Report   *handshake.Report // of the chosen exchange; nil if the text has no head
	Hop      string            // a proxy, with its configuration, that sends just such a head and takes the upgrade away; "" for none
	Config   string            // the program whose configuration the text is; "" for none
	Command  string            // the curl command in Text that sent the exchange; "" for none
	Does     string            // what that does to an upgrade, see ConfigSays; "" where it is not known
	Sent     bool              // the request is shown as its client sends it, before any proxy
	Logged   int               // the status that a line of an access log tells; 0 for none
	Target   string            // of the request that the line logs
	Line     *paste.LogLine    // the last such line that a program wrote; nil for none
}

// Result is what happened to the connection.
type Result string

const (
	Failed  Result = "failed"
	Opened  Result = "opened"
	Closed  Result = "closed"  // it opened, and ended later
	Unknown Result = "unknown" // the evidence does not show it
)

// Outcome is what really happened, as far as the evidence shows it.
type Outcome struct {
	Result Result
	Status int      // of the answer; 0 when none is shown
	By     string   // the program that answered; "" when nothing names it
	Close  int      // the close code that is told; 0 for none
	Config string   // the program whose configuration the text is, and nothing else; "" for none
	Loses  bool     // that configuration is known not to pass an upgrade on
	Passes bool     // it is known to pass one on
	Line   string   // the request and its status in an access log that shows nothing more, such as "GET /a: 400"; "" for none
	Next   []string // what to collect if the evidence is thin
}

// Certainty says how strong the evidence for a cause is.
type Certainty string

const (
	Certain  Certainty = "certain"
	Likely   Certainty = "likely"
	Possible Certainty = "possible"
)

// Found is a cause with its evidence.
type Found struct {
	*Cause
	Headline  string // with its holes filled
	Because   string // quotes the evidence and says what it means
	Seen      string // the first sentence of Because: the strongest evidence; "" for none
	Next      string
	Code      string
	Certainty Certainty
	Rules     []string // ids of the findings that are evidence for it
	Marks     []Mark
}

// Mark is a place with evidence for a cause.
type Mark struct {
	Side handshake.Side // what Span points into: Text, Request or Response
	Span head.Span
}

// maxFound bounds the causes that Explain returns.
const maxFound = 5

// Weights of the causes that a message has, by their rank, and the bounds of certainty.
const (
	weightFirst    = 60
	weightNext     = 20 // less for each one after the first
	weightLeast    = 25 // the least weight of a cause that is returned
	weightLikely   = 55
	weightCertain  = 85
	weightTogether = 5 // for each further sign
)

// Explain derives the outcome and its causes, the best first; none if nothing failed. Time is linear in the length of the
// evidence.
func Explain(e Evidence) (Outcome, []Found) {
	f := newFacts(e)
	outcome := f.outcome()
	if outcome.Result == Unknown && f.request() == nil && f.response() == nil {
		if outcome.Config = e.Config; e.Config != "" && e.Does != "" {
			switch outcome.Loses, outcome.Passes = strings.Contains(e.Does, failsIn), strings.Contains(e.Does, letsThrough); {
			case outcome.Loses:
				outcome.Next = nil
			case outcome.Passes:
				outcome.Next = []string{"If a WebSocket fails all the same, paste its request and the answer, as curl -i or DevTools show them."}
			}
			outcome.Next = append([]string{e.Does}, outcome.Next...)
		}
		if e.Line != nil && e.Config == "" {
			path, _, _ := strings.Cut(e.Line.Target, "?")
			outcome.Line = e.Line.Method + " " + shorten(path) + ": " + strconv.Itoa(e.Line.Status)
		}
	}
	if outcome.Result == Opened || outcome.Result == Unknown && !f.wouldBeRefused() && !f.ended() {
		return outcome, nil
	}
	var found []scored
	for i := range all() {
		if s := f.score(&all()[i]); s.weight >= weightLeast {
			found = append(found, s)
		}
	}
	if len(found) > 1 {
		found = slices.DeleteFunc(found, func(s scored) bool { return s.ID == "status-other" })
	}
	sort.SliceStable(found, func(i, j int) bool {
		if found[i].first != found[j].first {
			return found[i].first
		}
		return found[i].weight > found[j].weight
	})
	causes := make([]Found, 0, maxFound)
	for _, s := range found[:min(len(found), maxFound)] {
		causes = append(causes, f.write(s))
	}
	return outcome, causes
}

// wouldBeRefused reports whether the text shows no failure, but a request that a server would refuse.
func (f *facts) wouldBeRefused() bool {
	return f.request() != nil && !f.is["in-code"] && (f.is["wants-upgrade"] || f.Report.Exchange.HTTP2) && (!f.listed || f.ownFields() > 1)
}

// scored is a cause with the signs for it.
type scored struct {
	*Cause
	weight int
	signs  []sign // that are present, the heaviest first
	first  bool   // a server refuses the message for it before it looks at the handshake
}

func (f *facts) score(c *weighed) scored {
	s := scored{Cause: c.Cause}
	if w := f.suggested[c.ID]; w > 0 {
		s.signs = append(s.signs, sign{"message", c.ID, w})
	}
	if w := f.described[c.ID].weight; w > 0 {
		s.signs = append(s.signs, sign{"described", c.ID, w})
	}
	for _, sign := range c.pro {
		if f.sees(sign, c.ID) {
			if f.refused != nil && (sign.kind == "rule" || sign.kind == "asked") {
				switch {
				case sign.value == f.refused.ID:
					sign.weight = max(sign.weight, min(sign.weight+weightNext, weightCertain-1))
					s.first = f.refused.Refuse < handshake.RefuseHTTP10
				case f.refused.Refuse < handshake.RefuseOrigin && sign.value == "origin-not-allowed":
					sign.weight = weightLikely
				}
			}
			s.signs = append(s.signs, sign)
		}
	}
	if len(s.signs) > 1 {
		sort.SliceStable(s.signs, func(i, j int) bool { return s.signs[i].weight > s.signs[j].weight })
	}
	for i, sign := range s.signs {
		if i == 0 {
			s.weight = sign.weight
		} else {
			s.weight += weightTogether
		}
	}
	if s.weight == 0 {
		return s
	}
	for _, sign := range c.con {
		if f.sees(sign, "") {
			s.weight -= sign.weight
		}
	}
	return s
}

// write describes a cause with its evidence.
func (f *facts) write(s scored) Found {
	found := Found{Cause: s.Cause, Headline: f.fill(s.Cause.Headline), Next: f.fill(s.Cause.Next), Code: f.fill(s.Cause.Code), Certainty: Possible}
	switch {
	case f.is["prose-status"] || f.is["prose-code"] || f.is["prose-cause"], // a person states it, not a program
		f.is["bare-426"]: // what was asked is not shown
	case s.weight >= weightCertain && s.signs[0].value != "conn-stripped-by-proxy": // which says probably
		found.Certainty = Certain
	case s.weight >= weightLikely:
		found.Certainty = Likely
	}
	if found.Certainty == Possible && s.Guess != "" {
		found.Headline = f.fill(s.Guess)
	}
	e := evidence{facts: f, found: &found}
	for _, sign := range s.signs {
		e.add(sign)
	}
	if len(found.Marks) == 0 { // what two heads tell together
		if r := f.response(); r != nil {
			e.mark(handshake.Response, r.Line)
		} else if r := f.request(); r != nil {
			e.mark(handshake.Request, r.Line)
		}
	}
	if len(found.Marks) == 0 && (f.response() != nil || f.request() != nil) && f.Report.Exchange.HTTP2 {
		e.mark(handshake.Response, firstLine(f.response()))
		e.mark(handshake.Request, firstLine(f.request()))
	}
	if len(e.sentences) > 0 {
		found.Seen = e.sentences[0]
	}
	if why := f.fill(s.Why); why != "" {
		e.sentences = append(e.sentences, why)
	}
	found.Because = strings.Join(e.sentences, " ")
	return found
}

// evidence collects the sentences and marks of a cause.
type evidence struct {
	*facts
	found     *Found
	sentences []string
}

func (e *evidence) say(words string) {
	if words != "" && len(e.sentences) < 4 && !slices.Contains(e.sentences, words) {
		e.sentences = append(e.sentences, words)
	}
}

func (e *evidence) mark(side handshake.Side, span head.Span) {
	m := Mark{side, span}
	if len(e.found.Marks) < 8 && span.End > span.Start && !slices.Contains(e.found.Marks, m) {
		e.found.Marks = append(e.found.Marks, m)
	}
}

// add adds the sentence and the mark for a sign.
func (e *evidence) add(sign sign) {
	switch sign.kind {
	case "message", "kind", "client":
		for i := range e.Messages {
			m := &e.Messages[i]
			if sign.kind == "message" && slices.Contains(m.Causes, sign.value) || sign.kind == "kind" && string(m.Kind) == sign.value ||
				sign.kind == "client" && strings.Contains(strings.ToLower(m.Program), sign.value) {
				quotation := e.quotation(m)
				if !e.quoted[quotation] { // one cause quotes it for all
					e.say(quotation)
					e.quoted[quotation] = true
				}
				e.mark(handshake.Text, head.Span{Start: m.Start, End: m.End})
				break
			}
		}
	case "rule", "asked", "answered":
		for i := range e.Report.Findings {
			if r := &e.Report.Findings[i]; r.Rule.ID == sign.value {
				e.say(sentence(r.Got))
				e.mark(r.Side, r.Span)
				if !slices.Contains(e.found.Rules, sign.value) {
					e.found.Rules = append(e.found.Rules, sign.value)
				}
				break
			}
		}
	case "described":
		if span := e.described[sign.value].span; span.End > span.Start {
			e.say("The text says “" + shorten(strings.Join(strings.Fields(e.Text[span.Start:span.End]), " ")) + "”.")
			e.mark(handshake.Text, span)
		}
	case "status":
		if words := e.statusSentence(); !e.quoted[words] {
			e.quoted[words] = true
			if e.by != "" || e.values["reason"] == "" || !strings.Contains(e.found.Headline, e.values["reason"]) {
				e.say(words)
			}
		}
		if e.response() != nil {
			e.mark(handshake.Response, e.response().Line)
		}
		e.mark(handshake.Text, e.proseAt)
	case "by":
		e.say(e.bySentence())
	case "is":
		e.say(e.fill(sentenceOf(sign.value)))
		if strings.HasPrefix(sign.value, "close-") || strings.HasPrefix(sign.value, "haproxy-") && e.ended() {
			e.mark(handshake.Text, e.close.span)
		}
	case "text":
		if span, ok := e.textSpan(sign.value); ok && span.End > span.Start {
			e.say("The text says “" + e.Text[span.Start:span.End] + "”.")
			e.mark(handshake.Text, span)
		}
	}
}

// quotation returns a sentence that quotes a message and names its program.
func (f *facts) quotation(m *message.Message) string {
	client := strings.TrimSuffix(m.Program, " (proxy)")
	if m.Source == "" { // found by its status alone
		client = "A program"
	}
	// A message of several programs names them with commas.
	if i := strings.LastIndex(client, ", "); i >= 0 && !strings.Contains(client, "(") {
		client = client[:i] + " or " + client[i+2:]
	}
	if m.Text == strings.TrimSpace(f.Text) { // its reader has just pasted it
		return client + " prints this."
	}
	return client + " prints “" + shorten(m.Text) + "”."
}

// firstLine returns the first field line of a head, for one of HTTP/2, which has no start line.
func firstLine(r *head.Head) head.Span {
	if r == nil || len(r.Fields) == 0 {
		return head.Span{}
	}
	return r.Fields[0].Line
}

func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

func (f *facts) statusSentence() string {
	if f.status == 0 {
		return ""
	}
	if f.is["prose-status"] {
		return f.proseSentence()
	}
	m, _ := handshake.StatusMeans(f.status)
	words := "The answer is " + strings.TrimSpace(strconv.Itoa(f.status)+" "+m.Name)
	if f.by != "" {
		words += ", from " + f.by
	}
	return words + "."
}

func (f *facts) bySentence() string {
	if f.by == "" || f.byGot == "" {
		return ""
	}
	return f.by + " answers: " + f.byGot + "."
}
