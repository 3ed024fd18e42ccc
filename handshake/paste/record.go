package paste

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// recordAt finds a record in brackets that begins in line i: a request logged as JSON, an object that a program prints,
// a map or list of fields.
func (s *splitter) recordAt(i int) (to int) {
	if !s.hints(i) {
		return i
	}
	if to := s.membersAt(i); to > i {
		return to
	}
	t := s.line(i)
	end := s.lines[len(s.lines)-1].End
	for at := 0; at < len(t); {
		k := strings.IndexAny(t[at:], "{[(")
		if k < 0 || s.budget < 0 {
			return i
		}
		k += at
		start := k
		if start > at && t[start-1] == ' ' { // Rust: Response { status: 403, … }
			name := start - 1
			for name > at && isWordByte(t[name-1]) {
				name--
			}
			if sideOf(t[name:start-1]) != 0 {
				start = name
			}
		}
		for start > at && isWordByte(t[start-1]) {
			start--
		}
		l := literals{r: s.reader, at: s.lines[i].Start + k}
		l.composite(0)
		span := head.Span{Start: s.lines[i].Start + start, End: l.at}
		s.budget -= l.at - s.lines[i].Start - k
		if strings.HasPrefix(t[start:], "&{") || t[start:k] == "map" { // Go prints words unquoted
			span.End = s.lines[i].End
		} else if l.at > end {
			at = k + 1
			continue
		}
		if s.try(i, span, PartHead, readRecord) {
			for to = i + 1; to < len(s.lines) && s.lines[to].Start < span.End; to++ {
			}
			return to
		}
		if at = l.at - s.lines[i].Start; t[k] == '(' && strings.ContainsAny(t[k+1:min(at, len(t))], "{[(") {
			at = k + 1
		}
	}
	return i
}

// membersAt reads members of a JSON object without its braces, up to an empty line:
//
//	"headers": [{"name": "Upgrade", "value": "websocket"}],
//	"status": 400
func (s *splitter) membersAt(i int) (to int) {
	t := s.trimmed(i)
	if !strings.HasPrefix(t, `"headers":`) && !strings.HasPrefix(t, `"status":`) && !strings.HasPrefix(t, `"response":`) && !strings.HasPrefix(t, `"request":`) {
		return i
	}
	for to = i + 1; to < len(s.lines) && s.trimmed(to) != ""; to++ {
	}
	span := s.through(i, to)
	if s.budget -= span.Len(); s.budget < 0 {
		return i
	}
	w := textRewriter{from: &s.pastedText}
	w.put("{", span.Start)
	w.keep(span.Start, span.End)
	w.put("}", span.End)
	sub := reader{pastedText: w.result()}
	if c := (record{r: &sub}); !c.members() {
		return i
	}
	s.before(i)
	s.merge(&sub, PartHead, span)
	return to
}

// members reports whether the text is exactly one object, about an answer.
func (c *record) members() bool {
	l := literals{r: c.r}
	v := l.value(0)
	if v == nil || l.at != len(c.r.body) {
		return false
	}
	c.collect(v, 0, 0)
	return c.status.text != "" && c.build()
}

// spelledAt reads a record with escaped quotation marks, as a log writes it in a string:
//
//	level=debug msg="forward" Request="{\"Method\":\"GET\",\"Header\":{\"Upgrade\":[\"websocket\"]}}"
func (s *splitter) spelledAt(i int) (to int) {
	t := s.line(i)
	k := strings.Index(t, `{\"`)
	if k < 0 || !s.hints(i) || s.depth >= maxNesting {
		return i
	}
	if s.budget -= len(t) - k; s.budget < 0 {
		return i
	}
	w := textRewriter{from: &s.pastedText}
	at, end := s.lines[i].Start+k, s.lines[i].End
	for at < end && s.body[at] != '"' {
		if s.body[at] == '\\' {
			at += unescape(s.body, &w, at) + 1
			continue
		}
		plain := at
		for at < end && s.body[at] != '"' && s.body[at] != '\\' {
			at++
		}
		w.keep(plain, at)
	}
	sub := reader{pastedText: w.result(), depth: s.depth + 1}
	readParts(&sub)
	if len(sub.Exchanges) == 0 {
		return i
	}
	s.before(i)
	s.aside(head.Span{Start: s.lines[i].Start, End: s.lines[i].Start + k})
	s.merge(&sub, 0, head.Span{})
	return i + 1
}

