package handshake

import (
	"strings"
	"testing"
)

// A finding quotes the value at fault, not the first one of the field, and states no requirement on a request for another protocol than
// WebSocket.
func TestFindingsSayWhatIsThere(t *testing.T) {
	frame := "\x81\x82\x9c\x27\xe5\x4b\xf4\x4e"
	plain := good.asking("POST /api HTTP/1.1\r\nHost: server.example.com\r\nAccept-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\n")
	for _, c := range []struct {
		name, rule string
		example    *Example
		says       string // headline and what was seen; "" where the rule has nothing to say
	}{
		{"a length above any", "body-length", good.add("Content-Length", "99999999999"), `The handshake has content | Content-Length is "99999999999"; expected none`},
		{"lengths that end as they begin", "body-length-invalid", good.add("Content-Length", "5, 6, 5"), `Content-Length is not one decimal number | Content-Length is "5" and "6"; expected one number`},
		{"a length twice in one line", "body-length-invalid", good.add("Content-Length", "0, 0"), `Content-Length is not one decimal number | Content-Length is "0, 0"; expected a decimal number`},
		{"the same of content", "body-length", good.add("Content-Length", "5, 5"), `The handshake has content | Content-Length is "5, 5"; expected none`},
		{"a length of nothing twice", "body-length-zero", good.add("Content-Length", "0, 0"), ""},
		{"a length of two zeros", "body-length-zero", good.add("Content-Length", "00"), `Content-Length: 0 is not needed | Content-Length is "00"; a GET without the field says the same`},
		{"HTTP/1.0 waits for no 100", "body-missing", good.line("GET /chat HTTP/1.0").add("Expect", "100-continue").add("Content-Length", "5"), ""},
		{"and its 101 comes first", "expect-order", answered.line("GET /chat HTTP/1.0").add("Expect", "100-continue").add("Content-Length", "5"), ""},
		{"only a 100 for HTTP/1.0", "resp-1xx-http10", good.line("GET /chat HTTP/1.0").answer("HTTP/1.1 100 Continue\r\n\r\n"), "A 100 is sent to a client of HTTP/1.0 | a 100 in answer to HTTP/1.0; expected the final answer alone"},
		{"a status below 100", "resp-line", answered.answerLine("HTTP/1.1 099 X"), `The answer has no valid HTTP status line | the response begins with "HTTP/1.1 099 X"; expected HTTP/1.1 and a status of three digits from 100 on`},
		{"a 426 for TLS", "resp-426-no-upgrade", plainUpgrade.with("Upgrade", "TLS/1.0").answer("HTTP/1.1 426 Upgrade Required\r\n\r\n"),
			"The 426 does not name the protocol it requires | a 426 that names no protocol in Upgrade; expected the one that is required"},
		{"a 426 for a WebSocket", "resp-426-no-upgrade", good.answer("HTTP/1.1 426 Upgrade Required\r\n\r\n"),
			"The 426 does not name the protocol it requires | a 426 that names no protocol in Upgrade; expected websocket"},
		{"a POST that switches to another offer", "resp-101-unsolicited", good.line("POST /x HTTP/1.1").with("Upgrade", "websocket, tcp").answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n"), ""},
		{"a POST that switches to websocket", "resp-101-unsolicited", answered.line("POST /x HTTP/1.1").with("Upgrade", "websocket, tcp"),
			`The server switched without being asked | 101 in answer to a request with the method "POST"; expected an ordinary answer`},
		{"HTTP/1.1 asks for itself", "upg-http-version", plainUpgrade.with("Upgrade", "HTTP"), `Upgrade asks for HTTP itself: HTTP | Upgrade names "HTTP", which is HTTP itself`},
		{"connect-udp twice", "upg-masque-single", overUDP.with("Upgrade", "connect-udp, connect-udp"), `The request does not name connect-udp alone | Upgrade holds 2 members; expected "connect-udp" alone`},
		{"a version twice", "ws-version-list", good.with("Sec-WebSocket-Version", "13, 13"), `Sec-WebSocket-Version is a list | the version is "13, 13"; expected 13 alone`},
		{"bits in range, misspelled", "pmd-bits-range", good.with("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits=08"),
			`client_max_window_bits is not a plain number from 8 to 15 | the offer has "client_max_window_bits=08"; expected 8 to 15; a server has to decline the offer`},
		{"offered in the second offer", "pmd-resp-volunteer", compressed("permessage-deflate, permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover"), ""},
		{"offered in neither", "pmd-resp-volunteer", compressed("permessage-deflate, permessage-deflate; client_max_window_bits", "permessage-deflate; server_no_context_takeover"),
			`The server added server_no_context_takeover (allowed) | "server_no_context_takeover" was not offered`},
		{"extensions of a comma, accepted", "resp-101-bad-handshake", answered.with("Sec-WebSocket-Extensions", ","),
			"The server switched although the handshake is invalid | 101 in answer to a request whose extensions do not parse; expected 400"},
		{"a short path that comes out", "req-target-dot-segments", good.line("GET /a//b/%2E%2e/c?x HTTP/1.1"), `The path contains dot segments or empty segments | the path is "/a//b/%2E%2e/c"; expected "/a/c"`},
		{"a dot that is no segment", "req-target-dot-segments", good.line("GET /a%2Eb HTTP/1.1"), ""},
		{"an @ alone", "uri-userinfo", good.line("GET https://@server.example.com/ HTTP/1.1"), "The URL contains a user name or password, or the @ after them | an @ comes before the host; expected neither that nor a user"},
		{"brackets of a bad host", "req-target-loose-octet", good.line("GET http://[::1/chat HTTP/1.1"), ""},
		{"the origin of a draft", "origin-absent", good.without("Origin").with("Sec-WebSocket-Version", "8").add("Sec-WebSocket-Origin", "https://server.example.com"), ""},
		{"a dash in an answer", "hdr-smart-chars", answered.answerAdd("Server", "a\u2013b"), "The head contains an en dash, which is not ASCII | an en dash; expected -"},
		{"what a request that is refused would get", "ws-proto-choice", good.with("Sec-WebSocket-Protocol", "chat, superchat").with("Sec-WebSocket-Version", "8").under(Policy{Subprotocols: []string{"superchat", "chat"}}),
			`Several subprotocols fit; this server takes chat | "chat" is the first of 2 that this server knows`},
		{"one key of hixie-76", "ws-hixie75", good.without("Sec-WebSocket-Key", "Sec-WebSocket-Version").with("Upgrade", "WebSocket").add("Sec-WebSocket-Key1", "1 2"), ""},
		{"another port beside :authority", "h2-host-differs", goodHTTP2.with("host", "server.example.com:444"),
			`Host and :authority differ | host is "server.example.com:444" and :authority "server.example.com"; expected the same in both`},
		{"a subprotocol of a GET in HTTP/2", "h2-version-proto-ext", goodHTTP2.swap(":method: CONNECT\r\n:protocol: websocket", ":method: GET").with("sec-websocket-protocol", "chat"), ""},
		{"UDP that opens", "h2-status-200", goodHTTP2.swap(": websocket", ": connect-udp").answer(":status: 200\r\n\r\n"), ""},
		{"UDP that another server speaks", "h2-protocol-unknown", goodHTTP2.swap(": websocket", ": connect-udp").answer(":status: 200\r\n\r\n"), ""},
		{"UDP that is refused", "h2-status", goodHTTP2.swap(": websocket", ": connect-udp").answer(":status: 403\r\n\r\n"), ""},
		{"a tunnel of HTTP/2", "h2-no-protocol", goodHTTP2.asking(":method: CONNECT\r\n:authority: server.example.com:443\r\n\r\n"), ""},
		{"and what it is", "h2-recognized", goodHTTP2.asking(":method: CONNECT\r\n:authority: server.example.com:443\r\n\r\n"),
			`This HTTP/2 or HTTP/3 request asks for no WebSocket | :method is "CONNECT" and no field speaks of WebSocket`},
		{"a length of commas", "body-length-invalid", good.add("Content-Length", ","), `Content-Length is not one decimal number | Content-Length is ","; expected a decimal number`},
		{"the coding on the second line", "body-te-last", good.add("Transfer-Encoding", "chunked").add("Transfer-Encoding", "gzip"),
			`Transfer-Encoding does not end with chunked | Transfer-Encoding is "chunked, gzip"; expected chunked at its end, or no such field`},
		{"content of an ordinary request", "body-length", plain, ""},
		{"the next request behind it", "data-after-head", plain, ""},
		{"what a page accepts", "accept-encoding-gzip", plain, ""},
		{"a name on two lines", "resp-proto-several", answered.with("Sec-WebSocket-Protocol", "chat").answerAdd("Sec-WebSocket-Protocol", "").answerAdd("Sec-WebSocket-Protocol", "chat"),
			"The answer's Sec-WebSocket-Protocol is not one name | names in Sec-WebSocket-Protocol: 1, lines: 2; expected one of each"},
		{"a parameter without a value", "pmd-resp-param", compressed("permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits"),
			`A parameter in the answer is wrong: client_max_window_bits without a value | the answer has "client_max_window_bits"; expected a value from 8 to 15`},
		{"a value out of range", "pmd-resp-param", compressed("permessage-deflate", "permessage-deflate; server_max_window_bits=16"),
			`A parameter in the answer is wrong: "server_max_window_bits=16", which is not a plain number from 8 to 15 | the answer has "server_max_window_bits=16"; expected a value from 8 to 15`},
		{"a value of a switch", "pmd-resp-param", compressed("permessage-deflate", "permessage-deflate; server_no_context_takeover=1"),
			`A parameter in the answer is wrong: "server_no_context_takeover=1", which must not have a value | the answer has "server_no_context_takeover=1"; expected the name alone`},
		{"a parameter twice", "pmd-resp-param", compressed("permessage-deflate", "permessage-deflate; server_no_context_takeover; server_no_context_takeover"),
			`A parameter in the answer is wrong: a second server_no_context_takeover | the answer has "server_no_context_takeover"; expected each parameter once`},
		{"another parameter", "pmd-resp-param", compressed("permessage-deflate", "permessage-deflate; level"),
			`A parameter in the answer is wrong: level, which is not known | the answer has "level"; expected one of the four parameters`},
		{"a list of nothing", "resp-proto-empty", answered.answerAdd("Sec-WebSocket-Protocol", ","), `The answer's Sec-WebSocket-Protocol has no name | Sec-WebSocket-Protocol is ","; expected a name, or no such field`},
		{"a folded option", "conn-syntax", good.with("Connection", "Upgrade,\r\n a;b"), `Connection contains "a;b", which is not a token | Connection holds "a;b"; expected a token`},
		{"a folded value", "ext-quoted-nontoken", good.with("Sec-WebSocket-Extensions", "foo;\r\n bar=\"a b\""), `The quoted value "a b" is not a token | the value of "bar" is "a b"; expected a token inside the quotes`},
		{"a fold behind no field", "hdr-no-colon", good.swap("Upgrade: websocket", "Upgrade\r\n : websocket"), `Line without a colon: Upgrade | the line is "Upgrade"; expected a colon in it`},
		{"another word", "hdr-misspelled", good.add("Cost", "5"), ""},
		{"a comment in Via", "h2-downgrade-proxy", good.add("Via", "1.1 proxy.example (a, 2b)"), ""},
		{"port 80 with TLS", "host-default-port", good.with("Host", "server.example.com:80").from("wss://server.example.com:80/chat"), ""},
		{"a limit in the second offer", "pmd-smwb-small", good.with("Sec-WebSocket-Extensions", "permessage-deflate, permessage-deflate; server_max_window_bits=10"), ""},
		{"an answer to the second offer", "pmd-resp-cmwb-unoffered",
			compressed("permessage-deflate, permessage-deflate; client_max_window_bits; server_max_window_bits=10", "permessage-deflate; client_max_window_bits=12"), ""},
		{"and what it lacks", "pmd-resp-smwb",
			compressed("permessage-deflate, permessage-deflate; client_max_window_bits; server_max_window_bits=10", "permessage-deflate; client_max_window_bits=12"),
			`The answer does not limit the server's window as offered | the answer is "permessage-deflate; client_max_window_bits=12"; expected server_max_window_bits no larger than offered`},
		{"extensions of a refusal", "ext-syntax", good.answer("HTTP/1.1 400 Bad Request\r\nSec-WebSocket-Extensions: a;\r\n\r\n"), ""},
		{"one protocol twice", "upg-list", good.with("Upgrade", "websocket, websocket"), `Upgrade has several members | Upgrade holds 2 members: "websocket, websocket"`},
		{"one option twice", "conn-list", good.with("Connection", "Upgrade, upgrade"), `Connection has several members | Connection holds 2 members; the first is "Upgrade"`},
		{"a version within a list", "upg-version-suffix", good.with("Upgrade", "websocket, websocket/13"),
			`Upgrade names websocket/13; websocket has no version there | Upgrade names "websocket/13"; expected websocket`},
		{"settings that Connection does not name", "upg-h2c-settings", plainUpgrade.with("Upgrade", "h2c").with("HTTP2-Settings", "AAMAAABkAAQAoAAAAAIAAAAA"),
			`Upgrade: h2c without one valid HTTP2-Settings that Connection names | Upgrade names "h2c" without one good HTTP2-Settings that Connection names`},
		{"a version in a comment of Via", "h2-downgrade-proxy", good.add("Via", "1.1 a (2.0, 2.0 b)"), ""},
		{"a comment in Via with a comma", "h2-downgrade-proxy", good.add("Via", "2.0 fastly (x, y)"),
			`A proxy translated this request from HTTP/2 or HTTP/3 | the hop "2.0 fastly" spoke HTTP/2 with its client`},
		{"subprotocols of commas", "ws-proto-empty", good.with("Sec-WebSocket-Protocol", ","),
			"Sec-WebSocket-Protocol names no subprotocol | Sec-WebSocket-Protocol without a name; expected one, or no field"},
		{"extensions of commas", "ext-empty", good.with("Sec-WebSocket-Extensions", ","),
			"Sec-WebSocket-Extensions names no extension | Sec-WebSocket-Extensions without an extension; expected one, or no field"},
		{"one site twice", "origin-list", good.with("Origin", "https://a.example https://a.example"), `Origin is a list | Origin holds 2 origins: "https://a.example https://a.example"`},
		{"a token behind its scheme", "ws-proto-secret", good.with("Sec-WebSocket-Protocol", "Bearer, xyz"),
			`A subprotocol looks like a password or token | the subprotocol "xyz" looks like a credential; expected a name`},
		{"a token behind a dot", "ws-proto-secret", good.with("Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key.sk-proj-Ab3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5z"),
			`A subprotocol looks like a password or token | the subprotocol "openai-insec…" looks like a credential; expected a name`},
		{"a long name with dots", "ws-proto-secret", good.with("Sec-WebSocket-Protocol", "v4.channel.k8s.io, com.example.2026.a-name-of-many-letters"), ""},
		{"a token without a scheme", "secret-authorization", good.with("Authorization", "c2VjcmV0").asText(), `The text contains credentials | credentials in "Authorization"; expected ***`},
		{"a byte of no frame", "resp-first-frame", answered.answerThen("\x00"), "A frame right after the 101 is faulty | 1 byte after the head: a continuation frame with no message begun; expected a frame without a fault (rule frame-continuation)"},
		{"a byte of content", "resp-content-in-101", answered.answerThen("x"), `Content, not frames, follows the 101 | 1 byte after the head: text that begins with "x"; expected frames`},
		{"a byte of a frame", "resp-bytes-after", answered.answerThen("\x81"), "The server's first bytes follow the 101 at once | 1 byte after the head: the beginning of a text frame"},
		{"a frame of a byte", "resp-bytes-after", answered.answerThen("\x81\x01a"), "The server's first bytes follow the 101 at once | 3 bytes after the head: the first frame, text of 1 byte"},
		{"one tunnel twice", "resp-upgrade-single", overUDP.answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: connect-udp, connect-udp\r\nConnection: Upgrade\r\n\r\n"),
			`The 101 does not name connect-udp alone | Upgrade holds 2 members; expected "connect-udp" alone`},
		{"the tunnel that was asked for", "resp-upgrade-single", overUDP.answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: connect-ip, connect-udp\r\nConnection: Upgrade\r\n\r\n"),
			`The 101 does not name connect-udp alone | Upgrade holds 2 members; expected "connect-udp" alone`},
		{"close wins over keep-alive", "resp-connect-kept", throughProxy.answer("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nConnection: close, keep-alive\r\nContent-Length: 0\r\n\r\n"), ""},
		{"a misspelt answer", "resp-upgrade-wrong", answered.answerWith("Upgrade", "ws"), `The 101 has Upgrade: ws; must be websocket | Upgrade is "ws"; expected websocket`},
		{"a misspelling is no other protocol", "resp-upgrade-unoffered", answered.answerWith("Upgrade", "ws"), ""},
		{"a 2xx for another protocol", "h2-status-2xx", goodHTTP2.swap(": websocket", ": connect-udp").answer(":status: 201\r\n\r\n"), ""},
		{"a line of CR", "resp-no-colon", answered.answer(strings.TrimSuffix(answered.Response, "\r\n") + "\r\r\n"), ""},
		{"a line of CR in a request", "hdr-no-colon", good.swap("\r\n\r\n", "\r\n\r\r\n"), ""},
		{"a port that the URL of the request line has", "host-default-port", good.line("GET http://server.example.com:80/chat HTTP/1.1").with("Host", "server.example.com:80"), ""},
		{"a port without a host", "host-default-port", good.with("Host", ":80"), ""},
		{"letters between octets", "hdr-obs-text", good.add("X-City", "K\u00f6ln am R\u00fcck"), "A field value contains bytes that are not ASCII | the value holds \"\u00f6\"; expected ASCII"},
		{"a field of a hop", "browser-custom-header", good.add("Sec-Fetch-Site", "same-origin").add("X-Scheme", "https"), ""},
		{"any field behind a proxy", "browser-custom-header", good.add("Sec-Fetch-Site", "same-origin").add("X-Any", "1").add("X-Forwarded-For", "192.0.2.1"), ""},
		{"the same request behind a proxy", "ws-key-reused", good.add("Via", "1.1 a").inContext(ContextKeyReused), ""},
		{"a request as its client sends it", "conn-stripped-by-proxy", good.without("Upgrade").with("Connection", "close").inContext(ContextSent), ""},
		{"and what it lacks", "upg-missing", good.without("Upgrade").with("Connection", "close").inContext(ContextSent), "Upgrade is missing | no Upgrade field; expected Upgrade: websocket"},
		{"a value that is cut off", "resp-accept-wrong", answered.answer(strings.TrimSuffix(answered.Response, "f3E=\r\n\r\n")), ""},
		{"an origin that is cut off", "origin-host-differs", good.asking(strings.TrimSuffix(good.Request, "om\r\n\r\n")), ""},
		{"an origin whose line ends", "origin-host-differs", good.asking(strings.TrimSuffix(good.Request, "om\r\n\r\n") + "\r\n"),
			`Origin names another host or port than Host | Origin is "https://server.example.c", Host is "server.example.com"`},
		{"frames behind content", "data-after-head", good.add("Content-Length", "5").then("hello" + frame),
			"Bytes follow the request before the server has answered | bytes after the head: 8, which look like a masked frame; expected none before the answer"},
	} {
		if says := saidBy(c.rule, c.example); says != c.says {
			t.Errorf("%s: %s says\n%s\nexpected\n%s", c.name, c.rule, says, c.says)
		}
	}
}

// saidBy is what the findings of a rule say about an example: the problem and what was seen.
func saidBy(rule string, e *Example) string {
	var says []string
	for _, f := range Inspect(e.Exchange(), e.Policy).Findings {
		if f.Rule.ID == rule {
			says = append(says, f.Problem()+" | "+f.Got)
		}
	}
	return strings.Join(says, "; ")
}
