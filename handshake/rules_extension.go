package handshake

// Sec-WebSocket-Extensions: the list itself.

var extensionRules = []*Rule{}
