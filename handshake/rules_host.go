package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// The Host field: which of the sites at this address the client means.
//
//	Host        = uri-host [ ":" port ]                             (RFC 9110 §7.2)
//	uri-host    = IP-literal / IPv4address / reg-name               (RFC 3986 §3.2.2)
//	reg-name    = *( unreserved / pct-encoded / sub-delims )
//	port        = *DIGIT
//

var hostRules = []*Rule{
	{
		ID: "host-missing", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseHost,
		Problem:  "Host is missing",
		Requires: "A request of HTTP/1.1 has a Host field.",
		Why: "Many sites share an address, and Host says which one is meant. Without it every server has to answer 400, " +
			"though npm ws and Python's websockets switch all the same.",
		Fix:    "Add Host with the name from the URL, and the port where it is not the usual one.",
		Cites:  []string{"9112:3.2", "6455:4.1", "6455:4.2.1"},
		Broken: func() *Example { return good.without("Host") },
		fix:    nameHostField,
		check: func(p *pass) {
			major, minor, ok := p.head.HTTPVersion()
			if p.head.count[nameHost] == 0 && (!ok || major == 1 && minor > 0) {
				p.find(p.head.line(), "no Host field; expected Host: with a name")
			}
		},
	},
	{
		ID: "host-repeated", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseHost,
		Problem:  "Host appears more than once",
		Requires: "There is one Host field and no other.",
		Why: "Two parties that each take a different one serve different sites: the classic way past a filter. Even two equal ones have to be " +
			"answered with 400; gobwas, npm ws and Python's websockets do not check.",
		Fix:    "Keep one of them.",
		Cites:  []string{"9110:5.3", "9112:3.2"},
		Broken: func() *Example { return good.add("Host", "server.example.com") },
		fix:    keepFirst,
		check: func(p *pass) {
			p.repeated(nameHost)
		},
	},
	{
		ID: "host-invalid", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseHost,
		Problem:  "Host {} is not a valid host and port",
		Requires: "Host is a name or an address, and perhaps a port.",
		Why: "A scheme, a path, a user name or a space does not belong here. Such a Host has to be answered with 400; Go's net/http does so where a character belongs to no host; gobwas and " +
			"npm ws take it as it is.",
		Fix:    "Write name or name:port; an IPv6 address goes into brackets.",
		Cites:  []string{"9112:3.2", "9110:7.2"},
		Broken: func() *Example { return good.with("Host", "server example") },
		fix:    nameHostField,
		check: func(p *pass) {
			for i := range p.head.Fields {
				f := &p.head.Fields[i]
				if f.Known != nameHost || f.Value.Text == "" {
					continue
				}
				if host, _, ok := splitHostPort(f.Value.Text); !ok || host == "" {
					p.find(f.Value.Span, "Host is "+quote(f.Value.Text)+"; expected a name or an address, and perhaps a port")
				}
			}
		},
	},
	{
		ID: "host-empty", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseHost,
		Problem:  "Host is empty",
		Requires: "Host is not empty.",
		Why: "An empty Host is right only where the URL has no host at all, and every ws and http URL has one. RFC 9112 leaves it to the server: " +
			"some take it, others answer 400, as this endpoint does. Browsers never send it.",
		Fix:    "Write the name from the URL.",
		Cites:  []string{"9112:3.2", "9112:3.3", "9110:7.2"},
		Broken: func() *Example { return good.with("Host", "") },
		fix:    nameHostField,
		check: func(p *pass) {
			for i := range p.head.Fields {
				if f := &p.head.Fields[i]; f.Known == nameHost && f.Value.Text == "" {
					p.find(f.Line, "Host is empty; expected a name")
				}
			}
		},
	},
	{
		ID: "host-missing-derived", Side: Text, Severity: Note, Strength: Must, Binds: Client,
		Problem:  "No Host in the paste; taken from the URL",
		Requires: "The paste has a Host line.",
		Why:      "Where a URL names the host, manuals leave the field out. On the wire it is required, so it was filled in from the URL.",
		Fix:      "Send Host with the name from the URL.",
		Cites:    []string{"9112:3.2", "9112:3.2.2"},
		Broken: func() *Example {
			const line = "GET http://server.example.com/chat"
			whole := good.line(line+" HTTP/1.1").with("Origin", "http://server.example.com").from("http://server.example.com/chat")
			return whole.inserted(InsertedVersion, " HTTP/1.1").inserted(InsertedHost, "Host: server.example.com\r\n").
				readFrom(whole.line(line).without("Host").Request)
		},
		check: func(p *pass) {
			if p.hasInserted(InsertedByClient) {
				return // a command has no Host: its client writes one
			}
			for _, f := range p.report.Exchange.Inserted {
				if f.Kind == InsertedHost && f.Side == Request {
					p.find(f.Span, "no Host in the paste; "+quote(p.head.value(nameHost))+" is the host of its URL")
				}
			}
		},
	},
	{
		ID: "host-default-port", Side: Request, Severity: Note, Strength: Practice, Binds: Client,
		Problem:  "Host contains the default port: {}",
		Requires: "Host leaves the default port out.",
		Why: "80 goes without saying for ws, 443 for wss, and browsers leave them out. A server that compares Host as text, in a signature, a cache or an " +
			"origin check, sees another name with the port than without.",
		Fix:    "Drop the port.",
		Cites:  []string{"6455:4.1", "9110:4.2.3"},
		Broken: func() *Example { return good.with("Host", "server.example.com:80") },
		fix:    removePort,
		check: func(p *pass) {
			scheme := splitURI(Token{Text: p.report.Exchange.URL}).scheme
			if target := p.head.uri().scheme; target != "" {
				scheme = target
			}
			if port := p.head.host.port; p.head.host.ok && p.head.host.name != "" && (port == "80" || port == "443") && !p.head.IsConnect() && p.head.uri().port == "" && (scheme == "" || port == orDefault("", scheme)) {
				f := p.head.field(nameHost)
				p.find(f.Value.Span, "Host ends with the port "+port+", the default of "+map[string]string{"80": "ws", "443": "wss"}[port]+"; expected none")
			}
		},
	},
	{
		ID: "host-port-range", Side: Request, Severity: Warning, Strength: Practice, Binds: Client,
		Problem:  "Host names the port {}, which does not exist",
		Requires: "A port is a number from 1 to 65535.",
		Why:      "The grammar of Host allows any digits, TCP has 16 bits for a port. The name may serve as it is; a program that makes a URL of it may fail.",
		Fix:      "Correct the port, or leave it out.",
		Cites:    []string{"9110:7.2", "3986:3.2.3", "9293:3.1"},
		Broken:   func() *Example { return good.with("Host", "server.example.com:80800") },
		fix:      removePort,
		check: func(p *pass) {
			if port := p.head.host.port; p.head.host.ok && (!isTCPPort(port) || port != "" && strings.Trim(port, "0") == "") {
				p.findValue(p.head.field(nameHost).Value.Span, headline(port), "Host is "+quote(p.head.value(nameHost))+"; expected a port from 1 to 65535")
			}
		},
	},
	{
		ID: "host-not-first", Side: Request, Severity: Note, Strength: Should, Binds: Client,
		Problem:  "Host is not the first field",
		Requires: "Host is the first field.",
		Why:      "It decides who answers, so it is good practice to send it first; a server has to find it anywhere.",
		Fix:      "Move it to the top.",
		Cites:    []string{"9110:7.2", "9110:5.3"},
		Broken:   func() *Example { return good.without("Host").add("Host", "server.example.com") },
		fix:      hostFirst,
		check: func(p *pass) {
			if p.head.count[nameHost] == 1 && p.head.first[nameHost] > 1 && !p.hasInserted(InsertedHost) && p.report.Exchange.Context&ContextDevTools == 0 {
				first := p.head.Fields[0].Name.Text
				p.find(p.head.field(nameHost).Line, "Host comes after "+quote(first)+"; expected it first")
			}
		},
	},
	{
		ID: "host-localhost-proxy", Side: Connection, Severity: Note, Strength: Practice, Binds: Proxy,
		Problem:  "Host is {}, an internal host; Origin is not",
		Requires: "Host and Origin name the same site where the server compares them.",
		Why: "Host names a machine inside, Origin another host: as a rule a proxy in between wrote a Host of its own. Servers that demand the same host in both, as " +
			"gorilla and coder do by default, then answer 403.",
		Fix:    "In nginx: proxy_set_header Host $http_host ($host has no port). Or list the origin in the server.",
		Cites:  []string{"9110:7.2", "6455:10.2"},
		Broken: func() *Example { return good.with("Host", "127.0.0.1:8080") },
		fix:    publicHost,
		check: func(p *pass) {
			if p.head.hostNotForwarded() && !p.head.uri().hostOK { // which outranks Host
				f, origin := p.head.field(nameHost), p.head.field(nameOrigin)
				p.find(f.Value.Span, "Host is the internal "+quote(f.Value.Text)+" and Origin "+quote(origin.Value.Text)+"; expected the same host in both",
					Related{p.side, origin.Line, "the page"})
			}
		},
	},
}

