// Lean removes from the linked page's program what a browser does not need, a quarter of the download. The behaviour of the
// program stays the same.
//
//   - The linker splits the initial memory at every run of eight zeros into up to 100,000 segments, each with an address.
//     Zeros compress well and addresses do not, so the segments are joined.
//   - The tables that only traces read are blanked: names of functions and files, lines, arguments. A trace in the
//     console is then useless; -traces keeps them. (pclntab.go)
//   - Two tables can be derived from others; an added function writes them when the module is instantiated. (derived.go)
//   - Jumps go directly to their targets, and the bytes after each call are the same. (code.go)
//   - Stack addresses, conditions and resume points of calls take fewer bytes. (shorter.go)
//   - The parts of messages and causes that only tests and the server's documents read are blanked; -traces keeps these, too. (unread.go)
//   - Custom sections, such as the build id, are removed.
//
// Usage:
//
//	go run ./web/build/lean [-traces] bin/app.wasm web/static/app.wasm
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	traces := flag.Bool("traces", false, "keep what traces say, and what only tests read")
	flag.Parse()
	if flag.NArg() != 2 {
		log.Fatal("usage: lean [-traces] from.wasm to.wasm")
	}
	if err := run(flag.Arg(0), flag.Arg(1), *traces); err != nil {
		log.Fatalf("lean: %v", err)
	}
}

func run(from, to string, keepTraces bool) error {
	program, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	leaner, err := lean(program, keepTraces)
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	return os.WriteFile(to, leaner, 0o644)
}

// Ids of the sections that are used here (WebAssembly Core Specification 2.0, 5.5.2).
const (
	customSection   = 0
	typeSection     = 1
	importSection   = 2
	functionSection = 3
	startSection    = 8
	codeSection     = 10
	dataSection     = 11
)

const preamble = "\x00asm\x01\x00\x00\x00"

var errNotWasm = errors.New("not a WebAssembly module as Go's linker writes it")

// A section is its id and what follows its length.
type section struct {
	id   byte
	body []byte
}

// lean rewrites a module. A module that it has already rewritten is returned unchanged.
func lean(program []byte, keepTraces bool) ([]byte, error) {
	if len(program) < len(preamble) || string(program[:len(preamble)]) != preamble {
		return nil, errNotWasm
	}
	var sections []section
	for rest := program[len(preamble):]; len(rest) > 0; {
		id := rest[0]
		body, after, ok := sized(rest[1:])
		if !ok {
			return nil, errNotWasm
		}
		rest = after
		if id == startSection {
			return program, nil // Go's linker writes no start section
		}
		if id != customSection {
			sections = append(sections, section{id, body})
		}
	}
	for i := range sections {
		if sections[i].id == codeSection {
			if straight, ok := straighten(sections[i].body); ok {
				sections[i].body = straight
			} else {
				log.Print("lean: this Go writes its code in another way; it stays")
			}
		}
		if sections[i].id != dataSection {
			continue
		}
		memory, ok := memoryImage(sections[i].body)
		if !ok {
			return nil, errNotWasm
		}
		if !keepTraces && !dropTraces(memory) {
			log.Print("lean: this Go writes its line tables in another way; they stay")
		}
		if !keepTraces {
			dropUnread(memory)
		}
		full := bytes.Clone(memory)
		if d, ok := derive(memory); !ok {
			log.Print("lean: this Go writes its tables of functions in another way; they stay")
		} else if started, ok := start(sections, d.function()); ok {
			sections = started
		} else {
			memory = full
		}
		for j := range sections {
			if sections[j].id == dataSection {
				sections[j].body = segments(memory)
			}
		}
		break
	}
	out := []byte(preamble)
	for _, s := range sections {
		out = append(out, s.id)
		out = binary.AppendUvarint(out, uint64(len(s.body)))
		out = append(out, s.body...)
	}
	return out, nil
}

