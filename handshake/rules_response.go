package handshake

import (
	"slices"
	"strings"

	"upgrade101/handshake/head"
)

// The 101, judged as the client judges it (RFC 6455 §4.1, “Once the client's opening handshake has been
// sent …”). Answers other than 101 are in rules_refused.go. Rules about the accept value and the subprotocol apply only if
// the request asks for WebSocket.

var responseRules = []*Rule{
	{
		ID: "resp-line", Side: Response, Severity: Error, Strength: MustNot, Binds: Sender,
		Problem:  "The answer has no valid HTTP status line",
		Requires: "A response begins with HTTP/, a version, a space and three digits, the first not 0.",
		Why: "Something answered, and often it is no web server: another service on this port, TLS where plain text was expected, or the " +
			"middle of an older answer on a connection that was used again. A server that writes its status line by hand may also have left out a digit or the version.",
		Fix:    "Check port and scheme: ws for plain text, wss for TLS. A server that writes its own status line begins with HTTP/1.1 101 and a space.",
		Cites:  []string{"9112:4", "9110:2.2", "9110:15"},
		Broken: func() *Example { return answered.answer("SSH-2.0-OpenSSH_9.6\r\n\r\n") },
		fix:    statusAlone,
		Right:  func() *Example { return answered },
		check: func(p *pass) {
			if _, ok := p.head.StatusCode(); !ok && !showsHTTP2(p.head) {
				line := p.head.Text(p.head.Line)
				p.find(p.head.Line, "the response begins with "+quote(line)+notHTTP(p.head.Raw[p.head.Line.Start:])+"; expected HTTP/1.1 and a status of three digits from 100 on")
			}
		},
	},
	{
		ID: "resp-http2", Side: Response, Severity: Error, Strength: Practice, Binds: Client, Over: HTTP1,
		Problem:  "The answer is {}, which has no Upgrade",
		Requires: "A handshake of HTTP/1.1 is answered in HTTP/1.1.",
		Why:      "TLS agreed on HTTP/2 because the client offered h2, as curl does by itself; HTTP/3 runs over QUIC. Both forbid Upgrade and Connection; curl leaves them out, and the server answers an ordinary GET.",
		Fix:      "Ask over HTTP/1.1: curl --http1.1.",
		Cites:    []string{"9113:8.6", "9113:8.2.2", "9114:4.2"},
		Broken:   func() *Example { return answered.answer("HTTP/2 400\r\ncontent-length: 0\r\n\r\n") },
		Right:    func() *Example { return answered },
		check: func(p *pass) {
			if showsHTTP2(p.head) {
				line := p.head.Text(p.head.Line)
				p.findValue(p.head.Line, line[:6], "the status line is "+quote(line)+", as curl shows "+line[:6]+"; expected HTTP/1.1")
			}
		},
	},
	{
		ID: "resp-http10", Side: Response, Severity: Warning, Strength: Should, Binds: Server,
		Problem:  "The 101 is {}; should be HTTP/1.1",
		Requires: "A 101 should be HTTP/1.1.",
		Why: "A server should name the highest version that it conforms to, and HTTP/1.0 has neither Upgrade nor any 1xx. Firefox and WebKitGTK fail the connection; Chrome, Node and npm ws " +
			"overlook it. HAProxy, Go's ReverseProxy and Caddy 2.6 pass the line on; nginx, Apache and Caddy 2.11 write their own.",
		Fix:    "Write HTTP/1.1 in the status line of the server itself.",
		Cites:  []string{"9110:6.2", "9110:15.2"},
		Broken: func() *Example { return answered.answerLine("HTTP/1.0 101 Switching Protocols") },
		fix:    replaceWith("HTTP/1.1"),
		check: func(p *pass) {
			if major, minor, ok := p.head.HTTPVersion(); ok && p.head.Switches() && major <= 1 && (major < 1 || minor < 1) {
				p.find(p.head.Version.Span, "the 101 is "+quote(p.head.Version.Text)+"; expected HTTP/1.1")
			}
		},
	},
	{
		ID: "resp-version", Side: Response, Severity: Warning, Strength: MustNot, Binds: Server,
		Problem:  "The 101 names {}; must be HTTP/1.1",
		Requires: "A 101 is HTTP/1.1, the last version that has one.",
		Why:      "Of a version above 1.1: Chrome overlooks it, WebKitGTK fails, Firefox from 2.0 on, Node and npm ws on all but 2.0.",
		Fix:      "Write HTTP/1.1 in the status line.",
		Cites:    []string{"9110:6.2", "9113:8.6"},
		Broken:   func() *Example { return answered.answerLine("HTTP/2.0 101 Switching Protocols") },
		fix:      replaceWith("HTTP/1.1"),
		check: func(p *pass) {
			if major, minor, ok := p.head.HTTPVersion(); ok && p.head.Switches() && (major > 1 || major == 1 && minor > 1) {
				p.find(p.head.Version.Span, "the 101 is "+quote(p.head.Version.Text)+"; expected HTTP/1.1")
			}
		},
	},
	{
		ID: "resp-leading-blank-line", Side: Response, Severity: Warning, Strength: MustNot, Binds: Sender,
		Problem:  "An empty line comes before the status line",
		Requires: "The status line is the first line.",
		Why:      "Node and npm ws skip such lines, Chrome, Firefox and WebKitGTK two of them; Go's net/http fails on one.",
		Fix:      "Write nothing before the 101.",
		Cites:    []string{"9110:2.2", "9112:2.1"},
		Broken:   func() *Example { return answered.answer("\r\n" + answered.Response) },
		fix:      removeBytes,
		check: func(p *pass) {
			if n := leadingLineEnds(p.head.Raw); n > 0 && p.head.Switches() {
				p.find(Span{End: n}, "an empty line comes first; expected the status line")
			}
		},
	},
	{
		ID: "resp-too-large", Side: Response, Severity: Warning, Strength: Practice, Binds: Server,
		Problem:  "The head of the answer may be too large for some clients",
		Requires: "The head of an answer is within 16 KiB and 1,000 fields.",
		Why:      "Node and npm ws read 16 KiB of names and values, and npm ws 1,000 fields; WebKitGTK reads 64 KiB, Chrome 256 KiB. RFC 9110 sets no limit.",
		Fix:      "Send fewer and shorter fields.",
		Cites:    []string{"9110:5.4"},
		Broken:   func() *Example { return answered.answerAdd("X-State", strings.Repeat("a", 16<<10)) },
		check: func(p *pass) {
			if n, fields := p.head.End.End-p.head.Line.Start, len(p.head.Fields)+p.head.Dropped; n > 16<<10 || fields > 1000 {
				p.find(p.head.Line, "the head has "+decimal(n)+" bytes and "+decimal(fields)+" fields; expected fewer")
			}
		},
	},
	{
		ID: "resp-reason", Side: Response, Severity: Note, Strength: Should, Binds: Client,
		Problem:  "The reason phrase of the 101 is unusual",
		Requires: "The words after 101 have no meaning.",
		Why:      "The number alone counts. RFC 9110 recommends Switching Protocols; old servers and Docker write other words, and a client should ignore them.",
		Cites:    []string{"9112:4", "9110:15.1", "9110:15.2.2"},
		Broken:   func() *Example { return answered.answerLine("HTTP/1.1 101 Web Socket Protocol Handshake") },
		check: func(p *pass) {
			if p.head.Switches() && p.head.Reason.Text != ReasonPhrases[101] {
				p.find(p.head.Reason.Span.Or(p.head.Line), "the reason is "+quote(p.head.Reason.Text)+", usual is "+ReasonPhrases[101])
			}
		},
	},
	{
		ID: "resp-100-first", Side: Response, Severity: Warning, Strength: Must, Binds: Client,
		Problem:  "A {} comes before the answer to the handshake",
		Requires: "A client reads past other interim answers to the 101, or to the final answer.",
		Why: "100 and 103 are legal before a 101 or a final answer. Firefox and npm ws skip them; Chrome does not and reports " +
			"Unexpected response code with the number; Node fails on 100.",
		Fix:   "Keep Early Hints and unasked 100s away from the path of the socket.",
		Cites: []string{"9110:15.2"},
		Broken: func() *Example {
			return answered.answer("HTTP/1.1 103 Early Hints\r\nLink: </app.css>; rel=preload\r\n\r\n" + answered.Response)
		},
		fix: finalAlone,
		check: func(p *pass) {
			for _, h := range p.interim() {
				if p.req.isHTTP10() {
					return // resp-1xx-http10
				}
				if h.Status.Text != "100" || p.req == nil || !p.req.expectsContinue() {
					p.findValue(h.Line, h.Status.Text, "a "+h.Status.Text+" comes before the answer to the handshake")
				}
			}
		},
	},
	{
		ID: "resp-1xx-http10", Side: Response, Severity: Warning, Strength: MustNot, Binds: Server,
		Problem:  "A {} is sent to a client of HTTP/1.0",
		Requires: "A client of HTTP/1.0 gets no 1xx.",
		Why:      "HTTP/1.0 does not define them, so such a client may take the interim answer for the final one.",
		Fix:      "Send the final answer alone.",
		Cites:    []string{"9110:15.2"},
		Broken: func() *Example {
			return good.line("GET /chat HTTP/1.0").answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
		},
		fix: finalAlone,
		check: func(p *pass) {
			if !p.req.isHTTP10() {
				return
			}
			found := func(h *Head) {
				p.findValue(h.Line, h.Status.Text, "a "+h.Status.Text+" in answer to HTTP/1.0; expected the final answer alone")
			}
			for _, h := range p.interim() {
				found(&h)
			}
			if p.head.IsInterim() { // and no final answer follows
				found(&p.head.Head)
			}
		},
	},
	{
		ID: "resp-101-unsolicited", Side: Response, Severity: Error, Strength: MustNot, Binds: Server,
		Problem:  "The server switched without being asked",
		Requires: "A server switches only if the request asked for it.",
		Why: "Without an Upgrade that is valid on this connection there is nothing to switch to, and an HTTP client has no use for what " +
			"follows. A request of HTTP/1.0, one whose Connection does not name upgrade, and a WebSocket handshake other than a GET have not asked.",
		Fix:    "Answer such a request as ordinary HTTP, or with 426.",
		Cites:  []string{"9110:7.8", "9110:15.2.2", "9110:7.6.1", "6455:4.2.1"},
		Broken: func() *Example { return answered.without("Upgrade", "Connection") },
		Right:  func() *Example { return answered.without("Upgrade", "Connection").answer(refusal426) },
		check: func(p *pass) {
			if p.head.Switches() && p.req != nil {
				if _, other := p.choseOther(); other && p.req.asksToSwitch() && !p.req.isHTTP10() {
					return // of a protocol other than websocket, whatever the method
				}
				if why := p.req.notAsking(); why != "" {
					p.find(p.head.Line, "101 in answer to a request "+why+"; expected an ordinary answer")
				}
			}
		},
	},
	{
		ID: "resp-101-bad-host", Side: Response, Severity: Warning, Strength: Must, Binds: Server,
		Problem:  "The server switched without one valid Host",
		Requires: "A request of HTTP/1.1 without exactly one valid Host is answered 400.",
		Why:      "The client opens on this 101. A proxy before such a server may have read a different Host.",
		Fix:      "Check Host before the switch, and answer 400.",
		Cites:    []string{"9112:3.2"},
		Broken:   func() *Example { return answered.without("Host") },
		Right:    func() *Example { return answered.without("Host").answer(refusal400) },
		check: func(p *pass) {
			if p.head.Switches() && p.req != nil && p.req.badHost() {
				p.find(p.head.Line, "101 in answer to a request without one valid Host; expected 400")
			}
		},
	},
	{
		ID: "resp-101-bad-version", Side: Response, Severity: Warning, Strength: Must, Binds: Server,
		Problem:  "The server switched without one Sec-WebSocket-Version: 13",
		Requires: "A server of version 13 refuses a request without exactly one Sec-WebSocket-Version: 13.",
		Why:      "13 is the only standard version. Unless the server speaks the one that the request names, it speaks 13 to a client that may mean something else.",
		Fix:      "Answer 426 with Sec-WebSocket-Version: 13, Upgrade: websocket and Connection: Upgrade.",
		Cites:    []string{"6455:4.2.2", "6455:4.2.1", "6455:11.6"},
		Broken:   func() *Example { return answered.with("Sec-WebSocket-Version", "25") },
		Right:    func() *Example { return answered.with("Sec-WebSocket-Version", "25").answer(refusal426) },
		check: func(p *pass) {
			if !p.head.Switches() || p.req == nil || !p.req.wantsWebSocket() {
				return
			}
			switch n := p.req.count[nameVersion]; {
			case n == 0:
				p.find(p.head.Line, "101 in answer to no version; expected a refusal")
			case n > 1:
				p.find(p.head.Line, "101 in answer to "+decimal(int(n))+" Sec-WebSocket-Version lines; expected a refusal", p.offered(nameVersion)...)
			case judgeVersion(p.req) != versionGood:
				p.find(p.head.Line, "101 in answer to version "+quote(p.req.value(nameVersion))+"; expected a refusal from a server of version 13", p.offered(nameVersion)...)
			}
		},
	},
	{
		ID: "resp-101-bad-handshake", Side: Response, Severity: Warning, Strength: Must, Binds: Server,
		Problem:  "The server switched although the handshake is invalid",
		Requires: "A server refuses a handshake whose key or extensions are not as RFC 6455 describes.",
		Why:      "A server that finds a key of other than 16 bytes, or extensions that do not parse, must stop and answer with an error such as 400. It need not decode the key.",
		Fix:      "Check both before the switch.",
		Cites:    []string{"6455:4.2.1", "6455:4.2.2", "6455:9.1"},
		Broken:   func() *Example { return answered.with("Sec-WebSocket-Extensions", "permessage-deflate; =10") },
		Right: func() *Example {
			return answered.with("Sec-WebSocket-Extensions", "permessage-deflate; =10").answer(refusal400)
		},
		check: func(p *pass) {
			if !p.head.Switches() || p.req == nil || !p.req.wantsWebSocket() || p.req.draft() != noDraft {
				return
			}
			switch what := ""; {
			case p.req.key != keyGood:
				what = "without a good key"
				fallthrough
			case p.req.extensions.Broken != nil, p.req.count[nameExtensions] > 0 && len(p.req.extensions.Members) == 0:
				if what == "" {
					what = "whose extensions do not parse"
				}
				p.find(p.head.Line, "101 in answer to a request "+what+"; expected 400")
			}
		},
	},
	{
		ID: "resp-request-answered", Side: Response, Severity: Note, Strength: MustNot, Binds: Server,
		Problem:  "The server may still owe an answer in the new protocol",
		Requires: "A server switches only to a protocol that can honor the request, and then answers in it.",
		Why:      "A 101 is interim. After the new protocol's own preface, such as the SETTINGS of h2c or the handshake of TLS, the server is expected to answer the request, which the client does not repeat; for TLS RFC 2817 demands it. A server must not switch to a protocol that cannot honor the request. For a WebSocket, connect-udp and connect-ip the open connection is the answer.",
		Cites:    []string{"9110:7.8", "2817:3.3"},
		Broken: func() *Example {
			return plainUpgrade.with("Upgrade", "tcp").answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n")
		},
		check: func(p *pass) {
			_, unoffered := p.switchedTo()
			_, tunnel := p.head.asksMASQUE() // RFC 9298 §3.3: the 101 is the answer
			if !unoffered && !tunnel && p.head.Switches() && p.req != nil && !p.req.wantsWebSocket() && p.req.notAsking() == "" && p.head.asksToSwitch() && len(p.head.tokens) > 0 && !p.head.namesWebSocket() {
				p.find(p.head.tokens[0].Span, "the connection speaks "+quote(p.head.tokens[0].Text)+", in which the answer to the request may follow")
			}
		},
	},
	{
		ID: "resp-upgrade-missing", Side: Response, Severity: Error, Strength: Must, Binds: Server,
		Problem:  "The 101 names no protocol in Upgrade",
		Requires: "A 101 has an Upgrade field with the new protocol.",
		Why: "The answer says “switching” and not to what. Frameworks that write the status and forget the field, and proxies that strip it, " +
			"do this.",
		Fix:    "Send Upgrade: websocket, or the other protocol that the request asks for.",
		Cites:  []string{"9110:7.8", "6455:4.1"},
		Broken: func() *Example { return answered.answerWithout("Upgrade") },
		fix:    switchTo,
		check: func(p *pass) {
			if p.head.Switches() && len(p.head.tokens) == 0 && !p.statusOnly() {
				expected := "websocket"
				if !p.expectsWebSocket() {
					expected = "a protocol that the request offers"
				}
				p.find(p.head.fieldOrLine(nameUpgrade), "no protocol in Upgrade; expected "+expected)
			}
		},
	},
	{
		ID: "resp-upgrade-several", Side: Response, Severity: Error, Strength: Must, Binds: Server,
		Problem:  "Upgrade in the 101 is not websocket alone",
		Requires: "The answer's Upgrade is websocket, once.",
		Why: "In a 101 a list means layers, the lowest first. Chrome, npm ws, Node and Python's " +
			"websockets fail the connection; Firefox, gorilla and coder look for websocket in the list and go on.",
		Fix:    "Send one line: Upgrade: websocket.",
		Cites:  []string{"6455:4.2.2", "6455:4.1", "9110:7.8"},
		Broken: func() *Example { return answered.answerWith("Upgrade", "websocket, IRC/6.9") },
		fix:    switchTo,
		check: func(p *pass) {
			if _, other := p.unofferedLayer(); p.head.Switches() && p.expectsWebSocket() && p.head.severalUpgrades() && len(p.head.tokens) > 0 && !other {
				f := p.head.field(nameUpgrade)
				p.find(f.Value.OrLine(f), "Upgrade is "+quote(p.head.joined(nameUpgrade))+"; expected websocket alone")
			}
		},
	},
	{
		ID: "resp-upgrade-unoffered", Side: Response, Severity: Error, Strength: MustNot, Binds: Server,
		Problem:  "The server switched to {}, which was not offered",
		Requires: "A server switches only to a protocol that the request named.",
		Why:      "The request lists what its client can speak. Anything else would leave the two without a common language. A protocol is a name, perhaps with / and a version; only names are compared here, so SPDY/3 answers SPDY/3.1.",
		Fix:      "Answer with a protocol from the request's Upgrade, or do not switch.",
		Cites:    []string{"9110:7.8"},
		Broken:   func() *Example { return answered.answerWith("Upgrade", "IRC/6.9") },
		fix:      switchTo,
		check: func(p *pass) {
			t, unoffered := p.switchedTo()
			if !unoffered {
				t, unoffered = p.unofferedLayer()
			}
			if unoffered {
				p.find(t.Span, "Upgrade names "+quote(t.Text)+"; expected a protocol that the request offers",
					p.offered(nameUpgrade)...)
			}
		},
	},
	{
		ID: "resp-upgrade-other", Side: Response, Severity: Error, Strength: Must, Binds: Client,
		Problem:  "The server chose {} and not websocket",
		Requires: "A WebSocket client fails the connection if the 101 names another protocol.",
		Why:      "Of the protocols that a request offers the server chooses; only names are compared here. No WebSocket opens on this 101, and Sec-WebSocket-Accept is not expected.",
		Fix:      "Let the client offer websocket alone, or speak the protocol that was chosen.",
		Cites:    []string{"6455:4.1", "9110:7.8"},
		Broken: func() *Example {
			return answered.with("Upgrade", "websocket, IRC/6.9").answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: IRC/6.9\r\nConnection: Upgrade\r\n\r\n")
		},
		Right: func() *Example { return answered },
		check: func(p *pass) {
			if t, ok := p.choseOther(); ok {
				p.find(t.Span, "Upgrade names "+quote(t.Text)+", and the request offers that name beside websocket; a WebSocket client expected websocket", p.offered(nameUpgrade)...)
			}
		},
	},
	{
		ID: "resp-upgrade-order", Side: Response, Severity: Warning, Strength: Must, Binds: Server,
		Problem:  "The 101 lists HTTP below {}",
		Requires: "A 101 lists protocol layers from the lowest to the highest.",
		Why:      "TLS/1.0, HTTP/1.1 means HTTP inside TLS. The other way round there is no such stack. TLS/1.0 is the name that RFC 2817 gives the upgrade; the version TLS 1.0 itself is forbidden today.",
		Fix:      "Write TLS first, then HTTP.",
		Cites:    []string{"9110:7.8", "2817:3.3", "8996:4"},
		Broken: func() *Example {
			return plainUpgrade.with("Upgrade", "TLS/1.0").answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: HTTP/1.1, TLS/1.0\r\nConnection: Upgrade\r\n\r\n")
		},
		Right: func() *Example {
			return plainUpgrade.with("Upgrade", "TLS/1.0").answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.0, HTTP/1.1\r\nConnection: Upgrade\r\n\r\n")
		},
		check: func(p *pass) {
			if !p.head.Switches() {
				return
			}
			for i, t := range p.head.tokens {
				if i > 0 && head.HasPrefixFold(t.Text, "TLS/") && head.HasPrefixFold(p.head.tokens[0].Text, "HTTP/") {
					p.find(t.Span, quote(t.Text)+" comes after "+quote(p.head.tokens[0].Text)+"; expected it first")
				}
			}
		},
	},
	{
		ID: "resp-upgrade-single", Side: Response, Severity: Error, Strength: Must, Binds: Server,
		Problem:  "The 101 does not name {} alone",
		Requires: "A 101 to connect-udp or connect-ip names that protocol alone.",
		Why:      "The client has to treat any other 101 as a failure, and abort the connection.",
		Fix:      "Send that protocol alone.",
		Cites:    []string{"9298:3.3", "9484:4.3"},
		Broken: func() *Example {
			return overUDP.answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: connect-udp, HTTP/1.1\r\nConnection: Upgrade\r\nCapsule-Protocol: ?1\r\n\r\n")
		},
		Right: func() *Example {
			return overUDP.answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: connect-udp\r\nConnection: Upgrade\r\nCapsule-Protocol: ?1\r\n\r\n")
		},
		check: func(p *pass) {
			if p.req == nil || p.expectsWebSocket() || !p.head.Switches() || len(p.head.tokens) < 2 {
				return
			}
			if t, ok := p.head.asksMASQUE(); ok {
				name := t.Text
				if asked, ok := p.req.asksMASQUE(); ok {
					name = asked.Text
				}
				p.findValue(t.Span, name, "Upgrade holds "+decimal(len(p.head.tokens))+" members; expected "+quote(name)+" alone")
			}
		},
	},
	{
		ID: "resp-upgrade-wrong", Side: Response, Severity: Error, Strength: Must, Binds: Server,
		Problem:  "The 101 has Upgrade: {}; must be websocket",
		Requires: "The answer's Upgrade is websocket.",
		Why:      "websockets, ws and websocket/13 are other words. RFC 6455 has the client compare the whole value, in any case; Firefox, gorilla and coder search the list, so they take websocket with a stray comma. A sender must not write an empty member.",
		Fix:      "Write Upgrade: websocket.",
		Cites:    []string{"6455:4.2.2", "6455:4.1", "9110:5.6.1.1", "9110:5.6.1.2"},
		Broken:   func() *Example { return answered.answerWith("Upgrade", "websocket/13") },
		fix:      switchTo,
		check: func(p *pass) {
			if t, unoffered := p.switchedTo(); t.Text != "" && !unoffered && p.expectsWebSocket() && !equalFold(p.head.value(nameUpgrade), "websocket") {
				value := p.head.value(nameUpgrade)
				p.findValue(t.Span, headline(value), "Upgrade is "+quote(value)+"; expected websocket")
			}
		},
	},
	{
		ID: "resp-conn-missing", Side: Response, Severity: Error, Strength: Must, Binds: Sender,
		Problem:  "The 101 has no Connection field",
		Requires: "A 101 has a Connection field.",
		Why:      "Upgrade is valid for one hop only, and Connection is what says so. Chrome, Firefox, WebKitGTK, Node and npm ws fail without it. A proxy that forwards the fields of a 101 may have dropped it.",
		Fix:      "Send Connection: Upgrade.",
		Cites:    []string{"9110:7.8", "6455:4.1"},
		Broken:   func() *Example { return answered.answerWithout("Connection") },
		fix:      put("Connection", "Upgrade"),
		check: func(p *pass) {
			if p.head.Switches() && p.head.count[nameConnection] == 0 && !p.statusOnly() {
				p.find(p.head.line(), "no Connection field; expected Connection: Upgrade")
			}
		},
	},
	{
		ID: "resp-conn-wrong", Side: Response, Severity: Error, Strength: Must, Binds: Sender,
		Problem:  "Connection in the 101 does not contain upgrade",
		Requires: "The answer's Connection contains the option upgrade.",
		Why:      "A value such as keep-alive or close was written by a framework or a proxy that does not know that this connection leaves HTTP.",
		Fix:      "Send Connection: Upgrade.",
		Cites:    []string{"9110:7.8", "6455:4.1"},
		Broken:   func() *Example { return answered.answerWith("Connection", "keep-alive") },
		fix:      put("Connection", "Upgrade"),
		check: func(p *pass) {
			if f := p.head.field(nameConnection); p.head.Switches() && f != nil && !p.head.asksToSwitch() {
				p.find(f.Value.OrLine(f), "Connection is "+quote(p.head.joined(nameConnection))+"; expected the option upgrade in it")
			}
		},
	},
	{
		ID: "resp-conn-list", Side: Response, Severity: Warning, Strength: Practice, Binds: Server,
		Problem:  "Connection in the 101 has several members",
		Requires: "The answer's Connection may list more than upgrade.",
		Why: "It is a list, and browsers search it. Node, aiohttp, tungstenite, gobwas and faye compare the whole value and refuse this answer, so " +
			"servers do well to send the one word.",
		Fix:    "Send Connection: Upgrade and nothing more.",
		Cites:  []string{"6455:4.1", "9110:7.6.1"},
		Broken: func() *Example { return answered.answerWith("Connection", "keep-alive, Upgrade") },
		fix:    put("Connection", "Upgrade"),
		check: func(p *pass) {
			if p.head.Switches() && p.expectsWebSocket() && len(p.head.options) > 1 && p.head.asksToSwitch() && head.AreTokens(p.head.options) && !p.head.namesEndToEnd() {
				f := p.head.field(nameConnection)
				p.find(f.Value.Span, "Connection holds "+decimal(len(p.head.options))+" members; the first is "+quote(p.head.options[0].Text))
			}
		},
	},
	{
		ID: "resp-version-advert", Side: Response, Severity: Note, Strength: Practice, Binds: Server,
		Problem:  "Sec-WebSocket-Version in a 101 has no meaning",
		Requires: "Sec-WebSocket-Version has no place in a 101.",
		Why:      "Servers list their versions when they refuse one. After a 101 there is nothing left to settle; clients ignore the field.",
		Fix:      "Leave it out.",
		Cites:    []string{"6455:11.3.5", "6455:4.4"},
		Broken:   func() *Example { return answered.answerAdd("Sec-WebSocket-Version", "13") },
		fix:      removeAllLines,
		check: func(p *pass) {
			if f := p.head.field(nameVersion); p.head.Switches() && f != nil {
				p.find(f.Line, "Sec-WebSocket-Version: "+quote(f.Value.Text)+" in a 101")
			}
		},
	},
	{
		ID: "resp-101-location", Side: Response, Severity: Warning, Strength: Practice, Binds: Server,
		Problem:  "The 101 has a Location field, but 101 is not a redirect",
		Requires: "A 101 has no Location.",
		Why:      "101 keeps the connection and changes the protocol on it. Location has no meaning here: clients ignore it and stay on this connection.",
		Fix:      "Leave it out. To redirect, answer 307 in place of the 101; many WebSocket clients follow no redirect.",
		Cites:    []string{"9110:7.8", "9110:10.2.2"},
		Broken:   func() *Example { return answered.answerAdd("Location", "wss://other.example/chat") },
		fix:      removeLine,
		check: func(p *pass) {
			if !p.head.Switches() {
				return
			}
			for _, f := range p.head.Get("Location") {
				p.find(f.Line, "Location is "+quote(f.Value.Text)+" in a 101; expected none")
			}
		},
	},
	{
		ID: "resp-content-length", Side: Response, Severity: Warning, Strength: MustNot, Binds: Server,
		Problem:  "The 101 has a Content-Length",
		Requires: "A 101 has no Content-Length, not even 0.",
		Why: "A 1xx answer never has content. Chrome, Firefox and Node ignore one that is a number; Node and npm ws fail over a second one, and over one of 2^64 or more. A stricter client or a proxy may wait for a " +
			"body and take the first frames for it.",
		Fix:    "Write the 101 by hand on the raw connection, or have the framework send no length with it.",
		Cites:  []string{"9110:8.6", "9112:6.3"},
		Broken: func() *Example { return answered.answerAdd("Content-Length", "0") },
		fix:    removeAllLines,
		check: func(p *pass) {
			if !p.head.lengthsDiffer() {
				notIn101(nameContentLength)(p)
			}
		},
	},
	{
		ID: "resp-lengths-differ", Side: Response, Severity: Error, Strength: MustNot, Binds: Server,
		Problem:  "The 101 has different Content-Lengths",
		Requires: "A 101 has no Content-Length, let alone several that differ.",
		Why:      "None of them holds, because a 101 has no content. Chrome, Firefox, Node and npm ws fail; WebKitGTK does not look.",
		Fix:      "Remove the field.",
		Cites:    []string{"9110:8.6", "9112:6.3"},
		Broken:   func() *Example { return answered.answerAdd("Content-Length", "1").answerAdd("Content-Length", "2") },
		fix:      removeAllLines,
		check: func(p *pass) {
			if p.head.Switches() && p.head.lengthsDiffer() {
				l := p.head.lengths()
				other := l[slices.IndexFunc(l, func(t Token) bool { return t.Text != l[0].Text })]
				p.find(other.Span, "Content-Length is "+quote(l[0].Text)+" and "+quote(other.Text)+"; expected none")
			}
		},
	},
	{
		ID: "resp-transfer-encoding", Side: Response, Severity: Warning, Strength: MustNot, Binds: Server,
		Problem:  "The 101 has a Transfer-Encoding",
		Requires: "A 101 has no Transfer-Encoding.",
		Why:      "There is no content to encode: the new protocol follows the empty line.",
		Fix:      "Remove it; a framework that streams its answers adds it, so take the raw connection.",
		Cites:    []string{"9112:6.1"},
		Broken:   func() *Example { return answered.answerAdd("Transfer-Encoding", "chunked") },
		fix:      removeAllLines,
		check:    notIn101(nameTransferEncoding),
	},
	{
		ID: "resp-bytes-after", Side: Response, Severity: Note, Strength: May, Binds: Server,
		Problem:  "The server's first bytes follow the 101 at once",
		Requires: "After the empty line of a 101 the new protocol may speak at once.",
		Why:      "The server may send its first frame together with the head. A client has to keep these bytes for the frame reader and not lose them with the HTTP parser.",
		Cites:    []string{"6455:5.1", "6455:4.2.2", "6455:5.2"},
		Broken:   func() *Example { return answered.answerThen("\x81\x05Hello") },
		check: func(p *pass) {
			if b := p.trailingData(); b.Kind == TrailingFrame || b.Kind == TrailingOther && !p.expectsWebSocket() {
				p.find(b.Span, octets(b.Span.Len())+" after the head: "+b.Words)
			}
		},
	},
	{
		ID: "resp-first-frame", Side: Response, Severity: Error, Strength: MustNot, Binds: Server,
		Problem:  "A frame right after the 101 is faulty",
		Requires: "A server sends valid frames without a mask.",
		Why: "The handshake opens the socket, and the client has to fail the connection at this frame; Firefox reads a masked one all the same. A server must not mask; reserved bits and opcodes need an extension; a control frame comes whole, with at most 125 bytes of payload; " +
			"text is UTF-8. Of a length in a longer form than it needs and of a close code that is never sent RFC 6455 does not say what a client does.",
		Fix:    "Write frames as RFC 6455 §5.2 describes them, without a mask.",
		Cites:  []string{"6455:5.1", "6455:5.2", "6455:5.4", "6455:5.5", "6455:8.1", "6455:7.4.1"},
		Broken: func() *Example { return answered.answerThen("\x81\x85aaaa)\x04\r\r\x0e") },
		check: func(p *pass) {
			if b := p.trailingData(); b.Kind == TrailingOther && p.expectsWebSocket() {
				p.find(b.Span, octets(b.Span.Len())+" after the head: "+b.Words+"; expected a frame without a fault (rule "+b.Rule+")")
			}
		},
	},
	{
		ID: "resp-content-in-101", Side: Response, Severity: Error, Strength: Practice, Binds: Server,
		Problem:  "Content, not frames, follows the 101",
		Requires: "A 101 has no content.",
		Why: "What follows its empty line is read as frames. A page, a JSON text or a second response there means that the program went on " +
			"as if this were an ordinary answer, and the client closes on a frame that makes no sense.",
		Fix:    "End the handler after the 101 and speak frames; check that no middleware adds a body.",
		Cites:  []string{"9110:15.2", "6455:4.1"},
		Broken: func() *Example { return answered.answerThen("{\"status\":\"ok\"}") },
		fix:    removeBytes,
		check: func(p *pass) {
			if b := p.trailingData(); b.Kind == TrailingResponse || b.Kind == TrailingText {
				p.find(b.Span, octets(b.Span.Len())+" after the head: "+b.Words+"; expected frames")
			}
		},
	},
	{
		ID: "resp-101-closed", Side: Response, Severity: Warning, Strength: Practice, Binds: Server,
		Problem:  "The connection closed right after the 101",
		Requires: "The connection of a WebSocket stays open after the 101.",
		Why: "The head came whole, and then the connection ended without a close frame: to the client that is close code 1006. Mostly the program failed " +
			"right after it had switched, or a proxy does not carry what follows a 101.",
		Fix:   "Look into the server's log for the moment of the switch, then at the proxy.",
		Cites: []string{"6455:7.1.5", "6455:7.4.1"},
		Broken: func() *Example {
			return answered.inContext(ContextClosed | ContextSent).readFrom(strings.ReplaceAll("> "+strings.TrimSuffix(good.Request, "\r\n"), "\r\n", "\n> ") +
				strings.ReplaceAll("\n< "+strings.TrimSuffix(answered.Response, "\r\n"), "\r\n", "\n< ") + "\n* Closing connection\n")
		},
		check: func(p *pass) {
			if p.head.Switches() && p.expectsWebSocket() && p.report.Exchange.Context&ContextClosed != 0 && p.head.Rest() == "" {
				p.find(p.head.Line, "the connection ended right after this answer; expected it to stay open")
			}
		},
	},
}

