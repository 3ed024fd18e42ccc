package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// Small elements that several views use.

// button is a button with an action. It is hidden while the program is not running.
func button(label string, what model.Action, with string) app.HTMLButton {
	b := app.Button().Type("button").Class("button", "script").DataSet("do", what).Text(label)
	if with != "" {
		b = b.DataSet("with", with)
	}
	return b
}

// able leaves a button usable, or not. One that is not keeps the focus that it has, which a disabled element loses.
func able(b app.HTMLButton, yes bool) app.HTMLButton {
	if !yes {
		return b.Aria("disabled", "true")
	}
	return b
}

// toggle is a button that opens and closes something below it.
func toggle(label string, what model.Action, open bool) app.HTMLButton {
	return button(label, what, "").Aria("expanded", strconv.FormatBool(open))
}

// span, mono and muted are texts of a class, which may be "". Written out each time, these chains of calls would enlarge the
// download.
func span(class, text string) app.UI {
	s := app.Span().Text(text)
	if class != "" {
		s = s.Class(class)
	}
	return s
}

func mono(class, text string) app.UI {
	c := app.Code().Text(text)
	if class != "" {
		c = c.Class(class)
	}
	return c
}

func muted(text string) app.UI { return app.P().Class("muted").Text(text) }

func strong(text string) app.UI { return app.B().Text(text) }

// row puts a field and its buttons side by side.
func row(parts ...app.UI) app.UI { return app.Div().Class("with-button").Body(parts...) }

// sign is a mark that differs by shape and colour and has a word for screen readers.
func sign(s handshake.Severity) app.UI {
	glyph, class := model.SeverityMark(s)
	return app.Span().Class("sign", class).Body(
		app.Span().Aria("hidden", "true").Text(glyph),
		app.Span().Class("unseen").Text(signWord(s)),
	)
}

func signWord(s handshake.Severity) string {
	if s == 0 {
		return "fine"
	}
	return s.String()
}

// cites is a list of citations as links.
func cites(places []head.Citation) app.UI {
	links := make([]app.UI, len(places))
	for i, c := range places {
		links[i] = app.A().Class("cite").Href(c.URL()).Target("_blank").Rel("noopener").Text(c.String())
	}
	return app.Span().Class("cites").Body(links...)
}

// letter is the mark of one of the four threads of the derivation.
func letter(l string) app.UI {
	return app.B().Class("letter", "thread-"+l).Title("step " + l + " of the accept value").Text(l)
}

// code is a text to copy: id is the id of its element, what its name.
func code(id, what, text string) app.HTMLDiv { return codeIn(app.Pre().TabIndex(0), id, what, text) }

// codeIn is code in an element of its own: without a stop of the keyboard where nothing scrolls and a fix follows.
func codeIn(pre app.HTMLPre, id, what, text string) app.HTMLDiv {
	return app.Div().Class("code").Body(
		pre.Body(app.Code().ID(id).Text(text)),
		button("Copy", model.DoCopy, id).Aria("label", "Copy "+what),
	)
}

// heading is the title of a panel.
func heading(id, title string) app.HTMLH2 { return app.H2().ID(id).Text(title) }

// fold is a panel that can be opened; about is a hint next to its title, or "".
func fold(id, title, about string, open bool, parts ...app.UI) app.HTMLDetails {
	summary := []app.UI{heading(id, title).TabIndex(-1)}
	if about != "" {
		summary = append(summary, span("hint", about))
	}
	d := app.Details().Class("panel", "folded")
	if open {
		d = d.Open(true) // Open(false) would be written too, and open it
	}
	return d.Body(app.Summary().Body(summary...), app.Section().Class("fold-body").Aria("labelledby", id).Body(parts...))
}
