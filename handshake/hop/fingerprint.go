package hop

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"

	"upgrade101/handshake/head"
)

// Fit is a configuration that could have sent a head.
type Fit struct {
	Program       string // its id: "nginx"
	Configuration string // its id: "plain"
	Name          string // the program with its version: "nginx 1.22.1"
	Title         string // of the configuration
	Why           string // what in the head speaks for it
	Lost          bool   // it takes the upgrade away from every browser's handshake
	Score         int    // how much of the head it explains; compares fits of one head
}

// fingerprints.json is the request half of each hop, made from the data by TestFingerprintTable.
//
//go:embed fingerprints.json
var fingerprintTable []byte

// Fingerprinted is one entry of the table: configurations with the same request half.
type Fingerprinted struct {
	Hop     Hop         `json:"hop"`
	Lost    bool        `json:"lost,omitempty"`
	Members [][4]string `json:"members"` // program, configuration, name with version, title
}

var fingerprints = sync.OnceValue(func() (table []Fingerprinted) {
	if err := json.Unmarshal(fingerprintTable, &table); err != nil {
		panic(err)
	}
	for i := range table {
		for _, text := range table[i].Hop.Edits {
			table[i].Hop.edits = append(table[i].Hop.edits, parseEdit(text))
		}
	}
	return table
})

// maxFingerprintFields bounds the heads that are looked at; no client sends so many fields.
const maxFingerprintFields = 200

// Fingerprint ranks the configurations that could have sent the request head that a backend saw, the best first. For
// each it makes up the client's request, sends it through the hop and compares what comes out with the head, line by
// line. It returns nothing for a head that none of them sends.
func Fingerprint(h *head.Head) []Fit {
	seen := messageOf(h)
	if len(seen.fields) == 0 || len(seen.fields) > maxFingerprintFields {
		return nil
	}
	var fits []Fit
	type ranked struct {
		Fit
		member, entry int
	}
	var all []ranked
	entries := map[string]int{} // per program, whatever its version, and score: how many entries came before
	for _, entry := range fingerprints() {
		if !entry.Hop.mayHaveSent(&seen) {
			continue
		}
		score, why, ok := entry.Hop.couldSend(&seen)
		if !ok {
			continue
		}
		for i, m := range entry.Members {
			key := m[2][:strings.LastIndexByte(m[2], ' ')] + " " + strconv.Itoa(score)
			all = append(all, ranked{Fit{Program: m[0], Configuration: m[1], Name: m[2], Title: m[3], Why: why, Lost: entry.Lost, Score: score}, i, entries[key]})
			if i == len(entry.Members)-1 {
				entries[key]++
			}
		}
	}
	// Of what explains the head equally well, different behaviour comes first: one of each kind, one of each program.
	slices.SortStableFunc(all, func(a, b ranked) int {
		if a.Score != b.Score {
			return b.Score - a.Score
		}
		if a.member != b.member {
			return a.member - b.member
		}
		return a.entry - b.entry
	})
	for _, r := range all {
		fits = append(fits, r.Fit)
	}
	return fits
}

// unknown stands in a guessed Env for what only the hop knows; it matches every text.
const unknown = "\x01"

var guessed = Env{Upstream: unknown, From: unknown, Self: unknown, Port: unknown, Date: unknown, ID: unknown, Key: unknown, UUID: unknown, Age: unknown}

