package lessons

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"
)

// Term is an entry of the glossary.
type Term struct {
	Kind  Kind
	Name  string
	Text  Text // one or two sentences
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
var Glossary, errUnreadTerms = parseGlossary(glossary)

// parseGlossary reads blocks of lines: kind and name; what it is; places to read.
func parseGlossary(text string) ([]Term, error) {
	var terms []Term
	var errs []error
	for block := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		head, body, _ := strings.Cut(strings.TrimSpace(block), "\n")
		kind, name, _ := strings.Cut(head, " ")
		i := strings.LastIndexByte(body, '\n')
		if kind != string(Field) && kind != string(Word) || name == "" || i < 0 {
			errs = append(errs, fmt.Errorf("%q is not kind and name, words, places", head))
			continue
		}
		t := Term{Kind: Kind(kind), Name: name}
		var err error
		if t.Text, err = ParseText(body[:i]); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
		for place := range strings.FieldsSeq(body[i:]) {
			link, err := parseLink(place)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", name, err))
			}
			t.Links = append(t.Links, link)
		}
		terms = append(terms, t)
	}
	return terms, errors.Join(errs...)
}
