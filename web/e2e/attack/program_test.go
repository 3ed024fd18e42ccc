//go:build attack && linux

package attack

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is the timeout of a test, not an expectation of speed.
const patience = 60 * time.Second

// memory is the GOMEMLIMIT of the unit file.
const memory = "GOMEMLIMIT=400MiB"

const goodHead = "GET /echo HTTP/1.1\r\nHost: upgrade.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\r\nSec-WebSocket-Version: 13\r\n\r\n"

// program is a process of bin/upgrade101.
type program struct {
	*exec.Cmd
	addr  string
	log   *lockedBuffer
	ended chan error
}

type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

// start runs the program on a port of the loopback interface, and ends it with the test.
func start(t testing.TB, flags ...string) *program {
	t.Helper()
	p := &program{Cmd: exec.Command("../../../bin/upgrade101", append([]string{"-addr=127.0.0.1:0"}, flags...)...), log: new(lockedBuffer), ended: make(chan error, 1)}
	p.Env = append(os.Environ(), memory)
	p.Stderr = p.log
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatalf("%v; make build makes the program", err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	_, rest, _ := strings.Cut(line, "http://")
	p.addr, _, _ = strings.Cut(rest, "/")
	go func() { p.ended <- p.Wait() }()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the program's log ends with\n%s", last(p.log.String(), 2000))
		}
		p.Process.Kill()
	})
	if p.addr == "" {
		t.Fatalf("the program says %q", line)
	}
	return p
}

func last(s string, n int) string { return s[max(0, len(s)-n):] }

// address returns one of the loopback interface's addresses.
func address(n int) string {
	return netip.AddrFrom4([4]byte{127, 1, byte(n / 250), byte(1 + n%250)}).String()
}

// dial connects from an address.
func (p *program) dial(from string) (net.Conn, error) {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}, Timeout: patience, KeepAlive: -1}
	c, err := d.Dial("tcp", p.addr)
	if err == nil {
		_ = c.SetDeadline(time.Now().Add(patience))
	}
	return c, err
}

// ask sends a request over a connection of its own and returns the status of the answer; 0 for none.
func (p *program) ask(from, request string) (status int, err error) {
	c, err := p.dial(from)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	// The server may answer and close a refused call before it was sent completely, so clients read while they write.
	go io.WriteString(c, request)
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, io.LimitReader(r.Body, 16<<20))
	return r.StatusCode, err
}

func get(path string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
}

func post(path, contentType, body string) string {
	return "POST " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: " + contentType + "\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body
}

// others goes on being answered until the attack ends, as all the others have to be: health, pages, sockets, small
// calls. It returns how often, and the longest time that one took.
func (p *program) others(t *testing.T, attack func()) (answers int, longest time.Duration) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var mu sync.Mutex
	var all sync.WaitGroup
	for i, want := range []struct {
		request string
		status  int
	}{
		{get("/healthz"), 200},
		{get("/"), 200},
		{goodHead, 101},
		{post("/api/inspect", "application/octet-stream", goodHead), 200},
	} {
		all.Go(func() {
			for ctx.Err() == nil {
				begin := time.Now()
				status, err := p.ask("127.0.9."+strconv.Itoa(i+1), want.request)
				took := time.Since(begin)
				mu.Lock()
				answers, longest = answers+1, max(longest, took)
				mu.Unlock()
				if status != want.status {
					t.Errorf("meanwhile %.30q is answered %d, %v; want %d", want.request, status, err, want.status)
					return
				}
				time.Sleep(100 * time.Millisecond) // the limit of handshakes
			}
		})
	}
	attack()
	stop()
	all.Wait()
	return answers, longest
}

// peak returns the program's peak memory, in MiB.
func (p *program) peak(t *testing.T) int {
	t.Helper()
	return p.status(t, "VmHWM:")
}

func (p *program) status(t *testing.T, name string) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			kib, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kib >> 10
		}
	}
	t.Fatalf("no %s in %s", name, status)
	return 0
}

// files reports whether the test may open so many files.
func files(t *testing.T, n uint64) {
	t.Helper()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil || limit.Cur < n {
		t.Skipf("%d files may be open, and this takes %d", limit.Cur, n)
	}
}
