// Package peer has servers for tests of clients: good ones, and each kind of bad one.
package peer

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

	coder "github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"

	"upgrade101/handshake/accept"
)

// The first bytes of servers that do not speak HTTP/1.1.
const (
	SMTP     = "220 mail.example ESMTP\r\n"
	HTTP2    = "\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64" // SETTINGS (RFC 9113 §6.5)
	TLSAlert = "\x15\x03\x01\x00\x02\x02\x46"
)

// Raw answers every connection with the same bytes, if requested after reading a head.
func Raw(t *testing.T, waits bool, answer string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	raw(t, l, waits, answer)
	return "ws://" + l.Addr().String() + "/ws"
}

// RawSecure does the same over TLS.
func RawSecure(t *testing.T, waits bool, answer string, c tls.Certificate, protocols ...string) string {
	t.Helper()
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{c}, NextProtos: protocols})
	if err != nil {
		t.Fatal(err)
	}
	raw(t, l, waits, answer)
	return "wss://" + l.Addr().String() + "/ws"
}

func raw(t *testing.T, l net.Listener, waits bool, answer string) {
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
}

// Serve runs a handler.
func Serve(t *testing.T, h http.Handler) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return "ws" + strings.TrimPrefix(s.URL, "http") + "/ws"
}

// Secure runs a handler over TLS with a certificate, and offers these protocols by ALPN.
func Secure(t *testing.T, h http.Handler, c tls.Certificate, protocols ...string) string {
	t.Helper()
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{c}, NextProtos: protocols})
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: h, ErrorLog: log.New(io.Discard, "", 0)}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return "wss://" + l.Addr().String() + "/ws"
}

// Certificate makes a certificate for a name or address, signed by issuer; nil: by itself.
func Certificate(name string, until time.Time, issuer *tls.Certificate) tls.Certificate {
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

// Main runs the tests of a package with a certificate authority that this process trusts, and processes that it starts, and
// returns the exit status. It must be called before the process verifies a certificate.
func Main(m *testing.M, authority *tls.Certificate) int {
	*authority = Certificate("Test authority", time.Now().Add(time.Hour), nil)
	f, err := os.CreateTemp("", "authority-*.pem")
	if err == nil {
		err = pem.Encode(f, &pem.Block{Type: "CERTIFICATE", Bytes: authority.Certificate[0]})
		f.Close()
	}
	if err != nil {
		panic(err)
	}
	defer os.Remove(f.Name())
	os.Setenv("SSL_CERT_FILE", f.Name())
	return m.Run()
}

// Answering answers with a status and fields, given as name, value.
func Answering(status int, fields ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < len(fields); i += 2 {
			w.Header().Set(fields[i], fields[i+1])
		}
		w.WriteHeader(status)
	}
}

// HangUp ends the connection without an answer.
func HangUp(w http.ResponseWriter, r *http.Request) {
	if c, _, err := w.(http.Hijacker).Hijack(); err == nil {
		c.Close()
	}
}

// Then makes the handshake, sends these bytes in one piece with its answer, and ends the connection, or waits until the
// client does.
func Then(bytes string, ends bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer c.Close()
		io.WriteString(c, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
			"Sec-WebSocket-Accept: "+accept.Derive(r.Header.Get("Sec-WebSocket-Key")).Accept+"\r\n\r\n"+bytes)
		if ends {
			c.(*net.TCPConn).CloseWrite()
		}
		io.Copy(io.Discard, c)
	}
}

// Coder echoes, with the library coder.
func Coder(w http.ResponseWriter, r *http.Request) {
	c, err := coder.Accept(w, r, nil)
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

// Gorilla greets and then echoes, with the library gorilla. It refuses other origins.
func Gorilla(w http.ResponseWriter, r *http.Request) {
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
