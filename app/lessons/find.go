package lessons

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"upgrade101/handshake/cause"
)

// maxQuery bounds what Find reads of a query, in bytes: more than any console message has.
const maxQuery = 4096

// Find ranks the lessons for what a reader typed or pasted: words, the name of a proxy, a status, a
// message from a console. Best first; an empty query finds every lesson, in order.
func Find(query string) []Lesson {
	query = query[:min(len(query), maxQuery)]
	words := wordsOf(query)
	if len(words) == 0 {
		return All()
	}
	indexed := index()
	text := " " + strings.Join(words, " ") + " "
	causes := causesOf(query)
	words = append(words, indexed.begun(words[len(words)-1])...)
	slices.Sort(words)
	words = slices.Compact(words)
	type hit struct{ at, score int }
	var hits []hit
	for i := range indexed.lessons {
		if score := indexed.score(i, text, words, causes); score > 0 {
			hits = append(hits, hit{i, score})
		}
	}
	sort.SliceStable(hits, func(i, j int) bool { return hits[i].score > hits[j].score })
	var found []Lesson
	for _, h := range hits {
		if h.score*faint >= hits[0].score {
			found = append(found, All()[h.at])
		}
	}
	return found
}

// Scores of matches. A complete symptom, or the cause of a pasted text, outweighs any number of common words; a rule or a
// word scores less the more lessons have it.
const (
	wholeSymptom = 1000
	sameStatus   = 400
	ofCause      = 600 // for the lesson of the best cause; less for the others
	causeRule    = 20
	inTitle      = 8
	inTag        = 6
	inSymptom    = 4
	inSummary    = 3
	inRule       = 3
	inStory      = 1
	faint        = 3 // a hit that scores less than this fraction of the best is omitted
)

// anyFailure is what browsers show of every handshake that fails, whatever the fault.
var anyFailure = []string{"close code 1006 abnormal closure", "WebSocket onerror onclose", "WebSocket connection failed", "Firefox can’t establish a connection to the server at",
	"WebSocket is closed before the connection is established"}

// entry is a lesson as Find sees it.
type entry struct {
	symptoms []string       // words with a blank on both sides
	words    map[string]int // word to the worth of the best place it is in
}

type wordIndex struct {
	lessons []entry
	in      map[string]int // word, or id of a rule, to the number of lessons that have it
}

// index is built on the first search: a page that only shows a lesson does not need it.
var index = sync.OnceValue(func() wordIndex {
	x := wordIndex{in: map[string]int{}}
	for _, l := range All() {
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
		symptoms := l.Symptoms
		if l.Expect.BrowserOpens == Fails {
			add(inRule, anyFailure...)
			symptoms = slices.Concat(symptoms, anyFailure)
		}
		add(inSummary, l.Summary)
		add(inStory, l.Story.Plain(), l.Notice.Plain())
		for _, s := range symptoms {
			e.symptoms = append(e.symptoms, " "+strings.Join(wordsOf(s), " ")+" ")
		}
		for _, id := range l.Expect.Findings {
			e.words[id] = max(e.words[id], inRule)
		}
		for w := range e.words {
			x.in[w]++
		}
		x.lessons = append(x.lessons, e)
	}
	return x
})

// begun returns the words that begin with the last word of a query, which the reader may still be typing.
func (x wordIndex) begun(w string) (whole []string) {
	if x.in[w] == 0 && len(w) > 1 {
		for known := range x.in {
			if strings.HasPrefix(known, w) {
				whole = append(whole, known)
			}
		}
	}
	return whole
}

func (x wordIndex) score(i int, text string, words []string, causes causes) int {
	e, l, score := x.lessons[i], &All()[i], 0
	for _, s := range e.symptoms {
		if strings.Contains(text, s) || len(words) > 1 && strings.Contains(s, text) {
			score = wholeSymptom
		}
	}
	if causes.status != "" && strings.HasPrefix(l.Response, "HTTP/1.1 "+causes.status+" ") {
		score += sameStatus
	}
	if place := slices.Index(causes.lessons, l.Slug); place >= 0 {
		score += ofCause / (place + 1)
	}
	rare := func(w string) int { return len(x.lessons) - x.in[w] }
	for _, id := range l.Expect.Findings {
		if slices.Contains(causes.rules, id) {
			score += causeRule * rare(id)
		}
	}
	for _, w := range words {
		score += e.words[w] * rare(w)
	}
	return score
}

// causes are the results of package cause for a pasted text.
type causes struct {
	lessons []string // slugs, those of the best cause first
	rules   []string // ids
	status  string   // three digits; "" for none
}

func causesOf(query string) (c causes) {
	outcome, found, messages := cause.OfText(query)
	if outcome.Status != 0 {
		c.status = strconv.Itoa(outcome.Status)
	}
	for _, m := range messages {
		c.rules = append(c.rules, m.Rules...)
	}
	for _, f := range found {
		c.lessons = append(c.lessons, f.Lesson)
		c.rules = append(c.rules, f.Rules...)
	}
	return c
}

// wordsOf cuts a text into lower-case words; "keep-alive" and "Sec-WebSocket-Key" stay whole, because
// they are names.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}
