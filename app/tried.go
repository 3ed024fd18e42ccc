package app

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// tryPanel sends the bytes in the inspector to real servers, when asked to.
func tryPanel(m Model) app.UI {
	why := m.Triable()
	press := func(label, what string, a Asked) app.UI {
		b := button(label, what, "")
		if why != "" || a.Waiting {
			b = b.Disabled(true)
		}
		return b
	}
	about := "Nothing is sent before you press. Then exactly the bytes above go to this site's server, " +
		"which talks to itself or to other Go servers inside one process: they reach no other host. " +
		"If the first answer is 101, a message and a Close frame follow."
	if why != "" {
		about = why
	}
	parts := []app.UI{
		heading("try", "Try it for real"),
		app.P().Class("muted").Text(about),
		app.Div().Class("choices").Body(
			press("Try these bytes", "try", m.Tried.Asked),
			press("How real servers answer", "compare", m.Compared.Asked),
		),
	}
	parts = append(parts, triedParts(m)...)
	parts = append(parts, comparedParts(m)...)
	return app.Section().Class("panel", "script").Aria("labelledby", "try").Body(parts...)
}

// askedNotice is how a question stands as long as it has no answer; nil when it has one to draw.
func askedNotice(a Asked, m Model) []app.UI {
	switch {
	case a.Request == "":
		return []app.UI{}
	case a.Waiting:
		return []app.UI{app.P().Class("muted").Text("Sending …")}
	case !a.Of(m):
		return []app.UI{app.P().Class("muted").Text("The request has changed since it was sent; press again for a new answer.")}
	case a.Failed != "":
		return []app.UI{app.P().Class("notice", "warn").Text(a.Failed)}
	}
	return nil
}

func triedParts(m Model) []app.UI {
	t := m.Tried
	if notice := askedNotice(t.Asked, m); notice != nil {
		return notice
	}
	class, glyph := "ok", "✓"
	if !t.AsPredicted() {
		class, glyph = "warn", "▲"
	}
	items := make([]app.UI, len(t.Frames))
	for i, f := range t.Frames {
		items[i] = crossedFrame(f, i+1)
	}
	return []app.UI{
		app.H3().ID("tried").Text("What came back"),
		app.P().Class("notice", class).Body(app.Span().Class("sign").Aria("hidden", "true").Text(glyph), app.Span().Text(" "+t.Words)),
		app.If(t.Response != "", func() app.UI { return differences(t.Predicted, t.Response) }),
		app.If(len(items) > 0, func() app.UI {
			return app.Ol().Class("frames").Aria("label", "Frames").Body(items...)
		}),
		app.If(t.Truncated, func() app.UI { return app.P().Class("muted").Text("The transcript is cut here.") }),
		app.If(t.End != "", func() app.UI { return app.P().Class("muted").Text("The end: " + t.End + ".") }),
	}
}

// mostReplyLines bounds the lines of an answer that are drawn.
const mostReplyLines = 200

// differences draws the lines that came; where they are not the predicted ones, both.
func differences(predicted, came string) app.UI {
	var items []app.UI
	for i, d := range compare(lines(predicted), lines(came)) {
		if i == mostReplyLines {
			items = append(items, app.Li().Class("muted").Text("and more"))
			break
		}
		text, end := cutLineEnd(d.text)
		parts := []app.UI{app.Span().Class("number").Aria("hidden", "true").Text(d.mark)}
		if d.word != "" {
			parts = append(parts, app.Span().Class("unseen").Text(d.word))
		}
		parts = append(parts, app.Code().Class("bytes").Body(
			app.Span().Text(visible(text)), app.Span().Class("eol").Text(lineEnd(end))))
		items = append(items, app.Li().Class("line", d.class).Body(parts...))
	}
	return app.Ol().Class("wire").Aria("label", "Response").Body(items...)
}

// lines cuts behind every LF.
func lines(s string) []string {
	return slices.Collect(strings.Lines(s))
}

func cutLineEnd(line string) (text, end string) {
	text = strings.TrimRight(line, "\r\n")
	return text, line[len(text):]
}

// difference is a line of an answer: one that came as predicted, was predicted only, or came only.
type difference struct{ text, mark, word, class string }

// compare sets two answers side by side: what they begin with and what they end with is common.
func compare(predicted, came []string) []difference {
	start := 0
	for start < min(len(predicted), len(came)) && predicted[start] == came[start] {
		start++
	}
	end := 0
	for end < min(len(predicted), len(came))-start && predicted[len(predicted)-1-end] == came[len(came)-1-end] {
		end++
	}
	var out []difference
	add := func(lines []string, mark, word, class string) {
		for _, l := range lines {
			out = append(out, difference{l, mark, word, class})
		}
	}
	add(came[:start], "", "", "")
	add(predicted[start:len(predicted)-end], "−", "predicted: ", "was")
	add(came[start:len(came)-end], "+", "came: ", "is")
	add(came[len(came)-end:], "", "", "")
	return out
}

func comparedParts(m Model) []app.UI {
	c := m.Compared
	if notice := askedNotice(c.Asked, m); notice != nil {
		return notice
	}
	rows := make([]app.UI, len(c.Servers))
	for i, p := range c.Servers {
		glyph, class, words := "✓", "ok", "as predicted"
		if !p.Agrees {
			glyph, class, words = "▲", "warn", p.Reason
		}
		status := strconv.Itoa(p.Status)
		switch {
		case p.HungUp:
			status = "hung up"
		case p.Status == 0:
			status = "none"
		}
		rows[i] = app.Tr().Body(
			app.Th().Scope("row").Body(app.Span().Text(p.Server), app.Span().Class("hint").Text(" "+p.Version)),
			app.Td().Class("mono").Text(status),
			app.Td().Body(app.Span().Class("sign", class).Aria("hidden", "true").Text(glyph), app.Span().Text(" "+words)),
		)
	}
	return []app.UI{
		app.H3().ID("compared").Text("How real servers answer"),
		app.P().Text(c.Words),
		app.Div().Class("wide").Body(app.Table().Class("peers").Body(
			app.Caption().Class("unseen").Text("Other servers' answers to the same bytes"),
			app.THead().Body(app.Tr().Body(
				app.Th().Scope("col").Text("Server"), app.Th().Scope("col").Text("Status"), app.Th().Scope("col").Text("Beside the prediction"))),
			app.TBody().Body(rows...),
		)),
	}
}
