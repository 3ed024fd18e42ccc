package handshake

import "strings"

// readRaw reads heads as they stand on the wire, several of them one behind the other. It takes any text.
func readRaw(r *reader) bool {
	r.Format = FormatRaw
	parts := r.segments()
	if len(parts) == 1 && parts[0].side == Response {
		r.Format = FormatResponse
	}
	for i := 0; i < len(parts); i++ {
		var request, response *segment
		switch part := &parts[i]; {
		case part.side == Request:
			request = part
			if i+1 < len(parts) && parts[i+1].side == Response {
				i++
				response = &parts[i]
			}
		case len(parts) == 2 && parts[1].side == Request: // some tools show the answer first
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

// chooseUpgrade prefers the last exchange that was answered 101, else the last that asks for an upgrade.
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
		if strings.HasPrefix(x.Response, "HTTP/1.1 101") || rank == 2 && strings.HasPrefix(x.Response, ":status: 200") {
			rank = 3
		}
		if rank >= best {
			best, r.Chosen = rank, i
		}
	}
}

// segment is one head with what follows it.
type segment struct {
	side Side
	Span
}

// segments cuts the body into messages. A new one begins at a status line, at a request line behind an
// answer, and at either behind a label such as "Response:".
func (r *reader) segments() []segment {
	var parts []segment
	open := func(side Side, at int) {
		if n := len(parts); n > 0 {
			parts[n-1].End = at
		}
		parts = append(parts, segment{side, Span{at, len(r.body)}})
	}
	fresh := true // the line before is empty, a label, or not there
	label := -1   // where the label before this line begins
	interim := false
	blanks := 0 // where the empty lines at the beginning start: they belong to a request
	for line := range r.lines {
		t := r.cut(line)
		side := Side(0)
		if n := len(parts); n > 0 {
			side = parts[n-1].side
		}
		begin := line.Start
		if label >= 0 {
			begin = label
		}
		switch {
		case isStatusLine(t) || fresh && side != Response && isBareStatus(t):
			if side == Response && interim {
				interim = isInterim(t)
				break
			}
			if n := len(parts); n > 0 {
				parts[n-1].End = begin
			}
			parts = append(parts, segment{Response, Span{line.Start, len(r.body)}})
			interim = isInterim(t)
		case (side == 0 || side == Response && fresh || label >= 0) && isRequestLine(t, side == 0 || label >= 0):
			if n := len(parts); n > 0 {
				parts[n-1].End = begin
			}
			parts = append(parts, segment{Request, Span{line.Start, len(r.body)}})
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
				at = label // it was no label
			}
			open(Request, at)
		}
		fresh, label = false, -1
	}
	if len(parts) == 0 && label >= 0 {
		open(Request, label)
	}
	return parts
}

// isStatusLine: "HTTP/" DIGIT [ "." DIGIT ] SP 3DIGIT, which no field line looks like.
func isStatusLine(t string) bool {
	if !strings.HasPrefix(t, "HTTP/") {
		return false
	}
	_, code, _ := strings.Cut(t, " ")
	return len(t) > 5 && isDigit(t[5]) && isStatus(code)
}

// isBareStatus: "101 Switching Protocols", as documents write it.
func isBareStatus(t string) bool {
	return isStatus(t) && len(t) > 4 && t[0] >= '1' && t[0] <= '5' && 'A' <= t[4] && t[4] <= 'Z'
}

// isStatus: three digits, then nothing or a blank.
func isStatus(t string) bool {
	return len(t) >= 3 && isDigit(t[0]) && isDigit(t[1]) && isDigit(t[2]) && (len(t) == 3 || t[3] == ' ')
}

// isInterim: a 1xx answer that another one follows, so not 101 (RFC 9110 §15.2).
func isInterim(t string) bool {
	if strings.HasPrefix(t, "HTTP/") {
		_, t, _ = strings.Cut(t, " ")
	}
	return isStatus(t) && t[0] == '1' && t[:3] != "101"
}

// isRequestLine: METHOD target HTTP/x; in free form the version may be missing.
func isRequestLine(t string, free bool) bool {
	words := strings.Fields(t)
	if len(words) < 2 || len(words) > 3 || !isMethod(words[0]) {
		return false
	}
	if len(words) == 3 {
		return strings.HasPrefix(words[2], "HTTP/")
	}
	return free && (words[1][0] == '/' || strings.Contains(words[1], "://") || upperOnly(words[0]))
}

// isMethod: letters, as in every method anyone pastes.
func isMethod(t string) bool {
	for i := range len(t) {
		if c := lower(t[i]); c < 'a' || c > 'z' {
			return false
		}
	}
	return len(t) >= 3 && len(t) <= 16
}

func upperOnly(t string) bool { return strings.ToUpper(t) == t }

// isLabel: a line that only says whose head follows, as documents and panels have it.
func isLabel(t string) bool {
	if len(t) > 60 {
		return false
	}
	t = strings.Trim(t, " \t#*_:-=/<>[]()")
	switch strings.ToLower(t) {
	case "request", "response", "client", "server", "http request", "http response", "client request", "server response",
		"client handshake", "server handshake", "handshake request", "handshake response", "request headers", "response headers",
		"client handshake request", "server handshake response", "upgrade request", "upgrade response", "answer", "reply":
		return true
	}
	return false
}

