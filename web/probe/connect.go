package probe

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"
)

// connect resolves the name, connects to the first address that answers, and starts TLS if the address requires it. It
// returns nil if a step failed.
func (p *run) connect(ctx context.Context) net.Conn {
	addresses := p.resolve(ctx)
	if addresses == nil {
		return nil
	}
	conn := p.dial(ctx, addresses)
	if conn == nil || !p.URL.Secure {
		return conn
	}
	secure := p.secure(ctx, conn)
	if secure == nil {
		conn.Close()
		return nil
	}
	return secure
}

// maxAddresses bounds the addresses of a name that are tried.
const maxAddresses = 8

func (p *run) resolve(ctx context.Context) (addresses []netip.Addr) {
	if ip, err := netip.ParseAddr(p.URL.Host); err == nil {
		return []netip.Addr{ip}
	}
	p.step(ctx, "DNS", func(ctx context.Context) (string, error) {
		found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", p.URL.Host)
		if err != nil {
			return "", fmt.Errorf("the name cannot be resolved: %w", err)
		}
		names := make([]string, 0, len(found))
		for _, ip := range found {
			names = append(names, ip.Unmap().String())
		}
		addresses = found[:min(len(found), maxAddresses)]
		return strings.Join(names, ", "), nil
	})
	return addresses
}

func (p *run) dial(ctx context.Context, addresses []netip.Addr) (conn net.Conn) {
	p.step(ctx, "TCP", func(ctx context.Context) (string, error) {
		var failed []error
		var dialer net.Dialer
		for i, ip := range addresses {
			// The remaining time is divided among the remaining addresses.
			deadline, _ := ctx.Deadline()
			turn, cancel := context.WithTimeout(ctx, time.Until(deadline)/time.Duration(len(addresses)-i))
			c, err := dialer.DialContext(turn, "tcp", net.JoinHostPort(ip.Unmap().String(), p.URL.Port))
			cancel()
			if err == nil {
				conn = c
				return c.RemoteAddr().String(), nil
			}
			failed = append(failed, err)
		}
		return "", errors.Join(failed...)
	})
	return conn
}

// secure starts TLS and offers only HTTP/1.1, because the handshake is HTTP/1.1.
func (p *run) secure(ctx context.Context, conn net.Conn) (secure *tls.Conn) {
	p.step(ctx, "TLS", func(ctx context.Context) (string, error) {
		c := tls.Client(conn, &tls.Config{
			ServerName: p.URL.Host,
			NextProtos: []string{"http/1.1"},
			// The certificate is verified below, so that it is described where it does not verify.
			InsecureSkipVerify: true,
			VerifyConnection: func(state tls.ConnectionState) error {
				p.Certificate = describe(state.PeerCertificates)
				p.Distrust = verify(state, p.URL.Host)
				if p.Insecure {
					return nil
				}
				return p.Distrust
			},
		})
		if err := c.HandshakeContext(ctx); err != nil {
			if strings.Contains(err.Error(), "no application protocol") { // an alert (RFC 7301 §3.2)
				return "", fmt.Errorf("the server refuses HTTP/1.1, the only protocol offered in ALPN: it speaks HTTP/2 only, or none for the web (%w)", err)
			}
			return "", p.inTLS(err)
		}
		state := c.ConnectionState()
		p.ALPN = state.NegotiatedProtocol
		secure = c
		detail := tls.VersionName(state.Version)
		if p.ALPN != "" {
			detail += ", ALPN " + p.ALPN
		} else {
			detail += ", no ALPN"
		}
		if p.Distrust != nil {
			detail += ", the certificate does not verify: " + p.Distrust.Error()
		}
		return detail, nil
	})
	return secure
}

// inTLS describes how a TLS handshake failed without an answer of the server.
func (p *run) inTLS(err error) error {
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("the TLS handshake is not complete after %v", p.Timeout)
	case errors.Is(err, io.EOF):
		return errors.New("the server closed the connection within the TLS handshake")
	}
	return err
}

// verify is what crypto/tls does without InsecureSkipVerify.
func verify(state tls.ConnectionState, host string) error {
	if len(state.PeerCertificates) == 0 {
		return errors.New("the server presents no certificate")
	}
	pool := x509.NewCertPool()
	for _, c := range state.PeerCertificates[1:] {
		pool.AddCert(c)
	}
	_, err := state.PeerCertificates[0].Verify(x509.VerifyOptions{DNSName: host, Intermediates: pool})
	if err != nil {
		return &tls.CertificateVerificationError{UnverifiedCertificates: state.PeerCertificates, Err: err}
	}
	return nil
}

// describe returns the names, the issuer and the validity of the certificate.
func describe(chain []*x509.Certificate) string {
	if len(chain) == 0 {
		return ""
	}
	c := chain[0]
	names := append([]string{}, c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		names = []string{c.Subject.CommonName}
	}
	const limit = 8
	if len(names) > limit {
		names = append(names[:limit], fmt.Sprintf("and %d more", len(names)-limit))
	}
	return fmt.Sprintf("for %s, issued by %s, valid %s to %s", strings.Join(names, ", "), c.Issuer.CommonName,
		c.NotBefore.UTC().Format(time.DateOnly), c.NotAfter.UTC().Format(time.DateOnly))
}
