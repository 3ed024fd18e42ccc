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
	"time"

	"upgrade101/handshake"
	"upgrade101/handshake/frame"
	"upgrade101/handshake/head"
)

// opening is the head of the opening handshake (RFC 6455 §4.1). The caller's fields come last and replace ours of the
// same name.
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

// exchange sends the head, reads the answer and, where that opens the connection, goes on with frames.
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
		answer, err := p.answer(conn)
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

// answer reads the head of an answer and its content: up to its length, or what there is when the
// connection ends or falls silent. Bytes that are no HTTP answer are an error that says what they are.
func (p *run) answer(conn net.Conn) ([]byte, error) {
	var got []byte
	buffer := make([]byte, 4<<10)
	for {
		n, err := conn.Read(buffer)
		got = append(got, buffer[:n]...)
		if other := otherProtocol(got, err != nil); other != nil {
			return got, other
		}
		head := finalHead(got)
		switch {
		case complete(head), len(got) >= maxAnswer:
			return got[:min(len(got), maxAnswer)], nil
		case err == nil:
		case head != nil && head.Ended:
			return got, nil // the content is cut short, the head can be judged
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

// otherProtocol says what speaks here, where that is not HTTP/1.1; nil while the bytes may become an answer.
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

// finalHead is the head of the answer behind interim ones; nil while no head is complete.
func finalHead(got []byte) *head.Head {
	if !strings.Contains(string(got), "\n\r\n") && !strings.Contains(string(got), "\n\n") {
		return nil
	}
	judged := handshake.Inspect(handshake.Exchange{Response: string(got)}, handshake.Policy{})
	return judged.Response
}

// complete reports whether the content of an answer is there, as far as its head tells (RFC 9112 §6.3).
func complete(h *head.Head) bool {
	if h == nil || !h.Ended {
		return false
	}
	switch h.Status.Text {
	case "101", "204", "304":
		return true
	case "100", "102", "103":
		return false
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

// session reads what the server sends first, sends the message, and closes.
func (p *run) session(ctx context.Context, conn net.Conn, ahead []byte) {
	in := &incoming{conn: conn, got: ahead, reader: frame.Reader{MaxMessage: maxMessage, MaxFragments: 1000}}
	if p.Message != nil {
		p.step(ctx, "message", func(ctx context.Context) (string, error) {
			deadline, _ := ctx.Deadline()
			conn.SetDeadline(deadline)
			if err := send(conn, frame.Text, []byte(*p.Message)); err != nil {
				return "", err
			}
			begun := time.Now()
			for {
				f, err := in.next()
				if err != nil {
					return "no answer", notSilence(err)
				}
				p.keep(f)
				if f.Header.Opcode == frame.Close {
					return "closed by the server", nil
				}
				if !f.Header.Opcode.Control() {
					return fmt.Sprintf("%s of %d bytes came back after %v", f.Header.Opcode, f.Header.Length, time.Since(begun).Round(10*time.Microsecond)), nil
				}
			}
		})
	} else {
		conn.SetReadDeadline(time.Now().Add(min(quiet, p.Timeout)))
		for len(p.Frames) < maxFrames {
			f, err := in.next()
			if err != nil {
				break
			}
			p.keep(f)
		}
	}
	p.goodbye(ctx, conn, in)
}

// goodbye makes the closing handshake (RFC 6455 §7.1.2).
func (p *run) goodbye(ctx context.Context, conn net.Conn, in *incoming) {
	p.step(ctx, "close", func(ctx context.Context) (string, error) {
		deadline, _ := ctx.Deadline()
		conn.SetDeadline(deadline)
		if err := send(conn, frame.Close, frame.AppendClose(nil, frame.Normal, "")); err != nil {
			return "", err
		}
		for range 10_000 {
			f, err := in.next()
			if err != nil {
				p.Close = "the connection ended without a Close frame: " + err.Error()
				return p.Close, nil
			}
			if f.Header.Opcode == frame.Close {
				code, reason, broken := frame.ParseClose(f.Payload)
				if broken != nil {
					return "", broken
				}
				p.Close = "Close " + code.String()
				if reason != "" {
					p.Close += " " + strconv.Quote(reason)
				}
				return p.Close, nil
			}
			p.keep(f)
		}
		return "", errors.New("the server goes on sending and does not answer the Close frame")
	})
}

func (p *run) keep(f Frame) {
	if len(p.Frames) < maxFrames {
		f.Payload = f.Payload[:min(len(f.Payload), maxExcerpt)]
		p.Frames = append(p.Frames, f)
	}
}

// notSilence: a server that does not answer a message breaks nothing.
func notSilence(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return nil
	}
	return err
}

// send writes a masked frame.
func send(conn net.Conn, opcode frame.Opcode, payload []byte) error {
	h := frame.Header{Fin: true, Opcode: opcode, Masked: true}
	rand.Read(h.Key[:])
	_, err := conn.Write(frame.Append(nil, h, payload))
	return err
}

// incoming reads frames from a connection.
type incoming struct {
	conn   net.Conn
	reader frame.Reader
	got    []byte
}

func (in *incoming) next() (Frame, error) {
	for {
		h, n, broken := in.reader.Next(in.got)
		if broken != nil {
			return Frame{}, broken
		}
		if n > 0 {
			return in.payload(h, n)
		}
		if err := in.more(); err != nil {
			return Frame{}, err
		}
	}
}

// payload reads the rest of a frame; its length is bounded by the reader's MaxMessage.
func (in *incoming) payload(h frame.Header, n int) (Frame, error) {
	for int64(len(in.got)) < int64(n)+h.Length {
		if err := in.more(); err != nil {
			return Frame{}, err
		}
	}
	end := n + int(h.Length)
	payload := append([]byte{}, in.got[n:end]...)
	if broken := in.reader.Payload(payload, payload); broken != nil {
		return Frame{}, broken
	}
	in.got = in.got[end:]
	return Frame{h, payload}, nil
}

func (in *incoming) more() error {
	buffer := make([]byte, 4<<10)
	n, err := in.conn.Read(buffer)
	if in.got = append(in.got, buffer[:n]...); n > 0 {
		return nil
	}
	return err
}