// start adds a function without parameters and results, which runs when the module is instantiated. It returns false if a
// section that this changes is missing or cannot be parsed.
func start(sections []section, code []byte) (out []section, ok bool) {
	var imports, types, functions uint64
	find := func(id byte) []byte {
		for _, s := range sections {
			if s.id == id {
				return s.body
			}
		}
		return nil
	}
	if imports, ok = importedFunctions(find(importSection)); !ok {
		return nil, false
	}
	var k int
	if types, k = binary.Uvarint(find(typeSection)); k <= 0 {
		return nil, false
	}
	if functions, k = binary.Uvarint(find(functionSection)); k <= 0 {
		return nil, false
	}
	items := map[byte][]byte{
		typeSection:     {0x60, 0, 0},
		functionSection: binary.AppendUvarint(nil, types),
		codeSection:     append(binary.AppendUvarint(nil, uint64(len(code))), code...),
	}
	placed := false
	for _, s := range sections {
		if !placed && s.id > startSection {
			out = append(out, section{startSection, binary.AppendUvarint(nil, imports+functions)})
			placed = true
		}
		if item := items[s.id]; item != nil {
			n, k := binary.Uvarint(s.body)
			if k <= 0 {
				return nil, false
			}
			body := append(binary.AppendUvarint(nil, n+1), s.body[k:]...)
			s.body = append(body, item...)
			delete(items, s.id)
		}
		out = append(out, s)
	}
	return out, placed && len(items) == 0
}

// importedFunctions returns the number of functions in an import section; other imports are not expected.
func importedFunctions(body []byte) (n uint64, ok bool) {
	n, k := binary.Uvarint(body)
	if k <= 0 {
		return 0, len(body) == 0
	}
	rest := body[k:]
	for range n {
		for range 2 { // module and name
			if _, rest, ok = sized(rest); !ok {
				return 0, false
			}
		}
		if len(rest) == 0 || rest[0] != 0 {
			return 0, false
		}
		if _, k = binary.Uvarint(rest[1:]); k <= 0 {
			return 0, false
		}
		rest = rest[1+k:]
	}
	return n, len(rest) == 0
}

// sized splits off a length-prefixed part.
func sized(b []byte) (body, rest []byte, ok bool) {
	n, k := binary.Uvarint(b)
	if k <= 0 || n > uint64(len(b)-k) {
		return nil, nil, false
	}
	b = b[k:]
	return b[:n], b[n:], true
}

// A segment is written: memory 0, i32.const offset, end, length, bytes.
const (
	i32Const = 0x41
	end      = 0x0b
)

// maxMemory bounds the image: 64 MB, far more than the page needs.
const maxMemory = 64 << 20

// memoryImage returns the memory that the data section initialises.
func memoryImage(section []byte) (memory []byte, ok bool) {
	n, k := binary.Uvarint(section)
	if k <= 0 {
		return nil, false
	}
	rest := section[k:]
	for range n {
		if len(rest) < 2 || rest[0] != 0 || rest[1] != i32Const {
			return nil, false
		}
		at, k := signed(rest[2:])
		if k == 0 || at < 0 || at > maxMemory || len(rest) < 3+k || rest[2+k] != end {
			return nil, false
		}
		body, after, ok := sized(rest[3+k:])
		if !ok || at+len(body) > maxMemory {
			return nil, false
		}
		if need := at + len(body) - len(memory); need > 0 {
			memory = append(memory, make([]byte, need)...)
		}
		copy(memory[at:], body)
		rest = after
	}
	return memory, true
}

// apart is the number of zeros that separate two segments: more of them cost more time to decompress than a segment does.
const apart = 1 << 10

// segments encodes memory as a data section.
func segments(memory []byte) []byte {
	var body []byte
	n := 0
	for at := 0; at < len(memory); {
		if memory[at] == 0 {
			at++
			continue
		}
		stop, zeros := at, 0 // the offset after the last non-zero byte, and the number of zeros after it
		for i := at; i < len(memory) && zeros < apart; i++ {
			if zeros++; memory[i] != 0 {
				stop, zeros = i+1, 0
			}
		}
		body = append(body, 0, i32Const)
		body = appendSigned(body, at)
		body = append(body, end)
		body = binary.AppendUvarint(body, uint64(stop-at))
		body = append(body, memory[at:stop]...)
		at, n = stop, n+1
	}
	return append(binary.AppendUvarint(nil, uint64(n)), body...)
}

// signed parses a signed LEB128 integer; k is its length in bytes, 0 if there is none.
func signed(b []byte) (v, k int) {
	for k < len(b) && k < 5 {
		c := b[k]
		v |= int(c&0x7f) << (7 * k)
		k++
		if c&0x80 == 0 {
			if c&0x40 != 0 {
				v -= 1 << (7 * k)
			}
			return v, k
		}
	}
	return 0, 0
}

func appendSigned(b []byte, v int) []byte {
	for {
		c := byte(v & 0x7f)
		v >>= 7
		if v == 0 && c&0x40 == 0 || v == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}
