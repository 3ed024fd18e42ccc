package handshake

// Sec-WebSocket-Protocol: subprotocols.

var protocolRules = []*Rule{}
