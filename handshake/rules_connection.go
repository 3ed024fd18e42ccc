package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// NginxDirectives pass an upgrade on, in a location that is for sockets alone: Connection has a fixed value, so that the
// lines need no map.
const NginxDirectives = "proxy_http_version 1.1;\nproxy_set_header Upgrade $http_upgrade;\nproxy_set_header Connection \"upgrade\";\nproxy_set_header Host $http_host;"

// The Connection field: what this hop, and only this hop, is asked to do.
//
//	Connection        = #connection-option                          (RFC 9110 §7.6.1)
//	connection-option = token

var connectionRules = []*Rule{
	{
		ID: "conn-missing", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseNoUpgrade,
		Problem:  "Connection is missing",
		Requires: "A request with Upgrade has a Connection field that names it.",
		Why: "Upgrade is meant for one hop only, and Connection is what says so. A recipient ought to ignore an Upgrade that Connection does not name, so this is " +
			"ordinary HTTP. A proxy may have taken the field away.",
		Fix:    "Send Connection: Upgrade; a proxy in between has to write it again for the next hop.",
		Cites:  []string{"6455:4.1", "6455:4.2.1", "9110:7.8", "9110:7.6.1"},
		Broken: func() *Example { return good.without("Connection") },
		fix:    nameUpgradeOption,
		check: func(p *pass) {
			if p.head.count[nameConnection] == 0 && p.head.count[nameUpgrade] > 0 {
				p.find(p.head.field(nameUpgrade).Line, "no Connection field; expected Connection: Upgrade")
			}
		},
	},
	{
		ID: "conn-no-upgrade", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseNoUpgrade,
		Problem:  "Connection does not contain upgrade",
		Requires: "Connection contains the option upgrade.",
		Why: "The options in this field say what applies to this hop. A recipient ought to ignore an Upgrade that is not among them: the request is ordinary HTTP. " +
			"Usually a proxy put its own value here.",
		Fix:    "Write Connection: Upgrade.",
		Cites:  []string{"6455:4.1", "6455:4.2.1", "9110:7.8", "9110:7.6.1"},
		Broken: func() *Example { return good.with("Connection", "keep-alive") },
		fix:    nameUpgradeOption,
		check: func(p *pass) {
			if f := p.head.field(nameConnection); f != nil && !p.head.asksToSwitch() && p.head.wantsSwitch() && head.AreTokens(p.head.options) {
				p.find(f.Value.OrLine(f), "Connection is "+quote(p.head.joined(nameConnection))+"; expected the option upgrade in it")
			}
		},
	},
	{
		ID: "conn-upgrade-alone", Side: Request, Severity: Error, Strength: Must, Binds: Client, Refuse: RefuseNoUpgrade,
		Problem:  "Connection contains upgrade, but no Upgrade field names a protocol",
		Requires: "A WebSocket handshake whose Connection names upgrade has an Upgrade field with a protocol.",
		Why:      "The request says that it wants to switch, and does not say to what. A server has nothing to switch to.",
		Fix:      "Add Upgrade: websocket. Behind a proxy, look for a rule that sets Connection for every request.",
		Cites:    []string{"6455:4.1", "6455:4.2.1"},
		Broken:   func() *Example { return good.without("Upgrade") },
		fix:      wholeHandshake,
		check: func(p *pass) {
			if p.head.asksToSwitch() && len(p.head.tokens) == 0 && p.head.wantsWebSocket() {
				p.find(memberSpan(p.head.options, "upgrade"), "Connection names upgrade, and no Upgrade field names a protocol; expected Upgrade: websocket")
			}
		},
	},
	{
		ID: "conn-list", Side: Request, Severity: Note, Strength: Practice, Binds: Client,
		Problem:  "Connection has several members",
		Requires: "Connection may list several options, on one line or more.",
		Why: "Firefox sent keep-alive, Upgrade for years (153 sends Upgrade alone). A server that compares the whole value with Upgrade " +
			"refuses that; this is the server's fault, because the field is a list.",
		Cites:  []string{"9110:7.6.1", "9110:5.3"},
		Broken: func() *Example { return good.with("Connection", "keep-alive, Upgrade") },
		check: func(p *pass) {
			if len(p.head.options) > 1 && p.head.asksToSwitch() && !head.Contains(p.head.options, "close") && !head.Contains(p.head.options, "HTTP2-Settings") && !p.head.namesEndToEnd() && head.AreTokens(p.head.options) {
				f := p.head.field(nameConnection)
				p.find(f.Value.Span, "Connection holds "+decimal(len(p.head.options))+" members; the first is "+quote(p.head.options[0].Text))
			}
		},
	},
	{
		ID: "conn-syntax", Side: Request, Severity: Error, Strength: MustNot, Binds: Sender, Refuse: RefuseHopField,
		Problem:  "Connection contains {}, which is not a token",
		Requires: "Every member of Connection is a token; commas separate them.",
		Why:      "What is no token is no option: an upgrade inside it is not found.",
		Fix:      "Separate options with commas: Connection: keep-alive, Upgrade.",
		Cites:    []string{"9110:2.2", "9110:7.6.1", "9110:5.6.2"},
		Broken:   func() *Example { return good.with("Connection", "Upgrade, a;b") },
		fix:      onlyOptions,
		check:    checkOptions,
	},
	{
		ID: "conn-resp-syntax", Side: Response, Severity: Warning, Strength: MustNot, Binds: Sender,
		Problem:  "The answer's Connection contains {}, which is not a token",
		Requires: "Every member of Connection is a token; commas separate them.",
		Why:      "What is no token is no option. In a 101 with upgrade elsewhere in the list, browsers and npm ws find it, and open; Node compares the whole value, and fails.",
		Fix:      "Separate options with commas: Connection: Upgrade.",
		Cites:    []string{"9110:2.2", "9110:7.6.1", "9110:5.6.2"},
		Broken:   func() *Example { return answered.answerWith("Connection", "Upgrade, a;b") },
		fix:      onlyOptions,
		check:    checkOptions,
	},
	{
		ID: "conn-close-too", Side: Request, Severity: Warning, Strength: Practice, Binds: Client,
		Problem:  "Connection contains both close and upgrade",
		Requires: "Connection does not ask for close and for upgrade at once.",
		Why: "close asks to end the connection after the final response, and a 101 is none; upgrade asks to keep it and speak something new on it. No text says what the two mean together. " +
			"gorilla and coder switch all the same; other servers may not.",
		Fix:    "Leave close out.",
		Cites:  []string{"9112:9.6"},
		Broken: func() *Example { return good.with("Connection", "Upgrade, close") },
		fix:    removeMember,
		check: func(p *pass) {
			if !p.head.asksToSwitch() {
				return
			}
			for _, option := range p.head.options {
				if equalFold(option.Text, "close") {
					p.find(option.Span, "Connection names close beside upgrade; expected upgrade alone")
				}
			}
		},
	},
	{
		ID: "conn-names-end-to-end", Side: Either, Severity: Warning, Strength: MustNot, Binds: Sender,
		Problem:  "Connection names {}, which a proxy has to remove",
		Requires: "Connection does not name fields that are meant for the other end.",
		Why: "A proxy has to remove every field that Connection names before it passes the message on. Apache, Caddy, Go's ReverseProxy, Squid and Traefik do; " +
			"nginx and HAProxy do not.",
		Fix:    "Take it out of Connection.",
		Cites:  []string{"9110:7.6.1"},
		Broken: func() *Example { return good.with("Connection", "Upgrade, Sec-WebSocket-Key") },
		fix:    removeMember,
		check: func(p *pass) {
			for _, option := range p.head.options {
				if isEndToEnd(option.Text) {
					p.findValue(option.Span, headline(option.Text), "Connection names "+quote(option.Text)+"; expected no such name")
				}
			}
		},
	},
	{
		ID: "conn-stripped-by-proxy", Side: Connection, Severity: Error, Strength: Practice, Binds: Proxy, Refuse: RefuseNoUpgrade,
		Problem:  "Probably a proxy removed Upgrade and Connection: Upgrade",
		Requires: "A proxy that passes an upgrade on writes Upgrade and Connection again.",
		Why: "The fields of a WebSocket handshake are here, and what asks for the switch is not. Upgrade and Connection live for " +
			"one hop, so a proxy that does not know about upgrades consumes them and sends an ordinary request onwards.",
		Fix: "nginx, in the location of the socket: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\"; proxy_set_header Host $http_host; " +
			"Apache: mod_proxy_wstunnel, or upgrade=websocket. Caddy, Traefik and HAProxy forward a WebSocket by themselves: " +
			"check that the hop speaks HTTP/1.1 and the path is right.",
		Code:  NginxDirectives,
		Cites: []string{"9110:7.6.1", "9110:7.8"},
		Broken: func() *Example {
			return good.without("Upgrade").with("Connection", "close").add("Via", "1.1 proxy.example")
		},
		fix: wholeHandshake,
		check: func(p *pass) {
			if p.strippedByProxy() {
				at := p.head.line()
				if f := p.head.field(nameConnection); f != nil {
					at = f.Line // what the proxy wrote instead
				}
				p.find(at, "the request carries a Sec-WebSocket-Key, and neither Upgrade nor Connection: Upgrade; expected both, on every hop of HTTP/1.1")
			}
		},
	},
	{
		ID: "conn-hardcoded", Side: Connection, Severity: Note, Strength: Practice, Binds: Proxy, Refuse: RefuseNoUpgrade,
		Problem:  "Connection: upgrade in an ordinary request",
		Requires: "A proxy sends Connection: upgrade only where the client has sent it.",
		Why: "The option is here, and neither a protocol nor a WebSocket field. A configuration that writes Connection for " +
			"every request does this to ordinary pages; a server that speaks only WebSocket then takes them for broken handshakes.",
		Fix:    "nginx: take the value from a map on $http_upgrade, empty where that is empty, in place of a fixed upgrade.",
		Cites:  []string{"9110:7.6.1", "9110:7.8"},
		Broken: func() *Example { return plainUpgrade.without("Upgrade") },
		check: func(p *pass) {
			if p.head.hardcodedUpgrade() {
				p.find(memberSpan(p.head.options, "upgrade"), "Connection names upgrade in an ordinary request; expected no such option")
			}
		},
	},
	{
		ID: "h2-downgrade-proxy", Side: Connection, Severity: Note, Strength: Must, Binds: Proxy,
		Problem:  "A proxy translated this request from HTTP/2 or HTTP/3",
		Requires: "A proxy between HTTP/2 and HTTP/1.1 makes a handshake of its own for each side.",
		Why: "Via says that the request came to the proxy in HTTP/2 or HTTP/3, where a WebSocket has neither key nor accept value. The key here is the " +
			"proxy's, and the proxy has to check the answer to it, because its client gets no accept value.",
		Cites:  []string{"6455:4.1", "8441:5", "9220:3", "9110:7.6.3"},
		Broken: func() *Example { return good.add("Via", "2.0 proxy.example") },
		check: func(p *pass) {
			if p.head.count[nameKey] == 0 || !p.head.asksToSwitch() {
				return
			}
			depth := 0 // of comments, in which a comma separates nothing (RFC 9110 §7.6.3)
			for _, hop := range p.head.List("Via") {
				inside := depth > 0
				depth += strings.Count(hop.Text, "(") - strings.Count(hop.Text, ")")
				if inside {
					continue
				}
				switch version, _, _ := strings.Cut(strings.TrimPrefix(hop.Text, "HTTP/"), " "); version {
				case "2", "2.0", "3", "3.0":
					name, _, _ := strings.Cut(hop.Text, " (")
					p.find(hop.Span, "the hop "+quote(name)+" spoke HTTP/"+version[:1]+" with its client")
					return
				}
			}
		},
	},
}

