package model

import (
	"strings"
	"testing"
)

// The line to show first of a long text is the first that says what is wrong, wherever the text begins and ends.
func TestFirstMark(t *testing.T) {
	noise := func(n int) string { return strings.Repeat("[info] one more line of a log, about nothing\n", n) }
	broken := strings.Replace(Sample, "Connection: Upgrade", "Connection: close", 1)
	const console = "WebSocket connection to 'wss://a.example/ws' failed: Error during WebSocket handshake: Unexpected response code: 403\n"
	for name, c := range map[string]struct {
		text string
		line int
		ok   bool
	}{
		"nothing is wrong":       {strings.NewReplacer("dGhlIHNhbXBsZSBub25jZQ==", "4BZ+q2vWQ1yH0m9sJtX3Lw==", "http://", "http://server.").Replace(Sample), 0, false},
		"an error at the top":    {broken + noise(20), 3, true},
		"an error far down":      {noise(100) + "\n" + broken + noise(20), 104, true},
		"in a text that is long": {noise(400) + "\n" + broken + noise(400), 404, true},
		"a message in a log":     {noise(300) + console + noise(300), 300, true},
		"a note after an error":  {noise(50) + "\n" + strings.Replace(broken, "Origin: http://example.com\n", "", 1), 54, true},
	} {
		if line, ok := New().Edit(c.text).FirstMark("request"); line != c.line || ok != c.ok {
			t.Errorf("%s: line %d, %v; expected %d, %v", name, line, ok, c.line, c.ok)
		}
	}
	m := New().EditResponse("HTTP/1.1 101 Switching Protocols\nServer: a\nUpgrade: websocket\nConnection: close\n\n")
	if line, ok := m.FirstMark("response"); line != 3 || !ok {
		t.Errorf("the response's first mark is at %d, %v", line, ok)
	}
}

// A paste, an example and a link replace the text; typing and a fix do not.
func TestReplaces(t *testing.T) {
	m := New()
	for name, c := range map[string]struct {
		next Model
		want bool
	}{
		"a paste":         {m.Type("GET /a HTTP/1.1\nHost: b.example\n\n"), true},
		"an example":      {m.Put("GET /a HTTP/1.1\nHost: b.example\n\n", "", m.Policy), true},
		"a letter":        {m.Type(m.Text + "a"), false},
		"a line":          {m.Type(m.Text + "Cookie: a=b\n"), false},
		"nothing changed": {m, false},
	} {
		if got := c.next.Replaces(m); got != c.want {
			t.Errorf("%s: replaces %v", name, got)
		}
	}
	broken := New().Edit(strings.Replace(Sample, "Connection: Upgrade", "Connection: close", 1))
	if broken.FixAll("4BZ+q2vWQ1yH0m9sJtX3Lw==").Replaces(broken) {
		t.Error("a fix replaces the text")
	}
}
