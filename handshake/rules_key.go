package handshake

// Sec-WebSocket-Key: the challenge.

var keyRules = []*Rule{}
