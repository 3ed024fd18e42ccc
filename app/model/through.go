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

// Through is the state of the panel that sends the exchange through proxies.
type Through struct {
	Open    bool
	Failed  string       // why the data about proxies is not there; "" while it is fetched, and once it is there
	Catalog *hop.Catalog // nil until it was fetched
	Hops    []ChosenHop  // the client's neighbour first
	Pasted  string       // a configuration, as it was typed into the panel
	Read    hop.Reading  // of that one, or of the one in the editor where the panel has none
	Words   string       // what it was read as, in a sentence or two; "" where there is none
	config  string       // what was read
	readFor string       // the target of the request and the response for which it was read
	target  string       // of the request that Look saw last
	looked  string       // the text in the editor that Look saw last
	found   string       // the configuration in it
	does    string       // what that does
	fixed   string       // that one changed to let an upgrade through; "" where it does, or cannot be changed automatically
	asked   string       // the request that Look saw last
	answer  string       // the response that Look saw last, which may name the proxy's version
	sender  string       // the proxy that sends it
}

// ChosenHop is a hop that was chosen.
type ChosenHop struct {
	Name string // "nginx/map"
	Was  string // what it was before Fix was pressed; "" where it was not
	Own  bool   // it is the configuration that was pasted, and Name while there is none that can be read
	As   int    // which of the configurations that match
}

// OwnHop replaces the program in the name of a pasted hop, as in "pasted/0".
const OwnHop = "pasted"

// MaxHops bounds a chain.
const MaxHops = 8

// firstHop is the hop that the panel opens with: the most common proxy in its default configuration.
const firstHop = "nginx/plain"

// chosen returns the hop of a name.
func chosen(name string) ChosenHop {
	if as, own := strings.CutPrefix(name, OwnHop); own {
		n, _ := strconv.Atoi(strings.TrimPrefix(as, "/"))
		return ChosenHop{Name: firstHop, Own: true, As: max(n, 0)}
	}
	return ChosenHop{Name: name}
}

// name is the inverse of chosen.
func (t *Through) name(v ChosenHop) string {
	if v.Own && len(t.Read.Matches) > 0 {
		return OwnHop + "/" + strconv.Itoa(min(v.As, len(t.Read.Matches)-1))
	}
	return v.Name
}

// match is the configuration that a hop that was pasted is.
func (t *Through) match(v ChosenHop) *hop.Match {
	return &t.Read.Matches[min(v.As, len(t.Read.Matches)-1)]
}

// losing is the configuration whose fix is that of a hop that was pasted: the one that it is, or the default where that passes upgrades on.
func (t *Through) losing(v ChosenHop) *hop.Match {
	m := t.match(v)
	if m.Configuration.Fix == "" {
		if p, plain := t.Catalog.Find(m.Program.ID); plain != nil {
			return &hop.Match{Program: p, Configuration: plain}
		}
	}
	return m
}

// Find returns a hop of the chain; nil if it is unknown.
func (t *Through) Find(v ChosenHop) (*hop.Program, *hop.Configuration) {
	if !v.Own || len(t.Read.Matches) == 0 {
		return t.Catalog.Find(v.Name)
	}
	m := t.match(v)
	c := *m.Configuration
	c.Title, c.Snippet, c.Hop = "as pasted", t.config, *t.Read.As(m)
	if t.Read.Assumed && m.Program.Version != "" {
		c.Title += ", version assumed"
	}
	if c.Loses = c.Hop.Lost; !c.Fails() {
		c.Fix = ""
	} else {
		c.Fix = t.losing(v).Configuration.Fix
	}
	return m.Program, &c
}

// WaitsForHops says whether the data about proxies is needed, and has still to come.
func (m Model) WaitsForHops() bool {
	t := &m.Through
	return (t.Open || m.Judged.Outcome.Config != "") && t.Catalog == nil && t.Failed == ""
}

// ReceiveHops handles the answer to the request for the data about proxies.
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
	*t = t.known().read()
	return m.Look()
}

// shared is what a link holds of an open panel.
func (t Through) shared() (hops []string) {
	if t.Open && t.Catalog != nil {
		for _, v := range t.Hops {
			hops = append(hops, t.name(v))
		}
	}
	return hops
}

