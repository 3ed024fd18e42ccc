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

// share is the percentage of further requests and answers that the model predicts, by program; shareOfOthers for all
// others. It misses octets that only some parsers accept, combinations of two faults, and answers that are not HTTP:
// HOP=nginx go test -run Further -v lists all differences.
var share = map[string]int{"express-http-proxy": 94, "fastify-http-proxy": 92}

const shareOfOthers = 95

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
		got, want := 100*agree[id]/count[id], shareOfOthers
		if w, ok := share[id]; ok {
			want = w
		}
		t.Logf("%-24s %5d of %5d, %d %%", id, agree[id], count[id], got)
		if got < want {
			t.Errorf("%s: %d %% are as predicted, expected %d", id, got, want)
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
