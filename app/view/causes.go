package view

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/head"
)

// whyPanel is causesPanel for the inspector, unless its editor is empty.
func whyPanel(m model.Model) app.UI {
	if m.Blank() && m.ResponseText == "" {
		return app.Section().Hidden(true)
	}
	return causesPanel(m.Judged, len(m.Report.Findings) == 0, "", configurationFix(m))
}

// configFix is what a pasted configuration lacks, where it can be written: the lines to add and where, or the changes to the whole; and the
// button that makes them in the editor, if it can.
type configFix struct {
	_ head.Uncompared

	parts  []app.UI
	button app.UI
}

func configurationFix(m model.Model) (f configFix) {
	fix, ok := m.ConfigurationFix()
	if fix.Whole != "" && !m.Readonly {
		f.button = button("Fix the configuration", model.DoFixConfig, "").Class("primary")
	}
	switch {
	case !ok:
		return f
	case len(fix.Adds) == 0:
		f.parts = []app.UI{
			app.P().Text("With these changes it does:"),
			lineDiff("Configuration", "Before", Fixed, fix.Pairs),
			button("Copy the fixed configuration", model.DoCopy, "config-fixed"),
			app.Pre().ID("config-fixed").Hidden(true).Text(fix.Text),
		}
	}
	for i, add := range fix.Adds {
		where, before := "after line "+strconv.Itoa(add.After), app.P().Text("Before its first line, add:")
		if add.Line == "" {
			where = "before the first line"
		} else {
			before = app.P().Body(span("", "After line "+strconv.Itoa(add.After)+", "), mono("", model.Visible(model.Truncate(add.Line, maxDrawnLine))), span("", ", add:"))
		}
		f.parts = append(f.parts, before, code("config-added-"+strconv.Itoa(i), "the lines to add "+where, add.Lines))
	}
	return f
}

// causesPanel shows why it failed, the best cause first, or what to collect if the evidence is thin. If no findings follow, the
// other causes are unfolded, unless the first is certain. On the page of a lesson, none links to it. fix follows
// what a configuration does.
func causesPanel(j model.Judgement, alone bool, lesson string, fix configFix) app.UI {
	switch {
	case len(j.Causes) > 0:
		more := []app.UI{}
		for _, c := range j.Causes[1:] {
			more = append(more, causeItem(c, false, alone, lesson, nil))
		}
		var folded []app.UI
		if !alone { // one stop of the keyboard for all of it, so that the first fix is near
			folded, more = more, nil
		}
		first := j.Causes[0]
		open := alone && first.Certainty != cause.Certain
		if open && slices.ContainsFunc(j.Causes[1:], func(c cause.Found) bool { return c.Lesson == first.Lesson }) {
			lesson = first.Lesson // its link is there
		}
		return app.Section().Class("panel", "why").Aria("labelledby", "cause").Body(
			app.H2().ID("cause").Class("kicker").Text(certainly[first.Certainty]),
			causeItem(first, true, alone, lesson, folded),
			app.If(len(more) > 0, func() app.UI {
				details := app.Details()
				if open {
					details = details.Open(true)
				}
				return details.Body(
					app.Summary().Text(otherCauses(len(more))),
					app.Ol().Class("causes").Body(more...),
				)
			}),
		)
	case len(j.Outcome.Next) > 0 && (j.State == cause.Unclear || j.Outcome.Loses || j.Outcome.Passes): // a request that is fine by itself needs no more
		var items []app.UI
		var does app.UI // what a pasted configuration does
		last := ""
		for _, next := range j.Outcome.Next {
			if words, page, says := strings.Cut(next, " See /hops/"); says {
				does = configurationDoes(words, page, fix)
			} else {
				items = append(items, app.Li().Text(next))
				last = next
			}
		}
		title, content := "What to collect", []app.UI{app.Ul().Class("bullets").Body(items...)}
		if does != nil {
			if title, content = "What it does", []app.UI{does}; last != "" {
				content = append(content, muted(last))
			}
		}
		return app.Section().Class("panel", "why").Aria("labelledby", "cause").Body(append([]app.UI{app.H2().ID("cause").Class("kicker").Text(title)}, content...)...)
	}
	return app.Section().Hidden(true)
}

