package app

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Bounds of what is drawn of an answer.
const (
	mostReplyLines = 200
	mostReplyLine  = 2000 // bytes
)

// beside draws the answer that came next to the predicted one, line by line, with the differences marked.
// Where there is little room, lines that are equal are drawn once.
func beside(predicted, came string) app.UI {
	items := []app.UI{besideLine("titles", "", strong("Predicted"), strong("Came"))}
	for i, p := range compare(lines(predicted), lines(came)) {
		if i == mostReplyLines {
			items = append(items, muted("and more"))
			break
		}
		left, right := cell("predicted: ", "was", p.predicted, p.came), cell("came: ", "is", p.came, p.predicted)
		if p.predicted == p.came {
			left, right = cell("", "twin", p.predicted, ""), cell("", "both", p.came, "")
		}
		items = append(items, besideLine("line", strconv.Itoa(i+1), left, right))
	}
	return app.Div().Class("beside", "wire").Role("list").Aria("label", "Response").Body(items...)
}

func besideLine(class, number string, predicted, came app.UI) app.UI {
	line := app.Div().Class("line", class).Body(app.Span().Class("number").Aria("hidden", "true").Text(number), predicted, came)
	if class == "titles" {
		return line.Aria("hidden", "true")
	}
	return line.Role("listitem")
}

// cell is one side of a line; what differs from the other side is marked, if there is another.
func cell(who, class, line, other string) app.UI {
	if line == "" {
		return app.Code().Class("bytes", "none").Body(span("unseen", who+"no such line"))
	}
	text := strings.TrimRight(line, "\r\n")
	from, to := len(text), len(text)
	if other != "" {
		from, to = common(text, strings.TrimRight(other, "\r\n"))
	}
	cut := func(s string) string { return visible(begin(s, mostReplyLine)) }
	c := app.Code().Class("bytes", class).Body(
		span("unseen", who), span("", cut(text[:from])), app.Mark().Text(cut(text[from:to])), span("", cut(text[to:])),
		span("eol", lineEnd(line[len(text):])))
	if class == "twin" {
		return c.Aria("hidden", "true")
	}
	return c
}

// common cuts off what two texts begin and end with alike: a[from:to] is what differs.
func common(a, b string) (from, to int) {
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	to = len(a)
	for back := len(b); to > from && back > from && a[to-1] == b[back-1]; back-- {
		to--
	}
	return from, to
}

// lines cuts behind every LF.
func lines(s string) []string {
	return slices.Collect(strings.Lines(s))
}

// pairing is a line of two texts: in both where they are equal; "" where one lacks it.
type pairing struct{ predicted, came string }

// compare pairs the lines of two texts: as many equal ones as can be, in their order, and the others in
// between side by side. Only so many lines are looked at as are drawn.
func compare(predicted, came []string) []pairing {
	a, b := predicted[:min(len(predicted), mostReplyLines+1)], came[:min(len(came), mostReplyLines+1)]
	// same[i][j] is how many lines of a[i:] and b[j:] can be paired as equal.
	same := make([][]uint8, len(a)+1)
	for i := range same {
		same[i] = make([]uint8, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				same[i][j] = same[i+1][j+1] + 1
			} else {
				same[i][j] = max(same[i+1][j], same[i][j+1])
			}
		}
	}
	var out []pairing
	var was, is []string
	flush := func() {
		for k := range max(len(was), len(is)) {
			var p pairing
			if k < len(was) {
				p.predicted = was[k]
			}
			if k < len(is) {
				p.came = is[k]
			}
			out = append(out, p)
		}
		was, is = nil, nil
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			flush()
			out = append(out, pairing{a[i], b[j]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && same[i+1][j] >= same[i][j+1]:
			was, i = append(was, a[i]), i+1
		default:
			is, j = append(is, b[j]), j+1
		}
	}
	flush()
	return out
}
