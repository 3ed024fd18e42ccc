// Lean takes out of the page's program what no visitor needs, after the linker: a fifth of what is
// downloaded. The code stays as it is, byte for byte.
//
//   - The linker cuts the initial memory at every run of eight zeros, up to 100,000 pieces, each with an
//     address of its own. Zeros compress to nothing and addresses do not, so the pieces are joined.
//   - The tables that only traces read are blanked: names of functions, source files, lines, arguments. A trace in the
//     console then says nothing; with -names it names functions. (pclntab.go)
//   - Custom sections, as the build id, are left out.
//
// Usage:
//
//	go run ./web/build/lean [-names] bin/app.wasm web/static/app.wasm
package main

import (
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	names := flag.Bool("names", false, "keep the names of functions, for traces")
	flag.Parse()
	if flag.NArg() != 2 {
		log.Fatal("usage: lean [-names] from.wasm to.wasm")
	}
	if err := run(flag.Arg(0), flag.Arg(1), *names); err != nil {
		log.Fatalf("lean: %v", err)
	}
}

func run(from, to string, keepNames bool) error {
	program, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	leaner, err := lean(program, keepNames)
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	return os.WriteFile(to, leaner, 0o644)
}

// Ids of the sections that matter here (WebAssembly Core Specification 2.0, 5.5.2).
const (
	customSection = 0
	dataSection   = 11
)

const preamble = "\x00asm\x01\x00\x00\x00"

var errNotWasm = errors.New("not a WebAssembly module as Go's linker writes it")

// lean rewrites a module.
func lean(program []byte, keepNames bool) ([]byte, error) {
	if len(program) < len(preamble) || string(program[:len(preamble)]) != preamble {
		return nil, errNotWasm
	}
	out := []byte(preamble)
	for rest := program[len(preamble):]; len(rest) > 0; {
		id := rest[0]
		body, after, ok := sized(rest[1:])
		if !ok {
			return nil, errNotWasm
		}
		rest = after
		switch id {
		case customSection:
			continue
		case dataSection:
			memory, ok := memoryImage(body)
			if !ok {
				return nil, errNotWasm
			}
			if !dropTraces(memory, keepNames) {
				log.Print("lean: this Go writes its line tables in another way; they stay")
			}
			body = segments(memory)
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out, nil
}

// sized splits off what a length in front delimits.
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

// maxMemory bounds the image: 64 MB, far more than a page should ever have.
const maxMemory = 64 << 20

// memoryImage is the memory as the data section initialises it.
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

// apart is how many zeros separate two segments: as many as cost more to unpack than a segment does.
const apart = 1 << 10

// segments writes memory as a data section.
func segments(memory []byte) []byte {
	var body []byte
	n := 0
	for at := 0; at < len(memory); {
		if memory[at] == 0 {
			at++
			continue
		}
		stop, zeros := at, 0 // after the last byte that is not zero, and how many zeros follow it
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

// signed reads a signed LEB128 integer; k is its length, 0 if there is none.
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
