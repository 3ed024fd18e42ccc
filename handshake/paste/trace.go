package paste

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// readTrace reads curl's output about a transfer: -v, --trace-ascii, --trace. It selects the lines that crossed the wire
// and reads them as heads.
func readTrace(r *reader) bool {
	long := strings.Contains(r.body, "=> Send header") || strings.Contains(r.body, "<= Recv header")
	if !long && !r.isVerbose() {
		return false
	}
	w := textRewriter{from: &r.pastedText}
	if long {
		r.traceLong(&w)
	} else {
		r.traceVerbose(&w)
	}
	wires := reader{pastedText: w.result()}
	readRaw(&wires)
	wires.Format = FormatTrace
	context, closed := r.connectionLines()
	for i := range wires.Exchanges {
		wires.Exchanges[i].Context |= context
	}
	if n := len(wires.Exchanges); n > 0 && closed {
		wires.Exchanges[n-1].Context |= handshake.ContextClosed
	}
	*r = wires
	return true
}

// traceAt finds curl's output at line i, with the info lines directly before it. It ends after the last line with a
// mark and the content that follows.
func (s *splitter) traceAt(i int) (to int) {
	t := dropStamp(s.line(i))
	if !isTraceStart(t) {
		return i
	}
	from := i
	for from > s.begin && isInfo(dropStamp(s.line(from-1))) {
		from--
	}
	long := t[0] == '=' || t[1] == '='
	last := i
	for k := i + 1; k < len(s.lines); k++ {
		t := dropStamp(s.line(k))
		if _, ok := commandIn(t); ok && !strings.HasPrefix(t, "* ") || isStatusLine(t) && s.trimmed(k-1) == "" && !long {
			break
		}
		_, width := hexNumber(t)
		if isInfo(t) || t == ">" || t == "<" || strings.HasPrefix(t, "> ") || strings.HasPrefix(t, "< ") || long && (width >= 4 || strings.HasPrefix(t, "=> ") || strings.HasPrefix(t, "<= ")) {
			last = k
		}
	}
	if !long {
		for last+1 < len(s.lines) && s.trimmed(last+1) != "" && !isStrictStart(s.line(last+1)) && !isTraceStart(s.line(last+1)) {
			if _, ok := commandIn(s.line(last + 1)); ok {
				break
			}
			last++
		}
	}
	if s.try(from, s.through(from, last+1), PartHead, readTrace) {
		return last + 1
	}
	return i
}

// isTraceStart reports whether a line is a start line after a mark of curl -v, or the title of a block of --trace.
func isTraceStart(t string) bool {
	t = dropStamp(t)
	if len(t) < 3 || t[0] != '>' && t[0] != '<' && t[0] != '=' {
		return false
	}
	return strings.HasPrefix(t, "< HTTP/") || strings.HasPrefix(t, "> ") && isRequestLine(t[2:], false) ||
		strings.HasPrefix(t, "=> Send header") || strings.HasPrefix(t, "<= Recv header")
}

// isInfo reports whether a line is one of curl's info lines.
func isInfo(t string) bool {
	return strings.HasPrefix(t, "* ") || strings.HasPrefix(t, "{ [") || strings.HasPrefix(t, "} [") || strings.HasPrefix(t, "== Info")
}

// isVerbose reports whether a line is a request or status line after a mark of curl -v, or an info line.
func (r *reader) isVerbose() bool {
	info := false
	for line := range r.lines {
		t := dropStamp(r.cut(line))
		switch {
		case strings.HasPrefix(t, "< HTTP/"):
			return true
		case strings.HasPrefix(t, "> ") && isRequestLine(t[2:], false):
			return true
		case strings.HasPrefix(t, "* "):
			info = true
		case info && strings.HasPrefix(t, "> "):
			return true
		}
	}
	return false
}

