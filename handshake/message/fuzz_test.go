package message

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzFind(f *testing.F) {
	for _, t := range Patterns() {
		f.Add(t.Example())
	}
	for _, file := range []string{"testdata/ordinary.txt", "../cause/testdata/lines.txt"} {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			f.Add(line)
		}
	}
	f.Add("\\u001b[31mError\\u001b[0m \\\\\\\"Unexpected\nserver response: 403\\\\\\\"")
	f.Add("&quot;HS: ACCEPT missing&quot; \xff\xfe &#39")
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, m := range Find(text) {
			if m.Start < last || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("%q: the span is %d–%d of %d, behind %d", text, m.Start, m.End, len(text), last)
			}
			if utf8.ValidString(text) && !utf8.ValidString(m.Text) {
				t.Fatalf("%q: %q is cut inside a character", text, m.Text)
			}
			if m.Status != 0 && (m.Status < 100 || m.Status > 599) || m.Kind == "" || len(m.Causes) == 0 {
				t.Fatalf("%q: %+v", text, m)
			}
			last = m.Start
		}
	})
}

// The work per byte, measured in examined bytes, does not grow with the text.
func TestLinear(t *testing.T) {
	for name, line := range map[string]string{
		"prose":      "The quick brown fox jumps over the lazy dog and opens a websocket. ",
		"messages":   "Error: Unexpected server response: 403\n",
		"anchors":    "handshake unexpected established response websocket accept mismatch ",
		"half":       "Connection to 'ws://a.example/ ",
		"one word":   "handshake",
		"quotes":     "'\"\\\\\\\"`",
		"line ends":  "\n",
		"escapes":    "\\u001b[31m",
		"holes":      "Expected 'Sec-WebSocket-Accept' header value '",
		"long value": "websocket.Dial ws://",
	} {
		small := work(strings.Repeat(line, 1+(4<<10)/len(line)))
		large := work(strings.Repeat(line, 1+(512<<10)/len(line)))
		if large > 2*small+4 {
			t.Errorf("%s: %.1f steps per byte at 4 KiB, %.1f at 512 KiB", name, small, large)
		}
	}
}

// work returns the number of matches that are tried and of bytes that they examine, per byte of the text.
func work(text string) float64 {
	n := normalise(text)
	n.steps = new(int)
	n.messages(n.choose(n.hits()))
	return float64(*n.steps) / float64(len(text))
}
