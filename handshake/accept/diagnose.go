package accept

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"sort"
	"strings"

	"upgrade101/handshake/digest"
	"upgrade101/handshake/head"
)

// Diagnosis explains a wrong Sec-WebSocket-Accept.
type Diagnosis struct {
	Key      string  // the key that was to be answered
	Got      string  // the accept value that came
	Want     string  // the one that belongs to Key
	Mistakes []Found // one mistake, or two made together in the order of Mistakes; never empty
}

// Found is a mistake with the details of this case.
type Found struct {
	*Mistake
	Detail string // what this case adds, such as the GUID that was used: one sentence, "" for nothing
	guid   string // the wrong GUID
}

// Diagnose finds the mistake that turns key into got: it makes every mistake of Mistakes, alone and in pairs, and compares.
// Fewer mistakes win, then the order of Mistakes. If none matches, the result is the last of Mistakes, acc-shape, whose Detail
// describes the value. ok is false if got is right.
//
// seen are other fields from which the value may have been computed by accident, such as those of the request; a
// Sec-WebSocket-Key among them is the key of another handshake.
func Diagnose(key, got string, seen ...head.Field) (d Diagnosis, ok bool) {
	key, got = strings.Trim(key, " \t"), strings.Trim(got, " \t")
	d = Diagnosis{Key: key, Got: got, Want: Derive(key).Accept}
	if got == d.Want {
		return d, false
	}
	f := finder{key: key, want: d.Want}
	if len(key) <= maxKey && len(got) <= maxAccept {
		f.undo(got, nil)
		f.search(seen)
	}
	if f.best == nil {
		f.best = []found{{accShape, ""}}
	}
	for _, c := range f.best {
		d.Mistakes = append(d.Mistakes, c.tell(got))
	}
	return d, true
}

// Longer values do not result from any mistake in the table, so the search skips them, and its time is bounded.
const (
	maxKey    = 256  // bytes of a key
	maxAccept = 1024 // bytes of an accept value
)

// found is a mistake with its details for Found: a GUID, a field name, a byte order.
type found struct {
	mistake mistakeID
	about   string
}

// form is a way to write a part of the hash input, and the mistakes in it.
type form struct {
	_ head.Uncompared

	text     string
	first    bool // a layout: the GUID precedes the key
	wide     wide // a layout: two bytes per character
	mistakes [2]found
	n        int // number of mistakes
}

func (f form) because(m mistakeID, about string) form {
	f.mistakes[f.n] = found{m, about}
	f.n++
	return f
}

func fewestFirst(forms []form) []form {
	sort.SliceStable(forms, func(i, j int) bool { return forms[i].n < forms[j].n })
	return forms
}

// target is a hash that results in got, after the mistakes that follow the hash.
type target struct {
	hash     hash
	want     string
	mistakes []found
}

// hash is how the input is hashed.
type hash uint8

const (
	hashSHA1      hash = iota
	hashFold           // SHA-1 in base64, compared without case
	hashTwice          // SHA-1 of SHA-1
	hashTruncated      // the first 16 bytes of SHA-1
	hashSHA256
	hashMD5
	hashNone // no hash at all
	hashHMACKey
	hashHMACGUID
)

// finder searches for the mistakes behind one value.
type finder struct {
	key, want string
	targets   []target
	room      [512]byte
	best      []found // sorted; nil as long as nothing fits
}

// undo inverts the computation of text: it undoes every mistake that can follow the hash, at most two in a row, and each result
// becomes a target.
func (f *finder) undo(text string, done []found) {
	with := func(m mistakeID, about string) []found { return append(slices.Clip(done), found{m, about}) }
	f.aim(text, done)
	if len(done) == 2 {
		return
	}
	if text == f.key {
		f.consider(with(accEcho, ""))
	}
	if slices.Contains(sampleAccepts, text) && text != f.want {
		f.consider(with(accStaticSample, ""))
	}
	f.targets = append(f.targets, target{hashFold, text, with(accCase, "")})
	if strings.ContainsAny(text, "-_") {
		f.undo(strings.NewReplacer("-", "+", "_", "/").Replace(text), with(accBase64URL, ""))
	}
	if n := len(text) % 4; n > 1 && !strings.Contains(text, "=") {
		f.undo(text+"=="[n-2:], with(accUnpadded, ""))
	}
	for _, u := range unescapes {
		if plain := u.undo(text); plain != text {
			f.undo(plain, with(accEscaped, u.name))
		}
	}
	if strings.Contains(text, " ") {
		f.undo(strings.ReplaceAll(text, " ", "+"), with(accPlusSpace, ""))
	}
	if inner, err := base64.StdEncoding.Strict().DecodeString(text); err == nil && isBase64Text(inner) {
		f.undo(string(inner), with(accDoubleB64, ""))
	}
}

// aim interprets text as an encoding of hash bytes: base64, hexadecimal, or base64 of hexadecimal.
func (f *finder) aim(text string, done []found) {
	with := func(m mistakeID) []found { return append(slices.Clip(done), found{m, ""}) }
	if b, err := base64.StdEncoding.Strict().DecodeString(text); err == nil {
		f.aimAt(b, done)
		if sum, err := hex.DecodeString(string(b)); err == nil && len(b) >= 32 && len(done) < 2 {
			if m := accHexB64; strings.ToUpper(string(b)) == string(b) {
				f.aimAt(sum, with(m+1))
			} else {
				f.aimAt(sum, with(m))
			}
		}
	}
	if sum, err := hex.DecodeString(text); err == nil && len(text) >= 32 && len(done) < 2 {
		f.aimAt(sum, with(accHex))
	}
}

