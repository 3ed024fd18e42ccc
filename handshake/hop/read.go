package hop

import (
	"slices"
	"strconv"
	"strings"
)

// Directive says what one kind of statement means. Its pattern is words: * matches any word and keeps it as {1},
// {2} and so on, ? for any word that does not matter, *.on for a word that ends so, a last ... for all further words as one, * > in front for a block of any name; "in NAME" is any
// statement inside a block or below a key of that name.
type Directive struct {
	Is     string   `json:"is"`
	Says   string   `json:"says,omitempty"`   // the meaning in words, with {1}, {2}
	Edits  []string `json:"edits,omitempty"`  // what it adds to Hop.Edits, with {1}, {2}
	HTTP   string   `json:"http,omitempty"`   // what it sets Hop.HTTP to
	Define string   `json:"define,omitempty"` // the name of a word that it defines, under the condition When, as Value
	When   string   `json:"when,omitempty"`
	Value  string   `json:"value,omitempty"`
	Scoped bool     `json:"scoped,omitempty"` // one in an inner block cancels those further out
	Opaque bool     `json:"opaque,omitempty"` // what it adds is not stated; the nearest recorded configuration is taken
	Plain  bool     `json:"plain,omitempty"`  // means nothing for an upgrade; read so that it is not reported as left out
}

// Reading is what a pasted configuration comes to.
type Reading struct {
	Name    string  // the program's name; empty where no program was recognised
	Took    []Line  // the statements that concern the upgrade, with their meaning
	Left    []Line  // those that were left out, and why
	Matches []Match // the recorded configurations that say the same, the best first
	Exact   bool    // they say exactly the same; otherwise they are the nearest
	Hop     *Hop    // what the text does: the first match's, or one composed of the statements
	Made    bool    // it was composed
	Cut     bool    // the text is longer than what was read
}

// Line is one statement of a pasted configuration.
type Line struct {
	Number int // from 1
	Text   string
	Means  string // what it means, or why it was left out
}

// Match is a configuration of the catalog.
type Match struct {
	Program       *Program
	Configuration *Configuration
}

// taken is a statement with the rule that it follows.
type taken struct {
	d     *directive
	rule  *Directive
	words []string // what the stars match
	sign  string   // the statement in the spelling that is compared
	void  bool     // cancelled by one in an inner block
}

