package paste

import (
	"slices"
	"sort"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
	"upgrade101/handshake/phrase"
)

// Part is a section of a pasted text, of one kind.
type Part struct {
	_ head.Uncompared

	Kind     PartKind
	Span     head.Span // in the pasted text
	Exchange int       // index into Paste.Exchanges of the exchange that it belongs to; -1 for none
	Program  string    // PartConfig: whose configuration it is
	Line     LogLine
}

// LogLine is a request in an access log, without its head; members that the line does not show are empty.
type LogLine struct {
	_ head.Uncompared

	Method, Target, Host, Version string
	Status                        int
	Timed                         bool // with the time of day to the second, which a program writes and a person who quotes a request does not
}

// PartKind is the kind of a Part.
type PartKind uint8

const (
	PartText    PartKind = iota + 1 // messages, other log lines, prose
	PartHead                        // heads, or fields, in any notation
	PartCommand                     // a command, or code, that opens a connection
	PartLog                         // a line of an access log
	PartConfig                      // the configuration of a server or proxy
)

// Bounds on splitting a text.
const (
	maxParts   = 1 << 12
	maxNesting = 4 // nested parts: a log line with a prefix in a fence in a quotation
)

// origin is what is known about an exchange while parts are read.
type origin struct {
	format Format
	asked  bool    // from a command or code: this part does not show what crossed the wire
	apart  bool    // text other than a head precedes it
	copied bool    // its request is a copy of an earlier one
	http2  *reader // has the request as its client sends it over HTTP/2; nil where it does not
}

// splitter splits a text. It finds where a part begins and ends; the reader of its format reads it.
type splitter struct {
	*reader
	lines    []head.Span // of the current stretch, which contains no fence
	budget   int         // bytes that failed attempts may still read
	apart    bool        // there was text since the last head
	begin    int         // the first line that belongs to no part yet
	failedTo [5]int      // for finders of runs of lines: they failed up to this line
	last     LogLine
}

// readParts reads a text as a sequence of parts: prose, messages, commands, heads, logs, configuration.
func readParts(r *reader) {
	s := splitter{reader: r, budget: 8*len(r.body) + 1<<12}
	var lines []head.Span
	fence := "" // the open one; only a fence of its length closes it (CommonMark §4.5)
	flush := func() {
		s.lines = lines
		if fence != "" && r.depth < maxNesting && len(lines) > 0 {
			w := textRewriter{from: &r.pastedText}
			w.keep(lines[0].Start, min(lines[len(lines)-1].End+1, len(r.body)))
			s.fenced = true
			s.nested(w.result())
			s.fenced = false
		} else {
			s.stretch()
		}
		lines = lines[len(lines):]
	}
	for line := range r.lines {
		marks := fenceOf(strings.TrimLeft(r.cut(line), " \t"))
		if marks != "" && !r.fenced && (fence == "" || strings.HasPrefix(marks, fence)) {
			flush()
			if fence != "" {
				marks = ""
			}
			fence = marks
			continue
		}
		if n := len(lines); line.Len() > 0 || n < 2 || lines[n-1].Len()+lines[n-2].Len() > 0 { // keep at most two empty lines in a row
			lines = append(lines, line)
		}
	}
	flush()
}

// stretch reads lines and the parts that begin at them.
func (s *splitter) stretch() {
	s.begin, s.failedTo = 0, [5]int{}
	for i := 0; i < len(s.lines); {
		if to := s.part(i, s.onlyLabels(s.begin, i)); to > i {
			i, s.begin = to, to
		} else {
			i++
		}
	}
	s.before(len(s.lines))
}

// before adds the lines before i that belong to no part.
func (s *splitter) before(i int) {
	s.text(s.begin, i)
	s.begin = i
}

func (s *splitter) line(i int) string { return s.cut(s.lines[i]) }

// trimmed returns line i without the blanks around it; "" after the last.
func (s *splitter) trimmed(i int) string {
	if i >= len(s.lines) {
		return ""
	}
	return s.cut(s.trimLine(s.lines[i]))
}

func (s *splitter) onlyLabels(from, to int) bool {
	if to-from > 8 {
		return false
	}
	for ; from < to; from++ {
		if t := s.trimmed(from); t != "" && !isLabel(t) {
			return false
		}
	}
	return true
}

