package model

import (
	"slices"
	"strconv"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/head"
	"upgrade101/handshake/hop"
	"upgrade101/handshake/paste"
)

// Through is what is chosen to look at the exchange at hand on its way through proxies.
type Through struct {
	Open    bool
	Failed  string       // why the data about proxies is not there; "" while it is fetched, and once it is there
	Catalog *hop.Catalog // nil until it was fetched
	Hops    []ChosenHop  // the client's neighbour first
	asked   string       // the request that NameSender looked at last
	sender  string       // and what it found
}

// ChosenHop is a hop that was chosen.
type ChosenHop struct {
	Name string // "nginx/map"
	Was  string // what it was before Fix was pressed; "" where it was not
}

// MaxHops bounds a chain.
const MaxHops = 8

// firstHop is the hop that the panel opens with: the most common proxy as it comes.
const firstHop = "nginx/plain"

// Waits says whether the panel is open and its data has still to come.
func (t Through) Waits() bool { return t.Open && t.Catalog == nil && t.Failed == "" }

// ReceiveHops takes the answer to the request for the data about proxies.
func (m Model) ReceiveHops(a APIAnswer) Model {
	t := &m.Through
	if a.Status != 200 {
		t.Failed = "The data about proxies did not arrive: the page is offline, or its host does not answer."
		if a.Status != 0 {
			t.Failed = "The data about proxies did not arrive: the host answered " + strconv.Itoa(a.Status) + "."
		}
		return m
	}
	catalog, err := hop.ParseWhole([]byte(a.Body))
	if err != nil {
		t.Failed = "The data about proxies arrived damaged."
		return m
	}
	t.Catalog, t.Failed = catalog, ""
	*t = t.known()
	return m.NameSender()
}

// shared is what a link holds of an open panel.
func (t Through) shared() (via []string) {
	if t.Open && t.Catalog != nil {
		for _, v := range t.Hops {
			via = append(via, v.Name)
		}
	}
	return via
}

// open opens the panel with the chain of a link; an empty one changes nothing.
func (t Through) open(via []string) Through {
	if len(via) == 0 {
		return t
	}
	t.Open, t.Failed, t.Hops = true, "", nil
	for _, name := range via[:min(len(via), MaxHops)] {
		t.Hops = append(t.Hops, ChosenHop{Name: name})
	}
	return t.known()
}

// known keeps of the chain what the catalog has: a link may be old. A chain has one hop at least.
func (t Through) known() Through {
	if t.Catalog != nil {
		t.Hops = slices.DeleteFunc(slices.Clone(t.Hops), func(v ChosenHop) bool { _, c := t.Catalog.Find(v.Name); return c == nil })
		if len(t.Hops) == 0 {
			t.Hops = []ChosenHop{{Name: firstHop}}
		}
	}
	return t
}

// changeHop changes one hop of the chain.
func (m Model) changeHop(i int, change func(v *ChosenHop)) Model {
	if i >= 0 && i < len(m.Through.Hops) {
		m.Through.Hops = slices.Clone(m.Through.Hops)
		change(&m.Through.Hops[i])
		m.LinkStale = true
	}
	return m
}

// AddHop puts another hop behind the others, next to the backend.
func (m Model) AddHop() Model {
	if via := m.Through.Hops; len(via) < MaxHops {
		m.Through.Hops = append(slices.Clip(via), ChosenHop{Name: firstHop})
		m.LinkStale = true
	}
	return m
}

// RemoveHop takes a hop out of the chain; the last one stays.
func (m Model) RemoveHop(i int) Model {
	if via := m.Through.Hops; len(via) > 1 && i >= 0 && i < len(via) {
		m.Through.Hops = slices.Delete(slices.Clone(via), i, i+1)
		m.LinkStale = true
	}
	return m
}

// SetHop chooses a program, "nginx", in its default configuration, or a configuration, "nginx/map".
func (m Model) SetHop(i int, name string) Model {
	if m.Through.Catalog == nil {
		return m
	}
	p, c := m.Through.Catalog.Find(name)
	if c == nil {
		return m
	}
	return m.changeHop(i, func(v *ChosenHop) { *v = ChosenHop{Name: p.ID + "/" + c.ID} })
}

