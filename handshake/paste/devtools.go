package paste

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// readDevTools reads a browser's panel of headers: a summary, then titled sections with the fields of each side, either
// as "Name: value" or as name and value on alternating lines.
func readDevTools(r *reader) bool {
	panel := panel{r: r}
	if !panel.scan() {
		return false
	}
	r.Format = FormatDevTools
	panel.build()
	return true
}

// panelAt finds the panel that begins at line i, with a title or with its first row.
func (s *splitter) panelAt(i int) (to int) {
	t := s.trimmed(i)
	section := sectionOf(t)
	sign := strings.HasPrefix(t, "Request URL") || strings.HasPrefix(t, "Request Method") || strings.HasPrefix(t, "URL:") || strings.HasPrefix(t, "URL\t") || strings.Contains(t, "Provisional headers are shown")
	if !sign && (section < 0 || section == otherSection || t == "Request" || t == "Response") {
		return i
	}
	next := s.blankUp(i + 1)
	if next == len(s.lines) && !sign || section >= 0 && section != summary && !sign && isStrictStart(s.trimmed(next)) {
		return i
	}
	indented := !sign && next < len(s.lines) && head.IsBlank(s.line(next)[0]) && !head.IsBlank(s.line(i)[0])
	for to = i + 1; to < len(s.lines); to++ {
		t := s.trimmed(to)
		if _, ok := commandIn(t); ok || indented && t != "" && !head.IsBlank(s.line(to)[0]) && sectionOf(t) < 0 {
			break
		}
		if t == "" {
			if next := s.trimmed(s.blankUp(to)); isProse(next) && sectionOf(next) < 0 && !isField(next) && !isSummaryLabel(fieldName(next)) || isTraceStart(next) {
				break
			}
		}
	}
	if s.try(i, s.through(i, to), PartHead, readDevTools) {
		return to
	}
	return i
}

type panel struct {
	r                 *reader
	url, method       piece
	status            piece // with its reason
	version           piece
	request, response []fieldBuilder
	provisional       bool // some fields are missing, and there was no answer
	raw               bool // a section contains a head as on the wire, for the raw reader
}

// sections of a panel; the summary comes first.
const (
	summary = iota
	requestFields
	responseFields
	otherSection
)

// sectionOf returns the section of a title; -1 if the line is not a title.
func sectionOf(t string) int {
	t = strings.TrimSpace(t)
	if t == "" || strings.IndexByte("gsrqfpmtic", t[0]|0x20) < 0 { // none of the titles begins like this
		return -1
	}
	t = strings.ToLower(t)
	for _, junk := range []string{"view source", "view parsed", "view decoded", "raw", "parsed"} {
		t = strings.TrimSpace(strings.TrimSuffix(t, junk))
	}
	if i := strings.IndexByte(t, '('); i > 0 {
		t = strings.TrimSpace(t[:i])
	}
	switch strings.TrimSuffix(t, ":") {
	case "general", "summary":
		return summary
	case "request headers", "request header", "request":
		return requestFields
	case "response headers", "response header", "response":
		return responseFields
	case "query string parameters", "form data", "payload", "messages", "timing", "initiator", "cookies":
		return otherSection
	}
	return -1
}

// isPanel reports whether a text has titles or labels of the panel of a browser.
func isPanel(text string) bool {
	return strings.Contains(text, "Request URL") || strings.Contains(text, "Request Headers") || strings.Contains(text, "Response Headers") ||
		containsFold(text, "request header") && containsFold(text, "response header") ||
		strings.Contains(text, "Summary") && strings.Contains(text, "URL:") || strings.Contains(text, "Provisional headers are shown")
}

