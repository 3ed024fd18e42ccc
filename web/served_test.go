package web

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"upgrade101/app"
)

// patience is the time after which a test gives up. It is not a bound on speed.
const patience = 30 * time.Second

// serve runs a site as the program does, on a port of the loopback interface.
func serve(t *testing.T, config Config) (s *Site, addr string) {
	t.Helper()
	s = newSite(t, config)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return s, l.Addr().String()
}

func dial(t *testing.T, addr string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	_ = c.SetDeadline(time.Now().Add(patience))
	return c
}

// predicted is what POST /api/inspect, asked over HTTP, says about these bytes: interim replies and the final one.
func predicted(t *testing.T, s http.Handler, query, raw string) string {
	t.Helper()
	_, v := call(t, s, "/api/inspect?"+query, exact, raw)
	interim, _ := dig(v, "interim").([]any)
	bytes := ""
	for _, reply := range append(interim, dig(v, "reply")) {
		b64, _ := dig(reply, "raw_b64").(string)
		b, err := base64.StdEncoding.DecodeString(b64)
		if err != nil {
			t.Fatal(err)
		}
		bytes += string(b)
	}
	return bytes
}

// heads are requests to /echo, each with the expected first line of the reply.
var heads = []struct{ name, raw, reply string }{
	{"good", goodHead, "101 Switching Protocols"},
	{"no Connection", but("Connection: Upgrade\r\n", ""), "426 Upgrade Required"},
	{"no Upgrade", but("Upgrade: websocket\r\n", ""), "426 Upgrade Required"},
	{"version 8", but("Version: 13", "Version: 8"), "426 Upgrade Required"},
	{"a key of 15 bytes", but("4BZ+q2vWQ1yH0m9sJtX3Lw==", "4BZ+q2vWQ1yH0m9sJtX3"), "400 Bad Request"},
	{"two keys", with("Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw=="), "400 Bad Request"},
	{"POST", but("GET", "POST"), "405 Method Not Allowed"},
	{"HEAD", but("GET", "HEAD"), "405 Method Not Allowed"},
	{"HTTP/1.0", but("HTTP/1.1", "HTTP/1.0"), "426 Upgrade Required"},
	{"HTTP/2.0", but("HTTP/1.1", "HTTP/2.0"), "505 HTTP Version Not Supported"},
	{"no HTTP version", but(" HTTP/1.1", ""), "400 Bad Request"},
	{"no Host", but("Host: server.example.com\r\n", ""), "400 Bad Request"},
	{"two Hosts", with("Host: other.example"), "400 Bad Request"},
	{"NUL in a field", with("X: a\x00b"), "400 Bad Request"},
	{"a blank before the colon", but("Upgrade:", "Upgrade :"), "400 Bad Request"},
	{"obs-fold", but("Connection: Upgrade", "Connection: keep-alive,\r\n Upgrade"), "101 Switching Protocols"},
	{"bare LF", strings.ReplaceAll(goodHead, "\r\n", "\n"), "101 Switching Protocols"},
	{"an ordinary request", "GET /echo HTTP/1.1\r\nHost: server.example.com\r\n\r\n", "426 Upgrade Required"},
	{"h2c", but("Upgrade: websocket", "Upgrade: h2c"), "426 Upgrade Required"},
	{"absolute-form", but("/echo", "http://server.example.com/echo"), "101 Switching Protocols"},
	{"deflate", with("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"), "101 Switching Protocols"},
	{"subprotocols", with("Sec-WebSocket-Protocol: chat, superchat"), "101 Switching Protocols"},
	{"Expect", with("Expect: 100-continue"), "100 Continue"},
	{"a target with a hostile query", but("/echo", `/echo?x="><img%20src=x%20onerror=alert(1)>`), "400 Bad Request"},
	{"a long field", with("X: " + strings.Repeat("a", 9000)), "431 Request Header Fields Too Large"},
}

