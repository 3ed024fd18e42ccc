package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// The request target: of what the client asks a WebSocket.
//
//	request-target = origin-form / absolute-form / authority-form / asterisk-form   (RFC 9112 §3.2)
//	origin-form    = absolute-path [ "?" query ]
//	absolute-form  = absolute-URI
//	authority-form = uri-host ":" port
//	asterisk-form  = "*"

var targetRules = []*Rule{
	{
		ID: "req-target-absolute", Side: Request, Severity: Note, Strength: Must, Binds: Client,
		Problem:  "The target is a whole URL",
		Requires: "The request line usually holds a path, and Host the name.",
		Why: "RFC 9112 wants a path alone in a request to an origin server; RFC 6455 also allows a whole http or https URL, and every server has to accept one. The " +
			"host in it outranks the Host field.",
		Fix:    "Write the path alone, and the name in Host.",
		Cites:  []string{"9112:3.2.1", "6455:4.1", "9112:3.2.2"},
		Broken: func() *Example { return good.line("GET https://server.example.com/chat HTTP/1.1") },
		fix:    toPath,
		check: func(p *pass) {
			if t := p.head.uri(); t.isHTTP() && t.hostOK && !t.hasUserinfo() && !p.head.targetDiffersFromHost(t) && !p.head.mixedContent(t) {
				p.find(p.head.Target.Span, "the target is the whole URL "+quote(p.head.Target.Text)+"; a path alone is usual")
			}
		},
	},
	{
		ID: "req-target-absolute-host", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseMessage,
		Problem:  "The URL in the request line has no valid host",
		Requires: "A URL in the request line names a host.",
		Why:      "The host in the URL outranks the Host field, so it has to be one: a name or an address, and perhaps a port.",
		Fix:      "Put a host after the two slashes, or write the path alone.",
		Cites:    []string{"9110:4.2.1", "9110:4.2.2", "9112:3.2.2"},
		Broken:   func() *Example { return good.line("GET https:///chat HTTP/1.1") },
		fix:      toPath,
		check: func(p *pass) {
			if t := p.head.uri(); t.isHTTP() && !t.hostOK {
				p.find(t.authoritySpan.Or(p.head.Target.Span), "the URL names the host "+quote(t.authority)+"; expected a host and perhaps a port")
			}
		},
	},
	{
		ID: "req-target-host-differs", Side: Request, Severity: Warning, Strength: Must, Binds: Client,
		Problem:  "The URL names {}, Host another host or port",
		Requires: "A URL in the request line and Host name the same host and port.",
		Why: "RFC 9112 has the URL win and the server ignore Host; HAProxy 2.6 answers 400 all the same, Go's net/http and this endpoint follow the URL. A server, a cache and a filter that disagree about it answer for different " +
			"sites, and a request slips past a check.",
		Fix:    "Make both equal, or write the path alone.",
		Cites:  []string{"9112:3.2", "9112:3.2.2"},
		Broken: func() *Example { return good.line("GET https://other.example.com/chat HTTP/1.1") },
		fix:    nameHostField,
		check: func(p *pass) {
			if t := p.head.uri(); t.isHTTP() && p.head.targetDiffersFromHost(t) {
				host := p.head.field(nameHost)
				p.find(t.authoritySpan, "the URL names "+quote(t.authority)+" and Host "+quote(host.Value.Text)+"; expected the same in both",
					Related{p.side, host.Line, "Host says " + quote(host.Value.Text)})
			}
		},
	},
	{
		ID: "req-target-ws-scheme", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseMessage,
		Problem:  "The target is a {}: URL, which no request line has",
		Requires: "There is no ws: or wss: URL in the request line.",
		Why: "The scheme ws is for people and programs. On the wire the handshake is HTTP: the path goes into the request line, the name into Host, " +
			"and for wss TLS has already happened. DevTools of a browser may show the ws URL here; they do not show the wire.",
		Fix:    "Write the path alone.",
		Cites:  []string{"6455:4.1", "9112:3.2"},
		Broken: func() *Example { return good.line("GET wss://server.example.com/chat HTTP/1.1") },
		fix:    toPath,
		check: func(p *pass) {
			if t := p.head.uri(); t.isWS() {
				p.find(t.schemeSpan, "the target is "+quote(p.head.Target.Text)+"; expected the path alone")
			}
		},
	},
	{
		ID: "req-target-authority", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseMessage,
		Problem:  "The target is only a host and port: {}",
		Requires: "The target is more than a host and a port.",
		Why:      "A host and a port alone is the form that belongs to CONNECT. With GET it says where, but not what.",
		Fix:      "Start the target with a slash, and name the host in Host.",
		Cites:    []string{"9112:3.2.1", "9112:3.2.3", "9110:7.1"},
		Broken:   func() *Example { return good.line("GET server.example.com:80 HTTP/1.1") },
		fix:      toPath,
		check: func(p *pass) {
			if p.head.targetForm() == authorityForm {
				p.find(p.head.Target.Span, "the target is "+quote(p.head.Target.Text)+"; expected a path that starts with a slash")
			}
		},
	},
	{
		ID: "req-target-asterisk", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseMessage,
		Problem:  "The target is *; must be a path",
		Requires: "The target is not an asterisk.",
		Why:      "The asterisk means the server as a whole and belongs to OPTIONS. A WebSocket has an address. gobwas and Go's net/http, where no ServeMux refuses it, let a GET with it pass.",
		Fix:      "Name the path of the endpoint.",
		Cites:    []string{"9112:3.2.1", "9112:3.2.4", "9110:7.1"},
		Broken:   func() *Example { return good.line("GET * HTTP/1.1") },
		fix:      toPath,
		check: func(p *pass) {
			if p.head.targetForm() == asteriskForm && p.head.Method.Text != "OPTIONS" {
				p.find(p.head.Target.Span, `the target is "*"; expected a path that starts with a slash`)
			}
		},
	},
	{
		ID: "req-target-no-slash", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseMessage,
		Problem:  "Target {} does not start with a slash",
		Requires: "The path starts with a slash.",
		Why:      "There is no page to be relative to: the server has to be able to tell the path from everything else by its first octet.",
		Fix:      "Write the path alone, with a slash in front.",
		Cites:    []string{"9112:3.2.1"},
		Broken:   func() *Example { return good.line("GET chat HTTP/1.1") },
		fix:      toPath,
		check: func(p *pass) {
			if p.head.targetForm() == otherForm {
				p.find(p.head.Target.Span, "the target is "+quote(p.head.Target.Text)+"; expected a path that starts with a slash")
			}
		},
	},
	{
		ID: "req-target-fragment", Side: Request, Severity: Error, Strength: MustNot, Binds: Client, Over: AnyHTTP, Refuse: RefuseMessage,
		Problem:  "The target contains a fragment: {}",
		Requires: "The target has no fragment.",
		Why: "What follows # is for the client alone and is never sent; ws URLs may not have one at all. " +
			"Browsers throw a SyntaxError at such a URL; Go's net/http and gobwas let it pass as part of the path, Autobahn answers 400.",
		Fix:    "Drop the fragment; a # that belongs to the path is %23.",
		Cites:  []string{"6455:3", "9112:3.2", "9113:8.3.1", "9110:7.1", "WHATWG"},
		Broken: func() *Example { return good.line("GET /chat#top HTTP/1.1") },
		fix:    removeBytes,
		check: func(p *pass) {
			if i := strings.IndexByte(p.head.Target.Text, '#'); i >= 0 && (p.head.targetForm() != noForm || p.head.pseudo(":path") != "") {
				at := p.head.Target.Span.Start
				p.find(Span{Start: at + i, End: p.head.Target.Span.End}, "the target holds "+quote(p.head.Target.Text[i:])+"; expected it to end before the #")
			}
		},
	},
	{
		ID: "req-target-bad-octet", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseMessage,
		Problem:  "The target contains {}; must be percent-encoded",
		Requires: "Spaces, double quotes, < and >, controls and all that is not ASCII are percent-encoded; after % come two hex digits.",
		Why: "A space ends the target, and the other octets mean different things to different parsers. A percent sign starts an escape of two hex digits; a stray one is read differently by different servers. " +
			"RFC 9112 recommends that a server answers 400, or 301 with the target encoded.",
		Fix:    "Percent-encode the octets of the UTF-8 text: a space is %20, a percent sign %25.",
		Cites:  []string{"9110:2.2", "9112:3.2", "3986:2.1", "3986:3.3", "3986:3.4"},
		Broken: func() *Example { return good.line("GET /caf\u00e9 HTTP/1.1") },
		fix:    escape,
		check: func(p *pass) {
			if p.head.targetForm() != noForm {
				p.badOctets(neverInTarget, "expected it percent-encoded")
			}
		},
	},
	{
		ID: "req-target-loose-octet", Side: Request, Severity: Warning, Strength: MustNot, Binds: Sender, Over: AnyHTTP,
		Problem:  "The target contains {}; some servers refuse it",
		Requires: "Brackets, braces, bars, carets, backticks and backslashes are percent-encoded.",
		Why: "RFC 3986 has no place for them in a path or a query. The URL Standard lets browsers send most of them as they are, in a query above all, " +
			"and Go's servers take them; Tomcat answers 400.",
		Fix:    "Percent-encode them: [ is %5B, \\ is %5C, ] is %5D, ^ is %5E, ` is %60, { is %7B, | is %7C, } is %7D.",
		Cites:  []string{"9110:2.2", "3986:3.3", "3986:3.4", "URL"},
		Broken: func() *Example { return good.line("GET /chat?ids[]=1 HTTP/1.1") },
		fix:    escape,
		check: func(p *pass) {
			if form := p.head.targetForm(); form != noForm && form != authorityForm || p.head.pseudo(":path") != "" {
				p.badOctets(looseInTarget, "expected it percent-encoded")
			}
		},
	},
	{
		ID: "req-target-too-long", Side: Request, Severity: Error, Strength: Must, Binds: Server, Refuse: RefuseTargetTooLong,
		Problem:  "The target is {} bytes long, too long for this server",
		Requires: "The target is no longer than the server reads, here 8,000 bytes; a longer one is answered 414.",
		Why: "RFC 9112 recommends that every recipient takes a request line of 8,000 octets, and a server that takes no more must answer 414. Tokens and state in the query are " +
			"the usual reason.",
		Fix:    "Shorten the query; send what is long as the first message.",
		Cites:  []string{"9112:3", "9110:15.5.15"},
		Broken: func() *Example { return good.line("GET /chat?state=" + strings.Repeat("a", MaxTarget) + " HTTP/1.1") },
		check: func(p *pass) {
			if p.head.HasRequestLine() && p.head.targetTooLong() {
				p.findValue(p.head.Target.Span, decimal(len(p.head.Target.Text)), "the target has "+decimal(len(p.head.Target.Text))+" bytes; expected at most "+decimal(MaxTarget))
			}
		},
	},
	{
		ID: "req-target-dot-segments", Side: Request, Severity: Note, Strength: Practice, Binds: Client,
		Problem:  "The path contains dot segments or empty segments",
		Requires: "The path has no dot segments and no empty ones.",
		Why:      "A proxy may turn /a/../chat into /chat, or // into /, before it looks for a route; another may not. Then the two see different paths.",
		Fix:      "Write the path as it comes out.",
		Cites:    []string{"3986:6.2.2.3", "3986:3.3"},
		Broken:   func() *Example { return good.line("GET /a/../chat HTTP/1.1") },
		fix:      shortPath,
		check: func(p *pass) {
			if path := p.head.path(); p.head.targetForm() != noForm && hasOddSegment(plainDots(path.Text)) {
				p.find(path.Span, "the path is "+quote(path.Text)+"; expected "+quote(shortened(path.Text)))
			}
		},
	},
	{
		ID: "uri-userinfo", Side: Request, Severity: Warning, Strength: MustNot, Binds: Sender,
		Problem:  "The URL contains a user name or password, or the @ after them",
		Requires: "There is no user name or password in the URL, and no @ without them.",
		Why: "URLs end up in logs, histories and error messages. RFC 9110 forbids sending either, and ws URLs have no place for one; Chrome and Firefox take it out " +
			"and send it as Basic credentials once a 401 asks for them.",
		Fix:    "Take it out. To log in use an Authorization field, a cookie, or a short-lived ticket.",
		Cites:  []string{"9110:4.2.4", "6455:3"},
		Broken: func() *Example { return good.line("GET https://user:secret@server.example.com/chat HTTP/1.1") },
		fix:    removeUserinfo,
		check: func(p *pass) {
			if t := p.head.uri(); (t.isHTTP() || t.isWS()) && t.hasUserinfo() {
				p.find(Span{Start: t.userinfoSpan.Start, End: t.authoritySpan.Start}, "an @ comes before the host; expected neither that nor a user")
			}
		},
	},
	{
		ID: "uri-scheme", Side: Text, Severity: Note, Strength: Practice, Binds: Client,
		Problem:  "The URL starts with http or https, not ws or wss",
		Requires: "The URL of a WebSocket starts with ws: or wss:.",
		Why: "http and ws are two spellings of the same address, and so are https and wss: on the wire there is no difference. The WebSockets Standard takes both " +
			"since 2023, browsers since Firefox 124, Safari 17.3 and Chrome 125.",
		Fix:   "Write ws for http, wss for https.",
		Cites: []string{"6455:3", "WHATWG"},
		Broken: func() *Example {
			return byWscat.from("https://server.example.com/chat").readFrom("wscat -c https://server.example.com/chat -o https://server.example.com")
		},
		check: func(p *pass) {
			url := Token{Text: p.report.Exchange.URL}
			if agent := p.head.Get("User-Agent"); len(agent) > 0 && strings.HasPrefix(agent[0].Value.Text, "curl/") {
				return // for ws it makes a handshake of its own, and http sends the one that is written
			}
			if u := splitURI(url); u.isHTTP() && p.head.targetForm() == originForm && p.head.wantsWebSocket() {
				p.find(p.head.Target.Span, "the paste names "+quote(u.scheme+"://"+u.authority)+"; expected "+strings.Replace(u.scheme, "http", "ws", 1))
			}
		},
	},
	{
		ID: "uri-mixed-content", Side: Request, Severity: Warning, Strength: Practice, Binds: Client,
		Problem:  "The origin is https, and the socket has no TLS",
		Requires: "A page that came over https opens its sockets over TLS too.",
		Why: "The Origin says https and the target a plain connection. On such a page a browser blocks that before anything is sent; Chrome and Firefox let it go to loopback, Chrome 147 " +
			"and later after asking on public pages. No RFC forbids it, servers do not mind, and the same code works where the page is served over http.",
		Fix:    "Use wss://.",
		Cites:  []string{"mixed-content"},
		Broken: func() *Example { return good.line("GET http://server.example.com/chat HTTP/1.1") },
		fix:    overTLS,
		check: func(p *pass) {
			t, at := p.head.uri(), Span{}
			if t.scheme == "" { // the paste may have the address, even where the head has only the path
				t, at = splitURI(Token{Text: p.report.Exchange.URL}), p.head.Target.Span
			}
			if t.hostOK && p.head.mixedContent(t) && !p.head.targetDiffersFromHost(t) {
				origin := p.head.field(nameOrigin)
				p.find(at.Or(t.schemeSpan), "the target is plain "+t.scheme+", and the origin is "+quote(origin.Value.Text)+"; expected TLS",
					Related{p.side, origin.Line, "the origin is https"})
			}
		},
	},
}

