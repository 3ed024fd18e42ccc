package command

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// htmlBlocks returns the <pre> elements of an HTML file as text: without tags and line numbers, with character references
// resolved.
func htmlBlocks(text string) []block {
	r := htmlReader{z: html.NewTokenizer(strings.NewReader(text)), line: 1}
	for r.next() {
	}
	if r.pre > 0 { // not closed
		r.end()
	}
	return r.blocks
}

// htmlReader reads the tokens of an HTML file.
type htmlReader struct {
	z       *html.Tokenizer
	line    int
	blocks  []block
	above   int    // the line of the last comment, where only tags follow it; else 0
	pre     int    // depth of <pre>
	numbers string // the name of the element around the numbers of lines; "" outside of one
	nested  int    // elements of that name within it
	b       block
	content strings.Builder
}

func (r *htmlReader) next() bool {
	kind := r.z.Next()
	if kind == html.ErrorToken {
		return false
	}
	raw := string(r.z.Raw())
	switch kind {
	case html.StartTagToken, html.EndTagToken:
		r.element(kind == html.StartTagToken, raw)
	case html.CommentToken:
		if r.pre == 0 {
			r.above = r.line + strings.Count(raw, "\n")
		}
	case html.TextToken:
		switch {
		case r.pre == 0 && strings.TrimSpace(raw) != "":
			r.above = 0
		case r.pre > 0 && r.numbers == "":
			r.content.WriteString(strings.ReplaceAll(html.UnescapeString(raw), "\r\n", "\n"))
			for i := range strings.Count(raw, "\n") {
				r.b.lines = append(r.b.lines, r.line+i+1)
			}
		}
	}
	r.line += strings.Count(raw, "\n")
	return true
}

func (r *htmlReader) element(start bool, raw string) {
	tag, attributes := r.z.TagName()
	name := string(tag)
	switch {
	case r.numbers != "":
		if name != r.numbers {
			return
		}
		if start {
			r.nested++
		} else if r.nested--; r.nested == 0 {
			r.numbers = ""
		}
	case r.pre > 0 && start && name != "pre" && attributes && r.isNumbers():
		r.numbers, r.nested = name, 1
	case r.pre > 0 && (name == "br" || !start && (name == "div" || name == "p" || name == "li")):
		if text := r.content.String(); name == "br" || !strings.HasSuffix(text, "\n") {
			r.content.WriteByte('\n')
			r.b.lines = append(r.b.lines, r.line)
		}
	case name != "pre":
	case start:
		if r.pre++; r.pre == 1 {
			r.b = block{above: r.above, lines: []int{r.line + strings.Count(raw, "\n")}}
			r.content.Reset()
		}
	case r.pre > 0:
		if r.pre--; r.pre == 0 {
			r.end()
		}
	}
}

// end adds the block that has been read.
func (r *htmlReader) end() {
	// The line end directly after <pre> is not content (HTML §13.1.2.5).
	if r.b.text = r.content.String(); strings.HasPrefix(r.b.text, "\n") {
		r.b.text, r.b.lines = r.b.text[1:], r.b.lines[1:]
	}
	r.blocks = append(r.blocks, r.b)
	r.above = 0
}

// isNumbers reports whether the tag that was just read contains a line number, like web/static/embed.js.
func (r *htmlReader) isNumbers() bool {
	for more := true; more; {
		var key, value []byte
		if key, value, more = r.z.TagAttr(); string(key) == "class" {
			return slices.ContainsFunc(strings.Fields(string(value)), func(c string) bool { return c == "linenos" || c == "lineno" || c == "ln" })
		}
	}
	return false
}

// htmlComments returns the comments outside <pre>, which may begin and end anywhere on their lines.
func htmlComments(lines []string, _ map[int]bool) (found []comment) {
	z, line, pre := html.NewTokenizer(strings.NewReader(strings.Join(lines, "\n"))), 1, 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return found
		}
		n := strings.Count(string(z.Raw()), "\n")
		switch kind {
		case html.CommentToken:
			if pre == 0 {
				found = append(found, comment{line, line + n, string(z.Text())})
			}
		case html.StartTagToken:
			if name, _ := z.TagName(); string(name) == "pre" {
				pre++
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "pre" {
				pre = max(0, pre-1)
			}
		}
		line += n
	}
}
