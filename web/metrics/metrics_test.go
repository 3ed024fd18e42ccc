package metrics

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"upgrade101/web/live"
)

// A scrape has a sample of each counter, with the value of the engine.
func TestMetrics(t *testing.T) {
	counts := live.Counts{Sessions: 3, Handshakes: map[int]int64{101: 7, 426: 2}, Frames: 11, Received: 13, Sent: 17, Tries: 19, Refused: map[string]int64{"sessions": 23}}
	h := Handler(func() live.Counts { return counts }, "0123")
	scrape := func() string {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		if w.Code != http.StatusOK {
			t.Fatalf("%d: %s", w.Code, w.Body)
		}
		return w.Body.String()
	}
	text := scrape()
	for _, sample := range []string{
		"upgrade101_sessions 3",
		`upgrade101_handshakes_total{status="101"} 7`,
		`upgrade101_handshakes_total{status="426"} 2`,
		"upgrade101_frames_total 11",
		`upgrade101_bytes_total{direction="received"} 13`,
		`upgrade101_bytes_total{direction="sent"} 17`,
		`upgrade101_refusals_total{limit="sessions"} 23`,
		"upgrade101_tries_total 19",
		`upgrade101_build_info{go="go`,
		`version="0123"} 1`,
		"# TYPE upgrade101_sessions gauge", "# TYPE upgrade101_frames_total counter",
		"go_goroutines ",
	} {
		if !strings.Contains(text, sample) {
			t.Errorf("lacks %q in\n%s", sample, text)
		}
	}
	counts.Sessions = 4
	if !strings.Contains(scrape(), "upgrade101_sessions 4\n") {
		t.Error("the counters are not read at each scrape")
	}
	for method, status := range map[string]int{"POST /metrics": 405, "GET /": 404} {
		w := httptest.NewRecorder()
		how, path, _ := strings.Cut(method, " ")
		if h.ServeHTTP(w, httptest.NewRequest(how, path, nil)); w.Code != status {
			t.Errorf("%s is answered %d, want %d", method, w.Code, status)
		}
	}
}

// The counters of a real engine are all valid samples: a limit whose name is not a valid label would fail the scrape.
func TestServe(t *testing.T) {
	e := live.New(live.Config{Log: slog.New(slog.DiscardHandler)})
	ctx, stop := context.WithCancel(t.Context())
	addr, err := Serve(ctx, "127.0.0.1:0", Handler(e.Counts, ""))
	if err != nil {
		t.Fatal(err)
	}
	conn := e.Pipe()
	go io.WriteString(conn, "GET /echo HTTP/1.1\r\nHost: a.example\r\n\r\n")
	io.Copy(io.Discard, conn) // it ends after the refusal
	r, err := http.Get("http://" + addr.String() + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	r.Body.Close()
	if err != nil || !strings.Contains(string(body), `upgrade101_handshakes_total{status="4`) || !strings.Contains(string(body), `limit="address_sessions"} 0`) {
		t.Errorf("%v\n%s", err, body)
	}

	if _, err := Serve(ctx, addr.String(), nil); err == nil || !strings.Contains(err.Error(), "another program, or the server itself, listens there") {
		t.Errorf("an address that is taken: %v", err)
	}
	for _, wrong := range []string{"nonsense", "127.0.0.1:port", "127.0.0.1:99999"} {
		if _, err := Serve(ctx, wrong, nil); err == nil || !strings.Contains(err.Error(), "the metrics cannot be served at") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	stop()
	for { // it ends with ctx, a moment later
		c, err := net.Dial("tcp", addr.String())
		if err != nil {
			break
		}
		c.Close()
	}
}

// BenchmarkScrape reports the cost of a scrape. Its effect on echoes is in the benchmarks of web/live.
func BenchmarkScrape(b *testing.B) {
	h := Handler(live.New(live.Config{Log: slog.New(slog.DiscardHandler)}).Counts, "")
	for b.Loop() {
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil)); w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}

// Neither the page's program nor the engine in the page contains this.
func TestNotInThePage(t *testing.T) {
	for _, program := range []string{"upgrade101/app/wasm", "upgrade101/web/live/inpage"} {
		cmd := exec.Command("go", "list", "-deps", program)
		cmd.Env, cmd.Stderr = append(os.Environ(), "GOOS=js", "GOARCH=wasm"), os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		deps := strings.Fields(string(out))
		if !slices.Contains(deps, "upgrade101/handshake") {
			t.Errorf("%s imports no handshake; the list is not its own:\n%s", program, out)
		}
		for _, dep := range deps {
			for _, not := range []string{"prometheus", "protobuf", "upgrade101/web/metrics", "upgrade101/web/probe", "upgrade101/web/command"} {
				if strings.Contains(dep, not) {
					t.Errorf("%s contains %s", program, dep)
				}
			}
		}
	}
}
