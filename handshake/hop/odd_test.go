package hop_test

import (
	"testing"

	"upgrade101/handshake/head"
	"upgrade101/handshake/hop"
)

// oddHeads are requests and answers that no program writes and a paste can contain.
var oddHeads = []string{
	"", "\r\n\r\n", "\x00", "GET", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n: x\r\nConnection: , ,\r\nUpgrade:\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: a\r\nConnection: \r\n\xff \r\n: \r\n\r\n", "HTTP/1.1 101 OK\r\n: x\r\nConnection: upgrade\r\n\r\n", "HTTP/1.1 101\r\n\r\n", "HTTP/9 999 a\r\n:\r\n\r\nx",
}

// TestOddHeads: every configuration handles every head in one pass, in both directions. An endless loop fails by the
// test's time limit.
func TestOddHeads(t *testing.T) {
	through(t, oddHeads, oddHeads)
}

func through(t *testing.T, requests, answers []string) {
	c := catalog(t)
	for i := range c.Programs {
		for j := range c.Programs[i].Configurations {
			h := &c.Programs[i].Configurations[j].Hop
			for _, request := range requests {
				for _, answer := range answers {
					q := head.ParseRequest(request)
					steps := hop.Through([]*hop.Hop{h}, &q, hop.DefaultEnv, func(string) string { return answer })
					if len(steps) != 1 {
						t.Errorf("%q: %d steps", request, len(steps))
					}
				}
			}
		}
	}
}

func FuzzThrough(f *testing.F) {
	for _, head := range oddHeads {
		f.Add(head, head)
	}
	f.Fuzz(func(t *testing.T, request, answer string) { through(t, []string{request}, []string{answer}) })
}
