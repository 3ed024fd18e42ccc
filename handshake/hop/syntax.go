package hop

import (
	"slices"
	"strings"
)

// Bounds of a pasted configuration.
const (
	maxConfiguration = 64 << 10 // octets to read; the rest is ignored
	maxDirectives    = 2000
	maxDepth         = 40
)

// directive is one statement of a configuration: its words, and the blocks around it, the innermost last.
type directive struct {
	words  []string
	blocks []block
	line   int  // from 1
	other  bool // it is of a route that is not taken
}

// block is what is in braces, in a section, or in a bracket after a key.
type block struct {
	name string
	nth  int // counts the blocks of the text, from 1
	line int // on which it begins
}

// kind is the first word of the innermost block; "" for none.
func (d *directive) kind() string {
	if len(d.blocks) == 0 {
		return ""
	}
	kind, _, _ := strings.Cut(d.blocks[len(d.blocks)-1].name, " ")
	return kind
}

// within is the number of the innermost block; 0 for none.
func (d *directive) within() int {
	if len(d.blocks) == 0 {
		return 0
	}
	return d.blocks[len(d.blocks)-1].nth
}

// nesting collects statements, each with the blocks around it.
type nesting struct {
	out    []directive
	blocks []block
	nth    int
}

func (n *nesting) add(line int, words ...string) {
	if len(words) > 0 && len(n.out) < maxDirectives {
		n.out = append(n.out, directive{words, slices.Clone(n.blocks), line, false})
	}
}

func (n *nesting) open(name string, line int) {
	if n.nth++; len(n.blocks) < maxDepth {
		n.blocks = append(n.blocks, block{name, n.nth, line})
	}
}

func (n *nesting) close() {
	if len(n.blocks) > 0 {
		n.blocks = n.blocks[:len(n.blocks)-1]
	}
}

// syntaxes are the syntaxes of configurations.
//
//	blocks   word word { word word; }      nginx, VCL; the end of a line ends a statement only after a closed brace
//	braces   word word { newline }         Caddyfile
//	lines    one statement a line          Apache with <Section>, Squid, Pound, tinyproxy, Traffic Server, command lines
//	sections lines, grouped by those that are not indented   HAProxy
//	yaml     indentation, key: value       Traefik, compose files and their labels, h2o
//	object   key: value and key => value in brackets, calls, imports   Vite, webpack, Express, lighttpd
var syntaxes = [...]string{"blocks", "braces", "lines", "sections", "yaml", "object"}

// parse reads a text in a syntax. It does not know what words mean.
func parse(syntax, text string) []directive {
	switch syntax {
	case "blocks", "braces":
		return parseBlocks(text, syntax == "braces")
	case "lines", "sections":
		return parseLines(text, syntax == "sections")
	case "yaml":
		return parseYAML(text)
	}
	return parseObject(text)
}

// scanner splits a text into words.
type scanner struct {
	text string
	at   int
	line int
}

