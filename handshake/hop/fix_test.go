package hop_test

import (
	"testing"

	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/hoptest"
)

// opens reports whether request a gets a working tunnel through a hop to a conforming backend.
func opens(h *hop.Hop, request string) bool {
	p := h.Forward(parsed(request), hop.DefaultEnv)
	back := h.Return(p, hoptest.Backend("a", "conforming", p.Head))
	return back.Status == 101 && back.Tunnel == "both ways"
}

// TestFixes: for each configuration that loses the upgrade there is a fix that, applied to the snippet, read and run,
// opens request a; or none is known, which is said here.
func TestFixes(t *testing.T) {
	none := map[string]bool{"tinyproxy/reverse": true, "tinyproxy/reverse-no-via": true, "express-http-proxy/default": true}
	c, request := catalog(t), load(t).Requests["a"]
	for i := range c.Programs {
		p := &c.Programs[i]
		for j := range p.Configurations {
			cf := &p.Configurations[j]
			name := p.ID + "/" + cf.ID
			diff := p.FixDiff(cf)
			if through := opens(&cf.Hop, request); through != (diff == nil && !none[name]) {
				t.Errorf("%s: opens %v, fix %q", name, through, cf.Fix)
			}
			if diff == nil {
				continue
			}
			h := &p.Configuration(cf.Fix).Hop
			if p.Syntax != "" {
				r := c.Read(hop.Apply(diff), p.Version)
				if h = r.Hop; !r.Exact || h == nil {
					t.Errorf("%s: the fixed text is not read: %+v", name, r)
					continue
				}
			}
			if !opens(h, request) {
				t.Errorf("%s: fixed, it still does not open", name)
			}
		}
	}
}
