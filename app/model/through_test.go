package model

import (
	"strings"
	"testing"

	"upgrade101/handshake/cause"
	"upgrade101/handshake/hop/programs"
)

// proxied is the page with the data about proxies.
func proxied(t *testing.T) Model {
	t.Helper()
	m := Transitions[DoThrough](New(), "")
	if !m.Through.Waits() {
		t.Fatal("an open panel does not wait for its data")
	}
	return m.ReceiveHops(APIAnswer{Status: 200, Body: string(programs.Whole())})
}

func passed(t *testing.T, m Model) Passing {
	t.Helper()
	w, why := m.PassThrough()
	if why != "" {
		t.Fatal(why)
	}
	return w
}

// The upgrade is lost in nginx as it comes; its fix brings it back, and taking the fix back loses it again.
func TestLostAndFixed(t *testing.T) {
	m := proxied(t)
	for i, works := range []bool{false, true, false} {
		w := passed(t, m)
		if w.Sent.State == cause.Fails || (w.Arrived.State != cause.Fails) != works || (w.Got.State != cause.Fails) != works {
			t.Errorf("step %d: sent %q, arrived %q, got %q", i, w.Sent.Headline, w.Arrived.Headline, w.Got.Headline)
		}
		if p := w.Passages[0]; (p.Was != nil) != works || (p.Fix != nil) == works {
			t.Errorf("step %d: was %v, fix %v", i, p.Was, p.Fix)
		}
		m = m.FixHop(0)
	}
}

// A chain: the first hop gets the client's head, the next what the first sends, and the answer comes back through both.
func TestChain(t *testing.T) {
	m := proxied(t).SetHop(0, "haproxy/http").AddHop().SetHop(1, "nginx/map")
	w := passed(t, m)
	if len(w.Passages) != 2 || w.Passages[1].Sent != w.Passages[0].Head || w.Got.State == cause.Fails {
		t.Errorf("%d passages, got %q", len(w.Passages), w.Got.Headline)
	}
	if m = m.SetHop(1, "nginx"); passed(t, m).Got.State != cause.Fails || m.Through.Hops[1].Name != "nginx/plain" {
		t.Errorf("via %v", m.Through.Hops)
	}
	if m = m.RemoveHop(1).RemoveHop(0); len(m.Through.Hops) != 1 {
		t.Errorf("the last hop is gone")
	}
	for range MaxHops + 2 {
		m = m.AddHop()
	}
	if len(m.Through.Hops) != MaxHops {
		t.Errorf("%d hops", len(m.Through.Hops))
	}
}

// What keeps the client waiting, closes, or leads into a dead tunnel fails, whatever the heads say.
func TestSilentHops(t *testing.T) {
	m := proxied(t)
	for name, says := range map[string]string{"vite": "no answer comes", "http-proxy": "no answer comes"} {
		if w := passed(t, m.SetHop(0, name)); w.Got.State != cause.Fails || !strings.Contains(w.Got.Headline, says) {
			t.Errorf("%s: %q", name, w.Got.Headline)
		}
	}
}

// Failures are told apart, and a retry waits again.
func TestHopsFail(t *testing.T) {
	for _, c := range []struct {
		a    APIAnswer
		says string
	}{{APIAnswer{}, "offline"}, {APIAnswer{Status: 404, Body: "{}"}, "404"}, {APIAnswer{Status: 200, Body: "<html>"}, "damaged"}} {
		m := Transitions[DoThrough](New(), "").ReceiveHops(c.a)
		if m.Through.Waits() || !strings.Contains(m.Through.Failed, c.says) {
			t.Errorf("%+v: %q", c.a, m.Through.Failed)
		}
		if !Transitions[DoThroughRetry](m, "").Through.Waits() {
			t.Error("a retry does not wait")
		}
	}
}

// With the data, the causes name the proxy whose head the request is, as the API does.
func TestSenderIsNamed(t *testing.T) {
	m := proxied(t).Edit("GET /chat HTTP/1.0\nHost: 127.0.0.1:8080\nConnection: close\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: 4BZ+q2vWQ1yH0m9sJtX3Lw==\n\n")
	named := func(m Model) bool {
		return len(m.Judged.Causes) > 0 && strings.Contains(m.Judged.Causes[0].Because, "nginx 1.22.1 (proxy_pass and nothing else) sends just such a head")
	}
	if named(m) {
		t.Error("a keystroke waits for the fingerprint")
	}
	if m = m.NameSender(); !named(m) || !named(m.judge()) {
		t.Errorf("causes %+v", m.Judged.Causes)
	}
	if named(m.Edit(Sample)) {
		t.Error("another request is said to come from it")
	}
}

// A link holds the chain; one with hops that are not known any more opens all the same.
func TestChainInLink(t *testing.T) {
	state, _ := proxied(t).SetHop(0, "haproxy/http").AddHop().Shared()
	fragment, err := state.Fragment()
	if err != nil {
		t.Fatal(err)
	}
	m := New().Go(fragment)
	if !m.Through.Waits() {
		t.Error("the panel is not open")
	}
	m = m.ReceiveHops(APIAnswer{Status: 200, Body: string(programs.Whole())})
	if len(m.Through.Hops) != 2 || m.Through.Hops[0].Name != "haproxy/http" || m.Through.Hops[1].Name != "nginx/plain" {
		t.Errorf("via %v", m.Through.Hops)
	}
	state.Via = []string{"gone/gone"}
	if fragment, err = state.Fragment(); err != nil {
		t.Fatal(err)
	}
	if m = m.Go(fragment); len(m.Through.Hops) != 1 || m.Through.Hops[0].Name != "nginx/plain" {
		t.Errorf("via %v", m.Through.Hops)
	}
}