// blankUp returns the first line from i on that is not blank.
func (s *splitter) blankUp(i int) int {
	for i < len(s.lines) && s.trimmed(i) == "" {
		i++
	}
	return i
}

// part reads the part that begins at line i, if there is one, and returns the next line. first: no text precedes it.
func (s *splitter) part(i int, first bool) (to int) {
	t := s.line(i)
	if isBlankLine(t) || s.full() {
		return i
	}
	if program := configLine(t); program != "" {
		if to := s.config(i, program); to > i {
			return to
		}
	}
	if len(t) < maxInlineHead && strings.Contains(t, "HTTP/") {
		if to := s.inlineAt(i); to > i {
			return to
		}
	}
	if s.isStart(i, first) {
		return s.heads(i, s.lines[i])
	}
	holds := octetsOf(t)
	for k := range finders {
		f := &finders[k]
		if s.budget < 0 {
			break
		}
		if f.octets != (octets{}) && !f.octets.meet(holds) {
			continue
		}
		if to := f.find(s, i); to > i {
			return to
		}
	}
	return i
}

// finder finds a part that begins at a line.
type finder struct {
	octets octets // such a line has one of them; none: any line
	find   func(s *splitter, i int) (to int)
}

// finders are tried in this order. Most log lines have the octets of few.
var finders []finder

