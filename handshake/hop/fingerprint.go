package hop

import (
	"slices"
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

// Fails reports whether a browser's handshake fails through the configuration: the upgrade is lost, or the server's 101 is.
func (cf *Configuration) Fails() bool { return cf.Lost() || slices.Contains(cf.Loses, LostAnswer) }

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
	known := map[string]int{} // by the hop's behaviour: where its first fit is, from 1; -1 for what does not fit
	count := map[string]int{} // by that, and by program, whatever its version, and score
	for i := range c.Programs {
		p := &c.Programs[i]
		for j := range p.Configurations {
			cf := &p.Configurations[j]
			if slices.Contains(cf.Loses, LostEverything) {
				continue // forwards no handshake; its ordinary requests look like those of similar configurations
			}
			hop := &cf.Hop
			fit, at := Fit{}, known[hop.sends]
			if at > 0 {
				fit = fits[at-1]
				count[hop.sends]++
				fit.nth = count[hop.sends]
			} else if at < 0 {
				continue
			} else if score, ok := hop.couldSend(&seen); ok {
				group := p.Name + strconv.Itoa(score)
				fit.Score, fit.kind, at = score, count[group], len(fits)+1
				count[group]++
			} else {
				known[hop.sends] = -1
				continue
			}
			known[hop.sends] = at
			fit.Program, fit.Configuration = p, cf
			fits = append(fits, fit)
		}
	}
	for i := range fits { // they are few
		for j := i; j > 0 && fits[j].before(&fits[j-1]); j-- {
			fits[j], fits[j-1] = fits[j-1], fits[j]
		}
	}
	return fits
}

// before reports whether a fit goes before another one. What explains more comes first. Of what explains the head equally well, different
// behaviour comes first, and what loses an upgrade: one of each kind, one of each program.
func (f *Fit) before(g *Fit) bool {
	lost, other := f.Configuration.Lost(), g.Configuration.Lost()
	switch {
	case f.Score != g.Score:
		return f.Score > g.Score
	case f.nth != g.nth:
		return f.nth < g.nth
	case lost != other:
		return lost
	}
	return f.kind < g.kind
}

// unknown is the value, in the Env of nothing, of what only the hop knows; it matches every text.
const unknown = "\x01"

// mayHaveSent reports whether a head is consistent with what edits do to every head.
func (h *Hop) mayHaveSent(seen *message, edits []edit) bool {
	for i := range edits {
		e := &edits[i]
		if e.condition != "" {
			continue
		}
		there := seen.has(e.name)
		switch {
		case e.how == '-' && there && !touched(edits[i:], false):
			return false // it always removes a field that the head has
		case e.writes() && e.how != '?' && !there && nothing.fill(e.value) != "" && !touched(edits[i:], true):
			return false // it always writes one that the head lacks
		}
	}
	return true
}

// nothing is an exchange in which a pattern has only the text that is always there.
var nothing = exchange{env: Env{Upstream: unknown, From: unknown, Self: unknown, Port: unknown, Date: unknown, ID: unknown, Key: unknown, UUID: unknown, Age: unknown}}

// touched reports whether an edit behind the first one may change the lines of its field, or may remove them.
func touched(edits []edit, removes bool) bool {
	name := edits[0].name
	for i := range edits[1:] {
		e := &edits[i+1]
		it := head.EqualFold(e.name, name)
		if removes {
			it = it && (e.how == '-' || e.how == '=' && strings.HasPrefix(e.value, "{"))
		}
		if it || e.how == '-' && strings.ContainsAny(e.name, "(*") {
			return true
		}
	}
	return false
}

// writesSo reports whether the names and the order of a head's lines may be the hop's: it would write them so again.
func (h *Hop) writesSo(seen *message, edits []edit, anyOrder bool) bool {
	if strings.ContainsAny(h.Order, "[r") {
		return true
	}
	once := seen.copy()
	once.filter(func(f *line) bool {
		for i := range edits {
			if e := &edits[i]; head.EqualFold(e.name, f.name) {
				if e.own && (e.condition != "" || e.how != '=') {
					return false // it may be the client's, which has another place
				}
				if f.own = 0; e.own {
					f.own = i + 1
				}
				if e.spelt {
					f.by = e
				}
			}
		}
		return true
	})
	again := once.copy()
	if !strings.Contains(h.Names, "[") {
		again.recase(h.Names)
	}
	again.arrange(h.Order)
	return matches(&again, &once, anyOrder)
}

