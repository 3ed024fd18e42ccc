package model

import (
	"math/rand/v2"
	"strings"
	"testing"

	"upgrade101/handshake"
)

func TestUndoRedo(t *testing.T) {
	m := New()
	if m.CanUndo() {
		t.Fatal("a new page can undo")
	}
	m = m.Edit("a").Edit("b").Undo()
	if m.Text != "a" || !m.CanRedo() {
		t.Fatalf("after undo: %q, redo %v", m.Text, m.CanRedo())
	}
	if m = m.Redo(); m.Text != "b" || m.CanRedo() {
		t.Fatalf("after redo: %q, redo %v", m.Text, m.CanRedo())
	}
	if m = m.Undo().Edit("c"); m.CanRedo() {
		t.Fatal("an edit leaves something to redo")
	}
}

// Every sequence of steps can be undone, step by step, and redone.
func TestUndoOfAnything(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	texts := []string{"", "a", "ab", "aab", "aabab", "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\nHost: ab\n\n", "é", "è", "\x00", Sample}
	some := func() string { return texts[random.IntN(len(texts))] }
	for range 200 {
		m := New()
		seen := []Model{m}
		for range 20 {
			switch random.IntN(4) {
			case 0:
				m = m.Put(some(), some(), handshake.Policy{NoDeflate: random.IntN(2) == 0})
			case 1:
				m = m.PutResponse("HTTP/1.1 " + some() + "\n\n")
			default:
				m = m.Edit(some())
			}
			seen = append(seen, m)
		}
		same := func(i int, how string) {
			t.Helper()
			if want := seen[i]; m.Text != want.Text || m.ResponseText != want.ResponseText || m.Policy.NoDeflate != want.Policy.NoDeflate {
				t.Fatalf("%s %d: %q and %q, want %q and %q", how, i, m.Text, m.ResponseText, want.Text, want.ResponseText)
			}
		}
		for i := len(seen) - 2; i >= 0; i-- {
			m = m.Undo()
			same(i, "back to")
		}
		for i := range seen {
			same(i, "again at")
			m = m.Redo()
		}
	}
}

// Typing is undone line by line, whatever is done in between.
func TestUndoOfTyping(t *testing.T) {
	m := New().Edit("")
	for _, text := range []string{"a", "aé", "aéb", "aéb\n", "aéb\nc", "aéb\ncd", "aéb\nd", "aéb\nde", "xaéb\nde", "pasted, xaéb\nde", "pasted, yxaéb\nde"} {
		m = m.Type(text)
	}
	for _, want := range []string{"pasted, xaéb\nde", "xaéb\nde", "aéb\nde", "aéb\nd", "aéb\ncd", "aéb\n", "aéb", "", Sample} {
		if m = m.Undo(); m.Text != want {
			t.Fatalf("undo leads to %q, want %q", m.Text, want)
		}
	}
	if m = m.Redo().Redo().Type("aébc").Undo(); m.Text != "aéb" {
		t.Errorf("typing behind what was made again takes %q back to %q", "aéb", m.Text)
	}
}

func TestUndoIsBounded(t *testing.T) {
	m := New()
	for i := range 3 * maxPast {
		m = m.Edit(strings.Repeat("x", i))
	}
	if len(m.past) > maxPast {
		t.Errorf("%d steps are kept, expected at most %d", len(m.past), maxPast)
	}
	for range 3 {
		m = m.remember(editOf(strings.Repeat("x", maxPastBytes/2), ""))
	}
	held := 0
	for _, s := range m.past {
		held += s.size()
	}
	if held > maxPastBytes {
		t.Errorf("%d bytes are kept, expected at most %d", held, maxPastBytes)
	}
}

// A large text stays in the history, and a letter typed into one takes the memory of a letter.
func TestUndoOfALargeText(t *testing.T) {
	if m := New().remember(editOf(strings.Repeat("x", maxPastBytes+1), "")); !m.CanUndo() {
		t.Error("a text larger than the bound cannot be taken back")
	}
	large := "GET /" + strings.Repeat("x", 100_000)
	m := New().Edit("mine").Edit(large).Edit(large + "y")
	if size := m.past[len(m.past)-1].size(); size > 1 {
		t.Errorf("a letter costs %d bytes", size)
	}
	if m = m.Undo(); m.Text != large {
		t.Fatalf("after a letter %d bytes come back, want %d", len(m.Text), len(large))
	}
	if m = m.Undo(); m.Text != "mine" {
		t.Fatalf("before the large text there was %.20q", m.Text)
	}
}

func TestAButtonOverTheResponseCanBeTakenBack(t *testing.T) {
	const answer = "HTTP/1.1 400 Bad Request\n\n"
	for _, action := range []Action{DoClearResponse, DoExpectedResponse} {
		m := Transitions[action](New().EditResponse(answer), "")
		if m.ResponseText == answer {
			t.Fatalf("%s changes nothing", action)
		}
		if m = m.Undo(); m.ResponseText != answer {
			t.Errorf("%s lost the response; undo gives %q", action, m.ResponseText)
		}
	}
}

// A text that replaces the request, and that the response of the other editor cannot belong to, takes the response out, for undo to
// bring both back.
func TestAPasteOverTheRequestOfAResponse(t *testing.T) {
	const (
		response = "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n\n"
		request  = "GET /other HTTP/1.1\nHost: a.example\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\n\n"
		console  = "WebSocket connection to 'wss://a.example/live' failed: Error during WebSocket handshake: Unexpected response code: 400"
	)
	for name, c := range map[string]struct {
		before, after string
		keeps         bool
	}{
		"a console line":               {Sample, console, false},
		"a console line, over nothing": {"", console, false},
		"over another console line":    {console, strings.Replace(console, "400", "502", 1) + "\n" + console, true}, // added to it
		"another host's console line":  {console, "VM12:1 WebSocket connection to 'ws://b.example:99/' failed: Connection closed before receiving a handshake response", false},
		"a configuration":              {Sample, "server {\n  location /ws {\n    proxy_pass http://app:3000;\n  }\n}\n", false},
		"a line of an access log":      {Sample, `192.0.2.1 - - [02/Jan/2026:10:00:00 +0000] "GET /ws/ HTTP/1.1" 400 12 "-" "Mozilla/5.0"`, false},
		"prose":                        {Sample, "It stops after a minute.", false},
		"another request":              {Sample, request, true},
		"a changed field":              {Sample, strings.Replace(Sample, "server.", "talk.", 1), true},
		"a line above":                 {Sample, console + "\n\n" + Sample, true},
		"a letter over all":            {Sample, "G", true},
		"nothing":                      {Sample, "", true},
	} {
		for how, edit := range map[string]func(Model, string) Model{"pasted": Model.Type, "by a button": Model.Edit} {
			m := edit(New().Put(c.before, response, handshake.Policy{}), c.after)
			if got := m.ResponseText != ""; got != c.keeps || m.Outdated == c.keeps {
				t.Errorf("%s, %s: the response is kept %t, said to be taken out %t", name, how, got, m.Outdated)
				continue
			}
			if alone := New().Edit(c.after); !c.keeps && m.Headline() != alone.Headline() {
				t.Errorf("%s, %s: %q, by itself %q", name, how, m.Headline(), alone.Headline())
			}
			if m = m.Undo(); m.Text != c.before || m.ResponseText != response || m.Outdated {
				t.Errorf("%s, %s: undo gives %q and %q", name, how, m.Text, m.ResponseText)
			}
		}
	}
}