// quoted reads a quoted string at the scanner's position.
func (s *scanner) quoted() string {
	q := s.text[s.at]
	var b strings.Builder
	for s.at++; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; {
		case c == '\\' && s.at+1 < len(s.text):
			s.at++
			b.WriteByte(s.text[s.at])
			continue
		case c == q:
			s.at++
			return b.String()
		case c == '\n':
			s.line++
			fallthrough
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// comment skips a comment at the scanner's position.
func (s *scanner) comment(slashes bool) bool {
	rest := s.text[s.at:]
	switch {
	case rest[0] == '#', slashes && strings.HasPrefix(rest, "//"):
		end := strings.IndexByte(rest, '\n')
		if end < 0 {
			end = len(rest)
		}
		s.at += end
		return true
	case slashes && strings.HasPrefix(rest, "/*"):
		end := strings.Index(rest, "*/")
		if end < 0 {
			end = len(rest) - 2
		}
		s.line += strings.Count(rest[:end+2], "\n")
		s.at += end + 2
		return true
	}
	return false
}

// parseBlocks reads statements that end with a semicolon, or with the line, and blocks in braces.
func parseBlocks(text string, newlineEnds bool) []directive {
	s := scanner{text: text, line: 1}
	var n nesting
	var words []string
	first := 1
	end := func() {
		n.add(first, words...)
		words = nil
	}
	for s.at < len(s.text) {
		c := s.text[s.at]
		if len(words) == 0 {
			first = s.line
		}
		switch {
		case c == '\n':
			if s.line++; newlineEnds {
				end()
			}
			s.at++
		case c == ' ' || c == '\t' || c == '\r' || c == '(' || c == ')':
			s.at++
		case c == ';':
			end()
			s.at++
		case c == '{' && (!newlineEnds || s.at+1 == len(s.text) || s.text[s.at+1] == '\n' || s.text[s.at+1] == '\r' || s.text[s.at+1] == ' '):
			name := strings.Join(words, " ")
			if len(words) > 0 {
				words = append(words, "{")
			}
			end()
			n.open(name, first)
			s.at++
		case c == '}':
			end()
			n.close()
			s.at++
		case c == '"' || c == '\'' || c == '`':
			words = append(words, s.quoted())
		case s.comment(!newlineEnds):
		default:
			start, depth := s.at, 0
			for s.at < len(s.text) {
				c := s.text[s.at]
				if c == '{' {
					if depth == 0 && !newlineEnds {
						break
					}
					depth++
				}
				if c == '}' {
					if depth == 0 {
						break
					}
					depth--
				}
				if strings.IndexByte(" \t\r\n;()\"", c) >= 0 {
					break
				}
				s.at++
			}
			if s.at == start { // a brace that does not delimit a block
				s.at++
			}
			words = append(words, s.text[start:s.at])
		}
	}
	end()
	return n.out
}

// splitWords splits a line into words and removes quotes.
func splitWords(text string) (words []string) {
	s := scanner{text: text}
	for s.at < len(s.text) {
		switch c := s.text[s.at]; c {
		case ' ', '\t', '\r':
			s.at++
		case '"', '\'':
			words = append(words, s.quoted())
		default:
			start := s.at
			for s.at < len(s.text) && strings.IndexByte(" \t\r", s.text[s.at]) < 0 {
				s.at++
			}
			words = append(words, s.text[start:s.at])
		}
	}
	return words
}

// parseLines reads one statement per line. <Section> and </Section> delimit blocks; with sections instead, a line that is
// not indented begins a block of the indented lines after it.
func parseLines(text string, sections bool) []directive {
	var n nesting
	for i, l := range strings.Split(text, "\n") {
		indented := l != strings.TrimLeft(l, " \t")
		l = strings.TrimSpace(l)
		switch {
		case l == "" || l[0] == '#':
			continue
		case sections && !indented:
			n.close()
		case sections:
		case strings.HasPrefix(l, "</"):
			n.close()
			continue
		case l[0] == '<' && l[len(l)-1] == '>':
			n.open(strings.Join(splitWords(strings.Trim(l, "<>")), " "), i+1)
			continue
		}
		n.add(i+1, splitWords(l)...)
		if sections && !indented {
			n.open(l, i+1)
		}
	}
	return n.out
}

// parseYAML reads the subset of YAML that configurations use: each scalar becomes a statement of the keys on its path,
// then the scalar. A label "a.b=c" in a list is such a path, too.
func parseYAML(text string) (out []directive) {
	type level struct {
		indent int
		key    string
	}
	var path []level
	add := func(line int, words ...string) {
		if len(out) == maxDirectives {
			return
		}
		var all []string
		for _, p := range path {
			if p.key != "" {
				all = append(all, p.key)
			}
		}
		out = append(out, directive{words: append(all, words...), line: line})
	}
	for i, l := range strings.Split(text, "\n") {
		body := strings.TrimLeft(l, " ")
		indent := len(l) - len(body)
		if j := strings.Index(body, " #"); j >= 0 && !strings.ContainsAny(body[:j], `"'`) {
			body = body[:j]
		}
		body = strings.TrimSpace(body)
		if body == "" || body[0] == '#' || body == "---" {
			continue
		}
		for strings.HasPrefix(body, "- ") {
			rest := strings.TrimLeft(body[2:], " ")
			indent += len(body) - len(rest)
			body = rest
		}
		for len(path) > 0 && path[len(path)-1].indent >= indent {
			path = path[:len(path)-1]
		}
		key, value, pair := cutKey(body)
		switch {
		case !pair:
			if words, ok := label(body); ok {
				path = nil
				add(i+1, words...)
			} else {
				add(i+1, unquote(body))
			}
		case value == "":
			if len(path) < maxDepth {
				path = append(path, level{indent, key})
			}
		default:
			if words, ok := label(key + "=" + unquote(value)); ok && strings.Contains(key, ".") {
				add(i+1, words...)
				continue
			}
			words := []string{key}
			for _, v := range strings.Split(strings.Trim(value, "[]"), ",") {
				words = append(words, unquote(strings.TrimSpace(v)))
			}
			add(i+1, words...)
		}
	}
	return out
}

func cutKey(s string) (key, value string, ok bool) {
	if s[0] == '"' || s[0] == '\'' {
		if end := strings.IndexByte(s[1:], s[0]); end >= 0 && strings.HasPrefix(s[end+2:], ":") {
			return s[1 : end+1], strings.TrimSpace(s[end+3:]), true
		}
		return "", "", false
	}
	if key, ok := strings.CutSuffix(s, ":"); ok {
		return key, "", true
	}
	key, value, ok = strings.Cut(s, ": ")
	return strings.TrimSpace(key), strings.TrimSpace(value), ok && !strings.ContainsAny(key, "=`(")
}

// label reads "traefik.http.services.app.loadbalancer.passhostheader=false".
func label(s string) ([]string, bool) {
	path, value, ok := strings.Cut(unquote(s), "=")
	if !ok || !strings.Contains(path, ".") || strings.ContainsAny(path, " (`") {
		return nil, false
	}
	return append(strings.Split(strings.TrimPrefix(path, "traefik."), "."), strings.Trim(value, `"'`)), true
}

func unquote(s string) string {
	if len(s) > 1 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

// parseObject reads literals of JavaScript and their like: a key with a plain value becomes the statement "key value",
// a key that opens a bracket is a block; name(… becomes "call name" and the first plain argument, import … from "x"
// becomes "import x".
func parseObject(text string) []directive {
	o := objects{scanner: scanner{text: text, line: 1}}
	for o.at < len(o.text) {
		switch c := o.text[o.at]; {
		case c == '\n':
			o.line++
			o.at++
		case strings.IndexByte(" \t\r;,+", c) >= 0:
			if c == ',' || c == ';' {
				o.endCall()
				o.words = nil
			}
			o.at++
		case o.comment(true):
		case c == '"' || c == '\'' || c == '`':
			o.string()
		case c == '{' || c == '[' || c == '(':
			o.openBracket(c)
		case c == '}' || c == ']' || c == ')':
			o.endCall()
			o.key, o.words = "", nil
			o.close()
			o.at++
		case c == '=' && strings.HasPrefix(o.text[o.at:], "=>"):
			o.at += 2
		case c == ':' || c == '=':
			if n := len(o.words); n > 0 {
				o.key, o.keyLine, o.words = o.words[n-1], o.line, nil
			}
			o.at++
		default:
			o.word()
		}
	}
	return o.out
}

// objects reads literals.
type objects struct {
	scanner
	nesting
	words             []string // the last words on this level
	key, call         string   // whose value or first argument comes next
	keyLine, callLine int
}

// value is a plain one: of a key, of a call, or a word.
func (o *objects) value(v string) {
	switch {
	case o.key != "":
		o.add(o.keyLine, o.key, v)
		o.key = ""
	case o.call != "":
		o.add(o.callLine, "call", o.call, v)
		o.call = ""
	default:
		o.words = append(o.words, v)
	}
}

// endCall ends a call without a plain argument.
func (o *objects) endCall() {
	if o.call != "" {
		o.add(o.callLine, "call", o.call)
		o.call = ""
	}
}

// last reports whether the last word is one of these.
func (o *objects) last(words ...string) bool {
	return len(o.words) > 0 && slices.Contains(words, o.words[len(o.words)-1])
}

// string reads a string: the name of an import, a key, or a value.
func (o *objects) string() {
	line, v := o.line, o.quoted()
	rest := strings.TrimLeft(o.text[o.at:], " \t\r\n")
	switch {
	case o.last("from", "import", "require"):
		o.add(line, "import", v)
		o.words = nil
	case strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "=>"):
		o.key, o.keyLine = v, line
		o.at = len(o.text) - len(rest) + 1
		if rest[0] == '=' {
			o.at++
		}
	default:
		o.value(v)
	}
}

// openBracket opens the block of a key or of a call.
func (o *objects) openBracket(c byte) {
	name := o.key
	if c == '(' && len(o.words) > 0 && !o.last("require") {
		o.call, o.callLine = o.words[len(o.words)-1], o.line
		name = o.call + "()"
		o.words = nil
	} else {
		o.endCall()
	}
	if c != '(' || name != "" {
		o.key = ""
	}
	o.open(name, o.line)
	o.at++
}

// word reads what is in no quotes.
func (o *objects) word() {
	start := o.at
	for o.at < len(o.text) && strings.IndexByte(" \t\r\n;,{}[]():=\"'`", o.text[o.at]) < 0 {
		o.at++
	}
	if o.at == start {
		o.at++
	}
	w := o.text[start:o.at]
	switch calls := strings.HasPrefix(strings.TrimLeft(o.text[o.at:], " \t"), "("); {
	case calls:
		o.key = ""
		fallthrough
	case w == "new", w == "await", w == "from", w == "import":
		o.words = append(o.words, w)
	default:
		o.value(w)
	}
}
