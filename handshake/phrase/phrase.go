// Package phrase reports whether a text has one of many phrases, in one pass over the text: every keystroke searches a log of thousands
// of lines for hundreds of phrases.
package phrase

import (
	"strings"
	"sync"
)

// List is at most 255 phrases of at least three bytes. It is prepared by the first call of In.
type List struct {
	Text string // the phrases, with bars between

	once    sync.Once
	phrases []string   // from 1 on
	begins  []uint32   // the first three bytes of each
	first   [256]uint8 // by hash of three bytes: the number of a phrase that begins with them; 0 for none
	next    []uint8    // after a phrase: another one with that hash
}

const (
	short  = 3
	factor = 0x9E3779B1 // of the hash: 2³² divided by the golden ratio, which spreads close values (Knuth, TAOCP 6.4)
)

func (l *List) build() {
	l.phrases, l.begins, l.next = []string{""}, []uint32{0}, []uint8{0}
	for p := range strings.SplitSeq(l.Text, "|") {
		if len(p) < short || len(l.phrases) > 255 {
			panic("phrase: too short, or too many: " + p)
		}
		three := uint32(p[0]) | uint32(p[1])<<8 | uint32(p[2])<<16
		h := three * factor >> 24
		l.phrases, l.begins, l.next = append(l.phrases, p), append(l.begins, three), append(l.next, l.first[h])
		l.first[h] = uint8(len(l.phrases) - 1)
	}
}

// In reports whether a text has one of the phrases.
func (l *List) In(s string) bool {
	l.once.Do(l.build)
	if len(s) < short {
		return false
	}
	three := uint32(s[0])<<8 | uint32(s[1])<<16
	for i := short - 1; i < len(s); i++ {
		three = three>>8 | uint32(s[i])<<16
		for k := l.first[three*factor>>24]; k != 0; k = l.next[k] {
			if l.begins[k] == three && strings.HasPrefix(s[i-short+1:], l.phrases[k]) {
				return true
			}
		}
	}
	return false
}
