package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// Origin: which page asks.
//
//	origin            = "Origin:" OWS origin-list-or-null OWS       (RFC 6454 §7.1)
//	origin-list-or-null = "null" / origin-list
//	origin-list       = serialized-origin *( SP serialized-origin )
//	serialized-origin = scheme "://" host [ ":" port ]

var originRules = []*Rule{
	{
		ID: "origin-absent", Side: Request, Severity: Note, Strength: May, Binds: Client, Over: AnyHTTP,
		Problem:  "There is no Origin: the client appears not to be a browser",
		Requires: "A browser always sends Origin; other clients need not.",
		Why: "A page in a browser did not make this request, or something on the way removed the field. Checking the origin protects users of browsers; it does not " +
			"prove who a client is.",
		Cites:  []string{"6455:4.1", "6455:4.2.1", "6455:10.2", "8441:5"},
		Broken: func() *Example { return good.without("Origin") },
		check: func(p *pass) {
			if p.head.count[nameOrigin] == 0 && p.opensWebSocket() && p.head.draft() == noDraft && !p.head.ofPage() && len(p.head.Get("Sec-WebSocket-Origin")) == 0 {
				p.find(p.head.line(), "no Origin field, which a client other than a browser may leave out")
			}
		},
	},
	{
		ID: "origin-absent-browser", Side: Request, Severity: Warning, Strength: Must, Binds: Client, Over: AnyHTTP,
		Problem:  "Origin is missing in a request of a browser",
		Requires: "A browser sends Origin.",
		Why: "Sec-Fetch-Site says that a browser made this request, and a browser has to say from which origin. Unless the copy is incomplete, something on the " +
			"way took Origin out, and a server that lets requests without it pass no longer guards its users.",
		Fix:    "Look for the proxy that removes Origin.",
		Cites:  []string{"6455:4.1", "6455:10.2", "8441:5"},
		Broken: func() *Example { return good.without("Origin").add("Sec-Fetch-Site", "same-origin") },
		check: func(p *pass) {
			if p.head.count[nameOrigin] == 0 && p.opensWebSocket() && p.head.ofPage() {
				p.find(p.head.line(), "Sec-Fetch-Site and no Origin; expected the origin of the page")
			}
		},
	},
	{
		ID: "origin-null", Side: Request, Severity: Warning, Strength: Practice, Binds: Client, Over: AnyHTTP,
		Problem:  "Origin is {}, which names no site",
		Requires: "Origin names a site.",
		Why: "A browser says null, or file://, for a page that belongs to no site: one in a sandboxed iframe, from a file or a data URL. It equals nothing, " +
			"not even another null, so a list of sites can only let all such pages in, or none.",
		Fix:    "Serve the page over http or https, or give the iframe allow-same-origin.",
		Cites:  []string{"6454:7.3", "6454:6.2", "WHATWG"},
		Broken: func() *Example { return good.with("Origin", "null") },
		check: func(p *pass) {
			if f := p.head.onlyOrigin(); f != nil && isOpaque(f.Value.Text) {
				p.find(f.Value.Span, "Origin is "+quote(f.Value.Text)+"; expected scheme://host")
			}
		},
	},
	{
		ID: "origin-repeated", Side: Request, Severity: Error, Strength: MustNot, Binds: Client, Over: AnyHTTP, Refuse: RefuseList,
		Problem:  "Origin appears more than once",
		Requires: "There is one Origin field at most.",
		Why:      "Two fields would let one be checked and the other be meant.",
		Fix:      "Send the field once. Look for a proxy that adds its own.",
		Cites:    []string{"6454:7.3", "8441:5"},
		Broken:   func() *Example { return good.add("Origin", "https://other.example") },
		fix:      keepFirst,
		check: func(p *pass) {
			if n := p.head.count[nameOrigin]; n > 1 {
				p.find(p.head.second(nameOrigin).Line, decimal(int(n))+" Origin lines; expected one", p.firstLine(nameOrigin))
			}
		},
	},
	{
		ID: "origin-syntax", Side: Request, Severity: Error, Strength: Must, Binds: Client, Over: AnyHTTP, Refuse: RefuseList,
		Problem:  "Origin {} is not the origin of a site",
		Requires: "Origin is a scheme, a host and, if it is not the usual one, a port; or the word null.",
		Why: "An origin is less than a URL: no path, no slash at the end, no user, no wildcard. To a server that compares it whole, one slash too many " +
			"makes it another.",
		Fix:    "Write it as https://example.com or http://localhost:8080.",
		Cites:  []string{"6454:7.3", "6454:7.1", "6454:6.2", "6454:4", "8441:5"},
		Broken: func() *Example { return good.with("Origin", "https://server.example.com/") },
		fix:    originAlone,
		check: func(p *pass) {
			f := p.head.onlyOrigin()
			if f == nil || p.head.onePage || isOpaque(f.Value.Text) {
				return
			}
			origins := strings.Fields(f.Value.Text)
			if len(origins) == 0 {
				p.findValue(f.Line, `""`, "an empty Origin; expected scheme://host")
			}
			for _, origin := range origins {
				if _, ok := parseOrigin(origin); !ok {
					p.find(f.Value.Span, "Origin is "+quote(origin)+"; expected an origin such as https://example.com")
					return
				}
			}
		},
	},
	{
		ID: "origin-list", Side: Request, Severity: Warning, Strength: Practice, Binds: Client, Over: AnyHTTP,
		Problem:  "Origin is a list",
		Requires: "Origin names one site.",
		Why:      "The grammar allows several, with spaces between them, for a request that was redirected from site to site. No browser sends that, and servers compare one.",
		Fix:      "Send the origin of the page alone.",
		Cites:    []string{"6455:4.1", "6454:7.1", "6454:7.2", "8441:5"},
		Broken:   func() *Example { return good.with("Origin", "https://server.example.com https://other.example") },
		fix:      originAlone,
		check: func(p *pass) {
			f := p.head.onlyOrigin()
			if f == nil || p.head.onePage {
				return
			}
			if origins := strings.Fields(f.Value.Text); len(origins) > 1 && areOrigins(origins) {
				p.find(f.Value.Span, "Origin holds "+decimal(len(origins))+" origins: "+quote(f.Value.Text))
			}
		},
	},
	{
		ID: "origin-noncanonical", Side: Request, Severity: Warning, Strength: Must, Binds: Client, Over: AnyHTTP,
		Problem:  "Origin {} is not written as a browser writes it",
		Requires: "Origin is in lower case and leaves the default port out.",
		Why:      "RFC 6455 wants the ASCII serialization of the origin, which has a lower-case host and no default port. This endpoint compares what it means; a server that compares the text takes it for another site.",
		Fix:      "Write scheme and host in lower case, and drop :80 after http or :443 after https.",
		Cites:    []string{"6455:4.1", "6454:6.2", "6454:4", "8441:5"},
		Broken:   func() *Example { return good.with("Origin", "https://Server.Example.com:443") },
		fix:      canonicalOrigin,
		check: func(p *pass) {
			if f := p.head.onlyOrigin(); p.head.onePage && !p.head.page.isWritten(strings.TrimSpace(f.Value.Text)) {
				p.find(f.Value.Span, "Origin is "+quote(f.Value.Text)+"; expected "+quote(p.head.page.String()))
			}
		},
	},
	{
		ID: "origin-not-allowed", Side: Request, Severity: Error, Strength: May, Binds: Server, Over: AnyHTTP, Refuse: RefuseOrigin,
		Problem:  "This server does not allow the Origin {}",
		Requires: "The origin is on this server's list; a server may refuse any other.",
		Why: "The same-origin policy does not keep a page from opening a WebSocket to another server. A browser sends that server's cookies along from pages of " +
			"the same site, and, where it does not block third-party cookies, from other pages, too: cookies with SameSite=None, in some browsers also those without SameSite. The server can refuse by looking at Origin, which a page cannot forge.",
		Fix:   "Add the full origin of your page to the server's list. Do not allow every origin to silence this.",
		Cites: []string{"6455:4.2.2", "6455:10.2", "8441:5", "SameSite"},
		Broken: func() *Example {
			return good.with("Origin", "https://other.example").under(Policy{Origins: []string{"https://server.example.com"}})
		},
		check: func(p *pass) {
			f := p.head.onlyOrigin()
			if f == nil || p.policy.Origins == nil {
				return
			}
			if origins := strings.Fields(f.Value.Text); !isOpaque(f.Value.Text) && (len(origins) == 0 || !areOrigins(origins)) {
				return // origin-syntax
			}
			if !p.policy.AllowsOrigin(f.Value.Text, p.host()) {
				p.find(f.Value.Span, "Origin is "+quote(f.Value.Text)+"; expected "+oneOf(p.policy.Origins, "no browser at all"))
			}
		},
	},
	{
		ID: "origin-host-differs", Side: Request, Severity: Note, Strength: Should, Binds: Server, Over: AnyHTTP,
		Problem:  "Origin names another host or port than Host",
		Requires: "A server for certain sites checks Origin.",
		Why: "The page comes from a host or port other than the one it connects to. Here every origin is welcome; gorilla and coder compare host and port, and refuse this with 403 unless they are " +
			"told which sites may.",
		Fix:    "Where the server has users to protect, give it a list of full origins.",
		Cites:  []string{"6455:10.2", "8441:5"},
		Broken: func() *Example { return good.with("Origin", "https://other.example") },
		check: func(p *pass) {
			if f := p.head.onlyOrigin(); p.head.count[nameCookie] == 0 && p.isForeign() && !p.resembles() {
				p.find(f.Value.Span, "Origin is "+quote(f.Value.Text)+", Host is "+quote(p.host()))
			}
		},
	},
	{
		ID: "origin-suffix-match", Side: Request, Severity: Note, Strength: Should, Binds: Server, Over: AnyHTTP,
		Problem:  "Origin {} only contains a trusted name",
		Requires: "Origins are compared whole.",
		Why: "This origin belongs to another host, and contains a trusted name: a check that looks for the name at the start, at the end or anywhere would let such an " +
			"origin in. Both example.com.attacker.example and evilexample.com contain example.com, and belong to others.",
		Fix:    "Compare scheme, host and port, each entirely.",
		Cites:  []string{"6455:10.2", "6454:5", "8441:5"},
		Broken: func() *Example { return good.with("Origin", "https://server.example.com.evil.test") },
		check: func(p *pass) {
			if f := p.head.onlyOrigin(); p.resembles() {
				p.find(f.Value.Span, "Origin is "+quote(f.Value.Text)+", which contains a trusted name and is another host")
			}
		},
	},
	{
		ID: "origin-cswsh", Side: Request, Severity: Warning, Strength: Should, Binds: Server, Over: AnyHTTP,
		Problem:  "A page of another origin connects with the user's cookies",
		Requires: "A server that knows its users by cookie checks Origin.",
		Why: "A page of another origin opened this socket, and the browser sent the user's cookies with it. Where the server does not check Origin, that page now " +
			"talks in the user's name: cross-site WebSocket hijacking. Neither the same-origin policy nor CORS guards a socket; a cookie that is SameSite=Lax or " +
			"Strict is not sent from another site, but it is from another host or port of the same site.",
		Fix:    "Allow known origins only, or ask for a token that a foreign page cannot have. Keep SameSite at Lax or Strict.",
		Cites:  []string{"6455:10.2", "6455:10.5", "8441:5", "SameSite"},
		Broken: func() *Example { return good.with("Origin", "https://other.example").add("Cookie", "session=***") },
		Right:  func() *Example { return good.add("Cookie", "session=***") },
		check: func(p *pass) {
			if f := p.head.onlyOrigin(); p.head.count[nameCookie] > 0 && p.isForeign() {
				p.find(f.Value.Span, "Origin is "+quote(f.Value.Text)+" and a Cookie comes along; expected a check of the origin",
					Related{p.side, p.head.field(nameCookie).Name.Span, "the cookies of the user"})
			}
		},
	},
	{
		ID: "origin-cors-irrelevant", Side: Response, Severity: Note, Strength: Practice, Binds: Server, Over: AnyHTTP,
		Problem:  "{} has no effect on a WebSocket",
		Requires: "Access-Control fields do nothing for a WebSocket.",
		Why:      "CORS is a rule of fetch. A browser sends no preflight before it opens a socket and reads none of these fields in the answer.",
		Fix:      "Leave them out, and check Origin in the server.",
		Cites:    []string{"WHATWG", "6455:10.2"},
		Broken:   func() *Example { return answered.answerAdd("Access-Control-Allow-Origin", "*") },
		fix:      removeLine,
		check: func(p *pass) {
			for i := range p.head.Fields {
				if f := &p.head.Fields[i]; head.HasPrefixFold(f.Name.Text, "Access-Control-") && p.askedWebSocket() {
					p.findValue(f.Line, headline(f.Name.Text), quote(f.Name.Text)+" in the answer to a handshake")
				}
			}
		},
	},
	{
		ID: "ws-origin-draft", Side: Request, Severity: Note, Strength: Practice, Binds: Client, Over: AnyHTTP,
		Problem:  "Sec-WebSocket-Origin is a field of old drafts",
		Requires: "The origin travels in Origin.",
		Why:      "Drafts 04 to 10 of the protocol called the field Sec-WebSocket-Origin. Version 13 has Origin, and RFC 6455 does not name the other.",
		Fix:      "Send Origin alone.",
		Cites:    []string{"6455:4.1", "8441:5", "hybi-10"},
		Broken:   func() *Example { return good.add("Sec-WebSocket-Origin", "https://server.example.com") },
		fix:      originField,
		check: func(p *pass) {
			if p.head.count[nameVersion] == 0 {
				return
			}
			for _, f := range p.head.Get("Sec-WebSocket-Origin") {
				p.find(f.Line, "a Sec-WebSocket-Origin field; expected Origin")
			}
		},
	},
}

