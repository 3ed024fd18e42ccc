package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/textproto"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"upgrade101/handshake/accept"
	"upgrade101/handshake/clienttest"
	"upgrade101/handshake/head"
)

const (
	untilEnd  = 300 * time.Millisecond // the server ends its side so long after an answer, unless the client is done
	untilHung = 10 * time.Second       // a client that has reported nothing by then hangs, and is restarted
)

// recorder shows answers to one client.
type recorder struct {
	name    string
	answers []clienttest.Answer
	runs    int
	listen  string
	pieces  bool
	close   bool

	mu        sync.Mutex
	queue     []int // the answers to show next
	at        int   // the answer being shown, -1 for none
	reactions []string
	version   string
	request   string
	accept    string // of the answer being shown
	consoles  map[int]string
	settled   chan bool // something happened
	sockets   string    // where the answers are
}

// record shows each answer, and starts the client again where it hangs.
func (r *recorder) record() error {
	r.consoles, r.settled, r.at = map[int]string{}, make(chan bool, 1), -1
	r.reactions = make([]string, len(r.answers))
	sockets, err := net.Listen("tcp", r.listen)
	if err != nil {
		return err
	}
	defer sockets.Close()
	r.sockets = strings.TrimSuffix(sockets.Addr().String(), ":80")
	go func() {
		for {
			conn, err := sockets.Accept()
			if err != nil {
				return
			}
			go r.answer(conn)
		}
	}()
	pages, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: r}
	go server.Serve(pages)
	defer server.Close()

	for run := range r.runs {
		before := append([]string(nil), r.reactions...)
		for i := range r.answers {
			r.queue = append(r.queue, i)
		}
		if err := r.show("http://" + pages.Addr().String()); err != nil {
			return err
		}
		if run > 0 {
			for i := range before {
				if before[i] != r.reactions[i] {
					fmt.Printf("%s: %q: %q or %q\n", r.name, r.answers[i].Response, before[i], r.reactions[i])
					r.reactions[i] = clienttest.Races
				}
			}
		}
	}
	return nil
}

// show runs the client until the queue is empty.
func (r *recorder) show(base string) error {
	for early := 0; ; {
		p, err := programs[r.name](r, base)
		if err != nil {
			if p != nil {
				p.end()
			}
			return err
		}
		if p.version != "" {
			r.version = p.version
		}
		hung := false
		idle := 0
		for !hung {
			select {
			case <-r.settled:
				idle = 0
			case <-time.After(untilHung):
				idle++
			}
			r.mu.Lock()
			left, at := len(r.queue), r.at
			hung = idle > 0 && at >= 0 || idle > 3
			if hung && at >= 0 {
				r.reactions[at], r.at = clienttest.Hangs, -1
			}
			r.mu.Unlock()
			if left == 0 && at < 0 {
				p.end()
				return nil
			}
		}
		p.end()
		if early++; early > 200 {
			return fmt.Errorf("it hangs too often")
		}
	}
}

// ServeHTTP hands out answers to try and receives results.
func (r *recorder) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	switch request.URL.Path {
	case "/page":
		page, _ := files.ReadFile("page.html")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(page)
	case "/blank":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	case "/next":
		r.mu.Lock()
		defer r.mu.Unlock()
		if v := request.URL.Query().Get("version"); v != "" {
			r.version = v
		}
		if len(r.queue) == 0 {
			w.Write([]byte("{}"))
			return
		}
		r.at, r.queue = r.queue[0], r.queue[1:]
		delete(r.consoles, r.at)
		protocols := []string{}
		if list := r.answers[r.at].Protocols; list != "" {
			protocols = strings.Split(list, ", ")
		}
		json.NewEncoder(w).Encode(map[string]any{"id": r.at, "url": r.url(r.at), "good": "ws://" + r.sockets + "/good", "protocols": protocols})
	case "/result":
		var result struct {
			ID   int
			Says string
		}
		if json.NewDecoder(request.Body).Decode(&result) != nil {
			return
		}
		// The line of the console comes over another connection.
		for range 200 {
			r.mu.Lock()
			line, there := r.consoles[result.ID]
			r.mu.Unlock()
			if there && result.Says != "" {
				result.Says = line
			}
			if result.Says != clienttest.Nothing {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		r.mu.Lock()
		if r.at == result.ID {
			r.reactions[result.ID], r.at = strings.NewReplacer(r.url(result.ID), "{url}", cmp.Or(r.accept, "{a}"), "{a}").Replace(result.Says), -1
		}
		r.mu.Unlock()
		select {
		case r.settled <- true:
		default:
		}
	default:
		http.NotFound(w, request)
	}
}

func (r *recorder) url(id int) string { return "ws://" + r.sockets + "/ws/" + strconv.Itoa(id) }

var socketAddress = regexp.MustCompile(`ws://127\.0\.0\.1(?::\d+)?/ws/(\d+)`)

// console takes a line that a browser shows.
func (r *recorder) console(line string) {
	m := socketAddress.FindStringSubmatch(line)
	if m == nil {
		return
	}
	id, _ := strconv.Atoi(m[1])
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, there := r.consoles[id]; !there {
		r.consoles[id] = line
	}
}

// answer reads a request head and sends the answer that its target names.
func (r *recorder) answer(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	var raw strings.Builder
	for lines := textproto.NewReader(in); ; {
		line, err := lines.ReadLine()
		if err != nil {
			return
		}
		raw.WriteString(line + "\r\n")
		if line == "" {
			break
		}
	}
	request := head.ParseRequest(raw.String())
	keys := request.Get("Sec-WebSocket-Key")
	if len(keys) == 0 {
		return
	}
	a := clienttest.Answer{Response: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {a}\r\n\r\n"}
	if id, err := strconv.Atoi(strings.TrimPrefix(request.Target.Text, "/ws/")); err == nil && id < len(r.answers) {
		a = r.answers[id]
		r.mu.Lock()
		if r.request == "" && a.Protocols == "" {
			plain := strings.Replace(raw.String(), request.Target.Text, "/ws", 1)
			for _, origin := range request.Get("Origin") {
				plain = strings.Replace(plain, origin.Value.Text, "http://"+r.sockets, 1)
			}
			_, port, _ := strings.Cut(r.sockets, ":")
			if port != "" {
				port = ":8080"
			}
			r.request = strings.ReplaceAll(plain, r.sockets, "server.example.com"+port)
		}
		r.mu.Unlock()
	}
	right := accept.Derive(keys[0].Value.Text).Accept
	octets := []byte(a.Octets(right))
	r.mu.Lock()
	r.accept = right
	r.mu.Unlock()
	if r.pieces {
		for n := 1 + len(octets)/7; len(octets) > n; octets = octets[n:] {
			conn.Write(octets[:n])
			time.Sleep(5 * time.Millisecond)
		}
	}
	conn.Write(octets)
	if r.close {
		conn.(*net.TCPConn).CloseWrite()
	}
	done := make(chan bool)
	go func() { // until the client ends its side
		defer close(done)
		for b := make([]byte, 4096); ; {
			if _, err := in.Read(b); err != nil {
				return
			}
		}
	}()
	select {
	case <-done:
	case <-time.After(untilEnd):
		conn.(*net.TCPConn).CloseWrite()
		select {
		case <-done:
		case <-time.After(2 * untilHung):
		}
	}
}