// notIn101 is the check for a field that frames content.
func notIn101(n head.FieldName) func(*pass) {
	return func(p *pass) {
		if f := p.head.field(n); p.head.Switches() && f != nil {
			p.find(f.Line, head.FieldNames[n]+": "+quote(f.Value.Text)+" in a 101; expected none")
		}
	}
}

// fieldOrLine returns the place to point at if a field is incomplete: its line, else the status line.
func (m *parsedHead) fieldOrLine(n head.FieldName) Span {
	if f := m.field(n); f != nil {
		return f.Line
	}
	return m.line()
}

func (m *parsedHead) severalUpgrades() bool { return len(m.tokens) > 1 || m.count[nameUpgrade] > 1 }

// statusOnly reports whether the text has only the status of the answer, as a partly copied panel does.
func (p *pass) statusOnly() bool {
	return p.report.Exchange.Pasted && len(p.resp.Fields) == 0 && slices.ContainsFunc(p.report.Exchange.Inserted, func(in Inserted) bool {
		return in.Side == Response && in.Kind == InsertedVersion && in.Span.Start == 0
	})
}

// expectsWebSocket reports whether the client asked for WebSocket and the server did not choose another offer; without a request, whether the answer looks like that.
func (p *pass) expectsWebSocket() bool {
	switch {
	case p.report.Exchange.HTTP2:
		return p.connects()
	case p.req != nil:
		_, other := p.choseOther()
		return p.req.wantsWebSocket() && !other
	}
	return p.resp.namesWebSocket() || p.resp.count[nameAccept] > 0 || len(p.resp.tokens) == 0
}

