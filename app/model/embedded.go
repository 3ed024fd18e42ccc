package model

import "upgrade101/handshake"

// StartEditing makes the exchange of an embedded lesson editable; its answer is predicted from now on.
func (m Model) StartEditing() Model {
	if m.OpenLesson == nil || m.Editing {
		return m
	}
	l := m.OpenLesson.Lesson
	m.Editing = true
	return m.Put(ToLF(l.Request), "", l.Policy)
}

// Reset restores what the embed opened with.
func (m Model) Reset() Model {
	switch opened := m.opened; {
	case m.OpenLesson != nil:
		m.Editing = false
	case opened != "":
		m.opened = ""
		m = m.OpenLink(opened)
	default:
		m = m.Put(Sample, "", handshake.Policy{})
	}
	return m.ForgetEdits()
}

// Changed reports whether an embed differs from what it opened with.
func (m Model) Changed() bool {
	return m.Editing || m.OpenLesson == nil && m.CanUndo()
}

// embedMistakes are what the button Break it makes, in order.
var embedMistakes = []struct{ field, value string }{
	{"Connection", "keep-alive"},
	{"Sec-WebSocket-Version", "8"},
	{"Sec-WebSocket-Key", "c2hvcnQ="},
	{"Upgrade", "h2c"},
}

// BreakNext makes the next mistake that the request does not have.
func (m Model) BreakNext() Model {
	m = m.StartEditing()
	if m.Report.Request == nil {
		return m
	}
	for _, f := range embedMistakes {
		if now := FirstValue(m.Report.Request, f.field); now != "" && now != f.value {
			return m.SetField(f.field, f.value)
		}
	}
	return m
}

// FullPath returns the path of the full page of an unchanged embed.
func (m Model) FullPath() string {
	if m.OpenLesson != nil {
		return "/lesson/" + m.OpenLesson.Lesson.Slug
	}
	return "/"
}
