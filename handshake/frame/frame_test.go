package frame

import (
	"bytes"
	"compress/flate"
	"encoding/hex"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"upgrade101/handshake/head"
)

// raise decodes frames and returns the first broken rule.
func raise(x Example) *Error {
	for _, f := range Decode([]byte(x.Raw), x.Reader) {
		if f.Err != nil {
			return f.Err
		}
	}
	return nil
}

func TestRules(t *testing.T) {
	id := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for _, r := range Rules {
		if !id.MatchString(r.ID) || seen[r.ID] {
			t.Errorf("id %q is not in kebab case, or not unique", r.ID)
		}
		seen[r.ID] = true
		if !strings.HasSuffix(r.Requires, ".") || !strings.HasSuffix(r.Why, ".") || len(r.Cites) == 0 {
			t.Errorf("%s: words or citation are missing", r.ID)
		}
		if r.Problem == "" || strings.HasSuffix(r.Problem, ".") {
			t.Errorf("%s: its problem is %q", r.ID, r.Problem)
		}
		if r.Strength < head.Must || r.Strength > head.Practice || r.Binds < head.Client || r.Binds > head.Recipient {
			t.Errorf("%s: strength %d or party %d is out of range", r.ID, r.Strength, r.Binds)
		}
		if !r.Code.OnWire() {
			t.Errorf("%s: code %v cannot be sent", r.ID, r.Code)
		}
		err := raise(r.Broken)
		if err == nil || err.Rule != r {
			t.Errorf("%s: its example raises %v", r.ID, err)
		} else if RuleOf(err.Error()) != r {
			t.Errorf("%s is not found in %q", r.ID, err)
		} else if err.Got == "" || len(err.Error()) > MaxReason || err.Code() != r.Code {
			t.Errorf("%s: error %q does not fit a Close frame", r.ID, err)
		}
	}
}

// TestSamples are the examples of RFC 6455 §5.7.
func TestSamples(t *testing.T) {
	for _, c := range []struct {
		name, hex string
		masked    bool
		want      string // kinds and payloads
	}{
		{"a single-frame unmasked text message", "810548656c6c6f", false, "text Hello"},
		{"a single-frame masked text message", "818537fa213d7f9f4d5158", true, "text Hello"},
		{"a fragmented unmasked text message", "010348656c80026c6f", false, "text Hel+text lo"},
		{"an unmasked ping", "890548656c6c6f", false, "ping Hello"},
		{"a masked pong", "8a8537fa213d7f9f4d5158", true, "pong Hello"},
	} {
		raw, err := hex.DecodeString(c.hex)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		var again []byte
		for _, f := range Decode(raw, Reader{Masked: c.masked}) {
			if f.Err != nil || !f.Whole {
				t.Errorf("%s: %v, whole %v", c.name, f.Err, f.Whole)
			}
			got = append(got, f.Kind.String()+" "+string(f.Payload))
			again = Append(again, f.Header, f.Payload)
		}
		if s := strings.Join(got, "+"); s != c.want {
			t.Errorf("%s: got %q, want %q", c.name, s, c.want)
		}
		if !bytes.Equal(again, raw) {
			t.Errorf("%s: written again as %x", c.name, again)
		}
	}
}