// choseOther is the protocol of a 101 that the request offers beside websocket, perhaps with HTTP inside: the server chooses
// (RFC 9110 §7.8).
func (p *pass) choseOther() (chosen Token, ok bool) {
	if p.req == nil || !p.req.namesWebSocket() || !p.resp.Switches() || p.resp.namesWebSocket() {
		return Token{}, false
	}
	for _, t := range p.resp.tokens {
		switch offered := p.req.offersProtocol(t.Text); {
		case offered && !ok:
			chosen, ok = t, true
		case !offered && !head.HasPrefixFold(t.Text, "HTTP/"):
			return Token{}, false
		}
	}
	return chosen, ok
}

// switchedTo is the one protocol of a 101, and whether the request is known and does not offer it.
// A near miss of websocket is a misspelling and not another protocol.
func (p *pass) switchedTo() (t Token, unoffered bool) {
	if !p.resp.Switches() || len(p.resp.tokens) != 1 || p.resp.count[nameUpgrade] != 1 || !areProtocols(p.resp.tokens) {
		return Token{}, false
	}
	t = p.resp.tokens[0]
	return t, p.req != nil && len(p.req.tokens) > 0 && !p.req.offersProtocol(t.Text) && !(p.req.wantsWebSocket() && resemblesWebSocket(t.Text))
}

