// Package port finds TCP ports on loopback for tests that run beside other tests. A port of :0 that is closed again
// can be given away at once; these are not.
package port

import (
	"fmt"
	"net"
	"os"
	"sync/atomic"
	"testing"
)

// Refusing returns the address of a port that refuses connections for as long as the test runs: it belongs to the
// client's end of an open connection, so that it is neither free nor listened on.
func Refusing(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c.LocalAddr().String()
}

// The ports that Free returns are below those that systems hand out for :0 (32768 and up on Linux, 49152 elsewhere).
// Each process begins somewhere else, so that two that run at once do not choose the same.
const first, last = 20000, 32000

var next atomic.Int64

func init() { next.Store(int64(os.Getpid()) * 101) }

// Free returns the address of a port for a program that cannot listen on port 0. It returns no port twice.
func Free(t *testing.T) string {
	t.Helper()
	for range last - first {
		address := fmt.Sprintf("127.0.0.1:%d", first+next.Add(1)%(last-first))
		if l, err := net.Listen("tcp", address); err == nil {
			l.Close()
			return address
		}
	}
	t.Fatal("no port is free")
	return ""
}
