package view

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Prerender writes elements without the line ends and blanks that go-app puts between them, so that the
// prerendered page is the same document, to the letter, as the one the browser mounts. It may only
// read what go-app has written: there every < and > of a text is escaped, so the ones it sees are tags.
//
// A text beside elements must not begin or end with blanks of its own at a line end; views put such
// texts into a span.
func Prerender(ui app.UI) app.UI { return app.Raw(removeLayout(app.HTMLString(ui))) }

func removeLayout(html string) string {
	var b strings.Builder
	b.Grow(len(html))
	for len(html) > 0 {
		i := strings.IndexByte(html, '\n')
		if i < 0 {
			break
		}
		b.WriteString(html[:i])
		rest := strings.TrimLeft(html[i+1:], " ")
		afterTag := i > 0 && html[i-1] == '>'
		beforeTag := strings.HasPrefix(rest, "<")
		switch start := strings.LastIndex(html[:i], "<textarea"); {
		case start >= 0 && !strings.Contains(html[start:i], "</textarea"):
			end := strings.Index(html, "</textarea>")
			if end < i {
				end = len(html)
			}
			b.WriteString(html[i:end])
			html = html[end:]
			continue
		case afterTag || beforeTag:
		default:
			b.WriteByte('\n')
			rest = html[i+1:]
		}
		html = rest
	}
	b.WriteString(html)
	return b.String()
}