// scan reads the sections of the panel; false if the text is not one.
func (p *panel) scan() bool {
	r := p.r
	if !isPanel(r.body) {
		return false
	}
	section := summary
	known := false
	name := head.Span{} // of an alternating pair; its value is on the next line
	colons := 0         // fields with a colon
	for line := range r.lines {
		at := r.trimLine(line)
		t := r.cut(at)
		if t == "" {
			continue
		}
		if strings.Contains(t, "Provisional headers are shown") {
			r.noticeAt(NoticeProvisional, "The browser shows only part of the request, and no answer came: what is not here is not known.", at)
			known, p.provisional = true, true
			continue
		}
		if s := sectionOf(t); name.Len() > 0 && s >= 0 && (colons > 1 || s == otherSection && strings.Contains(t, " ")) {
			name = head.Span{}
		}
		if name.Len() == 0 {
			if s := sectionOf(t); s >= 0 {
				section = s
				known = known || s != otherSection
				continue
			}
			switch strings.ToLower(t) {
			case "view source", "view parsed", "raw", "learn more", "disable cache":
				continue
			}
		}
		if section != summary && section != otherSection && name.Len() == 0 {
			if isRequestLine(t, false) && section == requestFields {
				p.raw, known = true, true
				return known
			}
			if isStatusLine(t) || isBareStatus(t) {
				p.raw = true
				return true
			}
		}
		var field fieldBuilder
		if name.Len() > 0 {
			label := r.pieceAt(name)
			label = label.slice(0, len(strings.TrimSuffix(label.text, ":")))
			if label.text == "" {
				name = head.Span{}
				continue
			}
			field = fieldBuilder{name: label, value: r.pieceAt(at)}
			name = head.Span{}
		} else if f, ok := r.colonField(at); ok {
			field = f
			colons++
		} else if f, ok := r.columnField(at); ok {
			field = f
			colons++
		} else if colons > 1 && strings.Contains(t[1:], ":") && !strings.HasSuffix(t, ":") {
			continue // not a field: (Key3):00:11…
		} else {
			name = at
			continue
		}
		if p.summary(field) {
			known = true
			continue
		}
		p.take(section, field)
	}
	p.untitled()
	if isAnswer(namesOf(p.request)) && len(p.response) > 0 && !isAnswer(namesOf(p.response)) { // the titles are mixed up
		p.request, p.response = p.response, p.request
	}
	return known && (p.url.text != "" || len(p.request) > 0 || len(p.response) > 0)
}

// take takes a field of a section.
func (p *panel) take(section int, field fieldBuilder) {
	switch section {
	case requestFields:
		p.request = append(p.request, field)
	case responseFields:
		p.response = append(p.response, field)
	case summary:
		if head.IsCommonField(field.fieldName()) {
			p.request = append(p.request, field)
		}
	}
}

// untitled separates the fields of the two sides where titles are missing: browsers sort each side by name.
func (p *panel) untitled() {
	if len(p.response) > 0 || p.status.text == "" {
		return
	}
	cut := 0
	for i := 1; i < len(p.request); i++ {
		if strings.ToLower(p.request[i].fieldName()) < strings.ToLower(p.request[i-1].fieldName()) {
			if cut > 0 {
				return
			}
			cut = i
		}
	}
	if first, second := p.request[:cut], p.request[cut:]; isAnswer(namesOf(first)) && !isAnswer(namesOf(second)) {
		p.response, p.request = first, second
	}
}

// namesOf yields the names of fields.
func namesOf(fields []fieldBuilder) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i := range fields {
			if !yield(fields[i].fieldName()) {
				return
			}
		}
	}
}

// colonField reads "Name: value", where the name is a token or a pseudo name.
func (r *reader) colonField(at head.Span) (fieldBuilder, bool) {
	t := r.cut(at)
	if t == "" {
		return fieldBuilder{}, false
	}
	i := strings.IndexByte(t[1:], ':') + 1
	if i < 1 || i == len(t)-1 {
		return fieldBuilder{}, false
	}
	label := strings.TrimSpace(t[:i])
	if !head.IsToken(strings.TrimPrefix(label, ":")) && !isSummaryLabel(label) {
		return fieldBuilder{}, false
	}
	if isURLScheme(label) && strings.HasPrefix(t[i:], "://") {
		return fieldBuilder{}, false
	}
	return fieldBuilder{name: r.pieceAt(head.Span{Start: at.Start, End: at.Start + i}), value: r.pieceAt(r.trimLine(head.Span{Start: at.Start + i + 1, End: at.End}))}, true
}

func isURLScheme(t string) bool {
	return head.EqualFold(t, "ws") || head.EqualFold(t, "wss") || head.EqualFold(t, "http") || head.EqualFold(t, "https")
}

func isSummaryLabel(t string) bool {
	switch strings.ToLower(t) {
	case "request url", "request method", "status code", "remote address", "referrer policy", "url", "status", "address", "method", "source", "scheme", "filename", "version", "protocol", "response code":
		return true
	}
	return false
}

// summary reads a line of the summary; false if it is a field.
func (p *panel) summary(f fieldBuilder) bool {
	switch strings.ToLower(f.name.text) {
	case "request url", "url":
		p.url = f.value
	case "request method", "method":
		p.method = f.value
	case "status code", "status", "response code":
		if !strings.ContainsAny(f.value.text, "12345") {
			return true
		}
		p.status = f.value
		if i := strings.IndexAny(p.status.text, "0123456789"); i > 0 { // a coloured dot precedes it
			p.status = p.status.slice(i, len(p.status.text))
		}
	case "version":
		p.version = f.value
	case "remote address", "referrer policy", "protocol", "address", "source", "initiator", "scheme", "filename", "transferred":
	default:
		return false
	}
	return true
}

