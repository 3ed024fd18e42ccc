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

// Fixed is a text that was read, with what has to change in the snippet of a configuration that matches for it to become
// fix; "" where the text is long, or written too differently for that, or where an upgrade is lost nevertheless.
func (c *Catalog) Fixed(r *Reading, m *Match, fix *Configuration) string {
	p := m.Program
	was, is := p.take(parse(p.Syntax, m.Configuration.Snippet)), p.take(parse(p.Syntax, fix.Snippet))
	lines := strings.Split(r.text, "\n")
	if len(lines) > maxDiffLines {
		return ""
	}
	added, gone := make([]string, len(lines)+1), make([]bool, len(lines)) // behind the line of this number; a line
	var at, nWas, nIs, alone, there int                                   // numbers of lines; blocks of the snippet that the text has not, or has already
	var own, snippet string                                               // how the last lines are indented
	var words []string                                                    // of the snippet, each in front of the text's own
	for _, l := range head.Diff(strings.Split(m.Configuration.Snippet, "\n"), strings.Split(fix.Snippet, "\n"), maxDiffLines) {
		here := 0 // the line of the text that says the same
		if l.Op != '+' {
			nWas++
			s := onLine(was, nWas)
			if s == nil {
				if l.Op == '-' {
					return ""
				}
				here = at + 1 + sameLine(lines[at:], l.Text)
			} else if t := alike(r.took, s); t != nil {
				here = t.d.line
				gone[here-1] = gone[here-1] || l.Op == '-' && !s.rule.Plain
				if strings.Contains(lines[here-1], "}") {
					return ""
				}
				for i := 0; i < min(len(s.d.words), len(t.d.words)); i++ {
					words = append(words, s.d.words[i], t.d.words[i])
				}
			}
			switch {
			case here > at:
				at, own, snippet = here, indent(lines[here-1]), indent(l.Text)
			case strings.HasSuffix(l.Text, "{"):
				alone++
			case strings.TrimSpace(l.Text) == "}":
				if alone--; alone < 0 {
					return ""
				}
			}
		}
		if l.Op == '-' {
			continue
		}
		if nIs++; l.Op != '+' {
			continue
		}
		opens := strings.HasSuffix(l.Text, "{")
		if there > 0 || opens && strings.Contains(r.text, strings.TrimSpace(l.Text)) {
			switch {
			case opens:
				there++
			case strings.TrimSpace(l.Text) == "}":
				there--
			}
			continue
		}
		behind, text := at, own+strings.TrimPrefix(l.Text, snippet)
		for i := 0; i < len(words); i += 2 {
			text = replaceWord(text, words[i], words[i+1])
		}
		if s := onLine(is, nIs); s != nil {
			if t := alike(r.took, s); t != nil {
				if t.sign == s.sign && s.d.kind() != "" && s.d.kind() != t.d.kind() {
					continue // it holds from further out, and perhaps for other routes
				}
				gone[t.d.line-1] = true
				if alike(was, s) == nil {
					behind = t.d.line
				}
				if t.sign == s.sign {
					text = lines[t.d.line-1]
				}
			}
		}
		if strings.Contains(text, "PORT") {
			return ""
		}
		added[behind] += "\n" + text
	}
	out := added[0]
	for i, line := range lines {
		if !gone[i] {
			out += "\n" + line
		}
		out += added[i+1]
	}
	out = strings.TrimPrefix(out, "\n")
	again := c.Read(out, p.Version)
	if again.Name != r.Name || again.Hop == nil || strings.Count(out, "{")-strings.Count(out, "}") != strings.Count(r.text, "{")-strings.Count(r.text, "}") {
		return ""
	}
	if fixed := (&Configuration{Loses: again.Hop.Losses()}); fixed.Lost() {
		return ""
	}
	return out
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
