package lessons

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// mostQuery bounds what Find reads of a query, in bytes: more than any console message has.
const mostQuery = 4096

// Find ranks the lessons for what somebody typed or pasted: words, the name of a proxy, a status, a
// message from a console. Best first; an empty query finds every lesson, in order.
func Find(query string) []Lesson {
	query = query[:min(len(query), mostQuery)]
	words := wordsOf(query)
	if len(words) == 0 {
		return All
	}
	indexed := index()
	text := " " + strings.Join(words, " ") + " "
	rules := translated(query)
	slices.Sort(words)
	words = slices.Compact(words)
	type hit struct{ at, score int }
	var hits []hit
	for i := range indexed.lessons {
		if score := indexed.score(i, text, words, rules); score > 0 {
			hits = append(hits, hit{i, score})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	found := make([]Lesson, len(hits))
	for i, h := range hits {
		found[i] = All[h.at]
	}
	return found
}

// What a match is worth. A symptom found whole, or the rule that a message translates to, outweighs any
// number of common words.
const (
	wholeSymptom = 1000
	causeRule    = 600
	inTitle      = 6
	inTag        = 6
	inSymptom    = 4
	inSummary    = 3
	inRule       = 3
	inStory      = 1
)

// entry is a lesson as Find sees it.
type entry struct {
	symptoms []string       // words with a blank on both sides
	words    map[string]int // word to the worth of the best place it stands in
}

type wordIndex struct {
	lessons []entry
	in      map[string]int // word to the number of lessons that have it
}

// index is built at the first search: a page that shows one lesson does not pay for it.
var index = sync.OnceValue(func() wordIndex {
	x := wordIndex{in: map[string]int{}}
	for _, l := range All {
		e := entry{words: map[string]int{}}
		add := func(worth int, texts ...string) {
			for _, text := range texts {
				for _, w := range wordsOf(text) {
					e.words[w] = max(e.words[w], worth)
				}
			}
		}
		add(inTitle, l.Title, l.Slug)
		add(inTag, l.Proxies...)
		add(inTag, l.Topics...)
		add(inSymptom, l.Symptoms...)
		add(inSummary, l.Summary)
		add(inRule, l.Expect.Findings...)
		add(inStory, l.Story.Plain(), l.Notice.Plain())
		for _, s := range l.Symptoms {
			e.symptoms = append(e.symptoms, " "+strings.Join(wordsOf(s), " ")+" ")
		}
		for w := range e.words {
			x.in[w]++
		}
		x.lessons = append(x.lessons, e)
	}
	return x
})

func (x wordIndex) score(i int, text string, words, rules []string) int {
	e, score := x.lessons[i], 0
	for _, s := range e.symptoms {
		if strings.Contains(text, s) || len(words) > 1 && strings.Contains(s, text) {
			score = wholeSymptom
		}
	}
	for _, id := range All[i].Expect.Findings {
		if slices.Contains(rules, id) {
			score += causeRule
			break
		}
	}
	for _, w := range words { // a word that stands in every lesson tells none of them apart
		score += e.words[w] * (len(x.lessons) - x.in[w])
	}
	return score
}

// wordsOf cuts a text into lower-case words; "keep-alive" and "Sec-WebSocket-Key" stay whole, because
// they are names.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}
