package paste

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// maxFields bounds the rows of a table that are read as fields; real heads have fewer.
const maxFields = 256

// tableAt reads fields in columns: separated by tabs or blanks, as a Markdown table, or as name=value.
//
//	Connection        Upgrade
//	| Upgrade | websocket |
func (s *splitter) tableAt(i int) (to int) {
	if i < s.failedTo[3] {
		return i
	}
	name, _, ok := s.columns(i)
	if !ok || !head.IsCommonField(s.cut(name)) && !isVariable(s.cut(name)) {
		return i
	}
	c := record{r: s.same()}
	variables := &literal{kind: '{'}
	for to = i; to < len(s.lines); to++ {
		name, value, ok := s.columns(to)
		if !ok {
			if t := s.trimmed(to); t != "" && strings.Trim(t, "|-: │├┼┤─┌┬┐└┴┘") == "" {
				continue // the rule below the column titles
			}
			break
		}
		if n := s.cut(name); isVariable(n) && len(variables.items) < maxFields {
			p, v := s.pieceAt(name), s.pieceAt(value)
			variables.items = append(variables.items, item{&literal{kind: 's', text: p.text, at: p.at}, &literal{kind: 's', text: v.text, at: v.at}})
		} else if len(c.fields) < maxFields && (head.IsCommonField(n) || strings.Contains(n, "-")) {
			c.fields = append(c.fields, fieldBuilder{name: s.pieceAt(name), value: s.pieceAt(value)})
		}
	}
	s.failedTo[3] = to
	if len(variables.items) > 2 {
		c.fields = nil
		c.collect(variables, 0, 0)
		if countCommon(c.request) < 2 {
			return i
		}
		return s.built(i, to, &c)
	}
	if countCommon(c.fields) < 2 {
		return i
	}
	if i > 0 && isResponseLabel(s.trimmed(i-1)) {
		c.response, c.fields = c.fields, nil
	}
	return s.built(i, to, &c)
}

// isVariable reports whether a name is a CGI variable (RFC 3875 §4.1), as env prints them.
func isVariable(name string) bool {
	return strings.HasPrefix(name, "HTTP_") || name == "REQUEST_METHOD" || name == "REQUEST_URI" || name == "PATH_INFO" || name == "QUERY_STRING" || name == "SERVER_PROTOCOL"
}

// built adds the exchange of a record that was read from lines i to to of this text.
func (s *splitter) built(i, to int, c *record) int {
	if !c.build() {
		return i
	}
	s.before(i)
	s.merge(c.r, PartHead, s.through(i, to))
	return to
}

// same returns a reader of the whole text, for values whose places are known.
func (s *splitter) same() *reader { return &reader{pastedText: s.pastedText, depth: s.depth} }

// cellsOf splits a row of a table drawn with box characters; other lines have no cells.
func cellsOf(t string) []string {
	if !strings.HasPrefix(t, "│") {
		return nil
	}
	return strings.Split(t, "│")
}

// columns reads name and value from line i.
func (s *splitter) columns(i int) (name, value head.Span, ok bool) {
	at := s.trimLine(s.lines[i])
	t := s.cut(at)
	if k := strings.Index(t[:min(len(t), 120)], "header="); k >= 0 { // Tomcat's RequestDumperFilter
		at.Start += k + len("header=")
	} else if cells := cellsOf(t); len(cells) == 4 && cells[3] == "" { // console.table of Node
		const bar = len("│")
		name = s.trimLine(head.Span{Start: at.Start + bar, End: at.Start + bar + len(cells[1])})
		value = s.trimLine(head.Span{Start: at.Start + 2*bar + len(cells[1]), End: at.End - bar})
		for _, cell := range []*head.Span{&name, &value} {
			if v := s.cut(*cell); len(v) > 1 && v[0] == '\'' && v[len(v)-1] == '\'' {
				cell.Start, cell.End = cell.Start+1, cell.End-1
			}
		}
		return name, value, value.Len() > 0 && head.IsToken(s.cut(name))
	} else if strings.HasPrefix(t, "|") {
		at = s.trimLine(head.Span{Start: at.Start + 1, End: at.Start + max(1, len(strings.TrimRight(t, "|")))})
	}
	t = s.cut(at)
	end := 0
	for end < len(t) && isNameByte(t[end]) {
		end++
	}
	if end < 2 {
		return name, value, false
	}
	gap := len(t[end:]) - len(strings.TrimLeft(t[end:], " \t"))
	next := end + gap
	switch {
	case next < len(t) && (t[next] == '|' || t[next] == '=') && !strings.HasPrefix(t[next:], "=>") && !strings.HasPrefix(t[next:], "=="):
		next++
	case gap > 1, gap == 1 && t[end] == '\t':
	default:
		return name, value, false
	}
	name = head.Span{Start: at.Start, End: at.Start + end}
	value = s.trimLine(head.Span{Start: at.Start + next, End: at.End})
	v := s.cut(value)
	for _, marks := range []string{"``", `""`, "''", "{}"} { // PowerShell writes {value}
		if len(v) > 1 && v[0] == marks[0] && v[len(v)-1] == marks[1] {
			value.Start, value.End = value.Start+1, value.End-1
			break
		}
	}
	return name, value, value.Len() > 0
}

