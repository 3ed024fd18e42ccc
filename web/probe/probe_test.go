package probe

import (
	"context"
	"crypto/tls"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"upgrade101/handshake/frame"
	"upgrade101/web/e2e/peer"
	"upgrade101/web/e2e/port"
)

// authority signs the certificates of the tests; the system trusts it while they run.
var authority tls.Certificate

func TestMain(m *testing.M) {
	os.Exit(peer.Main(m, &authority))
}

func do(t *testing.T, o Options, url string) *Result {
	t.Helper()
	a, err := ParseAddress(url)
	if err != nil {
		t.Fatal(err)
	}
	if o.URL = a; o.Timeout == 0 {
		o.Timeout = 20 * time.Second
	}
	return Do(t.Context(), o)
}

func TestFaults(t *testing.T) {
	closed := "ws://" + port.Refusing(t) + "/"
	later := time.Now().Add(time.Hour)
	ok := peer.Answering(http.StatusOK)
	for name, c := range map[string]struct {
		url  string
		r    Options
		step string // the last one
		want string // in the fault
	}{
		"closed port":           {url: closed, step: "TCP", want: "refused"},
		"never answers":         {url: peer.Raw(t, false, ""), r: Options{Timeout: 300 * time.Millisecond}, step: "response", want: "no answer within"},
		"SMTP":                  {url: peer.Raw(t, false, peer.SMTP), step: "response", want: `does not speak HTTP: it sent "220 mail.example ESMTP"`},
		"HTTP/2 only":           {url: peer.Raw(t, false, peer.HTTP2), step: "response", want: "HTTP/2 only"},
		"wants TLS":             {url: peer.Raw(t, true, peer.TLSAlert), step: "response", want: "use wss://"},
		"head without end":      {url: peer.Raw(t, true, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("y", maxAnswer)), step: "response", want: "longer than 65536 bytes"},
		"interim without end":   {url: peer.Raw(t, true, strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 4000)), step: "response", want: "longer than 65536 bytes"},
		"silence in TLS":        {url: "wss" + strings.TrimPrefix(peer.Raw(t, false, ""), "ws"), r: Options{Timeout: 300 * time.Millisecond}, step: "TLS", want: "the TLS handshake is not complete"},
		"half a head":           {url: peer.Raw(t, true, "HTTP/1.1 101 Switching"), r: Options{Timeout: 300 * time.Millisecond}, step: "response", want: "not complete"},
		"unknown issuer":        {url: peer.Secure(t, ok, peer.Certificate("127.0.0.1", later, nil)), step: "TLS", want: "unknown authority"},
		"wrong name":            {url: peer.Secure(t, ok, peer.Certificate("a.example", later, &authority)), step: "TLS", want: "doesn't contain any IP SANs"},
		"expired":               {url: peer.Secure(t, ok, peer.Certificate("127.0.0.1", time.Now().Add(-time.Hour), &authority)), step: "TLS", want: "has expired"},
		"ALPN without http/1.1": {url: peer.Secure(t, ok, peer.Certificate("127.0.0.1", later, &authority), "spdy/3.1"), step: "TLS", want: "no application protocol"},
		"no TLS there":          {url: strings.Replace(peer.Serve(t, ok), "ws:", "wss:", 1), r: Options{Insecure: true}, step: "TLS", want: "TLS"},
	} {
		t.Run(name, func(t *testing.T) {
			got := do(t, c.r, c.url)
			last := got.Steps[len(got.Steps)-1]
			if got.Fault == nil || last.Name != c.step || !strings.Contains(got.Fault.Error(), c.want) {
				t.Errorf("ended at %s with %v; want %s with %q", last.Name, got.Fault, c.step, c.want)
			}
			if got.Opened {
				t.Error("said to be open")
			}
		})
	}
}

