package hop

import (
	"slices"
	"strconv"
	"strings"

	"upgrade101/handshake/head"
)

// Directive says what one kind of statement means. Its pattern is words: * matches any word and keeps it as {1},
// {2} and so on, ? for any word that does not matter, *.on for a word that ends so, a last ... for all further words as one, a last ?... for
// further words that do not matter, * > in front for a block of any name; "in NAME" is any
// statement inside a block or below a key of that name.
type Directive struct {
	Is     string
	Says   string   // the meaning, with {1}, {2}
	Edits  []string // added to Hop.Edits, with {1}, {2}
	HTTP   string   // replaces Hop.HTTP
	Define string   // the word that it defines as Value, under the condition When
	When   string
	Value  string
	Scoped bool   // one in an inner block overrides those in outer blocks, and of several about one field in a block each writes a line
	Opaque bool   // its effect is not modelled; the nearest recorded configuration is used
	Plain  bool   // changes no head; without Says, it is read so that it is not reported as left out
	Idle   string // when it has silence cut a tunnel: "{1} s" where a number alone is seconds, "name= s" for a word of that name. The first such kind goes before the others
	As     string // the statement that says the same in the general form, with {1}, {2}; it is read in place of this one
	Leads  string // "{1} {2}": requests go to the block of this name, under this condition: a path, or a word that is defined
	Route  string // it names the backend of some requests: those of the path "{1}", or of the block of that name around it; of several ways, with | between them, the first
}

// Reading is the result of reading a pasted configuration.
type Reading struct {
	Name    string  // the program's name; empty if none was recognised
	Took    []Line  // the statements that affect the upgrade, with their meaning
	Left    []Line  // those that were left out, and why
	Matches []Match // equivalent or similar recorded configurations, the best first
	Exact   bool    // they are equivalent; otherwise they are the nearest
	Hop     *Hop    // what the text does: the hop of the first match, or one composed from the statements
	Made    bool    // Hop was composed
	Route   string  // which of several routes in the text is taken: its first line; empty where there is one
	Path    string  // of the route that is taken, where it is a literal one; empty otherwise
	Cut     bool    // the text is longer than the bound
	Assumed bool    // nothing tells the program's version: that of the first match is assumed
	text    string  // as read
	version string  // for which it was read
	target  string
	took    []taken
}

// Line is one statement of a pasted configuration.
type Line struct {
	Number int // from 1
	Text   string
	Means  string // its meaning, or why it was left out
}

// Match is a configuration of the catalog.
type Match struct {
	Program       *Program
	Configuration *Configuration
}

// taken is a statement with its kind.
type taken struct {
	_     [0]func() // as in line
	d     *directive
	all   []string // its words, in the general form
	kind  *Directive
	nth   int      // of the program's
	words []string // what the stars match
	sign  string   // the statement in comparable spelling
	void  bool     // overridden by one in an inner block
}

// Read recognises the program of a configuration and determines what it does to an upgrade. version selects between versions of a
// program: "1.25.3", or any text that names it, such as a response with "Server: nginx/1.25.3"; where it does not, the configuration may.
// Nothing is executed or fetched.
func (c *Catalog) Read(text, version string) Reading { return c.ReadFor(text, version, "") }

