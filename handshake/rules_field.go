package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// Field lines: their shape, their names, how many and how large; and where the head ends.
//
//	field-line = field-name ":" OWS field-value OWS                 (RFC 9112 §5)
//	field-name = token                                              (RFC 9110 §5.1)
//	obs-fold   = OWS CRLF RWS                                       (RFC 9112 §5.2)

var fieldRules = []*Rule{
	{
		ID: "hdr-no-colon", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseMessage,
		Problem:  "Line without a colon: {}",
		Requires: "Every line after the first is a name, a colon and a value.",
		Why:      "A line without a colon is no field, and nothing tells what it was meant to be. A server should answer 400, as this one does.",
		Fix:      "Write Name: value, or remove the line.",
		Cites:    []string{"9112:5", "9112:2.2", "9110:2.2"},
		Broken:   func() *Example { return good.swap("Upgrade: websocket\r\n", "Upgrade: websocket\r\nhello\r\n") },
		fix:      colonOrNone,
		check:    lineWithoutColon,
	},
	{
		ID: "resp-no-colon", Side: Response, Severity: Warning, Strength: MustNot, Binds: Sender,
		Problem:  "The answer has a line without a colon: {}",
		Requires: "Every line of an answer after the first is a name, a colon and a value.",
		Why:      "Chrome, Firefox and WebKitGTK skip such a line. Node and npm ws fail.",
		Fix:      "Write Name: value, or remove the line.",
		Cites:    []string{"9112:5", "9110:2.2"},
		Broken: func() *Example {
			return answered.answer(strings.Replace(answered.Response, "Connection", "hello\r\nConnection", 1))
		},
		fix:   colonOrNone,
		check: lineWithoutColon,
	},
	{
		ID: "hdr-name-empty", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseMessage,
		Problem:  "A line starts with a colon; its field name is missing",
		Requires: "A field has a name.",
		Why:      "A line that starts with its colon is the value of nothing. In HTTP/2 names such as :method do start with a colon; in HTTP/1.1 no line may.",
		Fix:      "Write the name in front of the colon.",
		Cites:    []string{"9112:5", "9110:5.1", "9110:2.2"},
		Broken:   func() *Example { return good.swap("Upgrade: websocket\r\n", "Upgrade: websocket\r\n: value\r\n") },
		fix:      emptyName,
		check:    colonFirst,
	},
	{
		ID: "resp-name-empty", Side: Response, Severity: Warning, Strength: MustNot, Binds: Sender,
		Problem:  "A line of the answer starts with a colon",
		Requires: "A field of an answer has a name.",
		Why:      "Chrome, Firefox, WebKitGTK, Node 20 and Node 22 skip such a line. Node 24, Node 26 and npm ws fail.",
		Fix:      "Write the name in front of the colon.",
		Cites:    []string{"9112:5", "9110:5.1", "9110:2.2"},
		Broken:   func() *Example { return answered.answerAdd("", "value") },
		fix:      emptyName,
		check:    colonFirst,
	},
	{
		ID: "hdr-name-invalid", Side: Either, Severity: Error, Strength: MustNot, Binds: Sender, Over: AnyHTTP, Refuse: RefuseMessage,
		Problem:  "Field name {} contains invalid characters",
		Requires: "A field name holds only letters, digits and !#$%&'*+-.^_`|~.",
		Why: "Names are tokens, so that every reader finds the same end of the name. A space, a bracket or a letter outside ASCII in it makes the message " +
			"invalid: 400 from every server that checks.",
		Fix:    "Rename the field.",
		Cites:  []string{"9110:2.2", "9110:5.1", "9110:5.6.2", "9113:8.2.1", "9114:4.1.2"},
		Broken: func() *Example { return good.add("X(test)", "1") },
		fix:    plainName,
		check: func(p *pass) {
			if p.side == Request || p.report.Exchange.HTTP2 {
				nameOtherThanToken(p)
			}
		},
	},
	{
		ID: "resp-name-invalid", Side: Response, Severity: Warning, Strength: MustNot, Binds: Sender,
		Problem:  "Field name {} of the answer contains invalid characters",
		Requires: "A field name of an answer is a token: letters, digits and !#$%&'*+-.^_`|~.",
		Why: "Chrome, Firefox and WebKitGTK skip such a line. Node 24, Node 26 and npm ws fail; Node 20 and Node 22 fail on all but a space. " +
			"On a NUL in a name Chrome and WebKitGTK fail, too.",
		Fix:    "Rename the field.",
		Cites:  []string{"9110:2.2", "9110:5.1", "9110:5.6.2"},
		Broken: func() *Example { return answered.answerAdd("X(test)", "1") },
		fix:    plainName,
		check:  nameOtherThanToken,
	},
	{
		ID: "hdr-space-before-colon", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseMessage,
		Problem:  "Whitespace before the colon of a field",
		Requires: "The colon follows the name directly.",
		Why: "Some parsers drop the space, others read another name, and a proxy of the one kind in front of a server of the other lets requests be smuggled. " +
			"A server has to answer 400 (Go's net/http and npm ws do, gobwas does not).",
		Fix:    "Remove the space.",
		Cites:  []string{"9112:5.1", "9110:2.2"},
		Broken: func() *Example { return good.swap("Upgrade: ", "Upgrade : ") },
		fix:    removeBytes,
		check:  blankBeforeColon,
	},
	{
		ID: "resp-space-before-colon", Side: Response, Severity: Warning, Strength: Must, Binds: Proxy,
		Problem:  "The answer has whitespace before the colon of a field",
		Requires: "A proxy takes whitespace before a colon out of an answer.",
		Why:      "Chrome drops the space. Firefox reads another name, and misses the field that was meant; Node 24, Node 26 and npm ws fail.",
		Fix:      "Remove the space.",
		Cites:    []string{"9112:5.1"},
		Broken:   func() *Example { return answered.answerAdd("Cache-Control ", "no-store") },
		fix:      removeBytes,
		check:    blankBeforeColon,
	},
	{
		ID: "hdr-obs-fold", Side: Either, Severity: Warning, Strength: MustNot, Binds: Sender,
		Problem:  "A field continues on the next line",
		Requires: "A field is on one line.",
		Why: "Long values were once continued on a line that starts with a space or tab. RFC 9112 lets a server refuse that with 400 or put a space in its place, and " +
			"obliges a client to do the latter. No browser sends it. Go's net/http and this endpoint unfold it; npm ws, gobwas and Python's websockets answer 400.",
		Fix:    "Join the lines.",
		Cites:  []string{"9112:5.2"},
		Broken: func() *Example { return good.add("User-Agent", "one\r\n two") },
		fix:    unfoldLine,
		check: func(p *pass) {
			p.faults("a line starts with whitespace and continues the field before it; expected a field on one line", head.FaultFold)
		},
	},
	{
		ID: "hdr-space-before-first", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseMessage,
		Problem:  "Whitespace before the first field",
		Requires: "The first field starts at the start of its line.",
		Why: "There is no field yet that this line could continue. One reader drops the line, another takes it for part of the request line, " +
			"a third for a field: RFC 9112 wants it refused, or the line dropped.",
		Fix:    "Remove the space.",
		Cites:  []string{"9112:2.2"},
		Broken: func() *Example { return good.swap("Host", " X-First: 1\r\nHost") },
		fix:    outdent,
		check:  blankBeforeFirst,
	},
	{
		ID: "resp-space-before-first", Side: Response, Severity: Warning, Strength: MustNot, Binds: Sender,
		Problem:  "The answer has whitespace before its first field",
		Requires: "The first field of an answer starts at the start of its line.",
		Why:      "RFC 9112 wants the answer refused, or the line dropped. Chrome, Firefox and WebKitGTK drop it; Node and npm ws fail.",
		Fix:      "Remove the space.",
		Cites:    []string{"9112:2.2"},
		Broken: func() *Example {
			return answered.answer(strings.Replace(answered.Response, "Upgrade", " X-First: 1\r\nUpgrade", 1))
		},
		fix:   outdent,
		check: blankBeforeFirst,
	},
	{
		ID: "hdr-underscore", Side: Request, Severity: Warning, Strength: Practice, Binds: Sender,
		Problem:  "Field name {} contains an underscore",
		Requires: "Words in a field name are joined by hyphens.",
		Why: "An underscore makes another name: Sec_WebSocket_Key is not Sec-WebSocket-Key. The grammar allows it, RFC 9110 advises (SHOULD) those who define fields against it, and nginx drops such fields by default, " +
			"because CGI could not tell the two apart.",
		Fix:    "Use hyphens.",
		Cites:  []string{"9110:16.3.2.1", "9110:17.10"},
		Broken: func() *Example { return good.add("Sec_WebSocket_Protocol", "chat") },
		fix:    hyphens,
		check: func(p *pass) {
			for i := range p.head.Fields {
				f := &p.head.Fields[i]
				if f.Known == head.NameOther && strings.IndexByte(f.Name.Text, '_') >= 0 {
					p.find(f.Name.Span, "the name is "+quote(f.Name.Text)+"; expected "+quote(strings.ReplaceAll(cut(f.Name.Text), "_", "-")))
				}
			}
		},
	},
	{
		ID: "hdr-misspelled", Side: Either, Severity: Warning, Strength: Practice, Binds: Sender,
		Problem:  "Field name {} looks misspelled",
		Requires: "The names of the handshake's fields are spelled right.",
		Why:      "A field with another name is another field, and an unknown one is ignored: no error speaks of it.",
		Fix:      "Correct the name, or remove the line where the right one is there, too.",
		Cites:    []string{"9110:5.1"},
		Broken:   func() *Example { return good.add("Sec-WebSocket-Protocl", "chat") },
		fix:      spellRight,
		check: func(p *pass) {
			meant := ""
			for i := range p.head.Fields {
				f := &p.head.Fields[i]
				if i == 0 || f.Name.Text != p.head.Fields[i-1].Name.Text { // a long head repeats names
					meant = misspelled(f)
				}
				if meant != "" && (head.HasPrefixFold(meant, "Sec-") || p.head.count[head.FieldNameOf(meant)] == 0) { // Cost beside Host is none
					p.find(f.Name.Span, "the name is "+quote(f.Name.Text)+"; expected "+quote(meant))
				}
			}
		},
	},
	{
		ID: "hdr-singleton-repeated", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Over: AnyHTTP, Refuse: RefuseMessage,
		Problem:  "{} appears more than once",
		Requires: "A field that holds one value comes once; Authorization and Content-Length are checked here.",
		Why: "Only lists and Set-Cookie may be spread over several lines. Of two single values one reader takes the first and another the last, so each acts on a different one: " +
			"a login that the filter saw is not the one that the server uses.",
		Fix:    "Keep one line.",
		Cites:  []string{"9110:5.3"},
		Broken: func() *Example { return good.add("Authorization", "Basic YTpi").add("Authorization", "Basic Yzpk") },
		fix:    keepFirst,
		check: func(p *pass) {
			p.repeated(nameAuthorization)
			if lengths := p.head.lengths(); len(lengths) > 1 && allEqual(lengths) {
				p.repeated(nameContentLength)
			}
		},
	},
	{
		ID: "resp-singleton-repeated", Side: Response, Severity: Warning, Strength: MustNot, Binds: Sender,
		Problem:  "The answer has {} more than once",
		Requires: "A field of an answer that holds one value comes once; Content-Disposition, Location and Content-Length are checked here.",
		Why:      "One client takes the first value, another the last. Chrome and Firefox fail where two Content-Dispositions or Locations differ.",
		Fix:      "Keep one line.",
		Cites:    []string{"9110:5.3"},
		Broken: func() *Example {
			return answered.answerAdd("Content-Disposition", "inline").answerAdd("Content-Disposition", "attachment")
		},
		fix: keepFirst,
		check: func(p *pass) {
			for _, name := range []string{"Content-Disposition", "Location", "Content-Length"} {
				for i, f := range p.head.Get(name) {
					if i > 0 && !(p.head.Switches() && f.Known == nameContentLength) { // which has rules of its own
						p.findValue(f.Line, name, "another "+name+": "+quote(f.Value.Text)+"; expected one such line")
					}
				}
			}
		},
	},
	{
		ID: "hdr-too-large", Side: Request, Severity: Error, Strength: Must, Binds: Server, Refuse: RefuseHeadTooLarge,
		Problem:  "{} is too large for this server",
		Requires: "The head is no larger than the server reads, here 8 KiB for one field and 16 KiB in all; a larger one is refused.",
		Why: "Every server has a limit, because it holds the head in memory: 8 KiB for one field with Apache and nginx, 16 KiB in all with Node, 1 MiB with Go. " +
			"Above it nginx, Apache and HAProxy 2.6 answer 400, HAProxy 3.4, Node and Go 431.",
		Fix:    "Send fewer or smaller cookies, and other state in the first message.",
		Cites:  []string{"9110:5.4", "6585:5"},
		Broken: func() *Example { return good.add("X-State", strings.Repeat("a", MaxField)) },
		check: func(p *pass) {
			for i := range p.head.Fields {
				if f := &p.head.Fields[i]; f.Line.Len() > MaxField {
					p.findValue(f.Line, headline(f.Name.Text), "the field "+quote(f.Name.Text)+" has "+decimal(f.Line.Len())+" bytes; expected at most "+decimal(MaxField))
				}
			}
			if h := p.head; h.End.End > MaxHead || !h.Ended && len(h.Raw) == MaxHead {
				p.findValue(Span{Start: 0, End: h.End.End}, "The head", "the head has "+decimal(h.End.End)+" bytes; expected it to end within "+decimal(MaxHead))
			}
		},
	},
	{
		ID: "hdr-too-many", Side: Request, Severity: Error, Strength: Must, Binds: Server, Refuse: RefuseHeadTooLarge,
		Problem:  "The head has {} fields, too many for this server",
		Requires: "The head has no more fields than the server reads, here 128; one with more is refused.",
		Why: "Each field costs a server more than its bytes, so many limit their number: 100 with Apache, 2,000 with Node. Above it a server answers 400 or 431, or " +
			"leaves fields out in silence.",
		Fix:    "Send fewer fields.",
		Cites:  []string{"9110:5.4", "6585:5"},
		Broken: func() *Example { return good.swap("\r\n\r\n", "\r\n"+strings.Repeat("X-A: 1\r\n", MaxFields)+"\r\n") },
		check: func(p *pass) {
			if n := len(p.head.Fields) + p.head.Dropped; n > MaxFields {
				p.findValue(p.head.Fields[MaxFields].Line, decimal(n), "the head has "+decimal(n)+" fields; expected at most "+decimal(MaxFields))
			}
		},
	},
	{
		ID: "hdr-unterminated", Side: Either, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseUnfinished,
		Problem:  "No empty line ends the head",
		Requires: "An empty line ends the head.",
		Why: "Until it comes, another field may follow, so the other side waits. A server with a time limit gives up: 408, or it closes in silence, as Go does. " +
			"In a handshake written by hand the second CR LF is easily forgotten.",
		Fix:    "Send CR LF twice after the last field.",
		Cites:  []string{"9112:2.1", "9110:2.2", "9112:8", "9110:15.5.9"},
		Broken: func() *Example { return good.swap("\r\n\r\n", "\r\n") },
		fix:    endHead,
		check: func(p *pass) {
			if h := p.head; !h.Ended && !h.IsEmpty() && len(h.Raw) < MaxHead {
				p.find(h.End, "the head stops after "+octets(len(h.Raw))+"; expected an empty line")
			}
		},
	},
	{
		ID: "data-after-head", Side: Request, Severity: Warning, Strength: Must, Binds: Client,
		Problem:  "Bytes follow the request before the server has answered",
		Requires: "The client sends nothing after its head before the answer has come.",
		Why: "It cannot know yet whether the server will switch. If it does not, those bytes are the next request on this connection, and the one who could choose " +
			"them has made a request. gorilla hangs up over it; this endpoint takes the bytes for the first frames.",
		Fix:    "Wait for the answer before you send more.",
		Cites:  []string{"6455:4.1", "9931:6.2", "9931:8"},
		Broken: func() *Example { return good.then("\x81\x82\x9c\x27\xe5\x4b\xf4\x4e") },
		fix:    removeBytes,
		check: func(p *pass) {
			if rest, ok := p.head.early(); ok && (p.head.wantsSwitch() || p.head.wantsWebSocket() || p.head.IsConnect()) && !p.head.closesTunnel() {
				p.find(rest, "bytes after the head: "+decimal(rest.Len())+", "+resembles(p.head.Text(rest))+"; expected none before the answer")
			}
		},
	},
}

