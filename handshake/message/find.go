package message

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"upgrade101/handshake/phrase"
)

// Bounds on what Find reads and returns. Of a longer text the end is read: a stack trace ends with its message.
const (
	maxText     = 4 << 20 // bytes
	maxMessages = 16
	maxHits     = 256  // matches that are weighed against each other
	maxHole     = 512  // bytes that fill a hole before fixed text
	maxValue    = 2048 // bytes of the last hole
	maxLine     = 320  // bytes around a message that are read for its status and address
)

// Find returns the messages in a text, in the order of the text. Of messages that overlap, the one with more fixed text counts, and
// a repeated message counts once. If there is none, a line that mentions a failed handshake and a status is a message of an unknown
// program. Time and memory are linear in the length of the text.
func Find(text string) []Message {
	base := max(0, len(text)-maxText)
	n := normalise(text[base:])
	found := n.messages(n.choose(n.hits()))
	if len(found) == 0 {
		found = n.unknown()
	} else if !slices.ContainsFunc(found, func(m Message) bool {
		return m.Status != 0 || m.Kind != "untold" && m.Kind != "any" && m.Kind != "cors"
	}) {
		found = n.withGeneric(found) // another line may have the status that the message lacks
	}
	for i := range found {
		found[i].Start += base
		found[i].End += base
	}
	return found
}

// unknown finds messages of programs without patterns.
func (n *normal) unknown() []Message {
	lines := n.lines(ofInterest)
	if found := n.generic(lines, false); len(found) > 0 {
		return found
	}
	if found := n.pages(); len(found) > 0 {
		return found
	}
	return n.failures(lines)
}

// hit is a pattern at a place. Offsets are into normal.b.
type hit struct {
	t      *Pattern
	start  int
	core   int // after the last fixed text
	end    int
	values [][2]int
}

// hits returns the matches in the text; of too many, the last ones.
func (n *normal) hits() []hit {
	all, index := patterns(), anchors()
	var found []hit
	for end := len(n.s); end > 0 && len(found) < maxHits; {
		if !wordByte[n.s[end-1]] {
			end--
			continue
		}
		start := end - 1
		for start > 0 && wordByte[n.s[start-1]] {
			start--
		}
		var known []anchor
		if word := n.s[start:end]; index.maybe[slot(word)] {
			known = index.words[word]
		}
		for _, a := range known {
			if h, ok := n.match(&all[a.pattern], a, start); ok {
				found = append(found, h)
			}
		}
		end = start
	}
	return found
}

// match matches a pattern whose anchor is at offset at.
func (n *normal) match(t *Pattern, a anchor, at int) (hit, bool) {
	h := hit{t: t}
	start, ok := n.back(at, t.pieces[a.piece][:a.offset])
	if !ok {
		return h, false
	}
	if a.piece > 0 { // only a hole may be in front, and it is one word
		end := start
		number := t.holes[0] == holeNumber
		for start > 0 && end-start < maxHole && n.s[start-1] > ' ' && !strings.ContainsRune("'([{,<>=", rune(n.s[start-1])) && (!number || isDigit(n.s[start-1])) {
			start--
		}
		if end == start || number && start > 0 && isWord(rune(n.s[start-1])) {
			return h, false
		}
		h.values = append(h.values, [2]int{start, end})
	}
	h.start = start
	i, ok := n.forward(at, t.pieces[a.piece][a.offset:])
	if !ok {
		return h, false
	}
	h.core = i
	for k := a.piece; k < len(t.holes); k++ {
		last := k+1 == len(t.holes) && t.pieces[k+1] == ""
		value, next, ok := n.fill(&h, t.holes[k], i, t.pieces[k+1], last)
		if !ok {
			return h, false
		}
		h.values = append(h.values, value)
		i = next
		if !last {
			h.core = i
		}
	}
	h.end = i
	return h, n.counts(&h)
}

