package handshake

// Severity is the effect of a finding, whatever the letter of its rule.
type Severity uint8

const (
	Error   Severity = iota + 1 // the exchange fails because of it: this endpoint refuses, or a conforming client fails
	Warning                     // it works here, but a requirement is broken or peers differ
	Note                        // worth knowing, nothing wrong
)

func (s Severity) String() string { return [...]string{"", "error", "warning", "note"}[s] }

// Rule is one requirement on an exchange: what it asks, why, what to do about it, where it is written,
// the smallest broken exchange, and the check that finds it broken. The literals call nothing, so that the page
// does not work through all rules before it starts.
type Rule struct {
	ID       string          // kebab case, stable: anchors, lessons and JSON refer to it
	Side     Side            // who is judged
	Severity Severity        // what follows from a breach
	Strength Strength        // what the cited text demands
	Binds    Party           // of whom
	Over     Over            // which HTTP the rule is about
	Problem  string          // what is wrong, as a headline without a stop; {} is what was seen (Finding.Problem)
	Requires string          // one sentence: what has to hold
	Why      string          // for a learner: what follows when it does not, and who may complain
	Fix      string          // what to do about it; "" where nothing is wrong
	Code     string          // lines of a configuration that Fix speaks of, to copy
	Cites    []string        // where it is written, as head.Cite reads it; one of them has the key word of Strength
	Refuse   Refusal         // the reply of this endpoint when it fails; 0: it goes on
	Broken   func() *Example // raises this rule and no other
	Right    func() *Example // Broken put right; nil where the fix does it, or where Broken is an edit of the good exchange
	check    func(*pass)
	fix      func(*fixer) // writes the edits that fix it; nil where only a person can
}

// Over says which shape of handshake a rule judges.
type Over uint8

const (
	HTTP1 Over = iota // the Upgrade handshake of HTTP/1.1
	HTTP2             // extended CONNECT of HTTP/2 and HTTP/3
	AnyHTTP
)

// Citations are the places where it is written.
func (r *Rule) Citations() []Citation { return cite(r.Cites...) }

// Letter is what the cited text demands, and of whom: "MUST, client".
func (r *Rule) Letter() string { return r.Strength.String() + ", " + r.Binds.String() }

// Topic is what a few rules have in common.
type Topic struct {
	Name  string
	Rules []*Rule
}

// Topics is every rule by topic, in reading order.
var Topics = []Topic{
	{"Request line", requestLineRules},
	{"Target", targetRules},
	{"Host", hostRules},
	{"Field lines", fieldRules},
	{"Bytes", octetRules},
	{"Connection", connectionRules},
	{"Upgrade", upgradeRules},
	{"Key", keyRules},
	{"Version", versionRules},
	{"Origin", originRules},
	{"Subprotocols", protocolRules},
	{"Extensions", extensionRules},
	{"permessage-deflate", deflateRules},
	{"Content", contentRules},
	{"Secrets", secretRules},
	{"Response", responseRules},
	{"Accept value", acceptRules},
	{"Refusals", refusedRules},
	{"HTTP/2", http2Rules},
	{"Pseudo fields", pseudoRules},
}

// Rules is every rule, in reading order. The order has no other meaning: which failure picks the reply
// is Refusal's order, and no check depends on another rule.
var Rules = func() (all []*Rule) {
	for _, t := range Topics {
		all = append(all, t.Rules...)
	}
	return all
}()

// RuleByID finds a rule by its id; nil if there is none.
func RuleByID(id string) *Rule { return rulesByID[id] }

var rulesByID = func() map[string]*Rule {
	m := make(map[string]*Rule, len(Rules))
	for _, r := range Rules {
		m[r.ID] = r
	}
	return m
}()