func (p *panel) build() {
	r := p.r
	if p.raw {
		r.rawSections()
		return
	}
	http2 := len(p.request) > 0 && strings.HasPrefix(p.request[0].fieldName(), ":")
	var q, a *headBuilder
	url := p.url.text
	if len(p.request) > 0 || url != "" {
		method := p.method
		if method.text == "" {
			method = inserted(handshake.InsertedStartLine, "GET")
		}
		if http2 {
			q = &headBuilder{fields: p.request}
		} else {
			target := p.url
			if target.text == "" {
				target = inserted(handshake.InsertedStartLine, "/")
			}
			q, _ = r.request(method, target)
			q.give(p.request)
			if len(p.request) == 0 && (head.HasPrefixFold(url, "ws") || head.HasPrefixFold(p.status.text, "101")) {
				r.handshake(q)
			}
		}
	}
	if len(p.response) > 0 || p.status.text != "" {
		a = &headBuilder{fields: p.response}
		status := p.status
		if status.text == "" {
			status = inserted(handshake.InsertedStartLine, "101 "+handshake.ReasonPhrases[101])
		}
		if !http2 {
			a.start = []piece{inserted(handshake.InsertedVersion, "HTTP/1.1"), status}
		} else if len(p.response) == 0 || p.response[0].fieldName() != ":status" {
			a.fields = append([]fieldBuilder{{name: inserted(handshake.InsertedStartLine, ":status"), value: status.slice(0, min(3, len(status.text)))}}, p.response...)
		}
	}
	if !http2 && (isHTTP2(p.version.text) || strings.HasPrefix(p.version.text, "HTTP/2")) && q != nil {
		address, _ := head.SplitAddress(url)
		q, http2 = q.http2(address), true
		if a != nil {
			a.start = nil
			a.fields = append([]fieldBuilder{{name: inserted(handshake.InsertedStartLine, ":status"), value: p.status.slice(0, min(3, len(p.status.text)))}}, a.fields...)
		}
	}
	r.recordVersion(p.version.text)
	r.context |= handshake.ContextDevTools
	if p.provisional {
		r.context |= handshake.ContextPartial
	}
	r.exchange(q, a, http2, url)
}

// rawSections reads only the sections that contain a head.
func (r *reader) rawSections() {
	w := textRewriter{from: &r.pastedText}
	keeping := false
	section := -1
	for line := range r.lines {
		at := r.trimLine(line)
		t := r.cut(at)
		if s := sectionOf(t); s >= 0 && t != "" {
			keeping, section = false, s
			continue
		}
		if !keeping && (section == requestFields && isRequestLine(t, true) || section == responseFields && (isStatusLine(t) || isBareStatus(t))) {
			keeping = true
			if w.b.Len() > 0 {
				w.put("\n", line.Start)
			}
			if section == requestFields {
				w.put("Request:\n", line.Start)
			}
		}
		if keeping {
			w.keep(line.Start, min(line.End+1, len(r.body)))
		}
	}
	heads := reader{pastedText: w.result()}
	readRaw(&heads)
	heads.Format = FormatDevTools
	heads.Notices = append(heads.Notices, r.Notices...)
	*r = heads
}

// readFields reads field lines without a start line. Nearly all lines must look like fields, and one must be a field
// of the handshake or a common one: prose has colons, too.
func readFields(r *reader) bool { return r.fieldList(false) }

// readAnswerFields is readFields for a list that the text labels as an answer.
func readAnswerFields(r *reader) bool { return r.fieldList(true) }

