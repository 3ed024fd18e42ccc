package cause

import (
	"slices"
	"strings"
	"sync"

	"upgrade101/handshake/head"
)

// Cause is why an upgrade fails, as a literal.
type Cause struct {
	_ head.Uncompared

	ID       string // kebab case, stable: messages, lessons and JSON refer to it
	Headline string // what went wrong, in the reader's words; a hole {name|default} has a value of the evidence, {: name} the same after a colon
	Guess    string // the same if the evidence is not conclusive; "" if Headline is right in that case, too
	Why      string // what the evidence means, with holes
	Next     string // what to do next, with holes
	Code     string // configuration that Next mentions, with holes; "" for none
	Lesson   string // slug; "" for none
	For      string // signs that speak for it, each with its weight: "status:403 50; rule:origin-null 70"
	Against  string // signs that speak against it, likewise
	Example  string // the smallest text that ranks it first
}

// Causes is every cause, by topic.
var Causes = slices.Concat(networkCauses, refusalCauses, requestCauses, proxyCauses, answerCauses, closeCauses, clientCauses, platformCauses)

var byID = sync.OnceValue(func() map[string]*Cause {
	m := make(map[string]*Cause, len(Causes))
	for i := range Causes {
		m[Causes[i].ID] = &Causes[i]
	}
	return m
})

// sign is evidence with its weight: 100 is conclusive, 20 is weak.
type sign struct {
	kind, value string // "status", "403"
	weight      int
}

// signs parses For or Against.
//
//	asked:ID, answered:ID    a finding of the rule in the request, in the response
//	rule:ID      a finding of the rule                  status:403   the status of the answer, or of a message
//	kind:K       a message of the kind                  status:4xx   of the class
//	client:word  in the name of a message's program     by:word      in the name of the program that answered
//	is:fact      a fact of facts.go                     text:words   in the text, in lower case; _ for a blank
func signs(list string) []sign {
	var all []sign
	for s := range strings.SplitSeq(list, ";") {
		s = strings.TrimSpace(s)
		if s == "" {
			continue
		}
		name, weight, _ := strings.Cut(s, " ")
		kind, value, _ := strings.Cut(name, ":")
		if kind == "text" {
			value = strings.ReplaceAll(value, "_", " ")
		}
		all = append(all, sign{kind, value, number(weight)})
	}
	return all
}

func number(s string) (n int) {
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n = n*10 + int(s[i]-'0')
		}
	}
	return n
}

// weighed is a cause with its parsed signs.
type weighed struct {
	*Cause
	pro, con []sign
}

var all = sync.OnceValue(func() []weighed {
	list := make([]weighed, len(Causes))
	for i := range Causes {
		c := &Causes[i]
		list[i] = weighed{c, signs(c.For), signs(c.Against)}
	}
	return list
})
