package command

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// restructuredBlocks are the literal blocks of a reStructuredText file: what is indented below a
// paragraph that ends with "::", and the content of code directives.
func restructuredBlocks(text string) (blocks []block) {
	lines := splitLines(text)
	for i := 0; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		directive := isCodeDirective(line)
		if !directive && (!strings.HasSuffix(line, "::") || strings.HasPrefix(line, "..")) {
			continue
		}
		indent := indentation(lines[i])
		from := i + 1
		for directive && from < len(lines) && isOption(lines[from]) {
			from++
		}
		b, next := indented(lines, from, indent)
		if b.text == "" {
			continue
		}
		if b.above = lineAbove(lines, i+1); !directive && line != "::" {
			b.above = aboveParagraph(lines, i) // the paragraph that announces the block is part of it
		}
		blocks = append(blocks, b)
		i = next - 1
	}
	return blocks
}

func isCodeDirective(line string) bool {
	rest, ok := strings.CutPrefix(line, "..")
	if !ok {
		return false
	}
	name, _, ok := strings.Cut(strings.TrimSpace(rest), "::")
	return ok && slices.Contains(codeDirectives, name)
}

// codeDirectives are those of docutils, Sphinx and its widespread extensions that hold code.
var codeDirectives = []string{"code", "code-block", "code-tab", "parsed-literal", "prompt", "sourcecode"}

// isOption: a line such as "   :caption: text" below a directive.
func isOption(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, ":") && strings.Count(line, ":") > 1
}

// restructuredComments are what begins with two dots and is not a directive, target, footnote or substitution, with the lines
// below that are indented further, up to a blank one.
func restructuredComments(lines []string, code map[int]bool) (found []comment) {
	for i := 0; i < len(lines); i++ {
		text := strings.TrimSpace(lines[i])
		if code[i+1] || text != ".." && !strings.HasPrefix(text, ".. ") {
			continue
		}
		text = strings.TrimSpace(text[2:])
		if strings.HasPrefix(text, "_") || strings.HasPrefix(text, "[") || strings.HasPrefix(text, "|") || strings.Contains(text, "::") {
			continue
		}
		from := i
		for i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" && indentation(lines[i+1]) > indentation(lines[from]) {
			i++
			text += "\n" + lines[i]
		}
		found = append(found, comment{from + 1, i + 1, text})
	}
	return found
}

// maxAbove bounds how many lines a paragraph, or a block's title and attributes, are followed upwards.
const maxAbove = 100

// aboveParagraph is the last line that is not blank above the paragraph that holds line i.
func aboveParagraph(lines []string, i int) int {
	least := max(0, i-maxAbove)
	for i > least && strings.TrimSpace(lines[i-1]) != "" && !strings.HasPrefix(strings.TrimSpace(lines[i-1]), "..") {
		i--
	}
	return lineAbove(lines, i+1)
}

func indentation(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// indented is the block of lines from i on that are indented further than indent, and the line after it.
func indented(lines []string, i, indent int) (b block, next int) {
	from, to := -1, i
	for ; i < len(lines); i++ {
		if strings.TrimSpace(lines[i]) == "" {
			continue
		}
		if indentation(lines[i]) <= indent {
			break
		}
		if from < 0 {
			from = i
		}
		to = i + 1
	}
	if from < 0 {
		return b, to
	}
	depth := indentation(lines[from])
	for _, line := range lines[from:to] {
		if strings.TrimSpace(line) != "" {
			depth = min(depth, indentation(line))
		}
	}
	return cut(lines, from, to, depth), to
}

// cut is the block of lines[from:to] without depth octets of indentation.
func cut(lines []string, from, to, depth int) (b block) {
	var content strings.Builder
	for i := from; i < to; i++ {
		content.WriteString(lines[i][min(depth, len(lines[i])):])
		content.WriteByte('\n')
		b.lines = append(b.lines, i+1)
	}
	b.text = content.String()
	return b
}

// asciidocBlocks are the listing and literal blocks of an AsciiDoc file: between lines of four or more
// hyphens or dots, between fences, paragraphs that are indented by a blank, and what an attribute calls text,
// listing or literal.
func asciidocBlocks(text string) (blocks []block) {
	lines := splitLines(text)
	add := func(opener, from, to, depth int) {
		b := cut(lines, from, to, depth)
		b.above = aboveAttributes(lines, opener)
		blocks = append(blocks, b)
	}
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " \t")
		styled := i > 0 && isStyle(lines[i-1])
		switch {
		case isDelimiter(line) && !underlines(lines, i), line == "--" && styled, isCommentDelimiter(line):
			end := i + 1
			for end < len(lines) && strings.TrimRight(lines[end], " \t") != closing(line) {
				end++
			}
			if !isCommentDelimiter(line) {
				add(i, i+1, min(end, len(lines)), 0)
			}
			i = end
		case styled && line != "", indentation(line) > 0 && (i == 0 || strings.TrimSpace(lines[i-1]) == ""):
			end := i
			for end < len(lines) && strings.TrimSpace(lines[end]) != "" {
				end++
			}
			add(i, i, end, indentation(line))
			i = end
		}
	}
	return blocks
}

// isStyle: an attribute that makes code of what is right below it.
func isStyle(line string) bool {
	line = strings.TrimRight(line, " \t")
	inside, ok := strings.CutPrefix(line, "[")
	if inside, ok2 := strings.CutSuffix(inside, "]"); ok && ok2 {
		style, _, _ := strings.Cut(inside, ",")
		style, _, _ = strings.Cut(style, "%")
		return style == "source" || style == "listing" || style == "literal" || style == "" && strings.HasPrefix(inside, ",")
	}
	return false
}

func isDelimiter(line string) bool {
	if strings.HasPrefix(line, "```") {
		return true
	}
	return len(line) >= 4 && (strings.Trim(line, "-") == "" || strings.Trim(line, ".") == "")
}

func isCommentDelimiter(line string) bool { return len(line) >= 4 && strings.Trim(line, "/") == "" }

// underlines reports whether a line of hyphens or dots makes a title of the line above it, which is as long, or nearly.
func underlines(lines []string, i int) bool {
	if i == 0 || isStyle(lines[i-1]) {
		return false
	}
	above := strings.TrimRight(lines[i-1], " \t")
	if above == "" || strings.IndexByte("[.+/:|=", above[0]) >= 0 {
		return false
	}
	difference := utf8.RuneCountInString(above) - len(strings.TrimRight(lines[i], " \t"))
	return -2 <= difference && difference <= 2
}

func closing(delimiter string) string {
	if strings.HasPrefix(delimiter, "```") {
		return "```"
	}
	return delimiter
}

// asciidocComments are lines that begin with two slashes.
func asciidocComments(lines []string, code map[int]bool) (found []comment) {
	for i, line := range lines {
		text, ok := strings.CutPrefix(strings.TrimSpace(line), "//")
		if ok && !code[i+1] && !isCommentDelimiter(strings.TrimSpace(line)) {
			found = append(found, comment{i + 1, i + 1, text})
		}
	}
	return found
}

// aboveAttributes is the last line that is not blank above a block and its title and attributes.
func aboveAttributes(lines []string, i int) int {
	n := lineAbove(lines, i+1)
	for range maxAbove {
		if n == 0 {
			break
		}
		line := strings.TrimSpace(lines[n-1])
		if !strings.HasPrefix(line, "[") && (!strings.HasPrefix(line, ".") || isDelimiter(line)) {
			break
		}
		n = lineAbove(lines, n)
	}
	return n
}
