package hop_test

import (
	"runtime"
	"strings"
	"testing"

	"upgrade101/handshake/hop"
)

// TestChanges: the changes are exactly the differences: undoing them turns the head after the hop into the one before
// it, and each has a reason.
func TestChanges(t *testing.T) {
	r := load(t)
	for _, p := range catalog(t).Programs {
		for _, cf := range p.Configurations {
			for _, id := range []string{"a", "c", "e", "k"} {
				q := parsed(r.Requests[id])
				passage := cf.Hop.Forward(q, recorded)
				if passage.Head == "" {
					continue
				}
				lines := strings.Split(strings.SplitN(passage.Head, "\r\n\r\n", 2)[0], "\r\n")
				behind := make([]string, len(lines)-1)
				copy(behind, lines[1:])
				before := map[int]bool{}
				for _, c := range passage.Changes {
					if c.Why == "" || c.Text == "" {
						t.Errorf("%s/%s [%s]: %+v", p.ID, cf.ID, id, c)
					}
					if c.Before >= 0 {
						before[c.Before] = true
						if was := q.Fields[c.Before]; c.Was != was.Name.Text+": "+was.Value.Text {
							t.Errorf("%s/%s [%s]: was %q, the head has %q", p.ID, cf.ID, id, c.Was, was.Name.Text)
						}
					}
					if c.After >= 0 {
						if behind[c.After] != c.Text {
							t.Errorf("%s/%s [%s]: %q is in the place of %q", p.ID, cf.ID, id, behind[c.After], c.Text)
						}
						behind[c.After] = ""
					}
				}
				var kept []string
				for i, f := range q.Fields {
					if !before[i] {
						kept = append(kept, f.Name.Text+": "+f.Value.Text)
					}
				}
				var rest []string
				for _, l := range behind {
					if l != "" {
						rest = append(rest, l)
					}
				}
				if strings.Join(kept, "|") != strings.Join(rest, "|") {
					t.Errorf("%s/%s [%s]: unchanged are %q and %q", p.ID, cf.ID, id, kept, rest)
				}
			}
		}
	}
}

// TestLongHead: a head with thousands of fields takes little time.
func TestLongHead(t *testing.T) {
	lines := 4000
	if runtime.GOARCH == "wasm" {
		lines = 1000 // a browser is ten times slower
	}
	long := "GET / HTTP/1.1\r\nHost: a\r\n" + strings.Repeat("X-A: b\r\nConnection: c\r\nY: d\r\n", lines/3) + "\r\n"
	for _, p := range catalog(t).Programs {
		for _, cf := range p.Configurations[:1] {
			passage := cf.Hop.Forward(parsed(long), hop.DefaultEnv)
			cf.Hop.Return(passage, "HTTP/1.1 200 OK\r\n"+strings.Repeat("X-A: b\r\n", lines)+"\r\n")
		}
	}
}