// hints reports whether the line, or the text after the bracket that ends it, has a name that records and heads use.
func (s *splitter) hints(i int) bool {
	t := s.line(i)
	if !strings.ContainsAny(t, "{[(") {
		return false
	}
	if c := t[len(strings.TrimRight(t, " \t"))-1]; c == '{' || c == '[' || c == '(' {
		for k := i + 1; k < len(s.lines) && k < i+4; k++ {
			t += s.line(k)
		}
	}
	t = strings.ToLower(t)
	for _, word := range []string{"header", "connection", "upgrade", "sec-websocket", "sec_websocket", "status", "method", "server", "host", "request", "response", "verb"} {
		if strings.Contains(t, word) {
			return true
		}
	}
	return false
}

// phpArrayAt reads the fields of $_SERVER or getallheaders() as PHP's print_r and var_dump print them:
//
//	[HTTP_UPGRADE] => websocket
//
//	["HTTP_UPGRADE"]=>
//	string(9) "websocket"
func (s *splitter) phpArrayAt(i int) (to int) {
	if i < s.failedTo[4] || !strings.HasPrefix(s.trimmed(i), "[") {
		return i
	}
	c := record{r: s.same()}
	fields := &literal{kind: '{'}
	known := 0
	for to = i; to < len(s.lines); to++ {
		line := s.trimLine(s.lines[to])
		t := s.cut(line)
		name, value, ok := strings.Cut(t, "] => ")
		dumped := !ok && len(t) >= len(`[""]=>`) && strings.HasPrefix(t, `["`) && strings.HasSuffix(t, `"]=>`)
		if dumped {
			name = `[` + t[2:len(t)-len(`"]=>`)]
		} else if !ok || len(name) < 2 || name[0] != '[' {
			break
		}
		key := &literal{kind: 's', text: name[1:], at: head.Span{Start: line.Start + 1, End: line.Start + len(name)}}
		v := &literal{kind: 's', text: value, at: head.Span{Start: line.End - len(value), End: line.End}}
		if dumped {
			if to++; to == len(s.lines) {
				break
			}
			key.at.Start, key.at.End = key.at.Start+1, key.at.End+1
			v.at = s.trimLine(s.lines[to])
			t = s.cut(v.at)
			if !strings.HasPrefix(t, "string(") {
				continue
			}
			if k := strings.IndexByte(t, '"'); k > 0 && len(t) > k+1 && t[len(t)-1] == '"' {
				v.at.Start, v.at.End = v.at.Start+k+1, v.at.End-1
			}
			v.text = s.cut(v.at)
		}
		if bare, http := strings.CutPrefix(key.text, "HTTP_"); http || head.IsCommonField(bare) {
			known++
		}
		fields.items = append(fields.items, item{key, v})
	}
	if known >= 2 {
		c.collect(fields, 0, 0)
		if end := s.built(i, to, &c); end > i {
			return end
		}
	}
	s.failedTo[4] = to
	return i
}

