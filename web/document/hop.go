package document

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
	"upgrade101/handshake/head"
	"upgrade101/handshake/hop"
	"upgrade101/handshake/hop/programs"
	"upgrade101/handshake/message"
)

// proxy is what the page of a program holds.
type proxy struct {
	*hop.Program
	Others         []*proxy       // the same program in other versions
	Default        *configuration // what it does without further directives
	Configurations []*configuration
	Works          *configuration // one with which a handshake loses nothing: the default, or what fixes it; nil for none
}

// Versions says for which versions this holds, where others behave otherwise.
func (p *proxy) Versions() string { return versions(p.Program) }

func versions(p *hop.Program) string {
	var parts []string
	if p.Since != "" {
		parts = append(parts, "from "+p.Since)
	}
	if p.Before != "" {
		parts = append(parts, "before "+p.Before)
	}
	return strings.Join(parts, ", ")
}

// configuration is what the page of a configuration holds: a browser's handshake on its way through.
type configuration struct {
	*hop.Configuration
	Program *hop.Program
	Path    string
	Lost    []string     // of a browser's handshake; none where it gets through
	Before  []line       // the client's head
	After   []line       // what reaches the backend
	Changes []hop.Change // with reasons
	Backend string       // what a server makes of what it got, in words
	Back    string       // the status line that reaches the client; "" for none
	Answers string       // the status line of the hop's own answer; "" where it passes the request on
	Tunnel  string       // after a 101
	Log     string       // what the hop prints
	Idle    int          // seconds of silence that end the tunnel; 0: none known
	Fix     []fixLine
	Fixed   *fixed
	Whole   *link  // of one that lets the socket open and changes a field, the nearest that changes none
	arrives string // the head that reaches the backend
}

// fixed is the configuration that the fix makes, and where it belongs.
type fixed struct {
	link
	Place string
}

// Aim reports whether the fixes of the other configurations lead to this one.
func (c *configuration) Aim() bool {
	return slices.ContainsFunc(c.Program.Configurations, func(other hop.Configuration) bool { return other.Fix == c.ID })
}

// grade is whether a browser's handshake gets through.
type grade struct{ Class, Words string }

// Grade tells a configuration that rewrites a field and lets the socket open from one that does not.
func (c *configuration) Grade() grade {
	lost := strings.Join(c.Lost, ", ")
	switch {
	case lost == "":
		return grade{"ok", "✓ works"}
	case strings.HasPrefix(c.Back, "HTTP/1.1 101 "):
		words := "▲ works, " + lost + " rewritten"
		if slices.Contains(c.Lost, "Host") {
			words += ": a server that compares it with Origin refuses"
		}
		return grade{"severity warning", words}
	}
	return grade{"severity error", "✕ fails, loses " + lost}
}

// Elsewhere is the status of other servers' answer to what the server got; 0 where it is the same.
func (c *configuration) Elsewhere() int { return handshake.Elsewhere(c.Backend) }

// Versions says for which versions of its program it holds.
func (c *configuration) Versions() string { return versions(c.Program) }

// HasPort reports whether the configuration leaves the port open.
func (c *configuration) HasPort() bool { return strings.Contains(c.Snippet, "PORT") }

func hopPages() []page {
	catalog := programs.Catalog()
	var all []*proxy
	var list []page
	names := map[string]bool{}
	for i := range catalog.Programs {
		p := &proxy{Program: &catalog.Programs[i]}
		for k := range p.Program.Configurations {
			c := newConfiguration(p.Program, &p.Program.Configurations[k])
			p.Configurations = append(p.Configurations, c)
			if c.Default && p.Default == nil {
				p.Default = c
			}
			list = append(list, page{path: c.Path, kind: "configuration", title: p.Label() + ": " + c.Title,
				description: "What " + p.Label() + " makes of a WebSocket handshake with this configuration (" + c.Title + "): lines removed, added and rewritten, the answer, and the fix.", data: c})
		}
		if p.Default == nil {
			p.Default = p.Configurations[0]
		}
		p.Works = p.working()
		names[p.Name] = true
		all = append(all, p)
		list = append(list, page{path: "hops/" + p.ID, kind: "proxy", title: p.Label() + " and WebSocket handshakes",
			description: "What " + p.Label() + " does to HTTP upgrades, configuration by configuration: what passes, what is lost, and what fixes it.", data: p})
	}
	for _, p := range all {
		for _, other := range all {
			if other.Name == p.Name && other != p {
				p.Others = append(p.Others, other)
			}
		}
	}
	first := map[string]int{} // where each name comes first
	for i := len(all) - 1; i >= 0; i-- {
		first[all[i].Name] = i
	}
	slices.SortStableFunc(all, func(a, b *proxy) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(first[a.Name], first[b.Name]), slices.Compare(numbers(b.Since), numbers(a.Since)))
	})
	return append(list, page{path: "hops", kind: "hops", title: "What proxies do to a WebSocket handshake",
		description: fmt.Sprintf("%d programs in %d versions, each tested with a WebSocket handshake: which pass an upgrade by default, what the others do not pass on, the directive that fixes it, and the idle timeout.", len(names), len(all)), data: all})
}

