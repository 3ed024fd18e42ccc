package view

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake/head"
)

// maxReplyLine bounds the bytes of a line that are drawn.
const maxReplyLine = 2000

// replyDiff draws the actual reply next to the predicted one.
func replyDiff(predicted, came string) app.UI {
	return lineDiff("Response", "Expected", "Received", model.PairLines(model.SplitLines(predicted), model.SplitLines(came)))
}

// fieldDiff is the same for an answer of another server: the order of its fields means nothing, and a refusal's own words neither.
func fieldDiff(predicted, came string) app.UI {
	return lineDiff("Response", "Expected", "Received", model.PairFields(predicted, came))
}

// Fixed is the title of the fixed text, on the right.
const Fixed = "Fixed"

// lineDiff draws two texts side by side, line by line, with the differences marked. On narrow screens, equal lines are drawn
// once.
func lineDiff(what, before, after string, pairs []model.LinePair) app.UI {
	items := []app.UI{replyDiffLine("titles", "", strong(before), strong(after))}
	for i, p := range pairs {
		if i == model.MaxReplyLines {
			items = append(items, muted("and more"))
			break
		}
		var left, right app.UI
		if p.Was == p.Is {
			left, right = cell("", "twin", p.Was, sameWords(p.Was)), cell("", "both", p.Is, sameWords(p.Is))
		} else {
			was, is := sameWords(p.Was), sameWords(p.Is)
			if p.Was != "" && p.Is != "" {
				was, is = head.DiffWords(shownOf(p.Was), shownOf(p.Is))
			}
			left, right = cell(before+": ", "was", p.Was, was), cell(after+": ", "is", p.Is, is)
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

// shownOf is what is drawn of a line, without its end.
func shownOf(line string) string {
	return model.Visible(model.Truncate(strings.TrimRight(line, "\r\n"), maxReplyLine))
}

func sameWords(line string) []head.WordRun { return []head.WordRun{{Text: shownOf(line)}} }

// changedWords draws the words of a line, and marks those that the line beside it does not have: it was before it, or takes its place.
func changedWords(runs []head.WordRun, before bool) (drawn []app.UI) {
	for _, r := range runs {
		switch {
		case !r.Only:
			drawn = append(drawn, span("", r.Text))
		case before:
			drawn = append(drawn, app.Del().Text(r.Text))
		default:
			drawn = append(drawn, app.Ins().Text(r.Text))
		}
	}
	return drawn
}

// cell is one side of a line, with its words.
func cell(who, class, line string, runs []head.WordRun) app.UI {
	if line == "" {
		return app.Code().Class("bytes", "none").Body(span("unseen", who+"no such line"))
	}
	text := strings.TrimRight(line, "\r\n")
	c := app.Code().Class("bytes", class).Body(append(append([]app.UI{span("unseen", who)}, changedWords(runs, class == "was")...),
		span("eol", model.LineEnd(line[len(text):])))...)
	if class == "twin" {
		return c.Aria("hidden", "true")
	}
	return c
}
