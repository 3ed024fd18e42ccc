package cause

import (
	"testing"

	"upgrade101/handshake"
)

// Where the two fields are missing, a proxy is named only if there can have been one, and is certain only if it left a trace.
func TestWhoLostTheUpgrade(t *testing.T) {
	const fields = "Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nSec-WebSocket-Version: 13\r\n"
	const refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
	for name, c := range map[string]struct {
		text      string
		want      string
		certainty Certainty
	}{
		"a command": {"curl -i --http1.1 -H 'Connection: close' -H 'Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==' -H 'Sec-WebSocket-Version: 13' http://a.example/chat", "plain-get", Certain},
		"a trace of the client": {"> GET /chat HTTP/1.1\n> Host: a.example\n> Connection: keep-alive\n> Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\n> Sec-WebSocket-Version: 13\n>\n< HTTP/1.1 400 Bad Request\n< Content-Length: 0\n<\n",
			"plain-get", Certain},
		"bytes":                    {"GET /chat HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n" + fields + "\r\n" + refusal, "upgrade-lost", Likely},
		"bytes behind a proxy":     {"GET /chat HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nVia: 1.1 b\r\n" + fields + "\r\n" + refusal, "upgrade-lost", Certain},
		"bytes without Connection": {"GET /chat HTTP/1.1\r\nHost: a.example\r\n" + fields + "\r\n" + refusal, "upgrade-lost", Likely},
	} {
		_, found, _ := OfText(c.text)
		if len(found) == 0 || found[0].ID != c.want || found[0].Certainty != c.certainty {
			t.Errorf("%s: %v, %+v; expected %s, %s", name, ids(found), found, c.want, c.certainty)
		}
	}
}

// The cause that the rule names leads the one that the status alone suggests.
func TestTheRuleLeadsTheStatus(t *testing.T) {
	answered := handshake.Good()
	for name, c := range map[string]struct {
		x    handshake.Exchange
		want string
	}{
		"an extended CONNECT that is not known": {handshake.Exchange{Request: handshake.GoodHTTP2().Request, Response: ":status: 501\r\n\r\n", HTTP2: true}, "extended-connect"},
		"an upgrade that is not known":          {handshake.Exchange{Request: answered.Request, Response: "HTTP/1.1 501 Not Implemented\r\n\r\n"}, "not-implemented"},
	} {
		r := handshake.Inspect(c.x, handshake.Policy{})
		_, found := Explain(Evidence{Report: &r})
		if len(found) == 0 || found[0].ID != c.want {
			t.Errorf("%s: %v; expected %s", name, ids(found), c.want)
		}
	}
}

// An answer that is cut off is not blamed for the end that it lacks.
func TestCutAnswer(t *testing.T) {
	x := handshake.Good().Exchange()
	x.Response = x.Response[:len(x.Response)-len("s=\r\n\r\n")]
	r := handshake.Inspect(x, handshake.Policy{})
	_, found := Explain(Evidence{Report: &r})
	if len(found) == 0 || found[0].ID == "accept-wrong" {
		t.Errorf("the causes are %v", ids(found))
	}
}
