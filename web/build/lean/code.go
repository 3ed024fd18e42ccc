package main

import (
	"bytes"
	"encoding/binary"
)

// WebAssembly has no jumps to addresses, and a goroutine that blocks returns from all its functions. So Go's compiler gives each
// function a table of its resume points: jump targets, and the places after calls (cmd/internal/obj/wasm/wasmobj.go):
//
//	global.get 0 · local.set 1            the stack pointer
//	block                                 exit
//	  loop                                again
//	    block … block                     one for each resume point
//	      local.get 0 · br_table …        to the resume point with the number in local 0
//	    end
//	    …                                 the code; each resume point is at the end of its block
//	  end · unreachable
//	end · i32.const 1                     the result of a function whose goroutine blocks
//
// Two sequences of instructions are replaced by equivalent ones that take fewer bytes or compress better:
//
//   - A jump, "i32.const place · local.set 0 · br again", goes through the table. A jump forward can leave the block of its
//     target directly: "br block". It is also faster, because the browser's compiler sees the target.
//   - After a call, "br_if exit" returns 1 if the goroutine blocks. The depth of exit differs from call to call, so the bytes
//     do not repeat. "if · i32.const 1 · return · end" is the same everywhere.
//
// A function that differs from the sequence above in any relevant detail is left unchanged.

// Instructions (WebAssembly Core Specification 2.0, 5.4) that are used here, in addition to those in derived.go.
const (
	unreachable, nop, block, ifThen, otherwise = 0x00, 0x01, 0x02, 0x04, 0x05
	br, brTable, returns, call, callIndirect   = 0x0c, 0x0e, 0x0f, 0x10, 0x11
	drop, choose, globalGet, globalSet         = 0x1a, 0x1b, 0x23, 0x24
	lastAccess, memorySize, memoryGrow         = 0x3e, 0x3f, 0x40 // memory accesses begin with i32Load
	i64Const, f32Const, f64Const               = 0x42, 0x43, 0x44
	firstPlain, lastPlain                      = 0x45, 0xc4 // comparisons and arithmetic
	prefixed, lastConversion, copying, filling = 0xfc, 7, 10, 11
)

// An instruction, as far as it matters here.
type instruction struct {
	code   byte
	number int      // of a branch, a constant, a local or a global
	table  []uint64 // of br_table
	end    int      // of block, loop and if: the index of its end in the list
	bytes  []byte   // all of it
}

func (in instruction) is(code byte, number int) bool { return in.code == code && in.number == number }

// straighten rewrites a code section. It returns false for an invalid section, or an instruction that Go does not use.
func straighten(section []byte) (straight []byte, ok bool) {
	count, k := binary.Uvarint(section)
	if k <= 0 {
		return nil, false
	}
	out, rest := bytes.Clone(section[:k]), section[k:]
	for range count {
		var body []byte
		if body, rest, ok = sized(rest); !ok {
			return nil, false
		}
		if body, ok = straightenFunction(body); !ok {
			return nil, false
		}
		out = append(binary.AppendUvarint(out, uint64(len(body))), body...)
	}
	return out, len(rest) == 0
}

func straightenFunction(body []byte) (straight []byte, ok bool) {
	locals, ok := lengthOfLocals(body)
	if !ok {
		return nil, false
	}
	list, ok := instructions(body[locals:])
	if !ok {
		return nil, false
	}
	f, ok := asCompiled(list)
	if !ok {
		return body, true
	}
	out := bytes.Clone(body[:locals])
	var open []int // labels, as indices of their instructions
	for i := 0; i < len(list); i++ {
		in := list[i]
		switch in.code {
		case block, loop, ifThen:
			if depth, ok := f.jump(i+1, append(open, i)); ok && in.code == ifThen && in.end == i+4 { // only a jump
				out = append(out, brIf)
				out = binary.AppendUvarint(out, uint64(depth-1))
				i = in.end
				continue
			}
			open = append(open, i)
		case end:
			open = open[:max(0, len(open)-1)]
		case brIf:
			if depth := len(open) - 1 - in.number; depth >= 0 && open[depth] == f.exit {
				out = append(out, ifThen, noResult, i32Const, 1, returns, end)
				continue
			}
		case i32Const:
			if depth, ok := f.jump(i, open); ok {
				out = append(out, br)
				out = binary.AppendUvarint(out, uint64(depth))
				i += 2
				continue
			}
		}
		out = append(out, in.bytes...)
	}
	if list, ok = instructions(out[locals:]); !ok {
		return nil, false
	}
	if list, ok = instructions(shorter(list)); !ok {
		return nil, false
	}
	return withBase(body[:locals], list), true
}

// compiled is a function that follows the sequence above.
type compiled struct {
	list   []instruction
	again  int   // index of the loop; -1 if there is none
	exit   int   // index of the block; -1 if there is none
	places []int // by number of the resume point: the index of its block
}

