package message

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// place says where a match must be to count.
type place uint8

const (
	placeBounded  place = iota // not in the middle of a sentence
	placeAlone                 // alone on its line, or beside words of HTTP or WebSocket
	placeAnywhere              // distinctive enough
	placeWrapper               // before another message, or as placeAnywhere
	placeRefusal               // as placeBounded, with the status of a refusal in its first hole
)

// hole is what may fill a hole.
type hole uint8

const (
	holeFree   hole = iota // up to the fixed text after it, or to the end of the message
	holeNumber             // digits
	holeURL                // an address
	holeField              // the name of a field of the handshake
	holeWord               // no white space
	holePeer               // an address with its port, perhaps after the name: a.example/192.0.2.1:8080
)

// isPeer reports whether a word is a host with the number of a port.
func isPeer(word string) bool {
	_, port, ok := cutLast(word, ":")
	return ok && port != "" && len(port) <= 5 && strings.Trim(port, "0123456789") == "" && !strings.ContainsAny(word, " \t'")
}

func holeOf(example string) hole {
	switch {
	case strings.Contains(example, "://"):
		return holeURL
	case example != "" && strings.Trim(example, "0123456789") == "":
		return holeNumber
	case isField(strings.ToLower(example)):
		return holeField
	case example != "" && !strings.ContainsAny(example, " \t") && strings.HasSuffix(example, "_"):
		return holeWord
	case isPeer(example):
		return holePeer
	}
	return holeFree
}

var fields = []string{"upgrade", "connection", "host", "origin", "sec-websocket-accept", "sec-websocket-key", "sec-websocket-version", "sec-websocket-protocol", "sec-websocket-extensions", "sec-websocket-origin"}

func isField(name string) bool { return slices.Contains(fields, name) }

// Patterns returns every message that Find finds, by program.
func Patterns() []Pattern { return slices.Clone(patterns()) }

var patterns = sync.OnceValue(func() []Pattern {
	var all []Pattern
	for _, group := range groups {
		from := len(all)
		all = parse(all, group.text)
		for i := range all[from:] {
			all[from+i].Group = group.name
		}
	}
	return all
})

func parse(all []Pattern, group string) []Pattern {
	var program, source string
	for line := range strings.Lines(group) {
		line = strings.TrimRight(line, "\n")
		if about, ok := strings.CutPrefix(line, "@ "); ok {
			program, source, _ = strings.Cut(about, " | ")
			continue
		}
		if detail, ok := strings.CutPrefix(line, "  "); ok && len(all) > 0 {
			t := &all[len(all)-1]
			switch name, value, _ := strings.Cut(detail, ": "); name {
			case "means":
				t.Means = value
			case "rules":
				t.Rules = strings.Fields(value)
			case "causes":
				t.Causes = strings.Fields(value)
			}
			continue
		}
		if line == "" {
			continue
		}
		all = append(all, newPattern(program, source, line))
	}
	return all
}

func newPattern(program, source, line string) Pattern {
	kind, text, _ := strings.Cut(line, " ")
	t := Pattern{Program: program, Source: source, Text: text}
	for len(kind) > 0 {
		last := len(kind) - 1
		if flag, ok := places[kind[last]]; ok {
			t.place, kind = flag, kind[:last]
			continue
		}
		break
	}
	name, status, _ := strings.Cut(kind, "=")
	if status != "" {
		t.Status, _ = strconv.Atoi(status)
	}
	t.Kind = Kind(name)
	facts := kinds()[t.Kind]
	t.Means, t.Rules, t.Causes = facts.means, facts.rules, facts.causes
	t.cut()
	return t
}

var places = map[byte]place{'?': placeAlone, '+': placeAnywhere, '<': placeWrapper, '!': placeRefusal}

// enough is the number of letters that make a message distinctive.
const enough = 30