// hardcodedUpgrade: Connection asks to switch, and nothing says to what, or that the client wants to.
func (m *parsedHead) hardcodedUpgrade() bool {
	return m.asksToSwitch() && len(m.tokens) == 0 && !m.wantsWebSocket()
}

// wantsSwitch: the request asks for some other protocol.
func (m *parsedHead) wantsSwitch() bool { return m.count[nameUpgrade] > 0 }

// endToEnd are fields that people list in Connection by mistake; RFC 9110 §7.6.1 forbids any that is
// meant for all recipients.
var endToEnd = []string{"Host", "Origin", "Cookie", "Authorization", "Cache-Control", "User-Agent", "Content-Length", "Content-Type"}

func isEndToEnd(name string) bool {
	if head.HasPrefixFold(name, "Sec-WebSocket-") {
		return true
	}
	for _, n := range endToEnd {
		if equalFold(n, name) {
			return true
		}
	}
	return false
}

func (m *parsedHead) namesEndToEnd() bool {
	for _, option := range m.options {
		if isEndToEnd(option.Text) {
			return true
		}
	}
	return false
}

// strippedByProxy: the handshake's end-to-end fields arrived and its hop-by-hop fields did not, with
// signs of another hop. The rules about each missing field leave this to the one that explains it.
func (p *pass) strippedByProxy() bool {
	m := p.head
	return m.count[nameKey] > 0 && m.count[nameUpgrade] == 0 && !m.asksToSwitch() && p.report.Exchange.Context&ContextSent == 0 &&
		(m.count[nameConnection] > 0 || m.passedProxy())
}

// passedProxy: a field that only proxies add.
func (m *parsedHead) passedProxy() bool {
	for i := range m.Fields {
		switch n := m.Fields[i].Name.Text; {
		case equalFold(n, "Via"), equalFold(n, "Forwarded"), equalFold(n, "X-Real-IP"), head.HasPrefixFold(n, "X-Forwarded-"):
			return true
		}
	}
	return false
}

// checkOptions finds connection options that are not tokens.
func checkOptions(p *pass) {
	for _, option := range p.head.options {
		if !head.IsToken(option.Text) {
			p.findValue(option.Span, headline(option.Text), "Connection holds "+quote(option.Text)+"; expected a token")
		}
	}
}
