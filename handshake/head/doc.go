// Package head parses the heads of HTTP messages and keeps every byte and its place.
//
// [ParseRequest], [ParseResponse] and [ParseFieldList] never fail: what the grammar does not allow becomes a [Fault],
// and what is missing an empty [Token]. A [Span] is a half-open range of byte offsets into [Head.Raw]. grammar.go has
// the rules of RFC 9110 that several callers need, extension.go the list of Sec-WebSocket-Extensions, address.go URLs
// of sockets, and citation.go where a requirement is written.
package head
