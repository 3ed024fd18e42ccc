package message

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds on what Find reads and returns. Of a longer text the end is read: a stack trace ends with its message.
const (
	maxText     = 4 << 20 // bytes
	maxMessages = 16
	maxHits     = 256  // matches that are weighed against each other
	maxHole     = 512  // bytes that fill a hole in front of fixed text
	maxValue    = 2048 // bytes of the last hole
	maxLine     = 1024 // bytes around a message that are read for its status and address
)

// Find finds the messages in a text, in the order of the text. Of messages that overlap the one with more
// words of its own counts, and a repeated message counts once. Where there is none, a line that speaks of a
// failed handshake beside a status is one of an unknown program. Time and memory are linear in the text.
func Find(text string) []Message {
	base := max(0, len(text)-maxText)
	n := normalise(text[base:])
	found := n.messages(n.choose(n.hits()))
	if len(found) == 0 {
		found = n.generic()
	}
	for i := range found {
		found[i].Start += base
		found[i].End += base
	}
	return found
}

// hit is a template at a place. Offsets are into normal.b.
type hit struct {
	t      *Template
	start  int
	core   int // behind the last fixed text
	end    int
	values [][2]int
}

func (n *normal) hits() []hit {
	all, index := templates(), anchors()
	var found []hit
	for i := 0; i < len(n.b); {
		if !isWord(rune(n.b[i])) {
			i++
			continue
		}
		start := i
		for i < len(n.b) && isWord(rune(n.b[i])) {
			i++
		}
		for _, a := range index[string(n.b[start:i])] {
			h, ok := n.match(&all[a.template], a, start)
			if !ok {
				continue
			}
			if len(found) == 2*maxHits {
				found = append(found[:0], found[maxHits:]...)
			}
			found = append(found, h)
		}
	}
	return found
}

