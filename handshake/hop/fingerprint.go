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

// nothing is an exchange in which a pattern has only the text that is always there.
var nothing = exchange{env: Env{Upstream: unknown, From: unknown, Self: unknown, Port: unknown, Date: unknown, ID: unknown, Key: unknown, UUID: unknown, Age: unknown}}

// couldSend guesses the client's request and reports whether the hop turns it into the head.
func (h *Hop) couldSend(seen *message) (score int, ok bool) {
	if version, _ := seen.part("version"); h.HTTP == "1.0" && version != "1.0" || h.HTTP == "1.1" && version != "1.1" {
		return 0, false
	}
	g := h.guess(seen)
	edits := h.edits
	for i := range edits {
		e := &edits[i]
		drops := e.how == '-'
		always := e.condition == "" && seen.has(e.name) == drops && (drops || e.how == '=' && nothing.fill(e.value) != "")
		for j := i + 1; always && j < len(edits); j++ {
			always = !head.EqualFold(edits[j].name, e.name) && !strings.ContainsAny(edits[j].name, "(*")
		}
		if always {
			return 0, false // it removes a field that is there, or writes one that is not
		}
	}
	anyOrder := strings.Contains(h.Order, "*?")
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
	g := guess{hop: h, seen: seen, part: make([]byte, len(seen.fields)), versions: httpVersions[:1], hosts: guessedHosts[:1]}
	for i, f := range seen.fields {
		for j, name := range [...]string{"host", "connection", "upgrade"} {
			if head.EqualFold(name, f.name) {
				g.part[i] = isHost + byte(j)
			}
		}
		for j := 0; g.part[i] == 0 && j < len(h.edits); j++ {
			e := &h.edits[j]
			if !e.writes() || !head.EqualFold(e.name, f.name) || hasElement(clients, f.name) && f.value != e.value {
				continue
			}
			if there := "q." + head.Lowered(f.name); !strings.Contains(e.condition, there) || strings.Contains(e.condition, "!"+there) {
				g.part[i] = hops // otherwise it changes what the client sent
			}
		}
	}
	if len(h.HTTP) != len("1.1") || strings.Contains(h.sends, ":version") {
		g.versions = httpVersions
	}
	g.wanted, g.there = seen.get("upgrade")
	g.sent, _ = seen.get("connection")
	if h.writes("host") {
		g.hosts = guessedHosts
		for _, name := range [...]string{"x-forwarded-host", "x-host"} {
			if v, ok := seen.get(name); ok && h.writes(name) {
				g.hosts = []string{v}
			}
		}
	}
	g.dropped = strings.Contains(h.sends, "-sec-") || strings.Contains(h.sends, "-(all but)")
	return g
}

// each goes through the ways to complete the client's request.
func (g *guess) each(do func()) {
	rewrites := g.there && g.hop.writes("upgrade")
	for _, g.version = range g.versions {
		for _, g.host = range g.hosts {
			for _, g.asking = range askings {
				switch g.token {
				case asSeen:
					if g.connection == settings && g.wanted != "h2c" {
						continue
					}
				case "":
					if !rewrites {
						continue
					}
				default:
					if g.wanted != "" {
						continue
					}
				}
				if g.connection != g.sent || g.token == "h2c" {
					do()
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
	httpVersions = []string{"1.1", "1.0"}
	guessedHosts = []string{asSeen, unknown}
)

// asking is how a client asks for an upgrade, or does not: its lines of Connection, and Upgrade.
type asking struct{ connection, token string }

// askings are those that clients send.
var askings = []asking{
	{asSeen, asSeen}, {asSeen, "websocket"}, {asSeen, "h2c, websocket"}, {asSeen, "tcp"}, {asSeen, ""},
	{"Upgrade", asSeen}, {"Upgrade", "websocket"}, {"Upgrade", "h2c, websocket"}, {"Upgrade", "tcp"}, {"Upgrade", ""},
	{"keep-alive, Upgrade", asSeen}, {"keep-alive, Upgrade", "websocket"}, {"keep-alive, Upgrade", ""},
	{"keep-alive", asSeen}, {"keep-alive", "websocket"}, {"keep-alive", ""},
	{"keep-alive\nUpgrade", asSeen}, {"keep-alive\nUpgrade", "websocket"}, {"keep-alive\nUpgrade", ""},
	{settings, asSeen}, {settings, "h2c"}, {"", asSeen}, {"", "websocket"}, {"", ""},
}

// What a field of the head is: the client's own where nothing else is said, of the hop, or guessed.
const (
	hops = 1 + iota
	isHost
	isConnection
	isUpgrade
)

// guess is one way to complete the client's request.
type guess struct {
	hop             *Hop
	seen            *message
	part            []byte // what each field of seen is
	versions, hosts []string
	version, host   string
	asking
	sent, wanted string // the Connection and the Upgrade that were seen
	there        bool   // Upgrade was seen, which may be empty
	dropped      bool   // the hop drops the fields of WebSocket
}

// clients are fields that come from the client, even where the hop writes them; but not a value that the hop writes.
const clients = "accept-encoding,cache-control,user-agent,content-length,cookie,sec-websocket-version,sec-websocket-key,sec-websocket-extensions,sec-websocket-protocol,origin"

func (g *guess) request() (m message) {
	method, _ := g.seen.part("method")
	target, _ := g.seen.part("target")
	m.start = method + " " + g.hop.unmap(target) + " HTTP/" + g.version
	m.fields = make([]*line, 0, len(g.seen.fields)+6)
	host, connection, token := "Host", g.connection, g.token // what is still to be written
	for i, f := range g.seen.fields {
		switch g.part[i] {
		case hops:
			continue
		case isHost:
			if host = f.name; g.host != asSeen {
				continue
			}
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
		}
		m.add(f.name, f.value)
	}
	if strings.Contains(g.hop.Order, "*r") {
		m.reverse()
	}
	first := message{}
	first.addLines(host, g.host)
	m.fields = append(first.fields, m.fields...)
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
