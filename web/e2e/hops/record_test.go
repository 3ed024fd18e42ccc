//go:build hops

package hops

import (
	"encoding/json"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"upgrade101/handshake/hop/hoptest"
)

// recorder collects what happens where HOPS_RECORD names a file for it.
var recorder *recording

// shards is how many instances of a configuration share the work.
const shards = 3

type recording struct {
	mu  sync.Mutex
	all map[string][]recorded // by program/configuration
}

type recorded struct {
	Name, Answer string
	observed
}

func TestMain(m *testing.M) {
	file := os.Getenv("HOPS_RECORD")
	if file != "" {
		recorder, silence = &recording{all: map[string][]recorded{}}, 600*time.Millisecond
	}
	status := m.Run()
	if file != "" {
		text, err := json.Marshal(recorder.all)
		if err == nil {
			err = os.WriteFile(file, text, 0o644)
		}
		if err != nil {
			panic(err)
		}
	}
	os.Exit(status)
}

// record takes the further requests and answers through a running configuration.
func (r *recording) record(t *testing.T, program, configuration string, shard int, b *backend, start func() string, sample string, further []hoptest.Exchange) {
	var list []recorded
	listen := start()
	upstream := b.Addr().String()
	_, port, _ := net.SplitHostPort(upstream)
	self, _ := os.Hostname()
	try := func(name, request, answer string, probe bool) observed {
		o, err := b.exchange(listen, request, func(head string) string { return hoptest.FurtherBackend(answer, head, upstream) }, probe, expected{})
		for again := 0; again < 2 && err == nil && o.Backend == "" && strings.Contains(o.Client, " 50"); again++ {
			o, err = b.exchange(listen, request, func(head string) string { return hoptest.FurtherBackend(answer, head, upstream) }, probe, expected{})
		}
		if err != nil { // the exchange before ended the process
			listen = start()
			if o, err = b.exchange(listen, request, func(head string) string { return hoptest.FurtherBackend(answer, head, upstream) }, probe, expected{}); err != nil {
				t.Error(err)
			}
		}
		plain := strings.NewReplacer(":"+port, ":PORT", ":"+listen, ":PORT", self, "HOSTNAME")
		p := o
		p.Backend, p.Client = latin1(plain.Replace(o.Backend)), latin1(cut(normal(plain.Replace(o.Client))))
		list = append(list, recorded{name, answer, p})
		return o
	}
	n := 0
	mine := func() bool { n++; return n%shards == shard }
	for _, x := range further {
		if !mine() {
			continue
		}
		o := try(x.Name, x.Request, x.Answer, false)
		if x.Answer == "conforming" && o.Backend != "" && !strings.Contains(o.Client, " 101 ") {
			try(x.Name, x.Request, "101", false)
		}
	}
	for _, answer := range hoptest.FurtherNames() {
		if !mine() {
			continue
		}
		try("a", sample, answer, true)
		try("page", hoptest.Page, answer, false)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	name := program + "/" + configuration
	r.all[name] = append(r.all[name], list...)
}

// cut shortens content as the recordings do.
func cut(s string) string {
	h, rest, _ := strings.Cut(s, "\r\n\r\n")
	for strings.HasPrefix(h[strings.IndexByte(h+" ", ' '):], " 10") && strings.HasPrefix(rest, "HTTP/") {
		var next string
		next, rest, _ = strings.Cut(rest, "\r\n\r\n")
		h += "\r\n\r\n" + next
	}
	if len(rest) > 400 {
		rest = rest[:400]
	}
	if !strings.Contains(s, "\r\n\r\n") {
		return s
	}
	return h + "\r\n\r\n" + rest
}

// latin1 writes each octet as one character.
func latin1(s string) string {
	r := make([]rune, len(s))
	for i := range len(s) {
		r[i] = rune(s[i])
	}
	return string(r)
}