func (r *reader) fieldList(answer bool) bool {
	common, others, essential := 0, 0, false
	first := true
	for line := range r.lines {
		t := r.cut(line)
		if t == "" {
			continue
		}
		if first && (isRequestLine(t, true) || isStatusLine(t) || isBareStatus(t)) {
			return false
		}
		first = false
		name, _, ok := strings.Cut(t, ":")
		name = strings.TrimRight(name, " \t")
		switch {
		case ok && head.IsCommonField(name):
			common++
			essential = essential || isEssential(name)
			answer = answer || head.EqualFold(name, "Sec-WebSocket-Accept")
		case !ok || !head.IsToken(name) && !head.IsBlank(t[0]):
			others++
		}
	}
	if common == 0 || others > common {
		return false
	}
	first = true
	for line := range r.lines { // the first line must be a field: otherwise it is a faulty start line
		t := r.cut(line)
		if t == "" {
			continue
		}
		name, _, ok := strings.Cut(t, ":")
		if name = strings.TrimRight(name, " \t"); !ok || !head.IsToken(name) {
			return false
		}
		break
	}
	r.Format = FormatFields
	answer = answer || isAnswer(func(yield func(string) bool) {
		for line := range r.lines {
			if !yield(fieldName(r.cut(line))) {
				return
			}
		}
	})
	at := head.Span{Start: len(r.body) - len(strings.TrimLeft(r.body, "\n")), End: len(r.body)}
	side, start := handshake.Request, "GET / HTTP/1.1"
	if answer {
		side, start = handshake.Response, "HTTP/1.1 101 "+handshake.ReasonPhrases[101]
	}
	w := r.headWriter(side)
	w.insert(handshake.InsertedStartLine, start+head.CRLF)
	h := head.Head{Raw: r.cut(at)}
	head.ParseFields(&h, 0)
	if !answer && len(h.Get("Host")) == 0 { // without Host, the list is incomplete
		w.insert(handshake.InsertedByClient, "Host: "+placeholderHost+head.CRLF)
		r.notice(NoticeOmitted, "No Host among these fields; a made-up one is used.", head.Span{})
	}
	w.fields(at, &h)
	x := handshake.Exchange{Inserted: w.inserted}
	if !answer && !essential { // fields that a log shows, without those of the handshake
		x.Context |= handshake.ContextPartial
	}
	if answer {
		x.Response = w.done()
	} else {
		x.Request = w.done()
	}
	r.take(x)
	return true
}

// isEssential reports whether a field belongs to the handshake or to every request. A list without such fields is incomplete.
func isEssential(name string) bool {
	return head.EqualFold(name, "Host") || head.EqualFold(name, "Connection") || head.EqualFold(name, "Upgrade") || head.HasPrefixFold(name, "Sec-")
}

// fieldsAt finds a list of fields without a start line that begins at line i.
func (s *splitter) fieldsAt(i int) (to int) {
	t := s.line(i)
	indent := len(t) - len(strings.TrimLeft(t, " \t"))
	if i < s.failedTo[2] || !isField(t[indent:]) {
		return i
	}
	common := 0
	for to = i; to < len(s.lines); to++ {
		t := s.line(to)
		if len(t) < indent || strings.Trim(t[:indent], " \t") != "" || t[indent:] == "" {
			break
		}
		if !isField(t[indent:]) && (!head.IsBlank(t[indent]) && (to+1 == len(s.lines) || len(s.line(to+1)) <= indent || !isField(s.line(to + 1)[indent:])) || isProse(t) && !head.IsBlank(t[indent])) {
			break
		}
		if head.IsCommonField(fieldName(t[indent:])) {
			common++
		}
	}
	s.failedTo[2] = to
	if common == 0 || common < 2 && (to-i < 3 || 2*common < to-i) && !(s.onlyLabels(0, i) && s.blankUp(to) == len(s.lines)) {
		return i
	}
	if indent > 0 {
		if to := s.unprefix(i, t[:indent]); to > i {
			return to
		}
		return i
	}
	read := readFields
	if i > 0 && isResponseLabel(s.trimmed(i-1)) {
		read = readAnswerFields
	}
	if s.try(i, s.through(i, to), PartHead, read) {
		return to
	}
	return i
}

// isResponseLabel reports whether a line announces the fields of an answer.
func isResponseLabel(t string) bool {
	t = strings.ToLower(t)
	return strings.Contains(t, "response") || strings.Contains(t, "answer") || strings.Contains(t, "reply")
}

// isAnswer reports whether some names are of answer fields and none is of a request field.
func isAnswer(names func(yield func(string) bool)) bool {
	answers := false
	for n := range names {
		switch strings.ToLower(n) {
		case "sec-websocket-accept", ":status":
			return true
		case "host", "user-agent", "accept", "origin", "sec-websocket-key", "cookie", "referer", ":method", ":path", "accept-encoding", "accept-language", "authorization", "x-forwarded-for", "sec-websocket-version":
			return false
		case "server", "date", "set-cookie", "location", "etag", "content-type", "last-modified", "x-powered-by", "cf-ray", "strict-transport-security", "www-authenticate", "vary", "accept-ranges", "expires":
			answers = true
		}
	}
	return answers
}
