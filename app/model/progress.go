package model

import (
	"encoding/json"
	"maps"
	"strconv"

	"upgrade101/app/lessons"
)

// readLesson is how a lesson was done that was read; one that was predicted has how many answers were good.
const readLesson = "read"

// maxProgress bounds what is read of the browser's storage, in bytes.
const maxProgress = 16 << 10

// WithProgress takes over what the browser kept: how each lesson was done, by its slug.
func (m Model) WithProgress(kept string) Model {
	var done map[string]string
	if len(kept) > maxProgress || json.Unmarshal([]byte(kept), &done) != nil {
		return m
	}
	m.Progress = map[string]string{}
	for _, l := range lessons.All {
		if how := done[l.Slug]; how == readLesson || len(how) < 20 && how != "" {
			m.Progress[l.Slug] = how
		}
	}
	return m
}

// Learn records how far the open lesson has come, and says whether that is new.
func (m Model) Learn() (next Model, changed bool) {
	s := m.OpenLesson
	if s == nil || m.Embedded() || s.Covered() {
		return m, false
	}
	how := readLesson
	if s.Guess.Checked {
		how = strconv.Itoa(s.Good()) + " of 3 right"
	}
	if now := m.Progress[s.Lesson.Slug]; now == how || now != "" && how == readLesson {
		return m, false
	}
	done := maps.Clone(m.Progress)
	if done == nil {
		done = map[string]string{}
	}
	done[s.Lesson.Slug] = how
	m.Progress = done
	return m, true
}

// ProgressText is what the browser keeps.
func (m Model) ProgressText() string {
	text, _ := json.Marshal(m.Progress) // strings alone: it cannot fail
	return string(text)
}

// DoneIn counts those of the lessons that were done.
func (m Model) DoneIn(of []lessons.Lesson) (n int) {
	for _, l := range of {
		if m.Progress[l.Slug] != "" {
			n++
		}
	}
	return n
}

// NextLesson is the first lesson that was not done, track by track; false if all were.
func (m Model) NextLesson() (lessons.Lesson, bool) {
	for _, t := range lessons.Tracks {
		for _, l := range t.Of() {
			if m.Progress[l.Slug] == "" {
				return l, true
			}
		}
	}
	return lessons.Lesson{}, false
}