// byWscat is good as wscat sends it.
var byWscat = good.inContext(ContextSent).without("Origin").swap("Upgrade:", "Origin: https://server.example.com\r\nUpgrade:").
	with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==").
	inserted(InsertedByClient, "GET").inserted(InsertedVersion, " HTTP/1.1\r\n").inserted(InsertedHost, "Host: server.example.com\r\n").
	inserted(InsertedByClient, "Origin: ").inserted(InsertedByClient, "Upgrade: websocket\r\n").inserted(InsertedByClient, "Connection: Upgrade\r\n").
	inserted(InsertedByClient, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n").inserted(InsertedByClient, "Sec-WebSocket-Version: 13\r\n")

// repeated reports every line of a field after its first.
func (p *pass) repeated(n head.FieldName) {
	if p.head.count[n] < 2 {
		return
	}
	first := p.head.field(n)
	for i := int(p.head.first[n]); i < len(p.head.Fields); i++ {
		if f := &p.head.Fields[i]; f.Known == n {
			p.findValue(f.Line, head.FieldNames[n], "another "+head.FieldNames[n]+": "+quote(f.Value.Text)+"; expected one such line",
				Related{p.side, first.Line, "the first one: " + quote(first.Value.Text)})
		}
	}
}

// filled reports whether this was added to a pasted request.
func (p *pass) hasInserted(what InsertedKind) bool {
	for _, f := range p.report.Exchange.Inserted {
		if f.Kind == what && f.Side == Request {
			return true
		}
	}
	return false
}

// badHost: the request has to be answered 400 (RFC 9112 §3.2). An empty Host is left to the server.
func (m *parsedHead) badHost() bool {
	major, minor, ok := m.HTTPVersion()
	if m.count[nameHost] == 0 {
		return ok && major == 1 && minor > 0
	}
	return m.count[nameHost] > 1 || m.value(nameHost) != "" && (!m.host.ok || m.host.name == "")
}

// hostNotForwarded: Host is a machine inside, and Origin is not.
func (m *parsedHead) hostNotForwarded() bool {
	if m.count[nameHost] != 1 || m.count[nameOrigin] != 1 {
		return false
	}
	if !m.host.ok || m.host.name == "" || !isInternal(m.host.name) {
		return false
	}
	_, authority, found := strings.Cut(m.value(nameOrigin), "://")
	origin, _, ok := splitHostPort(authority)
	return found && ok && origin != "" && !isInternal(origin)
}

// hostPort is the result of splitHostPort for a Host.
type hostPort struct {
	name, port string
	ok         bool
}

func readHostPort(s string) hostPort {
	name, port, ok := splitHostPort(s)
	return hostPort{name, port, ok}
}

// splitHostPort cuts uri-host [ ":" port ]. The host may be empty, and keeps its brackets.
func splitHostPort(s string) (host, port string, ok bool) {
	host = s
	if strings.HasPrefix(s, "[") {
		i := strings.IndexByte(s, ']')
		if i < 0 {
			return "", "", false
		}
		host, port = s[:i+1], s[i+1:]
		if port != "" && port[0] != ':' {
			return "", "", false
		}
		port = strings.TrimPrefix(port, ":")
		return host, port, isIPLiteral(host[1:i]) && isPort(port)
	}
	if i := strings.IndexByte(s, ':'); i >= 0 {
		host, port = s[:i], s[i+1:]
	}
	return host, port, isRegName(host) && isPort(port)
}

func isPort(s string) bool { return strings.Trim(s, "0123456789") == "" }

// isTCPPort: a port that exists.
func isTCPPort(s string) bool {
	s = strings.TrimLeft(s, "0")
	return len(s) < 5 || len(s) == 5 && s <= "65535"
}

// isRegName also holds of every IPv4 address. Octets outside ASCII do not belong.
func isRegName(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '%':
			if !isEscape(s[i:]) {
				return false
			}
		case head.IsDigit(c), 'a' <= head.Lower(c) && head.Lower(c) <= 'z', strings.IndexByte("-._~!$&'()*+,;=", c) >= 0:
		default:
			return false
		}
	}
	return true
}