// ReadFor is Read where the text has several routes and the target of the request says which is taken.
func (c *Catalog) ReadFor(text, version, target string) Reading {
	r := Reading{version: version, target: target}
	if len(text) > maxConfiguration {
		text, r.Cut = text[:maxConfiguration], true
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\x00", "")
	var best *Program
	var ds []directive
	var took []taken
	bestScore := 0
	for _, syntax := range syntaxes {
		parsed := parse(syntax, text)
		for i := range c.Programs {
			p := &c.Programs[i]
			if p.Syntax != syntax || len(p.Directives) == 0 || !p.recognises(parsed) {
				continue
			}
			score, all := 0, p.take(parsed)
			for i := range all {
				if score += 2; all[i].kind.Plain {
					score--
				}
			}
			if score > bestScore {
				best, ds, took, bestScore = p, parsed, all, score
			}
		}
	}
	if best != nil {
		if version = versionIn(version, best.Name); version == "" {
			version = versionIn(text, best.Name)
		}
		r.Assumed = version == ""
		r.Name, r.text, r.took = best.Name, text, took
		r.match(c, best, version)
		if len(routes(r.took)) > len(routes(best.take(parse(best.Syntax, r.Matches[0].Configuration.Snippet)))) || !r.Exact {
			if r.choose(ds, text, target); r.Route != "" {
				r.took = best.take(ds)
				r.match(c, best, version)
			}
		}
		if all := routes(r.took); len(all) > 0 {
			r.Path = all[0].literal()
		}
		r.report(best, text, ds)
		if len(r.Matches) > 0 {
			r.Hop = r.As(&r.Matches[0])
		}
	}
	return r
}

// As returns the hop of the text if it is this one of the matching configurations.
func (r *Reading) As(m *Match) *Hop {
	h := m.Configuration.Hop
	if r.Made {
		h = m.Program.compose(r.took)
		h.edits, h.reasons = parseEdits(h.Edits), m.Configuration.Hop.reasons
	}
	first := maxDirectives
	for i := range r.took {
		t := &r.took[i]
		if after, what := t.idle(); after > 0 && t.nth < first {
			first, h.Idle = t.nth, strconv.Itoa(after)+" "+what
		}
	}
	h.snippet = r.text
	h.Lost = h.Losses()
	return &h
}

// idle returns after how many silent seconds the statement has a tunnel cut, and its name.
func (t *taken) idle() (after int, what string) {
	if t.kind.Idle == "" {
		return 0, ""
	}
	what = t.kind.Is[:strings.IndexByte(t.kind.Is, '*')-1]
	if name, unit, named := strings.Cut(t.kind.Idle, "="); named {
		for _, w := range t.d.words {
			if value, ok := strings.CutPrefix(head.Lowered(w), name+"="); ok {
				return seconds(value + unit), what + " " + name
			}
		}
		return 0, ""
	}
	return seconds(fillStars(t.kind.Idle, t.words)), what
}

// seconds reads a time as "1h30m" or "90"; a unit may follow a blank, as in "90 s". It returns 0 for other texts.
func seconds(text string) int {
	text, alone, _ := strings.Cut(text, " ")
	sum := 0
	for text != "" {
		rest := strings.TrimLeft(text, "0123456789")
		n, err := strconv.Atoi(text[:len(text)-len(rest)])
		if err != nil {
			return 0
		}
		end := strings.IndexAny(rest, "0123456789")
		if end < 0 {
			end = len(rest)
		}
		unit := rest[:end]
		if text = rest[end:]; unit == "" {
			unit = alone
		}
		sum += min(n, 1<<31) * milliseconds[unit]
	}
	return sum / 1000
}

var milliseconds = map[string]int{"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}

// recognises reports whether the text has a statement that only this program has.
func (p *Program) recognises(ds []directive) bool {
	for _, need := range p.Needs {
		all := true
		for _, one := range strings.Split(need, " & ") {
			found := false
			for i := 0; i < len(ds) && !found; i++ {
				_, found = matchPattern(one, &ds[i])
			}
			all = all && found
		}
		if all {
			return true
		}
	}
	return len(p.Needs) == 0
}

// take finds the kind of each statement, in order.
func (p *Program) take(ds []directive) (out []taken) {
	deepest := make([]int, len(p.Directives)) // for each kind, the nesting of its innermost statement
	for i := range ds {
		d := ds[i] // as it is read
		for j := range p.Directives {
			kind := &p.Directives[j]
			words, ok := matchPattern(kind.Is, &d)
			if !ok || d.other {
				continue
			}
			if kind.As != "" {
				d.words = strings.Fields(fillStars(kind.As, words))
				continue
			}
			out = append(out, taken{d: &ds[i], all: d.words, kind: kind, nth: j, words: words, sign: sign(kind.Is, d.words)})
			deepest[j] = max(deepest[j], len(d.blocks))
			break
		}
	}
	for i := range out {
		t := &out[i]
		for j := range deepest {
			t.void = t.void || t.kind.Scoped && t.kind == &p.Directives[j] && len(t.d.blocks) < deepest[j]
		}
	}
	return out
}

// sign returns a statement in comparable spelling: words that differ between sites are replaced.
func sign(pattern string, words []string) string {
	if _, rest, in := strings.Cut(pattern, " > "); in {
		pattern = rest
	}
	hidden := strings.Fields(pattern)
	out := ""
	for i, w := range words {
		if n := len(hidden) - 1; i >= n && hidden[n] == "?..." {
			break
		}
		switch {
		case w == "{":
		case i < len(hidden) && hidden[i] == "?":
			out += " ?"
		case i < len(hidden) && strings.HasPrefix(hidden[i], "*."):
			out += " " + hidden[i]
		case i < len(hidden) && strings.EqualFold(hidden[i], w):
			out += " " + hidden[i]
		default:
			out += " " + canonicalWord(w)
		}
	}
	return out
}

// matchPattern matches a statement against the pattern of a kind and returns what the stars match.
func matchPattern(pattern string, d *directive) (stars []string, ok bool) {
	if name, in := strings.CutPrefix(pattern, "in "); in {
		for _, b := range d.blocks {
			if strings.EqualFold(b.name, name) {
				return nil, true
			}
		}
		return nil, false
	}
	if block, rest, in := strings.Cut(pattern, " > "); in {
		if len(d.blocks) == 0 {
			return nil, false
		}
		if block != "*" {
			if stars, ok = matchWords(strings.Fields(block), strings.Fields(d.blocks[len(d.blocks)-1].name)); !ok {
				return nil, false
			}
		}
		more, ok := matchWords(strings.Fields(rest), d.words)
		return append(stars, more...), ok
	}
	return matchWords(strings.Fields(pattern), d.words)
}

func matchWords(pattern, words []string) (stars []string, ok bool) {
	for i, p := range pattern {
		switch rest := words[min(i, len(words)):]; p {
		case "...":
			return append(stars, strings.Join(rest, " ")), true
		case "?...":
			return stars, true
		}
		if i >= len(words) {
			return nil, false
		}
		if p == "?" {
			continue
		}
		if end, cut := strings.CutPrefix(p, "*."); cut {
			if !strings.HasSuffix(words[i], "."+end) {
				return nil, false
			}
			continue
		}
		if p == "*" {
			stars = append(stars, words[i])
			continue
		}
		if p == "''" {
			p = ""
		}
		if start, cut := strings.CutSuffix(p, "*"); cut && len(p) > 1 {
			if len(words[i]) < len(start) || !strings.EqualFold(words[i][:len(start)], start) {
				return nil, false
			}
			stars = append(stars, words[i][len(start):])
			continue
		}
		if !strings.EqualFold(p, words[i]) {
			return nil, false
		}
	}
	rest := words[min(len(pattern), len(words)):]
	return stars, len(rest) == 0 || len(rest) == 1 && rest[0] == "{"
}

// canonicalWord replaces what differs between sites: addresses, ports, host names, paths.
func canonicalWord(w string) string {
	scheme, rest, url := strings.Cut(w, "://")
	if !url {
		if strings.HasPrefix(w, "/") && len(w) > 1 && !strings.ContainsAny(w, "(*$^") {
			return "/PATH"
		}
		if isAddress(w) {
			return "ADDRESS"
		}
		if host, port, ok := strings.Cut(w, ","); ok && isAddress(host) { // HOST,PORT as nghttpx has it
			_ = port
			return "ADDRESS"
		}
		return w
	}
	host, path, slash := strings.Cut(rest, "/")
	switch {
	case isAddress(host) || strings.ContainsAny(host, ".:"):
		host = "ADDRESS"
	default:
		host = "NAME"
	}
	if path != "" && !strings.HasPrefix(path, "$") {
		path = "PATH"
	}
	if slash {
		path = "/" + path
	}
	return scheme + "://" + host + path
}

// isAddress reports whether a word is HOST:PORT, an IP address or a port.
func isAddress(w string) bool {
	host, port, ok := strings.Cut(w, ":")
	if ok && (port == "PORT" || port != "" && strings.Trim(port, "0123456789") == "") {
		return !strings.ContainsAny(host, "/$%")
	}
	return w == "PORT" || w == "localhost" || strings.Count(w, ".") == 3 && strings.Trim(w, "0123456789.") == ""
}

// report lists the statements that were taken and those that were left out.
func (r *Reading) report(p *Program, text string, ds []directive) {
	took, lines := r.took, strings.Split(text, "\n")
	for i := range ds {
		d := &ds[i]
		l := Line{Number: d.line, Text: strings.TrimSpace(lines[d.line-1]), Means: "It does not concern the upgrade, or it is not known here."}
		to := &r.Left
		if len(took) > 0 && took[0].d == d {
			t := &took[0]
			took = took[1:]
			switch {
			case t.kind.Plain && t.kind.Says == "":
				continue
			case t.void:
				l.Means = "A statement of the same kind in an inner block cancels this one."
			default:
				to, l.Means = &r.Took, fillStars(t.kind.Says, t.words)
				if j := repeats(r.took, len(r.took)-len(took)-1); j >= 0 && t.words[1] != "" && r.took[j].words[1] != "" {
					l.Means += " Line " + strconv.Itoa(r.took[j].d.line) + " sets it already: it is sent twice."
				}
				for _, w := range t.words {
					if v := p.Values[w]; v != "" && v[0] == '[' && defines(r.took, w, "") == nil {
						l.Means += " This text does not define " + w + "; what it usually is, is taken."
					}
				}
			}
		} else if d.words[len(d.words)-1] == "{" {
			continue
		} else if d.other {
			l.Means = "It is for other requests than those of “" + r.Route + "”."
		}
		if n := len(*to); n == 0 || (*to)[n-1].Number != l.Number || to == &r.Took && l.Means != "" {
			*to = append(*to, l)
		}
	}
}

// fillStars inserts what the stars of a pattern matched into a text.
func fillStars(text string, stars []string) string {
	for i, s := range stars {
		text = strings.ReplaceAll(text, "{"+strconv.Itoa(i+1)+"}", s)
	}
	return text
}

// signature is the sequence of relevant statements in comparable spelling.
func signature(took []taken) (out []string) {
	for i := range took {
		switch t := &took[i]; {
		case t.kind.Plain:
		case t.void:
			out = append(out, "void"+t.sign)
		default:
			out = append(out, t.sign)
		}
	}
	return out
}

// match finds equivalent configurations of all versions of the program, else the nearest.
func (r *Reading) match(c *Catalog, best *Program, version string) {
	want, least := signature(r.took), 1<<30
	for i := range c.Programs {
		p := &c.Programs[i]
		if p.Name != best.Name || p.Syntax != best.Syntax {
			continue
		}
		for j := range p.Configurations {
			cf := &p.Configurations[j]
			d := apart(want, signature(p.take(parse(p.Syntax, cf.Snippet))))
			if d < least {
				least, r.Matches = d, nil
			}
			if d > least {
				continue
			}
			r.Matches = append(r.Matches, Match{p, cf})
			if n := len(r.Matches) - 1; n > 0 && better(&r.Matches[n], &r.Matches[0], version) {
				copy(r.Matches[1:], r.Matches[:n])
				r.Matches[0] = Match{p, cf}
			}
		}
	}
	r.Exact, r.Made = least <= 1, least > 1
	for i := range r.took {
		if t := &r.took[i]; t.kind.Opaque && !t.void {
			r.Made = false
		}
	}
}

// better reports whether a configuration is preferred to another, equivalent one.
func better(a, b *Match, version string) bool {
	if version != "" {
		return a.Program.holdsFor(version) && !b.Program.holdsFor(version)
	}
	return a.Configuration.Default && !b.Configuration.Default
}

// apart is how far two lists of statements are from each other: 0 for the same ones in the same order, 1 for another
// order, 2 more for each that differs in names and paths alone, and 4 for each that only one of them has, or 8 if it is about
// upgrades.
func apart(a, b []string) int {
	used, missed := make([]bool, len(b)), []string(nil)
	last, d := -1, 0
	for _, s := range b {
		d += weight(s)
	}
	for _, s := range a {
		j := 0
		for j < len(b) && (used[j] || b[j] != s) {
			j++
		}
		if j == len(b) {
			missed, d = append(missed, s), d+weight(s)
			continue
		}
		if d -= weight(s); j < last {
			d |= 1
		}
		used[j], last = true, j
	}
	for _, s := range missed {
		for j := range b {
			if !used[j] && nameless(b[j]) == nameless(s) {
				used[j], d = true, d-weight(s)-weight(b[j])+2
				break
			}
		}
	}
	return d
}

func weight(sign string) int {
	if speaks(strings.Fields(sign)) {
		return 8
	}
	return 4
}

// nameless is a statement in comparable spelling, without details of its names and paths.
func nameless(sign string) string {
	return strings.ReplaceAll(strings.ReplaceAll(sign, "/PATH", "/"), "NAME", "ADDRESS")
}

// open replaces a word that other statements define.
const open = "\x02"

// compose builds a hop from the program's default behaviour and what each statement adds.
func (p *Program) compose(took []taken) Hop {
	h := p.Hop
	h.Edits = h.Edits[:len(h.Edits):len(h.Edits)]
	for i := range took {
		t := &took[i]
		if t.void || len(h.Edits) > maxDirectives {
			continue
		}
		stars, defined := append([]string(nil), t.words...), ""
		for i, s := range stars {
			if v, ok := p.Values[s]; defines(took, s, "") != nil || ok && v[0] == '[' {
				stars[i], defined = open, s
			} else if ok {
				stars[i] = v
			}
		}
		if t.kind.HTTP != "" {
			h.HTTP = fillStars(t.kind.HTTP, stars)
		}
		for _, e := range t.kind.Edits {
			if repeats(took, i) >= 0 {
				e = strings.Replace(e, "@", "@+", 1)
			}
			if e = fillStars(e, stars); strings.Contains(e, open) {
				edits := defines(took, defined, e)
				if edits == nil { // as it is usually defined
					for _, v := range strings.Split(p.Values[defined], ";") {
						value, condition := cutCondition(v)
						edits = append(edits, "["+condition+"]"+strings.ReplaceAll(e, open, value))
					}
				}
				h.Edits = append(h.Edits, edits...)
			} else {
				h.Edits = append(h.Edits, e)
			}
		}
	}
	return h
}

// repeats returns the index of an earlier statement about the same field, where both write a line of it; negative for none.
func repeats(took []taken, i int) int {
	t := &took[i]
	return slices.IndexFunc(took[:i], func(o taken) bool {
		return t.kind.Scoped && o.kind == t.kind && !o.void && !t.void && o.d.within() == t.d.within() && strings.EqualFold(o.words[0], t.words[0])
	})
}

// defines returns the edits that result from one with a defined word, each under the condition of its definition.
func defines(took []taken, word, edit string) (out []string) {
	for i := range took {
		if t := &took[i]; t.kind.Define != "" && fillStars(t.kind.Define, t.words) == word {
			out = append(out, "["+t.kind.When+"]"+strings.ReplaceAll(edit, open, fillStars(t.kind.Value, t.words)))
			if t.kind.When == "" {
				break
			}
		}
	}
	return out
}

// versionIn returns the version of a program in a text: "1.25.3" itself, "nginx/1.25.3" and "HAProxy version 2.8.1"; "" for none.
func versionIn(text, name string) string {
	const number = "0123456789."
	text = head.Lowered(text)
	if alone := strings.TrimPrefix(text, "v"); strings.Trim(alone, number) == "" {
		return alone
	}
	name, _, _ = strings.Cut(head.Lowered(name), " ") // httpd is not in Apache's
	for found := true; found; {
		_, text, found = strings.Cut(text, name)
		rest := strings.TrimLeft(strings.TrimPrefix(text, " version"), "/ ")
		version := rest[:len(rest)-len(strings.TrimLeft(rest, number))]
		if n := strings.Count(version, "."); n == 1 || n == 2 { // an address has three
			return version
		}
	}
	return ""
}

// holdsFor reports whether the program's data is valid for a version.
func (p *Program) holdsFor(version string) bool {
	if p.Since == "" && p.Before == "" {
		return strings.HasPrefix(p.Version, version)
	}
	return (p.Since == "" || compareVersions(version, p.Since) >= 0) && (p.Before == "" || compareVersions(version, p.Before) < 0)
}

func compareVersions(a, b string) int {
	for a != "" || b != "" {
		var x, y string
		x, a, _ = strings.Cut(a, ".")
		y, b, _ = strings.Cut(b, ".")
		m, _ := strconv.Atoi(x)
		n, _ := strconv.Atoi(y)
		if m != n {
			return m - n
		}
	}
	return 0
}
