package live

import (
	"io"
	"net"
	"net/url"
	"strings"
	"testing"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// heads are requests with mistakes. The engine must reply to each exactly as handshake predicts.
var heads = []struct{ name, raw string }{
	{"good", goodHead},
	{"good, deflate", deflateHead},
	{"no Connection", strings.Replace(goodHead, "Connection: Upgrade\r\n", "", 1)},
	{"no Upgrade", strings.Replace(goodHead, "Upgrade: websocket\r\n", "", 1)},
	{"version 8", strings.Replace(goodHead, "Version: 13", "Version: 8", 1)},
	{"no version", strings.Replace(goodHead, "Sec-WebSocket-Version: 13\r\n", "", 1)},
	{"a key of 15 bytes", strings.Replace(goodHead, "4BZ+q2vWQ1yH0m9sJtX3Lw==", "4BZ+q2vWQ1yH0m9sJtX3", 1)},
	{"two keys", strings.Replace(goodHead, "Sec-WebSocket-V", "Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nSec-WebSocket-V", 1)},
	{"POST", strings.Replace(goodHead, "GET", "POST", 1)},
	{"HEAD", strings.Replace(goodHead, "GET", "HEAD", 1)},
	{"get", strings.Replace(goodHead, "GET", "get", 1)},
	{"HTTP/1.0", strings.Replace(goodHead, "HTTP/1.1", "HTTP/1.0", 1)},
	{"HTTP/1.2", strings.Replace(goodHead, "HTTP/1.1", "HTTP/1.2", 1)},
	{"HTTP/2.0", strings.Replace(goodHead, "HTTP/1.1", "HTTP/2.0", 1)},
	{"http/1.1", strings.Replace(goodHead, "HTTP/1.1", "http/1.1", 1)},
	{"no HTTP version", strings.Replace(goodHead, " HTTP/1.1", "", 1)},
	{"absolute-form", strings.Replace(goodHead, "GET /echo", "GET http://server.example.com/echo", 1)},
	{"a fragment", strings.Replace(goodHead, "/echo", "/echo#x", 1)},
	{"two blanks", strings.Replace(goodHead, "GET /echo", "GET  /echo", 1)},
	{"no Host", strings.Replace(goodHead, "Host: server.example.com\r\n", "", 1)},
	{"two Hosts", strings.Replace(goodHead, "Upgrade:", "Host: server.example.com\r\nUpgrade:", 1)},
	{"an empty Host", strings.Replace(goodHead, "server.example.com", "", 1)},
	{"NUL in a field", strings.Replace(goodHead, "\r\n\r\n", "\r\nX: a\x00b\r\n\r\n", 1)},
	{"a blank before the colon", strings.Replace(goodHead, "Upgrade:", "Upgrade :", 1)},
	{"obs-fold", strings.Replace(goodHead, "Connection: Upgrade", "Connection: keep-alive,\r\n Upgrade", 1)},
	{"a fold on the first field", strings.Replace(goodHead, "Host:", " Host:", 1)},
	{"bare LF", strings.ReplaceAll(goodHead, "\r\n", "\n")},
	{"bare CR", strings.Replace(goodHead, "\r\n\r\n", "\r\nX: a\rb\r\n\r\n", 1)},
	{"no colon", strings.Replace(goodHead, "\r\n\r\n", "\r\nnonsense\r\n\r\n", 1)},
	{"an empty line first", "\r\n" + goodHead},
	{"obs-text", strings.Replace(goodHead, "\r\n\r\n", "\r\nX: \xE4\r\n\r\n", 1)},
	{"h2c", strings.Replace(goodHead, "Upgrade: websocket", "Upgrade: h2c", 1)},
	{"the preface of HTTP/2", "PRI /echo HTTP/2.0\r\n\r\nSM\r\n\r\n"},
	{"an ordinary request", "GET /echo HTTP/1.1\r\nHost: a.example\r\n\r\n"},
	{"Expect without content", strings.Replace(goodHead, "\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n", 1)},
	{"Expect with content", strings.Replace(goodHead, "\r\n\r\n", "\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello", 1)},
	{"Expect with the most content", strings.Replace(goodHead, "\r\n\r\n", "\r\nExpect: 100-continue\r\nContent-Length: 262144\r\n\r\n", 1) + long(262144)},
	{"Expect with more content", strings.Replace(goodHead, "\r\n\r\n", "\r\nExpect: 100-continue\r\nContent-Length: 262145\r\n\r\n", 1)},
	{"content", strings.Replace(goodHead, "\r\n\r\n", "\r\nContent-Length: 5\r\n\r\nhello", 1)},
	{"chunked", strings.Replace(goodHead, "\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 1)},
	{"subprotocols", strings.Replace(goodHead, "\r\n\r\n", "\r\nSec-WebSocket-Protocol: v9, chat\r\n\r\n", 1)},
	{"a subprotocol twice", strings.Replace(goodHead, "\r\n\r\n", "\r\nSec-WebSocket-Protocol: chat, chat\r\n\r\n", 1)},
	{"known subprotocols", strings.Replace(strings.Replace(goodHead, "/echo", "/echo?subprotocols=chat,superchat", 1), "\r\n\r\n", "\r\nSec-WebSocket-Protocol: v9, chat\r\n\r\n", 1)},
	{"no known subprotocol", strings.Replace(strings.Replace(goodHead, "/echo", "/echo?subprotocols=", 1), "\r\n\r\n", "\r\nSec-WebSocket-Protocol: v9, chat\r\n\r\n", 1)},
	{"deflate off", strings.Replace(deflateHead, "/echo", "/echo?deflate=off", 1)},
	{"a bad extension list", strings.Replace(deflateHead, "permessage-deflate;", "permessage-deflate;;", 1)},
	{"a foreign origin", strings.Replace(strings.Replace(goodHead, "/echo", "/echo?origins=https://a.example", 1), "\r\n\r\n", "\r\nOrigin: https://b.example\r\n\r\n", 1)},
	{"two origins", strings.Replace(goodHead, "\r\n\r\n", "\r\nOrigin: https://b.example\r\nOrigin: https://b.example\r\n\r\n", 1)},
	{"a long target", strings.Replace(goodHead, "/echo", "/echo?"+long(9000), 1)},
	{"a long field", strings.Replace(goodHead, "\r\n\r\n", "\r\nX: "+long(9000)+"\r\n\r\n", 1)},
	{"many fields", strings.Replace(goodHead, "\r\n\r\n", strings.Repeat("\r\nX: y", 200)+"\r\n\r\n", 1)},
	{"a long head", strings.Replace(goodHead, "\r\n\r\n", strings.Repeat("\r\nX: "+long(1000), 20)+"\r\n\r\n", 1)},
	{"a long head that does not end", strings.TrimSuffix(goodHead, "\r\n") + strings.Repeat("X: "+long(1000)+"\r\n", 20)},
	{"a head that does not end", strings.TrimSuffix(goodHead, "\r\n")},
	{"a line that does not end", "GET /echo HTTP/1.1"},
}

// predict returns the reply that handshake predicts for a request to /echo.
func predict(raw string) string {
	line, _ := requestLine([]byte(raw))
	_, query, _ := strings.Cut(line.Target.Text, "?")
	values, _ := url.ParseQuery(query)
	policy := Policy(values)
	policy.Date = "Fri, 02 Jan 2026 03:04:05 GMT"
	report := handshake.Inspect(handshake.Exchange{Request: raw}, policy)
	want := ""
	for _, r := range report.Interim {
		want += r.Raw()
	}
	return want + report.Reply.Raw()
}

func TestRepliesAsPredicted(t *testing.T) {
	s := start(t, Limits{Unlimited: true, HeadTime: halfHead})
	over(t, s, func(t *testing.T, dial func(testing.TB) net.Conn) {
		for _, h := range heads {
			t.Run(h.name, func(t *testing.T) {
				t.Parallel() // heads without an end take time
				want := predict(h.raw)
				conn := dial(t)
				go io.WriteString(conn, h.raw)
				got := make([]byte, len(want))
				n, err := io.ReadFull(conn, got)
				if string(got[:n]) != want {
					t.Fatalf("got\n%s\nwant\n%s\n%v", got[:n], want, err)
				}
				if strings.Contains(want, " 101 ") {
					c := &client{t: t, conn: conn}
					c.send(f(0x81, "after it"), closeFrame(1000, ""))
					c.want(`text "after it"`)
					c.want("close 1000")
					c.want("end")
					return
				}
				if more, err := io.ReadAll(conn); len(more) > 0 || err != nil && !isReset(err) {
					t.Errorf("after the reply: %q, %v; want the end", more, err)
				}
			})
		}
	})
}

func TestPolicy(t *testing.T) {
	for _, c := range []struct {
		query       string
		names       []string
		namesNil    bool
		origins     []string
		originsNil  bool
		withDeflate bool
	}{
		{"", nil, true, nil, true, true},
		{"subprotocols=", []string{}, false, nil, true, true},
		{"subprotocols=chat,%20superchat&origins=https://a.example&deflate=off", []string{"chat", "superchat"}, false, []string{"https://a.example"}, false, false},
		{"subprotocols=a&subprotocols=b&deflate=on", []string{"a", "b"}, false, nil, true, true},
	} {
		values, _ := url.ParseQuery(c.query)
		p := Policy(values)
		if strings.Join(p.Subprotocols, ",") != strings.Join(c.names, ",") || (p.Subprotocols == nil) != c.namesNil ||
			strings.Join(p.Origins, ",") != strings.Join(c.origins, ",") || (p.Origins == nil) != c.originsNil || p.NoDeflate == c.withDeflate {
			t.Errorf("%q reads as %+v", c.query, p)
		}
	}
}

// headEnd agrees with handshake's parser, however the bytes are cut.
func FuzzHeadEnd(f *testing.F) {
	for _, h := range heads {
		f.Add(h.raw)
	}
	f.Add("\n\r\n\nGET\n\n")
	f.Fuzz(func(t *testing.T, raw string) {
		var whole, pieces headEnd
		got := whole.in([]byte(raw))
		for i := range len(raw) {
			if pieces.in([]byte(raw[:i+1])) {
				break
			}
		}
		head := head.ParseRequest(raw)
		if got != head.Ended || got && (whole.line != head.End.End || pieces.line != whole.line) {
			t.Fatalf("ends %v at %d, in pieces at %d; handshake: %v at %d", got, whole.line, pieces.line, head.Ended, head.End.End)
		}
	})
}
