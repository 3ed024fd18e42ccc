package command

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"upgrade101/handshake"
	"upgrade101/handshake/paste"
)

// maxFile bounds the files that check reads, in bytes.
const maxFile = 8 << 20

// problem is a fault in a file.
type problem struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Severity string `json:"severity"` // error or warning
	Problem  string `json:"problem"`
	Rule     string `json:"rule,omitempty"` // the id; "" for a problem with a mark
}

// check reads documentation and reports faulty handshakes.
func check(args []string, s *Streams) int {
	f := flags("check", s)
	strict := f.Bool("strict", false, "warnings fail as well")
	style := f.String("format", "text", "`format` of the output: text, github or json")
	operands, status, ok := parse(f, args, s)
	if !ok {
		return status
	}
	write, ok := checkFormats[*style]
	if !ok {
		return misuse(f, "-format is %q; it takes text, github or json", *style)
	}
	if len(operands) == 0 {
		return misuse(f, "name the files or folders to check")
	}
	status = exitOK
	var problems []problem
	unread := func(err error) {
		fmt.Fprintf(s.Err, "upgrade101 check: %s\n", safe(err.Error()))
		status = exitUnknown
	}
	for _, path := range operands {
		eachFile(path, func(name string) {
			found, err := checkFile(name)
			if problems = append(problems, found...); err != nil {
				unread(err)
			}
		}, unread)
	}
	problems = slices.DeleteFunc(problems, func(p problem) bool { return p.Severity == "warning" && !*strict })
	if err := write(s.Out, problems); err != nil {
		fmt.Fprintf(s.Err, "upgrade101 check: %v\n", err)
		return exitUnknown
	}
	if len(problems) > 0 {
		return max(status, exitFails)
	}
	return status
}

// eachFile calls visit with every file at a path: itself, or those in the folder and below it.
// Hidden folders, node_modules and links in a folder are skipped. What cannot be read is reported to unread, and the rest is
// visited.
func eachFile(path string, visit func(name string), unread func(error)) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		unread(err)
	case !info.IsDir() && formatOf(path) == nil:
		unread(fmt.Errorf("%s: its name has none of the endings of Markdown, MDX, reStructuredText, AsciiDoc and HTML", path))
	case !info.IsDir():
		visit(path)
	default:
		root := path + string(filepath.Separator) // a link to a folder is followed
		_ = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				unread(err)
			case d.IsDir() && name != root && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".github" || d.Name() == "node_modules"):
				return filepath.SkipDir
			case d.Type().IsRegular() && formatOf(name) != nil:
				visit(name)
			}
			return nil
		})
	}
}

func checkFile(name string) ([]problem, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("%s is larger than %d bytes, which is the most that is read", name, maxFile)
	}
	return checkBlocks(name, strings.TrimPrefix(string(text), "\ufeff")), nil
}

// checkBlocks judges every code block of a file that shows a handshake.
func checkBlocks(name, text string) (problems []problem) {
	if !worthParsing(text) {
		return nil
	}
	f := formatOf(name)
	blocks := f.blocks(text)
	marks := f.marks(splitLines(text), blocks)
	add := func(line int, severity, text, rule string) {
		problems = append(problems, problem{name, line, severity, text, rule})
	}
	for i := range blocks {
		readable := blocks[i].readable()
		if !handshakes(readable.text) {
			continue
		}
		above := marks.above(readable.above)
		expected := map[string]*mark{}
		ignore := false
		for _, m := range above {
			m.used = true
			ignore = ignore || m.ignore
			for _, id := range m.broken {
				expected[id] = m
			}
		}
		if ignore {
			continue
		}
		seen := map[string]bool{}
		for _, part := range readable.requests() {
			if !handshakes(part.text) {
				continue
			}
			for _, found := range judge(&part) {
				if seen[found.Rule] = true; expected[found.Rule] == nil && !found.refusal {
					found.File = name
					problems = append(problems, found.problem)
				}
			}
		}
		for id, m := range expected {
			switch {
			case seen[id]:
			case handshake.RuleByID(id) == nil:
				add(m.line, "error", "the mark names "+id+", which is no rule", "")
			default:
				add(m.line, "error", "the mark is stale: the block below it does not break "+id, "")
			}
		}
	}
	for _, m := range marks.marks {
		switch {
		case m.wrong != "":
			add(m.line, "error", m.wrong, "")
		case !m.used:
			add(m.line, "error", "the mark is stale: no handshake follows it", "")
		}
	}
	slices.SortStableFunc(problems, func(a, b problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Problem, b.Problem))
	})
	return problems
}

