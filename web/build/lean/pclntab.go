package main

import (
	"bytes"
	"encoding/binary"
)

// Go's runtime knows its functions from one table, pclntab (runtime/symtab.go). It starts with
//
//	magic 4 · 0 0 · instruction size 1 · pointer size 1 · number of functions 8 · number of files 8 · unused 8
//	offsets of: names 8 · files of each package 8 · file names 8 · pctab 8 · functions 8
//
// The functions are an index, one entry of 8 bytes each: where its code is, where its record is. A record is
//
//	entry 4 · name 4 · args 4 · deferreturn 4 · pcsp 4 · pcfile 4 · pcln 4 · npcdata 4 · package 4 · line 4 · …
//	pcdata 4 × npcdata
//
// with pcsp, pcfile, pcln and every pcdata a list in pctab. The garbage collector and the stack need pcsp
// and pcdata; pcfile and pcln are for people who read traces, and 0 stands for "there is none".
var (
	order = binary.LittleEndian
	magic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8} // Go 1.20 and later
)

const (
	headerSize = 72
	entrySize  = 8

	// Offsets in a record.
	pcsp, pcfile, pcln, npcdata, packageFiles, startLine, pcdata = 16, 20, 24, 28, 32, 36, 44
)

// dropLines blanks what the memory of a Go program knows of source files and lines. It changes nothing
// and returns false if the table does not look as described.
func dropLines(memory []byte) bool {
	at := bytes.Index(memory, magic)
	if at < 0 || len(memory) < at+headerSize || bytes.Contains(memory[at+1:], magic) {
		return false
	}
	table := memory[at:]
	field := func(i int) int { return int(order.Uint64(table[8*i:])) }
	count, packages, pctabAt, functionsAt := field(1), field(5), field(7), field(8)
	if count < 0 || packages < headerSize || pctabAt < packages || functionsAt < pctabAt ||
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
		if n > (len(record)-pcdata)/4 {
			return false
		}
		if !markList(needed, pctab, order.Uint32(record[pcsp:])) {
			return false
		}
		for j := range n {
			if !markList(needed, pctab, order.Uint32(record[pcdata+4*j:])) {
				return false
			}
		}
		records[i] = record
	}

	for _, record := range records {
		for _, field := range []int{pcfile, pcln, packageFiles, startLine} {
			order.PutUint32(record[field:], 0)
		}
	}
	for i := range pctab {
		if !needed[i] {
			pctab[i] = 0
		}
	}
	clear(table[packages:pctabAt])
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