// onlyOrigin is the Origin field where there is exactly one, else nil.
func (m *parsedHead) onlyOrigin() *Field {
	if m.count[nameOrigin] != 1 {
		return nil
	}
	return m.field(nameOrigin)
}

// isForeign: one well-formed origin, no list to check it against, and a Host that it does not name.
func (p *pass) isForeign() bool {
	if !p.head.onePage || p.policy.Origins != nil {
		return false
	}
	host := p.hostPort()
	return host.ok && host.name != "" && isTCPPort(host.port) && !p.head.hostNotForwarded() && !p.head.page.isHost(host)
}

// resembles: the origin's host has a trusted name in it without being that name or one below it.
// Trusted are the names on the list; without a list, the server's own.
func (p *pass) resembles() bool {
	if !p.head.onePage {
		return false
	}
	page := p.head.page.host
	if p.policy.Origins == nil {
		return !p.head.hostNotForwarded() && containsName(page, strings.ToLower(p.hostPort().name))
	}
	if p.policy.AllowsOrigin(p.head.value(nameOrigin), p.host()) {
		return false
	}
	for _, entry := range p.policy.Origins {
		if containsName(page, trusted(entry, p.host())) {
			return true
		}
	}
	return false
}

func containsName(host, trusted string) bool {
	host = strings.TrimSuffix(host, ".") // which ends a name of the same host (RFC 3986 §3.2.2)
	return trusted != "" && host != trusted && strings.Contains(host, trusted) && !strings.HasSuffix(host, "."+trusted) && !isIPv4(host)
}