func lineWithoutColon(p *pass) {
	for _, f := range p.head.Faults {
		// A line with one continues a line that was found before.
		if text := p.head.Text(f.Span); f.Kind == head.FaultNoColon && !strings.Contains(text, ":") && strings.Trim(text, "\r") != "" {
			p.find(f.Span, "the line is "+quote(text)+"; expected a colon in it")
		}
	}
}

func colonFirst(p *pass) {
	p.faults("the line starts with a colon; expected a name in front of it", head.FaultNameEmpty)
}

func nameOtherThanToken(p *pass) {
	for _, f := range p.head.Faults {
		if f.Kind == head.FaultNameInvalid {
			p.find(f.Span, "the name is "+quote(p.head.Text(f.Span))+"; expected a token")
		}
	}
}

// handshakeNames are the names that a handshake cannot do without, or that decide what it agrees on.
var handshakeNames = []head.FieldName{nameKey, nameVersion, nameProtocol, nameExtensions, nameAccept, nameConnection, nameUpgrade, nameOrigin, nameHost}

// misspelled is the name that a field name resembles without being it: one edit away, two in a long one.
func misspelled(f *Field) string {
	s := f.Name.Text
	if f.Known != head.NameOther || len(s) < 4 || len(s) > 26 || strings.IndexByte(s, '_') >= 0 {
		return ""
	}
	for _, n := range handshakeNames {
		limit := 2
		if len(head.FieldNames[n]) < 8 {
			limit = 1
		}
		if within(s, head.FieldNames[n], limit) && !realNames[strings.ToLower(s)] {
			return head.FieldNames[n]
		}
	}
	return ""
}

