package handshake

// permessage-deflate (RFC 7692).

var deflateRules = []*Rule{}