// unofferedLayer is the first of several protocols of a 101 that the request does not name; none if websocket was asked for and is
// among them. HTTP inside TLS needs no offer (RFC 2817 §3.3).
func (p *pass) unofferedLayer() (Token, bool) {
	if !p.resp.Switches() || p.req == nil || len(p.req.tokens) == 0 || !p.resp.severalUpgrades() || p.req.wantsWebSocket() && slices.ContainsFunc(p.resp.tokens, func(t Token) bool { return resemblesWebSocket(t.Text) }) {
		return Token{}, false
	}
	for _, t := range p.resp.tokens {
		if !head.HasPrefixFold(t.Text, "HTTP/") && !p.req.offersProtocol(t.Text) {
			return t, true
		}
	}
	return Token{}, false
}

// isHTTP10: the request is there, and of HTTP/1.0.
func (m *parsedHead) isHTTP10() bool { return m != nil && m.Version.Text == "HTTP/1.0" }

// offersProtocol: Upgrade names the protocol, in that version or another.
func (m *parsedHead) offersProtocol(protocol string) bool {
	name, _, _ := strings.Cut(protocol, "/")
	for _, t := range m.tokens {
		if offered, _, _ := strings.Cut(t.Text, "/"); equalFold(offered, name) {
			return true
		}
	}
	return false
}