// host is the host that the request is for.
func (p *pass) host() string {
	if p.report.Exchange.HTTP2 && p.head.pseudoField(":authority") != nil {
		return p.head.pseudo(":authority")
	}
	return p.head.value(nameHost)
}

func (p *pass) hostPort() hostPort {
	if p.report.Exchange.HTTP2 {
		return readHostPort(p.host())
	}
	return p.head.host
}

// isOpaque: null, or the file:// that Chromium sends for a page from a file.
func isOpaque(origin string) bool { return origin == "null" || origin == "file://" }

// siteOrigin is an origin to compare: scheme and host in lower case, the port a number (RFC 6454 §4, §5).
type siteOrigin struct{ scheme, host, port string }

// String is the ASCII serialization (RFC 6454 §6.2).
func (o siteOrigin) String() string {
	s := o.scheme + "://" + o.host
	if o.port != "" && o.port != orDefault("", o.scheme) {
		s += ":" + o.port
	}
	return s
}

// isWritten compares a text with String, and builds nothing.
func (o siteOrigin) isWritten(s string) bool {
	rest, ok := strings.CutPrefix(s, o.scheme)
	if ok {
		rest, ok = strings.CutPrefix(rest, "://")
	}
	if ok {
		rest, ok = strings.CutPrefix(rest, o.host)
	}
	if o.port == "" || o.port == orDefault("", o.scheme) {
		return ok && rest == ""
	}
	return ok && strings.TrimPrefix(rest, ":") == o.port && rest != o.port
}

