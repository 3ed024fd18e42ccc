package hop

import (
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

// Losses names what a browser's opening handshake loses at a hop: "version", fields by name, LostAnswer, LostEverything.
func (h *Hop) Losses() []string {
	q := head.ParseRequest(sample)
	p := h.Forward(&q, DefaultEnv)
	if p.Head == "" {
		return []string{LostEverything}
	}
	var lost []string
	s := &p.x.s
	if v, _ := s.part("version"); v != "1.1" {
		lost = append(lost, "version")
	}
	for _, needs := range [...]string{"Upgrade websocket", "Connection upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Host chat.example.com"} {
		name, element, _ := strings.Cut(needs, " ")
		if v, ok := s.get(name); !ok || element != "" && !hasElement(v, element) {
			lost = append(lost, name)
		}
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
	lines := strings.Split(r.text, "\n")
	if len(lines) > maxDiffLines {
		return ""
	}
	p := m.Program
	f := textFix{
		reading: r, lines: lines, added: make([]string, len(lines)+1), removed: make([]bool, len(lines)),
		was: p.take(parse(p.Syntax, m.Configuration.Snippet)), is: p.take(parse(p.Syntax, fix.Snippet)),
	}
	for _, l := range head.Diff(strings.Split(m.Configuration.Snippet, "\n"), strings.Split(fix.Snippet, "\n"), maxDiffLines) {
		if l.Op != '+' && !f.follow(l) || l.Op != '-' && !f.add(l) {
			return ""
		}
	}
	out := f.text()
	again := c.Read(out, p.Version)
	if again.Name != r.Name || again.Hop == nil || strings.Count(out, "{")-strings.Count(out, "}") != strings.Count(r.text, "{")-strings.Count(r.text, "}") {
		return ""
	}
	if fixed := (&Configuration{Loses: again.Hop.Losses()}); fixed.Lost() {
		return ""
	}
	return out
}

// textFix applies the difference between two snippets to a text that says the same as the first one in other words and order.
type textFix struct {
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
		f.removed[number-1] = f.removed[number-1] || l.Op == '-' && !s.rule.Plain
		if strings.Contains(f.lines[number-1], "}") {
			return false
		}
		for i := 0; i < min(len(s.d.words), len(t.d.words)); i++ {
			f.words = append(f.words, s.d.words[i], t.d.words[i])
		}
	}
	switch {
	case number > f.at:
		f.at, f.indented = number, [2]string{indent(f.lines[number-1]), indent(l.Text)}
	case strings.HasSuffix(l.Text, "{"):
		f.missing++
	case strings.TrimSpace(l.Text) == "}":
		f.missing--
	}
	return f.missing >= 0
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
	behind, text := f.at, f.indented[0]+strings.TrimPrefix(l.Text, f.indented[1])
	for i := 0; i < len(f.words); i += 2 {
		text = replaceWord(text, f.words[i], f.words[i+1])
	}
	if s := onLine(f.is, f.nIs); s != nil {
		if t := alike(f.reading.took, s); t != nil {
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

// sameLine returns the index of the first line that equals another, or begins a block of the same kind; negative for none.
func sameLine(lines []string, as string) int {
	as = strings.TrimSpace(as)
	kind, _, _ := strings.Cut(as, " ")
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
		case t.rule.Is != s.rule.Is || t.void:
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
		if bare := strings.Trim(w, `;,"'`); bare == word {
			words[i] = strings.Replace(w, word, by, 1)
		}
	}
	return strings.Join(words, " ")
}
