package model

import (
	"strings"

	"upgrade101/app/lessons"
)

// unknownTerm is the notice that the term of an address is not in the glossary; "" if it is, or there is none.
func unknownTerm(fragment string) string {
	if fragment == "" || fragment == "main" {
		return ""
	}
	for _, t := range lessons.Glossary() {
		if fragment == t.ID() || fragment == string(t.Kind)+"s" {
			return ""
		}
	}
	return "“" + Truncate(strings.TrimPrefix(fragment, "term-"), 60) + "” is not in the glossary. Everything in it is below; search the page for a part of the word."
}
