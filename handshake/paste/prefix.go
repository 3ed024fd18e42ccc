package paste

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// prefixedAt reads lines with a common prefix: the name of a container, a time, the mark of a log, the bars of a table,
// blanks. It is found by the start line after it. If only the start line has a prefix, the message begins after it.
func (s *splitter) prefixedAt(i int) (to int) {
	t := s.line(i)
	col := startIn(t)
	if col <= 0 {
		if col = fieldIn(t); col > 0 && i+1 < len(s.lines) && s.depth < maxNesting {
			next := s.line(i + 1)
			if n := matchPrefix(t[:col], next); n > 0 && (isField(next[n:]) || pseudoForm(next[n:]) != 0) {
				return s.unprefix(i, t[:col])
			}
		}
		return i
	}
	if to := s.unprefix(i, t[:col]); to > i {
		return to
	}
	prefix := strings.TrimRight(t[:col], " ")
	flow := strings.HasSuffix(prefix, ":") && !strings.ContainsAny(prefix, " \t") && s.trimmed(i+1) == "" // tcpflow: the addresses of the connection
	if !s.isField(i+1) && !flow {
		return i
	}
	to = s.heads(i, head.Span{Start: s.lines[i].Start + col, End: s.lines[i].End})
	if containsFold(prefix, "websocket request") && len(s.Exchanges) > 0 { // a library adds the fields of the handshake after this log line
		s.Exchanges[len(s.Exchanges)-1].Context |= handshake.ContextPartial
	}
	return to
}

// startIn finds a start line that ends with the line; -1 if there is none.
func startIn(t string) int {
	if !strings.Contains(t, "HTTP") {
		return -1
	}
	if _, ok := packetLine(t); ok {
		return -1
	}
	t = strings.TrimRight(t, " \t|")
	if i := strings.LastIndex(t, " HTTP/"); i > 0 && len(t) <= i+9 && len(t) > i+6 && head.IsDigit(t[i+6]) {
		if j := strings.LastIndexByte(t[:i], ' '); j > 0 && j+1 < i {
			k := j
			for k > 0 && j-k < 7 && 'A' <= t[k-1] && t[k-1] <= 'Z' {
				k--
			}
			for ; j-k >= 3; k++ { // in a capture as text, any octet can precede it
				if isKnownMethod(t[k:j]) {
					return k
				}
			}
		}
	}
	if i := strings.LastIndex(t, "HTTP/"); i >= 0 && isStatusLine(t[i:]) {
		return i
	}
	return -1
}

// fieldIn finds a field with a known name after a blank in a line; -1 if there is none.
func fieldIn(t string) int {
	t = t[:min(len(t), 300)] // a prefix is shorter
	for at := 0; at < len(t); {
		i := strings.IndexByte(t[at:], ':')
		if i < 0 {
			return -1
		}
		at += i + 1
		start := at - 1
		for start > 0 && !head.IsBlank(t[start-1]) && t[start-1] != '|' {
			start--
		}
		if start > 0 && (start < at-1 && head.IsCommonField(t[start:at-1]) || start == at-1 && pseudoForm(t[start:]) != 0) {
			return start
		}
	}
	return -1
}

// unprefix removes a prefix from line i and its neighbours with a similar one, and reads the rest.
func (s *splitter) unprefix(i int, prefix string) int {
	prefix = strings.TrimSuffix(strings.TrimSuffix(prefix, "> "), "< ") // the marks of curl -v
	blank := strings.Trim(prefix, " \t") == ""
	if prefix == "" || s.depth >= maxNesting || !blank && i+1 < len(s.lines) && isField(s.line(i+1)) && head.IsCommonField(fieldName(s.line(i+1))) {
		return i
	}
	match := func(k int) int {
		t := s.line(k)
		if blank && strings.Trim(t, " \t") == "" {
			return len(t)
		}
		return matchPrefix(prefix, t)
	}
	if !blank && (i+1 >= len(s.lines) || match(i+1) < 0) && (i == 0 || match(i-1) < 0) {
		return i
	}
	if i+1 < len(s.lines) && !blank && isRequestLine(s.line(i)[min(len(s.line(i)), max(match(i), 0)):], false) {
		if n := match(i + 1); n >= 0 {
			if next := s.line(i + 1)[n:]; strings.Trim(next, " \t|") != "" && !isField(next) && !isStrictStart(next) { // a log about requests
				return i
			}
		}
	}
	from, to := i, i
	for from > s.begin && match(from-1) >= 0 {
		from--
	}
	bars := strings.Contains(prefix, "|")
	for to < len(s.lines) && match(to) >= 0 {
		bars = bars && strings.HasSuffix(s.trimmed(to), "|")
		to++
	}
	w := textRewriter{from: &s.pastedText}
	for k := from; k < to; k++ {
		at := s.lines[k]
		end := at.End
		if bars {
			end = at.Start + len(strings.TrimRight(s.line(k), " \t|"))
		}
		w.keep(min(at.Start+match(k), end), end)
		w.keep(at.End, min(at.End+1, len(s.body)))
	}
	s.before(from)
	s.nested(w.result())
	return to
}

