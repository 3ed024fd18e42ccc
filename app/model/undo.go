package model

import (
	"strings"
	"unicode/utf8"

	"upgrade101/handshake"
)

// edit is one undoable change, a step. It has only the changed part of the text, so that a letter typed into megabytes costs a
// letter.
type edit struct {
	at       int       // where in the text, in bytes
	removed  string    // the text before
	length   int       // of the text after, in bytes
	replaced *replaced // what was replaced with it; nil where only the text changed
	typed    bool      // letter by letter
}

type replaced struct {
	response string
	policy   handshake.Policy
}

// maxPast bounds the steps that can be undone, and maxPastBytes their size. The last one is kept regardless of its size.
const (
	maxPast      = 100
	maxPastBytes = 16 << 20
)

// editOf returns the step from one text to another.
func editOf(before, after string) edit {
	from, to := Difference(before, after)
	// A copy, because a part would keep the whole text in memory.
	return edit{at: from, removed: strings.Clone(before[from:to]), length: len(after) - (len(before) - (to - from))}
}

func (s edit) with(r *replaced) edit {
	s.replaced = r
	return s
}

// replacesAll reports whether an edit replaces a text: most of it, without leaving a whole line. What is pasted into an empty field
// does so, too.
func (s edit) replacesAll(before string) bool {
	_, after, _ := strings.Cut(before[s.at+len(s.removed):], "\n")
	return !strings.Contains(before[:s.at], "\n") && strings.TrimSpace(after) == "" && 2*len(s.removed) >= len(strings.TrimSpace(before)) && s.length > utf8.UTFMax
}

// Type is Edit for typed input. Consecutive letters are one step, up to the end of the line.
func (m Model) Type(text string) Model {
	if text == m.Text { // a browser may tell of one paste line by line
		return m
	}
	s := editOf(m.Text, text)
	put := text[s.at : s.at+s.length]
	s.typed = s.removed == "" && utf8.RuneCountInString(put) == 1 && put != "\n"
	if n := len(m.past); n > 0 && s.typed && m.past[n-1].typed && len(m.future) == 0 && s.at == m.past[n-1].at+m.past[n-1].length {
		s.at, s.length = m.past[n-1].at, m.past[n-1].length+s.length
		m.past = m.past[:n-1]
	}
	return m.change(s, text)
}

func (s edit) size() int {
	if s.replaced == nil {
		return len(s.removed)
	}
	return len(s.removed) + len(s.replaced.response)
}

// remember adds a step to the history and drops old ones beyond the bounds.
func (m Model) remember(s edit) Model {
	m.past = append(m.past[:len(m.past):len(m.past)], s)
	size := 0
	for i := len(m.past) - 1; i >= 0; i-- {
		if size += m.past[i].size(); i < len(m.past)-1 && (size > maxPastBytes || len(m.past)-i > maxPast) {
			m.past = m.past[i+1:]
			break
		}
	}
	m.future = nil
	return m
}

// back reverts s, and returns the step that repeats the change.
func (m Model) back(s edit) (Model, edit) {
	end := s.at + s.length
	now := edit{at: s.at, removed: strings.Clone(m.Text[s.at:end]), length: len(s.removed)}
	if s.replaced != nil {
		now.replaced = &replaced{m.ResponseText, m.Policy}
		m.ResponseText, m.Policy = s.replaced.response, s.replaced.policy
	}
	return m.read(m.Text[:s.at] + s.removed + m.Text[end:]), now
}

func (m Model) ForgetEdits() Model {
	m.past, m.future = nil, nil
	return m
}

// Undo reverts the last edit.
func (m Model) Undo() Model {
	if len(m.past) == 0 {
		return m
	}
	last := len(m.past) - 1
	m, now := m.back(m.past[last])
	m.past = m.past[:last]
	m.future = append(m.future[:len(m.future):len(m.future)], now)
	return m
}

// Redo repeats an edit that was undone.
func (m Model) Redo() Model {
	if len(m.future) == 0 {
		return m
	}
	last := len(m.future) - 1
	m, now := m.back(m.future[last])
	m.future = m.future[:last]
	m.past = append(m.past[:len(m.past):len(m.past)], now)
	return m
}

// CanRedo reports whether there is something to redo.
func (m Model) CanRedo() bool { return len(m.future) > 0 }

// CanUndo reports whether there is something to undo.
func (m Model) CanUndo() bool { return len(m.past) > 0 }
