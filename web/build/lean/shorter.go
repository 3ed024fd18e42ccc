package main

import (
	"bytes"
	"encoding/binary"
)

// Go's compiler computes addresses in 64 bits although those of WebAssembly have 32, and converts every comparison to a number.
// Shorter and faster equivalents replace this:
//
//   - A stack address, "local.get 1 · i64.extend_i32_u · i64.const n · i64.add · i32.wrap_i64", becomes "local.get 1" if a load or a
//     store uses it, and n is added to its offset. The stack ends far below 4 GB, so that the sum never wraps.
//   - "comparison · i64.extend_i32_u · i64.eqz · i32.eqz" becomes the comparison, and without the last instruction the comparison
//     with i32.eqz.
//   - "i64.const n · i32.wrap_i64" becomes "i32.const n".
//   - If the stack pointer is set twice in a row, only the second value is set.
//   - Before a call, a function stores its resume point on the stack: its own number times 65,536, plus the number of the point. The
//     first part is the same in all calls of a function, and differs between functions. It is kept in a local, so that all
//     calls of the program are the same bytes except for two small numbers. (withBase)

// Instructions, as in code.go.
const (
	i32Eqz, i64Eqz               = 0x45, 0x50
	firstComparison, lastCompare = 0x45, 0x66
	firstStore, i64Store         = 0x36, 0x37
	firstUnary, lastUnary        = 0x67, 0x69 // of i32; those of i64 follow
	i32Sub                       = 0x6b
	i64FirstUnary, i64LastUnary  = 0x79, 0x7b
	i64Add                       = 0x7c
	i32Wrap, i64ExtendU          = 0xa7, 0xad
	f32FirstUnary, f32LastUnary  = 0x8b, 0x91
	f64FirstUnary, f64LastUnary  = 0x99, 0x9f
	firstConversion              = 0xa7
	maxOffset                    = 1 << 20 // of a stack address
)

// shorter rewrites a compiled function in which local 1 is the stack pointer.
func shorter(list []instruction) []byte {
	stack := keepsStackPointer(list)
	var out []byte
	offsets := map[int]int{} // what to add to the offset of a memory access, by its index
	for i := 0; i < len(list); i++ {
		in := list[i]
		follows := func(codes ...byte) bool {
			for j, code := range codes {
				if i+1+j >= len(list) || list[i+1+j].code != code {
					return false
				}
			}
			return true
		}
		switch {
		case stack && in.is(localGet, 1) && follows(i64ExtendU, i64Const, i64Add, i32Wrap):
			if n, ok := small(list[i+2]); ok {
				if at := consumer(list, i+5); at > 0 {
					offsets[at] = n
					out = append(out, in.bytes...)
					i += 4
					continue
				}
			}
		case stack && in.is(localGet, 1) && follows(i32Const, i32Add, localTee, globalSet, localGet, i32Const, i32Add, localTee, globalSet) &&
			list[i+3].is(localTee, 1) && list[i+4].is(globalSet, 0) && list[i+5].is(localGet, 1) && list[i+8].is(localTee, 1) && list[i+9].is(globalSet, 0):
			out = append(append(out, in.bytes...), i32Const)
			out = appendSigned(out, list[i+1].number+list[i+6].number)
			for _, in := range list[i+2 : i+5] {
				out = append(out, in.bytes...)
			}
			i += 9
			continue
		case in.code >= firstComparison && in.code <= lastCompare && follows(i64ExtendU, i64Eqz, i32Eqz):
			out = append(out, in.bytes...)
			i += 3
			continue
		case in.code >= firstComparison && in.code <= lastCompare && follows(i64ExtendU, i64Eqz):
			out = append(append(out, in.bytes...), i32Eqz)
			i += 2
			continue
		case in.code == i64Const && follows(i32Wrap):
			if n, k := signed(in.bytes[1:]); k == len(in.bytes)-1 && n >= -1<<31 && n < 1<<31 {
				out = append(append(out, i32Const), in.bytes[1:]...)
				i++
				continue
			}
		}
		if n := offsets[i]; n > 0 {
			align, k := binary.Uvarint(in.bytes[1:])
			offset, _ := binary.Uvarint(in.bytes[1+k:])
			out = append(out, in.code)
			out = binary.AppendUvarint(out, align)
			out = binary.AppendUvarint(out, offset+uint64(n))
			continue
		}
		out = append(out, in.bytes...)
	}
	return out
}