// rawExchange writes heads that stand in the text line by line, and completes them.
func (r *reader) rawExchange(request, response *segment) {
	if r.full() {
		return
	}
	x := Exchange{}
	if request != nil {
		if d := r.lookalike(request); d != nil {
			var answer *draft
			if response != nil {
				answer = r.lookalike(response)
			}
			if answer != nil || response == nil {
				r.remark(AboutLookalike, "This is HTTP/2 shown in the shape of HTTP/1.1; it is read as the fields that HTTP/2 sends.", r.span(request.Span))
				r.exchange(d, answer, true, "")
				return
			}
		}
		w := r.wire(Request)
		x.URL = w.rawRequest(request.Span)
		x.Request = w.done()
		x.Filled = w.filled
	}
	if response != nil {
		if request == nil {
			if d := r.lookalike(response); d != nil {
				r.exchange(nil, d, true, "")
				return
			}
		}
		w := r.wire(Response)
		w.rawResponse(response.Span)
		x.Response = w.done()
		x.Filled = append(x.Filled, w.filled...)
	}
	r.take(x)
}

// rawRequest writes a request head, completed: a version where documents leave it out, and a Host where the
// target names one. It returns the URL of the target, if that is one.
func (w *wire) rawRequest(at Span) (url string) {
	w.b.Grow(at.Len() + at.Len()/16)
	h := ParseRequest(w.r.cut(at))
	first := Span{at.Start + h.Line.Start, at.Start + h.Line.End}
	w.lines(Span{at.Start, first.Start})
	free := h.Version.Text == "" && isRequestLine(h.text(h.Line), true)
	from := first.Start // what of the line is still to be written
	if path, ok := h.viewed(); ok && (free || h.Version.Text != "") {
		w.r.remarkAt(AboutView, "A browser shows the address here; what it sends is the path alone.", first)
		w.keep(Span{from, at.Start + h.Target.Span.Start})
		if path == "" || path[0] != '/' {
			w.fill(FillStartLine, "/")
		}
		from = at.Start + h.Target.Span.End - len(path)
	}
	if free {
		w.keep(Span{from, at.Start + h.Target.Span.End})
		w.fill(FillVersion, " HTTP/1.1")
		w.put(crlf, Span{first.End, min(first.End+1, at.End)})
	} else if first.Len() > 0 {
		w.line(Span{from, first.End})
	}
	if a, ok := splitAddress(h.Target.Text); ok && isRequestLine(h.text(h.Line), true) {
		url = h.Target.Text
		if len(h.Get("Host")) == 0 && a.host != "" && h.Version.Text != "HTTP/1.0" {
			w.fill(FillHost, "Host: "+a.authority()+crlf)
		}
	}
	w.fields(at, &h)
	return url
}

// viewed is the path of a request whose target is a ws address because a browser's panel shows it so: Firefox
// and Safari do. A browser is known by fields that no hand-written handshake has.
func (h *Head) viewed() (path string, ok bool) {
	a, ok := splitAddress(h.Target.Text)
	if !ok || a.scheme[0] != 'w' || a.hash != "" || a.user != "" {
		return "", false
	}
	for i := range h.Fields {
		switch f := &h.Fields[i]; {
		case hasPrefixFold(f.Name.Text, "Sec-Fetch-"), equalFold(f.Name.Text, "User-Agent") && strings.HasPrefix(f.Value.Text, "Mozilla/"):
			return a.target, true
		}
	}
	return "", false
}

// rawResponse writes a response: interim heads and the final one, each with a version.
func (w *wire) rawResponse(at Span) {
	for {
		first := Span{at.Start, at.End}
		if i := strings.IndexByte(w.r.cut(at), '\n'); i >= 0 {
			first.End = at.Start + i
		}
		line := w.r.cut(first)
		head := at
		if isInterim(line) { // ends where the next status line stands, with or without an empty line
			rest := source{body: w.r.cut(Span{first.End, at.End})}
			for line := range rest.lines {
				if isStatusLine(rest.cut(line)) {
					head.End = first.End + line.Start
					break
				}
			}
		}
		h := ParseResponse(w.r.cut(head))
		if isStatus(line) {
			w.fill(FillVersion, "HTTP/1.1 ")
		}
		w.line(first)
		w.fields(head, &h)
		if head.End == at.End {
			return
		}
		at.Start = head.End
	}
}

// lines writes whole lines of the body.
func (w *wire) lines(at Span) {
	part := source{body: w.r.cut(at)}
	for line := range part.lines {
		line = Span{line.Start + at.Start, line.End + at.Start}
		if line.End < at.End {
			w.line(line)
		} else {
			w.keep(line)
		}
	}
}

// fields writes what follows a start line: field lines, the empty line, and content, if there is any.
func (w *wire) fields(at Span, h *Head) {
	start, end := at.Start+h.Line.End, at.Start+h.End.Start
	if start < end && w.r.body[start] == '\n' {
		start++
	}
	if start < end {
		w.lines(Span{start, end})
		if w.r.body[end-1] != '\n' {
			w.fill(FillEnd, crlf+crlf)
			return
		}
	}
	if !h.Ended {
		w.fill(FillEnd, crlf)
		return
	}
	w.line(Span{end, end})
	rest := Span{at.Start + h.End.End, at.End}
	if strings.Trim(w.r.cut(rest), " \t\n") != "" {
		w.lines(rest)
	}
}
