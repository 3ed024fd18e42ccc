package document

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
	"upgrade101/handshake/frame"
	"upgrade101/handshake/head"
	"upgrade101/handshake/paste"
)

// rule is what the page of a rule holds.
type rule struct {
	*handshake.Rule
	Problem   string // of the example
	Topic     string
	Seen      string // in the example
	Server    string // how the server of the example is set; "" where its exchange is all
	Paste     string // the example, where it is a pasted text
	Good, Bad []line // the example put right, where it can be, and the example, line by line
	CopyGood  string // what is copied of the two; "" where that text is not the exchange
	CopyBad   string
	Works     string // what the two are called
	Breaks    string
	Exchange  handshake.Exchange // the example
	Policy    handshake.Policy
	Reply     string // the status line of the reply to the example; "" where it does not matter
	Side      string
	Lessons   []link
	Proxies   []link // that cause it by default
	OnTheWay  bool   // a proxy may have caused it
	Taken     *link  // the lesson about a proxy that causes it; nil for none
	Fields    []link
	Before    *link
	After     *link
}

// line is one line of an exchange.
type line struct {
	Text    string
	Changed bool // it differs from the other exchange
	Gap     bool // the other exchange has a line here, and this one has none
	Before  bool // it is on the left
	Words   words
}

// topic is a part of the list of rules.
type topic struct {
	Name  string
	Rules []entry
}

// entry is a rule in the list.
type entry struct {
	ID, Problem, Severity, Letter string
	Words                         string // what else the search finds it by
}

// sides says in words where a finding is. Whom the rule binds is said with its strength.
var sides = map[handshake.Side]string{
	handshake.Request: "in the request", handshake.Response: "in the answer", handshake.Either: "in request or answer",
	handshake.Connection: "in the request, caused on the way", handshake.Text: "in the pasted text",
}

func rulePages() []page {
	var topics []topic
	var all []*rule
	for _, t := range handshake.Topics {
		part := topic{Name: t.Name}
		for _, r := range t.Rules {
			out := newRule(r, t.Name)
			part.Rules = append(part.Rules, entry{r.ID, out.Problem, r.Severity.String(), r.Letter(), wordsOf(r.Citations(), r.ID, r.Requires, r.Why, r.Fix)})
			all = append(all, out)
		}
		topics = append(topics, part)
	}
	frames := topic{Name: "Frames"}
	for _, r := range frame.Rules {
		frames.Rules = append(frames.Rules, entry{r.ID, r.Problem, handshake.Error.String(), r.Letter(), wordsOf(r.Cites, r.ID, r.Requires, r.Why)})
	}
	topics = append(topics, frames)
	list := []page{{path: "rules", kind: "rules", title: "All rules for HTTP upgrades",
		description: "Every requirement on a WebSocket handshake and its answer, with the RFC section, an example that breaks it, and the fix.", data: topics}}
	for i, r := range all {
		if i > 0 {
			r.Before = &link{"rule/" + all[i-1].ID, all[i-1].Problem}
		}
		if i+1 < len(all) {
			r.After = &link{"rule/" + all[i+1].ID, all[i+1].Problem}
		}
		list = append(list, page{path: "rule/" + r.ID, kind: "rule", title: r.Problem, description: r.Requires + " " + firstSentence(r.Why), data: r})
	}
	return list
}

// wordsOf are the words of a rule that its entry does not show.
func wordsOf(cites []head.Citation, texts ...string) string {
	for _, c := range cites {
		texts = append(texts, c.String())
	}
	return strings.Join(texts, " ")
}