// targetForm tells the forms of a target apart. It is noForm where there is no target of a handshake
// to judge: the target of a CONNECT means something else.
func (m *parsedHead) targetForm() targetForm {
	t := m.Target.Text
	switch {
	case !m.HasRequestLine() || m.IsConnect():
		return noForm
	case t[0] == '/':
		return originForm
	case t == "*":
		return asteriskForm
	}
	if u := splitURI(m.Target); u.isHTTP() || u.isWS() {
		return absoluteForm
	}
	if _, port, ok := splitHostPort(t); ok && port != "" {
		return authorityForm
	}
	return otherForm
}

type targetForm uint8

const (
	noForm targetForm = iota
	originForm
	absoluteForm
	authorityForm
	asteriskForm
	otherForm
)

func (m *parsedHead) targetTooLong() bool { return len(m.Target.Text) > MaxTarget }

// uri is an absolute-form target, cut at its marks. Of any other form it is empty.
//
//	http-URI  = "http" "://" authority path-abempty [ "?" query ]   (RFC 9110 §4.2.1)
//	authority = [ userinfo "@" ] host [ ":" port ]                  (RFC 3986 §3.2)
type uri struct {
	scheme, userinfo, authority             string // scheme in lower case; authority without userinfo
	schemeSpan, userinfoSpan, authoritySpan Span
	host, port                              string
	hostOK                                  bool // authority is a host, not empty, and perhaps a port
	pathAt                                  int  // where the path begins in the target
}