// An interrupted probe ends at once, in any step.
func TestInterrupted(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	release := make(chan struct{})
	address := peer.Serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		interrupt()
		<-release
	}))
	defer close(release)
	a, err := ParseAddress(address)
	if err != nil {
		t.Fatal(err)
	}
	got := Do(ctx, Options{URL: a, Timeout: time.Hour})
	if got.Fault == nil || got.Fault.Error() != "the probe was interrupted" || got.Opened {
		t.Errorf("opened %v, fault %v", got.Opened, got.Fault)
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		handler http.Handler
		want    string
	}{
		"redirect": {peer.Answering(301, "Location", "https://a.example/ws"), "HTTP/1.1 301 Moved Permanently"},
		"401":      {peer.Answering(401, "WWW-Authenticate", "Basic"), "HTTP/1.1 401 Unauthorized"},
		"426":      {peer.Answering(426, "Upgrade", "websocket"), "HTTP/1.1 426 Upgrade Required"},
		"200":      {peer.Answering(200), "HTTP/1.1 200 OK"},
	} {
		t.Run(name, func(t *testing.T) {
			got := do(t, Options{}, peer.Serve(t, c.handler))
			if got.Fault != nil || got.Opened || !strings.HasPrefix(got.Response, c.want+"\r\n") {
				t.Errorf("fault %v, opened %v, answer %q", got.Fault, got.Opened, got.Response)
			}
		})
	}
	t.Run("403 by origin", func(t *testing.T) {
		got := do(t, Options{Fields: []Field{{"Origin", "https://other.example"}}}, peer.Serve(t, http.HandlerFunc(peer.Gorilla)))
		if !strings.HasPrefix(got.Response, "HTTP/1.1 403") {
			t.Errorf("answer %q", got.Response)
		}
	})
}

func TestOpens(t *testing.T) {
	hello := "Hello"
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		message *string
		frames  []string
	}{
		"coder":                    {peer.Coder, &hello, []string{"Hello"}},
		"gorilla says hello first": {peer.Gorilla, nil, []string{"welcome"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := do(t, Options{Message: c.message}, peer.Serve(t, c.handler))
			if got.Fault != nil || !got.Opened || !strings.HasPrefix(got.Close, "Close 1000") {
				t.Fatalf("fault %v, opened %v, close %q", got.Fault, got.Opened, got.Close)
			}
			var frames []string
			for _, f := range got.Frames {
				if f.From == "server" && frame.Opcode(f.Opcode) != frame.Close {
					frames = append(frames, string(f.Payload))
				}
			}
			if !slices.Equal(frames, c.frames) {
				t.Errorf("frames %q; want %q", frames, c.frames)
			}
		})
	}
	t.Run("TLS", func(t *testing.T) {
		got := do(t, Options{}, peer.Secure(t, http.HandlerFunc(peer.Coder), peer.Certificate("127.0.0.1", time.Now().Add(time.Hour), &authority), "h2", "http/1.1"))
		if !got.Opened || got.ALPN != "http/1.1" || !strings.Contains(got.Certificate, "issued by Test authority") {
			t.Errorf("opened %v, ALPN %q, certificate %q, fault %v", got.Opened, got.ALPN, got.Certificate, got.Fault)
		}
	})
}

// What a server does directly after the 101: how the connection ends, and what is wrong. If bytes do not come together with the 101, the
// probe sends a message and waits for as long as it takes.
func TestEndings(t *testing.T) {
	const hello, ping = "\x81\x05Hello", "\x89\x01p"
	for name, c := range map[string]struct {
		sends  string
		ends   bool
		frames int // from the server
		close  string
		fault  string
	}{
		"says goodbye":            {hello + ping + "\x88\x02\x03\xe8", false, 3, "Close 1000 from the server", ""},
		"closes with its own":     {"\x88\x09\x11\x31\"login\"", false, 1, `Close 4401 "\"login\"" from the server`, `the server disconnected (code: 4401, reason: "\"login\"")`},
		"closes without a code":   {"\x88\x00", false, 1, "Close without a code from the server", "the server disconnected (code: 1005)"},
		"cuts":                    {ping, true, 1, "the server ended the connection without a Close frame", "the server disconnected without a Close frame"},
		"masks":                   {"\x81\x81\x01\x02\x03\x04a", false, 0, "Close 1002 to the server", "the probe disconnected (code: 1002): a frame from a server with mask; "},
		"reserved bits":           {"\xc1\x05\x00ello", false, 0, "Close 1002 to the server", "the probe disconnected (code: 1002): RSV bits 100; "},
		"a code that is no code":  {"\x88\x02\x03\xee", false, 1, "Close 1002 to the server", "the probe disconnected (code: 1002): close code 1006; "},
		"text that is not UTF-8":  {"\x81\x02\xff\xfe", false, 0, "Close 1007 to the server", "the probe disconnected (code: 1007): text that is not UTF-8; "},
		"no frames at all":        {"<html>\r\n", false, 0, "Close 1002 to the server", `the probe disconnected: bytes came that are no frame: "<html>\r\n"`},
		"a long message":          {"\x82\x7f\x00\x00\x00\x00\x00\x20\x00\x00" + strings.Repeat("x", 1<<21) + "\x88\x02\x03\xe8", true, 2, "Close 1000", ""},
		"a frame that never ends": {"\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", true, 0, "the server ended the connection without a Close frame", "the server disconnected without a Close frame"},
	} {
		t.Run(name, func(t *testing.T) {
			var o Options
			if c.ends {
				o.Message = new(string)
			}
			got := do(t, o, peer.Serve(t, peer.Then(c.sends, c.ends)))
			fault := ""
			if got.Fault != nil {
				fault = got.Fault.Error()
			}
			if !got.Opened || got.Close != c.close || (fault == "") != (c.fault == "") || !strings.HasPrefix(fault, c.fault) {
				t.Errorf("opened %v, close %q, fault %q; want %q, %q", got.Opened, got.Close, fault, c.close, c.fault)
			}
			n, closed := 0, false
			for _, f := range got.Frames {
				if closed = closed || f.From == "client" && frame.Opcode(f.Opcode) == frame.Close; f.From == "server" {
					n++
				}
			}
			if n != c.frames || !closed && !c.ends {
				t.Errorf("%d frames from the server, Close sent: %v", n, closed)
			}
		})
	}
}