// worthParsing reports whether a file contains words that every handshake and mark has. Most files do not, so it is checked
// first.
func worthParsing(text string) bool {
	for _, word := range []string{"pgrade", "PGRADE", "ebsocket", "ebSocket", "EBSOCKET", " 101", " 426"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// shows reports whether the heads of an exchange have a sign of an upgrade: a block with a handshake may contain other
// requests, too.
func shows(x *handshake.Exchange) bool {
	for _, raw := range []string{x.Request, x.Response} {
		for line := range strings.Lines(raw) {
			if line = strings.TrimSpace(line); line == "" {
				break
			}
			if hasUpgrade(strings.ToLower(line)) {
				return true
			}
		}
	}
	return x.HTTP2
}

// leftOut reports whether a finding may be about lines that the block omits: in such a block nothing counts as missing, and an
// answer may belong to an incomplete request. A status line alone is an abbreviated answer.
func leftOut(r *handshake.Report, f *handshake.Finding) bool {
	if f.Side == handshake.Response && len(r.Response.Fields) == 0 && strings.HasSuffix(f.Rule.ID, "-missing") {
		return true
	}
	return r.Exchange.Context&handshake.ContextPartial != 0 &&
		(strings.HasSuffix(f.Rule.ID, "-missing") || strings.HasPrefix(f.Rule.ID, "resp-101-"))
}

// isPlaceholder reports whether a finding is about a placeholder in a value or a target, or about a Host that the address in
// place of the target supplies, as in files for REST clients.
func isPlaceholder(r *handshake.Report, f *handshake.Finding) bool {
	h := r.Request
	if f.Side == handshake.Response {
		h = r.Response
	}
	first, _, _ := strings.Cut(h.Raw, "\n")
	if f.Span.Start < len(first) && !strings.HasPrefix(f.Rule.ID, "req-target-") {
		return f.Rule.ID == "host-missing" && strings.Contains(h.Target.Text, "://")
	}
	return placeholder.MatchString(h.Text(f.Span))
}

// placeholder is what documentation writes for <key>, {key}, [key], $KEY, $(command), %KEY%, __KEY__, @key@, :key, YOUR_KEY
// and the number of a port.
var placeholder = regexp.MustCompile(`<[^<>]+>|\{[^{}]+\}|^\[[\w -]+\]|\$\w+|\$\(|%[A-Z_]{2,}%|__\w+__|@\w+@|^:[a-z]\w+$|(?i:\byour[-_])|:PORT\b|^\([\w ,-]+\)$`)

// found is a problem of a block.
type found struct {
	problem
	refusal bool // not a fault: the file shows how a server refuses
}

// judge returns the errors and warnings of a block.
func judge(b *block) (problems []found) {
	paste := paste.Read(b.text)
	for i := range paste.Exchanges {
		if !shows(&paste.Exchanges[i]) {
			continue
		}
		report := handshake.Inspect(paste.Exchanges[i], handshake.Policy{})
		for j := range report.Findings {
			f := &report.Findings[j]
			if f.Rule.Severity == handshake.Note || f.Rule.Side == handshake.Text || leftOut(&report, f) || isPlaceholder(&report, f) {
				continue
			}
			line := b.line(0)
			if at, ok := paste.TextSpan(i, f.Side, f.Span); ok {
				line = b.line(at.Start)
			}
			problems = append(problems, found{
				problem{Line: line, Severity: f.Rule.Severity.String(), Problem: f.Problem(), Rule: f.Rule.ID},
				f.Rule.ID == "resp-status" && report.Response.Status.Text >= "300",
			})
		}
	}
	return problems
}

// checkFormats write the result of check.
var checkFormats = map[string]func(io.Writer, []problem) error{
	"text": func(w io.Writer, problems []problem) error {
		for _, p := range problems {
			if _, err := fmt.Fprintf(w, "%s:%d: %s%s\n", safe(p.File), p.Line, safe(p.Problem), inBrackets(p.Rule)); err != nil {
				return err
			}
		}
		return nil
	},
	"json": func(w io.Writer, problems []problem) error {
		if problems == nil {
			problems = []problem{}
		}
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(problems)
	},
	// Workflow commands of GitHub Actions, which annotate the file.
	"github": func(w io.Writer, problems []problem) error {
		message := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
		property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
		for _, p := range problems {
			if _, err := fmt.Fprintf(w, "::%s file=%s,line=%d::%s\n", p.Severity, property.Replace(p.File), p.Line,
				message.Replace(p.Problem+inBrackets(p.Rule))); err != nil {
				return err
			}
		}
		return nil
	},
}

func inBrackets(rule string) string {
	if rule == "" {
		return ""
	}
	return " (" + rule + ")"
}