// forward matches fixed text from i on. A line end in the text, from the wrap of a terminal, counts as a blank or nothing.
func (n *normal) forward(i int, piece string) (end int, ok bool) {
	n.count(1)
	for k := 0; k < len(piece); k++ {
		if i >= len(n.s) {
			return i, k == len(piece)-1 && piece[k] == ' ' // the blank at the end of the text
		}
		switch c := n.s[i]; {
		case c == piece[k]:
			i++
		case c == '\n' && piece[k] == ' ':
			i++
		case c == '\n' && k > 0:
			i++
			k--
		case k == len(piece)-1 && piece[k] == ' ' && !isWord(rune(c)): // the blank before a value
			return i, true
		default:
			return i, false
		}
	}
	return i, true
}

func (n *normal) count(steps int) {
	if n.steps != nil {
		*n.steps += steps
	}
}

// back matches fixed text that ends at i, and returns its start.
func (n *normal) back(i int, piece string) (start int, ok bool) {
	for k := len(piece) - 1; k >= 0; k-- {
		if i == 0 {
			return 0, false
		}
		switch c := n.s[i-1]; {
		case c == piece[k]:
			i--
		case c == '\n' && piece[k] == ' ':
			i--
		case c == '\n':
			i--
			k++
		default:
			return i, false
		}
	}
	return i, true
}

// fill finds what fills a hole before fixed text. The value is trimmed.
func (n *normal) fill(h *hit, kind hole, i int, piece string, last bool) (value [2]int, next int, ok bool) {
	for i < len(n.s) && (n.s[i] == ' ' || n.s[i] == '\n' && kind != holeFree) {
		i++
	}
	end := i
	switch kind {
	case holeNumber:
		for end < len(n.s) && end-i < 10 && isDigit(n.s[end]) {
			end++
		}
		if end == i || end < len(n.s) && isWord(rune(n.s[end])) {
			return value, 0, false
		}
	case holeField:
		for end < len(n.s) && end-i < 32 && ('a' <= n.s[end] && n.s[end] <= 'z' || n.s[end] == '-') {
			end++
		}
		if !isField(n.s[i:end]) {
			return value, 0, false
		}
	case holeURL, holeWord, holePeer:
		for end < len(n.s) && end-i < maxValue && n.s[end] > ' ' && n.s[end] != quote && n.s[end] != '<' && n.s[end] != '>' {
			end++
		}
		if last {
			for end > i && strings.ContainsRune(".,;:)]}", rune(n.s[end-1])) {
				end--
			}
			return [2]int{i, end}, end, end > i && (kind != holePeer || isPeer(n.s[i:end]))
		}
		for stop := end; stop > i && end-stop < 64; stop-- { // the fixed text may be at the end of the word
			if next, ok := n.forward(stop, piece); ok {
				return [2]int{i, stop}, next, true
			}
		}
		return value, 0, false
	default:
		if last {
			end = n.valueEnd(h.start, i)
			return [2]int{i, end}, end, true
		}
		if piece[0] == quote && i > 0 && n.s[i-1] == quote {
			end = n.closing(i)
		}
		for ; end < len(n.s) && end-i < maxHole; end++ {
			if next, ok := n.forward(end, piece); ok && (piece != "." || n.edge(next)) {
				return [2]int{i, n.trim(i, end)}, next, true
			}
		}
		return value, 0, false
	}
	next, ok = n.forward(end, piece)
	return [2]int{i, end}, next, ok
}

// closing returns where the quotation mark before i is closed, or i.
func (n *normal) closing(i int) int {
	open := n.mark(i - 1)
	for _, closing := range []string{"“”", "‘’", "„“", "«»"} {
		if rest, ok := strings.CutPrefix(closing, string(open)); ok {
			open, _ = utf8.DecodeRuneInString(rest)
			break
		}
	}
	for k := i; k < len(n.s) && k-i < maxHole && n.s[k] != '\n'; k++ {
		if n.s[k] == quote && n.mark(k) == open {
			return k
		}
	}
	return i
}

