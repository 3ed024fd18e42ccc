package app

import (
	"strings"
	"unicode/utf8"

	"upgrade101/handshake"
)

// step is what an edit replaced. Of the text it holds only what changed, so that a letter typed into megabytes
// costs a letter.
type step struct {
	at    int    // where in the text, in bytes
	was   string // what stood there before
	is    int    // how many bytes stand there now
	rest  *rest  // what was replaced with it; nil where only the text changed
	typed bool   // letter by letter
}

type rest struct {
	answer string
	policy handshake.Policy
}

// mostPast bounds how many steps can be taken back, and mostPastBytes how much they may hold. The last one is
// kept, however much it holds.
const (
	mostPast      = 100
	mostPastBytes = 16 << 20
)

// change is the step from one text to another.
func change(before, after string) step {
	from, to := common(before, after)
	// A copy, because a part would keep the whole text in memory.
	return step{at: from, was: strings.Clone(before[from:to]), is: len(after) - (len(before) - (to - from))}
}

func (s step) with(r *rest) step {
	s.rest = r
	return s
}

// Type is Edit by a key. Letters typed one behind the other are one step, up to the end of the line.
func (m Model) Type(text string) Model {
	if text == m.Text { // a browser may tell of one paste line by line
		return m
	}
	s := change(m.Text, text)
	put := text[s.at : s.at+s.is]
	s.typed = s.was == "" && utf8.RuneCountInString(put) == 1 && put != "\n"
	if n := len(m.past); n > 0 && s.typed && m.past[n-1].typed && len(m.future) == 0 && s.at == m.past[n-1].at+m.past[n-1].is {
		s.at, s.is = m.past[n-1].at, m.past[n-1].is+s.is
		m.past = m.past[:n-1]
	}
	m.Notice = ""
	return m.remember(s).read(text)
}

func (s step) size() int {
	if s.rest == nil {
		return len(s.was)
	}
	return len(s.was) + len(s.rest.answer)
}

// remember keeps a step to take back, as far as there is room.
func (m Model) remember(s step) Model {
	m.past = append(m.past[:len(m.past):len(m.past)], s)
	size := 0
	for i := len(m.past) - 1; i >= 0; i-- {
		if size += m.past[i].size(); i < len(m.past)-1 && (size > mostPastBytes || len(m.past)-i > mostPast) {
			m.past = m.past[i+1:]
			break
		}
	}
	m.future = nil
	return m
}

// back changes what s replaced back, and returns the step that makes the change again.
func (m Model) back(s step) (Model, step) {
	end := s.at + s.is
	now := step{at: s.at, was: strings.Clone(m.Text[s.at:end]), is: len(s.was)}
	if s.rest != nil {
		now.rest = &rest{m.Answer, m.Policy}
		m.Answer, m.Policy = s.rest.answer, s.rest.policy
	}
	return m.read(m.Text[:s.at] + s.was + m.Text[end:]), now
}

func (m Model) forget() Model {
	m.past, m.future = nil, nil
	return m
}

// Undo takes the last edit back.
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

// Redo makes an edit again that was taken back.
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

// CanRedo says whether there is something to make again.
func (m Model) CanRedo() bool { return len(m.future) > 0 }

// CanUndo says whether there is something to take back.
func (m Model) CanUndo() bool { return len(m.past) > 0 }
