package paste

import (
	"sort"
	"strings"

	"upgrade101/handshake/head"
)

// pastedText is a text without its wrapping: lines end with LF, and quote marks, fences, indentation and line numbers
// are removed. It maps each byte to its place in the text as pasted.
type pastedText struct {
	body string
	runs []run
}

// run maps the bytes from body on, up to the next run, to the bytes from text on.
type run struct{ body, text int }

// at converts a place in the body to one in the pasted text.
func (s *pastedText) at(i int) int {
	n := sort.Search(len(s.runs), func(k int) bool { return s.runs[k].body > i })
	if n == 0 {
		return i
	}
	r := s.runs[n-1]
	return r.text + i - r.body
}

// span converts a span of the body to one of the pasted text.
func (s *pastedText) span(at head.Span) head.Span {
	start := s.at(at.Start)
	if at.Len() <= 0 {
		return head.Span{Start: start, End: start}
	}
	return head.Span{Start: start, End: max(start, s.at(at.End-1)+1)}
}

// textRewriter builds a text from parts of another and records where each came from.
type textRewriter struct {
	from *pastedText
	b    strings.Builder
	runs []run
}

// mark records that the next bytes come from the place text.
func (w *textRewriter) mark(text int) {
	n := w.b.Len()
	if k := len(w.runs); k > 0 && w.runs[k-1].text-w.runs[k-1].body == text-n || k == 0 && text == n {
		return
	}
	w.runs = append(w.runs, run{n, text})
}

// keep copies body[start:end] of the other text.
func (w *textRewriter) keep(start, end int) {
	if start >= end {
		return
	}
	w.mark(w.from.at(start))
	base := w.b.Len() - start
	runs := w.from.runs
	for k := sort.Search(len(runs), func(k int) bool { return runs[k].body > start }); k < len(runs) && runs[k].body < end; k++ {
		w.runs = append(w.runs, run{runs[k].body + base, runs[k].text})
	}
	w.b.WriteString(w.from.body[start:end])
}

// put writes text for what is at a place of the other text.
func (w *textRewriter) put(text string, at int) {
	w.mark(w.from.at(at))
	w.b.WriteString(text)
}

func (w *textRewriter) result() pastedText { return pastedText{w.b.String(), w.runs} }

// newPastedText makes every line end an LF, as a text area does: the result does not depend on the line ends of the
// text.
func newPastedText(text string) pastedText { return lineEnds(&pastedText{body: text}) }

// lineEnds turns CRLF into LF, even if copying doubled the CR or lost the final LF. Any other CR stays: it is a fault
// to report.
func lineEnds(s *pastedText) pastedText {
	if !strings.Contains(s.body, "\r") {
		return *s
	}
	w := textRewriter{from: s}
	at := 0
	for at < len(s.body) {
		i := strings.IndexByte(s.body[at:], '\r')
		if i < 0 {
			break
		}
		cr, next := at+i, at+i+1
		for next < len(s.body) && s.body[next] == '\r' {
			next++
		}
		switch {
		case next == len(s.body):
			w.keep(at, cr)
			w.put("\n", cr)
		case s.body[next] == '\n':
			w.keep(at, cr)
		default:
			w.keep(at, next)
		}
		at = next
	}
	w.keep(at, len(s.body))
	return w.result()
}

// maxUnwraps bounds the nesting of wrappings: a numbered listing in a fence in a mail.
const maxUnwraps = 8

// unwrap removes what surrounds heads in mails, pages and listings.
func unwrap(s pastedText) pastedText {
	for range maxUnwraps {
		size := len(s.body)
		for _, take := range []func(*pastedText) (pastedText, bool){unwrapMark, unwrapColours, unwrapTags, unwrapEntities, unwrapString, unwrapSpelled, unwrapSpaced, unwrapQuote, unwrapNumbers, unwrapIndent, unwrapTrail} {
			if p, ok := take(&s); ok {
				s = p
			}
		}
		s = lineEnds(&s) // a CR may now be at the end of its line
		if len(s.body) == size {
			break
		}
	}
	return s
}

