// Package cause says why an upgrade failed: from what was pasted it derives what really happened (the outcome)
// and the causes that explain it, the best first.
//
// A cause is a literal: what went wrong, what to do next, which evidence speaks for it, and the smallest text
// that has to rank it first. Evidence is what rules, messages, statuses, and the programs that answered show.
package cause