// isIPLiteral takes what is inside the brackets.
//
//	IP-literal  = "[" ( IPv6address / IPvFuture  ) "]"              (RFC 3986 §3.2.2)
//	IPv6address = 8 groups of 1–4 hex digits, one run of zero groups as "::", the last two perhaps IPv4
//
// Deviation: IPvFuture, which has no use, and zones, which have only local meaning, are not accepted.
func isIPLiteral(s string) bool {
	if len(s) > len("0000:0000:0000:0000:0000:0000:255.255.255.255") {
		return false
	}
	head, tail, short := strings.Cut(s, "::")
	h, ok1 := ipv6Groups(head, !short)
	t, ok2 := ipv6Groups(tail, true)
	if !short {
		return ok1 && h == 8
	}
	return ok1 && ok2 && h+t < 8
}

// ipv6Groups counts groups between colons; an IPv4 address at the end counts as two.
func ipv6Groups(s string, last bool) (n int, ok bool) {
	if s == "" {
		return 0, true
	}
	groups := strings.Split(s, ":")
	for i, g := range groups {
		if last && i == len(groups)-1 && isIPv4(g) {
			n += 2
			continue
		}
		if g == "" || len(g) > 4 || strings.Trim(g, "0123456789abcdefABCDEF") != "" {
			return 0, false
		}
		n++
	}
	return n, true
}