// unwrapMark removes a byte order mark.
func unwrapMark(s *pastedText) (pastedText, bool) {
	if !strings.HasPrefix(s.body, "\uFEFF") {
		return *s, false
	}
	w := textRewriter{from: s}
	w.keep(len("\uFEFF"), len(s.body))
	return w.result(), true
}

// unwrapColours removes a terminal's colour sequences.
//
//	ESC "[" *( DIGIT / ";" ) ( "m" / "K" )              (ECMA-48 §8.3.117, §8.3.41)
func unwrapColours(s *pastedText) (pastedText, bool) {
	if !strings.Contains(s.body, "\x1b[") {
		return *s, false
	}
	w := textRewriter{from: s}
	at := 0
	for {
		i := strings.Index(s.body[at:], "\x1b[")
		if i < 0 {
			break
		}
		end := at + i + 2
		for end < len(s.body) && (head.IsDigit(s.body[end]) || s.body[end] == ';') {
			end++
		}
		if end < len(s.body) && (s.body[end] == 'm' || s.body[end] == 'K') {
			w.keep(at, at+i)
			end++
		} else {
			w.keep(at, end)
		}
		at = end
	}
	w.keep(at, len(s.body))
	return w.result(), true
}

// entities are the character references of a page's HTML (HTML §13.5).
var entities = []string{"&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#34;", `"`, "&#39;", "'", "&#x27;", "'", "&apos;", "'", "&nbsp;", " ", "&#x2F;", "/", "&#47;", "/", "&amp;", "&"}

// unwrapEntities decodes the character references of a page's HTML. A lone &amp; may belong to a URL.
func unwrapEntities(s *pastedText) (pastedText, bool) {
	any := false
	for i := 0; i < len(entities)-2 && !any && strings.IndexByte(s.body, '&') >= 0; i += 2 {
		any = strings.Contains(s.body, entities[i]) || strings.Contains(s.body, "&amp;"+entities[i][1:]) // escaped once or twice
	}
	if !any || s.isHead() && !strings.Contains(s.body, "&gt;") && !strings.Contains(s.body, "&quot;") {
		return *s, false
	}
	w := textRewriter{from: s}
	at := 0
scan:
	for at < len(s.body) {
		i := strings.IndexByte(s.body[at:], '&')
		if i < 0 {
			break
		}
		w.keep(at, at+i)
		at += i
		for k := 0; k < len(entities); k += 2 {
			if strings.HasPrefix(s.body[at:], entities[k]) {
				w.put(entities[k+1], at)
				at += len(entities[k])
				continue scan
			}
		}
		w.keep(at, at+1)
		at++
	}
	w.keep(at, len(s.body))
	return w.result(), true
}

// fenceOf returns the code fence at the start of a line; "" for none.
func fenceOf(line string) string {
	if line == "" || line[0] != '`' && line[0] != '~' {
		return ""
	}
	for _, mark := range []string{"`", "~"} {
		if marks := line[:len(line)-len(strings.TrimLeft(line, mark))]; len(marks) >= 3 {
			return marks
		}
	}
	return ""
}

// unwrapTags removes the tags of a page's HTML.
func unwrapTags(s *pastedText) (pastedText, bool) {
	text := strings.TrimLeft(s.body, " \t\n")
	if !strings.HasPrefix(text, "<pre") && !strings.HasPrefix(text, "<code") {
		return *s, false
	}
	start, end := len(s.body)-len(text), len(strings.TrimRight(s.body, " \t\n"))
	for start < end && s.body[start] == '<' {
		k := strings.IndexByte(s.body[start:end], '>')
		if k < 0 {
			break
		}
		start += k + 1
	}
	for end > start && s.body[end-1] == '>' {
		k := strings.LastIndex(s.body[start:end], "</")
		if k < 0 {
			break
		}
		end = start + k
	}
	w := textRewriter{from: s}
	w.keep(start, end)
	return w.result(), true
}

