//go:build clients

package clients

import (
	"context"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"

	coder "github.com/coder/websocket"

	"upgrade101/web/e2e/port"
)

// TestInstalledStop: the program is stopped while 50 clients send as fast as they can. Each is closed with 1001, and the program
// exits by itself without an error.
func TestInstalledStop(t *testing.T) {
	addr := port.Free(t)
	program := exec.Command(build(t), "-addr", addr, "-no-limits")
	var said strings.Builder
	program.Stdout, program.Stderr = &said, &said
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	await(t, "http://"+addr+"/healthz")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var busy, gone sync.WaitGroup
	for range 50 {
		busy.Add(1)
		gone.Go(func() {
			c, _, err := coder.Dial(ctx, "ws://"+addr+"/echo", nil)
			if err != nil {
				t.Error(err)
				busy.Done()
				return
			}
			defer c.CloseNow()
			for n := 0; err == nil; n++ {
				_ = c.Write(ctx, coder.MessageText, []byte("on and on")) // what is wrong is read next
				if _, _, err = c.Read(ctx); n == 0 {
					busy.Done()
				}
			}
			if status := coder.CloseStatus(err); status != coder.StatusGoingAway {
				t.Errorf("a session ended with %v, want 1001", err)
			}
		})
	}
	busy.Wait()
	if err := program.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	gone.Wait()
	if err := program.Wait(); err != nil || strings.Contains(said.String(), `"level":"ERROR"`) {
		t.Errorf("it ended with %v and said\n%s", err, said.String())
	}
}
