package model

import (
	"strconv"
	"strings"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
)

// OpenLesson is a lesson that is open, and how far its reader has come.
type OpenLesson struct {
	Lesson   lessons.Lesson
	Report   handshake.Report
	Judged   Judgement
	Selected int // index into Report.Findings; -1 for none
	Guess    Guess
}

// Guess is the answer of a reader who predicts before looking.
type Guess struct {
	On      bool // the answers are covered
	Verdict handshake.Verdict
	Side    handshake.Side // of the line that is held guilty
	Line    int            // its number in that head, from 1; 0 for none chosen
	None    bool           // "no line is to blame"
	Checked bool           // the answers are shown beside the guess
	Asked   string         // what is still to be chosen; "" before the check
}

// At opens the place that a route names: "" is home, "lesson/<slug>" a lesson; "embed" and
// "embed/<slug>" are the same inside another page; "glossary" is the glossary, "live", "accept" and "lessons" are rooms.
func (m Model) At(place string) Model {
	before := m.Place
	if before != place {
		m.Place, m.Notice = place, ""
	}
	switch room, ok := roomAt(place); {
	case ok:
		m.View = room.View
	case place == string(ViewGlossary):
		m.View = ViewGlossary
	case before != place && (m.View == ViewGlossary || before != "" && isRoom(before)):
		m.View = ViewInspect
	}
	slug := strings.TrimPrefix(strings.TrimPrefix(place, "embed"), "lesson")
	l, ok := lessons.BySlug(strings.TrimPrefix(slug, "/"))
	if !ok {
		m.OpenLesson = nil
		return m
	}
	if m.OpenLesson == nil || m.OpenLesson.Lesson.Slug != l.Slug {
		lesson := OpenLesson{Lesson: l, Report: handshake.Inspect(l.Exchange(), l.Policy), Selected: -1}
		lesson.Judged = judgement(&lesson.Report, "")
		m.OpenLesson = &lesson
	}
	return m
}

func isRoom(place string) bool {
	_, ok := roomAt(place)
	return ok
}

// Embedded says whether the page is one for frames on other sites.
func (m Model) Embedded() bool { return m.Place == "embed" || strings.HasPrefix(m.Place, "embed/") }

// ChangeLesson changes the open lesson; one that was handed out never changes.
func (m Model) ChangeLesson(change func(s *OpenLesson)) Model {
	if m.OpenLesson == nil {
		return m
	}
	s := *m.OpenLesson
	change(&s)
	m.OpenLesson = &s
	return m
}

// Covered: the reader is to predict, so the answers are not shown.
func (s *OpenLesson) Covered() bool { return s.Guess.On && !s.Guess.Checked }

// VerdictRight says whether the verdict was predicted.
func (s *OpenLesson) VerdictRight() bool { return s.Guess.Verdict == s.Report.Verdict() }

// LineRight says whether the guilty line was found.
func (s *OpenLesson) LineRight() bool {
	q := s.Lesson.Question
	if q.Line == 0 {
		return s.Guess.None
	}
	return s.Guess.Side == q.Side && s.Guess.Line == q.Line
}

// Check shows the answers, if both questions have one; else it says which has none.
func (g Guess) Check() Guess {
	switch {
	case g.Verdict == "":
		g.Asked = "Choose a verdict first."
	case !g.None && g.Line == 0:
		g.Asked = "Choose a line first, or that none is to blame."
	default:
		g.Asked, g.Checked = "", true
	}
	return g
}

// choose reads the value of a line to choose, "request 3", or NoLine.
func (g Guess) choose(value string) Guess {
	side, number, _ := strings.Cut(value, " ")
	g.Line, _ = strconv.Atoi(number)
	g.None, g.Side = value == NoLine, handshake.Request
	if side == handshake.Response.String() {
		g.Side = handshake.Response
	}
	return g
}

// InspectLesson puts the lesson's exchange into the inspector, to be changed there.
func (m Model) InspectLesson() Model {
	l := m.OpenLesson.Lesson
	return m.Put(ToLF(l.Request), ToLF(l.Response), l.Policy)
}

// NoLine is the choice that no line is to blame.
const NoLine = "none"
