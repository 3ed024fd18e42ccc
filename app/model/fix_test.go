package model

import (
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake"
)

const ownKey = "4BZ+q2vWQ1yH0m9sJtX3Lw=="

func index(m Model, id string) int {
	return slices.IndexFunc(m.Report.Findings, func(f handshake.Finding) bool { return f.Rule.ID == id })
}

func TestFix(t *testing.T) {
	broken := New().Edit(strings.Replace(Sample, "Version: 13", "Version: 8", 1))
	i := index(broken, "ws-version-draft")
	if !new(FixMemo).Fixable(&broken.Report, i) {
		t.Fatalf("version 8 cannot be fixed; findings %v", broken.Report.Findings)
	}
	m := broken.Fix(i, ownKey)
	if m.Raises("ws-version-draft") || m.Text != Sample {
		t.Errorf("fixed to %q", m.Text)
	}
	if c := m.Change; c == nil || strings.Join(c.Removed, "") != "Sec-WebSocket-Version: 8\r\n" || strings.Join(c.Added, "") != "Sec-WebSocket-Version: 13\r\n" {
		t.Errorf("change %+v", m.Change)
	}
	if back := m.Undo(); back.Text != broken.Text || back.Change != nil {
		t.Errorf("undo leaves %q and %+v", back.Text, back.Change)
	}
}

func TestFixAll(t *testing.T) {
	for text, want := range map[string]handshake.Verdict{
		"POST /chat HTTP/1.0\nHost: a.example\nUpgrade: websocket\nConnection: close\nSec-WebSocket-Version: 8\n":                                               handshake.Upgrades,
		"GET /chat HTTP/1.1\nHost : a.example\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA\nSec-WebSocket-Version: 13\n": handshake.Upgrades,
	} {
		m := New().Edit(text).FixAll(ownKey)
		if got := m.Report.Verdict(); got != want {
			t.Errorf("%q became %q, %s, expected %s", text, m.Text, got, want)
		}
		if back := m.Undo(); back.Text != text {
			t.Errorf("one undo leaves %q", back.Text)
		}
	}
}

// Breaking a rule keeps the exchange in the editor where it can; breaking it again undoes that.
func TestBreak(t *testing.T) {
	own := strings.Replace(Sample, "Host: server.example.com", "Host: mine.example\nX-Mine: 1", 1)
	kept := 0
	for _, rule := range handshake.Rules {
		if !Breakable(rule) {
			continue
		}
		m := New().Edit(own)
		if m.Raises(rule.ID) {
			continue
		}
		m = m.Break(rule.ID, ownKey)
		if !m.Raises(rule.ID) {
			t.Errorf("%s is not broken by %q", rule.ID, m.Text)
			continue
		}
		if m.Change == nil || !m.Change.Broke {
			t.Errorf("%s: the change is not recorded: %+v", rule.ID, m.Change)
		} else if !m.Change.Other {
			kept++
		}
		if again := m.Break(rule.ID, ownKey); again.Text != own {
			t.Errorf("%s: twice leaves %q", rule.ID, again.Text)
		}
	}
	if kept < 100 {
		t.Errorf("only %d rules could be broken in the request at hand", kept)
	}
}

// TestBreakIsTakenBackAfterOthers: what a press removed comes back as it was, whatever has been pressed since.
func TestBreakIsTakenBackAfterOthers(t *testing.T) {
	const key = "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\n"
	m := New().Edit(strings.Replace(Sample, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n", key, 1))
	m = m.Break("ws-key-missing", ownKey).Break("conn-no-upgrade", ownKey).Break("ws-key-missing", ownKey)
	if !strings.Contains(m.Text, key) || !m.Raises("conn-no-upgrade") || m.Raises("ws-key-missing") {
		t.Errorf("the key comes back as %q", m.Text)
	}
	if m = m.Break("conn-no-upgrade", ownKey); m.Raises("conn-no-upgrade") || !strings.Contains(m.Text, "Connection: Upgrade\n") {
		t.Errorf("Connection comes back as %q", m.Text)
	}
	if m = m.Break("ws-key-missing", ownKey).Put(strings.Replace(Sample, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n", "", 1), "", m.Policy).Break("ws-key-missing", ownKey); strings.Contains(m.Text, key) {
		t.Errorf("another request gets the key: %q", m.Text)
	}
}

func TestBreakFixesWhatWasTyped(t *testing.T) {
	m := New().Edit(strings.Replace(Sample, "Version: 13", "Version: 8", 1)).Break("ws-version-draft", ownKey)
	if m.Text != Sample {
		t.Errorf("fixed to %q", m.Text)
	}
}
