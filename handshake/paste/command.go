package paste

import (
	"slices"
	"strings"
	"sync"

	"upgrade101/handshake/head"
	"upgrade101/handshake/phrase"
)

// tools are the programs whose commands are recognised.
var tools = []struct {
	name    string
	then    string // words that must follow, for a program that runs others; "" for none
	format  Format
	options *toolOptions // nil: curl's, which curl.go reads
}{
	{"curl", "", FormatCurl, nil},
	{"wscat", "", FormatWscat, &wscatOptions},
	{"websocat", "", FormatWebsocat, &websocatOptions},
	{"websockets", "", FormatPython, &websocatOptions},
	{"wsdump", "", FormatPython, &websocatOptions},
	{"wsdump.py", "", FormatPython, &websocatOptions},
	{"npx", "wscat", FormatWscat, &wscatOptions},
	{"python", "-m websockets", FormatPython, &websocatOptions},
	{"python3", "-m websockets", FormatPython, &websocatOptions},
}

// anyTool finds the names of all tools.
var anyTool = sync.OnceValue(func() *phrase.List {
	names := make([]string, len(tools))
	for i := range tools {
		names[i] = tools[i].name
	}
	return &phrase.List{Text: strings.Join(names, "|")}
})

// runners are words in front of a command that run it, and the plus sign of a shell's trace.
var runners = []string{"sudo", "time", "exec", "winpty", "+"}

