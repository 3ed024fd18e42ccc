package paste

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// readRaw reads consecutive heads as they are on the wire. It accepts any text.
func readRaw(r *reader) bool {
	r.Format = FormatRaw
	parts := r.segments()
	if len(parts) == 1 && parts[0].side == handshake.Response {
		r.Format = FormatResponse
	}
	for i := 0; i < len(parts); i++ {
		var request, response *segment
		switch part := &parts[i]; {
		case part.side == handshake.Request:
			request = part
			if i+1 < len(parts) && parts[i+1].side == handshake.Response {
				i++
				response = &parts[i]
			}
		case len(parts) == 2 && parts[1].side == handshake.Request: // some tools show the answer first
			response, request = part, &parts[1]
			i++
		default:
			response = part
		}
		r.rawExchange(request, response)
	}
	r.chooseUpgrade()
	return true
}

// chooseUpgrade chooses the last exchange with a 101, or a refused one after it; else the last one that asks for an
// upgrade.
func (r *reader) chooseUpgrade() {
	if len(r.Exchanges) == 1 {
		return
	}
	best := 0
	for i, x := range r.Exchanges {
		rank := 1
		if q := strings.ToLower(x.Request); strings.Contains(q, "\nupgrade:") || strings.Contains(q, "\nsec-websocket-") ||
			strings.HasPrefix(q, ":protocol:") || strings.Contains(q, "\n:protocol:") {
			rank = 2
		}
		if strings.HasPrefix(x.Response, "HTTP/1.1 101") || rank == 2 && (strings.HasPrefix(x.Response, ":status: 200") || best == 3 && x.Response != "") {
			rank = 3
		}
		if rank >= best {
			best, r.Chosen = rank, i
		}
	}
	r.chooseRefused()
}

// chooseRefused chooses the last refused attempt if the text separates the attempts: one that opened is there for
// comparison.
func (r *reader) chooseRefused() {
	if r.Chosen >= len(r.origins) || !strings.HasPrefix(r.Exchanges[r.Chosen].Response, "HTTP/1.1 101") {
		return
	}
	apart := false
	for i := r.Chosen; i > 0; i-- {
		apart = apart || r.origins[i].apart || r.origins[i].asked
		x := &r.Exchanges[i-1]
		if apart && strings.Contains(strings.ToLower(x.Request), "\nupgrade:") && refuses(x.Response) {
			r.Chosen = i - 1
			return
		}
	}
}

// refuses reports whether an HTTP/1.1 answer has a 4xx or 5xx status.
func refuses(response string) bool {
	return strings.HasPrefix(response, "HTTP/1.1 4") || strings.HasPrefix(response, "HTTP/1.1 5")
}

// segment is a head and what follows it.
type segment struct {
	side handshake.Side
	head.Span
}

// segments splits the body into messages. A message begins at a status line, at a request line after an answer, and at
// either after a label such as "Response:".
func (r *reader) segments() []segment {
	var parts []segment
	open := func(side handshake.Side, at int) {
		if n := len(parts); n > 0 {
			parts[n-1].End = at
		}
		parts = append(parts, segment{side, head.Span{Start: at, End: len(r.body)}})
	}
	fresh := true // the previous line is empty, a label, or missing
	label := -1   // where the label before this line begins; -1: none
	interim := false
	switched := false // the previous answer is a 101: a status line directly after it is what the server sent next
	blanks := 0       // where leading empty lines begin: they belong to a request
	for line := range r.lines {
		t := r.cut(line)
		side := handshake.Side(0)
		if n := len(parts); n > 0 {
			side = parts[n-1].side
		}
		begin := line.Start
		if label >= 0 {
			begin = label
		}
		switch {
		case isStatusLine(t) || fresh && side != handshake.Response && isBareStatus(t):
			if side == handshake.Response && interim {
				interim = isInterim(t)
				break
			}
			if side == handshake.Response && switched && label < 0 && strings.HasPrefix(t, "HTTP/1.") {
				break
			}
			switched = strings.HasPrefix(t, "HTTP/1.1 101") && len(parts) > 0
			if n := len(parts); n > 0 {
				parts[n-1].End = begin
			}
			parts = append(parts, segment{handshake.Response, head.Span{Start: line.Start, End: len(r.body)}})
			interim = isInterim(t)
		case (side == 0 || fresh || label >= 0) && isRequestLine(t, side == 0 || label >= 0):
			if n := len(parts); n > 0 {
				parts[n-1].End = begin
			}
			parts = append(parts, segment{handshake.Request, head.Span{Start: line.Start, End: len(r.body)}})
			if side == 0 && label < 0 {
				parts[0].Start = blanks
			}
		case isLabel(t):
			if label < 0 {
				label = line.Start
			}
			fresh = true
			continue
		case strings.TrimSpace(t) == "":
			fresh = true
			continue
		case side == 0:
			at := blanks
			if label >= 0 {
				at = label // it was not a label
			}
			open(handshake.Request, at)
		}
		fresh, label = false, -1
	}
	if len(parts) == 0 && label >= 0 {
		open(handshake.Request, label)
	}
	return parts
}

