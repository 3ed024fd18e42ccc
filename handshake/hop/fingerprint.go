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
	Score int // how much of the head it explains; comparable for one head only

	nth, kind int // its rank among configurations that send the same, and the rank of these among the kinds of the program
}

// Lost reports whether the configuration loses the upgrade of every browser's handshake.
func (cf *Configuration) Lost() bool {
	return slices.ContainsFunc(cf.Loses, func(what string) bool { return what != "Host" && what != LostAnswer })
}

// maxFingerprintFields bounds the heads to compare; no client sends so many fields.
const maxFingerprintFields = 200

// Fingerprint ranks the configurations that could have sent a request head that a backend received, the best first. For
// each it guesses the client's request, passes it through the hop and compares the result with the head, line by line.
// It returns nothing for a head that no configuration sends.
func (c *Catalog) Fingerprint(h *head.Head) []Fit {
	seen := messageOf(h, "")
	if len(seen.fields) == 0 || len(seen.fields) > maxFingerprintFields {
		return nil
	}
	var fits []Fit
	known := map[string]*Fit{} // by the hop's behaviour; nil for what does not fit
	kinds := map[string]int{}  // by program, whatever its version, and score
	for i := range c.Programs {
		p := &c.Programs[i]
		for j := range p.Configurations {
			cf := &p.Configurations[j]
			if slices.Contains(cf.Loses, LostEverything) {
				continue // forwards no handshake; its ordinary requests look like those of similar configurations
			}
			hop := &cf.Hop
			key := strings.Join(hop.Edits, "\n") + "\n\n" + strings.Join(hop.Target, "\n") + "\n\n" + hop.Asks + "\n" + hop.HTTP + "\n" + hop.Names + "\n" + hop.Order
			fit, tried := known[key]
			if !tried {
				if score, ok := hop.couldSend(&seen); ok {
					group := p.Name + strconv.Itoa(score)
					fit = &Fit{Score: score, kind: kinds[group]}
					kinds[group]++
				}
				known[key] = fit
			}
			if fit != nil {
				fit.Program, fit.Configuration = p, cf
				fits = append(fits, *fit)
				fit.nth++
			}
		}
	}
	// What explains more comes first. Of what explains the head equally well, different behaviour comes first: one of each
	// kind, one of each program.
	sort.SliceStable(fits, func(i, j int) bool {
		a, b := &fits[i], &fits[j]
		switch {
		case a.Score != b.Score:
			return a.Score > b.Score
		case a.nth != b.nth:
			return a.nth < b.nth
		}
		return a.kind < b.kind
	})
	return fits
}

// unknown is the value, in a guessed Env, of what only the hop knows; it matches every text.
const unknown = "\x01"

var guessed = Env{Upstream: unknown, From: unknown, Self: unknown, Port: unknown, Date: unknown, ID: unknown, Key: unknown, UUID: unknown, Age: unknown}

// mayHaveSent reports whether a head is consistent with what the hop does to every head.
func (h *Hop) mayHaveSent(seen *message) bool {
	if version, _ := seen.part("version"); h.HTTP == "1.0" && version != "1.0" || h.HTTP == "1.1" && version != "1.1" {
		return false
	}
	for i := range h.edits {
		if e := &h.edits[i]; e.writes() && e.how != '?' && e.condition == "" && !strings.Contains(e.value, "{q") && !seen.has(e.name) && !h.dropsAfter(i) {
			return false // it always writes a field that the head lacks
		}
	}
	if h.Names == "" || h.Names[0] == '[' {
		return true
	}
	spelt := seen.copy()
	spelt.recase(h.Names)
	for i, f := range seen.fields {
		own := f.name == spelt.fields[i].name
		for j := range h.edits {
			own = own || h.edits[j].spelt && h.edits[j].name == f.name
		}
		if !own {
			return false
		}
	}
	return true
}

// dropsAfter reports whether a later edit may remove what edit i wrote.
func (h *Hop) dropsAfter(i int) bool {
	name := h.edits[i].name
	for j := i + 1; j < len(h.edits); j++ {
		e := &h.edits[j]
		if same := strings.EqualFold(e.name, name); e.how == '-' && (same || strings.ContainsAny(e.name, "(*")) || e.how == '=' && same && strings.HasPrefix(e.value, "{") {
			return true
		}
	}
	return false
}

