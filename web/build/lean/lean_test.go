package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestSegments: the segments initialise the same memory, whatever it holds.
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

// TestLean: a program loses the data that only traces read, unless asked to keep it.
func TestLean(t *testing.T) {
	for _, traces := range []bool{false, true} {
		t.Run(fmt.Sprintf("traces %t", traces), func(t *testing.T) { testLean(t, traces) })
	}
}

// build is a small program as the linker writes it.
func build(t *testing.T) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte("package main\n\nfunc main() { println(\"here\") }\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return buildFile(t, file)
}

func buildFile(t *testing.T, file string) []byte {
	t.Helper()
	built := filepath.Join(t.TempDir(), "main.wasm")
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", built, file)
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	program, err := os.ReadFile(built)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

func testLean(t *testing.T, keep bool) {
	program := build(t)
	leaner, err := lean(program, keep)
	if err != nil {
		t.Fatal(err)
	}
	had, has := sectionOf(t, program, dataSection), sectionOf(t, leaner, dataSection)
	before, _ := memoryImage(had)
	after, ok := memoryImage(has)
	if !ok {
		t.Fatal("the new data section cannot be read")
	}
	for text, stays := range map[string]bool{"main.main": keep, "here": true, "runtime/proc.go": keep} {
		if !bytes.Contains(before, []byte(text)) {
			t.Errorf("the program never held %q", text)
		}
		if bytes.Contains(after, []byte(text)) != stays {
			t.Errorf("holds %q: %t, want %t", text, !stays, stays)
		}
	}
	// The code has one more function at its end.
	was, _ := straighten(sectionOf(t, program, codeSection))
	is := sectionOf(t, leaner, codeSection)
	functions, k := binary.Uvarint(was)
	more, l := binary.Uvarint(is)
	if more != functions+1 || !bytes.HasPrefix(is[l:], was[k:]) {
		t.Error("the code differs by more")
	}
	if sectionOf(t, leaner, customSection) != nil {
		t.Error("a custom section was left")
	}
	if again, err := lean(leaner, keep); err != nil || !bytes.Equal(again, leaner) {
		t.Errorf("a second time it changes, or fails: %v", err)
	}
}

// TestDerived: blanked tables are restored by derived.write and, if Node is installed, by the start function; tables that do not
// are as derived stay.
func TestDerived(t *testing.T) {
	program := build(t)
	memory, _ := memoryImage(sectionOf(t, program, dataSection))
	blank := bytes.Clone(memory)
	d, ok := derive(blank)
	if !ok {
		t.Fatal("the tables are not as described")
	}
	if n := d.bucketCount * bucketSize; bytes.Count(blank[d.buckets:][:n], []byte{0}) != n {
		t.Error("findfunctab is not blank")
	}
	again := bytes.Clone(blank)
	d.write(again)
	if !bytes.Equal(again, memory) {
		t.Error("what is written again differs")
	}

	for name, at := range map[string]int{"an entry": d.functions + 8*100, "a record": d.functions + int(d.firstRecord)} {
		odd := bytes.Clone(memory)
		odd[at]++
		same := bytes.Clone(odd)
		if _, ok := derive(odd); ok || !bytes.Equal(odd, same) {
			t.Errorf("%s is odd: %t, want false and nothing changed", name, ok)
		}
	}

	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("the start function is not run: there is no node")
	}
	leaner, err := lean(program, true)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "lean.wasm")
	if err := os.WriteFile(file, leaner, 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "-e", `
const m = new WebAssembly.Module(require("fs").readFileSync(process.argv[1])), imports = {};
for (const i of WebAssembly.Module.imports(m)) (imports[i.module] ??= {})[i.name] = () => {};
process.stdout.write(Buffer.from(new WebAssembly.Instance(m, imports).exports.mem.buffer));`, file)
	cmd.Stderr = os.Stderr
	written, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(written, memory) {
		t.Error("what the start function writes differs")
	}
}

// sectionOf returns the body of the first section of a kind.
func sectionOf(t *testing.T, program []byte, id byte) []byte {
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

// FuzzLean: an invalid module is refused, and nothing panics.
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