// connectionLines reads curl's info lines: that TLS negotiated HTTP/2, and that the connection ended directly after the
// last head.
func (r *reader) connectionLines() (context handshake.Context, closed bool) {
	bare := false // nothing has followed the head of an answer so far
	for line := range r.lines {
		switch t := dropStamp(r.cut(line)); {
		case strings.HasPrefix(t, "* ALPN") && strings.Contains(t, "server accepted") && strings.HasSuffix(strings.TrimRight(t, " "), "h2"):
			context = handshake.ContextALPN
		case strings.HasPrefix(t, "* ") && (strings.Contains(t, " timed out") || strings.Contains(t, " aborted") || strings.Contains(t, " writing ")):
			bare = false // curl itself gives up
		case strings.HasPrefix(t, "* Closing connection"), strings.HasPrefix(t, "* Recv failure"), strings.HasPrefix(t, "* Connection died"):
			closed = closed || bare
		case t == "", strings.HasPrefix(t, "* "), strings.HasPrefix(t, "curl: ("), t[0] == '$':
		case strings.HasPrefix(t, "< HTTP/"):
			bare, closed = true, false
		case t[0] != '<':
			bare, closed = false, false
		}
	}
	return context, closed
}

// dropStamp removes what --trace-time and --trace-ids put before a line.
func dropStamp(t string) string {
	if len(t) > 16 && t[2] == ':' && t[5] == ':' && t[8] == '.' && head.IsDigit(t[0]) && t[15] == ' ' {
		t = t[16:]
	}
	if strings.HasPrefix(t, "[") {
		if i := strings.Index(t, "] "); i > 0 && i < 16 && head.IsDigit(t[1]) {
			t = t[i+2:]
		}
	}
	return t
}

func (r *reader) traceVerbose(w *textRewriter) {
	mark := byte(0) // of the head being read
	ended := true
	for line := range r.lines {
		t := dropStamp(r.cut(line))
		if t == "" || t[0] != '>' && t[0] != '<' || len(t) > 1 && t[1] != ' ' {
			continue
		}
		at := head.Span{Start: line.End - len(t) + min(2, len(t)), End: line.End}
		if strings.Trim(r.cut(at), " \t") == "" {
			if !ended {
				w.put("\n", line.End)
			}
			ended = true
			continue
		}
		if ended || t[0] != mark {
			if !ended {
				w.put("\n", line.Start)
			}
			if t[0] == '>' {
				w.put("Request:\n", line.Start)
			}
			mark, ended = t[0], false
		}
		w.keep(at.Start, at.End)
		w.put("\n", min(line.End, len(r.body)-1))
	}
}

// traceLong reads blocks of lines that begin with the offset of their first byte. A line whose offset is the end of the
// previous one continues it.
func (r *reader) traceLong(w *textRewriter) {
	const none, header = 0, 1
	block, ask := none, false
	next, open := -1, false
	end := func(at int) {
		if open {
			w.put("\n", at)
		}
		open, next = false, -1
	}
	for line := range r.lines {
		t := dropStamp(r.cut(line))
		start := line.End - len(t)
		switch {
		case strings.HasPrefix(t, "=> Send header"), strings.HasPrefix(t, "<= Recv header"):
			end(start)
			if send := t[0] == '='; send != ask || block == none && send {
				if send {
					w.put("\nRequest:\n", start)
				}
				ask = send
			}
			block = header
			continue
		case strings.HasPrefix(t, "=> "), strings.HasPrefix(t, "<= "), strings.HasPrefix(t, "== "):
			end(start)
			if !strings.HasPrefix(t, "== ") {
				block = none
			}
			continue
		}
		offset, width := hexNumber(t)
		if block == none || width < 4 || !strings.HasPrefix(t[width:], ":") {
			continue
		}
		at := head.Span{Start: min(start+width+2, line.End), End: line.End}
		if bytes, n := hexRow(r.cut(at)); n > 0 && hexOnly(r.cut(at)) {
			bytes = strings.ReplaceAll(bytes, "\r", "")
			w.put(bytes, at.Start)
			open = false
			continue
		}
		if offset != next && open {
			w.put("\n", at.Start)
		}
		w.keep(at.Start, at.End)
		next, open = offset+at.Len(), true
	}
	end(max(len(r.body)-1, 0))
}

// hexOnly reports whether a row of --trace begins with two hex digits and a blank, which no head does.
func hexOnly(t string) bool {
	return len(t) > 2 && isHexDigit(t[0]) && isHexDigit(t[1]) && t[2] == ' ' && (len(t) < 6 || isHexDigit(t[3]) || t[3] == ' ')
}
