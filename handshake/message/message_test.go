package message

import (
	"os"
	"strings"
	"testing"
)

// Each example is found as the message of its program, from its first byte to its last.
func TestExamples(t *testing.T) {
	texts := map[string]string{}
	for _, want := range Patterns() {
		example := want.Example()
		if other, ok := texts[example]; ok {
			t.Errorf("%q is a message of %s and of %s", example, other, want.Program)
		}
		texts[example] = want.Program
		found := Find(example)
		if len(found) == 0 || found[0].Program != want.Program || found[0].Kind != want.Kind {
			t.Errorf("%s: %q is found as %+v", want.Program, example, found)
			continue
		}
		if m := found[0]; m.Start != 0 || m.End < len(strings.TrimRight(example, " '")) || m.End > len(example) {
			t.Errorf("%q: the span is %d–%d of %d", example, m.Start, m.End, len(example))
		}
	}
}

// Ordinary lines about websockets, upgrades and statuses are not messages.
func TestOrdinaryLines(t *testing.T) {
	text, err := os.ReadFile("testdata/ordinary.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		n++
		for _, m := range Find(line) {
			t.Errorf("%q is found as %s %q, %d", line, m.Program, m.Text, m.Status)
		}
	}
	if n < 200 {
		t.Errorf("there are %d lines; expected 200", n)
	}
	if found := Find(string(text)); len(found) > 0 {
		t.Errorf("of all lines together, %q is found as one of %s", found[0].Text, found[0].Program)
	}
}
