package paste

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// readWireshark reads a packet's tree, where the lines of a message end with a literal \r\n.
func readWireshark(r *reader) bool {
	const title = "Hypertext Transfer Protocol"
	if !strings.Contains(r.body, title) || !strings.Contains(r.body, `\r\n`) {
		return false
	}
	w := textRewriter{from: &r.pastedText}
	for line := range r.lines {
		at := r.trimLine(line)
		t := r.cut(at)
		if strings.HasPrefix(t, title) {
			if w.b.Len() > 0 {
				w.put("\n", line.Start)
			}
			continue
		}
		if t, ok := strings.CutSuffix(t, `\r\n`); ok && !strings.HasPrefix(t, "[") {
			w.keep(at.Start, at.End-4)
			w.put("\n", at.End-4)
		}
	}
	if strings.TrimSpace(w.b.String()) == "" {
		return false
	}
	tree := reader{pastedText: w.result()}
	readRaw(&tree)
	tree.Format = FormatWireshark
	*r = tree
	return true
}

// treeAt finds the packet trees that begin at line i.
func (s *splitter) treeAt(i int) (to int) {
	if !strings.Contains(s.line(i), "Hypertext Transfer Protocol") {
		return i
	}
	last := i
	for k := i + 1; k < len(s.lines); k++ {
		t := s.trimmed(k)
		if strings.HasSuffix(t, `\r\n`) || strings.HasPrefix(t, "[") || strings.Contains(t, "Hypertext Transfer Protocol") {
			last = k
		} else if _, ok := commandIn(t); ok {
			break
		}
	}
	if s.try(i, s.through(i, last+1), PartHead, readWireshark) {
		return last + 1
	}
	return i
}

// hexAt finds the rows of a hex dump that begins at line i.
func (s *splitter) hexAt(i int) (to int) {
	row := func(t string) bool {
		t = strings.TrimPrefix(strings.TrimLeft(t, " \t"), "0x")
		_, width := hexNumber(t)
		if width < 4 {
			return false
		}
		rest := strings.TrimLeft(t[width:], ": \t")
		return len(t) == width || len(rest) > 2 && len(rest) < len(t)-width && isHexDigit(rest[0]) && isHexDigit(rest[1])
	}
	if i < s.failedTo[0] {
		return i
	}
	for to = i; to < len(s.lines) && row(s.line(to)); to++ {
	}
	s.failedTo[0] = to
	if to > i && s.try(i, s.through(i, to), PartHead, readHex) {
		return to
	}
	return i
}

// escapedAt finds a head with escaped line ends in line i, in a string literal or bare.
func (s *splitter) escapedAt(i int) (to int) {
	t := s.line(i)
	end := strings.Index(t, `\n`)
	if end < 0 {
		return i
	}
	double := end > 0 && t[end-1] == '\\' || strings.HasSuffix(t[:end], `\r\`)
	if strings.Contains(t, "Hypertext Transfer Protocol") {
		return i
	}
	col := startIn(strings.TrimRight(t[:end], `\r`))
	if col < 0 {
		if word := firstWord(strings.TrimLeft(t, "\"'`")); !isKnownMethod(word) {
			if col = strings.IndexAny(t, "\"'`") + 1; !isBareStatus(t[col:]) {
				return i
			}
		} else {
			col = strings.Index(t, word)
		}
	}
	quote := openQuote(t[:col])
	to = i + 1
	w := textRewriter{from: &s.pastedText}
	if quote != 0 && col > 0 && t[col-1] == quote && (col < 2 || t[col-2] != '\\') { // possibly one of several concatenated literals
		for to < len(s.lines) {
			if next := strings.TrimLeft(s.line(to), " \t+.&"); next == "" || next[0] != quote && !strings.HasPrefix(next, "b"+string(quote)) {
				break
			}
			to++
		}
		w.keep(s.lines[i].Start+col-1, s.lines[to-1].End)
	} else {
		stop := len(t)
		if quote != 0 {
			for k := col; k < stop; k++ {
				if t[k] == quote {
					stop = k
				} else if t[k] == '\\' && !double {
					k++
				}
			}
		} else { // a bare one ends with its line; the rest may follow on further lines
			for to < len(s.lines) && strings.Contains(s.line(to), `\n`) {
				to++
			}
			for k := i + 1; k < to; k++ { // HAProxy prefixes each line with its offset in the buffer
				w.keep(s.lines[k-1].Start+max(matchPrefix(t[:col], s.line(k-1)), 0), min(s.lines[k-1].End+1, len(s.body)))
			}
			if to > i+1 {
				w.keep(s.lines[to-1].Start+max(matchPrefix(t[:col], s.line(to-1)), 0), s.lines[to-1].End)
				stop = col
			}
		}
		for double && stop > col && t[stop-1] == '\\' { // of the quote that ends it
			stop--
		}
		w.keep(s.lines[i].Start+col, s.lines[i].Start+stop)
	}
	text := w.result()
	if double {
		again := textRewriter{from: &text}
		for at := 0; at < len(text.body); at++ {
			if strings.HasPrefix(text.body[at:], `\\`) {
				at++
			}
			again.keep(at, at+1)
		}
		text = again.result()
	}
	sub := reader{pastedText: text}
	if !readEscaped(&sub) || len(sub.Exchanges) == 0 {
		return i
	}
	s.before(i)
	s.merge(&sub, PartHead, s.through(i, to))
	return to
}

