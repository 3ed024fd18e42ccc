package app

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/handshake"
)

// guessable are the verdicts to choose from, in the order of outcomes.
var guessable = []handshake.Verdict{handshake.Upgrades, handshake.UpgradesWithWarnings, handshake.Rejected, handshake.Ignored, handshake.Unreadable}

// guessPanel lets a reader predict verdict and guilty line before the answers show.
func guessPanel(s *Study) app.UI {
	g := s.Guess
	panel := app.Section().Class("panel", "guess", "script").Aria("label", "Predict first")
	if !g.On {
		return panel.Body(
			app.Div().Class("bar").Body(
				app.P().Class("grow").Text("Want to find it yourself? Cover the answers and predict first."),
				button("Predict first", "predict", ""),
			),
		)
	}
	if g.Checked {
		return panel.Body(guessResult(s)...)
	}
	choices := make([]app.UI, 0, len(guessable)+1)
	for _, v := range guessable {
		o := outcomes[v]
		choices = append(choices, button(o.glyph+" "+o.words, "guess-verdict", string(v)).
			Aria("pressed", strconv.FormatBool(g.Verdict == v)))
	}
	check := button("Check", "check-guess", "").Class("primary")
	if !g.Ready() {
		check = check.Disabled(true)
	}
	ask := s.Lesson.Question.Ask
	if ask == "" {
		ask = "Which line is to blame?"
	}
	return panel.Body(
		app.P().ID("guess-verdict").Body(app.B().Text("1. "), app.Span().Text("What does a server make of this request?")),
		app.Div().Class("choices").Role("group").Aria("labelledby", "guess-verdict").Body(choices...),
		app.P().Body(app.B().Text("2. "), app.Span().Text(ask+" Choose it below.")),
		app.Div().Class("bar").Body(
			button("No line is to blame", "guess-none", "").Aria("pressed", strconv.FormatBool(g.None)),
			check,
			button("Show the answers", "predict", ""),
		),
	)
}

func guessResult(s *Study) []app.UI {
	q := s.Lesson.Question
	right := func(ok bool) handshake.Severity {
		if ok {
			return 0
		}
		return handshake.Error
	}
	verdict := "The verdict is " + outcomes[s.Report.Verdict()].words + "."
	if !s.VerdictRight() {
		verdict += " You said: " + outcomes[s.Guess.Verdict].words + "."
	}
	line := "No line is to blame."
	if q.Text != "" {
		line = "The line to look at is " + q.Text
	}
	parts := []app.UI{
		app.H2().ID("result").TabIndex(-1).Text(guessWords[s.VerdictRight()][s.LineRight()]),
		app.P().Body(sign(right(s.VerdictRight())), app.Span().Text(verdict)),
		app.P().Body(sign(right(s.LineRight())), app.Span().Text(line)),
	}
	parts = append(parts, prose(q.Why)...)
	return append(parts, button("Try again", "predict-again", ""))
}

// guessWords greets a result: was the verdict right, was the line?
var guessWords = map[bool]map[bool]string{
	true:  {true: "Both right.", false: "The verdict is right, the line another one."},
	false: {true: "The line is right, the verdict another one.", false: "Not this time – now you see why."},
}

// choosable is a head whose lines can be chosen.
func choosable(head *handshake.Head, side handshake.Side, g Guess) app.UI {
	lines, _ := Segments(head, nil, nil, side)
	items := make([]app.UI, 0, len(lines))
	for i, l := range lines {
		text := ""
		for _, r := range l.Runs {
			text += r.Text
		}
		if text == "" {
			continue
		}
		chosen := g.Side == side && g.Line == i+1
		items = append(items, app.Li().Body(
			app.Button().Type("button").Class("choose").
				DataSet("do", "guess-line").DataSet("with", side.String()+" "+strconv.Itoa(i+1)).
				Aria("pressed", strconv.FormatBool(chosen)).
				Body(app.Code().Text(visible(text))),
		))
	}
	return app.Ol().Class("wire").Body(items...)
}
