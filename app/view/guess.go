package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/model"
	"upgrade101/handshake"
)

// verdictChoices are the verdicts to choose from, in the order of outcomes.
var verdictChoices = []handshake.Verdict{handshake.Upgrades, handshake.UpgradesWithWarnings, handshake.Rejected, handshake.Ignored, handshake.Unreadable}

// guessPanel offers to predict, asks, or tells how the prediction was.
func guessPanel(s *model.OpenLesson) app.UI {
	panel := app.Section().Class("panel", "guess", "script").Aria("label", "Predict first")
	switch {
	case !s.Guess.On:
		return panel.Body(
			app.Div().Class("bar").Body(
				app.P().Class("grow").Text("Want to find it yourself? Cover the answers and predict first."),
				button("Predict first", model.DoPredict, ""),
			),
		)
	case s.Guess.Checked:
		return panel.Body(guessResult(s)...)
	}
	return panel.Body(guessForm(s)...)
}

// guessForm asks for the verdict and the guilty line. Nothing in it tells which they are.
func guessForm(s *model.OpenLesson) []app.UI {
	g := s.Guess
	verdicts := []app.UI{app.Legend().Text("1. What does a server make of this request?")}
	for _, v := range verdictChoices {
		o := model.Outcomes[v]
		verdicts = append(verdicts, option("guess-verdict", string(v), g.Verdict == v, app.Span().Text(o.Glyph+" "+o.Words)))
	}
	ask := s.Lesson.Question.Ask
	if ask == "" {
		ask = "Which line is to blame?"
	}
	lines := []app.UI{app.Legend().Text("2. " + ask)}
	lines = append(lines, guessLines("Request", s.Report.Request, handshake.Request, g)...)
	lines = append(lines, guessLines("Response", s.Report.Response, handshake.Response, g)...)
	lines = append(lines, option("guess-line", model.NoLine, g.None, app.Span().Text("No line is to blame")))
	return []app.UI{
		app.FieldSet().ID("guess-verdict").TabIndex(-1).Body(verdicts...),
		app.FieldSet().ID("guess-line").TabIndex(-1).Class("stack").Body(lines...),
		app.If(g.Asked != "", func() app.UI { return app.P().Class("notice", "warn").Text(g.Asked) }),
		app.Div().Class("bar").Body(
			button("Check", model.DoCheckGuess, "").Class("primary"),
			button("Show the answers", model.DoPredict, ""),
		),
	}
}

// guessLines are the lines of a head to choose from.
func guessLines(title string, head *handshake.Head, side handshake.Side, g model.Guess) []app.UI {
	if head == nil || head.Raw == "" {
		return nil
	}
	lines, _ := model.Segments(head, nil, nil, side)
	parts := []app.UI{app.H2().Text(title)}
	for i, l := range lines {
		text := ""
		for _, r := range l.Runs {
			text += r.Text
		}
		if text != "" {
			value := side.String() + " " + strconv.Itoa(i+1)
			parts = append(parts, option("guess-line", value, g.Side == side && g.Line == i+1, app.Code().Text(model.Visible(text))))
		}
	}
	return parts
}

// option is a radio button of a group.
func option(group, value string, chosen bool, words app.UI) app.UI {
	radio := app.Input().Type("radio").Name(group).Value(value).DataSet("in", group)
	if chosen {
		radio = radio.Checked(true)
	}
	return app.Label().Class("check").Body(radio, words)
}

func guessResult(s *model.OpenLesson) []app.UI {
	q := s.Lesson.Question
	right := func(ok bool) handshake.Severity {
		if ok {
			return 0
		}
		return handshake.Error
	}
	verdict := "The verdict is “" + model.Outcomes[s.Report.Verdict()].Words + "”."
	if !s.VerdictRight() {
		verdict += " You said “" + model.Outcomes[s.Guess.Verdict].Words + "”."
	}
	line := []app.UI{sign(right(s.LineRight())), app.Span().Text("No line is to blame.")}
	if q.Text != "" {
		line = []app.UI{sign(right(s.LineRight())), app.Span().Text("The line to look at: "), app.Code().Text(model.Visible(q.Text))}
	}
	parts := []app.UI{
		app.H2().ID("result").TabIndex(-1).Text(guessWords[s.VerdictRight()][s.LineRight()]),
		app.P().Body(sign(right(s.VerdictRight())), app.Span().Text(verdict)),
		app.P().Body(line...),
	}
	parts = append(parts, prose(q.Why)...)
	return append(parts, button("Try again", model.DoPredictAgain, ""))
}

// guessWords greets a result: was the verdict right, was the line?
var guessWords = map[bool]map[bool]string{
	true:  {true: "Both right.", false: "The verdict is right, the line another one."},
	false: {true: "The line is right, the verdict another one.", false: "Not this time – now you see why."},
}