func TestParts(t *testing.T) {
	raw := []byte("\x88\x82\x01\x02\x03\x04\x02\xEA" + "\x82\xFE\x00\xC8\x00\x00\x00\x00" + strings.Repeat("x", 200))
	var got []string
	for _, f := range Decode(raw, Reader{Masked: true}) {
		for _, p := range f.Parts {
			got = append(got, p.Name+" "+p.Value)
		}
	}
	want := []string{"FIN 1", "RSV1 0", "RSV2 0", "RSV3 0", "Opcode 8", "MASK 1", "Payload length 2", "Masking key 01020304", "Close code 1000",
		"FIN 1", "RSV1 0", "RSV2 0", "RSV3 0", "Opcode 2", "MASK 1", "Payload length 126", "Extended payload length 200",
		"Masking key 00000000", `Payload data "` + strings.Repeat("x", 64) + `"…`}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A length is unsigned, also one whose first bit is set against the rule.
func TestUnsignedLengths(t *testing.T) {
	for wire, want := range map[string]string{
		"\x80\x00\x00\x00\x00\x00\x00\x00": "9223372036854775808",
		"\xff\xff\xff\xff\xff\xff\xff\xff": "18446744073709551615",
		"\x7f\xff\xff\xff\xff\xff\xff\xff": "9223372036854775807",
	} {
		got := ""
		for _, f := range Decode([]byte("\x82\x7f"+wire), Reader{}) {
			for _, p := range f.Parts {
				if p.Name == "Extended payload length" {
					got = p.Value
				}
			}
		}
		if got != want {
			t.Errorf("%x: %s, expected %s", wire, got, want)
		}
	}
}

func TestLengths(t *testing.T) {
	for _, c := range []struct {
		length int64
		size   int // of a header without mask
	}{{0, 2}, {125, 2}, {126, 4}, {65535, 4}, {65536, 10}, {1<<63 - 1, 10}} {
		for _, masked := range []bool{false, true} {
			h := Header{Fin: true, Opcode: Binary, Length: c.length, Masked: masked}
			size := c.size
			if masked {
				h.Key, size = [4]byte{1, 2, 3, 4}, size+4
			}
			raw := h.Append(nil)
			got, n := ParseHeader(raw)
			if got != h || n != size || h.Size() != size || len(raw) != size {
				t.Errorf("%d, masked %v: read %+v of %d bytes, size %d, written %d; want %d", c.length, masked, got, n, h.Size(), len(raw), size)
			}
			for cut := range raw {
				if _, n := ParseHeader(raw[:cut]); n != 0 {
					t.Errorf("%d: %d of %d bytes were taken for a header", c.length, cut, size)
				}
			}
		}
	}
}

// TestMask compares with the definition (RFC 6455 §5.3) at every length and position that matters.
func TestMask(t *testing.T) {
	key := [4]byte{0x37, 0xFA, 0x21, 0x3D}
	src := make([]byte, 3000)
	for i := range src {
		src[i] = byte(i * 7)
	}
	for _, n := range []int{0, 1, 3, 7, 8, 9, 64, 511, 1023, 1024, 1025, 1536, 2999, 3000} {
		for pos := range int64(5) {
			want := make([]byte, n)
			for i := range want {
				want[i] = src[i] ^ key[(int64(i)+pos)%4]
			}
			apart := make([]byte, n)
			Mask(apart, src[:n], key, pos)
			inPlace := bytes.Clone(src[:n])
			Mask(inPlace, inPlace, key, pos)
			if !bytes.Equal(apart, want) || !bytes.Equal(inPlace, want) {
				t.Fatalf("%d bytes from position %d are masked wrongly", n, pos)
			}
			for at := -1; at < n; at += 1 + n/37 { // the one octet that is not ASCII
				text := bytes.Repeat([]byte("~"), n)
				if at >= 0 {
					text[at] = 0x80
				}
				masked := make([]byte, n)
				Mask(masked, text, key, pos)
				if ascii := Mask(masked, masked, key, pos); ascii != (at < 0) || !bytes.Equal(masked, text) {
					t.Fatalf("%d bytes from position %d, octet %d not ASCII: ASCII %v, equal %v", n, pos, at, ascii, bytes.Equal(masked, text))
				}
			}
		}
	}
}

func TestCloseCodes(t *testing.T) {
	for _, c := range []struct {
		from, to Code
		wire     bool
	}{{0, 999, false}, {1000, 1003, true}, {1004, 1006, false}, {1007, 1014, true}, {1015, 2999, false}, {3000, 4999, true}, {5000, 65535, false}} {
		for code := int(c.from); code <= int(c.to); code++ {
			m := Code(code).Meaning()
			if Code(code).OnWire() != c.wire || m.Wire != c.wire || m.Name == "" || m.Means == "" {
				t.Errorf("%d: on the wire %v, meaning %+v", code, Code(code).OnWire(), m)
			}
		}
	}
}

func TestAppendClose(t *testing.T) {
	long := strings.Repeat("ä", 100)
	for _, c := range []struct {
		code   Code
		reason string
		want   int // bytes
	}{{Normal, "", 2}, {Normal, "bye", 5}, {NoStatus, "bye", 0}, {Abnormal, "", 0}, {Normal, long, 124}, {Normal, strings.Repeat("x", 200), 125}} {
		payload := AppendClose(nil, c.code, c.reason)
		if len(payload) != c.want {
			t.Errorf("%v %.10q: %d bytes, want %d", c.code, c.reason, len(payload), c.want)
		}
		code, reason, err := ParseClose(payload)
		if err != nil || !strings.HasPrefix(c.reason, reason) || code != c.code && len(payload) > 0 {
			t.Errorf("%v %.10q: reads as %v %q, %v", c.code, c.reason, code, reason, err)
		}
	}
}

// TestInflate has the examples of RFC 7692 §7.2.3, and invalid data.
func TestInflate(t *testing.T) {
	for _, c := range []struct {
		name, data, want string
		limit            int64
		rule             *Rule
	}{
		{"one block", "\xf2\x48\xcd\xc9\xc9\x07\x00", "Hello", 5, nil},
		{"no compression", "\x00\x05\x00\xfa\xffHello\x00", "Hello", 5, nil},
		{"the last block", "\xf3\x48\xcd\xc9\xc9\x07\x00\x00", "Hello", 5, nil},
		{"the last block alone", "\xf3\x48\xcd\xc9\xc9\x07\x00", "Hello", 5, nil},
		{"two blocks", "\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00", "Hello", 5, nil},
		{"empty", "\x00", "", 5, nil},
		{"over the bound", "\xf2\x48\xcd\xc9\xc9\x07\x00", "", 4, ruleTooBig},
		{"no DEFLATE data", "\xff\xff", "", 5, ruleDeflate},
		{"a window from before", "\xf2\x00\x11\x00\x00", "", 50, ruleDeflate},
		{"sixteen last blocks", strings.Repeat("\x03\x00", 16) + "\x00", "", 5, nil},
		{"more last blocks than the length allows", strings.Repeat("\x03\x00", 2000) + "\x00", "", 5, ruleDeflate},
	} {
		got, err := Inflated([]byte(c.data), c.limit)
		if c.rule != nil && (err == nil || err.Rule != c.rule) || c.rule == nil && (err != nil || string(got) != c.want) {
			t.Errorf("%s: got %q, %v; want %q, %v", c.name, got, err, c.want, c.rule)
		}
	}
}

// TestInflateTakeover: a message may refer to those before it, within the window.
func TestInflateTakeover(t *testing.T) {
	const hello, again = "\xf2\x48\xcd\xc9\xc9\x07\x00", "\xf2\x00\x11\x00\x00" // RFC 7692 §7.2.3.2
	stored := func(n int) string {
		return string([]byte{0, byte(n), byte(n >> 8), ^byte(n), ^byte(n >> 8)}) + strings.Repeat("x", n) + "\x00"
	}
	for _, c := range []struct {
		name   string
		window Window
		data   []string
		want   string
		rule   *Rule
	}{
		{"the message before", Window{Takeover: true}, []string{hello, again}, "HelloHello", nil},
		{"nothing taken over", Window{}, []string{hello, again}, "HelloH", ruleDeflate},
		{"nothing before", Window{Takeover: true}, []string{again}, "H", ruleDeflate},
		{"the last block of the message before", Window{Takeover: true}, []string{"\xf3\x48\xcd\xc9\xc9\x07\x00\x00", again}, "HelloHello", nil},
		{"after a last block in the same message", Window{Takeover: true}, []string{"\xf3\x48\xcd\xc9\xc9\x07\x00" + again}, "HelloHello", nil},
		{"the window of 8 bits is still there", Window{Bits: 8, Takeover: true}, []string{stored(251), hello, again}, strings.Repeat("x", 251) + "HelloHello", nil},
		{"of a message as large as the window", Window{Bits: 8, Takeover: true}, []string{hello, stored(251), "\x02\x13\x00\x00"}, "Hello" + strings.Repeat("x", 256), nil},
	} {
		in, got := Inflater{c.window}, ""
		var err *Error
		for _, data := range c.data {
			if err == nil {
				err = in.Inflate([]byte(data), Text, 1000, func(piece []byte) { got += string(piece) })
			}
		}
		if got != c.want || (err == nil) != (c.rule == nil) || err != nil && err.Rule != c.rule {
			t.Errorf("%s: got %q, %v; want %q, broken %v", c.name, got, err, c.want, c.rule != nil)
		}
	}
	var frames string
	for _, data := range []string{hello, again} {
		frames += string(Append(nil, Header{Fin: true, RSV: RSV1, Opcode: Text}, []byte(data)))
	}
	for _, takeover := range []bool{true, false} {
		list := Decode([]byte(frames), Reader{Deflate: true, Window: Window{Takeover: takeover}})
		if len(list) != 2 || list[0].Err != nil || (list[1].Err == nil) != takeover {
			t.Errorf("takeover %v: %+v", takeover, list)
		}
	}
}

// TestBomb: decompression stops at the limit, so that a message takes no more memory.
func TestBomb(t *testing.T) {
	var bomb bytes.Buffer
	w, _ := flate.NewWriter(&bomb, flate.DefaultCompression)
	_, _ = w.Write(make([]byte, 20<<20))
	_ = w.Flush()
	for _, takeover := range []bool{false, true} {
		in, seen := Inflater{Window{Takeover: takeover}}, 0
		err := in.Inflate(bomb.Bytes(), Binary, 64<<10, func(piece []byte) { seen += len(piece) })
		if err == nil || err.Code() != MessageTooBig || seen > 64<<10 || cap(in.Kept()) > 32<<10 {
			t.Errorf("%d bytes were inflated and %d kept, %v", seen, cap(in.Kept()), err)
		}
	}
}

// TestText cuts every text everywhere: the first piece that cannot begin valid text fails.
func TestText(t *testing.T) {
	for _, s := range []string{"", "a", "aä中🌍z", "\xFF", "a\xC3", "\xC3\x28", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF0\x9F\x8C", "\x80", "中\xBF", "\xF8\x88\x80\x80\x80"} {
		for i := 0; i <= len(s); i++ {
			for j := i; j <= len(s); j++ {
				var u UTF8
				ok := u.Write([]byte(s[:i])) && u.Write([]byte(s[i:j])) && u.Write([]byte(s[j:])) && u.Complete()
				if ok != utf8.ValidString(s) {
					t.Errorf("%q cut at %d and %d: valid %v", s, i, j, ok)
				}
			}
		}
		at := firstBad(s)
		var u UTF8
		for i := range len(s) {
			if ok := u.Write([]byte(s[i : i+1])); ok != (i < at) {
				t.Errorf("%q: byte %d accepted %v, the first bad one is %d", s, i, ok, at)
			}
			if i == at {
				break
			}
		}
	}
}

// firstBad returns the index of the first byte after which no continuation makes the text valid.
func firstBad(s string) int {
	for i := range len(s) {
		if !canBegin(s[:i+1]) {
			return i
		}
	}
	return len(s)
}

// canBegin tries every way to complete the last character.
func canBegin(s string) bool {
	for _, end := range []string{"", "\x80", "\x90", "\xA0", "\x80\x80", "\x90\x80", "\xA0\x80", "\x90\x80\x80", "\x80\x80\x80"} {
		if utf8.ValidString(s + end) {
			return true
		}
	}
	return false
}

func TestNoAllocations(t *testing.T) {
	raw := Append(nil, Header{Fin: true, Opcode: Text, Masked: true, Key: [4]byte{1, 2, 3, 4}}, []byte("a small message of text"))
	out := make([]byte, 256)
	reader := Reader{Masked: true, MaxMessage: 1024, MaxFragments: 10}
	if n := testing.AllocsPerRun(100, func() {
		_, n, err := reader.Next(raw)
		if err != nil || reader.Payload(out[:len(raw)-n], raw[n:]) != nil {
			t.Fatal("a good frame was refused")
		}
	}); n != 0 {
		t.Errorf("%v allocations per message", n)
	}
}