// columnField reads a row of a panel whose columns are separated by tabs or several blanks.
func (r *reader) columnField(at head.Span) (fieldBuilder, bool) {
	t := r.cut(at)
	i := strings.IndexByte(t, '\t')
	if k := strings.Index(t, "  "); k > 0 && (i < 0 || k < i) {
		i = k
	}
	if i < 1 || !head.IsToken(strings.TrimSuffix(t[:i], ":")) && !isSummaryLabel(t[:i]) {
		return fieldBuilder{}, false
	}
	return fieldBuilder{name: r.pieceAt(head.Span{Start: at.Start, End: at.Start + len(strings.TrimSuffix(t[:i], ":"))}), value: r.pieceAt(r.trimLine(head.Span{Start: at.Start + i, End: at.End}))}, true
}

// listAt reads an unquoted list of fields, as languages print a map:
//
//	{Host=[a.example], Connection=[keep-alive, Upgrade], Upgrade=[websocket]}         (Java)
//	DefaultHttpHeaders[host: a.example, upgrade: websocket, connection: upgrade]      (Netty)
//	List(Host: a.example, Upgrade: websocket, Connection: Upgrade)                    (Scala)
func (s *splitter) listAt(i int) (to int) {
	t := s.line(i)
	open, name := -1, 0
	for at := 0; open < 0; { // the bracket before the first field
		k := strings.IndexAny(t[at:], "{[(")
		if k < 0 || s.budget < 0 {
			return i
		}
		at += k + 1
		s.budget -= k + 1
		for name = at; name < len(t) && isNameByte(t[name]); name++ {
		}
		if name > at && name+1 < len(t) && (t[name] == '=' || t[name] == ':') && head.IsCommonField(t[at:name]) {
			open = at
		}
	}
	mark := t[name]
	if c := strings.TrimLeft(t[name+1:], " "); c == "" || strings.IndexByte("\"'`{", c[0]) >= 0 || strings.HasPrefix(c, `["`) || strings.HasPrefix(c, "['") {
		return i // strings: a value of a language
	}
	c := record{r: s.same()}
	base := s.lines[i].Start
	add := func(name, colon, end int) {
		v := s.trimLine(head.Span{Start: base + colon + 1, End: base + end})
		if w := s.cut(v); len(w) > 1 && w[0] == '[' && w[len(w)-1] == ']' {
			v.Start, v.End = v.Start+1, v.End-1
		}
		c.fields = append(c.fields, fieldBuilder{name: s.pieceAt(head.Span{Start: base + name, End: base + colon}), value: s.pieceAt(v)})
	}
	depth, from, colon, end := 0, open, name, len(t)
scan:
	for k := name + 1; k < len(t); k++ {
		switch t[k] {
		case '{', '[', '(':
			depth++
		case '}', ']', ')':
			if depth--; depth < 0 {
				end = k
				break scan
			}
		case ',':
			next := k + 1
			for next < len(t) && t[next] == ' ' {
				next++
			}
			n := next
			for n < len(t) && isNameByte(t[n]) {
				n++
			}
			if depth == 0 && n > next && n < len(t) && t[n] == mark {
				add(from, colon, k)
				from, colon, k = next, n, n
			}
		}
	}
	s.budget -= end - open
	add(from, colon, end)
	if countCommon(c.fields) < 2 {
		return i
	}
	before := t[max(0, open-256):open]
	for w := range strings.FieldsFuncSeq(before, func(c rune) bool { return strings.ContainsRune(" \t()[]{}=,'\"", c) }) {
		at := base + open - len(before) + strings.Index(before, w)
		p := s.pieceAt(head.Span{Start: at, End: at + len(w)})
		if isKnownMethod(w) {
			c.method = p
		} else if c.method.text != "" && (strings.Contains(w, "://") || w[0] == '/' && len(w) > 1) && c.target.text == "" {
			c.target = p
		}
	}
	if c.target.text == "" {
		c.method = piece{}
	}
	return s.built(i, i+1, &c)
}

