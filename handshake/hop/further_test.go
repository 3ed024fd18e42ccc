package hop_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/hoptest"
)

// differ is how many of the further observations of each program the model does not predict: octets that only some parsers accept,
// combinations of two faults, answers that are not HTTP, and recordings that went wrong. HOP=nginx go test -run Further -v lists all
// differences.
var differ = map[string]int{
	"apache":                  11,
	"caddy":                   5,
	"caddy-2.6":               2,
	"express-http-proxy":      2,
	"fastify-http-proxy":      27,
	"go-reverseproxy":         3,
	"h2o":                     4,
	"haproxy":                 3,
	"http-proxy":              4,
	"http-proxy-3":            14,
	"http-proxy-middleware-2": 2,
	"http-proxy-middleware-3": 3,
	"http-proxy-middleware-4": 1,
	"lighttpd":                5,
	"nghttpx":                 2,
	"nginx":                   3,
	"varnish":                 24,
	"vite":                    7,
	"vite-6":                  3,
	"webpack-dev-server-5":    7,
	"webpack-dev-server-6":    3,
}

// observedEnv is the Env of recorded, with an Age that can be sent.
var observedEnv = func() hop.Env { e := recorded; e.Age = "0"; return e }()

var anyLength = regexp.MustCompile(`Content-Length: \d+\r\n`)

var someKey = regexp.MustCompile(`(?i)(sec-websocket-key: )\S+`)

// TestFurther compares the model with requests and answers that it was not made from; OBSERVED=FILE reads others.
func TestFurther(t *testing.T) {
	all, err := hoptest.LoadFurther()
	if file := os.Getenv("OBSERVED"); file != "" {
		var raw []byte
		if raw, err = os.ReadFile(file); err == nil {
			all, err = hoptest.ParseObservations(raw)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	only, c := os.Getenv("HOP"), catalog(t)
	agree, count := map[string]int{}, map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(all.Programs)) {
		p, cf := c.Find(name)
		if cf == nil {
			t.Errorf("%s was recorded and is not in the data", name)
			continue
		}
		for _, o := range all.Programs[name] {
			count[p.ID]++
			if diff := further(&cf.Hop, all.Requests[o.Request], o); diff == "" {
				agree[p.ID]++
			} else if only != "" && strings.HasPrefix(name, only) {
				t.Logf("%s %s|%s\n   %.500s", name, o.Request, o.Answer, diff)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(count)) {
		got := count[id] - agree[id]
		t.Logf("%-24s %5d of %5d, %d %%", id, agree[id], count[id], 100*agree[id]/count[id])
		if want := differ[id]; got != want && os.Getenv("OBSERVED") == "" {
			t.Errorf("%s: %d differ, expected %d: repair what is new, or write the new number here", id, got, want)
		}
	}
}

// further returns how an observation differs from the model.
func further(h *hop.Hop, request string, o hoptest.Observed) string {
	p := h.Forward(parsed(request), observedEnv)
	got, _, _ := strings.Cut(p.Head, "\r\n\r\n")
	arrived := o.Backend
	if strings.Contains(got, recorded.Key) {
		arrived = someKey.ReplaceAllString(arrived, "${1}"+recorded.Key)
	}
	if got != arrived {
		return "backend: " + hoptest.Contrast(got, arrived)
	}
	answer := hoptest.FurtherBackend(o.Answer, o.Backend+"\r\n\r\n", recorded.Upstream)
	if strings.HasPrefix(o.Backend, "HEAD ") {
		head, _, _ := strings.Cut(answer, "\r\n\r\n")
		answer = head + "\r\n\r\n"
	}
	back := h.Return(p, answer)
	is, want := back.Raw, o.Client
	if strings.Contains(want, "Content-Length: PAGE\r\n") { // a page with paths of the machine on which it was recorded
		is = anyLength.ReplaceAllString(is, "Content-Length: PAGE\r\n")
	}
	if i := strings.Index(is, "… ("); i >= 0 { // content is truncated in the data or the recording
		is, want = is[:i], want[:min(len(want), i)]
	}
	if len(is) > len(want) && len(want) >= 400 {
		is = is[:len(want)]
	}
	if back.Status == 101 && len(want) > len(is) { // what follows is not HTTP
		want = want[:len(is)]
	}
	switch {
	case is != want:
		return "client: " + hoptest.Contrast(is, want)
	case is == "" && back.End != o.End:
		return "end: " + back.End + ", was " + o.End
	case o.Tunnel != "" && back.Status == 101 && o.Tunnel != back.Tunnel:
		return "tunnel: " + back.Tunnel + ", was " + o.Tunnel
	}
	return ""
}