func (u uri) isHTTP() bool { return u.scheme == "http" || u.scheme == "https" }
func (u uri) isWS() bool   { return u.scheme == "ws" || u.scheme == "wss" }

// hasUserinfo: an empty one is one, too, because of its @.
func (u uri) hasUserinfo() bool { return u.userinfoSpan.Start > 0 }

func (m *parsedHead) uri() (u uri) {
	if !m.HasRequestLine() || m.IsConnect() || m.Target.Text[0] == '/' {
		return u
	}
	return splitURI(m.Target)
}

func splitURI(t Token) (u uri) {
	i := strings.Index(t.Text[:min(len(t.Text), len("https://"))], "://")
	if i < 0 {
		return u
	}
	at := t.Span.Start
	u.scheme, u.schemeSpan = strings.ToLower(t.Text[:i]), Span{Start: at, End: at + i}
	start, end := i+3, len(t.Text)
	if j := strings.IndexAny(t.Text[start:], "/?#"); j >= 0 {
		end = start + j
	}
	u.pathAt = end
	if j := strings.LastIndexByte(t.Text[start:end], '@'); j >= 0 {
		u.userinfo, u.userinfoSpan = t.Text[start:start+j], Span{Start: at + start, End: at + start + j}
		start += j + 1
	}
	u.authority, u.authoritySpan = t.Text[start:end], Span{Start: at + start, End: at + end}
	u.host, u.port, u.hostOK = splitHostPort(u.authority)
	u.hostOK = u.hostOK && u.host != ""
	return u
}

