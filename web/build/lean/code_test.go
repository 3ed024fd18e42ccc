package main

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestStraighten has functions that are rewritten, and functions that are not.
func TestStraighten(t *testing.T) {
	const (
		start = "\x23\x00\x21\x01"         // the stack pointer
		exit  = "\x02\x40"                 // block
		again = "\x03\x40"                 // loop
		three = "\x02\x40\x02\x40\x02\x40" // blocks
		table = "\x20\x00\x0e\x02\x00\x01\x02\x0b"
		tail  = "\x0b\x00"         // end of the loop
		last  = "\x0b\x41\x01\x0b" // end of the exit
		back  = "\x41\x00\x21\x00\x0c"
		jump  = "\x41\x02\x21\x00\x0c" // to the third place
		leave = "\x04\x40\x41\x01\x0f\x0b"
		other = "\x20\x02\x45" // local.get 2, i32.eqz
	)
	whole := func(code string) string { return "\x00" + start + exit + again + three + table + code + tail + last }
	for _, test := range []struct{ name, was, is string }{
		{"a jump forward", whole(jump + "\x02\x0b\x0b"), whole("\x0c\x01\x0b\x0b")},
		{"a jump forward, if", whole(other + "\x04\x40" + jump + "\x03\x0b\x0b\x0b"), whole(other + "\x0d\x01\x0b\x0b")},
		{"a jump forward, else", whole(other + "\x04\x40" + jump + "\x03\x05\x01\x0b\x0b\x0b"), whole(other + "\x04\x40\x0c\x02\x05\x01\x0b\x0b\x0b")},
		{"a jump and more, if", whole(other + "\x04\x40\x01" + jump + "\x03\x0b\x0b\x0b"), whole(other + "\x04\x40\x01\x0c\x02\x0b\x0b\x0b")},
		{"a jump in a loop of its own", whole("\x03\x40" + jump + "\x03\x0b\x0b\x0b"), whole("\x03\x40\x0c\x02\x0b\x0b\x0b")},
		{"a jump back", whole("\x0b\x0b" + back + "\x00"), ""},
		{"a jump to where it is", whole("\x0b\x0b" + jump + "\x00"), ""},
		{"a jump to no place", whole("\x41\x03\x21\x00\x0c\x02\x0b\x0b"), ""},
		{"a branch to elsewhere", whole("\x41\x02\x21\x00\x0c\x01\x0b\x0b"), ""},
		{"what looks like the table, and is not", "\x00" + start + again + three + "\x20\x02\x0e\x02\x00\x01\x02\x0b" + jump + "\x02\x0b\x0b" + tail + "\x0b", ""},
		{"the place is read elsewhere", whole(jump + "\x02\x0b\x0b\x20\x00\x1a"), ""},
		{"a function value is called", whole(jump + "\x02\x0b\x0b\x21\x00\x41\x00\x20\x00\x11\x00\x00\x1a"),
			whole("\x0c\x01\x0b\x0b\x21\x00\x41\x00\x20\x00\x11\x00\x00\x1a")},
		{"a call", whole("\x10\x05\x0d\x03\x0b\x10\x05\x0d\x02\x0b"), whole("\x10\x05" + leave + "\x0b\x10\x05" + leave + "\x0b")},
		{"a branch that leaves less", whole("\x10\x05\x0d\x02\x0b\x0b"), ""},
		{"an exit that returns something else", strings.TrimSuffix(whole("\x10\x05\x0d\x03\x0b\x0b"), last) + "\x0b\x41\x00\x0b", ""},
		{"no table", "\x00" + start + "\x20\x02\x0b", ""},
		{"no stack pointer", "\x00" + again + three + table + jump + "\x02\x0b\x0b" + tail + "\x0b", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.is == "" {
				test.is = test.was
			}
			section := func(body string) []byte { return []byte("\x01" + string(rune(len(body))) + body) }
			straight, ok := straighten(section(test.was))
			if want := section(test.is); !ok || !bytes.Equal(straight, want) {
				t.Errorf("%t\n got %x\nwant %x", ok, straight, want)
			}
			if again, ok := straighten(straight); !ok || !bytes.Equal(again, straight) {
				t.Errorf("a second time it changes: %t, %x", ok, again)
			}
			for n := range section(test.was) {
				if _, ok := straighten(section(test.was)[:n]); ok {
					t.Errorf("cut off after %d bytes it is taken", n)
				}
			}
		})
	}
}