func newRule(r *handshake.Rule, topic string) *rule {
	out := &rule{Rule: r, Topic: topic, Side: sides[r.Side], Paste: r.Broken().Paste}
	exchange := r.Broken().Exchange()
	out.Exchange, out.Policy = exchange, r.Broken().Policy
	report := handshake.Inspect(exchange, r.Broken().Policy)
	for i := range report.Findings {
		if f := &report.Findings[i]; f.Rule == r {
			out.Problem, out.Seen = f.Problem(), f.Got
			break
		}
	}
	out.Server = serverWords(r.Broken().Policy)
	if r.Refuse != 0 && report.Request != nil {
		out.Reply, _, _ = strings.Cut(report.Reply.Raw(), "\r\n")
	}
	right, ok := rightOf(r, &report)
	if !ok {
		right = exchange
	}
	out.Good, out.Bad = sideBySide(right.Request, exchange.Request)
	good, bad := sideBySide(right.Response, exchange.Response)
	if out.Bad = append(out.Bad, bad...); ok {
		out.Good = append(out.Good, good...)
	} else {
		out.Good = nil
	}
	if copies(r, out.Bad, exchange) {
		out.CopyBad = "the example"
	}
	if copies(r, out.Good, right) {
		out.CopyGood = "the exchange beside it"
	}
	out.Works, out.Breaks = "Does not raise it", "Raises this "+r.Severity.String()
	if r.Severity != handshake.Note && demands(r) {
		out.Works, out.Breaks = "Keeps the rule", "Breaks the rule"
	}
	out.Proxies = caused().rules[r.ID]
	lost := slices.Contains(caused().lost, r.ID)
	out.OnTheWay = lost || len(out.Proxies) > 0
	for _, l := range lessons.All() {
		if slices.Contains(l.Expect.Findings, r.ID) || lost && slices.ContainsFunc(l.Expect.Findings, func(id string) bool { return slices.Contains(caused().lost, id) }) {
			to := link{"lesson/" + l.Slug, l.Title}
			if out.Lessons = append(out.Lessons, to); out.OnTheWay && out.Taken == nil && l.Question.Fault[0] == lessons.ByProxy {
				out.Taken = &to
			}
		}
	}
	for _, f := range fieldTerms() {
		if mentions(r.Requires+" "+r.Problem, f.Name) {
			out.Fields = append(out.Fields, link{"field/" + f.Name, f.Name})
		}
	}
	return out
}

// binding is what a key word of RFC 2119 is to the party it binds.
func binding(s handshake.Strength) string {
	switch s {
	case handshake.May:
		return "permitted to"
	case handshake.Should, handshake.ShouldNot:
		return "recommended to"
	}
	return "required of"
}

// serverWords says how the server of an example is set, which its exchange does not show; "" for one that is not set.
func serverWords(p handshake.Policy) string {
	var set []string
	switch {
	case len(p.Subprotocols) > 0:
		set = append(set, "knows the subprotocols "+strings.Join(p.Subprotocols, ", "))
	case p.Subprotocols != nil:
		set = append(set, "knows no subprotocol")
	}
	if p.Origins != nil {
		set = append(set, "allows the origins "+strings.Join(p.Origins, ", "))
	}
	if p.NoDeflate {
		set = append(set, "declines permessage-deflate")
	}
	if set == nil {
		return ""
	}
	return "The server of this example " + strings.Join(set, " and ") + "; the form of the inspector sets that."
}

// copies reports whether the lines, pasted as one text, raise what the exchange raises: none is shortened, no octet that
// matters is shown as another, and the two heads part where they do in the exchange.
func copies(r *handshake.Rule, lines []line, x handshake.Exchange) bool {
	var b strings.Builder
	for _, l := range lines {
		if !l.Gap {
			b.WriteString(l.Text + "\n")
		}
	}
	read, policy := paste.Read(b.String()), r.Broken().Policy
	pasted := read.Exchange()
	return raises(r, pasted, policy) == raises(r, x, policy) && slices.Equal(raised(pasted, policy), raised(x, policy))
}

// raised are the ids of the rules that an exchange raises, in the order of the findings, without those about a text.
func raised(x handshake.Exchange, policy handshake.Policy) (ids []string) {
	report := handshake.Inspect(x, policy)
	for _, f := range report.Findings {
		if f.Rule.Side != handshake.Text {
			ids = append(ids, f.Rule.ID)
		}
	}
	return ids
}

// demands reports whether the text demands something of the sender of the example. Of a rule that binds its reader alone,
// and of a practice, an exchange may raise the finding and break nothing.
func demands(r *handshake.Rule) bool {
	switch r.Strength {
	case handshake.May, handshake.Practice:
		return false
	}
	switch r.Side {
	case handshake.Request:
		return r.Binds != handshake.Server && r.Binds != handshake.Recipient
	case handshake.Response:
		return r.Binds != handshake.Client && r.Binds != handshake.Recipient
	}
	return r.Binds != handshake.Recipient
}

// maxApart is how many lines the good exchange may be away from an example that is an edit of it.
const maxApart = 2

// rightOf is the exchange of a rule's example put right: what its literal says, what its fix makes of it, or the good exchange
// where the example is an edit of that.
func rightOf(r *handshake.Rule, report *handshake.Report) (handshake.Exchange, bool) {
	if r.Right != nil {
		return r.Right().Exchange(), true
	}
	policy := r.Broken().Policy
	x, fixed := report.Exchange, false
	for now, i := report, 0; i < len(now.Findings); i++ {
		if now.Findings[i].Rule != r {
			continue
		}
		if next, ok := now.Fix(i, ""); ok {
			again := handshake.Inspect(next, policy)
			x, fixed, now, i = next, true, &again, -1
		}
	}
	if fixed {
		return x, !raises(r, x, policy)
	}
	good := handshake.Good().Exchange()
	if report.Exchange.HTTP2 {
		good = handshake.GoodHTTP2().Exchange()
	}
	if report.Exchange.Response == "" {
		good.Response = ""
	}
	return good, apart(good, report.Exchange) <= maxApart && !raises(r, good, policy)
}

