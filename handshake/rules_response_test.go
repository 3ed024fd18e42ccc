package handshake

import (
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake/accept"
)

// Responses beyond the broken examples of the rules: those that break no rule, and those that break several. Findings are those on the
// side of the response.
func TestResponseRules(t *testing.T) {
	const (
		plain   = "GET / HTTP/1.1\r\nHost: server.example.com\r\n\r\n"
		docker  = "POST /exec/1/start HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n"
		tls     = "OPTIONS * HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: TLS/1.0\r\nConnection: Upgrade\r\n\r\n"
		spdy    = "GET / HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: SPDY/3.1\r\nConnection: Upgrade\r\n\r\n"
		refusal = "HTTP/1.1 426 Upgrade Required\r\n"
	)
	upgradeTo := func(name string) string {
		return "GET / HTTP/1.1\r\nHost: server.example.com\r\nConnection: Upgrade\r\nUpgrade: " + name + "\r\n\r\n"
	}
	withVersion := func(v string) string { return good.with("Sec-WebSocket-Version", v).Request }
	withProtocols := func(p string) string { return good.with("Sec-WebSocket-Protocol", p).Request }
	accept := accept.Derive("4BZ+q2vWQ1yH0m9sJtX3Lw==").Accept
	switched := func(fields ...string) string {
		return "HTTP/1.1 101 Switching Protocols\r\n" + strings.Join(append(fields, "", ""), "\r\n")
	}
	closed := func(request, response string) []string {
		var ids []string
		r := Inspect(Exchange{Request: request, Response: response, Context: ContextClosed}, Policy{})
		for _, f := range r.Findings {
			ids = append(ids, f.Rule.ID)
		}
		return ids
	}
	if ids := closed(good.Request, answered.Response); !slices.Equal(ids, []string{"resp-101-closed"}) {
		t.Errorf("a WebSocket that closed raises %v", ids)
	}
	if ids := closed(docker, switched("Upgrade: tcp", "Connection: Upgrade")); slices.Contains(ids, "resp-101-closed") {
		t.Errorf("the end of another protocol's connection raises %v", ids)
	}
	for _, test := range []struct{ name, request, response, want string }{
		{"nothing but the line", good.Request, switched(), "resp-accept-missing resp-conn-missing resp-upgrade-missing"},
		{"empty fields", good.Request, switched("Upgrade:", "Connection:", "Sec-WebSocket-Accept:"), "resp-accept-wrong resp-conn-wrong resp-upgrade-missing"},
		{"a semicolon behind upgrade", good.Request, switched("Upgrade: websocket", "Connection: Upgrade;", "Sec-WebSocket-Accept: "+accept), "conn-resp-syntax resp-conn-wrong"},
		{"upgrade in another case", good.Request, switched("upgrade: WebSocket", "connection: upgrade", "sec-websocket-accept: "+accept), ""},
		{"no blank after the colon", good.Request, switched("Upgrade:websocket", "Connection:Upgrade", "Sec-WebSocket-Accept:"+accept), ""},
		{"accept in another case", good.Request, switched("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: "+strings.ToLower(accept)), "resp-accept-wrong"},
		{"accept twice, one wrong", good.Request, switched("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: "+accept, "Sec-WebSocket-Accept: x"), "resp-accept-repeated"},
		{"a near miss", good.Request, switched("Upgrade: web-socket", "Connection: Upgrade", "Sec-WebSocket-Accept: "+accept), "resp-upgrade-wrong"},
		{"an answer alone", "", switched("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: "+accept), ""},
		{"an answer alone, accept of no shape", "", switched("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: abc"), "resp-accept-wrong"},
		{"a refusal alone", "", "HTTP/1.1 404 Not Found\r\n\r\n", "resp-status"},

		{"docker", docker, "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n", "resp-reason resp-request-answered"},
		{"another offer", good.with("Upgrade", "websocket, IRC/6.9").Request, switched("Upgrade: IRC/6.9", "Connection: Upgrade"), "resp-upgrade-other"},
		{"another offer in another case", good.with("Upgrade", "irc/6.9, WebSocket").Request, switched("Upgrade: IRC/6.9", "Connection: Upgrade"), "resp-upgrade-other"},
		{"a near miss of the offer", good.with("Upgrade", "websocket, web-socket").Request, switched("Upgrade: web-socket", "Connection: Upgrade"), "resp-upgrade-other"},
		{"no offer", good.with("Upgrade", "websocket, IRC/6.9").Request, switched("Upgrade: SMTP", "Connection: Upgrade", "Sec-WebSocket-Accept: "+accept), "resp-upgrade-unoffered"},
		{"docker answers another", docker, switched("Upgrade: h2c", "Connection: Upgrade"), "resp-upgrade-unoffered"},
		{"docker answers a WebSocket", docker, switched("Upgrade: websocket", "Connection: Upgrade"), "resp-upgrade-unoffered"},
		{"a tunnel is its own answer", overUDP.Request, switched("Upgrade: connect-udp", "Connection: Upgrade"), ""},
		{"layers of TLS", tls, switched("Upgrade: TLS/1.0, HTTP/1.1", "Connection: Upgrade"), "resp-request-answered"},
		{"another version of the protocol", spdy, switched("Upgrade: SPDY/3", "Connection: Upgrade"), "resp-request-answered"},
		{"an ordinary answer", plain, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", ""},
		{"a switch without a request for it", plain, switched("Upgrade: websocket", "Connection: Upgrade"), "resp-101-unsolicited"},

		{"the only name", withProtocols("chat"), switched("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: "+accept, "Sec-WebSocket-Protocol: chat"), ""},
		{"a name in another case", withProtocols("chat"), switched("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: "+accept, "Sec-WebSocket-Protocol: Chat"), "resp-proto-unoffered"},
		{"the client's list", withProtocols("chat, superchat"), switched("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: "+accept, "Sec-WebSocket-Protocol: chat, superchat"), "resp-proto-several"},
		{"a name and a comma", withProtocols("chat"), switched("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: "+accept, "Sec-WebSocket-Protocol: chat,"), "resp-proto-unoffered"},
		{"a comma behind the upgrade", good.Request, switched("Upgrade: websocket,", "Connection: Upgrade", "Sec-WebSocket-Accept: "+accept), "resp-upgrade-wrong"},
		{"no name", withProtocols("chat"), switched("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: "+accept, "Sec-WebSocket-Protocol:"), "resp-proto-empty"},

		{"426 as it should be", good.Request, refusal + "Upgrade: websocket\r\nConnection: Upgrade, close\r\nSec-WebSocket-Version: 13\r\n\r\n", "resp-status"},
		{"426 with nothing", good.Request, refusal + "\r\n", "resp-426-no-upgrade resp-status"},
		{"426 to an ordinary request needs no version", plain, refusal + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n", ""},
		{"a refusal for another reason that lists the version", withVersion("8"), "HTTP/1.1 403 Forbidden\r\nSec-WebSocket-Version: 13, 8\r\n\r\n", "resp-status"},
		{"a wish for HTTP/2 that is ignored", upgradeTo("h2c"), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", ""},
		{"a wish for HTTP/2, refused", upgradeTo("h2c"), "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "resp-status"},
		{"CORS without a handshake", plain, "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n\r\n", ""},
		{"426 to version 8", withVersion("8"), refusal + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "resp-426-no-version resp-status"},
		{"400 to version 8", withVersion("8"), "HTTP/1.1 400 Bad Request\r\n\r\n", "resp-426-no-version resp-status"},
		{"400 to version 8, with the list", withVersion("8"), "HTTP/1.1 400 Bad Request\r\nSec-WebSocket-Version: 13\r\n\r\n", "resp-status"},
		{"400 to version 13", good.Request, "HTTP/1.1 400 Bad Request\r\n\r\n", "resp-status"},
		{"426 to version 8 with nothing", withVersion("8"), refusal + "\r\n", "resp-426-no-upgrade resp-426-no-version resp-status"},
		{"401 to an ordinary request", plain, "HTTP/1.1 401 Unauthorized\r\n\r\n", "resp-401-no-challenge"},
		{"200 with the fields of a 101", good.Request, strings.Replace(answered.Response, "101 Switching Protocols", "200 OK", 1), "resp-fields-without-101"},
		{"405 with Allow", good.Request, "HTTP/1.1 405 Method Not Allowed\r\nAllow: POST\r\n\r\n", "resp-status"},
		{"401 with a challenge", good.Request, "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\n\r\n", "resp-status"},
		{"302 with Location", good.Request, "HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\n", "resp-status"},
		{"304 needs none", good.Request, "HTTP/1.1 304 Not Modified\r\n\r\n", "resp-status"},
		{"200 with Upgrade alone", good.Request, "HTTP/1.1 200 OK\r\nUpgrade: h2, h2c\r\nConnection: Upgrade\r\n\r\n", "resp-status"},
		{"only 100", good.Request, "HTTP/1.1 100 Continue\r\n\r\n", "resp-status"},
		{"100, then a refusal", good.Request, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 Forbidden\r\n\r\n", "resp-100-first resp-status"},
		{"100 that was asked for", good.add("Expect", "100-continue").Request, "HTTP/1.1 100 Continue\r\n\r\n" + answered.Response, ""},

		{"a status of two digits", good.Request, "HTTP/1.1 20 OK\r\n\r\n", "resp-line"},
		{"a status of four digits", good.Request, "HTTP/1.1 1010 OK\r\n\r\n", "resp-line"},
		{"a status below 100", good.Request, "HTTP/1.1 099 OK\r\n\r\n", "resp-line"},
		{"lower case", good.Request, "http/1.1 101 Switching Protocols\r\n\r\n", "resp-line"},
		{"the same protocol twice", good.Request, strings.Replace(answered.Response, "Upgrade: websocket", "Upgrade: websocket\r\nUpgrade: websocket", 1), "resp-upgrade-several"},
		{"Upgrade twice, and empty", good.Request, strings.Replace(answered.Response, "Upgrade: websocket", "Upgrade:\r\nUpgrade:", 1), "resp-upgrade-missing"},
		{"a tunnel beside a WebSocket", good.Request, strings.Replace(answered.Response, "Upgrade: websocket", "Upgrade: websocket, connect-udp", 1), "resp-upgrade-several"},
		{"a frame", good.Request, answered.Response + "\x81\x02hi", "resp-bytes-after"},
		{"a frame with a mask", good.Request, answered.Response + "\x81\x82aaaahi", "resp-first-frame"},
		{"a compressed fragment", answered.with("Sec-WebSocket-Extensions", "permessage-deflate").Request, answered.answerAdd("Sec-WebSocket-Extensions", "permessage-deflate").Response + "A\x02\xcb\xc8", "resp-bytes-after"},
		{"a text that begins as one", answered.with("Sec-WebSocket-Extensions", "permessage-deflate").Request, answered.answerAdd("Sec-WebSocket-Extensions", "permessage-deflate").Response + "A text", "resp-content-in-101"},
		{"the bytes of another protocol", docker, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n\x83", "resp-bytes-after resp-request-answered"},
		{"no reason", good.Request, strings.Replace(answered.Response, "Switching Protocols", "", 1), "resp-reason"},
	} {
		r := Inspect(Exchange{Request: test.request, Response: test.response}, Policy{})
		var got []string
		for _, f := range r.Findings {
			if f.Side == Response && !slices.Contains(got, f.Rule.ID) {
				got = append(got, f.Rule.ID)
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %q raises %v, want %s", test.name, test.response, got, test.want)
		}
	}
}

// A headline and its details quote complete values, and no value twice.
func TestResponseWords(t *testing.T) {
	for _, test := range []struct{ request, response, want string }{
		{good.Request, strings.Replace(answered.Response, "Upgrade: websocket", "Upgrade: websocket,", 1), `The 101 has Upgrade: "websocket,"; must be websocket`},
		{good.Request, strings.Replace(answered.Response, "Upgrade: websocket", "Upgrade: websocket\r\nUpgrade: websocket", 1), `Upgrade is "websocket, websocket"; expected websocket alone`},
		{good.Request, strings.Replace(answered.Response, "\r\n\r\n", "\r\nContent-Length: 1, 2, 1\r\n\r\n", 1), `Content-Length is "1" and "2"; expected none`},
		{good.Request, "HTTP/3 200 \r\n\r\n", "The answer is HTTP/3, which has no Upgrade"},
		{good.with("Upgrade", "").Request, answered.Response, "101 in answer to a request without a protocol in Upgrade; expected an ordinary answer"},
		{good.with("Sec-WebSocket-Version", "13,").Request, "", `Sec-WebSocket-Version "13," is not a plain number from 0 to 255`},
	} {
		r := Inspect(Exchange{Request: test.request, Response: test.response}, Policy{})
		if !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Got == test.want || f.Problem() == test.want }) {
			t.Errorf("%q, %q: %+v, want %q", test.request, test.response, r.Findings, test.want)
		}
	}
}

// The finding names the protocol of an answer that is not HTTP.
func TestNotHTTP(t *testing.T) {
	for raw, want := range map[string]string{
		"SSH-2.0-OpenSSH_9.6\r\n":        "an SSH server",
		"220 mail.example.com ESMTP\r\n": "a mail",
		"\x15\x03\x03\x00\x02\x02\x50":   "TLS",
		"<html>":                         "a page without a head",
		"\x81\x05Hello":                  "WebSocket frames",
		"\x00\x00\x12\x04\x00\x00":       "HTTP/2",
		"hello":                          "",
	} {
		r := Inspect(Exchange{Response: raw}, Policy{})
		i := slices.IndexFunc(r.Findings, func(f Finding) bool { return f.Rule.ID == "resp-line" })
		if i < 0 || !strings.Contains(r.Findings[i].Got, want) {
			t.Errorf("%q: %+v, want resp-line with %q", raw, r.Findings, want)
		}
	}
}

// Over HTTP/2 a subprotocol is agreed on by the same rules.
func TestResponseSubprotocolHTTP2(t *testing.T) {
	chat := goodHTTP2.with("sec-websocket-protocol", "chat, superchat")
	for _, test := range []struct {
		e      *Example
		fields string
		want   string
	}{
		{chat, "sec-websocket-protocol: chat\r\n", ""},
		{chat, "", "resp-proto-unanswered"},
		{chat, "sec-websocket-protocol: chat, superchat\r\n", "resp-proto-several"},
		{chat, "sec-websocket-protocol: \r\n", "resp-proto-empty"},
		{chat, "sec-websocket-protocol: Chat\r\n", "resp-proto-unoffered"},
		{goodHTTP2, "sec-websocket-protocol: chat\r\n", "resp-proto-unoffered"},
		{goodHTTP2, "", ""},
	} {
		for status, speak := range map[string]bool{"200": true, "404": false} {
			r := Inspect(test.e.answer(":status: "+status+"\r\n"+test.fields+"\r\n").Exchange(), Policy{})
			var got []string
			for _, f := range r.Findings {
				if f.Side == Response && strings.HasPrefix(f.Rule.ID, "resp-proto-") {
					got = append(got, f.Rule.ID)
					if f.Span.Len() == 0 {
						t.Errorf("%s points at nothing", f.Rule.ID)
					}
				}
			}
			want := test.want
			if !speak {
				want = ""
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s %q: %v, want %q", status, test.fields, got, want)
			}
		}
	}
}
