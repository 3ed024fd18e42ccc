package probe

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"

	"upgrade101/web/e2e/port"
)

// raw answers every connection with the same bytes, after it has read a head where it waits for one.
func raw(t *testing.T, waits bool, answer string) string {
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
	return "ws://" + l.Addr().String() + "/"
}

// authority signs the certificates of the tests; the system trusts it while they run.
var authority = newCertificate("Test authority", time.Now().Add(time.Hour), nil)

func TestMain(m *testing.M) {
	file, err := os.CreateTemp("", "authority-*.pem")
	if err != nil {
		panic(err)
	}
	pem.Encode(file, &pem.Block{Type: "CERTIFICATE", Bytes: authority.Certificate[0]})
	file.Close()
	os.Setenv("SSL_CERT_FILE", file.Name()) // read once, by the first verification
	code := m.Run()
	os.Remove(file.Name())
	os.Exit(code)
}

// newCertificate makes a certificate for a name or address, signed by issuer; nil: by itself.
func newCertificate(name string, until time.Time, issuer *tls.Certificate) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(until.UnixNano()), Subject: pkix.Name{CommonName: name}, NotBefore: until.Add(-48 * time.Hour), NotAfter: until}
	if ip := net.ParseIP(name); ip != nil {
		c.IPAddresses = []net.IP{ip}
	} else {
		c.DNSNames = []string{name}
	}
	parent, signer := c, any(key)
	if issuer == nil {
		c.BasicConstraintsValid, c.IsCA, c.KeyUsage = true, true, x509.KeyUsageCertSign
	} else {
		if parent, err = x509.ParseCertificate(issuer.Certificate[0]); err != nil {
			panic(err)
		}
		signer = issuer.PrivateKey
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	if err != nil {
		panic(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// secure serves a handler, or nothing, over TLS with a certificate and these protocols.
func secure(t *testing.T, handler http.Handler, c tls.Certificate, protocols ...string) string {
	t.Helper()
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{c}, NextProtos: protocols})
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0)}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return "wss://" + l.Addr().String() + "/"
}

func answering(status int, fields ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < len(fields); i += 2 {
			w.Header().Set(fields[i], fields[i+1])
		}
		w.WriteHeader(status)
	}
}

func echoCoder(w http.ResponseWriter, r *http.Request) {
	c, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer c.CloseNow()
	for {
		kind, b, err := c.Read(r.Context())
		if err != nil {
			return
		}
		c.Write(r.Context(), kind, b)
	}
}

