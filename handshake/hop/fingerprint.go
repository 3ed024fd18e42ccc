package hop

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"upgrade101/handshake/head"
)

// Fit is a configuration that could have sent a head.
type Fit struct {
	Match
	Score int // how much of the head it explains; compares fits of one head

	nth, kind int // its place among the configurations that send the same, and theirs among the kinds of the program
}

// Lost: the configuration takes the upgrade away from every browser's handshake.
func (cf *Configuration) Lost() bool {
	return slices.ContainsFunc(cf.Loses, func(what string) bool { return what != "Host" && what != LostAnswer })
}

// maxFingerprintFields bounds the heads that are looked at; no client sends so many fields.
const maxFingerprintFields = 200

// Fingerprint ranks the configurations that could have sent the request head that a backend saw, the best first. For
// each it makes up the client's request, sends it through the hop and compares what comes out with the head, line by
// line. It returns nothing for a head that none of them sends.
func (c *Catalog) Fingerprint(h *head.Head) []Fit {
	seen := messageOf(h, "")
	if len(seen.fields) == 0 || len(seen.fields) > maxFingerprintFields {
		return nil
	}
	var fits ranking
	type answer struct {
		Fit
		ok bool
		n  int
	}
	known := map[string]*answer{} // by what the hop does to a request
	kinds := map[string]int{}     // by program, whatever its version, and score
	c.each(func(p *Program, cf *Configuration) {
		if slices.Contains(cf.Loses, LostEverything) {
			return // sends nothing for a handshake; its ordinary requests look like those of its kin
		}
		hop := &cf.Hop
		key := strings.Join(slices.Concat(hop.Edits, hop.Target, []string{hop.Asks, hop.HTTP, hop.Names, hop.Order}), "\n")
		a := known[key]
		if a == nil {
			a = &answer{}
			known[key] = a
			if hop.mayHaveSent(&seen) {
				if a.Score, a.ok = hop.couldSend(&seen); a.ok {
					group := p.Name + strconv.Itoa(a.Score)
					a.kind, kinds[group] = kinds[group], kinds[group]+1
				}
			}
		}
		if a.ok {
			a.Match, a.nth = Match{p, cf}, a.n
			a.n++
			fits = append(fits, a.Fit)
		}
	})
	sort.Stable(fits)
	return fits
}

// ranking puts first what explains more. Of what explains the head equally well, different behaviour comes first: one
// of each kind, one of each program.
type ranking []Fit

func (r ranking) Len() int      { return len(r) }
func (r ranking) Swap(i, j int) { r[i], r[j] = r[j], r[i] }
func (r ranking) Less(i, j int) bool {
	a, b := &r[i], &r[j]
	if a.Score != b.Score {
		return a.Score > b.Score
	}
	if a.nth != b.nth {
		return a.nth < b.nth
	}
	return a.kind < b.kind
}

// unknown is, in a guessed Env, what only the hop knows; it matches every text.
const unknown = "\x01"

var guessed = Env{Upstream: unknown, From: unknown, Self: unknown, Port: unknown, Date: unknown, ID: unknown, Key: unknown, UUID: unknown, Age: unknown}

// mayHaveSent rules a hop out by what it does to every head.
func (h *Hop) mayHaveSent(seen *message) bool {
	if version, _ := seen.part("version"); h.HTTP == "1.0" && version != "1.0" || h.HTTP == "1.1" && version != "1.1" {
		return false
	}
	for i := range h.edits {
		if e := &h.edits[i]; e.writes() && e.how != '?' && e.condition == "" && !strings.Contains(e.value, "{q") && !seen.has(e.name) && !h.dropsAfter(i) {
			return false // it always writes a field that is not there
		}
	}
	style, spelt, _ := strings.Cut(h.Names, " ")
	for _, f := range seen.fields {
		if style == "lower" && f.name != lower(f.name) || style == "canonical" && f.name != canonical(f.name) {
			own := hasElement(strings.ReplaceAll(spelt, " ", ","), f.name)
			for i := range h.edits {
				own = own || h.edits[i].spelt && h.edits[i].name == f.name
			}
			if !own {
				return false
			}
		}
	}
	return true
}

// dropsAfter reports whether a later edit may take away what edit i wrote.
func (h *Hop) dropsAfter(i int) bool {
	for _, e := range h.edits[i+1:] {
		if e.how == '-' && (strings.EqualFold(e.name, h.edits[i].name) || strings.ContainsAny(e.name, "(*")) || e.how == '=' && e.value != "" && e.value[0] == '{' && strings.EqualFold(e.name, h.edits[i].name) {
			return true
		}
	}
	return false
}