// couldSend guesses the client's request and reports whether the hop turns it into the head.
func (h *Hop) couldSend(seen *message) (score int, ok bool) {
	if !h.mayHaveSent(seen) {
		return 0, false
	}
	anyOrder := strings.Contains(h.Order, "*?")
	for _, request := range h.guesses(seen) {
		x := exchange{env: guessed, q: request}
		x.asks = h.Asks != "" && x.holds(h.Asks)
		h.send(&x)
		if !matches(&x.s, seen, anyOrder) {
			continue
		}
		if n := weigh(explain(&x.q, &x.s, h)) + plausible(&x.q, &x.s, seen); !ok || n > score {
			score, ok = n, true
		}
	}
	return score, ok
}

// plausible rates a guess: clients send either a complete opening handshake or no part of one, and Host comes first.
func plausible(q, made, seen *message) (score int) {
	upgrade, _ := q.get("upgrade")
	key, version := q.has("sec-websocket-key"), q.has("sec-websocket-version")
	connection, _ := q.get("connection")
	switch {
	case hasElement(upgrade, "websocket") && key && version && hasElement(connection, "upgrade"):
		score += 8
	case hasElement(upgrade, "websocket") || key || version:
		score -= 4
	}
	if len(q.fields) > 0 && strings.EqualFold(q.fields[0].name, "host") {
		score += 4
	}
	if version, _ := q.part("version"); version != "1.1" {
		score -= 6 // hardly any client uses it
	}
	// A browser's Host is rarely an address or a name without a dot.
	sent, _ := seen.get("host")
	asked, _ := q.get("host")
	wrote, _ := made.get("host")
	switch inner := strings.ContainsAny(sent, ":_") || !strings.Contains(sent, ".") || strings.Trim(sent, "0123456789.") == ""; {
	case wrote == sent && wrote != asked:
		score += 14 // exactly the name in the configuration
	case inner == (wrote != asked || wrote == unknown):
		score += 6
	}
	return score
}

// guesses returns requests that could have resulted in the head: without what the hop writes itself, with and without
// the fields that it may have removed.
func (h *Hop) guesses(seen *message) (out []message) {
	g := guess{hop: h, seen: seen, part: make([]byte, len(seen.fields))}
	optional := false
	for i, f := range seen.fields {
		for j := range h.edits {
			e := &h.edits[j]
			if !e.writes() || !strings.EqualFold(e.name, f.name) {
				continue
			}
			if !hasElement(clients, f.name) {
				g.part[i] = hops
			} else if f.value == e.value && hasElement(defaults, f.name) {
				g.part[i], optional = either, true
			}
		}
	}
	// Each way to complete the client's request; the first keeps what was seen.
	versions, hosts, tokens := httpVersions, guessedHosts[:1], guessedTokens
	if h.HTTP == "" {
		v, _ := seen.part("version")
		versions = []string{v}
	}
	if upgrade, _ := seen.get("upgrade"); upgrade != "" {
		tokens = tokens[:1]
	}
	for i := range h.edits {
		e := &h.edits[i]
		if e.how == '-' && (strings.HasPrefix(e.name, "sec-") || strings.HasPrefix(e.name, "(all but)")) {
			g.dropped = true
		}
		if !e.writes() {
			continue
		}
		switch v, ok := seen.get(e.name); lower(e.name) {
		case "host":
			if hosts[0] == asSeen {
				hosts = guessedHosts
			}
		case "upgrade":
			if len(tokens) == 1 {
				tokens = asSeenOrNot
			}
		case "x-forwarded-host", "x-host":
			if ok && h.writes("host") {
				hosts = []string{v}
			}
		}
	}
	for _, g.version = range versions {
		for _, g.host = range hosts {
			for _, g.connection = range connections {
				for _, g.token = range tokens {
					if (g.token == "h2c") != (g.connection == settings) {
						continue
					}
					g.without = false
					out = append(out, g.request())
					if g.without = optional; optional {
						out = append(out, g.request())
					}
				}
			}
		}
	}
	return out
}

