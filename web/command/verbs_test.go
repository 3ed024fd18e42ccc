package command

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upgrade101/web/e2e/port"
)

func TestHealth(t *testing.T) {
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			t.Errorf("it asks for %s", r.URL.Path)
		}
		w.WriteHeader(status)
	}))
	addr := server.Listener.Addr().String()
	if got, out, _ := run("health", "-addr", addr); got != exitOK || out != "ok\n" {
		t.Errorf("status %d, output %q", got, out)
	}
	_, port, _ := strings.Cut(addr, ":")
	for _, everywhere := range []string{":" + port, "0.0.0.0:" + port} {
		if got, _, errs := run("health", "-addr", everywhere); got != exitOK {
			t.Errorf("-addr %s: status %d, %s", everywhere, got, errs)
		}
	}
	t.Setenv("UPGRADE101_ADDR", addr)
	if got, _, _ := run("health"); got != exitOK {
		t.Errorf("the address of the environment: status %d", got)
	}
	status = http.StatusServiceUnavailable
	if got, _, errs := run("health"); got != exitFails || !strings.Contains(errs, "503") {
		t.Errorf("503: status %d, %q", got, errs)
	}
	server.Close()
	if got, _, errs := run("health"); got != exitFails || errs == "" {
		t.Errorf("no server: status %d, %q", got, errs)
	}
	if got, _, _ := run("health", "-addr", "nonsense"); got != ExitUsage {
		t.Errorf("a wrong address: status %d", got)
	}
}

func TestNotices(t *testing.T) {
	var out strings.Builder
	if status, ok := Run([]string{"notices"}, &Streams{Out: &out, Err: &out, Notices: "licences\n"}); !ok || status != exitOK || out.String() != "licences\n" {
		t.Errorf("status %d, output %q", status, out.String())
	}
	if status, _, errs := run("notices"); status != exitFails || !strings.Contains(errs, "make build") {
		t.Errorf("without notices: status %d, %q", status, errs)
	}
}

// full is a disk that is full.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// Failing to write the output is an error of every verb.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "bad.md")
	if err := os.WriteFile(file, []byte("```\n"+badHead+"```\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	address := "ws://" + port.Refusing(t) + "/"
	for _, args := range [][]string{
		{"inspect", file}, {"inspect", "-json", file}, {"check", file}, {"check", "-format", "json", file}, {"check", "-format", "github", file},
		{"probe", address}, {"probe", "-json", address}, {"notices"},
	} {
		var errs strings.Builder
		if status, _ := Run(args, &Streams{Out: full{}, Err: &errs, Notices: "licences\n"}); status != exitUnknown || !strings.Contains(errs.String(), "no space left") {
			t.Errorf("%q: status %d, %q", args, status, errs.String())
		}
	}
}

func TestOtherArguments(t *testing.T) {
	for _, args := range [][]string{nil, {"-addr", "127.0.0.1:0"}, {"nonsense"}} {
		if _, ok := Run(args, &Streams{}); ok {
			t.Errorf("%q runs a verb", args)
		}
	}
}