// realNames are names that only look like mistakes; rules of their own speak of them.
var realNames = map[string]bool{"sec-websocket-key1": true, "sec-websocket-key2": true}

// within reports whether a becomes b, case aside, by at most so many inserted, removed or replaced octets.
func within(a, b string, limit int) bool {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return false
	}
	var row [32]uint8 // row[j]: edits from the octets of a so far to b[:j]
	for j := range len(b) + 1 {
		row[j] = uint8(j)
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0]++
		fewest := row[0]
		for j := range len(b) {
			replace := diagonal
			if head.Lower(a[i]) != head.Lower(b[j]) {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, diagonal+1, row[j]+1)
			fewest = min(fewest, row[j+1])
		}
		if int(fewest) > limit { // and it never gets less
			return false
		}
	}
	return int(row[len(b)]) <= limit
}

// cut shortens what is only to be shown.
func cut(s string) string { return s[:min(len(s), 80)] }

// early returns what follows the head and is not content that the head declares.
func (m *parsedHead) early() (Span, bool) {
	if m.count[nameTransferEncoding] > 0 || m.Rest() == "" || !m.Ended || m.isHixie() {
		return Span{}, false // chunks say themselves where they end; the oldest drafts sent 8 octets here
	}
	start := m.End.End
	if n, ok := m.contentLength(); ok {
		start += min(n, len(m.Rest()))
	} else if m.count[nameContentLength] > 0 {
		return Span{}, false
	}
	return Span{Start: start, End: len(m.Raw)}, start < len(m.Raw)
}

