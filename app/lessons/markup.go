package lessons

import (
	"errors"
	"strings"
)

// Text is prose in blocks. Its markup is deliberately small:
//
//	text      = block *( empty-line block )
//	block     = paragraph / 1*item
//	item      = "- " words           ; further lines of an item are joined to it
//	words     = *( plain / "`" code "`" )
type Text []Block

// Block is a paragraph, or a list.
type Block struct {
	List  bool
	Items []Words // one for a paragraph
}

// Words is a line of prose: plain runs and code runs.
type Words []Run

// Run is a stretch of plain text or of inline code.
type Run struct {
	Text string
	Code bool
}

var errBacktick = errors.New("inline code is empty, or has no second backtick")

// ParseText reads the written form. Line ends inside a block are blanks.
func ParseText(s string) (Text, error) {
	var (
		text  Text
		lines []string // of the current item
		list  bool
		err   error
	)
	item := func() {
		if len(lines) == 0 {
			return
		}
		words, e := parseWords(strings.Join(lines, " "))
		if e != nil {
			err = e
		}
		lines = lines[:0]
		if len(words) == 0 {
			return
		}
		if n := len(text); list && n > 0 && text[n-1].List {
			text[n-1].Items = append(text[n-1].Items, words)
			return
		}
		text = append(text, Block{List: list, Items: []Words{words}})
	}
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		rest, isItem := strings.CutPrefix(line+" ", "- ")
		switch {
		case line == "":
			item()
			list = false
			continue
		case isItem:
			item()
			list = true
			line = strings.TrimSpace(rest)
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	item()
	return text, err
}

func parseWords(s string) (Words, error) {
	var words Words
	code := false
	for {
		i := strings.IndexByte(s, '`')
		if i < 0 {
			break
		}
		switch {
		case i > 0:
			words = append(words, Run{s[:i], code})
		case code:
			return words, errBacktick
		}
		s, code = s[i+1:], !code
	}
	if s != "" {
		words = append(words, Run{s, code})
	}
	if code {
		return words, errBacktick
	}
	return words, nil
}

// String is the written form; it parses back to the same text.
func (t Text) String() string {
	var b strings.Builder
	for i, block := range t {
		if i > 0 {
			b.WriteString("\n\n")
		}
		for j, words := range block.Items {
			if j > 0 {
				b.WriteByte('\n')
			}
			if block.List {
				b.WriteString("- ")
			}
			for _, run := range words {
				if run.Code {
					b.WriteByte('`')
				}
				b.WriteString(run.Text)
				if run.Code {
					b.WriteByte('`')
				}
			}
		}
	}
	return b.String()
}

// Plain is the text without marks, one line per paragraph or item: for search and previews.
func (t Text) Plain() string {
	var b strings.Builder
	for _, block := range t {
		for _, words := range block.Items {
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			for _, run := range words {
				b.WriteString(run.Text)
			}
		}
	}
	return b.String()
}
