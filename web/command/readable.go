package command

import (
	"regexp"
	"strings"
)

// readable is a block without what documentation adds to code: the old side of a diff, comments, the numbers of callouts,
// and lines that take in a file, which are an elision.
func (b *block) readable() block {
	out := block{above: b.above}
	var content strings.Builder
	diff, i := isDiff(b.text), 0
	for line := range strings.Lines(b.text) {
		n := i
		i++
		if diff {
			if strings.HasPrefix(line, "-") || strings.HasPrefix(line, "+++") || strings.HasPrefix(line, "@@") {
				continue
			}
			line = line[1:]
		}
		bare := strings.TrimSpace(line)
		special := bare != "" && strings.IndexByte("ie-{", bare[0]) >= 0
		switch {
		case special && includes.MatchString(bare):
			line = "...\n"
		case special && conditions.MatchString(bare), strings.HasPrefix(bare, "//"), strings.HasPrefix(bare, "# ") && !hasStart(bare):
			continue
		case strings.HasSuffix(bare, ">") || strings.HasSuffix(bare, ")") || strings.HasSuffix(bare, ")!"):
			if at := callouts.FindStringIndex(line); at != nil {
				line = line[:at[0]] + "\n"
			}
		}
		if strings.Contains(line, "://") { // to a shell it is a redirection
			line = angles.ReplaceAllString(line, "{$1}")
		}
		content.WriteString(line)
		if n < len(b.lines) {
			out.lines = append(out.lines, b.lines[n])
		}
	}
	out.text = content.String()
	return out
}

// requests are the parts of a block between lines of "###", as files for REST clients have them, without blank lines in
// front.
func (b *block) requests() []block {
	parts := []block{{}}
	n, at := 0, 0
	for line := range strings.Lines(b.text) {
		last := &parts[len(parts)-1]
		switch {
		case strings.HasPrefix(line, "###"):
			parts = append(parts, block{})
		case last.text != "" || strings.TrimSpace(line) != "":
			last.text = b.text[at-len(last.text) : at+len(line)]
			last.lines = append(last.lines, b.lines[min(n, len(b.lines)-1)])
		}
		n, at = n+1, at+len(line)
	}
	return parts
}

// AsciiDoc writes <1> or <.> after a line, perhaps as a comment, MkDocs a comment with (1) or (1)!.
var callouts = regexp.MustCompile(`[ \t]+(?:(?:(?://|#|--|;;|<!--)[ \t]*)?<(?:\d{1,3}|\.)>[ \t]*|(?://|#|--|;;|<!--)[ \t]*\(\d{1,3}\)!?[ \t]*(?:-->)?[ \t]*)+\r?\n?$`)

var (
	angles     = regexp.MustCompile(`<([\w -]+)>`)
	includes   = regexp.MustCompile(`^(?:include::.*\[.*\]|-{1,3}8<-{1,3} .*|\{\{#(?:include|rustdoc_include) .*\}\}|\{[{%][<%]? *include.*[}%]\})$`)
	conditions = regexp.MustCompile(`^(?:ifn?def|ifeval|endif)::.*\[.*\]$`)
)

// isDiff: every line is one of a diff, and some are added or removed.
func isDiff(text string) bool {
	changed := false
	for line := range strings.Lines(text) {
		switch line[0] {
		case '+', '-':
			changed = true
		case ' ', '\n', '\r':
		default:
			if !strings.HasPrefix(line, "@@") {
				return false
			}
		}
	}
	return changed
}