// aimAt adds the targets whose hash has the length of sum.
func (f *finder) aimAt(sum []byte, done []found) {
	add := func(h hash, m mistakeID, about string) {
		if len(done) < 2 {
			f.targets = append(f.targets, target{h, string(sum), append(slices.Clip(done), found{m, about})})
		}
	}
	switch len(sum) {
	case digest.SizeSHA1:
		f.targets = append(f.targets, target{hashSHA1, string(sum), done})
		add(hashTwice, accDoubleHash, "")
		add(hashHMACKey, accHMAC, "the Sec-WebSocket-Key as its secret and the GUID as its message")
		add(hashHMACGUID, accHMAC, "the GUID as its secret and the Sec-WebSocket-Key as its message")
	case digest.SizeMD5:
		add(hashMD5, accMD5, "")
		add(hashTruncated, accTruncated, "")
	case digest.SizeSHA256:
		add(hashSHA256, accSHA256, "")
	}
	add(hashNone, accNoHash, "")
}

// search tries the mistakes before the hash. One mistake is more likely than two, and a typing mistake in the GUID counts as
// one.
func (f *finder) search(seen []head.Field) {
	keys := keyForms(f.key)
	others := otherKeys(f.key, seen)
	for limit := 1; limit <= 2 && f.best == nil; limit++ {
		f.try(limit, keys, guidForms(), layouts())
		f.try(limit, others, guidOrNone, layouts()[:1])
		if limit == 1 && f.best == nil {
			f.try(limit, keys[:1], guidTypos(), layouts()[:1])
		}
	}
}

// try compares every combination of these forms that makes exactly most mistakes, those of the target
// included. Each list has fewest mistakes first.
func (f *finder) try(limit int, keys, guids, layouts []form) {
	for k := range keys {
		for g := range guids {
			if keys[k].n+guids[g].n > limit {
				break
			}
			for l := range layouts {
				n := keys[k].n + guids[g].n + layouts[l].n
				if n > limit {
					break
				}
				f.tryOne(limit-n, &keys[k], &guids[g], &layouts[l])
			}
		}
	}
}

func (f *finder) tryOne(left int, key, guid, layout *form) {
	var input []byte
	var sum [digest.SizeSHA1]byte
	for i := range f.targets {
		t := &f.targets[i]
		if len(t.mistakes) != left {
			continue
		}
		if input == nil {
			input = layout.join(f.room[:0], key.text, guid.text)
			sum = digest.SHA1(input)
		}
		if !t.reached(input, sum, key.text, guid.text) {
			continue
		}
		mistakes := make([]found, 0, 2)
		for _, part := range []*form{key, guid, layout} {
			mistakes = append(mistakes, part.mistakes[:part.n]...)
		}
		f.consider(append(mistakes, t.mistakes...))
	}
}

// reached reports whether this input, whose SHA-1 is sum, results in the target.
func (t *target) reached(input []byte, sum [digest.SizeSHA1]byte, key, guid string) bool {
	switch t.hash {
	case hashSHA1:
		return string(sum[:]) == t.want
	case hashFold:
		return len(t.want) == 28 && head.EqualFold(encode(sum), t.want)
	case hashTwice:
		sum = digest.SHA1(sum[:])
		return string(sum[:]) == t.want
	case hashTruncated:
		return string(sum[:16]) == t.want
	case hashSHA256:
		sum := digest.SHA256(input)
		return string(sum[:]) == t.want
	case hashMD5:
		sum := digest.MD5(input)
		return string(sum[:]) == t.want
	case hashNone:
		return string(input) == t.want
	case hashHMACKey:
		sum = hmacSHA1(key, guid)
		return string(sum[:]) == t.want
	}
	sum = hmacSHA1(guid, key)
	return string(sum[:]) == t.want
}

// hmacSHA1 is RFC 2104: H(secret XOR opad, H(secret XOR ipad, message)). Beside crypto/hmac it needs no
// memory, and the search makes two hundred of them.
func hmacSHA1(secret, message string) [digest.SizeSHA1]byte {
	var inner, outer [digest.BlockSize]byte
	if len(secret) > digest.BlockSize {
		sum := digest.SHA1([]byte(secret))
		secret = string(sum[:])
	}
	for i := range inner {
		var c byte
		if i < len(secret) {
			c = secret[i]
		}
		inner[i], outer[i] = c^0x36, c^0x5C
	}
	var room [4 * digest.BlockSize]byte
	sum := digest.SHA1(append(append(room[:0], inner[:]...), message...))
	return digest.SHA1(append(append(room[:0], outer[:]...), sum[:]...))
}

// consider keeps the mistakes if they are the best so far: fewer first, then the order of Mistakes.
func (f *finder) consider(mistakes []found) {
	sort.SliceStable(mistakes, func(i, j int) bool { return mistakes[i].mistake < mistakes[j].mistake })
	if len(mistakes) == 2 && mistakes[0].mistake == mistakes[1].mistake {
		return
	}
	better := func(a, b found) int { return cmp.Compare(a.mistake, b.mistake) }
	if f.best == nil || len(mistakes) < len(f.best) ||
		len(mistakes) == len(f.best) && slices.CompareFunc(mistakes, f.best, better) < 0 {
		f.best = mistakes
	}
}
