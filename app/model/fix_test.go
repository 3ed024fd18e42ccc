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
		"GET /chat HTTP/1.0\nHost server.example.com\nUpgrade: websockets\nConnection: keep-alive\nSec-WebSocket-Key: abc\nSec-WebSocket-Version: 12\n":         handshake.Upgrades,
		"GET /chat HTTP/1.1\nHost a.example:81\nUpgrade websockets\nConnection\tUpgrade\nSec-WebSocket-Key  AQIDBAUGBwgJCgsMDQ4PEA\nSec-WebSocket-Version 13\n": handshake.Upgrades,
		"GET /chat HTTP/1.1\nHost : a.example\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA\nSec-WebSocket-Version: 13\n": handshake.Upgrades,
	} {
		m := New().Edit(text).FixAll(ownKey)
		if got := m.Report.Verdict(); got != want || strings.Count(m.Text, "\n") < strings.Count(text, "\n") {
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

// TestBreakIsTakenBackAfterOthers: a second press restores what the first removed, whatever was pressed in between.
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

// A refusal that fits the request before a fix is not judged with the fixed one.
func TestFixTakesTheOldRefusalOut(t *testing.T) {
	const curl = "$ curl -i -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' http://mine.example/chat\nHTTP/1.1 400 Bad Request\nContent-Length: 0\n\n"
	noKey := strings.Replace(Sample, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n", "", 1)
	for name, m := range map[string]Model{
		"one text":    New().Edit(curl),
		"two editors": New().Edit(noKey).PutResponse("HTTP/1.1 400 Bad Request\n\n"),
	} {
		for press, fixed := range map[string]Model{"fix": m.Fix(index(m, "ws-key-missing"), ownKey), "fix all": m.FixAll(ownKey)} {
			if fixed.Response() != "" || fixed.Raises("ws-key-missing") || fixed.Report.Verdict() != handshake.Upgrades {
				t.Errorf("%s, %s: %q and %q, %s", name, press, fixed.Text, fixed.Response(), fixed.Judged.Headline)
			}
			if c := fixed.Change; c == nil || !c.Old || !strings.Contains(c.Again, "curl") || !strings.Contains(c.Words(), "before the fix") || len(c.Removed) > 3 {
				t.Errorf("%s, %s: change %+v", name, press, c)
			}
			if back := fixed.Undo(); back.Text != m.Text || back.Response() != m.Response() {
				t.Errorf("%s, %s: undo leaves %q", name, press, back.Text)
			}
		}
	}
	// A refusal of an otherwise correct request is more important than a note about the request.
	m := New().PutResponse("HTTP/1.1 403 Forbidden\n\n")
	for i := range m.Report.Findings {
		if fixed := m.Fix(i, ownKey); fixed.ResponseText == "" {
			t.Errorf("fixing %s takes the response out", m.Report.Findings[i].Rule.ID)
		}
	}
}

// The common mistakes are what their names say, in the request at hand.
func TestCommonMistakes(t *testing.T) {
	for _, text := range []string{Sample, strings.Replace(Sample, "dGhlIHNhbXBsZSBub25jZQ==", ownKey, 1)} {
		for _, c := range Common {
			if m := New().Edit(text).Break(c.Rule, ownKey); !m.Raises(c.Rule) || m.Change.Other {
				t.Errorf("%s: %q", c.Name, m.Text)
			}
		}
		if m := New().Edit(text).Break("resp-status", ownKey); !strings.HasPrefix(m.Response(), "HTTP/1.1 200 OK\n") {
			t.Errorf("200 is %q", m.Response())
		}
		m := New().Edit(text).Break("resp-accept-wrong", ownKey)
		m.Got = FirstValue(m.Report.Response, "Sec-WebSocket-Accept")
		if d, wrong := m.Diagnose(); !wrong || d.Mistakes[0].ID == "acc-shape" {
			t.Errorf("the wrong sum is explained as %+v", d)
		}
	}
}

func TestWordsOfAChange(t *testing.T) {
	m := New().Edit(strings.Replace(Sample, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n", "", 1))
	for want, c := range map[string]Model{
		"Fixed the fault “Sec-WebSocket-Key is missing”.": m.Fix(index(m, "ws-key-missing"), ownKey),
		"Made the fault “Sec-WebSocket-Key is missing”.":  New().Break("ws-key-missing", ownKey),
		"Changed.": m.FixAll(ownKey),
	} {
		if got := c.Change.Words(); got != want {
			t.Errorf("%q, expected %q", got, want)
		}
	}
	if got := (&Change{Rule: m.Report.Findings[0].Rule, Problem: "X", Raw: true}).Words(); got != "Fixed the fault “X”. The text is now raw HTTP." {
		t.Error(got)
	}
}

// A note about a request is not fixed by rewriting the response that came; only a person can answer for another exchange.
func TestAResponseThatCameIsNotRewrittenForANote(t *testing.T) {
	const response = "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n\n"
	for name, m := range map[string]Model{"two editors": New().Put(Sample, response, handshake.Policy{}), "one text": New().Edit(Sample + response)} {
		var memo FixMemo
		i := slices.IndexFunc(m.Report.Findings, func(f handshake.Finding) bool { return f.Rule.ID == "ws-key-sample" })
		if i < 0 {
			t.Fatalf("%s: no note about the key: %v", name, m.Report.Findings)
		}
		if alone := New(); !memo.Fixable(&alone.Report, slices.IndexFunc(alone.Report.Findings, func(f handshake.Finding) bool { return f.Rule.ID == "ws-key-sample" })) {
			t.Errorf("without a response the note has no fix")
		}
		if memo.Fixable(&m.Report, i) {
			t.Errorf("%s: a fix is offered", name)
		}
		fixed := m.Select(i).Fix(i, "mB0dL7cY0nQ2hV5r8XkTjA==")
		if fixed.Text != m.Text || fixed.ResponseText != m.ResponseText || fixed.Selected != i {
			t.Errorf("%s: the fix changes %q and %q", name, fixed.Text, fixed.ResponseText)
		}
		if c := fixed.Change; c == nil || !c.Stays || !strings.HasPrefix(c.Words(), NoFix) {
			t.Errorf("%s: it is not said that there is no fix: %+v", name, c)
		}
		if fixed.CanUndo() != m.CanUndo() || fixed.Walk(1).Change != nil {
			t.Errorf("%s: a fix that there is not leaves something", name)
		}
	}
}