// The prediction is the server: what /api/inspect predicts for a request is what /echo sends, byte for byte. The clock stands
// still, so that Date is the same, too.
func TestPredictionIsTheServer(t *testing.T) {
	s, addr := serve(t, Config{NoLimits: true})
	for _, h := range heads {
		t.Run(h.name, func(t *testing.T) {
			want := predicted(t, s, "", h.raw)
			repliesAs(t, dial(t, addr), h.raw, want)
			if !strings.HasPrefix(want, "HTTP/1.1 "+h.reply+"\r\n") {
				t.Errorf("got and predicted %q, want %s", want, h.reply)
			}
			if switched := strings.Contains(want, " 101 "); switched == strings.Contains(want, "\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n") {
				t.Errorf("a refusal is dated, and nothing else: %q", want)
			}
		})
	}
}

// repliesAs sends a request and compares the reply line by line; then the connection echoes if it
// switched, and is closed if not.
func repliesAs(t *testing.T, c net.Conn, raw, want string) {
	t.Helper()
	go io.WriteString(c, raw)
	in := bufio.NewReader(c)
	for line := range strings.SplitAfterSeq(want, "\n") {
		got := make([]byte, len(line))
		if n, err := io.ReadFull(in, got); string(got) != line {
			t.Fatalf("got %q, predicted %q, %v", got[:n], line, err)
		}
	}
	if strings.Contains(want, " 101 ") {
		io.WriteString(c, "\x81\x82\x00\x00\x00\x00hi\x88\x80\x00\x00\x00\x00")
		want = "\x81\x02hi\x88\x00"
	} else {
		want = ""
	}
	// A client that still sends may see a reset after the reply; what came before counts.
	if rest, _ := io.ReadAll(in); string(rest) != want {
		t.Errorf("after the reply %q, want %q", rest, want)
	}
}

// The policy in the query of /echo is that in the query of /api/inspect.
func TestPolicyInTheQuery(t *testing.T) {
	s, addr := serve(t, Config{NoLimits: true})
	raw := strings.Replace(with("Sec-WebSocket-Extensions: permessage-deflate"), "\r\n\r\n", "\r\nSec-WebSocket-Protocol: v9, chat\r\nOrigin: https://b.example\r\n\r\n", 1)
	for query, contains := range map[string]string{
		"subprotocols=chat":                           "\r\nSec-WebSocket-Protocol: chat\r\n",
		"deflate=off":                                 "\r\nSec-WebSocket-Protocol: v9\r\n\r\n",
		"origins=https://a.example":                   " 403 ",
		"origins=https://a.example,https://b.example": " 101 ",
	} {
		request := strings.Replace(raw, "/echo", "/echo?"+query, 1)
		want := predicted(t, s, query, request)
		repliesAs(t, dial(t, addr), request, want)
		if !strings.Contains(want, contains) {
			t.Errorf("%s: %q; want %q in it", query, want, contains)
		}
	}
}

// First 100, then the content, then 101.
func TestContinueThenSwitch(t *testing.T) {
	s, addr := serve(t, Config{})
	raw := with("Expect: 100-continue\r\nContent-Length: 5")
	c := dial(t, addr)
	in := bufio.NewReader(c)
	io.WriteString(c, raw)
	const goOn = "HTTP/1.1 100 Continue\r\n\r\n"
	got := make([]byte, len(goOn))
	if _, err := io.ReadFull(in, got); string(got) != goOn {
		t.Fatalf("before the content %q, %v; want %q", got, err, goOn)
	}
	want, ok := strings.CutPrefix(predicted(t, s, "", raw+"hello"), goOn)
	if !ok || !strings.HasPrefix(want, "HTTP/1.1 101 ") {
		t.Fatalf("predicted behind it: %q", want)
	}
	if n := in.Buffered(); n > 0 {
		t.Fatalf("%d bytes before the content", n)
	}
	repliesAs(t, c, "hello", want)
}