// flowAt reads a request and its answer as proxies and interceptors list them, with an address instead of a request line:
//
//	--> GET https://a.example/ws http/1.1           (OkHttp; each line may have a prefix)
//	Upgrade: websocket
//	<-- 403 Forbidden https://a.example/ws (120ms)
//
//	127.0.0.1:52814: GET https://a.example/ws       (mitmproxy)
//	    Upgrade: websocket
//	 << 403 Forbidden 919b
func (s *splitter) flowAt(i int) (to int) {
	t := s.line(i)
	const asks = "--> "
	prefix, rest, ok := strings.Cut(t, asks)
	if !ok {
		peer, call, found := strings.Cut(t, ": ")
		if prefix, rest = "", call; !found || strings.ContainsAny(peer, " \t/") || !strings.Contains(peer, ":") {
			return i
		}
	}
	words := strings.Fields(rest)
	if len(words) < 2 || len(words) > 3 || !isKnownMethod(words[0]) || !strings.Contains(words[1], "://") {
		return i
	}
	word := func(k int, w string) piece {
		at := s.lines[k].Start + strings.LastIndex(s.line(k), w)
		return s.pieceAt(head.Span{Start: at, End: at + len(w)})
	}
	p := panel{r: s.same(), method: word(i, words[0]), url: word(i, words[1])}
	p.r.Format = FormatDevTools
	if len(words) == 3 {
		p.version = piece{text: strings.ToUpper(words[2])}
	}
	answered := false
	for to = i + 1; to < len(s.lines); to++ {
		at := s.lines[to]
		if !strings.HasPrefix(s.cut(at), prefix) {
			break
		}
		if prefix == "" && at.Len() > 0 && !head.IsBlank(s.body[at.Start]) {
			break
		}
		at = s.trimLine(head.Span{Start: at.Start + len(prefix), End: at.End})
		line := s.cut(at)
		if line == "" || strings.HasPrefix(line, asks+"END") || strings.HasPrefix(line, "<-- END") {
			continue
		}
		if call, ok := strings.CutPrefix(line, "<"); ok && !answered {
			call = strings.TrimLeft(call, "<- ")
			status := leadingStatus(call)
			if status == 0 {
				break
			}
			if k := strings.Index(call, " http"); k > 0 {
				call = call[:k]
			} else if k := strings.LastIndexByte(call, ' '); k > 3 && head.IsDigit(call[k+1]) { // mitmproxy: the size
				call = call[:k]
			}
			p.status, answered = word(to, call), true
			continue
		}
		f, ok := s.colonField(at)
		if !ok || !head.IsToken(f.name.text) && !strings.HasPrefix(f.name.text, ":") {
			break
		}
		if answered {
			p.response = append(p.response, f)
		} else {
			p.request = append(p.request, f)
		}
	}
	s.budget -= s.lines[to-1].End - s.lines[i].Start
	if len(p.request) == 0 || s.budget < 0 {
		return i
	}
	p.build()
	if len(p.r.Exchanges) == 0 {
		return i
	}
	s.before(i)
	s.merge(p.r, PartHead, s.through(i, to))
	return to
}

// firefoxAt reads what "Copy All" of Firefox's request panel copies: one JSON object for each section.
//
//	{"GET": {"scheme": "wss", "host": "a.example", "filename": "/ws"}}
//	{"Status": "403Forbidden", "Version": "HTTP/1.1"}
//	{"Response Headers (96 B)": {"headers": [{"name": "Server", "value": "nginx"}]}}
func (s *splitter) firefoxAt(i int) (to int) {
	if !strings.HasPrefix(s.line(i), "{") {
		return i
	}
	near := ""
	for k := i; k < min(i+4, len(s.lines)); k++ {
		near += s.trimmed(k)
	}
	if !strings.Contains(near, `"filename":`) && !strings.Contains(near, `"scheme":`) && !strings.Contains(near, `"Status":`) && !strings.Contains(near, ` Headers (`) {
		return i
	}
	p := panel{r: s.same()}
	p.r.Format = FormatDevTools
	l := literals{r: p.r, at: s.lines[i].Start}
	end, sections := l.at, 0
	for l.at < s.lines[len(s.lines)-1].End && s.body[l.at] == '{' {
		v := l.composite(0)
		if l.at > s.lines[len(s.lines)-1].End {
			break
		}
		sections += p.section(v)
		end = l.at
		l.blanks()
	}
	s.budget -= l.at - s.lines[i].Start
	if sections < 2 || s.budget < 0 {
		return i
	}
	p.build()
	if len(p.r.Exchanges) == 0 {
		return i
	}
	for to = i + 1; to < len(s.lines) && s.lines[to].Start < end; to++ {
	}
	s.before(i)
	s.merge(p.r, PartHead, s.through(i, to))
	return to
}

