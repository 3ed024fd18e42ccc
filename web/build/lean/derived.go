package main

import (
	"bytes"
	"encoding/binary"
)

// Two tables of the runtime can be derived from other data, and take nearly half of the initial memory
// (cmd/link/internal/ld/pcln.go):
//
//   - The index of functions in pclntab has two offsets for each function: that of its code, which is one more than the last,
//     because a function is one unit of code (the function's record repeats it), and that of its record; records follow
//     each other, aligned to 8 bytes.
//   - findfunctab, with which the runtime finds the function of an address: 16 buckets for each function, each with the
//     function's number in 4 bytes and 16 bytes of zeros.
//
// They are blanked, and a start function, which browsers run before Go starts, writes them (WebAssembly Core Specification
// 2.0, 2.5.9).
type derived struct {
	functions   int    // address of the index
	count       int    // of functions
	firstEntry  uint32 // code of the first function
	firstRecord uint32 // record of the first function, from the index
	buckets     int    // address of findfunctab
	bucketCount int    // buckets that are as derived; the last few do not
}

const (
	bucketSize         = 20
	bucketsPerFunction = 16
)

// derive blanks the tables. It changes nothing and returns false if they do not have the bytes that the start function would
// write.
func derive(memory []byte) (d derived, ok bool) {
	at := bytes.Index(memory, magic)
	if at < 0 || len(memory) < at+headerSize {
		return d, false
	}
	start := order.Uint64(memory[at+8*8:])
	d.count = int(order.Uint64(memory[at+8:]))
	if start > uint64(len(memory)-at) || d.count < bucketsPerFunction || d.count > (len(memory)-at-int(start))/entrySize {
		return d, false
	}
	d.functions = at + int(start)
	d.firstEntry, d.firstRecord = order.Uint32(memory[d.functions:]), order.Uint32(memory[d.functions+4:])

	// findfunctab is found by the buckets of the second and third function.
	var known []byte
	for b := bucketsPerFunction; b < 3*bucketsPerFunction; b++ {
		known = append(known, bucket(b)...)
	}
	if d.buckets = bytes.Index(memory, known) - bucketsPerFunction*bucketSize; d.buckets < 0 {
		return d, false
	}
	for b := d.buckets; d.bucketCount < d.count*bucketsPerFunction && b+bucketSize <= len(memory) && bytes.Equal(memory[b:b+bucketSize], bucket(d.bucketCount)); b += bucketSize {
		d.bucketCount++
	}

	blank := bytes.Clone(memory)
	d.each(memory, func(entry, record int) {
		clear(blank[entry : entry+entrySize])
		clear(blank[record : record+4])
	})
	clear(blank[d.buckets : d.buckets+d.bucketCount*bucketSize])
	again := bytes.Clone(blank)
	d.write(again)
	if !bytes.Equal(again, memory) {
		return d, false
	}
	copy(memory, blank)
	return d, true
}

// bucket returns the bytes of a bucket.
func bucket(place int) []byte {
	return append(binary.LittleEndian.AppendUint32(nil, uint32(place/bucketsPerFunction)), make([]byte, bucketSize-4)...)
}

// each calls do with the entry and the record of each function, as far as they are in memory.
func (d derived) each(memory []byte, do func(entry, record int)) {
	offset := d.firstRecord
	for i := range d.count {
		record := d.functions + int(offset)
		if record > len(memory)-pcdata {
			return
		}
		do(d.functions+i*entrySize, record)
		offset = (offset + 4*(order.Uint32(memory[record+npcdata:])+uint32(memory[record+nfuncdata])) + pcdata + 7) &^ 7
	}
}

// write does what the start function does.
func (d derived) write(memory []byte) {
	i := uint32(0)
	d.each(memory, func(entry, record int) {
		order.PutUint32(memory[entry:], d.firstEntry+i)
		order.PutUint32(memory[entry+4:], uint32(record-d.functions))
		order.PutUint32(memory[record:], d.firstEntry+i)
		i++
	})
	for b := range d.bucketCount {
		order.PutUint32(memory[d.buckets+b*bucketSize:], uint32(b/bucketsPerFunction))
	}
}

// Instructions (WebAssembly Core Specification 2.0, 5.4).
const (
	loop, brIf                   = 0x03, 0x0d
	localGet, localSet, localTee = 0x20, 0x21, 0x22
	i32Load, i32Load8, i32Store  = 0x28, 0x2d, 0x36
	i32LtU                       = 0x49
	i32Add, i32And               = 0x6a, 0x71
	i32Shl, i32ShrU              = 0x74, 0x76
	noResult                     = 0x40
)

// function is the start function, as the code section has it.
func (d derived) function() []byte {
	const i, at, record, offset = 0, 1, 2, 3
	var code []byte
	op := func(b ...byte) { code = append(code, b...) }
	number := func(n int) { code = appendSigned(append(code, i32Const), n) }
	access := func(instruction, align, offset byte) { op(instruction, align, offset) }
	add := func(n int) { number(n); op(i32Add) }
	// next ends a loop that counts i.
	next := func(step, limit int) {
		op(localGet, at)
		add(step)
		op(localSet, at, localGet, i)
		add(1)
		op(localTee, i)
		number(limit)
		op(i32LtU, brIf, 0, end)
	}

	op(1, 4, 0x7f) // four locals of type i32
	number(d.functions)
	op(localSet, at)
	number(int(d.firstRecord))
	op(localSet, offset, loop, noResult, localGet, at, localGet, i)
	add(int(d.firstEntry))
	access(i32Store, 2, 0)
	op(localGet, at, localGet, offset)
	access(i32Store, 2, 4)
	op(localGet, offset)
	add(d.functions)
	op(localTee, record, localGet, i)
	add(int(d.firstEntry))
	access(i32Store, 2, 0)
	op(localGet, record)
	access(i32Load, 2, npcdata)
	op(localGet, record)
	access(i32Load8, 0, nfuncdata)
	op(i32Add)
	number(2)
	op(i32Shl, localGet, offset, i32Add)
	add(pcdata + 7)
	number(-8)
	op(i32And, localSet, offset)
	next(entrySize, d.count)

	number(0)
	op(localSet, i)
	number(d.buckets)
	op(localSet, at, loop, noResult, localGet, at, localGet, i)
	number(4) // 16 buckets a function
	op(i32ShrU)
	access(i32Store, 2, 0)
	next(bucketSize, d.bucketCount)
	return append(code, end)
}
