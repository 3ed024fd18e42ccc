package hop_test

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/hoptest"
)

//go:embed fingerprints.json
var written []byte

// TestFingerprintTable keeps fingerprints.json equal to what the data says. UPDATE=1 writes it.
func TestFingerprintTable(t *testing.T) {
	c := catalog(t)
	var table []hop.Fingerprinted
	at := map[string]int{}
	request := load(t).Requests["a"]
	for _, p := range c.Programs {
		for _, cf := range p.Configurations {
			h := cf.Hop
			entry := hop.Fingerprinted{Hop: hop.Hop{Asks: h.Asks, HTTP: h.HTTP, Target: h.Target, Edits: h.Edits, Names: h.Names, Order: h.Order}}
			passage := h.Forward(parsed(request), recorded)
			entry.Lost = !strings.Contains(hoptest.Backend("a", "conforming", passage.Head), " 101 ")
			if passage.Head == "" {
				continue // sends nothing for a handshake; its ordinary requests look like those of its kin
			}
			key, _ := json.Marshal(entry)
			member := [4]string{p.ID, cf.ID, p.Name + " " + p.Version, cf.Title}
			if i, ok := at[string(key)]; ok {
				table[i].Members = append(table[i].Members, member)
				continue
			}
			at[string(key)] = len(table)
			entry.Members = [][4]string{member}
			table = append(table, entry)
		}
	}
	want, err := json.Marshal(table)
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("fingerprints.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if os.Getenv("UPDATE") == "" && !bytes.Equal(written, want) {
		t.Error("fingerprints.json is not what the data says; run UPDATE=1 go test -run FingerprintTable ./handshake/hop")
	}
}

// ambiguous are recorded heads that say too little: more than three others send the same form, and the configuration
// itself is not among the first three.
var ambiguous = map[string]string{
	"h varnish/pipe-only":               "an empty Connection, which no guess has",
	"h http-proxy-middleware-3/mounted": "lower case and Connection: close is what HAProxy sends too",
	"n apache/request-header":           "one field fewer than Apache's plain head, and a client may not have sent it",
	"f apache/request-header":           "as above",
	"g haproxy/del-upgrade":             "a POST without Upgrade in lower case",
	"f haproxy/del-upgrade":             "as above",
	"g haproxy/set-connection":          "a POST with Connection: close in lower case",
	"h caddy/drop-sec":                  "no field of WebSocket is left to tell it from an ordinary request",
}

// TestFingerprint looks recorded heads up: the configuration of each, or one that sends the same head, is among the
// first three. FULL=1 takes all requests, which lasts a minute.
func TestFingerprint(t *testing.T) {
	requests := "abe"
	if os.Getenv("FULL") != "" {
		requests = "abcdefghijklmnopq"
	}
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
	for key, who := range sends {
		fits := hop.Fingerprint(parsed(key[1:]))
		found := false
		var first []string
		for _, f := range fits[:min(3, len(fits))] {
			first = append(first, f.Program+"/"+f.Configuration)
			found = found || who[f.Program+"/"+f.Configuration]
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
