package handshake

// The request line and its target.

var requestLineRules = []*Rule{}
