// Package accept computes Sec-WebSocket-Accept from the key ([Derive]) and finds the mistake behind a wrong value
// ([Diagnose]).
//
// A mistake is an entry of [Mistakes]: its words in mistakes.go, the code that makes it and the code that avoids it in
// mistake_code*.go. diagnose.go searches for one mistake, or two made together, by making them and comparing.
package accept
