package handshake

import (
	"slices"
	"strings"
	"testing"
)

// A rule's sentence is true of whatever raises it, also at the border: repeated members, several lines, values that are right by the
// grammar, and the other versions of HTTP.
func TestSentencesAtTheBorder(t *testing.T) {
	tunnel := func(answer string) *Example { return throughProxy.answer(answer + "\r\nContent-Length: 0\r\n\r\n") }
	switched := func(offer string, upgrades ...string) *Example {
		e := answered.with("Upgrade", offer).answerWithout("Upgrade")
		for _, u := range upgrades {
			e = e.answerAdd("Upgrade", u)
		}
		return e
	}
	over2 := func(name, value string) *Example { return goodHTTP2.with(name, value) }
	refused := func(request *Example, versions string) *Example {
		return request.answer("HTTP/1.1 400 Bad Request\r\nSec-WebSocket-Version: " + versions + "\r\nContent-Length: 0\r\n\r\n")
	}
	deflated := func(e *Example) *Example { return e.with("Sec-WebSocket-Extensions", "permessage-deflate") }
	for _, c := range []struct {
		name, rule string
		example    *Example
		says       string // headline and what was seen; "" where the rule has nothing to say
	}{
		{"a tunnel that is forbidden", "req-connect-h1", tunnel("HTTP/1.1 403 Forbidden"), ""},
		{"a tunnel to a server that is down", "req-connect-h1", tunnel("HTTP/1.1 502 Bad Gateway"), ""},
		{"a CONNECT to a server", "req-connect-h1", tunnel("HTTP/1.1 405 Method Not Allowed\r\nAllow: GET"), `CONNECT is for a proxy; the endpoint takes GET | the method is "CONNECT"; expected GET, sent through the tunnel`},
		{"a CONNECT that asks to switch", "req-connect-h1", good.line("CONNECT server.example.com:80 HTTP/1.1").answer("HTTP/1.1 403 Forbidden\r\n\r\n"), `CONNECT is for a proxy; the endpoint takes GET | the method is "CONNECT"; expected GET, sent through the tunnel`},

		{"another port", "req-target-host-differs", good.line("GET https://server.example.com/chat HTTP/1.1").with("Host", "server.example.com:80"),
			`The URL names server.example.com, Host another host or port | the URL names "server.example.com" and Host "server.example.com:80"; expected the same in both`},
		{"a port without digits", "origin-syntax", good.with("Origin", "https://a.example:"), `Origin https://a.example: is not the origin of a site | Origin is "https://a.example:"; expected an origin such as https://example.com`},
		{"a pattern", "origin-syntax", good.with("Origin", "https://*.a.example"), `Origin https://*.a.example is not the origin of a site | Origin is "https://*.a.example"; expected an origin such as https://example.com`},
		{"a quote at the start", "ws-key-quoted", good.with("Sec-WebSocket-Key", `"4BZ+q2vWQ1yH0m9sJtX3Lw==`), `The key contains quotes | the key is ""4BZ+q2vWQ1yH0m9sJtX3Lw=="; expected no quotes`},
		{"a quote at the end", "ws-key-quoted", good.with("Sec-WebSocket-Key", `4BZ+q2vWQ1yH0m9sJtX3Lw=='`), `The key contains quotes | the key is "4BZ+q2vWQ1yH0m9sJtX3Lw=='"; expected no quotes`},
		{"a development server", "host-localhost-proxy", good.with("Host", "localhost:3000").with("Origin", "http://app.test"),
			`Host is localhost:3000, an internal host; Origin is not | Host is the internal "localhost:3000" and Origin "http://app.test"; expected the same host in both`},
		{"a Host that does not count", "host-localhost-proxy", good.line("GET https://server.example.com/chat HTTP/1.1").with("Host", "localhost"), ""},

		{"three times one name", "ws-proto-duplicate", good.with("Sec-WebSocket-Protocol", "chat, chat, chat"),
			`Subprotocol chat is offered more than once | "chat" is offered again; expected it once; Subprotocol chat is offered more than once | "chat" is offered again; expected it once`},
		{"an empty line of subprotocols", "ws-proto-empty-member", good.with("Sec-WebSocket-Protocol", "chat").add("Sec-WebSocket-Protocol", ""),
			`Empty member in Sec-WebSocket-Protocol | an empty line beside others; expected none`},
		{"an empty line of extensions", "ext-empty-member", deflated(good).add("Sec-WebSocket-Extensions", ""),
			`Empty member in Sec-WebSocket-Extensions | an empty line beside others; expected none`},
		{"an empty line of the answer's", "ext-resp-empty-member", deflated(answered).answerAdd("Sec-WebSocket-Extensions", "permessage-deflate").answerAdd("Sec-WebSocket-Extensions", ""),
			`Empty member in the answer's Sec-WebSocket-Extensions | an empty line beside others; expected none`},
		{"empty lines alone", "ws-proto-empty-member", good.with("Sec-WebSocket-Protocol", "").add("Sec-WebSocket-Protocol", ""), ""},

		{"options on two lines", "conn-no-upgrade", good.with("Connection", "keep-alive").add("Connection", "close"), `Connection does not contain upgrade | Connection is "keep-alive, close"; expected the option upgrade in it`},
		{"options of the answer on two lines", "resp-conn-wrong", answered.answerWith("Connection", "keep-alive").answerAdd("Connection", "close"),
			`Connection in the 101 does not contain upgrade | Connection is "keep-alive, close"; expected the option upgrade in it`},
		{"codings on two lines", "body-te", good.add("Transfer-Encoding", "gzip").add("Transfer-Encoding", "CHUNKED"), `The handshake has Transfer-Encoding | Transfer-Encoding is "gzip, CHUNKED"; expected none`},
		{"offers on two lines", "ws-proto-nomatch", good.with("Sec-WebSocket-Protocol", "a").add("Sec-WebSocket-Protocol", "b").under(Policy{Subprotocols: []string{}}),
			`This server knows none of the offered subprotocols | offered is "a, b"; this server knows no subprotocol`},

		{"websocket among others", "resp-upgrade-several", switched("websocket", "IRC/6.9", "websocket"), `Upgrade in the 101 is not websocket alone | Upgrade is "IRC/6.9, websocket"; expected websocket alone`},
		{"others without websocket", "resp-upgrade-several", switched("websocket", "TLS/1.2, HTTP/1.1"), ""},
		{"others that were not offered", "resp-upgrade-unoffered", switched("websocket", "TLS/1.2, HTTP/1.1"), `The server switched to TLS/1.2, which was not offered | Upgrade names "TLS/1.2"; expected a protocol that the request offers`},
		{"the same on two lines", "resp-upgrade-unoffered", switched("websocket", "HTTP/1.1", "h2c"), `The server switched to h2c, which was not offered | Upgrade names "h2c"; expected a protocol that the request offers`},
		{"an offer in layers", "resp-upgrade-other", switched("websocket, TLS/1.0", "TLS/1.0, HTTP/1.1"),
			`The server chose TLS/1.0 and not websocket | Upgrade names "TLS/1.0", and the request offers that name beside websocket; a WebSocket client expected websocket`},
		{"an offer in layers is right", "resp-upgrade-several", switched("websocket, TLS/1.0", "TLS/1.0, HTTP/1.1"), ""},
		{"another version of an offer", "resp-upgrade-other", switched("websocket, IRC/6.9", "irc/7"),
			`The server chose irc/7 and not websocket | Upgrade names "irc/7", and the request offers that name beside websocket; a WebSocket client expected websocket`},
		{"an offer and a stranger", "resp-upgrade-unoffered", switched("websocket, TLS/1.0", "TLS/1.0, IRC/6.9"), `The server switched to IRC/6.9, which was not offered | Upgrade names "IRC/6.9"; expected a protocol that the request offers`},
		{"options of another protocol", "resp-conn-list", plainUpgrade.with("Upgrade", "TLS/1.0").answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.0, HTTP/1.1\r\nConnection: Upgrade, close\r\n\r\n"), ""},

		{"a version among words", "resp-version-syntax", refused(good.with("Sec-WebSocket-Version", "14"), "13, thirteen"),
			`The answer lists version thirteen, which is not a plain number from 0 to 255 | Sec-WebSocket-Version holds "thirteen"; expected a number such as 13`},
		{"a list of no version", "resp-426-no-version", refused(good.with("Sec-WebSocket-Version", "14"), ""),
			`The refusal does not name the supported version | a 400 without a version in Sec-WebSocket-Version; expected those that the server speaks`},
		{"a version that is refused", "resp-version-refused", refused(good.with("Sec-WebSocket-Version", "8"), "13, 8"),
			`The refusal lists version 8, which it refuses | version "8" is refused and listed; expected another`},
		{"a key that is refused", "resp-version-refused", refused(good.with("Sec-WebSocket-Version", "8").with("Sec-WebSocket-Key", "abc"), "13, 8"), ""},
		{"a wish that is missing", "resp-version-refused", refused(good.with("Sec-WebSocket-Version", "8").with("Connection", "keep-alive"), "13, 8"), ""},

		{"what TE may not say", "h2-connection-fields", over2("te", "gzip"), `te: gzip is not allowed in HTTP/2 and HTTP/3 | te is "gzip"; expected trailers, or no such field`},
		{"what TE may say, in any case", "h2-connection-fields", over2("te", "Trailers"), ""},
		{"two logins over HTTP/2", "hdr-singleton-repeated", over2("authorization", "Basic YTpi").swap("authorization:", "authorization: Basic Yzpk\r\nauthorization:"),
			`Authorization appears more than once | another Authorization: "Basic YTpi"; expected one such line`},
		{"a published key that is not canonical", "ws-key-noncanonical", good.with("Sec-WebSocket-Key", "AQIDBAUGBwgJCgsMDQ4PEC=="), `The key is 16 bytes but not canonical base64 | the 22nd character of the key is "C"; expected A, Q, g or w`},
	} {
		if says := saidBy(c.rule, c.example); says != c.says {
			t.Errorf("%s: %s says\n%s\nexpected\n%s", c.name, c.rule, says, c.says)
		}
	}
}

// A secret in a pasted answer is one, too, with a request before it and without.
func TestSecretsOfTheAnswer(t *testing.T) {
	const answer = "HTTP/1.1 302 Found\r\nLocation: https://a.example/in?access_token=9f8e7d6c5b4a3928\r\nSet-Cookie: sessionid=9f8e7d6c5b4a39281706f5e4d3c2b1a0; HttpOnly\r\n\r\n"
	for name, x := range map[string]Exchange{
		"alone":            {Response: answer, Pasted: true},
		"behind a request": {Request: good.Request, Response: answer, Pasted: true},
	} {
		var found []string
		r := Inspect(x, Policy{})
		for _, f := range r.Findings {
			if strings.HasPrefix(f.Rule.ID, "secret-") {
				found = append(found, f.Rule.ID+" "+r.Response.Text(f.Span))
				if f.Side != Response {
					t.Errorf("%s: %s is on side %v", name, f.Rule.ID, f.Side)
				}
			}
		}
		if want := []string{"secret-query 9f8e7d6c5b4a3928", "secret-cookie 9f8e7d6c5b4a39281706f5e4d3c2b1a0"}; !slices.Equal(found, want) {
			t.Errorf("%s: %v", name, found)
		}
		x.Pasted = false
		if r := Inspect(x, Policy{}); slices.ContainsFunc(r.Findings, func(f Finding) bool { return strings.HasPrefix(f.Rule.ID, "secret-") }) {
			t.Errorf("%s: exact bytes raise a secret", name)
		}
	}
}
