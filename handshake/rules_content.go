package handshake

// Content, Expect and other fields of a request.

var contentRules = []*Rule{}
