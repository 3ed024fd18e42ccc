package handshake

import (
	"slices"
	"strings"

	"upgrade101/handshake/accept"
	"upgrade101/handshake/head"
)

// An answer other than 101: the client stays in HTTP and its WebSocket fails (RFC 6455 §4.1 item 1).
// The meanings of statuses are in status.go. The missing switch is the error; what such an answer lacks is only a warning, because with it
// the socket would not open either.

var refusedRules = []*Rule{
	{
		ID: "resp-status", Side: Response, Severity: Error, Strength: Practice, Binds: Server,
		Problem:  "The server answered {}, not 101",
		Requires: "The answer to a handshake of HTTP/1.1 is 101.",
		Why: "Any other status leaves the connection in HTTP, and no socket opens. A script in a browser learns only close code 1006. Some clients log in or follow a redirect, and ask again. " +
			"The status is in the network panel.",
		Fix:    "Read the body and the fields of the answer, then see where the status points: path, proxy, origin, login.",
		Cites:  []string{"6455:4.1", "6455:4.2.2"},
		Broken: func() *Example { return answered.answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n") },
		Right:  func() *Example { return answered },
		check: func(p *pass) {
			code, ok := p.head.StatusCode()
			if !ok || code == 101 || !p.askedToSwitch() || p.almostSwitched(code) || p.servedAnyway(code) {
				return
			}
			got := "the status is " + quote(p.head.Status.Text)
			if code < 200 {
				p.find(p.head.Status.Span, got+", which is interim, and no final answer follows; expected 101")
				return
			}
			p.find(p.head.Status.Span, got+"; expected 101")
		},
	},
	{
		ID: "resp-fields-without-101", Side: Response, Severity: Error, Strength: Must, Binds: Server,
		Problem:  "The answer has Sec-WebSocket-Accept but the status {}",
		Requires: "Sec-WebSocket-Accept comes with a 101.",
		Why:      "The server answered the key, and its framework, a CGI wrapper or a middleware wrote a status of its own. The client looks at the status first and fails.",
		Fix:      "Take over the raw connection and write the 101 by hand, before anything else writes an answer.",
		Cites:    []string{"6455:4.2.2", "6455:4.1"},
		Broken:   func() *Example { return answered.answerLine("HTTP/1.1 200 OK") },
		fix:      switchLine,
		check: func(p *pass) {
			if code, ok := p.head.StatusCode(); ok && p.almostSwitched(code) {
				p.find(p.head.Status.Span, "the status is "+quote(p.head.Status.Text)+", and Sec-WebSocket-Accept belongs to a 101",
					Related{Response, p.head.fieldOrLine(nameAccept), "the proof that belongs to a 101"})
			}
		},
	},
	{
		ID: "resp-accept-refused", Side: Response, Severity: Note, Strength: Practice, Binds: Server,
		Problem:  "Sec-WebSocket-Accept in a {} has no meaning",
		Requires: "Sec-WebSocket-Accept comes with a 101.",
		Why:      "This is a refusal, and clients look at the status first. The value proves no more than that the program that wrote it knows the key; a proxy such as HAProxy may have added it.",
		Cites:    []string{"6455:4.1", "6455:11.3.3"},
		Broken: func() *Example {
			return answered.with("Sec-WebSocket-Version", "14").answer(refusal426).answerAdd("Sec-WebSocket-Accept", accept.Derive("4BZ+q2vWQ1yH0m9sJtX3Lw==").Accept)
		},
		Right: func() *Example { return answered.with("Sec-WebSocket-Version", "14").answer(refusal426) },
		check: func(p *pass) {
			if code, ok := p.head.StatusCode(); ok && code >= 400 && p.head.count[nameAccept] > 0 {
				p.findValue(p.head.field(nameAccept).Line, p.head.Status.Text, "Sec-WebSocket-Accept in a "+p.head.Status.Text)
			}
		},
	},
	{
		ID: "resp-upgrade-unlisted", Side: Response, Severity: Warning, Strength: Must, Binds: Sender,
		Problem:  "The answer has Upgrade, but Connection does not list it",
		Requires: "A sender of Upgrade lists it in Connection.",
		Why:      "The field is meant for one hop, and Connection is how a proxy learns that. A proxy should remove Upgrade in any case; one that does not know the field passes it on to clients that it does not concern.",
		Fix:      "Add Connection: Upgrade; together with the end of the connection, Connection: Upgrade, close.",
		Cites:    []string{"9110:7.8", "9110:7.6.1"},
		Broken: func() *Example {
			return answered.with("Sec-WebSocket-Version", "14").answer("HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n")
		},
		fix: listUpgrade,
		check: func(p *pass) {
			if code, ok := p.head.StatusCode(); ok && p.upgradeUnlisted(code) {
				p.find(p.head.field(nameUpgrade).Line, "Upgrade in a "+p.head.Status.Text+" whose Connection does not name it; expected Connection: Upgrade")
			}
		},
	},
	{
		ID: "resp-426-no-upgrade", Side: Response, Severity: Warning, Strength: Must, Binds: Server,
		Problem:  "The 426 does not name the protocol it requires",
		Requires: "A 426 names in Upgrade what it requires.",
		Why:      "Upgrade Required without the name of a protocol leaves the client guessing.",
		Fix:      "Name the protocol in Upgrade, and Upgrade in Connection.",
		Cites:    []string{"9110:15.5.22", "9110:7.8"},
		Broken: func() *Example {
			return answered.with("Sec-WebSocket-Version", "14").answer("HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\n\r\n")
		},
		fix: nameUpgradeField,
		check: func(p *pass) {
			if code, ok := p.head.StatusCode(); ok && p.upgradeUnnamed(code) {
				expected := "the one that is required"
				if p.askedWebSocket() {
					expected = "websocket"
				}
				p.find(p.head.fieldOrLine(nameUpgrade), "a 426 that names no protocol in Upgrade; expected "+expected)
			}
		},
	},
	{
		ID: "resp-426-no-version", Side: Response, Severity: Warning, Strength: Must, Binds: Server, Over: AnyHTTP,
		Problem:  "The refusal does not name the supported version",
		Requires: "A server that refuses the version of a handshake lists those that it speaks.",
		Why:      "The client asked for a version that is not 13 and is refused; which one would be right belongs in Sec-WebSocket-Version, so that it can ask again.",
		Fix:      "Add Sec-WebSocket-Version: 13.",
		Cites:    []string{"6455:4.2.2", "6455:4.4"},
		Broken: func() *Example {
			return answered.with("Sec-WebSocket-Version", "14").answer("HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
		},
		fix: put("Sec-WebSocket-Version", "13"),
		check: func(p *pass) {
			if code, ok := p.statusCode(); ok && p.versionUnnamed(code) {
				p.find(p.head.Status.Span, "a "+p.head.Status.Text+" without a version in Sec-WebSocket-Version; expected those that the server speaks")
			}
		},
	},
	{
		ID: "resp-version-syntax", Side: Response, Severity: Warning, Strength: MustNot, Binds: Server, Over: AnyHTTP,
		Problem:  "The answer lists version {}, which is not a plain number from 0 to 255",
		Requires: "The versions in a refusal are plain numbers from 0 to 255.",
		Why:      "The client looks for one that it speaks, and may find none.",
		Fix:      "Write Sec-WebSocket-Version: 13.",
		Cites:    []string{"9110:2.2", "6455:4.3"},
		Broken: func() *Example {
			return answered.with("Sec-WebSocket-Version", "14").answer("HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: thirteen\r\n\r\n")
		},
		fix: put("Sec-WebSocket-Version", "13"),
		check: func(p *pass) {
			for _, v := range p.versionsListed() {
				if _, ok := versionNumber(v.Text); !ok {
					p.find(v.Span, "Sec-WebSocket-Version holds "+quote(v.Text)+"; expected a number such as 13")
				}
			}
		},
	},
	{
		ID: "resp-version-refused", Side: Response, Severity: Warning, Strength: Must, Binds: Server, Over: AnyHTTP,
		Problem:  "The refusal lists version {}, which it refuses",
		Requires: "A refusal of a version lists the versions that the server speaks.",
		Why:      "The client asked for this very version; sent again, the request is refused again. The list is wrong, or the version is not the reason.",
		Fix:      "List the versions that are accepted, or name the true reason of the refusal.",
		Cites:    []string{"6455:4.2.2", "6455:4.4"},
		Broken: func() *Example {
			return answered.with("Sec-WebSocket-Version", "14").answer("HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13, 14\r\n\r\n")
		},
		fix: put("Sec-WebSocket-Version", "13"),
		check: func(p *pass) {
			if code, _ := p.statusCode(); p.req == nil || p.req.value(nameVersion) == "13" || code != 400 && code != 426 || p.otherFault() {
				return // a server may name its version in any refusal
			}
			for _, v := range p.versionsListed() {
				if p.req.count[nameVersion] == 1 && v.Text == p.req.value(nameVersion) {
					p.find(v.Span, "version "+quote(v.Text)+" is refused and listed; expected another", p.offered(nameVersion)...)
				}
			}
		},
	},
	{
		ID: "resp-405-no-allow", Side: Response, Severity: Warning, Strength: Must, Binds: Server, Over: AnyHTTP,
		Problem:  "The 405 has no Allow field",
		Requires: "A 405 lists in Allow the methods that are allowed.",
		Why:      "Allow would tell which methods this path takes, and so whether it can be a socket at all.",
		Fix:      "Add Allow, and see whether the path is that of the socket.",
		Cites:    []string{"9110:15.5.6", "9110:10.2.1"},
		Broken: func() *Example {
			return answered.answer("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n")
		},
		Right: func() *Example {
			return answered.answer("HTTP/1.1 405 Method Not Allowed\r\nAllow: POST\r\nContent-Length: 0\r\n\r\n")
		},
		check: lacks(405, "Allow"),
	},
	{
		ID: "resp-401-no-challenge", Side: Response, Severity: Warning, Strength: Must, Binds: Server, Over: AnyHTTP,
		Problem:  "The 401 has no WWW-Authenticate field",
		Requires: "A 401 says in WWW-Authenticate how to log in.",
		Why: "Without a challenge no client knows what is asked of it. A page's script cannot set Authorization on a socket; Chrome and Firefox answer a Basic " +
			"challenge with the user and password of the URL, if it has them. Otherwise a cookie or a ticket has to do.",
		Fix:    "Add WWW-Authenticate, or answer 403 where no login would help.",
		Cites:  []string{"9110:15.5.2"},
		Broken: func() *Example { return answered.answer("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n") },
		fix:    put("WWW-Authenticate", `Basic realm="socket"`),
		check:  lacks(401, "WWW-Authenticate"),
	},
	{
		ID: "resp-407-no-challenge", Side: Response, Severity: Warning, Strength: Must, Binds: Proxy, Over: AnyHTTP,
		Problem:  "The 407 has no Proxy-Authenticate field",
		Requires: "A 407 says in Proxy-Authenticate how to log in to the proxy.",
		Why:      "The answer comes from a proxy on the client's side, and without a challenge the client cannot tell what it wants.",
		Fix:      "Set the proxy up to send Proxy-Authenticate, and give the client its credentials.",
		Cites:    []string{"9110:15.5.8"},
		Broken: func() *Example {
			return throughProxy.answer("HTTP/1.1 407 Proxy Authentication Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
		},
		fix:   put("Proxy-Authenticate", `Basic realm="proxy"`),
		check: lacks(407, "Proxy-Authenticate"),
	},
	{
		ID: "resp-connect-kept", Side: Response, Severity: Warning, Strength: Must, Binds: Proxy,
		Problem:  "The refusal of CONNECT keeps the connection",
		Requires: "A proxy that refuses the CONNECT of a client that may not wait closes the connection.",
		Why:      "A client that does not wait has sent what was meant for the tunnel. On a connection that stays open those bytes are the next request.",
		Fix:      "Answer with Connection: close, and close.",
		Cites:    []string{"9931:8"},
		Broken: func() *Example {
			return throughProxy.answer("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n")
		},
		fix: put("Connection", "close"),
		check: func(p *pass) {
			if code, ok := p.head.StatusCode(); ok && code >= 300 && p.req != nil && p.req.IsConnect() && head.Contains(p.head.options, "keep-alive") && !head.Contains(p.head.options, "close") {
				p.find(p.head.field(nameConnection).Line, "CONNECT is answered "+p.head.Status.Text+" with keep-alive; expected close")
			}
		},
	},
	{
		ID: "resp-3xx-no-location", Side: Response, Severity: Warning, Strength: Should, Binds: Server, Over: AnyHTTP,
		Problem:  "The redirect has no Location field",
		Requires: "A redirect says in Location where to go.",
		Why:      "Without an address no client can follow it; 303 means the one in Location. By the WebSockets Standard a browser follows no redirect of a handshake in any case; WebKitGTK does.",
		Fix:      "Add Location, and connect to the final address in the first place.",
		Cites:    []string{"9110:15.4.2", "9110:15.4.3", "9110:15.4.4", "9110:15.4.8", "9110:15.4.9", "WHATWG"},
		Broken:   func() *Example { return answered.answer("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n") },
		Right: func() *Example {
			return answered.answer("HTTP/1.1 302 Found\r\nLocation: /chat/\r\nContent-Length: 0\r\n\r\n")
		},
		check: func(p *pass) {
			if code, ok := p.statusCode(); ok && p.goesNowhere(code) {
				p.find(p.head.Status.Span, "a "+p.head.Status.Text+" without Location; expected the address to go to")
			}
		},
	},
}

// Refusals that belong to the examples of switches which should not have been.
const (
	refusal400 = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
	refusal426 = "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nContent-Length: 0\r\n\r\n"
)

// throughProxy is what a client sends to a proxy to get to a server of wss URLs.
var throughProxy = &Example{Request: "CONNECT server.example.com:443 HTTP/1.1\r\nHost: server.example.com:443\r\n\r\n"}

// lacks is the check for a status without the field that it requires.
func lacks(status int, field string) func(*pass) {
	return func(p *pass) {
		if code, ok := p.statusCode(); ok && code == status && len(p.head.Get(field)) == 0 {
			p.find(p.head.Status.Span, "a "+decimal(status)+" without "+field+"; expected that field")
		}
	}
}

// askedToSwitch: the request asks to switch; a request that is not known is assumed to.
func (p *pass) askedToSwitch() bool {
	return p.req == nil || p.req.wantsSwitch() || p.req.wantsWebSocket()
}

// askedWebSocket: the request means to open a WebSocket, in whichever HTTP; one that is not known is assumed to.
func (p *pass) askedWebSocket() bool {
	return p.req == nil || p.req.wantsWebSocket() || p.report.Exchange.HTTP2 && equalFold(p.req.pseudo(":protocol"), "websocket")
}

// servedAnyway: the request asks for another HTTP, or for TLS, and is answered all the same, as RFC 9110 §7.8 lets a server.
func (p *pass) servedAnyway(code int) bool {
	if p.req == nil || code/100 != 2 && code/100 != 3 {
		return false
	}
	switch g, _ := p.req.goal(); g {
	case goalHTTP, goalH2C, goalH2CIncomplete, goalH2, goalTLS:
		return true
	}
	return false
}

func (p *pass) almostSwitched(code int) bool {
	return code >= 200 && code < 400 && p.resp.count[nameAccept] > 0
}

func (p *pass) upgradeUnlisted(code int) bool {
	return code >= 200 && len(p.resp.tokens) > 0 && !p.resp.asksToSwitch() && !p.almostSwitched(code)
}

func (p *pass) upgradeUnnamed(code int) bool {
	return code == 426 && !slices.ContainsFunc(p.resp.tokens, func(t Token) bool { return isProtocol(t.Text) })
}

// versionsListed returns the versions that a refusal names.
func (p *pass) versionsListed() []Token {
	if code, ok := p.statusCode(); !ok || code < 300 {
		return nil
	}
	return p.resp.List(head.FieldNames[nameVersion])
}

// statusCode returns the status of the response, of HTTP/1.1 or HTTP/2.
func (p *pass) statusCode() (int, bool) {
	if p.report.Exchange.HTTP2 {
		s := p.resp.pseudo(":status")
		if len(s) != 3 || strings.Trim(s, "0123456789") != "" {
			return 0, false
		}
		return int(s[0]-'0')*100 + int(s[1]-'0')*10 + int(s[2]-'0'), true
	}
	return p.resp.StatusCode()
}

// otherFault: the handshake of HTTP/1.1 is not one, whatever its version.
func (p *pass) otherFault() bool {
	m := p.req
	return !p.report.Exchange.HTTP2 && (m.Method.Text != "GET" || m.badHost() || m.key != keyGood || !m.asksToSwitch() || !m.namesWebSocket())
}

// versionUnnamed: the request asked for a WebSocket of a version other than 13, and is refused with a status that
// can mean that version.
func (p *pass) versionUnnamed(code int) bool {
	if p.req == nil || len(p.resp.List(head.FieldNames[nameVersion])) > 0 {
		return false
	}
	asks := p.req.namesWebSocket() && p.req.asksToSwitch() || p.report.Exchange.HTTP2 && equalFold(p.req.pseudo(":protocol"), "websocket")
	version := p.req.value(nameVersion)
	return asks && version != "" && version != "13" && (code == 426 || code == 400)
}

func (p *pass) goesNowhere(code int) bool {
	switch code {
	case 301, 302, 303, 307, 308:
		return len(p.resp.Get("Location")) == 0
	}
	return false
}
