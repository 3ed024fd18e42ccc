package cause

import (
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/paste"
)

// An upgrade that failed over HTTP/2 is answered by a command that asks over HTTP/1.1: the reader's own where the text has it.
func TestCommandOverHTTP1(t *testing.T) {
	const fields = "-H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==' "
	const trace = "> GET /ws?a=1 HTTP/2\n> Host: a.example\n> user-agent: curl/8.5.0\n> accept: */*\n> Connection: Upgrade\n> Upgrade: websocket\n> Origin: https://b.example\n" +
		"> Sec-WebSocket-Version: 13\n> Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\n>\n"
	for name, c := range map[string]struct {
		text  string
		holds []string
		lacks []string
	}{
		"curl -i and its answer": {"$ curl -i " + fields + "https://a.example/ws\nHTTP/2 400\nserver: nginx\n\nBad Request",
			[]string{"curl --http1.1 -i " + fields + "https://a.example/ws"}, nil},
		"curl --http2, and a page": {"curl --http2 -i " + fields + "https://a.example/ws\nHTTP/2 200\ncontent-type: text/html\n\n<html>",
			[]string{"curl --http1.1 -i -H", "https://a.example/ws"}, []string{"--http2"}},
		"curl -v with its command": {"$ curl -v -u me:secret " + fields + "https://a.example/ws?a=1\n* using HTTP/2\n" + trace + "< HTTP/2 404\n< server: nginx\n<\n",
			[]string{"curl --http1.1 -v -u me:secret -H 'Connection: Upgrade'"}, nil},
		"curl -v alone": {trace + "< HTTP/2 400\n<\n",
			[]string{"curl -i -N --http1.1", "-H 'Connection: Upgrade'", "-H 'upgrade: websocket'", "-H 'sec-websocket-key: 4BZ+q2vWQ1yH0m9sJtX3Lw=='", "origin: https://b.example", "'https://a.example/ws?a=1'"},
			[]string{"ser-", "ccept:", "HOST"}},
		"two commands, the first of which failed": {"curl -i " + fields + "https://a.example/one\nHTTP/2 400\nserver: nginx\n\n\ncurl --http1.1 -i https://a.example/two\nHTTP/1.1 404 Not Found\nContent-Length: 0\n\n",
			[]string{"https://a.example/one"}, []string{"/two"}},
		"the answer alone": {"HTTP/2 400\nserver: nginx\ncontent-type: text/html\n\nBad Request",
			[]string{"curl -i -N --http1.1", "-H 'Connection: Upgrade'", "-H 'Upgrade: websocket'", "-H 'Sec-WebSocket-Key: ", "https://HOST/PATH"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, causes, _ := OfText(c.text)
			if len(causes) == 0 || causes[0].ID != "http2-upgrade" {
				t.Fatalf("causes %v, expected http2-upgrade first", causes)
			}
			code := causes[0].Code
			for _, s := range c.holds {
				if !strings.Contains(code, s) {
					t.Errorf("the command lacks %q:\n%s", s, code)
				}
			}
			for _, s := range c.lacks {
				if strings.Contains(code, s) {
					t.Errorf("the command has %q:\n%s", s, code)
				}
			}
			p := paste.Read(code) // what is copied is a handshake that a server can accept
			if r := handshake.Inspect(p.Exchange(), handshake.Policy{}); p.Format != paste.FormatCurl || p.Exchange().HTTP2 || r.Reply.Status != 101 {
				t.Errorf("the command is read as %s, with the reply %d:\n%s", p.Format, r.Reply.Status, code)
			}
		})
	}
}

// Where a message names the address and the answer is not in the text, a command asks for it again.
func TestCommandThatAsksAgain(t *testing.T) {
	const line = "WebSocket connection to 'wss://app.example/ws?room=1' failed: Error during WebSocket handshake: Unexpected response code: 400"
	for text, want := range map[string]string{
		line: "'https://app.example/ws?room=1'",
		line + "\n\nHTTP/1.1 400 Bad Request\nContent-Length: 3\n\nno\n": "",
		"Unexpected server response: 400":                                "",
	} {
		_, causes, _ := OfText(text)
		i := slices.IndexFunc(causes, func(c Found) bool { return c.ID == "bad-request" })
		if i < 0 {
			t.Errorf("%q: the cause is not among %v", text, causes)
			continue
		}
		if c := causes[i]; !strings.HasSuffix(c.Code, want) || (want == "") != (c.Code == "") || (want == "") == strings.Contains(c.Next, "command below") {
			t.Errorf("%q: %q, %q", text, c.Next, c.Code)
		}
	}
}