// match lays a template over the text so that its anchor is at at.
func (n *normal) match(t *Template, a anchor, at int) (hit, bool) {
	h := hit{t: t}
	start, ok := n.back(at, t.pieces[a.piece][:a.offset])
	if !ok {
		return h, false
	}
	if a.piece > 0 { // only a hole may be in front, and it is one word
		end := start
		for start > 0 && end-start < maxHole && n.b[start-1] > ' ' && !strings.ContainsRune(`'([{,`, rune(n.b[start-1])) {
			start--
		}
		if end == start || t.holes[0] == holeNumber && !allDigits(n.b[start:end]) {
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

// forward matches fixed text from i on. A line end in the text, where a terminal wrapped it, is a blank or
// nothing.
func (n *normal) forward(i int, piece string) (end int, ok bool) {
	for k := 0; k < len(piece); k++ {
		if i >= len(n.b) {
			return i, k == len(piece)-1 && piece[k] == ' ' // the blank at the end of the text
		}
		switch c := n.b[i]; {
		case c == piece[k]:
			i++
		case c == '\n' && piece[k] == ' ':
			i++
		case c == '\n' && k > 0:
			i++
			k--
		default:
			return i, false
		}
	}
	return i, true
}

// back matches fixed text that ends at i.
func (n *normal) back(i int, piece string) (start int, ok bool) {
	for k := len(piece) - 1; k >= 0; k-- {
		if i == 0 {
			return 0, false
		}
		switch c := n.b[i-1]; {
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

// fill finds what fills a hole in front of fixed text. The value is that without blanks around it.
func (n *normal) fill(h *hit, kind hole, i int, piece string, last bool) (value [2]int, next int, ok bool) {
	for i < len(n.b) && (n.b[i] == ' ' || n.b[i] == '\n' && kind != holeFree) {
		i++
	}
	end := i
	switch kind {
	case holeNumber:
		for end < len(n.b) && end-i < 10 && '0' <= n.b[end] && n.b[end] <= '9' {
			end++
		}
		if end == i || end < len(n.b) && isWord(rune(n.b[end])) {
			return value, 0, false
		}
	case holeField:
		for end < len(n.b) && end-i < 32 && ('a' <= n.b[end] && n.b[end] <= 'z' || n.b[end] == '-') {
			end++
		}
		if !isField(string(n.b[i:end])) {
			return value, 0, false
		}
	case holeURL, holeWord:
		for end < len(n.b) && end-i < maxValue && n.b[end] > ' ' && n.b[end] != quote && n.b[end] != '<' && n.b[end] != '>' {
			end++
		}
		if last {
			for end > i && strings.ContainsRune(".,;:)]}", rune(n.b[end-1])) {
				end--
			}
			return [2]int{i, end}, end, end > i
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
		if piece[0] == quote && i > 0 && n.b[i-1] == quote {
			end = n.closing(i)
		}
		for ; end < len(n.b) && end-i < maxHole; end++ {
			if next, ok := n.forward(end, piece); ok && (piece != "." || n.edge(next)) {
				return [2]int{i, n.trim(i, end)}, next, true
			}
		}
		return value, 0, false
	}
	next, ok = n.forward(end, piece)
	return [2]int{i, end}, next, ok
}

// closing is where the quotation mark in front of i is closed, or i.
func (n *normal) closing(i int) int {
	open := n.mark(i - 1)
	for _, closing := range []string{"“”", "‘’", "„“", "«»"} {
		if rest, ok := strings.CutPrefix(closing, string(open)); ok {
			open, _ = utf8.DecodeRuneInString(rest)
			break
		}
	}
	for k := i; k < len(n.b) && k-i < maxHole && n.b[k] != '\n'; k++ {
		if n.b[k] == quote && n.mark(k) == open {
			return k
		}
	}
	return i
}

// mark is the quotation mark that byte i of the normalised text was.
func (n *normal) mark(i int) rune {
	s := strings.TrimLeft(n.text[n.at[i]:min(len(n.text), int(n.at[i])+16)], `\\`)
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// edge: a word ends at i.
func (n *normal) edge(i int) bool { return i >= len(n.b) || !isWord(rune(n.b[i])) }

func (n *normal) trim(start, end int) int {
	for end > start && n.b[end-1] <= ' ' {
		end--
	}
	return end
}

// valueEnd is where the value at the end of a message ends: at the end of the line, at the quotation mark that
// closes the one in front of the message, in front of the place in a source that consoles add.
func (n *normal) valueEnd(start, i int) int {
	end := i
	for end < len(n.b) && end-i < maxValue && n.b[end] != '\n' {
		end++
	}
	quoted := start > 0 && n.b[start-1] == quote
	for k := i; k < end; k++ {
		if n.b[k] == quote && (quoted || k+1 < end && strings.IndexByte(",}])", n.b[k+1]) >= 0 && !strings.Contains(string(n.b[i:k]), "'")) {
			end = k
			break
		}
	}
	end = n.trim(i, end)
	if blank := strings.LastIndexByte(string(n.b[i:end]), ' '); blank >= 0 && isPlace(string(n.b[i+blank+1:end])) {
		end = n.trim(i, i+blank)
	}
	for end > i && n.b[end-1] == quote && strings.Count(string(n.b[i:end]), "'")%2 == 1 {
		end = n.trim(i, end-1)
	}
	return end
}

// isPlace: the word is a file with line and column, protocol.js:292:17.
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

func allDigits(b []byte) bool { return len(b) > 0 && strings.Trim(string(b), "0123456789") == "" }

// counts tells whether a match is a message and no part of a sentence or of a program's source.
func (n *normal) counts(h *hit) bool {
	line := n.line(h.start, h.end)
	before, after := string(n.b[line[0]:h.start]), string(n.b[min(h.core, line[1]):line[1]])
	if isSource(before) {
		return false
	}
	switch h.t.place {
	case placeAnywhere, placeWrapper:
		return true
	case placeAlone:
		return n.alone(before, after, h) || n.trade(h)
	}
	return opensMessage(before) && (len(h.t.holes) > 0 && h.end > h.core || closesMessage(after))
}

// line is the line that holds a span, as far as it is read.
func (n *normal) line(start, end int) [2]int {
	from := start
	for from > 0 && start-from < maxLine && n.b[from-1] != '\n' {
		from--
	}
	to := end
	for to < len(n.b) && to-end < maxLine && n.b[to] != '\n' {
		to++
	}
	return [2]int{from, to}
}

// opensMessage: what is in front on the line introduces a message: nothing, a colon, a bracket, a word such as
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

// closesMessage: what is behind on the line is not the rest of a sentence.
func closesMessage(after string) bool {
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

var continuations = []string{"at", "while", "for", "during", "in", "url", "from", "code", "error", "status", "attempt", "retrying", "reconnecting"}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// isSource: what is in front on the line is the source of a program that would print the message.
func isSource(before string) bool {
	if callsSource(before) {
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

// callsSource: the line holds a call by which programs make or compare messages.
func callsSource(line string) bool {
	for _, call := range []string{"contains(", "includes(", "indexof(", "startswith(", "assert ", "assert(", "assertequal", "expect(", "#define ", "errors.new(", "errorf(", "printf("} {
		if strings.Contains(line, call) {
			return true
		}
	}
	return false
}

// alone: the match is all of its line, but for time stamps, levels, names and punctuation.
func (n *normal) alone(before, after string, h *hit) bool {
	if !closesMessage(after) && !(len(h.t.holes) > 0 && h.end > h.core) {
		return false
	}
	if !opensMessage(before) {
		return false
	}
	letters := 0
	for w := range words(before) {
		if strings.Trim(w, "0123456789") != "" {
			letters++
		}
	}
	return letters <= 4
}

// trade: words around the match speak of WebSockets or upgrades.
func (n *normal) trade(h *hit) bool {
	near := string(n.b[max(0, h.start-maxLine):min(len(n.b), h.end+maxLine)])
	for _, w := range []string{"websocket", "ws://", "wss://", "handshake", "socket.io", "upgrade"} {
		if strings.Contains(near, w) {
			line := n.line(h.start, h.end)
			return opensMessage(string(n.b[line[0]:h.start])) && (len(h.t.holes) > 0 && h.end > h.core || closesMessage(string(n.b[h.core:line[1]]))) && !strings.Contains(string(n.b[h.start:h.end]), "\n")
		}
	}
	return false
}

// choose keeps, of hits that overlap, the one with more fixed text.
func (n *normal) choose(found []hit) []hit {
	slices.SortStableFunc(found, func(a, b hit) int { return cmp.Compare(b.t.fixed, a.t.fixed) })
	var chosen []hit
	for _, h := range found {
		if !slices.ContainsFunc(chosen, func(o hit) bool { return h.start < o.core && o.start < h.core }) {
			chosen = append(chosen, h)
		}
	}
	slices.SortStableFunc(chosen, func(a, b hit) int { return cmp.Compare(a.start, b.start) })
	return chosen
}

// messages writes down the hits. Of messages of one program that say the same of the same address, the first
// counts.
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
		url := n.url(h)
		if h.t.place == placeWrapper && i+1 < len(hits) && hits[i+1].start-h.core <= 1 {
			i++
			h = hits[i]
			if url == "" {
				url = n.url(h)
			}
		}
		m := n.message(h, start, url)
		key := sameness{m.Client, m.URL, m.Kind, m.Status}
		if !seen[key] {
			seen[key], found = true, append(found, m)
		}
	}
	return found[max(0, len(found)-maxMessages):]
}

func (n *normal) message(h hit, start int, url string) Message {
	m := Message{Template: h.t, URL: url, Status: h.t.Status, Causes: h.t.Causes}
	end := n.trim(start, h.end)
	m.Start, m.End = n.span(start, end)
	m.Text = oneLine(n.text[m.Start:m.End])
	for _, v := range h.values {
		from, to := n.span(v[0], v[1])
		m.Values = append(m.Values, oneLine(n.text[from:to]))
		if s, ok := statusAt(string(n.b[v[0]:v[1]])); ok && m.Status == 0 && h.t.Kind.carriesStatus() {
			m.Status = s
		}
	}
	if m.Status == 0 && h.t.Kind.carriesStatus() {
		line := n.line(h.start, h.end)
		m.Status = statusIn(string(n.b[line[0]:h.start]) + " | " + string(n.b[h.core:line[1]]))
	}
	if m.Status != 0 && slices.Contains([]Kind{"status", "untold", "any"}, h.t.Kind) {
		if causes := statusCauses(m.Status); causes != nil {
			m.Causes = causes
		}
	}
	return m
}

// oneLine undoes wraps and bounds what is quoted.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 300 {
		s = strings.ToValidUTF8(s[:300], "") + "…"
	}
	return s
}

// url is the address among the values, or the first of the line.
func (n *normal) url(h hit) string {
	for i, v := range h.values {
		if i < len(h.t.holes) && h.t.holes[i] == holeURL || strings.Contains(string(n.b[v[0]:v[1]]), "://") {
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

// address is the first address of a socket in a text, or else of a page.
func Address(text string) string {
	lower := strings.ToLower(text)
	for _, scheme := range []string{"wss://", "ws://", "https://", "http://"} {
		i := strings.Index(lower, scheme)
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