func init() {
	finders = []finder{
		{octets{}, (*splitter).hexAt},
		{octetsOf("<>="), (*splitter).traceAt},
		{octetsOf("<"), (*splitter).swappedAt},
		{octetsOf(">"), (*splitter).quotedAt},
		{octetsOf(`"`), (*splitter).stringAt},
		{octets{}, (*splitter).commandAt},
		{octetsOf(`\`), (*splitter).escapedAt},
		{octetsOf(`"`), (*splitter).wireAt},
		{octetsOf(":>"), (*splitter).flowAt},
		{octetsOf("H:"), (*splitter).prefixedAt},
		{octetsOf("H"), (*splitter).treeAt},
		{octetsOf("{"), (*splitter).firefoxAt},
		{octets{}, (*splitter).panelAt},
		{octetsOf(":"), (*splitter).pseudoAt},
		{octetsOf(":"), (*splitter).fieldsAt},
		{octets{}, (*splitter).tableAt},
		{octets{}, (*splitter).codeAt},
		{octetsOf("'"), (*splitter).dotnetAt},
		{octetsOf("{"), (*splitter).appleAt},
		{octetsOf("["), (*splitter).phpArrayAt},
		{octetsOf("{"), (*splitter).spelledAt},
		{octetsOf("{[("), (*splitter).listAt},
		{octetsOf("{[("), (*splitter).recordAt},
	}
}

// octets is a set of ASCII octets.
type octets [2]uint64

func octetsOf(t string) (o octets) {
	for i := range len(t) {
		if c := t[i]; c < 0x80 {
			o[c>>6] |= 1 << (c & 63)
		}
	}
	return o
}

func (o octets) meet(p octets) bool { return o[0]&p[0]|o[1]&p[1] != 0 }

func isBlankLine(t string) bool {
	start, end := head.TrimBlanks(t, 0, len(t))
	return start == end
}

// isStart reports whether line i is a start line; one in free form counts only if no text precedes it.
func (s *splitter) isStart(i int, first bool) bool {
	t := s.line(i)
	if strings.Contains(t, `\`) && !strings.HasSuffix(t, " HTTP/1.1") {
		return false
	}
	if head.IsBlank(t[0]) {
		return false
	}
	if isStrictStart(t) {
		return true
	}
	if !first || startIn(t) > 0 {
		return false
	}
	if words := strings.Fields(t); len(words) == 2 && strings.Contains(words[1], "://") && s.trimmed(i+1) != "" && !s.isField(i+1) {
		return false // the title of a panel
	}
	return isBareStatus(t) && (s.isField(i+1) || s.trimmed(i+1) == "") || isRequestLine(t, true) && isKnownMethod(strings.ToUpper(firstWord(t))) || s.isAttempt(i)
}

// isAttempt reports whether line i was meant as a start line: fields follow, or it begins with a method.
func (s *splitter) isAttempt(i int) bool {
	t := s.line(i)
	word := firstWord(t)
	if isKnownMethod(word) {
		if _, logged := accessLine(t); logged || strings.Contains(t, " net::") { // a console's line about a failed request
			return false
		}
		words := len(strings.Fields(t))
		return s.isField(i+1) && !(words == 1 && hasSocketAddress(s.line(i+1))) || (words == 2 || words == 3) && mayBeTarget(t) || words == 1 && s.trimmed(i+1) == ""
	}
	return (strings.Contains(t, "HTTP/") || strings.HasPrefix(t, "/")) && !isField(t) && s.isField(i+1) && s.isField(i+2)
}

// mayBeTarget reports whether the second word can be a target, or the third a version. ECONNREFUSED is not a target.
func mayBeTarget(t string) bool {
	words := strings.Fields(t)
	return strings.Trim(words[1], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || strings.HasPrefix(words[len(words)-1], "HTTP")
}

// isField reports whether a line is a field line with a name that heads use.
func (s *splitter) isField(i int) bool {
	if i >= len(s.lines) {
		return false
	}
	return isField(s.line(i))
}

func isField(t string) bool {
	name, _, ok := strings.Cut(t, ":")
	return ok && head.IsToken(strings.TrimRight(name, " \t"))
}

func firstWord(t string) string {
	word, _, _ := strings.Cut(strings.TrimLeft(t, " \t"), " ")
	return word
}

// isStrictStart reports whether a line is a complete start line.
func isStrictStart(t string) bool { return isStatusLine(t) || isRequestLine(t, false) }

// methods are those that isKnownMethod accepts.
var methods = phrase.List{Text: "GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS|CONNECT|TRACE"}

func isKnownMethod(t string) bool {
	switch t {
	case "GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE":
		return true
	}
	return false
}

// isRuled reports whether a text is a drawn line, as tools put between heads.
func isRuled(t string) bool {
	t = strings.Trim(t, " \t")
	return len(t) >= 8 && strings.IndexByte("-=*_#~", t[0]) >= 0 && strings.Trim(t, t[:1]) == ""
}

// isWords reports whether a text has only letters, blanks and the punctuation of a sentence.
func isWords(t string) bool {
	for _, c := range strings.ToLower(t) {
		if (c < 'a' || c > 'z') && c < 0x80 && !strings.ContainsRune(" ,.:'", c) {
			return false
		}
	}
	return t != ""
}

// isProse reports whether a line is words, of a sentence, a message or a log. Content seldom looks like that.
func isProse(t string) bool {
	t = strings.Trim(t, " \t")
	if t == "" || strings.IndexByte(`<{[&"`, t[0]) >= 0 {
		return false
	}
	for i := range len(t) {
		if t[i] < ' ' && t[i] != '\t' {
			return false
		}
	}
	words := len(strings.Fields(t[:min(len(t), 200)]))
	return words >= 3 || words >= 1 && strings.IndexByte("?!:", t[len(t)-1]) >= 0
}

// heads reads consecutive messages from line i on. The first one begins at start.
func (s *splitter) heads(i int, start head.Span) int {
	end := s.headsEnd(i)
	w := textRewriter{from: &s.pastedText}
	w.keep(start.Start, min(start.End+1, len(s.body)))
	gaps, inside := false, true // inside a head
	for k, at := i+1, min(start.End+1, len(s.body)); k < end; k++ {
		stop := min(s.lines[k].End+1, len(s.body))
		t := s.line(k)
		inside = t != "" && (inside || isStrictStart(t))
		if isRuled(t) && (inside || s.trimmed(k-1) == "") { // a line between heads
			inside = false
		} else if inside && isElision(t) && !isField(t) { // lines are missing here
			gaps = true
		} else {
			w.keep(at, stop)
		}
		at = stop
	}
	sub := reader{pastedText: w.result()}
	readRaw(&sub)
	if gaps && len(sub.Exchanges) > 0 {
		sub.Exchanges[0].Context |= handshake.ContextPartial
		sub.notice(NoticeElided, "Lines are left out of this head; what they may hold is not missing.", head.Span{})
	}
	s.before(i)
	s.merge(&sub, PartHead, head.Span{Start: start.Start, End: s.lines[end-1].End})
	return end
}

// headsEnd finds where the messages that begin at line i end: at text that is neither content nor a head.
func (s *splitter) headsEnd(i int) int {
	t := s.trimmed(i)
	for {
		answer := strings.Contains(t[:min(len(t), 5)], "HTTP/") || isStatus(t)
		length, coded := -1, false // of the content, by the head
		k := i + 1
		for ; k < len(s.lines) && s.trimmed(k) != "" && !isStrictStart(s.line(k)) && !isRuled(s.line(k)) && s.line(k) != closingQuote; k++ {
			switch name, value, _ := strings.Cut(s.line(k), ":"); {
			case head.EqualFold(name, "Content-Length"):
				length = 0
				for _, c := range strings.Trim(value, " \t") {
					if c < '0' || c > '9' || length > 1<<28 {
						length = -1
						break
					}
					length = length*10 + int(c-'0')
				}
			case head.EqualFold(name, "Transfer-Encoding"):
				coded = true
			}
		}
		if k == len(s.lines) || s.trimmed(k) == "" { // prose directly after the fields
			last := k
			for last > i+1 && !isField(s.line(last-1)) && s.line(last - 1)[0] > ' ' && len(strings.Fields(s.line(last-1))) >= 4 {
				last--
			}
			if last < k && (last > i+1 || isStrictStart(s.line(i))) {
				return last
			}
		}
		next := s.blankUp(k)
		if next == len(s.lines) {
			return next
		}
		after := next
		for after < len(s.lines) && (isLabel(s.line(after)) || isRuled(s.line(after)) || s.trimmed(after) == "") {
			after++
		}
		if after < len(s.lines) && (isStrictStart(s.line(after)) || after > next && (isBareStatus(s.line(after)) || isRequestLine(s.line(after), true))) ||
			after == next && answer && isBareStatus(s.line(after)) {
			i, t = after, s.line(after)
			continue
		}
		if k < len(s.lines) && s.trimmed(k) != "" || after > next && after < len(s.lines) {
			return k
		}
		empty := answer && (strings.Contains(t, " 101") || strings.Contains(t, " 204") || strings.Contains(t, " 304")) || length == 0
		if !answer {
			empty = length < 0 && !coded
		}
		if (empty || !answer) && (isProse(s.line(next)) || s.boundary(next)) {
			return k
		}
		if between := s.blankUp(next + 1); empty && !answer && between > next+1 && between < len(s.lines) && isStatusLine(s.line(between)) && isWords(s.line(next)) {
			return k // "and the answer"
		}
		size, m := 0, next
		for ; m < len(s.lines) && !s.boundary(m); m++ {
			if length > 0 && size >= length && isProse(s.line(m)) {
				return m
			}
			size += s.lines[m].Len() + 1
		}
		if m == len(s.lines) || !isStrictStart(s.line(m)) {
			return m
		}
		i, t = m, s.line(m)
	}
}

// closingQuote is the last line of a quoted head.
const closingQuote = `"`

// boundary reports whether something other than content begins at line i.
func (s *splitter) boundary(i int) bool {
	t := s.line(i)
	if t == "" {
		return false
	}
	if t == closingQuote || isStatusLine(t) || s.trimmed(i-1) == "" && isRequestLine(t, false) || isTraceStart(t) {
		return true
	}
	if col, ok := commandIn(t); ok && (col > 0 || strings.Contains(t, "://")) {
		return true
	}
	return isLabel(t) && isStrictStart(s.trimmed(s.blankUp(i+1)))
}

// sub returns a reader for part of the body.
func (s *splitter) sub(at head.Span) *reader {
	w := textRewriter{from: &s.pastedText}
	w.keep(at.Start, min(at.End, len(s.body)))
	return &reader{pastedText: w.result(), depth: s.depth}
}

// try reads a part of the body with the reader of a format, and adds the result as a part from line i on.
func (s *splitter) try(i int, at head.Span, kind PartKind, read func(*reader) bool) bool {
	if s.budget -= at.Len(); s.budget < 0 {
		return false
	}
	sub := s.sub(at)
	if !read(sub) || len(sub.Exchanges) == 0 {
		return false
	}
	s.budget += at.Len()
	s.before(i)
	s.aside(head.Span{Start: s.lines[i].Start, End: at.Start})
	s.merge(sub, kind, at)
	if end := lineEnd(s.body, at.End); end > at.End {
		s.aside(head.Span{Start: at.End, End: end})
	}
	return true
}

// aside adds the rest of a line in which a part begins or ends.
func (s *splitter) aside(at head.Span) {
	if at = s.trimLine(at); at.Len() <= 0 || at.Len() < 40 && isPrompt(s.cut(at)) {
		return
	}
	if status := statedStatus(s.cut(at)); status > 0 {
		s.last = LogLine{Status: status}
	}
	s.add(Part{Kind: PartText, Span: s.span(at), Exchange: -1})
}

func lineEnd(body string, at int) int {
	if i := strings.IndexByte(body[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(body)
}

// through returns the span of whole lines.
func (s *splitter) through(from, to int) head.Span {
	return head.Span{Start: s.lines[from].Start, End: s.lines[to-1].End}
}

// nested reads a part whose wrapping has been removed.
func (s *splitter) nested(text pastedText) bool {
	sub := reader{pastedText: unwrap(text), depth: s.depth + 1, fenced: s.fenced}
	if len(sub.body) == 0 {
		return false
	}
	readParts(&sub)
	s.merge(&sub, 0, head.Span{})
	return len(sub.Exchanges) > 0
}

// merge adds what a reader found. Its places already refer to the pasted text.
func (s *splitter) merge(sub *reader, kind PartKind, at head.Span) {
	base := len(s.Exchanges)
	if s.last.Status == 0 && len(sub.Exchanges) == 1 && (sub.Format == FormatDump || sub.Format == FormatFields) && sub.unknownAnswer() {
		sub.Exchanges, sub.Mappings = nil, nil // fields of an answer without its status
	}
	for i, x := range sub.Exchanges {
		o := origin{format: sub.Format, asked: kind == PartCommand, apart: s.apart && i == 0}
		if i < len(sub.origins) {
			o = sub.origins[i]
			o.apart = o.apart || s.apart && i == 0
		}
		if x := sub.http2[i]; x != nil {
			o.http2 = x
		}
		unknown := madeStatus(&x)
		if x.Response != "" && unknown && !x.HTTP2 && s.last.Status > 0 && x.Request == "" {
			sub.setStatus(i, s.last.Status)
		}
		s.origins = append(s.origins, o)
		s.Exchanges = append(s.Exchanges, sub.Exchanges[i])
		s.written += len(x.Request) + len(x.Response)
		s.last = LogLine{}
	}
	if len(sub.Exchanges) > 0 {
		s.apart = false
	}
	for _, p := range sub.Mappings {
		p.Exchange += base
		if len(s.Mappings) == maxMappings {
			s.untraced = true
			break
		}
		s.Mappings = append(s.Mappings, p)
	}
	for _, r := range sub.Notices {
		s.notice(r.Kind, r.Text, r.Span)
	}
	s.truncated = s.truncated || sub.truncated
	s.untraced = s.untraced || sub.untraced
	if kind != 0 {
		x := -1
		if len(sub.Exchanges) > 0 {
			x = base
		}
		s.add(Part{Kind: kind, Span: s.span(at), Exchange: x})
		return
	}
	for _, p := range sub.Parts {
		if p.Exchange >= 0 {
			p.Exchange += base
		}
		if p.Line.Status > 0 {
			s.last = p.Line
		}
		s.add(p)
	}
}

// madeStatus reports whether the status of the answer was inserted.
func madeStatus(x *handshake.Exchange) bool {
	for _, f := range x.Inserted {
		if f.Kind == handshake.InsertedStartLine && f.Side == handshake.Response && f.Span.Start <= len("HTTP/1.1 ") {
			return true
		}
	}
	return false
}

// unknownAnswer reports whether the only exchange is an answer without a status whose fields are not those of a 101.
func (r *reader) unknownAnswer() bool {
	x := &r.Exchanges[0]
	return x.Request == "" && !x.HTTP2 && madeStatus(x) && !containsFold(x.Response, "\nupgrade:") && !containsFold(x.Response, "\nsec-websocket-")
}

// setStatus replaces an inserted status by the one that another part of the text shows.
func (r *reader) setStatus(i, status int) {
	x := &r.Exchanges[i]
	line, _, _ := strings.Cut(x.Response, head.CRLF)
	text := "HTTP/1.1 " + head.Decimal(status)
	if reason := handshake.ReasonPhrases[status]; reason != "" {
		text += " " + reason
	}
	r.substitute(i, handshake.Response, head.Span{Start: 0, End: len(line)}, text)
}

// substitute replaces bytes of a head and moves all positions after them.
func (r *reader) substitute(i int, side handshake.Side, at head.Span, text string) {
	x := &r.Exchanges[i]
	raw := &x.Request
	if side == handshake.Response {
		raw = &x.Response
	}
	*raw = (*raw)[:at.Start] + text + (*raw)[at.End:]
	move := func(s *head.Span) {
		d := len(text) - at.Len()
		if s.Start >= at.End {
			s.Start += d
		} else if s.Start > at.Start {
			s.Start = min(s.Start, at.Start+len(text))
		}
		if s.End >= at.End {
			s.End += d
		} else if s.End > at.Start {
			s.End = min(s.End, at.Start+len(text))
		}
	}
	for k := range x.Inserted {
		if x.Inserted[k].Side == side {
			move(&x.Inserted[k].Span)
		}
	}
	for k := 0; k < len(r.Mappings); k++ {
		p := &r.Mappings[k]
		if p.Exchange != i || p.Side != side || p.Wire.End <= at.Start {
			continue
		}
		if p.Wire.Start < at.Start && p.Wire.End > at.End && p.Wire.Len() == p.Text.Len() && len(r.Mappings) < maxMappings { // split it in three
			before, after := *p, *p
			before.Wire.End = at.Start
			before.Text.End = p.Text.Start + at.Start - p.Wire.Start
			after.Wire.Start = at.End
			after.Text.Start = p.Text.Start + at.End - p.Wire.Start
			p.Wire, p.Text = at, head.Span{Start: before.Text.End, End: after.Text.Start}
			move(&p.Wire)
			move(&after.Wire)
			r.Mappings = slices.Insert(r.Mappings, k, before)
			r.Mappings = slices.Insert(r.Mappings, k+2, after)
			k += 2
			continue
		}
		move(&p.Wire)
	}
}

func (s *splitter) add(p Part) {
	if p.Span.Len() <= 0 && p.Kind != PartHead {
		return
	}
	if n := len(s.Parts); n > 0 && p.Kind == PartText && s.Parts[n-1].Kind == PartText && s.Parts[n-1].Span.End <= p.Span.Start && p.Span.Start-s.Parts[n-1].Span.End <= 2 {
		s.Parts[n-1].Span.End = p.Span.End
		return
	}
	if len(s.Parts) == maxParts {
		s.Parts[maxParts-1].Span.End = max(p.Span.End, s.Parts[maxParts-1].Span.End)
		return
	}
	s.Parts = append(s.Parts, p)
}

// text adds lines that belong to no other part: each line of an access log as a part, everything else as text.
func (s *splitter) text(from, to int) {
	for from < to && s.trimmed(from) == "" {
		from++
	}
	for to > from && s.trimmed(to-1) == "" {
		to--
	}
	begin := from
	flush := func(end int) {
		if begin < end {
			s.add(Part{Kind: PartText, Span: s.span(s.trimLine(s.through(begin, end))), Exchange: -1})
			s.apart = s.apart || !s.onlyLabels(begin, end)
		}
	}
	for i := from; i < to; i++ {
		l, ok := accessLine(s.line(i))
		if !ok || l.Status == 0 {
			before := ""
			if i > from {
				before = s.line(i - 1)
			}
			if c, is := consoleLine(s.line(i), before); is {
				l, ok = c, true
			}
		}
		if !ok {
			if status := setsStatus(s.line(i)); status > 0 || s.printsStatus(i) {
				l, ok = LogLine{Status: max(status, leadingStatus(s.trimmed(i)))}, true
			}
		}
		if ok {
			flush(i)
			begin = i + 1
			l.Timed = hasTime(s.line(i))
			s.add(Part{Kind: PartLog, Span: s.span(s.trimLine(s.lines[i])), Exchange: -1, Line: l})
			if l.Status > 0 {
				s.last = l
			}
		} else if status := statedStatus(s.line(i)); status > 0 {
			s.last = LogLine{Status: status}
		}
	}
	flush(to)
}

// printsStatus reports whether line i is only a status, as curl -w prints it after its command.
func (s *splitter) printsStatus(i int) bool {
	n := len(s.Parts)
	return n > 0 && s.Parts[n-1].Kind == PartCommand && len(s.trimmed(i)) == 3 && leadingStatus(s.trimmed(i)) > 0
}

// join joins requests and the answers that follow them.
func (r *reader) join() {
	n := len(r.Exchanges)
	if n < 2 {
		return
	}
	p := joining{reader: r, to: make([]target, n), copies: map[int][]int{}, last: -1, asker: -1}
	for i := range n {
		switch x := r.Exchanges[i]; {
		case x.Request != "":
			p.request(i)
		case x.Response != "" && len(p.waiting) > 0:
			p.answer(i)
		case x.Response != "" && p.isSecondAnswer(i):
			p.secondAnswer(i)
		default:
			p.push(i)
		}
	}
	if n == 2 && len(p.out) == 2 && p.out[0].Request == "" && p.out[1].Response == "" && p.out[0].HTTP2 == p.out[1].HTTP2 { // the answer is shown first
		p.out[1].Response, p.out[1].Context = p.out[0].Response, p.out[1].Context|p.out[0].Context
		p.out[1].Inserted = append(p.out[1].Inserted, p.out[0].Inserted...)
		p.out, p.origins = p.out[1:], p.origins[1:]
		p.to = []target{{0, 0}, {0, 0}}
	}
	p.moveMappings()
	for i := range r.Parts {
		if x := r.Parts[i].Exchange; x >= 0 {
			r.Parts[i].Exchange = max(p.to[x].request, p.to[x].response)
		}
	}
	r.Exchanges, r.origins = p.out, p.origins
}

// joining is the work of join. An index i is one of reader.Exchanges, k one of out.
type joining struct {
	*reader
	out         []handshake.Exchange
	origins     []origin
	to          []target      // where each exchange of the reader is in out
	copies      map[int][]int // by exchange: those that repeat its request
	waiting     []int         // requests without an answer
	last, asker int           // the exchange that was answered last, and the first with its request; -1 for none
}

// target is where the two heads of an exchange are in joining.out; -1 for dropped.
type target struct{ request, response int }

func (p *joining) push(i int) (k int) {
	k = len(p.out)
	p.out, p.origins = append(p.out, p.Exchanges[i]), append(p.origins, p.reader.origins[i])
	p.to[i] = target{k, k}
	return k
}

// request adds an exchange with a request. A trace replaces the command that made it.
func (p *joining) request(i int) {
	o := p.reader.origins[i]
	command := false
	if n := len(p.waiting); n > 0 && p.origins[p.waiting[n-1]].asked && o.format == FormatTrace && p.waiting[n-1] == len(p.out)-1 {
		command = true
		k := p.waiting[n-1]
		for j := range i {
			if p.to[j].request == k {
				p.to[j] = target{-1, -1}
			}
		}
		p.out, p.origins, p.waiting = p.out[:k], p.origins[:k], p.waiting[:n-1]
	}
	k := p.push(i)
	p.origins[k].apart = o.apart || command
	if p.Exchanges[i].Response == "" {
		p.waiting = append(p.waiting, k)
	} else {
		p.waiting, p.last, p.asker = nil, k, k
	}
}

// answer adds an answer to the request that waits for it: of several answers in a row, the last belongs to the last request.
func (p *joining) answer(i int) {
	row := 1
	for i+row < len(p.Exchanges) && p.Exchanges[i+row].Request == "" && p.Exchanges[i+row].Response != "" {
		row++
	}
	p.waiting = p.waiting[max(len(p.waiting)-row, 0):]
	k := p.waiting[0]
	if http2 := p.Exchanges[i].HTTP2; http2 != p.out[k].HTTP2 {
		if !http2 {
			p.push(i)
			return
		}
		if p.origins[k].http2 != nil {
			p.sentHTTP2(k)
		} else {
			p.showHTTP2(i)
		}
	} else if p.origins[k].http2 != nil {
		p.sentHTTP1(k)
	}
	x := p.Exchanges[i]
	p.waiting, p.last, p.asker = p.waiting[1:], k, k
	p.to[i] = target{-1, k}
	p.out[k].Response = x.Response
	p.out[k].Context |= x.Context
	p.out[k].Inserted = append(p.out[k].Inserted, x.Inserted...)
}

// sentHTTP2 replaces the request of a command by what its client sent over HTTP/2, as the answer shows.
func (p *joining) sentHTTP2(k int) {
	sent := p.origins[k].http2
	asker := slices.IndexFunc(p.to, func(t target) bool { return t.request == k })
	p.out[k].Request, p.out[k].HTTP2, p.out[k].Inserted = sent.Exchanges[0].Request, true, sent.Exchanges[0].Inserted
	kept := sent.Mappings
	for i := range kept {
		kept[i].Exchange = asker
	}
	for _, m := range p.Mappings {
		if m.Exchange != asker || m.Side != handshake.Request {
			kept = append(kept, m)
		}
	}
	p.untraced = p.untraced || len(kept) > maxMappings
	p.Mappings = kept[:min(len(kept), maxMappings)]
}

// sentHTTP1 drops what is said about the HTTP version of a command whose answer shows it.
func (p *joining) sentHTTP1(k int) {
	asker := slices.IndexFunc(p.to, func(t target) bool { return t.request == k })
	p.Notices = slices.DeleteFunc(p.Notices, func(n Notice) bool {
		return n.Kind == NoticeHTTP2 && slices.ContainsFunc(p.Mappings, func(m Mapping) bool {
			return m.Exchange == asker && m.Side == handshake.Request && m.Text.Start < n.Span.End && n.Span.Start < m.Text.End
		})
	})
}

// isSecondAnswer: exchange i answers the request of the last one again.
func (p *joining) isSecondAnswer(i int) bool {
	return p.last >= 0 && p.reader.origins[i].apart && p.out[p.last].Request != "" && p.out[p.last].HTTP2 == p.Exchanges[i].HTTP2 && p.written < maxWire
}

// secondAnswer makes an exchange of an answer and a copy of the last request.
func (p *joining) secondAnswer(i int) {
	k := p.push(i)
	p.origins[k] = origin{format: p.origins[p.last].format, copied: true}
	p.out[k].Request, p.out[k].URL = p.out[p.last].Request, p.out[p.last].URL
	for _, f := range p.out[p.last].Inserted {
		if f.Side == handshake.Request {
			p.out[k].Inserted = append(p.out[k].Inserted, f)
		}
	}
	p.written += len(p.out[k].Request)
	p.copies[p.asker] = append(p.copies[p.asker], k)
	p.last = k
}

// moveMappings lets the mappings of the reader's exchanges point into out.
func (p *joining) moveMappings() {
	r := p.reader
	kept := r.Mappings[:0]
	var again []Mapping
	for _, m := range r.Mappings {
		if m.Side == handshake.Request {
			m.Exchange = p.to[m.Exchange].request
		} else {
			m.Exchange = p.to[m.Exchange].response
		}
		if m.Exchange < 0 {
			continue
		}
		kept = append(kept, m)
		if m.Side != handshake.Request {
			continue
		}
		for _, k := range p.copies[m.Exchange] {
			if len(r.Mappings)+len(again) < maxMappings {
				m.Exchange = k
				again = append(again, m)
			}
		}
	}
	r.Mappings = append(kept, again...)
	sort.SliceStable(r.Mappings, func(i, j int) bool {
		a, b := &r.Mappings[i], &r.Mappings[j]
		if a.Exchange != b.Exchange {
			return a.Exchange < b.Exchange
		}
		return a.Side < b.Side
	})
}

// showHTTP2 rewrites an HTTP/2 answer as tools show it, to go with an HTTP/1.1 request: the client wanted an upgrade,
// and HTTP/2 has none.
func (r *reader) showHTTP2(i int) {
	x := &r.Exchanges[i]
	const pseudo = ":status: "
	if !strings.HasPrefix(x.Response, pseudo) {
		return
	}
	r.substitute(i, handshake.Response, head.Span{Start: 0, End: len(pseudo)}, "HTTP/2 ")
}