// couldSend guesses the client's request and reports whether the hop turns it into the head.
func (h *Hop) couldSend(seen *message) (score int, ok bool) {
	if version, _ := seen.part("version"); h.HTTP == "1.0" && version != "1.0" || h.HTTP == "1.1" && version != "1.1" {
		return 0, false
	}
	g := h.guess(seen)
	x := exchange{env: nothing.env, q: g.request()}
	edits := make([]edit, 0, len(h.edits)) // those that may apply, where a condition is the same for each guess
	for i := range h.edits {
		e := h.edits[i]
		if !e.varies && e.condition != "" {
			if !x.holds(e.condition) {
				continue
			}
			e.condition = ""
		}
		edits = append(edits, e)
	}
	anyOrder := strings.Contains(h.Order, "*?")
	if !h.mayHaveSent(seen, edits) || !h.writesSo(seen, edits, anyOrder) {
		return 0, false
	}
	g.each(func() {
		x := exchange{env: nothing.env, q: g.request()}
		x.asks = h.Asks != "" && x.holds(h.Asks)
		if h.begin(&x); x.s.start != seen.start {
			return
		}
		if h.send(&x, edits); !matches(&x.s, seen, anyOrder) {
			return
		}
		if n := weigh(explain(&x.q, &x.s, &Hop{})) + plausible(&x.q, &x.s, seen); !ok || n > score {
			score, ok = n, true
		}
	})
	if h.transparent() {
		score-- // it explains nothing
	}
	return score, ok
}