// cut splits the text into fixed pieces and holes.
func (p *Pattern) cut() {
	piece, begin, in, letters := "", 0, false, 0 // begin: offset of the text not yet in a piece, or of the example
	for i := 0; i < len(p.Text); i++ {
		c := p.Text[i]
		double := i+1 < len(p.Text) && p.Text[i+1] == c
		switch {
		case c != '{' && c != '}':
		case double && !(in && c == '}'):
			i++
			if !in {
				piece += p.Text[begin:i]
				begin = i + 1
			}
		case c == '{':
			p.pieces, piece = append(p.pieces, piece+p.Text[begin:i]), ""
			begin, in = i+1, true
		case in:
			example := p.Text[begin:i]
			if len(p.holes) == 0 {
				_, p.coded = statusAt(example)
			}
			p.holes, begin, in = append(p.holes, holeOf(example)), i+1, false
		}
	}
	if !in {
		piece += p.Text[begin:]
	}
	p.pieces = append(p.pieces, piece)
	n := normal{b: make([]byte, 0, len(p.Text)+1)}
	for i := range p.pieces {
		n.read("." + p.pieces[i]) // the dot keeps a blank at the beginning
		p.pieces[i] = n.s[1:]
		for k := 1; k < len(n.s); k++ {
			if wordByte[n.s[k]] {
				letters++
			}
			if n.s[k] != ' ' {
				p.fixed++
			}
		}
	}
	if p.place == placeBounded && letters >= enough {
		p.place = placeAnywhere
	}
}

var unhole = strings.NewReplacer("{{", "{", "}}", "}", "{", "", "}", "")

func isWord(c rune) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '_' || c >= 0x80
}

// wordByte is the result of isWord for each byte.
var wordByte = func() (is [256]bool) {
	for c := range is {
		is[c] = isWord(rune(c))
	}
	return is
}()

// anchor is the word with which a pattern is found.
type anchor struct {
	pattern int
	piece   int
	offset  int // of the word in the piece
}

// anchorIndex maps the rarest word of each pattern to the pattern.
type anchorIndex struct {
	words map[string][]anchor
	maybe [1 << 12]bool // by slot: whether words may have the word; excludes most words of a log
}

// slot returns a number below 4096, a hash of three bytes of a word and its length.
func slot(word string) uint32 {
	return (uint32(word[0]) | uint32(word[len(word)/2])<<8 | uint32(word[len(word)-1])<<16 | uint32(len(word))<<24) * 0x9E3779B1 >> 20
}

var anchors = sync.OnceValue(func() *anchorIndex {
	all := patterns()
	count := map[string]int{}
	for i := range all {
		p, _ := all[i].first()
		for w := range all[i].whole(p) {
			count[w]++
		}
	}
	index := &anchorIndex{words: make(map[string][]anchor, len(all))}
	for i := range all {
		p, ok := all[i].first()
		if !ok {
			continue
		}
		best, at, rarest := "", 0, 0
		for w, offset := range all[i].whole(p) {
			weight := count[w]*8 - min(len(w), 15)
			if best == "" || weight < rarest {
				best, at, rarest = w, offset, weight
			}
		}
		index.words[best] = append(index.words[best], anchor{i, p, at})
		index.maybe[slot(best)] = true
	}
	return index
})

// first returns the first piece that has a word.
func (p *Pattern) first() (int, bool) {
	for i := range p.pieces {
		for range p.whole(i) {
			return i, true
		}
	}
	return 0, false
}

// whole yields the words of a piece except those next to a hole, which may be longer in the text.
func (p *Pattern) whole(i int) func(yield func(string, int) bool) {
	piece := p.pieces[i]
	return func(yield func(string, int) bool) {
		for w, at := range words(piece) {
			if at == 0 && i > 0 || at+len(w) == len(piece) && i+1 < len(p.pieces) {
				continue
			}
			if !yield(w, at) {
				return
			}
		}
	}
}

// words yields the words of a normalised text with their offsets.
func words(s string) func(yield func(string, int) bool) {
	return func(yield func(string, int) bool) {
		for i := 0; i < len(s); {
			if !wordByte[s[i]] {
				i++
				continue
			}
			start := i
			for i < len(s) && wordByte[s[i]] {
				i++
			}
			if !yield(s[start:i], start) {
				return
			}
		}
	}
}
