package command

import (
	"strings"

	"golang.org/x/net/html"
)

// htmlBlocks are the <pre> elements of an HTML document, as text: tags left out, references resolved.
func htmlBlocks(source string) (blocks []block) {
	lines := splitLines(source)
	z := html.NewTokenizer(strings.NewReader(source))
	line, depth := 1, 0
	var b block
	var content strings.Builder
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return blocks
		}
		raw := string(z.Raw())
		switch kind {
		case html.StartTagToken, html.EndTagToken:
			name, _ := z.TagName()
			switch {
			case string(name) == "br" && depth > 0:
				content.WriteByte('\n')
				b.lines = append(b.lines, line)
			case string(name) != "pre":
			case kind == html.StartTagToken:
				if depth++; depth == 1 {
					b = block{above: lineAbove(lines, line), lines: []int{line + strings.Count(raw, "\n")}}
					content.Reset()
				}
			case depth > 0:
				if depth--; depth == 0 {
					// The line end right behind <pre> is no content (HTML §13.1.2.5).
					if b.text = content.String(); strings.HasPrefix(b.text, "\n") {
						b.text, b.lines = b.text[1:], b.lines[1:]
					}
					blocks = append(blocks, b)
				}
			}
		case html.TextToken:
			if depth > 0 {
				content.WriteString(strings.ReplaceAll(html.UnescapeString(raw), "\r\n", "\n"))
				for i := range strings.Count(raw, "\n") {
					b.lines = append(b.lines, line+i+1)
				}
			}
		}
		line += strings.Count(raw, "\n")
	}
}
