package head

// Strength is the key word of RFC 2119 in the cited text of a rule.
type Strength uint8

const (
	Must Strength = iota + 1
	MustNot
	Should
	ShouldNot
	May
	Practice // no key word: a definition, another source, or what programs do; the citation says whose
)

func (s Strength) String() string {
	return [...]string{"", "MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY", "practice"}[s]
}

// Party says whom a rule binds, in the terms of RFC 9110 §3.
type Party uint8

const (
	Client Party = iota + 1
	Server
	Proxy
	Sender    // of either message
	Recipient // of either message
)

func (p Party) String() string {
	return [...]string{"", "client", "server", "proxy", "sender", "recipient"}[p]
}
