package model

import (
	"slices"
	"strconv"
	"strings"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
	"upgrade101/handshake/head"
)

// Guess is a reader's prediction.
type Guess struct {
	_ head.Uncompared

	On      bool            // the answers are covered
	Opens   lessons.Opening // does the socket open? "" for none chosen
	Side    handshake.Side  // of the line that is blamed
	Line    int             // its number in that head, from 1; 0 for none chosen
	None    bool            // "no line"
	Fault   lessons.Fault   // "" for none chosen
	Checked bool            // the answers are shown, beside the guess if there is one
	GivenUp bool            // without one
	Asked   string          // the field that still needs an answer; "" before the check
}

// GuessFields are the fields of a guess, in the order of its questions.
var GuessFields = []string{"guess-opens", "guess-line", "guess-fault"}

// Mark is the grade of an answer.
type Mark uint8

const (
	Wrong Mark = iota
	Defensible
	Right
)

// Check shows the answers if every question is answered; else it names one that is not.
func (g Guess) Check() Guess {
	switch {
	case g.Opens == "":
		g.Asked = GuessFields[0]
	case !g.None && g.Line == 0:
		g.Asked = GuessFields[1]
	case g.Fault == "":
		g.Asked = GuessFields[2]
	default:
		g.Asked, g.Checked = "", true
	}
	return g
}

// GiveUp shows the answers to a reader who gives none.
func (g Guess) GiveUp() Guess { return Guess{On: true, Checked: true, GivenUp: true} }

// choose reads the value of a line choice, "request 3", or NoLine.
func (g Guess) choose(value string) Guess {
	side, number, _ := strings.Cut(value, " ")
	g.Line, _ = strconv.Atoi(number)
	g.None, g.Side = value == NoLine, handshake.Request
	if side == handshake.Response.String() {
		g.Side = handshake.Response
	}
	return g
}

// GuessedLine returns the line that the reader chose; "" for none.
func (s *OpenLesson) GuessedLine() string {
	head := HeadOf(&s.Report, s.Guess.Side)
	if head == nil || s.Guess.None {
		return ""
	}
	if lines := SplitLines(head.Raw); s.Guess.Line > 0 && s.Guess.Line <= len(lines) {
		return strings.TrimRight(lines[s.Guess.Line-1], "\r\n")
	}
	return ""
}

// Good returns how many answers are right or defensible.
func (s *OpenLesson) Good() (n int) {
	for _, mark := range s.Marks() {
		if mark != Wrong {
			n++
		}
	}
	return n
}

// Marks compare the answers with the lesson's, question by question.
func (s *OpenLesson) Marks() [3]Mark {
	g, q := s.Guess, s.Lesson.Question
	var marks [3]Mark
	switch {
	case g.Opens == q.Opening():
		marks[0] = Right
	case q.Some:
		marks[0] = Defensible
	}
	switch {
	case q.Line == 0 && g.None, !g.None && g.Side == q.Side && g.Line == q.Line:
		marks[1] = Right
	case slices.ContainsFunc(q.Also, func(p lessons.Place) bool { return !g.None && p.Side == g.Side && p.Line == g.Line }):
		marks[1] = Defensible
	}
	switch slices.Index(q.Fault, g.Fault) {
	case -1:
	case 0:
		marks[2] = Right
	default:
		marks[2] = Defensible
	}
	return marks
}
