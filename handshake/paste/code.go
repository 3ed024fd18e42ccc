package paste

import (
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
	"upgrade101/handshake/phrase"
)

// calls are the calls with which programs open a WebSocket or send a request, up to their arguments.
var calls = []struct {
	sign   string
	format Format
}{
	{"WebSocket(", FormatWebSocket},
	{"websockets.connect(", FormatPython},
	{"websocket.create_connection(", FormatPython},
	{".ws_connect(", FormatPython},
	{"websocket.Dial(", FormatGo},
	{"Dialer.Dial(", FormatGo},
	{"Dialer.DialContext(", FormatGo},
	{"fetch(", FormatFetch},
	{"connect(", FormatPython},
}

// readCode reads the call that opens the connection in a program. Only literal arguments count: the text does not
// show the values of variables.
func readCode(r *reader) bool {
	if len(r.body) > 0 && isRequestLine(firstLine(r.body), true) {
		return false
	}
	for _, call := range calls {
		i := strings.Index(r.body, call.sign)
		if i < 0 {
			continue
		}
		l := literals{r: r, at: i + len(call.sign) - 1}
		if r.call(call.format, l.composite(0)) {
			r.Format = call.format
			return true
		}
	}
	return false
}

var powerShell = phrase.List{Text: "Invoke-WebRequest|Invoke-RestMethod"}

// codeAt finds a call or a PowerShell command that begins in line i.
func (s *splitter) codeAt(i int) (to int) {
	t := s.line(i)
	bare := strings.TrimLeft(t, " \t")
	if powerShell.In(t) || strings.HasPrefix(bare, "iwr ") || strings.HasPrefix(bare, "$session") {
		for to = i + 1; to < len(s.lines) && s.trimmed(to) != ""; to++ {
		}
		if s.try(i, s.through(i, to), PartCommand, readPowerShell) {
			return to
		}
	}
	if strings.HasPrefix(bare, "at ") || strings.HasPrefix(bare, "File ") || !strings.Contains(t, "(") { // a line of a stack trace
		return i
	}
	for _, call := range calls {
		k := strings.Index(t, call.sign)
		if k < 0 {
			continue
		}
		at := head.Span{Start: s.lines[i].Start, End: s.lines[len(s.lines)-1].End}
		l := literals{r: &reader{pastedText: pastedText{body: s.cut(at)}}, at: k + len(call.sign) - 1}
		l.composite(0)
		at.End = at.Start + l.at
		s.budget -= l.at
		if s.budget < 0 {
			return i
		}
		if s.try(i, at, PartCommand, readCode) {
			s.budget += l.at
			for to = i + 1; to < len(s.lines) && s.lines[to].Start < at.End; to++ {
			}
			return to
		}
	}
	return i
}

func firstLine(t string) string {
	line, _, _ := strings.Cut(t, "\n")
	return line
}

// call builds the exchange from a call's arguments; false if none of them is a URL.
func (r *reader) call(format Format, args *literal) bool {
	var url *literal
	var rest []*literal
	for _, i := range args.items {
		switch {
		case i.key == nil && url == nil:
			if i.value.kind == 's' {
				url = i.value
			}
		case i.key == nil:
			rest = append(rest, i.value)
		case url == nil && (i.key.text == "url" || i.key.text == "uri"):
			url = i.value
		}
	}
	if url == nil || url.str() == "" {
		return false
	}
	if a, ok := head.SplitAddress(url.text); ok && a.Host == "" { // the rest is in a variable
		return false
	}
	if _, ok := head.SplitAddress(url.text); !ok && (format == FormatPython || !strings.HasPrefix(url.text, "/")) || strings.ContainsAny(url.text, " \n") {
		return false
	}
	if format == FormatFetch {
		var options *literal
		if len(rest) > 0 {
			options = rest[0]
		}
		r.fetch(url, options)
		return true
	}
	var protocols []piece
	var origin piece
	var fields []fieldBuilder
	option := func(v *literal) {
		if p := v.get("Subprotocols", "subprotocols", "protocols", "protocol").strings(); p != nil {
			protocols = p
		}
		if o := v.get("origin").bit(); o.text != "" {
			origin = o
		}
		fields = append(fields, v.get("HTTPHeader", "headers", "header", "additional_headers", "extra_headers").asFields()...)
	}
	option(args)
	for i, v := range rest {
		switch {
		case format == FormatWebSocket && i == 0 && (v.kind == 's' || keyless(v)):
			protocols = v.strings()
		case format == FormatGo && strings.HasSuffix(v.text, "http.Header"):
			fields = v.asFields()
		case v.kind == '{':
			option(v)
		}
	}
	d, a := r.request(inserted(handshake.InsertedByClient, "GET"), url.bit())
	d.give(fields)
	r.handshake(d)
	if origin.text != "" && d.field("Origin") == nil {
		d.add(inserted(handshake.InsertedByClient, "Origin"), origin)
	} else if format == FormatWebSocket && len(fields) == 0 && a.Host != "" {
		d.client("Origin", a.Origin())
	}
	if d.field("Sec-WebSocket-Protocol") == nil {
		d.protocols(protocols)
	}
	r.exchange(d, nil, false, url.text)
	return true
}

