// Package peers sends the exact bytes of a request to other WebSocket servers written in Go: each runs in this process, on one
// end of a pipe, with the policy of the prediction, as far as it supports it. Disagreements lists where their answers are
// known to differ from package handshake.
package peers

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"upgrade101/handshake"
)

// Answer is what one server sends back.
type Answer struct {
	Server  string // "gorilla"
	Version string // "v1.5.3"
	Status  int    // of the final answer; 0 where there was none
	Head    string // of that answer, as it came, interim answers before it included; at most 16 KiB
	Body    string // the content after it; at most 4 KiB
	HungUp  bool   // the server closed the connection without an answer

	// Of a 101, "" for none.
	Subprotocol string
	Extensions  string
	Accept      string
}

// Bounds of one call of Ask.
const (
	maxRequest = 64 << 10 // bytes of the request; longer ones are cut
	maxHead    = 16 << 10 // bytes of the answer's head that are read
	maxBody    = 4 << 10  // and of its content
	patience   = 2 * time.Second
)

// Ask sends raw to every server and returns their answers in a fixed order. It takes at most two seconds, less if ctx ends; a
// server that still waits for more bytes then has Status 0. The policy's Date is ignored.
func Ask(ctx context.Context, raw []byte, policy handshake.Policy) []Answer {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	raw = raw[:min(len(raw), maxRequest)]
	setup := newSetup(string(raw), policy)
	answers := make([]Answer, len(servers))
	var all sync.WaitGroup
	for i, s := range servers {
		all.Go(func() { answers[i] = ask(ctx, s, raw, &setup) })
	}
	all.Wait()
	return answers
}

func ask(ctx context.Context, s server, raw []byte, setup *setup) Answer {
	answer := Answer{Server: s.name, Version: s.version}
	client, peer := net.Pipe()
	defer client.Close()
	stop := context.AfterFunc(ctx, func() { client.Close() })
	defer stop()
	go s.serve(peer, setup)
	go client.Write(raw)
	method, _, _ := strings.Cut(string(raw), " ")
	var seen bytes.Buffer
	in := bufio.NewReader(io.TeeReader(io.LimitReader(client, maxHead+maxBody), &seen))
	for {
		response, err := http.ReadResponse(in, &http.Request{Method: method})
		if err != nil {
			answer.HungUp = ctx.Err() == nil && seen.Len() == 0
			return answer
		}
		if response.StatusCode < 200 && response.StatusCode != http.StatusSwitchingProtocols {
			continue
		}
		head := seen.String()
		if i := strings.LastIndex(head[:len(head)-in.Buffered()], "\r\n\r\n"); i >= 0 {
			head = head[:i+4]
		}
		answer.Status, answer.Head = response.StatusCode, head[:min(len(head), maxHead)]
		if answer.Status == http.StatusSwitchingProtocols {
			answer.Subprotocol = response.Header.Get("Sec-WebSocket-Protocol")
			answer.Extensions = response.Header.Get("Sec-WebSocket-Extensions")
			answer.Accept = response.Header.Get("Sec-WebSocket-Accept")
			return answer
		}
		body, _ := io.ReadAll(io.LimitReader(response.Body, maxBody))
		answer.Body = string(body)
		return answer
	}
}

// Aspect is a part of an answer that is compared.
type Aspect string

const (
	Status      Aspect = "status"
	Subprotocol Aspect = "subprotocol"
	Extensions  Aspect = "extensions"
	Accept      Aspect = "accept"
)

// Difference is one aspect in which an answer is not the predicted one.
type Difference struct {
	Aspect Aspect
	Got    string // the status, "no answer", or the field's value, "" for none
	Want   string // what is predicted
}

// Differences compares an answer with the prediction.
func (a *Answer) Differences(report *handshake.Report) []Difference {
	got := strconv.Itoa(a.Status)
	if a.Status == 0 {
		got = "no answer"
	}
	if a.Status != report.Reply.Status {
		return []Difference{{Status, got, strconv.Itoa(report.Reply.Status)}}
	}
	if a.Status != http.StatusSwitchingProtocols {
		return nil
	}
	accept := ""
	if report.Accept != nil {
		accept = report.Accept.Accept
	}
	var found []Difference
	for _, d := range []Difference{
		{Subprotocol, a.Subprotocol, report.Subprotocol},
		{Extensions, sorted(a.Extensions), sorted(report.Extensions)},
		{Accept, a.Accept, accept},
	} {
		if d.Got != d.Want {
			found = append(found, d)
		}
	}
	return found
}

// sorted writes an extension with sorted parameters: their order has no meaning.
func sorted(extension string) string {
	parts := strings.Split(extension, ";")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	slices.Sort(parts[1:])
	return strings.Join(parts, "; ")
}

// overHTTP runs a handler behind net/http on one connection.
func overHTTP(handler func(http.ResponseWriter, *http.Request, *setup)) func(net.Conn, *setup) {
	return func(c net.Conn, setup *setup) {
		s := http.Server{
			Handler:     http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler(w, r, setup) }),
			ErrorLog:    log.New(io.Discard, "", 0),
			ReadTimeout: patience,
			IdleTimeout: patience,
		}
		s.Serve(&one{conn: c, done: make(chan struct{})})
	}
}

// one is a listener with a single connection. It ends with that connection.
type one struct {
	conn net.Conn
	done chan struct{}
	once sync.Once
}

func (l *one) Accept() (net.Conn, error) {
	if c := l.conn; c != nil {
		l.conn = nil
		return &notifyingConn{Conn: c, closed: func() { l.Close() }}, nil
	}
	<-l.done
	return nil, net.ErrClosed
}

func (l *one) Close() error { l.once.Do(func() { close(l.done) }); return nil }

func (l *one) Addr() net.Addr { return &net.IPAddr{} }

// notifyingConn calls closed when it is closed.
type notifyingConn struct {
	net.Conn
	closed func()
}

func (c *notifyingConn) Close() error {
	defer c.closed()
	return c.Conn.Close()
}