// path is the part of the target before its query.
func (m *parsedHead) path() Token {
	start := m.uri().pathAt
	end := len(m.Target.Text)
	if i := strings.IndexAny(m.Target.Text[start:], "?#"); i >= 0 {
		end = start + i
	}
	at := m.Target.Span.Start
	return Token{Text: m.Target.Text[start:end], Span: Span{Start: at + start, End: at + end}}
}

// plainDots decodes %2E: a dot is the same with and without escape (RFC 3986 §6.2.2.2).
func plainDots(path string) string {
	return strings.ReplaceAll(strings.ReplaceAll(path, "%2E", "."), "%2e", ".")
}

func hasOddSegment(path string) bool {
	return strings.Contains(path, "//") || strings.Contains(path, "/.") && (strings.Contains(path, "/./") || strings.Contains(path, "/../") ||
		strings.HasSuffix(path, "/.") || strings.HasSuffix(path, "/.."))
}

func (m *parsedHead) targetDiffersFromHost(u uri) bool {
	return m.host.ok && u.hostOK && m.count[nameHost] == 1 && m.host.name != "" && !sameAuthority(u.host, u.port, m.host.name, m.host.port, u.scheme)
}

// mixedContent: an https page asks for a plain socket elsewhere than on its own machine.
func (m *parsedHead) mixedContent(u uri) bool {
	return (u.scheme == "http" || u.scheme == "ws") && head.HasPrefixFold(m.value(nameOrigin), "https://") && !isLoopback(u.host)
}

