// Package head parses the heads of HTTP messages and keeps every byte and its place.
//
// [ParseRequest], [ParseResponse] and [ParseFieldList] never fail: octets that the grammar does not allow become a [Fault], and
// missing parts an empty [Token]. A [Span] is a half-open range of byte offsets into [Head.Raw]. grammar.go has the grammar rules of
// RFC 9110 that several callers need, extension.go the list in Sec-WebSocket-Extensions, address.go URLs of sockets, and
// citation.go citations.
package head
