package handshake

// Origin: which page asks.

var originRules = []*Rule{}