// A probe sends Close and nothing else, unless it is given a message.
func TestSends(t *testing.T) {
	hello := "Hello"
	for name, message := range map[string]*string{"websocket: close 1000 (normal)": nil, "Hello": &hello} {
		got := make(chan string, 16)
		do(t, Options{Message: message}, peer.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer close(got)
			c, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
			if err != nil {
				return
			}
			defer c.Close()
			c.SetPingHandler(func(string) error { got <- "ping"; return nil })
			c.SetPongHandler(func(string) error { got <- "pong"; return nil })
			for err == nil {
				var b []byte
				if _, b, err = c.ReadMessage(); err != nil {
					b = []byte(err.Error())
				} else {
					c.WriteMessage(websocket.TextMessage, b)
				}
				got <- string(b)
			}
		})))
		if first := <-got; first != name {
			t.Errorf("the server got %q first, want %q", first, name)
		}
	}
}

func TestParseAddress(t *testing.T) {
	for text, want := range map[string]string{
		"ws://a.example":                 "GET / Host a.example port 80",
		"wss://a.example":                "GET / Host a.example port 443",
		"wss://a.example:443/x?y=1":      "GET /x?y=1 Host a.example port 443",
		"ws://a.example:8000/a%20b":      "GET /a%20b Host a.example:8000 port 8000",
		"ws://[::1]:9/":                  "GET / Host [::1]:9 port 9",
		"WSS://a.example/":               "GET / Host a.example port 443",
		"http://a.example/ws":            "write ws://a.example/ws",
		"https://a.example/ws":           "write wss://a.example/ws",
		"wss://user:secret@a.example/x":  "write wss://a.example/x",
		"https://user:secret@a.example":  "\"https://a.example\" is an address of https; write wss://a.example",
		"ftp://user:secret@a.example":    "not a WebSocket address",
		"wss://user:secret@a b/":         "not an address",
		"ws://user:secret@/x":            "has a user name in it",
		"ws://a.example/#top":            "leave out #top",
		"a.example":                      "write ws://host/path",
		"ws:///x":                        "names no host",
		"ws://a.example:0/":              "has the port 0",
		"ws://a.example:65536/":          "has the port 65536",
		"ws://ex\u00e4mple.example/":     "letters beyond ASCII",
		"ws://a.example/\u00e4?\u00f6 b": "GET /%C3%A4?%C3%B6%20b Host a.example port 80",
		"ftp://a.example":                "not a WebSocket address",
		"ws://a b/":                      "not an address",
	} {
		a, err := ParseAddress(text)
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = "GET " + a.Target + " Host " + a.Authority() + " port " + a.Port
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s: %s; want %s", text, got, want)
		}
		if strings.Contains(got, "secret") {
			t.Errorf("%s: the password is printed: %s", text, got)
		}
	}
}

func TestIgnoredProxy(t *testing.T) {
	for _, name := range []string{"http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY", "no_proxy"} {
		t.Setenv(name, "")
	}
	t.Setenv("HTTPS_PROXY", "http://proxy.example:3128")
	t.Setenv("NO_PROXY", "internal.example, .corp.example")
	for url, want := range map[string]string{
		"wss://a.example/": "HTTPS_PROXY", "ws://a.example/": "", "wss://127.0.0.1/": "", "wss://localhost/": "",
		"wss://internal.example/": "", "wss://x.corp.example/": "", "wss://notinternal.example/": "HTTPS_PROXY",
	} {
		a, err := ParseAddress(url)
		if err != nil {
			t.Fatal(err)
		}
		if got := IgnoredProxy(a); got != want {
			t.Errorf("%s: %q; want %q", url, got, want)
		}
	}
}
