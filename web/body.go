package web

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// body is what go-app writes of a page, as the body of a page of this site. The line ends and blanks that it puts
// between elements go, so that the DOM is the same, to the letter, as the one that the browser draws; ARIA attributes
// get the value true, which go-app leaves out and ARIA does not do without; and links, which views write from the root,
// lead below the base path. A field of a form holds what fields says, by the name in data-in, which the page's program would
// write into it.
//
// A text beside elements must not begin or end with blanks of its own at a line end; views put such texts into a span.
func body(drawn, base string, fields map[string]string) string {
	var out bytes.Buffer
	out.Grow(len(drawn))
	z := html.NewTokenizer(strings.NewReader(drawn))
	typed := false // inside of a text field, where white space counts
	for {
		switch z.Next() {
		case html.ErrorToken: // the end: the reader cannot fail
			return out.String()
		case html.TextToken:
			text := z.Raw()
			if !typed {
				text = withoutLayout(text)
			}
			out.Write(text)
		case html.StartTagToken:
			raw := bytes.Clone(z.Raw())
			name, more := z.TagName()
			typed = string(name) == "textarea"
			tag, text := startTag(string(name), base, fields, z, raw, more)
			out.Write(tag)
			out.WriteString(html.EscapeString(text))
		default:
			typed = false
			out.Write(z.Raw())
		}
	}
}

// withoutLayout removes the line end, with the blanks of the next line, where a text begins or ends with one.
func withoutLayout(text []byte) []byte {
	if len(text) > 0 && text[0] == '\n' {
		text = bytes.TrimLeft(text[1:], " ")
	}
	if i := bytes.LastIndexByte(text, '\n'); i >= 0 && len(bytes.TrimLeft(text[i+1:], " ")) == 0 {
		text = text[:i]
	}
	return text
}

// startTag is a start tag, of which z has read the name, with what body says of its attributes, and the text that the element
// begins with.
func startTag(name, base string, fields map[string]string, z *html.Tokenizer, raw []byte, more bool) (written []byte, text string) {
	tag, changed, kind, holds := html.Token{Type: html.StartTagToken, Data: name}, false, "", ""
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		a := html.Attribute{Key: string(key), Val: string(value)}
		switch {
		case strings.HasPrefix(a.Key, "aria-") && a.Val == "":
			a.Val, changed = "true", true
		case name == "a" && a.Key == "href" && base != "/" && strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "//"):
			a.Val, changed = base+a.Val[1:], true
		case a.Key == "data-in":
			holds = fields[a.Val]
		case a.Key == "type":
			kind = a.Val
		}
		tag.Attr = append(tag.Attr, a)
	}
	switch {
	case holds == "":
	case name == "textarea":
		text = holds
	case name == "input" && kind == "checkbox":
		tag.Attr, changed = append(tag.Attr, html.Attribute{Key: "checked"}), true
	case name == "input":
		tag.Attr, changed = append(tag.Attr, html.Attribute{Key: "value", Val: holds}), true
	}
	if !changed {
		return raw, text
	}
	return []byte(tag.String()), text
}
