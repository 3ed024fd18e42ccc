package hop

import (
	"slices"
	"strings"

	"upgrade101/handshake/head"
)

// maxDiffLines bounds the configurations that are compared.
const maxDiffLines = 400

// FixDiff returns the change to a configuration's snippet that lets an upgrade through; nil if none is known, or none is
// needed.
func (p *Program) FixDiff(c *Configuration) []head.DiffLine {
	fixed := p.Configuration(c.Fix)
	if fixed == nil {
		return nil
	}
	return head.Diff(strings.Split(c.Snippet, "\n"), strings.Split(fixed.Snippet, "\n"), maxDiffLines)
}

// sample is the opening handshake that Losses sends.
const sample = "GET /chat HTTP/1.1\r\nHost: chat.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: https://chat.example.com\r\n" +
	"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

// The names in Losses for a backend's 101 that does not reach the client, and for a request that does not reach the backend.
const (
	LostAnswer     = "the server's 101"
	LostEverything = "everything"
)

// TwoHosts is the name in Losses for a second Host, which a server answers with 400 (RFC 9112 §3.2).
const TwoHosts = "Host twice"

// Losses names what a browser's opening handshake loses at a hop: "HTTP/1.1", fields by name, LostAnswer, LostEverything; or TwoHosts.
func (h *Hop) Losses() []string {
	q := head.ParseRequest(sample)
	p := h.Forward(&q, DefaultEnv)
	if p.Head == "" {
		return []string{LostEverything}
	}
	var lost []string
	s := &p.x.s
	if v, _ := s.part("version"); v != "1.1" {
		lost = append(lost, "HTTP/1.1")
	}
	for _, needs := range [...]string{"Upgrade websocket", "Connection upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Host chat.example.com"} {
		name, element, _ := strings.Cut(needs, " ")
		if v, ok := s.get(name); !ok || element != "" && !hasElement(v, element) {
			lost = append(lost, name)
		}
	}
	if sent := head.ParseRequest(p.Head); len(sent.Get("Host")) > 1 {
		lost = append(lost, TwoHosts)
	}
	key, _ := s.get("sec-websocket-key")
	back := h.Return(p, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "+Accept(key)+"\r\n\r\n")
	if back.Status != 101 || back.Tunnel != "both ways" {
		lost = append(lost, LostAnswer)
	}
	return lost
}

// Fixed returns the text that was read with the changes that turn the snippet of a matching configuration into that of fix; "" if the
// text is long or written too differently for that, or if the result still loses an upgrade.
func (c *Catalog) Fixed(r *Reading, m *Match, fix *Configuration) string {
	if strings.Count(r.text, "\n") >= maxDiffLines {
		return ""
	}
	p, was, is := m.Program, m.Configuration.Snippet, fix.Snippet
	if once := r.once(); once != r.text {
		if out := c.passing(r, p, once); out != "" {
			return out
		}
		again := c.ReadFor(once, r.version, r.target)
		r = &again
	}
	if out := c.edited(r, p, was, is); out != "" {
		return out
	}
	if out := c.withoutLosses(r, p, is); out != "" {
		return out
	}
	wide := c.ReadFor(spread(p.Syntax, r.text, func(number int) bool { return onLine(r.took, number) != nil }), r.version, r.target)
	if wide.Name != r.Name {
		return ""
	}
	all := func(int) bool { return true }
	return c.edited(&wide, p, spread(p.Syntax, was, all), spread(p.Syntax, is, all))
}

// edited changes the text line by line.
func (c *Catalog) edited(r *Reading, p *Program, was, is string) string {
	lines := strings.Split(r.text, "\n")
	f := textFix{
		syntax: p.Syntax, reading: r, lines: lines, added: make([]string, len(lines)+1), removed: make([]bool, len(lines)),
		was: p.take(parse(p.Syntax, was)), is: p.take(parse(p.Syntax, is)),
	}
	for _, l := range head.Diff(strings.Split(was, "\n"), strings.Split(is, "\n"), maxDiffLines) {
		if l.Op != '+' && !f.follow(l) || l.Op != '-' && !f.add(l) {
			return ""
		}
	}
	return c.passing(r, p, f.text())
}

// withoutLosses removes the lines whose only statement is of a kind that the snippet of the fix does not have.
func (c *Catalog) withoutLosses(r *Reading, p *Program, is string) string {
	keeps := p.take(parse(p.Syntax, is))
	lines := strings.Split(r.text, "\n")
	f := textFix{lines: lines, added: make([]string, len(lines)+1), removed: make([]bool, len(lines))}
	for i := range r.took {
		t := &r.took[i]
		line := lines[t.d.line-1]
		if t.kind.Plain || t.void || strings.ContainsAny(line, "{}") || alike(keeps, t) != nil || !removes(t.kind.Edits) {
			continue
		}
		f.removed[t.d.line-1] = true
	}
	return c.passing(r, p, f.text())
}

// once returns the text without the lines that write a field for the second time.
func (r *Reading) once() string {
	lines := strings.Split(r.text, "\n")
	f := textFix{lines: lines, added: make([]string, len(lines)+1), removed: make([]bool, len(lines))}
	for i := range r.took {
		if j := repeats(r.took, i); j >= 0 {
			at := &r.took[i] // it stays where the other says nothing
			if r.took[j].words[1] == "" {
				at = &r.took[j]
			}
			f.removed[at.d.line-1] = strings.Count(lines[at.d.line-1], ";") == 1 && !strings.ContainsAny(lines[at.d.line-1], "{}")
		}
	}
	return f.text()
}

// removes reports whether an edit removes a field.
func removes(edits []string) bool {
	for _, e := range edits {
		if strings.HasPrefix(e, "-") {
			return true
		}
	}
	return false
}

// passing returns a changed text if it is read as the same program, and no upgrade is lost; "" otherwise.
func (c *Catalog) passing(r *Reading, p *Program, out string) string {
	again := c.Read(out, p.Version)
	if out == r.text || again.Name != r.Name || again.Hop == nil || strings.Count(out, "{")-strings.Count(out, "}") != strings.Count(r.text, "{")-strings.Count(r.text, "}") {
		return ""
	}
	if fixed := (&Configuration{Loses: again.Hop.Lost}); fixed.Fails() {
		return ""
	}
	return out
}

// textFix applies the difference between two snippets to a text that says the same as the first one in other words and order.
type textFix struct {
	syntax    string
	reading   *Reading
	lines     []string  // of the text
	added     []string  // text to insert after the line with this number
	removed   []bool    // by index of the line
	was, is   []taken   // the statements of the snippets
	nWas, nIs int       // numbers of the last lines of the snippets
	at        int       // number of the last line of the text that corresponds to a line of the first snippet
	indented  [2]string // the indentation of that line in the text, and in the snippet
	missing   int       // open blocks of the first snippet that the text does not have
	present   int       // open blocks of the second snippet that the text has already
	words     []string  // pairs: a word of the first snippet, and that of the text in its place
}

// follow finds the place of a line of the first snippet in the text, and removes it there if the second does not have it. It returns
// false if the text is written too differently.
func (f *textFix) follow(l head.DiffLine) bool {
	f.nWas++
	number := 0 // of the line of the text that corresponds
	s := onLine(f.was, f.nWas)
	switch {
	case s == nil && l.Op == '-':
		return false
	case s == nil:
		number = f.at + 1 + sameLine(f.lines[f.at:], l.Text)
	default:
		t := alike(f.reading.took, s)
		if t == nil {
			break
		}
		number = t.d.line
		f.removed[number-1] = f.removed[number-1] || l.Op == '-' && !s.kind.Plain
		if strings.Contains(f.lines[number-1], "}") && f.syntax != "object" {
			return false
		}
		f.pair(s, t)
		if f.syntax != "object" || l.Op != '-' {
			break
		}
		for i := range f.was { // a line of several statements must be the same line
			if s := &f.was[i]; s.d.line == f.nWas {
				if t := alike(f.reading.took, s); t != nil {
					f.pair(s, t)
				}
			}
		}
		if unquoted := strings.NewReplacer("'", "", "\"", "", "`", "", " ", ""); unquoted.Replace(f.worded(l.Text)) != unquoted.Replace(f.lines[number-1]) {
			return false
		}
	}
	switch {
	case number > f.at:
		f.at, f.indented = number, [2]string{indent(f.lines[number-1]), indent(l.Text)}
	case strings.HasSuffix(l.Text, "{"):
		f.missing++
	case strings.TrimSpace(l.Text) == "}" && f.syntax != "object": // whose text may close a call, too
		f.missing--
	}
	return f.missing >= 0
}

// pair notes which words of the text are in place of those of the first snippet.
func (f *textFix) pair(s, t *taken) {
	for i := 0; i < min(len(s.all), len(t.all)); i++ {
		word := t.all[i]
		if !slices.Contains(t.d.words, word) {
			word = "" // the block around the statement says it
		}
		f.words = append(f.words, s.all[i], word)
	}
}

// worded is a line of a snippet with the words of the text.
func (f *textFix) worded(line string) string {
	for i := 0; i < len(f.words); i += 2 {
		line = replaceWord(line, f.words[i], f.words[i+1])
	}
	return line
}

// add inserts a line of the second snippet if the first does not have it. It returns false for a line that needs a value which is not
// in the text.
func (f *textFix) add(l head.DiffLine) bool {
	f.nIs++
	if l.Op != '+' {
		return true
	}
	opens := strings.HasSuffix(l.Text, "{")
	if f.present > 0 || opens && strings.Contains(f.reading.text, strings.TrimSpace(l.Text)) {
		switch {
		case opens:
			f.present++
		case strings.TrimSpace(l.Text) == "}":
			f.present--
		}
		return true
	}
	behind, text := f.at, f.indented[0]+strings.TrimPrefix(f.worded(l.Text), f.indented[1])
	if s := onLine(f.is, f.nIs); s != nil {
		if t := alike(f.reading.took, s); t != nil {
			if len(s.kind.Edits) > 0 && strings.Contains(s.kind.Edits[0], "{1}:") && !slices.Contains(f.reading.Hop.Lost, s.words[0]) {
				return true // its value keeps the field
			}
			if t.sign == s.sign && s.d.kind() != "" && s.d.kind() != t.d.kind() {
				return true // it holds from further out, and perhaps for other routes
			}
			f.removed[t.d.line-1] = true
			if alike(f.was, s) == nil {
				behind = t.d.line
			}
			if t.sign == s.sign {
				text = f.lines[t.d.line-1]
			}
		}
	}
	f.added[behind] += "\n" + text
	return !strings.Contains(text, "PORT")
}

// text returns the changed text.
func (f *textFix) text() string {
	out := f.added[0]
	for i, line := range f.lines {
		if !f.removed[i] {
			out += "\n" + line
		}
		out += f.added[i+1]
	}
	return strings.TrimPrefix(out, "\n")
}

// indent returns the indentation of a line.
func indent(line string) string { return line[:len(line)-len(strings.TrimLeft(line, " \t"))] }

// sameLine returns the index of the first line that equals another, or begins a block of the same kind; negative for none, and for
// the brackets that close a call or a list.
func sameLine(lines []string, as string) int {
	as = strings.TrimSpace(as)
	kind, _, _ := strings.Cut(as, " ")
	if len(as) > 1 && strings.Trim(as, "}]),") == "" {
		return -1 << 20
	}
	for i, l := range lines {
		l = strings.TrimSpace(l)
		if l == as || strings.HasSuffix(as, "{") && strings.HasSuffix(l, "{") && strings.HasPrefix(l, kind+" ") {
			return i
		}
	}
	return -1 << 20
}

// onLine returns the statement on a line that concerns the upgrade; nil for none.
func onLine(took []taken, number int) *taken {
	for i := range took {
		if took[i].d.line == number {
			return &took[i]
		}
	}
	return nil
}

// alike returns the statement about the same subject as another, or else the same about another path; nil for none.
func alike(took []taken, s *taken) (path *taken) {
	for i := range took {
		t := &took[i]
		switch {
		case t.kind.Is != s.kind.Is || t.void:
		case len(s.words) < 2 || len(t.words) < 1 || strings.EqualFold(t.words[0], s.words[0]):
			return t
		case nameless(canonicalWord(t.words[0])) == nameless(canonicalWord(s.words[0])):
			path = t
		}
	}
	return path
}

// replaceWord replaces a word of a line.
func replaceWord(line, word, by string) string {
	words := strings.Split(line, " ")
	for i, w := range words {
		if bare := strings.Trim(w, "`:;,\"'"); bare == word && bare != "" {
			if words[i] = strings.Replace(w, word, by, 1); words[i] == "" {
				words = slices.Delete(words, i, i+1)
				break
			}
		}
	}
	return strings.Join(words, " ")
}
