package view

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake/head"
)

// maxDrawnLine bounds the bytes of a line that are drawn.
const maxDrawnLine = 2000

// replyDiff draws the actual reply next to the predicted one.
func replyDiff(predicted, came string) app.UI {
	return lineDiff("Response", "Expected", "Received", model.PairLines(model.SplitLines(predicted), model.SplitLines(came)))
}

// fieldDiff is the same for an answer of another server: the order of its fields means nothing, and a refusal's own words neither.
func fieldDiff(predicted, came string) app.UI {
	return lineDiff("Response", "Expected", "Received", model.PairFields(predicted, came))
}

// Lost is shown beside a line that the other text does not have, Moved beside one that it has in another place.
const (
	Lost  = "lost"
	Moved = "moved"
)

// Fixed is the title of the fixed text, on the right.
const Fixed = "Fixed"

// lineDiff draws two texts side by side, line by line, with the differences marked; a line that only moved is none. On narrow screens,
// equal lines are drawn once.
func lineDiff(what, before, after string, pairs []model.LinePair) app.UI {
	items := []app.UI{replyDiffLine("titles", "", strong(before), strong(after))}
	was, is := map[string]bool{}, map[string]bool{} // the lines that have none like them beside them
	for _, p := range pairs {
		if p.Was != p.Is {
			was[p.Was], is[p.Is] = true, true
		}
	}
	for i, p := range pairs {
		if i == model.MaxDrawnLines {
			items = append(items, muted("and more"))
			break
		}
		var left, right app.UI
		if p.Was == p.Is {
			left, right = cell("", "twin", p.Was, p.Is), cell("", "both", p.Is, p.Was)
		} else {
			besideWas, besideIs := p.Is, p.Was
			if p.Was != "" && is[p.Was] {
				besideWas = p.Was
			}
			if p.Is != "" && was[p.Is] {
				besideIs = p.Is
			}
			left, right = cell(before+": ", "was", p.Was, besideWas), cell(after+": ", "is", p.Is, besideIs)
			if p.Is == "" && besideWas == p.Was {
				right = app.Code().Class("bytes", "none").Body(span("unseen", after+": "), span("", Moved))
			} else if p.Is == "" && after != Fixed {
				right = app.Code().Class("bytes", "none", "lost").Body(span("unseen", after+": "), span("", Lost))
			}
		}
		items = append(items, replyDiffLine("line", strconv.Itoa(i+1), left, right))
	}
	shown := app.Div().Class("beside", "wire")
	if after == Fixed {
		shown = shown.Class("fixed")
	}
	return shown.Role("list").Aria("label", what).Body(items...)
}

func replyDiffLine(class, number string, predicted, came app.UI) app.UI {
	line := app.Div().Class("line", class).Body(app.Span().Class("number").Aria("hidden", "true").Text(number), predicted, came)
	if class == "titles" {
		return line.Aria("hidden", "true")
	}
	return line.Role("listitem")
}

// changedWords draws a line, and marks the words that the line beside it does not have, all where there is none, in tag, del or ins: of equal
// lines none.
func changedWords(tag, line, other string) []app.UI {
	from, to := len(line)-len(strings.TrimLeft(line, " \t")), len(line)
	if other != "" {
		from, to = head.DifferingWords(line, other)
	}
	return []app.UI{span("", line[:from]), app.If(from < to, func() app.UI { return app.Elem(tag).Text(line[from:to]) }), span("", line[to:])}
}

// cell is one side of a line, with its words.
func cell(who, class, line, other string) app.UI {
	if line == "" && other != "" {
		return app.Code().Class("bytes", "none").Body(span("unseen", who+"no such line"))
	}
	tag := "ins"
	if class == "was" {
		tag = "del"
	}
	shown := func(line string) string {
		return model.Visible(model.Truncate(strings.TrimRight(line, "\r\n"), maxDrawnLine))
	}
	c := app.Code().Class("bytes", class).Body(append(append([]app.UI{span("unseen", who)}, changedWords(tag, shown(line), shown(other))...),
		span("eol", model.LineEnd(line[len(strings.TrimRight(line, "\r\n")):])))...)
	if class == "twin" {
		return c.Aria("hidden", "true")
	}
	return c
}