// FixHop changes a hop to the configuration that lets an upgrade through; a second time it takes that back.
func (m Model) FixHop(i int) Model {
	return m.changeHop(i, func(v *ChosenHop) {
		if v.Was != "" {
			*v = ChosenHop{Name: v.Was}
		} else if p, c := m.Through.Catalog.Find(v.Name); c != nil && c.Fix != "" {
			*v = ChosenHop{Name: p.ID + "/" + c.Fix, Was: v.Name}
		}
	})
}

// Passage is one hop's part in the way of the exchange.
type Passage struct {
	hop.Match
	hop.Step
	Was  *hop.Configuration // before Fix was pressed; nil where it was not
	Fix  *hop.Configuration // nil where none is known, or needed
	Sent string             // the head in front of the hop
}

// Passing is what becomes of the exchange at hand.
type Passing struct {
	Passages []Passage
	Sent     Judgement // the request as the client sends it
	Arrived  Judgement // the request as it reaches the backend, where it does
	Got      Judgement // the request that was sent, with the response that the client gets
	Answer   string    // the backend's; "" where none was asked
	Given    bool      // it is the response of the exchange; otherwise it is predicted
}

// PassThrough takes the exchange at hand through the chosen hops. Its time is that of the request's length, for each hop.
func (m Model) PassThrough() (w Passing, why string) {
	if why = m.Triable(); why != "" || m.Through.Catalog == nil {
		return w, why
	}
	var hops []*hop.Hop
	for _, v := range m.Through.Hops {
		p, c := m.Through.Catalog.Find(v.Name)
		if c == nil {
			continue
		}
		one := Passage{Match: hop.Match{Program: p, Configuration: c}, Fix: p.Configuration(c.Fix)}
		if _, was := m.Through.Catalog.Find(v.Was); v.Was != "" {
			one.Was = was
		}
		hops, w.Passages = append(hops, &c.Hop), append(w.Passages, one)
	}
	x, policy := m.Report.Exchange, m.Policy
	request := head.ParseRequest(x.Request)
	arrived := ""
	steps := hop.Through(hops, &request, hop.DefaultEnv, func(got string) (string, bool) {
		arrived = got
		if w.Given = x.Response != ""; w.Given {
			w.Answer = x.Response
		} else {
			w.Answer = predicted(handshake.ReplyTo(got, policy))
		}
		return w.Answer, false
	})
	w.Passages = w.Passages[:len(steps)]
	in := x.Request
	for i := range steps {
		w.Passages[i].Step, w.Passages[i].Sent = steps[i], in
		in = steps[i].Head
	}
	w.Sent = judgeHeads(handshake.Exchange{Request: x.Request}, policy)
	if arrived != "" {
		w.Arrived = judgeHeads(handshake.Exchange{Request: arrived}, policy)
	}
	back := steps[0].Back
	w.Got = judgeHeads(handshake.Exchange{Request: x.Request, Response: back.Raw}, policy)
	switch {
	case back.Raw == "" && back.End == "silent":
		w.Got.State, w.Got.Headline = cause.Fails, "Fails: no answer comes, and nothing closes the connection"
	case back.Raw == "":
		w.Got.State, w.Got.Headline = cause.Fails, "Fails: the connection closes without an answer"
	case back.Tunnel == "none":
		w.Got.State, w.Got.Headline = cause.Fails, "Fails: the client gets its 101, and then no byte passes"
	}
	return w, ""
}

// judgeHeads judges exact bytes.
func judgeHeads(x handshake.Exchange, policy handshake.Policy) Judgement {
	r := handshake.Inspect(x, policy)
	return judgement(&r, "", &paste.Paste{}, "")
}

// NameSender finds the proxy that sends a head like the request and takes the upgrade away, once the data is there. That
// takes a hundred times as long as a keystroke may, so it is done when typing pauses.
func (m Model) NameSender() Model {
	if x := m.Report.Exchange.Request; m.Through.Catalog != nil && m.Through.asked != x {
		m.Through.asked, m.Through.sender = x, cause.LosingHop(m.Through.Catalog, &m.Report)
		m.Judged = judgement(&m.Report, m.Text, &m.Paste, m.Through.sender)
	}
	return m
}

// hopFields are the fields of the panel, by what precedes a blank and the index of the hop in data-in.
var hopFields = map[string]func(v ChosenHop) string{
	"via-program":       func(v ChosenHop) string { program, _, _ := strings.Cut(v.Name, "/"); return program },
	"via-configuration": func(v ChosenHop) string { return v.Name },
}