// offered points at a field of the request that an answer did not keep to.
func (p *pass) offered(n head.FieldName) []Related {
	if p.req == nil || p.req.count[n] == 0 {
		return nil
	}
	f := p.req.field(n)
	return []Related{{Request, f.Line, "the request has " + quote(p.req.joined(n))}}
}

// notAsking says why a request does not ask to switch; "" if it does (RFC 9110 §7.8).
func (m *parsedHead) notAsking() string {
	switch major, minor, ok := m.HTTPVersion(); {
	case ok && major == 1 && minor == 0:
		return "of HTTP/1.0"
	case len(m.tokens) == 0:
		return "without a protocol in Upgrade"
	case !m.asksToSwitch():
		return "whose Connection does not name upgrade"
	case m.namesWebSocket() && m.Method.Text != "GET":
		return "with the method " + quote(m.Method.Text)
	}
	return ""
}

// notHTTP guesses the protocol of bytes that are not HTTP.
func notHTTP(raw string) string {
	for _, s := range []struct{ begins, is string }{
		{"SSH-", "an SSH server"},
		{"220", "a mail or FTP server"},
		{"* OK", "an IMAP server"},
		{"+OK", "a POP3 server"},
		{"-ERR", "a Redis or POP3 server"},
		{"\x15\x03", "TLS"},
		{"\x16\x03", "TLS"},
		{"\x00\x00", "HTTP/2"},
		{"RFB ", "a VNC server"},
		{"<", "a page without a head"},
		{"{", "JSON without a head"},
		{"\x81", "WebSocket frames without a head"},
		{"\x82", "WebSocket frames without a head"},
		{"\x88", "WebSocket frames without a head"},
	} {
		if strings.HasPrefix(raw, s.begins) {
			return ", which looks like " + s.is
		}
	}
	return ""
}

// showsHTTP2 reports whether the status line is the one with which clients display an answer of HTTP/2 or HTTP/3.
func showsHTTP2(h *parsedHead) bool {
	line := h.Text(h.Line)
	return len(line) > 9 && (strings.HasPrefix(line, "HTTP/2 ") || strings.HasPrefix(line, "HTTP/3 ")) && strings.Trim(line[7:10], "0123456789") == ""
}