func fieldName(t string) string {
	name, _, _ := strings.Cut(t, ":")
	return strings.TrimRight(name, " \t")
}

// matchPrefix returns how many bytes of t match a prefix: the same punctuation, with any words and numbers; -1 if t does
// not match. Trailing blanks of the prefix may be missing at the end of t.
func matchPrefix(prefix, t string) int {
	i, j := 0, 0
	for i < len(prefix) {
		c := prefix[i]
		switch {
		case isWordByte(c) && c != '-' && c != '.':
			if j == len(t) || !isWordByte(t[j]) || t[j] == '-' || t[j] == '.' {
				return -1
			}
			for ; i < len(prefix) && isWordByte(prefix[i]) && prefix[i] != '-' && prefix[i] != '.'; i++ {
			}
			for ; j < len(t) && isWordByte(t[j]) && t[j] != '-' && t[j] != '.'; j++ {
			}
		case head.IsBlank(c):
			n := 0
			for ; i < len(prefix) && head.IsBlank(prefix[i]); i++ {
				n++
			}
			if j == len(t) && i == len(prefix) {
				return j
			}
			if j == len(t) || !head.IsBlank(t[j]) {
				return -1
			}
			for ; j < len(t) && head.IsBlank(t[j]) && (n > 0 || i < len(prefix)); j++ {
				n--
			}
		default:
			if j == len(t) || t[j] != c {
				return -1
			}
			i++
			j++
		}
	}
	return j
}

// swappedAt reads a trace with the marks of curl swapped: "<" before the request.
func (s *splitter) swappedAt(i int) (to int) {
	if t := s.line(i); !strings.HasPrefix(t, "< ") || !isRequestLine(t[2:], false) || s.depth >= maxNesting {
		return i
	}
	w := textRewriter{from: &s.pastedText}
	for to = i; to < len(s.lines); to++ {
		t := s.line(to)
		if t != "" && t[0] != '<' && t[0] != '>' {
			break
		}
		at := s.lines[to]
		w.keep(min(at.Start+len("< "), at.End), min(at.End+1, len(s.body)))
	}
	if s.budget -= w.b.Len(); s.budget < 0 {
		return i
	}
	s.before(i)
	s.nested(w.result())
	return to
}

// quotedAt reads lines quoted with ">", as in a mail. A request in the output of curl -v looks the same, but there an
// answer never has that mark.
func (s *splitter) quotedAt(i int) (to int) {
	const mark = "> "
	if i < s.failedTo[1] || !strings.HasPrefix(s.line(i), mark) || s.depth >= maxNesting {
		return i
	}
	to, quoted := i, i+1 < len(s.lines) && strings.HasPrefix(s.line(i+1), ">") && !isRequestLine(s.line(i)[len(mark):], false)
	for ; to < len(s.lines) && strings.HasPrefix(s.line(to), ">"); to++ {
		t := s.line(to)
		quoted = quoted || strings.HasPrefix(t, "> HTTP/") || strings.HasPrefix(t, "> >") || strings.HasPrefix(t, "> <") || strings.HasPrefix(t, "> $ ")
	}
	s.failedTo[1] = to
	if !quoted {
		return i
	}
	w := textRewriter{from: &s.pastedText}
	for k := i; k < to; k++ {
		at := s.lines[k]
		w.keep(min(at.Start+len(mark), at.End), min(at.End+1, len(s.body)))
	}
	s.before(i)
	s.nested(w.result())
	return to
}