// couldSend guesses what the client sent and reports whether the hop makes the head out of it.
func (h *Hop) couldSend(seen *message) (score int, ok bool) {
	for _, guess := range h.guesses(seen) {
		x := exchange{env: guessed, q: guess}
		x.asks = h.Asks != "" && x.holds(h.Asks)
		h.send(&x)
		if !matches(&x.s, seen, strings.Contains(h.Order, "*?")) {
			continue
		}
		if n := weigh(explain(&x.q, &x.s, h)) + plausible(&x.q, &x.s, seen); !ok || n > score {
			score, ok = n, true
		}
	}
	return score, ok
}

// plausible rates a guess: what clients send is either a whole opening handshake or no part of one, and Host comes first.
func plausible(q, made, seen *message) (score int) {
	upgrade, _ := q.get("upgrade")
	whole := 0
	for _, n := range []string{"sec-websocket-key", "sec-websocket-version"} {
		if q.has(n) {
			whole++
		}
	}
	connection, _ := q.get("connection")
	switch {
	case hasElement(upgrade, "websocket") && whole == 2 && hasElement(connection, "upgrade"):
		score += 8
	case hasElement(upgrade, "websocket") || whole > 0:
		score -= 4
	}
	if len(q.fields) > 0 && strings.EqualFold(q.fields[0].name, "host") {
		score += 4
	}
	if version, _ := q.part("version"); version != "1.1" {
		score -= 6 // hardly any client speaks it
	}
	// An address as Host, or a name without a dot, is hardly what a browser asked for.
	sent, _ := seen.get("host")
	asked, _ := q.get("host")
	wrote, _ := made.get("host")
	switch inner := strings.ContainsAny(sent, ":_") || !strings.Contains(sent, ".") || strings.Trim(sent, "0123456789.") == ""; {
	case wrote == sent && wrote != asked:
		score += 14 // the very name that a configuration has
	case inner == (wrote != asked || wrote == unknown):
		score += 6
	}
	return score
}

// guesses are requests that a client could have sent for the head to come out: without what the hop writes by
// itself, with and without the fields that it may have dropped.
func (h *Hop) guesses(seen *message) []message {
	writes := map[string]bool{}
	dropped := false
	for i := range h.edits {
		e := &h.edits[i]
		switch {
		case e.how == '-' && (strings.HasPrefix(e.name, "sec-") || strings.HasPrefix(e.name, "(all but)")):
			dropped = true
		case e.writes():
			writes[lower(e.name)] = true
		}
	}
	// Each way to fill in a part of the client's request; the first keeps what was seen.
	hosts, tokens := asSeen, []string{"as seen", "websocket", "h2c, websocket", "h2c", ""}
	if writes["host"] {
		hosts = []string{"as seen", unknown}
		for _, n := range []string{"x-forwarded-host", "x-host"} {
			if v, ok := seen.get(n); ok && writes[n] {
				hosts = []string{v}
				break
			}
		}
	}
	optional := map[string]bool{} // what the hop writes where the client sent nothing, and in those words
	for i := range h.edits {
		e := &h.edits[i]
		if v, ok := seen.get(e.name); ok && v == e.value && e.writes() && hasElement("accept-encoding,cache-control,user-agent,content-length", e.name) {
			optional[lower(e.name)] = true
		}
	}
	if upgrade, _ := seen.get("upgrade"); upgrade != "" {
		if tokens = asSeen; writes["upgrade"] {
			tokens = []string{"as seen", ""}
		}
	}
	versions := []string{"1.1", "1.0"}
	if h.HTTP == "" {
		v, _ := seen.part("version")
		versions = []string{v}
	}
	var out []message
	for _, version := range versions {
		for _, host := range hosts {
			for _, connection := range []string{"as seen", "Upgrade", "keep-alive, Upgrade", "keep-alive", "keep-alive\nUpgrade", "Upgrade, HTTP2-Settings", ""} {
				for _, token := range tokens {
					if (token == "h2c") != (connection == "Upgrade, HTTP2-Settings") {
						continue
					}
					g := guess{h, seen, writes, nil, version, host, connection, token, dropped}
					out = append(out, g.request())
					if len(optional) > 0 {
						g.without = optional
						out = append(out, g.request())
					}
				}
			}
		}
	}
	return out
}

var asSeen = []string{"as seen"}

// guess is one way to fill in what is not known of the client's request.
type guess struct {
	h                                *Hop
	seen                             *message
	writes                           map[string]bool // names of fields that the hop writes
	without                          map[string]bool // names of fields that the client did not send
	version, host, connection, token string
	dropped                          bool // the hop drops the fields of WebSocket
}

