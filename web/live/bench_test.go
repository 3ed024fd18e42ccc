//go:build linux

package live_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	coder "github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"

	"upgrade101/handshake/frame"
	"upgrade101/web/live"
	"upgrade101/web/metrics"
)

// Benchmarks run each server in a separate process, so that its cost can be told from that of its clients: the figure to compare is messages per second of the server's CPU time.

// peers are echo servers to compare with.
var peers = map[string]func(net.Listener) error{
	"upgrade101": func(l net.Listener) error {
		return http.Serve(engine().Listener(l), nil)
	},
	"metrics": func(l net.Listener) error { // the same, with its metrics read over and over
		e := engine()
		addr, err := metrics.Serve(context.Background(), "127.0.0.1:0", metrics.Handler(e.Counts, ""))
		if err != nil {
			return err
		}
		go func() {
			for range time.Tick(scraped) {
				if r, err := http.Get("http://" + addr.String() + "/metrics"); err == nil {
					io.Copy(io.Discard, r.Body)
					r.Body.Close()
				}
			}
		}()
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
			if err == nil {
				defer c.Close()
			}
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
				defer c.CloseNow()
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

func engine() *live.Engine {
	return live.New(live.Config{Limits: live.Limits{Unlimited: true, Sessions: 6000}, Log: slog.New(slog.DiscardHandler)})
}

// scraped is how often the metrics are read. A Prometheus reads them every 15 s, or every minute.
const scraped = 5 * time.Second

type gwsEcho struct{ gws.BuiltinEventHandler }

func (gwsEcho) OnMessage(c *gws.Conn, m *gws.Message) {
	_ = c.WriteMessage(m.Opcode, m.Bytes())
	_ = m.Close()
}

// benchServer names the peer that a child process serves as.
const benchServer = "UPGRADE101_BENCH_SERVER"

func TestMain(m *testing.M) {
	if serve := peers[os.Getenv(benchServer)]; serve != nil {
		listen := live.Listen // as upgrade101 does
		if name := os.Getenv(benchServer); name != names[0] && name != names[1] {
			listen = func(address string) (net.Listener, error) { return net.Listen("tcp", address) }
		}
		l, err := listen("127.0.0.1:0")
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

// cpu returns the CPU time of all threads of the server, in seconds, to the nanosecond.
func (c child) cpu(b *testing.B) (seconds float64) {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", c.pid))
	if err != nil || len(threads) == 0 {
		b.Fatalf("no times of process %d: %v", c.pid, err)
	}
	for _, thread := range threads {
		stat, err := os.ReadFile(thread)
		if err != nil {
			continue // it has ended
		}
		var ns float64
		fmt.Sscan(string(stat), &ns)
		seconds += ns / 1e9
	}
	return seconds
}

// memory returns the resident memory of the server, in KiB.
func (c child) memory(b *testing.B) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kib, _ := strconv.Atoi(strings.Fields(rest)[0])
	return float64(kib)
}

// open connects, does the handshake, and stays until the benchmark ends.
func (c child) open(b *testing.B) net.Conn {
	conn, err := c.dial()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { conn.Close() })
	return conn
}

// dial connects and does the handshake.
func (c child) dial() (net.Conn, error) {
	conn, err := net.Dial("tcp", c.addr)
	if err != nil {
		return nil, err
	}
	_, err = io.WriteString(conn, live.GoodHead)
	reply := make([]byte, 0, 1024)
	for n := 0; err == nil && !strings.HasSuffix(string(reply), "\r\n\r\n"); reply = reply[:len(reply)+n] {
		n, err = conn.Read(reply[len(reply):cap(reply)])
	}
	return conn, err
}

// names are the servers in a fixed order, ours first.
var names = []string{"upgrade101", "metrics", "gws", "gorilla", "coder"}

// beside runs a load on every server in turn, in rounds, and reports what ours does in a second of its CPU time, as a number and as
// multiples of what the others do; with wall, also in a second on the clock. The multiple is the median of all rounds, so that a disturbed
// one does not count. load returns how much it did.
func beside(b *testing.B, unit string, wall bool, servers []child, load func(child) int) {
	computed, passed := make([][]float64, len(servers)), make([][]float64, len(servers))
	for round := 0; b.Loop(); round++ {
		for i := range servers {
			i = (i + round) % len(servers)
			before, begin := servers[i].cpu(b), time.Now()
			done := float64(load(servers[i]))
			passed[i] = append(passed[i], done/time.Since(begin).Seconds())
			computed[i] = append(computed[i], done/(servers[i].cpu(b)-before))
		}
	}
	report := func(rates [][]float64, second string) {
		b.ReportMetric(median(rates[0]), unit+"/"+second)
		for i, name := range names[1:] {
			ratios := make([]float64, len(rates[0]))
			for round := range ratios {
				ratios[round] = rates[0][round] / rates[i+1][round]
			}
			b.ReportMetric(median(ratios), "×"+name+"/"+second)
		}
	}
	if report(computed, "cpu-s"); wall {
		report(passed, "s")
	}
	b.ReportMetric(0, "ns/op") // meaningless here
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// BenchmarkEcho has 100 clients, each of which waits for the echo before it sends again. gws checks UTF-8 as
// well; gorilla and coder do not. "metrics" is upgrade101 whose metrics are read meanwhile.
func BenchmarkEcho(b *testing.B) {
	for _, size := range []int{64, 1 << 10, 64 << 10} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			header := frame.Header{Length: int64(size)}
			message := string(frame.Append(nil, frame.Header{Fin: true, Opcode: frame.Text, Masked: true, Key: [4]byte{1, 2, 3, 4}}, make([]byte, size)))
			var servers []child
			conns := map[child][]net.Conn{}
			for _, name := range names {
				server := spawn(b, name)
				servers = append(servers, server)
				for range 100 {
					conns[server] = append(conns[server], server.open(b))
				}
			}
			each := max(10, (32<<20)/100/(size+4000)) // messages of a client in a round
			beside(b, "messages", false, servers, func(server child) int {
				var all sync.WaitGroup
				for _, conn := range conns[server] {
					all.Go(func() {
						echo := make([]byte, header.Size()+size)
						for range each {
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
				return each * len(conns[server])
			})
		})
	}
}

// BenchmarkHandshake opens and closes connections, eight at a time. With one at a time, it would mostly measure threads that go to
// sleep.
func BenchmarkHandshake(b *testing.B) {
	var servers []child
	for _, name := range names {
		servers = append(servers, spawn(b, name))
	}
	beside(b, "handshakes", true, servers, func(server child) int {
		const clients, each = 8, 100
		var all sync.WaitGroup
		for range clients {
			all.Go(func() {
				for range each {
					conn, err := server.dial()
					if err != nil {
						b.Error(err)
						return
					}
					_ = conn.(*net.TCPConn).SetLinger(0)
					conn.Close()
				}
			})
		}
		all.Wait()
		return clients * each
	})
}

// BenchmarkIdle reports the memory of an idle connection.
func BenchmarkIdle(b *testing.B) {
	const connections = 5000
	for b.Loop() {
		for _, name := range names {
			server := spawn(b, name)
			server.open(b)
			before := server.memory(b)
			conns := make([]net.Conn, connections)
			for i := range conns {
				var err error
				if conns[i], err = server.dial(); err != nil {
					b.Fatal(err)
				}
			}
			time.Sleep(time.Second) // for the garbage of the handshakes to be collected
			b.ReportMetric((server.memory(b)-before)/connections, "KiB/connection-"+name)
			for _, conn := range conns {
				conn.Close()
			}
		}
	}
	b.ReportMetric(0, "ns/op")
}
