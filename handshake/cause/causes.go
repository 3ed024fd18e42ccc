package cause

// Cause is why an upgrade fails, as a literal.
type Cause struct {
	ID       string // kebab case, stable: messages, lessons and JSON refer to it
	Headline string // what went wrong, in the words of the person who asks; {…} stands for a value of the evidence
	Why      string // what the evidence means
	Next     string // what to do next
	Lesson   string // slug; "" for none
	Example  string // the smallest text that ranks it first
}
