//go:build !js

package live

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestTLS: the engine speaks over TLS as it does without, behind its listener and on its own: it replies as
// predicted, echoes, and says farewell before the connection ends.
func TestTLS(t *testing.T) {
	config, trust := certificate(t)
	e := New(Config{Log: slog.New(slog.DiscardHandler), Now: at, Limits: Limits{Unlimited: true, HeadTime: halfHead}})
	l, err := tls.Listen("tcp", "127.0.0.1:0", config)
	if err != nil {
		t.Fatal(err)
	}
	page := http.Server{Handler: http.NotFoundHandler(), ErrorLog: slog.NewLogLogger(slog.DiscardHandler, 0)}
	served := make(chan struct{})
	go func() {
		defer close(served)
		page.Serve(e.Listener(l))
	}()
	t.Cleanup(func() {
		page.Close()
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := e.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		<-served
	})
	for name, dial := range map[string]func() net.Conn{
		"listener": func() net.Conn {
			c, err := tls.Dial("tcp", l.Addr().String(), trust)
			if err != nil {
				t.Fatal(err)
			}
			return c
		},
		"pipe": func() net.Conn {
			c, s := net.Pipe()
			go e.Serve(tls.Server(s, config), "", nil)
			return tls.Client(c, trust)
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, h := range heads {
				t.Run(h.name, func(t *testing.T) {
					t.Parallel()
					want := predict(h.raw)
					conn := deadline(t, dial())
					go io.WriteString(conn, h.raw)
					got := make([]byte, len(want))
					n, err := io.ReadFull(conn, got)
					if string(got[:n]) != want {
						t.Fatalf("got\n%s\nwant\n%s\n%v", got[:n], want, err)
					}
					if strings.Contains(want, " 101 ") {
						c := &client{t: t, conn: conn}
						c.send(f(0x81, long(10_000)), closeFrame(1000, ""))
						c.want(`text "` + long(10_000) + `"`)
						c.want("close 1000")
						c.want("end")
					} else if more, err := io.ReadAll(conn); len(more) > 0 || err != nil && !isReset(err) {
						t.Errorf("after the reply: %q, %v; want the end", more, err)
					}
				})
			}
		})
	}
}

// certificate makes a self-signed one, and who trusts it.
func certificate(t *testing.T) (server, client *tls.Config) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	made := x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"server.example.com"}, NotAfter: time.Now().Add(time.Hour)}
	raw, err := x509.CreateCertificate(rand.Reader, &made, &made, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	// Under the race detector the default, the post-quantum key exchange, takes most of the time.
	quick := []tls.CurveID{tls.X25519}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}, CurvePreferences: quick},
		&tls.Config{RootCAs: roots, ServerName: "server.example.com"}
}