// isIPv4: four numbers of 0–255 between dots, without leading zeros.
func isIPv4(s string) bool {
	if len(s) > len("255.255.255.255") || strings.Count(s, ".") != 3 {
		return false
	}
	for part := range strings.SplitSeq(s, ".") {
		if part == "" || len(part) > 1 && part[0] == '0' || strings.Trim(part, "0123456789") != "" || len(part) > 3 || len(part) == 3 && part > "255" {
			return false
		}
	}
	return true
}

// sameAuthority compares hosts without case and ports as numbers, with the default of the scheme filled in.
func sameAuthority(host1, port1, host2, port2, scheme string) bool {
	standard := "80"
	if scheme == "https" || scheme == "wss" {
		standard = "443"
	}
	number := func(port string) string {
		if port == "" {
			return standard
		}
		return strings.TrimLeft(port, "0")
	}
	return equalFold(host1, host2) && number(port1) == number(port2)
}

// isLoopback reports whether the host is this machine.
func isLoopback(host string) bool {
	return equalFold(host, "localhost") || len(host) > len(".localhost") && equalFold(host[len(host)-len(".localhost"):], ".localhost") ||
		host == "[::1]" || strings.HasPrefix(host, "127.") && isIPv4(host)
}

// isInternal reports whether a host is not a name or address of the public internet.
func isInternal(host string) bool {
	if isLoopback(host) || !strings.ContainsAny(host, ".:") {
		return true
	}
	if isIPv4(host) {
		return strings.HasPrefix(host, "10.") || strings.HasPrefix(host, "192.168.") || strings.HasPrefix(host, "169.254.") ||
			strings.HasPrefix(host, "172.") && host[6] == '.' && "172.16" <= host[:6] && host[:6] <= "172.31"
	}
	if host[0] == '[' {
		return head.HasPrefixFold(host, "[fd") || head.HasPrefixFold(host, "[fc") || head.HasPrefixFold(host, "[fe80:")
	}
	for _, suffix := range []string{".local", ".internal", ".lan", ".home.arpa"} {
		if len(host) > len(suffix) && equalFold(host[len(host)-len(suffix):], suffix) {
			return true
		}
	}
	return false
}