// dotnetAt reads an HttpResponseMessage as .NET prints it, with its fields in braces on separate lines:
//
//	StatusCode: 403, ReasonPhrase: 'Forbidden', Version: 1.1, Content: …, Headers:
func (s *splitter) dotnetAt(i int) (to int) {
	t := s.line(i)
	if strings.Contains(t, "Method: ") && strings.Contains(t, "RequestUri: '") {
		return s.dotnetRequest(i)
	}
	const code, phrase, version = "StatusCode: ", "ReasonPhrase: '", "Version: "
	a, b, c := strings.Index(t, code)+len(code), strings.Index(t, phrase)+len(phrase), strings.Index(t, version)+len(version)
	if a < len(code) || b < len(phrase) || c < len(version) || leadingStatus(t[a:]) == 0 || len(t) < c+3 || s.trimmed(i+1) != "{" {
		return i
	}
	w := textRewriter{from: &s.pastedText}
	at := s.lines[i].Start
	w.put("HTTP/", at+c)
	w.keep(at+c, at+c+3)
	w.put(" ", at+a)
	w.keep(at+a, at+a+3)
	w.put(" ", at+b)
	w.keep(at+b, at+b+max(strings.IndexByte(t[b:], '\''), 0))
	w.put("\n", at+len(t))
	for to = i + 2; to < len(s.lines) && isField(s.trimmed(to)); to++ {
		field := s.trimLine(s.lines[to])
		w.keep(field.Start, field.End)
		w.put("\n", field.End)
	}
	if s.trimmed(to) == "}" {
		to++
	}
	sub := reader{pastedText: w.result()}
	readRaw(&sub)
	s.before(i)
	s.merge(&sub, PartHead, s.through(i, to))
	return to
}

// dotnetRequest reads a request as .NET prints it:
//
//	Method: GET, RequestUri: 'wss://a.example/ws', Version: 1.1, Content: <null>, Headers:
func (s *splitter) dotnetRequest(i int) (to int) {
	c := record{r: s.same()}
	t := s.line(i)
	member := func(name, end string) piece {
		k := strings.Index(t, name)
		if k < 0 {
			return piece{}
		}
		k += len(name)
		length := strings.Index(t[k:]+end, end)
		at := s.lines[i].Start + k
		return s.pieceAt(head.Span{Start: at, End: at + length})
	}
	c.method, c.target = member("Method: ", ","), member("RequestUri: '", "'")
	if !isMethod(c.method.text) || c.target.text == "" || s.trimmed(i+1) != "{" {
		return i
	}
	for to = i + 2; to < len(s.lines) && isField(s.trimmed(to)); to++ {
		if f, ok := s.colonField(s.trimLine(s.lines[to])); ok {
			c.request = append(c.request, f)
		}
	}
	if s.trimmed(to) == "}" {
		to++
	}
	return s.built(i, to, &c)
}

// readRecord reads a value that describes a request, an answer, or both.
func readRecord(r *reader) bool {
	if strings.HasPrefix(r.body, "&{") || strings.HasPrefix(r.body, "map[") {
		return r.goValue()
	}
	if readJSON(r) {
		return true
	}
	r.Paste = Paste{}
	l := literals{r: r}
	v := l.value(0)
	if v != nil && v.kind == 'w' { // the name of a type
		if next := l.value(0); next != nil {
			next.text = v.text
			v = next
		}
	}
	if v == nil {
		return false
	}
	c := record{r: r, byGo: v.text == "http.Header" || v.text == "Header"}
	c.typed = sideOf(v.text) == handshake.Response
	c.collect(v, sideOf(v.text), 0)
	return c.build()
}

// record is the content of such a value, in any language.
type record struct {
	r                                                    *reader
	method, target, query, host, version, status, phrase piece
	request, response, fields                            []fieldBuilder // fields: of an unknown side
	byGo, typed                                          bool           // typed: the name of its type says response
	chosen                                               bool           // from a log that is configured to show certain fields
}

// sideOf derives the side from the name of a type or member.
func sideOf(name string) handshake.Side {
	switch key(name) {
	case "request", "req", "httprequest", "clientrequest":
		return handshake.Request
	case "response", "res", "resp", "httpresponse", "reply":
		return handshake.Response
	}
	return 0
}

// key returns the name of a member in lower case without punctuation, which differs between languages.
func key(name string) string {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:]
	}
	return strings.ToLower(unmarked.Replace(name))
}

