package main

import (
	"bytes"
	"encoding/binary"
)

// Go's runtime has the data of functions in one table, pclntab (runtime/symtab.go). It starts with
//
//	magic 4 · 0 0 · instruction size 1 · pointer size 1 · number of functions 8 · number of files 8 · unused 8
//	offsets of: names 8 · files of each package 8 · file names 8 · pctab 8 · functions 8
//
// The functions are an index with 8 bytes for each: the offset of its code, and that of its record. A record is
//
//	entry 4 · name 4 · args 4 · deferreturn 4 · pcsp 4 · pcfile 4 · pcln 4 · npcdata 4 · package 4 · line 4 · …
//	kind 1 · flags 1 · unused 1 · nfuncdata 1 · pcdata 4 × npcdata · funcdata 4 × nfuncdata
//
// with pcsp, pcfile, pcln and every pcdata the offset of a list in pctab. The garbage collector and stack growth need pcsp and the
// first two pcdata. The rest is for traces: names, files, lines, inlined calls (pcdata 2, funcdata 3) and arguments (pcdata 3,
// funcdata 5 and 6). 0 means "none", in a funcdata all ones (internal/abi/symtab.go).
var (
	order = binary.LittleEndian
	magic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8} // Go 1.20 and later
)

const (
	headerSize = 72
	entrySize  = 8

	// Offsets in a record.
	name, pcsp, pcfile, pcln, npcdata, packageFiles, startLine, nfuncdata, pcdata = 4, 16, 20, 24, 28, 32, 36, 43, 44

	neededPcdata = 2 // unsafe points and stack maps
	noFuncdata   = 1<<32 - 1
)

// traceFuncdata are the funcdata that only traces read.
var traceFuncdata = []int{3, 5, 6}

// dropTraces blanks the data for traces in the memory of a Go program: names of functions, files, lines and arguments. It changes
// nothing and returns false if the table does not follow the description above.
func dropTraces(memory []byte) bool {
	at := bytes.Index(memory, magic)
	if at < 0 || len(memory) < at+headerSize || bytes.Contains(memory[at+1:], magic) {
		return false
	}
	table := memory[at:]
	field := func(i int) int { return int(order.Uint64(table[8*i:])) }
	count, names, packages, pctabAt, functionsAt := field(1), field(4), field(5), field(7), field(8)
	if count < 0 || names < headerSize || packages < names || pctabAt < packages || functionsAt < pctabAt ||
		functionsAt > len(table) || count > (len(table)-functionsAt)/entrySize {
		return false
	}
	pctab, functions := table[pctabAt:functionsAt], table[functionsAt:]

	records := make([][]byte, count)
	needed := make([]bool, len(pctab))
	for i := range records {
		start := int(order.Uint32(functions[i*entrySize+4:]))
		if start > len(functions)-pcdata {
			return false
		}
		record := functions[start:]
		n := int(order.Uint32(record[npcdata:]))
		if n+int(record[nfuncdata]) > (len(record)-pcdata)/4 {
			return false
		}
		if !markList(needed, pctab, order.Uint32(record[pcsp:])) {
			return false
		}
		for j := range min(n, neededPcdata) {
			if !markList(needed, pctab, order.Uint32(record[pcdata+4*j:])) {
				return false
			}
		}
		records[i] = record
	}

	for _, record := range records {
		for _, field := range []int{name, pcfile, pcln, packageFiles, startLine} {
			order.PutUint32(record[field:], 0)
		}
		n := int(order.Uint32(record[npcdata:]))
		for j := neededPcdata; j < n; j++ {
			order.PutUint32(record[pcdata+4*j:], 0)
		}
		for _, j := range traceFuncdata {
			if j < int(record[nfuncdata]) {
				order.PutUint32(record[pcdata+4*(n+j):], noFuncdata)
			}
		}
	}
	for i := range pctab {
		if !needed[i] {
			pctab[i] = 0
		}
	}
	clear(table[names:pctabAt])
	return true
}

// markList marks the bytes of one list of pctab: pairs of varints, ended by a zero in the first place of a
// pair that is not the first pair. Equal lists, and equal ends of lists, are stored once.
func markList(needed []bool, pctab []byte, offset uint32) bool {
	if offset == 0 {
		return true
	}
	for at, first := int(offset), true; ; first = false {
		for part := range 2 {
			if at > len(pctab) {
				return false
			}
			v, k := binary.Uvarint(pctab[at:])
			if k <= 0 {
				return false
			}
			for i := range k {
				needed[at+i] = true
			}
			at += k
			if part == 0 && v == 0 && !first {
				return true
			}
		}
	}
}
