package hop_test

import (
	"maps"
	"os"
	"runtime"
	"slices"
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

// ambiguous are recorded heads with too little evidence: more than three other configurations send the same form, and
// the right one is not among the first three.
var ambiguous = map[string]string{
	"h varnish/pipe-only":               "an empty Connection, which no guess has",
	"h http-proxy-middleware-3/mounted": "lower case and Connection: close is what HAProxy sends too",
	"n apache/request-header":           "one field fewer than Apache's plain head, and a client may not have sent it",
	"f apache/request-header":           "as above",
	"g haproxy/del-upgrade":             "a POST without Upgrade in lower case",
	"f haproxy/del-upgrade":             "as above",
	"g haproxy/set-connection":          "a POST with Connection: close in lower case",
	"f haproxy/set-connection":          "the same head as of a request without Connection through server-close",
	"h caddy/drop-sec":                  "no field of WebSocket is left to tell it from an ordinary request",
}

// TestFingerprint: for each recorded head, its configuration, or one that sends the same head, is among the first three.
// FULL=1 uses all requests, which takes a minute.
func TestFingerprint(t *testing.T) {
	requests, every := "abe", 1
	if runtime.GOARCH == "wasm" {
		requests, every = "a", 3 // eight times slower in a browser; how heads are compared is the same for each
	}
	if os.Getenv("FULL") != "" {
		requests = "abcdefghijklmnopq"
	}
	c := catalog(t)
	sends := map[string]map[string]bool{} // request and head: who sends it
	for id, configurations := range load(t).Programs {
		for _, rec := range configurations {
			for _, o := range rec.Observations {
				if o.ToBackend != nil && strings.Contains(requests, o.Request) {
					key := o.Request + *o.ToBackend
					if sends[key] == nil {
						sends[key] = map[string]bool{}
					}
					sends[key][id+"/"+rec.ID] = true
				}
			}
		}
	}
	for i, key := range slices.Sorted(maps.Keys(sends)) {
		if i%every != 0 {
			continue
		}
		who := sends[key]
		fits := c.Fingerprint(parsed(key[1:]))
		found := false
		var first []string
		for _, f := range fits[:min(3, len(fits))] {
			first = append(first, f.Program.ID+"/"+f.Configuration.ID)
			found = found || who[f.Program.ID+"/"+f.Configuration.ID]
		}
		name := key[:1] + " " + one(who)
		if !found && ambiguous[name] == "" {
			t.Errorf("%s: not among the first three of %d: %v", name, len(fits), first)
		}
		if found && ambiguous[name] != "" {
			t.Errorf("%s is found now; take it out of the list", name)
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