// asCompiled reads the beginning and the end of a function. It returns false if they do not follow the sequence.
func asCompiled(list []instruction) (f compiled, ok bool) {
	const head = 2 // instructions before the first block
	f = compiled{list: list, again: -1, exit: -1}
	at := head
	for at < len(list) && (list[at].code == block || list[at].code == loop) {
		if list[at].code == loop {
			if f.again >= 0 {
				return f, false
			}
			f.again = at
		}
		at++
	}
	blocks := at - head
	if blocks == 0 || at+2 >= len(list) || !list[0].is(globalGet, 0) || !list[1].is(localSet, 1) ||
		!list[at].is(localGet, 0) || list[at+1].code != brTable || list[at+2].code != end {
		return f, false
	}
	for _, depth := range list[at+1].table {
		if depth >= uint64(blocks) {
			return f, false
		}
		place := at - 1 - int(depth)
		if place <= f.again {
			return f, false
		}
		f.places = append(f.places, place)
	}
	// Local 0 is read only by the table, and by calls of function values, which keep the function in it.
	for i := at + 1; i < len(list); i++ {
		if in := list[i]; in.is(localTee, 0) || in.is(localGet, 0) && !list[i-2].is(localSet, 0) {
			return f, false
		}
	}
	if n := len(list); list[head].code == block && list[head].end == n-3 && list[n-2].is(i32Const, 1) {
		f.exit = head
	}
	return f, true
}

// jump returns the depth of the label for the jump forward at index i, where these labels are open; false if there is none.
func (f compiled) jump(at int, open []int) (depth int, ok bool) {
	if at+2 >= len(f.list) {
		return 0, false
	}
	place, set, branch := f.list[at], f.list[at+1], f.list[at+2]
	if place.code != i32Const || !set.is(localSet, 0) || branch.code != br || branch.number >= len(open) ||
		open[len(open)-1-branch.number] != f.again || place.number < 0 || place.number >= len(f.places) {
		return 0, false
	}
	for depth := range open {
		if open[len(open)-1-depth] == f.places[place.number] {
			return depth, true
		}
	}
	return 0, false // backward
}

// lengthOfLocals returns the length in bytes of the declaration of a function's locals.
func lengthOfLocals(body []byte) (n int, ok bool) {
	groups, n := binary.Uvarint(body)
	if n <= 0 {
		return 0, false
	}
	for range groups {
		_, k := binary.Uvarint(body[n:])
		if n += k + 1; k <= 0 || n > len(body) {
			return 0, false
		}
	}
	return n, true
}

// instructions parses the body of a function.
func instructions(body []byte) (list []instruction, ok bool) {
	var open []int
	for at := 0; at < len(body); {
		in, n := readInstruction(body[at:])
		if n == 0 {
			return nil, false
		}
		in.bytes = body[at : at+n]
		at += n
		switch in.code {
		case block, loop, ifThen:
			open = append(open, len(list))
		case end:
			if len(open) == 0 { // the end of the function
				return append(list, in), at == len(body)
			}
			list[open[len(open)-1]].end = len(list)
			open = open[:len(open)-1]
		}
		list = append(list, in)
	}
	return nil, false
}

// readInstruction parses the first instruction. n is its length in bytes; 0 if it is incomplete, or not one that Go uses.
func readInstruction(b []byte) (in instruction, n int) {
	in.code, n = b[0], 1
	unsigned := func() uint64 {
		if n == 0 {
			return 0
		}
		v, k := binary.Uvarint(b[n:])
		if k <= 0 {
			n = 0
			return 0
		}
		n += k
		return v
	}
	skip := func(bytes int) {
		if n += bytes; n > len(b) {
			n = 0
		}
	}
	switch code := in.code; {
	case code == block || code == loop || code == ifThen:
		if skip(1); n > 0 && b[1] != noResult && b[1] < 0x7c {
			return in, 0 // a type index
		}
	case code == br || code == brIf || code == call || code >= localGet && code <= globalSet:
		in.number = int(min(unsigned(), 1<<31))
	case code == brTable:
		count := unsigned()
		for i := uint64(0); i <= count && n > 0; i++ {
			in.table = append(in.table, unsigned())
		}
	case code == callIndirect || code >= i32Load && code <= lastAccess:
		unsigned()
		unsigned()
	case code == memorySize || code == memoryGrow:
		skip(1)
	case code == i32Const:
		v, k := signed(b[1:])
		if k == 0 {
			return in, 0
		}
		in.number = v
		skip(k)
	case code == i64Const:
		for n < len(b) && b[n] >= 0x80 {
			n++
		}
		skip(1)
	case code == f32Const:
		skip(4)
	case code == f64Const:
		skip(8)
	case code == prefixed:
		if skip(1); n == 0 {
			return in, 0
		}
		switch sub := b[1]; {
		case sub == copying:
			skip(2)
		case sub == filling:
			skip(1)
		case sub > lastConversion:
			return in, 0
		}
	case code == unreachable, code == nop, code == otherwise, code == end, code == returns, code == drop, code == choose,
		code >= firstPlain && code <= lastPlain:
	default:
		return in, 0
	}
	return in, n
}
