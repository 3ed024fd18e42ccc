//go:build linux

package live

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	coder "github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"

	"upgrade101/handshake/frame"
)

// Benchmarks run each server in a process of its own, so that what it costs can be told from what its
// clients cost: the figure to compare is messages per second of the server's CPU time.

// peers are echo servers to stand beside.
var peers = map[string]func(net.Listener) error{
	"upgrade101": func(l net.Listener) error {
		e := New(Config{Limits: Limits{Unlimited: true}, Log: slog.New(slog.DiscardHandler)})
		return http.Serve(e.Listener(l), nil)
	},
	"gws": func(l net.Listener) error {
		up := gws.NewUpgrader(gwsEcho{}, &gws.ServerOption{CheckUtf8Enabled: true})
		return http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if c, err := up.Upgrade(w, r); err == nil {
				go c.ReadLoop()
			}
		}))
	},
	"gorilla": func(l net.Listener) error {
		up := gorilla.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
		return http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c, err := up.Upgrade(w, r, nil)
			for err == nil {
				var kind int
				var message []byte
				if kind, message, err = c.ReadMessage(); err == nil {
					err = c.WriteMessage(kind, message)
				}
			}
		}))
	},
	"coder": func(l net.Listener) error {
		return http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c, err := coder.Accept(w, r, nil)
			if err == nil {
				c.SetReadLimit(1 << 20)
			}
			for err == nil {
				var kind coder.MessageType
				var message []byte
				if kind, message, err = c.Read(context.Background()); err == nil {
					err = c.Write(context.Background(), kind, message)
				}
			}
		}))
	},
}

type gwsEcho struct{ gws.BuiltinEventHandler }

func (gwsEcho) OnMessage(c *gws.Conn, m *gws.Message) {
	_ = c.WriteMessage(m.Opcode, m.Bytes())
	_ = m.Close()
}

// benchServer names the peer that a child process serves as.
const benchServer = "UPGRADE101_BENCH_SERVER"

func TestMain(m *testing.M) {
	if serve := peers[os.Getenv(benchServer)]; serve != nil {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			panic(err)
		}
		fmt.Println(l.Addr())
		panic(serve(l))
	}
	os.Exit(m.Run())
}

// child is a server in a process of its own.
type child struct {
	addr string
	pid  int
}

func spawn(b *testing.B, peer string) child {
	b.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), benchServer+"="+peer)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	c := child{pid: cmd.Process.Pid}
	if _, err := fmt.Fscan(out, &c.addr); err != nil {
		b.Fatal(err)
	}
	return c
}

// cpu is the time that the server has computed, in seconds (proc(5): utime and stime in 1/100 s).
func (c child) cpu(b *testing.B) float64 {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.pid))
	if err != nil {
		b.Fatal(err)
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return float64(user+system) / 100
}

// memory is what the server has in memory, in KiB.
func (c child) memory(b *testing.B) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kib, _ := strconv.Atoi(strings.Fields(rest)[0])
	return float64(kib)
}

func (c child) open(b *testing.B) net.Conn {
	conn, err := net.Dial("tcp", c.addr)
	if err == nil {
		_, err = io.WriteString(conn, goodHead)
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { conn.Close() })
	answer := make([]byte, 0, 1024)
	for !strings.HasSuffix(string(answer), "\r\n\r\n") {
		n, err := conn.Read(answer[len(answer):cap(answer)])
		if err != nil {
			b.Fatal(err)
		}
		answer = answer[:len(answer)+n]
	}
	return conn
}

// BenchmarkEcho: 100 clients, each of which waits for the echo before it sends again.
func BenchmarkEcho(b *testing.B) {
	for _, size := range []int{64, 1024, 64 << 10} {
		for _, peer := range []string{"upgrade101", "gws", "gorilla", "coder"} {
			b.Run(fmt.Sprintf("%d/%s", size, peer), func(b *testing.B) {
				server := spawn(b, peer)
				message := f(0x81, long(size))
				header := frame.Header{Length: int64(size)}
				conns := make([]net.Conn, 100)
				for i := range conns {
					conns[i] = server.open(b)
				}
				before := server.cpu(b)
				b.ResetTimer()
				var all sync.WaitGroup
				for i, conn := range conns {
					all.Go(func() {
						echo := make([]byte, header.Size()+size)
						for n := i; n < b.N; n += len(conns) {
							_, err := io.WriteString(conn, message)
							if err == nil {
								_, err = io.ReadFull(conn, echo)
							}
							if err != nil {
								b.Error(err)
								return
							}
						}
					})
				}
				all.Wait()
				b.StopTimer()
				if used := server.cpu(b) - before; used > 0 {
					b.ReportMetric(float64(b.N)/used, "messages/cpu-s")
				}
			})
		}
	}
}

// BenchmarkHandshake: connections that open and go, one after the other.
func BenchmarkHandshake(b *testing.B) {
	for _, peer := range []string{"upgrade101", "gws", "gorilla", "coder"} {
		b.Run(peer, func(b *testing.B) {
			server := spawn(b, peer)
			before := server.cpu(b)
			for b.Loop() {
				conn := server.open(b)
				_ = conn.(*net.TCPConn).SetLinger(0)
				conn.Close()
			}
			if used := server.cpu(b) - before; used > 0 {
				b.ReportMetric(float64(b.N)/used, "handshakes/cpu-s")
			}
		})
	}
}

// BenchmarkIdle: the memory of a connection that does nothing.
func BenchmarkIdle(b *testing.B) {
	const connections = 5000
	for _, peer := range []string{"upgrade101", "gws", "gorilla", "coder"} {
		b.Run(peer, func(b *testing.B) {
			server := spawn(b, peer)
			server.open(b)
			before := server.memory(b)
			for range connections {
				server.open(b)
			}
			time.Sleep(time.Second) // what the handshakes left behind is collected
			b.ReportMetric((server.memory(b)-before)/connections, "KiB/connection")
		})
	}
}