// plausible rates a guess: clients send either a complete opening handshake or no part of one, and Host comes first.
func plausible(q, made, seen *message) (score int) {
	upgrade, _ := q.get("upgrade")
	connection, _ := q.get("connection")
	asks, websocket := hasElement(connection, "upgrade"), hasElement(upgrade, "websocket")
	key, version := q.has("sec-websocket-key"), q.has("sec-websocket-version")
	switch {
	case websocket && key && version && asks:
		if score = 8; !head.EqualFold(upgrade, "websocket") {
			score-- // hardly any client offers several
		}
	case websocket || key || version || asks != (upgrade != "") || q.has("http2-settings") != (upgrade == "h2c"):
		score -= 4
	}
	if len(q.fields) > 0 && head.EqualFold(q.fields[0].name, "host") {
		score += 10
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

// guess begins with what the client is most likely to have sent: what was seen, without what the hop writes itself.
func (h *Hop) guess(seen *message) guess {
	g := guess{hop: h, seen: seen, part: make([]byte, len(seen.fields)), hosts: guessedHosts[:1], tokens: guessedTokens}
	for i, f := range seen.fields {
		for j, name := range [...]string{"host", "connection", "upgrade"} {
			if head.EqualFold(name, f.name) {
				g.part[i] = isHost + byte(j)
			}
		}
		for j := 0; g.part[i] < isHost && j < len(h.edits); j++ {
			e := &h.edits[j]
			if !e.writes() || !head.EqualFold(e.name, f.name) {
				continue
			}
			if there := "q." + head.Lowered(f.name); strings.Contains(e.condition, there) && !strings.Contains(e.condition, "!"+there) {
				continue // it changes what the client sent
			}
			if !hasElement(clients, f.name) {
				g.part[i] = hops
			} else if f.value == e.value && hasElement(defaults, f.name) {
				g.part[i], g.optional = either, true
			}
		}
	}
	g.versions = httpVersions
	if h.HTTP == "" {
		v, _ := seen.part("version")
		g.versions = []string{v}
	} else if h.HTTP[0] != '[' && !strings.Contains(h.sends, ":version") {
		g.versions = g.versions[:1]
	}
	there := false
	if g.wanted, there = seen.get("upgrade"); g.wanted != "" {
		g.tokens = g.tokens[:1]
		if h.writes("upgrade") {
			g.tokens = asSeenOrNot
		}
	} else if !there {
		g.tokens = g.tokens[:5]
	}
	g.sent, _ = seen.get("connection")
	if h.writes("host") {
		g.hosts = guessedHosts
		for _, name := range [...]string{"x-forwarded-host", "x-host"} {
			if v, ok := seen.get(name); ok && h.writes(name) {
				g.hosts = []string{v}
			}
		}
	}
	for i := range h.edits {
		e := &h.edits[i]
		g.dropped = g.dropped || e.how == '-' && (strings.HasPrefix(e.name, "sec-") || strings.HasPrefix(e.name, "(all but)"))
	}
	g.version, g.host, g.connection, g.token = g.versions[0], g.hosts[0], asSeen, g.tokens[0]
	return g
}

// rare reports whether no client combines this Connection and Upgrade.
func (g *guess) rare() bool {
	connection := g.connection
	if connection == asSeen {
		connection = g.sent
	}
	switch g.token {
	case "", asSeen, "websocket":
		return g.connection == settings && g.wanted != "h2c"
	case "h2c":
		return connection != settings
	}
	return g.connection != asSeen && connection != "Upgrade"
}

// each goes through the ways to complete the client's request, with and without the fields that the hop may have removed.
func (g *guess) each(do func()) {
	for _, g.version = range g.versions {
		for _, g.host = range g.hosts {
			for _, g.connection = range connections {
				for _, g.token = range g.tokens {
					if g.connection == g.sent || g.rare() {
						continue
					}
					g.without = false
					do()
					if g.without = g.optional; g.optional {
						do()
					}
				}
			}
		}
	}
}

// writes reports whether the hop may write a field.
func (h *Hop) writes(name string) bool {
	for i := range h.edits {
		if h.edits[i].writes() && head.EqualFold(h.edits[i].name, name) {
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
	guessedTokens = []string{asSeen, "websocket", "h2c, websocket", "tcp", "h2c", ""}
	asSeenOrNot   = []string{asSeen, ""}
)

// connections are values of Connection that clients send, each line one of its lines.
var connections = []string{asSeen, "Upgrade", "keep-alive, Upgrade", "keep-alive", "keep-alive\nUpgrade", settings, ""}

// varies reports whether conditions depend on the guess.
func varies(conditions string) bool {
	for _, part := range guessedParts {
		if strings.Contains(conditions, part) {
			return true
		}
	}
	return false
}

// guessedParts are in conditions that depend on the guess.
var guessedParts = [...]string{"asks", "s.", "s:", "connection", "upgrade", "host", "http2", "version", "content", "size", "accept-encoding", "cache-control", "user-agent"}

// What a field of the head is: the client's own where nothing else is said, of the hop, of either, or guessed.
const (
	hops = 1 + iota
	either
	isHost
	isConnection
	isUpgrade
)

// guess is one way to complete the client's request.
type guess struct {
	hop                              *Hop
	seen                             *message
	part                             []byte // by field of seen: hops or either
	optional, without                bool   // there is one of either; the client sent none of them
	versions, hosts, tokens          []string
	version, host, connection, token string
	sent, wanted                     string // the Connection and the Upgrade that were seen
	dropped                          bool   // the hop drops the fields of WebSocket
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
	m.fields = make([]*line, 0, len(g.seen.fields)+6)
	for i, f := range g.seen.fields {
		value := f.value
		switch g.part[i] {
		case isHost:
			if host != asSeen {
				value = host
			}
			host = asSeen
		case isConnection:
			if g.connection != asSeen {
				m.addLines(f.name, connection)
				connection = asSeen
				continue
			}
		case isUpgrade:
			if token = asSeen; g.token == "" {
				continue
			}
		case either, hops:
			if g.without || g.part[i] == hops {
				continue
			}
		}
		l := m.add(f.name, value)
		if last := len(m.fields) - 1; g.part[i] == isHost && value == g.host && !back { // the hop added it; the client sent it first
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
	if g.token == "h2c" && !m.has("http2-settings") {
		m.add("HTTP2-Settings", "AAMAAABkAAQAoAAAAAIAAAAA")
	}
	if g.dropped && g.token != "" && (g.token != asSeen || m.has("upgrade")) {
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
			if len(value) > 8 {
				score += 8 // a text that only the hop writes
			}
		case Rewritten:
			if !head.EqualFold(field, "connection") || !hasElement(value, "upgrade") { // which a client can send, too
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
