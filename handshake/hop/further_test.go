package hop_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"upgrade101/handshake/hop/hoptest"
)

type furtherRecord struct {
	Name, Answer, Backend, Client, End, Tunnel string
}

var reKey = regexp.MustCompile(`(?i)(sec-websocket-key: )\S+`)

func unlatin(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		if r > 255 {
			b = append(b, string(r)...)
			continue
		}
		b = append(b, byte(r))
	}
	return string(b)
}

func TestFurther(t *testing.T) {
	files := strings.Fields(os.Getenv("HOP_FURTHER"))
	if len(files) == 0 {
		t.Skip()
	}
	c := catalog(t)
	requests := map[string]string{"page": hoptest.Page, "a": load(t).Requests["a"]}
	for _, x := range hoptest.Further(1) {
		requests[x.Name] = x.Request
	}
	all := map[string][]furtherRecord{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &all); err != nil {
			t.Fatal(err)
		}
	}
	only := os.Getenv("HOP")
	type count struct{ n, forward, back, both int }
	programs := map[string]*count{}
	names := []string{}
	for n := range all {
		names = append(names, n)
	}
	sort.Strings(names)
	diffs := map[string][]string{}
	total := &count{}
	for _, name := range names {
		_, cf := c.Find(name)
		id, _, _ := strings.Cut(name, "/")
		if programs[id] == nil {
			programs[id] = &count{}
		}
		for _, o := range all[name] {
			p := cf.Hop.Forward(parsed(requests[o.Name]), recorded)
			wantHead, _, _ := strings.Cut(unlatin(o.Backend), "\r\n\r\n")
			gotHead, _, _ := strings.Cut(p.Head, "\r\n\r\n")
			if strings.Contains(gotHead, recorded.Key) {
				wantHead = reKey.ReplaceAllString(wantHead, "${1}"+recorded.Key)
			}
			arrived := unlatin(o.Backend)
			says := hoptest.FurtherBackend(o.Answer, arrived, "127.0.0.1:PORT")
			if strings.HasPrefix(arrived, "HEAD ") {
				says = says[:strings.Index(says, "\r\n\r\n")+4]
			}
			back := cf.Hop.Return(p, says)
			want, got := unlatin(o.Client), back.Raw
			if i := strings.Index(got, "… ("); i >= 0 {
				got = got[:i]
				want = want[:min(len(want), i)]
			}
			if len(got) > len(want) && len(want) >= 400 {
				got = got[:len(want)]
			}
			if back.Status == 101 && len(want) > len(got) {
				want = want[:len(got)]
			}
			k := programs[id]
			for _, k := range []*count{k, total} {
				k.n++
				f, b := gotHead == wantHead, got == want && (got != "" || back.End == o.End) && (o.Tunnel == "" || back.Status != 101 || o.Tunnel == back.Tunnel)
				if f {
					k.forward++
				}
				if b {
					k.back++
				}
				if f && b {
					k.both++
				}
				if k == total && strings.HasPrefix(name, only) && only != "" {
					if !f {
						d := "F " + hoptest.Contrast(gotHead, wantHead)
						if wantHead == "" {
							d = "F not forwarded: " + strings.ReplaceAll(want[:min(len(want), 300)], "\r\n", "|") + o.End
						}
						if gotHead == "" {
							d = "F forwarded"
						}
						diffs[d] = append(diffs[d], "{"+o.Name+"}"+name[len(id):])
					}
					if !b && (f || os.Getenv("HOP_ALL") != "") {
						d := "R " + hoptest.Contrast(got, want)
						if got == "" || want == "" || got == want {
							d += " end " + back.End + " want " + o.End
						}
						if got == want {
							d += " tunnel " + back.Tunnel + " want " + o.Tunnel
						}
						diffs[d] = append(diffs[d], "{"+o.Name+"|"+o.Answer+"}"+name[len(id):])
					}
				}
			}
		}
	}
	keys := []string{}
	for d := range diffs {
		keys = append(keys, d)
	}
	sort.Strings(keys)
	for _, d := range keys {
		byName := map[string][]string{}
		for _, x := range diffs[d] {
			n, cf, _ := strings.Cut(x, "}/")
			byName[n+"}"] = append(byName[n+"}"], cf)
		}
		byConfigs := map[string][]string{}
		for n, cfs := range byName {
			slices.Sort(cfs)
			l := strings.Join(slices.Compact(cfs), " ")
			byConfigs[l] = append(byConfigs[l], n)
		}
		t.Logf("%.700s", d)
		for l, ns := range byConfigs {
			slices.Sort(ns)
			t.Logf("@@   %.300s :: %s", strings.Join(ns, ""), l)
		}
	}
	for id, k := range programs {
		t.Logf("AGREE %-26s %5d forward %5.1f%% return %5.1f%% both %5.1f%%", id, k.n, 100*float64(k.forward)/float64(k.n), 100*float64(k.back)/float64(k.n), 100*float64(k.both)/float64(k.n))
	}
	t.Logf("AGREE %-26s %5d forward %5.1f%% return %5.1f%% both %5.1f%%", "all", total.n, 100*float64(total.forward)/float64(total.n), 100*float64(total.back)/float64(total.n), 100*float64(total.both)/float64(total.n))
}