func raises(r *handshake.Rule, x handshake.Exchange, policy handshake.Policy) bool {
	report := handshake.Inspect(x, policy)
	return slices.ContainsFunc(report.Findings, func(f handshake.Finding) bool { return f.Rule == r })
}

// apart is in how many lines two exchanges differ.
func apart(a, b handshake.Exchange) (n int) {
	for _, heads := range [][2]string{{a.Request, b.Request}, {a.Response, b.Response}} {
		left, right := sideBySide(heads[0], heads[1])
		for i := range left {
			if left[i].Changed || right[i].Changed {
				n++
			}
		}
	}
	return n
}

// sideBySide pairs the lines of two heads: equal ones, in their order, and what is between by its names.
func sideBySide(good, bad string) (left, right []line) {
	a, b := headLines(good), headLines(bad)
	same := make([][]int, len(a)+1) // same[i][j]: how many lines of a[i:] and b[j:] can be paired
	for i := range same {
		same[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if same[i][j] = max(same[i+1][j], same[i][j+1]); a[i] == b[j] {
				same[i][j] = same[i+1][j+1] + 1
			}
		}
	}
	var only, more []string // lines of one head alone since the last equal line
	flush := func() {
		for _, at := range align(only, more) {
			l, r := line{Gap: true}, line{Gap: true}
			if at[0] >= 0 {
				l = line{Text: only[at[0]], Changed: true, Before: true}
			}
			if at[1] >= 0 {
				r = line{Text: more[at[1]], Changed: true}
			}
			l.Words, r.Words = differing(l.Text, r.Text), differing(r.Text, l.Text)
			left, right = append(left, l), append(right, r)
		}
		only, more = nil, nil
	}
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			flush()
			left, right = append(left, line{Text: a[i]}), append(right, line{Text: b[j]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && same[i+1][j] >= same[i][j+1]:
			only, i = append(only, a[i]), i+1
		default:
			more, j = append(more, b[j]), j+1
		}
	}
	flush()
	return left, right
}

// words are a line in three parts: the second is what the line beside it does not have.
type words struct{ Same, Only, Rest string }

func differing(line, other string) words {
	from, to := 0, len(line)
	if other != "" {
		from, to = head.DifferingWords(line, other)
	}
	return words{line[:from], line[from:to], line[to:]}
}

// maxLines bounds what is shown of an example.
const maxLines = 40

// headLines are the lines of a head and of what follows it, control characters made visible: of line ends, LF alone in a head with CR LF.
func headLines(head string) []string {
	if head == "" {
		return nil
	}
	var out []string
	inHead := strings.Contains(head, "\r\n")
	lines := strings.Split(strings.TrimSuffix(head, "\r\n"), "\n")
	for i, l := range lines {
		if len(out) == maxLines {
			return append(out, "…")
		}
		l, ended := strings.CutSuffix(l, "\r")
		alone := inHead && !ended && i < len(lines)-1
		if inHead = inHead && l != ""; alone {
			l += "\n"
		}
		if len(l) > 200 {
			l = l[:120] + "…"
		}
		out = append(out, visible(l))
	}
	return out
}

// visible shows control characters as their pictures (U+2400); in bytes that are no text, what cannot be printed as the escapes of Go.
func visible(s string) string {
	if !utf8.ValidString(s) {
		var b strings.Builder
		for i := range len(s) {
			if s[i] < ' ' || s[i] >= 0x7F {
				fmt.Fprintf(&b, `\x%02x`, s[i])
			} else {
				b.WriteByte(s[i])
			}
		}
		return b.String()
	}
	return strings.Map(func(c rune) rune {
		switch {
		case c < ' ':
			return 0x2400 + c
		case c == 0x7F:
			return 0x2421
		}
		return c
	}, s)
}

func firstSentence(s string) string {
	if i := strings.Index(s, ". "); i >= 0 {
		return s[:i+1]
	}
	return s
}

// mentions reports whether a text names a field: the name as a word of its own.
func mentions(text, name string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		i += at
		end := i + len(name)
		if (i == 0 || !isWord(text[i-1])) && (end == len(text) || !isWord(text[end])) {
			return true
		}
		at = end
	}
}

func isWord(c byte) bool {
	return c == '-' || 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
}