// TestShorter has instructions that are replaced by fewer ones, and some that are not.
func TestShorter(t *testing.T) {
	const (
		stack = "\x20\x01\xad\x42\x10\x7c\xa7" // the address of the stack pointer and 16
		less  = "\x50\xad\x50\x45"             // i64.eqz, converted to a number and back to a condition
		up    = "\x20\x01\x41\x08\x6a\x22\x01\x24\x00"
		start = "\x23\x00\x21\x01"
	)
	for _, test := range []struct{ name, was, is string }{
		{"a load", stack + "\x29\x03\x00", "\x20\x01\x29\x03\x10"},
		{"a load with an offset", stack + "\x29\x03\xf8\x01", "\x20\x01\x29\x03\x88\x02"},
		{"a store", stack + "\x42\x05\x37\x03\x00", "\x20\x01\x42\x05\x37\x03\x10"},
		{"a store of what is loaded", stack + stack + "\x29\x03\x08\x37\x03\x00", "\x20\x01\x20\x01\x29\x03\x18\x37\x03\x10"},
		{"a store of a sum", stack + "\x20\x02\x20\x03\x7c\x37\x03\x00", "\x20\x01\x20\x02\x20\x03\x7c\x37\x03\x10"},
		{"the address is stored", "\x20\x02" + stack + "\xad\x37\x03\x00", ""},
		{"the address is kept", stack + "\x21\x02", ""},
		{"the address is compared", stack + "\x20\x02\x4d\x1a", ""},
		{"a call before the store", stack + "\x10\x05\x37\x03\x00", ""},
		{"a block before the store", stack + "\x02\x40\x0b\x42\x05\x37\x03\x00", ""},
		{"memory.copy", stack + "\x20\x02\x20\x03\xfc\x0a\x00\x00", ""},
		{"a negative offset", strings.Replace(stack, "\x10", "\x70", 1) + "\x29\x03\x00", ""},
		{"another local", strings.Replace(stack, "\x01", "\x02", 1) + "\x29\x03\x00", ""},
		{"a condition", less + "\x0d\x00", "\x50\x0d\x00"},
		{"a condition, negated", "\x51\xad\x50\x0d\x00", "\x51\x45\x0d\x00"},
		{"what is no comparison", "\xa7\xad\x50\x45\x0d\x00", ""},
		{"a number of 32 bits", "\x42\x80\x99\xf9\x02\xa7\x1a", "\x41\x80\x99\xf9\x02\x1a"},
		{"a number of 64 bits", "\x42\x80\x80\x80\x80\x10\xa7\x1a", ""},
		{"the stack pointer twice", up + up, strings.Replace(up, "\x08", "\x10", 1)},
		{"the stack pointer is another local", "\x42\x00\xa7\x21\x01" + stack + "\x29\x03\x00", "\x41\x00\x21\x01" + stack + "\x29\x03\x00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.is == "" {
				test.is = test.was
			}
			list, ok := instructions([]byte(start + test.was + "\x0b"))
			if got := shorter(list); !ok || string(got) != start+test.is+"\x0b" {
				t.Errorf("%t\n got %x\nwant %x", ok, got, start+test.is+"\x0b")
			}
		})
	}
}