// working is the configuration to begin with.
func (p *proxy) working() *configuration {
	for _, c := range p.Configurations {
		if len(c.Lost) == 0 && (c == p.Default || c.ID == p.Default.Configuration.Fix) {
			return c
		}
	}
	for _, c := range p.Configurations {
		if len(c.Lost) == 0 && !c.Mistake {
			return c
		}
	}
	return nil
}

// mention is a page about programs that may not be in the list of proxies.
type mention struct {
	link
	Words string // the programs
}

// otherPages are the messages of programs, and the lessons with the proxies that they are about.
func otherPages() (all []mention) {
	seen := map[string]bool{}
	for _, p := range message.Patterns() {
		if slug := message.Slug(p.Program); !seen[slug] {
			seen[slug] = true
			all = append(all, mention{link{"message/" + slug, "Messages of " + p.Program}, p.Program})
		}
	}
	for _, l := range lessons.All() {
		var names []string
		for _, p := range l.Programs() {
			names = append(names, p.Name)
		}
		all = append(all, mention{link{"lesson/" + l.Slug, "Lesson: " + l.Title}, strings.Join(append(names, l.Proxies...), " ")})
	}
	return all
}

// common are the programs that most readers look for, in the order of the list; the others follow.
var common = []string{"nginx", "Apache httpd", "HAProxy", "Caddy", "Traefik"}

func rank(p *proxy) int {
	if i := slices.Index(common, p.Name); i >= 0 {
		return i
	}
	return len(common)
}

// numbers are those of a version: of one program the newest comes first.
func numbers(version string) (all []int) {
	for part := range strings.SplitSeq(version, ".") {
		n, _ := strconv.Atoi(part)
		all = append(all, n)
	}
	return all
}

func newConfiguration(p *hop.Program, c *hop.Configuration) *configuration {
	out := &configuration{Configuration: c, Program: p, Path: "hops/" + p.ID + "/" + c.ID, Lost: c.Loses, Idle: c.Hop.IdleSeconds(), Fix: fixLines(p.FixDiff(c))}
	if fix := p.Configuration(c.Fix); fix != nil {
		out.Fixed = &fixed{link{"hops/" + p.ID + "/" + fix.ID, fix.Title}, cmp.Or(fix.Notes, p.Place)}
	}
	if c.Fix == "" && len(c.Loses) > 0 {
		out.Whole = nearestWhole(p, c)
	}
	sent := handshake.Good().Request
	request := head.ParseRequest(sent)
	steps := hop.Through([]*hop.Hop{&c.Hop}, &request, hop.DefaultEnv, func(got string) string {
		judged := handshake.ReplyTo(got, handshake.Policy{})
		out.Backend = statusLine(judged.Reply.Raw())
		return judged.Reply.Raw()
	})
	step := steps[0]
	out.Changes, out.Tunnel, out.Log, out.Back = step.Changes, step.Back.Tunnel, step.Back.Log, statusLine(step.Back.Raw)
	if step.Answered != nil {
		out.Answers = statusLine(step.Answered.Raw)
	}
	if out.arrives = step.Head; step.Head != "" {
		out.Before, out.After = sideBySide(sent, step.Head)
	} else {
		out.Before, _ = sideBySide(sent, sent)
	}
	return out
}

// nearestWhole is the configuration with the fewest other lines with which a handshake loses nothing; nil for none.
func nearestWhole(p *hop.Program, c *hop.Configuration) (nearest *link) {
	fewest := 0
	for i := range p.Configurations {
		other, n := &p.Configurations[i], 0
		for _, line := range head.Diff(strings.Split(c.Snippet, "\n"), strings.Split(other.Snippet, "\n"), maxLines) {
			if line.Op != ' ' {
				n++
			}
		}
		if len(other.Loses) == 0 && (nearest == nil || n < fewest) {
			nearest, fewest = &link{"hops/" + p.ID + "/" + other.ID, other.Title}, n
		}
	}
	return nearest
}

// fixLine is a line of a fix: kept, removed or added.
type fixLine struct {
	head.DiffLine
	Before bool // it is removed
	Words  words
}

// fixLines compares removed lines with the added ones that take their places, word by word. Of a line that is new as a whole, or gone,
// its sign says so.
func fixLines(diff []head.DiffLine) []fixLine {
	lines := make([]fixLine, len(diff))
	var removed, added []string
	flush := func(end int) {
		begin := end - len(removed) - len(added)
		for _, at := range align(removed, added) {
			if at[0] >= 0 && at[1] >= 0 {
				was, is := removed[at[0]], added[at[1]]
				lines[begin+at[0]].Words, lines[begin+len(removed)+at[1]].Words = differing(was, is), differing(is, was)
			}
		}
		removed, added = nil, nil
	}
	for i, d := range diff {
		lines[i] = fixLine{DiffLine: d, Before: d.Op == '-', Words: words{Same: d.Text}}
		if d.Op == ' ' || d.Op == '-' && added != nil {
			flush(i)
		}
		switch d.Op {
		case '-':
			removed = append(removed, d.Text)
		case '+':
			added = append(added, d.Text)
		}
	}
	flush(len(diff))
	return lines
}

func statusLine(raw string) string {
	line, _, _ := strings.Cut(raw, "\r\n")
	return line
}
