// Package peers asks other WebSocket servers written in Go about the very bytes of a request: each runs
// in process, on one end of a pipe, with its default settings except that any origin may connect.
// Disagreements lists where their answer is known to differ from that of package handshake.
package peers

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	coder "github.com/coder/websocket"
	gobwas "github.com/gobwas/ws"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"
)

// Answer is what one server did.
type Answer struct {
	Server  string `json:"server"`  // "gorilla"
	Version string `json:"version"` // "v1.5.3"
	Status  int    `json:"status"`  // of the final answer; 0 where there was none
	Head    string `json:"head"`    // of that answer, as it came, interim answers before it included; at most 16 KiB
	HungUp  bool   `json:"hung_up"` // the server closed the connection without an answer
}

// server runs one peer on its end of a connection until the connection closes.
type server struct {
	name, module, version string
	serve                 func(net.Conn)
}

var servers = []server{
	{"coder", "github.com/coder/websocket", "v1.8.15", overHTTP(func(w http.ResponseWriter, r *http.Request) {
		if c, err := coder.Accept(w, r, &coder.AcceptOptions{InsecureSkipVerify: true}); err == nil {
			c.CloseNow()
		}
	})},
	{"gorilla", "github.com/gorilla/websocket", "v1.5.3", overHTTP(func(w http.ResponseWriter, r *http.Request) {
		u := gorilla.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
		if c, err := u.Upgrade(w, r, nil); err == nil {
			c.Close()
		}
	})},
	{"gobwas", "github.com/gobwas/ws", "v1.5.0", func(c net.Conn) {
		defer c.Close()
		defer func() { recover() }() // net/http does this for the others
		var u gobwas.Upgrader
		u.Upgrade(c)
	}},
	{"gws", "github.com/lxzan/gws", "v1.8.9", overHTTP(func(w http.ResponseWriter, r *http.Request) {
		u := gws.NewUpgrader(gws.BuiltinEventHandler{}, &gws.ServerOption{Logger: silent{}})
		if c, err := u.Upgrade(w, r); err == nil {
			c.NetConn().Close()
		}
	})},
}

// Bounds of one question.
const (
	mostRequest = 64 << 10 // bytes of the request; longer ones are cut
	mostHead    = 16 << 10 // bytes of the answer that are read
	patience    = 2 * time.Second
)

// Ask sends raw to every server and returns what each answered, in a fixed order. It takes at most two
// seconds, less if ctx ends; a server that waits for more bytes until then has Status 0.
func Ask(ctx context.Context, raw []byte) []Answer {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	raw = raw[:min(len(raw), mostRequest)]
	answers := make([]Answer, len(servers))
	var all sync.WaitGroup
	for i, s := range servers {
		all.Go(func() { answers[i] = ask(ctx, s, raw) })
	}
	all.Wait()
	return answers
}

func ask(ctx context.Context, s server, raw []byte) Answer {
	answer := Answer{Server: s.name, Version: s.version}
	client, peer := net.Pipe()
	defer client.Close()
	stop := context.AfterFunc(ctx, func() { client.Close() })
	defer stop()
	go s.serve(peer)
	go client.Write(raw)
	var seen bytes.Buffer
	in := bufio.NewReader(io.TeeReader(io.LimitReader(client, mostHead), &seen))
	for {
		response, err := http.ReadResponse(in, nil)
		if err != nil {
			answer.HungUp = ctx.Err() == nil && !errors.Is(err, io.ErrClosedPipe) && seen.Len() == 0
			return answer
		}
		if response.StatusCode >= 200 || response.StatusCode == http.StatusSwitchingProtocols {
			answer.Status = response.StatusCode
			head := seen.String()
			if i := strings.LastIndex(head[:len(head)-in.Buffered()], "\r\n\r\n"); i >= 0 {
				head = head[:i+4]
			}
			answer.Head = head
			return answer
		}
	}
}

// overHTTP runs a handler behind net/http on one connection.
func overHTTP(handler http.HandlerFunc) func(net.Conn) {
	return func(c net.Conn) {
		s := http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0), ReadTimeout: patience, IdleTimeout: patience}
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
		return &told{Conn: c, closed: func() { l.Close() }}, nil
	}
	<-l.done
	return nil, net.ErrClosed
}

func (l *one) Close() error { l.once.Do(func() { close(l.done) }); return nil }

func (l *one) Addr() net.Addr { return &net.IPAddr{} }

// told says when it is closed.
type told struct {
	net.Conn
	closed func()
}

func (c *told) Close() error {
	defer c.closed()
	return c.Conn.Close()
}

type silent struct{}

func (silent) Error(...any) {}
