package cause

import (
	"upgrade101/handshake"
	"upgrade101/handshake/head"
	"upgrade101/handshake/message"
)

// Evidence is what there is to judge.
type Evidence struct {
	Text     string            // what was pasted; "" for exact bytes
	Messages []message.Message // found in Text
	Report   *handshake.Report // of the chosen exchange; nil where the text holds no head
}

// Result is what happened to the connection.
type Result string

const (
	Failed  Result = "failed"
	Opened  Result = "opened"
	Unknown Result = "unknown" // the text does not show it
)

// Outcome is what the evidence shows really happened.
type Outcome struct {
	Result Result
	Status int      // of the answer; 0 when none is shown
	By     string   // the program that answered; "" when nothing names it
	Next   []string // what to collect where the evidence is thin
}

// Certainty says how much speaks for a cause.
type Certainty string

const (
	Certain  Certainty = "certain"
	Likely   Certainty = "likely"
	Possible Certainty = "possible"
)

// Found is a cause that the evidence speaks for.
type Found struct {
	*Cause
	Headline  string // what went wrong, with the values seen
	Because   string // the evidence, quoted
	Certainty Certainty
	Rules     []string // ids of the findings that speak for it
	Marks     []Mark
}

// Mark is a place that speaks for a cause.
type Mark struct {
	Side handshake.Side // Text, Request or Response: what Span points into
	Span head.Span
}

// MaxFound is how many causes are named.
const MaxFound = 5
