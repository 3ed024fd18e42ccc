// Package probe makes one opening handshake with a server and records what happened: name, connection,
// certificate, the exact bytes in both directions, the first frames and the close. It is the only package
// that dials an address that a user names, and only web/command imports it: the server never connects
// anywhere.
package probe

import (
	"context"
	"errors"
	"time"

	"upgrade101/handshake/frame"
)

// Bounds on the bytes and the time of a probe.
const (
	DefaultTimeout = 10 * time.Second
	maxAnswer      = 64 << 10 // bytes of an answer, head and content
	maxFrames      = 16
	maxExcerpt     = 256 // recorded bytes of a payload
	quiet          = 500 * time.Millisecond
)

// Options are the target and the content of a probe.
type Options struct {
	URL       *Address
	Fields    []Field       // additional field lines; they may replace Host and Origin
	Protocols []string      // for Sec-WebSocket-Protocol, in order
	Message   *string       // a text message to send when the connection is open; nil: none
	Insecure  bool          // continue if the certificate does not verify
	Timeout   time.Duration // for each step; 0: DefaultTimeout
}

// Field is a field line to send.
type Field struct{ Name, Value string }

// Step is one step of a probe.
type Step struct {
	Name   string        // "DNS", "TCP", "TLS", "request", "response", "frames" or "message", "close"
	Detail string        // its result
	Took   time.Duration //
	Err    error         // nil where it succeeded
}

// Result is the record of a probe. After a failed step, later ones are missing.
type Result struct {
	Steps       []Step
	Certificate string         // what the server presented; "" without TLS
	ALPN        string         // the protocol that TLS agreed on; "" for none
	Request     string         // the exact bytes that were sent
	Response    string         // the exact bytes that arrived before the first frame
	Opened      bool           // the answer opens the connection as RFC 6455 §4.1 asks
	Frames      []frame.Record // in both directions, the first ones and Close
	Close       string         // how the connection ended
	Distrust    error          // why the certificate does not verify
	Fault       error          // what ended the probe early; nil if there is an answer to judge
}

// Do runs a probe. Every step is bounded by the timeout, and all of it ends with ctx.
func Do(ctx context.Context, o Options) *Result {
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	p := &run{Options: o, Result: &Result{}}
	if conn := p.connect(ctx); conn != nil {
		defer conn.Close()
		defer context.AfterFunc(ctx, func() { conn.Close() })()
		p.exchange(ctx, conn)
	}
	return p.Result
}

// run is a running probe.
type run struct {
	Options
	*Result
}

// step runs one step, with timing and timeout. The function returns its result.
func (p *run) step(ctx context.Context, name string, do func(context.Context) (string, error)) bool {
	turn, cancel := context.WithTimeout(ctx, p.Timeout)
	defer cancel()
	begun := time.Now()
	detail, err := do(turn)
	if ctx.Err() != nil {
		err = errors.New("the probe was interrupted")
	}
	p.Steps = append(p.Steps, Step{name, detail, time.Since(begun), err})
	if err != nil {
		p.Fault = err
	}
	return err == nil
}