// configurationDoes is what a pasted configuration does to an upgrade, and leads to the handshake on its way through it, where it
// is fixed.
func configurationDoes(words, program string, fix configFix) app.HTMLDiv {
	predict := button("Predict a handshake through it", model.DoToThrough, "")
	if fix.button == nil {
		predict = predict.Class("primary")
	}
	return app.Div().Class("does").Body(
		app.P().Text(words),
		app.Div().Body(fix.parts...),
		app.Div().Class("bar").Body(
			app.If(fix.button != nil, func() app.UI { return fix.button }),
			predict,
			app.A().Href(Link("/hops/"+program)).Text("What this program does"),
		),
	)
}

// maxSeen bounds the evidence that is seen at once above a code, and maxCode that code, in bytes: below two lines and four, or five short ones,
// the first fix stays in sight.
const (
	maxSeen = 150
	maxCode = 240
)

// certainly introduces the first cause.
var certainly = map[cause.Certainty]string{cause.Certain: "The cause", cause.Likely: "Most likely", cause.Possible: "Possibly"}

// causeItem is one cause: what went wrong, why that follows, what to do, where to read on. The first one is a
// heading's content, the others are items of a list. The further causes in more go into its fold.
func causeItem(c cause.Found, first, alone bool, lesson string, more []app.UI) app.UI {
	wanted := c.Code != "" && c.Certainty != cause.Possible // the code is what the reader came for
	parts := []app.UI{app.P().Class("headline").Text(model.Visible(c.Headline))}
	brief := first && !alone // findings follow, and their fixes are not to move away
	seen, rest := c.Because, ""
	if brief && wanted {
		if seen, rest = "", c.Because; len(c.Seen) <= maxSeen && len(c.Code) <= maxCode && strings.Count(c.Code, "\n") < 5 {
			seen, rest = c.Seen, strings.TrimPrefix(c.Because, c.Seen)
		}
	}
	if seen != "" {
		parts = append(parts, app.P().Text(model.Visible(seen)))
	}
	if c.Next != "" {
		parts = append(parts, app.P().Class("fix").Body(app.B().Text("Next: "), app.Span().Text(model.Visible(c.Next))))
	}
	var further []app.UI
	if c.Code != "" {
		copied := codeIn(app.Pre(), "cause-"+c.ID, "the "+codeName(c.Code), c.Code)
		if wanted {
			parts = append(parts, copied)
		} else {
			further = append(further, copied)
		}
	}
	l, linked := lessons.CardBySlug(c.Lesson)
	if linked = linked && l.Slug != lesson; linked {
		further = append(further, app.P().Body(app.A().Href(Link("/lesson/"+l.Slug)).Text("Lesson "+strconv.Itoa(l.Number)+": "+l.Title)))
	}
	if brief && (wanted || c.Code != "" || len(more) > 0) { // a fold of one link would take the link's place
		var holds []string
		if wanted {
			holds, further = append(holds, "why"), append([]app.UI{app.P().Text(model.Visible(rest))}, further...)
		}
		if c.Code != "" && !wanted {
			holds = append(holds, codeName(c.Code))
		}
		if linked {
			holds = append(holds, "lesson")
		}
		if len(more) > 0 {
			holds = append(holds, otherCauses(len(more)))
			further = append(further, app.Ol().Class("causes").Body(more...))
		}
		words := strings.Join(holds, ", ")
		words = strings.ToUpper(words[:1]) + words[1:]
		further = []app.UI{app.Details().Body(append([]app.UI{app.Summary().Text(words)}, further...)...)}
	}
	parts = append(parts, further...)
	if first {
		return app.Div().Class("cause-first").Body(parts...)
	}
	return app.Li().Body(parts...)
}

// codeName says what the code of a cause is.
func codeName(code string) string {
	if strings.HasPrefix(code, "curl ") {
		return "command"
	}
	return "configuration"
}

func otherCauses(n int) string {
	return strconv.Itoa(n) + " other possible " + model.PluralWord(n, "cause")
}
