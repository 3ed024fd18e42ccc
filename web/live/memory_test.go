//go:build js

package live

import (
	"bytes"
	"net"
	"runtime"
	"testing"
)

// In a browser there are no sockets: every test that can runs in memory.
func (s *server) kinds() map[string]func(testing.TB) net.Conn {
	return map[string]func(testing.TB) net.Conn{"pipe": s.pipe}
}

var tries = map[string]func(*Engine) error{"memory": func(*Engine) error { return nil }}

func (s *server) listen(testing.TB) {}

func (s *server) dial(t testing.TB) net.Conn { return s.pipe(t) }

// goroutines counts them without those that Go keeps to receive events from JavaScript.
func goroutines() int {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	return bytes.Count(stacks, []byte("goroutine ")) - bytes.Count(stacks, []byte("runtime.handleEvent(")) - bytes.Count(stacks, []byte("in goroutine "))
}
