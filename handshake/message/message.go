package message

import "strings"

// Pattern is one message of a program.
type Pattern struct {
	Program string // the program that prints it, "… (server)" for a server, "… (proxy)" for a proxy
	Group   string // of programs: browsers, a language, proxies
	Source  string // repository and file with the text, or the report that shows it
	Text    string // the message; {…} is a hole with an example of its value
	Kind    Kind
	Means   string   // what the message says, in one sentence or two
	Rules   []string // ids of the rules that its exchange may break, the likeliest first
	Causes  []string // ids of package cause, the likeliest first
	Status  int      // the status that this message means; 0 where it tells one or none

	pieces []string // the fixed text around the holes, normalised
	holes  []hole
	fixed  int // bytes of pieces, without blanks
	place  place
	coded  bool // the first hole begins with a status
}

// Example returns the message as the program prints it, with the examples in its holes.
func (p *Pattern) Example() string { return unhole.Replace(p.Text) }

// Slug returns the name of a program in an address.
func Slug(program string) string {
	slug := strings.Map(func(c rune) rune {
		if 'a' <= c && c <= 'z' || '0' <= c && c <= '9' {
			return c
		}
		return '-'
	}, strings.ToLower(program))
	for strings.Contains(slug, "--") {
		slug = strings.ReplaceAll(slug, "--", "-")
	}
	return strings.Trim(slug, "-")
}

// Message is a pattern that was found in a text.
type Message struct {
	*Pattern
	Text   string   // the message as found, on one line, without what surrounds it
	Values []string // the values of the holes, in order
	Status int      // the status that the message, or its line, tells; 0 for none
	Causes []string // those of the pattern, or of the status if nothing else is known
	URL    string   // the address that the message, or its line, names; "" for none
	Start  int      // the bytes of the message in the text: half-open
	End    int
}
