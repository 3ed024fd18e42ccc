package model

import (
	"encoding/json"
	"strconv"
	"strings"

	"upgrade101/app/lessons"
)

// DoneLesson is a lesson that was done in this browser.
type DoneLesson struct{ Slug, How string }

// HowDone describes how a lesson was done; "" if it was not.
func (m Model) HowDone(slug string) string {
	for _, d := range m.Progress {
		if d.Slug == slug {
			return d.How
		}
	}
	return ""
}

// ReadLesson is how a lesson was done that was read; one that was predicted has how many answers were good.
const ReadLesson = "read"

// maxProgress bounds what is read of the browser's storage, in bytes.
const maxProgress = 16 << 10

// WithProgress restores what ProgressText wrote.
func (m Model) WithProgress(kept string) Model {
	var done map[string]string
	if len(kept) > maxProgress || json.Unmarshal([]byte(kept), &done) != nil {
		return m
	}
	m.Progress = nil
	for _, l := range lessons.Cards() {
		if how := done[l.Slug]; how != "" && len(how) < 20 {
			m.Progress = append(m.Progress, DoneLesson{l.Slug, how})
		}
	}
	return m
}

// RecordProgress records how far the open lesson is done, and reports whether that is new.
func (m Model) RecordProgress() (next Model, changed bool) {
	s := m.OpenLesson
	if s == nil || m.Embedded() || s.Covered() || s.Guess.GivenUp {
		return m, false
	}
	how := ReadLesson
	if s.Guess.Checked {
		how = strconv.Itoa(s.Good()) + ofThree
	}
	if now := m.HowDone(s.Lesson.Slug); now == how || now != "" && how == ReadLesson {
		return m, false
	}
	done := []DoneLesson{{s.Lesson.Slug, how}}
	for _, d := range m.Progress {
		if d.Slug != s.Lesson.Slug {
			done = append(done, d)
		}
	}
	m.Progress = done
	return m, true
}

// ProgressText returns the progress for the browser's storage.
func (m Model) ProgressText() string {
	done := map[string]string{}
	for _, d := range m.Progress {
		done[d.Slug] = d.How
	}
	text, _ := json.Marshal(done) // cannot fail: only strings
	return string(text)
}

// ProgressIn says how many of these lessons were done, and how many answers to their questions were right.
func (m Model) ProgressIn(of []lessons.Lesson) string {
	done, right, asked := 0, 0, 0
	for _, l := range of {
		how := m.HowDone(l.Slug)
		if how == "" {
			continue
		}
		done++
		if good, ok := strings.CutSuffix(how, ofThree); ok {
			n, _ := strconv.Atoi(good)
			right, asked = right+min(n, 3), asked+3
		}
	}
	words := strconv.Itoa(done) + " of " + Plural(len(of), "lesson") + " done"
	if asked > 0 {
		words += ", " + strconv.Itoa(right) + " of " + Plural(asked, "answer") + " right"
	}
	return words
}

// ofThree follows the number of good answers to the three questions of a lesson.
const ofThree = " of 3 right"

// NextLesson returns the first lesson that was not done, track by track; false if all were.
func (m Model) NextLesson() (lessons.Lesson, bool) {
	for _, t := range lessons.Tracks {
		for _, l := range t.Of() {
			if m.HowDone(l.Slug) == "" {
				return l, true
			}
		}
	}
	return lessons.Lesson{}, false
}
