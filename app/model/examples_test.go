package model

import (
	"testing"

	"upgrade101/app/lessons"
	"upgrade101/handshake"
)

// What the menu puts into the editor breaks the rule that it names, and can be taken back.
func TestBrokenExamples(t *testing.T) {
	shown := 0
	for _, r := range handshake.Rules {
		if !Breakable(r) {
			continue
		}
		shown++
		m := New().Edit("mine").Example("rule " + r.ID)
		found := false
		for _, f := range m.Report.Findings {
			found = found || f.Rule.ID == r.ID
		}
		if !found {
			t.Errorf("%s: its example does not raise it in the editor: %q", r.ID, m.Text)
		}
		if back := m.Undo(); back.Text != "mine" || back.ResponseText != "" {
			t.Errorf("%s: undo leaves %q", r.ID, back.Text)
		}
	}
	if shown < len(handshake.Rules)*3/4 {
		t.Errorf("%d of %d rules have a choice", shown, len(handshake.Rules))
	}
}

func TestLessonExamples(t *testing.T) {
	for _, l := range lessons.All() {
		if m := New().Example("lesson " + l.Slug); l.Request != "" && m.Report.Reply.Status != l.Expect.Status && l.Expect.Status != 0 {
			t.Errorf("%s: status %d, expected %d", l.Slug, m.Report.Reply.Status, l.Expect.Status)
		}
	}
	if m := New().Example("rule nonsense"); m.CanUndo() {
		t.Error("an unknown example changes something")
	}
}
