package paste

import (
	"strings"

	"upgrade101/handshake/head"
)

// maxInlineHead bounds a line that is read as a whole head, in bytes.
const maxInlineHead = 64 << 10

// maxInline bounds the search for method and target before a version, in bytes.
const maxInline = 2048

// inlineAt reads heads that lost their line ends, one or several on a line:
//
//	GET /ws HTTP/1.1 Host: a.example Connection: Upgrade Upgrade: websocket
//	HTTP/1.1 403 Forbidden Connection: close Content-Length: 0
func (s *splitter) inlineAt(i int) (to int) {
	t := s.line(i)
	start, cuts := inlineHead(t)
	if start < 0 {
		return i
	}
	base := s.lines[i].Start
	w := textRewriter{from: &s.pastedText}
	at := start
	for _, c := range cuts {
		end := at + len(strings.TrimRight(t[at:c], " \t,;|"))
		w.keep(base+at, base+end)
		w.put("\n", base+end)
		if strings.HasPrefix(t[c:], "HTTP/") {
			w.put("\n", base+end)
		}
		at = c
	}
	w.keep(base+at, base+len(strings.TrimRight(t, " \t,;|\"'`)}]")))
	sub := reader{pastedText: w.result()}
	readRaw(&sub)
	s.before(i)
	s.aside(head.Span{Start: base, End: base + start})
	s.merge(&sub, PartHead, head.Span{Start: base + start, End: s.lines[i].End})
	return i + 1
}

// inlineHead finds a start line followed by at least two fields on the same line: where it begins, and where line ends
// belong. start is -1 if there is none.
func inlineHead(t string) (start int, cuts []int) {
	const version = "HTTP/"
	at := strings.Index(t, version)
	if at < 0 {
		return -1, nil
	}
	end := at + len(version)
	for end < len(t) && !head.IsBlank(t[end]) && t[end] != '|' {
		end++
	}
	if isStatusLine(t[at:min(end+4, len(t))]) {
		start, end = at, end+4
	} else {
		from := max(0, at-maxInline)
		if start = startIn(t[from:end]); start < 0 {
			return -1, nil
		}
		start += from
	}
	known := 0
	for i := end; i < len(t); i++ {
		if !head.IsBlank(t[i]) && t[i] != '|' { // Apache's mod_log_forensic separates with bars
			continue
		}
		name := i + 1
		for i+1 < len(t) && isNameByte(t[i+1]) {
			i++
		}
		word := t[name : i+1]
		switch {
		case i+1 < len(t) && t[i+1] == ':' && len(word) > 1:
			common := head.IsCommonField(word)
			if !common && (!strings.Contains(word, "-") || head.IsDigit(word[0]) || i+2 < len(t) && !head.IsBlank(t[i+2])) {
				continue
			}
			if common {
				known++
			}
			cuts = append(cuts, name)
		case word == "HTTP" && i+1 < len(t) && t[i+1] == '/' && known > 0 && isStatusLine(t[name:min(name+12, len(t))]):
			cuts = append(cuts, name)
		}
	}
	if known < 2 {
		return -1, nil
	}
	return start, cuts
}

func isNameByte(c byte) bool {
	return c == '-' || c == '_' || head.IsDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// wireAt reads lines that each contain a quoted line of a head, as wire loggers write them:
//
//	http-outgoing-0 >> "GET /ws HTTP/1.1[\r][\n]"
//	[debug] 7#7: *1 http header: "Upgrade: websocket"
func (s *splitter) wireAt(i int) (to int) {
	at, ok := s.wireLine(i)
	if !ok || !isStrictStart(s.cut(at)) {
		return i
	}
	w := textRewriter{from: &s.pastedText}
	fields, gap := 0, 0
	for k := i; k < len(s.lines) && gap < 4; k++ {
		at, ok := s.wireLine(k)
		switch t := s.cut(at); {
		case !ok:
			gap++ // another line of the log
			continue
		case t == "" || isStrictStart(t) || isField(t):
			if isField(t) {
				fields++
			}
			if isStatusLine(t) {
				w.put("\n", at.Start)
			}
			w.keep(at.Start, at.End)
			w.put("\n", at.End)
			to, gap = k+1, 0
		default:
			gap++
		}
	}
	if s.budget -= w.b.Len(); s.budget < 0 || fields == 0 {
		return i
	}
	sub := reader{pastedText: w.result()}
	readRaw(&sub)
	s.before(i)
	s.merge(&sub, PartHead, s.through(i, to))
	return to
}

// wireLine returns the quoted text at the end of line i, without the marks for a line end.
func (s *splitter) wireLine(i int) (at head.Span, ok bool) {
	t := strings.TrimRight(s.line(i), " \t")
	open := strings.IndexByte(t, '"')
	if open <= 0 || open+1 >= len(t) || t[len(t)-1] != '"' {
		return at, false
	}
	inside := t[open+1 : len(t)-1]
	for _, end := range []string{`[\r][\n]`, `\r\n`, `[\n]`, `\n`} {
		inside = strings.TrimSuffix(inside, end)
	}
	start := s.lines[i].Start + open + 1
	return head.Span{Start: start, End: start + len(inside)}, strings.IndexByte(inside, '"') < 0
}