// closesTunnel: a CONNECT whose connection ends if it is refused, so that nothing after it is taken for a
// request (RFC 9931 §8).
func (m *parsedHead) closesTunnel() bool { return m.IsConnect() && head.Contains(m.options, "close") }

func (m *parsedHead) isHixie() bool { return len(m.Get("Sec-WebSocket-Key1")) > 0 }

// resembles says what the bytes after a head look like.
func resembles(s string) string {
	switch line, _, _ := strings.Cut(s, "\n"); {
	case strings.Trim(s, "\r\n") == "":
		return "only line ends"
	case len(s) > 1 && s[0]&0x30 == 0 && isOpcode(s[0]&0x0F) && s[1]&0x80 != 0:
		return "which look like a masked frame"
	case strings.HasSuffix(strings.TrimRight(line, "\r"), "HTTP/1.1"):
		return "which look like another request: " + quote(strings.TrimRight(line, "\r"))
	}
	return "which are neither a frame nor a request: " + quote(cut(s))
}

// isOpcode: one of the six that RFC 6455 §5.2 defines.
func isOpcode(c byte) bool { return c <= 2 || 8 <= c && c <= 10 }

// blankBeforeFirst finds lines that start with whitespace and have no field before them to continue.
func blankBeforeFirst(p *pass) {
	p.faults("a line starts with whitespace before there is a field; expected a field name", head.FaultBlankBeforeFirst)
}

// blankBeforeColon finds whitespace between a name and its colon.
func blankBeforeColon(p *pass) {
	p.faults("whitespace comes before the colon; expected none", head.FaultBlankBeforeColon)
}
