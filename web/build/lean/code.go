package main

import (
	"bytes"
	"encoding/binary"
)

// WebAssembly has no jumps to addresses, and a goroutine that waits leaves its functions. So Go's compiler writes a
// function with a table of the places where it goes on after a call, or is jumped to (cmd/internal/obj/wasm/wasmobj.go):
//
//	global.get 0 · local.set 1            the stack pointer
//	block                                 exit
//	  loop                                again
//	    block … block                     one for each place
//	      local.get 0 · br_table …        to the place whose number local 0 has
//	    end
//	    …                                 the code; each place is at the end of its block
//	  end · unreachable
//	end · i32.const 1                     what a function returns whose goroutine waits
//
// Two things are written in another way, which does the same in fewer bytes, or in bytes that compress better:
//
//   - A jump, "i32.const place · local.set 0 · br again", goes through the table. A jump forward can leave the block of its
//     place at once: "br block". That is also faster: what compiles WebAssembly sees where the jump goes.
//   - After a call, "br_if exit" returns 1 if the goroutine waits. How many blocks that leaves differs from call to call,
//     and breaks what would repeat. "if · i32.const 1 · return · end" is the same bytes everywhere.
//
// Each is made where the function is as above in every detail that it relies on; other functions stay.

// Instructions (WebAssembly Core Specification 2.0, 5.4) that matter here, beside those that derived.go writes.
const (
	unreachable, nop, block, ifThen, otherwise = 0x00, 0x01, 0x02, 0x04, 0x05
	br, brTable, returns, call, callIndirect   = 0x0c, 0x0e, 0x0f, 0x10, 0x11
	drop, choose, globalGet, globalSet         = 0x1a, 0x1b, 0x23, 0x24
	lastAccess, memorySize, memoryGrow         = 0x3e, 0x3f, 0x40 // accesses to memory begin with i32Load
	i64Const, f32Const, f64Const               = 0x42, 0x43, 0x44
	firstPlain, lastPlain                      = 0x45, 0xc4 // comparisons and arithmetic
	prefixed, lastConversion, copying, filling = 0xfc, 7, 10, 11
)

// An instruction, as far as it matters here.
type instruction struct {
	code   byte
	number int      // of a branch, a constant, a local or a global
	table  []uint64 // of br_table
	end    int      // of block, loop and if: the place of its end in the list
	bytes  []byte   // all of it
}

func (in instruction) is(code byte, number int) bool { return in.code == code && in.number == number }

// straighten rewrites a code section. It returns false if it meets what is no code, or an instruction that Go does not use.
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
	var open []int // labels, by the places of their instructions
	for i := 0; i < len(list); i++ {
		in := list[i]
		switch in.code {
		case block, loop, ifThen:
			if depth, ok := f.jump(i+1, append(open, i)); ok && in.code == ifThen && in.end == i+4 { // nothing but a jump
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

// compiled is a function as described above.
type compiled struct {
	list   []instruction
	again  int   // place of the loop; -1 if there is none
	exit   int   // place of the block; -1 if there is none
	places []int // for each number the block, by the place of its instruction
}

// asCompiled reads what a function begins and ends with. It returns false if that is not as described.
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
	// Local 0 is read by the table alone, but for a call of a function value, which keeps the function in it.
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

// jump returns how many labels a jump forward has to leave, if there is one at a place of the list where some are open.
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

// lengthOfLocals is how many bytes declare the locals of a function.
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

// instructions reads the body of a function.
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
			if len(open) == 0 { // of the function
				return append(list, in), at == len(body)
			}
			list[open[len(open)-1]].end = len(list)
			open = open[:len(open)-1]
		}
		list = append(list, in)
	}
	return nil, false
}

// readInstruction reads the first instruction; n is its length, 0 if it is cut off or none that Go uses.
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
			return in, 0 // a type by its number
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
