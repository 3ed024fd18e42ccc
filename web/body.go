package web

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// body turns go-app's HTML into the body of a page. It removes the line ends and blanks between elements, so that the DOM
// is exactly the one that the browser draws; gives ARIA attributes the value true, which go-app omits and ARIA requires;
// prefixes links, which views write from the root, with the base path; and fills form fields from fields, by the name in
// data-in, as the page's program would.
//
// A text next to elements must not begin or end with blanks at a line end; views put such texts into a span.
func body(drawn, base string, fields map[string]string) string {
	var out bytes.Buffer
	out.Grow(len(drawn))
	z := html.NewTokenizer(strings.NewReader(drawn))
	typed := false // inside a text field, where white space counts
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

// withoutLayout removes a line end at the start or end of a text, with the blanks of the next line.
func withoutLayout(text []byte) []byte {
	if len(text) > 0 && text[0] == '\n' {
		text = bytes.TrimLeft(text[1:], " ")
	}
	if i := bytes.LastIndexByte(text, '\n'); i >= 0 && len(bytes.TrimLeft(text[i+1:], " ")) == 0 {
		text = text[:i]
	}
	return text
}

// startTag writes a start tag whose name z has read, with its attributes as body describes, and returns the text that the
// element begins with.
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
