// Package cause says why an upgrade failed: it derives from a paste what really happened (the outcome) and the causes that explain
// it, the best first.
//
// A cause is a literal: what went wrong, what to do next, the evidence for it, and the shortest text that must rank it first.
// Evidence is findings of rules, messages, statuses, and the programs that answered.
package cause