// TestWithBase: a function keeps its number in a local if its calls need it.
func TestWithBase(t *testing.T) {
	const (
		start = "\x23\x00\x21\x01"
		one   = "\x42\x83\x80\xb0\xfc\x01" // the third place of function 8076
		base  = "\x42\x80\x80\xb0\xfc\x01"
		calls = "\x37\x03\x00\x41\x00\x10\x05\x1a"
	)
	for _, test := range []struct{ name, locals, was, isLocals, is string }{
		{"calls", "\x01\x01\x7f", start + "\x20\x01" + one + calls + "\x20\x01" + base + calls, "\x02\x01\x7f\x01\x7e",
			start + base + "\x21\x02\x20\x01\x42\x03\x20\x02\x7c" + calls + "\x20\x01\x42\x00\x20\x02\x7c" + calls},
		{"other locals", "\x02\x01\x7f\x02\x7e", start + "\x20\x03\x21\x02\x20\x01" + one + calls, "\x03\x01\x7f\x01\x7e\x02\x7e",
			start + base + "\x21\x02\x20\x04\x21\x03\x20\x01\x42\x03\x20\x02\x7c" + calls},
		{"a number of another function", "\x01\x01\x7f", start + "\x20\x01" + one + calls + "\x42\x83\x80\xb4\xfc\x01\x1a", "\x02\x01\x7f\x01\x7e",
			start + base + "\x21\x02\x20\x01\x42\x03\x20\x02\x7c" + calls + "\x42\x83\x80\xb4\xfc\x01\x1a"},
		{"no call", "\x01\x01\x7f", start + "\x20\x01" + one + "\x37\x03\x00", "", ""},
		{"local 1 is no i32", "\x01\x02\x7e", start + "\x20\x01" + one + calls, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.is == "" {
				test.isLocals, test.is = test.locals, test.was
			}
			list, ok := instructions([]byte(test.was + "\x0b"))
			if got := withBase([]byte(test.locals), list); !ok || string(got) != test.isLocals+test.is+"\x0b" {
				t.Errorf("%t\n got %x\nwant %x", ok, got, test.isLocals+test.is+"\x0b")
			}
		})
	}
}

// TestStraightenedRuns: this Go compiles most functions to the sequence in code.go, and a rewritten program does the same as a
// native one.
func TestStraightenedRuns(t *testing.T) {
	const program = "testdata/flow.go"
	leaner, err := lean(buildFile(t, program), false)
	if err != nil {
		t.Fatal(err)
	}
	functions, shaped, based, straight, calls := 0, 0, 0, 0, 0
	section := sectionOf(t, leaner, codeSection)
	count, k := binary.Uvarint(section)
	rest := section[k:]
	for range count {
		var body []byte
		body, rest, _ = sized(rest)
		locals, _ := lengthOfLocals(body)
		list, ok := instructions(body[locals:])
		if !ok {
			t.Fatal("an instruction that lean does not know")
		}
		functions++
		if len(list) > 4 && list[2].code == i64Const { // its number
			list, based = append(list[:2:2], list[4:]...), based+1
		}
		if _, ok := asCompiled(list); ok {
			shaped++
		}
		for i, in := range list {
			switch in.code {
			case call:
				calls++
			case br, brIf:
				straight++
				if in.code == br && list[i-1].is(localSet, 0) {
					straight--
				}
			}
		}
	}
	t.Logf("%d functions, %d of them with a table, %d with their number; %d branches go straight; %d calls", functions, shaped, based, straight, calls)
	if shaped < functions*9/10 || based < functions*3/4 || straight < calls/2 {
		t.Error("most of the code is not as described")
	}

	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("the program is not run: there is no node")
	}
	want, err := exec.Command("go", "run", program).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, want)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "flow.wasm")
	if err := os.WriteFile(file, leaner, 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := exec.Command(node, filepath.Join(strings.TrimSpace(string(root)), "lib/wasm/wasm_exec_node.js"), file).CombinedOutput()
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%v\n got %s\nwant %s", err, got, want)
	}
}
