package probe

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// opening returns the head of the opening handshake (RFC 6455 §4.1). The caller's fields come last and replace default ones
// of the same name.
func (p *run) opening() string {
	var key [16]byte
	rand.Read(key[:])
	fields := []Field{
		{"Host", p.URL.Authority()},
		{"Upgrade", "websocket"},
		{"Connection", "Upgrade"},
		{"Sec-WebSocket-Key", base64.StdEncoding.EncodeToString(key[:])},
		{"Sec-WebSocket-Version", "13"},
	}
	if len(p.Protocols) > 0 {
		fields = append(fields, Field{"Sec-WebSocket-Protocol", strings.Join(p.Protocols, ", ")})
	}
	var b strings.Builder
	b.WriteString("GET " + p.URL.Target + " HTTP/1.1\r\n")
	for _, f := range fields {
		if !p.replaces(f.Name) {
			b.WriteString(f.Name + ": " + f.Value + "\r\n")
		}
	}
	for _, f := range p.Fields {
		b.WriteString(f.Name + ": " + f.Value + "\r\n")
	}
	b.WriteString("\r\n")
	return b.String()
}

func (p *run) replaces(name string) bool {
	for _, f := range p.Fields {
		if strings.EqualFold(f.Name, name) {
			return true
		}
	}
	return false
}

// exchange sends the head, reads the answer and, if that opens the connection, continues with frames.
func (p *run) exchange(ctx context.Context, conn net.Conn) {
	opening := p.opening()
	if !p.step(ctx, "request", func(ctx context.Context) (string, error) {
		deadline, _ := ctx.Deadline()
		conn.SetDeadline(deadline)
		_, err := io.WriteString(conn, opening)
		return strconv.Itoa(len(opening)) + " bytes", err
	}) {
		return
	}
	p.Request = opening
	var rest []byte
	if !p.step(ctx, "response", func(ctx context.Context) (string, error) {
		deadline, _ := ctx.Deadline()
		conn.SetReadDeadline(deadline)
		answer, err := p.readResponse(conn)
		if err != nil {
			p.Response = string(answer)
			return "", err
		}
		judged := handshake.Inspect(handshake.Exchange{Request: opening, Response: string(answer)}, handshake.Policy{})
		p.Opened = judged.Client.Opens
		if p.Opened {
			end := judged.Response.End.End
			answer, rest = answer[:end], answer[end:]
		}
		p.Response = string(answer)
		line, _, _ := strings.Cut(p.Response, "\n")
		return strings.TrimSuffix(line, "\r"), nil
	}) || !p.Opened {
		return
	}
	p.session(ctx, conn, rest)
}

// readResponse reads the head of an answer and its content: up to its length, or until the connection ends or is silent. For
// bytes that are not HTTP, it returns an error that says what they are.
func (p *run) readResponse(conn net.Conn) ([]byte, error) {
	var got []byte
	buffer := make([]byte, 4<<10)
	for {
		n, err := conn.Read(buffer)
		got = append(got, buffer[:n]...)
		if other := otherProtocol(got, err != nil); other != nil {
			return got, other
		}
		head := finalHead(got)
		ended := head != nil && head.Ended && !interim(head)
		switch {
		case complete(head), len(got) >= maxAnswer && ended:
			return got[:min(len(got), maxAnswer)], nil
		case len(got) >= maxAnswer:
			return got[:maxAnswer], fmt.Errorf("the head of the answer is longer than %d bytes", maxAnswer)
		case err == nil:
		case ended:
			return got, nil // the content is truncated, the head can be judged
		case errors.Is(err, os.ErrDeadlineExceeded) && len(got) == 0:
			return got, fmt.Errorf("no answer within %v: the server took the request and sent nothing", p.Timeout)
		case errors.Is(err, os.ErrDeadlineExceeded):
			return got, fmt.Errorf("the head of the answer is not complete after %v", p.Timeout)
		case errors.Is(err, io.EOF) && len(got) == 0:
			return got, errors.New("the server closed the connection without an answer")
		case errors.Is(err, io.EOF):
			return got, errors.New("the server closed the connection within the head of its answer")
		default:
			return got, err
		}
	}
}

// otherProtocol names the protocol of the server if it is not HTTP/1.1; nil while the bytes may become an answer.
func otherProtocol(got []byte, ended bool) error {
	const start = "HTTP/"
	text := string(got[:min(len(got), 200)])
	if n := min(len(text), len(start)); text[:n] == start[:n] {
		return nil
	}
	line, _, whole := strings.Cut(text, "\n")
	switch {
	case len(got) >= 9 && got[3] == 4 && got[5]|got[6]|got[7]|got[8] == 0: // SETTINGS on stream 0 (RFC 9113 §4.1)
		return errors.New("the server answers with an HTTP/2 SETTINGS frame: it speaks HTTP/2 only, and the handshake is HTTP/1.1")
	case len(got) >= 3 && got[0] == 0x15 && got[1] == 3: // an alert (RFC 8446 §5.1)
		return errors.New("the server answers with a TLS alert: this port speaks TLS; use wss://")
	case whole, ended, len(text) == 200:
		return fmt.Errorf("the server does not speak HTTP: it sent %q", strings.TrimSuffix(line, "\r"))
	}
	return nil
}

// finalHead returns the head of the final answer; nil while it is incomplete.
func finalHead(got []byte) *head.Head {
	if !strings.Contains(string(got), "\n\r\n") && !strings.Contains(string(got), "\n\n") {
		return nil
	}
	judged := handshake.Inspect(handshake.Exchange{Response: string(got)}, handshake.Policy{})
	return judged.Response
}

// interim reports whether another head follows this one (RFC 9110 §15.2).
func interim(h *head.Head) bool {
	return strings.HasPrefix(h.Status.Text, "1") && h.Status.Text != "101"
}

// complete reports whether the content of an answer is complete by its head (RFC 9112 §6.3).
func complete(h *head.Head) bool {
	if h == nil || !h.Ended || interim(h) {
		return false
	}
	switch h.Status.Text {
	case "101", "204", "304":
		return true
	}
	if len(h.Get("Transfer-Encoding")) > 0 {
		return strings.HasSuffix(h.Rest(), "0\r\n\r\n")
	}
	if lengths := h.Get("Content-Length"); len(lengths) == 1 {
		n, err := strconv.Atoi(lengths[0].Value.Text)
		return err == nil && len(h.Rest()) >= n
	}
	return false
}