// mark returns the quotation mark that byte i of the normalised text replaces.
func (n *normal) mark(i int) rune {
	at := n.at(i)
	s := strings.TrimLeft(n.text[at:min(len(n.text), at+16)], `\`)
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// edge reports whether a word ends at i.
func (n *normal) edge(i int) bool { return i >= len(n.s) || !isWord(rune(n.s[i])) }

func (n *normal) trim(start, end int) int {
	for end > start && n.s[end-1] <= ' ' {
		end--
	}
	return end
}

// valueEnd returns where the value at the end of a message ends: at the end of the line, at the quotation mark that
// closes the one before the message, before the file and line that consoles add.
func (n *normal) valueEnd(start, i int) int {
	end := i
	for end < len(n.s) && end-i < maxValue && n.s[end] != '\n' {
		end++
	}
	n.count(end - i)
	quoted := start > 0 && n.s[start-1] == quote
	for k := i; k < end; k++ {
		if n.s[k] == quote && (quoted || k+1 < end && strings.IndexByte(",}])", n.s[k+1]) >= 0 && !strings.Contains(n.s[i:k], "'")) {
			end = k
			break
		}
	}
	end = n.trim(i, end)
	if blank := strings.LastIndexByte(n.s[i:end], ' '); blank >= 0 && isPlace(n.s[i+blank+1:end]) {
		end = n.trim(i, i+blank)
	}
	for end > i && n.s[end-1] == quote && strings.Count(n.s[i:end], "'")%2 == 1 {
		end = n.trim(i, end-1)
	}
	return end
}

// isPlace reports whether a word is a file with line and column, protocol.js:292:17.
func isPlace(word string) bool {
	name, numbers, ok := strings.Cut(word, ":")
	_, kind, dot := cutLast(name, ".")
	return ok && dot && kind != "" && strings.Trim(kind, "0123456789") != "" && numbers != "" && strings.Trim(numbers, "0123456789:") == ""
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// counts reports whether a match is a message, and not part of a sentence or of source code.
func (n *normal) counts(h *hit) bool {
	line := n.line(h.start, h.end)
	before, after := n.s[line[0]:h.start], n.s[min(h.core, line[1]):line[1]]
	if isSourceCode(before) {
		return false
	}
	if h.t.Kind == "status" && h.t.coded {
		if _, ok := statusAt(n.s[h.values[0][0]:h.values[0][1]]); !ok { // other words, or 0 where no answer came
			return false
		}
	}
	if h.t.Kind == "http2-stream" && hasOne(before, "get http|post http|load resource") { // an ordinary load
		return false
	}
	if h.t.Text == "ECONNRESET" && strings.Contains(n.s[max(0, h.start-maxLine*4):h.start], "socket hang up") { // its code
		return false
	}
	switch h.t.place {
	case placeAnywhere, placeWrapper:
		return true
	case placeAlone:
		if closeReason(n.s[max(0, h.start-maxLine):h.start]) {
			return false
		}
		return n.alone(before, after, h) || n.besideVocabulary(h)
	case placeRefusal:
		if status, ok := statusAt(n.s[h.values[0][0]:h.values[0][1]]); !ok || status < 400 {
			return false
		}
	}
	return opensMessage(before) && (len(h.t.holes) > 0 && h.end > h.core || closesMessage(after))
}

// line returns the line that contains a span, at most maxLine bytes around it.
func (n *normal) line(start, end int) [2]int {
	n.count(maxLine)
	from := start
	for from > 0 && start-from < maxLine && n.s[from-1] != '\n' {
		from--
	}
	to := end
	for to < len(n.s) && to-end < maxLine && n.s[to] != '\n' {
		to++
	}
	return [2]int{from, to}
}

// opensMessage reports whether the beginning of the line introduces a message: nothing, a colon, a bracket, a word such as
// "error".
func opensMessage(before string) bool {
	before = strings.TrimRight(before, " ")
	if before == "" {
		return true
	}
	last := before[len(before)-1]
	if !isWord(rune(last)) {
		return last != ','
	}
	word := before[strings.LastIndexFunc(before, func(r rune) bool { return !isWord(r) })+1:]
	return strings.Trim(word, "0123456789z") == "" || slices.Contains(introductions, word)
}

var introductions = []string{"error", "err", "exception", "failed", "fatal", "warning", "warn", "info", "debug", "message", "reason", "cause", "is", "was", "says", "said", "got", "get", "by", "with", "msg", "e"}

// closesMessage reports whether the rest of the line is not the rest of a sentence.
func closesMessage(after string) bool {
	if strings.HasPrefix(after, "' is ") || strings.HasPrefix(after, "' means ") { // it is explained
		return false
	}
	after = strings.TrimLeft(after, " ")
	if after == "" || !isWord(rune(after[0])) {
		return after == "" || after[0] != '-' || len(after) > 1 && !isWord(rune(after[1]))
	}
	end := strings.IndexFunc(after, func(r rune) bool { return !isWord(r) })
	if end < 0 {
		end = len(after)
	}
	word := after[:end]
	return strings.Trim(word, "0123456789") == "" || slices.Contains(continuations, word) || isPlace(firstWord(after))
}

var continuations = []string{"at", "while", "for", "during", "in", "url", "from", "code", "error", "status", "attempt", "retrying", "reconnecting", "when"}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// closeReason reports whether the beginning of the line is about the end of a connection, so that the reason follows.
func closeReason(before string) bool {
	return strings.HasSuffix(strings.TrimRight(before, " \n:='("), "reason") && hasOne(before, "closed |close |closing|disconnect") && hasOne(before, "code|status")
}

// isSourceCode reports whether the beginning of the line is source code that prints the message.
func isSourceCode(before string) bool {
	if callsInCode(before) {
		return true
	}
	before = strings.TrimRight(before, "' (")
	for _, code := range []string{"throw new", "throw", "raise", "match", "return", "case", "println", "emit", "tobe", "toequal", "console.log", "console.error", " =", " :=", " ==", " ===", " !=", " !=="} {
		if strings.HasSuffix(before, code) {
			return true
		}
	}
	// throw new Error("…"), raise ValueError('…')
	word := before[strings.LastIndexAny(before, " \t;{")+1:]
	head := strings.TrimRight(before[:len(before)-len(word)], " ")
	return strings.HasSuffix(head, "throw new") || strings.HasSuffix(head, "raise") || strings.HasSuffix(head, "return new") || strings.HasSuffix(head, "= new")
}

// codeCalls are calls with which programs make or compare messages.
var codeCalls = phrase.List{Text: "contains(|includes(|indexof(|startswith(|assert |assert(|assertequal|expect(|#define |println(|print(|log(|logf(|fatal(|fatalf(|.error('|.warn('|.info('|.debug('|http.error(|errors.new(|errorf(|printf("}

// callsInCode reports whether a line has one of them.
func callsInCode(line string) bool { return codeCalls.In(line) }

// alone reports whether the match is all of its line except for time stamps, levels, names and punctuation, or follows a word for an
// error.
func (n *normal) alone(before, after string, h *hit) bool {
	if !opensMessage(before) || !closesMessage(after) && !(len(h.t.holes) > 0 && h.end > h.core) {
		return false
	}
	letters, last := 0, ""
	for w := range words(before) {
		if strings.Trim(w, "0123456789") != "" {
			letters++
		}
		last = w
	}
	if letters <= 4 {
		return true
	}
	for _, w := range []string{"error", "err", "exception", "msg", "message", "reason", "cause", "failed", "failure", "warn"} {
		if strings.HasSuffix(last, w) && strings.ContainsAny(before[len(before)-2:], ":='") {
			return true
		}
	}
	return false
}

// besideVocabulary reports whether words around the match are about WebSockets or upgrades.
func (n *normal) besideVocabulary(h *hit) bool {
	near := n.s[max(0, h.start-maxLine):min(len(n.s), h.end+maxLine)]
	for _, w := range []string{"websocket", "ws://", "wss://", "handshake", "socket.io", "upgrade"} {
		if strings.Contains(near, w) {
			line := n.line(h.start, h.end)
			return opensMessage(n.s[line[0]:h.start]) && (len(h.t.holes) > 0 && h.end > h.core || closesMessage(n.s[h.core:line[1]])) && !strings.Contains(n.s[h.start:h.end], "\n")
		}
	}
	return false
}

// choose keeps of overlapping hits the one with more fixed text.
func (n *normal) choose(found []hit) []hit {
	sort.SliceStable(found, func(i, j int) bool { return found[i].t.fixed > found[j].t.fixed })
	var chosen []hit
	for _, h := range found {
		if !slices.ContainsFunc(chosen, func(o hit) bool { return h.start < o.core && o.start < h.core }) {
			chosen = append(chosen, h)
		}
	}
	sort.SliceStable(chosen, func(i, j int) bool { return chosen[i].start < chosen[j].start })
	return chosen
}

// messages converts hits to messages. Of equal messages of one program about one address, the first counts.
func (n *normal) messages(hits []hit) []Message {
	type sameness struct {
		client, url string
		kind        Kind
		status      int
	}
	var found []Message
	seen := map[sameness]bool{}
	for i := 0; i < len(hits); i++ {
		h, start := hits[i], hits[i].start
		if i+1 < len(hits) && hits[i+1].start < h.end && (hits[i+1].t == h.t || hits[i+1].t.Program == h.t.Program && h.t.Kind == "any" && hits[i+1].t.Kind != "any") {
			continue // repeated, or a wrapper of a more specific one
		}
		url := n.url(h)
		if h.t.place == placeWrapper && i+1 < len(hits) && hits[i+1].start-h.core <= 1 {
			i++
			h = hits[i]
			if url == "" {
				url = n.url(h)
			}
		}
		m := n.message(h, start, url)
		key := sameness{m.Program, m.URL, m.Kind, m.Status}
		if !seen[key] {
			seen[key], found = true, append(found, m)
		}
	}
	n.ofRequests(found)
	return found[max(0, len(found)-maxMessages):]
}

// ofRequests changes messages that a library prints for fields of both answers and requests: they are about the request if a message
// of its server is in the text, or if they are the content of a refusal.
func (n *normal) ofRequests(found []Message) {
	server := map[string]bool{}
	for i := range found {
		if strings.HasPrefix(string(found[i].Kind), "req-") {
			server[found[i].Program] = true
		}
	}
	for i := range found {
		if m := &found[i]; m.Kind == "field" && server[m.Program] || slices.Contains([]Kind{"field", "upgrade", "connection"}, m.Kind) && n.inRefusal(m.Start) {
			m.ofRequest()
		}
	}
}

// ofRequest changes the message to one about the field of the request that it names.
func (m *Message) ofRequest() {
	name := m.field()
	if name == "" {
		name = string(m.Kind)
	}
	t := *m.Pattern
	t.Kind = Kind("req-" + strings.TrimPrefix(name, "sec-websocket-"))
	if t.Kind == "req-key" && isMissing(strings.ToLower(m.Text)) {
		t.Kind = "req-no-key"
	}
	if _, known := kinds()[t.Kind]; !known {
		t.Kind = "req-any"
	}
	facts := kinds()[t.Kind]
	t.Means, t.Rules = facts.means, facts.rules
	m.Pattern, m.Causes = &t, facts.causes
}

// maxContent is how far before a message its response's head is searched, in bytes.
const maxContent = 512

// inRefusal reports whether a place is in the content of a 4xx answer: the text before it ends with such a head.
func (n *normal) inRefusal(at int) bool {
	before := n.text[max(0, at-maxContent):at]
	i := strings.LastIndex(before, "HTTP/1.")
	if i < 0 || !strings.HasPrefix(before[min(i+8, len(before)):], " 4") {
		return false
	}
	head := strings.ReplaceAll(before[i:], "\r", "")
	return strings.HasSuffix(strings.TrimRight(head, " \t<"), "\n\n") || strings.HasSuffix(head, "\n<\n") || strings.HasSuffix(head, "\n< \n")
}

func (n *normal) message(h hit, start int, url string) Message {
	m := Message{Pattern: h.t, URL: url, Status: h.t.Status, Causes: h.t.Causes}
	end := n.trim(start, h.end)
	m.Start, m.End = n.span(start, end)
	m.Text = oneLine(n.text[m.Start:m.End])
	for _, v := range h.values {
		from, to := n.span(v[0], v[1])
		m.Values = append(m.Values, oneLine(n.text[from:to]))
		if s, ok := statusAt(n.s[v[0]:v[1]]); ok && m.Status == 0 && h.t.Kind.carriesStatus() {
			m.Status = s
		}
	}
	if m.Status == 0 && h.t.Kind.carriesStatus() {
		line := n.line(h.start, h.end)
		m.Status = statusIn(n.s[line[0]:h.start] + " | " + n.s[h.core:line[1]])
	}
	if m.Kind == "field" {
		m.Causes = fieldCauses(&m)
	}
	if m.Status != 0 && slices.Contains([]Kind{"status", "untold", "any", "engineio", "backend-dial"}, h.t.Kind) {
		if causes := statusCauses(m.Status); causes != nil {
			m.Causes = causes
		}
	}
	if m.Status == 101 && m.Kind == "status" {
		t := *m.Pattern
		t.Means, t.Rules = kinds()["field"].means, kinds()["field"].rules
		m.Pattern = &t
	}
	return m
}

// field returns the field of the handshake that the message names, in lower case; "" for none.
func (m *Message) field() (name string) {
	if m.Source == "" { // of an unknown program
		return fieldAtFault(strings.ToLower(m.Text), &demands)
	}
	for i, kind := range m.holes {
		if kind == holeField && i < len(m.Values) {
			name = strings.ToLower(m.Values[i])
		}
	}
	return name
}

// isMissing reports whether a lower-case message is about a missing field.
func isMissing(text string) bool { return hasOne(text, "missing|empty|not found|without|required") }

// fieldCauses puts the cause about the field that the message names first.
func fieldCauses(m *Message) []string {
	first, missing := "", isMissing(strings.ToLower(m.Text))
	switch m.field() {
	case "sec-websocket-accept":
		if first = "accept-wrong"; missing {
			first = "accept-missing"
		}
	case "upgrade":
		first = "answer-upgrade"
	case "connection":
		first = "answer-connection"
	case "sec-websocket-key":
		if first = "key-invalid"; missing {
			first = "key-missing"
		}
	case "sec-websocket-version":
		first = "version-refused"
	case "sec-websocket-protocol":
		first = "subprotocol-unoffered"
	case "sec-websocket-extensions":
		first = "extension-unoffered"
	case "origin":
		first = "origin-refused"
	case "host":
		first = "host-wrong"
	}
	if first == "" || m.Causes[0] == first {
		return m.Causes
	}
	return append([]string{first}, slices.DeleteFunc(slices.Clone(m.Causes), func(id string) bool { return id == first })...)
}

// oneLine joins wrapped lines, and bounds the length of a quotation.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 300 {
		s = strings.ToValidUTF8(s[:300], "") + "…"
	}
	return s
}

// url returns the address among the values, or the first one of the line.
func (n *normal) url(h hit) string {
	for i, v := range h.values {
		if i < len(h.t.holes) && h.t.holes[i] == holeURL || strings.Contains(n.s[v[0]:v[1]], "://") {
			from, to := n.span(v[0], v[1])
			if u := Address(n.text[from:to]); u != "" {
				return u
			}
		}
	}
	line := n.line(h.start, h.end)
	from, to := n.span(line[0], line[1])
	return Address(n.text[from:to])
}

// references are addresses of documentation that messages mention, not endpoints.
var references = []string{"nodejs.org/", "curl.se/", "curl.haxx.se/", "developer.mozilla.org/", "github.com/", "stackoverflow.com/", "docs.", "vitejs.dev/", "vite.dev/", "aka.ms/", "go.microsoft.com/", "react.dev/", "goo.gl/"}

func isReference(address string) bool {
	return slices.ContainsFunc(references, func(r string) bool { return strings.HasPrefix(address, r) })
}

// Address returns the first address of a socket in a text, else of a page.
func Address(text string) string {
	lower := strings.ToLower(text)
	for _, scheme := range []string{"wss://", "ws://", "https://", "http://"} {
		i := strings.Index(lower, scheme)
		for i >= 0 && isReference(lower[i+len(scheme):]) {
			k := strings.Index(lower[i+1:], scheme)
			if k < 0 {
				i = -1
				break
			}
			i += 1 + k
		}
		if i < 0 {
			continue
		}
		u := text[i:]
		if end := strings.IndexAny(u, " \t\r\n'\"<>`)\\,;}]|"); end >= 0 {
			u = u[:end]
		}
		if u = strings.TrimRight(u, ".:"); len(u) > len(scheme) {
			return u
		}
	}
	return ""
}