// open opens the panel with the chain of a link, unless that is empty.
func (t Through) open(hops []string, config string) Through {
	if len(hops) == 0 {
		return t
	}
	t.Open, t.Failed, t.Hops, t.Pasted = true, "", nil, config
	for _, name := range hops[:min(len(hops), MaxHops)] {
		t.Hops = append(t.Hops, chosen(name))
	}
	return t.known().read()
}

// known removes hops that are not in the catalog: a link may be old. A chain has at least one hop.
func (t Through) known() Through {
	if t.Catalog != nil {
		t.Hops = slices.DeleteFunc(slices.Clone(t.Hops), func(v ChosenHop) bool { _, c := t.Find(v); return c == nil })
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
		m.Through.Words = m.Through.words()
		m.LinkStale = true
	}
	return m
}

// AddHop appends a hop, next to the backend.
func (m Model) AddHop() Model {
	if hops := m.Through.Hops; len(hops) < MaxHops {
		m.Through.Hops = append(slices.Clip(hops), ChosenHop{Name: firstHop})
		m.LinkStale = true
	}
	return m
}

// RemoveHop removes a hop from the chain, unless it is the only one.
func (m Model) RemoveHop(i int) Model {
	if hops := m.Through.Hops; len(hops) > 1 && i >= 0 && i < len(hops) {
		m.Through.Hops = slices.Delete(slices.Clone(hops), i, i+1)
		m.Through.Words = m.Through.words()
		m.LinkStale = true
	}
	return m
}

// SetHop chooses a program, "nginx", in its default configuration, a configuration, "nginx/map", or the one that was
// pasted.
func (m Model) SetHop(i int, name string) Model {
	if m.Through.Catalog == nil {
		return m
	}
	next := chosen(name)
	if p, c := m.Through.Catalog.Find(next.Name); c != nil {
		next.Name = p.ID + "/" + c.ID
		m = m.changeHop(i, func(v *ChosenHop) { *v = next })
	}
	return m
}

// SetConfig is typing in the field for a configuration.
func (m Model) SetConfig(text string) Model {
	m.Through.Pasted, m.LinkStale = text, true
	m.Through = m.Through.read()
	return m
}

// read reads the configuration, if it has changed, and makes a hop of it: the first of the chain, unless there
// is one for it.
func (t Through) read() Through {
	config := t.Pasted
	if strings.TrimSpace(config) == "" {
		config = t.found
	}
	if t.Catalog == nil || config == t.config && (config == "" || t.target+t.answer == t.readFor) {
		return t
	}
	before, own := t, config == t.config
	t.config, t.readFor, t.Read = config, t.target+t.answer, t.Catalog.ReadFor(config, t.answer, t.target)
	t.Hops = slices.Clone(t.Hops)
	for i := range t.Hops {
		v := &t.Hops[i]
		if !v.Own {
			continue
		}
		own, v.Was = true, ""
		if len(before.Read.Matches) > 0 { // the same version, if it is among them
			p := before.match(*v).Program
			v.As = max(0, slices.IndexFunc(t.Read.Matches, func(m hop.Match) bool { return m.Program == p }))
		}
	}
	if !own && len(t.Hops) > 0 && len(t.Read.Matches) > 0 {
		t.Hops[0] = ChosenHop{Name: t.Hops[0].Name, Own: true}
	}
	t.Words = t.words()
	return t
}

// Used reports whether the configuration that was read is in the chain.
func (t *Through) Used() bool {
	return slices.ContainsFunc(t.Hops, func(v ChosenHop) bool { return v.Own })
}

// FromEditor reports whether the configuration that was read is the one in the editor.
func (t *Through) FromEditor() bool { return t.config != "" && strings.TrimSpace(t.Pasted) == "" }

// words describes what the configuration was read as, or what it is if no program was recognised.
func (t *Through) words() string {
	r := &t.Read
	if t.config == "" {
		return ""
	}
	words := "This is the configuration of " + r.Name
	switch n := len(r.Matches); {
	case n == 0:
		return t.unread()
	case !t.Used():
		return words + ". No proxy above uses it: choose “As pasted” there."
	case r.Made:
		words += ". It was not tested like this: what it does follows from its statements."
	case !r.Exact:
		words += ". It was not tested like this; what you see is the most similar one that was: “" + r.Matches[0].Configuration.Title + "”."
	case n == 1:
		words += ", and was tested like this: “" + r.Matches[0].Configuration.Title + "”."
	default:
		words += ", and was tested like this with " + strconv.Itoa(n) + " versions or in " + strconv.Itoa(n) + " ways: choose above."
	}
	if r.Route != "" {
		words += " It has several routes; the one that is read begins with “" + Truncate(r.Route, maxRoute) + "”."
	}
	if r.Cut {
		words += " Only its first 64 KiB were read."
	}
	return words
}

