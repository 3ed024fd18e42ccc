// Package deflatetest decompresses DEFLATE data (RFC 1951) for tests, independently of the libraries that the product uses. Unlike
// those, it returns how far back the data refers. It is simple and slow.
package deflatetest

import (
	"errors"
	"fmt"
)

// Inflate decompresses a message as it crosses the wire (RFC 7692 §7.2.2), after the content of those before. It returns its
// content and the distance of its farthest reference, in bytes.
func Inflate(before, message []byte) (data []byte, farthest int, err error) {
	in := inflation{bits: append(append([]byte{}, message...), 0, 0, 0xFF, 0xFF), out: append([]byte{}, before...)}
	defer func() {
		if fault, ok := recover().(fault); ok {
			err = errors.New(string(fault))
		}
	}()
	for in.at < 8*len(message) {
		in.block()
	}
	return in.out[len(before):], in.farthest, nil
}

type fault string

// inflation is the data, the position in it, and the output so far.
type inflation struct {
	bits     []byte
	at       int // in bits
	out      []byte
	farthest int
}

// take reads n bits, the first one the lowest (RFC 1951 §3.1.1).
func (in *inflation) take(n int) (v int) {
	for i := range n {
		if in.at >= 8*len(in.bits) {
			panic(fault("the data ends within a block"))
		}
		v |= int(in.bits[in.at/8]>>(in.at%8)&1) << i
		in.at++
	}
	return v
}

// code is a Huffman code: how many symbols have each length, and the symbols in the order of their codes (RFC 1951 §3.2.2).
type code struct {
	count   [16]int
	symbols []int
}

func newCode(lengths []int) (c code) {
	for length := 1; length <= 15; length++ {
		for symbol, l := range lengths {
			if l == length {
				c.count[length]++
				c.symbols = append(c.symbols, symbol)
			}
		}
	}
	return c
}

func (in *inflation) symbol(c *code) int {
	bits, first, index := 0, 0, 0 // the code read so far, the first one of its length, and the place of that in symbols
	for length := 1; length <= 15; length++ {
		bits |= in.take(1)
		if bits-first < c.count[length] {
			return c.symbols[index+bits-first]
		}
		first, index = (first+c.count[length])<<1, index+c.count[length]
		bits <<= 1
	}
	panic(fault("bits that are no code"))
}

func (in *inflation) block() {
	in.take(1) // BFINAL; blocks after a last one are read, too (RFC 7692 §7.2.3.4)
	switch kind := in.take(2); kind {
	case 0:
		in.at = (in.at + 7) / 8 * 8
		n := in.take(16)
		if in.take(16) != n^0xFFFF {
			panic(fault("a length that does not match its complement"))
		}
		for range n {
			in.out = append(in.out, byte(in.take(8)))
		}
	case 1:
		in.compressed(newCode(fixedLengths()), newCode(repeat(nil, 5, 30)))
	case 2:
		in.compressed(in.codes())
	default:
		panic(fault("a block of a kind that does not exist"))
	}
}

// fixedLengths are those of RFC 1951 §3.2.6.
func fixedLengths() []int { return repeat(repeat(repeat(repeat(nil, 8, 144), 9, 112), 7, 24), 8, 8) }

func repeat(list []int, value, times int) []int {
	for range times {
		list = append(list, value)
	}
	return list
}

// codes reads the two codes of a block (RFC 1951 §3.2.7).
func (in *inflation) codes() (literals, distances code) {
	nLiterals, nDistances, n := in.take(5)+257, in.take(5)+1, in.take(4)+4
	order := [...]int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
	lengths := make([]int, len(order))
	for _, symbol := range order[:n] {
		lengths[symbol] = in.take(3)
	}
	c := newCode(lengths)
	var all []int
	for len(all) < nLiterals+nDistances {
		switch symbol := in.symbol(&c); {
		case symbol < 16:
			all = append(all, symbol)
		case symbol == 16 && len(all) == 0:
			panic(fault("a length is to be repeated before the first"))
		case symbol == 16:
			all = repeat(all, all[len(all)-1], 3+in.take(2))
		case symbol == 17:
			all = repeat(all, 0, 3+in.take(3))
		default:
			all = repeat(all, 0, 11+in.take(7))
		}
	}
	return newCode(all[:nLiterals]), newCode(all[nLiterals:])
}

// compressed reads a block of literals and references (RFC 1951 §3.2.5).
func (in *inflation) compressed(literals, distances code) {
	for {
		symbol := in.symbol(&literals)
		if symbol < 256 {
			in.out = append(in.out, byte(symbol))
			continue
		}
		if symbol == 256 {
			return
		}
		length := in.length(symbol - 257)
		distance := in.distance(in.symbol(&distances))
		if distance > len(in.out) {
			panic(fault(fmt.Sprintf("a reference %d bytes back, and there are %d", distance, len(in.out))))
		}
		in.farthest = max(in.farthest, distance)
		for range length {
			in.out = append(in.out, in.out[len(in.out)-distance])
		}
	}
}

func (in *inflation) length(n int) int {
	switch {
	case n < 8:
		return 3 + n
	case n < 28:
		extra := n/4 - 1
		return 3 + (4+n%4)<<extra + in.take(extra)
	case n == 28:
		return 258
	}
	panic(fault("a length that does not exist"))
}

func (in *inflation) distance(n int) int {
	switch {
	case n < 2:
		return 1 + n
	case n < 30:
		extra := n/2 - 1
		return 1 + (2+n%2)<<extra + in.take(extra)
	}
	panic(fault("a distance that does not exist"))
}
