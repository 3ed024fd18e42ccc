package hop_test

import (
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/hoptest"
)

// TestReadSnippets reads the snippet of each configuration and expects exactly the recorded configurations that have it.
func TestReadSnippets(t *testing.T) {
	c := catalog(t)
	same := map[string][]string{} // name of the program and snippet: who has it
	for i := range c.Programs {
		for j := range c.Programs[i].Configurations {
			p, cf := &c.Programs[i], &c.Programs[i].Configurations[j]
			same[p.Name+"\x00"+cf.Snippet] = append(same[p.Name+"\x00"+cf.Snippet], p.ID+"/"+cf.ID)
		}
	}
	for i := range c.Programs {
		for j := range c.Programs[i].Configurations {
			p, cf := &c.Programs[i], &c.Programs[i].Configurations[j]
			if p.Syntax == "" {
				continue
			}
			r := c.Read(cf.Snippet, "")
			var got []string
			for _, m := range r.Matches {
				got = append(got, m.Program.ID+"/"+m.Configuration.ID)
			}
			want := same[p.Name+"\x00"+cf.Snippet]
			slices.Sort(got)
			slices.Sort(want)
			if r.Name != p.Name || !r.Exact || !slices.Equal(got, want) {
				t.Errorf("%s/%s is read as %q, exact %v: %v, want %v", p.ID, cf.ID, r.Name, r.Exact, got, want)
			}
		}
	}
}

// TestCompose: for programs whose statements say what they add, the hop made of the statements is the recorded one.
func TestCompose(t *testing.T) {
	c, r := catalog(t), load(t)
	for _, id := range []string{"nginx", "nginx-1.31"} {
		p := c.Program(id)
		for i := range p.Configurations {
			cf := &p.Configurations[i]
			if slices.Contains([]string{"stream", "uri", "map-keepalive", "upstream-name"}, cf.ID) {
				continue // need more than statements: TCP, a path, the name of a block
			}
			// A statement more makes the text no recorded configuration.
			composed := c.Read(strings.Replace(cf.Snippet, "proxy_pass http://127.0.0.1:PORT;", "proxy_pass http://127.0.0.1:PORT;\n  proxy_set_header X-None \"\";", 1), p.Version)
			if composed.Hop == nil || composed.Exact {
				t.Errorf("%s/%s: %+v", id, cf.ID, composed)
				continue
			}
			for _, name := range []string{"a", "e", "k"} {
				got := composed.Hop.Forward(parsed(r.Requests[name]), recorded).Head
				if want := cf.Hop.Forward(parsed(r.Requests[name]), recorded).Head; got != want {
					t.Errorf("%s/%s [%s]: %s", id, cf.ID, name, hoptest.Contrast(got, want))
				}
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	c := catalog(f)
	for i := range c.Programs {
		for j := range c.Programs[i].Configurations {
			f.Add(c.Programs[i].Configurations[j].Snippet)
		}
	}
	f.Add("location / { proxy_pass http://a; } } } {{{ \"")
	f.Fuzz(func(t *testing.T, text string) {
		r := c.Read(text, "1.0")
		lines := strings.Count(text, "\n") + 1
		for _, l := range append(slices.Clone(r.Took), r.Left...) {
			if l.Number < 1 || l.Number > lines {
				t.Errorf("line %d of %d", l.Number, lines)
			}
		}
		if (r.Name == "") != (r.Hop == nil) {
			t.Errorf("%q has hop %v", r.Name, r.Hop)
		}
		if r.Hop != nil {
			r.Hop.Forward(parsed("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), hop.DefaultEnv)
			for i := range r.Matches {
				if fix := r.Matches[i].Program.Configuration(r.Matches[i].Configuration.Fix); fix != nil {
					c.Fixed(&r, &r.Matches[i], fix)
				}
			}
		}
	})
}