var unmarked = strings.NewReplacer("-", "", "_", "", " ", "")

func (c *record) collect(v *literal, side handshake.Side, depth int) {
	common, named := 0, false
	for _, i := range v.items {
		if i.key != nil {
			if head.IsCommonField(i.key.text) {
				common++
			}
			k := key(i.key.text)
			named = named || (k == "method" || k == "url" || k == "uri" || k == "path") && i.key.text[0] != ':'
		}
	}
	if depth > 0 || len(v.items) == 0 || v.items[0].key == nil {
		if f := v.asFields(); len(f) > 1 && (len(v.items) == 0 || v.items[0].key == nil) && countCommon(f) > 1 {
			c.take(f, side)
			return
		}
	}
	var flat []fieldBuilder
	for _, i := range v.items {
		if i.key == nil {
			if i.value.kind == '{' && depth < 4 {
				inner := sideOf(i.value.text)
				if inner == 0 {
					inner = side
				}
				c.byGo = c.byGo || i.value.text == "http.Header"
				c.collect(i.value, inner, depth+1)
			}
			continue
		}
		if i.value.kind == '{' {
			c.member(i, side, depth)
			if common > 1 && head.IsCommonField(i.key.text) {
				for _, s := range i.value.strings() {
					flat = append(flat, fieldBuilder{name: i.key.bit(), value: s})
				}
			}
			continue
		}
		if !c.scalar(i, side) && !(named && head.EqualFold(i.key.text, "host")) && (common > 1 && !named || head.IsCommonField(i.key.text) || head.HasPrefixFold(i.key.text, "X-")) {
			flat = append(flat, fieldBuilder{name: i.key.bit(), value: i.value.bit()})
		}
	}
	if common > 1 || len(flat) > 0 && (named || len(v.items) < 3) || countCommon(flat) > 1 {
		c.take(flat, side)
	}
}

func countCommon(fields []fieldBuilder) (n int) {
	for i := range fields {
		if head.IsCommonField(fields[i].fieldName()) {
			n++
		}
	}
	return n
}

func (c *record) take(fields []fieldBuilder, side handshake.Side) {
	switch {
	case len(fields) == 0:
	case side == handshake.Request:
		c.request = append(c.request, fields...)
	case side == handshake.Response:
		c.response = append(c.response, fields...)
	default:
		c.fields = append(c.fields, fields...)
	}
}

// member reads a member that is a composite.
func (c *record) member(i item, side handshake.Side, depth int) {
	switch k := key(i.key.text); k {
	case "headers", "header", "httpheaders", "multivalueheaders", "rawheaders":
		c.byGo = c.byGo || i.value.text == "http.Header"
		c.take(i.value.asFields(), side)
	case "requestheaders", "reqheaders", "reqheader", "requestheader":
		c.take(i.value.asFields(), handshake.Request)
	case "responseheaders", "respheaders", "resheaders", "resheader", "responseheader":
		c.take(i.value.asFields(), handshake.Response)
	default:
		if depth < 4 && !head.IsCommonField(i.key.text) {
			inner := sideOf(k)
			if inner == 0 {
				inner = side
			}
			c.collect(i.value, inner, depth+1)
		}
	}
}