func keyless(v *literal) bool {
	for _, i := range v.items {
		if i.key != nil {
			return false
		}
	}
	return v.kind == '{'
}

// fetch builds the request of "Copy as fetch". The browser sent more: the exporter omits fields that scripts may not set.
func (r *reader) fetch(url, options *literal) {
	method := inserted(handshake.InsertedByClient, "GET")
	if m := options.get("method"); m.str() != "" {
		method = m.bit()
	}
	d, a := r.request(method, url.bit())
	d.give(options.get("headers").asFields())
	if a.Scheme == "ws" || a.Scheme == "wss" || options.get("mode").str() == "websocket" || d.field("Sec-WebSocket-Key") != nil || d.field("Sec-WebSocket-Version") != nil {
		r.handshake(d)
		if a.Host != "" {
			d.client("Origin", a.Origin())
		}
		r.noticeAt(NoticeOmitted, "Copy as fetch leaves out the fields that scripts may not set; the browser adds them. Running it opens no socket.", url.at)
	}
	if body := options.get("body").str(); body != "" {
		d.client("Content-Length", head.Decimal(len(body)))
		d.rest = []piece{decoded(body, options.get("body").at)}
	}
	r.exchange(d, nil, false, url.text)
}

// readPowerShell reads Chrome's "Copy as PowerShell": Invoke-WebRequest with a table of fields.
func readPowerShell(r *reader) bool {
	i := -1
	for _, sign := range []string{"Invoke-WebRequest", "Invoke-RestMethod", "iwr "} {
		if at := strings.Index(r.body, sign); at >= 0 && (sign != "iwr " || at == 0) {
			i = at + len(sign)
			break
		}
	}
	if i < 0 {
		return false
	}
	l := literals{r: r, at: i, tick: true}
	method := inserted(handshake.InsertedByClient, "GET")
	var url, agent *literal
	var fields []fieldBuilder
	if at := strings.Index(r.body, "$session.UserAgent"); at >= 0 && at < i {
		s := literals{r: r, at: at, tick: true}
		s.value(0)
		if s.blanks(); s.at < len(r.body) {
			agent = s.value(0)
		}
	}
	for v := l.value(0); v != nil; v = l.value(0) {
		if v.kind == 's' && url == nil {
			url = v
			continue
		}
		switch strings.ToLower(v.text) {
		case "-uri":
			url = l.value(0)
		case "-method":
			method = l.value(0).bit()
		case "-useragent":
			agent = l.value(0)
		case "-headers":
			if h := l.value(0); h != nil {
				fields = append(fields, h.asFields()...)
			}
		}
	}
	if _, ok := head.SplitAddress(url.str()); !ok || strings.ContainsAny(url.text, " \t\r\n") {
		return false
	}
	if method.text == "" {
		method = inserted(handshake.InsertedByClient, "GET")
	}
	r.Format = FormatPowerShell
	d, a := r.request(method, url.bit())
	if agent.str() != "" {
		d.add(inserted(handshake.InsertedByClient, "User-Agent"), agent.bit())
	}
	d.give(fields)
	if a.Scheme == "ws" || a.Scheme == "wss" || d.field("Sec-WebSocket-Version") != nil {
		r.handshake(d)
		r.noticeAt(NoticeOmitted, "Copy as PowerShell leaves out Connection and Host; the browser had sent them.", url.at)
	}
	r.exchange(d, nil, false, url.text)
	return true
}
