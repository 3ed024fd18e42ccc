package handshake

// The Host field.

var hostRules = []*Rule{}