// Read finds out which program a configuration is for and what it makes of an upgrade. version, "1.25.3" or
// "nginx/1.25.3", picks between versions of a program; it may be empty. Nothing is executed or fetched.
func (c *Catalog) Read(text, version string) Reading {
	var r Reading
	if len(text) > maxConfiguration {
		text, r.Cut = text[:maxConfiguration], true
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\x00", "")
	parsed := map[string][]directive{}
	var best *Program
	bestTaken, bestScore := []taken(nil), 0
	for i := range c.Programs {
		p := &c.Programs[i]
		parse := parser(p.Syntax)
		if parse == nil || len(p.Directives) == 0 {
			continue
		}
		if _, ok := parsed[p.Syntax]; !ok {
			parsed[p.Syntax] = parse(text)
		}
		took := p.take(parsed[p.Syntax])
		if !p.recognises(parsed[p.Syntax]) {
			continue
		}
		score := 0
		for _, t := range took {
			if score += 2; t.rule.Plain {
				score--
			}
		}
		if score > bestScore {
			best, bestTaken, bestScore = p, took, score
		}
	}
	if best == nil {
		return r
	}
	r.Name = best.Name
	r.report(text, parsed[best.Syntax], bestTaken)
	r.match(c, best, bestTaken, version)
	return r
}

// recognises reports whether a statement is there that only this program has.
func (p *Program) recognises(ds []directive) bool {
	for _, need := range p.Needs {
		all := true
		for _, one := range strings.Split(need, " & ") {
			found := false
			for i := range ds {
				if _, ok := matchPattern(one, &ds[i]); ok {
					found = true
					break
				}
			}
			all = all && found
		}
		if all {
			return true
		}
	}
	return len(p.Needs) == 0
}

// take finds the rule of each statement.
func (p *Program) take(ds []directive) (out []taken) {
	deepest := map[*Directive]int{}
	for i := range ds {
		for j := range p.Directives {
			rule := &p.Directives[j]
			words, ok := matchPattern(rule.Is, &ds[i])
			if !ok {
				continue
			}
			t := taken{d: &ds[i], rule: rule, words: words, sign: sign(rule.Is, ds[i].words)}
			out = append(out, t)
			deepest[rule] = max(deepest[rule], len(ds[i].blocks))
			break
		}
	}
	for i := range out {
		out[i].void = out[i].rule.Scoped && len(out[i].d.blocks) < deepest[out[i].rule]
	}
	return out
}

// sign is a statement in the spelling that is compared: words that differ from place to place are hidden.
func sign(pattern string, words []string) string {
	if _, rest, in := strings.Cut(pattern, " > "); in {
		pattern = rest
	}
	hidden := strings.Fields(pattern)
	out := ""
	for i, w := range words {
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

// matchPattern compares a statement with the pattern of a rule and returns what the stars match.
func matchPattern(pattern string, d *directive) (stars []string, ok bool) {
	if name, in := strings.CutPrefix(pattern, "in "); in {
		for _, b := range d.blocks {
			if strings.EqualFold(b, name) {
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
			if stars, ok = matchWords(strings.Fields(block), strings.Fields(d.blocks[len(d.blocks)-1])); !ok {
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
		if p == "..." {
			return append(stars, strings.Join(words[min(i, len(words)):], " ")), true
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

// canonicalWord hides what differs from place to place: addresses, ports, names of hosts, paths.
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

// report lists what was taken and what was not.
func (r *Reading) report(text string, ds []directive, took []taken) {
	lines := strings.Split(text, "\n")
	line := func(d *directive) Line {
		l := Line{Number: d.line}
		if d.line >= 1 && d.line <= len(lines) {
			l.Text = strings.TrimSpace(lines[d.line-1])
		}
		return l
	}
	used := map[*directive]bool{}
	for _, t := range took {
		used[t.d] = true
		l := line(t.d)
		switch {
		case t.rule.Plain:
		case t.void:
			l.Means = "A statement of the same kind in an inner block cancels this one."
			r.Left = append(r.Left, l)
		default:
			l.Means = fillStars(t.rule.Says, t.words)
			if len(r.Took) == 0 || r.Took[len(r.Took)-1].Number != l.Number || l.Means != "" {
				r.Took = append(r.Took, l)
			}
		}
	}
	for i := range ds {
		d := &ds[i]
		if used[d] || d.words[len(d.words)-1] == "{" {
			continue
		}
		l := line(d)
		l.Means = "It does not concern the upgrade, or it is not known here."
		if n := len(r.Left); n == 0 || r.Left[n-1].Number != l.Number {
			r.Left = append(r.Left, l)
		}
	}
	slices.SortStableFunc(r.Left, func(a, b Line) int { return a.Number - b.Number })
}

// fillStars puts what the stars of a pattern match into a text.
func fillStars(text string, stars []string) string {
	for i, s := range stars {
		text = strings.ReplaceAll(text, "{"+strconv.Itoa(i+1)+"}", s)
	}
	return text
}

// signature is the sequence of statements that matter, in the spelling that is compared.
func signature(took []taken) (out []string) {
	for _, t := range took {
		if !t.rule.Plain {
			sign := t.sign
			if t.void {
				sign = "void" + sign
			}
			out = append(out, sign)
		}
	}
	return out
}

// match finds the configurations of all versions of the program that say the same.
func (r *Reading) match(c *Catalog, best *Program, took []taken, version string) {
	want := signature(took)
	sorted := slices.Sorted(slices.Values(want))
	type found struct {
		Match
		distance int // 0 the same statements in the same order, 1 in another order, 2 for each that differs
	}
	var all []found
	for i := range c.Programs {
		p := &c.Programs[i]
		if p.Name != best.Name || p.Syntax != best.Syntax {
			continue
		}
		for j := range p.Configurations {
			cf := &p.Configurations[j]
			got := signature(p.take(parser(p.Syntax)(cf.Snippet)))
			d := 0
			if !slices.Equal(got, want) {
				d = 2 * differing(sorted, slices.Sorted(slices.Values(got)))
				if !sameOrder(want, got) {
					d++
				}
			}
			all = append(all, found{Match{p, cf}, d})
		}
	}
	if len(all) == 0 {
		return
	}
	least := slices.MinFunc(all, func(a, b found) int { return a.distance - b.distance }).distance
	for _, f := range all {
		if f.distance == least {
			r.Matches = append(r.Matches, f.Match)
		}
	}
	slices.SortStableFunc(r.Matches, func(a, b Match) int {
		rank := func(m Match) int {
			switch {
			case version != "" && m.Program.holdsFor(version):
				return 0
			case version == "" && m.Configuration.Default:
				return 1
			}
			return 2
		}
		return rank(a) - rank(b)
	})
	r.Exact = least <= 1
	h := r.Matches[0].Configuration.Hop
	if opaque := slices.ContainsFunc(took, func(t taken) bool { return t.rule.Opaque && !t.void }); !r.Exact && !opaque {
		h, r.Made = r.Matches[0].Program.compose(took), true
		h.reasons = c.Reasons
	}
	r.Hop = &h
}

// sameOrder reports whether the statements that two lists share are in the same order.
func sameOrder(a, b []string) bool {
	shared := func(x, y []string) (out []string) {
		for _, s := range x {
			if slices.Contains(y, s) {
				out = append(out, s)
			}
		}
		return out
	}
	return slices.Equal(shared(a, b), shared(b, a))
}

// differing counts the statements that only one of two sorted lists has.
func differing(a, b []string) (n int) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			a, b = a[1:], b[1:]
		case a[0] < b[0]:
			n, a = n+1, a[1:]
		default:
			n, b = n+1, b[1:]
		}
	}
	return n + len(a) + len(b)
}

// compose makes a hop of what the program does by itself and of what each statement adds.
func (p *Program) compose(took []taken) Hop {
	h := merge(p.Hop, Hop{})
	h.Edits = slices.Clone(h.Edits)
	defined := map[string][]string{} // a word: alternatives "[condition]pattern"
	for _, t := range took {
		if t.rule.Define != "" {
			name := fillStars(t.rule.Define, t.words)
			defined[name] = append(defined[name], "["+t.rule.When+"]"+fillStars(t.rule.Value, t.words))
		}
	}
	for _, t := range took {
		if t.void {
			continue
		}
		stars := slices.Clone(t.words)
		var alternatives []string
		for i, s := range stars {
			if v, ok := p.Values[s]; ok {
				stars[i] = v
			} else if a := defined[s]; a != nil {
				alternatives, stars[i] = a, "\x02"
			}
		}
		if t.rule.HTTP != "" {
			h.HTTP = fillStars(t.rule.HTTP, stars)
		}
		for _, e := range t.rule.Edits {
			e = fillStars(e, stars)
			if !strings.Contains(e, "\x02") {
				h.Edits = append(h.Edits, e)
				continue
			}
			for _, a := range alternatives {
				value, condition := cutCondition(a)
				h.Edits = append(h.Edits, "["+condition+"]"+strings.ReplaceAll(e, "\x02", value))
			}
		}
	}
	return h
}

// holdsFor reports whether a version, "1.25.3" or "nginx/1.25.3", is one that the program's data holds for.
func (p *Program) holdsFor(version string) bool {
	if i := strings.LastIndexAny(version, "/ "); i >= 0 {
		version = version[i+1:]
	}
	version = strings.TrimPrefix(version, "v")
	if p.Since == "" && p.Before == "" {
		return strings.HasPrefix(p.Version, version)
	}
	return (p.Since == "" || compareVersions(version, p.Since) >= 0) && (p.Before == "" || compareVersions(version, p.Before) < 0)
}

func compareVersions(a, b string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		part := func(s []string) int {
			if i >= len(s) {
				return 0
			}
			n, _ := strconv.Atoi(s[i])
			return n
		}
		if d := part(as) - part(bs); d != 0 {
			return d
		}
	}
	return 0
}