// scalar reads a member that is part of a start line, or a field under a name used in logs; false for any other.
func (c *record) scalar(i item, side handshake.Side) bool {
	v := i.value.bit()
	set := func(b *piece) bool {
		if b.text == "" {
			*b = v
		}
		return true
	}
	name := i.key.text
	switch key(name) {
	case "method", "requestmethod", "httpmethod", "requestverb", "verb", "httprequestmethod":
		return isMethod(v.text) && (side == handshake.Response || set(&c.method))
	case "uri", "url", "path", "requesturi", "requestpath", "rawpath", "requesturl", "uripath", "urlpath", "originalurl", "httptarget", "target", "pathinfo":
		if v.text == "" || v.text[0] != '/' && !strings.Contains(v.text, "://") {
			return false
		}
		if side == handshake.Response {
			return true
		}
		if len(v.text) > len(c.target.text) && !strings.Contains(c.target.text, "://") {
			c.target = v
		}
		return true
	case "querystring", "rawquerystring":
		return v.text == "" || strings.ContainsAny(v.text, " {") || set(&c.query)
	case "requesthost", "authority", "vhost", "servername", "requestauthority", "domainname", "hostname":
		return set(&c.host)
	case "host":
		set(&c.host)
		return false
	case "proto", "protocol", "version", "httpversion", "requestprotocol", "serverprotocol", "requestproto":
		if end := i.value.at.End; head.EqualFold(v.text, "HTTP") && end+4 <= len(c.r.body) && c.r.body[end] == '/' { // HTTP/1.1 without quotes
			v = c.r.pieceAt(head.Span{Start: i.value.at.Start, End: end + 4})
		}
		if head.HasPrefixFold(v.text, "HTTP/") {
			v.text = strings.ToUpper(v.text)
			set(&c.version)
		}
		return true
	case "status", "statuscode", "responsecode", "responsestatus", "httpstatus", "elbstatuscode", "downstreamstatus", "originstatus", "httpstatuscode", "code", "responsestatuscode":
		if k := key(name); k == "code" && side != handshake.Response && c.status.text == "" && c.method.text == "" {
			return false
		}
		if status := leadingStatus(v.text); status > 0 {
			v = v.slice(0, 3)
			set(&c.status)
			return true
		}
		return false
	case "statustext", "reason", "reasonphrase", "statusmessage", "message", "reasonstring":
		if side == handshake.Response || key(name) != "message" {
			v.text = strings.Trim(v.text, " ")
			return set(&c.phrase)
		}
		return false
	case "request", "requestline": // "GET /ws HTTP/1.1"
		if words := strings.Fields(v.text); len(words) == 3 && isRequestLine(v.text, false) {
			c.method, c.target, c.version = v, v, v
			c.method.text, c.target.text, c.version.text = words[0], words[1], words[2]
			return true
		}
		return false
	case "useragent", "httpuseragent":
		i.key.text = "User-Agent"
		c.take([]fieldBuilder{{name: i.key.bit(), value: v}}, handshake.Request)
		return true
	}
	return c.prefixed(i, v)
}

// fieldPrefixes are what log formats put before the name of a field.
var fieldPrefixes = []struct {
	prefix string
	side   handshake.Side
}{
	{"sent_http_", handshake.Response}, {"upstream_http_", handshake.Response}, {"http_", handshake.Request},
	{"request_", handshake.Request}, {"req_header_", handshake.Request}, {"downstream_", handshake.Response},
}

// prefixed takes an item that is a field by its prefix: http_user_agent, sent_http_upgrade. It returns false for others.
func (c *record) prefixed(i item, v piece) bool {
	name := i.key.text
	for _, p := range fieldPrefixes {
		if head.HasPrefixFold(name, p.prefix) && v.text != "" && v.text != "-" {
			n := i.key.bit()
			if n.text = spelled(strings.ReplaceAll(name[len(p.prefix):], "_", "-")); head.IsCommonField(n.text) {
				c.take([]fieldBuilder{{name: n, value: v}}, p.side)
				c.chosen = c.chosen || p.side == handshake.Request
				return true
			}
		}
	}
	return false
}

// spelled returns the name of a field as heads spell it: Sec-Websocket-Key.
func spelled(name string) string {
	b := []byte(strings.ToLower(name))
	for i := range b {
		if (i == 0 || b[i-1] == '-') && 'a' <= b[i] && b[i] <= 'z' {
			b[i] -= 'a' - 'A'
		}
	}
	return string(b)
}

