package frame

import (
	"bytes"
	"fmt"
	"testing"
)

// run reads raw in pieces, and returns everything that was read, and the error.
func run(reader Reader, raw []byte, piece int) string {
	var log bytes.Buffer
	var buf []byte
	inFrame := false
	for len(raw) > 0 {
		n := min(piece, len(raw))
		buf, raw = append(buf, raw[:n]...), raw[n:]
		for {
			if !inFrame {
				h, n, err := reader.Next(buf)
				if err != nil {
					return log.String() + " " + err.Error()
				}
				if n == 0 {
					break
				}
				fmt.Fprintf(&log, " %+v:", h)
				buf, inFrame = buf[n:], true
			}
			n := int(min(int64(len(buf)), reader.Left()))
			if err := reader.Payload(buf[:n], buf[:n]); err != nil {
				return log.String() + " " + err.Error()
			}
			fmt.Fprintf(&log, "%x", buf[:n])
			buf = buf[n:]
			if reader.Left() > 0 {
				break
			}
			inFrame = false
		}
	}
	return log.String()
}

// Byte by byte, a Reader gives the same result as with all bytes at once, except that it may fail earlier: it has read less of invalid
// text.
func FuzzReader(f *testing.F) {
	for _, r := range Rules {
		f.Add([]byte(r.Broken.Raw), r.Broken.Reader.Masked, r.Broken.Reader.Deflate)
	}
	f.Fuzz(func(t *testing.T, raw []byte, masked, deflate bool) {
		reader := Reader{Masked: masked, Deflate: deflate, MaxMessage: 1 << 16, MaxFragments: 100}
		whole := run(reader, bytes.Clone(raw), len(raw)+1)
		for _, piece := range []int{1, 3} {
			pieces := run(reader, bytes.Clone(raw), piece)
			if pieces == whole {
				continue
			}
			text := []byte(ruleText.ID)
			if !bytes.Contains([]byte(pieces), text) || !bytes.Contains([]byte(whole), text) {
				t.Fatalf("in pieces of %d:\n%s\nwhole:\n%s", piece, pieces, whole)
			}
		}
	})
}

// The parts of Decode cover every bit once, in order, inside the bytes.
func FuzzDecode(f *testing.F) {
	for _, r := range Rules {
		f.Add([]byte(r.Broken.Raw), r.Broken.Reader.Masked, r.Broken.Reader.Deflate)
	}
	f.Fuzz(func(t *testing.T, raw []byte, masked, deflate bool) {
		at, judged := 0, true
		for _, fr := range Decode(raw, Reader{Masked: masked, Deflate: deflate, MaxMessage: 1 << 16, MaxFragments: 100}) {
			if fr.Span.Start != at || fr.Span.End > len(raw) || fr.Span.Len() == 0 {
				t.Fatalf("a frame at %v, after one that ended at %d of %d", fr.Span, at, len(raw))
			}
			named := make([]uint8, fr.Span.Len())
			for _, p := range fr.Parts {
				for i := p.Span.Start; i < p.Span.End; i++ {
					if i < fr.Span.Start || i >= fr.Span.End || named[i-at]&p.Bits != 0 {
						t.Fatalf("%s at %v of a frame at %v", p.Name, p.Span, fr.Span)
					}
					named[i-at] |= p.Bits
				}
			}
			for i, bits := range named {
				if bits != 0xFF {
					t.Fatalf("byte %d of the frame at %v has bits without name: %08b", i, fr.Span, bits)
				}
			}
			at = fr.Span.End
			if judged = judged && fr.Err == nil; judged && fr.Whole { // after a broken rule nothing is judged
				again := Append(nil, fr.Header, fr.Payload)
				if !bytes.Equal(again, raw[fr.Span.Start:fr.Span.End]) {
					t.Fatalf("%x is written again as %x", raw[fr.Span.Start:fr.Span.End], again)
				}
			}
		}
	})
}

// Inflate never exceeds the limit, for any data.
func FuzzInflate(f *testing.F) {
	f.Add([]byte("\xf2\x48\xcd\xc9\xc9\x07\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got, err := Inflated(data, 1<<16); err == nil && len(got) > 1<<16 {
			t.Fatalf("%d bytes passed the bound", len(got))
		}
	})
}
