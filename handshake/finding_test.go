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
		{"a length of commas", "body-length-invalid", good.add("Content-Length", ","), `Content-Length is not one decimal number | Content-Length is ","; expected a decimal number`},
		{"the coding on the second line", "body-te-last", good.add("Transfer-Encoding", "chunked").add("Transfer-Encoding", "gzip"),
			`Transfer-Encoding does not end with chunked | Transfer-Encoding is "chunked, gzip"; expected chunked at its end, or no such field`},
		{"content of an ordinary request", "body-length", plain, ""},
		{"the next request behind it", "data-after-head", plain, ""},
		{"what a page accepts", "accept-encoding-gzip", plain, ""},
		{"a name on two lines", "resp-proto-several", answered.with("Sec-WebSocket-Protocol", "chat").replyAdd("Sec-WebSocket-Protocol", "").replyAdd("Sec-WebSocket-Protocol", "chat"),
			"The answer's Sec-WebSocket-Protocol is not one name | names in Sec-WebSocket-Protocol: 1, lines: 2; expected one of each"},
		{"a parameter without a value", "pmd-resp-param", compressed("permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits"),
			`A parameter in the answer is wrong: client_max_window_bits without a value | the answer has "client_max_window_bits"; expected a value from 8 to 15`},
		{"a value out of range", "pmd-resp-param", compressed("permessage-deflate", "permessage-deflate; server_max_window_bits=16"),
			`A parameter in the answer is wrong: "server_max_window_bits=16", which is not in the range 8 to 15 | the answer has "server_max_window_bits=16"; expected a value from 8 to 15`},
		{"a value of a switch", "pmd-resp-param", compressed("permessage-deflate", "permessage-deflate; server_no_context_takeover=1"),
			`A parameter in the answer is wrong: "server_no_context_takeover=1", which must not have a value | the answer has "server_no_context_takeover=1"; expected the name alone`},
		{"a parameter twice", "pmd-resp-param", compressed("permessage-deflate", "permessage-deflate; server_no_context_takeover; server_no_context_takeover"),
			`A parameter in the answer is wrong: a second server_no_context_takeover | the answer has "server_no_context_takeover"; expected each parameter once`},
		{"another parameter", "pmd-resp-param", compressed("permessage-deflate", "permessage-deflate; level"),
			`A parameter in the answer is wrong: level, which is not known | the answer has "level"; expected one of the four parameters`},
		{"a list of nothing", "resp-proto-empty", answered.replyAdd("Sec-WebSocket-Protocol", ","), `The answer's Sec-WebSocket-Protocol is empty | Sec-WebSocket-Protocol is ","; expected a name, or no such field`},
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
		{"extensions of a refusal", "ext-syntax", good.reply("HTTP/1.1 400 Bad Request\r\nSec-WebSocket-Extensions: a;\r\n\r\n"), ""},
		{"frames behind content", "data-after-head", good.add("Content-Length", "5").then("hello" + frame),
			"Bytes follow the request before the server has answered | bytes after the head: 8, which look like a masked frame; expected none before the answer"},
	} {
		r := Inspect(c.example.Exchange(), c.example.Policy)
		says := ""
		for _, f := range r.Findings {
			if f.Rule.ID == c.rule {
				says += "; " + f.Problem() + " | " + f.Got
			}
		}
		if says = strings.TrimPrefix(says, "; "); says != c.says {
			t.Errorf("%s: %s says\n%s\nexpected\n%s", c.name, c.rule, says, c.says)
		}
	}
}
