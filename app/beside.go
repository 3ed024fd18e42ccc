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
	pairs := compare(lines(predicted), lines(came))
	items := make([]app.UI, 0, len(pairs))
	for i, p := range pairs {
		if i == mostReplyLines {
			items = append(items, app.Li().Class("muted").Text("and more"))
			break
		}
		number := app.Span().Class("number").Aria("hidden", "true").Text(strconv.Itoa(i + 1))
		if p.predicted == p.came {
			items = append(items, app.Li().Class("line").Body(
				number,
				app.Code().Class("bytes", "twin").Aria("hidden", "true").Body(lineParts(p.predicted, "")...),
				app.Code().Class("bytes").Body(lineParts(p.came, "")...)))
			continue
		}
		items = append(items, app.Li().Class("line").Body(
			number, cell("predicted: ", "was", p.predicted, p.came), cell("came: ", "is", p.came, p.predicted)))
	}
	return app.Div().Class("beside").Body(
		app.Div().Class("line", "titles").Aria("hidden", "true").Body(
			app.Span().Class("number"), app.B().Class("bytes").Text("Predicted"), app.B().Class("bytes").Text("Came")),
		app.Ol().Class("wire").Aria("label", "Response").Body(items...),
	)
}

// cell is one side of a line that differs.
func cell(who, class, line, other string) app.UI {
	if line == "" {
		return app.Code().Class("bytes", "none").Body(app.Span().Class("unseen").Text(who + "no such line"))
	}
	return app.Code().Class("bytes", class).Body(append(
		[]app.UI{app.Span().Class("unseen").Text(who)}, lineParts(line, other)...)...)
}

// lineParts is a line with its end; what is not in other is marked, if there is an other.
func lineParts(line, other string) []app.UI {
	text := strings.TrimRight(line, "\r\n")
	end := app.Span().Class("eol").Text(lineEnd(line[len(text):]))
	if other == "" {
		return []app.UI{app.Span().Text(visible(begin(text, mostReplyLine))), end}
	}
	from, to := common(text, strings.TrimRight(other, "\r\n"))
	return []app.UI{
		app.Span().Text(visible(begin(text[:from], mostReplyLine))),
		app.Mark().Text(visible(begin(text[from:to], mostReplyLine))),
		app.Span().Text(visible(begin(text[to:], mostReplyLine))),
		end,
	}
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
