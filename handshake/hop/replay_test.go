package hop_test

import (
	_ "embed"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"upgrade101/handshake/head"
	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/hoptest"
	"upgrade101/handshake/hop/programs"
)

//go:embed testdata/differences.txt
var differences string

func load(t testing.TB) *hoptest.Recordings {
	t.Helper()
	r, err := hoptest.Load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func catalog(t testing.TB) *hop.Catalog {
	t.Helper()
	c, err := hop.ParseCatalog(programs.JSON())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// recorded is the Env of the recordings, as they spell it.
var recorded = hop.Env{Upstream: "127.0.0.1:PORT", From: "127.0.0.1", Self: "HOSTNAME", Port: "PORT", Date: "DATE", ID: "XID", UUID: "UUID", Key: "A-NEW-RANDOM-KEY-OF-16B==", Age: "N"}

// unexplained reads testdata/differences.txt: what the model does not reproduce, with reasons. A reason is a line that
// starts with #; below it are lines "program/configuration request|answer".
func unexplained(t *testing.T) map[string]string {
	t.Helper()
	known, reason := map[string]string{}, ""
	for _, l := range strings.Split(strings.TrimSpace(differences), "\n") {
		if r, ok := strings.CutPrefix(l, "# "); ok {
			reason = r
			continue
		}
		if l == "" {
			continue
		}
		if reason == "" || known[l] != "" {
			t.Errorf("differences.txt: %q has no reason, or is there twice", l)
		}
		known[l] = reason
	}
	return known
}

// TestReplay compares every recording with the model. A difference that is not listed fails, and so does a listed one
// that no longer exists.
func TestReplay(t *testing.T) {
	r, c := load(t), catalog(t)
	only := os.Getenv("HOP") // "nginx/map" shows that one and more of each difference
	known := unexplained(t)
	all, wrong := 0, 0
	for id, configurations := range r.Programs {
		p := c.Program(id)
		for _, rec := range configurations {
			if only != "" && !strings.HasPrefix(id+"/"+rec.ID, only) {
				continue
			}
			all += len(rec.Observations)
			if p == nil || p.Configuration(rec.ID) == nil {
				t.Errorf("%s/%s was recorded and is not in the data", id, rec.ID)
				continue
			}
			cf := p.Configuration(rec.ID)
			for _, o := range rec.Observations {
				name := id + "/" + rec.ID + " " + o.Request + "|" + o.Answer
				diffs := replay(&cf.Hop, r.Requests[o.Request], o)
				if len(diffs) > 0 {
					wrong++
					if known[name] == "" {
						t.Errorf("%s\n%s", name, strings.Join(diffs, "\n"))
					} else if only != "" {
						t.Logf("%s (%s)\n%s", name, known[name], strings.Join(diffs, "\n"))
					}
				} else if known[name] != "" {
					t.Errorf("%s: no longer differs; take it out of differences.txt", name)
				}
				delete(known, name)
			}
		}
	}
	if only == "" {
		for name := range known {
			t.Errorf("%s: listed in differences.txt and not recorded", name)
		}
		if wrong*100 > 3*all {
			t.Errorf("%d of %d differ, more than 3 %%", wrong, all)
		}
	}
	t.Logf("%d of %d differ", wrong, all)
}

//go:embed testdata/idle.txt
var idle string

// TestIdle compares the idle timeout of tunnels with the measured one.
func TestIdle(t *testing.T) {
	c, n := catalog(t), 0
	for _, l := range strings.Split(strings.TrimSpace(idle), "\n") {
		name, measured, _ := strings.Cut(l, " ")
		if name == "#" {
			continue
		}
		n++
		_, cf := c.Find(name)
		if cf == nil {
			t.Errorf("%s was measured and is not in the data", name)
			continue
		}
		says := float64(cf.Hop.IdleSeconds())
		still, open := strings.CutPrefix(measured, "open ")
		seconds, err := strconv.ParseFloat(still, 64)
		if wrong := open && says > 0 && says <= seconds || !open && (seconds < says || seconds > says+2); err != nil || wrong {
			t.Errorf("%s: the data says %v s, measured was %q", name, says, measured)
		}
	}
	if n < 20 {
		t.Errorf("%d measurements", n)
	}
}

func parsed(request string) *head.Head { h := head.ParseRequest(request); return &h }

// replay passes a recorded request through a hop and lists the differences.
func replay(h *hop.Hop, request string, o hoptest.Observation) (diffs []string) {
	p := h.Forward(parsed(request), recorded)
	say := func(what, got, want string) {
		if got != want {
			diffs = append(diffs, "   "+what+" "+hoptest.Contrast(got, want))
		}
	}
	head, _, _ := strings.Cut(p.Head, "\r\n\r\n")
	want := ""
	if o.ToBackend != nil {
		want, _, _ = strings.Cut(*o.ToBackend, "\r\n\r\n")
	} else if o.Answer == "down" {
		want = head
	}
	say("B", head, want)
	var back hop.Answer
	if o.Answer == "down" {
		back = h.Unreachable(p)
	} else {
		back = h.Return(p, hoptest.Backend(o.Request, o.Answer, want+"\r\n\r\n"))
	}
	wantClient := ""
	if o.ToClient != nil {
		wantClient = *o.ToClient
	}
	if i := strings.Index(wantClient, "… ("); i >= 0 && !strings.Contains(back.Raw, "… (") && len(back.Raw) > i { // the recording truncates content
		head, content, _ := strings.Cut(back.Raw, "\r\n\r\n")
		back.Raw = fmt.Sprintf("%s\r\n\r\n%s… (%d more)", head, content[:100], len(content)-100)
	}
	say("C", back.Raw, wantClient)
	say("E", back.End, o.End)
	if o.Tunnel == "both ways" || o.Tunnel == "none" {
		say("T", back.Tunnel, o.Tunnel)
	}
	return diffs
}
