package live

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/frame"
	"upgrade101/handshake/frame/deflate"
	"upgrade101/handshake/head"
)

// Transcript is what crossed the connection of a Try.
type Transcript struct {
	Request   []byte         `json:"request_b64"`  // what was sent, as exact bytes
	Response  []byte         `json:"response_b64"` // the reply's head and content, interim replies included
	Status    int            `json:"status"`       // of the final reply; 0 when none came
	Frames    []frame.Record `json:"frames"`       // both directions; those of the client in the order sent, before what the server sent
	End       string         `json:"end"`          // one sentence
	Truncated bool           `json:"truncated"`    // the transcript was full before the end
}

// try is what the server's side of a Try needs.
type try struct{ policy handshake.Policy }

// Try sends exactly these bytes over a connection of its own to this engine, and then, if the reply
// is 101, these messages as text, closing with 1000. The policy is read from the query as Policy does.
// No other host can be named. It takes at most Limits.Try and records at most Limits.Transcript bytes of frames.
func (e *Engine) Try(ctx context.Context, raw []byte, query url.Values, messages []string) Transcript {
	ctx, cancel := context.WithTimeout(ctx, e.config.Limits.Try)
	defer cancel()
	e.counts.tries.Add(1)
	t := Transcript{Request: raw, Frames: []frame.Record{}}
	client, server, err := e.connect(ctx)
	if err != nil {
		t.End = "no connection could be made: " + err.Error()
		return t
	}
	defer client.Close()
	served := make(chan struct{})
	go func() {
		defer close(served)
		e.serve(server, origin{try: &try{Policy(query)}})
	}()
	defer func() { client.Close(); <-served }()
	deadline, _ := ctx.Deadline()
	_ = client.SetReadDeadline(deadline)
	_ = client.SetWriteDeadline(deadline)
	stop := context.AfterFunc(ctx, func() { client.Close() })
	defer stop()

	// The server may reply before it has read everything, so both directions run concurrently.
	wrote := make(chan struct{})
	go func() {
		defer close(wrote)
		_, _ = client.Write(raw)
	}()
	defer func() { client.Close(); <-wrote }()

	d := dialogue{conn: client, limit: e.config.Limits.Transcript, t: &t}
	d.readResponse()
	if t.Status == 101 {
		d.session(raw, messages, wrote)
	}
	if t.End == "" {
		t.End = d.ending(ctx)
	}
	return t
}

// connect makes both ends of a connection.
func (e *Engine) connect(ctx context.Context) (client, server Conn, err error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if e.dial != nil {
		return e.dial(ctx)
	}
	client, server = net.Pipe()
	return client, server, nil
}

// dialogue is the client's side of a Try. It records what both sides send, valid or not. The other clients, and why they are
// others: ../README.md, "Its WebSocket clients".
type dialogue struct {
	conn  Conn
	got   []byte // everything that was read
	limit int
	err   error // what ended reading
	t     *Transcript
}

// more reads once.
func (d *dialogue) more() bool {
	if d.err != nil {
		return false
	}
	if len(d.got) >= d.limit {
		d.t.Truncated, d.err = true, errFull
		return false
	}
	buf := getBuffer(middleBuffer)
	defer putBuffer(buf)
	n, err := d.conn.Read(buf[:min(len(buf), d.limit-len(d.got))])
	d.got, d.err = append(d.got, buf[:n]...), err
	return n > 0
}

var errFull = errors.New("the transcript is full")

// readResponse reads the interim responses and the final one. The content of a refusal ends with the
// connection.
func (d *dialogue) readResponse() {
	start := 0
	for {
		var end headEnd
		for !end.in(d.got[start:]) {
			if !d.more() {
				d.t.Response = d.got
				return
			}
		}
		head := head.ParseResponse(string(d.got[start:]))
		status, _ := strconv.Atoi(head.Status.Text)
		start += head.End.End
		if status == 100 {
			continue
		}
		d.t.Status = status
		if status == 101 {
			d.t.Response, d.got = d.got[:start:start], d.got[start:]
			d.limit -= min(d.limit, start)
			return
		}
		for d.more() {
		}
		d.t.Response = d.got
		return
	}
}

