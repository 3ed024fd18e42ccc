package lessons

import (
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"upgrade101/handshake"
)

// Term is an entry of the glossary.
type Term struct {
	Kind  Kind
	Name  string // "Upgrade", "426 Upgrade Required", "nonce"
	Text  Text   // a few sentences
	Links []Link
}

// Kind sorts the glossary.
type Kind string

const (
	Field  Kind = "field"
	Status Kind = "status"
	Word   Kind = "word"
)

//go:embed glossary.txt
var glossary string

// Glossary is the fields, statuses and words in play, in reading order.
func Glossary() []Term {
	terms.Do(func() { terms.read, terms.err = parseGlossary(glossary) })
	return terms.read
}

var terms struct {
	sync.Once
	read []Term
	err  error
}

// parseGlossary reads blocks of lines: kind and name; what it is; places to read. A status has no words
// of its own here: handshake says what it means to a client that wanted a socket.
func parseGlossary(text string) ([]Term, error) {
	var terms []Term
	var errs []error
	for block := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		t, err := parseTerm(block)
		if err != nil {
			errs = append(errs, fmt.Errorf("%q: %w", block, err))
			continue
		}
		terms = append(terms, t)
	}
	return terms, errors.Join(errs...)
}

func parseTerm(block string) (t Term, err error) {
	lines := strings.Split(strings.TrimSpace(block), "\n")
	kind, name, _ := strings.Cut(lines[0], " ")
	t = Term{Kind: Kind(kind), Name: name}
	words, places := lines[1:], ""
	if n := len(words); n > 0 {
		words, places = words[:n-1], words[n-1]
	}
	switch {
	case name == "" || places == "":
		return t, errors.New("expected kind and name, words, places")
	case t.Kind == Status && len(words) == 0:
		number, _ := strconv.Atoi(name)
		m, ok := handshake.StatusMeans(number)
		if !ok {
			return t, errors.New("no such status")
		}
		t.Name += " " + m.Name
		t.Text = Text{{Items: []Words{{{Text: m.Means}}}}}
	case (t.Kind == Field || t.Kind == Word) && len(words) > 0:
		if t.Text, err = ParseText(strings.Join(words, "\n")); err != nil {
			return t, err
		}
	default:
		return t, errors.New("expected a field or a word that is explained, or a bare status")
	}
	for place := range strings.FieldsSeq(places) {
		link, err := parseLink(place)
		if err != nil {
			return t, err
		}
		t.Links = append(t.Links, link)
	}
	return t, nil
}

// ID is the name of a term in an address: "term-sec-websocket-key", "term-426".
func (t Term) ID() string {
	name := t.Name
	if t.Kind == Status {
		name, _, _ = strings.Cut(name, " ")
	}
	return "term-" + strings.ReplaceAll(strings.ToLower(name), " ", "-")
}

// Path is where most is said about it: its page in the reference, or its place in the glossary.
func (t Term) Path() string {
	switch t.Kind {
	case Field:
		return "field/" + t.Name
	case Status:
		number, _, _ := strings.Cut(t.Name, " ")
		return "status/" + number
	}
	return "glossary#" + t.ID()
}

// TermByName finds a term by its name: "Upgrade", "426 Upgrade Required".
func TermByName(name string) (Term, bool) {
	for _, t := range Glossary() {
		if strings.EqualFold(t.Name, name) {
			return t, true
		}
	}
	return Term{}, false
}

// TermsIn are the terms of the glossary that a lesson shows: the fields and statuses of its exchange, and
// the words of its story.
func TermsIn(l Lesson) []Term {
	var heads, words strings.Builder
	for _, head := range []string{l.Request, l.Response} {
		head, _, _ = strings.Cut(head, "\r\n\r\n")
		heads.WriteString("\n" + strings.ToLower(head) + "\n")
	}
	words.WriteString(" " + strings.Join(wordsOf(l.Story.Plain()+" "+l.Notice.Plain()), " ") + " ")
	var found []Term
	for _, t := range Glossary() {
		name := strings.ToLower(t.Name)
		here := strings.Contains(words.String(), " "+name+" ")
		switch t.Kind {
		case Field:
			here = strings.Contains(heads.String(), "\n"+name+":")
		case Status:
			number, _, _ := strings.Cut(name, " ")
			here = strings.Contains(heads.String(), "\nhttp/1.1 "+number+" ") || strings.Contains(heads.String(), "\n:status: "+number)
		}
		if here {
			found = append(found, t)
		}
	}
	return found
}