// writes reports whether the hop may write a field.
func (h *Hop) writes(name string) bool {
	for i := range h.edits {
		if h.edits[i].writes() && strings.EqualFold(h.edits[i].name, name) {
			return true
		}
	}
	return false
}

// asSeen, for a part of the request, is what the head has.
const asSeen = "as seen"

const settings = "Upgrade, HTTP2-Settings"

var (
	httpVersions  = []string{"1.1", "1.0"}
	guessedHosts  = []string{asSeen, unknown}
	guessedTokens = []string{asSeen, "websocket", "h2c, websocket", "h2c", ""}
	asSeenOrNot   = []string{asSeen, ""}
)

// connections are values of Connection that clients send, each line one of its lines.
var connections = []string{asSeen, "Upgrade", "keep-alive, Upgrade", "keep-alive", "keep-alive\nUpgrade", settings, ""}

// What a field of the head is: the client's own where nothing else is said, of the hop, or of either.
const (
	hops = 1 + iota
	either
)

// guess is one way to complete the client's request.
type guess struct {
	hop                              *Hop
	seen                             *message
	part                             []byte // by field of seen: hops or either
	without                          bool   // the client sent nothing of either
	version, host, connection, token string
	dropped                          bool // the hop drops the fields of WebSocket
}

// clients are fields that come from the client, even where the hop writes them; defaults those of them that a hop writes where
// the client sent none.
const (
	defaults = "accept-encoding,cache-control,user-agent,content-length"
	clients  = defaults + ",cookie,sec-websocket-version,sec-websocket-key,sec-websocket-extensions,sec-websocket-protocol,origin"
)

func (g *guess) request() (m message) {
	method, _ := g.seen.part("method")
	target, _ := g.seen.part("target")
	m.start = method + " " + g.hop.unmap(target) + " HTTP/" + g.version
	back := strings.Contains(g.hop.Order, "*r")
	host, connection, token := g.host, g.connection, g.token // what is still to be written
	for i, f := range g.seen.fields {
		value := f.value
		switch lower(f.name) {
		case "host":
			if host != asSeen {
				value = host
			}
			host = asSeen
		case "connection":
			if g.connection != asSeen {
				m.addLines(f.name, connection)
				connection = asSeen
				continue
			}
		case "upgrade":
			if token = asSeen; g.token == "" {
				continue
			}
		default:
			if g.part[i] == hops || g.part[i] == either && g.without {
				continue
			}
		}
		l := m.add(f.name, value)
		if last := len(m.fields) - 1; value == g.host && !back && strings.EqualFold(f.name, "host") { // the hop added it; the client sent it first
			copy(m.fields[1:], m.fields[:last])
			m.fields[0] = l
		}
	}
	if back {
		m.reverse()
	}
	m.addLines("Host", host)
	m.addLines("Connection", connection)
	m.addLines("Upgrade", token)
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

// addLines adds a line of the field for each line of a guess.
func (m *message) addLines(name, lines string) {
	for _, v := range strings.Split(lines, "\n") {
		if v != "" && v != asSeen {
			m.add(name, v)
		}
	}
}

// unmap reverses the hop's change to the start of the path.
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
	used := make([]bool, len(seen.fields))
	for i, f := range made.fields {
		found := false
		for j, g := range seen.fields {
			if (j == i || anyOrder) && !used[j] && f.name == g.name && fitsText(f.value, g.value) {
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

// weigh scores how much of a head a hop explains.
func weigh(changes []Change) (score int) {
	counted := ""
	for i := range changes {
		c := &changes[i]
		field, value, _ := strings.Cut(c.Text, ": ")
		switch c.Kind {
		case Added:
			score += 3
			if len(value) > 8 && !strings.Contains(value, unknown) {
				score += 3 // a text that only the hop writes
			}
		case Rewritten:
			if !strings.EqualFold(field, "connection") || !hasElement(value, "upgrade") { // which a client can send, too
				score += 2
			}
		case StartLine:
			score += 4
		case Removed:
		default:
			if !strings.Contains(counted, string(c.Kind)) {
				counted += string(c.Kind)
				score += 3
			}
		}
	}
	return score
}
