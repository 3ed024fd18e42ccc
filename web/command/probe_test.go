package command

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"upgrade101/web/e2e/port"
)

// peer answers every connection with the same bytes, after a head where it waits for one.
func peer(t *testing.T, waits bool, answer string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				if waits {
					if _, err := http.ReadRequest(bufio.NewReader(c)); err != nil {
						return
					}
				}
				io.WriteString(c, answer)
				io.Copy(io.Discard, c)
			}()
		}
	}()
	return "ws://" + l.Addr().String() + "/ws"
}

func handler(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return "ws" + strings.TrimPrefix(s.URL, "http") + "/ws"
}

func status(code int, fields ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < len(fields); i += 2 {
			w.Header().Set(fields[i], fields[i+1])
		}
		w.WriteHeader(code)
	}
}

// What a server does has the right first cause.
func TestProbeCauses(t *testing.T) {
	closed := "ws://" + port.Refusing(t) + "/ws"
	tls := httptest.NewTLSServer(status(200))
	tls.Config.ErrorLog = nil
	t.Cleanup(tls.Close)
	same := func(w http.ResponseWriter, r *http.Request) {
		if c, err := (&websocket.Upgrader{}).Upgrade(w, r, nil); err == nil {
			c.Close()
		}
	}
	for name, c := range map[string]struct {
		args []string
		want string // in the headline of the first cause
	}{
		"closed port":       {[]string{closed}, "refused"},
		"never answers":     {[]string{"-timeout", "300ms", peer(t, false, "")}, "time"},
		"SMTP":              {[]string{peer(t, false, "220 mail.example ESMTP\r\n")}, "HTTP"},
		"HTTP/2 only":       {[]string{peer(t, false, "\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64")}, "HTTP/2"},
		"unknown issuer":    {[]string{strings.Replace(tls.URL, "https", "wss", 1)}, "certificate"},
		"redirect":          {[]string{handler(t, status(301, "Location", "https://a.example/ws"))}, "redirect"},
		"401":               {[]string{handler(t, status(401, "WWW-Authenticate", "Basic"))}, "credentials"},
		"403 by origin":     {[]string{"-header", "Origin: https://other.example", handler(t, same)}, "origin"},
		"426":               {[]string{handler(t, status(426, "Upgrade", "websocket"))}, "Upgrade"},
		"404":               {[]string{handler(t, status(404))}, "/ws"},
		"plain HTTP behind": {[]string{strings.Replace(handler(t, status(200)), "ws:", "wss:", 1)}, "TLS"},
	} {
		t.Run(name, func(t *testing.T) {
			status, out, errs := run(append([]string{"probe", "-json"}, c.args...)...)
			var got probeJSON
			if err := json.Unmarshal([]byte(out), &got); err != nil {
				t.Fatalf("%v: %s%s", err, out, errs)
			}
			if status != exitFails || got.Opened || len(got.Report.Causes) == 0 {
				t.Fatalf("status %d, opened %v, %d causes, fault %q", status, got.Opened, len(got.Report.Causes), got.Fault)
			}
			if first := got.Report.Causes[0]; !strings.Contains(first.Headline, c.want) {
				t.Errorf("the first cause is %s, %q; want %q in it (fault %q)", first.ID, first.Headline, c.want, got.Fault)
			}
		})
	}
}

func TestProbeUsage(t *testing.T) {
	for _, args := range [][]string{
		{}, {"http://a.example/"}, {"ws://user:secret@a.example/"}, {"ws://a.example/#x"}, {"ws://a.example/", "extra"},
		{"-header", "no colon", "ws://a.example/"}, {"-header", "A: b\r\nC: d", "ws://a.example/"}, {"-protocol", "a b", "ws://a.example/"},
		{"-timeout", "-1s", "ws://a.example/"},
	} {
		status, _, errs := run(append([]string{"probe"}, args...)...)
		if status != exitUsage || errs == "" || strings.Contains(errs, "secret") {
			t.Errorf("probe %q: status %d, %q", args, status, errs)
		}
	}
}

// The report of an open connection shows both heads and a link that holds no secret.
func TestProbeOpens(t *testing.T) {
	echo := handler(t, func(w http.ResponseWriter, r *http.Request) {
		c, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer c.Close()
		for {
			kind, b, err := c.ReadMessage()
			if err != nil || c.WriteMessage(kind, b) != nil {
				return
			}
		}
	})
	status, out, errs := run("probe", "-message", "Hello", "-header", "Authorization: Bearer hidden-token-1234567890", "-page", "https://u.example/", echo)
	if status != exitFine {
		t.Fatalf("status %d\n%s%s", status, out, errs)
	}
	for _, want := range []string{"> GET /ws HTTP/1.1\n", "< HTTP/1.1 101 Switching Protocols\n", "Hello", "✓ Works", "https://u.example/#v1."} {
		if !strings.Contains(out, want) {
			t.Errorf("lacks %q:\n%s", want, out)
		}
	}
}