// mayHaveSent rules a hop out by what it does to every head.
func (h *Hop) mayHaveSent(seen *message) bool {
	if version, _ := seen.part("version"); h.HTTP == "1.0" && version != "1.0" || h.HTTP == "1.1" && version != "1.1" {
		return false
	}
	for i := range h.edits {
		if e := &h.edits[i]; e.how != '-' && e.how != '&' && e.how != '?' && e.condition == "" && !strings.Contains(e.value, "{q") && !seen.has(e.name) && !h.dropsAfter(i) {
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
func (h *Hop) couldSend(seen *message) (score int, why string, ok bool) {
	for _, guess := range h.guesses(seen) {
		x := exchange{env: guessed, q: guess}
		x.asks = h.Asks != "" && x.holds(h.Asks)
		h.send(&x)
		if !matches(&x.s, seen, strings.Contains(h.Order, "*?")) {
			continue
		}
		n, reasons := weigh(explain(&x.q, &x.s, h))
		if n += plausible(&x.q, &x.s, seen); !ok || n > score {
			score, why, ok = n, reasons, true
		}
	}
	return score, why, ok
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
	var dropped []line
	for _, e := range h.edits {
		switch {
		case e.how == '-' && (strings.HasPrefix(e.name, "sec-") || strings.HasPrefix(e.name, "(all but)")):
			dropped = []line{{name: "Sec-WebSocket-Key", value: "dGhlIHNhbXBsZSBub25jZQ=="}, {name: "Sec-WebSocket-Version", value: "13"}}
		case e.how != '-' && e.how != '&':
			writes[lower(e.name)] = true
		}
	}
	// Each way to fill in a part of the client's request; the first keeps what was seen.
	hosts, connections, tokens, optional := []string{"as seen"}, []string{"as seen", "Upgrade", "keep-alive, Upgrade", "keep-alive", "keep-alive\nUpgrade", "Upgrade, HTTP2-Settings", ""}, []string{"as seen", "websocket", "h2c, websocket", "h2c", ""}, []bool{false}
	if writes["host"] {
		hosts = append(hosts, unknown)
		for _, n := range []string{"x-forwarded-host", "x-host"} {
			if v, ok := seen.get(n); ok && writes[n] {
				hosts = []string{v}
				break
			}
		}
	}
	optionals := map[string]bool{} // what the hop writes where the client sent nothing, and in those words
	for _, e := range h.edits {
		if v, ok := seen.get(e.name); ok && v == e.value && e.how != '-' {
			switch n := lower(e.name); n {
			case "accept-encoding", "cache-control", "user-agent", "content-length":
				optionals[n] = true
				optional = []bool{false, true}
			}
		}
	}
	upgrade, _ := seen.get("upgrade")
	if upgrade != "" {
		tokens = tokens[:1]
		if writes["upgrade"] {
			tokens = []string{"as seen", ""}
		}
	}
	versions := []string{"1.1", "1.0"}
	if h.HTTP == "" {
		v, _ := seen.part("version")
		versions = []string{v}
	}
	method, _ := seen.part("method")
	target, _ := seen.part("target")
	back := strings.Contains(h.Order, "*r")
	var out []message
	for _, version := range versions {
		for _, host := range hosts {
			for _, connection := range connections {
				for _, token := range tokens {
					if (token == "h2c") != (connection == "Upgrade, HTTP2-Settings") {
						continue
					}
					for _, without := range optional {
						m := message{start: method + " " + h.unmap(target) + " HTTP/" + version}
						sawHost, sawConnection, sawUpgrade := false, false, false
						for _, f := range seen.fields {
							l := line{name: f.name, value: f.value}
							switch n := lower(f.name); n {
							case "host":
								sawHost = true
								if host != "as seen" && !back { // the hop put it where it is; the client had it first
									l.value = host
									m.fields = append([]line{l}, m.fields...)
									continue
								}
								if host != "as seen" {
									l.value = host
								}
							case "connection":
								if connection == "" || sawConnection && connection != "as seen" {
									continue
								}
								sawConnection = true
								if connection != "as seen" {
									first, second, two := strings.Cut(connection, "\n")
									if l.value = first; two {
										m.fields = append(m.fields, l)
										l.value = second
									}
								}
							case "upgrade":
								if token == "" {
									continue
								}
								sawUpgrade = true
							case "accept-encoding", "cache-control", "user-agent", "content-length":
								if without && optionals[n] {
									continue
								}
							case "cookie", "sec-websocket-version", "sec-websocket-key", "sec-websocket-extensions", "sec-websocket-protocol", "origin":
							default:
								if writes[n] {
									continue
								}
							}
							m.fields = append(m.fields, l)
						}
						if back {
							slices.Reverse(m.fields)
						}
						if !sawHost && host != "as seen" {
							m.fields = append(m.fields, line{name: "Host", value: host})
						}
						if !sawConnection && connection != "" && connection != "as seen" {
							for _, v := range strings.Split(connection, "\n") {
								m.fields = append(m.fields, line{name: "Connection", value: v})
							}
						}
						if !sawUpgrade && token != "" && token != "as seen" {
							m.fields = append(m.fields, line{name: "Upgrade", value: token})
						}
						if token == "h2c" {
							m.fields = append(m.fields, line{name: "HTTP2-Settings", value: "AAMAAABkAAQAoAAAAAIAAAAA"})
						}
						m.fields = append(m.fields, dropped...)
						for i := range m.fields {
							m.fields[i].from = i
						}
						out = append(out, m)
					}
				}
			}
		}
	}
	return out
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

// matches compares two heads line by line; in the first, unknown stands for any text.
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

// weigh counts what a hop explains and says the most telling of it.
func weigh(changes []Change) (score int, why string) {
	var telling []string
	counted := map[Kind]bool{}
	for _, c := range changes {
		n := 0
		switch c.Kind {
		case Added:
			n = 3
			if _, value, _ := strings.Cut(c.Text, ": "); len(value) > 8 && !strings.Contains(value, unknown) {
				n = 6 // a text of the hop's own
			}
			telling = append(telling, name(c.Text)+" added")
		case Rewritten:
			n = 2
			if strings.EqualFold(name(c.Text), "connection") && hasElement(c.Text[len("connection:"):], "upgrade") {
				n = 0 // a client may well have sent this very line
			}
			telling = append(telling, strings.ReplaceAll(c.Text, unknown, "…"))
		case StartLine:
			n = 4
			_, v, _ := strings.Cut(c.Text, " HTTP/")
			telling = append(telling, "HTTP/"+v)
		case Removed:
			n = 0
			if hasElement("connection,upgrade", name(c.Text)) {
				telling = append(telling, "no "+name(c.Text))
			}
		default:
			if !counted[c.Kind] {
				n, counted[c.Kind] = 3, true
				if c.Kind == Renamed {
					telling = append(telling, "its spelling of names")
				} else {
					telling = append(telling, "its order of fields")
				}
			}
		}
		score += n
	}
	if len(telling) > 4 {
		telling = append(telling[:4], strconv.Itoa(len(telling)-4)+" more")
	}
	return score, strings.Join(telling, ", ")
}

func name(line string) string { n, _, _ := strings.Cut(line, ":"); return n }
