package handshake

// Extended CONNECT of HTTP/2 and HTTP/3 (RFC 8441, RFC 9220).

var http2Rules = []*Rule{}