// maxRoute bounds what is shown of the line that a route begins with.
const maxRoute = 60

// unread says what a text is in which no program was recognised, and what to do.
func (t *Through) unread() string {
	words := "No statement of a proxy that is known here is in " + Plural(strings.Count(strings.TrimSpace(t.config), "\n")+1, "line") + "."
	p := paste.Read(t.config)
	if x := p.Exchange(); x.Request+x.Response != "" {
		words = "This is a head, and belongs in the editor."
	}
	for i := range p.Parts {
		if p.Parts[i].Kind == paste.PartConfig {
			words = "This looks like a configuration of " + p.Parts[i].Program + ", and holds no statement that is known here."
		}
	}
	names := ""
	for i := range t.Catalog.Programs {
		if p := &t.Catalog.Programs[i]; len(p.Directives) > 0 && !strings.Contains(names, p.Name) {
			names += ", " + p.Name
		}
	}
	return words + " Paste the block that names the backend, as nginx's location with proxy_pass. Configurations of these are read: " + strings.TrimPrefix(names, ", ") + "."
}

// fix is the configuration that lets an upgrade through in place of a hop of the chain; nil where none is known, or
// needed. Of one that was pasted it is the text with what has to change, where that can be made.
func (t *Through) fix(v ChosenHop) *hop.Configuration {
	p, c := t.Find(v)
	if c == nil {
		return nil
	}
	fix := p.Configuration(c.Fix)
	if fix != nil && v.Own && len(t.Read.Matches) > 0 {
		if text := t.Catalog.Fixed(&t.Read, t.losing(v), fix); text != "" {
			own := *fix
			own.ID, own.Snippet = OwnHop, text
			return &own
		}
	}
	return fix
}

// repaired returns a configuration changed to let an upgrade through; "" where it does, or cannot be changed automatically.
func (t *Through) repaired(config string) string {
	if config == "" {
		return ""
	}
	own := Through{Catalog: t.Catalog, config: config, Read: t.Catalog.ReadFor(config, t.answer, "")}
	if len(own.Read.Matches) == 0 {
		return ""
	}
	if fix := own.fix(ChosenHop{Name: firstHop, Own: true}); fix != nil && fix.ID == OwnHop {
		return fix.Snippet
	}
	return ""
}

// ConfigurationFix is what lets an upgrade through the configuration in the editor.
type ConfigurationFix struct {
	Text  string     // the whole, fixed
	Pairs []LinePair // of the lines before and after
	Adds  []Addition // what is added, where no line changes
	Whole string     // the text in the editor with it; "" where that has the configuration in several parts
}

// Addition is lines to add to a text.
type Addition struct {
	Lines string
	After int    // the number of the line that they follow; 0 for none
	Line  string // that line
}

// ConfigurationFix returns the fix of the configuration in the editor; false where none is known, or needed.
func (m Model) ConfigurationFix() (fix ConfigurationFix, ok bool) {
	t := &m.Through
	if !m.Judged.Outcome.Loses || t.looked != m.Text || t.fixed == "" {
		return fix, false
	}
	fix.Text, fix.Pairs = t.fixed, PairLines(strings.Split(t.found, "\n"), strings.Split(t.fixed, "\n"))
	fix.Whole = m.withConfiguration(t.fixed)
	var adds []Addition
	begins := max(0, strings.Index(m.Text, t.found)) // there is more than one configuration where it is not in the text
	number, line, adding := strings.Count(m.Text[:begins], "\n"), "", false
	for _, p := range fix.Pairs {
		switch {
		case p.Was == p.Is:
			number, line, adding = number+1, strings.TrimSpace(p.Was), false
		case p.Was != "":
			return fix, true
		case !adding:
			adds, adding = append(adds, Addition{p.Is, number, line}), true
		default:
			adds[len(adds)-1].Lines += "\n" + p.Is
		}
	}
	fix.Adds = adds
	return fix, true
}

