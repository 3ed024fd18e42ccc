package command

import (
	"sort"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// maxNested bounds how deep blocks that hold blocks are followed.
const maxNested = 4

// markdownBlocks are the code blocks of a Markdown file, fenced and indented, and the <pre> elements in its HTML.
func markdownBlocks(file string) []block { return markdownNested(file, maxNested) }

func markdownNested(file string, depth int) (blocks []block) {
	bytes := []byte(file)
	var starts []int // offset of each line
	for at := 0; at <= len(file); {
		starts = append(starts, at)
		i := strings.IndexByte(file[at:], '\n')
		if i < 0 {
			break
		}
		at += i + 1
	}
	lineOf := func(offset int) int { return sort.SearchInts(starts, offset+1) }
	lines := splitLines(file)
	parsed := goldmark.DefaultParser().Parse(text.NewReader(bytes))
	_ = ast.Walk(parsed, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		kind := n.Kind()
		if !entering || kind != ast.KindFencedCodeBlock && kind != ast.KindCodeBlock && kind != ast.KindHTMLBlock {
			return ast.WalkContinue, nil
		}
		segments := n.Lines()
		if segments.Len() == 0 { // or one line of HTML that ends what it begins, which holds no handshake
			return ast.WalkSkipChildren, nil
		}
		var b block
		var content strings.Builder
		for i := range segments.Len() {
			s := segments.At(i)
			b.lines = append(b.lines, lineOf(s.Start))
			content.Write(s.Value(bytes))
		}
		if h, ok := n.(*ast.HTMLBlock); ok && h.HasClosure() {
			b.lines = append(b.lines, lineOf(h.ClosureLine.Start))
			content.Write(h.ClosureLine.Value(bytes))
		}
		b.text = content.String()
		first := b.lines[0]
		fenced, isFenced := n.(*ast.FencedCodeBlock)
		if isFenced {
			first-- // the fence
		}
		b.above = lineAbove(lines, first)
		switch {
		case kind == ast.KindHTMLBlock:
			blocks = append(blocks, b.inner(htmlBlocks)...)
			return ast.WalkSkipChildren, nil
		case isFenced && fenced.Info != nil && strings.HasPrefix(string(fenced.Info.Value(bytes)), "{"):
			b.dropOptions()
		}
		blocks = append(blocks, b.unfold(depth)...)
		return ast.WalkSkipChildren, nil
	})
	return blocks
}

// unfold is a block, or the blocks in it where it holds fences: tabs and admonitions of MkDocs are indented, directives of
// MyST and examples of Markdown are blocks with longer fences.
func (b *block) unfold(depth int) []block {
	if depth > 0 && holdsFence(b.text) {
		if found := b.inner(func(file string) []block { return markdownNested(file, depth-1) }); len(found) > 0 {
			return found
		}
	}
	return []block{*b}
}

func holdsFence(text string) bool {
	for line := range strings.Lines(text) {
		if fence, _ := fenceOf(line); fence != "" {
			return true
		}
	}
	return false
}

// inner are the blocks in a block, at their lines of the file.
func (b *block) inner(find func(string) []block) []block {
	found := find(b.text)
	for i := range found {
		f := &found[i]
		for k, n := range f.lines {
			f.lines[k] = b.lines[min(n, len(b.lines))-1]
		}
		if f.above > 0 {
			f.above = b.lines[f.above-1]
		} else {
			f.above = b.above
		}
	}
	return found
}

// dropOptions leaves out the options of a MyST directive: lines such as ":linenos:", or YAML between lines of hyphens.
func (b *block) dropOptions() {
	lines := strings.SplitAfter(b.text, "\n")
	n := 0
	if strings.TrimSpace(lines[0]) == "---" {
		for n = 1; n < len(lines)-1 && strings.TrimSpace(lines[n]) != "---"; n++ {
		}
		n++
	} else {
		for n < len(lines)-1 && isOption(lines[n]) {
			n++
		}
	}
	if n < len(b.lines) {
		b.text, b.lines = strings.Join(lines[n:], ""), b.lines[n:]
	}
}

// fenceOf is the fence that a line begins with, after the marks of a quote, and what follows it; "" for none.
func fenceOf(line string) (fence, info string) {
	line = strings.TrimLeft(line, " \t>")
	if !strings.HasPrefix(line, "```") && !strings.HasPrefix(line, "~~~") {
		return "", ""
	}
	info = strings.TrimLeft(line, line[:1])
	fence = line[:len(line)-len(info)]
	if info = strings.TrimSpace(info); fence[0] == '`' && strings.Contains(info, "`") {
		return "", "" // code within a line
	}
	return fence, info
}

// mdxBlocks are the fenced blocks of an MDX file, in which indented text is not code and may be within elements, and the
// strings in braces, as <CodeBlock> has them.
func mdxBlocks(file string) (blocks []block) {
	lines := splitLines(file)
	for i := 0; i < len(lines); i++ {
		if fence, _ := fenceOf(lines[i]); fence != "" {
			indent := len(lines[i]) - len(strings.TrimLeft(lines[i], " \t>"))
			end := i + 1
			for ; end < len(lines); end++ {
				if f, info := fenceOf(lines[end]); info == "" && f != "" && f[0] == fence[0] && len(f) >= len(fence) {
					break
				}
			}
			b := block{above: lineAbove(lines, i+1)}
			var content strings.Builder
			for n := i + 1; n < end; n++ {
				k := min(indent, len(lines[n])-len(strings.TrimLeft(lines[n], " \t>")))
				content.WriteString(lines[n][k:] + "\n")
				b.lines = append(b.lines, n+1)
			}
			if b.text = content.String(); b.text != "" {
				blocks = append(blocks, b.unfold(maxNested)...)
			}
			i = end
			continue
		}
		_, text, ok := strings.Cut(lines[i], "{`")
		if !ok {
			continue
		}
		b := block{above: lineAbove(lines, i+1)}
		var content strings.Builder
		for {
			b.lines = append(b.lines, i+1)
			inside, _, ended := strings.Cut(text, "`}")
			content.WriteString(inside + "\n")
			if i++; ended || i == len(lines) {
				break
			}
			text = lines[i]
		}
		i--
		b.text = content.String()
		blocks = append(blocks, b)
	}
	return blocks
}

// markdownComments are the comments of HTML and of MDX: some programs read .md files as MDX.
func markdownComments(lines []string, code map[int]bool) []comment {
	return append(bracketed(lines, code, "<!--", "-->"), bracketed(lines, code, "{/*", "*/}")...)
}
