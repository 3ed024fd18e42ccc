package export

import (
	"slices"
	"strings"
	"unicode/utf8"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// Form is an export format. paste.Read reads each of them.
type Form string

const (
	FormRaw       Form = "raw HTTP"      // the bytes of both heads, one after the other
	FormCurl      Form = "curl"          // every field as it is; of the fields that curl adds, only Host is left to it
	FormWebSocket Form = "new WebSocket" // for a browser: only URL and subprotocols
	FormGo        Form = "Go"            // github.com/coder/websocket
	FormPython    Form = "Python"        // websockets, 14 and later
	FormWebsocat  Form = "websocat"
	FormMarkdown  Form = "Markdown" // both heads in code fences, for a report
)

// Forms is every form, in the order to offer them.
var Forms = []Form{FormRaw, FormCurl, FormWebSocket, FormGo, FormPython, FormWebsocat, FormMarkdown}

// Redacted writes an exchange in a form, its secrets masked as Redact does. It returns "" where the form cannot express
// the exchange: a program without a request, curl for a CONNECT of HTTP/2. The programs leave out what their client
// sends by itself, such as the key.
func Redacted(x handshake.Exchange, as Form) string {
	x, _ = handshake.Redact(x)
	return WithSecrets(x, as)
}

// WithSecrets is Redacted without the masks.
func WithSecrets(x handshake.Exchange, as Form) string {
	switch as {
	case FormRaw:
		return x.Request + x.Response
	case FormMarkdown:
		return markdown(x)
	}
	if x.Request == "" {
		return ""
	}
	o := newOutline(x)
	switch as {
	case FormCurl:
		return o.curl()
	case FormWebSocket:
		return o.browser()
	case FormGo:
		return o.golang()
	case FormPython:
		return o.python()
	case FormWebsocat:
		return o.websocat()
	}
	return ""
}

// CurlOverHTTP1 writes the curl command that asks for the same WebSocket over HTTP/1.1, with what a handshake needs; "" where neither a
// request nor its address is known. What curl sends by itself is left to it.
func CurlOverHTTP1(x handshake.Exchange) string {
	if x.Request == "" && x.URL == "" {
		return ""
	}
	o := newOutline(x)
	fields := o.head.Fields
	o.secure = o.secure || x.URL == "" // HTTP/2 is hardly spoken without TLS
	o.http2, o.own, o.head.Fields, o.head.Method.Text = false, true, nil, "GET"
	add := func(name, value string) {
		o.head.Fields = append(o.head.Fields, head.Field{Name: head.Token{Text: name}, Value: head.Token{Text: value}})
	}
	add("Connection", "Upgrade")
	upgrade := ""
	for i := range fields {
		f := &fields[i]
		switch name := strings.ToLower(f.Name.Text); {
		case f.Known == head.NameConnection, f.Known == head.NameHost, name == "accept", name == "user-agent" && strings.HasPrefix(f.Value.Text, "curl/"):
		default:
			if f.Known == head.NameUpgrade {
				upgrade = f.Value.Text
			}
			o.head.Fields = append(o.head.Fields, *f)
		}
	}
	if upgrade == "" || head.EqualFold(upgrade, "websocket") {
		for _, missing := range [][2]string{{"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "13"}, {"Sec-WebSocket-Key", sampleKey}} {
			if len(o.head.Get(missing[0])) == 0 {
				add(missing[0], missing[1])
			}
		}
	}
	return strings.TrimSuffix(o.curl(), "\n")
}

// sampleKey is that of RFC 6455 §1.3.
const sampleKey = "dGhlIHNhbXBsZSBub25jZQ=="

func markdown(x handshake.Exchange) string {
	var b strings.Builder
	part := func(title, h string) {
		if h == "" {
			return
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		text := strings.ReplaceAll(strings.TrimSuffix(h, head.CRLF), head.CRLF, "\n")
		if !strings.HasSuffix(text, "\n") {
			text += "\n"
		}
		fence := fenceFor(text)
		b.WriteString("**" + title + "**\n\n" + fence + "http\n" + text + fence + "\n")
	}
	part("Request", x.Request)
	part("Response", x.Response)
	return b.String()
}

// fenceFor is a code fence that nothing in the text can close: longer than any run of backticks in it
// (CommonMark §4.5).
func fenceFor(text string) string {
	longest, run := 2, 0
	for i := range len(text) {
		if run++; text[i] != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	return strings.Repeat("`", longest+1)
}

// outline has the parts of a request that a program's code names.
type outline struct {
	head      head.Head
	http2     bool
	own       bool // curl adds what it sends by itself
	secure    bool
	host      string       // where to connect
	path      string       // after it in the URL
	target    string       // the request target where it is not path, else ""
	protocols []string     // offered
	deflate   bool         // permessage-deflate is offered
	fields    []head.Field // what the client does not send by itself
}

func newOutline(x handshake.Exchange) *outline {
	o := &outline{head: x.RequestHead(), http2: x.HTTP2}
	first := func(name string) string {
		if f := o.head.Get(name); len(f) > 0 {
			return f[0].Value.Text
		}
		return ""
	}
	o.path = o.head.Target.Text
	a, ok := head.SplitAddress(x.URL)
	if !ok {
		a, ok = head.SplitAddress(o.path)
	}
	if x.Request == "" && ok {
		o.path = a.Target
	}
	switch {
	case ok && a.Host != "":
		o.host, o.secure = a.Authority(), a.Secure()
	case x.HTTP2:
		o.host, o.secure = first(":authority"), first(":scheme") == "https"
	default:
		o.host, o.secure = first("Host"), head.HasPrefixFold(first("Origin"), "https:")
	}
	if o.host == "" || strings.ContainsAny(o.host, " \t/?#@") {
		o.host = "localhost"
	}
	if !strings.HasPrefix(o.path, "/") || strings.ContainsAny(o.path, " \t#") {
		o.target, o.path = o.path, "/"
		if t, ok := head.SplitAddress(o.target); ok && strings.HasPrefix(t.Target, "/") {
			o.path = t.Target
		}
	}
	for _, m := range o.head.List("Sec-WebSocket-Protocol") {
		o.protocols = append(o.protocols, m.Text)
	}
	offers, ok := o.head.Extensions()
	o.deflate = ok && slices.ContainsFunc(offers, func(e head.Extension) bool { return e.Name.Text == handshake.DeflateName })
	for _, f := range o.head.Fields {
		switch name := f.Name.Text; {
		case !head.IsToken(name), head.HasPrefixFold(name, "Sec-WebSocket-"),
			f.Known == head.NameHost, f.Known == head.NameUpgrade, f.Known == head.NameConnection, f.Known == head.NameContentLength, f.Known == head.NameTransferEncoding:
		default:
			o.fields = append(o.fields, f)
		}
	}
	return o
}

// url returns the URL, with ws and wss or with http and https.
func (o *outline) url(scheme string) string {
	if o.secure {
		scheme += "s"
	}
	return scheme + "://" + o.host + o.path
}

func (o *outline) curl() string {
	if o.http2 && o.head.Method.Text == "CONNECT" {
		return ""
	}
	var b strings.Builder
	b.WriteString("curl -i -N")
	version := " --http1.1"
	switch {
	case o.http2:
		version = " --http2-prior-knowledge"
	case o.head.Version.Text == "HTTP/1.0":
		version = " --http1.0"
	}
	b.WriteString(version)
	if strings.ContainsAny(o.path, "[]{}") || strings.ContainsAny(o.host, "{}") {
		b.WriteString(" -g")
	}
	if strings.Contains(o.path, "/.") {
		b.WriteString(" --path-as-is")
	}
	option := func(name, value string) { b.WriteString(" \\\n  " + name + " " + shellQuote(value)) }
	content := ""
	if len(o.head.Get("Content-Length")) > 0 && len(o.head.Get("Transfer-Encoding")) == 0 {
		content = o.head.Rest()
	}
	if o.head.Method.Text != "GET" || content != "" {
		option("-X", o.head.Method.Text)
	}
	if o.target != "" {
		option("--request-target", o.target)
	}
	hosts := o.head.Get("Host")
	silent := []string{"User-Agent", "Accept"} // what curl would add
	if content != "" {
		silent = append(silent, "Content-Type")
	}
	if !o.http2 && len(hosts) == 0 {
		silent = append(silent, "Host")
	}
	if o.own {
		silent = nil
	}
	for _, f := range o.head.Fields {
		name, value := f.Name.Text, f.Value.Text
		switch {
		case name == "" || name[0] == ':' || name[0] == '@', f.Known == head.NameHost && len(hosts) == 1 && value == o.host:
		case value == "":
			option("-H", name+";")
		default:
			option("-H", name+": "+value)
		}
	}
	for _, name := range silent {
		if len(o.head.Get(name)) == 0 {
			option("-H", name+":")
		}
	}
	if content != "" {
		option("--data-raw", content)
	}
	b.WriteString(" \\\n  " + shellQuote(o.url("http")) + "\n")
	return b.String()
}

func (o *outline) browser() string {
	protocols := ""
	if len(o.protocols) > 0 {
		protocols = ", [" + quotedList(o.protocols) + "]"
	}
	return "const socket = new WebSocket(" + codeQuote(o.url("ws")) + protocols + ");\n"
}

func (o *outline) golang() string {
	var b strings.Builder
	b.WriteString("conn, _, err := websocket.Dial(ctx, " + codeQuote(o.url("ws")) + ", &websocket.DialOptions{\n")
	if len(o.fields) > 0 {
		b.WriteString("\tHTTPHeader: http.Header{\n")
		values := map[string][]string{}
		var names []string
		for _, f := range o.fields {
			name := canonical(f.Name.Text)
			if values[name] == nil {
				names = append(names, name)
			}
			values[name] = append(values[name], f.Value.Text)
		}
		for _, name := range names {
			b.WriteString("\t\t" + codeQuote(name) + ": {" + quotedList(values[name]) + "},\n")
		}
		b.WriteString("\t},\n")
	}
	if len(o.protocols) > 0 {
		b.WriteString("\tSubprotocols: []string{" + quotedList(o.protocols) + "},\n")
	}
	if o.deflate {
		b.WriteString("\tCompressionMode: websocket.CompressionContextTakeover,\n")
	}
	b.WriteString("})\n")
	return b.String()
}

func (o *outline) python() string {
	var b, fields strings.Builder
	agent := false
	origin := ""
	for _, f := range o.fields {
		if f.Known == head.NameOrigin && origin == "" {
			origin = f.Value.Text
			continue
		}
		agent = agent || head.EqualFold(f.Name.Text, "User-Agent")
		fields.WriteString("        (" + codeQuote(f.Name.Text) + ", " + codeQuote(f.Value.Text) + "),\n")
	}
	if fields.Len() > 0 {
		b.WriteString("# websockets 14 or later: before, additional_headers was extra_headers\n")
	}
	b.WriteString("async with websockets.connect(\n    " + codeQuote(o.url("ws")) + ",\n")
	if origin != "" {
		b.WriteString("    origin=" + codeQuote(origin) + ",\n")
	}
	if fields.Len() > 0 {
		b.WriteString("    additional_headers=[\n" + fields.String() + "    ],\n")
	}
	if !agent {
		b.WriteString("    user_agent_header=None,\n")
	}
	if len(o.protocols) > 0 {
		b.WriteString("    subprotocols=[" + quotedList(o.protocols) + "],\n")
	}
	if !o.deflate {
		b.WriteString("    compression=None,\n")
	}
	b.WriteString(") as socket:\n    print(await socket.recv())\n")
	return b.String()
}

func (o *outline) websocat() string {
	var b strings.Builder
	b.WriteString("websocat")
	if len(o.protocols) > 0 {
		b.WriteString(" --protocol " + shellQuote(strings.Join(o.protocols, ", ")))
	}
	origin := false
	for _, f := range o.fields {
		if f.Known == head.NameOrigin && !origin {
			origin = true
			b.WriteString(" --origin " + shellQuote(f.Value.Text))
			continue
		}
		b.WriteString(" -H=" + shellQuote(f.Name.Text+": "+f.Value.Text))
	}
	b.WriteString(" " + shellQuote(o.url("ws")) + "\n")
	return b.String()
}

// canonical writes a field name like Go's http.Header: each word begins with a capital.
func canonical(name string) string {
	b := []byte(strings.ToLower(name))
	for i, c := range b {
		if 'a' <= c && c <= 'z' && (i == 0 || b[i-1] == '-') {
			b[i] = c - ('a' - 'A')
		}
	}
	return string(b)
}

func quotedList(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = codeQuote(w)
	}
	return strings.Join(quoted, ", ")
}

// codeQuote returns a string literal that is valid in JavaScript, Go and Python.
func codeQuote(s string) string { return `"` + escaped(s, `"`) + `"` }

// shellQuote returns one word for any POSIX shell, in single quotes, in which only the closing quote is special. Control
// characters and bytes that are not UTF-8 are written in octal, for printf.
func shellQuote(s string) string {
	var b strings.Builder
	open := "" // what closes the quoting that is open
	quote := func(begin, end string) {
		if open != end {
			b.WriteString(open + begin)
			open = end
		}
	}
	for i := 0; i < len(s); {
		c, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case c == '\'':
			quote("", "")
			b.WriteString(`\'`)
		case c == utf8.RuneError, c < ' ' && c != '\n', 0x7F <= c && c < 0xA0,
			c == '^', c == '`': // by these two a command for cmd or PowerShell is told, see dialectOf
			quote(printfOpen, printfClose)
			for _, c := range []byte(s[i : i+size]) {
				b.Write([]byte{'\\', '0' + c>>6, '0' + c>>3&7, '0' + c&7})
			}
		default:
			quote("'", "'")
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	if s == "" {
		quote("'", "'")
	}
	quote("", "")
	return b.String()
}

// A run of octets begins and ends with these; the reader of commands knows them.
const printfOpen, printfClose = `"$(printf '`, `')"`

// escaped puts a backslash before quotes and backslashes, and writes control characters and bytes that are not UTF-8 in hexadecimal.
func escaped(s, quote string) string {
	const digits = "0123456789abcdef"
	var b strings.Builder
	text := utf8.ValidString(s)
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\\' || c == quote[0]:
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ', c == 0x7F, c > 0x7F && !text:
			b.WriteString(`\x` + string(digits[c>>4]) + string(digits[c&15]))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