// withConfiguration returns the text in the editor with another configuration in place of its own; "" where that is in several parts.
func (m Model) withConfiguration(config string) string {
	own := strings.TrimRight(m.Through.found, "\n")
	before, after, whole := strings.Cut(m.Text, own)
	if own == "" || !whole {
		return ""
	}
	return before + strings.TrimRight(config, "\n") + after
}

// putConfiguration is SetConfig for the configuration in the editor, where the panel has none of its own.
func (m Model) putConfiguration(config string) Model {
	if text := m.withConfiguration(config); text != "" && m.Through.FromEditor() {
		return m.Put(text, m.ResponseText, m.Policy).Look()
	}
	return m.SetConfig(unless(config, m.Through.found))
}

// FixConfiguration fixes the configuration in the editor.
func (m Model) FixConfiguration() Model {
	if fix, ok := m.ConfigurationFix(); ok && fix.Whole != "" {
		return m.Put(fix.Whole, m.ResponseText, m.Policy).Look()
	}
	return m
}

// FixHop changes a hop to the configuration that lets an upgrade through, or back. One from the editor is changed there.
func (m Model) FixHop(i int) Model {
	m = m.Look()
	t := m.Through
	if t.Catalog == nil || i < 0 || i >= len(t.Hops) {
		return m
	}
	next := t.Hops[i]
	switch fix := t.fix(next); {
	case next.Own && next.Was != "":
		return m.putConfiguration(next.Was)
	case next.Was != "":
		next = chosen(next.Was)
	case fix == nil:
		return m
	case fix.ID == OwnHop:
		m = m.putConfiguration(fix.Snippet)
		next = m.Through.Hops[i]
		next.Was = t.config
	default:
		p, _ := t.Find(next)
		next = ChosenHop{Name: p.ID + "/" + fix.ID, Was: t.name(next)}
	}
	return m.changeHop(i, func(v *ChosenHop) { *v = next })
}

// Passage is the way of the exchange through one hop.
type Passage struct {
	hop.Match
	hop.Step
	Was  *hop.Configuration // before Fix was pressed; nil where it was not
	Fix  *hop.Configuration // nil where none is known, or needed
	Like *hop.Configuration // where the pasted text cannot be changed to Fix: the recorded configuration that Fix fixes
	Sent string             // the head before the hop
}

// Passing is what becomes of the exchange at hand.
type Passing struct {
	Passages []Passage
	Sent     Judgement // the request as the client sends it
	Arrived  Judgement // the request as it reaches the backend, where it does
	Got      Judgement // the request that was sent, with the response that the client gets
	Lost     string    // the first of several hops that takes something of the upgrade away, in a sentence; "" for none
	Answer   string    // the backend's; "" where none was asked
	Given    bool      // it is the response of the exchange; otherwise it is predicted
	Sampled  bool      // the editor holds no head, and what passes is the sample
}