// One connection: a page over net/http first, then the upgrade.
func TestUpgradeOnAReusedConnection(t *testing.T) {
	s, addr := serve(t, Config{NoLimits: true})
	for _, h := range heads[:5] {
		c := dial(t, addr)
		in := bufio.NewReader(c)
		io.WriteString(c, "GET /healthz HTTP/1.1\r\nHost: a.example\r\n\r\n")
		r, err := http.ReadResponse(in, nil)
		if err != nil || r.StatusCode != 200 || text(t, r) != "ok\n" {
			t.Fatalf("healthz: %v, %v", r, err)
		}
		repliesAs(t, c, h.raw, predicted(t, s, "", h.raw))
	}
}

// Below a base path the live endpoint is there, and only there.
func TestMountedEndpoint(t *testing.T) {
	s, addr := serve(t, Config{Base: "/tools/101", NoLimits: true})
	mounted := strings.Replace(goodHead, "/echo", "/tools/101/echo", 1)
	_, v := call(t, s, "/tools/101/api/inspect", exact, mounted)
	want, _ := base64.StdEncoding.DecodeString(dig(v, "reply.raw_b64").(string))
	repliesAs(t, dial(t, addr), mounted, string(want))

	c := dial(t, addr)
	io.WriteString(c, strings.Replace(goodHead, "Connection: Upgrade", "Connection: Upgrade, close", 1))
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil || r.StatusCode != 404 {
		t.Errorf("/echo outside the base path: %v, %v; want 404", r, err)
	}
}

// TestReadmeShowsDeploy: the README shows the files of web/deploy as they are.
func TestReadmeShowsDeploy(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"upgrade101.service", "nginx.conf", "Caddyfile", "Containerfile"} {
		file, err := os.ReadFile("deploy/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(readme), "\n"+string(file)+"```\n") {
			t.Errorf("the README does not show deploy/%s as it is", name)
		}
	}
}

// TestIdleStop: a site that is idle stops without an error.
func TestIdleStop(t *testing.T) {
	var said strings.Builder
	s, err := New(Config{Log: slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelWarn}))})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	r, err := http.Get("http://" + l.Addr().String() + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if text := said.String(); strings.Contains(text, "cut off") {
		t.Error(text)
	}
}

// TestEmbedScriptIsSmall bounds what a page of documentation loads for embeds and code blocks.
func TestEmbedScriptIsSmall(t *testing.T) {
	script, err := os.ReadFile("static/embed.js")
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	w.Write(script)
	w.Close()
	if n := packed.Len(); n > 2500 {
		t.Errorf("embed.js has %d bytes with gzip, want 2,500 at most", n)
	}
}

// The fields of a page show their values before the program runs, too.
func TestFieldsShowWhatTheyHold(t *testing.T) {
	s := newSite(t, Config{})
	for _, place := range app.Places() {
		want, _ := app.Prerender(place)
		z := html.NewTokenizer(strings.NewReader(text(t, ask(s, "GET", "/"+place))))
		for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
			tag := z.Token()
			attr := map[string]string{}
			for _, a := range tag.Attr {
				attr[a.Key] = a.Val
			}
			_, checked := attr["checked"]
			holds, known := want.Fields[attr["data-in"]]
			shows := ""
			switch {
			case kind != html.StartTagToken || !known:
				continue
			case tag.Data == "textarea":
				if z.Next() == html.TextToken {
					shows = z.Token().Data
				}
			case tag.Data == "select": // its first option
				z.Next()
				for _, a := range z.Token().Attr {
					if a.Key == "value" {
						shows = a.Val
					}
				}
			case attr["type"] == "checkbox" && checked:
				shows = "on"
			default:
				shows = attr["value"]
			}
			if shows != holds {
				t.Errorf("/%s: the field %s shows %q and holds %q", place, attr["data-in"], shows, holds)
			}
		}
	}
}