func echoGorilla(w http.ResponseWriter, r *http.Request) {
	c, err := (&gorilla.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer c.Close()
	c.WriteMessage(gorilla.TextMessage, []byte("welcome"))
	for {
		kind, b, err := c.ReadMessage()
		if err != nil {
			return
		}
		c.WriteMessage(kind, b)
	}
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

// serve runs a handler on loopback and returns its address.
func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return "ws" + strings.TrimPrefix(s.URL, "http") + "/"
}

func TestFaults(t *testing.T) {
	closed := "ws://" + port.Refusing(t) + "/"
	later := time.Now().Add(time.Hour)
	ok := answering(http.StatusOK)
	for name, c := range map[string]struct {
		url  string
		r    Options
		step string // the last one
		want string // in the fault
	}{
		"closed port":           {url: closed, step: "TCP", want: "refused"},
		"never answers":         {url: raw(t, false, ""), r: Options{Timeout: 300 * time.Millisecond}, step: "response", want: "no answer within"},
		"SMTP":                  {url: raw(t, false, "220 mail.example ESMTP\r\n"), step: "response", want: `does not speak HTTP: it sent "220 mail.example ESMTP"`},
		"HTTP/2 only":           {url: raw(t, false, "\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64"), step: "response", want: "HTTP/2 only"},
		"wants TLS":             {url: raw(t, true, "\x15\x03\x01\x00\x02\x02\x46"), step: "response", want: "use wss://"},
		"half a head":           {url: raw(t, true, "HTTP/1.1 101 Switching"), r: Options{Timeout: 300 * time.Millisecond}, step: "response", want: "not complete"},
		"unknown issuer":        {url: secure(t, ok, newCertificate("127.0.0.1", later, nil)), step: "TLS", want: "unknown authority"},
		"wrong name":            {url: secure(t, ok, newCertificate("a.example", later, &authority)), step: "TLS", want: "doesn't contain any IP SANs"},
		"expired":               {url: secure(t, ok, newCertificate("127.0.0.1", time.Now().Add(-time.Hour), &authority)), step: "TLS", want: "has expired"},
		"ALPN without http/1.1": {url: secure(t, ok, newCertificate("127.0.0.1", later, &authority), "spdy/3.1"), step: "TLS", want: "no application protocol"},
		"no TLS there":          {url: strings.Replace(serve(t, ok), "ws:", "wss:", 1), r: Options{Insecure: true}, step: "TLS", want: "TLS"},
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

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		handler http.Handler
		want    string
	}{
		"redirect": {answering(301, "Location", "https://a.example/ws"), "HTTP/1.1 301 Moved Permanently"},
		"401":      {answering(401, "WWW-Authenticate", "Basic"), "HTTP/1.1 401 Unauthorized"},
		"426":      {answering(426, "Upgrade", "websocket"), "HTTP/1.1 426 Upgrade Required"},
		"200":      {answering(200), "HTTP/1.1 200 OK"},
	} {
		t.Run(name, func(t *testing.T) {
			got := do(t, Options{}, serve(t, c.handler))
			if got.Fault != nil || got.Opened || !strings.HasPrefix(got.Response, c.want+"\r\n") {
				t.Errorf("fault %v, opened %v, answer %q", got.Fault, got.Opened, got.Response)
			}
		})
	}
	t.Run("403 by origin", func(t *testing.T) {
		got := do(t, Options{Fields: []Field{{"Origin", "https://other.example"}}}, serve(t, http.HandlerFunc(echoGorilla)))
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
		"coder":                    {echoCoder, &hello, []string{"Hello"}},
		"gorilla says hello first": {echoGorilla, nil, []string{"welcome"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := do(t, Options{Message: c.message}, serve(t, c.handler))
			if got.Fault != nil || !got.Opened || !strings.HasPrefix(got.Close, "Close 1000") {
				t.Fatalf("fault %v, opened %v, close %q", got.Fault, got.Opened, got.Close)
			}
			for i, want := range c.frames {
				if i >= len(got.Frames) || string(got.Frames[i].Payload) != want {
					t.Errorf("frames %v; want %q at %d", got.Frames, want, i)
				}
			}
		})
	}
	t.Run("TLS", func(t *testing.T) {
		got := do(t, Options{}, secure(t, http.HandlerFunc(echoCoder), newCertificate("127.0.0.1", time.Now().Add(time.Hour), &authority), "h2", "http/1.1"))
		if !got.Opened || got.ALPN != "http/1.1" || !strings.Contains(got.Certificate, "issued by Test authority") {
			t.Errorf("opened %v, ALPN %q, certificate %q, fault %v", got.Opened, got.ALPN, got.Certificate, got.Fault)
		}
	})
}

func TestParseAddress(t *testing.T) {
	for text, want := range map[string]string{
		"ws://a.example":                "GET / Host a.example port 80",
		"wss://a.example":               "GET / Host a.example port 443",
		"wss://a.example:443/x?y=1":     "GET /x?y=1 Host a.example port 443",
		"ws://a.example:8000/a%20b":     "GET /a%20b Host a.example:8000 port 8000",
		"ws://[::1]:9/":                 "GET / Host [::1]:9 port 9",
		"WSS://a.example/":              "GET / Host a.example port 443",
		"http://a.example/ws":           "write ws://a.example/ws",
		"https://a.example/ws":          "write wss://a.example/ws",
		"wss://user:secret@a.example/x": "write wss://a.example/x",
		"ws://a.example/#top":           "leave out #top",
		"a.example":                     "write ws://host/path",
		"ws:///x":                       "names no host",
		"ftp://a.example":               "not a WebSocket address",
		"ws://a b/":                     "not an address",
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
