package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestSegments: whatever the memory, its segments initialise the same one.
func TestSegments(t *testing.T) {
	far := append(bytes.Repeat([]byte{0}, 70_000), 1)
	for _, test := range []struct {
		name   string
		memory []byte
		count  byte
	}{
		{"empty", nil, 0},
		{"nothing but zeros", make([]byte, 5000), 0},
		{"one", []byte("\x00\x00data"), 1},
		{"a small gap is kept", []byte("a\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00b"), 1},
		{"a large gap is left out", append([]byte("a"), far...), 2},
		{"zeros at the end are left out", append([]byte("a"), make([]byte, 100)...), 1},
		{"an offset of more than one byte", far, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			section := segments(test.memory)
			if section[0] != test.count {
				t.Errorf("%d segments, want %d", section[0], test.count)
			}
			memory, ok := memoryImage(section)
			if want := bytes.TrimRight(test.memory, "\x00"); !ok || !bytes.Equal(memory, want) {
				t.Errorf("read back: %t, %q, want %q", ok, memory, want)
			}
		})
	}
}

// TestLean: a program loses what only traces read, and keeps its code; its names where that is asked for.
func TestLean(t *testing.T) {
	for _, names := range []bool{false, true} {
		t.Run(fmt.Sprintf("names %t", names), func(t *testing.T) { testLean(t, names) })
	}
}

func testLean(t *testing.T, names bool) {
	folder := t.TempDir()
	source, built := filepath.Join(folder, "main.go"), filepath.Join(folder, "main.wasm")
	if err := os.WriteFile(source, []byte("package main\n\nfunc main() { println(\"here\") }\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", built, source)
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	program, err := os.ReadFile(built)
	if err != nil {
		t.Fatal(err)
	}
	leaner, err := lean(program, names)
	if err != nil {
		t.Fatal(err)
	}
	had, has := section(t, program, dataSection), section(t, leaner, dataSection)
	before, _ := memoryImage(had)
	after, ok := memoryImage(has)
	if !ok {
		t.Fatal("the new data section cannot be read")
	}
	for text, stays := range map[string]bool{"main.main": names, "here": true, "runtime/proc.go": false} {
		if !bytes.Contains(before, []byte(text)) {
			t.Errorf("the program never held %q", text)
		}
		if bytes.Contains(after, []byte(text)) != stays {
			t.Errorf("holds %q: %t, want %t", text, !stays, stays)
		}
	}
	const codeSection = 10
	if !bytes.Equal(section(t, program, codeSection), section(t, leaner, codeSection)) {
		t.Error("the code has changed")
	}
	if section(t, leaner, customSection) != nil {
		t.Error("a custom section was left")
	}
	if again, err := lean(leaner, names); err != nil || !bytes.Equal(again, leaner) {
		t.Errorf("a second time it changes, or fails: %v", err)
	}
}

// section is the body of the first section of a kind.
func section(t *testing.T, program []byte, id byte) []byte {
	t.Helper()
	for rest := program[len(preamble):]; len(rest) > 0; {
		body, after, ok := sized(rest[1:])
		if !ok {
			t.Fatal("a section is cut off")
		}
		if rest[0] == id {
			return body
		}
		rest = after
	}
	return nil
}

// FuzzLean: what is no module is refused, and nothing panics.
func FuzzLean(f *testing.F) {
	f.Add([]byte(preamble))
	f.Add([]byte(preamble + "\x0b\x07\x01\x00\x41\x04\x0b\x01a"))
	f.Add(append([]byte(preamble+"\x0b\x0f\x01\x00\x41\x00\x0b\x09"), magic...))
	f.Fuzz(func(t *testing.T, program []byte) {
		once, err := lean(program, false)
		if err != nil {
			return
		}
		if twice, err := lean(once, false); err != nil || !bytes.Equal(once, twice) {
			t.Errorf("a second time it changes, or fails: %v", err)
		}
	})
}