// canonicalOrigin writes the origin as a browser does.
func canonicalOrigin(m *fixer) {
	if o, ok := parseOrigin(m.head.Text(m.finding.Span)); ok {
		m.replace(m.finding.Span, o.String())
	}
}

// parseOrigin reads a serialized-origin; false where it is none.
func parseOrigin(s string) (siteOrigin, bool) {
	scheme, authority, found := strings.Cut(s, "://")
	if !found || !isScheme(scheme) {
		return siteOrigin{}, false
	}
	host, port, ok := splitHostPort(authority)
	if !ok || host == "" || !isTCPPort(port) || strings.HasSuffix(authority, ":") || strings.Contains(host, "*") {
		return siteOrigin{}, false
	}
	scheme = strings.ToLower(scheme)
	return siteOrigin{scheme, strings.ToLower(host), orDefault(strings.TrimLeft(port, "0"), scheme)}, true
}

func areOrigins(list []string) bool {
	for _, s := range list {
		if _, ok := parseOrigin(s); !ok {
			return false
		}
	}
	return true
}

// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )            (RFC 3986 §3.1)
func isScheme(s string) bool {
	for i := range len(s) {
		switch c := head.Lower(s[i]); {
		case 'a' <= c && c <= 'z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return s != ""
}

// orDefault fills in the port that a scheme implies.
func orDefault(port, scheme string) string {
	switch {
	case port != "":
		return port
	case equalFold(scheme, "http"), equalFold(scheme, "ws"):
		return "80"
	case equalFold(scheme, "https"), equalFold(scheme, "wss"):
		return "443"
	}
	return ""
}

// oneOf words a list of what would have been right.
func oneOf(list []string, none string) string {
	const limit = 5
	if len(list) == 0 {
		return none
	}
	words := make([]string, 0, limit+1)
	for i, s := range list {
		if i == limit {
			words = append(words, "…")
			break
		}
		words = append(words, quote(s))
	}
	return strings.Join(words, " or ")
}