// toolNamed returns the index in tools of the program that a command's first word names, with or without its folder; -1
// for any other program.
func toolNamed(word string) int {
	word = word[strings.LastIndexAny(word, `/\`)+1:]
	word = strings.TrimSuffix(word, ".exe")
	for i := range tools {
		if tools[i].name == word {
			return i
		}
	}
	return -1
}

// startsCommand reports whether a text begins with a command of a tool.
func startsCommand(t string) bool {
	t = t[:min(len(t), 200)]
	end := strings.IndexAny(t, " \t\n")
	if end < 0 {
		return false
	}
	i := toolNamed(t[:end])
	return i >= 0 && strings.Contains(t, tools[i].then)
}

// readCommand reads commands that open a connection, each as an exchange. commandAt finds where one begins; shell.go
// removes the quoting.
func readCommand(r *reader) bool {
	start := len(r.body) - len(strings.TrimLeft(r.body, " \t\n"))
	if !startsCommand(r.body[start:]) {
		return false
	}
	for _, words := range r.commands(start) {
		for len(words) > 0 && (words[0].text == "$" || words[0].text == "%" || slices.Contains(runners, words[0].text)) {
			words = words[1:]
		}
		if len(words) == 0 {
			continue
		}
		i := toolNamed(words[0].text)
		if i < 0 {
			continue
		}
		tool, words := &tools[i], words[1:]
		for _, then := range strings.Fields(tool.then) {
			if len(words) == 0 || words[0].text != then {
				words = nil
				break
			}
			words = words[1:]
		}
		if len(words) == 0 {
			continue
		}
		if r.Format = tool.format; tool.options == nil {
			r.curl(words)
		} else {
			r.tool(words, tool.options)
		}
	}
	r.chooseUpgrade()
	return len(r.Exchanges) > 0
}

// commandAt reads a command that begins in line i, after a prompt, in backticks or on its own.
func (s *splitter) commandAt(i int) (to int) {
	t := s.line(i)
	col, ok := commandIn(t)
	if !ok {
		return i
	}
	prefix := t[:col]
	if strings.HasSuffix(prefix, "] ") && len(prefix) > 12 { // of a log: the following lines have it, too
		if to := s.unprefix(i, prefix); to > i {
			return to
		}
	}
	at := head.Span{Start: s.lines[i].Start + col, End: s.lines[i].End}
	if tick := strings.IndexByte(t[col:], '`'); tick > 0 && strings.HasSuffix(prefix, "`") {
		at.End = at.Start + tick
		to = i + 1
	} else {
		for to = i + 1; to < len(s.lines) && s.continues(to-1); to++ {
		}
		at.End = s.lines[to-1].End
		if end := s.commandEnd(at); end > at.End { // a quotation continues on the next line
			for to < len(s.lines) && s.lines[to].Start < end {
				to++
			}
			at.End = s.lines[to-1].End
		}
	}
	if s.try(i, at, PartCommand, readCommand) {
		return to
	}
	return i
}

// stringAt reads a command with its answer, or fields, from one string literal in a line, with escaped line ends.
func (s *splitter) stringAt(i int) (to int) {
	t := strings.TrimRight(s.line(i), " \t|")
	open := strings.IndexByte(t, '"')
	if open < 0 || open+2 >= len(t) || t[len(t)-1] != '"' || s.depth >= maxNesting {
		return i
	}
	first, _, spelled := strings.Cut(t[open+1:len(t)-1], `\n`)
	if _, ok := commandIn(first); !spelled || !ok && !(isField(first) && head.IsCommonField(fieldName(first))) {
		return i
	}
	if s.budget -= len(t); s.budget < 0 {
		return i
	}
	at := s.lines[i].Start + open
	w := textRewriter{from: &s.pastedText}
	w.keep(at, s.lines[i].Start+len(t))
	s.before(i)
	s.aside(head.Span{Start: s.lines[i].Start, End: at})
	s.nested(w.result()) // unwrap removes the marks
	return i + 1
}

// continues reports whether the command continues on the next line.
func (s *splitter) continues(i int) bool {
	t := strings.TrimRight(s.line(i), " \t")
	return strings.HasSuffix(t, `\`) || strings.HasSuffix(t, " ^") || strings.HasSuffix(t, " `")
}

// commandEnd returns where the command at a place ends. A quotation may span lines; one that is never closed ends with
// its line.
func (s *splitter) commandEnd(at head.Span) int {
	if strings.Count(s.cut(at), "'")%2 == 0 && strings.Count(s.cut(at), `"`)%2 == 0 {
		return at.End
	}
	var text strings.Builder
	how := dialectOf(s.cut(at))
	for k := at.Start; k < at.End; {
		if c := s.body[k]; strings.IndexByte(" \t\r\n|;&<>", c) >= 0 {
			k++
			continue
		}
		text.Reset()
		next := s.shellWord(k, how, &text)
		s.budget -= next - k
		if next >= len(s.body) || next <= k || s.budget < 0 {
			return at.End
		}
		if next > at.End {
			return next
		}
		k = next
	}
	return at.End
}

// commandIn finds where in a line a command begins: at its start, or after a prompt.
func commandIn(t string) (col int, ok bool) {
	if !anyTool().In(t) {
		return 0, false
	}
	for i := range tools {
		name := tools[i].name
		for at := 0; at < len(t); {
			i := strings.Index(t[at:], name)
			if i < 0 {
				break
			}
			i += at
			at = i + len(name)
			rest := strings.TrimPrefix(t[at:], ".exe")
			if rest == "" || rest[0] != ' ' && rest[0] != '\t' && rest[0] != '\\' {
				continue
			}
			start := i
			for start > 0 && (isWordByte(t[start-1]) || t[start-1] == '/' || t[start-1] == '\\' || t[start-1] == ':') && t[start-1] != '$' {
				start-- // its folder
			}
			if start < i && t[i-1] != '/' && t[i-1] != '\\' || !startsCommand(t[start:]) || !isPrompt(t[:start]) {
				continue
			}
			if words := strings.Fields(rest); len(words) == 0 || words[0] != `\` && words[0] != "^" && words[0] != "`" && words[0][0] != '-' && !strings.ContainsAny(words[0], "./:'\"$") && words[0] != "localhost" {
				continue
			}
			return start, true
		}
	}
	return 0, false
}

// isPrompt reports whether a text can precede a command: nothing, a shell's prompt, words that run a command.
func isPrompt(t string) bool {
	t = strings.Trim(t, " \t")
	for {
		cut := len(t)
		for _, word := range runners {
			if t == word || strings.HasSuffix(t, " "+word) {
				cut = len(t) - len(word)
			}
		}
		if cut == len(t) {
			break
		}
		t = strings.TrimRight(t[:cut], " ")
	}
	if t == "" || strings.HasSuffix(t, "❯") || strings.HasSuffix(t, "➜") || strings.HasSuffix(t, "λ") || strings.HasSuffix(t, "»") {
		return true
	}
	if strings.HasPrefix(t, "➜") && len(strings.Fields(t)) <= 4 { // ➜  folder git:(main)
		return true
	}
	if strings.HasPrefix(t, "- ") || t == "-" || t == "*" || strings.Trim(t, "0123456789.)") == "" { // a list
		return true
	}
	if strings.IndexByte("$#%>`:]|", t[len(t)-1]) >= 0 {
		return true
	}
	switch last := t[strings.LastIndexAny(t, " \t")+1:]; last { // of a log
	case "INFO", "DEBUG", "TRACE", "WARN", "ERROR", "F", "P":
		return true
	default:
		return head.IsDigit(last[0]) && strings.Contains(last, ":")
	}
}