// octetClass sorts octets by what a target may do with them.
type octetClass uint8

const (
	neverInTarget octetClass = iota + 1
	looseInTarget
)

// RFC 3986 allows in a path and a query: unreserved, sub-delims, ":", "@", "/", "?" and escapes.
func classOf(c byte) octetClass {
	switch {
	case c <= ' ', c >= 0x7F, c == '"', c == '<', c == '>':
		return neverInTarget
	case strings.IndexByte(`[]{}|\^`+"`", c) >= 0:
		return looseInTarget
	}
	return 0
}

// badOctets reports runs of octets of that class in the target, and broken escapes with the first class.
func (p *pass) badOctets(class octetClass, expected string) {
	t, from := p.head.Target, 0
	if u := p.head.uri(); u.scheme != "" {
		from = u.pathAt // of a host, other rules speak
	}
	for i := from; i < len(t.Text) && p.found < maxPerRule; i++ {
		if t.Text[i] == '%' && class == neverInTarget && !isEscape(t.Text[i:]) {
			end := min(i+3, len(t.Text))
			p.find(Span{Start: t.Span.Start + i, End: t.Span.Start + end}, "the target holds "+quote(t.Text[i:end])+", which is no escape; expected % and two hex digits")
			continue
		}
		start := i
		for i < len(t.Text) && classOf(t.Text[i]) == class {
			i++
		}
		if i > start {
			p.find(Span{Start: t.Span.Start + start, End: t.Span.Start + i}, "the target holds "+head.QuoteOctets(t.Text[start:i])+"; "+expected)
			i--
		}
	}
}

// isEscape: s starts with a pct-encoded = "%" HEXDIG HEXDIG (RFC 3986 §2.1).
func isEscape(s string) bool { return len(s) >= 3 && s[0] == '%' && isHex(s[1]) && isHex(s[2]) }

func isHex(c byte) bool {
	c = head.Lower(c)
	return head.IsDigit(c) || 'a' <= c && c <= 'f'
}
