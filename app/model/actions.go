package model

import (
	"strconv"
	"upgrade101/handshake/export"
	"upgrade101/handshake/head"
)

// Actions are the transitions that a press can mean, by the name that stands in data-do; with is what
// stands in data-with.
var Actions = map[string]func(m Model, with string) Model{
	"clear":        func(m Model, _ string) Model { return m.Edit("") },
	"clear-frames": func(m Model, _ string) Model { m.Session = m.Session.Clear(); return m },
	"pause":        func(m Model, _ string) Model { m.Session = m.Session.Pause(); return m },
	"unfold":       func(m Model, id string) Model { return m.Unfold(id) },
	"answer-expected": func(m Model, _ string) Model {
		if m.Report.Request == nil {
			return m
		}
		return m.PutAnswer(ToLF(m.Report.Reply.Raw()))
	},
	"answer-clear": func(m Model, _ string) Model { return m.PutAnswer("") },
	"redo":         func(m Model, _ string) Model { return m.Redo() },
	"all-lessons": func(m Model, _ string) Model {
		m.Query, m.Level, m.Proxy = "", AnyOf, AnyOf
		return m
	},
	"choose": func(m Model, with string) Model {
		i, _ := strconv.Atoi(with)
		return m.Choose(i)
	},
	"example": func(m Model, with string) Model { return m.Example(with) },
	"bytes": func(m Model, _ string) Model {
		m.Bytes = !m.Bytes
		return m
	},
	"breaking": func(m Model, _ string) Model {
		m.Breaking = !m.Breaking
		return m
	},
	"embed-break": func(m Model, _ string) Model { return m.BreakNext() },
	"embed-reset": func(m Model, _ string) Model { return m.Reset() },
	"form": func(m Model, with string) Model {
		m.ExportForm = export.Form(with)
		return m
	},
	"straighten": func(m Model, _ string) Model {
		other := m
		other.Answer = head.NormalizePunctuation(m.Answer)
		return m.become(other.read(head.NormalizePunctuation(m.Text)), &Change{})
	},
	"undo":   func(m Model, _ string) Model { return m.Undo() },
	"sample": func(m Model, _ string) Model { return m.Edit(Sample) },
	"sample-key": func(m Model, _ string) Model {
		return m.SetField("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
	},
	"withdraw": func(m Model, with string) Model {
		i, _ := strconv.Atoi(with)
		return m.RemoveOffered(i)
	},
	"remove-field": func(m Model, with string) Model {
		i, _ := strconv.Atoi(with)
		return m.RemoveField(i)
	},
	"select": func(m Model, with string) Model {
		i, err := strconv.Atoi(with)
		if err != nil {
			return m
		}
		if m.OpenLesson != nil && !m.Editing {
			return m.ChangeLesson(func(s *OpenLesson) {
				if i == s.Selected || i >= len(s.Report.Findings) {
					i = -1
				}
				s.Selected = i
			})
		}
		if i == m.Selected {
			i = -1
		}
		return m.Select(i)
	},
}
