package model

import (
	"strings"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
	"upgrade101/handshake/cause"
	"upgrade101/handshake/paste"
)

// OpenLesson is the open lesson and its reader's progress.
type OpenLesson struct {
	Lesson   lessons.Lesson
	Report   handshake.Report
	Judged   Judgement
	Selected int // index into Report.Findings; -1 for none
	Guess    Guess
}

// At opens the place that a route names: "" is home, "lesson/<slug>" a lesson, "predict/<number>" the same with its
// answers covered, as is "lesson/<slug>/predict", its address of before; "embed" and "embed/<slug>" are the same inside another page; the others are the paths of Pages.
func (m Model) At(place string) Model {
	before := m.Place
	if before != place {
		m.Place, m.Notice = place, ""
	}
	switch page, ok := pageAt(place); {
	case ok:
		m.View = page.View
	case before != place && isPage(before):
		m.View = ViewInspect
	}
	slug := strings.TrimPrefix(strings.TrimPrefix(place, "embed"), "lesson")
	slug, predict := strings.CutSuffix(strings.TrimPrefix(slug, "/"), "/"+Predict)
	if strings.HasPrefix(place, lessons.PredictFolder) {
		slug, predict = lessons.ByPredictPath(place), true
	}
	l, ok := lessons.BySlug(slug)
	if !ok {
		m.OpenLesson = nil
		return m
	}
	if m.OpenLesson == nil || m.OpenLesson.Lesson.Slug != l.Slug || before != place {
		lesson := OpenLesson{Lesson: l, Report: handshake.Inspect(l.Exchange(), l.Policy), Selected: -1}
		lesson.Judged = judgement(&lesson.Report, "", &paste.Paste{}, "", "")
		if v := l.Verdict; v.Headline != "" {
			lesson.Judged = Judgement{State: cause.Fails, Headline: v.Headline, Meaning: v.Meaning}
			if l.Question.Opens {
				lesson.Judged.State = cause.Warns
			}
		}
		lesson.Guess.On = predict
		m.OpenLesson = &lesson
	}
	return m
}

func isPage(place string) bool {
	_, ok := pageAt(place)
	return ok
}

// Embedded reports whether the page is for iframes on other sites.
func (m Model) Embedded() bool { return m.Place == "embed" || strings.HasPrefix(m.Place, "embed/") }

// ChangeLesson returns the model with a changed copy of the open lesson.
func (m Model) ChangeLesson(change func(s *OpenLesson)) Model {
	if m.OpenLesson == nil {
		return m
	}
	s := *m.OpenLesson
	change(&s)
	m.OpenLesson = &s
	return m
}

// Covered reports whether the reader is predicting, so that the answers are hidden.
func (s *OpenLesson) Covered() bool { return s.Guess.On && !s.Guess.Checked }

// InspectLesson puts the lesson's exchange into the inspector.
func (m Model) InspectLesson() Model {
	l := m.OpenLesson.Lesson
	return m.Put(ToLF(l.Request), ToLF(l.Response), l.Policy)
}

// NoLine is the choice that no line is at fault.
const NoLine = "none"