// build adds the exchange that the record describes; false if it describes too little.
func (c *record) build() bool {
	r := c.r
	names := func(yield func(string) bool) {
		for i := range c.fields {
			if !yield(c.fields[i].fieldName()) {
				return
			}
		}
	}
	asks := c.method.text != "" || c.target.text != ""
	if len(c.fields) > 0 {
		if !asks && len(c.fields) == 1 && c.status.text == "" && (!isEssential(c.fields[0].fieldName()) || strings.Contains(c.fields[0].fieldValue(), " ") || isElision(c.fields[0].fieldValue())) {
			return false
		}
		if !asks && (c.status.text != "" || isAnswer(names)) {
			c.response = append(c.fields, c.response...)
		} else {
			c.request = append(c.fields, c.request...)
		}
	}
	if c.method.text == "" && c.status.text == "" && len(c.request) == 1 && head.EqualFold(c.request[0].fieldName(), "Server") { // new WebSocketServer({server: http, path: '/ws'})
		return false
	}
	if c.method.text == "" && c.target.text != "" && len(c.request) == 0 && c.status.text == "" || c.target.text == "" && c.method.text != "" && len(c.request) == 0 {
		return false
	}
	if !asks && c.status.text == "" && countCommon(c.request)+countCommon(c.response) == 0 || c.status.text != "" && !asks && !c.typed && len(c.request)+len(c.response) == 0 {
		return false
	}
	r.Format = FormatDump
	http2 := len(c.request) > 0 && strings.HasPrefix(c.request[0].fieldName(), ":") || strings.HasPrefix(c.version.text, "HTTP/2") || strings.HasPrefix(c.version.text, "HTTP/3")
	var q, a *headBuilder
	url := ""
	if asks || len(c.request) > 0 {
		q = c.head(http2)
		if strings.Contains(c.target.text, "://") {
			url = c.target.text
		}
	}
	if c.status.text != "" || len(c.response) > 0 {
		a = &headBuilder{fields: c.response}
		switch {
		case http2 || len(c.response) > 0 && c.response[0].fieldName() == ":status":
			if c.status.text != "" {
				a.fields = append([]fieldBuilder{{name: inserted(handshake.InsertedStartLine, ":status"), value: c.status}}, c.response...)
			}
			http2 = true
		case c.status.text == "":
			a.start = []piece{inserted(handshake.InsertedStartLine, "HTTP/1.1"), inserted(handshake.InsertedStartLine, "101"), inserted(handshake.InsertedStartLine, handshake.ReasonPhrases[101])}
		default:
			version := inserted(handshake.InsertedVersion, "HTTP/1.1")
			if q == nil && c.version.text != "" {
				version = c.version
			}
			a.start = []piece{version, c.status}
			if c.phrase.text != "" {
				a.start = append(a.start, c.phrase)
			} else if reason := handshake.ReasonPhrases[leadingStatus(c.status.text)]; reason != "" {
				a.start = append(a.start, inserted(handshake.InsertedVersion, reason))
			}
		}
		if q != nil && a.fields == nil && c.status.text == "" {
			a = nil
		}
	}
	r.exchange(q, a, http2, url)
	return len(r.Exchanges) > 0
}

