package handshake

// The shape of field lines.

var fieldRules = []*Rule{}
