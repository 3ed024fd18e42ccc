package deflate_test

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"upgrade101/handshake/frame"
	"upgrade101/handshake/frame/deflate"
	"upgrade101/handshake/frame/deflate/deflatetest"
)

// messages are of many sizes and kinds: text that repeats itself from near and from far, text that repeats that of earlier
// messages, and what cannot be compressed.
func messages(random *rand.Rand) [][]byte {
	words := strings.Fields("window takeover message frame server client offer answer deflate inflate bits octet length")
	var list [][]byte
	for _, size := range []int{0, 1, 5, 16, 64, 255, 256, 257, 600, 1 << 10, 4 << 10, 16 << 10, 40 << 10, 64 << 10, 128 << 10} {
		text := make([]byte, 0, size+32)
		for len(text) < size {
			if far := len(text) - 1 - random.IntN(1<<15); far >= 0 && random.IntN(4) == 0 {
				text = append(text, text[far:min(len(text), far+random.IntN(300))]...)
			} else {
				text = fmt.Appendf(text, "%s%d ", words[random.IntN(len(words))], random.IntN(1000))
			}
		}
		noise := make([]byte, size)
		for i := range noise {
			noise[i] = byte(random.Uint32())
		}
		list = append(list, text[:size], noise, text[:size])
	}
	return list
}

// TestWindows: whatever the window and whether it is taken over, each message is read by two inflaters that know no more
// than the other side keeps, and no reference goes farther back.
func TestWindows(t *testing.T) {
	for bits := 8; bits <= 15; bits++ {
		for _, takeover := range []bool{false, true} {
			t.Run(fmt.Sprint(bits, takeover), func(t *testing.T) {
				window := frame.Window{Bits: bits, Takeover: takeover}
				out, in := deflate.Deflater{Window: window}, frame.Inflater{Window: window}
				var before []byte
				farthest := 0
				for i, message := range messages(rand.New(rand.NewPCG(1, uint64(bits)))) {
					if len(message) > 16<<10 && testing.Short() {
						continue
					}
					small := out.Deflate(nil, message)
					data, far, err := deflatetest.Inflate(before, small)
					if err != nil || !bytes.Equal(data, message) {
						t.Fatalf("message %d of %d bytes does not come back, %v", i, len(message), err)
					}
					farthest = max(farthest, far)
					library := flate.NewReaderDict(io.MultiReader(bytes.NewReader(small), strings.NewReader(frame.Flushed+"\x01\x00\x00\xff\xff")), before)
					if data, err := io.ReadAll(library); err != nil || !bytes.Equal(data, message) {
						t.Fatalf("message %d of %d bytes does not come back from the library, %v", i, len(message), err)
					}
					data = nil
					if err := in.Inflate(small, frame.Binary, int64(len(message)), func(piece []byte) { data = append(data, piece...) }); err != nil || !bytes.Equal(data, message) {
						t.Fatalf("message %d of %d bytes does not come back from the inflater, %v", i, len(message), err)
					}
					if takeover {
						before = append(before, message...)
						before = before[max(0, len(before)-1<<bits):]
					}
					if len(in.Kept()) != len(before) || cap(in.Kept()) > 1<<bits || !bytes.Equal(in.Kept(), before) || !bytes.Equal(out.Kept(), before) {
						t.Fatalf("%d bytes are kept in room for %d; want %d", len(in.Kept()), cap(in.Kept()), len(before))
					}
				}
				if farthest > 1<<bits || farthest < 1<<(bits-2) {
					t.Errorf("the farthest reference goes %d bytes back; the window is %d", farthest, 1<<bits)
				}
			})
		}
	}
}

// What a message repeats of the one before is small where the window is taken over.
func TestTakeover(t *testing.T) {
	message := []byte(`{"type":"position","vessel":"Aurora","latitude":53.5461,"longitude":9.9661,"course":271.5}`)
	for bits := 8; bits <= 15; bits++ {
		for _, takeover := range []bool{false, true} {
			out := deflate.Deflater{Window: frame.Window{Bits: bits, Takeover: takeover}}
			first, second := len(out.Deflate(nil, message)), len(out.Deflate(nil, message))
			if takeover != (second < first/4) || !takeover && second != first {
				t.Errorf("%d bits, takeover %v: %d bytes, then %d", bits, takeover, first, second)
			}
		}
	}
}

// Deflate and Inflate are inverse.
func FuzzDeflate(f *testing.F) {
	f.Add([]byte(""), []byte("Hello"), 15)
	f.Add([]byte("Hello"), []byte("Hello"), 8)
	f.Fuzz(func(t *testing.T, first, second []byte, bits int) {
		window := frame.Window{Bits: 8 + bits&7, Takeover: bits&8 != 0}
		out, in := deflate.Deflater{Window: window}, frame.Inflater{Window: window}
		for _, message := range [][]byte{first, second} {
			small := out.Deflate(nil, message)
			var got []byte
			if err := in.Inflate(small, frame.Binary, int64(max(1, len(message))), func(p []byte) { got = append(got, p...) }); err != nil || !bytes.Equal(got, message) {
				t.Fatalf("%x comes back as %x, %v", message, got, err)
			}
			if takeover := window.Takeover; !takeover {
				if _, far, err := deflatetest.Inflate(nil, small); err != nil || far > window.Size() {
					t.Fatalf("%x refers %d bytes back, %v", small, far, err)
				}
			}
		}
	})
}

// The compressed Hello of RFC 7692 §7.2.3.1, and the same again with a window that is taken over.
func ExampleDeflater() {
	var afresh deflate.Deflater
	fmt.Printf("% x\n% x\n", afresh.Deflate(nil, []byte("Hello")), afresh.Deflate(nil, []byte("Hello")))
	takeover := deflate.Deflater{Window: frame.Window{Takeover: true}}
	fmt.Printf("% x\n% x\n", takeover.Deflate(nil, []byte("Hello")), takeover.Deflate(nil, []byte("Hello")))
	// Output:
	// f2 48 cd c9 c9 07 00
	// f2 48 cd c9 c9 07 00
	// f2 48 cd c9 c9 07 00
	// 02 13 00 00
}
