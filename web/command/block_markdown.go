package command

import (
	"sort"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// markdownBlocks are the code blocks of a Markdown document, fenced and indented.
func markdownBlocks(source string) (blocks []block) {
	bytes := []byte(source)
	var starts []int // offset of each line
	for at := 0; at <= len(source); {
		starts = append(starts, at)
		i := strings.IndexByte(source[at:], '\n')
		if i < 0 {
			break
		}
		at += i + 1
	}
	lineOf := func(offset int) int { return sort.SearchInts(starts, offset+1) }
	lines := splitLines(source)
	document := goldmark.DefaultParser().Parse(text.NewReader(bytes))
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		kind := n.Kind()
		if !entering || kind != ast.KindFencedCodeBlock && kind != ast.KindCodeBlock {
			return ast.WalkContinue, nil
		}
		segments := n.Lines()
		if segments.Len() == 0 {
			return ast.WalkSkipChildren, nil
		}
		var b block
		var content strings.Builder
		for i := range segments.Len() {
			s := segments.At(i)
			b.lines = append(b.lines, lineOf(s.Start))
			content.Write(s.Value(bytes))
		}
		b.text = content.String()
		first := b.lines[0]
		if kind == ast.KindFencedCodeBlock {
			first-- // the fence
		}
		b.above = lineAbove(lines, first)
		blocks = append(blocks, b)
		return ast.WalkSkipChildren, nil
	})
	return blocks
}