// head builds the request of a record. What the record does not show is inserted and marked as such.
func (c *record) head(http2 bool) *headBuilder {
	r := c.r
	if len(c.request) > 0 && strings.HasPrefix(c.request[0].fieldName(), ":") {
		return &headBuilder{fields: c.request}
	}
	method, target := c.method, c.target
	if q := strings.TrimPrefix(c.query.text, "?"); q != "" && target.text != "" && !strings.Contains(target.text, "?") {
		target = joined([]piece{target, {text: q, at: c.query.at}}, "?")
	}
	if method.text == "" {
		method = inserted(handshake.InsertedStartLine, "GET")
	}
	var d *headBuilder
	var a head.Address
	if target.text == "" {
		d = &headBuilder{start: []piece{method, inserted(handshake.InsertedStartLine, "/"), inserted(handshake.InsertedStartLine, "HTTP/1.1")}}
	} else {
		d, a = r.request(method, target)
	}
	if strings.HasPrefix(c.version.text, "HTTP/1.") && !http2 {
		d.start[2] = c.version
	}
	d.give(c.request)
	if c.host.text != "" && (a.Host == "" || len(c.request) > 0) {
		host := false
		for i := range c.request {
			host = host || head.EqualFold(c.request[i].fieldName(), "Host")
		}
		if !host {
			d.remove("Host")
			d.fields = append([]fieldBuilder{{name: inserted(handshake.InsertedByClient, "Host"), value: c.host}}, d.fields...)
		}
	}
	switch {
	case d.field("Host") == nil:
		d.add(inserted(handshake.InsertedByClient, "Host"), inserted(handshake.InsertedByClient, hostPlaceholder(d.fields)))
		if c.byGo {
			r.notice(NoticeOmitted, "Go keeps Host apart from http.Header, so this map does not have it; a made-up one is used.", head.Span{})
		}
	}
	if len(c.request) == 0 || len(c.request) == 1 && d.field("User-Agent") != nil {
		r.handshake(d)
		r.context |= handshake.ContextPartial
		r.notice(NoticeOmitted, "The log does not show the fields of the request; those of a WebSocket client are shown in their place.", head.Span{})
	}
	if c.method.text == "" && target.text == "" && c.host.text == "" && !hasOwn(c.request) {
		r.context |= handshake.ContextPartial // only the fields that a program adds to those of its library
	}
	if c.chosen && d.field("Upgrade") != nil && d.field("Sec-WebSocket-Key") == nil {
		r.context |= handshake.ContextPartial
	}
	if http2 {
		return d.http2(a)
	}
	return d
}

// hasOwn reports whether a field is among them that every request, or every handshake, has.
func hasOwn(fields []fieldBuilder) bool {
	for name := range namesOf(fields) {
		if head.EqualFold(name, "Host") || head.EqualFold(name, "Upgrade") || head.EqualFold(name, "Sec-WebSocket-Key") {
			return true
		}
	}
	return false
}

// goValue reads an http.Request, an http.Response or an http.Header as fmt prints it:
//
//	&{Method:GET URL:/ws Proto:HTTP/1.1 … Header:map[Connection:[Upgrade] …] … Host:a.example …}      (%+v)
//	&{GET /ws HTTP/1.1 1 1 map[Connection:[Upgrade] …] …}                                             (%v)
func (r *reader) goValue() bool {
	i := strings.Index(r.body, "map[")
	if i < 0 {
		return false
	}
	c := record{r: r, byGo: true}
	fields := r.goMap(head.Span{Start: i + 4, End: len(r.body)})
	if len(fields) == 0 {
		return false
	}
	member := func(name string) piece {
		for _, before := range []string{" ", "{"} {
			if k := strings.Index(r.body, before+name+":"); k >= 0 {
				start := k + len(before) + len(name) + 1
				return r.pieceAt(head.Span{Start: start, End: start + strings.IndexAny(r.body[start:]+" ", " }")})
			}
		}
		return piece{}
	}
	words := strings.Fields(r.body[:i])
	if len(words) > 2 && strings.HasPrefix(words[0], "&{") {
		word := func(t string) piece {
			k := strings.Index(r.body, t)
			return r.pieceAt(head.Span{Start: k, End: k + len(t)})
		}
		if first := words[0][2:]; isKnownMethod(first) && isTarget(words[1]) {
			c.method, c.target, c.version = word(first), word(words[1]), word(words[2])
		} else if leadingStatus(first) > 0 {
			c.status = word(first)
		} else {
			c.method, c.status, c.version, c.host = member("Method"), member("StatusCode"), member("Proto"), member("Host")
			if c.target = member("RequestURI"); c.target.text == "" {
				c.target = member("URL")
			}
		}
	}
	c.fields = fields
	return c.build()
}