// unwrapSpaced removes empty lines if there is one after every line.
func unwrapSpaced(s *pastedText) (pastedText, bool) {
	if !strings.Contains(s.body, "\n\n") {
		return *s, false
	}
	n, fields := 0, 0
	for line := range s.lines {
		t := s.cut(line)
		if n%2 == 1 && t != "" || n%2 == 0 && t == "" {
			return *s, false
		}
		if n > 0 && n%2 == 0 && isField(t) {
			fields++
		}
		n++
	}
	if fields < 2 || fields < n/2-2 {
		return *s, false
	}
	w := textRewriter{from: s}
	n = 0
	for line := range s.lines {
		if n++; n%2 == 1 {
			w.keep(line.Start, min(line.End+1, len(s.body)))
		}
	}
	return w.result(), true
}

// unwrapString decodes a text that is one string literal, as JSON and logs write several lines.
func unwrapString(s *pastedText) (pastedText, bool) {
	start, end := head.TrimBlanks(s.body, 0, len(s.body))
	for end > start && s.body[end-1] == '\n' {
		end--
	}
	if end-start < 4 || s.body[start] != '"' && s.body[start] != '\'' || s.body[end-1] != s.body[start] {
		return *s, false
	}
	quote, inside := s.body[start], s.body[start+1:end-1]
	if strings.IndexByte(inside, '\n') >= 0 || !strings.Contains(inside, `\n`) {
		return *s, false
	}
	for i := 0; i < len(inside); i++ {
		if inside[i] == '\\' {
			i++
		} else if inside[i] == quote {
			return *s, false
		}
	}
	w := textRewriter{from: s}
	for at := start + 1; at < end-1; at++ {
		if s.body[at] == '\\' {
			at += unescape(s.body, &w, at)
		} else {
			w.keep(at, at+1)
		}
	}
	woven := w.result()
	return lineEnds(&woven), true
}

// unwrapSpelled removes the escaped carriage returns at the line ends of a listing.
func unwrapSpelled(s *pastedText) (pastedText, bool) {
	for _, end := range []string{`\x0d`, `\r`, "^M", "␍", "<CR>", "[CR]"} {
		if strings.Count(s.body, end+"\n") < 2 {
			continue
		}
		w := textRewriter{from: s}
		for line := range s.lines {
			w.keep(line.Start, line.Start+len(strings.TrimSuffix(s.cut(line), end)))
			w.keep(line.End, min(line.End+1, len(s.body)))
		}
		return w.result(), true
	}
	return *s, false
}

// unwrapQuote removes ">" if every line has it, as in a mail. The line that introduces the quotation ("… wrote:") may
// precede them.
func unwrapQuote(s *pastedText) (pastedText, bool) {
	quoted, others := 0, 0
	for line := range s.lines {
		switch t := s.cut(line); {
		case strings.HasPrefix(t, ">"):
			quoted++
		case strings.TrimSpace(t) == "":
		case quoted == 0 && others == 0 && strings.HasSuffix(strings.TrimSpace(t), "wrote:"):
		default:
			others++
		}
		if others > 0 {
			return *s, false
		}
	}
	if quoted == 0 {
		return *s, false
	}
	w := textRewriter{from: s}
	for line := range s.lines {
		t := s.cut(line)
		if !strings.HasPrefix(t, ">") {
			if w.b.Len() > 0 {
				w.keep(line.End, min(line.End+1, len(s.body)))
			}
			continue
		}
		cut := 1 // one level only: the quoted text may be output of curl -v
		if cut < len(t) && t[cut] == ' ' {
			cut++
		}
		w.keep(line.Start+cut, min(line.End+1, len(s.body)))
	}
	return w.result(), true
}

// unwrapNumbers removes line numbers if every line has one and they increase.
func unwrapNumbers(s *pastedText) (pastedText, bool) {
	last, count := -1, 0
	for line := range s.lines {
		t := s.cut(line)
		if strings.TrimSpace(t) == "" {
			continue
		}
		n, _, ok := lineNumber(t)
		if !ok || count > 0 && n != last+1 {
			return *s, false
		}
		last = n
		count++
	}
	if count < 2 {
		return *s, false
	}
	w := textRewriter{from: s}
	for line := range s.lines {
		_, width, _ := lineNumber(s.cut(line))
		w.keep(min(line.Start+width, line.End), min(line.End+1, len(s.body)))
	}
	return w.result(), true
}