// isStatusLine reports whether a line begins as "HTTP/" DIGIT [ "." DIGIT ] SP 3DIGIT, which no field line does.
func isStatusLine(t string) bool {
	if !strings.HasPrefix(t, "HTTP/") {
		return false
	}
	version, code, _ := strings.Cut(t, " ")
	return len(t) > 5 && head.IsDigit(t[5]) && isStatus(code) && strings.IndexByte(version, '"') < 0 // "GET /ws HTTP/1.1" 101 is of a log
}

// isBareStatus reports whether a line is a status without a version: "101 Switching Protocols".
func isBareStatus(t string) bool {
	return isStatus(t) && len(t) > 4 && t[0] >= '1' && t[0] <= '5' && 'A' <= t[4] && t[4] <= 'Z'
}

// isStatus reports whether a text begins with exactly three digits.
func isStatus(t string) bool {
	return len(t) >= 3 && head.IsDigit(t[0]) && head.IsDigit(t[1]) && head.IsDigit(t[2]) && (len(t) == 3 || t[3] == ' ')
}

// isInterim reports whether an answer is 1xx other than 101, so that another one follows (RFC 9110 §15.2).
func isInterim(t string) bool {
	if strings.HasPrefix(t, "HTTP/") {
		_, t, _ = strings.Cut(t, " ")
	}
	return isStatus(t) && t[0] == '1' && t[:3] != "101"
}

// isRequestLine reports whether a line is METHOD target HTTP/x; in free form the version may be missing.
func isRequestLine(t string, free bool) bool {
	for i := range len(t) {
		if c := t[i] | 0x20; c < 'a' || c > 'z' {
			if t[i] > ' ' && t[i] < 0x80 {
				return false // no method: checked before the line is split
			}
			break
		}
	}
	words := strings.Fields(t)
	if len(words) < 2 || len(words) > 3 || !isMethod(words[0]) {
		return false
	}
	if len(words) == 3 {
		return strings.HasPrefix(words[2], "HTTP/")
	}
	return free && (words[1][0] == '/' || strings.Contains(words[1], "://") || upperOnly(words[0]))
}

// isMethod reports whether a word has only letters, as every method in use.
func isMethod(t string) bool {
	for i := range len(t) {
		if c := head.Lower(t[i]); c < 'a' || c > 'z' {
			return false
		}
	}
	return len(t) >= 3 && len(t) <= 16
}

func upperOnly(t string) bool { return strings.ToUpper(t) == t }

// isLabel reports whether a line only announces a head, as in texts and panels: "Request:", "**Server response
// headers**".
func isLabel(t string) bool {
	if len(t) > 60 || strings.Contains(t, ": ") { // a field
		return false
	}
	words, sides := 0, 0
	for word := range strings.FieldsSeq(strings.Trim(t, " \t#*_:-=/<>[]()")) {
		switch words++; strings.ToLower(word) {
		case "request", "response", "client", "server", "answer", "reply", "responses", "requests":
			sides++
		case "handshake", "http", "https", "http/1.1", "header", "headers", "upgrade", "websocket", "raw", "head", "opening", "sent", "received", "full", "the":
		default:
			return false
		}
	}
	return sides > 0 && words <= 5
}

// rawExchange writes and completes heads that the text has line by line.
func (r *reader) rawExchange(request, response *segment) {
	if r.full() {
		return
	}
	x := handshake.Exchange{}
	if request != nil {
		if d := r.lookalike(request); d != nil {
			var answer *headBuilder
			if response != nil {
				answer = r.lookalike(response)
			}
			if answer != nil || response == nil {
				r.notice(NoticeLookalike, "This is HTTP/2 shown in the shape of HTTP/1.1; it is read as the fields that HTTP/2 sends.", r.span(request.Span))
				r.exchange(d, answer, true, "")
				return
			}
		}
		w := r.headWriter(handshake.Request)
		x.URL = w.rawRequest(request.Span)
		x.Request = w.done()
		x.Inserted = w.inserted
	}
	if response != nil {
		if request == nil {
			if d := r.lookalike(response); d != nil {
				r.exchange(nil, d, true, "")
				return
			}
		}
		w := r.headWriter(handshake.Response)
		w.rawResponse(response.Span)
		x.Response = w.done()
		x.Inserted = append(x.Inserted, w.inserted...)
	}
	r.take(x)
}