// openQuote returns the quote that is still open at the end of t; 0 for none.
func openQuote(t string) byte {
	quote := byte(0)
	for i := 0; i < len(t); i++ {
		switch c := t[i]; {
		case c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '`', c == '\'' && (i == 0 || !isWordByte(t[i-1]) || (t[i-1] == 'b' && (i == 1 || !isWordByte(t[i-2])))):
			quote = c
		}
	}
	return quote
}

// readEscaped reads a head with escaped line ends, in string literals or bare. The first line must have one: a real
// head has none there.
func readEscaped(r *reader) bool {
	start := len(r.body) - len(strings.TrimLeft(r.body, " \t\n"))
	first, _, _ := strings.Cut(r.body[start:], "\n")
	quote := byte(0)
	if i := strings.IndexAny(first, "\"'`"); i >= 0 && i <= 2 && strings.Trim(first[:i], "bBrRfFuU") == "" {
		quote = first[i]
	}
	i := strings.Index(first, `\n`)
	if i < 0 {
		return false
	}
	line := strings.TrimSuffix(first[:i], `\r`)
	if quote != 0 {
		line = line[min(strings.IndexByte(line, quote)+1, len(line)):]
	}
	if !isRequestLine(line, true) && !isStatusLine(line) && !isBareStatus(line) {
		return false
	}
	w := textRewriter{from: &r.pastedText}
	inside := quote == 0
	for at := start; at < len(r.body); at++ {
		c := r.body[at]
		switch {
		case quote != 0 && c == quote:
			inside = !inside
		case !inside:
		case c == '\\' && at+1 < len(r.body):
			at += unescape(r.body, &w, at)
		case c == '\n':
			// an escaped line end followed by a real one counts once
			if s := w.b.Len(); quote == 0 && s > 0 && !strings.HasSuffix(r.body[:at], `\n`) {
				w.put("\n", at)
			}
		default:
			w.keep(at, at+1)
		}
	}
	woven := w.result()
	woven = lineEnds(&woven)
	woven, _ = unwrapTrail(&woven)
	text := reader{pastedText: woven}
	readRaw(&text)
	*r = text
	return true
}