// session sends the messages and Close, reads what comes, and records all frames.
func (d *dialogue) session(raw []byte, messages []string, wrote <-chan struct{}) {
	response := head.ParseFinalResponse(string(d.t.Response))
	agreed := handshake.NegotiatedDeflate(&response)
	var out deflate.Deflater
	if agreed != nil {
		out.Window = agreed.Client()
	}
	request := head.ParseRequest(string(raw))
	sent := []byte(request.Rest()) // frames that were sent before the 101
	early := len(sent)
	for _, m := range messages {
		h := frame.Header{Fin: true, Opcode: frame.Text, Masked: true, Key: newKey()}
		payload := []byte(m)
		if agreed != nil {
			h.RSV, payload = frame.RSV1, out.Deflate(nil, payload)
		}
		sent = frame.Append(sent, h, payload)
	}
	sent = frame.Append(sent, frame.Header{Fin: true, Opcode: frame.Close, Masked: true, Key: newKey()},
		frame.AppendClose(nil, frame.Normal, ""))

	done := make(chan struct{})
	go func() {
		defer close(done)
		<-wrote
		_, _ = d.conn.Write(sent[early:])
	}()
	for d.more() {
	}
	d.conn.Close()
	<-done
	if agreed == nil {
		agreed = &handshake.Deflate{}
	}
	d.record("client", sent, agreed.Client())
	d.record("server", d.got, agreed.Server())
}

// record decodes the frames that one side sent, and decompresses its messages as the window allows.
func (d *dialogue) record(from string, raw []byte, window frame.Window) {
	follow := follower{in: frame.Inflater{Window: window}, left: maxFollowed}
	for len(raw) > 0 {
		h, n := frame.ParseHeader(raw)
		if n == 0 || h.Length < 0 {
			return
		}
		end := n + int(min(h.Length, int64(len(raw)-n)))
		if d.limit -= 2 * end; d.limit < 0 {
			d.t.Truncated = true
			return
		}
		r := frame.NewRecord(from, h, n, raw[:end])
		follow.add(&r)
		d.t.Frames = append(d.t.Frames, r)
		raw = raw[end:]
	}
}

// maxFollowed bounds the decompressed bytes of each side in a Try.
const maxFollowed = 1 << 20

// follower decompresses the messages of one side, frame by frame, up to the first faulty one.
type follower struct {
	in         frame.Inflater
	left       int64  // bytes that may still come of it
	message    []byte // that is not complete
	compressed bool
}

// add adds the decompressed message to the record of its last frame.
func (f *follower) add(r *frame.Record) {
	opcode := frame.Opcode(r.Opcode)
	if opcode.Control() || f.left <= 0 {
		return
	}
	if opcode != frame.Continuation {
		f.message, f.compressed = nil, r.RSV&frame.RSV1 != 0
	}
	if !f.compressed {
		return
	}
	if f.message = append(f.message, r.Payload...); !r.Fin {
		return
	}
	var text []byte
	length := 0
	err := f.in.Inflate(f.message, frame.Binary, f.left, func(piece []byte) {
		text, length = append(text, piece[:min(len(piece), excerpt-len(text))]...), length+len(piece)
	})
	if f.left -= int64(length); err != nil {
		f.left = 0
		return
	}
	r.Text, r.TextLength = text, length
}

// ending describes how the connection ended.
func (d *dialogue) ending(ctx context.Context) string {
	switch {
	case errors.Is(d.err, errFull):
		return "the transcript is full"
	case ctx.Err() != nil || isTimeout(d.err):
		return "no more time"
	case !errors.Is(d.err, io.EOF):
		return "the connection broke"
	case len(d.t.Frames) > 0:
		if r := d.t.Frames[len(d.t.Frames)-1]; r.From == "server" && frame.Opcode(r.Opcode) == frame.Close {
			if code, reason, err := frame.ParseClose(r.Payload); err == nil {
				return strings.TrimSpace("the server closed with " + code.String() + " " + reason)
			}
		}
	case d.t.Status == 0:
		return "the server closed without an answer"
	}
	return "the server closed after its answer"
}

// newKey returns an unpredictable masking key (RFC 6455 §10.3).
func newKey() (key [4]byte) {
	_, _ = rand.Read(key[:]) // it never fails
	return key
}
