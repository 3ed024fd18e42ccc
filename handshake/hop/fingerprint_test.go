package hop_test

import (
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"upgrade101/handshake/hop/hoptest"
)

// TestLost: a server behind a hop refuses exactly the handshakes whose upgrade the hop loses.
func TestLost(t *testing.T) {
	request := load(t).Requests["a"]
	for _, p := range catalog(t).Programs {
		for _, cf := range p.Configurations {
			passage := cf.Hop.Forward(parsed(request), recorded)
			if lost := !strings.Contains(hoptest.Backend("a", "conforming", passage.Head), " 101 "); passage.Head != "" && lost != cf.Lost() {
				t.Errorf("%s/%s: the backend refuses: %v; it loses %v", p.ID, cf.ID, lost, cf.Loses)
			}
		}
	}
}

// TestFingerprint: for each recorded head, its configuration, or one that sends the same head, is among the first three. Every
// third one is looked for, and each with EVERY=1, as in make test-hops.
func TestFingerprint(t *testing.T) {
	every := 3
	if runtime.GOARCH == "wasm" {
		every = 20 // eight times slower in a browser; how heads are compared is the same for each
	}
	if n, err := strconv.Atoi(os.Getenv("EVERY")); err == nil {
		every = n
	}
	c := catalog(t)
	sends := map[string]map[string]map[string]bool{} // head and request: who sends it
	for id, configurations := range load(t).Programs {
		for _, rec := range configurations {
			for _, o := range rec.Observations {
				if o.ToBackend == nil {
					continue
				}
				from := sends[*o.ToBackend]
				if from == nil {
					from = map[string]map[string]bool{}
					sends[*o.ToBackend] = from
				}
				if from[o.Request] == nil {
					from[o.Request] = map[string]bool{}
				}
				from[o.Request][id+"/"+rec.ID] = true
			}
		}
	}
	for i, head := range slices.Sorted(maps.Keys(sends)) {
		if i%every != 0 {
			continue
		}
		fits := c.Fingerprint(parsed(head))
		for request, who := range sends[head] {
			found := false
			var first []string
			for _, f := range fits[:min(3, len(fits))] {
				first = append(first, f.Program.ID+"/"+f.Configuration.ID)
				found = found || who[f.Program.ID+"/"+f.Configuration.ID]
			}
			if !found {
				t.Errorf("%s %s: not among the first three of %d: %v", request, one(who), len(fits), first)
			}
		}
	}
}

func one(who map[string]bool) string {
	least := ""
	for w := range who {
		if least == "" || w < least {
			least = w
		}
	}
	return least
}