// lineNumber reads "12: ", "12| ", " 12\t", "12. " or "12 "; width is the number of bytes.
func lineNumber(t string) (n, width int, ok bool) {
	i := 0
	for i < len(t) && head.IsBlank(t[i]) {
		i++
	}
	start := i
	for i < len(t) && head.IsDigit(t[i]) && i-start < 7 {
		n = n*10 + int(t[i]-'0')
		i++
	}
	if i == start {
		return 0, 0, false
	}
	if i == len(t) {
		return n, i, true
	}
	switch t[i] {
	case ':', '|', '.', ')':
		i++
		if i < len(t) && t[i] == ' ' {
			i++
		}
	case ' ', '\t':
		i++
		if i+1 < len(t) && (t[i] == '|' || t[i] == ':') {
			i++
			if i < len(t) && t[i] == ' ' {
				i++
			}
		} else if i+1 == len(t) && t[i] == '|' {
			i++
		}
	default:
		return 0, 0, false
	}
	return n, i, true
}

// unwrapIndent removes the indentation that all lines share. Labels may begin further left.
func unwrapIndent(s *pastedText) (pastedText, bool) {
	common, first := "", true
	for line := range s.lines {
		t := s.cut(line)
		rest := strings.TrimLeft(t, " \t")
		if rest == "" || isLabel(t) {
			continue
		}
		indent := t[:len(t)-len(rest)]
		if first {
			common, first = indent, false
		}
		n := 0
		for n < len(common) && n < len(indent) && common[n] == indent[n] {
			n++
		}
		if common = common[:n]; n == 0 {
			return *s, false
		}
	}
	if common == "" {
		return *s, false
	}
	w := textRewriter{from: s}
	for line := range s.lines {
		blanks := line.Len() - len(strings.TrimLeft(s.cut(line), " \t"))
		w.keep(line.Start+min(len(common), blanks), min(line.End+1, len(s.body)))
	}
	return w.result(), true
}

// headOver reports whether a line of blanks ends a head: no field and no folded line follows.
func (s *pastedText) headOver(end int) bool {
	next := firstLine(s.body[min(end+1, len(s.body)):])
	return next == "" || !head.IsBlank(next[0]) && (isStrictStart(next) || !isField(next) || !head.IsCommonField(fieldName(next)))
}

// endsInBlank reports whether a line has a blank before its line end.
func (s *pastedText) endsInBlank() bool {
	for at := 0; ; {
		i := strings.IndexByte(s.body[at:], '\n')
		if i < 0 {
			return false
		}
		if at += i; at > 0 && head.IsBlank(s.body[at-1]) {
			return true
		}
		at++
	}
}

// unwrapTrail removes trailing blanks if at least half of the lines have them, as in a block copied from a terminal. A
// single one stays: it may be the fault. Blank lines at the end of the text are removed.
func unwrapTrail(s *pastedText) (pastedText, bool) {
	tail := len(strings.TrimRight(s.body, " \t\n"))
	hollow := s.endsInBlank()
	if !hollow && !strings.ContainsAny(s.body[tail:], " \t") {
		return *s, false
	}
	ends, lines := 0, 0
	for line := range s.lines {
		if line.Len() > 0 && !isLabel(s.cut(line)) { // a label does not become part of a head
			lines++
			if head.IsBlank(s.body[line.End-1]) {
				ends++
			}
		}
	}
	all := ends > 1 && 2*ends >= lines
	w := textRewriter{from: s}
	for line := range s.lines {
		end := line.End
		if start, stop := head.TrimBlanks(s.body, line.Start, line.End); all || line.Start >= tail || hollow && start == stop && s.headOver(line.End) {
			if end = stop; start == stop {
				end = line.Start
			}
		}
		w.keep(line.Start, end)
		w.keep(line.End, min(line.End+1, len(s.body)))
	}
	return w.result(), true
}