// PassThrough passes the exchange through the chosen hops. Its time is linear in the request's length, for each hop.
func (m Model) PassThrough() (w Passing, why string) {
	x, policy := m.Report.Exchange, m.Policy
	if w.Sampled = x.Request+x.Response == ""; w.Sampled {
		sample := Sample
		if path := m.Through.Read.Path; path != "" && m.Through.Used() {
			sample = strings.Replace(sample, " /chat ", " "+path+" ", 1)
		}
		x = handshake.Exchange{Request: strings.ReplaceAll(sample, "\n", "\r\n")}
	} else if why = m.Triable(); why != "" {
		return w, why
	}
	if m.Through.Catalog == nil {
		return w, ""
	}
	var hops []*hop.Hop
	for _, v := range m.Through.Hops {
		p, c := m.Through.Find(v)
		if c == nil {
			continue
		}
		one := Passage{Match: hop.Match{Program: p, Configuration: c}, Fix: m.Through.fix(v)}
		switch {
		case v.Own && v.Was != "":
			was := *c
			was.Snippet, one.Was = v.Was, &was
		case v.Was != "":
			_, one.Was = m.Through.Find(chosen(v.Was))
		case v.Own && len(m.Through.Read.Matches) > 0 && one.Fix != nil && one.Fix.ID != OwnHop:
			one.Like = m.Through.losing(v).Configuration
		}
		hops, w.Passages = append(hops, m.named(p, &c.Hop)), append(w.Passages, one)
	}
	request := head.ParseRequest(x.Request)
	arrived := ""
	steps := hop.Through(hops, &request, hop.DefaultEnv, func(got string) string {
		arrived = got
		if w.Given = x.Response != ""; w.Given {
			w.Answer = x.Response
		} else {
			w.Answer = predicted(handshake.ReplyTo(got, policy))
		}
		return w.Answer
	})
	w.Passages = w.Passages[:len(steps)]
	in := x.Request
	for i := range steps {
		w.Passages[i].Step, w.Passages[i].Sent = steps[i], in
		if lost := takenAway(steps[i].Changes); lost != "" && w.Lost == "" && len(steps) > 1 {
			w.Lost = "Proxy " + strconv.Itoa(i+1) + ", " + w.Passages[i].Program.Label() + ", does not pass on " + lost + "."
		}
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

// named returns a hop that names itself in its answers as the proxy in the response at hand does, if that is the same program.
func (m Model) named(p *hop.Program, h *hop.Hop) *hop.Hop {
	if m.Report.Response == nil {
		return h
	}
	product, _, _ := strings.Cut(p.Name, " ")
	product = "Server: " + product + "/"
	for _, f := range m.Report.Response.Get("Server") {
		line := "Server: " + f.Value.Text
		if !strings.HasPrefix(line, product) || strings.Contains(line, "{") { // which would be inserted
			continue
		}
		same := *h
		same.Answer = slices.Clone(h.Answer)
		for i, edit := range same.Answer {
			if before, _, ok := strings.Cut(edit, product); ok {
				same.Answer[i] = before + line
			}
		}
		return &same
	}
	return h
}

// takenAway lists what a hop takes away that an upgrade needs.
func takenAway(changes []hop.Change) string {
	lost := ""
	for i := range changes {
		c := &changes[i]
		name, _, _ := strings.Cut(c.Was, ":")
		_, value, _ := strings.Cut(c.Text, ":")
		switch low := strings.ToLower(name); {
		case c.Kind == hop.StartLine && strings.HasSuffix(c.Was, " HTTP/1.1") && strings.HasSuffix(c.Text, " HTTP/1.0"):
			name = "HTTP/1.1"
		case c.Kind == hop.Removed && slices.Contains([]string{"upgrade", "sec-websocket-key", "sec-websocket-version"}, low):
		case low == "connection" && (c.Kind == hop.Removed || c.Kind == hop.Rewritten) && strings.Contains(strings.ToLower(c.Was), "upgrade") &&
			(c.Kind == hop.Removed || !strings.Contains(strings.ToLower(value), "upgrade")):
			name = "“" + c.Was + "”"
		default:
			continue
		}
		lost += ", " + name
	}
	return strings.TrimPrefix(lost, ", ")
}

// judgeHeads judges exact bytes.
func judgeHeads(x handshake.Exchange, policy handshake.Policy) Judgement {
	r := handshake.Inspect(x, policy)
	return judgement(&r, "", &paste.Paste{}, "", "")
}

// Look looks, once the data is there, for the proxy that sends a head like the request and takes the upgrade away, and for a
// configuration in the text. That takes a hundred times as long as a keystroke may, so it is done when typing pauses.
func (m Model) Look() Model {
	t, x, answer := &m.Through, m.Report.Exchange.Request, m.Report.Exchange.Response
	if t.Catalog == nil || t.looked == m.Text && t.asked == x && t.answer == answer {
		return m
	}
	t.looked, t.asked, t.answer = m.Text, x, answer
	t.sender, t.does = cause.LosingHop(t.Catalog, &m.Report), cause.ConfigSays(t.Catalog, m.Text, &m.Paste)
	t.found = cause.Config(m.Text, &m.Paste)
	t.fixed = t.repaired(t.found)
	if t.target = ""; m.Report.Request != nil && m.Text != Sample {
		t.target = m.Report.Request.Target.Text
	}
	*t = t.read()
	return m.judgeAs(t.sender, t.does)
}

// hopFields are the fields of the panel, by what precedes a blank and the index of the hop in data-in.
var hopFields = map[string]func(name string) string{
	"hop-program":       func(name string) string { program, _, _ := strings.Cut(name, "/"); return program },
	"hop-configuration": func(name string) string { return name },
}
