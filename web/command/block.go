package command

import (
	"path/filepath"
	"slices"
	"strings"
)

// block is a code block in a file.
type block struct {
	text  string
	lines []int // line of the file, from 1, that each line of text comes from
	above int   // the line for a mark above the block; 0 for none
}

// line returns the line of the file for an offset into the text.
func (b *block) line(offset int) int {
	n := strings.Count(b.text[:min(max(offset, 0), len(b.text))], "\n")
	if len(b.lines) == 0 {
		return 0
	}
	return b.lines[min(n, len(b.lines)-1)]
}

// format is a format of documentation: how to find code and comments.
type format struct {
	extensions []string
	blocks     func(text string) []block
	comments   func(lines []string, code map[int]bool) []comment // outside of the lines of code
	within     bool                                              // comments within a block count, too
}

// formats are the supported formats, by extension. MDX is Markdown without indented code.
var formats = []*format{
	{[]string{".md", ".markdown"}, markdownBlocks, markdownComments, false},
	{[]string{".mdx"}, mdxBlocks, markdownComments, false},
	{[]string{".rst", ".rest"}, restructuredBlocks, restructuredComments, false},
	{[]string{".adoc", ".asciidoc", ".asc"}, asciidocBlocks, asciidocComments, false},
	{[]string{".html", ".htm"}, htmlBlocks, htmlComments, true},
}

// formatOf returns the format of a file by its name; nil if it is not supported.
func formatOf(name string) *format {
	extension := strings.ToLower(filepath.Ext(name))
	for _, f := range formats {
		if slices.Contains(f.extensions, extension) {
			return f
		}
	}
	return nil
}

// lineAbove returns the last non-blank line before line n, from 1; 0 for none.
func lineAbove(lines []string, n int) int {
	for n--; n > 0; n-- {
		if strings.TrimSpace(lines[n-1]) != "" {
			return n
		}
	}
	return 0
}

// splitLines splits a file into lines without their ends.
func splitLines(text string) []string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	return lines
}

// handshakes reports whether a block shows an HTTP upgrade: a request line, status line or curl command, and a sign of an
// upgrade.
func handshakes(text string) bool {
	start, upgrade := false, false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		start = start || hasStart(line)
		upgrade = upgrade || hasUpgrade(strings.ToLower(line))
		if start && upgrade {
			return true
		}
	}
	return false
}

// hasStart reports whether a line contains a request line, a status line or a curl command, after anything else.
func hasStart(line string) bool {
	line = strings.TrimLeft(line, "$#%>< \t")
	if rest, ok := strings.CutPrefix(line, "HTTP/"); ok {
		_, status, ok := strings.Cut(rest, " ")
		return ok && len(status) >= 3 && isDigits(status[:3])
	}
	if line == "curl" || strings.HasPrefix(line, "curl ") || strings.HasPrefix(line, "curl.exe ") {
		return true
	}
	method, rest, ok := strings.Cut(line, " ")
	if !ok || method == "" || strings.Trim(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" {
		return false
	}
	target, version, versioned := strings.Cut(strings.TrimSpace(rest), " ")
	if versioned {
		return strings.HasPrefix(version, "HTTP/") && target != ""
	}
	return strings.HasPrefix(target, "/") || strings.Contains(target, "://")
}

// hasUpgrade reports whether a lower-case line mentions an upgrade.
func hasUpgrade(line string) bool {
	if strings.Contains(line, "sec-websocket-") || strings.Contains(line, "upgrade:") {
		return true
	}
	if i := strings.Index(line, "connection:"); i >= 0 && strings.Contains(line[i:], "upgrade") {
		return true
	}
	if rest, ok := strings.CutPrefix(strings.TrimLeft(line, "< "), "http/"); ok {
		_, status, _ := strings.Cut(rest, " ")
		return strings.HasPrefix(status, "101") || strings.HasPrefix(status, "426")
	}
	return false
}

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }
