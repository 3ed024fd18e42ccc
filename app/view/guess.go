package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// guessPanel offers to predict, asks the questions, or shows the result.
func guessPanel(s *model.OpenLesson) app.UI {
	panel := app.Section().Class("panel", "guess").Aria("label", "Predict first")
	switch {
	case !s.Guess.On:
		return panel.Class("script").Body(
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

// GuessAsked returns the notice that a question has no answer yet, by the name of its field.
var GuessAsked = map[string]string{
	"guess-opens": "Say first whether it opens.",
	"guess-line":  "Choose a line, or that no line causes it.",
	"guess-fault": "Choose whose fault it is, or that nothing is wrong.",
}

// guessForm asks whether it opens, which line causes that, and whose fault it is, without hints.
func guessForm(s *model.OpenLesson) []app.UI {
	g := s.Guess
	opens := []app.UI{
		app.Legend().Text("1. " + s.Lesson.OpensQuestion()), guessAsked(g, "guess-opens"),
	}
	for _, o := range lessons.Openings {
		opens = append(opens, option("guess-opens", string(o), g.Opens == o, app.Span().Text(o.Words())))
	}
	lines := []app.UI{app.Legend().Text("2. " + s.Lesson.Question.Ask), guessAsked(g, "guess-line")}
	lines = append(lines, guessLines("Request", s.Report.Request, handshake.Request, g)...)
	lines = append(lines, guessLines("Response", s.Report.Response, handshake.Response, g)...)
	lines = append(lines, option("guess-line", model.NoLine, g.None, app.Span().Text(lessons.NoLine)))
	stack := app.FieldSet().ID("guess-line").TabIndex(-1).Class("stack")
	if s.Report.Request != nil && s.Report.Response != nil {
		stack = stack.Class("both")
	}
	faults := []app.UI{app.Legend().Text("3. " + lessons.FaultQuestion), guessAsked(g, "guess-fault")}
	for _, f := range lessons.Faults {
		faults = append(faults, option("guess-fault", string(f), g.Fault == f, app.Span().Text(f.Words())))
	}
	return []app.UI{
		app.FieldSet().ID("guess-opens").TabIndex(-1).Body(opens...),
		stack.Body(lines...),
		app.FieldSet().ID("guess-fault").TabIndex(-1).Body(faults...),
		app.Div().Class("bar").Body(
			button("Check", model.DoCheckGuess, "").Class("primary"),
			button("Show the answers", model.DoGiveUp, ""),
			app.A().Class("unscripted").Href(Link("/lesson/"+s.Lesson.Slug)).Text("Show the answers"),
		),
	}
}

// guessAsked shows at a question that it has no answer yet.
func guessAsked(g model.Guess, field string) app.UI {
	return app.If(g.Asked == field, func() app.UI { return app.P().Class("notice", "warn").Text(GuessAsked[field]) })
}

// guessLines are the lines of a head to choose from.
func guessLines(title string, head *head.Head, side handshake.Side, g model.Guess) []app.UI {
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
			parts = append(parts, option("guess-line", value, g.Side == side && g.Line == i+1, app.Span().Body(span("number", strconv.Itoa(i+1)), app.Code().Text(model.Visible(text)))))
		}
	}
	return []app.UI{app.Div().Class("guess-side").Body(parts...)}
}

// option is a radio button of a group.
func option(group, value string, chosen bool, words app.UI) app.UI {
	radio := app.Input().Type("radio").Name(group).Value(value).DataSet("in", group)
	if chosen {
		radio = radio.Checked(true)
	}
	return app.Label().Class("check").Body(radio, words)
}

// guessResult shows for each question the reader's answer and the right one.
func guessResult(s *model.OpenLesson) []app.UI {
	g, q, marks := s.Guess, s.Lesson.Question, s.Marks()
	text := func(words string) app.UI { return app.Span().Text(words) }
	line := func(bytes string) app.UI {
		if bytes == "" {
			return text(lessons.NoLine)
		}
		return app.Code().Text(model.Visible(bytes))
	}
	lines, faults := []app.UI{line(q.Text)}, []app.UI{}
	for _, p := range q.Also {
		lines = append(lines, line(p.Text))
	}
	for _, f := range q.Fault {
		faults = append(faults, text(f.Words()))
	}
	title, mark := strconv.Itoa(s.Good())+" of 3 right", guessMark
	if g.GivenUp {
		title, mark = "The answers", answered
	}
	parts := []app.UI{
		app.H2().ID("result").TabIndex(-1).Text(title),
		app.P().Body(text("What was seen: "), app.Code().Text(s.Lesson.Symptoms[0])), // before the check it would tell answers
		mark(marks[0], s.Lesson.OpensQuestion(), text(g.Opens.Words()), []app.UI{text(q.Opening().Words())}),
		mark(marks[1], q.Ask, line(s.GuessedLine()), lines),
		mark(marks[2], lessons.FaultQuestion, text(g.Fault.Words()), faults),
	}
	parts = append(parts, prose(q.Why)...)
	next, _ := s.Lesson.Next()
	return append(parts, app.Div().Class("bar").Body(
		button("Try again", model.DoPredictAgain, ""),
		app.If(next.Slug != "", func() app.UI {
			href, words := neighbour(s, next)
			return app.A().Href(href).Text(words + " →")
		}),
	))
}

// guessMark shows what was said to a question. right are the answers that are accepted, the most direct one first: of a wrong one,
// all are named.
func guessMark(m model.Mark, ask string, said app.UI, right []app.UI) app.UI {
	severity, between := handshake.Severity(0), ". Right: "
	switch m {
	case model.Right:
		return app.P().Body(sign(severity), app.Span().Text(ask+" "), right[0])
	case model.Wrong:
		severity = handshake.Error
	default:
		severity, between, right = handshake.Note, ". That is right, too. Most direct: ", right[:1]
	}
	return app.P().Body(append([]app.UI{sign(severity), app.Span().Text(ask + " You said: "), said, app.Span().Text(between)}, withOthers(right)...)...)
}

// answered shows every right answer to a question where none was given.
func answered(_ model.Mark, ask string, _ app.UI, right []app.UI) app.UI {
	return app.P().Body(append([]app.UI{app.Span().Text(ask + " ")}, withOthers(right)...)...)
}

func withOthers(right []app.UI) []app.UI {
	parts := right[:1:1]
	for _, other := range right[1:] {
		parts = append(parts, app.Span().Text("; also "), other)
	}
	return parts
}
