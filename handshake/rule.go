package handshake

// Severity is the effect of a finding, independent of the letter of its rule.
type Severity uint8

const (
	Error   Severity = iota + 1 // the exchange fails: this endpoint refuses it, or a conforming client fails the connection
	Warning                     // the exchange succeeds, but breaks a requirement, or implementations differ
	Note                        // information; nothing is wrong
)

func (s Severity) String() string { return [...]string{"", "error", "warning", "note"}[s] }

// Rule is one requirement on an exchange: its words and citations, the fix, an example that breaks it, and the check that finds this.
// The literals call no functions, so that the page need not evaluate all rules before it starts.
type Rule struct {
	ID       string          // kebab case, stable: anchors, lessons and JSON refer to it
	Side     Side            // what is judged
	Severity Severity        // the effect of breaking it
	Strength Strength        // the key word of the cited text
	Binds    Party           // whom it binds
	Over     Over            // the versions of HTTP that it applies to
	Problem  string          // what is wrong, as a headline without a full stop; {} is replaced by what was found (Finding.Problem)
	Requires string          // one sentence
	Why      string          // for a learner: the reason, and the consequences of breaking it
	Fix      string          // what to do; "" if nothing is wrong
	Code     string          // lines of configuration for Fix, to copy; "" for none
	Cites    []string        // in the form of head.Cite; one of them has the key word of Strength
	Refuse   Refusal         // the reply of this endpoint to a request that breaks the rule; 0 if it is accepted
	Broken   func() *Example // breaks this rule and no other
	Right    func() *Example // Broken, corrected; nil if fix does that, or if Broken is an edit of the good exchange
	check    func(*pass)
	fix      func(*fixer) // adds the edits that fix a finding; nil if only a person can
}

// Over says which handshake a rule applies to.
type Over uint8

const (
	HTTP1 Over = iota // the Upgrade handshake of HTTP/1.1
	HTTP2             // extended CONNECT of HTTP/2 and HTTP/3
	AnyHTTP
)

// Citations returns the parsed citations.
func (r *Rule) Citations() []Citation { return cite(r.Cites...) }

// Letter returns the key word and whom the rule binds: "MUST, client".
func (r *Rule) Letter() string { return r.Strength.String() + ", " + r.Binds.String() }

// Topic is a group of rules.
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
	{"Accept value and subprotocol", acceptRules},
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