// clients are fields that come from the client, even where the hop writes them.
const clients = "accept-encoding,cache-control,user-agent,content-length,cookie,sec-websocket-version,sec-websocket-key,sec-websocket-extensions,sec-websocket-protocol,origin"

func (g *guess) request() (m message) {
	method, _ := g.seen.part("method")
	target, _ := g.seen.part("target")
	m.start = method + " " + g.h.unmap(target) + " HTTP/" + g.version
	back := strings.Contains(g.h.Order, "*r")
	sawHost, sawConnection, sawUpgrade := false, false, false
	for _, f := range g.seen.fields {
		value := f.value
		switch n := lower(f.name); {
		case n == "host":
			sawHost = true
			if g.host != "as seen" {
				value = g.host
			}
		case n == "connection":
			if g.connection != "as seen" {
				if !sawConnection {
					m.connections(f.name, g.connection)
				}
				sawConnection = true
				continue
			}
			sawConnection = true
		case n == "upgrade":
			if g.token == "" {
				continue
			}
			sawUpgrade = true
		case g.without[n], g.writes[n] && !hasElement(clients, n):
			continue
		}
		m.add(f.name, value)
		if last := len(m.fields) - 1; value == g.host && !back && strings.EqualFold(f.name, "host") { // the hop put it there; the client had it first
			copy(m.fields[1:], m.fields[:last])
			m.fields[0] = &line{name: f.name, value: value}
		}
	}
	if back {
		slices.Reverse(m.fields)
	}
	if !sawHost && g.host != "as seen" {
		m.add("Host", g.host)
	}
	if !sawConnection && g.connection != "as seen" {
		m.connections("Connection", g.connection)
	}
	if !sawUpgrade && g.token != "" && g.token != "as seen" {
		m.add("Upgrade", g.token)
	}
	if g.token == "h2c" {
		m.add("HTTP2-Settings", "AAMAAABkAAQAoAAAAAIAAAAA")
	}
	if g.dropped {
		m.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
		m.add("Sec-WebSocket-Version", "13")
	}
	for i, f := range m.fields {
		f.from = i
	}
	return m
}

// connections adds a line for each line of a guess.
func (m *message) connections(name, lines string) {
	for _, v := range strings.Split(lines, "\n") {
		if v != "" {
			m.add(name, v)
		}
	}
}

// unmap undoes what the hop does to the start of the path.
func (h *Hop) unmap(target string) string {
	for _, t := range h.Target {
		text, _ := cutCondition(t)
		from, to, _ := strings.Cut(text, " ")
		if rest, ok := strings.CutPrefix(target, to); ok && strings.HasPrefix(from, "/") && len(to) > 1 {
			return from + rest
		}
	}
	return target
}

// matches compares two heads line by line; in the first, unknown matches any text.
func matches(made, seen *message, anyOrder bool) bool {
	if made.start != seen.start || len(made.fields) != len(seen.fields) {
		return false
	}
	if anyOrder {
		return sameLines(made, seen)
	}
	for i, f := range made.fields {
		if f.name != seen.fields[i].name || !fitsText(f.value, seen.fields[i].value) {
			return false
		}
	}
	return true
}

// sameLines compares without regard to order.
func sameLines(made, seen *message) bool {
	used := make([]bool, len(seen.fields))
	for _, f := range made.fields {
		found := false
		for j, g := range seen.fields {
			if !used[j] && f.name == g.name && fitsText(f.value, g.value) {
				used[j], found = true, true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

func fitsText(pattern, text string) bool {
	before, after, open := strings.Cut(pattern, unknown)
	if !open {
		return pattern == text
	}
	return len(text) >= len(before) && strings.HasPrefix(text, before) && (strings.Contains(after, unknown) || strings.HasSuffix(text[len(before):], after))
}

// weigh counts what a hop explains of a head.
func weigh(changes []Change) (score int) {
	counted := map[Kind]bool{}
	for _, c := range changes {
		field, value, _ := strings.Cut(c.Text, ": ")
		switch c.Kind {
		case Added:
			score += 3
			if len(value) > 8 && !strings.Contains(value, unknown) {
				score += 3 // a text of the hop's own
			}
		case Rewritten:
			if !strings.EqualFold(field, "connection") || !hasElement(value, "upgrade") { // which a client may well have sent
				score += 2
			}
		case StartLine:
			score += 4
		case Removed:
		default:
			if !counted[c.Kind] {
				counted[c.Kind] = true
				score += 3
			}
		}
	}
	return score
}
