package model

import (
	markup "html"
	"strconv"
	"strings"

	"upgrade101/app/lessons"
)

// Embed has the settings of an iframe on another site.
type Embed struct {
	Site     string // address of this site, with a slash at its end
	Of       string // "" for the exchange in Fragment, else the slug of a lesson
	For      string // which of the Snippets; "": the first
	Fragment string // what a shared link has after its #; "": the sample
	Title    string // title of the iframe, for screen readers
	Caption  string // shown below the iframe; "" for none
	Theme    string // "light", "dark"; else as the reader's system has it
	Part     string // one of EmbedParts, as an address calls it; else all
	Readonly bool
	Height   int // of the iframe, in px
}

// ShareEmbed names the way to share as an iframe; it is also its address after #.
const ShareEmbed = "embed"

// ShareAs opens one of the ways to share: with ShareEmbed as an iframe, of the lesson that is open or of the exchange.
func (m Model) ShareAs(way string) Model {
	if m.Sharing, m.SharingEmbed = true, way == ShareEmbed; m.SharingEmbed && m.OpenLesson != nil {
		m.Embedding.Of = m.OpenLesson.Lesson.Slug
	}
	return m
}

// EmbedParts are the parts that an embed can be reduced to: what an address calls each, and its name.
var EmbedParts = [][2]string{{"request", "request"}, {"reply", "response"}, {"findings", "findings"}, {"accept", "accept value"}}

// partOf returns what an address calls a part of this name; "" for another name.
func partOf(name string) string {
	for _, p := range EmbedParts {
		if p[1] == name {
			return p[0]
		}
	}
	return ""
}

// partName is the inverse of partOf.
func partName(part string) string {
	for _, p := range EmbedParts {
		if p[0] == part {
			return p[1]
		}
	}
	return ""
}

// EmbedHeight is the height of an iframe unless another is chosen, and the bounds of such a choice, in px.
const EmbedHeight, minHeight, maxHeight = 420, 120, 2000

// part is the path and query below embed.
func (e Embed) part() string {
	var query []string
	if e.Theme == "light" || e.Theme == "dark" {
		query = append(query, "theme="+e.Theme)
	}
	if partName(e.Part) != "" {
		query = append(query, "view="+e.Part)
	}
	if e.Readonly {
		query = append(query, "readonly")
	}
	part := ""
	if e.Of != "" {
		part = "/" + e.Of
	}
	if query != nil {
		part += "?" + strings.Join(query, "&")
	}
	if e.Of == "" && e.Fragment != "" {
		part += "#" + e.Fragment
	}
	return part
}

// Address returns the address of the iframe.
func (e Embed) Address() string { return e.Site + "embed" + e.part() }

// fullAddress returns the address of the full page of the same exchange or lesson.
func (e Embed) fullAddress() string {
	switch {
	case e.Of != "":
		return e.Site + "lesson/" + e.Of
	case e.Fragment != "":
		return e.Site + "#" + e.Fragment
	}
	return e.Site
}

// Sandbox is what the iframe may do: run its script, open the full page, and be of its own origin. Browsers
// share no downloads between iframes without an origin: ten of them would download the program ten times.
const Sandbox = BareSandbox + " allow-same-origin"

const BareSandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox"

const sandboxed = ` loading="lazy" sandbox="` + Sandbox + `" allow="clipboard-write" `

// HTML returns the iframe as an element of the given width.
func (e Embed) HTML(width string) string {
	return e.iframe(markup.EscapeString(e.Address()), e.title(), width)
}

func (e Embed) iframe(address, title, width string) string {
	return `<iframe src="` + address + `" title="` + title + `"` + sandboxed + `referrerpolicy="no-referrer" width="` + width +
		`" height="` + strconv.Itoa(e.Height) + `" style="border:0"></iframe>`
}

func (e Embed) title() string { return "WebSocket handshake: " + markup.EscapeString(e.Title) }

// Snippet is the code of the embed for a site generator.
type Snippet struct{ For, Code string }

// captioned puts the caption below an iframe.
func (e Embed) captioned(iframe string) string {
	if e.Caption == "" {
		return iframe
	}
	return "<figure>\n" + iframe + "\n<figcaption>" + strings.NewReplacer("{", "&#123;", "}", "&#125;").Replace(markup.EscapeString(e.Caption)) + "</figcaption>\n</figure>"
}

// Snippets returns all snippets. The link next to the iframe is for readers whose software removes iframes.
func (e Embed) Snippets() []Snippet {
	bare := e.HTML("100%")
	iframe := e.captioned(bare)
	link := "[" + strings.NewReplacer("[", `\[`, "]", `\]`).Replace(e.Title) + "](" + e.fullAddress() + ")"
	shortcode := strings.Replace(e.iframe("ADDRESS", `WebSocket handshake: {{ .Get "title" }}`, "100%"),
		"ADDRESS", `{{ print "`+e.Site+`embed" (.Get "of") | safeURL }}`, 1)
	jsx := strings.NewReplacer(`referrerpolicy`, `referrerPolicy`, `style="border:0"></iframe>`, `style={{border: 0}} />`).Replace(bare)
	return []Snippet{
		{"HTML", iframe},
		{"Markdown", iframe + "\n\n" + link},
		{"MkDocs Material", "<div>\n" + iframe + "\n</div>\n\n" + link},
		{"Docusaurus (MDX)", e.captioned(jsx) + "\n\n" + link},
		{"Hugo", "layouts/shortcodes/ws-handshake.html:\n\n" + shortcode + "\n\nin a page:\n\n" +
			`{{< ws-handshake of="` + e.part() + `" title="` + strings.ReplaceAll(e.Title, `"`, `\"`) + `" >}}`},
		{"Sphinx", ".. raw:: html\n\n   " + strings.ReplaceAll(iframe, "\n", "\n   ")},
		{"MyST", "```{raw} html\n" + iframe + "\n```"},
		{"embed.js", `<script src="` + e.Site + `web/embed.js" defer></script>` + "\n" + e.captioned(e.element())},
	}
}

// element returns the custom element of web/embed.js, which is as high as its content.
func (e Embed) element() string {
	attributes := ""
	for _, a := range []struct{ name, value string }{{"lesson", e.Of}, {"state", e.Fragment}, {"theme", e.Theme}, {"view", e.Part}} {
		if a.value != "" {
			attributes += " " + a.name + `="` + a.value + `"`
		}
	}
	if e.Readonly {
		attributes += " readonly"
	}
	return "<ws-handshake" + attributes + ` height="` + strconv.Itoa(e.Height) + `"><a href="` + markup.EscapeString(e.fullAddress()) + `">` +
		markup.EscapeString(e.Title) + "</a></ws-handshake>"
}

// Choices of the form: the exchange in the inspector, every part, and the reader's own theme.
const FromInspector, AllParts, SystemTheme = "what is in the inspector", "all of it", "as the reader's system"

// Embed returns the settings of the embed form.
func (m Model) Embed(site string) Embed {
	e := m.Embedding
	e.Site = site
	if l, ok := lessons.BySlug(e.Of); ok {
		e.Title = or(e.Title, l.Title)
		return e
	}
	usual := "an exchange to try"
	if config := m.Judged.Outcome.Config; config != "" {
		usual = config + " configuration"
	}
	e.Of, e.Title = "", or(e.Title, usual)
	if !m.IsSample() {
		state, _ := m.Shared()
		e.Fragment, _ = state.Fragment()
	}
	return e
}
