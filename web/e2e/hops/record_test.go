//go:build hops

package hops

import (
	"encoding/json"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"upgrade101/handshake/head"
	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/hoptest"
)

// recorder collects what happens where HOPS_RECORD names a file for it.
var recorder *recording

// shards is how many instances of a configuration share the work.
const shards = 2

type recording struct {
	mu  sync.Mutex
	all map[string][]hoptest.Observed // by program/configuration

	requests map[string]string // by name
}

func TestMain(m *testing.M) {
	file := os.Getenv("HOPS_RECORD")
	if file != "" {
		recorder, silence = &recording{all: map[string][]hoptest.Observed{}, requests: map[string]string{}}, 800*time.Millisecond
	}
	status := m.Run()
	if file != "" {
		text, err := json.Marshal(map[string]any{"requests": recorder.requests, "programs": recorder.all})
		if err == nil {
			err = os.WriteFile(file, text, 0o644)
		}
		if err != nil {
			panic(err)
		}
	}
	os.Exit(status)
}

// record takes the further requests and answers through a running configuration; or, where HOPS_DRAWN is a number, as many
// drawn ones.
func (r *recording) record(t *testing.T, program string, cf *hop.Configuration, shard int, b *backend, start func() string, sample string, seed uint64) {
	var list []hoptest.Observed
	listen := start()
	upstream := b.Addr().String()
	_, port, _ := net.SplitHostPort(upstream)
	self, _ := os.Hostname()
	try := func(name, request, answer string, probe bool) observed {
		says := func(head string) string { return hoptest.FurtherBackend(answer, head, upstream) }
		env := hop.DefaultEnv
		env.Upstream = upstream
		q := head.ParseRequest(request)
		p := cf.Hop.Forward(&q, env) // what it says decides how long is waited, and not what is written down
		back := cf.Hop.Return(p, says(p.Head))
		want := expected{p.Head != "", back.Raw != "" || back.End == "closed", back.Tunnel == "both ways"}
		o, err := b.exchange(listen, request, says, probe, want)
		for again := 0; again < 2 && err == nil && o.Backend == "" && strings.Contains(o.Client, " 50"); again++ {
			o, err = b.exchange(listen, request, says, probe, want)
		}
		if err != nil { // the exchange before ended the process
			listen = start()
			if o, err = b.exchange(listen, request, says, probe, want); err != nil {
				t.Error(err)
			}
		}
		plain := strings.NewReplacer(":"+port, ":PORT", ":"+listen, ":PORT", " "+self+" ", " HOSTNAME ")
		list = append(list, hoptest.Observed{Request: name, Answer: answer, Backend: latin1(strings.TrimSuffix(numbers.ReplaceAllString(plain.Replace(o.Backend), "${1}"+hop.DefaultEnv.ID), "\r\n\r\n")),
			Client: latin1(cut(normal(plain.Replace(o.Client)))), End: o.End, Tunnel: o.Tunnel})
		r.mu.Lock()
		r.requests[name] = latin1(request)
		r.mu.Unlock()
		return o
	}
	further, names := hoptest.Further(), hoptest.FurtherNames()
	if drawn, err := strconv.Atoi(os.Getenv("HOPS_DRAWN")); err == nil {
		further, names = append(pick(seed, program+"/"+cf.ID, drawn), hoptest.Guards()...), nil
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
	for _, answer := range names {
		if !mine() {
			continue
		}
		try("a", sample, answer, true)
		try("page", hoptest.Page, answer, false)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	name := program + "/" + cf.ID
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