// small returns the number of an i64.const if it can be an offset.
func small(in instruction) (n int, ok bool) {
	n, k := signed(in.bytes[1:])
	return n, k == len(in.bytes)-1 && n >= 0 && n < maxOffset
}

// keepsStackPointer reports whether local 1 only ever holds the stack pointer: the value of global 0, or that plus a constant.
func keepsStackPointer(list []instruction) bool {
	for i, in := range list {
		switch {
		case in.is(localSet, 1) && !list[i-1].is(globalGet, 0):
			return false
		case in.is(localTee, 1) && list[i-1].code != i32Add && list[i-1].code != i32Sub:
			return false
		}
	}
	return true
}

// consumer returns the index of the load or store that uses the top operand before index i as its address; 0 if another instruction uses
// it, or one in another block.
func consumer(list []instruction, from int) int {
	above := 0 // number of operands above it
	for at := from; at < len(list); at++ {
		takes, leaves, ok := operands(list[at].code)
		switch code := list[at].code; {
		case !ok:
			return 0
		case takes > above:
			if code >= i32Load && code < firstStore && above == 0 || code >= firstStore && code <= lastAccess && above == 1 {
				return at
			}
			return 0
		}
		above += leaves - takes
	}
	return 0
}

// operands returns how many operands a plain instruction pops and pushes; ok is false for other instructions.
func operands(code byte) (takes, leaves int, ok bool) {
	switch {
	case code >= i32Const && code <= f64Const, code == localGet, code == globalGet:
		return 0, 1, true
	case code == localSet, code == globalSet, code == drop:
		return 1, 0, true
	case code == choose:
		return 3, 1, true
	case code >= firstStore && code <= lastAccess:
		return 2, 0, true
	case code == localTee, code >= i32Load && code < firstStore, code == i32Eqz, code == i64Eqz,
		code >= firstUnary && code <= lastUnary, code >= i64FirstUnary && code <= i64LastUnary,
		code >= f32FirstUnary && code <= f32LastUnary, code >= f64FirstUnary && code <= f64LastUnary,
		code >= firstConversion && code <= lastPlain:
		return 1, 1, true
	case code >= firstPlain && code < firstConversion:
		return 2, 1, true
	}
	return 0, 0, false
}

// withBase makes a function keep its own number times 65,536 in local 2. Locals from 2 on are renumbered.
func withBase(locals []byte, list []instruction) []byte {
	base, stackPointer := 0, []byte{1, 0x7f} // the first group of locals: one i32
	for i := range list {
		if n, ok := goesOn(list[i:]); ok {
			base = n &^ 0xffff
			break
		}
	}
	var out []byte
	if groups, k := binary.Uvarint(locals); base > 0 && bytes.HasPrefix(locals[k:], stackPointer) {
		out = binary.AppendUvarint(out, groups+1)
		out = append(append(out, stackPointer...), 1, 0x7e) // an i64
		out = append(out, locals[k+len(stackPointer):]...)
	} else {
		out, base = append(out, locals...), 0
	}
	for i, in := range list {
		n, k := signed(in.bytes[1:])
		switch {
		case base > 0 && in.code >= localGet && in.code <= localTee && in.number > 1:
			out = binary.AppendUvarint(append(out, in.code), uint64(in.number+1))
		case base > 0 && in.code == i64Const && k == len(in.bytes)-1 && n&^0xffff == base:
			out = append(appendSigned(append(out, i64Const), n-base), localGet, 2, i64Add)
		default:
			out = append(out, in.bytes...)
		}
		if base > 0 && in.is(localSet, 1) && i == 1 {
			out = append(appendSigned(append(out, i64Const), base), localSet, 2)
		}
	}
	return out
}

// goesOn parses "i64.const n · i64.store · i32.const 0 · call", with which a function stores n as its resume point.
func goesOn(list []instruction) (n int, ok bool) {
	if len(list) < 4 || list[0].code != i64Const || list[1].code != i64Store || !list[2].is(i32Const, 0) || list[3].code != call {
		return 0, false
	}
	n, k := signed(list[0].bytes[1:])
	return n, k == len(list[0].bytes)-1 && n > 0xffff
}
