//go:build clients && linux

package clients

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unsafe"
)

// TestInstalledTerminal: colours are for a terminal, unless NO_COLOR is set; and wrong arguments have a status of their
// own, whether they follow a verb or not.
func TestInstalledTerminal(t *testing.T) {
	program, file := build(t), filepath.Join(t.TempDir(), "head.txt")
	if err := os.WriteFile(file, []byte("GET /chat HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\n\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	inspect := func(terminal bool, env ...string) string {
		c := exec.CommandContext(t.Context(), program, "inspect", file)
		c.Env = append([]string{"TERM=xterm"}, env...)
		if !terminal {
			out, _ := c.Output()
			return string(out)
		}
		ours, theirs := pseudoTerminal(t)
		c.Stdout = theirs
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		theirs.Close()
		var out strings.Builder
		for b := make([]byte, 4096); ; {
			n, err := ours.Read(b)
			if out.Write(b[:n]); err != nil { // EIO, when the program has ended
				_ = c.Wait()
				return out.String()
			}
		}
	}
	for name, c := range map[string]struct {
		out       string
		colourful bool
	}{
		"a terminal":          {inspect(true), true},
		"NO_COLOR":            {inspect(true, "NO_COLOR=1"), false},
		"a terminal too dumb": {inspect(true, "TERM=dumb"), false},
		"a pipe":              {inspect(false), false},
	} {
		if !strings.Contains(c.out, "Fails") || strings.Contains(c.out, "\x1b[") != c.colourful {
			t.Errorf("%s: %q", name, c.out)
		}
	}
	for _, args := range [][]string{{"inspct", file}, {"-nonsense"}, {"-max-message", "0"}, {"inspect"}, {"probe", "http://a.example/"}} {
		out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 3 || len(out) == 0 {
			t.Errorf("%q: %v; want status 3\n%s", args, err, out)
		}
	}
}

// pseudoTerminal opens both ends of one.
func pseudoTerminal(t *testing.T) (ours, theirs *os.File) {
	t.Helper()
	ours, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("not tested: there are no pseudo terminals: %v", err)
	}
	t.Cleanup(func() { ours.Close() })
	var locked, number int32
	for request, value := range map[uintptr]*int32{syscall.TIOCSPTLCK: &locked, syscall.TIOCGPTN: &number} {
		if _, _, e := syscall.Syscall(syscall.SYS_IOCTL, ours.Fd(), request, uintptr(unsafe.Pointer(value))); e != 0 {
			t.Fatal(e)
		}
	}
	if theirs, err = os.OpenFile(fmt.Sprint("/dev/pts/", number), os.O_RDWR|syscall.O_NOCTTY, 0); err != nil {
		t.Fatal(err)
	}
	return ours, theirs
}