// section reads an object of Firefox; 1 if it is one.
func (p *panel) section(v *literal) int {
	taken := 0
	for _, i := range v.items {
		if i.key == nil {
			continue
		}
		switch name, value := i.key.text, i.value; {
		case isKnownMethod(name) && value.get("host") != nil:
			p.method = i.key.bit()
			p.url = decoded(value.get("scheme").str()+"://"+value.get("host").str()+value.get("filename").str(), value.at)
			taken = 1
		case name == "Status" && len(value.text) >= 3 && leadingStatus(value.text[:3]) > 0:
			p.status = value.bit()
			if rest := p.status.text[3:]; rest != "" && rest[0] != ' ' {
				p.status.text = p.status.text[:3] + " " + rest
			}
			taken = 1
		case name == "Version":
			p.version = value.bit()
		case strings.HasPrefix(name, "Response Headers"):
			p.response, taken = value.get("headers").asFields(), 1
		case strings.HasPrefix(name, "Request Headers"):
			p.request, taken = value.get("headers").asFields(), 1
		}
	}
	return taken
}

// appleAt reads an NSHTTPURLResponse as iOS and macOS print it:
//
//	{ URL: https://a.example/ws } { Status Code: 403, Headers {
//	    Server =     (
//	        "awselb/2.0"
//	    );
//	} }
func (s *splitter) appleAt(i int) (to int) {
	t := s.line(i)
	const sign = "{ Status Code: "
	k := strings.Index(t, sign) + len(sign)
	if k < len(sign) || !strings.Contains(t[k:], "Headers {") || leadingStatus(t[k:]) == 0 {
		return i
	}
	c := record{r: s.same(), typed: true}
	c.status = s.pieceAt(head.Span{Start: s.lines[i].Start + k, End: s.lines[i].Start + k + 3})
	var name piece
	bare := func(at head.Span) piece {
		for at.Len() > 1 && (s.body[at.End-1] == ';' || s.body[at.End-1] == ',') {
			at.End--
		}
		if at.Len() > 1 && s.body[at.Start] == '"' && s.body[at.End-1] == '"' {
			at.Start, at.End = at.Start+1, at.End-1
		}
		return s.pieceAt(at)
	}
	for to = i + 1; to < len(s.lines); to++ {
		at := s.trimLine(s.lines[to])
		line := s.cut(at)
		if strings.HasPrefix(line, "}") {
			to++
			break
		}
		before, after, assigns := strings.Cut(line, " =")
		switch {
		case line == ");" || line == "":
		case assigns && strings.HasSuffix(after, "("):
			name = bare(head.Span{Start: at.Start, End: at.Start + len(before)})
		case assigns:
			end := at.Start + len(before)
			c.response = append(c.response, fieldBuilder{name: bare(head.Span{Start: at.Start, End: end}), value: bare(s.trimLine(head.Span{Start: end + 2, End: at.End}))})
		case name.text != "":
			c.response = append(c.response, fieldBuilder{name: name, value: bare(at)})
		}
	}
	s.budget -= s.lines[to-1].End - s.lines[i].Start
	if s.budget < 0 {
		return i
	}
	return s.built(i, to, &c)
}

// setsStatus reads a line that only states a status: "Status code: 403", "HTTP status = 502 Bad Gateway".
func setsStatus(t string) int {
	name, value, ok := strings.Cut(t, ":")
	if !ok {
		if name, value, ok = strings.Cut(t, "="); !ok {
			return 0
		}
	}
	switch strings.ToLower(strings.Trim(name, " \t*_-")) {
	case "status", "status code", "http status", "http status code", "response code", "response status", "http code", "http_code", "status_code", "statuscode":
		value = strings.Trim(value, " \t*_`\"',")
		status := leadingStatus(value)
		if rest := strings.Trim(value[min(3, len(value)):], " "); status > 0 {
			if m, _ := handshake.StatusMeans(status); rest == "" || head.EqualFold(rest, m.Name) {
				return status
			}
		}
	}
	return 0
}
