//go:build clients

package clients

import (
	"errors"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	coder "github.com/coder/websocket"

	"upgrade101/web/e2e/port"
)

// TestInstalledMetrics: the program counts a session, serves the count on a listener of its own and nowhere else, and
// does not start where that is taken.
func TestInstalledMetrics(t *testing.T) {
	program, addr, metrics := build(t), port.Free(t), port.Free(t)
	start(t, t.TempDir(), program, "-addr", addr, "-metrics", metrics)
	await(t, "http://"+addr+"/healthz")
	c, _, err := coder.Dial(t.Context(), "ws://"+addr+"/echo", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.CloseNow()
	r, err := http.Get("http://" + metrics + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || !strings.Contains(string(body), "\nupgrade101_handshakes_total{status=\"101\"} 1\n") || !strings.Contains(string(body), "\nupgrade101_build_info{") {
		t.Errorf("%v\n%s", err, body)
	}
	if r := get(t, "http://"+addr+"/metrics"); r.StatusCode != http.StatusNotFound {
		t.Errorf("the site answers /metrics with %d", r.StatusCode)
	}
	for _, taken := range []string{addr, metrics} {
		out, err := exec.CommandContext(t.Context(), program, "-addr", "127.0.0.1:0", "-metrics", taken).CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.Contains(string(out), "the metrics cannot be served at "+taken+": another program") || strings.Contains(string(out), "is at http") {
			t.Errorf("with -metrics %s: %v\n%s", taken, err, out)
		}
	}
}
