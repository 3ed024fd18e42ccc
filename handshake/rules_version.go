package handshake

// Sec-WebSocket-Version.

var versionRules = []*Rule{}