// rawRequest writes a request head and adds a missing version, and a missing Host if the target names one. It returns
// the target if it is a URL.
func (w *headWriter) rawRequest(at head.Span) (url string) {
	w.b.Grow(at.Len() + at.Len()/16)
	h := head.ParseRequest(w.r.cut(at))
	first := head.Span{Start: at.Start + h.Line.Start, End: at.Start + h.Line.End}
	w.lines(head.Span{Start: at.Start, End: first.Start})
	free := h.Version.Text == "" && isRequestLine(h.Text(h.Line), true)
	from := first.Start // start of the rest of the line
	if path, ok := shownTarget(&h); ok && (free || h.Version.Text != "") {
		w.r.noticeAt(NoticeDevTools, "A browser shows the address here; what it sends is the path alone.", first)
		w.keep(head.Span{Start: from, End: at.Start + h.Target.Span.Start})
		if path == "" || path[0] != '/' {
			w.insert(handshake.InsertedStartLine, "/")
		}
		from = at.Start + h.Target.Span.End - len(path)
	}
	if free {
		w.keep(head.Span{Start: from, End: at.Start + h.Target.Span.End})
		w.insert(handshake.InsertedVersion, " HTTP/1.1")
		w.put(head.CRLF, head.Span{Start: first.End, End: min(first.End+1, at.End)})
	} else if first.Len() > 0 {
		w.line(head.Span{Start: from, End: first.End})
	}
	if a, ok := head.SplitAddress(h.Target.Text); ok && isRequestLine(h.Text(h.Line), true) {
		url = h.Target.Text
		if free && len(h.Get("Host")) == 0 && a.Host != "" { // a complete request is not completed
			w.insert(handshake.InsertedHost, "Host: "+a.Authority()+head.CRLF)
		}
	}
	w.fields(at, &h)
	return url
}

// shownTarget returns the path of a request whose target is a ws address because Firefox's or Safari's panel shows it like
// this. A browser is recognised by fields that no hand-written handshake has.
func shownTarget(h *head.Head) (path string, ok bool) {
	a, ok := head.SplitAddress(h.Target.Text)
	if !ok || a.Scheme[0] != 'w' || a.Fragment != "" || a.User != "" {
		return "", false
	}
	for i := range h.Fields {
		switch f := &h.Fields[i]; {
		case head.HasPrefixFold(f.Name.Text, "Sec-Fetch-"), head.EqualFold(f.Name.Text, "User-Agent") && strings.HasPrefix(f.Value.Text, "Mozilla/"):
			return a.Target, true
		}
	}
	return "", false
}

// rawResponse writes interim heads and the final one, and adds missing versions.
func (w *headWriter) rawResponse(at head.Span) {
	for {
		first := head.Span{Start: at.Start, End: at.End}
		if i := strings.IndexByte(w.r.cut(at), '\n'); i >= 0 {
			first.End = at.Start + i
		}
		line := w.r.cut(first)
		part := at
		if isInterim(line) { // ends at the next status line, even without an empty line
			rest := pastedText{body: w.r.cut(head.Span{Start: first.End, End: at.End})}
			for line := range rest.lines {
				if isStatusLine(rest.cut(line)) {
					part.End = first.End + line.Start
					break
				}
			}
		}
		h := head.ParseResponse(w.r.cut(part))
		if isStatus(line) {
			w.insert(handshake.InsertedVersion, "HTTP/1.1 ")
		}
		w.line(first)
		w.fields(part, &h)
		if part.End == at.End {
			return
		}
		at.Start = part.End
	}
}

// lines writes whole lines of the body.
func (w *headWriter) lines(at head.Span) {
	part := pastedText{body: w.r.cut(at)}
	for line := range part.lines {
		line = head.Span{Start: line.Start + at.Start, End: line.End + at.Start}
		if line.End < at.End {
			w.line(line)
		} else {
			w.keep(line)
		}
	}
}

// fields writes what follows a start line: field lines, the empty line, and any content.
func (w *headWriter) fields(at head.Span, h *head.Head) {
	start, end := at.Start+h.Line.End, at.Start+h.End.Start
	if start < end && w.r.body[start] == '\n' {
		start++
	}
	if start < end {
		w.lines(head.Span{Start: start, End: end})
		if w.r.body[end-1] != '\n' {
			w.insert(handshake.InsertedEnd, head.CRLF+head.CRLF)
			return
		}
	}
	if !h.Ended {
		w.insert(handshake.InsertedEnd, head.CRLF)
		return
	}
	w.line(head.Span{Start: end, End: end})
	rest := head.Span{Start: at.Start + h.End.End, End: at.End}
	if strings.Trim(w.r.cut(rest), " \t\n") != "" {
		w.lines(rest)
	}
}