// unescape writes the character of an escape and returns how many bytes after the backslash it took.
func unescape(body string, w *textRewriter, at int) int {
	rest := body[at+1:]
	if rest == "" {
		w.keep(at, at+1)
		return 0
	}
	switch c := rest[0]; c {
	case 'r':
		if strings.HasPrefix(rest, `r\n`) {
			w.put("\n", at)
			return 3
		}
		w.put("\r", at)
	case 'n':
		w.put("\n", at)
	case 't':
		w.put("\t", at)
	case '0':
		w.put("\x00", at)
	case 'u':
		if n, width := hexNumber(rest[1:min(len(rest), 5)]); width == 4 && n < 0x80 {
			w.put(string(rune(n)), at)
			return 5
		}
		w.put(`\u`, at)
	case 'x':
		if len(rest) > 2 && isHexDigit(rest[1]) && isHexDigit(rest[2]) {
			w.put(string([]byte{hexValue(rest[1])<<4 | hexValue(rest[2])}), at)
			return 3
		}
		w.put(`\x`, at)
	case '\\', '"', '\'', '`':
		w.put(string(c), at)
	default:
		w.put(`\`, at)
		w.keep(at+1, at+2)
	}
	return 1
}

// readHex reads a hex dump: Wireshark, tcpdump -X, xxd, hexdump -C. Its bytes are exact, so line ends are not changed
// and no end is added. What precedes the message (Ethernet, IP, TCP) is skipped.
func readHex(r *reader) bool {
	type row struct {
		bytes string
		at    head.Span
	}
	var rows []row
	total, before := 0, -1
	for line := range r.lines {
		at := r.trimLine(line)
		t := r.cut(at)
		if t == "" {
			continue
		}
		offset, width := hexNumber(strings.TrimPrefix(t, "0x"))
		if strings.HasPrefix(t, "0x") {
			width += 2
		}
		if width < 4 || width > 10 || width < len(t) && !strings.ContainsRune(": \t", rune(t[width])) || offset < before {
			return false
		}
		if n := len(rows); n > 0 && offset-before < len(rows[n-1].bytes) {
			total -= len(rows[n-1].bytes) - (offset - before)
			rows[n-1].bytes = rows[n-1].bytes[:offset-before] // the rest is the character column
		}
		before = offset
		start := len(t) - len(strings.TrimLeft(strings.TrimPrefix(t[width:], ":"), " \t"))
		bytes, used := hexRow(t[start:])
		if used == 0 && start < len(t) {
			return false
		}
		rows = append(rows, row{bytes, head.Span{Start: at.Start + start, End: at.Start + start + used}})
		total += len(bytes)
	}
	if total < 8 {
		return false
	}
	var all strings.Builder
	for _, row := range rows {
		all.WriteString(row.bytes)
	}
	message := all.String()
	skip := messageStart(message)
	if skip < 0 {
		return false
	}
	r.Format = FormatHex
	w := r.headWriter(handshake.Request)
	if strings.HasPrefix(message[skip:], "HTTP/") {
		w.side = handshake.Response
	}
	at := 0
	for _, row := range rows {
		if from := max(skip-at, 0); from < len(row.bytes) {
			w.put(row.bytes[from:], row.at)
		}
		at += len(row.bytes)
	}
	x := handshake.Exchange{}
	if x.Request = w.done(); w.side == handshake.Response {
		x.Request, x.Response = "", x.Request
	}
	r.take(x)
	return true
}

// messageStart finds the first request line or status line in the bytes.
func messageStart(bytes string) int {
	best := -1
	for _, word := range []string{"GET /", "GET http", "HTTP/1.", "POST /", "CONNECT ", "OPTIONS ", "HEAD /"} {
		if i := strings.Index(bytes, word); i >= 0 && (best < 0 || i < best) {
			best = i
		}
	}
	return best
}

// hexNumber reads the hexadecimal number at the start of t; width is its number of digits.
func hexNumber(t string) (n, width int) {
	for width < len(t) && width < 8 && isHexDigit(t[width]) {
		n = n<<4 | int(hexValue(t[width]))
		width++
	}
	return n, width
}

// hexRow reads up to 16 bytes from groups of digits; used is where the digits end. Two or more spaces end the row,
// except in its middle.
func hexRow(t string) (bytes string, used int) {
	var row []byte
	for i := 0; i+1 < len(t) && len(row) < 16; {
		if t[i] == ' ' {
			n := 0
			for i+n < len(t) && t[i+n] == ' ' {
				n++
			}
			if n > 2 || n == 2 && len(row) != 8 {
				break
			}
			i += n
			continue
		}
		if !isHexDigit(t[i]) || !isHexDigit(t[i+1]) {
			break
		}
		row = append(row, hexValue(t[i])<<4|hexValue(t[i+1]))
		i += 2
		used = i
	}
	return string(row), used
}

func isHexDigit(c byte) bool { return head.IsDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

func hexValue(c byte) byte {
	if head.IsDigit(c) {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
